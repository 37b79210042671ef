"""Where something began, told before what it is: *Từ 15,8 triệu đồng năm 2010, thu nhập bình quân nay …*.

So does *Nếu năm 2021 chỉ đạt 92,1% thì năm nay tỷ lệ hồ sơ đúng hạn là 96%*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_end
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_FROM: Final = ("từ", "từ mức", "từ chỗ", "từ con số", "nếu từ", "từ tỷ lệ")
_BARELY: Final = (
    "",
    "chỉ",
    "mới",
    "chỉ có",
    "mới có",
    "chỉ đạt",
    "mới đạt",
    "mới chỉ",
    "chỉ thu",
    "chỉ thu được",
    "chỉ là",
)
_OPENS: Final = frozenset(f"{start} {barely}".strip() for start in _FROM for barely in _BARELY)
_UNLIKE: Final = ("nếu", "nếu như", "khác với", "khác hẳn với", "trong khi")
_OF: Final = frozenset({"của", "vào", "trong", "hồi"})
_TURNS: Final = frozenset({",", "thì"})
_TIMES: Final = frozenset({"year", "half", "quarter", "months"})
_REACH: Final = 4  # items from the comma to what is named
_FAR: Final = 10  # the same, where the sentence opens with *nếu*


def began_with(told: Telling, number: Number) -> Claim | None:
    """A figure that opens its sentence with its time, and the indicator's name behind it."""
    index = number.index
    if number.previous is not None or index + 2 >= len(told.items):
        return None
    if told.words(0, number.quantity.first).removesuffix(" âm") in _OPENS:
        turn, reach = _turn_behind_year(told, number), _REACH
    elif _is_unlike(told, index):
        turn, reach = _behind_noun(told, number), _FAR
    else:
        return None
    if turn is None or turn >= len(told.items) or told.items[turn].text not in _TURNS:
        return None
    return _named_behind(told, number, turn, reach)


def _behind_noun(told: Telling, number: Number) -> int:
    """The item behind the number and what it counts."""
    end = noun_end(told, number.index) if number.is_count else 0
    j = number.index + 1
    while j < len(told.items) and told.items[j].low < end:
        j += 1
    return j


def _turn_behind_year(told: Telling, number: Number) -> int | None:
    """The item behind the year that stands behind the number: *104 vụ của năm 2021, …*."""
    j = _behind_noun(told, number)
    j += j < len(told.items) and told.items[j].text in _OF
    year = told.items[j].period if j < len(told.items) else None
    return j + 1 if year is not None and year.kind == "year" else None


def _is_unlike(told: Telling, index: int) -> bool:
    """*Nếu năm 2021 chỉ đạt*: nothing but the time and a verb stands between the opening and the number."""
    if not f"{told.words(0, 3)} ".startswith(tuple(f"{unlike} " for unlike in _UNLIKE)):
        return False
    opening = told.items[:index]
    if not any(item.period is not None and item.period.kind in _TIMES for item in opening):
        return False
    return all(item.period is not None or (item.kind == "cue" and not item.has("org", "plan")) for item in opening)


def _named_behind(told: Telling, number: Number, turn: int, reach: int) -> Claim | None:
    for j in range(turn + 1, min(turn + 1 + reach, len(told.items))):
        if told.items[j].quantity is not None:
            return None
        for phrase in told.items[j].phrases:
            if phrase.role != "form":
                continue  # of other roles not every name is an indicator's
            indicator = told.indicator(phrase.name)
            rate = number.quantity.kind != "percent" or indicator.is_rate or indicator.plan is not None
            if rate and number.may_count(phrase.name) and fits(number.quantity, indicator):
                return Claim(phrase.name, j, "began")
    return None
