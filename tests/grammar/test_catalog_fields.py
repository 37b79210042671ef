"""Indicators are read by what their catalog entries say: under other ids the same figures are read."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from tasks.catalog.indicators import Indicator
from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader
from tasks.records.article import Article
from tests.grammar.specs import reader

RENAMED = {
    name: f"other_{name}"
    for name in ("economic_growth", "income_per_capita", "public_investment_disbursement", "poverty_rate", "population")
}
FOUNDING = "Phường Trấn Biên được thành lập trên cơ sở sáp nhập bốn phường, dân số 61.320 người."
FIGURES = (
    "Tăng trưởng kinh tế đạt 9,4%. Thu nhập bình quân đầu người đạt 68,5 triệu đồng/người/năm. Giải ngân vốn đầu tư "
    "công đạt 486,2 tỷ đồng, tỷ lệ 61,5%. Tỷ lệ hộ nghèo còn 1,2%. Tổng thu ngân sách 214 tỷ đồng."
)


def read(with_reader: Reader) -> list[tuple[object, ...]]:
    title = "Phường Trấn Biên, Đồng Nai: Kết quả năm 2025"
    article = Article("bai", "bai.txt", f"{title}\n\n{FIGURES}\n\n{FOUNDING}", title, None, date(2026, 1, 5))
    return [
        (
            RENAMED.get(row.indicator, row.indicator),
            row.measure,
            row.obs_value,
            row.time_period,
            row.rule,
            row.confidence,
        )
        for row in with_reader.read(article).observations
    ]


def test_another_id_changes_nothing_that_is_read() -> None:
    catalog = load_catalog()
    entries = json.dumps([indicator.model_dump(exclude_defaults=True) for indicator in catalog.indicators.values()])
    for name, other in RENAMED.items():
        entries = entries.replace(f'"{name}"', f'"{other}"')
    indicators = [Indicator.model_validate(entry) for entry in json.loads(entries)]
    renamed = Reader(replace(catalog, indicators={each.id: each for each in indicators}), lambda _: None)
    told = read(renamed)
    assert {indicator for indicator, *_ in told} == {*RENAMED.values(), "budget_revenue"}
    assert told == read(reader())
