"""Tables flattened into text: each shape is read as the table was, or refused with the reason; prose is no table."""

from __future__ import annotations

import time
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader, Reading
from tasks.grammar.table_cells import read_value, writes_points
from tasks.grammar.table_heads import read_head, split_heads
from tasks.grammar.table_lines import may_hold_table
from tasks.grammar.tables import find_grids
from tasks.records.article import Article


@cache
def reader() -> Reader:
    return Reader(load_catalog(), lambda publisher: publisher)


def read(text: str, province: str, published: date) -> Reading:
    return reader().read(Article("bieu", "bieu.txt", text.strip("\n"), publisher=province, published_at=published))


def told(text: str, province: str, published: date) -> list[str]:
    """Each figure as "district indicator measure status period value", in the order of the text."""
    return [
        f"{row.district_name} {row.indicator} {row.measure} {row.obs_status} {row.time_period} {row.obs_value:g}"
        for row in read(text, province, published).observations
    ]


def of(district: str, *figures: str) -> list[str]:
    return [f"{district} {figure}" for figure in figures]


def test_communes_have_a_column_and_thousands_a_comma() -> None:
    text = """
Dân số các huyện của tỉnh Nam Định năm 2021
Huyện | Dân số (người) | Diện tích (km²) | Số xã, thị trấn | Số xã
Hải Hậu | 262,000 | 227 | 34 | 31
Giao Thủy | 168,120 | 238 | 22 | 20
"""
    assert told(text, "Nam Định", date(2022, 3, 9)) == [
        "Huyện Hải Hậu population level actual 2021 262000",
        "Huyện Hải Hậu wards level actual 2021 34",
        "Huyện Giao Thủy population level actual 2021 168120",
        "Huyện Giao Thủy wards level actual 2021 22",
    ]


def test_indicators_in_rows_plans_and_results_in_columns() -> None:
    text = """
Kết quả thực hiện nhiệm vụ 6 tháng đầu năm 2023 huyện Gia Lâm
Chỉ tiêu | Đơn vị | Kế hoạch năm 2023 | Thực hiện 6 tháng | So kế hoạch (%) | So cùng kỳ (%)
Thu ngân sách trên địa bàn | Tỷ đồng | 3.250 | 1.788 | 55,0 | 108,4
Chi ngân sách | Tỷ đồng | 2.900 | 1.102 | 38,0 | 96,1
"""
    assert told(text, "Hà Nội", date(2023, 7, 3)) == of(
        "Huyện Gia Lâm",
        "budget_revenue level target 2023 3250",
        "budget_revenue level actual 2023-H1 1788",
        "budget_revenue plan_ratio actual 2023-H1 55",
        "budget_revenue growth actual 2023-H1 8.4",
        "budget_expenditure level target 2023 2900",
        "budget_expenditure level actual 2023-H1 1102",
        "budget_expenditure plan_ratio actual 2023-H1 38",
        "budget_expenditure growth actual 2023-H1 -3.9",
    )


def test_a_label_over_lines_of_plan_result_and_ratios() -> None:
    text = """
Công khai thực hiện dự toán ngân sách 9 tháng năm 2020 của huyện Chợ Mới
Đơn vị tính: triệu đồng
A. Tổng thu ngân sách nhà nước trên địa bàn
- Dự toán năm: 285.000
- Thực hiện 9 tháng: 214.310
- So dự toán: 75,2%
- So cùng kỳ năm trước: 108,3%
B. Tổng chi ngân sách huyện: 640.200
+ Đạt: 70,2%
+ So với cùng kỳ: giảm 3,1%
C. Tỷ lệ hộ nghèo
- Kế hoạch: 4,5%
- Thực hiện: 4,12%
"""
    assert told(text, "An Giang", date(2020, 10, 12)) == of(
        "Huyện Chợ Mới",
        "budget_revenue level target 2020 285",
        "budget_revenue level actual 2020-9M 214.31",
        "budget_revenue plan_ratio actual 2020-9M 75.2",
        "budget_revenue growth actual 2020-9M 8.3",
        "budget_expenditure level actual 2020-9M 640.2",
        "budget_expenditure plan_ratio actual 2020-9M 70.2",
        "budget_expenditure growth actual 2020-9M -3.1",
        "poverty_rate level target 2020 4.5",
        "poverty_rate level actual 2020-9M 4.12",
    )


