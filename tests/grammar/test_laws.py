"""Laws of the grammar: what is written is read again, and what does not concern a figure does not change it."""

from __future__ import annotations

import unicodedata
from dataclasses import astuple, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tasks.articles.build import article_from_text
from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader
from tasks.records.article import Article
from tests.grammar import writing
from tests.grammar.specs import load_specs, reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.quantities import Quantity
    from tasks.records.observation import Observation

PUBLISHED = date(2023, 12, 28)
TODAY = date(2026, 11, 25)
GOLDEN = Path(__file__).parent.parent / "golden"
PARAGRAPHS = sorted({case.text for case in load_specs() if case.reads in {"figures", "periods"}})
UNRELATED = (
    "Chiều cùng ngày, mưa lớn kéo dài khiến nhiều hàng quán đóng cửa sớm.",
    "Ảnh: Minh Phương.",
    "Nhiều người tranh thủ ghé hiệu sách chọn vài cuốn truyện cho con.",
    "“Tôi mong con đường trước nhà sớm được sửa”, một người bán nước nói.",
)

laws = settings(max_examples=120, deadline=None)
paragraphs = st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=6)


def article(text: str, *, published: date | None = PUBLISHED, title: str | None = "Quận 7: tin tức") -> Article:
    body = text if title is None else f"{title}\n\n{text}"
    return Article("bai", "bai.txt", body, title=title, publisher="Hồ Chí Minh", published_at=published)


def observations(text: str, **context: date | str | None) -> tuple[Observation, ...]:
    return reader().read(article(text, **context)).observations  # type: ignore[arg-type]


def quantities(text: str) -> list[Quantity]:
    trace = reader().read(article(text, title=None), explain=True).trace
    return [item.quantity for sentence in trace for item in sentence.items if item.quantity is not None]


def without_place(rows: Sequence[Observation]) -> list[tuple[object, ...]]:
    """Observations without what names the article and the place in it."""
    loose = {"observation_id": "", "article": "", "article_id": "", "source_uri": "", "char_start": 0, "char_end": 0}
    return [astuple(replace(row, **loose)) for row in rows]  # type: ignore[arg-type]


# What is written is read again.


@laws
@given(st.integers(1, 10**9), st.integers(0, 2), st.data())
def test_a_count_reads_back(value: int, style: int, data: st.DataObject) -> None:
    assume(not 1000 <= value <= 2100 or style == 0)  # "2023 hộ" may be a year
    written = (writing.grouped, writing.plain, writing.english)[style](value)
    (quantity,) = quantities(f"{written} lượt khách")
    assert (quantity.kind, quantity.value) == ("count", value)


@laws
@given(st.decimals(Decimal("0.01"), Decimal("9999.99"), places=2), st.booleans())
def test_a_percentage_reads_back(value: Decimal, point: bool) -> None:
    value = value.normalize()
    written = writing.english(value) if point and value < 1000 else writing.grouped(value)
    (quantity,) = quantities(f"tăng {written}%")
    assert quantity.kind == "percent"
    assert quantity.value == pytest.approx(float(value))


@laws
@given(st.integers(1, 999_999), st.sampled_from(["lẻ", "linh"]), st.sampled_from(["tư", "bốn"]))
def test_a_number_in_words_reads_back(value: int, zero: str, four: str) -> None:
    assume(value != 5)  # "năm" alone is a year as often as a five
    (quantity,) = quantities(f"{writing.in_words(value, zero=zero, four=four)} lượt khách")
    assert (quantity.kind, quantity.value) == ("count", value)


@laws
@given(st.integers(1, 10**9).map(lambda millions: millions * 10**6), st.data())
def test_a_sum_of_money_reads_back(dong: int, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(writing.money(dong)))
    (quantity,) = quantities(written)
    assert quantity.kind == "money"
    assert quantity.value == pytest.approx(dong, rel=1e-9)


@laws
@given(st.integers(1, 5000), st.integers(0, 5000))
def test_a_fraction_reads_back(part: int, more: int) -> None:
    (quantity,) = quantities(f"{writing.grouped(part)}/{writing.grouped(part + more)} hồ sơ")
    assert (quantity.kind, quantity.value, quantity.of) == ("fraction", part, part + more)


@st.composite
def periods(draw: st.DrawFn) -> str:
    year = draw(st.integers(2008, 2023))
    kind = draw(st.sampled_from("YQHMNDS"))
    if kind == "S":
        return f"{year}/{year + draw(st.integers(2, 6))}"
    if kind == "D":
        return (date(year, 1, 15) + timedelta(days=draw(st.integers(0, 345)))).isoformat()
    endings = {
        "Y": [""],
        "Q": ["-Q1", "-Q2", "-Q3", "-Q4"],
        "H": ["-H1", "-H2"],
        "M": [f"-M{month:02d}" for month in range(1, 13)],
        "N": [f"-{months}M" for months in (2, 4, 5, 7, 8, 9, 10, 11)],
    }
    return f"{year}{draw(st.sampled_from(endings[kind]))}"


@laws
@given(periods(), st.data())
def test_a_period_reads_back(code: str, data: st.DataObject) -> None:
    told = data.draw(st.sampled_from(writing.period(code)))
    rows = observations(f"{told}, quận 7 thu ngân sách nhà nước 512 tỷ đồng.")
    assert [row.time_period for row in rows] == [code]


