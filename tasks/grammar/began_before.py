"""Where a move of the last year began, without its time: *giảm 37,5% so với năm trước, từ 8 vụ xuống 5 vụ*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.timing_state import YEAR_CODE

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.period_codes import Period
    from tasks.grammar.telling import Telling

_WITHIN_A_YEAR: Final = tuple(
    f"{within} {one} năm "
    for within in ("sau", "chỉ sau", "trong", "chỉ trong", "trong vòng", "qua", "chỉ qua")
    for one in ("một", "1")
)
_NO_YEAR: Final = frozenset({"qua", "nay", "trước", "tới", "sau", "ngoái", "học", "liền"})
_TO_REACH: Final = 8  # items from where a move began to where it went
_OPENING: Final = 5  # items from the head or the end of a clause to what the move is set against
_ROUNDED: Final = 0.002


def began_year_before(told: Telling, index: int, claim: Claim, period: Period | None) -> bool:
    """Whether the figure that a move began with was told a year before: by a span, a base or the difference told.

    Where no base is told, only what is told of a whole year is set against the one before.
    """
    if not told.quantity(index).from_ or (end := _came_to(told, index)) is None:
        return False
    if _is_within_a_year(told) or _is_against_year_before(told, index, end, period):
        return True
    for j, reading in told.levels.items():
        of = told.claims.get(j)
        if j >= index or of is None or of.indicator != claim.indicator or reading.measure not in {"growth", "change"}:
            continue
        if any(item.text == ";" for item in told.items[j:index]):
            continue
        moved = told.quantity(end).value - told.quantity(index).value
        if reading.measure == "growth" and told.quantity(index).value:
            moved *= 100 / told.quantity(index).value
        if reading.base is None and (period is None or len(period.code) > YEAR_CODE):
            continue
        if reading.base is not None and reading.base.same_year_base:
            continue
        if abs(moved - reading.value) <= max(_ROUNDED * abs(moved), 0.51 if reading.measure == "growth" else 0):
            return True
    return False


def _is_against_year_before(told: Telling, index: int, end: int, period: Period | None) -> bool:
    """*So với năm 2021, thu ngân sách tăng từ 702 lên 845 tỷ đồng*, *tăng từ 38 lên 41 trường so với năm trước*."""
    if "base" not in told.times or period is None:
        return False
    low, high = told.clause_start(index, {";"}), told.clause_end(end, {";"})
    opened = any(item.quantity is not None for item in told.items[low:index])  # by another figure, with its own base
    before = () if opened else told.items[low : min(low + _OPENING, index)]
    near = (*before, *told.items[end + 1 : min(end + 1 + _OPENING, high)])
    bases = [item.period for item in near if item.period is not None and item.period.kind == "base"]
    return any(not base.same_year_base and base.year in {None, period.year - 1} for base in bases)


def _came_to(told: Telling, index: int) -> int | None:
    """The number that the move came to: *từ 8 vụ xuống 5 vụ*."""
    for j in range(index + 1, min(index + _TO_REACH, len(told.items))):
        if told.items[j].text in {";", ".", ","}:
            return None
        if told.items[j].quantity is not None:
            return j
    return None


def _is_within_a_year(told: Telling) -> bool:
    """*Chỉ sau một năm, … từ 10.050 tỷ đồng lên 11.215 tỷ đồng*."""
    text = f"{told.text} "
    for words in told.held(_WITHIN_A_YEAR):
        behind = text.partition(words)[2].split(" ")[0]
        if behind not in _NO_YEAR:
            return True
    return False