def test_lines_of_other_things_under_a_label_are_no_figures() -> None:
    text = """
Huyện Chợ Mới: thông tin liên hệ năm 2020
Bộ phận tiếp nhận hồ sơ
- Kế hoạch: 24 buổi
- Thực hiện: 12 buổi
Thu ngân sách
- Người phụ trách: 02963 883 111
- Số phòng: 12
"""
    assert told(text, "An Giang", date(2020, 10, 12)) == []


def test_districts_in_rows_indicators_in_columns() -> None:
    text = """
Quận/Huyện | Kế hoạch vốn đầu tư công 2021 (tỷ đồng) | Giải ngân đến 30/9 (tỷ đồng) | Tỷ lệ giải ngân (%)
Quận Hải Châu | 412,6 | 288,1 | 69,8
Huyện Hòa Vang | 610,0 | 300,2 | 49,2
Tổng cộng | 1.022,6 | 588,3 | 57,5
"""
    assert told(text, "Đà Nẵng", date(2021, 10, 10)) == [
        *of(
            "Quận Hải Châu",
            "public_investment_plan level target 2021 412.6",
            "public_investment_disbursement level actual 2021-09-30 288.1",
            "public_investment_disbursement plan_ratio actual 2021-09-30 69.8",
        ),
        *of(
            "Huyện Hòa Vang",
            "public_investment_plan level target 2021 610",
            "public_investment_disbursement level actual 2021-09-30 300.2",
            "public_investment_disbursement plan_ratio actual 2021-09-30 49.2",
        ),
    ]


def test_bare_names_under_a_head_that_says_what_they_are() -> None:
    text = """
Thu ngân sách năm 2022 của các huyện ở Thái Bình
Huyện; Thu ngân sách (tỷ đồng); So dự toán (%)
Tiền Hải; 820,5; 104,2
Kiến Xương; 611; 98,7
"""
    assert told(text, "Thái Bình", date(2023, 1, 9)) == [
        *of("Huyện Tiền Hải", "budget_revenue level actual 2022 820.5", "budget_revenue plan_ratio actual 2022 104.2"),
        *of("Huyện Kiến Xương", "budget_revenue level actual 2022 611", "budget_revenue plan_ratio actual 2022 98.7"),
    ]


@pytest.mark.parametrize(
    "heads",
    [
        "STT | Chỉ tiêu | ĐVT | Năm 2021 | | Năm 2022\n | | | KH | TH | KH",
        "STT | Chỉ tiêu | ĐVT | KH 2021 | TH 2021 | KH 2022",
        "| STT | Chỉ tiêu | ĐVT | KH 2021 | TH 2021 | KH 2022 |\n|---|---|---|---|---|---|",
        "STT | Chỉ tiêu | ĐVT | Kế hoạch năm 2021 | Thực hiện năm 2021 | Kế hoạch năm 2022\nA | B | C | 1 | 2 | 3",
    ],
)
def test_heads_of_one_line_or_two(heads: str) -> None:
    rows = ["1 | Thu ngân sách | tỷ đồng | 310 | 342,5 | 350", "2 | Tỷ lệ hộ nghèo | % | 1,5 | 1,42 | -"]
    body = [f"| {row} |" for row in rows] if heads.startswith("|") else rows
    text = "\n".join(["Kết quả năm 2021 của huyện Cái Bè", heads, *body])
    assert told(text, "Tiền Giang", date(2022, 1, 10)) == of(
        "Huyện Cái Bè",
        "budget_revenue level target 2021 310",
        "budget_revenue level actual 2021 342.5",
        "budget_revenue level target 2022 350",
        "poverty_rate level target 2021 1.5",
        "poverty_rate level actual 2021 1.42",
    )


