"""Percentages: of a plan, against a year before, in points of a rate, or the rate itself."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tasks.grammar.measures import MeasureReading
from tasks.grammar.surroundings import (
    base_in,
    base_of,
    began_long_ago,
    direction_of,
    is_of_period_before,
    is_off_plan,
    move_before_comma,
)

if TYPE_CHECKING:
    from tasks.catalog.indicators import Indicator
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.surroundings import Base, Direction, Surroundings


_CARRIED_OUT: Final = frozenset({"của", "mức", "thực hiện", "ước thực hiện", "kết quả", "số thực hiện"})
_POINTS: Final = 5  # percent: a rate that is as little above its plan is so by points
_NEAR: Final = 3  # items behind a percentage
_WHOLE: Final = 100  # percent: no rate changes by as much
_LIKELY_GROWTH: Final = 60  # percent: below it a rate of growth is meant, not what is left of the year before
_FEWEST_OF_PLAN: Final = 50.0  # percent
_OTHER_TIMES: Final = ("chung", "bình quân", "trung bình", "nhiệm", "giai đoạn", "trước khi", "sáp", "sắp", "đại hội")


def read_percent(
    quantity: Quantity,
    around: Surroundings,
    indicator: Indicator,
    *,
    chained: bool,
    after_plan_level: bool,
    of_growth: bool = False,
    of_fall: bool = False,
    year: int | None = None,
) -> MeasureReading | None:
    """The measure of a percentage of ``indicator``.

    ``chained`` where it follows a figure of the same indicator, ``after_plan_level`` where that was its plan,
    ``of_growth`` where the subject is the growth itself, ``of_fall`` where it is the fall of a rate; ``year`` is the
    one spoken of.
    """
    short = any(item.has("remaining") for item in around.left[:2])
    if short or _is_of_schedule(around) or (after_plan_level and _is_on_plan_before(around)):
        return None if indicator.is_rate else _short_of_plan(quantity.value, around)
    if quantity.points and not indicator.is_rate:
        return None  # "thấp hơn 3,1 điểm phần trăm": of a ratio, which has no change
    left_base = base_in(around.left)
    right_base = _base_behind(around, None if quantity.from_ else year, planned=after_plan_level)
    direction = _direction(quantity, around)
    if direction == "share" and not indicator.is_rate and not (right_base == "plan" and _is_of_own_plan(around)):
        return None
    if (reading := _of_time_beside(quantity.value, around, indicator, direction)) is not None:
        return reading
    base = right_base or left_base
    off_aim = right_base is None and not indicator.is_rate and (_is_off_aim(around) or _is_against_plan(around))
    base = "plan" if off_aim else base
    if of_fall and indicator.is_rate and direction in {None, "reach"} and quantity.value < _WHOLE:
        return MeasureReading("change", -quantity.value, "change:points")
    if indicator.is_growth:
        if chained and base in {"prev", "plan"} and direction in {"up", "down"} and not _tells_time(around):
            return None  # "tăng trưởng đạt 10,3%, cao hơn cùng kỳ 1,2%": in points
        return _growth_itself(quantity.value, direction, base, around)
    rate = indicator.is_rate
    moves_from_plan = right_base is None and direction in {"up", "down"} and not after_plan_level
    moves_from_plan = moves_from_plan and not off_aim and not is_off_plan(around.left)  # "nhỉnh hơn pháp lệnh 2%"
    is_growth = of_growth and right_base is None and not rate and direction in {None, "reach"}
    if base == "plan" and not moves_from_plan and not is_growth:
        mark = any(item.text == "mức" for item in around.left[:1])
        own = right_base is None and bool(around.left) and around.left[0].has("plan")
        behind = right_base is not None
        if rate and behind and _is_the_aim(around):
            return MeasureReading("level", quantity.value, "level:planned", target=True)
        return _of_plan(quantity.value, direction, rate=rate, told_behind=behind, is_mark=mark, is_own=own)
    if base in {"prev", "other"}:
        if rate:
            return None if _is_of_other_time(around) else _rate_against_before(quantity.value, direction, around)
        if of_growth and direction in {None, "reach"} and quantity.value < _LIKELY_GROWTH:
            direction = "up"  # "tốc độ tăng … so với cùng kỳ đạt 12%"
        of_before = right_base is not None or direction == "reach" or _is_index(quantity.value, direction, around)
        against = base == "prev"
        return _against_before(quantity.value, direction, of_before=of_before, around=around) if against else None
    return _alone(
        quantity,
        direction,
        indicator,
        chained=chained,
        after_plan_level=after_plan_level,
        of_growth=of_growth,
        rises=not rate and _names_rise(around),
    )


def _short_of_plan(value: float, around: Surroundings) -> MeasureReading | None:
    """*còn thiếu 8% so với dự toán*, *thiếu 4% nữa mới đạt kế hoạch*: as much of the plan as is not wanting.

    A rate is short of its aim by points: *còn thiếu 1,3% so với kế hoạch*.
    """
    lacks = any(item.has("remaining") and "thiếu" in item.text for item in around.left[:2])
    if not lacks or value >= _WHOLE or _base_behind(around, None, planned=False) != "plan":
        return None
    return MeasureReading("plan_ratio", _WHOLE - value, "plan_ratio:below")


def _is_the_aim(around: Surroundings) -> bool:
    """*95% người dân tham gia bảo hiểm y tế là chỉ tiêu của huyện*: what is planned, and no share of it."""
    return any(one.text == "là" and other.has("plan", "target") for one, other in pairwise(around.right))


def _is_on_plan_before(around: Surroundings) -> bool:
    """*Dự toán là 560 tỷ đồng, tăng 6% so với dự toán năm 2023*: a plan measured on that of another year."""
    if not around.left_has("up", "down"):
        return False
    behind, before = around.right[: _NEAR + 1], around.left[:_NEAR][::-1]  # "cao hơn dự toán năm 2023 6%"
    return any(
        one.has("plan") and other.period is not None and other.period.kind == "year"
        for side in (behind, before)
        for one, other in pairwise(side)
    )


def _is_of_own_plan(around: Surroundings) -> bool:
    """*chiếm 51% kế hoạch năm*, *chiếm 82% so với dự toán*, but *chiếm 22% dự toán chi*: how much of it was reached."""
    plan = next((n for n, item in enumerate(around.right[:_NEAR]) if item.has("plan")), None)
    if plan is None:
        return False
    behind = around.right[plan + 1 : plan + 2]
    return all(item.kind != "phrase" and item.text != "chi" for item in behind)


def _direction(quantity: Quantity, around: Surroundings) -> Direction | None:
    """Where a percentage goes, by the verb before it or by its sign."""
    direction = direction_of(around.left, past_copula=True)
    negative = quantity.sign < 0 and direction == "up"  # "tăng trưởng âm 4,1%"
    if quantity.sign and (direction in {None, "reach"} or negative):
        return "up" if quantity.sign > 0 else "down"
    if direction is None and around.left and around.left[0].text == "thêm":
        return "up"  # "912 tỷ đồng, thêm 4%"
    if direction in {None, "reach"}:
        before = (*around.left, *around.before_break)
        of_plan = direction == "reach" and base_in(around.right) == "plan"  # "tăng mạnh, đạt 96% kế hoạch"
        if not of_plan and (moved := move_before_comma(before)) is not None:
            return "up" if before[moved].has("up") else "down"
    first = around.left[0].period if around.left else None
    if direction is None and first is not None and first.kind == "base":
        if first.text.startswith("trên "):
            return "up"  # "trên cùng kỳ năm 2023 13,6%"
        if quantity.bound == "gt" and quantity.value < _LIKELY_GROWTH:
            return "up"  # "so với năm trước hơn 8,4%"
    return direction


def _is_off_aim(around: Surroundings) -> bool:
    """*cao hơn mục tiêu 12%*: the aim stands between the verb and the percentage, as a plan would."""
    left = around.left
    return len(left) > 1 and left[0].text == "mục tiêu" and left[1].has("up", "down")


def _is_against_plan(around: Surroundings) -> bool:
    """*so với dự toán tỉnh giao tăng 12%*: the verb stands behind what it is measured against."""
    left = around.left
    plan = next((n for n, item in enumerate(left) if item.has("plan")), None)
    if plan is None or not left[0].has("up", "down") or plan + 1 >= len(left):
        return False
    return left[plan + 1].text in {"so với", "so"} and all(item.kind == "cue" for item in left[:plan])


def _names_rise(around: Surroundings) -> bool:
    """*năm nay, mức tăng đạt được là 2,74%*: the rise itself is the subject."""
    return any(item.has("up") and item.text.startswith(("mức ", "tốc độ ", "đà ", "nhịp ")) for item in around.left)


def _is_of_schedule(around: Surroundings) -> bool:
    """*vượt 4% so với tiến độ*: on what was to be reached by then."""
    return around.left_has("exceed") and any("tiến độ" in item.text for item in around.right[:_NEAR])


def _alone(
    quantity: Quantity,
    direction: Direction | None,
    indicator: Indicator,
    *,
    chained: bool,
    after_plan_level: bool,
    of_growth: bool,
    rises: bool,
) -> MeasureReading | None:
    """A percentage that no base stands beside; ``rises`` where its clause is about a rise."""
    rate = indicator.is_rate
    if direction == "exceed":
        return MeasureReading("plan_ratio", _whole(quantity.value), "plan_ratio:exceed-bare")
    if direction in {"up", "down"} and not (rate and quantity.from_):
        signed = quantity.value if direction == "up" else -quantity.value
        return _moved(signed, rate=rate, after_plan_level=after_plan_level)
    if rate:
        return MeasureReading("level", quantity.value, "level:from" if quantity.from_ else "level:rate")
    if (
        direction == "up_to" and indicator.plan is None and quantity.value < _LIKELY_GROWTH
    ):  # "giá trị sản xuất 840 tỷ đồng, nhích lên 6,1%"
        return _moved(quantity.value, rate=False, after_plan_level=after_plan_level)
    if of_growth or (direction in {None, "reach"} and quantity.value < _LIKELY_GROWTH and rises):
        return MeasureReading("growth", quantity.value, "growth:rate-of-growth")
    return _bare(quantity.value, direction, indicator, chained=chained)


def _is_index(value: float, direction: Direction | None, around: Surroundings) -> bool:
    """*so cùng kỳ 108,2%*: nothing but the base stands before it, and no growth is as great."""
    base = around.left[0].period if direction is None and around.left else None
    return base is not None and base.kind == "base" and base.text.startswith("so") and value >= _LIKELY_GROWTH


def _is_of_other_time(around: Surroundings) -> bool:
    """*giảm 7,9% so với đầu nhiệm kỳ*: only the year before, or this year's beginning, makes a change of a rate."""
    bases = [item.period.text for item in (*around.right, *around.left) if item.period is not None]
    return any(began_long_ago(text) or any(word in text for word in _OTHER_TIMES) for text in bases[:1])


