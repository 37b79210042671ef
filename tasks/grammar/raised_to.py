"""How many more of a stock there are, where the sentence then says what they raise it to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_text
from tasks.grammar.measures import MeasureReading

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling

_RAISES: Final = tuple(f" {verb} {number} " for verb in ("nâng", "đưa") for number in ("số", "tổng số"))
_STOPS: Final = frozenset({";", "."})
_NO_MORE: Final = frozenset({"xuống", "giảm", "còn"})
_REACH: Final = 24  # items from how many more to what they raise


def of_raise(told: Telling, index: int, reading: MeasureReading | None, *, stock: bool) -> MeasureReading | None:
    """*đưa 2 xã về đích nông thôn mới, nâng số xã đạt chuẩn lên 14 xã*: so many more, and not all that there are."""
    if reading is None or reading.rule != "level" or not stock or told.quantity(index).kind != "count":
        return reading
    return MeasureReading("change", reading.value, "change:more") if _is_raised(told, index) else reading


def _is_raised(told: Telling, index: int) -> bool:
    noun = noun_text(told, told.quantity(index))
    for j in range(index + 1, min(index + _REACH, len(told.items))):
        item = told.items[j]
        if item.text in _STOPS or item.period is not None or item.text in _NO_MORE or item.has("target"):
            return False
        if item.quantity is None:
            continue
        other = noun_text(told, item.quantity)
        counted = item.quantity.kind in {"count", "fraction"} and other in {noun, ""}
        between = f" {told.words(told.items[index].high, item.low)} "
        if any(raises in between for raises in _RAISES):
            return counted and item.quantity.value > told.quantity(index).value
        if other == noun and noun:
            return False  # "3 trường đạt chuẩn, 45 trường …"
    return False
