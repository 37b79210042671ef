"""A count that goes back to one told before another figure: *14 vụ, làm chết 13 người; … giảm 3 vụ*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import ends_after_noun, noun_text
from tasks.grammar.figures import Claim
from tasks.grammar.surroundings import is_of_rest

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_RAISES: Final = ("đưa", "nâng")
_RAISED_REACH: Final = 12  # items from how many more to what they raise
_OTHERS: Final = 2  # counts of other nouns between a change and what it is of


def counted_again(told: Telling, index: int, nouns: frozenset[str]) -> Claim | None:
    """*14 vụ, làm chết 13 người; so với năm trước giảm 3 vụ*: the noun goes back to what was counted before."""
    if not nouns:
        return None
    around = told.around(index)
    if is_of_rest(around.left[::-1]):
        return None
    # "lũy kế có 1.204 doanh nghiệp" tells no time in which so many were new
    retold = any(item.period is not None and item.period.kind not in {"base", "part"} for item in around.left)
    summed = not retold and around.left_has("up_to")  # "có thêm 2 xã …, nâng tổng số xã đạt chuẩn lên 12 xã"
    retold = retold or summed
    retold = retold or any("xuống" in item.text.split() for item in around.left[:1])  # "từ 2.410 hộ xuống còn 1.980"
    moved = around.left_has("up", "down")
    some = not moved and not ends_after_noun(told, index)  # "hiện đã có 310 hộ làm đơn"
    if not (moved or retold) or some or (told.in_parentheses(index) and not moved):
        return None  # "64 vụ (41 vụ sai phép …)" are some of them
    if moved and _moves_other(told, index):
        return None
    for claim in reversed(told.claimed()):
        if claim.indicator in nouns:
            if summed and told.indicator(claim.indicator).flow:
                return None  # "cấp mới 24 doanh nghiệp, nâng tổng số lên 604 doanh nghiệp"
            return Claim(claim.indicator, claim.subject, f"again<{claim.first_rule}", chained=True)
    return None


def raised_by(told: Telling, number: Number) -> Claim | None:
    """*thêm 6 xã nữa, đưa tổng số xã đạt chuẩn nông thôn mới lên 21*: how many more, of what is then told in all."""
    index = number.index
    if not number.nouns or not told.text_before(index).endswith("thêm"):
        return None
    for j in range(index + 1, min(index + _RAISED_REACH, len(told.items) - 1)):
        item = told.items[j]
        if item.quantity is not None or item.text in {";", "."}:
            return None
        if item.text.startswith(_RAISES):
            named = told.items[j : j + 2]
            names = [phrase.name for one in named for phrase in one.phrases if phrase.role in {"form", "follow"}]
            return next((Claim(name, index, "raised-by") for name in names if name in number.nouns), None)
    return None


def _moves_other(told: Telling, index: int) -> bool:
    """*phạm pháp hình sự 61 vụ, giảm 9 vụ; ma túy 27 vụ (tăng 5 vụ)*: the change is of a count of something else."""
    noun, other = noun_text(told, told.quantity(index)), told.previous_quantity(index)
    while other is not None and told.in_parentheses(other) and not told.in_parentheses(index):
        other = told.previous_quantity(other)  # "13 vụ cháy (nhà dân 7 vụ, xe 3 vụ), tăng 4 vụ": the parts of the count
    for _ in range(_OTHERS):
        if other is None or noun_text(told, told.quantity(other)) == noun:
            break
        other = told.previous_quantity(other)
    if other is None or told.claim_of(other) is not None or noun_text(told, told.quantity(other)) != noun:
        return False
    between = told.items[other + 1 : index]  # "…; so với cùng kỳ giảm 5 vụ" goes further back
    return not any(item.text == ";" or (item.period is not None and item.period.kind == "base") for item in between)