def test_a_head_of_groups_without_blanks_is_spread_over_its_parts() -> None:
    text = """
Tình hình thực hiện 9 tháng năm 2019 của quận Ninh Kiều
TT | Chỉ tiêu | ĐVT | Năm 2018 | Năm 2019
KH | TH | KH | TH 9 tháng
1 | Tổng thu ngân sách | tỷ đồng | 1.100 | 1.245 | 1.300 | 1.010
"""
    assert told(text, "Cần Thơ", date(2019, 10, 10)) == of(
        "Quận Ninh Kiều",
        "budget_revenue level target 2018 1100",
        "budget_revenue level actual 2018 1245",
        "budget_revenue level target 2019 1300",
        "budget_revenue level actual 2019-9M 1010",
    )


def test_sectors_below_a_total_are_parts_of_what_it_measures() -> None:
    text = """
Kinh tế thị xã Sơn Tây năm 2022
Chỉ tiêu;ĐVT;Năm 2022;Tăng, giảm so với 2021 (%)
Tổng giá trị sản xuất;tỷ đồng;9.120;9,6
- Công nghiệp, xây dựng;tỷ đồng;4.410;10,2
- Nông nghiệp;tỷ đồng;1.020;-1,3
- Nội dung khác;tỷ đồng;3.690;12,4
"""
    assert told(text, "Hà Nội", date(2023, 1, 12)) == of(
        "Thị xã Sơn Tây",
        "production_value level actual 2022 9120",
        "production_value growth actual 2022 9.6",
        "industry_value level actual 2022 4410",
        "industry_value growth actual 2022 10.2",
        "agriculture_value level actual 2022 1020",
        "agriculture_value growth actual 2022 -1.3",
    )


def test_sub_items_of_revenue_are_not_revenue() -> None:
    text = """
Thu ngân sách 11 tháng năm 2016 của quận Thủ Đức (triệu đồng)
Nội dung | Dự toán | Thực hiện | TH/DT (%)
I. Tổng thu NSNN | 2.450.000 | 2.512.400 | 102,5
1. Thu tiền sử dụng đất | 300.000 | 355.800 | 118,6
2. Lệ phí trước bạ | 410.000 | 432.000 | 105,4
"""
    assert told(text, "Hồ Chí Minh", date(2016, 12, 5)) == of(
        "Quận Thủ Đức",
        "budget_revenue level target 2016 2450",
        "budget_revenue level actual 2016-11M 2512.4",
        "budget_revenue plan_ratio actual 2016-11M 102.5",
        "land_use_fee_revenue level target 2016 300",
        "land_use_fee_revenue level actual 2016-11M 355.8",
        "land_use_fee_revenue plan_ratio actual 2016-11M 118.6",
    )


def test_districts_in_columns() -> None:
    text = """
Một số chỉ tiêu năm 2020 của ba huyện (ĐVT: tỷ đồng)
Chỉ tiêu | Huyện Hóc Môn | Huyện Củ Chi
Thu ngân sách nhà nước | 1.420 | 1.755
Chi ngân sách | 1.980 | 2.240
"""
    assert told(text, "Hồ Chí Minh", date(2021, 1, 20)) == [
        "Huyện Hóc Môn budget_revenue level actual 2020 1420",
        "Huyện Củ Chi budget_revenue level actual 2020 1755",
        "Huyện Hóc Môn budget_expenditure level actual 2020 1980",
        "Huyện Củ Chi budget_expenditure level actual 2020 2240",
    ]


