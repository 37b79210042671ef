"""Mentions of time in the text: years, months, quarters, days and spans, as the patterns find them."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, Final, Literal

from tasks.catalog.units import TWO_TIERS
from tasks.grammar.period_patterns import find_patterns
from tasks.records.record import record

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping

MentionKind = Literal[
    "day",
    "month",
    "months",
    "quarter",
    "half",
    "year",
    "span",
    "term",
    "served",
    "same",
    "same_month",
    "part",
    "holiday",
    "now",
    "ytd",
    "base",
    "before",
    "average",
    "other",
]

_WORDS: Final[dict[str, int]] = {
    word: n
    for n, words in enumerate(
        ("", "một", "hai", "ba", "bốn tư", "năm", "sáu", "bảy bẩy", "tám", "chín", "mười", "mười một", "mười hai")
    )
    for word in (words.split() if n < 11 else [words])
    if n
}
_DECEMBER: Final = 12
_MID_MONTH: Final = range(10, 29)  # days on which a reporting month begins
_TWO_TIERS: Final = (TWO_TIERS.day, TWO_TIERS.month)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_UNTIL: Final = ("đến", "tới", "tính", "hết", "lũy kế", "thời điểm")
_BARE: Final[tuple[MentionKind, ...]] = ("average", "other", "now", "same", "same_month", "term", "part", "holiday")
"""Kinds of which nothing is told but that they are mentioned."""


@record
class PeriodMention:
    """A mention of time; ``start``/``end`` are offsets into the folded text. Missing years are ``None``.

    ``offset`` is the year relative to the article's (``năm ngoái`` is -1). ``until`` marks "đến", "tính đến", "hết".
    """

    kind: MentionKind
    start: int
    end: int
    year: int | None = None
    offset: int | None = None
    number: int | None = None  # month, quarter, half, count of months, last year of a span, first of a term
    day: int | None = None
    until: bool = False
    alone: bool = False  # "trong tháng 3": that month alone
    same_year_base: bool = False  # a comparison with another base than the same period of the year before
    part: str = ""  # of a base: the part of its year, "Q1", "H1", "M03"
    text: str = ""


@record
class _Found:
    """What a pattern found; ``groups`` are the pattern's own, a few of those that its kind has."""

    text: str
    span: tuple[int, int]
    groups: Mapping[str, str | None]

    def words(self, *names: str) -> str:
        """The first of the groups that holds words, or nothing."""
        for name in names:
            if told := self.groups.get(name):
                return told
        return ""

    def year(self, *names: str) -> int | None:
        told = self.words(*names)
        return int(told) if told else None

    @property
    def until(self) -> bool:
        return any(word in self.text for word in _UNTIL)


def find_periods(folded: str) -> Iterator[PeriodMention]:
    """Mentions from left to right, the most specific reading at each place."""
    position = 0
    for kind, match in find_patterns(folded):
        start, end = match.span()
        if start < position or end == start:
            continue
        if end < len(folded) and folded[end].isalpha() and folded[end - 1].isalpha():
            continue
        mention = _mention(kind, match)
        if mention is not None:
            yield mention
            position = end


def _mention(kind: str, match: re.Match[str]) -> PeriodMention | None:
    return _READERS[kind](_Found(match.group(), match.span(), match.groupdict()))


def _number(text: str) -> int | None:
    text = " ".join(text.split())
    if text.isdigit():
        return int(text)
    return {"giêng": 1, "chạp": 12, "đầu": 1}.get(text) or _ROMAN.get(text) or _WORDS.get(text)


def _relative(text: str) -> int | None:
    text = " ".join(text.split())
    return {"ngoái": -1, "trước": -1, "tới": 1, "sau": 1, "sang năm": 1, "nay": 0}.get(text)


def _bare(kind: MentionKind) -> Callable[[_Found], PeriodMention]:
    return lambda found: PeriodMention(kind, *found.span, text=found.text)


def _since(found: _Found) -> PeriodMention:
    """*từ 1/7 đến nay* is told up to the day of publication, *từ 1/7 đến hết năm* of the half-year."""
    to_date = "nay" in found.text.split()
    return PeriodMention("served" if to_date else "half", *found.span, number=2, until=to_date, text=found.text)


