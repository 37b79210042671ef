"""*Điều chỉnh chỉ tiêu thu nhập từ 61 triệu đồng xuống 57 triệu đồng*: a plan before and behind a change of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling

_CHANGED: Final = (
    "điều chỉnh",
    *(f"{moved} {plan}" for moved in ("hạ", "nâng") for plan in ("chỉ tiêu", "kế hoạch", "dự toán")),
)
_REACH: Final = 12  # items between a plan and its first number
_TURNS: Final = frozenset({";", ":", "."})
_OTHERS: Final = ("reach", "done", "exceed", "estimate")


def is_changed_plan(told: Telling, index: int) -> bool:
    """Whether the quantity at ``index`` is what a plan was, or what it was changed to.

    The sentence says that a plan is changed (*điều chỉnh*), and from what to what: *từ … xuống …*, *từ … lên …*.
    """
    if not told.holds(_CHANGED):
        return False
    first = index if told.quantity(index).from_ else told.previous_quantity(index)
    if first is None or not told.quantity(first).from_:
        return False
    if first != index and not told.around(index).left_has("up_to", "down_to"):
        return False
    before = told.items[max(0, first - _REACH) : first]
    plan = next((item for item in reversed(before) if item.has("plan")), None)
    if plan is None or any(item.text in _TURNS or item.has(*_OTHERS) for item in before[before.index(plan) :]):
        return False
    words = told.words(told.items[max(0, first - 2 * _REACH)].low, told.quantity(first).first)
    return any(changed in words for changed in _CHANGED)