def test_years_in_rows() -> None:
    text = """
Huyện Bình Chánh giai đoạn 2018-2020

Năm | Thu ngân sách (tỷ đồng) | Tỷ lệ hộ nghèo (%)
2018 | 1.890 | 1,9
2020 | 2.050 | 0,6
"""
    assert told(text, "Hồ Chí Minh", date(2021, 2, 2)) == of(
        "Huyện Bình Chánh",
        "budget_revenue level actual 2018 1890",
        "poverty_rate level actual 2018 1.9",
        "budget_revenue level actual 2020 2050",
        "poverty_rate level actual 2020 0.6",
    )


def test_a_district_told_once_for_several_rows() -> None:
    text = """
Thu, chi ngân sách các huyện của Thái Bình (tỷ đồng)
Huyện | Nội dung | Năm 2016 | Năm 2017
Tiền Hải | Thu ngân sách | 420 | 466
 | Chi ngân sách | 980 | 1.012
"""
    assert told(text, "Thái Bình", date(2018, 2, 2)) == of(
        "Huyện Tiền Hải",
        "budget_revenue level actual 2016 420",
        "budget_revenue level actual 2017 466",
        "budget_expenditure level actual 2016 980",
        "budget_expenditure level actual 2017 1012",
    )


def test_the_year_before_and_the_change_against_it() -> None:
    text = """
An ninh trật tự 6 tháng đầu năm 2020 quận Cầu Giấy
Nội dung | ĐVT | 6 tháng 2020 | Cùng kỳ 2019 | Tăng (+), giảm (-)
Phạm pháp hình sự | vụ | 112 | 130 | -18
Cháy | vụ | 6 | 5 | +1
"""
    assert told(text, "Hà Nội", date(2020, 7, 8)) == of(
        "Quận Cầu Giấy",
        "criminal_cases level actual 2020-H1 112",
        "criminal_cases level actual 2019-H1 130",
        "criminal_cases change actual 2020-H1 -18",
        "fires level actual 2020-H1 6",
        "fires level actual 2019-H1 5",
        "fires change actual 2020-H1 1",
    )


def test_headings_within_a_table_and_ratios_of_named_columns() -> None:
    text = """
CÁC CHỈ TIÊU CHỦ YẾU NĂM 2024 CỦA HUYỆN ĐỨC TRỌNG
TT | Chỉ tiêu | ĐVT | TH năm 2023 | KH năm 2024 | Ước TH năm 2024 | Ước TH 2024/KH 2024 (%) | Ước TH 2024/TH 2023 (%)
I | KINH TẾ | | | | | |
1 | Thu ngân sách nhà nước | tỷ đồng | 1.010 | 1.050 | 1.118 | 106,5 | 110,7
II | XÃ HỘI | | | | | |
1 | Tỷ lệ bao phủ BHYT | % | 93,1 | 94 | 94,5 | |
"""
    assert told(text, "Lâm Đồng", date(2024, 12, 10)) == of(
        "Huyện Đức Trọng",
        "budget_revenue level actual 2023 1010",
        "budget_revenue level target 2024 1050",
        "budget_revenue level estimate 2024 1118",
        "budget_revenue plan_ratio estimate 2024 106.5",
        "budget_revenue growth estimate 2024 10.7",
        "health_insurance_coverage level actual 2023 93.1",
        "health_insurance_coverage level target 2024 94",
        "health_insurance_coverage level estimate 2024 94.5",
    )


