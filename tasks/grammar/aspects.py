"""Percentages that take their meaning from around them: an aspect, a base, the measure before, or growth itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.counted import noun_end
from tasks.grammar.measures import MeasureReading, in_unit
from tasks.grammar.surroundings import base_in, is_of_period_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.indicators import Indicator
    from tasks.grammar.figures import Claim
    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.surroundings import Surroundings
    from tasks.grammar.telling import Telling

_NEAR: Final = 5  # items before a figure that tell what is measured, where its base opens the sentence
_BASE_REACH: Final = 6  # items from the start of a clause to a base that opens it
_PLAN_REACH: Final = 6  # items between a parenthesis and the plan's figure in it
_AIM_REACH: Final = 4  # items from an aim back to its noun
_NEAR_AIM: Final = 2.0  # times that a rate lies above or below its aim at most
_AIM_NOUNS: Final = ("mục tiêu", "chỉ tiêu", "kế hoạch", "nghị quyết", "đề ra", "giao", "chỉ tiêu năm", "kế hoạch năm")
_AIMS: Final = frozenset(
    {"mục tiêu", "mục tiêu đề ra", "mục tiêu tăng", "chỉ tiêu tăng", "mục tiêu tăng trưởng", "mục tiêu là"}
)
_MOVES: Final = ("up", "down", "exceed", "reach", "down_to", "up_to")
FALL: Final = ("tỷ lệ giảm", "mức giảm", "tốc độ giảm")
"""What opens the name of a rate that is told by how much it falls."""
_AMOUNT: Final = ("số", "tổng số")
_AGAIN: Final = frozenset({",", "hay", "tức", "tức là"})
_LIKELY_GROWTH: Final = 60  # percent: above it, what is left of the year before may be meant
_GROWTH: Final = ("tốc độ tăng", "tốc độ gia tăng", "tăng trưởng", "mức tăng")
_GROWTH_REACH: Final = 7  # tokens from such words to what names the sector


def of_aspect(told: Telling, index: int, claim: Claim) -> Claim:
    """*tăng 6,25% về số lượng, 27,21% về vốn*: the aspect told behind the figure decides between the two."""
    if told.quantity(index).kind != "percent":
        return claim
    share = told.indicator(claim.indicator).share
    if told.quantity(index).points and share is not None:
        return replace(claim, indicator=share)  # "còn 118 hộ nghèo (7,3%), giảm 1,5 điểm phần trăm"
    if (
        told.text_after(index) == "về"
        and (named := _claimed_before(told, told.items[index + 2 : index + 3])) is not None
    ):
        last = told.claim_of(told.previous_quantity(index))
        shared = last is not None and last.rule.startswith("aspect") and told.text_before(index) in {",", "và"}
        rule = "aspect<chain" if shared else "aspect<" + claim.rule
        return replace(claim, indicator=named, rule=rule, chained=claim.chained or shared)
    for place, item in enumerate(told.around(index).right):
        if item.has("by_number") and not told.indicator(claim.indicator).is_count:
            counts = [other.indicator for other in told.claimed() if told.indicator(other.indicator).is_count]
            if counts:
                return replace(claim, indicator=counts[-1], rule="aspect<" + claim.rule)
        direct = not place and item.text.startswith(_AMOUNT)  # "tăng 15% số doanh nghiệp, 22% số vốn"
        if item.kind == "phrase" and (direct or item.text.startswith("về")):
            for phrase in item.phrases:
                if phrase.role == "follow" and claim.indicator in phrase.after:
                    return replace(claim, indicator=phrase.name, rule="aspect<" + claim.rule)
            if (whole := _whole_named(told, item, claim)) is not None:
                return replace(claim, indicator=whole, rule="aspect<" + claim.rule)
    return claim


def _whole_named(told: Telling, item: Item, claim: Claim) -> str | None:
    """*giảm 20% số vụ* behind victims that were told last: the cases that they are of."""
    wholes = {whole for follow in told.indicator(claim.indicator).follows for whole in follow.after}
    names = {phrase.name for phrase in item.phrases if phrase.role == "follow"} & wholes
    return next(iter(names)) if len(names) == 1 else None


def _claimed_before(told: Telling, behind: Sequence[Item]) -> str | None:
    """*tăng 26% về lượt khách và 31% về doanh thu*: that of the indicators told before which is named."""
    names = {phrase.name for item in behind for phrase in item.phrases if phrase.role in {"form", "follow", "frame"}}
    names = names.union(*(told.counted_by(item.low)[1] for item in behind))
    claimed = dict.fromkeys(claim.indicator for claim in told.claimed())
    meant = [name for name in claimed if name in names]
    return meant[0] if len(meant) == 1 else None


def with_base(told: Telling, index: int) -> Surroundings:
    """*So với dự toán tỉnh giao, thu đạt 103%, chi đạt 118%*: a base that opens the clause holds for all of it."""
    around = told.around(index)
    if "base" not in told.times and "plan" not in told.classes:
        return around
    start = told.clause_start(index, {";"})
    compares = False
    for j in range(start, min(index, start + _BASE_REACH)):
        item = told.items[j]
        is_base = item.period is not None and item.period.kind == "base"
        opens = is_base or (compares and item.has("plan"))
        if opens and any(other.text in {",", ":"} for other in told.items[j + 1 : j + 4]):
            near = around.left[:_NEAR] if is_base else around.left
            return replace(around, left=(*near, item))
        if item.kind == "quantity":
            break
        compares = compares or ("so" in item.text and "so" in item.text.split())
    return around


def is_of_growth(told: Telling, claim: Claim, before: MeasureReading | None) -> bool:
    """*Tốc độ tăng giá trị sản xuất đạt 8,15%; nông nghiệp 4,02%*: the subject is the growth itself.

    A sentence may go on with it: *Trong đó, công nghiệp đạt 15,7%*.
    """
    if not 0 <= claim.subject < len(told.items):
        return False
    if claim.chained and (before is not None or told.items[claim.subject].text.startswith("thu")):
        return False  # only what goes on from an average, which is no figure
    subject = told.items[claim.subject]
    words = told.words(max(0, subject.low - _GROWTH_REACH), subject.high)
    for sign in (",", ";", ":", "."):
        words = words.rpartition(f" {sign} ")[2]
    if any(growth in words for growth in _GROWTH) or told.words(max(0, subject.low - 2), subject.low) == "tốc độ":
        return True
    if before is None:
        goes_on = told.items[0].has("part_of") and told.state.grown == told.sentence.index - 1
        return goes_on and claim.rule.endswith("follow")
    return claim.rule.endswith("follow") and before.measure == "growth"


_TURNS: Final = frozenset({",", "khi", "trong khi", "còn"})


def is_plans_own(told: Telling, index: int) -> bool:
    """*bằng 56% kế hoạch năm (khoảng 2.000 lao động)*: the amount of the plan, in parentheses right behind its word."""
    if told.text_before(index) != "(" or index < 2:
        return False
    before = told.items[index - 2]
    if before.period is not None and before.period.kind == "year" and index > 2:
        before = told.items[index - 3]
    end = max(noun_end(told, index), told.quantity(index).high)
    return before.has("plan") and told.texts[end : end + 1] == [")"]


def is_plan_beside(told: Telling, index: int) -> bool:
    """*tăng 10,3% (kế hoạch 10,2%)*, *còn 2,1% (KH 2,3%)*: in parentheses, behind nothing but the plan's word.

    How it was to move may stand between the two: *tăng 9,4% (KH tăng 9%)*, *(chỉ tiêu là đạt trên 9%)*.
    """
    signs = (
        j
        for j in range(index - 1, max(-1, index - _PLAN_REACH), -1)
        if told.items[j].text in {"(", "/"} or _turns_to_plan(told, j)
    )
    opening = next(signs, None)
    end = max(noun_end(told, index), told.quantity(index).high)
    following = told.texts[end] if end < len(told.texts) else ""
    if opening is None or following not in {")", ";", ",", "."}:
        return False
    inside = list(told.items[opening + 1 : index])
    said = next((n for n, item in enumerate(inside) if item.text == "là"), None)
    if said and inside[said - 1].has("plan"):
        del inside[said : said + 1 + (said == len(inside) - 2 and inside[-1].has("reach"))]
    moves = [n for n, item in enumerate(inside) if item.has("up", "down")]
    if moves and moves != [len(inside) - 1]:
        return False
    if moves and moves[0] and not inside[moves[0] - 1].has("plan"):
        return False
    others = [item for n, item in enumerate(inside) if n not in moves]
    if not others and told.items[opening].text == "(":
        return _is_beyond_plan(told, opening)
    if any(item.kind not in {"cue", "period"} or item.has("reach", "exceed") for item in others):
        return False
    return any(item.has("plan", "target") for item in others)


def _turns_to_plan(told: Telling, j: int) -> bool:
    """*tăng 4,25%, trong khi chỉ tiêu là tăng 4%*, *tăng 14,5%, chỉ tiêu là 14%*: behind a sign the plan's own word."""
    behind = told.items[j + 1 : j + 3]
    return told.items[j].text in _TURNS and len(behind) > 1 and behind[0].has("plan") and behind[1].text == "là"


