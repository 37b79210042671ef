"""The number of a district's communes: read where the text tells that it is all of them, and nowhere else."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader
from tasks.records.article import Article


@cache
def reader() -> Reader:
    return Reader(load_catalog(), lambda publisher: publisher)


def wards(text: str, province: str, published: date = date(2018, 8, 20)) -> list[tuple[str, float, str]]:
    article = Article("thu", "thu.txt", text, publisher=province, published_at=published)
    read = reader().read(article).observations
    return [(row.district_name, row.obs_value, row.time_period) for row in read if row.indicator == "wards"]


@pytest.mark.parametrize(
    ("text", "province", "told"),
    [
        ("Quận Gò Vấp có 16 phường với hơn 600.000 dân.", "Hồ Chí Minh", ("Quận Gò Vấp", 16)),
        ("Huyện Cần Giờ gồm 7 xã, thị trấn.", "Hồ Chí Minh", ("Huyện Cần Giờ", 7)),
        ("Chủ tịch UBND quận Hải Châu yêu cầu UBND 13 phường báo cáo trước thứ Sáu.", "Đà Nẵng", ("Quận Hải Châu", 13)),
        ("Huyện Gia Lâm giao các phòng, ban, ngành và 22 xã, thị trấn thực hiện.", "Hà Nội", ("Huyện Gia Lâm", 22)),
        ("Ở cả 17 phường trực thuộc quận Hà Đông đều có tổ tự quản.", "Hà Nội", ("Quận Hà Đông", 17)),
        ("Thành phố Vĩnh Long được chia thành mười một phường, xã.", "Vĩnh Long", ("Thành phố Vĩnh Long", 11)),
        ("Huyện Krông Ana quản lý 8 đơn vị hành chính cấp xã.", "Đắk Lắk", ("Huyện Krông Ana", 8)),
        ("Tiền được chuyển về 16 phường thuộc quận Gò Vấp trong tháng.", "Hồ Chí Minh", ("Quận Gò Vấp", 16)),
    ],
)
def test_all_communes_of_a_district(text: str, province: str, told: tuple[str, int]) -> None:
    assert wards(text, province) == [(*told, "2018")]


@pytest.mark.parametrize(
    "text",
    [
        "Huyện Gia Lâm có 9 xã đạt chuẩn nông thôn mới.",
        "Huyện Gia Lâm có 20/20 xã về đích nông thôn mới.",
        "Mưa lớn làm 18 xã của huyện Gia Lâm bị ngập.",
        "Huyện Gia Lâm đã có 5 xã: Yên Viên, Ninh Hiệp, Dương Xá, Đa Tốn và Bát Tràng.",
        "Đoàn kiểm tra làm việc tại 5 xã, thị trấn của huyện Gia Lâm.",
        "Huyện Gia Lâm có 20 xã và 2 thị trấn.",
        "Dự án đi qua 22 xã của 5 huyện, trong đó có huyện Gia Lâm.",
        "Toàn thành phố Hà Nội có 584 xã, phường, thị trấn.",
        "Huyện Gia Lâm thành lập 22 phường khi lên quận.",
        "Thôn 8 xã Đa Tốn, huyện Gia Lâm mất điện.",
        "Huyện Gia Lâm có 22 xã viên được khen thưởng.",
        "Năm nay huyện Gia Lâm phấn đấu có thêm 4 xã nông thôn mới nâng cao.",
    ],
)
def test_a_part_of_the_communes_is_no_number_of_wards(text: str) -> None:
    assert wards(text, "Hà Nội") == []


def test_a_number_of_today_takes_the_day_and_one_of_a_year_the_year() -> None:
    told = wards("Hiện nay, quận Gò Vấp có 16 phường.", "Hồ Chí Minh", date(2017, 3, 9))
    assert told == [("Quận Gò Vấp", 16, "2017-03-09")]
    told = wards("Năm 2015, quận Gò Vấp có 16 phường.", "Hồ Chí Minh", date(2017, 3, 9))
    assert told == [("Quận Gò Vấp", 16, "2015")]


def test_before_communes_were_merged_a_district_had_more() -> None:
    """No list of the gazetteer is as old, but no part is greater than the whole."""
    assert wards("Công văn đã gửi tới 30 xã, thị trấn trong toàn huyện Gia Lâm.", "Hà Nội", date(2014, 5, 5)) == [
        ("Huyện Gia Lâm", 30, "2014")
    ]
    assert wards("Công văn đã gửi tới 30 xã, thị trấn trong toàn huyện Gia Lâm.", "Hà Nội", date(2023, 5, 5)) == []


def test_a_commune_of_the_new_order_has_no_wards() -> None:
    assert wards("Phường Gò Vấp hiện có 16 phường cũ nhập vào.", "Hồ Chí Minh", date(2026, 1, 5)) == []
