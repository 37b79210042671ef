"""Districts called like a province, told by what they stand beside: *huyện Mai Sơn 312, Sơn La 640 tỷ đồng*.

Behind a district of it, the name is the province's: *huyện Bắc Hà (Lào Cai)*, whatever it means elsewhere in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.context import Context, Place
    from tasks.grammar.places import PlaceMention
    from tasks.grammar.tokens import Token

_LISTED_TYPES: Final = frozenset({"huyện", "thị xã", "thành phố"})
_LISTED: Final = 3
_SIGNS: Final = frozenset({",", ";", "và", "-", "+", "\n"})
_BESIDE: Final = frozenset({"(", ",", "-"})
_OF: Final = frozenset({"của", "thuộc", "ở", "tại", "trong"})
_ENDS_OF_UNITS: Final = frozenset({"huyện", "phố", "xã", "quận", "phường", "phương", "tp", "thị"})  # "địa phương"
_SEVERAL: Final = frozenset({"các", "nhiều", "những", "số"})
_SEVERAL_REACH: Final = 12  # tokens from the name back to the plural
_UNITS_REACH: Final = 3
_FIGURE_SIGNS: Final = frozenset({"(", ":", "đạt", "còn", "giảm", "tăng", "với", "là", "có"})


def as_told_beside(places: Sequence[Place], tokens: Sequence[Token], context: Context) -> list[Place]:
    """The places of a sentence, those that are called like a province as what their neighbours say."""
    told = [_whole(place, tokens, context.day) for place in places]
    return _as_members(_as_provinces(told, tokens, context), tokens, context) if len(told) > 1 else told


def _whole(place: Place, tokens: Sequence[Token], day: date) -> Place:
    """A place, or the province that bears its name where it has several units."""
    if place.level != "district" or place.mention.type is not None or not holds_units(tokens, place.mention, day):
        return place
    around = next(unit for unit in place.mention.candidates if unit.tier == "province" and unit.valid_at(day))
    return replace(place, level="province", unit=around)


def _as_members(places: Sequence[Place], tokens: Sequence[Token], context: Context) -> list[Place]:
    """The places of a sentence; a bare name of a province between districts of a list as the district of that name.

    *huyện Lệ Thủy đạt 52,1%, Quảng Ninh 48,3%, Bố Trạch 44,7%*: each has its figure right behind it, and the district
    lies in the province of the others. *Vân Đồn 780.000 lượt, Quảng Ninh 8,4 triệu lượt*: no such district there.
    """
    out = list(places)
    for i, place in enumerate(places):
        if place.level != "province" or place.mention.type is not None or not i:
            continue
        if not _is_member(place, tokens) or tokens[place.low - 1].text not in _SIGNS:
            continue
        beside = [other for other in (out[i - 1], *places[i + 1 : i + 2]) if _is_district(other, tokens)]
        provinces = {other.unit.province_code for other in beside if other.unit is not None}
        named = {other.unit.key for other in places if other.level == "district" and other.unit is not None}
        units = [unit for unit in _of_day(place, context) if unit.province_code in provinces]
        if len(provinces) == 1 and out[i - 1] in beside and len(units) == 1 and units[0].key not in named:
            out[i] = replace(place, level="district", unit=units[0])
    return out


def _as_provinces(places: Sequence[Place], tokens: Sequence[Token], context: Context) -> list[Place]:
    """The places of a sentence; a bare name right behind a district of the province so called as that province."""
    out = list(places)
    for i, place in enumerate(places):
        before = out[i - 1] if i else None
        if before is None or before.unit is None or place.level != "district" or place.mention.type is not None:
            continue
        if before.level != "district" or place.low != before.high + 1 or tokens[before.high].text not in _BESIDE:
            continue
        opened, behind = tokens[before.high].text == "(", tokens[place.high : place.high + 1]
        if not behind or (behind[0].text != ")" if opened else _is_member(place, tokens)):
            continue
        around = [unit for unit in place.mention.candidates if unit.tier == "province" and unit.valid_at(context.day)]
        if around and around[0].code == before.unit.province_code and place.unit != before.unit:
            out[i] = replace(place, level="province", unit=around[0])
    return out


def holds_units(tokens: Sequence[Token], mention: PlaceMention, day: date) -> bool:
    """*các huyện, thị xã, thành phố của Tây Ninh*: what has several of them is the province and not its city."""
    low = mention.low
    if low < _UNITS_REACH or tokens[low - 1].text not in _OF or tokens[low - 2].text not in _ENDS_OF_UNITS:
        return False
    if _SEVERAL.isdisjoint(token.text for token in tokens[max(0, low - _SEVERAL_REACH) : low - 2]):
        return False
    return any(unit.tier == "province" and unit.valid_at(day) for unit in mention.candidates)


def cities_among_others(found: Sequence[PlaceMention], day: date) -> set[str]:
    """*thị xã Sa Pa 282.000 lượt; thành phố Lào Cai 226.000 lượt; huyện Bảo Yên …*: one of a province's districts.

    Where the city of a name stands in such a list, the bare name is the province's.
    """
    listed = {one.name for one in found if one.type in _LISTED_TYPES}
    if len(listed) < _LISTED:
        return set()
    cities = (one for one in found if one.type == "thành phố")
    return {one.name for one in cities if any(u.tier == "province" and u.valid_at(day) for u in one.candidates)}


def _of_day(place: Place, context: Context) -> list[AdminUnit]:
    tier = "commune" if context.communes_are_units else "district"
    return [unit for unit in place.mention.candidates if unit.tier == tier and unit.valid_at(context.day)]


def _is_district(place: Place, tokens: Sequence[Token]) -> bool:
    return place.level == "district" and _is_member(place, tokens)


def _is_member(place: Place, tokens: Sequence[Token]) -> bool:
    """Whether a figure stands right behind the name."""
    high = place.high + (place.high < len(tokens) and tokens[place.high].text in _FIGURE_SIGNS)
    return high < len(tokens) and tokens[high].is_number
