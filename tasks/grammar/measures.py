"""Which number of an indicator a figure is, and of what status: level, plan ratio, growth or change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.indicators import Indicator
    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.records.observation import Measure

_TELLING: Final = frozenset(
    {"là", "xảy ra", "phát hiện", "ghi nhận", "có", "gồm", ":", "cụ thể", "đã xảy ra", "cụ thể là", "thu được", "đón"}
)
_BREAKS: Final = frozenset({",", ";", "(", ")", "và", ".", "còn", "-"})


@dataclass(frozen=True, slots=True)
class MeasureReading:
    """The measure with its value in the measure's unit (percent for ratios and growth), and the rule that read it."""

    measure: Measure
    value: float
    rule: str
    target: bool = False
    base_year: int | None = None  # what a growth or change is told against, where the text says a year
    shift: int = 0  # years before the period spoken of


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The items that speak of one quantity: ``left`` and ``right`` of it, nearest first."""

    left: tuple[Item, ...]
    right: tuple[Item, ...]
    before_break: tuple[Item, ...] = ()  # what stands on the far side of the break on the left, nearest first

    def left_has(self, *classes: str) -> bool:
        return any(item.has(*classes) for item in self.left)


def surroundings(items: Sequence[Item], index: int) -> Surroundings:
    """Cut the gaps on both sides at the first break; a gap without one serves both of its quantities."""
    start = next((i + 1 for i in range(index - 1, -1, -1) if items[i].kind == "quantity"), 0)
    end = next((i for i in range(index + 1, len(items)) if items[i].kind == "quantity"), len(items))
    gap_before, gap_after = list(items[start:index]), list(items[index + 1 : end])
    beyond: list[Item] = []
    if start and (cut := _first_break(gap_before)) is not None:
        beyond, gap_before = gap_before[:cut], gap_before[cut:]
    if (cut := _first_break(gap_after)) is not None:
        gap_after = gap_after[:cut]
    return Surroundings(tuple(reversed(gap_before)), tuple(gap_after), tuple(reversed(beyond)))


def _first_break(gap: Sequence[Item]) -> int | None:
    for i, item in enumerate(gap):
        if item.text in _BREAKS:
            return i
        if item.kind == "phrase" and any(phrase.role in {"form", "follow"} for phrase in item.phrases) and i:
            return i
    return None


def _base(items: Sequence[Item]) -> str | None:
    """What a percentage is of: ``plan``, ``prev`` (the same period before), ``other`` (another base), or nothing."""
    for position, item in enumerate(items):
        if item.has("plan"):
            return "plan"
        if item.period is not None and item.period.kind == "base":
            return "other" if item.period.same_year_base else "prev"
        if item.kind == "quantity":
            return None
        if position > 9:
            return None
    return None


def _base_year(around: Surroundings) -> int | None:
    for side in (around.right, around.left):
        for item in side[:6]:
            if item.kind == "quantity":
                break
            if item.period is not None and item.period.kind == "base":
                return item.period.year
    return None


def _direction(left: Sequence[Item], *, past_copula: bool = False) -> str | None:
    """The verb nearest to the figure: up, down, exceed, down_to, up_to or reach; a verb of telling ends the search."""
    for item in left:
        if item.period is not None and item.period.kind == "base":
            if item.period.text.startswith(("hơn", "cao hơn", "nhiều hơn")):
                return "up"
            if item.period.text.startswith(("thấp hơn", "ít hơn", "kém")):
                return "down"
        for name in ("down_to", "up_to", "up", "down", "exceed", "reach", "share"):
            if item.has(name):
                return name
        if past_copula and item.text == "là":
            continue
        if item.kind == "quantity" or item.text in _TELLING or item.text == ",":
            return None
    return None


def read_percent(  # noqa: C901, PLR0911, PLR0912
    quantity: Quantity,
    around: Surroundings,
    indicator: Indicator,
    *,
    chained: bool,
    after_plan_level: bool,
    of_growth: bool = False,
    year: int | None = None,
) -> MeasureReading | None:
    """The measure of a percentage of ``indicator``; ``chained`` where it follows a figure of the same indicator."""
    value = quantity.value
    left_base, right_base = _base(around.left), _base(around.right)
    if right_base is None and around.right and (told := around.right[0].period) is not None:
        # "bằng 94,4% năm 2020", told of 2021
        if told.kind == "year" and told.year is not None and year is not None and told.year == year - 1:
            right_base = "prev"
    direction = _direction(around.left, past_copula=True)
    if quantity.sign and direction in {None, "reach"}:
        direction = "up" if quantity.sign > 0 else "down"
    if direction == "share" and not indicator.is_rate:
        return None
    base = right_base or left_base
    rate = indicator.is_rate and indicator.id != "economic_growth"
    if indicator.id == "economic_growth":
        if direction == "down":
            value = -value
        if base == "plan" and direction in {"exceed"}:
            return None
        return MeasureReading("growth", value, "growth:economy")
    if base == "plan" and not (right_base is None and direction in {"up", "down"} and not after_plan_level):
        if direction in {"exceed"}:
            ratio = value if value >= 100 else 100 + value
            return MeasureReading("plan_ratio", ratio, "plan_ratio:exceed")
        if direction == "up":
            return MeasureReading("plan_ratio", 100 + value, "plan_ratio:above")
        if direction == "down":
            return MeasureReading("plan_ratio", 100 - value, "plan_ratio:below")
        if rate and direction in {"down_to", "share"}:
            return MeasureReading("level", value, "level:rate")
        if rate and right_base is None:
            return MeasureReading("level", value, "level:rate")
        return MeasureReading("plan_ratio", value, "plan_ratio:of-plan")
    if base in {"prev", "other"}:
        return _against_before(
            value, direction, base, rate=rate, right=right_base is not None, year=_base_year(around)
        )
    if direction == "exceed":
        return MeasureReading("plan_ratio", value if value >= 100 else 100 + value, "plan_ratio:exceed-bare")
    if direction in {"up", "down"} and not (rate and quantity.from_):
        signed = value if direction == "up" else -value
        if after_plan_level:
            return MeasureReading("plan_ratio", 100 + signed, "plan_ratio:against-plan-level")
        if rate:
            return MeasureReading("change", signed, "change:points")
        return MeasureReading("growth", signed, "growth:bare")
    if rate and quantity.from_:
        return MeasureReading("level", value, "level:from")
    if rate:
        return MeasureReading("level", value, "level:rate")
    if of_growth:
        return MeasureReading("growth", value, "growth:rate-of-growth")
    if (chained and not indicator.is_count) or indicator.id == "public_investment_disbursement":
        return MeasureReading("plan_ratio", value, "plan_ratio:bare")
    if direction == "reach" and not indicator.is_count:
        return MeasureReading("plan_ratio", value, "plan_ratio:reach-bare")
    return None


def _against_before(
    value: float, direction: str | None, base: str | None, *, rate: bool, right: bool, year: int | None
) -> MeasureReading | None:
    if base == "other" and not rate:
        return None
    if direction in {"up", "exceed", "up_to"}:
        return MeasureReading("change" if rate else "growth", value, "growth:up", base_year=year)
    if direction == "down":
        return MeasureReading("change" if rate else "growth", -value, "growth:down", base_year=year)
    if rate:
        return MeasureReading("level", value, "level:rate") if direction in {"down_to", "reach", None} else None
    if right:
        return MeasureReading("growth", value - 100, "growth:of-before", base_year=year)
    if direction == "reach":
        return MeasureReading("growth", value - 100, "growth:of-before", base_year=year)
    return None


def read_amount(
    quantity: Quantity, around: Surroundings, indicator: Indicator, *, of_all: bool = False
) -> MeasureReading | None:
    """The measure of a sum of money or a count: its level, its target, or a change on the same period before."""
    value = in_unit(quantity, indicator)
    if value is None:
        return None
    if of_all and quantity.of is not None:
        return MeasureReading("level", quantity.of, "level:of-all")
    direction = _direction(around.left)
    left_base = _base(around.left[:6])
    right_base = _base(around.right)
    if around.left and around.left[0].text == "/" and quantity.kind in {"money", "usd"}:
        return MeasureReading("level", value, "level:of-plan", target=True)
    before = around.left[0].period if around.left else None
    if before is None and len(around.left) > 1 and around.left[0].text in {"là", "đạt", "chỉ", "có", "chỉ có"}:
        before = around.left[1].period
    if before is not None and before.kind == "base" and before.text.startswith("cùng") and direction in {None, "reach"}:
        return MeasureReading("level", value, "level:same-period-before", shift=1)
    if left_base in {"prev", "other"} and direction is None and around.left[0].period is not None:
        return None  # "hơn năm 2011 trên 30 triệu đồng": the difference, not the level
    if quantity.from_:
        return MeasureReading("level", value, "level:from")
    if any(item.has("remaining") for item in around.left[:3]):
        return None  # "còn thiếu 120 tỷ đồng"
    more = any("thêm" in item.text.split() for item in around.left[:3])
    if more and direction in {None, "up"} and indicator.is_stock:
        return MeasureReading("change", value, "change:more")
    if direction in {"up", "down"}:
        signed = value if direction == "up" else -value
        nearest = next((item for item in around.left if item.has("up", "down", "reach", "exceed")), None)
        if nearest is not None and right_base == "plan":
            return None
        if right_base == "other" and not indicator.is_stock:
            return None
        return MeasureReading("change", signed, "change:amount", base_year=_base_year(around))
    if direction == "exceed" and right_base is not None:
        return None
    if (
        direction == "exceed"
        and not indicator.is_rate
        and _immediate(around.left, "exceed")
    ):
        return MeasureReading("level", value, "level:exceed")
    if around.left and around.left[0].text == "(" and quantity.kind in {"money", "usd"} and _plan_before(around):
        return MeasureReading("level", value, "level:plan-in-parentheses", target=True)
    if left_base == "plan" and _told_of_plan(around.left):
        return MeasureReading("level", value, "level:plan", target=True)
    return MeasureReading("level", value, "level")


def _immediate(left: Sequence[Item], name: str) -> bool:
    return bool(left) and left[0].has(name)


def _plan_before(around: Surroundings) -> bool:
    """*bằng 52,1% dự toán năm (2.400 tỷ đồng)*: the plan stands right before the parenthesis."""
    return any(item.has("plan") for item in around.before_break[:3])


def _told_of_plan(left: Sequence[Item]) -> bool:
    """Whether a sum is the plan's own: nothing but words without a subject stands between plan and sum."""
    for item in left:
        if item.has("plan"):
            return True
        if item.has("reach", "done", "estimate") or item.kind in {"word", "quantity"}:
            return False
        if item.kind == "phrase" and any(phrase.role in {"lead", "form", "follow"} for phrase in item.phrases) and not item.cues:
            return any(phrase.role == "form" for phrase in item.phrases) and any(other.has("plan") for other in left[1:4])
    return False


def in_unit(quantity: Quantity, indicator: Indicator) -> float | None:
    """The figure in the indicator's unit; ``None`` where it is of another kind (đồng for a count)."""
    if quantity.kind == "money":
        scale = {"VND_BN": 1e9, "VND_MN": 1e6}.get(indicator.unit)
        return None if scale is None else _tidy(quantity.value / scale)
    if quantity.kind == "usd":
        return _tidy(quantity.value / 1e6) if indicator.unit == "USD_MN" else None
    if quantity.kind in {"count", "fraction"}:
        return quantity.value if indicator.unit == "COUNT" else None
    return quantity.value if indicator.unit == "PERCENT" else None


def _tidy(value: float) -> float:
    """Drop the noise of binary division: 8343e9 / 1e9 is 8343."""
    return float(f"{value:.12g}")
