"""The lines of a page that exist to tell its date, and the publication day that they give."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tasks.articles.dates import day_at, find_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

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
    r"|ngày (?:đăng(?: tin| bài)?|cập nhật|xuất bản|đưa tin)|xuất bản(?: lúc| ngày)?|thời gian|lúc|ngày"
    r"|posted(?: on)?|published(?: on)?|updated(?: on)?|last modified|date)\b ?:?",
    re.IGNORECASE,
)
_COUNTER: Final = re.compile(
    r"\b(?:lượt (?:xem|đọc)|số lần (?:xem|đọc)|đã xem|xem|đọc|views?|bình luận|print|in bài(?: viết)?|in trang"
    r"|email|chia sẻ|thích|theo dõi|google news|facebook|zalo)\b(?: ?:? ?[\d.,]+k?)?|\(\d+\)"
    r"|(?<![^\s|(])(?:www\.)?[\w-]{2,40}(?:\.[\w-]{2,30}){0,3}\.(?:vn|com|net|org|info)(?![^\s|)])",
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
_BYLINE_MAX: Final = 90
_SECTION_MAX: Final = 40
_BYLINE_PARTS: Final = re.compile(r"[/|,;:.\-–—&()]+")
_UNIT: Final = re.compile(r"(?:thành phố|tỉnh|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu|tp|q|h|p)\b", re.IGNORECASE)
_LONG_LINE: Final = 120
_DATE_LINE_MAX: Final = 180
_GLUED_MAX: Final = 70
"""A date glued before a paragraph ends within so many characters."""
_PARAGRAPH: Final = 100
_FIRST_LINES: Final = 2
_HEAD_LINES: Final = 25
_HEAD_LONG_LINES: Final = 2

_FOUNDS: Final = re.compile(
    r"thành lập|chia tách|tái lập|ra đời|\blập (?:quận|huyện|thị xã|thành phố|phường|xã)\b", re.IGNORECASE
)
_FOUNDING: Final = 160
"""Characters behind an opening date that may tell of a founding."""
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH: Final = re.compile(r"(?<!\d)\d{1,2}[/-]((?:19|20)\d\d)(?!\d)")
_LATER_YEARS: Final = 3

_GLUE: Final = re.compile(r"[\s|,\-–—/()\[\]•.:]*")
_EDGE: Final = " |-–—/,;:•.()[]"
_STAMPED, _LINE, _DATELINE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date in a line that serves to tell it. ``line`` counts from 0; the span is what of the line is furniture."""

    day: date
    rank: int
    line: int
    start: int
    end: int


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
    """Date lines among the head of a page, up to its second long paragraph.

    They do not count as lines of the head themselves, so that it is the same with and without them.
    """
    long_lines = seen = 0
    for number, line in enumerate(lines):
        if not line:
            continue
        if (found := read_date_line(line, number)) is not None:
            yield found
            if found.start == 0 and found.end == len(line):
                continue
        seen += 1
        long_lines += len(line) >= _LONG_LINE
        if seen >= _HEAD_LINES or long_lines >= _HEAD_LONG_LINES:
            return


def head_end(lines: Sequence[str]) -> int:
    """Number of the line that surely ends the head, its second long one; the count of lines where there is none."""
    long_lines = 0
    for number, line in enumerate(lines):
        long_lines += len(line) >= _LONG_LINE
        if long_lines == _HEAD_LONG_LINES:
            return number
    return len(lines)