def _is_beyond_plan(told: Telling, opening: int) -> bool:
    """*tăng 9,4%, cao hơn kế hoạch đề ra (tăng 9%)*: the plan's word stands before the parentheses."""
    plan = opening - 1 - told.items[opening - 1].has("assign", "target")
    return plan > 0 and told.items[plan].has("plan") and told.items[plan - 1].has("up", "down", "exceed")


def of_plan_beside(told: Telling, index: int, before: MeasureReading) -> MeasureReading | None:
    """What the plan in parentheses asks of the growth or rate that was just told."""
    value, move = told.quantity(index).value, told.items[index - 1]
    in_percent = before.rule == "change:amount" and told.quantity(index).kind == "percent"
    if in_percent:
        return MeasureReading("growth", -value if move.has("down") else value, "growth:planned", target=True)
    if before.measure == "change" or (before.rule.endswith("rate") and move.has("up", "down")):
        signed = value if move.has("up") or (before.value > 0 and not move.has("down")) else -value
        return MeasureReading("change", signed, "change:planned", target=True)
    if before.measure == "growth":
        return MeasureReading("growth", -value if move.has("down") else value, "growth:planned", target=True)
    rate = before.measure == "level" and before.rule.endswith(("rate", "planned"))
    return MeasureReading("level", value, "level:planned", target=True) if rate else None


