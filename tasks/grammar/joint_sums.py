"""One sum that is told of two indicators at once: *dự toán thu, chi ngân sách năm 2026 là 214 tỷ đồng*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling

_REACH: Final = 10  # items from the sum back to the two
_STRANGE: Final = 1  # words between that say nothing known
_PAIR: Final = ("thu", "chi")
_JOINTS: Final = frozenset({",", "-", "và", "–"})
_BUDGETS: Final = ("budget_revenue", "budget_expenditure")
_OTHERS: Final = frozenset({"cân", "đối", "chênh", "lệch", "quản", "lý", "tác", "điều", "hành"})  # "cân đối thu, chi"
_BEFORE_REACH: Final = 3


def joint_claims(told: Telling, index: int, claim: Claim | None) -> tuple[Claim, ...]:
    """The claims of revenue and expenditure on a sum of both; else ``claim``, if there is one."""
    if claim is None:
        return _of_pair(told, index)
    if claim.indicator != _BUDGETS[1] or not claim.rule.startswith("before-number") or claim.subject < 0:
        return (claim,)
    low = told.items[claim.subject].low
    before = told.texts[max(0, low - len(_PAIR)) : low]
    if before[:1] != ["thu"] or before[1] not in _JOINTS or not _OTHERS.isdisjoint(told.texts[max(0, low - 4) : low]):
        return (claim,)
    return (replace(claim, indicator=_BUDGETS[0]), claim)  # "tổng thu, chi ngân sách địa phương là 214 tỷ đồng"


def _of_pair(told: Telling, index: int) -> tuple[Claim, ...]:
    if told.quantity(index).kind != "money" or any(name not in told.phrases.indicators for name in _BUDGETS):
        return ()
    strange = 0
    for j in range(index - 1, max(-1, index - 1 - _REACH), -1):
        item = told.items[j]
        if item.quantity is not None or item.text in {";", ".", ","} or item.has("up", "down", "exceed"):
            return ()
        if _is_pair(told, j):
            before = told.texts[max(0, item.low - _BEFORE_REACH) : item.low]
            return () if not _OTHERS.isdisjoint(before) else tuple(Claim(name, j, "joint") for name in _BUDGETS)
        strange += item.kind == "word"
        if strange > _STRANGE or item.phrases:
            return ()
    return ()


def _is_pair(told: Telling, j: int) -> bool:
    """*thu, chi ngân sách*, *thu - chi NSNN*: of the whole budget, no part of it."""
    words = told.items[j].text.split()
    if len(words) < len(_PAIR) + 2 or (words[0], words[2]) != _PAIR or words[1] not in _JOINTS:
        return False
    return words[3:5] == ["ngân", "sách"] or words[3] in {"nsnn", "ns", "nsđp"}
