"""How sure figures are: what an article as a whole raises doubts about."""

from __future__ import annotations

from datetime import date

import pytest

from tasks.records.article import Article
from tests.grammar.specs import reader

REPORT = (
    "Năm 2022, thu ngân sách huyện Phù Cát đạt 1.210 tỷ đồng, bằng 131% dự toán. Thu nhập bình quân đầu người đạt "
    "51,8 triệu đồng. Tỷ lệ hộ nghèo còn 3,6%."
)


def sure(title: str, text: str) -> dict[tuple[str, str], str]:
    article = Article("bai", "bai.txt", f"{title}\n\n{text}", title, "Bình Định", date(2023, 1, 9))
    return {(row.indicator, row.measure): row.confidence for row in reader().read(article).observations}


def test_what_a_report_says_plainly_is_sure_and_a_share_of_some_households_is_less_so() -> None:
    assert sure("Huyện Phù Cát tổng kết năm 2022", REPORT) == {
        ("budget_revenue", "level"): "high",
        ("budget_revenue", "plan_ratio"): "high",
        ("income_per_capita", "level"): "high",
        ("poverty_rate", "level"): "medium",
    }


def test_few_figures_of_a_district_are_less_sure() -> None:
    first = REPORT.split(". ", maxsplit=1)[0] + "."
    assert set(sure("Huyện Phù Cát tổng kết năm 2022", first).values()) == {"medium"}


def test_two_levels_of_the_same_thing_are_less_sure_and_one_told_more_exactly_is_not() -> None:
    told = sure("Huyện Phù Cát tổng kết năm 2022", f"{REPORT} Thu ngân sách đạt 1.480 tỷ đồng, tăng 9%.")
    assert told["budget_revenue", "level"] == "medium"
    told = sure("Huyện Phù Cát tổng kết năm 2022", f"{REPORT} Thu ngân sách đạt 1.210,4 tỷ đồng, tăng 9%.")
    assert told["budget_revenue", "level"] == "high"


@pytest.mark.parametrize(("day", "expected"), [(date(2019, 5, 20), "medium"), (date(2022, 1, 20), "high")])
def test_about_the_day_a_town_became_a_city_its_figures_are_less_sure(day: date, expected: str) -> None:
    text = f"Thành phố Chí Linh tổng kết\n\n{REPORT.replace('huyện Phù Cát', 'thành phố Chí Linh')}"
    article = Article("bai", "bai.txt", text, None, "Hải Dương", day)
    told = {(row.indicator, row.measure): row for row in reader().read(article).observations}
    assert told["budget_revenue", "level"].district_name == "Thành phố Chí Linh"
    assert told["budget_revenue", "level"].confidence == expected


def test_a_guess_at_a_number_is_less_sure() -> None:
    told = sure("Huyện Phù Cát tổng kết năm 2022", f"{REPORT} Chi ngân sách khoảng 980 tỷ đồng.")
    assert told["budget_expenditure", "level"] == "medium"


def test_one_lesser_doubt_leaves_a_figure_sure() -> None:
    told = sure("Huyện Phù Cát tổng kết năm 2022", f"{REPORT} Chi ngân sách tăng 8%.")  # of the year before, untold
    assert told["budget_expenditure", "growth"] == "high"


def test_figures_under_a_title_of_the_province_are_less_sure() -> None:
    assert set(sure("Bình Định tổng kết năm 2022", REPORT).values()) == {"medium"}
