"""The measure of a sum or a count, with what the figure before it and the list that it stands in say of it."""

from __future__ import annotations

from math import copysign
from typing import TYPE_CHECKING, Final

from tasks.grammar.amounts import read_amount
from tasks.grammar.aspects import is_plan_beside, is_plans_own, of_exceeded, of_more, of_move_shared
from tasks.grammar.measures import MeasureReading
from tasks.grammar.more_told import of_more_told
from tasks.grammar.out_of import is_out_of
from tasks.grammar.raised_to import of_raise
from tasks.grammar.surroundings import base_in

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.telling import Telling

_APART: Final = frozenset({"(", ")", ";"})


def amount_of(told: Telling, index: int, previous: int | None, claim: Claim) -> MeasureReading | None:
    """The measure of a sum or a count, with what the figure before it says of it."""
    around, before = told.around(index), told.reading_of(previous)
    reading = of_more_told(told, index, claim) or read_amount(
        told.quantity(index),
        around,
        told.indicator(claim.indicator),
        of_all=claim.rule == "of-all",
        of_plan=claim.chained
        and previous is not None
        and (is_out_of(told, index, previous) or is_plans_own(told, index)),
        sign=told.quantity(index).sign if claim.chained or told.in_parentheses(index) else 0,
    )
    if reading is not None and claim.chained:
        if before is not None and before.rule == "level:from" and reading.measure == "change":
            reading = MeasureReading("level", abs(reading.value), "level")  # "từ 18,5 triệu đồng tăng tới 52,7 triệu"
        if reading.rule.startswith("level"):
            reading = of_exceeded(reading, around)
        elif reading.measure == "change" and is_plan_beside(told, index):
            reading = MeasureReading("change", reading.value, "change:planned", target=True)
    if claim.rule == "count-of-share" and reading is not None and before is not None and before.measure == "change":
        return MeasureReading("change", copysign(reading.value, before.value), "change:listed")
    reading = of_raise(told, index, reading, stock=told.indicator(claim.indicator).stock)
    joint = told.text_before(index)
    listed = joint == "," and (base_in(around.right) is not None or _moves_with_list(told, index, previous, claim))
    apart = joint == "và" and told.text_before(index - 1) == ","  # "…, giảm 3 vụ, và 16 vụ cháy"
    next_counted = joint == "," and _counts_next(told, index, previous, claim)
    joined = (joint == "và" and not apart) or listed or next_counted
    if before is not None and previous is not None and joined:
        if before.rule == "change:more":
            return of_more(reading, told.indicator(claim.indicator))
        of_last = told.claim_of(previous)
        stock = of_last is not None and told.indicator(of_last.indicator).stock
        anew = of_last is not None and of_last.chained and claim.rule == "after-number"
        both = told.indicator(claim.indicator).stock == stock and not anew
        # not "58 vụ phạm pháp, giảm 12 vụ, và 16 vụ tai nạn": by how much the one before has moved
        if before.rule == "change:amount" and not claim.chained and both:
            return of_move_shared(reading, before)
    return reading


def _moves_with_list(told: Telling, index: int, previous: int | None, claim: Claim) -> bool:
    """*so với cùng kỳ giảm 5 vụ, 3 người chết*: a verb's list, where the time before or how many died was told."""
    between = told.items[(previous or 0) + 1 : index]
    if previous is None or any(item.text in _APART or item.has("up", "down", "copula", "reach") for item in between):
        return False
    clause = told.items[: told.clause_end(index, {";"})]
    based = any(item.period is not None and item.period.kind == "base" for item in clause)
    before = (told.claims.get(j) for j in told.quantities() if j < previous)
    told_here = any(one is not None and one.indicator == claim.indicator for one in before)
    return based or told_here or claim.indicator in told.state.told_of


def _counts_next(told: Telling, index: int, previous: int | None, claim: Claim) -> bool:
    """*thêm 2 xã nông thôn mới, 3 trường chuẩn quốc gia*: another thing, right behind what was counted before."""
    last = told.claim_of(previous)
    if last is None or previous is None or last.indicator == claim.indicator:
        return False
    return previous < last.subject == index - 2
