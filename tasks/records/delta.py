"""What a release changed, as it is kept and published."""

from __future__ import annotations

from typing import Final

import polars as pl

CHANGES: Final = ("added", "changed", "removed", "quarantined")

DELTA_SCHEMA: Final[dict[str, pl.DataType]] = {
    "change": pl.String(),
    "city": pl.String(),
    "district": pl.String(),
    "district_code": pl.String(),
    "city_name": pl.String(),
    "district_name": pl.String(),
    "indicator": pl.String(),
    "measure": pl.String(),
    "time_period": pl.String(),
    "is_target": pl.Boolean(),
    "unit_measure": pl.String(),
    "old_value": pl.Float64(),
    "new_value": pl.Float64(),
    "reason": pl.String(),
    "observation_ids": pl.List(pl.String()),
}
"""``observation_ids`` are the tellings that came (added, changed) or went (removed, quarantined)."""
