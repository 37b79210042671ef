"""Names of places, folded, spelled as a path and parted."""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date

import pytest

from tasks.catalog.gazetteer import Gazetteer
from tasks.catalog.names import fold_name, slugify, split_type


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Hoà Thành", "HÒA THÀNH"),
        ("Thuỷ Nguyên", "Thủy Nguyên"),
        ("Khoẻ", "Khỏe"),
        ("Hòang Mai", "Hoàng Mai"),
        ("Ðống Đa", "Đống Đa"),
        ("Ea H ’ Leo", "Ea H'leo"),
        ("Bà Rịa  –  Vũng Tàu", "Bà Rịa-Vũng Tàu"),
        (unicodedata.normalize("NFD", "Thị xã Kỳ Anh"), "thị xã kỳ anh"),
    ],
)
def test_names_that_fold_alike(left: str, right: str) -> None:
    assert fold_name(left) == fold_name(right)


@pytest.mark.parametrize(
    ("left", "right"), [("tính", "tỉnh"), ("Văn Lang", "Văn Lăng"), ("Quý", "Qúy"), ("Mỹ", "Mĩ"), ("hai", "hay")]
)
def test_names_that_stay_apart(left: str, right: str) -> None:
    assert fold_name(left) != fold_name(right)


def test_folding_is_idempotent_and_keeps_distinct_units_apart() -> None:
    gazetteer = Gazetteer.load()
    for unit in gazetteer.units:
        folded = fold_name(unit.name)
        assert fold_name(folded) == folded
    for day in (date(2025, 6, 30), date(2025, 7, 1)):
        places = Counter((unit.province_code, fold_name(unit.name)) for unit in gazetteer.units_at(day))
        assert max(places.values()) == 1


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Huyện Ia H'Drai", "huyen-ia-hdrai"),
        ("Thành phố Phan Rang - Tháp Chàm", "thanh-pho-phan-rang-thap-cham"),
        ("Đặc khu Phú Quốc", "dac-khu-phu-quoc"),
        ("Quận 1", "quan-1"),
    ],
)
def test_slugs_are_ascii(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_type_words_are_parted_from_names() -> None:
    assert split_type("Thành phố Thủ Đức") == ("thành phố", "Thủ Đức")
    assert split_type("Thị trấn Sóc Sơn") == ("thị trấn", "Sóc Sơn")
    with pytest.raises(ValueError, match="type word"):
        split_type("Thủ Đức")
