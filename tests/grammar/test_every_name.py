"""Every unit of the gazetteer can be told of: no name is a village's, a number's or another word's for the grammar."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from tasks.records.article import Article
from tests.grammar.specs import reader

if TYPE_CHECKING:
    from tasks.catalog.units import AdminUnit

OF_DISTRICTS = date(2018, 12, 28)
OF_COMMUNES = date(2026, 1, 5)
GAZETTEER = reader().catalog.gazetteer


def read(title: str, body: str, published: date) -> list[tuple[str, float]]:
    """Codes of the districts that figures were given to, with the figures."""
    text = f"{title}\n\n{body}"
    article = Article("bai", "bai.txt", text, title=title, publisher=None, published_at=published)
    return [(row.district_code, row.obs_value) for row in reader().read(article).observations]


def lower(name: str) -> str:
    return name[0].lower() + name[1:]


def units(tier: str, day: date) -> list[AdminUnit]:
    return [unit for unit in GAZETTEER.units_at(day) if unit.tier == tier]


def test_every_district_is_read_with_its_type_and_without() -> None:
    missed = []
    for unit in units("district", OF_DISTRICTS):
        alone = unit.name if unit.short_name.isdigit() else unit.short_name
        body = (
            f"Đảng bộ {lower(unit.name)} ({GAZETTEER.province_of(unit).name}) vừa họp. "
            f"Năm 2018, thu ngân sách của {alone} đạt 412 tỷ đồng. Tỷ lệ hộ nghèo ở {lower(unit.name)} còn 3,5%."
        )
        if set(read("Kỳ họp cuối năm", body, OF_DISTRICTS)) != {(unit.code, 412.0), (unit.code, 3.5)}:
            missed.append(unit.name)
    # What is told of a name without its type is the province's where both bear it.
    same_as_province = {name for name in missed if GAZETTEER.provinces_named(lower(name).split(" ", 2)[-1])}
    assert not set(missed) - same_as_province, missed


def test_every_commune_is_read() -> None:
    missed = []
    for unit in units("commune", OF_COMMUNES):
        body = (
            f"Đảng bộ {lower(unit.name)}, {lower(GAZETTEER.province_of(unit).name)} vừa họp. "
            f"Năm 2025, thu ngân sách trên địa bàn {unit.type} đạt 41,2 tỷ đồng."
        )
        if read(f"{unit.name} họp cuối năm", body, OF_COMMUNES) != [(unit.code, 41.2)]:
            missed.append(unit.name)
    assert not missed


def test_a_commune_of_many_of_its_name_is_known_by_the_district_that_lay_there() -> None:
    names = Counter(unit.short_name for unit in units("commune", OF_COMMUNES))
    districts = Counter(unit.name for unit in units("district", date(2025, 6, 30)))
    found = 0
    missed = []
    for unit in units("commune", OF_COMMUNES):
        lay_in = [past for past in GAZETTEER.predecessors(unit) if past.tier == "district"]
        if names[unit.short_name] == 1 or len(lay_in) != 1 or districts[lay_in[0].name] != 1:
            continue
        body = (
            f"{unit.name} gồm các xã cũ của {lower(lay_in[0].name)} trước đây. Năm 2025, thu ngân sách trên địa bàn "
            f"{unit.type} đạt 41,2 tỷ đồng."
        )
        rows = read(f"{unit.name} họp cuối năm", body, OF_COMMUNES)
        found += 1
        if rows != [(unit.code, 41.2)]:
            missed.append((unit.name, lay_in[0].name, rows))
    assert found > 500
    assert not missed
