"""Sums that are named before the count they are of: *Tổng vốn đăng ký của 127 doanh nghiệp mới là 615 tỷ đồng*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_OF: Final = "của"
_STOPS: Final = frozenset({";", ",", "("})
_REACH: Final = 8  # items from the count to the sum


def sum_before(told: Telling, index: int, counted: str) -> str | None:
    """The sum whose name and *của* stand right before a count of ``counted``."""
    if index < 2 or told.text_before(index) != _OF:
        return None
    for phrase in told.items[index - 2].phrases:
        if phrase.role == "follow" and counted in phrase.after and told.indicator(phrase.name).unit == "VND_BN":
            return phrase.name
    return None


def sum_of_count(told: Telling, number: Number) -> Claim | None:
    """The sum itself, behind the count that it is of, with nothing else told in between."""
    previous, last = number.previous, number.last
    if previous is None or last is None or number.quantity.kind != "money" or number.index - previous > _REACH:
        return None
    name = sum_before(told, previous, last.indicator)
    if name is None or not fits(number.quantity, told.indicator(name)):
        return None
    if any(item.text in _STOPS for item in told.items[previous + 1 : number.index]):
        return None
    return Claim(name, previous - 2, "before-number:follow")
