"""The publication day comes from the lines that exist to tell it, never from what the article is about."""

from __future__ import annotations

from datetime import date

import pytest

from tasks.articles.build import clean_article_text
from tasks.articles.date_lines import publication_date
from tasks.articles.dates import day_of_epoch, find_day, parse_day

DAY = date(2019, 3, 5)
BODY = (
    "Ủy ban nhân dân quận vừa tổng kết công tác quý I, ghi nhận nhiều chuyển biến về thu ngân sách, giải ngân vốn đầu "
    "tư công và giải quyết thủ tục hành chính cho người dân trên địa bàn."
)


@pytest.mark.parametrize(
    "line",
    [
        "05/03/2019, 19:58",
        "15:15 05/03/2019",
        "Thu Hằng 05/03/2019 - 13:37",
        "Thứ ba, 05/03/2019",
        "Tuesday, March 5, 2019",
        "Thứ Ba, 5/3/2019 | 09:10",
        "Cập nhật: 05-03-2019 | 08:44:02",
        "Chuyện làng chuyện phố | 05/03/2019",
        "05/03/2019 | Kinh tế địa phương",
        "Cập nhật lúc 10h12 ngày 05/03/2019",
        "Đăng ngày 05 tháng 3 năm 2019 lúc 08:00",
        "Hà Nội, ngày 5 tháng 3 năm 2019",
        "Người đăng tin: Văn phòng UBND Ngày đăng tin: 05/03/2019 Lượt xem: 412",
        "05/03/2019 07:30:12 (GMT+7)",
        "Thứ 2, 05.03.2019 | 08:15:00 [GMT +7] A A",
        "Tác giả: Lê Minh | 05/03/2019",
        "baovidu.vn | Thứ ba, 05/03/2019",
        "05/03/2019 12:15 | 0",
        "LÊ NAM - MINH ĐỨC // BAN THỜI SỰ 05/03/2019, 19:58",
        "5 Tháng Ba 2019",
        "2019-03-05T07:30:00+07:00",
        "12:05, 5/3/2019 Khởi công cầu mới qua kênh Tẻ",
        "Khởi công cầu mới qua kênh Tẻ 05/03/2019 17:08",
    ],
)
def test_date_lines(line: str) -> None:
    assert publication_date(["Khởi công cầu mới", line, "", BODY]) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Sáng 26-12, UBND quận tổ chức hội nghị giao chỉ tiêu.",
        "Nhiệm kỳ 2015-2020",
        "Tính đến 31/12/2019, quận có 12.000 doanh nghiệp",
        "Quyết định số 123/QĐ-UBND ngày 05/03/2019 của UBND quận",
        "9 tháng năm 2018, quận xử phạt 55 triệu đồng",
        "30/4/1975",
        "32/12/2019 10:00",
        "Tháng 12/2020",
    ],
)
def test_lines_that_tell_no_publication_day(line: str) -> None:
    assert publication_date(["Khởi công cầu mới", line, "", BODY]) is None


def test_a_stamp_outranks_the_page_clock() -> None:
    assert publication_date(["Hà Nội, ngày 10-07-2020", "", "Tây Hồ vượt thu", "05/03/2019 12:15 | 0", BODY]) == DAY


def test_of_two_equal_stamps_the_earlier_is_the_article() -> None:
    assert publication_date(["Thứ sáu, 15/01/2021 10:00", "Tây Hồ vượt thu", "Thứ ba, 05/03/2019 08:20", BODY]) == DAY


@pytest.mark.parametrize("opening", ["Ngày 5/3/2019, ", "(NTO) Sáng 5-3-2019, ", "Ngày 5 tháng 3 năm 2019, "])
def test_a_date_that_opens_the_first_paragraph(opening: str) -> None:
    assert publication_date(["Tây Hồ vượt thu", "", opening + BODY, BODY]) == DAY


def test_a_founding_long_ago_that_opens_a_look_back_is_no_publication_day() -> None:
    opening = f"Ngày 5/3/2009, Chính phủ ban hành nghị định thành lập quận Tây Hồ. {BODY}"
    told = "Năm 2012 thu 215 tỷ đồng, năm 2016 thu 402 tỷ đồng, đến năm 2019 là 610 tỷ đồng."
    assert publication_date(["Tây Hồ mười năm xây dựng", "", opening, told]) is None
    assert publication_date(["Tây Hồ mười năm xây dựng", "", opening, BODY]) == date(2009, 3, 5)


def test_a_founding_is_no_publication_day_where_a_month_long_after_it_is_told() -> None:
    opening = f"Ngày 5/3/2009, Chính phủ ban hành nghị định lập quận Tây Hồ. {BODY}"
    assert publication_date(["Tây Hồ xưa và nay", "", opening, "Đến tháng 9/2018, quận thu 402 tỷ đồng."]) is None


def test_a_date_that_opens_a_sentence_is_no_line_glued_to_a_headline() -> None:
    sentence = "Ngày 5/3/2019, quận họp bàn về ngân sách."
    assert clean_article_text(f"Tây Hồ họp\n{sentence}\n\n{BODY}").split("\n")[1] == sentence


def test_dates_further_down_are_not_the_articles() -> None:
    assert publication_date(["Tây Hồ vượt thu", BODY, BODY, "Tin đã đưa", "05/03/2019 10:10"]) is None


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2019-03-05", DAY),
        ("2019-03-04T18:30:00Z", DAY),
        ("2019-03-05T23:59:00", DAY),
        ("05/03/2019 10:20", DAY),
        ("Tue, 05 Mar 2019 08:00:00 +0700", DAY),
        ("12/25/2019", date(2019, 12, 25)),
        ("hôm qua", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
    ],
)
def test_stamps_of_records_and_markup(stamp: str, day: date | None) -> None:
    assert parse_day(stamp) == day


def test_seconds_and_milliseconds_since_1970() -> None:
    assert day_of_epoch(1_551_720_600) == DAY
    assert day_of_epoch(1_551_720_600_000) == DAY
    assert day_of_epoch(20190305) is None


def test_a_month_in_words_is_one_behind_a_day_that_no_count_of_months_reaches() -> None:
    assert find_day("Tin tức, 21 Tháng Năm 2015 9:25:00 SA") == (date(2015, 5, 21), 9, 26)
    assert find_day("9 tháng năm 2018") is None
    assert find_day("12 tháng năm 2018") is None
