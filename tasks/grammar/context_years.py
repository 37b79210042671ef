"""The years that an undated article tells, by what it tells of them, and which of them it was written in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.periods import PeriodMention

_NEXT: Final = ("sang ", "cho ", "bước sang ", "tới ")
_SINCE: Final = ("từ ", "tính từ ", "kể từ ", "suốt ")
_LAST_MONTHS: Final = {"months": 1, "quarter": 3, "half": 6, "month": 1}
"""By kind of a part of the year, the months that its number stands for."""
_OLDEST: Final = 2000
_YEAR: Final = re.compile(r"20\d\d")
TERM: Final = 5  # years of a term of office


@dataclass
class YearsTold:
    """The years that an article tells, by what it tells of them."""

    reports: list[int] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    bases: list[int] = field(default_factory=list)
    aims: list[int] = field(default_factory=list)
    done: set[int] = field(default_factory=set)  # told at least once as of no aim
    closed: set[int] = field(default_factory=set)  # told at least once as a whole year
    plans: list[int] = field(default_factory=list)  # told as of an aim for the year itself
    parts: list[int] = field(default_factory=list)  # of which a part is told that figures are reported for
    terms: list[tuple[int, int]] = field(default_factory=list)
    ended: set[int] = field(default_factory=set)  # told of their end: "cuối năm 2025"
    from_new_year: list[tuple[int, int]] = field(default_factory=list)  # year and last month: "9 tháng năm 2024"
    days: list[int] = field(default_factory=list)  # of dates, as of a decree's: "Nghị quyết số 1241 ngày 24/10/2024"
    first: int | None = None  # the first that is told as of no aim

    def add(self, mention: PeriodMention, *, aimed: bool) -> None:
        if mention.kind == "other" and "tháng" in mention.text and (told := _YEAR.search(mention.text)) is not None:
            self.reports.append(int(told.group()))  # "3 tháng cuối năm 2010"
        if mention.year is None or mention.year < _OLDEST:
            return
        if mention.kind == "span":
            self._add_span(mention, mention.year, aimed=aimed)
            return
        if mention.kind == "base":
            if "kỳ" in mention.text:
                self.years.append(mention.year + 1)  # "so với cùng kỳ năm 2014" is written of 2015
                self.done.add(mention.year + 1)
            else:
                self.bases.append(mention.year + 1)  # "tăng 12% so với năm 2018" may as well be aimed at
            return
        if self.first is None and not aimed and not mention.until and not mention.text.startswith(_NEXT):
            self.first = mention.year
        aim = mention.kind == "year" and mention.until and (aimed or "đến năm" in mention.text)  # "đến năm 2030"
        (self.aims if aim else self.years if mention.kind == "year" else self.reports).append(mention.year)
        self._add_end(mention, mention.year, aimed=aimed)
        if aimed and not aim and mention.kind == "year":
            self.plans.append(mention.year)
        if mention.kind in {"months", "quarter", "half"} or mention.until:
            self.parts.append(mention.year)
        if not aimed and not aim:
            self.done.add(mention.year)
            if mention.kind == "year" and not mention.text.startswith(_NEXT):
                self.closed.add(mention.year)

    def _add_span(self, mention: PeriodMention, first: int, *, aimed: bool) -> None:
        """A term, or years up to the last that is told of: *Tám năm trôi qua, tính từ 2010 đến 2018, …*."""
        last = mention.number
        if last is not None and last - first == TERM:
            self.terms.append((first, last))
        elif last is not None and not aimed and mention.text.startswith(_SINCE):
            self.years.append(last)
            self.done.add(last)

    def _add_end(self, mention: PeriodMention, year: int, *, aimed: bool) -> None:
        """The end of a year, or of a part that begins with it, that is told."""
        if mention.kind == "day" and not mention.until:
            self.days.append(year)
        elif mention.kind == "year" and "cuối năm" in mention.text:
            self.ended.add(year)
        elif mention.kind in _LAST_MONTHS and mention.number is not None and not aimed:
            self.from_new_year.append((year, _LAST_MONTHS[mention.kind] * mention.number))

    def between_terms(self) -> int | None:
        """*Nhiệm kỳ 2020-2025, xã … Nhiệm kỳ 2025-2030, mục tiêu …*: the year of the congress between two terms.

        ``None`` where a later year is told, or what a part of any year brought.
        """
        begins = {first for first, _ in self.terms}
        year = next((last for _, last in self.terms if last in begins), None)
        later = [told for told in (*self.years, *self.bases) if year is not None and told >= year]
        return None if later or self.reports else year

    def latest(self, *, early: bool) -> int | None:
        if self.reports:
            # "nửa cuối năm 2017, … Năm 2018, tỉnh cấp vốn cho 51 công trình của huyện"
            year = max([*self.reports, *self.closed])
            return year if self.parts or not self.plans else max(year, min(self.plans) - 1)
        years = [*self.years, *self.bases] if self.years or not self.aims else self.aims
        if not years:
            return None
        counted = Counter(years)
        # A plan for a far year is told less often than the year of the report.
        most = max(counted.values())
        year = max(year for year, count in counted.items() if count * 2 >= most)
        if not early and year not in self.done and (year - 1 in self.done or year - 1 in counted):
            return year - 1  # "đánh giá năm 2025, bàn nhiệm vụ năm 2026"
        if year not in self.done and (over := [one for one in counted if one in self.done and one < year]):
            return max(over)  # "lên thị xã trước năm 2025 … Năm 2022 vừa qua, …"
        begun = [first for first, last in self.terms if first < year <= last and year not in self.done]
        return max(begun) if begun and year == max(last for _, last in self.terms) else year

    def reported_by(self, event: int) -> int | None:
        """The year of the first part of one that is told, if that part is just over in the month ``event``."""
        year, last = self.from_new_year[0] if self.from_new_year else (None, 0)
        return year if 0 <= event - last <= 1 else None

    def is_part_over(self, year: int, event: int) -> bool:
        """*Ngày 20/1, … Sáu tháng cuối năm 2025, xã thu …*: whether months are told as over that the event precedes."""
        return any(told == year and last > event + 1 for told, last in self.from_new_year)

    def is_closed(self, year: int) -> bool:
        """Whether a year is told as a whole that is over, the year before only to compare with."""
        dated_alone = self.reports.count(year) == self.days.count(year)
        return year in self.closed and dated_alone and year - 1 not in self.closed
