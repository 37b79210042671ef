"""When an article was written, as far as its text tells: its year, the day it reports of, the map that it goes by."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.places import PlaceMention

_DISTRICT_TYPES: Final = frozenset({"quận", "huyện", "thị xã"})
_YEAR: Final = re.compile(r"20\d\d")
_NEW_ORDER: Final = (
    "chính quyền địa phương 2 cấp",
    "mô hình 2 cấp",
    "chính quyền 2 cấp",
    "đặc khu",
    "sau sáp nhập",
    "2025-2030",
    "2025 - 2030",
)


def article_year(published: date | None, periods: Iterable[PeriodMention]) -> int | None:
    """The year an undated mention belongs to: the publication's, else the latest that the text gives a report for."""
    if published is not None:
        return published.year
    reports: list[int] = []
    years: list[int] = []
    aims: list[int] = []
    for mention in periods:
        if mention.kind == "other" and "tháng" in mention.text and (told := _YEAR.search(mention.text)) is not None:
            reports.append(int(told.group()))  # "3 tháng cuối năm 2010"
        if mention.year is None or mention.kind == "span" or mention.year < 2000:
            continue
        if mention.kind == "base":
            years.append(mention.year + 1)  # "so với cùng kỳ năm 2014" is written of 2015
        else:
            aim = mention.kind == "year" and mention.until  # "đến năm 2030"
            (aims if aim else years if mention.kind == "year" else reports).append(mention.year)
    if reports:
        return max(reports)
    years = years or aims
    if not years:
        return None
    counted = Counter(years)
    # A plan for a far year is told less often than the year of the report.
    most = max(counted.values())
    return max(year for year, count in counted.items() if count * 2 >= most)


def event_day(year: int | None, sentences: Iterable[Sequence[tuple[int, int, PeriodMention]]]) -> date | None:
    """The day of the event that an undated article reports ("chiều 17/11"), in the article's year."""
    if year is None:
        return None
    for periods in sentences:
        for _, _, mention in periods:
            if mention.kind == "day" and not mention.until and mention.year in {None, year} and mention.day:
                try:
                    return date(year, mention.number or 0, mention.day)
                except ValueError:
                    continue
    return None


def assumed_day(year: int | None, mentions: Sequence[PlaceMention], folded: str) -> date:
    """A day for an undated article: in 2025 the units it names tell on which side of July it stands."""
    if year is None:
        return date(2018, 1, 1)
    if year > 2025:
        return date(year, 1, 1)
    if year == 2025:
        districts = any(m.type in _DISTRICT_TYPES and not m.old for m in mentions)
        new = any(word in folded for word in _NEW_ORDER)
        return date(2025, 8, 1) if new and not districts else date(2025, 3, 1)
    return date(year, 7, 1)