def of_plan_before(value: float, before: MeasureReading, around: Surroundings) -> MeasureReading | None:
    """*đạt 31,7% dự toán (cùng kỳ đạt 27%)*: of its plan a year before."""
    if before.measure != "plan_ratio" or before.shift or not is_of_period_before(around.left):
        return None
    if base_in(around.right) is not None:
        return None
    return MeasureReading("plan_ratio", value, "plan_ratio:same-period-before", shift=1)


def of_aim_beside(told: Telling, index: int, before: MeasureReading, indicator: Indicator) -> MeasureReading | None:
    """*đạt 99,1%, chưa đạt mục tiêu 99,5%*; *đạt 93,5%, vượt chỉ tiêu 93%*: the aim itself, told beside the rate.

    *vượt kế hoạch 0,5%* is by how much, which is far from the rate.
    """
    quantity = told.quantity(index)
    if before.measure == "growth" and quantity.kind == "percent":
        return _aim_of_growth(told, index, before)
    if before.measure != "level" or before.target or not before.value or indicator.is_growth:
        return None
    value = quantity.value if quantity.kind == "percent" and indicator.is_rate else in_unit(quantity, indicator)
    if value is None or indicator.plan is not None or not 1 / _NEAR_AIM <= value / before.value <= _NEAR_AIM:
        return None
    left = told.around(index).left
    noun = next((n for n, item in enumerate(left[:_AIM_REACH]) if item.text.endswith(_AIM_NOUNS)), None)
    if noun is None or not left[noun].has("plan", "target"):
        return None
    if any(item.has(*_MOVES) or item.kind == "word" for item in left[:noun]):
        return None
    if quantity.kind != "percent" and left[noun].has("plan"):
        return None  # "vượt dự toán 700 tỷ đồng": by how much, or the plan
    return MeasureReading("level", value, "level:planned", target=True)


def _aim_of_growth(told: Telling, index: int, before: MeasureReading) -> MeasureReading | None:
    """*tăng 13,9%, vượt xa mục tiêu 9%*, *tăng 7,3%, chưa đạt mục tiêu 8%*: how much it was to grow.

    *vượt kế hoạch 9%* may be by how much the plan of the sum was exceeded.
    """
    value, left = told.quantity(index).value, told.around(index).left
    if before.target or before.value <= 0 or not 1 / _NEAR_AIM <= value / before.value <= _NEAR_AIM:
        return None
    if not left or left[0].text not in _AIMS or base_in(told.around(index).right) is not None:
        return None
    return MeasureReading("growth", value, "growth:planned", target=True)


def is_of_fall(told: Telling, claim: Claim) -> bool:
    """*Tỷ lệ giảm nghèo đạt 2,1%*: the subject is by how much the rate falls."""
    if claim.chained or not 0 <= claim.subject < len(told.items):
        return False
    return told.items[claim.subject].text.startswith(FALL)


