"""Sums of money and counts: a level, a plan's level, or a change on the same period before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.measures import MeasureReading, in_unit
from tasks.grammar.period_mentions import WITHIN_A_YEAR
from tasks.grammar.surroundings import (
    base_in,
    base_of,
    began_long_ago,
    direction_of,
    is_more_than_before,
    is_of_period_before,
    is_off_plan,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.indicators import Indicator
    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.surroundings import Direction, Surroundings

_NEWLY: Final = ("công nhận mới",)
_COMPARES: Final = frozenset({"thấp hơn", "cao hơn", "kém hơn", "kém", "nhiều hơn", "ít hơn"})
_OPENS_LIST: Final = frozenset({":", "như", "gồm", "là"})
_MONEY: Final = frozenset({"money", "usd"})
_BASE_REACH: Final = 4  # items from a number to the time that it was of
_PLAN_REACH: Final = 10  # items: "dự toán thu ngân sách giao cho huyện năm 2019 là …"
_MUST: Final = frozenset({"cần", "phải"})
_COPULAS: Final = frozenset({"là", "với", "mức"})
_WITH: Final = frozenset({"với", "với con số", "với số"})
_MORE: Final = frozenset({"thêm", "thu thêm", "đón thêm", "giải ngân thêm", "chi thêm"})


def read_amount(
    quantity: Quantity,
    around: Surroundings,
    indicator: Indicator,
    *,
    of_all: bool = False,
    of_plan: bool = False,
    sign: int = 0,
) -> MeasureReading | None:
    """The measure of a sum of money or a count.

    ``of_all`` where a fraction tells how many there are in all, ``of_plan`` where a sum is what was planned of the one
    before, ``sign`` that of a difference: *21 vụ (-3 vụ)*.
    """
    value = in_unit(quantity, indicator)
    if value is None:
        return None
    if of_all and quantity.of is not None:
        return MeasureReading("level", quantity.of, "level:of-all")
    left, direction = around.left, _direction(around.left)
    if of_plan or (quantity.kind in _MONEY and left and left[0].text == "/"):
        return MeasureReading("level", value, "level:of-plan", target=True)
    if sign and direction is None:
        return _moved(sign * value, around, indicator)
    of_base = quantity.kind != "fraction" and _is_bases(around)  # "so với cùng kỳ (21/24 vụ)" tells both
    if direction in {None, "reach"} and (is_of_period_before(left) or of_base):
        return MeasureReading("level", value, "level:same-period-before", shift=1)
    if direction is None:
        direction = _moved_without_verb(around, indicator)
    if _is_no_amount(around, direction) or _is_of_compared(around):
        return None
    if quantity.from_:
        return _begun(value, around.right)
    if direction in {None, "up"} and indicator.stock and _is_added(around):
        return MeasureReading("change", value, "change:more")
    if direction == "up" or (direction == "exceed" and base_in(around.right) == "prev"):
        return _moved(value, around, indicator)
    if direction == "down":
        return _moved(-value, around, indicator)
    return _level(quantity, value, around, indicator, direction)


def _direction(left: Sequence[Item]) -> Direction | None:
    """Where an amount goes, by the verb before it; of *thu ngân sách tăng mạnh với 612 tỷ đồng* it is the sum."""
    direction = direction_of(left)
    if direction is None and _fell_by(left):
        return "down"
    return None if direction in {"up", "down"} and left[0].text in _WITH else direction


def _is_bases(around: Surroundings) -> bool:
    """*tăng 15% so với cùng kỳ (350 tỷ đồng)*: what it grew from."""
    base = next((item.period for item in _before_parenthesis(around)), None)
    return base is not None and base.kind == "base" and base.year is None and "cùng kỳ" in base.text


def _before_parenthesis(around: Surroundings) -> Sequence[Item]:
    """What stands before the parenthesis that the number opens, nearest first."""
    opens = bool(around.left) and around.left[0].text == "("
    return (*around.left[1:], *around.before_break) if opens else ()


def _begun(value: float, right: Sequence[Item]) -> MeasureReading:
    """*giảm so với 52 vụ của cùng kỳ*, *tăng từ 480 tỷ đồng năm 2022*: what was before, a time behind it or none."""
    base = next((item.period for item in right[:_BASE_REACH] if item.period is not None), None)
    if base is not None and base.kind == "base" and base.text.removeprefix("của ").startswith("cùng kỳ"):
        return MeasureReading("level", value, "level:same-period-before", shift=1)
    return MeasureReading("level", value, "level:from")


def _is_no_amount(around: Surroundings, direction: Direction | None) -> bool:
    """*cao hơn năm 2016 gần 7 triệu đồng*, *còn thiếu 120 tỷ đồng*, *hụt 45 tỷ đồng*, *vượt dự toán 32 tỷ đồng*."""
    left = around.left
    if any(item.has("remaining") for item in left[:3]):
        return True
    if direction is None:
        return _is_difference(left)
    short = direction == "down" and any(item.text.startswith("hụt") for item in left[:3])
    return (short and base_in(around.right) is None) or is_off_plan(left)


def _is_of_compared(around: Surroundings) -> bool:
    """*So với toàn tỉnh, thu nhập của huyện thấp hơn (17,8 triệu đồng)*: of which of both, nobody knows."""
    if not around.left or around.left[0].text != "(":
        return False
    before = (*around.left[1:], *around.before_break)[:1]
    return any(item.text in _COMPARES for item in before)


def _moved_without_verb(around: Surroundings, indicator: Indicator) -> Direction | None:
    if _is_more(around, indicator):
        return "up"
    if not _is_more_than_base(around.left):
        return None
    return "up" if _says_more(around.left[1]) else "down"


def _is_more(around: Surroundings, indicator: Indicator) -> bool:
    """*7 vụ cháy, thêm 2 vụ so với năm trước*, *thu 124 tỷ đồng, thêm 12 tỷ so với năm 2020*: of what a year brings."""
    return not indicator.stock and is_more_than_before(around)


def _says_more(item: Item) -> bool:
    return item.period is not None and item.period.text.startswith(("hơn", "cao hơn"))


def _fell_by(left: Sequence[Item]) -> bool:
    """*Số hộ nghèo giảm được trong năm là 120 hộ*."""
    behind = left[1:5] if left and left[0].text == "là" else ()
    return any(item.has("down") and item.text.endswith("được") for item in behind)


def _is_added(around: Surroundings) -> bool:
    """*có thêm 2 xã*, *công nhận mới 2 trường*, *4 trường được công nhận mới*: how many more there are."""
    if any("thêm" in item.text.split() for item in around.left[:3]):
        return True
    before = " ".join(item.text for item in reversed(around.left[:3]))
    behind = " ".join(item.text for item in around.right[:5])
    return before.endswith(_NEWLY) or any(words in behind for words in _NEWLY)


def _is_difference(left: Sequence[Item]) -> bool:
    """*cao hơn năm 2016 gần 7 triệu đồng*: by how much, not how much."""
    return base_in(left[:6]) in {"prev", "other"} and left[0].period is not None


def _is_more_than_base(left: Sequence[Item]) -> bool:
    """*cao hơn cuối năm 2012 là 31 triệu đồng*."""
    base = left[1].period if len(left) > 1 and left[0].text == "là" else None
    return base is not None and base.kind == "base" and base.text.startswith(("hơn", "cao hơn", "thấp hơn", "kém"))


def _is_of_term(right: Sequence[Item]) -> bool:
    """*tăng 27 trường so với đầu nhiệm kỳ*, *so với lúc mới thành lập*: over all of a term, or since it was founded."""
    base = next((item.period for item in right if item.period is not None), None)
    return base is not None and ("nhiệm kỳ" in base.text or began_long_ago(base.text))


def _moved(signed: float, around: Surroundings, indicator: Indicator) -> MeasureReading | None:
    """*giảm 3 vụ*: a change, unless it is one on the plan, or of a flow on something else than the year before."""
    base = base_in(around.right)
    if base == "plan" and any(item.has("up", "down", "reach", "exceed") for item in around.left):
        return None
    side = around.left if base is None else around.right  # "nhiều hơn đầu nhiệm kỳ 31 trường"
    if base_in(side) == "other" and (not indicator.stock or _is_of_term(side)):
        return None
    return MeasureReading("change", signed, "change:amount", base=base_of(around))


def _level(
    quantity: Quantity, value: float, around: Surroundings, indicator: Indicator, direction: Direction | None
) -> MeasureReading | None:
    """The amount itself, or its plan's."""
    left = around.left
    if quantity.kind in _MONEY and indicator.flow and left and left[0].text in _MORE and not _is_of_part(around):
        return None  # "tháng 12 phấn đấu thu thêm 120 tỷ đồng"
    if direction == "exceed":
        if base_in(around.right) is not None:
            return None  # "vượt 12 tỷ đồng so với dự toán"
        if not indicator.is_rate and left[0].has("exceed"):
            return MeasureReading("level", value, "level:exceed")  # "vượt 500 tỷ đồng"
    if quantity.kind in _MONEY and _closes_plan(around, indicator):
        return MeasureReading("level", value, "level:plan-in-parentheses", target=True)
    if quantity.kind in _MONEY and _is_given(left):
        return MeasureReading("level", value, "level:plan", target=True)
    if around.follows and left and left[0].text == "với" and not around.left_has("assign"):
        return MeasureReading("level", value, "level")  # "đạt 134% dự toán với 286 tỷ đồng": what was reached
    # "đạt trên 50% dự toán: quận 1 …"
    listed = around.follows and bool(left) and left[-1].has("plan") and any(item.text == ":" for item in left)
    if listed or (quantity.kind == "count" and _is_capital(left)):
        return MeasureReading("level", value, "level")
    if base_in(left[:_PLAN_REACH]) == "plan" and _is_plans(left, indicator):
        return MeasureReading("level", value, "level:plan", target=True)
    return MeasureReading("level", value, "level")


