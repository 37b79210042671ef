"""Made-up observations in any number, shaped like real ones: districts, years, indicators, several tellings of each."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from expectations.parameters import (
    ArithmeticParameters,
    IndicatorRules,
    ObservationParameters,
    PlausibleRange,
    UnitValidity,
)
from tasks.records.observation import OBSERVATION_SCHEMA

YEARS = range(2014, 2025)
INDICATORS = (
    ("budget_revenue", "VND_BN", 3000.0),
    ("budget_expenditure", "VND_BN", 2000.0),
    ("public_investment_disbursement", "VND_BN", 500.0),
    ("production_value", "VND_BN", 40000.0),
    ("industry_value", "VND_BN", 20000.0),
    ("goods_services_turnover", "VND_BN", 60000.0),
    ("new_enterprise_capital", "VND_BN", 6000.0),
    ("new_enterprises", "COUNT", 900.0),
    ("targets_met", "COUNT", 18.0),
    ("targets_total", "COUNT", 23.0),
    ("poverty_rate", "PERCENT", 2.0),
    ("jobs_created", "COUNT", 5000.0),
)
_STORY = (
    "Báo cáo tại hội nghị tổng kết công tác năm, lãnh đạo Ủy ban nhân dân cho biết kinh tế trên địa bàn tiếp tục tăng "
    "trưởng; đến nay kết quả đạt "
)


def observations(rows: int, seed: int = 7) -> pl.DataFrame:
    """``rows`` observations of 700 districts. Of each level some tellings are rounded, a few are wrong."""
    rng = np.random.default_rng(seed)
    district = rng.integers(0, 700, rows)
    year = rng.integers(YEARS.start, YEARS.stop, rows)
    indicator = rng.integers(0, len(INDICATORS), rows)
    measure = rng.choice(3, rows, p=[0.6, 0.25, 0.15])
    size = np.array([size for _, _, size in INDICATORS])[indicator]
    level = np.round(size * (1 + district % 9 / 9) * 1.08 ** (year - YEARS.start), 1)
    level = np.where(rng.random(rows) < 0.3, np.round(level, -1), level)
    level = np.where(rng.random(rows) < 0.003, level * 1000, level)
    value = np.select([measure == 0, measure == 1], [level, np.round(90 + 20 * rng.random(rows), 2)], 8.0)
    frame = pl.DataFrame(
        {
            "_district": district,
            "year": year,
            # Some twenty figures an article, however many rows there are.
            "_article": (district * 100 + year - YEARS.start) * 10_000 + rng.integers(0, max(1, rows // 154_000), rows),
            "indicator": pl.Series([name for name, _, _ in INDICATORS]).gather(indicator),
            "_unit": pl.Series([unit for _, unit, _ in INDICATORS]).gather(indicator),
            "measure": pl.Series(["level", "plan_ratio", "growth"]).gather(measure),
            "obs_value": value,
            "obs_status": pl.Series(["actual", "estimate", "target"]).gather(rng.choice(3, rows, p=[0.75, 0.15, 0.1])),
            "bound": pl.Series(["eq", "gt", "lt", "approx"]).gather(rng.choice(4, rows, p=[0.8, 0.1, 0.05, 0.05])),
        }
    )
    quote = pl.lit(_STORY) + pl.col("obs_value").cast(pl.String)
    columns = {
        "city": pl.format("tinh-{}", pl.col("_district") % 63),
        "district": pl.format("huyen-{}", pl.col("_district")),
        "year": pl.col("year"),
        "city_name": pl.format("Tỉnh {}", pl.col("_district") % 63),
        "city_code": pl.col("_district") % 63,
        "district_name": pl.format("Huyện {}", pl.col("_district")),
        "district_code": pl.col("_district").cast(pl.String).str.zfill(3),
        "tier": pl.lit("district"),
        "indicator": pl.col("indicator"),
        "measure": pl.col("measure"),
        "obs_status": pl.col("obs_status"),
        "time_period": pl.col("year"),
        "period_start": pl.date(pl.col("year"), 1, 1),
        "period_end": pl.date(pl.col("year"), 12, 31),
        "obs_value": pl.col("obs_value"),
        "unit_measure": pl.when(pl.col("measure") == "level").then(pl.col("_unit")).otherwise(pl.lit("PERCENT")),
        "bound": pl.col("bound"),
        "flags": pl.lit([], pl.List(pl.String)),
        "observation_id": pl.col("_n").cast(pl.String).str.zfill(16),
        "article": pl.format("bai-{}", pl.col("_article")),
        "article_id": pl.col("_article").cast(pl.String).str.zfill(64),
        "source_uri": pl.format("s3://bao/{}.txt", pl.col("_article")),
        "publisher": pl.lit("Báo Huyện"),
        "title": pl.lit("Tổng kết năm"),
        "published_at": pl.date(pl.col("year") + 1, 1, 10),
        "quote": quote,
        "char_start": pl.lit(100),
        "char_end": 100 + quote.str.len_chars(),
        "raw_value": pl.col("obs_value").cast(pl.String),
        "rule": pl.lit("level"),
        "confidence": pl.lit("high"),
        "rules_version": pl.lit("1"),
    }
    return frame.with_row_index("_n").select(
        columns[name].cast(kind).alias(name) for name, kind in OBSERVATION_SCHEMA.items()
    )


def parameters() -> ObservationParameters:
    """Ranges that the made-up figures keep to but for the few that are a thousand times too large."""
    return ObservationParameters(
        indicators=tuple(
            IndicatorRules(
                name,
                name,
                name,
                unit,
                ("level", "plan_ratio", "growth"),
                (PlausibleRange("level", "rural", 0, size * 20),),
            )
            for name, unit, size in INDICATORS
        ),
        units=tuple(UnitValidity(f"{code:03d}", f"Huyện {code}", date(1976, 1, 1)) for code in range(700)),
        arithmetic=ArithmeticParameters(flows=tuple(name for name, unit, _ in INDICATORS if unit != "PERCENT")),
        as_of=date(2026, 1, 1),
    )
