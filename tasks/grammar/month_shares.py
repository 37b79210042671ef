"""What a month cannot have brought: *Tháng 11 làm ra 28.047 tỷ đồng, bằng 84,5% kế hoạch* is told of all eleven."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.period_codes import months_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.figures import Figure
    from tasks.grammar.period_codes import Period
    from tasks.grammar.telling import Telling

_FIRST: Final = 3  # March: before it, a month's share of a year's plan may be that of both
_TOO_MUCH: Final = 45  # percent of a year's plan
_PLANS_OF_MONTH: Final = ("kế hoạch tháng", "chỉ tiêu tháng", "dự toán tháng", "kế hoạch quý")


def of_year_so_far(told: Telling, figures: Sequence[Figure]) -> list[Figure]:
    """The figures, where one of a month alone that comes to half a year's plan is told of the year up to that month.

    What is told with it, its sum and its growth, is so as well.
    """
    so_far = {
        (figure.indicator, figure.period)
        for figure in figures
        if figure.measure == "plan_ratio" and figure.value >= _TOO_MUCH and _is_month(figure.period)
    }
    if not so_far or any(plan in told.text for plan in _PLANS_OF_MONTH):
        return list(figures)
    return [
        replace(figure, period=months_period(figure.period.year, figure.period.end.month))
        if figure.period is not None and (figure.indicator, figure.period) in so_far
        else figure
        for figure in figures
    ]


def _is_month(period: Period | None) -> bool:
    return period is not None and "-M" in period.code and period.end.month >= _FIRST