def of_exceeded(reading: MeasureReading, around: Surroundings) -> MeasureReading | None:
    """*thu 520 tỷ đồng, vượt 42 tỷ đồng* tells by how much; *vượt xa con số 478 tỷ đồng được giao* the plan itself."""
    if reading.rule == "level:exceed":
        return None
    if reading.rule != "level" or not around.left_has("exceed") or any(item.period for item in around.left):
        return reading  # "nay đã vượt con số 480.000 người"
    given = any(item.has("assign", "plan") for item in around.right[:1])
    return replace(reading, rule="level:of-plan", target=True) if given else None


def of_change(quantity: Quantity, before: MeasureReading, around: Surroundings) -> MeasureReading | None:
    """*tăng 5 vụ (8,6%) so với năm trước*, *(giảm 3 vụ, 12,5%)*: the change that was just told, in percent."""
    if before.measure != "change" or not around.left:
        return None
    if around.left[0].text != "(" and not _says_it_again(around):
        return None
    return MeasureReading("growth", quantity.value if before.value >= 0 else -quantity.value, "growth:goes-on")


def _says_it_again(around: Surroundings) -> bool:
    """*tăng 24 tỷ đồng, tương đương 8,3% so với cùng kỳ*, *tăng 24 tỷ đồng, 8,3%*: the same in percent."""
    left = around.left
    if any(item.text == "=" or item.text.startswith("tương") for item in left[:2]):
        return True  # "giảm 3 vụ (tương ứng 12,5%)"
    alone = around.follows and len(left) == 1 and left[0].text in _AGAIN
    return alone and base_in(around.right) != "plan"  # "tăng 12.000 lượt, 86% kế hoạch"


def of_more(reading: MeasureReading | None, indicator: Indicator) -> MeasureReading | None:
    """*thêm 4 xã nông thôn mới và 6 trường chuẩn quốc gia*: so many more of both."""
    if reading is None or reading.rule != "level" or not indicator.stock:
        return reading
    return MeasureReading("change", reading.value, "change:more")


def of_move_shared(reading: MeasureReading | None, before: MeasureReading) -> MeasureReading | None:
    """*giảm 608 hộ nghèo và 290 hộ cận nghèo*: one verb for both."""
    if reading is None or reading.rule != "level" or reading.target:
        return reading
    return replace(before, value=reading.value if before.value > 0 else -reading.value)


def of_share_moved(
    quantity: Quantity, reading: MeasureReading, before: MeasureReading, around: Surroundings
) -> MeasureReading:
    """*giảm được 612 hộ, tương đương 5,9%*: by how much the rate moved, unless it says what it is now."""
    if before.measure != "change" or reading.measure != "level" or around.left_has("down_to", "up_to", "share"):
        return reading
    if any(item.has("reach") and "tỷ lệ" in item.text for item in around.left[:2]):
        return reading  # "thêm 4 trường đạt chuẩn, đạt tỷ lệ 78,4%"
    return MeasureReading("change", quantity.value if before.value >= 0 else -quantity.value, "change:points")


def is_of_change(reading: MeasureReading, before: MeasureReading, claim: Claim) -> bool:
    """*giảm được 1.880 hộ, đạt 104% chỉ tiêu*: the ratio is of the reduction, which is no measure."""
    return claim.chained and before.measure == "change" and reading.measure == "plan_ratio"


def goes_on(reading: MeasureReading, before: MeasureReading, around: Surroundings, claim: Claim) -> MeasureReading:
    """A bare percentage with the measure before it: *tăng 25% về số lượng, 27% về vốn*, *tăng 2 vụ (50%)*."""
    shares = reading.rule == "growth:rate-of-growth" and claim.rule.startswith("aspect")  # "giảm 33% số vụ, 50% …"
    bare = shares or reading.rule == "plan_ratio:bare" or (reading.rule == "level:rate" and before.measure == "change")
    shared = reading.rule == "growth:of-before" and 0 < reading.value + 100 < _LIKELY_GROWTH  # "… so với cùng kỳ"
    of_both = claim.rule.startswith(("aspect", "after-number")) and before.measure == "growth"
    equal = before.measure == "change" and _says_it_again(around)
    if shared and (equal or (of_both and not around.left_has("reach"))):
        value = reading.value + 100
        signed = value if before.value >= 0 else -value  # "tăng 24 tỷ đồng, tương đương 8,3% so với cùng kỳ"
        return replace(before, measure="growth", value=signed, rule="growth:goes-on")
    if not bare:
        return reading
    of_growth = claim.rule.startswith("aspect") and before.measure == "growth"
    of_change = before.measure == "change" and bool(around.left) and around.left[0].text == "("
    if not of_growth and not of_change:
        return reading
    signed = abs(reading.value) if before.value >= 0 else -abs(reading.value)
    return MeasureReading("growth", signed, "growth:goes-on", base=before.base)
