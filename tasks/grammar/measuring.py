"""The measure of a claimed quantity: a level, a ratio to a plan, a growth or a change, and its value."""

from __future__ import annotations

from itertools import pairwise
from math import copysign
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.amounts import read_amount
from tasks.grammar.aspects import (
    FALL,
    goes_on,
    is_of_change,
    is_of_fall,
    is_of_growth,
    is_plan_beside,
    is_plans_own,
    of_aim_beside,
    of_change,
    of_exceeded,
    of_more,
    of_move_shared,
    of_plan_before,
    of_plan_beside,
    of_share_moved,
    with_base,
)
from tasks.grammar.compared_with import RULE, of_base
from tasks.grammar.listed_measures import of_bracket_list, of_counted_ratio, of_listed, of_opened_list, of_plan_list
from tasks.grammar.measures import FEW_POINTS, MeasureReading
from tasks.grammar.more_told import of_change_again, of_more_told
from tasks.grammar.out_of import is_out_of
from tasks.grammar.percents import read_percent
from tasks.grammar.plans_changed import is_changed_plan
from tasks.grammar.raised_to import of_raise
from tasks.grammar.surroundings import Surroundings, base_in

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.period_codes import Period
    from tasks.grammar.telling import Telling

_SIZE: Final = 3  # times a change that its plan may be
_BEFORE: Final = ("so với trước", "so trước", "hơn trước")  # a base that no year is told of
_THAN: Final = frozenset({"hơn", "cao hơn", "nhiều hơn", "thấp hơn", "ít hơn", "kém", "kém hơn", "nhỉnh hơn"})
_WHOLES: Final = frozenset({"tỉnh", "toàn tỉnh", "cả nước", "toàn quốc", "toàn thành phố"})
_BEFORE_REACH: Final = 4  # words behind a figure
_COMES_TO: Final = ("down_to", "up_to", "reach")  # "còn 905 hộ", "đạt 96%"
_STANDS: Final = (*_COMES_TO, "copula")  # and "có 12 xã"
_BRACKET_REACH: Final = 9  # items from a place to the parentheses behind its number
_TURNS: Final = frozenset({",", ";", "và", "nhưng"})  # "tăng ở Phú Bình (2 vụ), giảm ở Võ Nhai (3 vụ)"
_WHERE: Final = frozenset({"ở", "tại", "là", "có", ":"})
_STAND_REACH: Final = 4  # items of a verb behind its subject
_RISES: Final = frozenset({"mức tăng", "đà tăng", "tốc độ tăng", "tốc độ tăng trưởng", "mức tăng trưởng"})
_ALL_MOVED: Final = (" đều giảm", " đều tăng")
_APART: Final = frozenset({"(", ")", ";"})
_ALL: Final = 100  # percent: "vượt kế hoạch nhiều nhất là huyện Ninh Sơn, đạt 167%" tells no rate
_BRACKET: Final = 2  # items of a base and the parenthesis behind it
_RIGHT_BEHIND: Final = 5  # items from a growth to what is told of it: "11%, tăng 0,3%"


