"""Changes told in lists: what a list of places opens with, or its numbers so far were, holds for the next one."""

from __future__ import annotations

from itertools import pairwise
from math import copysign
from typing import TYPE_CHECKING, Final

from tasks.grammar.aspects import FALL
from tasks.grammar.measures import FEW_POINTS, MeasureReading

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.telling import Telling

_COMES_TO: Final = ("down_to", "up_to", "reach")  # "còn 905 hộ", "đạt 96%"
_STANDS: Final = (*_COMES_TO, "copula")  # and "có 12 xã"
_BRACKET_REACH: Final = 9  # items from a place to the parentheses behind its number
_TURNS: Final = frozenset({",", ";", "và", "nhưng"})  # "tăng ở Phú Bình (2 vụ), giảm ở Võ Nhai (3 vụ)"
_WHERE: Final = frozenset({"ở", "tại", "là", "có", ":"})
_ALL_MOVED: Final = (" đều giảm", " đều tăng")


def of_changes_listed(told: Telling, index: int, claim: Claim, reading: MeasureReading | None) -> MeasureReading | None:
    """*Huyện A giảm 812 hộ nghèo, huyện B 905 hộ*: a list that told nothing but changes goes on with them."""
    if reading is None or claim.rule != "list:place" or reading.measure != "level":
        return reading
    if sign := _moved_by_head(told, index, claim):
        return MeasureReading("change", sign * reading.value, "change:listed")
    return _like_changes_before(told, index, claim, reading) or reading


def rate_moved(told: Telling, index: int, claim: Claim, reading: MeasureReading | None) -> MeasureReading | None:
    """*Tỷ lệ hộ nghèo các huyện giảm: Sơn Động 5,6%, …*: by how much; *đều giảm: …* tells what is left.

    So does *Sơn Động giảm 5,6%; Lục Ngạn 3,1%*, where the first of the list has said so.
    """
    if reading is None or reading.rule != "level:rate" or told.holds(_ALL_MOVED):
        return None
    if reading.value < FEW_POINTS and (sign := _moved_by_head(told, index, claim)):
        return MeasureReading("change", sign * reading.value, "change:listed")
    return _like_changes_before(told, index, claim, reading)


def _like_changes_before(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> MeasureReading | None:
    """A bare number of a list as the change that all numbers of its indicator before it were, if they were any."""
    if any(item.has(*_STANDS) and item.text != ":" for item in told.around(index).left):
        return None  # "thêm 8 xã: Yên Sơn 2 xã" lists those
    same = [
        told.levels[j]
        for j, before in told.claims.items()
        if j < index and j in told.levels and before is not None and before.indicator == claim.indicator
    ]
    if not same or any(before.measure != "change" for before in same):
        return None  # "huyện A 34 vụ (tăng 3 vụ), huyện B 21 vụ"
    return MeasureReading("change", copysign(reading.value, same[-1].value), "change:listed", base=same[-1].base)


def _moved_by_head(told: Telling, index: int, claim: Claim) -> int:
    """*Các huyện có số hộ nghèo giảm nhiều là: Đà Bắc 812 hộ, …*: the sign of the move that opens a list, else 0."""
    first = told.first_district(index)
    if first is None or _tells_moves_beside(told, first):
        return 0
    if any(item.quantity is not None for item in told.items[:first]):
        return 0
    named = [j for j in range(first) if any(phrase.name == claim.indicator for phrase in told.items[j].phrases)]
    low = named[0] - (named[0] > 0 and told.items[named[0] - 1].has("down")) if named else first  # "giảm hộ nghèo"
    head = told.items[low:first]
    if any(item.has(*_COMES_TO) or item.text in {",", ";"} for item in head):
        return 0  # "Lượng khách tăng cao, dẫn đầu là Mai Châu 412.000 lượt"
    turned = (j for j in told.backwards(index, first) if told.text_before(j) in _TURNS and told.text_after(j) in _WHERE)
    turn = next((told.items[j] for j in turned if told.items[j].has("up", "down")), None)
    moves = head if turn is None else (turn,)
    if any(item.has("down") or item.text.startswith(FALL) for item in moves):
        return -1
    return int(any(item.has("up") for item in moves))


def _tells_moves_beside(told: Telling, first: int) -> bool:
    """*Các huyện có số vụ tăng là Lâm Thao 12 vụ (tăng 3 vụ), Thanh Ba 8 vụ*: what moved stands in parentheses.

    ``first`` is the place that the list begins with.
    """
    near = told.items[first : first + _BRACKET_REACH]
    return any(item.text == "(" and behind.has("up", "down") for item, behind in pairwise(near))
