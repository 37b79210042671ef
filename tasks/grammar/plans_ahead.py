"""A plan that a sentence opens with, before it names what is planned: *So với kế hoạch 80 tỷ đồng, doanh thu …*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_end
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.measures import in_unit

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_LEADS: Final = frozenset({"trong khi", "so với", "so", "nếu", "dù", "mặc dù", "tuy", "theo"})
_NOT_OWN: Final = ("org", "part_of", "share", "average", "remaining", "up", "down")
_REACH: Final = 14  # items from a plan to what was reached of it
_NOUN_REACH: Final = 3  # items of what a plan counts
_MOST: Final = 4.0  # times that what was reached is more or less than its plan


def planned_ahead(told: Telling, number: Number) -> Claim | None:
    """*Kế hoạch là 210 tỷ đồng, còn thực tế giá trị sản xuất nông nghiệp đã lên 216 tỷ đồng*: the plan of what follows.

    Nothing but the plan's own words stands before it, and what is named behind the comma is told with a sum like it.
    """
    index = number.index
    if number.previous is not None or number.quantity.kind not in {"money", "usd", "count"} or not _opens(told, index):
        return None
    end = noun_end(told, index)
    comma = next(
        (j for j in range(index + 1, min(index + 2 + _NOUN_REACH, len(told.items))) if told.items[j].low >= end), None
    )
    if comma is None or told.items[comma].text not in {",", "("}:
        return None
    named: Claim | None = None
    for j in range(comma + 1, min(comma + _REACH, len(told.items))):
        item = told.items[j]
        if (
            item.text in {";", "("}
            or item.has("plan", "average")
            or (item.place is not None and not item.names_district)
        ):
            return None
        if item.quantity is not None:
            return named if named is not None and _is_like(told, number, j, named.indicator) else None
        for phrase in item.phrases:
            if phrase.role == "form" and named is None and not told.indicator(phrase.name).is_rate:
                fitting = fits(number.quantity, told.indicator(phrase.name))
                named = Claim(phrase.name, j, "after-plan") if fitting and number.may_count(phrase.name) else None
    return None


def _opens(told: Telling, index: int) -> bool:
    """Whether a sentence opens with the plan's own words: *Trong khi dự toán chỉ đặt ra 540 tỷ đồng*."""
    opening = told.items[:index]
    if not any(item.has("plan") for item in opening) or any(item.has(*_NOT_OWN) for item in opening):
        return False
    return all(
        item.kind == "cue" or item.period is not None or item.text in _LEADS or item.has("assign", "plan")
        for item in opening
    )


def _is_like(told: Telling, number: Number, index: int, name: str) -> bool:
    """Whether another number is of the same kind and not far from the plan."""
    other = told.quantity(index)
    if other.kind == "percent":
        return told.indicator(name).plan is not None
    value, reached = in_unit(number.quantity, told.indicator(name)), in_unit(other, told.indicator(name))
    return other.kind == number.quantity.kind and bool(value and reached and 1 / _MOST <= reached / value <= _MOST)
