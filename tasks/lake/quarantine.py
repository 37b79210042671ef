"""Since when a row is held back, in numbers of releases.

A row leaves quarantine by itself when it passes, or when its article goes.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from tasks.lake.datasets import QUARANTINE, QUARANTINE_SCHEMA

SEEN: Final = ("first_seen", "last_seen", "release")

_VERDICT: Final = ("suite", "expectation", "severity", "message")


def dated(before: pl.DataFrame, after: pl.DataFrame, release: int) -> pl.DataFrame:
    """``after`` with the release numbers of rows that were judged now (they have none) filled in, sorted.

    Judging rows again with the same outcome changes nothing, not even ``last_seen``: a second run makes no release.
    """
    rows, same = judged(before, after, release)
    return seen_last(rows, release, same=same)


def judged(before: pl.DataFrame, after: pl.DataFrame, release: int) -> tuple[pl.DataFrame, bool]:
    """All but ``last_seen`` of the rows that were judged now, and whether that had the same outcome for all of them.

    Of some districts of a lake: what ``last_seen`` is follows from all of them together.
    """
    anew = pl.col("first_seen").is_null()
    earlier = before.select(
        "observation_id",
        *(pl.col(name).alias(f"_{name}") for name in (*SEEN, *_VERDICT)),
    )
    joined = after.join(earlier, on="observation_id", how="left", maintain_order="left").with_columns(
        _same=pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"_{name}")) for name in _VERDICT)
        & pl.col("_first_seen").is_not_null()
    )
    same = bool(joined.filter(anew)["_same"].all()) and before.height == after.height
    filled = joined.with_columns(
        first_seen=pl.coalesce("first_seen", "_first_seen", pl.lit(release)),
        release=pl.when(~anew | pl.col("_same")).then(pl.coalesce("release", "_release")).otherwise(release),
    ).sort(QUARANTINE.sort_by, nulls_last=True)
    return filled.select(*QUARANTINE_SCHEMA, "_last_seen"), same


def seen_last(rows: pl.DataFrame, release: int, *, same: bool) -> pl.DataFrame:
    """The rows of :func:`judged` with ``last_seen``; ``same`` if nothing came out otherwise in all of the lake."""
    last = pl.col("_last_seen") if same else pl.lit(release)
    return QUARANTINE.fitted(rows.with_columns(last_seen=pl.coalesce("last_seen", last)))
