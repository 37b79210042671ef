"""A mark that several districts have passed, and their names: *các quận thu trên 1.000 tỷ đồng là quận 1, …*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_LISTS: Final = frozenset({"gồm", "là", "như", ":", "(", "bao gồm", "gồm có", "gồm :", "là :", "có"})
_PLURALS: Final = frozenset({"các", "những", "nhóm", "nhiều", "khối", "số"})
UNITS: Final = frozenset({"quận", "huyện", "phương", "vị", "nơi", "xã", "phường", "phố"})  # "địa phương", "đơn vị"
"""The last words of what stands for units."""
_MARKS: Final = frozenset({"mốc", "mức", "ngưỡng", "con", "số"})
_OPENS_REACH: Final = 6  # words from a clause's beginning to those who passed the mark
_OF_GROUP: Final = (["có"], ["thu"], ["đạt"], ["trên"], ["dưới"], ["từ"])
_VERB_REACH: Final = 5  # items from the mark back to the verb
_NOUN_REACH: Final = 4  # items from the mark over its noun or plan to the names
_LEADS: Final = _LISTS | {"các", "huyện", "quận", "thị xã", "thành phố", "tp", "xã", "phường"}
_JOINTS: Final = frozenset({",", "và", "các", "huyện", "quận", "thị xã", "thành phố"})


def counted_before(told: Telling, index: int) -> int | None:
    """How many have passed the mark at ``index``, where they are counted: *trong 15 quận, huyện, có bảy đơn vị …*."""
    for j in range(index - 1, -1, -1):
        quantity = told.items[j].quantity
        if quantity is not None and quantity.kind == "count":
            units = not UNITS.isdisjoint(told.texts[told.items[j].high : told.items[j].high + 2])
            return int(quantity.value) if units else None
    return None


def is_listed_mark(told: Telling, index: int) -> bool:
    """Whether the number at ``index`` is what each of the districts named right behind it has more or less than."""
    quantity = told.quantity(index)
    passed = any(item.has("exceed") for item in told.items[max(0, index - 2) : index])  # "vượt mốc"
    bounded = quantity.bound != "eq" or quantity.from_ or passed
    if not index or quantity.is_range or not bounded:
        return False
    return bool(listed_behind(told, index)) and _several_before(told, index)


def of_listed_mark(told: Telling, number: Number) -> Claim | None:
    """*bốn quận thu từ 2.300 tỷ đồng: quận 10, …*: what the verb may stand for, where the article has told it."""
    index = number.index
    if number.quantity.kind not in {"money", "percent"} or (number.previous is not None and number.last is not None):
        return None
    if number.quantity.kind == "money":
        for j in range(index - 1, max(-1, index - 1 - _VERB_REACH), -1):
            for phrase in told.items[j].phrases:
                if phrase.role == "follow" and not told.state.told_of.isdisjoint(phrase.after):
                    return Claim(phrase.name, j, "mark") if is_listed_mark(told, index) else None
    return _of_bare_mark(told, number) if is_listed_mark(told, index) else None


def _of_bare_mark(told: Telling, number: Number) -> Claim | None:
    """*Có 6 quận vượt mốc 1.000 tỷ đồng: quận 1, …*: nothing is named, so it is the one sum that was told before."""
    before = told.items[told.clause_start(number.index, {",", ";"}) : number.index]
    if any(item.kind == "word" and item.text not in UNITS | _MARKS for item in before):
        return None
    if any(phrase.role != "frame" for item in before for phrase in item.phrases):
        return None
    of_plan = any(item.has("plan") for item in told.items[number.index + 1 : number.index + 3])
    if (number.quantity.kind == "percent") != of_plan:
        return None
    spoken = told.state.recent or tuple(told.state.told_of)
    names = {name for name in spoken if fits(number.quantity, told.indicator(name))}
    return Claim(names.pop(), number.index, "mark") if len(names) == 1 else None


def listed_behind(told: Telling, index: int) -> tuple[AdminUnit, ...]:
    """The districts of the list that begins right behind the number at ``index`` and its noun."""
    items = told.items
    for j in range(index + 1, min(len(items) - 1, index + 1 + _NOUN_REACH)):
        item = items[j]
        if item.text in _LISTS:
            return _names(items[j + 1 :])
        if item.kind in {"quantity", "place", "period"} or item.text in {",", ";", "."}:
            break
    return ()


def _names(items: Sequence[Item]) -> tuple[AdminUnit, ...]:
    units: list[AdminUnit] = []
    for item in items:
        if item.place is not None and item.names_district and item.place.unit is not None:
            units.append(item.place.unit)
        elif item.text not in (_JOINTS if units else _LEADS):
            break
    return tuple(units)


def _several_before(told: Telling, index: int) -> bool:
    """*hai địa phương …*, *nhóm có số thu …*, *những huyện …*: those who passed it open the clause."""
    start = told.clause_start(index, {";", ".", ":"})
    words = told.words(told.items[start].low, told.quantity(index).first).split(" ")
    if "tổng" in words:
        return False
    for j, item in enumerate(told.items[start:index], start):
        quantity = item.quantity
        if quantity is not None and quantity.kind == "count" and quantity.value > 1:
            return not UNITS.isdisjoint(told.texts[item.high : item.high + 2])
        if item.text.split(" ")[0] in _PLURALS and item.text != "số thu":
            behind = told.texts[item.low + 1 : item.low + 3]
            return not UNITS.isdisjoint(behind) or (item.text == "nhóm" and behind[:1] in _OF_GROUP)
        if j - start > _OPENS_REACH:
            return False
    return False
