"""What `solieu catalog gaps` ranks: figures of districts that no indicator claims."""

from __future__ import annotations

from datetime import date

import pytest

from tasks.audit.gaps import Gap, gaps
from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader
from tasks.records.article import Article

TITLE = "Huyện Thanh Trì, Hà Nội: Kết quả năm 2023"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_catalog())


def article(number: int, *sentences: str) -> Article:
    text = "\n\n".join([TITLE, *sentences, f"Tin số {number} của báo."])
    return Article(f"a{number}", f"a{number}.txt", text, TITLE, None, date(2023, 12, 22))


def found(ranked: list[Gap]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(gap.head, gap.unit): (gap.articles, gap.figures) for gap in ranked}


def test_what_is_told_often_comes_first_with_a_sample(reader: Reader) -> None:
    trees = "Toàn huyện trồng mới 12.400 cây bóng mát."
    bins = "Huyện lắp đặt 860 thùng rác công cộng."
    ranked = gaps([article(1, trees, bins), article(2, trees), article(3, trees, bins)], reader)
    assert [gap.head for gap in ranked[:2]] == ["cây bóng mát", "thùng rác công"]
    first = ranked[0]
    assert (first.unit, first.articles, first.figures) == ("count", 3, 3)
    assert (first.sample, first.source_uri) == (trees, "a1.txt")


def test_the_subject_names_a_share_or_a_sum(reader: Reader) -> None:
    told = ["Tỷ lệ đường giao thông được chiếu sáng đạt 83,5%.", "Quỹ đền ơn đáp nghĩa vận động được 4,2 tỷ đồng."]
    heads = found(gaps([article(1, *told), article(2, *told)], reader))
    assert ("tỷ lệ đường giao thông được chiếu sáng", "percent") in heads
    assert ("quỹ đền ơn đáp nghĩa vận động", "money") in heads


def test_what_an_indicator_claims_is_no_gap(reader: Reader) -> None:
    told = "Thu ngân sách đạt 1.250 tỷ đồng; toàn huyện có 41 trường đạt chuẩn quốc gia."
    assert gaps([article(1, told), article(2, told)], reader, at_least=1) == []


def test_what_is_told_once_is_left_out_unless_asked_for(reader: Reader) -> None:
    told = article(1, "Toàn huyện trồng mới 12.400 cây bóng mát.")
    assert gaps([told], reader) == []
    assert ("cây bóng mát", "count") in found(gaps([told], reader, at_least=1))


def test_the_order_of_articles_changes_no_rank(reader: Reader) -> None:
    articles = [
        article(1, "Huyện trồng 900 cây xanh."),
        article(2, "Huyện trồng 700 cây xanh.", "Có 12 câu lạc bộ thơ."),
    ]
    assert found(gaps(articles, reader, at_least=1)) == found(gaps(articles[::-1], reader, at_least=1))


def test_no_article_no_gap(reader: Reader) -> None:
    assert gaps([], reader) == []
