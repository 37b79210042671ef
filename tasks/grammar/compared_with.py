"""What a figure is compared with, told with its time: *59 vụ phạm pháp hình sự, so với 77 vụ của năm trước*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.figures import Claim
from tasks.grammar.measures import MeasureReading, in_unit
from tasks.grammar.restated import behind_noun, figure_before

if TYPE_CHECKING:
    from tasks.catalog.indicators import Indicator
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.telling import Number, Telling

RULE: Final = "compared-with"
_MARKS: Final = frozenset({"mức", "con số", "số", "mức tăng", "mức tăng trưởng", "tốc độ tăng", "tỷ lệ", "mức thu"})
_THAN: Final = ("so với", "so", "hơn", "hơn hẳn", "hơn nhiều", "hơn xa", "kém", "vượt", "vượt xa", "bỏ xa", "lần")
_THAN_REACH: Final = 3  # words before *mức*
_OF: Final = frozenset({"của", "hồi", "trong"})
_ENDS: Final = frozenset({"", ",", ".", ";", ")", "và"})
_YEARS: Final = frozenset({"year", "half", "quarter", "months", "month"})


def compared_with(told: Telling, number: Number) -> Claim | None:
    """The claim on a number behind *so với* or *cao hơn mức*, with a time of its own right behind it."""
    if not told.claims or not _is_compared(told, number.index):
        return None
    before = figure_before(told, number)
    claim = told.claim_of(before)
    if claim is None or not _is_dated(told, behind_noun(told, number)):
        return None
    return Claim(claim.indicator, number.index, RULE)


def _is_compared(told: Telling, index: int) -> bool:
    """*so với 77 vụ*, *gấp đôi con số 77 vụ*, *cao hơn mức 58 triệu đồng*; *hơn 58 triệu đồng* is a bound."""
    before = told.items[index - 1] if index else None
    if before is None or before.text == "so với":
        return before is not None
    if index < 2 or before.text not in _MARKS:
        return False
    words = f" {told.words(max(0, before.low - _THAN_REACH), before.low)}"
    return told.items[index - 2].has("times") or words.endswith(tuple(f" {than}" for than in _THAN))


def _is_dated(told: Telling, j: int) -> bool:
    """Whether a year or a part of one stands there, and the clause ends with it."""
    j += j < len(told.items) and told.items[j].text in _OF
    time = told.items[j].period if j < len(told.items) else None
    end = j + (told.text_after(j) == "đó")  # "của năm trước đó"
    return time is not None and time.kind in _YEARS and told.text_after(end) in _ENDS


def of_base(told: Telling, number_at: int, quantity: Quantity, indicator: Indicator) -> MeasureReading | None:
    """The same measure as that of the figure which is compared: a level, a growth, a ratio to a plan."""
    if quantity.kind != "percent":
        value = in_unit(quantity, indicator)
        return None if value is None else MeasureReading("level", value, "level:compared")
    same = [j for j in told.levels if j < number_at and told.quantity(j).kind == "percent"]
    before = told.levels[max(same)] if same else None
    if before is None or before.measure == "change":
        return None
    return replace(before, value=quantity.value, rule=f"{before.measure}:compared", base=None, target=False)
