"""The measure of a claimed quantity: a level, a ratio to a plan, a growth or a change, and its value."""

from __future__ import annotations

from math import copysign
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.aspects import (
    goes_on,
    is_of_change,
    is_of_fall,
    is_of_growth,
    is_plan_beside,
    of_aim_beside,
    of_change,
    of_plan_before,
    of_plan_beside,
    of_share_moved,
    with_base,
)
from tasks.grammar.changes_listed import of_changes_listed, rate_moved
from tasks.grammar.compared_with import RULE, of_base
from tasks.grammar.listed_measures import of_bracket_list, of_counted_ratio, of_listed, of_opened_list, of_plan_list
from tasks.grammar.measures import MeasureReading
from tasks.grammar.measuring_amounts import amount_of
from tasks.grammar.more_told import of_change_again
from tasks.grammar.percents import read_percent
from tasks.grammar.plans_changed import is_changed_plan
from tasks.grammar.surroundings import Surroundings

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.period_codes import Period
    from tasks.grammar.telling import Telling

_SIZE: Final = 3  # times a change that its plan may be
_BEFORE: Final = ("so với trước", "so trước", "hơn trước")  # a base that no year is told of
_THAN: Final = frozenset({"hơn", "cao hơn", "nhiều hơn", "thấp hơn", "ít hơn", "kém", "kém hơn", "nhỉnh hơn"})
_WHOLES: Final = frozenset({"tỉnh", "toàn tỉnh", "cả nước", "toàn quốc", "toàn thành phố"})
_BEFORE_REACH: Final = 4  # words behind a figure
_STAND_REACH: Final = 4  # items of a verb behind its subject
_RISES: Final = frozenset({"mức tăng", "đà tăng", "tốc độ tăng", "tốc độ tăng trưởng", "mức tăng trưởng"})
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
            moved = rate_moved(told, index, claim, reading)
            reading = of_listed(told, index, claim, reading, before) if moved is None else moved
        elif reading is None and claim.chained and before is not None and before.measure == "level":
            reading = of_counted_ratio(told, index, claim)
    else:
        reading = of_changes_listed(told, index, claim, amount_of(told, index, previous, claim))
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
