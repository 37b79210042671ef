"""Where something began, told before what it is: *Từ 15,8 triệu đồng năm 2010, thu nhập bình quân nay …*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_OPENS: Final = ("từ", "từ mức", "từ chỗ", "từ con số", "nếu từ", "từ mức chỉ", "từ chỗ chỉ", "từ chỉ", "từ chỗ chỉ có")
_REACH: Final = 3  # items from the comma to what is named


def began_with(told: Telling, number: Number) -> Claim | None:
    """A figure that opens its sentence with *từ*, its year and a comma behind it, then the indicator's name."""
    index = number.index
    if number.previous is not None or number.is_count or index + 2 >= len(told.items):
        return None
    year, comma = told.items[index + 1 : index + 3]
    if told.words(0, number.quantity.first) not in _OPENS or year.period is None or comma.text != ",":
        return None
    if year.period.kind != "year":
        return None
    for j in range(index + 3, min(index + 3 + _REACH, len(told.items))):
        for phrase in told.items[j].phrases:
            if phrase.role != "form":
                continue  # of other roles not every name is an indicator's
            indicator = told.indicator(phrase.name)
            rate = number.quantity.kind != "percent" or (indicator.is_rate and not indicator.is_growth)
            if rate and fits(number.quantity, indicator):
                return Claim(phrase.name, j, "began")
    return None