def _base(found: _Found) -> PeriodMention:
    told = found.year("by5", "by3")
    words = found.words("by1", "by2", "by7", "by8", "by9")
    offset = None
    if words[:4].isdigit():
        told = int(words[:4])
    elif words:
        offset = -1
    other = bool(found.words("bx", "bq", "bz"))
    return PeriodMention(
        "base", *found.span, year=told, offset=offset, same_year_base=other, part=_base_part(found), text=found.text
    )


def _base_part(found: _Found) -> str:
    """The part of the year that a base is: *so với quý I năm 2019*."""
    if quarter := _number(found.words("bpq")):
        return f"Q{quarter}"
    if half := found.words("bph"):
        return "H1" if half == "đầu" else "H2"
    return f"M{month:02d}" if (month := _number(found.words("bpm"))) else ""


def _before(found: _Found) -> PeriodMention:
    told = found.words("bb")
    year = int(told) if told.isdigit() else None
    return PeriodMention("before", *found.span, year=year, offset=None if year else -1, text=found.text)


def _span(found: _Found) -> PeriodMention | None:
    if (begun := found.year("y7")) is not None:  # "từ năm 2016 đến nay"
        return PeriodMention("span", *found.span, year=begun, text=found.text)
    first, last = found.year("y1", "y3", "y5"), found.year("y2", "y4", "y6")
    if first is None or last is None:
        return None
    if last < 100:
        last += first // 100 * 100
    if not first < last <= first + 30:
        return None
    return PeriodMention("span", *found.span, year=first, number=last, text=found.text)


def _edge(found: _Found) -> PeriodMention:
    """*đầu nhiệm kỳ 2015-2020* is the year that the term began with, *cuối nhiệm kỳ 2015-2020* its last."""
    first, last = found.year("ey1"), found.year("ey2")
    year = first if found.words("eb") == "đầu" else last
    return PeriodMention("year", *found.span, year=year, number=first, until=found.until, text=found.text)


def _range(found: _Found) -> PeriodMention | None:
    day1, month1, day2, month2 = (int(found.words(name)) for name in ("d1", "m1", "d2", "m2"))
    year1, year2 = found.year("ry1"), found.year("ry2", "ry1")
    if not (1 <= month1 <= 12 and 1 <= month2 <= 12 and 1 <= day1 <= 31):
        return PeriodMention("holiday", *found.span, text=found.text)
    last_day = day2 >= calendar.monthrange(year2 or 2023, month2)[1]
    before = year1 is not None and year2 is not None and year1 == year2 - 1  # "từ ngày 15/12/2022 đến ngày 14/6/2023"
    if year1 and year2 and year1 != year2 and not (before and month1 == _DECEMBER):
        return PeriodMention("holiday", *found.span, text=found.text)
    if day1 == 1 and last_day and not before:
        return _months_between(month1, month2, year2, found)
    if _is_reporting(day1, day2) and (month1, month2) != (_DECEMBER, _DECEMBER):
        return _months_between(month1 % 12 + 1, month2, year2, found)
    if before and day1 in _MID_MONTH:
        return _first_months(month2, year2, None, found)
    if (day1, month1) == _TWO_TIERS and (year2 or TWO_TIERS.year) == TWO_TIERS.year:
        return PeriodMention("served", *found.span, year=year2, number=month2, day=day2, until=True, text=found.text)
    if (day1, month1) == (1, 1):
        return PeriodMention("day", *found.span, year=year2, number=month2, day=day2, until=True, text=found.text)
    return PeriodMention("holiday", *found.span, text=found.text)


def _is_reporting(day1: int, day2: int) -> bool:
    """*từ ngày 15/2 đến ngày 14/3* is the reporting month of March: offices count from the middle of a month."""
    return day1 in _MID_MONTH and day2 in {day1, day1 - 1}


def _served(found: _Found) -> PeriodMention | None:
    number = _DECEMBER // 4 if found.words("sq") else _number(found.words("sn", "sn2"))
    if number is None:
        return None
    return PeriodMention("served", *found.span, number=number, alone=not found.words("sa", "sa2"), text=found.text)