def measure_of(
    told: Telling, index: int, previous: int | None, claim: Claim, current: Period | None
) -> MeasureReading | None:
    """The measure and value of a claimed quantity; ``None`` where the indicator has no such measure."""
    indicator, quantity = told.indicator(claim.indicator), told.quantity(index)
    before = told.reading_of(previous)
    beside = _of_another(told, index, claim, before)
    if beside is not None or claim.rule == RULE:
        return beside
    if quantity.kind == "percent":
        around = _over_amount_before(told, index) or with_base(told, index)
        reading = read_percent(
            quantity,
            around,
            indicator,
            chained=claim.chained,
            after_plan_level=before is not None and before.target and claim.chained,
            of_growth=is_of_growth(told, claim, before) or _is_the_rise(told, index),
            of_fall=is_of_fall(told, claim),
            year=current.year if current is not None else None,
        )
        if reading is not None and reading.rule == "change:points" and _falls_below(told, index):
            reading = MeasureReading("level", quantity.value, "level:rate")
        shares = claim.rule == "share-of-count" or told.text_before(index) == "tương ứng"
        if shares and not claim.chained and before is not None and reading is not None:
            reading = of_share_moved(quantity, reading, before, around)
        aside = claim.chained and is_plan_beside(told, index)
        told_of_plan = reading is not None and reading.rule.endswith("of-plan")
        planned = _told_beside(told, index, before, beside=aside) if before is not None and claim.chained else None
        if planned is not None or (aside and before is None):  # the plan of an average is no figure, either
            reading = planned
        elif before is not None and (
            reading is None
            or (
                is_of_change(reading, before, claim)
                and not _rises_beside_level(told, previous, before, of_plan=told_of_plan)
            )
        ):
            listed = of_plan_list(told, index, before, claim) if reading is None else None
            reading = listed if quantity.points else of_change(quantity, before, around) or listed
        elif reading is not None and before is not None:
            reading = goes_on(reading, before, around, claim)
        if reading is None and not indicator.is_rate and claim.rule != "list:place":
            reading = of_bracket_list(told, index, claim) or of_opened_list(told, index, claim)
        if claim.rule == "list:place":
            moved = _rate_moved(told, index, claim, reading)
            reading = of_listed(told, index, claim, reading, before) if moved is None else moved
        elif reading is None and claim.chained and before is not None and before.measure == "level":
            reading = of_counted_ratio(told, index, claim)
    else:
        reading = _of_changes_listed(told, index, claim, _amount_of(told, index, previous, claim))
        reading = _of_planned_change(told, index, before, reading) if claim.chained and before is not None else reading
    if (
        reading is None
        or _is_more_than_place(told, index)
        or (reading.measure == "level" and indicator.is_rate and reading.value > _ALL)
        or reading.measure not in indicator.measures
        or _is_of_growth_before(told, index, previous, reading, before)
        or (reading.measure in {"growth", "change"} and _is_since_before(told, index))
        or (reading.rule == "plan_ratio:bare" and _is_second_share(told, index))
        # "Si Ma Cai 401 hộ (45%)", in a list of households that became fewer: of a plan, or of all, nobody knows
        or (reading.rule == "growth:goes-on" and indicator.share and claim.rule.startswith("chain<list:place"))
    ):
        return None
    past = claim.chained and current is not None and _is_of_year_past(told, index, current.year)
    reading = replace(reading, shift=1) if past else reading
    changed = reading.measure == "level" and not reading.target and is_changed_plan(told, index)
    return replace(reading, target=True, rule="level:changed-plan") if changed else reading


def _is_the_rise(told: Telling, index: int) -> bool:
    """*năm nay, mức tăng đạt được là 2,74%*: the rise is the subject, with nothing but a verb behind it."""
    j = index - 1
    while j > 0 and told.items[j].has("reach", "copula", "done") and index - j <= _STAND_REACH:
        j -= 1
    return j >= 0 and told.items[j].text in _RISES


def _is_of_year_past(told: Telling, index: int, year: int) -> bool:
    """*tăng 10,2%, sau khi chỉ nhích 4,1% trong năm 2021*, told of 2022: what it was in the year behind it."""
    start = told.clause_start(index, {",", ";"})
    if told.words(told.items[start].low, told.items[start].low + 2) != "sau khi":
        return False
    time = told.items[index + 1].period if index + 1 < len(told.items) else None
    return time is not None and time.kind == "year" and time.year == year - 1


def _of_another(told: Telling, index: int, claim: Claim, before: MeasureReading | None) -> MeasureReading | None:
    """What a quantity is as the aim beside a figure, as what one is compared with, or as the rate of a change."""
    indicator, quantity = told.indicator(claim.indicator), told.quantity(index)
    aim = of_aim_beside(told, index, before, indicator) if claim.chained and before is not None else None
    if aim is not None or claim.rule == RULE:
        return aim or of_base(told, index, quantity, indicator)
    return of_change_again(told, index, claim) if quantity.kind == "percent" else None


def _over_amount_before(told: Telling, index: int) -> Surroundings | None:
    """*hơn cùng kỳ (3.347 tỷ đồng) 43,1%*: what stands around the percentage, but for the amount in parentheses."""
    amount = index - 2
    if amount < _BRACKET or [told.text_before(index), told.text_before(amount)] != [")", "("]:
        return None
    base = told.items[amount - 2]
    if told.items[amount].quantity is None or base.period is None or base.period.kind != "base":
        return None
    return Surroundings((base, *told.around(amount).before_break[1:]), told.around(index).right, (), follows=True)