DISTRICTS = (
    "Quận 7", "Quận Gò Vấp", "Huyện Củ Chi", "Thành phố Thủ Đức", "Quận Hoàn Kiếm", "Thị xã Sơn Tây", "Huyện Vị Xuyên",
)  # fmt: skip
INDICATORS = {
    "budget_revenue": "thu ngân sách nhà nước trên địa bàn đạt",
    "budget_expenditure": "tổng chi ngân sách là",
    "tourism_revenue": "doanh thu du lịch ước đạt",
    "industry_value": "giá trị sản xuất công nghiệp đạt",
    "social_investment": "tổng vốn đầu tư toàn xã hội đạt",
}


@laws
@given(st.sampled_from(DISTRICTS), st.sampled_from(sorted(INDICATORS)), periods(), st.integers(1, 99_999), st.data())
def test_a_figure_reads_back(district: str, indicator: str, code: str, tenths: int, data: st.DataObject) -> None:
    dong = tenths * 10**8
    told = data.draw(st.sampled_from(writing.period(code)))
    amount = data.draw(st.sampled_from(writing.money(dong)))
    rows = observations(
        f"{told}, tại {district[0].lower()}{district[1:]}, {INDICATORS[indicator]} {amount}.", title=None
    )
    assert [(row.district_name, row.indicator, row.measure, row.time_period) for row in rows] == [
        (district, indicator, "level", code)
    ]
    assert rows[0].obs_value == pytest.approx(dong / 1e9)


# Where a figure stands.


@laws
@given(paragraphs)
def test_spans_slice_to_the_quote_and_hold_the_value(texts: list[str]) -> None:
    source = article("\n\n".join(texts))
    reading = reader().read(source)
    for row in reading.observations:
        assert source.text[row.char_start : row.char_end] == row.quote
        assert row.raw_value
        assert row.raw_value in row.quote
    for issue in reading.issues:
        assert issue.char_start is not None
        assert source.text[issue.char_start : issue.char_end] == issue.quote
        assert issue.raw_value
        assert issue.raw_value in (issue.quote or "")


@laws
@given(st.text(max_size=300) | st.lists(st.sampled_from(PARAGRAPHS).map(lambda text: text[:40])).map(" ".join))
def test_any_text_is_read_without_failing(text: str) -> None:
    for row in observations(text, title=None):
        assert row.raw_value in row.quote


# What does not concern a figure does not change it.


@cache
def golden() -> tuple[Article, ...]:
    """The golden articles that may be fitted to, as they are read from files."""
    built = [
        article_from_text(path.read_text(encoding="utf-8"), source_uri=path.name, name=path.stem, today=TODAY).article
        for path in sorted(GOLDEN.glob("own-0[012]?.txt"))
    ]
    return tuple(one for one in built if one is not None)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(golden()), st.sampled_from(UNRELATED), st.data())
def test_an_unrelated_paragraph_changes_nothing(source: Article, unrelated: str, data: st.DataObject) -> None:
    """Behind the lead: which period an article reports is sought in its first sentences."""
    texts = source.text.split("\n\n")
    place = data.draw(st.integers(min(len(texts), 5), len(texts)))
    added = replace(source, text="\n\n".join([*texts[:place], unrelated, *texts[place:]]))
    assert without_place(reader().read(added).observations) == without_place(reader().read(source).observations)


@laws
@given(paragraphs, st.sampled_from(UNRELATED))
def test_an_unrelated_last_paragraph_leaves_every_span(texts: list[str], unrelated: str) -> None:
    def spans(text: str) -> list[tuple[str, float, int, int]]:
        return [(row.indicator, row.obs_value, row.char_start, row.char_end) for row in observations(text)]

    text = "\n\n".join(texts)
    assert spans(f"{text}\n\n{unrelated}") == spans(text)


@cache
def other_reader() -> Reader:
    """A reader with another history: it has read other articles, in another order."""
    return Reader(load_catalog(), lambda publisher: publisher)


@laws
@given(st.lists(paragraphs, min_size=2, max_size=4), st.data())
def test_the_order_of_articles_changes_nothing(several: list[list[str]], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(several))
    first = {str(texts): reader().read(article("\n\n".join(texts))) for texts in several}
    second = {str(texts): other_reader().read(article("\n\n".join(texts))) for texts in shuffled}
    assert first == second


@laws
@given(paragraphs)
def test_reading_twice_gives_the_same(texts: list[str]) -> None:
    source = article("\n\n".join(texts))
    assert reader().read(source) == reader().read(source)


@laws
@given(paragraphs)
def test_decomposed_letters_read_like_composed_ones(texts: list[str]) -> None:
    text = "Quận 7: tin tức\n\n" + "\n\n".join(texts)
    read = []
    for form in ("NFC", "NFD"):
        raw = unicodedata.normalize(form, text)
        built = article_from_text(raw, source_uri="bai.txt", name="bai", today=PUBLISHED, published_at=PUBLISHED)
        assert built.article is not None
        read.append(reader().read(built.article))
    assert read[0] == read[1]
