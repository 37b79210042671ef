"""The period that a mention of time stands for, given the year that is spoken of and the article's date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import (
    day_period,
    half_period,
    month_period,
    months_period,
    quarter_period,
    span_period,
    year_period,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import MentionKind, PeriodMention


def resolve(mention: PeriodMention, year: int | None, published: date | None) -> Period | None:
    """The period that a mention stands for.

    ``year`` is the year that undated mentions take (the report's), ``published`` the article's date. ``None`` where
    neither tells enough, and for a kind that has no period by itself.
    """
    if mention.kind == "now":
        return _now(year, published)
    if mention.kind == "span":
        return _span(mention, year if published is None else published.year)
    told = _year_told(mention, year, published)
    if told is None:
        return None
    if mention.kind == "ytd":
        return day_period(published) if published is not None and published.year == told else year_period(told)
    of_year = _OF_YEAR.get(mention.kind)
    return None if of_year is None else of_year(mention, told)


def _year_told(mention: PeriodMention, year: int | None, published: date | None) -> int | None:
    if mention.year is not None:
        return mention.year
    if mention.offset is None:
        return year
    if mention.kind == "year" and mention.offset == 0 and "nay" not in mention.text and year is not None:
        return year  # "cả năm", "trong năm": the year that is spoken of
    anchor = published.year if published is not None else year
    return None if anchor is None else anchor + mention.offset


def _now(year: int | None, published: date | None) -> Period | None:
    if published is not None:
        return day_period(published)
    return None if year is None else year_period(year)


def _span(mention: PeriodMention, now: int | None) -> Period | None:
    """A span of years; one without an end is told up to ``now``."""
    assert mention.year is not None
    last = mention.number if mention.number is not None else now
    return span_period(mention.year, last) if last is not None and last > mention.year else None


def _day(mention: PeriodMention, year: int) -> Period | None:
    assert mention.day is not None
    try:
        return day_period(date(year, _number(mention), mention.day))
    except ValueError:  # 31 April
        return None


def _month(mention: PeriodMention, year: int) -> Period:
    number = _number(mention)
    by_then = mention.until or mention.text.startswith("cuối")
    if by_then and number > 1 and "đầu tháng" in mention.text:
        number -= 1  # "tính đến đầu tháng 7": the first half of the year
    return months_period(year, number) if by_then else month_period(year, number)


def _months(mention: PeriodMention, year: int) -> Period:
    return months_period(year, _number(mention))


def _quarter(mention: PeriodMention, year: int) -> Period:
    return quarter_period(year, _number(mention))


def _half(mention: PeriodMention, year: int) -> Period:
    return half_period(year, _number(mention))


def _year(_mention: PeriodMention, year: int) -> Period:
    return year_period(year)


def _number(mention: PeriodMention) -> int:
    assert mention.number is not None
    return mention.number


_OF_YEAR: Final[dict[MentionKind, Callable[[PeriodMention, int], Period | None]]] = {
    "day": _day,
    "month": _month,
    "months": _months,
    "quarter": _quarter,
    "half": _half,
    "year": _year,
}
