"""What a part of the year brought, with the sum that it raises: *Riêng quý IV có 5 vụ, đưa tổng số vụ cháy lên 14*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.period_mentions import WITHIN_A_YEAR

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_RAISES: Final = ("đưa", "nâng")
_REACH: Final = 9  # items from the number to what it raises
_SUM_REACH: Final = 8  # items from there to the sum
_STOPS: Final = frozenset({";", ".", ":"})


def part_raises(told: Telling, number: Number) -> Claim | None:
    """The claim on a number of a part of the year, with *đưa* or *nâng* and the name of the whole behind it."""
    index = number.index
    if number.previous is not None or number.quantity.kind == "percent" or not _is_of_part(told, index):
        return None
    for j in range(index + 1, min(index + _REACH, len(told.items) - 1)):
        item = told.items[j]
        if item.quantity is not None or item.text in _STOPS:
            return None
        if item.text.startswith(_RAISES):
            return _of_sum(told, number, j)
    return None


def _is_of_part(told: Telling, index: int) -> bool:
    """Whether nothing but a part of the year and a verb stands before the number."""
    before = told.items[:index]
    timed = any(item.period is not None and item.period.kind in WITHIN_A_YEAR for item in before)
    return timed and all(
        item.period is not None or item.names_district or (bool(item.cues) and not item.has("org")) for item in before
    )


def _of_sum(told: Telling, number: Number, raised: int) -> Claim | None:
    """The indicator that stands between *đưa* and the next number, which is of the same kind and greater."""
    names: list[str] = []
    for j in range(raised, min(raised + _SUM_REACH, len(told.items))):
        item = told.items[j]
        if item.quantity is not None:
            same = item.quantity.kind == number.quantity.kind and item.quantity.value > number.quantity.value
            return Claim(names[0], raised, "part-raises") if names and same else None
        for phrase in item.phrases:
            named = phrase.role in {"form", "follow"} and fits(number.quantity, told.indicator(phrase.name))
            if named and number.may_count(phrase.name):
                names.append(phrase.name)
    return None
