"""Runs of days and months: from when to when, a list of months, months since something began."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.catalog.units import TWO_TIERS
from tasks.grammar.period_mentions import PeriodMention, number_of

if TYPE_CHECKING:
    from tasks.grammar.period_mentions import Found

_NOVEMBER: Final = 11
_DECEMBER: Final = 12
_ABOUT_A_YEAR: Final = 10  # days that a reporting year may be longer or shorter
_MID_MONTH: Final = range(10, 29)  # days on which a reporting month begins
_TWO_TIERS: Final = (TWO_TIERS.day, TWO_TIERS.month)


def day_range(found: Found) -> PeriodMention | None:
    day1, month1, day2, month2 = (int(found.words(name)) for name in ("d1", "m1", "d2", "m2"))
    year1, year2 = found.year("ry1"), found.year("ry2", "ry1")
    if not (1 <= month1 <= 12 and 1 <= month2 <= 12 and 1 <= day1 <= 31):
        return PeriodMention("holiday", *found.span, text=found.text)
    last_day = day2 >= calendar.monthrange(year2 or 2023, month2)[1]
    before = year1 is not None and year2 is not None and year1 == year2 - 1  # "từ ngày 15/12/2022 đến ngày 14/6/2023"
    if before and _is_reporting_year((day1, month1), (day2, month2)):
        return PeriodMention("year", *found.span, year=year2, text=found.text)
    if year1 and year2 and year1 != year2 and not (before and month1 == _DECEMBER):
        return PeriodMention("holiday", *found.span, text=found.text)
    since_two_tiers = (day1, month1) == _TWO_TIERS and (year2 or TWO_TIERS.year) == TWO_TIERS.year
    if day1 == 1 and last_day and not before:
        months = _months_between(month1, month2, year2, found)
        if months is None or months.kind != "other":
            return months
        if not since_two_tiers:  # "từ ngày 1/7 đến 31/10/2025" has no code but its last day
            return replace(months, kind="holiday")
    if _is_reporting(day1, day2) and (month1, month2) != (_DECEMBER, _DECEMBER):
        return _months_between(month1 % 12 + 1, month2, year2, found)
    if before and day1 in _MID_MONTH:
        return first_months(month2, year2, None, found)
    if since_two_tiers:
        return PeriodMention("served", *found.span, year=year2, number=month2, day=day2, until=True, text=found.text)
    if (day1, month1) == (1, 1):
        return PeriodMention("day", *found.span, year=year2, number=month2, day=day2, until=True, text=found.text)
    return PeriodMention("holiday", *found.span, text=found.text)


def _is_reporting_year(first: tuple[int, int], last: tuple[int, int]) -> bool:
    """*từ ngày 10/12/2021 đến ngày 9/12/2022*: about a year, from one reporting to the next; days and months."""
    return first[1] >= _NOVEMBER and abs(_day_of_year(*last) - _day_of_year(*first)) <= _ABOUT_A_YEAR


def _day_of_year(day: int, month: int) -> int:
    return 30 * (month - 1) + day


def _is_reporting(day1: int, day2: int) -> bool:
    """*từ ngày 15/2 đến ngày 14/3* is the reporting month of March: offices count from the middle of a month."""
    return day1 in _MID_MONTH and day2 in {day1, day1 - 1}


def served(found: Found) -> PeriodMention | None:
    number = _DECEMBER // 4 if found.words("sq") else number_of(found.words("sn", "sn2"))
    number = 1 if found.words("sm") else number
    if number is None:
        return None
    return PeriodMention("served", *found.span, number=number, alone=not found.words("sa", "sa2"), text=found.text)


def since_to_month(found: Found) -> PeriodMention | None:
    """*từ 1/7 đến hết tháng 10* is told up to the end of the month; what is a quarter or a half, of that."""
    month = int(found.words("sm7"))
    months = _months_between(TWO_TIERS.month, month, TWO_TIERS.year, found)
    if months is None or months.kind != "other":
        return months
    return PeriodMention("month", *found.span, number=month, year=TWO_TIERS.year, until=True, text=found.text)


def month_range(found: Found) -> PeriodMention | None:
    first, last = int(found.words("mm1")), int(found.words("mm2"))
    if not 1 <= first < last <= 12:
        return None
    return _months_between(first, last, found.year("mry2", "mry1"), found)


def month_list(found: Found) -> PeriodMention | None:
    """*hai tháng 4 và 5*: months in a row, which have a code where they are a quarter or begin the year."""
    months = [int(found.words("ml1")), *(int(number) for number in re.findall(r"\d+", found.words("ml2")))]
    in_a_row = months == list(range(months[0], months[0] + len(months)))
    if not in_a_row or number_of(found.words("mln")) not in {None, len(months)}:
        return None
    mention = _months_between(months[0], months[-1], found.year("mly"), found)
    return replace(mention, kind="holiday") if mention is not None and mention.kind == "other" else mention


def _months_between(first: int, last: int, year: int | None, found: Found) -> PeriodMention | None:
    if first == 1:
        return first_months(last, year, None, found)
    if first == last:
        return PeriodMention("month", *found.span, year=year, number=last, alone=True, text=found.text)
    if last - first == 2 and first % 3 == 1:
        return PeriodMention("quarter", *found.span, year=year, number=(first + 2) // 3, text=found.text)
    if (first, last) == (7, 12):
        return PeriodMention("half", *found.span, year=year, number=2, text=found.text)
    return PeriodMention("other", *found.span, text=found.text)


def first_months(count: int | None, year: int | None, offset: int | None, found: Found) -> PeriodMention | None:
    if count is None or not 1 <= count <= 12:
        return None
    return PeriodMention("months", *found.span, year=year, offset=offset, number=count, text=found.text)
