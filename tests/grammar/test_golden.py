"""How well labelled articles are read: floors that are raised as the grammar gets better."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grammar.scoring import Row, canonical, compare_folder, total

OWN = Path(__file__).parent.parent / "golden"
BESIDE = Path(__file__).parents[3] / "shared" / "gold"
"""Labelled articles that cannot be published with the code, where they lie beside the checkout."""


@pytest.mark.parametrize(
    ("numbers", "precision", "recall"),
    [
        pytest.param(range(1, 31), 0.93, 0.83, id="fitted"),
        pytest.param(range(31, 61), 0.80, 0.59, id="measured"),
    ],
)
def test_own_golden_articles(numbers: range, precision: float, recall: float) -> None:
    score = total(compare_folder(OWN, [f"own-{number:03}" for number in numbers]))
    assert score.precision >= precision
    assert score.recall >= recall


@pytest.mark.shared
@pytest.mark.skipif(not BESIDE.is_dir(), reason="the labelled articles lie beside the development checkout only")
@pytest.mark.parametrize(("folder", "f1"), [("seeds", 0.96), ("dev", 0.91)])
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
