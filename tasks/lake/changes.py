"""In what two states of a table differ."""

from __future__ import annotations

import polars as pl


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
