"""Days as pages and records write them: 21/12/2023, ngày 5 tháng 3 năm 2019, December 11, 2008, ISO stamps."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final

_VIETNAM: Final = timezone(timedelta(hours=7))
_FIRST_YEAR: Final = 1995
"""No Vietnamese page is older; an earlier date is what the article is about."""
_FIRST_SECOND: Final = 788_918_400  # 1995
_LAST_SECOND: Final = 7_258_118_400  # 2200
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sep", "sept"), ("october", "oct"), ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_COUNTED_MONTHS: Final = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12,
}  # fmt: skip
_COUNTED: Final = f"(?:{'|'.join(sorted(_COUNTED_MONTHS, key=len, reverse=True))})"

_NAMED_MONTHS: Final = _MONTHS | _COUNTED_MONTHS

_NUMERIC: Final = r"(?<![\d/.,-])(?P<d>\d{1,2}) ?(?P<sep>[/.-]) ?(?P<m>\d{1,2}) ?(?P=sep) ?(?P<y>(?:19|20)\d\d)(?!\d)"
_ISO: Final = r"(?<![\d/.,-])(?P<iy>(?:19|20)\d\d)(?P<isep>[/-])(?P<im>\d{1,2})(?P=isep)(?P<id>\d{1,2})(?!\d)"
_LATE: Final = r"(?:1[3-9]|2\d|3[01]) tháng "  # months are no more than twelve: "21 tháng Năm 2015"
# "9 tháng năm 2018" is no day of May.
_WORDS: Final = (
    r"(?<![\d/.,-])(?P<wd>\d{1,2}) (?:tháng|thg) "
    rf"(?P<wm>\d{{1,2}}|(?!(?<!{_LATE})năm (?!năm)){_COUNTED})(?:,? năm|,|) (?P<wy>(?:19|20)\d\d)(?!\d)"
)
_ENGLISH: Final = rf"\b(?P<em>{_MONTH})\.? (?P<ed>\d{{1,2}})(?:st|nd|rd|th)?, ?(?P<ey>(?:19|20)\d\d)(?!\d)"
_DAY_FIRST: Final = rf"(?<![\d/.,-])(?P<fd>\d{{1,2}}) (?P<fm>{_MONTH})\.?,? (?P<fy>(?:19|20)\d\d)(?!\d)"
_DATE: Final = re.compile("|".join((_NUMERIC, _ISO, _WORDS, _ENGLISH, _DAY_FIRST)), re.IGNORECASE)
_GROUPS: Final = (("d", "m", "y"), ("id", "im", "iy"), ("wd", "wm", "wy"), ("ed", "em", "ey"), ("fd", "fm", "fy"))

_DATED: Final = re.compile(
    r"[/.\-] ?(?:19|20)\d\d(?!\d)|(?:19|20)\d\d[/-]\d"
    r"|(?:háng|hg) [\w ]{1,9},? (?:năm )?(?:19|20)|[bceghlnprtvy,.] ?(?:19|20)\d\d"
)
"""What every written form of a date holds; cheap, so that prose is passed over quickly."""


def find_day(text: str) -> tuple[date, int, int] | None:
    """The first full date in ``text`` with its span; None when there is none, or it is no day of the calendar."""
    if ("20" not in text and "19" not in text) or _DATED.search(text) is None:
        return None
    match = _DATE.search(text)
    day = _day(match) if match else None
    return (day, match.start(), match.end()) if match and day else None


def day_at(text: str, start: int) -> tuple[date, int] | None:
    """The date that begins at ``start``, with its end."""
    match = _DATE.match(text, start)
    day = _day(match) if match else None
    return (day, match.end()) if match and day else None


def parse_day(value: str) -> date | None:
    """The day in Vietnam of an ISO timestamp, or of the first date in any other text; None when there is none."""
    stamp = value.strip()
    try:
        return day_of_moment(datetime.fromisoformat(stamp))
    except ValueError:
        found = find_day(stamp)
        return found[0] if found else None


def day_of_moment(moment: datetime) -> date | None:
    """The day in Vietnam of a moment, which without a timezone is Vietnam's own; None when it is no moment of news."""
    try:
        day = (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date()
    except OverflowError:
        return None
    return day if day.year >= _FIRST_YEAR else None


def day_of_epoch(moment: float) -> date | None:
    """The day in Vietnam of a count of seconds or milliseconds since 1970; None when it is no moment of news."""
    seconds = moment / 1000 if moment > _LAST_SECOND else moment
    return datetime.fromtimestamp(seconds, _VIETNAM).date() if _FIRST_SECOND <= seconds <= _LAST_SECOND else None


def _day(match: re.Match[str]) -> date | None:
    for day_group, month_group, year_group in _GROUPS:
        if (year := match.group(year_group)) is None:
            continue
        month_text = match.group(month_group)
        month = int(month_text) if month_text.isdigit() else _NAMED_MONTHS[month_text.casefold()]
        day = int(match.group(day_group))
        if month > 12 >= day:  # written the American way
            day, month = month, day
        try:
            found = date(int(year), month, day)
        except ValueError:
            return None
        return found if found.year >= _FIRST_YEAR else None
    return None
