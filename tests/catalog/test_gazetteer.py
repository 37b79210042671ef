"""What the gazetteer says of a place on a day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

from tasks.catalog.gazetteer import DISTRICTS_SCHEMA, Gazetteer
from tasks.catalog.names import fold_name, slugify

if TYPE_CHECKING:
    from tasks.catalog.units import AdminUnit

LAST_DISTRICT_DAY = date(2025, 6, 30)
FIRST_COMMUNE_DAY = date(2025, 7, 1)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


def names(units: tuple[AdminUnit, ...]) -> list[str]:
    return [unit.name for unit in units]


# As the General Statistics Office counted at the end of a year, or the National Assembly's resolutions say.
@pytest.mark.parametrize(
    ("day", "provinces", "units"),
    [
        (date(2010, 12, 31), 63, 697),
        (date(2011, 12, 31), 63, 698),
        (date(2012, 12, 31), 63, 700),
        (date(2015, 12, 31), 63, 713),
        (date(2019, 12, 31), 63, 713),
        (date(2020, 3, 1), 63, 707),
        (date(2021, 1, 1), 63, 705),
        (date(2025, 6, 30), 63, 696),
        (date(2025, 7, 1), 34, 3321),
        (date(2026, 11, 1), 34, 3321),
    ],
)
def test_counts(gazetteer: Gazetteer, day: date, provinces: int, units: int) -> None:
    assert len(gazetteer.provinces_at(day)) == provinces
    assert len(gazetteer.units_at(day)) == units


def test_ha_tay_joined_ha_noi(gazetteer: Gazetteer) -> None:
    before, after = gazetteer.provinces_at(date(2008, 7, 31)), gazetteer.provinces_at(date(2008, 8, 1))
    assert (len(before), len(after)) == (64, 63)
    assert names(tuple(set(before) - set(after))) == ["Tỉnh Hà Tây"]
    (ba_vi,) = gazetteer.named("ba vì", date(2008, 7, 31))
    (moved,) = gazetteer.successors(ba_vi)
    assert (gazetteer.province_of(ba_vi).slug, gazetteer.province_of(moved).slug) == ("ha-tay", "ha-noi")


def test_district_tier_by_type_on_its_last_day(gazetteer: Gazetteer) -> None:
    types = Counter(unit.type for unit in gazetteer.units_at(LAST_DISTRICT_DAY))
    assert types == {"thành phố": 87, "thị xã": 52, "quận": 49, "huyện": 508}


def test_communes_of_2025_by_type(gazetteer: Gazetteer) -> None:
    types = Counter(unit.type for unit in gazetteer.units_at(FIRST_COMMUNE_DAY))
    assert types == {"xã": 2621, "phường": 687, "đặc khu": 13}


@pytest.mark.parametrize(
    ("short_name", "day", "expected"),
    [
        ("sa pa", date(2019, 12, 31), ["Huyện Sa Pa"]),
        ("sa pa", date(2020, 1, 1), ["Thị xã Sa Pa"]),
        ("thuận an", date(2010, 6, 1), ["Huyện Thuận An"]),
        ("thuận an", date(2015, 6, 1), ["Thị xã Thuận An"]),
        ("dĩ an", date(2020, 2, 1), ["Thành phố Dĩ An"]),
        ("phú quốc", date(2021, 2, 28), ["Huyện Phú Quốc"]),
        ("phú quốc", date(2021, 3, 1), ["Thành phố Phú Quốc"]),
        ("phú quốc", date(2025, 7, 1), ["Đặc khu Phú Quốc"]),
        ("từ liêm", date(2014, 3, 31), ["Huyện Từ Liêm"]),
        ("từ liêm", date(2014, 4, 1), []),
        ("trảng bom", date(2026, 4, 29), ["Xã Trảng Bom"]),
        ("lục nam", date(2026, 9, 19), ["Xã Lục Nam"]),
        ("lục nam", date(2026, 9, 20), ["Phường Lục Nam"]),
        ("bắc từ liêm", date(2014, 4, 1), ["Quận Bắc Từ Liêm"]),
        ("kỳ anh", date(2014, 1, 1), ["Huyện Kỳ Anh"]),
        ("kỳ anh", date(2016, 1, 1), ["Huyện Kỳ Anh", "Thị xã Kỳ Anh"]),
        ("thủ đức", date(2020, 12, 31), ["Quận Thủ Đức"]),
        ("thủ đức", date(2021, 1, 1), ["Thành phố Thủ Đức"]),
        ("2", date(2020, 12, 31), ["Quận 2"]),
        ("2", date(2021, 1, 1), []),
        ("hà đông", date(2009, 1, 1), ["Thành phố Hà Đông"]),
        ("hà đông", date(2009, 6, 1), ["Quận Hà Đông"]),
        ("huế", date(2024, 12, 31), ["Thành phố Huế"]),
        ("thuận hóa", date(2025, 1, 1), ["Quận Thuận Hóa"]),
        ("nghi sơn", date(2020, 6, 1), ["Thị xã Nghi Sơn"]),
        ("phú mỹ", date(2018, 4, 12), ["Thị xã Phú Mỹ"]),
        ("long đất", date(2025, 3, 1), ["Huyện Long Đất"]),
        ("đạ huoai", date(2025, 1, 1), ["Huyện Đạ Huoai"]),
        ("trảng bom", date(2026, 4, 1), ["Xã Trảng Bom"]),
        ("trảng bom", date(2026, 6, 1), ["Phường Trảng Bom"]),
        ("từ sơn", date(1999, 1, 1), ["Huyện Từ Sơn"]),
    ],
)
def test_the_right_type_on_the_day(gazetteer: Gazetteer, short_name: str, day: date, expected: list[str]) -> None:
    assert names(gazetteer.named(short_name, day)) == expected


def test_a_code_is_reused_and_never_relabelled(gazetteer: Gazetteer) -> None:
    before = gazetteer.unit("769", date(2020, 12, 31))
    after = gazetteer.unit("769", date(2021, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == ("Quận 2", "Thành phố Thủ Đức")
    assert gazetteer.successors(before) == (after,)
    assert names(gazetteer.predecessors(after)) == ["Quận Thủ Đức", "Quận 9", "Quận 2"]


def test_provinces_by_day(gazetteer: Gazetteer) -> None:
    ha_tay = gazetteer.provinces_named("hà tây")
    assert names(ha_tay) == ["Tỉnh Hà Tây"]
    assert names(gazetteer.successors(ha_tay[0])) == ["Thành phố Hà Nội"]
    assert names(gazetteer.provinces_named("huế", date(2024, 12, 31))) == []
    assert names(gazetteer.provinces_named("huế", date(2025, 1, 1))) == ["Thành phố Huế"]
    hue = gazetteer.named("a lưới", date(2020, 1, 1))[0]
    assert gazetteer.province_of(hue).name == "Tỉnh Thừa Thiên Huế"
    assert gazetteer.province_of(gazetteer.named("a lưới", date(2025, 3, 1))[0]).name == "Thành phố Huế"
    binh_duong = gazetteer.provinces_named("bình dương", date(2025, 6, 30))[0]
    assert binh_duong.slug == "binh-duong"
    assert names(gazetteer.successors(binh_duong)) == ["Thành phố Hồ Chí Minh"]


def test_successions_carry_kind_and_date(gazetteer: Gazetteer) -> None:
    (ky_anh,) = gazetteer.named("kỳ anh", date(2014, 1, 1))
    first = gazetteer.successions_of(ky_anh)[0]
    assert (first.successor.name, first.kind, first.day) == ("Thị xã Kỳ Anh", "split", date(2015, 4, 10))
    assert {edge.kind for edge in gazetteer.successions_of(ky_anh)[1:]} == {"abolished"}


def test_every_ended_unit_has_an_heir_and_every_commune_its_districts(gazetteer: Gazetteer) -> None:
    ended = [unit for unit in (*gazetteer.units, *gazetteer.provinces) if unit.valid_to is not None]
    assert [unit.key for unit in ended if not gazetteer.successors(unit)] == []
    communes = gazetteer.units_at(FIRST_COMMUNE_DAY)
    assert [unit.key for unit in communes if not gazetteer.predecessors(unit)] == []
    sai_gon = gazetteer.named("sài gòn", FIRST_COMMUNE_DAY)[0]
    assert names(gazetteer.predecessors(sai_gon)) == ["Quận 1"]


def test_slugs_are_path_values_and_one_place_each(gazetteer: Gazetteer) -> None:
    for unit in gazetteer.units:
        assert unit.slug in {slugify(unit.name), f"{slugify(unit.name)}-{unit.code}"}
    for province in gazetteer.provinces:
        assert province.slug == slugify(province.short_name)
    for day in (date(2008, 1, 1), date(2016, 1, 1), LAST_DISTRICT_DAY, FIRST_COMMUNE_DAY, date(2026, 11, 1)):
        places = Counter((unit.province_code, unit.slug) for unit in gazetteer.units_at(day))
        assert [place for place, count in places.items() if count > 1] == []


def test_slug_of_two_names_that_differ_in_tone_only(gazetteer: Gazetteer) -> None:
    quang_ngai = [u.slug for u in gazetteer.units_at(FIRST_COMMUNE_DAY) if u.name in {"Xã Sơn Hà", "Xã Sơn Hạ"}]
    assert quang_ngai == ["xa-son-ha-21289", "xa-son-ha-21292"]


@pytest.mark.parametrize(
    ("written", "official", "day"),
    [
        ("Kontum", "Thành phố Kon Tum", date(2020, 1, 1)),
        ("Phan Rang – Tháp Chàm", "Thành phố Phan Rang - Tháp Chàm", date(2020, 1, 1)),
        ("Phan Rang-Tháp Chàm", "Thành phố Phan Rang - Tháp Chàm", date(2020, 1, 1)),
        ("Phan Rang Tháp Chàm", "Thành phố Phan Rang - Tháp Chàm", date(2020, 1, 1)),
        ("Buôn Mê Thuột", "Thành phố Buôn Ma Thuột", date(2020, 1, 1)),
        ("Qui Nhơn", "Thành phố Quy Nhơn", date(2020, 1, 1)),
        ("Đăk Mil", "Huyện Đắk Mil", date(2020, 1, 1)),
        ("Cư Mgar", "Huyện Cư M'gar", date(2020, 1, 1)),
        ("Hoà Thành", "Thị xã Hòa Thành", date(2022, 1, 1)),
        ("Phú Quí", "Huyện Phú Quý", date(2020, 1, 1)),
        ("Đa Krông", "Huyện Đakrông", date(2020, 1, 1)),
        ("Đăk G ’ long", "Huyện Đắk Glong", date(2020, 1, 1)),
        ("Đăk R’Lấp", "Huyện Đắk R'lấp", date(2020, 1, 1)),
        ("M’Đrăk", "Huyện M'Đrắk", date(2020, 1, 1)),
    ],
)
def test_spellings_of_newspapers(gazetteer: Gazetteer, written: str, official: str, day: date) -> None:
    assert names(gazetteer.named(fold_name(written), day)) == [official]


@pytest.mark.parametrize(
    ("written", "official"),
    [
        ("Đắc Lắc", "Tỉnh Đắk Lắk"),
        ("Đăk Lăk", "Tỉnh Đắk Lắk"),
        ("Bà Rịa-Vũng Tàu", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("Bà Rịa Vũng Tàu", "Tỉnh Bà Rịa - Vũng Tàu"),
        ("Thừa Thiên – Huế", "Tỉnh Thừa Thiên Huế"),
        ("Khánh Hoà", "Tỉnh Khánh Hòa"),
        ("Bắc Cạn", "Tỉnh Bắc Kạn"),
        ("HCM", "Thành phố Hồ Chí Minh"),
        ("TT-Huế", "Tỉnh Thừa Thiên Huế"),
    ],
)
def test_spellings_of_provinces(gazetteer: Gazetteer, written: str, official: str) -> None:
    assert names(gazetteer.provinces_named(fold_name(written), date(2020, 1, 1))) == [official]


def test_whole_names_and_abbreviations(gazetteer: Gazetteer) -> None:
    day = date(2020, 1, 1)
    for written in ("TP.HCM", "TPHCM", "Tp. HCM", "Thành phố Hồ Chí Minh"):
        assert names(gazetteer.called(fold_name(written), day)) == ["Thành phố Hồ Chí Minh"]
    assert names(gazetteer.called("quận 1", day)) == ["Quận 1"]
    assert gazetteer.called("sài gòn", day) == ()
    assert names(gazetteer.called("sài gòn", day, nicknames=True)) == ["Thành phố Hồ Chí Minh"]
    assert "tp.hcm" in gazetteer.abbreviations


def test_abolished_names_are_still_found(gazetteer: Gazetteer) -> None:
    assert names(gazetteer.any_named("hóc môn")) == ["Huyện Hóc Môn", "Xã Hóc Môn"]
    assert "hóc môn" in gazetteer.short_names


def test_former_communes_know_their_district_and_heirs(gazetteer: Gazetteer) -> None:
    found = gazetteer.former_named("phước tỉnh")
    district = gazetteer.unit(found[0].district_code, found[0].seen_to)
    assert district is not None
    assert (found[0].name, district.name) == ("Xã Phước Tỉnh", "Huyện Long Điền")
    heirs = [gazetteer.unit(code, FIRST_COMMUNE_DAY) for code in found[0].successor_codes]
    assert [heir.name for heir in heirs if heir] == ["Xã Long Hải"]


def test_former_communes_refer_to_units_of_their_time(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.former_communes) > 10_500
    for commune in gazetteer.former_communes:
        for day in (commune.seen_from, commune.seen_to):
            district = gazetteer.unit(commune.district_code, day)
            assert district is not None, commune
            assert district.province_code == commune.province_code
        assert all(gazetteer.unit(code, FIRST_COMMUNE_DAY) for code in commune.successor_codes), commune


def test_kind_of_place(gazetteer: Gazetteer) -> None:
    kinds = {unit.type: unit.kind for unit in gazetteer.units}
    assert kinds == {
        "quận": "urban",
        "thành phố": "urban",
        "thị xã": "urban",
        "phường": "urban",
        "huyện": "rural",
        "xã": "rural",
        "đặc khu": "rural",
    }


def test_publishable_holds_every_unit_once(gazetteer: Gazetteer) -> None:
    frame = gazetteer.publishable()
    assert dict(frame.schema) == DISTRICTS_SCHEMA
    assert frame.height == len(gazetteer.units)
    assert frame.select("district_code", "valid_from").is_unique().all()
    assert frame.equals(gazetteer.publishable())
    thu_duc = frame.filter(district_code="769", district="thanh-pho-thu-duc").row(0, named=True)
    assert thu_duc["city"] == "ho-chi-minh"
    assert thu_duc["predecessors"] == ["762@2008-01-01", "763@2008-01-01", "769@2008-01-01"]
    assert thu_duc["successor_names"][0].startswith("Phường ")
    assert set(thu_duc["successor_kinds"]) == {"abolished"}
    assert len(thu_duc["successors"]) == len(thu_duc["successor_names"]) == len(thu_duc["successor_dates"])


def test_units_of_one_code_follow_each_other(gazetteer: Gazetteer) -> None:
    by_code: dict[str, list[AdminUnit]] = {}
    for unit in gazetteer.units:
        by_code.setdefault(unit.code, []).append(unit)
    for units in by_code.values():
        assert not any(left.overlaps(right) for left, right in combinations(units, 2))


def test_each_day_follows_from_the_day_before(gazetteer: Gazetteer) -> None:
    """The units change on the days on which rows begin or end, and on no other."""
    begun = {unit.valid_from for unit in gazetteer.units if unit.valid_from > date(2008, 1, 1)}
    changes = sorted(begun | {unit.valid_to for unit in gazetteer.units if unit.valid_to is not None})
    for day, following in pairwise([*changes, date(2030, 1, 1)]):
        assert gazetteer.units_at(day) != gazetteer.units_at(day - timedelta(days=1))
        assert gazetteer.units_at(day) == gazetteer.units_at(following - timedelta(days=1))