@pytest.mark.parametrize(
    "text",
    [
        """
Kết quả thực hiện các chỉ tiêu của huyện Thăng Bình
TT Chỉ tiêu ĐVT KH 2015 TH 2015
1 Thu ngân sách trên địa bàn tỷ đồng 88,0 97,4
2 Tỷ lệ hộ nghèo % 9,5 9,1
""",
        """
Kết quả thực hiện các chỉ tiêu của huyện Thăng Bình

Chỉ tiêu                      ĐVT        KH 2015   TH 2015
Thu ngân sách trên địa bàn    tỷ đồng    88,0      97,4
Tỷ lệ hộ nghèo                %          9,5       9,1
""",
        """
Kết quả thực hiện các chỉ tiêu của huyện Thăng Bình
Chỉ tiêu\tĐVT\tKH 2015\tTH 2015
Thu ngân sách trên địa bàn\ttỷ đồng\t88,0\t97,4
Tỷ lệ hộ nghèo\t%\t9,5\t9,1
""",
        """
Kết quả thực hiện các chỉ tiêu của huyện Thăng Bình
Chỉ tiêu
ĐVT
KH 2015
TH 2015
Thu ngân sách trên địa bàn
tỷ đồng
88,0
97,4
Tỷ lệ hộ nghèo
%
9,5
9,1
Nguồn: UBND huyện
""",
    ],
    ids=["single blanks", "runs of blanks", "tabs", "one cell a line"],
)
def test_other_ways_in_which_a_table_is_flattened(text: str) -> None:
    assert told(text, "Quảng Nam", date(2015, 12, 25)) == of(
        "Huyện Thăng Bình",
        "budget_revenue level target 2015 88",
        "budget_revenue level actual 2015 97.4",
        "poverty_rate level target 2015 9.5",
        "poverty_rate level actual 2015 9.1",
    )


def test_a_list_of_districts_under_a_line_that_says_of_what() -> None:
    text = """
Thu ngân sách 9 tháng năm 2023 của các quận (ĐVT: tỷ đồng):
- Quận 1: 15.500
- Quận 3: 5.208
- Quận 5: 4.900.
"""
    assert told(text, "Hồ Chí Minh", date(2023, 10, 20)) == [
        "Quận 1 budget_revenue level actual 2023-9M 15500",
        "Quận 3 budget_revenue level actual 2023-9M 5208",
        "Quận 5 budget_revenue level actual 2023-9M 4900",
    ]


def test_a_list_of_districts_in_one_line_with_the_unit_told_once() -> None:
    text = "Thu ngân sách 9 tháng năm 2023 của các quận (tỷ đồng): Quận 1: 15.500; Quận 3: 5.208; Quận 5: 4.900."
    assert told(text, "Hồ Chí Minh", date(2023, 10, 20)) == [
        "Quận 1 budget_revenue level actual 2023-9M 15500",
        "Quận 3 budget_revenue level actual 2023-9M 5208",
        "Quận 5 budget_revenue level actual 2023-9M 4900",
    ]


def test_communes_of_the_new_order() -> None:
    text = """
Thu ngân sách quý I/2026 trên địa bàn các xã, phường của Thành phố Hồ Chí Minh
Xã, phường | Thu ngân sách (tỷ đồng) | Đạt dự toán (%)
Phường Sài Gòn | 4.120 | 28,4
Xã Bình Chánh | 210,5 | 31,0
"""
    assert told(text, "Hồ Chí Minh", date(2026, 4, 8)) == [
        "Phường Sài Gòn budget_revenue level actual 2026-Q1 4120",
        "Phường Sài Gòn budget_revenue plan_ratio actual 2026-Q1 28.4",
        "Xã Bình Chánh budget_revenue level actual 2026-Q1 210.5",
        "Xã Bình Chánh budget_revenue plan_ratio actual 2026-Q1 31",
    ]


