"""The screen turns away only what reading finds nothing in, however it is written."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.articles.cleaning import normalise_text
from tasks.grammar.squeezed import patterns_of, squeezed
from tasks.records.article import Article
from tasks.spelling.tones import other_placements
from tests.grammar.scoring import reader
from tests.grammar.specs import article_of, load_specs

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent.parent / "golden"
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.txt"))}
SENTENCES = [line for text in TEXTS.values() for line in text.split("\n") if any(char.isdigit() for char in line)]
LINES = [line for text in TEXTS.values() for line in text.split("\n") if line.strip()]
IDLE = [
    "Xem thêm: Chín phường họp bàn về tai nạn giao thông", "VỀ TRẬT TỰ ĐÔ THỊ", "Ba việc khác được gác lại.",
    "Trên địa bàn đã xảy ra 14 vụ tai nạn.", "Thu ngân sách và những điều cần bàn", "Đến nay đã đạt 320 tỷ đồng.",
    "Quận 5: 96%", "Năm nay giảm còn 2,1%.", "Trong đó có 12 công trình không phép.",
]  # fmt: skip


def old_tones(text: str) -> str:
    return " ".join((other_placements(word) or [word])[0] for word in text.split(" "))


WRITINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "capitals": str.upper,
    "decomposed letters": lambda text: normalise_text(unicodedata.normalize("NFD", text)),
    "old tone marks": old_tones,
    "a space lost before đ": lambda text: text.replace(" đ", "đ"),
    "a space lost before a capital": lambda text: "".join(
        "" if char == " " and text[i + 1 : i + 2].isupper() and text[i - 1 : i].islower() else char
        for i, char in enumerate(text)
    ),
    "broken lines": lambda text: "\n".join(text[i : i + 60] for i in range(0, len(text), 60)),
    "joined by commas": lambda text: text.replace(" - ", ", "),
    "other dashes": lambda text: text.replace("-", "–"),
    "i for y": lambda text: text.replace("tỷ", "tỉ").replace("kỳ", "kì"),
}


def article(text: str) -> Article:
    return Article("bai", "bai.txt", text, title="Quận 7", published_at=date(2023, 7, 5))


def may_tell(text: str) -> bool:
    return reader().screen.may_tell(text) and reader().may_tell(article(text))


def may_hold_lines(one: Article) -> bool:
    return reader().closer_look.may_hold_lines(normalise_text(one.text), one.title or "")


def yields(text: str) -> bool:
    return tells(article(text))


def tells(one: Article) -> bool:
    reading = reader().read(one)
    return bool(reading.observations or reading.issues)


@pytest.mark.parametrize("writing", WRITINGS)
def test_nothing_that_reading_finds_is_turned_away(writing: str) -> None:
    for text in [*TEXTS.values()][::6]:
        written = WRITINGS[writing](text)
        assert may_tell(written) or not yields(written)


def test_sums_in_the_unit_of_a_line_above_are_not_turned_away() -> None:
    text = "Đơn vị tính: triệu đồng\n\nThu ngân sách trên địa bàn: 41.210; thu tiền sử dụng đất: 38.400."
    assert yields(text)
    assert may_tell(text)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3), st.sampled_from(sorted(WRITINGS)))
def test_no_sentence_of_a_report_is_turned_away_that_tells_anything(sentences: list[str], writing: str) -> None:
    text = WRITINGS[writing]("\n".join(sentences))
    assert may_tell(text) or not yields(text)


def test_no_paragraph_of_a_report_is_turned_away_that_tells_anything() -> None:
    paragraphs = [line for text in [*TEXTS.values()][1::6] for line in text.split("\n") if line.strip()]
    assert [line for line in paragraphs if not may_tell(line) and yields(line)] == []


def test_no_case_of_the_specs_is_turned_away_that_tells_anything() -> None:
    lost = [case.id for case in load_specs() if not reader().may_tell(one := article_of(case)) and tells(one)]
    assert lost == []


def test_no_case_of_the_specs_is_turned_away_by_its_lines_before_it_is_cleaned() -> None:
    lost = [case.id for case in load_specs() if not may_hold_lines(one := article_of(case)) and tells(one)]
    assert lost == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*LINES, *IDLE]), min_size=2, max_size=6), st.data())
def test_lines_are_turned_away_only_if_no_article_of_some_of_them_tells_anything(
    lines: list[str], data: st.DataObject
) -> None:
    left = [line for line in lines if data.draw(st.booleans())]
    if not may_hold_lines(article("\n".join(lines))):
        assert not yields("\n".join(left))


def test_passing_over_sentences_that_can_tell_nothing_changes_no_reading() -> None:
    """What the words of no sentence claim is left out among sentences that tell something, too."""
    idle = "Năm 2019, 14 đội dự giải, có 3 trận hòa.\n"
    texts = [idle + text.replace("\n\n", f"\n\n{idle}") + idle * 3 for text in [*TEXTS.values()][::5]]
    wanted = [reader().read(article(text)) for text in texts]
    assert any(reading.observations for reading in wanted)
    assert [reader().read(article(text), screened=True) for text in texts] == wanted


@pytest.mark.parametrize("between", ["", "Đây là việc đã bàn từ lâu.\n", "Ba việc khác được gác lại. "])
@pytest.mark.parametrize("announced", ["Hôm qua, phường họp bàn về tai nạn giao thông.\n", "AN TOÀN GIAO THÔNG\n"])
def test_what_only_an_earlier_sentence_names_is_let_through(announced: str, between: str) -> None:
    text = f"{announced}{between}Trên địa bàn đã xảy ra 14 vụ tai nạn."
    assert yields(text)
    assert may_tell(text)


def test_every_example_of_the_catalog_is_let_through() -> None:
    screen = reader().screen
    indicators = reader().catalog.indicators.values()
    texts = [example.text for one in indicators for example in one.examples if example.value is not None]
    assert texts
    assert [text for text in texts if not screen.may_tell(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Đội chủ nhà thắng 3-1 trên sân Lạch Tray tối 12/5, sau hai bàn ở phút 15 và 40.",
        "Nam diễn viên sinh năm 1985 nói bộ phim mới quay trong 40 ngày với 200 diễn viên quần chúng.",
        "Giá vàng sáng nay tăng 500.000 đồng một lượng, lên 76,2 triệu đồng.",
        "Chuyên gia bàn về ngân sách.\n\nCuốn sách dày 300 trang, giá 120.000 đồng.",
        "Hai nghi phạm 19 tuổi bị bắt hôm 12/3, công an đang điều tra, làm rõ.",
    ],
)
def test_what_has_no_figure_is_turned_away(text: str) -> None:
    assert not yields(text)
    assert not reader().screen.may_tell(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sau 40 phút, vụ cháy ở kho vải đã được dập tắt, không ai bị thương.",
        "Cuốn sách bàn về dân số dày 300 trang, giá 120.000 đồng.",
    ],
)
def test_an_article_whose_numbers_nothing_claims_passes_the_screen_and_no_further(text: str) -> None:
    assert not yields(text)
    assert reader().screen.may_tell(text)
    assert not reader().may_tell(article(text))


@pytest.mark.parametrize(
    "name", ["Thu ngân sách", "Hộ nghèo", "ĐÚNG HẸN", "Ưu tiên", "Sự ủng hộ", "Tỷ lệ", "Ở đây ẻo lả"]
)
def test_capitals_and_blanks_make_no_difference(name: str) -> None:
    patterns = set(patterns_of(name))
    for written in (name, name.upper(), name.title(), name.lower(), name.replace(" ", "\n"), name.replace(" ", "")):
        assert any(pattern in squeezed(f"… {written}, …") for pattern in patterns)
