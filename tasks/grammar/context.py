"""What an article as a whole tells: its day and year, its province, and which units its place names mean."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from msgspec.structs import replace

from tasks.catalog.units import TWO_TIERS
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tasks.catalog.gazetteer import Gazetteer
    from tasks.catalog.units import AdminUnit
    from tasks.grammar.places import PlaceMention

PlaceLevel = Literal["district", "part", "province", "ambiguous", "unknown"]

_COMMUNE_TYPES: Final = frozenset({"phường", "xã", "thị trấn"})
_COMMUNES: Final = ("phường", "xã", "đặc khu")  # the units since July 2025
_LAST_OF_DISTRICTS: Final = TWO_TIERS - timedelta(days=1)
_DISTRICTS: Final = ("quận", "huyện", "thị xã", "thành phố")


class Place(Record, frozen=True):
    """A mention with its meaning. ``unit`` is set for districts (the tier of the day) and provinces."""

    low: int
    high: int
    level: PlaceLevel
    unit: AdminUnit | None
    mention: PlaceMention


@dataclass
class Context:
    """Facts of one article, decided once."""

    gazetteer: Gazetteer
    published: date | None
    year: int | None
    day: date
    provinces: Counter[str] = field(default_factory=Counter)  # province code → weight
    decided: dict[tuple[str | None, str], AdminUnit] = field(default_factory=dict)
    part_names: set[str] = field(default_factory=set)
    divided: set[str] = field(default_factory=set)  # keys of communes where a district that is named lay
    town_names: set[str] = field(default_factory=set)  # of thị trấn, which mostly bear their district's name
    titled: set[str] = field(default_factory=set)  # names in the title
    spoken_types: set[str] = field(default_factory=set)  # of units that title or lead speak of: "Đảng bộ xã"
    titled_cities: set[str] = field(default_factory=set)  # names in title or lead with the type of a district
    typed_provinces: set[str] = field(default_factory=set)  # names of provinces of the day, told with "tỉnh"
    part_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    main: AdminUnit | None = None
    main_in_title: bool = False
    of_part: bool = False  # the title is about a commune of the time before July 2025
    dated: bool = True  # its year is known, not only the one that its text tells most of
    year_told: bool = False  # a whole year of that number is told as of no aim
    authority: str | None = None  # the type of the unit above: "tỉnh" where "Tỉnh ủy" is told and no "Thành ủy"
    of_province: bool = False  # "Toàn tỉnh xảy ra 96 vụ …" stands in the lead, before any city is named as such
    titled_by_province: bool = False  # the title names a province and no district

    @property
    def unit_types(self) -> tuple[str, ...]:
        """The types of the units of the article's day."""
        return _COMMUNES if self.communes_are_units else _DISTRICTS

    @property
    def communes_are_units(self) -> bool:
        return self.day >= TWO_TIERS

    def place(self, mention: PlaceMention, near: str | None = None) -> Place | None:
        """What a mention means in this article; ``near`` is the code of a province told right beside it."""
        level, unit = self.meaning(mention, near)
        return None if level is None else Place(mention.low, mention.high, level, unit, mention)

    def meaning(self, mention: PlaceMention, near: str | None) -> tuple[PlaceLevel | None, AdminUnit | None]:
        """The level and unit that a mention means; no level where it is no place."""
        if mention.type is None and mention.lent is not None and self.communes_are_units:
            kept = tuple(u for u in mention.candidates if u.type == mention.lent)
            mention = replace(mention, type=mention.lent, candidates=kept)
        if mention.type is None:
            return self._bare(mention, near)
        if mention.type in _COMMUNE_TYPES:
            return self._commune(mention, near)
        provinces = [u for u in mention.candidates if u.tier == "province"]
        if mention.type == "tỉnh":
            return self._province(provinces)
        if mention.type == "thành phố":
            cities = [u for u in provinces if u.type == "thành phố" and u.valid_at(self.day)]
            if cities and not (mention.old and any(u.tier == "district" for u in mention.candidates)):
                return "province", cities[0]
        units = [u for u in mention.candidates if u.tier == "district" or mention.type == "đặc khu"]
        return self._choose(self._dated(units, mention), mention, near, default="unknown")

    def _commune(self, mention: PlaceMention, near: str | None) -> tuple[PlaceLevel, AdminUnit | None]:
        if not self.communes_are_units or mention.old or mention.type == "thị trấn":
            return "part", None
        return self._choose([u for u in mention.candidates if u.valid_at(self.day)], mention, near, default="part")

    def _dated(self, units: Sequence[AdminUnit], mention: PlaceMention) -> list[AdminUnit]:
        """Units of the article's day and the type told; else those of the type at another time; else of the day."""
        typed = [u for u in units if u.type == mention.type]
        if of_day := [u for u in typed if u.valid_at(self.day)]:
            return of_day
        if self.communes_are_units and (of_districts := [u for u in typed if u.valid_at(_LAST_OF_DISTRICTS)]):
            return of_districts
        near = self._without_forerunners(_nearest(typed, self.day))
        return near or [u for u in units if u.valid_at(self.day)]

    def _without_forerunners(self, units: Sequence[AdminUnit]) -> list[AdminUnit]:
        """*Huyện Ba Vì cũ* is Hà Nội's, not the one of Hà Tây that it was before 2008."""
        keys = {u.key for u in units}
        return [u for u in units if keys.isdisjoint(heir.key for heir in self.gazetteer.successors(u))]

    def _bare(self, mention: PlaceMention, near: str | None) -> tuple[PlaceLevel | None, AdminUnit | None]:
        """A name without its type: what it meant elsewhere in the article, else what it can mean alone."""
        if self._is_province(mention):
            return "province", next(u for u in mention.candidates if u.tier == "province" and u.valid_at(self.day))
        own, other = (_COMMUNES, _DISTRICTS) if self.communes_are_units else (_DISTRICTS, _COMMUNES)
        unit = self._decided(mention, own) or self._titled_commune(mention) or self._decided(mention, other)
        if unit is not None:
            return "district", unit
        if mention.name in self.part_names or (mention.name in self.town_names and not self._is_district(mention)):
            return "part", None
        return self._never_typed(mention, near)

    def _is_province(self, mention: PlaceMention) -> bool:
        """*Lượng khách đến Lào Cai* in an article that names tỉnh Lào Cai and is not about its city of that name."""
        if self.of_province and mention.name in self.titled:
            return any(u.tier == "province" and u.valid_at(self.day) for u in mention.candidates)
        return mention.name in self.typed_provinces and mention.name not in self.titled_cities

    def _is_district(self, mention: PlaceMention) -> bool:
        return any(u.tier == "district" and u.valid_at(self.day) for u in mention.candidates)

    def _decided(self, mention: PlaceMention, kinds: Iterable[str]) -> AdminUnit | None:
        told = [u for kind in kinds if (u := self.decided.get((kind, mention.name))) is not None]
        unit = next((u for u in told if u.valid_at(self.day)), next(iter(told), None))
        if unit is None or unit.valid_from <= self.day:
            return unit
        # "Từ Sơn thu … Đến năm 2025 thị xã trở thành thành phố Từ Sơn": the name alone is not what it is to become.
        today = [u for u in mention.candidates if u.tier == unit.tier and u.valid_at(self.day)]
        same = [u for u in today if u.province_code == unit.province_code]
        return same[0] if len(same) == 1 else unit

    def _titled_commune(self, mention: PlaceMention) -> AdminUnit | None:
        """The commune of a name in the title, where only one lies in a province that the article is about."""
        if not self.communes_are_units or mention.name not in self.titled:
            return None
        if any(u.tier == "province" and u.valid_at(self.day) for u in mention.candidates):
            return None
        here = [u for u in mention.candidates if u.tier == "commune" and u.valid_at(self.day)]
        known = [u for u in here if self.provinces[u.province_code] or self.provinces[self._heir(u)]]
        spoken = [u for u in known or here if u.type in self.spoken_types]  # "Hồng Vân: Đại hội Đảng bộ xã …"
        found = known if len(known) == 1 else spoken
        return found[0] if len(found) == 1 else None

    def _never_typed(self, mention: PlaceMention, near: str | None) -> tuple[PlaceLevel | None, AdminUnit | None]:
        provinces = [u for u in mention.candidates if u.tier == "province" and u.valid_at(self.day)]
        if provinces:
            return "province", provinces[0]
        tier = "commune" if self.communes_are_units else "district"
        units = [u for u in mention.candidates if u.tier == tier and u.valid_at(self.day)]
        if len(units) == 1 and units[0].type == "đặc khu":
            return "district", units[0]  # "Phú Quốc đón …": islands are known without their type
        if self.communes_are_units or not units:
            past = [u for u in mention.candidates if u.tier == "province"]
            return ("province", past[-1]) if past and not units else (None, None)
        spoken = [u for u in units if u.type in self.spoken_types and mention.name in self.titled]
        if set(mention.name).isdisjoint(" '"):  # "Vinh", "Huế": also names of people
            return ("district", spoken[0]) if len(spoken) == 1 else (None, None)
        level, unit = self._choose(units, mention, near, default="unknown")
        if level == "ambiguous" and len(spoken) == 1:
            return "district", spoken[0]  # "Kỳ Anh thu ngân sách … Trên địa bàn thị xã …"
        return (level, unit) if level == "district" else (None, None)

    def _province(self, provinces: Sequence[AdminUnit]) -> tuple[PlaceLevel, AdminUnit | None]:
        return "province", next((u for u in provinces if u.valid_at(self.day)), next(iter(provinces), None))

    def _choose(
        self, units: Sequence[AdminUnit], mention: PlaceMention, near: str | None, default: PlaceLevel
    ) -> tuple[PlaceLevel, AdminUnit | None]:
        """The one candidate that the context allows; refused (``ambiguous``) where it cannot decide."""
        known = self.decided.get((mention.type, mention.name))
        if known is not None:
            return "district", known
        if not units:
            return default, None
        if near is not None:
            close = [u for u in units if u.province_code == near or self._heir(u) == near]
            if len(close) == 1:
                return "district", close[0]
            units = close or units
        return self._lonely(units[0], default) if len(units) == 1 else self._likeliest(units)

    def _lonely(self, unit: AdminUnit, default: PlaceLevel) -> tuple[PlaceLevel, AdminUnit | None]:
        known = not self.provinces or self.provinces[unit.province_code] or self.provinces[self._heir(unit)]
        if unit.tier == "commune" and not known:
            return default, None  # a name that some other province also has
        return "district", unit

    def _likeliest(self, units: Sequence[AdminUnit]) -> tuple[PlaceLevel, AdminUnit | None]:
        """The one where a district lay that is named, else that in the province that the article speaks of most."""
        held = [u for u in units if u.key in self.divided]
        if len(held) == 1:
            return "district", held[0]
        weights = {u.key: 2 * self.provinces[u.province_code] + self._heir_weight(u) for u in units}
        best = max(weights.values())
        top = [u for u in units if weights[u.key] == best]
        under = top if best > 0 and len(top) == 1 else self._under_authority(top)
        return ("district", under[0]) if len(under) == 1 else ("ambiguous", None)

    def _under_authority(self, units: Sequence[AdminUnit]) -> list[AdminUnit]:
        """*Chỉ đạo của Thành ủy* tells that a huyện An Lão is Hải Phòng's, *Tỉnh ủy* that it is Bình Định's."""
        if self.authority is None:
            return []
        return [u for u in units if self.gazetteer.province_of(u).type == self.authority]

    def _heir_weight(self, unit: AdminUnit) -> int:
        heir = self._heir(unit)
        return 0 if heir == unit.province_code else self.provinces[heir]

    def _heir(self, unit: AdminUnit) -> str:
        """The province of today for a unit of the old map, so that *Gia Lai* helps to find a huyện of Bình Định."""
        successors = self.gazetteer.successors(unit)
        return successors[0].province_code if successors else unit.province_code


def _nearest(units: Sequence[AdminUnit], day: date) -> list[AdminUnit]:
    """For each province the unit whose life lies nearest to the day."""
    best: dict[str, tuple[int, AdminUnit]] = {}
    for unit in units:
        end = unit.valid_to or date.max
        distance = (unit.valid_from - day).days if unit.valid_from > day else max((day - end).days, 0)
        if unit.province_code not in best or distance < best[unit.province_code][0]:
            best[unit.province_code] = (distance, unit)
    return [unit for _, unit in best.values()]