def test_units_in_the_cells_and_decimal_points() -> None:
    text = """
Báo cáo của huyện Đan Phượng năm 2022
Chỉ tiêu | Kết quả
Thu ngân sách | 1.020 tỷ đồng
Thu nhập bình quân đầu người | 70 triệu đồng
Tỷ lệ hộ nghèo | 0,2%
"""
    assert told(text, "Hà Nội", date(2022, 12, 28)) == of(
        "Huyện Đan Phượng",
        "budget_revenue level actual 2022 1020",
        "income_per_capita level actual 2022 70",
        "poverty_rate level actual 2022 0.2",
    )
    text = """
Kết quả năm 2019 của huyện Hoài Đức
Chỉ tiêu | ĐVT | KH 2019 | TH 2019
Thu ngân sách | tỷ đồng | 1,200.5 | 1,310.25
Giải quyết việc làm | lao động | 2,500 | 2,610
"""
    assert told(text, "Hà Nội", date(2020, 1, 5)) == of(
        "Huyện Hoài Đức",
        "budget_revenue level target 2019 1200.5",
        "budget_revenue level actual 2019 1310.25",
        "jobs_created level target 2019 2500",
        "jobs_created level actual 2019 2610",
    )


def issues(text: str) -> list[tuple[str, str | None]]:
    return [(issue.reason, issue.raw_value) for issue in read(text, "Hà Nội", date(2020, 1, 5)).issues]


def test_a_row_that_can_be_set_in_several_ways_is_refused() -> None:
    text = """
Kết quả năm 2019 của huyện Hoài Đức
Chỉ tiêu | ĐVT | KH 2019 | TH 2019
Thu ngân sách | tỷ đồng | 1.200 | 1.310
Chi ngân sách | tỷ đồng | 1.100
"""
    assert issues(text) == [("table_columns", "1.100")]
    assert len(told(text, "Hà Nội", date(2020, 1, 5))) == 2


def test_a_head_that_does_not_line_up_refuses_every_row() -> None:
    text = """
Kết quả năm 2019 của huyện Hoài Đức
Chỉ tiêu | KH 2019 | TH 2019
Thu ngân sách | tỷ đồng | 1.200 | 1.310 | 109
Chi ngân sách | tỷ đồng | 1.100 | 1.050 | 95
"""
    assert issues(text) == [("table_columns", "1.200"), ("table_columns", "1.100")]
    assert told(text, "Hà Nội", date(2020, 1, 5)) == []


def test_money_without_a_unit_is_refused() -> None:
    text = """
Kết quả năm 2019 của huyện Hoài Đức
Chỉ tiêu | KH 2019 | TH 2019
Thu ngân sách | 1.200 | 1.310
"""
    assert issues(text) == [("table_unit", "1.200"), ("table_unit", "1.310")]


def test_growth_that_may_be_told_in_two_ways_is_refused() -> None:
    text = """
Kết quả năm 2019 của huyện Hoài Đức
Chỉ tiêu | ĐVT | TH 2019 | So cùng kỳ (%)
Thu ngân sách | tỷ đồng | 1.310 | 112,5
Chi ngân sách | tỷ đồng | 1.050 | 9,5
"""
    assert issues(text) == [("table_head", "112,5"), ("table_head", "9,5")]


@pytest.mark.parametrize(
    "text",
    [
        "Thu 3.100 tỷ đồng; chi 2.500 tỷ đồng; hộ nghèo 0,1%.\nNăm sau: thu 3.400 tỷ đồng; chi 2.600 tỷ đồng; 3 xã.",
        "Trang chủ | Tin tức | Liên hệ\n12/12/2019 | 16:30 | Lượt xem: 182",
        "Nghỉ lễ\n2\n9\n3\nNgày",
        "Ông A: 12\nBà B: 15",
    ],
)
def test_prose_and_page_furniture_are_no_tables(text: str) -> None:
    grids = find_grids(text)
    assert all(grid.listed for grid in grids)
    assert told(text, "Hà Nội", date(2020, 1, 5)) == []


def test_quotes_are_rows_and_raw_values_cells() -> None:
    text = "Huyện Hoài Đức năm 2019\nChỉ tiêu | ĐVT | KH 2019\nThu ngân sách | tỷ đồng | 1.200\nHộ nghèo | hộ | 90"
    row = read(text, "Hà Nội", date(2020, 1, 5)).observations[0]
    assert row.quote == "Thu ngân sách | tỷ đồng | 1.200" == text[row.char_start : row.char_end]
    assert row.raw_value == "1.200"