def _base_behind(around: Surroundings, year: int | None, *, planned: bool) -> Base | None:
    """What a percentage is told of behind it; ``year`` is the one spoken of, ``planned`` where a plan was told."""
    base = base_in(around.right)
    if base == "plan" and around.right[0].text == "/":
        return None  # "đạt 65%/KH 64%": the plan's own number follows
    if base is None and planned and around.right[:1] and around.right[0].text in _CARRIED_OUT:
        following = around.right[1].period if len(around.right) > 1 else None
        return "prev" if following is not None and following.kind == "year" else None  # "bằng 111% thực hiện năm 2022"
    return "prev" if base is None and _is_of_year_before(around, year) else base


def _of_time_beside(
    value: float, around: Surroundings, indicator: Indicator, direction: Direction | None
) -> MeasureReading | None:
    """*vượt xa năm 2020 (11,2%)*, *cùng kỳ năm trước là 10,8%*: what it was at the time that stands right before."""
    left = around.left
    if indicator.is_rate and len(left) > 1 and left[0].text == "(" and left[1].period is not None:
        return MeasureReading("level", value, "level:rate")
    if direction not in {None, "reach"} or not is_of_period_before(left):
        return None
    if indicator.is_growth:
        return MeasureReading("growth", value, "growth:economy", shift=1)
    return MeasureReading("level", value, "level:same-period-before", shift=1) if indicator.is_rate else None