def _of_planned_change(
    told: Telling, index: int, before: MeasureReading, reading: MeasureReading | None
) -> MeasureReading | None:
    """*có thêm 4 trường chuẩn quốc gia (kế hoạch 3 trường)*: the plan in parentheses is of a change of that size."""
    if reading is None or before.measure != "change" or not reading.rule.startswith("level:plan"):
        return reading
    if not told.in_parentheses(index) or reading.value > _SIZE * abs(before.value):
        return reading
    return MeasureReading("change", copysign(reading.value, before.value), "change:planned", target=True)


def _told_beside(told: Telling, index: int, before: MeasureReading, *, beside: bool) -> MeasureReading | None:
    """The plan that stands ``beside`` what was just told, or the share of the plan that a year before had reached."""
    planned = of_plan_beside(told, index, before) if beside else None
    return planned or of_plan_before(told.quantity(index).value, before, with_base(told, index))


def _is_of_growth_before(
    told: Telling, index: int, previous: int | None, reading: MeasureReading, before: MeasureReading | None
) -> bool:
    """*Tốc độ tăng đạt 11%, tăng 0,3% so với năm 2022*: by how much the growth has grown, which is no measure.

    So is what it was, *tăng 16% (cùng kỳ tăng 1,7%)*.
    """
    if before is None or previous is None or index - previous > _RIGHT_BEHIND:
        return False
    if before.rule == "growth:rate-of-growth" and reading.measure == "plan_ratio" and reading.rule != "plan_ratio:bare":
        return True  # "tốc độ tăng trưởng 12,7%, bằng 87% kế hoạch"
    if before.measure == "growth" and any(item.text in _RISES for item in told.items[previous + 1 : index]):
        return True  # "tăng 12,3%, cao hơn mức tăng năm trước 0,6%"
    for item in told.items[previous + 1 : index]:
        named = item.names_district or any(phrase.role == "form" for phrase in item.phrases)
        if named or (item.period is not None and item.period.kind != "base"):
            return False
    both = before.measure == reading.measure == "growth" and before.base is None and reading.base is not None
    return both and before.rule in {"growth:bare", "growth:rate-of-growth"} and abs(reading.value) < abs(before.value)


def _is_second_share(told: Telling, index: int) -> bool:
    """*chiếm 56,6% số doanh nghiệp và 48% số vốn*: both are shares of all."""
    first = told.previous_quantity(index)
    if first is None or told.text_before(index) not in {"và", ","} or told.quantity(first).kind != "percent":
        return False
    return told.around(first).left_has("share") and first not in told.levels


def _is_more_than_place(told: Telling, index: int) -> bool:
    """*cao hơn huyện Nhơn Trạch 410 tỷ đồng*: by how much more than another has, which is nobody's."""
    than = told.items[index - 1] if index > 1 else None
    other = than is not None and (than.place is not None or than.text in _WHOLES)
    return other and told.items[index - 2].text in _THAN


def _is_since_before(told: Telling, index: int) -> bool:
    """*tăng 20% so với trước*: on a time that is not told."""
    high = told.items[index].high
    behind = told.words(high, high + _BEFORE_REACH)
    return any(f"{behind} ".startswith(f"{before} ") for before in _BEFORE) and "khi" not in behind.split()


def _falls_below(told: Telling, index: int) -> bool:
    """*Tỷ lệ hộ nghèo giảm dưới 1%*: what it falls to; *giảm dưới 1% mỗi năm* is by how much."""
    quantity = told.quantity(index)
    if quantity.per or told.texts[quantity.low : quantity.first] != ["dưới"] or not told.items[index - 1].has("down"):
        return False
    clause = told.items[told.clause_start(index, {",", ";"}) : told.clause_end(index + 1, {",", ";", "."})]
    return all(item.period is None or item.period.kind != "average" for item in clause)


