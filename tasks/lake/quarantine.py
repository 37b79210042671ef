"""Since when a row is held back, in numbers of releases.

A row leaves quarantine by itself when it passes, or when its article goes.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from tasks.lake.datasets import QUARANTINE

SEEN: Final = ("first_seen", "last_seen", "release")

_VERDICT: Final = ("suite", "expectation", "severity", "message")


def dated(before: pl.DataFrame, after: pl.DataFrame, release: int) -> pl.DataFrame:
    """``after`` with the release numbers of rows that were judged now (they have none) filled in, sorted.

    Judging rows again with the same outcome changes nothing, not even ``last_seen``: a second run makes no release.
    """
    judged = pl.col("first_seen").is_null()
    earlier = before.select(
        "observation_id",
        *(pl.col(name).alias(f"_{name}") for name in (*SEEN, *_VERDICT)),
    )
    joined = after.join(earlier, on="observation_id", how="left", maintain_order="left").with_columns(
        _same=pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"_{name}")) for name in _VERDICT)
        & pl.col("_first_seen").is_not_null()
    )
    now = joined.filter(judged)
    as_before = bool(now["_same"].all()) and before.height == after.height
    filled = joined.with_columns(
        first_seen=pl.coalesce("first_seen", "_first_seen", pl.lit(release)),
        last_seen=pl.coalesce("last_seen", "_last_seen" if as_before else pl.lit(release)),
        release=pl.when(~judged | pl.col("_same")).then(pl.coalesce("release", "_release")).otherwise(release),
    )
    return QUARANTINE.ordered(filled)
