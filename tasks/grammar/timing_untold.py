"""The year of what an article tells without any time: the one that is known, or that its text tells something of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.grammar.period_codes import year_period

if TYPE_CHECKING:
    from tasks.grammar.period_codes import Period
    from tasks.grammar.timing_state import Spoken, ToldTimes
    from tasks.records.observation import ObsStatus


def is_year_known(told: ToldTimes, spoken: Spoken, *, lasts: bool) -> bool:
    """Of an undated article the year is only inferred, unless the sentence measures against the year before.

    What there is holds for longer: a year of which the whole or a part is told, or the day of what is reported, is
    enough for it.
    """
    context = spoken.context
    if lasts and (context.year_told or spoken.dates_event or _part_told(spoken) is not None):
        return True
    bases = (item.period for item in told.items if item.period is not None and item.period.kind == "base")
    return context.dated or any(base.year is not None and base.year + 1 == context.year for base in bases)


def _part_told(spoken: Spoken) -> Period | None:
    """The part of its year that an undated text tells of somewhere."""
    part, context = spoken.part, spoken.context
    return part if part is not None and not context.dated and part.year == context.year else None


def untold(spoken: Spoken, status: ObsStatus, *, is_stock: bool, lasts: bool) -> Period:
    """*Với tỷ lệ hộ nghèo 31,2%, …*, above *Sáu tháng đầu năm 2009, …*: up to the end of that half."""
    part = _part_told(spoken) if lasts and status == "actual" else None
    return part or year_period(_year_untold(spoken, status, is_stock=is_stock))


def _year_untold(spoken: Spoken, status: ObsStatus, *, is_stock: bool) -> int:
    """The year of a figure without any: in January, what is told as done is the year before's."""
    published, year = spoken.context.published, spoken.context.year
    assert year is not None
    done = status != "target" and published is not None and published.month == 1 and published.year == year
    return year - 1 if done and not is_stock else year
