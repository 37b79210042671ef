"""Sums by which there is more than before, where the base stands behind the same in percent, or is left to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.measures import MeasureReading, in_unit
from tasks.grammar.surroundings import MORE, base_in

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.telling import Telling

_AGAIN: Final = ("tương ứng", "tương đương", "tức", "hay", "ứng với")
_SHARE_REACH: Final = 4  # items from a sum to the same in percent


def is_more_told(told: Telling, index: int) -> bool:
    """*có thêm 14 tỷ đồng, tương ứng 9,2%, so với năm trước*: so much more, and then the same in percent."""
    if not index or told.text_before(index) not in MORE or told.text_after(index) not in {",", "("}:
        return False
    behind = range(index + 2, min(index + 2 + _SHARE_REACH, len(told.items)))
    again = next((j for j in behind if told.items[j].quantity is not None), None)
    if again is None or told.quantity(again).kind != "percent" or base_in(told.around(again).right) == "plan":
        return False
    said = told.items[index + 2 : again]
    opens = not said or said[0].text.startswith(_AGAIN)
    return opens and all(item.text.startswith(_AGAIN) or item.kind == "cue" for item in said)


def of_more_told(told: Telling, index: int, claim: Claim) -> MeasureReading | None:
    """The change that such a sum of a flow is."""
    indicator = told.indicator(claim.indicator)
    if indicator.stock or not is_more_told(told, index):
        return None
    value = in_unit(told.quantity(index), indicator)
    return None if value is None else MeasureReading("change", value, "change:amount")


def of_change_again(told: Telling, index: int, claim: Claim) -> MeasureReading | None:
    """*đạt 812 tỷ đồng, tăng 58 tỷ đồng, tương ứng 7,8%*: the change right before in percent, whatever stands ahead."""
    previous = told.previous_quantity(index)
    before, of_last = told.reading_of(previous), told.claim_of(previous)
    if previous is None or before is None or before.measure != "change" or before.target or of_last is None:
        return None
    if not claim.chained or of_last.indicator != claim.indicator or told.indicator(claim.indicator).is_rate:
        return None
    between = told.items[previous + 1 : index]
    again = between[0].text in {",", "("} and all(item.text.startswith(_AGAIN) for item in between[1:])
    if not again or (len(between) == 1 and not is_more_told(told, previous)):
        return None
    if base_in(told.around(index).right) == "plan":
        return None
    value = told.quantity(index).value
    return MeasureReading("growth", value if before.value >= 0 else -value, "growth:goes-on", base=before.base)