def _is_of_part(around: Surroundings) -> bool:
    """*sáu tháng cuối năm thêm 1.040 tỷ đồng*, *riêng quý IV, huyện thu thêm 210 tỷ đồng*: what that part brought."""
    near = (*around.left[:_BASE_REACH], *around.before_break[:2])
    if any(item.has("target", "plan") or item.text in _MUST for item in near):
        return False
    times = [item.period for item in near if item.period is not None]
    return bool(times) and times[0].kind in WITHIN_A_YEAR


def _is_capital(left: Sequence[Item]) -> bool:
    """*tổng vốn lần lượt là …, lũy kế có 1.042 doanh nghiệp*: the nearest word of a plan means money."""
    plan = next((item for item in left[:_PLAN_REACH] if item.has("plan")), None)
    return plan is not None and "vốn" in plan.text.split() and any(phrase.role == "follow" for phrase in plan.phrases)


def _is_given(left: Sequence[Item]) -> bool:
    """*tỉnh giao 95 tỷ đồng, huyện giao là 110 tỷ đồng*: an assignment right before the sum."""
    verb = next((item for item in left[:3] if item.period is None and item.text not in _COPULAS), None)
    return verb is not None and verb.has("assign") and verb.text.endswith("giao")


def _closes_plan(around: Surroundings, indicator: Indicator) -> bool:
    """*bằng 52,1% dự toán năm (2.400 tỷ đồng)*: the plan stands right before the parenthesis.

    Of *(1.250/2.400 tỷ đồng)* the first sum is what was reached.
    """
    if around.right and around.right[0].text == "/":
        return False
    if any(item.names_district for item in around.left):
        return False  # "Lâm Thao (41 tỷ đồng, 97% dự toán), Thanh Ba (75 tỷ đồng)": the plan is another's
    before = _before_parenthesis(around)[:3]
    if any(item.has("plan") for item in before):
        return not any(item.period is not None and item.period.kind == "base" for item in before)
    nearest = before[0] if indicator.plan is not None and before else None
    named = nearest is not None and any(phrase.name == indicator.plan for phrase in nearest.phrases)
    return nearest is not None and named and "giao" in nearest.text  # "giải ngân 100% vốn đầu tư công được giao (…)"


