"""The day an article was published, read from the date lines of its own page furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

_NUMERIC: Final = r"(?<![\d/.,-])(?P<d>\d{1,2}) ?(?P<sep>[/.-]) ?(?P<m>\d{1,2}) ?(?P=sep) ?(?P<y>(?:19|20)\d\d)(?!\d)"
_ISO: Final = r"(?<![\d/.,-])(?P<iy>(?:19|20)\d\d)(?P<isep>[/-])(?P<im>\d{1,2})(?P=isep)(?P<id>\d{1,2})(?!\d)"
_WORDS: Final = r"(?:ngày )(?P<wd>\d{1,2}) tháng (?P<wm>\d{1,2})(?:,? năm|,) (?P<wy>(?:19|20)\d\d)(?!\d)"
_ENGLISH: Final = rf"\b(?P<em>{_MONTH})\.? (?P<ed>\d{{1,2}})(?:st|nd|rd|th)?, ?(?P<ey>(?:19|20)\d\d)(?!\d)"
_DAY_FIRST: Final = rf"(?<![\d/.,-])(?P<fd>\d{{1,2}}) (?P<fm>{_MONTH})\.?,? (?P<fy>(?:19|20)\d\d)(?!\d)"
_DATE: Final = re.compile("|".join((_NUMERIC, _ISO, _WORDS, _ENGLISH, _DAY_FIRST)), re.IGNORECASE)
_GROUPS: Final = (("d", "m", "y"), ("id", "im", "iy"), ("wd", "wm", "wy"), ("ed", "em", "ey"), ("fd", "fm", "fy"))

_TIME: Final = re.compile(
    r"(?<!\d)(?:[01]?\d|2[0-3]) ?[:hg] ?[0-5]\d(?: ?[:'] ?[0-5]\d)?(?:\.\d{1,6})?(?: ?(?:AM|PM|SA|CH)\b)?'?(?!\d)"
    r"|\(?\b(?:GMT|UTC) ?[+-] ?\d{1,2}(?::?00)?\b\)?|\+07:?00\b",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật|t[2-7]|cn"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"\b(?:cập nhật(?: lần cuối)?(?: lúc| ngày)?|(?:được )?đăng(?: lúc| ngày| tải| bởi)?"
    r"|ngày (?:đăng|cập nhật|xuất bản|đưa tin)|xuất bản(?: lúc| ngày)?|thời gian|lúc|ngày"
    r"|posted(?: on)?|published(?: on)?|updated(?: on)?|last modified|date)\b ?:?",
    re.IGNORECASE,
)
_COUNTER: Final = re.compile(
    r"\b(?:lượt (?:xem|đọc)|số lần (?:xem|đọc)|đã xem|xem|đọc|views?|bình luận|print|in bài(?: viết)?|in trang"
    r"|email|chia sẻ|thích|theo dõi|google news|facebook|zalo)\b(?: ?:? ?[\d.,]+k?)?|\(\d+\)",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"^(?:\([^()\n]{1,40}\) ?[-–—:.]? ?|[A-ZĐ][\w.]{1,20} ?[-–—] ?)?"
    r"(?:(?:vào )?(?:buổi )?(?:sáng|trưa|chiều|tối)(?: nay)?,? ?)?"
    r"\(?(?:hôm nay,? ?)?(?:ngày )?\(?(?=\d)",
    re.IGNORECASE,
)

_LONG_LINE: Final = 200
_DATE_LINE_MAX: Final = 180
_HEAD_LINES: Final = 25
_HEAD_LONG_LINES: Final = 2

_STAMPED, _LINE, _DATELINE, _BODY = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date in a line that serves to tell it. ``line`` counts from 0; the span is what of the line is furniture."""

    day: date
    rank: int
    line: int
    start: int
    end: int
    rest: str


def publication_date(lines: Sequence[str]) -> date | None:
    """The publication day that the page's own lines tell, or None.

    Lines with a clock time or a label such as "Cập nhật:" outrank a bare date line, which outranks a dateline of a
    place ("Hà Nội, ngày …", often the day of the visit); last comes a date that opens the first paragraph. Among equals
    the earliest wins, since a page's clock is never earlier than its article.
    """
    found = list(date_lines(lines))
    if not found:
        return _opening_date(lines)
    best = min(line.rank for line in found)
    return min(line.day for line in found if line.rank == best)


