"""Periods and their codes: months, quarters, halves, runs of months, years, days and spans of years."""

from __future__ import annotations

import calendar
from datetime import date

from tasks.records.record import Record


class Period(Record, frozen=True):
    """A resolved period: code (see ``time_period``), first and last day."""

    code: str
    start: date
    end: date

    @property
    def year(self) -> int:
        return self.end.year


def month_period(year: int, month: int) -> Period:
    return Period(f"{year}-M{month:02d}", date(year, month, 1), _month_end(year, month))


def months_period(year: int, count: int) -> Period:
    """From January through month ``count``: 3 is the first quarter, 6 the half, 12 the year, 1 the month."""
    if count == 12:
        return year_period(year)
    code = {1: f"{year}-M01", 3: f"{year}-Q1", 6: f"{year}-H1"}.get(count, f"{year}-{count}M")
    return Period(code, date(year, 1, 1), _month_end(year, count))


def quarter_period(year: int, quarter: int) -> Period:
    return Period(f"{year}-Q{quarter}", date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter))


def half_period(year: int, half: int) -> Period:
    return Period(f"{year}-H{half}", date(year, 1 if half == 1 else 7, 1), _month_end(year, 6 * half))


def year_period(year: int) -> Period:
    return Period(str(year), date(year, 1, 1), date(year, 12, 31))


def day_period(day: date) -> Period:
    """From 1 January through ``day``, or a stock on that day."""
    return Period(day.isoformat(), date(day.year, 1, 1), day)


def span_period(first: int, last: int) -> Period:
    return Period(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31))


def is_part_of_year(period: Period) -> bool:
    """Whether a period is a half, a quarter or a run of months: ``2023-H1``, ``2023-Q3``, ``2023-9M``."""
    part = period.code[4:]
    return part[:2] in {"-H", "-Q"} or part.endswith("M")


def is_month_of(period: Period, day: Period) -> bool:
    """Whether a period is the month in which a day lies."""
    return period.code[4:6] == "-M" and (period.end.year, period.end.month) == (day.end.year, day.end.month)


def earlier(period: Period, years: int) -> Period:
    """The same part of an earlier year: *cùng kỳ 108 vụ*, told of nine months of 2018, is of 2017-9M."""
    year = str(period.year)
    code = period.code.replace(year, str(period.year - years), 1)
    return Period(code, _years_back(period.start, years), _years_back(period.end, years))


def _years_back(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
