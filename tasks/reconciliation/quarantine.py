"""Quarantine from release to release: since when a row is held back, and until when it was.

A row is judged anew whenever a figure of its district changes, because figures are judged against each other. It
leaves by itself when it passes; it stays, with the release in which it was first refused, as long as it does not.
"""

from __future__ import annotations

from typing import Final

import polars as pl

SEEN_SCHEMA: Final[dict[str, pl.DataType]] = {
    "first_seen": pl.Int64(),
    "last_seen": pl.Int64(),
    "release": pl.Int64(),
}
"""Release numbers: the first in which the row was held back without a break; the last in which it was judged and
refused; the one since which it is refused for the present reason."""

_VERDICT: Final = ("suite", "expectation", "severity", "message")


def held_back(previous: pl.DataFrame, refused: pl.DataFrame, judged: pl.DataFrame, release: int) -> pl.DataFrame:
    """Quarantine after a check, sorted by observation.

    ``previous`` is quarantine so far (with SEEN_SCHEMA); ``refused`` what the check refused (without); ``judged`` has
    the ``observation_id`` of every row that was checked, passed or refused. Rows not judged stay as they were, so a
    row whose article is gone must be taken out of ``previous`` beforehand. A check that refuses what was refused
    before, for the same reasons, changes nothing: a second run writes no new release.
    """
    kept = previous.join(
        judged.select("observation_id").unique(), on="observation_id", how="anti", maintain_order="left"
    )
    before = previous.select(
        "observation_id",
        *SEEN_SCHEMA,
        *(pl.col(name).alias(f"_{name}") for name in _VERDICT),
        _known=pl.lit(value=True),
    )
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"_{name}")) for name in _VERDICT)
    dated = (
        refused.join(before, on="observation_id", how="left", maintain_order="left")
        .with_columns(_same=same & pl.col("_known").fill_null(value=False))
        .with_columns(
            first_seen=pl.col("first_seen").fill_null(release),
            release=pl.when("_same").then("release").otherwise(release),
        )
    )
    unchanged = dated["_same"].all() and dated.height == previous.height - kept.height
    dated = dated.with_columns(last_seen=pl.col("last_seen") if unchanged else pl.lit(release))
    columns = [*refused.columns, *SEEN_SCHEMA]
    return pl.concat(
        [
            kept.select(columns),
            dated.select(columns).with_columns(pl.col(name).cast(kind) for name, kind in SEEN_SCHEMA.items()),
        ],
        how="vertical",
    ).sort("observation_id")
