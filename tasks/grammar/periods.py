"""Mentions of time in the text: years, months, quarters, days and spans, as the patterns find them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.period_mentions import Found, MentionKind, PeriodMention, number_of, years_off
from tasks.grammar.period_patterns import find_patterns
from tasks.grammar.period_ranges import day_range, first_months, month_list, month_range, served, since_to_month

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["MentionKind", "PeriodMention", "find_periods"]

_SHORT: Final = re.compile(r"\bck\b")
_BARE: Final[tuple[MentionKind, ...]] = ("average", "other", "now", "same", "same_month", "term", "part", "holiday")
"""Kinds of which nothing is told but that they are mentioned."""
_ENDS: Final = ("đến", "tới", "hết", "kết", "khép")  # "kết thúc", "khép lại"


def find_periods(folded: str) -> Iterator[PeriodMention]:
    """Mentions from left to right, the most specific reading at each place."""
    found = find_patterns(folded)
    for kind, match in found:
        start, end = match.span()
        if end == start:
            continue
        if end < len(folded) and folded[end].isalpha() and folded[end - 1].isalpha():
            continue
        mention = _mention(kind, match)
        if mention is not None:
            yield mention
            found.passed = end


def _mention(kind: str, match: re.Match[str]) -> PeriodMention | None:
    return _READERS[kind](Found(match.group(), match.span(), match.groupdict()))


def _bare(kind: MentionKind) -> Callable[[Found], PeriodMention]:
    return lambda found: PeriodMention(kind, *found.span, text=found.text)


def _since(found: Found) -> PeriodMention:
    """*từ 1/7 đến nay* is told up to the day of publication, *từ 1/7 đến hết năm* of the half-year."""
    to_date = "nay" in found.text.split()
    return PeriodMention("served" if to_date else "half", *found.span, number=2, until=to_date, text=found.text)


def _base(found: Found) -> PeriodMention:
    told = found.year("by5", "by3")
    words = found.words("by1", "by2", "by7", "by8", "by9")
    offset = None
    if words[:4].isdigit():
        told = int(words[:4])
    elif words:
        offset = -1
    other = bool(found.words("bx", "bq", "bz"))
    return PeriodMention(
        "base",
        *found.span,
        year=told,
        offset=offset,
        same_year_base=other,
        part=_base_part(found),
        text=_SHORT.sub("cùng kỳ", found.text),
    )


def _base_part(found: Found) -> str:
    """The part of the year that a base is: *so với quý I năm 2019*."""
    if quarter := number_of(found.words("bpq")):
        return f"Q{quarter}"
    if half := found.words("bph"):
        return "H1" if half == "đầu" else "H2"
    return f"M{month:02d}" if (month := number_of(found.words("bpm"))) else ""


def _before(found: Found) -> PeriodMention:
    told = found.words("bb")
    year = int(told) if told.isdigit() else None
    return PeriodMention("before", *found.span, year=year, offset=None if year else -1, text=found.text)


def _span(found: Found) -> PeriodMention | None:
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


def _edge(found: Found) -> PeriodMention:
    """*đầu nhiệm kỳ 2015-2020* is the year that the term began with, *cuối nhiệm kỳ 2015-2020* its last."""
    first, last = found.year("ey1"), found.year("ey2")
    year = first if found.words("eb") == "đầu" else last
    return PeriodMention("year", *found.span, year=year, number=first, until=found.until, text=found.text)


def _year_to_month(found: Found) -> PeriodMention | None:
    return first_months(int(found.words("tm", "tm2")), found.year("ty2", "ty", "ty4"), None, found)


def _year_to_date(found: Found) -> PeriodMention:
    return PeriodMention("ytd", *found.span, year=found.year("ty3"), until=True, text=found.text)


def _day(found: Found) -> PeriodMention | None:
    day, month = int(found.words("d", "dd", "dd2")), int(found.words("m", "dm", "dm2"))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = found.year("y", "dy")
    return PeriodMention("day", *found.span, year=year, number=month, day=day, until=found.until, text=found.text)


def _quarter(found: Found) -> PeriodMention | None:
    """*quý III*; *hết quý III* is nine months, *3 quý đầu năm* too."""
    if told := found.words("qe", "qe2"):
        return first_months(3 * (number_of(told) or 0), found.year("qey"), None, found)
    quarter, year, offset = number_of(found.words("q")), found.year("qy"), years_off(found.words("qr"))
    if quarter is not None and any(word in found.text.split() for word in _ENDS):
        return first_months(3 * quarter, year, offset, found)
    return PeriodMention("quarter", *found.span, year=year, offset=offset, number=quarter, text=found.text)


def _half(found: Found) -> PeriodMention:
    year, offset = found.year("hy", "hy2"), years_off(found.words("hr", "hr2"))
    half = 2 if found.words("h") else 1
    return PeriodMention("half", *found.span, year=year, offset=offset, number=half, text=found.text)


def _months(found: Found) -> PeriodMention | None:
    return first_months(number_of(found.words("n", "n2")), found.year("ny", "ny2"), years_off(found.words("nr")), found)


def _begun(found: Found) -> PeriodMention | None:
    """*sau bốn tháng ra quân*: the first months of the year only where they have just ended."""
    mention = first_months(number_of(found.words("bn")), None, None, found)
    return replace(mention, alone=True) if mention is not None else None


def _month(found: Found) -> PeriodMention | None:
    month = number_of(found.words("mo"))
    if month is None or not 1 <= month <= 12:
        return None
    year, offset = found.year("moy"), years_off(found.words("mor"))
    until = found.until and "riêng" not in found.text  # "tính riêng tháng 5"
    return PeriodMention(
        "month", *found.span, year=year, offset=offset, number=month, until=until, alone=not until, text=found.text
    )


def _year(found: Found) -> PeriodMention:
    """*năm 2023*, *năm ngoái*; *cả năm* is the article's unless another is spoken of."""
    told, offset = found.year("yy", "yb"), years_off(found.words("yr", "yr2"))
    if told is not None:
        offset = None
    elif offset is None:
        offset = 0
    return PeriodMention("year", *found.span, year=told, offset=offset, until=found.until, text=found.text)


_READERS: Final[dict[str, Callable[[Found], PeriodMention | None]]] = {
    **{kind: _bare(kind) for kind in _BARE},
    "since": _since,
    "sincem": since_to_month,
    "served": served,
    "base": _base,
    "before": _before,
    "edge": _edge,
    "span": _span,
    "range": day_range,
    "mlist": month_list,
    "mrange": month_range,
    "ytdm": _year_to_month,
    "ytd": _year_to_date,
    "day": _day,
    "dm": _day,
    "quarter": _quarter,
    "half": _half,
    "begun": _begun,
    "months": _months,
    "month": _month,
    "year": _year,
}
"""By the name of the pattern."""
