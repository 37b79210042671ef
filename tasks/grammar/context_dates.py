"""When an article was written, as far as its text tells: its year, the day it reports of, the map that it goes by."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from tasks.catalog.units import TWO_TIERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.places import PlaceMention
    from tasks.grammar.tokens import Token

_DISTRICT_TYPES: Final = frozenset({"quận", "huyện", "thị xã"})
_COMMUNE_TYPES: Final = frozenset({"phường", "xã", "đặc khu"})
_AIMS: Final = frozenset({"toán", "vụ", "hướng", "tiêu", "hoạch", "sang", "phấn", "đấu", "cho", "vào", "trình"})
_AIMS_RIGHT_BEHIND: Final = ("sẽ", "quyết tâm", "triển khai")
_AIM_VERBS: Final = frozenset(
    {("đề", "ra"), ("phấn", "đấu"), ("mục", "tiêu"), ("dự", "kiến"), ("tập", "trung"), ("tiếp", "tục")}
)
_CALLS: Final = ("phát động",)
_LOOKS_BACK: Final = ("tổng kết", "sơ kết", "đánh giá kết quả", "kiểm điểm")
_JOINTS: Final = frozenset({",", ";", ":", "và"})
_NEXT: Final = ("sang ", "cho ", "bước sang ", "tới ")
_MEASURED: Final = frozenset({"%", "so", "trăm"})
_AIM_REACH: Final = 9  # tokens before a year that say that it is planned for
_AIM_REACH_BEHIND: Final = 8
_OLDEST: Final = 2000
_LAST_MONTHS: Final = {"months": 1, "quarter": 3, "half": 6, "month": 1}
"""By kind of a part of the year, the months that its number stands for."""
_EARLY: Final = 3  # March
_OPENING_MONTHS: Final = 2  # February
_LATE: Final = 11  # November
TERM: Final = 5  # years of a term of office
_TERM_TOLD: Final = re.compile(r"nhiệm kỳ (20\d[05]) ?[-–] ?20\d[05]")
_FIRST_CONGRESS: Final = re.compile(
    r"\b(?:phường|xã|đặc khu)\b.*lần thứ (?:nhất|i|1)\b|lần thứ (?:nhất|i|1)\b.*\b(?:phường|xã|đặc khu)\b"
)
_NOT_HELD: Final = (
    "nghị quyết",
    "chuẩn bị",
    "tiến tới",
    "hướng tới",
    "chào mừng",
    "trước thềm",
    "mục tiêu",
    "chỉ tiêu",
)
_CONGRESS_REACH: Final = 1500  # characters: an opening
_YEARS_MET: Final = re.compile(
    r"(?:tổng kết|đánh giá|kết quả|tình hình)[^.;\n]{0,120}?năm (20\d\d)[^.;\n]{0,80}?"
    r"(?:nhiệm vụ|phương hướng|kế hoạch|chương trình|mục tiêu)[^.;\n]{0,60}?năm (20\d\d)"
)
_DATA_OF: Final = re.compile(r"số liệu (?:của |thống kê |tính đến )*(?:cuối |hết )?năm (20\d\d)")
_ANNIVERSARY: Final = re.compile(
    r"\b(\d\d) năm\b[^.;()\n]{0,70}\((?:[\d/.-]+[/.-])?((?:19|20)\d\d) ?[-–] ?(?:[\d/.-]+[/.-])?(20\d\d)\)"
)
_SCHOOL_YEAR: Final = re.compile(r"năm học (20\d\d) ?[-–] ?20\d\d")
_YEAR_TO_COME: Final = re.compile(r"(?<!các )(?<!những )\bnăm tới\b(?! (?:giờ|nay|hiện|thời))")
_YEAR: Final = re.compile(r"20\d\d")
_TWO_TIERS_TOLD: Final = tuple(
    f"{what} {two} cấp" for what in ("chính quyền địa phương", "chính quyền", "mô hình") for two in ("2", "hai")
)
_MONTH_OF_NEW_MAP: Final = re.compile(rf"tháng (?:0?[7-9]|1[0-2])\s*[-/]\s*{TWO_TIERS.year}")
_CLAUSE_END: Final = re.compile(r"[.;\n]")
_NEW_ORDER: Final = (*_TWO_TIERS_TOLD, "đặc khu", "sau sáp nhập", "2025-2030", "2025 - 2030")


def is_aimed(tokens: Sequence[Token], low: int, high: int) -> bool:
    """Whether a mention, tokens ``low`` to ``high``, is told as of an aim: *nhiệm vụ năm 2026*, *dự toán năm 2026*."""
    before = [token.text for token in tokens[max(0, low - _AIM_REACH) : low]]
    own = next((n for n in range(len(before), 0, -1) if before[n - 1] in _JOINTS), 0)
    clause = " ".join(before[own:])
    if any(verb in clause for verb in _CALLS):
        return True
    if any(verb in clause for verb in _LOOKS_BACK):
        return False  # "tổng kết nhiệm vụ năm 2017, triển khai …"
    behind = " ".join(token.text for token in tokens[high : high + 4]).lstrip(", ")
    if behind.startswith(_AIMS_RIGHT_BEHIND) or _aims_behind(tokens, high):
        return True
    return not _AIMS.isdisjoint(before) and _MEASURED.isdisjoint(before)  # "đạt 52% kế hoạch năm 2023" is told of 2023


def is_compared_with(tokens: Sequence[Token], low: int, high: int) -> bool:
    """*1.278 tỷ đồng (năm 2011: 907 tỷ đồng)*: a year in parentheses with the figure that another is compared with."""
    opened = low > 0 and tokens[low - 1].text == "("
    return opened and high < len(tokens) and tokens[high].text in {":", "là", "đạt"}


def _aims_behind(tokens: Sequence[Token], high: int) -> bool:
    """*Năm 2019, phấn đấu thu …*, *Năm 2019 huyện sẽ đề ra 18 chỉ tiêu*: an aim's verb before the first number."""
    before = ""
    for token in tokens[high : high + _AIM_REACH_BEHIND]:
        if token.is_number or token.text in {".", ";"}:
            return False
        if (before, token.text) in _AIM_VERBS or token.text == "sẽ":
            return True
        before = token.text
    return False


