"""Labels of a list of figures: *thu ngân sách 612 tỷ đồng; bảo hiểm y tế 96%; việc làm mới 2.540 lao động*.

Each is too short to name an indicator anywhere else: it has to be all that a member of the list says, behind a figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_end, noun_text
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_WORDS: Final = load_words("labels.yaml")
_LABELS: Final = {label: name for name, labels in _WORDS["labels"].items() for label in labels}
_APART: Final = {label: name for name, labels in _WORDS["apart"].items() for label in labels}
_NOUNS: Final = {noun: name for name, nouns in _WORDS["nouns"].items() for noun in nouns}
_SEVERAL: Final = 3  # numbers that make a list
_LINKS: Final = frozenset(_WORDS["links"])
_BREAKS: Final = frozenset({";", ":", ",", "-", "("})
_HARD: Final = frozenset({";", ":"})
_ENDS: Final = frozenset({"", ",", ";", ".", "(", "-", ")", "và", "/"})
_LONGEST: Final = 6  # items of a label


def of_label(told: Telling, number: Number) -> Claim | None:
    """The indicator whose label is all that stands between the sign before it and the number."""
    end = number.index
    while end and (told.text_before(end) in _LINKS or told.items[end - 1].period is not None):
        end -= 1  # "giải ngân 9 tháng đạt 58%"
    start = end
    while start and end - start < _LONGEST and told.text_before(start) not in _BREAKS:
        start -= 1
    sign = told.text_before(start)
    if start == end:
        name, start = _NOUNS.get(noun_text(told, number.quantity)) if number.is_count else None, number.index
    else:
        label = told.words(told.items[start].low, told.items[end - 1].high)
        name = _LABELS.get(label) or (_APART.get(label) if sign in _HARD else None)
    if name is None or not start or not _is_in_list(told, number, sign):
        return None
    told_before = {claim.indicator for claim in told.claimed()}
    return Claim(name, start, "label") if name not in told_before and _may_be(told, number, name) else None


def _is_in_list(told: Telling, number: Number, sign: str) -> bool:
    """Whether figures were told before, or a percentage is the first of several behind a colon."""
    first = sign == ":" and number.quantity.kind == "percent" and len(told.quantities()) >= _SEVERAL
    return bool(told.claimed()) or first


def _may_be(told: Telling, number: Number, name: str) -> bool:
    """Whether nothing more is said of the number, and it can be one of the indicator."""
    high = noun_end(told, number.index) if number.is_count else 0
    behind = told.words(high, high + 1) if high else told.text_after(number.index)
    indicator = told.indicator(name)
    if behind not in _ENDS or not fits(number.quantity, indicator) or not number.may_count(name):
        return False
    likely = indicator.plausible.district
    rate = number.quantity.kind == "percent" and indicator.is_rate and not indicator.is_growth
    return not rate or likely is None or likely[0] <= number.quantity.value <= likely[1]