def _tells_time(around: Surroundings) -> bool:
    """*tăng trưởng quý II đạt 9%, quý III tăng 10% so với cùng kỳ*: another time, and so a growth of its own."""
    return any(item.period is not None and item.period.kind != "base" for item in around.left)


def _is_of_year_before(around: Surroundings, year: int | None) -> bool:
    """*bằng 94,4% năm 2020*, told of 2021; *bằng 97% năm trước*, *bằng 112% thực hiện năm 2020*."""
    first = next((item for item in around.right[:3] if item.text not in _CARRIED_OUT), None)
    told = first.period if first is not None else None
    if told is None or told.kind != "year":
        return False
    if year is not None and told.year == year - 1:
        return True
    return told.offset == -1 and told.text.startswith("năm") and around.left_has("reach")


def _growth_itself(
    value: float, direction: Direction | None, base: Base | None, around: Surroundings
) -> MeasureReading | None:
    """*Tăng trưởng kinh tế đạt 8,5%* is a growth however it is told, unless it is how far a plan was exceeded."""
    if base == "plan" and direction not in {"up", "down"} and value >= _FEWEST_OF_PLAN:
        return None  # "tăng trưởng 13,06%, bằng 100% kế hoạch": no economy grows by half
    if (base == "plan" and direction == "exceed") or (base == "other" and direction in {"up", "down"}):
        return None  # "hơn đầu nhiệm kỳ trên 5%"
    if direction == "down" and any(item.has("down_to") for item in around.right[:2]):
        return None  # "Tăng trưởng giảm 5% chỉ còn 13%": by how much the growth has fallen
    return MeasureReading("growth", -value if direction == "down" else value, "growth:economy")


