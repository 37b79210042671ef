"""The day an article was published, read from the date lines of its own page furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_VIETNAM: Final = timezone(timedelta(hours=7))
_FIRST_SECOND: Final = 631_152_000  # 1990
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
# "9 tháng năm 2018" is no day of May.
_WORDS: Final = (
    r"(?<![\d/.,-])(?P<wd>\d{1,2}) (?:tháng|thg) "
    rf"(?P<wm>\d{{1,2}}|(?!năm (?!năm)){_COUNTED})(?:,? năm|,|) (?P<wy>(?:19|20)\d\d)(?!\d)"
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

_TIME: Final = re.compile(
    r"(?:(?<=\d)T|(?<!\d))(?:[01]?\d|2[0-3]) ?[:hg] ?[0-5]\d(?: ?[:'] ?[0-5]\d)?(?:\.\d{1,6})?"
    r"(?: ?(?:AM|PM|SA|CH)\b)?'?(?!\d)"
    r"|[(\[]?\b(?:GMT|UTC) ?[+-] ?\d{1,2}(?::?00)?\b[)\]]?|\+0[07]:?00\b|(?<=\d)Z\b",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật|t[2-7]|cn"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)(?=[,.] ))\b",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"\b(?:(?:lần )?cập nhật(?: lần)?(?: cuối)?(?: lúc| ngày)?|(?:được )?đăng(?: lúc| ngày| tải| bởi)?"
    r"|ngày (?:đăng|cập nhật|xuất bản|đưa tin)|xuất bản(?: lúc| ngày)?|thời gian|lúc|ngày"
    r"|posted(?: on)?|published(?: on)?|updated(?: on)?|last modified|date)\b ?:?",
    re.IGNORECASE,
)
_COUNTER: Final = re.compile(
    r"\b(?:lượt (?:xem|đọc)|số lần (?:xem|đọc)|đã xem|xem|đọc|views?|bình luận|print|in bài(?: viết)?|in trang"
    r"|email|chia sẻ|thích|theo dõi|google news|facebook|zalo)\b(?: ?:? ?[\d.,]+k?)?|\(\d+\)"
    r"|(?<![^\s|])(?:www\.)?[\w-]{2,40}(?:\.[\w-]{2,30}){0,3}\.(?:vn|com|net|org|info)(?![^\s|])",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"^(?:\([^()\n]{1,40}\) ?[-–—:.]? ?|[A-ZĐ][\w.]{1,20} ?[-–—] ?)?"
    r"(?:(?:vào )?(?:buổi )?(?:sáng|trưa|chiều|tối)(?: nay)?,? ?)?"
    r"\(?(?:hôm nay,? ?)?(?:ngày )?\(?(?=\d)",
    re.IGNORECASE,
)

_BYLINE_WORDS: Final = frozenset(
    re.findall(
        r"\w+",
        "theo và tổng hợp by báo điện tử thực hiện ghi lược ảnh bài tin nguồn tác giả phóng viên pv ctv biên tập dịch",
    )
)
_LONG_LINE: Final = 120
_DATE_LINE_MAX: Final = 180
_GLUED_MAX: Final = 70
"""A date glued before a paragraph ends within so many characters."""
_PARAGRAPH: Final = 100
_HEAD_LINES: Final = 25
_HEAD_LONG_LINES: Final = 2

_GLUE: Final = re.compile(r"[\s|,\-–—/()\[\]•.:]*")
_EDGE: Final = " |-–—/,;:•.()[]"
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


def parse_day(value: str) -> date | None:
    """The day in Vietnam of an ISO timestamp, or of any date form that pages use; None when there is none."""
    stamp = value.strip()
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        found = read_date_line(stamp)
        return found.day if found else None
    return (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date()


def day_of_epoch(moment: int) -> date | None:
    """The day in Vietnam of a count of seconds or milliseconds since 1970; None when it is no moment of news."""
    seconds = moment / 1000 if moment > _LAST_SECOND else moment
    return datetime.fromtimestamp(seconds, _VIETNAM).date() if _FIRST_SECOND <= seconds <= _LAST_SECOND else None


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
    head = line[:_DATE_LINE_MAX] if len(line) < _DATE_LINE_MAX else line[:_GLUED_MAX]
    if ("20" not in head and "19" not in head) or _DATED.search(head) is None:
        return None
    match = _DATE.search(head)
    day = _day(match) if match else None
    if match is None or day is None:
        return None
    start, end = _grow(line, match.start(), match.end())
    if not line[end:].strip(_EDGE):
        end = len(line)
    furniture = line[start:end]
    stamped = bool(_TIME.search(furniture) or _strong_label(furniture))
    rest = (line[:start] + " " + line[end:]).strip(_EDGE)
    rest_words = _COUNTER.sub(" ", rest).strip(_EDGE + "0123456789")
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
    return capital > 0 and _BYLINE_WORDS.issuperset(word.casefold() for word in small)


def _strong_label(text: str) -> bool:
    label = _LABEL.search(text)
    return label is not None and label.group().strip(" :").casefold() not in {"ngày", "lúc", "date", "thời gian"}


def _grow(line: str, start: int, end: int) -> tuple[int, int]:
    """Widen a date to the weekday, clock time, label and separators that stand around it."""
    changed = True
    while changed:
        changed = False
        for part in (_TIME, _WEEKDAY, _LABEL, _DATE):
            after = _GLUE.match(line, end)
            at = after.end() if after else end
            if (match := part.match(line, at)) is not None and match.end() > end:
                end, changed = match.end(), True
        before = line[:start].rstrip(_EDGE)
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
    first = next((line for line in lines if len(line) >= _PARAGRAPH and line[-1:] in '.…"”:'), None)
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
        month = int(month_text) if month_text.isdigit() else _NAMED_MONTHS[month_text.casefold()]
        day = int(match.group(day_group))
        if month > 12 >= day:  # written the American way
            day, month = month, day
        try:
            return date(int(year), month, day)
        except ValueError:
            return None
    return None
