"""Lines of a page that are no part of its article, cut before figures are read and before spans are counted.

What is surely furniture goes; anything in doubt stays, because a line that looks like a caption may hold the only
telling of a figure.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from tasks.articles.captions import caption_lines, has_credit, is_image_file
from tasks.articles.cleaning import MAX_ROUNDS
from tasks.articles.date_lines import date_lines, head_end, is_byline
from tasks.articles.phrases import Phrases, fold_line, line_key, opens, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PHRASE_CHARS: Final = 90
_FIGURE: Final = re.compile(r"\d ?(?:%|[^\W\d_]{2,})")
"""A number and what it counts: a telephone number has nothing behind it."""
_PROSE_CHARS: Final = 160
_PROSE_WORDS: Final = 12
_REPEATED_CHARS: Final = 30
_SIGNATURE_WORDS: Final = 8

_WORD: Final = re.compile(r"\w")
_COUNTER: Final = re.compile(
    r"(?:số )?(?:lượt|lần) (?:xem|đọc|truy cập)(?: tin)? ?:? ?[\d.,]+k?"
    r"|(?:đã )?(?:xem|đọc) ?:? ?[\d.,]+k?(?: lần| lượt)?|[\d.,]+k? (?:lượt xem|lượt đọc|views?)"
    r"|\d{1,2}:\d\d ?/ ?\d{1,2}:\d\d|(?:a ?[-+]?[ |]?){2,5}"
)
_WEEKDAYS: Final = re.compile(r"(?:(?:t[2-7]|cn|hai|ba|tư|năm|sáu|bảy|mo|tu|we|th|fr|sa|su)\b[ |]{0,3}){5,7}")
_DAYS: Final = re.compile(r"\d{1,2}(?:[ |]{1,3}\d{1,2}){3,41}")
_LINK_DATE: Final = re.compile(
    r"[(\[]?(?:\d{1,2}[:h]\d\d ?[-–|,]? ?)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?: ?[-–|,]? ?\d{1,2}[:h]\d\d)?[)\]]?$"
)
_LINK_DATE_CHARS: Final = 40
_MENU_SIGNS: Final = re.compile(r"[|>»]|(?<!\d)/|/(?!\d)")  # "- Giáo dục: 12/14 trường đạt chuẩn" is no menu
_SENTENCE_END: Final = frozenset(".!?…”\"')")


class _Facts(NamedTuple):
    """What a line is by itself, wherever it stands."""

    key: str = ""
    furniture: bool = False
    prose: bool = False
    tail: bool = False
    """To be cut where it stands behind the last paragraph: a link with its date, a line of the imprint."""
    credited: bool = False
    image: bool = False


_BLANK: Final = _Facts()
_PROSE: Final = _Facts(prose=True)


def strip_furniture(text: str) -> str:
    """``text``, normalised, without its furniture; idempotent."""
    known = phrases()
    lines = text.split("\n")
    facts: dict[str, _Facts] = {"": _BLANK}
    for _ in range(MAX_ROUNDS):  # what is cut at an edge makes another line the edge
        kept, settled = _one_pass(lines, facts, known)
        if settled or kept == lines:
            return "\n".join(kept)
        lines = kept
    return "\n".join(lines)


def _one_pass(lines: list[str], facts: dict[str, _Facts], known: Phrases) -> tuple[list[str], bool]:
    """The lines that stay, and whether another pass is known to find nothing more.

    It is where no date line was cut and only lines behind the last paragraph go: where the article ends and where its
    head ends then stay the same. So it is with most articles, which spares them the second pass.
    """
    kept = _without_date_lines(lines)
    for line in kept:
        if line not in facts:
            facts[line] = _facts_of(line, known)
    row = [facts[line] for line in kept]
    prose = [at for at, line in enumerate(row) if line.prose]
    first, last = (prose[0], prose[-1]) if prose else (len(kept), -1)
    end = _end_of_article(kept, row, last, known)
    article = kept[:end]
    gone = {at for at in range(end) if row[at].furniture}
    gone |= {at for at in range(min(first, end)) if row[at].key in known.sections}
    gone |= _captions(article, row, gone)
    gone |= _repeated(article)
    if last >= 0:
        gone |= {at for at in range(last + 1, end) if row[at].tail}
        gone |= _signature(article, gone, last)
    settled = kept is lines and end == len(kept) and (not gone or min(gone) > last >= head_end(kept))
    return _joined(line for at, line in enumerate(article) if at not in gone), settled


def _facts_of(line: str, known: Phrases) -> _Facts:
    key = ""
    if len(line) <= _PHRASE_CHARS or known.may_open(line):
        folded = fold_line(line[:_PHRASE_CHARS])
        short = len(line) <= _PHRASE_CHARS
        key = line_key(folded) if short else ""
        if opens(folded, known.openings) or (short and _is_furniture(line, folded, key, known)):
            return _Facts(key, furniture=True, image=is_image_file(line))
        if opens(folded, known.tail_openings):
            return _Facts(key, tail=True)
    last = line[-1]
    link = (last.isdigit() or last in ")]") and _LINK_DATE.search(line[-_LINK_DATE_CHARS:]) is not None
    credited = has_credit(line)
    prose = not link and is_prose(line)
    return _PROSE if prose and not credited and not key else _Facts(key, prose=prose, tail=link, credited=credited)


def _is_furniture(line: str, folded: str, key: str, known: Phrases) -> bool:
    if key in known.lines or is_image_file(line) or (line.endswith("| |") and _FIGURE.search(line) is None):
        return True
    if not key:
        return not _WORD.search(line)
    if (key[0].isdigit() or key[-1].isdigit() or key[0] == "a") and (_COUNTER.fullmatch(folded) or _is_calendar(key)):
        return True
    if "|" in line or ">" in line or "/" in line or "»" in line:
        return _is_menu(line, known) or _WEEKDAYS.fullmatch(folded) is not None
    return (key[0] in "t2cm") and _WEEKDAYS.fullmatch(folded) is not None


def _is_menu(line: str, known: Phrases) -> bool:
    """Names of sections in a row: "Trang chủ > Tin tức > Kinh tế"."""
    items = _MENU_SIGNS.split(line)
    if len(items) < 2:
        return False
    named = [line_key(fold_line(item)) in known.menu for item in items]
    return sum(named) >= 2 or (named[0] and len(items) <= 3)


def _is_calendar(key: str) -> bool:
    if _DAYS.fullmatch(key) is None:
        return False
    days = [int(day) for day in re.split(r"[ |]+", key)]
    return sum(1 for before, after in pairwise(days) if after == before + 1) >= len(days) - 2


def is_prose(line: str) -> bool:
    """A sentence or more of running text; the links of a list are neither long nor end like sentences."""
    return len(line) >= _PROSE_CHARS or (line[-1] in _SENTENCE_END and line.count(" ") >= _PROSE_WORDS - 1)


def _without_date_lines(lines: list[str]) -> list[str]:
    found_lines = list(date_lines(lines))
    if not found_lines:
        return lines
    kept = list(lines)
    for found in found_lines:
        line = lines[found.line]
        before, after = line[: found.start].rstrip(" |-–—/(•,"), line[found.end :].lstrip(" |-–—/)•,")
        kept[found.line] = f"{before} {after}".strip()
    return kept


def _end_of_article(lines: Sequence[str], row: Sequence[_Facts], last_prose: int, known: Phrases) -> int:
    """Number of the line where what follows the article begins: comments, or lists of links with no prose behind."""
    if last_prose < 0:
        return len(lines)
    half = sum(map(len, lines)) // 2
    passed = 0
    for at, line in enumerate(row):
        if line.key and (
            (at > last_prose and line.key in known.closers) or (passed >= half and line.key in known.comments)
        ):
            return at
        passed += len(lines[at])
    return len(lines)


def _captions(lines: Sequence[str], row: Sequence[_Facts], gone: set[int]) -> set[int]:
    credited = {at for at in range(len(lines)) if row[at].credited}
    images = {at for at in range(len(lines)) if row[at].image}
    return caption_lines(lines, credited, images, gone) if credited or images else credited


def _repeated(lines: Sequence[str]) -> set[int]:
    """Later copies of a line: summaries and captions that pages print twice."""
    if len(set(lines)) == len(lines):
        return set()
    seen: set[str] = set()
    repeated: set[int] = set()
    for at, line in enumerate(lines):
        if len(line) >= _REPEATED_CHARS:
            if line in seen:
                repeated.add(at)
            seen.add(line)
    return repeated


def _signature(lines: Sequence[str], gone: set[int], last_prose: int) -> set[int]:
    """The names below the last paragraph: who wrote it, who took the pictures."""
    signed: set[int] = set()
    for at in range(len(lines) - 1, last_prose, -1):
        line = lines[at]
        if not line or at in gone:
            continue
        name = line.rstrip(" ./")
        if name.count(" ") >= _SIGNATURE_WORDS or any(letter.isdigit() for letter in name) or not is_byline(name):
            break
        signed.add(at)
    return signed


def _joined(lines: Iterable[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        if line or (joined and joined[-1]):
            joined.append(line)
    while joined and not joined[-1]:
        joined.pop()
    return joined
