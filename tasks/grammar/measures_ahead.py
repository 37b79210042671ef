"""Measures that a sentence opens with, before what they are of: *Tăng 9% so với năm trước, thu ngân sách …*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.surroundings import MORE, base_in, says_more

if TYPE_CHECKING:
    from tasks.catalog.indicators import Indicator
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_VERBS: Final = ("reach", "exceed", "up", "down")
_FREE: Final = ("exceed", "up", "down")  # verbs that tell a measure though no base stands beside
_NOT_OWN: Final = ("org", "part_of", "share", "average", "target", "remaining")
_REACH: Final = 22  # items from a measure to what names it, other measures in between
_UNKNOWN: Final = 2  # words of what a measure is told against: "dự toán HĐND giao"
_LEAD: Final = 4  # items of a time or a place, between the comma and the name
_NAME_REACH: Final = 4  # items of a head with its sector
_RESULTS: Final = ("kết quả", "con số", "mức", "thành quả", "thành tích", "nỗ lực", "tốc độ", "nhịp", "điểm sáng")
_RESULT_REACH: Final = 9  # items from "là" to the name
_RISES: Final = ("mức", "tốc độ", "đà", "nhịp", "nhịp độ")
_WITH: Final = ("với", "với tỷ lệ", "với mức", "với con số", "với kết quả")


def measured_ahead(told: Telling, number: Number) -> Claim | None:
    """What is named behind the measures that a sentence opens with, or behind the rise that it tells.

    *Bằng 118% dự toán, thu ngân sách huyện đạt 168 tỷ đồng*; *Vượt 12% dự toán là kết quả thu ngân sách đáng mừng*;
    *Mức tăng 9,6% của tổng giá trị sản xuất*.
    """
    if told.text_after(number.index) == "của" and (rise := _of_rise(told, number)) is not None:
        return rise
    if number.previous is not None or not _opens(told, number):
        return None
    based, unknown = base_in(told.items[: number.index]) is not None, 0
    for j in range(number.index + 1, min(number.index + _REACH, len(told.items) - 1)):
        item = told.items[j]
        based = based or item.has("plan") or (item.period is not None and item.period.kind == "base")
        if item.text == ",":
            found = _named(told, number, j + 1)
            if found is not None and _is_measure_of(told, number, found, based=based):
                return found
            if found is not None:
                return None
        elif item.text == "là":
            return _of_result(told, number, j) if based else None
        elif item.phrases and not item.cues:
            return None
        elif item.kind == "word" and item.high > told.quantity(number.index).high:
            unknown += not _is_noun(told, number, item)
            if unknown > _UNKNOWN:
                return None
        elif item.kind == "place" or item.has(*_NOT_OWN):
            return None
    return None


def _is_noun(told: Telling, number: Number, item: Item) -> bool:
    """Whether a word is of the noun that a count counts."""
    return number.is_count and item.high <= told.counted_by(told.quantity(number.index).high)[0]


def _opens(told: Telling, number: Number) -> bool:
    """Whether nothing but times and verbs of moving stands before the number, one of those right before it."""
    opening = told.items[: number.index]
    if not opening or any(item.has(*_NOT_OWN) for item in opening):
        return False
    if _is_with(told, number):
        return True
    if any(item.kind != "cue" and item.period is None and not item.has(*_VERBS) for item in opening):
        return False
    return says_more(opening[-1]) or any(item.has(*_VERBS) or item.text in MORE for item in opening)


def _is_with(told: Telling, number: Number) -> bool:
    return told.words(0, told.quantity(number.index).low) in _WITH


def _named(told: Telling, number: Number, start: int) -> Claim | None:
    """What the clause from ``start`` on names first: an indicator, or a head and its sector, behind a time or place."""
    j = start
    while j < min(start + _LEAD, len(told.items)) and (
        told.items[j].period is not None or told.items[j].names_district or told.items[j].text == ","
    ):
        j += 1
    return _name_at(told, number, j)


def _name_at(told: Telling, number: Number, j: int, *, sector: bool = False) -> Claim | None:
    """The indicator that the words from ``j`` on name; ``sector`` where a sector alone may stand for what it makes."""
    sectors: list[str] = []
    heads: list[str] = []
    for k in range(j, min(j + _NAME_REACH, len(told.items))):
        item = told.items[k]
        if item.kind not in {"phrase", "cue"} or item.quantity is not None or item.text in {",", ";"}:
            break
        for phrase in item.phrases:
            if phrase.role == "form" and _may_be(told, number, phrase.name):
                return Claim(_measured(told, number, phrase.name), k, "after-number")
            (sectors if phrase.role == "sector" else heads if phrase.role == "head" else []).append(phrase.name)
        names = (told.phrases.composed.get((one, head)) for one in sectors for head in heads)
        name = next((one for one in names if one is not None and _may_be(told, number, one)), None)
        if name is not None:
            return Claim(name, k, "after-number")
    if sector and number.quantity.kind == "percent":
        grown = next((told.phrases.grown[one] for one in sectors if one in told.phrases.grown), None)
        return None if grown is None else Claim(grown, j, "after-number")
    return None


def _may_be(told: Telling, number: Number, name: str) -> bool:
    return fits(number.quantity, told.indicator(name)) and number.may_count(name)


def _measured(told: Telling, number: Number, name: str) -> str:
    """Of a plan that is named, a percentage is of what is measured against it."""
    return told.phrases.plans.get(name, name) if number.quantity.kind == "percent" else name


def _is_measure_of(told: Telling, number: Number, named: Claim, *, based: bool) -> bool:
    """Whether what stands before a comma is a measure of what is named behind it.

    *Với tỷ lệ 79,3%, giải ngân vốn đầu tư công …* is so of what is told in percent alone; *Tăng 3,6%, …* by its verb.
    """
    indicator: Indicator = told.indicator(named.indicator)
    of_percent = indicator.is_rate or indicator.plan is not None
    if _is_with(told, number):
        return number.quantity.kind == "percent" and of_percent and told.text_after(number.index) == ","
    if indicator.is_rate and number.quantity.kind == "percent":
        return False
    moves = told.around(number.index).left_has(*_FREE) and told.text_after(number.index) in {",", "và"}
    return based or (moves and number.quantity.kind == "percent")


def _of_result(told: Telling, number: Number, copula: int) -> Claim | None:
    """*Vượt 12% dự toán là kết quả đáng mừng của thu ngân sách*: what the result behind the copula is of."""
    end = min(copula + _RESULT_REACH, len(told.items))
    behind = told.items[copula + 1 : end]
    if not behind or not told.words(behind[0].low, behind[0].low + 2).startswith(_RESULTS):
        return None
    for j in range(copula + 1, end):
        item = told.items[j]
        if item.text in {",", ";"} or item.quantity is not None or item.kind == "place" or item.has(*_NOT_OWN):
            return None
        if item.phrases and (claim := _name_at(told, number, j, sector=True)) is not None:
            indicator = told.indicator(claim.indicator)
            return None if indicator.is_rate and not indicator.is_growth else claim
    return None


def _of_rise(told: Telling, number: Number) -> Claim | None:
    """*Mức tăng 9,6% của tổng giá trị sản xuất đưa huyện vào tốp đầu*: of what it is the rise."""
    before = told.items[number.index - 1] if number.index else None
    if number.quantity.kind != "percent" or before is None or not before.has("up", "down"):
        return None
    if not before.text.startswith(_RISES) and told.text_before(number.index - 1) not in _RISES:
        return None
    claim = _name_at(told, number, number.index + 2, sector=True)
    return None if claim is None or told.indicator(claim.indicator).is_rate else claim
