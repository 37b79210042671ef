"""Lists of districts whose sums are what was planned: *Dự toán thu năm 2022 của các huyện: Hạ Hòa 118 tỷ đồng, …*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tasks.grammar.figures import Claim
    from tasks.grammar.telling import Telling

_PLANNED: Final = frozenset({"level:plan", "level:assigned", "level:planned-list"})
_DONE: Final = ("reach", "done", "exceed", "estimate", "up", "down")
_OF_DOING: Final = ("thực hiện", "hoàn thành", "kết quả", "tiến độ", "tình hình", "tỷ lệ", "so", "so với", "theo")
_BUDGETED: Final = ("dự toán", "nghị quyết dự toán")
_SIGNS: Final = frozenset({",", ";", "("})
_OPENING_REACH: Final = 10  # items from the plan to the colon
_OPENS: Final = frozenset({":", "như sau", "là", "gồm", "như", "cho"})


def is_of_planned_list(told: Telling, index: int, claim: Claim, plans: Mapping[int, str]) -> bool:
    """Whether the sum at ``index`` is a district's plan, because the list opens with one or its last member told one.

    ``plans`` holds, by item, the rule of each sum of the sentence so far that is a plan's.
    """
    if claim.rule != "list:place":
        return _is_below_plan(told, index)
    last = next((j for j in told.backwards(index) if _is_sum(told, j)), None)
    if last is None:
        return _opens_with_plan(told, index)
    between = told.items[last + 1 : index]
    return plans.get(last) in _PLANNED and not any(
        item.has("reach", "done", "exceed", "estimate") or item.text.startswith(_OF_DOING) for item in between
    )


def _is_below_plan(told: Telling, index: int) -> bool:
    """*điều chỉnh dự toán ngân sách năm 2025: tổng thu 231 tỷ đồng, tổng chi 231 tỷ đồng*: the sums of the plan.

    No word behind the colon may say that anything was reached.
    """
    colon = next((j for j in range(index - 1, 0, -1) if told.items[j].text == ":"), None)
    if colon is None or told.quantity(index).kind != "money":
        return False
    opening = told.items[max(0, colon - _OPENING_REACH) : colon]
    plan = next((n for n in range(len(opening) - 1, -1, -1) if opening[n].has("plan")), None)
    if plan is None or not opening[plan].text.startswith(_BUDGETED):
        return False
    if any(item.text in _SIGNS for item in opening[plan:]):
        return False
    if any(item.has(*_DONE) or item.text.startswith(_OF_DOING) or item.quantity for item in opening):
        return False
    return not any(item.has("reach", "done", "exceed", "estimate") for item in told.items[colon:index])


def _is_sum(told: Telling, j: int) -> bool:
    """Whether another member's sum stands at ``j``, not by how much a plan grew: *118 tỷ đồng (tăng 5%)*."""
    quantity = told.items[j].quantity
    return quantity is not None and quantity.kind != "percent"


def _opens_with_plan(told: Telling, index: int) -> bool:
    """*Dự toán thu ngân sách năm 2022 của các huyện như sau: Hạ Hòa 118 tỷ đồng*, and nothing of what was reached."""
    first = told.first_district(index)
    if not first or told.text_before(first) not in _OPENS:
        return False
    opening = told.items[:first]
    if any(item.has(*_DONE) or item.text.startswith(_OF_DOING) for item in opening):
        return False
    return any(item.has("plan") or (item.has("assign") and "giao" in item.text) for item in opening)