def article_year(
    published: date | None,
    periods: Iterable[tuple[PeriodMention, bool]],
    opening: Iterable[Sequence[tuple[int, int, PeriodMention]]] = (),
    folded: str = "",
) -> int | None:
    """The year an undated mention belongs to: the publication's, else the latest that the text gives a report for.

    ``periods`` are the article's mentions, each with whether it is told as of an aim; ``opening`` those of its first
    sentences, where the day of the event stands: what is held in January looks back on the year before.
    """
    if published is not None:
        return published.year
    if (looked_back := _looks_back_on(folded)) is not None:
        return looked_back
    if (data := _DATA_OF.search(folded[:_CONGRESS_REACH])) is not None:
        return int(data[1])  # "Vài nét về các huyện (số liệu năm 2016)", above the days on which they were founded
    told = _YearsTold()
    for mention, aimed in periods:
        told.add(mention, aimed=aimed)
    event = _event_month(opening)
    year = _with_school_year(told.latest(early=event is not None and event <= _EARLY), folded)
    met = _year_met(folded)
    if met is not None and year is not None and year > met + 1:
        year = met  # "Quyết lên quận vào năm 2025" over the results of 2020 and the tasks of 2021
    if (held := anniversary_year(folded)) is not None:
        year = max(year or held, held)
    earliest = congress_year(folded) or (TWO_TIERS.year if any(text in folded for text in _TWO_TIERS_TOLD) else None)
    if earliest is not None and (year is None or not earliest <= year < earliest + TERM or year not in told.done):
        return earliest  # "Nhiệm kỳ 2025-2030 …, là đô thị động lực vào năm 2030"
    if year is None or event is None:
        return year
    if (reported := told.reported_by(event)) is not None and year == reported + 1:
        return reported  # "Chiều 3/10, … 9 tháng năm 2024, … Đại hội dự kiến trong quý I/2025"
    if event >= _LATE and year - 1 in told.ended:
        return year - 1  # "kỳ họp cuối năm 2025 … ngày 18/12"
    if event >= _LATE and told.first == year - 1:
        return year - 1  # in December what is told of another year than the first is to come
    if event <= _OPENING_MONTHS and told.is_closed(year):
        return year + 1  # in January a whole year that is done is the one before
    return year


def _with_school_year(year: int | None, folded: str) -> int | None:
    """*cuối năm 2014, … Năm học 2015-2016, toàn huyện có 38 trường*: a school year that has begun since is told."""
    begun = [int(found[1]) for found in _SCHOOL_YEAR.finditer(folded)]
    return year + 1 if year is not None and year + 1 in begun else year


def _looks_back_on(folded: str) -> int | None:
    """*tổng kết năm 2018, triển khai nhiệm vụ năm 2019. Trong năm tới …*: written before the year to come began."""
    return None if _YEAR_TO_COME.search(folded) is None else _year_met(folded)


def _year_met(folded: str) -> int | None:
    """The year of which an opening tells the results, and the tasks of the next."""
    pair = _YEARS_MET.search(folded[:_CONGRESS_REACH])
    return int(pair[1]) if pair is not None and int(pair[2]) == int(pair[1]) + 1 else None


