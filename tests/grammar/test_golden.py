"""How well labelled articles are read: floors that are raised as the grammar gets better."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tasks.records.article import Article
from tests.grammar.scoring import Row, canonical, compare, compare_folder, reader, total

OWN = Path(__file__).parent.parent / "golden"
BESIDE = Path(__file__).parents[3] / "shared" / "gold"
"""Labelled articles that cannot be published with the code, where they lie beside the checkout."""


@pytest.mark.parametrize(
    ("numbers", "precision", "recall"),
    [
        pytest.param(range(1, 31), 0.99, 0.94, id="first half"),
        pytest.param(range(31, 61), 0.97, 0.87, id="second half"),
    ],
)
def test_own_golden_articles(numbers: range, precision: float, recall: float) -> None:
    score = total(compare_folder(OWN, [f"own-{number:03}" for number in numbers]))
    assert score.precision >= precision
    assert score.recall >= recall


@pytest.mark.shared
@pytest.mark.skipif(not BESIDE.is_dir(), reason="the labelled articles lie beside the development checkout only")
@pytest.mark.parametrize(("folder", "f1"), [("seeds", 1.0), ("dev", 0.96)])
def test_labelled_articles_beside_the_checkout(folder: str, f1: float) -> None:
    assert total(compare_folder(BESIDE / folder)).f1 >= f1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("2023-3M", "2023-Q1"),
        ("2023-6M", "2023-H1"),
        ("2023-12M", "2023"),
        ("2023-1M", "2023-M01"),
        ("2023-9M", "2023-9M"),
    ],
)
def test_a_period_has_one_code(told: str, code: str) -> None:
    assert canonical(told) == code


def test_values_agree_to_a_thousandth() -> None:
    row = Row("quận 7", "budget_revenue", "level", "2023", 1000.0)
    assert all(row.agreement(row._replace(value=1001.0)))
    assert row.agreement(row._replace(value=1001.2)) == (True, True, True, True, False)


LABEL: dict[str, Any] = {
    "district": "Quận 7",
    "scope": "district",
    "indicator": "budget_revenue",
    "measure": "level",
    "time_period": "2022",
    "obs_value": 512,
}


@pytest.mark.parametrize(
    ("labels", "right", "wrong", "missed", "alone"),
    [
        pytest.param([LABEL], 1, [], 0, 0, id="right"),
        pytest.param([LABEL, LABEL], 1, [], 0, 0, id="told twice is one row"),
        pytest.param([LABEL | {"time_period": "2021"}], 0, [("period",)], 0, 0, id="wrong in one field"),
        pytest.param(
            [LABEL | {"district": "Quận 8", "measure": "change"}], 0, [("district", "measure")], 0, 0, id="two"
        ),
        pytest.param([LABEL | {"indicator": "fires", "obs_value": 3}], 0, [], 1, 1, id="nothing alike"),
        pytest.param([], 0, [], 0, 1, id="invented"),
        pytest.param([LABEL | {"scope": "city"}], 0, [], 0, 1, id="the city's"),
    ],
)
def test_rows_are_set_beside_labels(
    labels: list[dict[str, Any]], right: int, wrong: list[tuple[str, ...]], missed: int, alone: int
) -> None:
    text = "Năm 2022, quận 7 thu ngân sách 512 tỷ đồng."
    article = Article("bai", "bai.txt", text, publisher="Báo Sài Gòn Giải Phóng", published_at=date(2023, 1, 5))
    result = compare("bai", labels, reader().read(article).observations)
    assert len(result.right) == right
    assert [pair.wrong for pair in result.pairs] == wrong
    assert len(result.missed) == missed
    assert len(result.invented) + len(result.anothers) == alone
    assert bool(result.anothers) == any(label["scope"] == "city" for label in labels)
