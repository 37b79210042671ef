"""One figure as one article tells it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

from tasks.records.record import record

if TYPE_CHECKING:
    from datetime import date

Measure = Literal["level", "plan_ratio", "growth", "change"]
ObsStatus = Literal["actual", "estimate", "target"]
Bound = Literal["eq", "gt", "lt", "approx"]
Tier = Literal["district", "commune"]
Confidence = Literal["high", "medium", "low"]

MEASURES: Final[tuple[Measure, ...]] = ("level", "plan_ratio", "growth", "change")
OBS_STATUSES: Final[tuple[ObsStatus, ...]] = ("actual", "estimate", "target")
BOUNDS: Final[tuple[Bound, ...]] = ("eq", "gt", "lt", "approx")
TIERS: Final[tuple[Tier, ...]] = ("district", "commune")
CONFIDENCES: Final[tuple[Confidence, ...]] = ("high", "medium", "low")

KEY_SCHEMA: Final[dict[str, pl.DataType]] = {
    "city": pl.String(),
    "district": pl.String(),
    "year": pl.Int32(),
    "city_name": pl.String(),
    "city_code": pl.String(),
    "district_name": pl.String(),
    "district_code": pl.String(),
    "tier": pl.String(),
    "indicator": pl.String(),
    "measure": pl.String(),
    "obs_status": pl.String(),
    "time_period": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "obs_value": pl.Float64(),
    "unit_measure": pl.String(),
    "bound": pl.String(),
    "flags": pl.List(pl.String()),
}
"""Columns that observations and statistics share, in published order. The first three are the partition keys."""

OBSERVATION_SCHEMA: Final[dict[str, pl.DataType]] = {
    **KEY_SCHEMA,
    "observation_id": pl.String(),
    "article": pl.String(),
    "article_id": pl.String(),
    "source_uri": pl.String(),
    "publisher": pl.String(),
    "title": pl.String(),
    "published_at": pl.Date(),
    "quote": pl.String(),
    "char_start": pl.Int64(),
    "char_end": pl.Int64(),
    "raw_value": pl.String(),
    "rule": pl.String(),
    "confidence": pl.String(),
    "rules_version": pl.String(),
}


@record
class Observation:
    """One figure, with the sentence, span and rule that it was read by.

    ``obs_value`` is in ``unit_measure``, the indicator's unit for levels and changes and percent for ratios and growth.
    ``quote`` is the sentence, ``text[char_start:char_end]`` of the cleaned article; ``raw_value`` stands inside it.
    """

    city: str
    district: str
    year: int
    city_name: str
    city_code: str
    district_name: str
    district_code: str
    tier: Tier
    indicator: str
    measure: Measure
    obs_status: ObsStatus
    time_period: str
    period_start: date
    period_end: date
    obs_value: float
    unit_measure: str
    bound: Bound
    flags: tuple[str, ...]
    observation_id: str
    article: str
    article_id: str
    source_uri: str
    publisher: str | None
    title: str | None
    published_at: date | None
    quote: str
    char_start: int
    char_end: int
    raw_value: str
    rule: str
    confidence: Confidence
    rules_version: str


def observation_id(article_id: str, value_start: int, *key: str) -> str:
    """Stable id of a reading: the article, where its number stands, and what it was taken for (16 hex digits)."""
    return hashlib.sha256("\x1f".join((article_id, str(value_start), *key)).encode("utf-8")).hexdigest()[:16]
