"""One figure per key, chosen from its observations, with the dissenting tellings counted and kept."""

from __future__ import annotations

from typing import Final

import polars as pl

from tasks.records.observation import KEY_SCHEMA

STATISTIC_KEY: Final = ("district_code", "district", "city", "indicator", "measure", "time_period", "is_target")
"""What makes a statistic one. Actual and estimate compete for one key; a target (``is_target``) is a key of its own."""

STATISTIC_SCHEMA: Final[dict[str, pl.DataType]] = {
    **KEY_SCHEMA,
    "n_sources": pl.Int64(),
    "n_supporting": pl.Int64(),
    "n_dissenting": pl.Int64(),
    "dissent": pl.List(pl.Float64()),
    "contested": pl.Boolean(),
    "decided_by": pl.String(),
    "observation_ids": pl.List(pl.String()),
    "first_published_at": pl.Date(),
    "last_published_at": pl.Date(),
}
