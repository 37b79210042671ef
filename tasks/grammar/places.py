"""Places in the text: units by type and name, bare names, and words that stand for the place spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.phrases import PhraseTrie
from tasks.grammar.place_edges import (
    closes_list,
    continues,
    is_numbered,
    is_old,
    is_speaker,
    is_whole,
    matches,
    names_a_thing,
)
from tasks.grammar.place_lent import with_lent_types
from tasks.grammar.place_types import COMMUNE_TYPES, TYPE_BEGINS, ho_chi_minh_city, types_at
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.catalog.gazetteer import Gazetteer
    from tasks.catalog.units import AdminUnit
    from tasks.grammar.tokens import Token

_OFFICE_ENDS: Final = frozenset({"ủy", "ubnd", "hđnd", "an", "thuế", "đoàn", "mttq", "tỉnh", "tp"})
_SELDOM_BARE: Final = frozenset({"hoàng sa", "trường sa"})  # streets and archipelagos before they are districts
_LIST_SIGNS: Final = frozenset({",", "và", ";", "cùng", "hoặc", "-", "&"})
_NO_NAMES: Final = frozenset(
    {"ntm", "ntmnc", "ocop", "vhvm", "atk", "hđnd", "ubnd", "mttq", "htx", "hội", "viên"}
)  # "các xã NTM", "KINH TẾ - XÃ HỘI"
_SEVERAL: Final = frozenset({"các", "hai", "ba", "những", "nhiều"})
_LONG_NAME: Final = 4  # capitalised words in a row: more of them are no commune's name
_LIST_ENDS: Final = frozenset({",", ";", ".", ")", "và", "(", "..", "..."})
_TIMES: Final = frozenset({"tháng", "quý"})
_MONTHS: Final = 12
_NO_NAME_BEHIND: Final = frozenset({"%", "tỷ", "tỉ", "triệu", "nghìn", "ngàn"})  # behind a number that is no name


class PlaceMention(Record, frozen=True):
    """A named place. ``candidates`` are the units that may be meant, before the article's context has decided."""

    low: int
    high: int
    type: str | None  # the type word, None for a bare name
    name: str
    candidates: tuple[AdminUnit, ...]
    old: bool = False  # "huyện Hóc Môn cũ"
    listed: bool = False  # took its type from an earlier member of a list
    lent: str | None = None  # the type of the commune before it in a list, for a bare name since July 2025