def _of_plan(
    value: float, direction: Direction | None, *, rate: bool, told_behind: bool, is_mark: bool, is_own: bool
) -> MeasureReading | None:
    """*đạt 105% dự toán*, *vượt 5% kế hoạch*; a rate told behind its plan is the rate itself.

    ``is_own`` where it stands right behind the word for the plan, as the plan's own: *kế hoạch 72%*.
    """
    if rate and told_behind and is_mark and direction is None:
        return MeasureReading("level", value, "level:planned", target=True)  # "so với mức 73% của nghị quyết"
    if rate and (direction in {"up", "down"} or (direction == "exceed" and value < _POINTS)):
        return None  # "thấp hơn 1,3% so với chỉ tiêu", "vượt 0,3% so với kế hoạch": in points of the rate
    if direction == "exceed":
        return MeasureReading("plan_ratio", _whole(value), "plan_ratio:exceed")
    if direction == "up":
        return MeasureReading("plan_ratio", 100 + value, "plan_ratio:above")
    if direction == "down":
        return None if rate else MeasureReading("plan_ratio", 100 - value, "plan_ratio:below")
    if rate and is_own:
        return MeasureReading("level", value, "level:planned", target=True)
    if rate and (direction in {"down_to", "share"} or not told_behind):
        return MeasureReading("level", value, "level:rate")
    return MeasureReading("plan_ratio", value, "plan_ratio:of-plan")


def _against_before(
    value: float, direction: Direction | None, *, of_before: bool, around: Surroundings
) -> MeasureReading | None:
    """*tăng 8% so với cùng kỳ*; *bằng 108% cùng kỳ* is a growth of 8 percent."""
    base = base_of(around)
    if direction in {"up", "exceed", "up_to"}:
        return MeasureReading("growth", value, "growth:up", base=base)
    if direction == "down":
        return MeasureReading("growth", -value, "growth:down", base=base)
    if direction is None and value < _LIKELY_GROWTH and not around.follows:
        return None  # "xuất khẩu … 2,2% so với năm trước": the verb that is not known tells which way
    return MeasureReading("growth", value - 100, "growth:of-before", base=base) if of_before else None


def _rate_against_before(value: float, direction: Direction | None, around: Surroundings) -> MeasureReading | None:
    """*giảm 0,3% so với năm trước* of a rate is a change in points; *còn 1,2%* is the rate."""
    base = base_of(around)
    if direction in {"up", "exceed", "up_to"}:
        return MeasureReading("change", value, "growth:up", base=base)
    if direction == "down":
        return MeasureReading("change", -value, "growth:down", base=base)
    return MeasureReading("level", value, "level:rate") if direction in {"down_to", "reach", "share", None} else None


def _moved(signed: float, *, rate: bool, after_plan_level: bool) -> MeasureReading | None:
    """*tăng 8%* with no base: on the plan that was just told, in points of a rate, else on the year before."""
    if after_plan_level and not rate:
        return MeasureReading("plan_ratio", 100 + signed, "plan_ratio:against-plan-level")
    if rate:
        return MeasureReading("change", signed, "change:points") if abs(signed) < _WHOLE else None
    return MeasureReading("growth", signed, "growth:bare")


def _bare(value: float, direction: Direction | None, indicator: Indicator, *, chained: bool) -> MeasureReading | None:
    """*520 tỷ đồng, đạt 102%*; what has a plan of its own, as disbursement has, is always told of it."""
    if (chained and not indicator.is_count) or indicator.plan is not None:
        return MeasureReading("plan_ratio", value, "plan_ratio:bare")
    if direction == "reach" and (chained if indicator.is_count else True):
        return MeasureReading("plan_ratio", value, "plan_ratio:reach-bare")
    return None


def _whole(value: float) -> float:
    """*vượt 5%* and *vượt 105%* are said of the same ratio."""
    return value if value >= 100 else 100 + value
