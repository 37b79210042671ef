"""Title and publisher as an article's own text tells them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tasks.articles.publishers import is_known_host, known_publisher, publisher_of_mark, publisher_of_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BRACKETED: Final = re.compile(r"\(([^()\n]{2,40})\)(?: ?[-–—:.,]| [A-ZĐ0-9])")
_BARE: Final = re.compile(r"([A-ZĐ][\w.+/&]{1,20}) ?[-–—] ?(?=\S)")
_INSIDE: Final = re.compile(r"(?<= )\(?([A-ZĐ]{2,5}(?:O|ĐT))\)? ?[-–—] ?(?=[A-ZĐ0-9])")
"""Behind a headline on the same line only marks of online editions count ("… bền vững ĐNO - Đại hội …")."""
_MARK_CHARS: Final = 26
_SITE_CHARS: Final = 120
_INSIDE_ENDS: Final = ("O -", "O-", "O –", "O)", "ĐT -", "ĐT-", "ĐT)")
_SITE_LINE: Final = re.compile(r"(?:www\.)?((?:[\w-]{2,40}\.){1,3}(?:vn|com|net|org))(?: ?[|–—-] ?.{0,60})?")
_OWNER: Final = re.compile(
    r"(?:bằng văn bản của|[Bb]ản quyền thuộc(?: về)?|©|[Tt]heo dõi) (?P<owner>(?:Báo|Đài|Tạp chí) [^.,;|\n]{3,50}?)"
    r"(?= trên |[.,;|\n]|$)|[Ýý] kiến (?:của )?bạn đọc (?:sẽ )?được (?P<mark>[A-ZĐ]{3,6}) biên tập"
)
_OWNERS: Final = ("Báo ", "Đài ", "Tạp chí ", "biên tập")
_HEAD_LINES: Final = 12
_HEAD_CHARS: Final = 400
_TAIL_LINES: Final = 15
_TITLE_MAX: Final = 220
_TITLE_MIN: Final = 20
_NO_HEADLINE_END: Final = (".", ";", ",", "…", ".”", '."')


def title_of(lines: Sequence[str]) -> str | None:
    """The headline when the cleaned text opens with one: a short line without a full stop, prose behind it.

    A kicker with a colon ("6 tháng đầu năm:") is passed over; a caption or paragraph at the top means there is none.
    """
    head = [line for line in lines[:10] if line]
    for at, line in enumerate(head[:3]):
        if len(line) > _TITLE_MAX or line.endswith(_NO_HEADLINE_END):
            return None
        if line.endswith(":"):
            continue
        following = head[at + 1] if at + 1 < len(head) else ""
        if len(line) >= _TITLE_MIN or following.endswith((".", "…")):
            return line
    return None


def publisher_of_text(lines: Sequence[str]) -> str | None:
    """The publisher that a page's own lines name, or None.

    By a dateline's mark ("(NTO) - …", "GLO - …"), else a line with the site's name, else who claims the copyright.
    """
    head = [line[:_HEAD_CHARS] for line in lines[:_HEAD_LINES] if line]
    for line in head:
        for mark, bracketed in _marks(line):
            if (name := publisher_of_mark(mark, bracketed=bracketed)) is not None:
                return name
            if _SITE_LINE.fullmatch(mark) is not None and (bracketed or is_known_host(mark)):
                return publisher_of_url(mark)  # "(Haiphong.gov.vn) - …"
    for line in head:
        if len(line) <= _SITE_CHARS and "." in line and (site := _SITE_LINE.fullmatch(line)) is not None:
            return publisher_of_url(site.group(1))
    tail = "\n".join(lines[-_TAIL_LINES:])
    if any(word in tail for word in _OWNERS) and (owner := _OWNER.search(tail)) is not None:
        return known_publisher(owner["owner"] or owner["mark"])
    return None


def _marks(line: str) -> Iterator[tuple[str, bool]]:
    start = line[:_MARK_CHARS]
    if start[0] == "(":
        if (match := _BRACKETED.match(line)) is not None:
            yield match.group(1), True
    elif ("-" in start or "–" in start or "—" in start) and (match := _BARE.match(line)) is not None:
        yield match.group(1), False
    if ("O" in line or "ĐT" in line) and any(end in line for end in _INSIDE_ENDS):
        yield from ((mark, False) for mark in _INSIDE.findall(line))
