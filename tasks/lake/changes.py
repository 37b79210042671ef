"""In what two states of a table differ."""

from __future__ import annotations

from typing import Final

import polars as pl

from tasks.records.statistic import STATISTIC_KEY

_LABELS: Final = ("city_name", "district_name", "unit_measure")


def changed_keys(old: pl.DataFrame, new: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """The values of ``key`` for which the two frames do not hold the same rows, sorted."""
    if old.equals(new):
        return new.clear().select(key)
    return pl.concat(frame.select(key) for frame in differing(old, new)).unique().sort(key)


def differing(old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that only the one and that only the other has, told by 128 bits of hash."""
    if old.is_empty() or new.is_empty():
        return old, new
    bits = ("_hash_1", "_hash_2")
    hashes = [pl.DataFrame({name: frame.hash_rows(seed) for seed, name in enumerate(bits)}) for frame in (old, new)]
    sides = [frame.hstack(hashed) for frame, hashed in zip((old, new), hashes, strict=True)]
    only_old, only_new = (
        sides[mine].join(hashes[other], on=bits, how="anti", maintain_order="left").drop(bits)
        for mine, other in ((0, 1), (1, 0))
    )
    return only_old, only_new


def changes(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Old and new statistics, those that both have left out, side by side: ``change`` (added, changed, removed), the
    key, labels, ``obs_value`` and ``old_value``."""
    before, after = (
        frame.with_columns(is_target=pl.col("obs_status") == "target").select(*STATISTIC_KEY, *_LABELS, "obs_value")
        for frame in (old, new)
    )
    if before.is_empty():
        joined = after.with_columns(old_value=pl.lit(None, pl.Float64))
    else:
        joined = after.join(
            before.rename({"obs_value": "old_value"}),
            on=STATISTIC_KEY, how="full", coalesce=True, nulls_equal=True, maintain_order="left_right",
        ).with_columns(pl.coalesce(name, f"{name}_right") for name in _LABELS)  # fmt: skip
    change = (
        pl.when(pl.col("old_value").is_null())
        .then(pl.lit("added"))
        .when(pl.col("obs_value").is_null())
        .then(pl.lit("removed"))
        .otherwise(pl.lit("changed"))
    )
    return joined.select(change.alias("change"), *STATISTIC_KEY, *_LABELS, "obs_value", "old_value")
