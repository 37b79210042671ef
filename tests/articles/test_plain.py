"""Texts that are passed over before they are cleaned: cleaning them would have left some of their lines."""

from __future__ import annotations

import io
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.articles.build import clean_article_text
from tasks.articles.cleaning import normalise_text
from tasks.articles.documents import Screened, Terms
from tasks.articles.limits import Limits
from tasks.articles.parts import whole
from tasks.articles.plain import only_loses_lines
from tasks.articles.reading import read_part
from tasks.articles.sources import Source
from tasks.records.article import Article

TODAY = date(2024, 6, 1)
PARAGRAPH = "Sáng nay, đội bóng đá nữ của huyện tập buổi cuối trước khi lên đường dự giải, với đủ các tuyển thủ."
LINES = (
    "Trang chủ > Tin tức > Kinh tế", "Kinh tế", "Thứ ba, 28/12/2021", "20:14 28/12/2021", "Lượt xem: 1.826",
    "(0) Bình luận", "Bình luận (2)", "Tin liên quan", "Ý kiến của bạn:", "© Báo Ví Dụ", "Thu Hằng", "Ảnh: LÊ MINH",
    "hinh-1.jpg", "", "Thứ ba",
    "28/12/2021 Đội bóng đá nữ lên đường", "Đội bóng đá nữ lên đường dự giải", "đi từ sáng sớm", "Cầu thủ & bóng",
    "Cầu thủ &am&amp;p;lt; bóng",
    "Xem thêm: Lịch thi đấu của giải", "Huấn luyện viên nói gì? (22:17 - 20/12/2021)", PARAGRAPH,
    f"{PARAGRAPH} {PARAGRAPH}",
    PARAGRAPH.replace("Sáng nay", "Chiều qua"), f"28/12/2021, 20:14 {PARAGRAPH}", f"{PARAGRAPH} Ảnh: Lê Minh",
    f"Xem thêm: {PARAGRAPH}", "Những người ở lại tiễn họ ở cổng sân vận động.", "1 2 3 4 5 6 7", "| |",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=14).map("\n".join))
def test_what_is_left_are_some_of_the_lines(text: str) -> None:
    normal = normalise_text(text)
    if not only_loses_lines(normal, normal.split("\n")):
        return
    cleaned = clean_article_text(text)
    assert cleaned
    lines = iter(normal.split("\n"))
    assert all(line in lines for line in cleaned.split("\n") if line)  # in their order: each is sought behind the last


def test_an_ordinary_article_is_one_of_those() -> None:
    text = f"Đội bóng đá nữ lên đường dự giải\n\n{PARAGRAPH}\n{PARAGRAPH.replace('nữ', 'nam')}"
    assert only_loses_lines(text, text.split("\n"))


def read(text: str, *, keep: bool) -> list[object]:
    data = text.encode()
    terms = Terms(Limits(), TODAY, keep_text=lambda _text, _title: keep)
    return list(read_part(whole(Source("bai.txt", len(data), "e", "txt")), io.BytesIO(data), terms))


def test_a_text_that_is_not_kept_is_passed_over_with_its_day() -> None:
    text = f"Đội bóng đá nữ lên đường dự giải\n20:14 28/12/2021\n{PARAGRAPH}"
    assert read(text, keep=False) == [Screened("bai.txt", "bai", date(2021, 12, 28), dated=True)]
    assert [type(item) for item in read(text, keep=True)] == [Article]


def test_a_text_that_cleaning_may_change_is_not_passed_over() -> None:
    for line in ("Qu&#7853;n", "Đội bóng đá nữ & bạn bè"):
        assert [type(item) for item in read(f"{line}\n{PARAGRAPH}", keep=False)] == [Screened]
    for line in ("Thứ ba, 28/12/2021 Đội bóng đá nữ lên đường", "đi từ sáng sớm"):
        assert [type(item) for item in read(f"{line}\n{PARAGRAPH}", keep=False)] == [Article]


def test_issues_of_a_text_that_is_passed_over_are_told() -> None:
    told = read(f"Đội bóng đá nữ lên đường dự giải\n20:14 28/12/2033\n{PARAGRAPH}", keep=False)
    assert [getattr(item, "reason", "") for item in told] == ["date_in_future", ""]
    assert told[1] == Screened("bai.txt", "bai", None, dated=True)
