"""*Lần lượt*, *theo thứ tự*, *tương ứng*: values are shared out one to one, or refused."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader, Reading
from tasks.records.article import Article


@cache
def reader() -> Reader:
    return Reader(load_catalog(), lambda publisher: publisher)


def read(text: str) -> Reading:
    article = Article("so", "so.txt", text, publisher="Hồ Chí Minh", published_at=date(2023, 12, 20))
    return reader().read(article)


def told(text: str) -> list[str]:
    return [
        f"{row.district_name} {row.indicator} {row.measure} {row.time_period} {row.obs_value:g}"
        for row in read(text).observations
    ]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "Thu ngân sách của quận 1, quận 3 và quận 5 lần lượt là 15.500, 5.208 và 4.900 tỷ đồng.",
            [
                "Quận 1 budget_revenue level 2023 15500",
                "Quận 3 budget_revenue level 2023 5208",
                "Quận 5 budget_revenue level 2023 4900",
            ],
        ),
        (
            "Quận 6, 8 và 10 thu ngân sách lần lượt đạt 2.500 tỷ đồng, 2.100 tỷ đồng và 1.800 tỷ đồng.",
            [
                "Quận 6 budget_revenue level 2023 2500",
                "Quận 8 budget_revenue level 2023 2100",
                "Quận 10 budget_revenue level 2023 1800",
            ],
        ),
        (
            "Tỷ lệ hộ nghèo của huyện Củ Chi và huyện Cần Giờ lần lượt là 0,5% và 1,2%.",
            ["Huyện Củ Chi poverty_rate level 2023 0.5", "Huyện Cần Giờ poverty_rate level 2023 1.2"],
        ),
        (
            "Quận 6 và quận 8 giải quyết việc làm lần lượt cho 5.100 và 4.200 lao động.",
            ["Quận 6 jobs_created level 2023 5100", "Quận 8 jobs_created level 2023 4200"],
        ),
        (
            "Thu ngân sách và chi ngân sách của huyện Củ Chi theo thứ tự là 148 và 655 tỷ đồng.",
            [
                "Huyện Củ Chi budget_revenue level 2023 148",
                "Huyện Củ Chi budget_expenditure level 2023 655",
            ],
        ),
        (
            "Năm 2022, thu, chi ngân sách huyện Củ Chi lần lượt đạt 148 tỷ đồng và 655 tỷ đồng.",
            [
                "Huyện Củ Chi budget_revenue level 2022 148",
                "Huyện Củ Chi budget_expenditure level 2022 655",
            ],
        ),
        (
            "Số vụ phạm pháp hình sự, tai nạn giao thông và cháy của quận Gò Vấp lần lượt là 112 vụ, 15 vụ và 7 vụ.",
            [
                "Quận Gò Vấp criminal_cases level 2023 112",
                "Quận Gò Vấp traffic_accidents level 2023 15",
                "Quận Gò Vấp fires level 2023 7",
            ],
        ),
        (
            "Quận 6 có số doanh nghiệp thành lập mới và vốn đăng ký lần lượt là 1.200 doanh nghiệp và 15.000 tỷ đồng.",
            ["Quận 6 new_enterprises level 2023 1200", "Quận 6 new_enterprise_capital level 2023 15000"],
        ),
    ],
)
def test_districts_and_indicators(text: str, figures: list[str]) -> None:
    assert told(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "Quận Gò Vấp năm 2021, 2022, 2023 thu ngân sách lần lượt đạt 500, 560, 610 tỷ đồng.",
        "Thu ngân sách quận Gò Vấp các năm 2021, 2022 và năm 2023 lần lượt đạt 500 tỷ đồng, 560 tỷ đồng, 610 tỷ đồng.",
        "Giai đoạn 2021-2023, quận Gò Vấp thu ngân sách lần lượt đạt 500, 560 và 610 tỷ đồng.",
    ],
)
def test_years(text: str) -> None:
    assert told(text) == [
        "Quận Gò Vấp budget_revenue level 2021 500",
        "Quận Gò Vấp budget_revenue level 2022 560",
        "Quận Gò Vấp budget_revenue level 2023 610",
    ]


def test_quarters_that_share_their_word() -> None:
    assert told("Quý I, II và III năm 2023, quận Gò Vấp thu ngân sách lần lượt 150, 160 và 170 tỷ đồng.") == [
        "Quận Gò Vấp budget_revenue level 2023-Q1 150",
        "Quận Gò Vấp budget_revenue level 2023-Q2 160",
        "Quận Gò Vấp budget_revenue level 2023-Q3 170",
    ]


def test_sectors_after_their_total() -> None:
    text = (
        "Năm 2023, giá trị sản xuất của huyện Củ Chi tăng 8%; trong đó công nghiệp, dịch vụ, nông nghiệp "
        "tăng lần lượt 9,2%, 8,1% và 3%."
    )
    assert told(text) == [
        "Huyện Củ Chi production_value growth 2023 8",
        "Huyện Củ Chi industry_value growth 2023 9.2",
        "Huyện Củ Chi trade_services_value growth 2023 8.1",
        "Huyện Củ Chi agriculture_value growth 2023 3",
    ]


def test_values_with_verbs_of_their_own_and_a_base_for_all() -> None:
    text = "Thu ngân sách, chi ngân sách của huyện Củ Chi lần lượt tăng 5% và giảm 3% so với cùng kỳ."
    assert told(text) == [
        "Huyện Củ Chi budget_revenue growth 2023 5",
        "Huyện Củ Chi budget_expenditure growth 2023 -3",
    ]


def test_a_second_list_for_the_same_subjects() -> None:
    text = (
        "Thu ngân sách của quận 6 và quận 8 lần lượt đạt 2.500 và 2.100 tỷ đồng, "
        "tăng lần lượt 12% và 8% so với cùng kỳ."
    )
    assert told(text) == [
        "Quận 6 budget_revenue level 2023 2500",
        "Quận 6 budget_revenue growth 2023 12",
        "Quận 8 budget_revenue level 2023 2100",
        "Quận 8 budget_revenue growth 2023 8",
    ]


def test_what_stands_before_and_behind_the_list_is_told_once() -> None:
    text = (
        "Thu ngân sách của quận 1 đạt 15.500 tỷ đồng, của quận 3 và quận 5 lần lượt là 5.208 và 4.900 tỷ đồng; "
        "quận 10 đạt 2.100 tỷ đồng."
    )
    assert told(text) == [
        "Quận 1 budget_revenue level 2023 15500",
        "Quận 3 budget_revenue level 2023 5208",
        "Quận 5 budget_revenue level 2023 4900",
        "Quận 10 budget_revenue level 2023 2100",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Thu ngân sách của quận 1, quận 3 và quận 5 lần lượt là 15.500 và 5.208 tỷ đồng.",
        "Thu ngân sách quận Gò Vấp mấy năm qua lần lượt đạt 500, 560, 610 tỷ đồng.",
        "Thu ngân sách, chi ngân sách của quận 1, quận 3 lần lượt là 100 tỷ đồng và 200 tỷ đồng.",
    ],
)
def test_values_that_do_not_match_their_subjects_are_refused(text: str) -> None:
    reading = read(text)
    assert reading.observations == ()
    assert [issue.reason for issue in reading.issues] == ["respectively"]


def test_a_figure_behind_the_list_is_given_to_none_of_its_subjects() -> None:
    text = "Thu ngân sách của quận 6 và quận 8 lần lượt đạt 2.500 và 2.100 tỷ đồng, đạt 97% dự toán."
    assert told(text) == ["Quận 6 budget_revenue level 2023 2500", "Quận 8 budget_revenue level 2023 2100"]


def test_the_next_sentence_is_about_neither() -> None:
    text = "Thu ngân sách của quận 6 và quận 8 lần lượt đạt 2.500 và 2.100 tỷ đồng. Chi ngân sách là 900 tỷ đồng."
    assert "900" not in " ".join(told(text))


def test_a_number_told_again_in_another_unit_is_no_list() -> None:
    assert told("Thu ngân sách quận 6 đạt 2.500 tỷ đồng, tương ứng 102% dự toán.") == [
        "Quận 6 budget_revenue level 2023 2500",
        "Quận 6 budget_revenue plan_ratio 2023 102",
    ]


def test_quotes_hold_the_sentence_and_raw_values_stand_in_it() -> None:
    text = "Thu ngân sách của quận 6 và quận 8 lần lượt là 2.500 và 2.100 tỷ đồng."
    for row in read(text).observations:
        assert row.quote == text
        assert row.raw_value in text


def test_a_long_sentence_that_says_it_everywhere_is_read() -> None:
    text = "Thu ngân sách của quận 6, quận 8 lần lượt là 2.500, 2.100 tỷ đồng, " * 200
    assert told(text)[:2] == ["Quận 6 budget_revenue level 2023 2500", "Quận 8 budget_revenue level 2023 2100"]
