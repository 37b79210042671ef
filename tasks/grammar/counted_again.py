"""A count that goes back to one told before another figure: *14 vụ, làm chết 13 người; … giảm 3 vụ*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import ends_after_noun, noun_text
from tasks.grammar.figures import Claim
from tasks.grammar.surroundings import is_of_rest

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_RAISES: Final = ("đưa", "nâng")
_SO_THAT: Final = ("để", "đưa", "nâng", "như vậy", "qua đó", "cộng", "tổng")
_SUMS: Final = ("tổng số", "số")
_HAS_MORE: Final = frozenset(
    {"có", "đưa", "công nhận", "được", "đã", "đã có", "là", ",", ":", "đón", "ghi nhận", "đã đưa"}
)
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
    noun = noun_text(told, number.quantity)
    for j in range(index + 1, min(index + _RAISED_REACH, len(told.items) - 1)):
        item = told.items[j]
        if item.text in {";", "."}:
            return None
        if item.quantity is not None:
            return _of_all(told, number, j) if noun_text(told, item.quantity) == noun else None
        if item.text.startswith(_RAISES) or (item.text.startswith(_SUMS) and _is_more_of_them(told, index)):
            named = told.items[j : j + 2]
            names = [phrase.name for one in named for phrase in one.phrases if phrase.role in {"form", "follow"}]
            return next((Claim(name, index, "raised-by") for name in names if name in number.nouns), None)
    return None


def _is_more_of_them(told: Telling, index: int) -> bool:
    """*có thêm 2 xã*, *đưa thêm 2 xã*, but *xây thêm 2 trường*, *hỗ trợ thêm 2 xã* are no more of what is told."""
    before = told.items[index - 2] if index > 1 else None
    return before is None or before.text in _HAS_MORE or before.period is not None or before.place is not None


def _of_all(told: Telling, number: Number, whole: int) -> Claim | None:
    """*đưa thêm 2 xã về đích, để có 14 xã đạt chuẩn nông thôn mới*: what is then told in all, counted with its noun."""
    if not _is_more_of_them(told, number.index):
        return None
    raises = [item for item in told.items[number.index + 1 : whole] if item.text.startswith(_SO_THAT)]
    named = told.items[whole + 1] if raises and whole + 1 < len(told.items) else None
    names = [phrase.name for phrase in named.phrases if phrase.role == "form"] if named is not None else []
    return next((Claim(name, number.index, "raised-by") for name in names if name in number.nouns), None)


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
