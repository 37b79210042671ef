"""What a person decided about one reading, as it is kept and published."""

from __future__ import annotations

from typing import Final

import polars as pl

DECISION_SCHEMA: Final[dict[str, pl.DataType]] = {
    "decision_id": pl.String(),
    "observation_id": pl.String(),
    "action": pl.String(),
    "value": pl.Float64(),
    "reason": pl.String(),
    "reviewer": pl.String(),
    "decided_at": pl.Datetime("us", "UTC"),
    "read_value": pl.Float64(),
    "read_bound": pl.String(),
    "unit_measure": pl.String(),
    "city": pl.String(),
    "district": pl.String(),
    "district_code": pl.String(),
    "district_name": pl.String(),
    "indicator": pl.String(),
    "measure": pl.String(),
    "obs_status": pl.String(),
    "time_period": pl.String(),
    "source_uri": pl.String(),
    "article_id": pl.String(),
    "quote": pl.String(),
}
"""``value`` is the corrected value, in ``unit_measure``; ``read_value`` and ``read_bound`` are what had been read."""