def _rises_beside_level(told: Telling, previous: int | None, before: MeasureReading, *, of_plan: bool) -> bool:
    """*đạt 52 triệu đồng, tăng 3 triệu đồng so với năm trước, đạt 102% kế hoạch*: the ratio is of the level."""
    claim = told.claim_of(previous)
    if previous is None or claim is None:
        return False
    if before.value <= 0 and not (of_plan and told.indicator(claim.indicator).flow):
        return False  # "còn 905 hộ, giảm 312 hộ, đạt 104% kế hoạch": of the reduction
    level = told.previous_quantity(previous)
    reading, of_level = told.reading_of(level), told.claim_of(level)
    if reading is None or of_level is None or of_level.indicator != claim.indicator:
        return False
    return reading.measure == "level" and not reading.target


def _of_changes_listed(
    told: Telling, index: int, claim: Claim, reading: MeasureReading | None
) -> MeasureReading | None:
    """*Huyện A giảm 812 hộ nghèo, huyện B 905 hộ*: a list that told nothing but changes goes on with them."""
    if reading is None or claim.rule != "list:place" or reading.measure != "level":
        return reading
    if sign := _moved_by_head(told, index, claim):
        return MeasureReading("change", sign * reading.value, "change:listed")
    return _like_changes_before(told, index, claim, reading) or reading


def _rate_moved(told: Telling, index: int, claim: Claim, reading: MeasureReading | None) -> MeasureReading | None:
    """*Tỷ lệ hộ nghèo các huyện giảm: Sơn Động 5,6%, …*: by how much; *đều giảm: …* tells what is left.

    So does *Sơn Động giảm 5,6%; Lục Ngạn 3,1%*, where the first of the list has said so.
    """
    if reading is None or reading.rule != "level:rate" or told.holds(_ALL_MOVED):
        return None
    if reading.value < FEW_POINTS and (sign := _moved_by_head(told, index, claim)):
        return MeasureReading("change", sign * reading.value, "change:listed")
    return _like_changes_before(told, index, claim, reading)


def _like_changes_before(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> MeasureReading | None:
    """A bare number of a list as the change that all numbers of its indicator before it were, if they were any."""
    if any(item.has(*_STANDS) and item.text != ":" for item in told.around(index).left):
        return None  # "thêm 8 xã: Yên Sơn 2 xã" lists those
    same = [
        told.levels[j]
        for j, before in told.claims.items()
        if j < index and j in told.levels and before is not None and before.indicator == claim.indicator
    ]
    if not same or any(before.measure != "change" for before in same):
        return None  # "huyện A 34 vụ (tăng 3 vụ), huyện B 21 vụ"
    return MeasureReading("change", copysign(reading.value, same[-1].value), "change:listed", base=same[-1].base)


def _moved_by_head(told: Telling, index: int, claim: Claim) -> int:
    """*Các huyện có số hộ nghèo giảm nhiều là: Đà Bắc 812 hộ, …*: the sign of the move that opens a list, else 0."""
    first = told.first_district(index)
    if first is None or _tells_moves_beside(told, first):
        return 0
    if any(item.quantity is not None for item in told.items[:first]):
        return 0
    named = [j for j in range(first) if any(phrase.name == claim.indicator for phrase in told.items[j].phrases)]
    low = named[0] - (named[0] > 0 and told.items[named[0] - 1].has("down")) if named else first  # "giảm hộ nghèo"
    head = told.items[low:first]
    if any(item.has(*_COMES_TO) or item.text in {",", ";"} for item in head):
        return 0  # "Lượng khách tăng cao, dẫn đầu là Mai Châu 412.000 lượt"
    turned = (j for j in told.backwards(index, first) if told.text_before(j) in _TURNS and told.text_after(j) in _WHERE)
    turn = next((told.items[j] for j in turned if told.items[j].has("up", "down")), None)
    moves = head if turn is None else (turn,)
    if any(item.has("down") or item.text.startswith(FALL) for item in moves):
        return -1
    return int(any(item.has("up") for item in moves))


def _tells_moves_beside(told: Telling, first: int) -> bool:
    """*Các huyện có số vụ tăng là Lâm Thao 12 vụ (tăng 3 vụ), Thanh Ba 8 vụ*: what moved stands in parentheses.

    ``first`` is the place that the list begins with.
    """
    near = told.items[first : first + _BRACKET_REACH]
    return any(item.text == "(" and behind.has("up", "down") for item, behind in pairwise(near))


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


def _amount_of(told: Telling, index: int, previous: int | None, claim: Claim) -> MeasureReading | None:
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
