"""A figure and the sum it is out of: *251 tỷ đồng trong tổng số 402 tỷ đồng*, *24,6% trong số 4.870 tỷ đồng*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_OUT_OF: Final = ("trong tổng số", "trên tổng số", "trong tổng", "trên tổng", "trong số", "trên")
CARRIED_OUT: Final = frozenset(
    {
        *("th", "thực hiện", "đã thực hiện", "thực hiện được", "kết quả", "ước thực hiện", "đã đạt", "làm được"),
        *("đã làm được", "đã thực hiện được"),
    }
)
_WHOLES: Final = frozenset({"của", "trong", "trên", "trong số", "trong tổng số", "trên tổng số", "của tổng số"})
_ALL: Final = 100  # percent


def is_whole_of_ratio(told: Telling, number: Number, previous: int) -> bool:
    """*giải ngân 24,6% trong số 4.870 tỷ đồng*: the sum that the percentage is of."""
    of_percent = told.quantity(previous).kind == "percent" and number.quantity.kind == "money"
    if of_percent and told.quantity(previous).value == _ALL and told.text_before(number.index) == "(":
        return True  # "phấn đấu giải ngân 100% vốn đầu tư công (1.180 tỷ đồng)"
    return of_percent and " ".join(item.text for item in told.items[previous + 1 : number.index]) in _WHOLES


def is_out_of(told: Telling, index: int, previous: int) -> bool:
    """*giải ngân 251 tỷ đồng trong tổng số 402 tỷ đồng (kế hoạch)*: a sum and what was planned of it."""
    whole, part, claim = told.quantity(index), told.quantity(previous), told.claims.get(previous)
    if claim is None or {whole.kind, part.kind} != {"money"}:
        return False
    between = told.words(part.high, whole.first)
    if between not in _OUT_OF and not (
        between.endswith(_OUT_OF[:2])
        and all(item.kind in {"cue", "phrase"} and item.text != "," for item in told.items[previous + 1 : index])
    ):
        return False
    plan = told.indicator(claim.indicator).plan
    if index + 1 >= len(told.items) or told.text_after(index) in {",", ".", ";", "("}:
        return plan is not None and whole.value >= part.value
    behind = told.items[index + 1]
    return behind.has("plan", "assign") or any(phrase.name == plan for phrase in behind.phrases)


def carries_out(told: Telling, index: int, previous: int) -> bool:
    """*kế hoạch 360 tỷ đồng, thực hiện 312 tỷ đồng*: what was done of the plan that was just told."""
    claim = told.claims.get(previous)
    if claim is None or claim.indicator in told.phrases.plans or not told.around(previous).left_has("plan", "assign"):
        return False
    return any(item.text in CARRIED_OUT for item in told.around(index).left[:3])
