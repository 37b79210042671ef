"""A unit's own site publishes of the unit without naming it; other publishers tell no unit."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from tasks.articles.publishers import publisher_province
from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader
from tasks.records.article import Article

UNNAMED = (
    "Kết quả kinh tế - xã hội năm 2018\n\nThu ngân sách trên địa bàn đạt 71,4 tỷ đồng, bằng 118% dự toán. "
    "Toàn huyện có 37 trường đạt chuẩn quốc gia."
)


@cache
def reader() -> Reader:
    return Reader(load_catalog(), publisher_province)


def told(text: str, publisher: str | None, published: date = date(2019, 1, 4)) -> set[str]:
    """The districts that figures are given to, with their provinces."""
    article = Article("tin", "tin.txt", text, publisher=publisher, published_at=published)
    return {f"{row.district_name}, {row.city_name}" for row in reader().read(article).observations}


@pytest.mark.parametrize(
    "publisher",
    ["Cổng TTĐT huyện Hậu Lộc", "UBND huyện Hậu Lộc", "hauloc.thanhhoa.gov.vn", "huyen-hau-loc.thanhhoa.gov.vn"],
)
def test_an_article_of_a_districts_own_site_is_about_the_district(publisher: str) -> None:
    assert told(UNNAMED, publisher) == {"Huyện Hậu Lộc, Tỉnh Thanh Hóa"}


def test_a_host_tells_which_of_several_units_of_a_name() -> None:
    assert told(UNNAMED, "chauthanh.tayninh.gov.vn") == {"Huyện Châu Thành, Tỉnh Tây Ninh"}
    assert told(UNNAMED, "Cổng thông tin huyện Châu Thành") == set()


def test_a_commune_has_its_own_site_since_july_2025() -> None:
    text = "Kết quả năm 2025\n\nTổng thu ngân sách đạt 71,4 tỷ đồng, bằng 118% dự toán."
    assert told(text, "Cổng TTĐT phường Phù Liễn", date(2026, 1, 4)) == {"Phường Phù Liễn, Thành phố Hải Phòng"}


@pytest.mark.parametrize(
    "publisher",
    [None, "Báo Thanh Hóa", "thanhhoa.gov.vn", "stc.thanhhoa.gov.vn", "Pháp Luật TP.HCM", "Sở Y tế Thành phố Đà Nẵng"],
)
def test_other_publishers_tell_no_district(publisher: str | None) -> None:
    assert told(UNNAMED, publisher) == set()


def test_the_text_knows_better_whom_it_is_about() -> None:
    other = UNNAMED.replace("Thu ngân sách", "Huyện Nga Sơn có nhiều khởi sắc. Huyện Nga Sơn thu ngân sách")
    assert told(other, "Cổng TTĐT huyện Hậu Lộc") == {"Huyện Nga Sơn, Tỉnh Thanh Hóa"}
    province = "Tỉnh Thanh Hóa: kết quả năm 2018\n\nThu ngân sách đạt 21.400 tỷ đồng, bằng 118% dự toán."
    assert told(province, "Cổng TTĐT huyện Hậu Lộc") == set()
