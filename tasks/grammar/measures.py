"""The measure of a figure: level, plan ratio, growth or change, and the figure in the indicator's unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.records.record import Record

if TYPE_CHECKING:
    from tasks.catalog.indicators import Indicator
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.quantities import Quantity
    from tasks.records.observation import Measure

FEW_POINTS: Final = 10
"""Percentage points below which a rate moves in a year; more is a growth, or the rate itself."""


class MeasureReading(Record, frozen=True):
    """The measure with its value in the measure's unit (percent for ratios and growth), and the rule that read it."""

    measure: Measure
    value: float
    rule: str
    target: bool = False
    base: PeriodMention | None = None  # what a growth or change is told against
    shift: int = 0  # years before the period spoken of


def in_unit(quantity: Quantity, indicator: Indicator) -> float | None:
    """The figure in the indicator's unit; ``None`` where it is of another kind (đồng for a count)."""
    if quantity.kind == "money":
        scale = {"VND_BN": 1e9, "VND_MN": 1e6}.get(indicator.unit)
        return None if scale is None else _tidy(quantity.value / scale)
    if quantity.kind == "usd":
        return _tidy(quantity.value / 1e6) if indicator.unit == "USD_MN" else None
    if quantity.kind == "percent":
        return quantity.value if indicator.is_rate else None
    return quantity.value if indicator.is_count else None


def _tidy(value: float) -> float:
    """Drop the noise of binary division: 8343e9 / 1e9 is 8343."""
    return float(f"{value:.12g}")