def date_lines(lines: Sequence[str]) -> Iterator[DateLine]:
    """Date lines among the head of a page, up to its second long paragraph."""
    long_lines = seen = 0
    for number, line in enumerate(lines):
        if not line:
            continue
        seen += 1
        if seen > _HEAD_LINES or long_lines >= _HEAD_LONG_LINES:
            return
        long_lines += len(line) >= _LONG_LINE
        if (found := read_date_line(line, number)) is not None:
            yield found


def read_date_line(line: str, number: int = 0) -> DateLine | None:
    """The date that ``line`` exists to tell, or None for prose; a date and a headline glued together are told apart."""
    if "19" not in line and "20" not in line:
        return None
    head = line[:_DATE_LINE_MAX]
    match = _DATE.search(head)
    day = _day(match) if match else None
    if match is None or day is None:
        return None
    start, end = _grow(line, match.start(), match.end())
    furniture = line[start:end]
    stamped = bool(_TIME.search(furniture) or _strong_label(furniture))
    rest = (line[:start] + " " + line[end:]).strip(" |-–—/,;:•.()")
    rest_words = _COUNTER.sub(" ", rest).strip(" |-–—/,;:•.()")
    if not rest_words:
        return DateLine(day, _STAMPED if stamped else _LINE, number, 0, len(line), "")
    if is_byline(rest_words) and len(line) <= _DATE_LINE_MAX:
        place = line[:start].strip().endswith(",") and not stamped
        return DateLine(day, _DATELINE if place else _STAMPED if stamped else _LINE, number, 0, len(line), rest_words)
    glued = stamped or _WEEKDAY.search(furniture)
    if glued and (start == 0 or end == len(line)):
        return DateLine(day, _STAMPED if stamped else _LINE, number, start, end, rest)
    return None


def is_byline(text: str) -> bool:
    """Names only ("Thu Hằng", "LÊ NAM - MINH ĐỨC // BAN THỜI SỰ", "Theo TTXVN"): every word capitalised."""
    if len(text) > 90:
        return False
    words = [word for word in re.split(r"[\s/|,;:.\-–—&()]+", text) if word]
    if not words or len(words) > 14:
        return False
    capital = sum(1 for word in words if word[0].isupper())
    small = [word for word in words if not word[0].isupper()]
    return capital > 0 and all(word in {"theo", "và", "tổng", "hợp", "by", "báo", "điện", "tử"} for word in small)


def _strong_label(text: str) -> bool:
    label = _LABEL.search(text)
    return label is not None and label.group().strip(" :").casefold() not in {"ngày", "lúc", "date", "thời gian"}


def _grow(line: str, start: int, end: int) -> tuple[int, int]:
    """Widen a date to the weekday, clock time, label and separators that stand around it."""
    glue = re.compile(r"[\s|,\-–—/()•.:]*")
    changed = True
    while changed:
        changed = False
        for part in (_TIME, _WEEKDAY, _LABEL, _DATE):
            after = glue.match(line, end)
            at = after.end() if after else end
            if (match := part.match(line, at)) is not None and match.end() > end:
                end, changed = match.end(), True
        before = line[:start].rstrip(" |,-–—/()•.:")
        for part in (_TIME, _WEEKDAY, _LABEL):
            window = before[-40:]
            ends = [m for m in part.finditer(window) if m.end() == len(window)]
            if not ends and part is _LABEL:
                ends = [m for m in part.finditer(line[max(0, start - 40) : start].rstrip()) if m.end() >= len(window)]
            if ends:
                start, changed = len(before) - len(window) + ends[0].start(), True
                break
    return start, end


def _opening_date(lines: Sequence[str]) -> date | None:
    """A full date that opens the first paragraph ("Ngày 19/1/2021, …", "(NTO) Sáng 5/3/2019, …")."""
    first = next((line for line in lines if len(line) >= _LONG_LINE // 2 and line[-1:] in '.…"”:'), None)
    if first is None:
        return None
    opening = _OPENING.match(first)
    at = opening.end() if opening else 0
    match = _DATE.match(first, at)
    if match is None and (words := first.casefold().find("ngày ", 0, 60)) >= 0 and words <= at:
        match = _DATE.match(first, words)
    return _day(match) if match else None


def _day(match: re.Match[str]) -> date | None:
    for day_group, month_group, year_group in _GROUPS:
        if (year := match.group(year_group)) is None:
            continue
        month_text = match.group(month_group)
        month = int(month_text) if month_text.isdigit() else _MONTHS[month_text.casefold()]
        day = int(match.group(day_group))
        if month > 12 >= day:  # written the American way
            day, month = month, day
        try:
            return date(int(year), month, day)
        except ValueError:
            return None
    return None