def read_date_line(line: str, number: int = 0) -> DateLine | None:
    """The date that ``line`` exists to tell, or None for prose; a date and a headline glued together are told apart."""
    found = find_day(line if len(line) < _DATE_LINE_MAX else line[:_GLUED_MAX])
    if found is None:
        return None
    day, start, end = found
    start, end = _grow(line, start, end)
    if not line[end:].strip(_EDGE):
        end = len(line)
    furniture = line[start:end]
    stamped = bool(_TIME.search(furniture) or _strong_label(furniture))
    rank = _STAMPED if stamped else _LINE
    rest = _COUNTER.sub(" ", f"{line[:start]} {line[end:]}").strip(_EDGE + "0123456789")
    stands_apart = _signs(rest, line[:start]) or _is_labelled(line, start, end) or _is_barred(line, start, end)
    if not rest or (len(line) < _DATE_LINE_MAX and stands_apart):
        place = bool(rest) and not stamped and line[:start].rstrip().endswith(",")
        return DateLine(day, _DATELINE if place else rank, number, 0, len(line))
    headline = line[end:] if start == 0 else line[:start]
    opens = number < _FIRST_LINES and start == 0 and len(line) < _DATE_LINE_MAX and _is_headline(headline)
    glued = (stamped or _WEEKDAY.search(furniture) or opens) and (start == 0 or end == len(line))
    if not glued or find_day(headline[:_GLUED_MAX]) or find_day(headline[-_GLUED_MAX:]):
        return None  # a second date makes a line one of a list or a table
    return DateLine(day, rank, number, start, end)


def _is_headline(text: str) -> bool:
    """ "31/12/2025 Đảng bộ xã An Phú hoàn thành 22 chỉ tiêu": a capital first, no full stop."""
    closed = text.rstrip().endswith((".", ";", ":"))
    text = text.strip(_EDGE)
    return text[:1].isupper() and " " in text and not closed


def _signs(rest: str, before: str) -> bool:
    """A name beside a date; a single word is one only in capitals ("SGGPO"), or as a place ("Huế, ngày …")."""
    return is_byline(rest) and (" " in rest or rest.isupper() or before.rstrip().endswith(","))


def _is_labelled(line: str, start: int, end: int) -> bool:
    """ "Người đăng tin: Văn phòng Ngày đăng tin: 13/07/2017 Lượt xem: 412": labels before, counters behind."""
    behind = _COUNTER.sub(" ", line[end:]).strip(_EDGE + "0123456789")
    return not behind and ":" in line[:start] and _strong_label(line[start:end])


def _is_barred(line: str, start: int, end: int) -> bool:
    """ "Chuyện làng | 09/08/2025": the section of the paper, and the date."""
    before, behind = line[:start].strip(), line[end:].strip()
    section = (before.removesuffix("|") if before.endswith("|") else behind.removeprefix("|")).strip()
    barred = (before.endswith("|") and not behind) or (behind.startswith("|") and not before)
    return barred and len(section) <= _SECTION_MAX and not section.endswith((".", ";"))


def is_byline(text: str) -> bool:
    """Names only ("Thu Hằng", "LÊ NAM - MINH ĐỨC // BAN THỜI SỰ", "Theo TTXVN"): few words, each capitalised."""
    if len(text) > _BYLINE_MAX or _UNIT.match(text):
        return False
    parts = [part.split() for part in _BYLINE_PARTS.split(text)]
    words = [word for part in parts for word in part]
    small = [word.casefold() for word in words if not word[0].isupper()]
    return len(words) > len(small) and all(len(part) <= 6 for part in parts) and _BYLINE_WORDS.issuperset(small)


def _strong_label(text: str) -> bool:
    label = _LABEL.search(text)
    return label is not None and label.group().strip(" :").casefold() not in {"ngày", "lúc", "date", "thời gian"}


def _grow(line: str, start: int, end: int) -> tuple[int, int]:
    """Widen a date to the weekday, clock time, label and separators that stand around it."""
    changed = True
    while changed:
        changed = False
        for part in (_TIME, _WEEKDAY, _LABEL):
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
    found = day_at(first, opening.end() if opening else 0)
    if found is None or (_FOUNDS.search(first[: found[1] + _FOUNDING]) and _tells_later_years(lines, found[0].year)):
        return None
    return found[0]


def _tells_later_years(lines: Sequence[str], year: int) -> bool:
    """Whether a text goes on to the years after: what opens it is then history."""
    told = {int(later) for line in lines for later in _YEAR.findall(line)}
    months = (int(later) for line in lines for later in _MONTH.findall(line))
    return sum(later > year for later in told) >= _LATER_YEARS or any(later - year >= _LATER_YEARS for later in months)
