"""Laws of cleaning and reading that hold for any input."""

from __future__ import annotations

import gzip
import io
import unicodedata
from datetime import date
from typing import get_args

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tasks.articles.build import clean_article_text
from tasks.articles.cleaning import normalise_text
from tasks.articles.decoding import decode
from tasks.articles.limits import Limits
from tasks.articles.reading import read_source
from tasks.articles.sources import Kind, Source
from tasks.records.article import Article
from tasks.records.issue import Issue

VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđbcghklmnpqrstvx"
PIECES = (
    "Quận 5", "thu ngân sách", "1.234,5 tỷ đồng", "\n", "\n\n", " ", "(0) Bình luận", "Tin liên quan", "Kinh tế",
    "21/12/2023, 19:58", "Thu Hằng", "Ảnh: LÊ MINH", "hinh-1.jpg", "|", ".", ",", "(NTO) - ", "Trang chủ", "©",
    "Năm 2023, quận đạt 97% dự toán thành phố giao.", "Ý kiến của bạn:", "1 2 3 4 5 6 7", ">> Xem thêm: ", "ﬁ", "Ⅳ",
    "&", "amp;", "#38;", "&nbsp;", "#7853;", "Ð", "ƣ", "ᴛ", "т", "µ", "¸", "\u00ad", "Ã¢", "áº\u00ad", "Ä‘", "QuËn",
    "ng©n", "s¸ch", "ñöôïc", "hoà", "thuỷ", "\u0323", "\u031b", "\u0304", "\u033c", "\u200b", "\u2028", "\t", "\u3000",
    "\ufeff", "\ud7a3", "Å", "𝟛",
)  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
words = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " .,\n0123456789")
texts = st.one_of(
    st.text(), words, pieces, st.lists(st.one_of(pieces, words, st.text(max_size=5)), max_size=6).map("\n".join)
)
kinds: st.SearchStrategy[Kind] = st.sampled_from(get_args(Kind))


@settings(max_examples=400, deadline=None)
@given(texts)
@example("\u0304α\u0304ᾱ ḳ\u0311 đ\u0323")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_article_text(text)
    assert clean_article_text(once) == once


@settings(max_examples=200, deadline=None)
@given(texts)
def test_cleaned_text_is_nfc_in_stripped_lines(text: str) -> None:
    cleaned = clean_article_text(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert all(line == line.strip() and "  " not in line for line in cleaned.split("\n"))
    assert "\n\n\n" not in cleaned
    cleaned.encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(words)
def test_decomposed_and_composed_text_clean_alike(text: str) -> None:
    assert normalise_text(unicodedata.normalize("NFD", text)) == normalise_text(unicodedata.normalize("NFC", text))


@settings(max_examples=200, deadline=None)
@given(words)
def test_utf8_and_utf16_say_the_same(text: str) -> None:
    assert decode(text.encode()).text == text
    assert decode(b"\xff\xfe" + text.encode("utf-16-le")).text == text


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.binary(max_size=2000), texts.map(lambda text: text.encode("utf-8", "replace"))), kinds, st.booleans()
)
def test_no_input_raises_and_every_input_leaves_a_trace(data: bytes, kind: Kind, packed: bool) -> None:
    content = gzip.compress(data) if packed else data
    source = Source(f"bai/a.{kind}", len(content), "x", kind)
    rows = list(read_source(source, io.BytesIO(content), Limits(), today=date(2026, 1, 1)))
    assert rows
    for row in rows:
        assert isinstance(row, Article | Issue)
        if isinstance(row, Article):
            assert row.text == clean_article_text(row.text)