def anniversary_year(folded: str) -> int | None:
    """*Nhân 12 năm lên thị xã (2008 - 2020)*: written in the year that so many years end with."""
    told = _ANNIVERSARY.search(folded[:_CONGRESS_REACH])
    return int(told[3]) if told is not None and int(told[3]) - int(told[2]) == int(told[1]) else None


def congress_year(folded: str) -> int | None:
    """The year of the party congress that an article, in small letters, reports in its opening; ``None`` for others.

    *Đại hội đại biểu Đảng bộ huyện, nhiệm kỳ 2020-2025* was held in 2020. The communes of July 2025 held their first
    ones in that summer.
    """
    opening = folded[:_CONGRESS_REACH]
    if "đại hội" not in opening:
        return None
    for clause in _CLAUSE_END.split(opening):
        before, congress, behind = clause.partition("đại hội")
        if not congress or any(word in before for word in _NOT_HELD):
            continue
        if _FIRST_CONGRESS.search(clause) is not None and ("đảng" in clause or "đại biểu" in behind):
            return TWO_TIERS.year
        if (term := _TERM_TOLD.search(clause)) is not None:
            return int(term.group(1))
    return None


def is_of_new_map(mentions: Sequence[PlaceMention], folded: str) -> bool:
    """Whether an article of 2025 goes by the map since July, where a commune has no district above it."""
    if congress_year(folded) == TWO_TIERS.year:
        return True
    if any(mention.type in _DISTRICT_TYPES and not mention.old for mention in mentions):
        return False
    if any(word in folded for word in _NEW_ORDER) or _MONTH_OF_NEW_MAP.search(folded) is not None:
        return True
    communes = any(mention.type in _COMMUNE_TYPES for mention in mentions)
    return communes and not any(word in folded for word in _DISTRICT_TYPES)


def is_early(opening: Iterable[Sequence[tuple[int, int, PeriodMention]]]) -> bool:
    """Whether the event that an article reports in its opening was held in the first months of a year."""
    month = _event_month(opening)
    return month is not None and month <= _EARLY


def _event_month(opening: Iterable[Sequence[tuple[int, int, PeriodMention]]]) -> int | None:
    days = (mention for found in opening for _, _, mention in found if mention.kind == "day" and not mention.until)
    return next((mention.number or 0 for mention in days if mention.year is None), None)


@dataclass
class _YearsTold:
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
            if mention.number is not None and mention.number - mention.year == TERM:
                self.terms.append((mention.year, mention.number))
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

    def _add_end(self, mention: PeriodMention, year: int, *, aimed: bool) -> None:
        """The end of a year, or of a part that begins with it, that is told."""
        if mention.kind == "day" and not mention.until:
            self.days.append(year)
        elif mention.kind == "year" and "cuối năm" in mention.text:
            self.ended.add(year)
        elif mention.kind in _LAST_MONTHS and mention.number is not None and not aimed:
            self.from_new_year.append((year, _LAST_MONTHS[mention.kind] * mention.number))

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
        begun = [first for first, last in self.terms if first < year <= last and year not in self.done]
        return max(begun) if begun and year == max(last for _, last in self.terms) else year

    def reported_by(self, event: int) -> int | None:
        """The year of the first part of one that is told, if that part is just over in the month ``event``."""
        year, last = self.from_new_year[0] if self.from_new_year else (None, 0)
        return year if 0 <= event - last <= 1 else None

    def is_closed(self, year: int) -> bool:
        """Whether a year is told as a whole that is over, the year before only to compare with."""
        dated_alone = self.reports.count(year) == self.days.count(year)
        return year in self.closed and dated_alone and year - 1 not in self.closed


def event_day(year: int | None, sentences: Sequence[Sequence[tuple[int, int, PeriodMention]]]) -> date | None:
    """The day of the event that an undated article reports ("chiều 17/11"), in the article's year.

    None where figures are told up to a later day: the event is then not what the article was written of.
    """
    if year is None:
        return None
    told = [mention for periods in sentences for _, _, mention in periods]
    day = next((found for mention in told if not mention.until and (found := _day_in(mention, year))), None)
    if day is None or any(mention.until and (later := _day_in(mention, year)) and later > day for mention in told):
        return None
    return day


def _day_in(mention: PeriodMention, year: int) -> date | None:
    if mention.kind != "day" or mention.year not in {None, year} or not mention.day:
        return None
    try:
        return date(year, mention.number or 0, mention.day)
    except ValueError:
        return None


def assumed_day(year: int | None, *, of_new_map: bool) -> date:
    """A day for an undated article; in 2025 it lies on the side of July whose units the article names."""
    if year is None:
        return date(2018, 1, 1)
    if year > TWO_TIERS.year:
        return date(year, 1, 1)
    if year == TWO_TIERS.year:
        return date(year, 8, 1) if of_new_map else date(year, 3, 1)
    return date(year, 7, 1)
