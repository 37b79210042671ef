"""A district whose figures are in order, and the parameters by which they are judged."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from expectations.parameters import (
    IndicatorRules,
    ObservationParameters,
    PlausibleRange,
    UnitValidity,
)
from tasks.records.observation import OBSERVATION_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS = {
    "budget_revenue": ("thu ngân sách nhà nước", "VND_BN", 20000.0),
    "public_investment_disbursement": ("giải ngân vốn đầu tư công", "VND_BN", 6000.0),
    "public_investment_plan": ("kế hoạch vốn đầu tư công", "VND_BN", 8000.0),
    "production_value": ("tổng giá trị sản xuất", "VND_BN", 400000.0),
    "industry_value": ("giá trị sản xuất công nghiệp", "VND_BN", 300000.0),
    "targets_met": ("chỉ tiêu đạt", "COUNT", 100.0),
    "targets_total": ("chỉ tiêu đề ra", "COUNT", 100.0),
    "new_enterprises": ("doanh nghiệp thành lập mới", "COUNT", 20000.0),
    "new_enterprise_capital": ("vốn đăng ký mới", "VND_BN", 900000.0),
    "poverty_rate": ("tỷ lệ hộ nghèo", "PERCENT", 60.0),
}


def indicator(name: str) -> IndicatorRules:
    label, unit, most = LEVELS[name]
    ranges = (
        PlausibleRange("level", "urban", 0.05, most),
        PlausibleRange("level", "rural", 0.05, most / 4),
        PlausibleRange("plan_ratio", "urban", 0.0, 400.0),
    )
    measures = ("level", "plan_ratio", "growth", "change")
    return IndicatorRules(name, label, name.replace("_", " "), unit, measures, ranges)


def telling(obs_value: float = 4120.0, **changes: Any) -> dict[str, Any]:
    """One observation of Quận Phú Nhuận's budget revenue of 2022; ids follow from what it says."""
    row: dict[str, Any] = {
        "city": "ho-chi-minh",
        "district": "quan-phu-nhuan",
        "year": 2022,
        "city_name": "Thành phố Hồ Chí Minh",
        "city_code": "79",
        "district_name": "Quận Phú Nhuận",
        "district_code": "768",
        "tier": "district",
        "indicator": "budget_revenue",
        "measure": "level",
        "obs_status": "actual",
        "time_period": "2022",
        "period_start": date(2022, 1, 1),
        "period_end": date(2022, 12, 31),
        "obs_value": obs_value,
        "unit_measure": "VND_BN",
        "bound": "eq",
        "flags": [],
        "article": "phu-nhuan-2022",
        "source_uri": "articles/phu-nhuan-2022.txt",
        "publisher": "Báo Phú Nhuận",
        "title": "Phú Nhuận tổng kết năm 2022",
        "published_at": date(2023, 1, 5),
        "quote": "Thu ngân sách năm 2022 của quận Phú Nhuận đạt 4.120 tỷ đồng.",
        "char_start": 210,
        "raw_value": "4.120 tỷ đồng",
        "rule": "level",
        "confidence": "high",
        "rules_version": "1",
        **changes,
    }
    row.setdefault("char_end", row["char_start"] + len(row["quote"] or ""))
    row.setdefault("article_id", hashlib.sha256(str(row["article"]).encode()).hexdigest())
    told = (
        row["article_id"],
        row["indicator"],
        row["measure"],
        row["obs_status"],
        row["time_period"],
        row["obs_value"],
    )
    row.setdefault("observation_id", hashlib.sha256(repr(told).encode()).hexdigest()[:16])
    return row


def frame_of(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=OBSERVATION_SCHEMA)


@pytest.fixture(name="telling", scope="session")
def telling_fixture() -> Callable[..., dict[str, Any]]:
    return telling


@pytest.fixture(name="frame_of", scope="session")
def frame_of_fixture() -> Callable[..., pl.DataFrame]:
    return frame_of


@pytest.fixture(scope="session")
def parameters() -> ObservationParameters:
    return ObservationParameters(
        indicators=tuple(indicator(name) for name in LEVELS),
        units=(
            UnitValidity("768", "Quận Phú Nhuận", date(1976, 1, 1), date(2025, 7, 1)),
            UnitValidity("769", "Quận 2", date(1997, 4, 1), date(2021, 1, 1)),
            UnitValidity("769", "Thành phố Thủ Đức", date(2021, 1, 1), date(2025, 7, 1)),
        ),
        as_of=date(2025, 1, 1),
    )