def _month_range(found: _Found) -> PeriodMention | None:
    first, last = int(found.words("mm1")), int(found.words("mm2"))
    if not 1 <= first < last <= 12:
        return None
    return _months_between(first, last, found.year("mry2", "mry1"), found)


def _months_between(first: int, last: int, year: int | None, found: _Found) -> PeriodMention | None:
    if first == 1:
        return _first_months(last, year, None, found)
    if first == last:
        return PeriodMention("month", *found.span, year=year, number=last, alone=True, text=found.text)
    if last - first == 2 and first % 3 == 1:
        return PeriodMention("quarter", *found.span, year=year, number=(first + 2) // 3, text=found.text)
    if (first, last) == (7, 12):
        return PeriodMention("half", *found.span, year=year, number=2, text=found.text)
    return PeriodMention("other", *found.span, text=found.text)


def _first_months(count: int | None, year: int | None, offset: int | None, found: _Found) -> PeriodMention | None:
    if count is None or not 1 <= count <= 12:
        return None
    return PeriodMention("months", *found.span, year=year, offset=offset, number=count, text=found.text)


def _year_to_month(found: _Found) -> PeriodMention | None:
    return _first_months(int(found.words("tm", "tm2")), found.year("ty2", "ty", "ty4"), None, found)


def _year_to_date(found: _Found) -> PeriodMention:
    return PeriodMention("ytd", *found.span, year=found.year("ty3"), until=True, text=found.text)


def _day(found: _Found) -> PeriodMention | None:
    day, month = int(found.words("d", "dd", "dd2")), int(found.words("m", "dm", "dm2"))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = found.year("y", "dy")
    return PeriodMention("day", *found.span, year=year, number=month, day=day, until=found.until, text=found.text)


def _quarter(found: _Found) -> PeriodMention | None:
    """*quý III*; *hết quý III* is nine months, *3 quý đầu năm* too."""
    if told := found.words("qe"):
        quarters = int(told)
        return _first_months(quarters * 3, found.year("qey"), None, found) if quarters in {2, 3} else None
    quarter, year, offset = _number(found.words("q")), found.year("qy"), _relative(found.words("qr"))
    if quarter is not None and any(word in found.text.split() for word in ("đến", "tới", "hết")):
        return _first_months(3 * quarter, year, offset, found)
    return PeriodMention("quarter", *found.span, year=year, offset=offset, number=quarter, text=found.text)


def _half(found: _Found) -> PeriodMention:
    year, offset = found.year("hy", "hy2"), _relative(found.words("hr", "hr2"))
    half = 2 if found.words("h") else 1
    return PeriodMention("half", *found.span, year=year, offset=offset, number=half, text=found.text)


def _months(found: _Found) -> PeriodMention | None:
    return _first_months(_number(found.words("n")), found.year("ny"), _relative(found.words("nr")), found)


def _month(found: _Found) -> PeriodMention | None:
    month = _number(found.words("mo"))
    if month is None or not 1 <= month <= 12:
        return None
    year, offset = found.year("moy"), _relative(found.words("mor"))
    until = found.until and "riêng" not in found.text  # "tính riêng tháng 5"
    return PeriodMention(
        "month", *found.span, year=year, offset=offset, number=month, until=until, alone=not until, text=found.text
    )


def _year(found: _Found) -> PeriodMention:
    """*năm 2023*, *năm ngoái*; *cả năm* is the article's unless another is spoken of."""
    told, offset = found.year("yy", "yb"), _relative(found.words("yr", "yr2"))
    if told is not None:
        offset = None
    elif offset is None:
        offset = 0
    return PeriodMention("year", *found.span, year=told, offset=offset, until=found.until, text=found.text)


_READERS: Final[dict[str, Callable[[_Found], PeriodMention | None]]] = {
    **{kind: _bare(kind) for kind in _BARE},
    "since": _since,
    "served": _served,
    "base": _base,
    "before": _before,
    "edge": _edge,
    "span": _span,
    "range": _range,
    "mrange": _month_range,
    "ytdm": _year_to_month,
    "ytd": _year_to_date,
    "day": _day,
    "dm": _day,
    "quarter": _quarter,
    "half": _half,
    "months": _months,
    "month": _month,
    "year": _year,
}
"""By the name of the pattern."""
