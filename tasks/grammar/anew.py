"""Whether a number begins anew with what is named behind it, though it could go on with what was told before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.telling import Telling

ANEW: Final = frozenset({",", ";", "và", "-", "đồng thời", "cùng", "cùng với", "cộng với"})


def begins_anew(told: Telling, index: int, behind: Claim, ahead: Claim) -> bool:
    """*hộ nghèo giảm 1,2%; 85% hộ dùng nước sạch*: behind a comma, the rate named right after the number is meant."""
    if behind.chained and told.quantity(index).kind == "percent" and not told.indicator(behind.indicator).is_rate:
        return not told.around(index).left_has("up", "down", "exceed")  # "giải quyết 12.300 hồ sơ, có 99,6% đúng hạn"
    last = told.claim_of(told.previous_quantity(index))
    named_that = behind.chained or (last is not None and last.subject == behind.subject)
    if named_that and ahead.rule == "after-number" and _joins_another(told, index, behind, ahead):
        return True
    if behind.rule in {"continued", "remaining-rate"}:
        return True  # "98,1% hồ sơ đúng hạn. Năm 2026, giảm 5% hộ nghèo": named right behind it
    low = max(behind.subject, told.previous_quantity(index) or 0)
    return index - 1 > low and told.items[index - 1].text in ANEW


def _joins_another(told: Telling, index: int, behind: Claim, ahead: Claim) -> bool:
    """*72% lao động qua đào tạo và chỉ còn 1,1% hộ nghèo*: behind a joint, another rate is named right behind."""
    if ahead.indicator == behind.indicator or ahead.subject != index + 1 or told.quantity(index).kind != "percent":
        return False
    start = told.clause_start(index, {",", ";", "và"})
    return told.text_before(start) in ANEW and all(item.kind == "cue" for item in told.items[start:index])