class PlaceFinder:
    """Finds place names in token sequences. Built once per gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._units: PhraseTrie[str] = PhraseTrie((name, name) for name in sorted(gazetteer.short_names))
        self._provinces: PhraseTrie[str] = PhraseTrie((name, name) for name in sorted(gazetteer.province_short_names))
        self._begins = self._units.begins | self._provinces.begins

    def find_again(
        self, tokens: Sequence[Token], taken: Sequence[bool], names: Mapping[str, tuple[str, ...]]
    ) -> list[PlaceMention]:
        """Bare mentions of parts that the article named with their type; ``names`` maps a first word to the words."""
        out: list[PlaceMention] = []
        for i, token in enumerate(tokens):
            words = names.get(token.text)
            if words is None or not token.capital or taken[i] or not matches(tokens, i, words):
                continue
            if not continues(tokens, i) and is_whole(tokens, i, i + len(words)):
                out.append(PlaceMention(i, i + len(words), None, " ".join(words), ()))
        return out

    def find(self, tokens: Sequence[Token], taken: Sequence[bool]) -> list[PlaceMention]:
        """Mentions from left to right in one sentence's tokens; ``taken`` tokens (dates) hold no name."""
        out: list[PlaceMention] = []
        i = 0
        for begin in [i for i, token in enumerate(tokens) if token.capital or token.text in TYPE_BEGINS]:
            if begin < i or taken[begin]:
                continue
            typed = self._typed(tokens, begin) if tokens[begin].text in TYPE_BEGINS else None
            found = typed or self._bare(tokens, begin)
            if found is None:
                continue
            out.append(found)
            i = found.high
            while (following := self._listed(tokens, taken, found, i)) is not None:
                out.append(following)
                found, i = following, following.high
        return with_lent_types(tokens, out) if out else out

    def _typed(self, tokens: Sequence[Token], i: int) -> PlaceMention | None:
        end = ho_chi_minh_city(tokens, i)
        if end is not None:
            return PlaceMention(i, end, "thành phố", "hồ chí minh", self._gazetteer.provinces_named("hồ chí minh"))
        for start, kind, written_out in types_at(tokens, i):
            mention = self._named(tokens, i, start, kind)
            if mention is not None or written_out:
                return mention
        return None

    def _named(self, tokens: Sequence[Token], low: int, start: int, kind: str) -> PlaceMention | None:
        """The name at ``start`` behind a type word at ``low``."""
        if start >= len(tokens):
            return None
        if tokens[start].is_number:
            return self._numbered(tokens, low, start, kind)
        if not tokens[start].capital:
            return None
        if kind in {"tỉnh", "thành phố"}:
            province = self._province(tokens, low, start, kind)
            if province is not None or kind == "tỉnh":
                return province
        return self._unit(tokens, low, start, kind)

    def _numbered(self, tokens: Sequence[Token], low: int, start: int, kind: str) -> PlaceMention | None:
        """*quận 1*, *phường 14*."""
        number = tokens[start].text
        if kind not in {"quận", "phường"} or not number.isdigit() or len(number) > 2:
            return None
        following, behind = ([token.text for token in tokens[start + 1 : start + 3]] + ["", ""])[:2]
        if following in _NO_NAME_BEHIND:
            return None  # "thu ngân sách phường 51 tỷ đồng"
        dated = behind.isdigit() and int(behind) <= _MONTHS
        dated = dated and not _NO_NAME_BEHIND.intersection(token.text for token in tokens[start + 3 : start + 4])
        if following in _TIMES and not dated and int(number) <= _MONTHS:
            return None  # "thu ngân sách quận 9 tháng 142 tỷ đồng", but "quận 9 tháng 6/2018"
        longer = self._units.longest(tokens, start)
        if longer is not None and longer[0] > start + 1:
            return self._mention(tokens, low, longer[0], kind, longer[1])  # "phường 1 Bảo Lộc"
        return self._mention(tokens, low, start + 1, kind, (str(int(number)),))

    def _province(self, tokens: Sequence[Token], low: int, start: int, kind: str) -> PlaceMention | None:
        """A province, or a city: both the province of that name and the city below one may be meant."""
        match = self._provinces.longest(tokens, start)
        own = self._units.longest(tokens, start) if kind == "thành phố" else None
        if match is None or (own is not None and match[0] < own[0]) or not is_whole(tokens, start, match[0]):
            return None
        units = tuple(unit for name in match[1] for unit in self._gazetteer.provinces_named(name))
        cities = self._of_type(match[1][0], kind) if kind == "thành phố" else ()
        return PlaceMention(low, match[0], kind, match[1][0], (*units, *cities))

    def _unit(self, tokens: Sequence[Token], low: int, start: int, kind: str) -> PlaceMention | None:
        """A unit of the gazetteer; a commune that it does not know is named by the capitals that follow."""
        match = self._units.longest(tokens, start)
        if match is not None and (kind not in COMMUNE_TYPES or is_whole(tokens, start, match[0])):
            if kind in COMMUNE_TYPES and is_numbered(tokens, match[0]):
                return PlaceMention(low, match[0] + 1, kind, f"{match[1][0]} {tokens[match[0]].text}", ())
            return self._mention(tokens, low, match[0], kind, match[1])
        if kind not in COMMUNE_TYPES:
            return None
        end = start
        if tokens[start].text in _NO_NAMES or is_speaker(tokens, low, start):
            return None
        while end < len(tokens) and tokens[end].capital and tokens[end].text[0].isalpha() and end - start < 4:
            if end > start and tokens[end].text in TYPE_BEGINS and any(types_at(tokens, end)):
                break  # "PHƯỜNG TÂN MAI QUẬN HOÀNG MAI": in capitals the next name begins like this one
            end += 1
        name = " ".join(token.text for token in tokens[start:end])
        return PlaceMention(low, end, kind, name, (), old=is_old(tokens, end))

    def _of_type(self, name: str, kind: str) -> tuple[AdminUnit, ...]:
        return tuple(unit for unit in self._gazetteer.any_named(name) if unit.type == kind)

    def _mention(
        self, tokens: Sequence[Token], low: int, high: int, kind: str, names: Sequence[str], *, listed: bool = False
    ) -> PlaceMention:
        found = self._called(names)
        same = tuple(unit for unit in found if unit.type == kind)
        if not same and kind not in COMMUNE_TYPES:
            same = tuple(unit for unit in found if unit.tier == "district")
        return PlaceMention(low, high, kind, names[0], same, old=is_old(tokens, high), listed=listed)

    def _called(self, names: Sequence[str]) -> tuple[AdminUnit, ...]:
        """Units of names that are one to the reader: Mỹ Quí and Mỹ Quý."""
        return tuple(dict.fromkeys(unit for name in names for unit in self._gazetteer.any_named(name)))

    def _bare(self, tokens: Sequence[Token], i: int) -> PlaceMention | None:
        if not tokens[i].capital or tokens[i].text not in self._begins or not tokens[i].text[0].isalpha():
            return None
        own = self._units.longest(tokens, i)
        province = self._provinces.longest(tokens, i)
        end = max(own[0] if own else 0, province[0] if province else 0)
        office = i > 0 and tokens[i - 1].text in _OFFICE_ENDS  # "Thành ủy Hà Nội Lê Quang …": a person's name follows
        if not end or not (office or is_whole(tokens, i, end)) or continues(tokens, i):
            return None
        if not all(
            tokens[n].capital or tokens[n - 1].text == "'" for n in range(i, end) if tokens[n].text[0].isalpha()
        ):
            return None  # "Cư M'gar"
        units: tuple[AdminUnit, ...] = ()
        name = ""
        if province is not None and province[0] == end:
            name = province[1][0]
            units = self._gazetteer.provinces_named(name)
        if own is not None and own[0] == end:
            name = own[1][0]
            units = (*units, *self._called(own[1]))
        if not units or name.isdigit() or name in _SELDOM_BARE or names_a_thing(tokens, i):
            return None
        return PlaceMention(i, end, None, name, units, old=is_old(tokens, end))

    def _listed(
        self, tokens: Sequence[Token], taken: Sequence[bool], before: PlaceMention, i: int
    ) -> PlaceMention | None:
        """``quận Bình Tân, Bình Chánh``; ``các quận 1, 3 và 5``: the later members lend the first one's type."""
        if before.type is None or i + 1 >= len(tokens) or tokens[i].text not in _LIST_SIGNS or taken[i + 1]:
            return None
        if tokens[i + 1].is_number:
            return self._listed_number(tokens, before, i + 1)
        if tokens[i].text == "," and self._lies_in(tokens, before, i + 1):
            return None
        return self._listed_name(tokens, before, i + 1)

    def _lies_in(self, tokens: Sequence[Token], before: PlaceMention, i: int) -> bool:
        """*thành phố Sầm Sơn, Thanh Hóa*: the province of the first, not a second city."""
        match = self._provinces.longest(tokens, i)
        if match is None or before.listed or not is_whole(tokens, i, match[0]):
            return False
        codes = {unit.code for name in match[1] for unit in self._gazetteer.provinces_named(name)}
        inside = [unit.province_code in codes for unit in before.candidates]
        several = before.low > 0 and tokens[before.low - 1].text in _SEVERAL  # "các xã Tam Nông, Phú Thọ"
        return any(inside) and (all(inside) or not several)

    def _listed_number(self, tokens: Sequence[Token], before: PlaceMention, i: int) -> PlaceMention | None:
        number = tokens[i].text
        if before.type is None or not (before.name.isdigit() and number.isdigit() and len(number) <= 2):
            return None
        if not closes_list(tokens, i + 1):
            return None
        return self._mention(tokens, i, i + 1, before.type, (str(int(number)),), listed=True)

    def _listed_name(self, tokens: Sequence[Token], before: PlaceMention, i: int) -> PlaceMention | None:
        kind = before.type
        if kind is None or kind == "tỉnh" or not tokens[i].capital:
            return None
        match = self._units.longest(tokens, i)
        whole = match is not None and is_whole(tokens, i, match[0])
        if match is None or not whole:
            return self._listed_commune(tokens, kind, i)
        name = match[1][0]
        tier = "commune" if kind in {"phường", "xã", "đặc khu"} else "district"
        found = self._called(match[1])
        if self._is_district_around(tokens, before, (i, match[0]), found):
            return None
        units = tuple(unit for unit in found if unit.type == kind)
        if not units and not self._names_old_commune(tokens, before, found):
            units = tuple(unit for unit in found if unit.tier == tier)
        if not units:  # "các xã Ô Lâm, An Tức, Cô Tô", but "xã Tả Phìn, Sa Pa"
            commune = before.listed or self._names_old_commune(tokens, before, found)
            return self._listed_commune(tokens, kind, i) if commune else None
        return PlaceMention(i, match[0], kind, name, units, old=is_old(tokens, match[0]), listed=True)

    def _is_district_around(
        self, tokens: Sequence[Token], before: PlaceMention, name: tuple[int, int], found: Sequence[AdminUnit]
    ) -> bool:
        """*ở phường Vĩnh Hưng, Hoàng Mai*: a district's name that closes behind one ward is where that lies."""
        i, high = name
        several = before.low > 0 and (tokens[before.low - 1].text in _SEVERAL or tokens[before.low - 1].is_number)
        goes_on = high + 1 < len(tokens) and tokens[high].text in _LIST_SIGNS and tokens[high + 1].capital
        alone = not before.listed and not several and not goes_on and tokens[i - 1].text == ","
        return alone and before.type == "phường" and any(unit.tier == "district" for unit in found)

    def _names_old_commune(self, tokens: Sequence[Token], before: PlaceMention, found: Sequence[AdminUnit]) -> bool:
        """*hai phường Phúc Xá và Chương Dương*: no xã Chương Dương, but a phường that is no unit of today."""
        several = before.low > 0 and (tokens[before.low - 1].text in _SEVERAL or tokens[before.low - 1].is_number)
        communes = all(unit.tier == "commune" for unit in found)
        return several and communes and before.type in {"phường", "xã"} and not before.candidates

    def _listed_commune(self, tokens: Sequence[Token], kind: str, i: int) -> PlaceMention | None:
        """*các xã Ô Lâm, An Tức, Cô Tô*: a commune that the gazetteer does not know, in a list that goes on."""
        end = i
        while end < len(tokens) and tokens[end].capital and tokens[end].text[0].isalpha() and end - i < _LONG_NAME:
            end += 1
        if kind not in COMMUNE_TYPES or self._provinces.longest(tokens, i) is not None:
            return None
        if not 1 < end - i < _LONG_NAME or tokens[i].text in _NO_NAMES or tokens[i].text in TYPE_BEGINS:
            return None
        ends = end >= len(tokens) or tokens[end].text in _LIST_ENDS
        name = " ".join(token.text for token in tokens[i:end])
        return PlaceMention(i, end, kind, name, (), old=is_old(tokens, end), listed=True) if ends else None