def _is_plans(left: Sequence[Item], indicator: Indicator) -> bool:
    """Whether a sum is the plan's own: nothing but words without a subject stands between plan and sum."""
    for n, item in enumerate(left):
        if any(phrase.role == "follow" and phrase.name == indicator.id for phrase in item.phrases):
            # "dự toán thu cả năm 820 tỷ đồng", but not "96 doanh nghiệp thành lập mới, tổng vốn 718 tỷ đồng"
            verb = any(phrase.role == "head" for phrase in item.phrases)
            return verb and any(other.has("plan") for other in left[n + 1 : n + 2])
        if item.text == "khác":
            return False  # "Ở các chỉ tiêu khác, … chỉ còn 97 hộ nghèo"
        if item.has("plan"):
            return not _lists_who_passed(left, n)
        if item.has("reach", "done", "estimate") or item.kind in {"word", "quantity"}:
            return False
        roles = {phrase.role for phrase in item.phrases}
        if item.kind == "phrase" and not item.cues and not roles.isdisjoint({"lead", "form", "follow"}):
            return "form" in roles and any(other.has("plan") for other in left[1 : max(4, n + 2)])
    return False


def _lists_who_passed(left: Sequence[Item], plan: int) -> bool:
    """*Các huyện có số thu vượt dự toán như: Hoằng Hóa 1.286 tỷ đồng*: what the first of those has reached."""
    place = next((n for n, item in enumerate(left[:plan]) if item.names_district), None)
    if place is None or _OPENS_LIST.isdisjoint(item.text for item in left[place + 1 : plan]):
        return False
    behind = left[plan + 1 : plan + 3]
    return any(item.has("exceed", "reach") or item.text.startswith("hoàn thành") for item in behind)