@pytest.mark.parametrize(
    "line",
    ["một; hai; ba; bốn\n", "a | b | c\n", "Quận 1: 12\n", "12\n", "Chỉ tiêu\n12\n", "Thu ngân sách 12 13 14\n", "a; "],
)
def test_looking_for_tables_is_linear(line: str) -> None:
    """A quarter of a megabyte takes less than a second; what grows with the square of the lines takes minutes."""
    text = line * (250_000 // len(line))
    start = time.process_time()
    find_grids(text)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("cell", "number"),
    [("802,5", 802.5), ("4.120", 4120), ("1 250,5", 1250.5), ("(5,2)", -5.2), ("+12,5", 12.5), ("96%", 96),
     ("214 DN", 214), ("1.204 tỷ", 1204), ("Trên 95%", 95), ("9 tháng", None), ("-", None),
     ("1. Thu", None), ("TH 2012", None)],
)  # fmt: skip
def test_numbers_of_cells(cell: str, number: float | None) -> None:
    value = read_value(cell)
    assert (None if value is None else value.number) == number


def test_decimal_points_are_told_by_the_whole_table() -> None:
    assert writes_points(["1,234.5", "12", "3.5"])
    assert not writes_points(["1.234,5", "12", "4.120"])


@pytest.mark.parametrize(
    ("head", "kind", "status"),
    [
        ("KH 2012", "level", "target"),
        ("Ước TH 2012", "level", "estimate"),
        ("TH 9T/2013", "level", "actual"),
        ("So dự toán (%)", "plan_ratio", None),
        ("TH/KH (%)", "plan_ratio", "actual"),
        ("TH 2012/TH 2011 (%)", "growth", "actual"),
        ("Tăng, giảm so với cùng kỳ (%)", "growth", None),
        ("Tăng (+), giảm (-)", "change", None),
        ("Thu NSNN (tỷ đồng)", "level", None),
    ],
)
def test_heads(head: str, kind: str, status: str | None) -> None:
    told_by = read_head([head])
    assert (told_by.role, told_by.kind, told_by.status) == ("data", kind, status)


def test_a_head_without_separators_is_cut_only_where_its_words_are_known() -> None:
    cut = split_heads("TT Chỉ tiêu ĐVT KH 2012 Ước TH 2012 KH 2013")
    assert cut is not None
    assert [text for _, text in cut[1]] == ["KH 2012", "Ước TH 2012", "KH 2013"]
    assert split_heads("Ông nói về kế hoạch năm 2012 và kế hoạch năm 2013") is None


TABLE_LINES = (
    "Đơn vị | Thu | Chi", "Quận 1 | 15.500 | 4.200", "Quận 3 | 5.208 | 2.100", "Đơn vị; Thu; Chi",
    "Quận 1; 15.500; 4.200", "Quận 3; 5.208; 2.100", "Thu ngân sách các quận (tỷ đồng): Quận 1: 15.500; Quận 3: 5.208",
    "Thu ngân sách:",
    "- Quận 1: 15.500", "- Quận 3: 5.208", "Tên Thu Chi", "Quận 1 15.500 4.200", "Quận 3 5.208 2.100", "15.500",
    "5.208", "Quận 1", "Quận 3", "Tên quận", "Thu ngân sách", "Hội nghị bế mạc trong buổi sáng.",
    "Đại biểu bàn về ba việc; rồi ra về.",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(TABLE_LINES), max_size=9), st.lists(st.booleans(), min_size=9, max_size=9))
def test_no_lines_are_a_table_where_all_of_them_cannot_hold_one(lines: list[str], kept: list[bool]) -> None:
    some = [line for line, stays in zip(lines, kept, strict=False) if stays]
    assert may_hold_table("\n".join(lines)) or not find_grids("\n".join(some))
