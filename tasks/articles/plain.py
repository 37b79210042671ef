"""Texts of which it is known, before they are cleaned, that cleaning will do nothing but leave out lines.

What looks for words in the lines of a text can then be asked first. Most articles have nothing to read and need not be
cleaned at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.articles.alphabet import UNUSUAL
from tasks.articles.captions import has_credit, is_image_file
from tasks.articles.cleaning import holds_entities
from tasks.articles.date_lines import read_date_line
from tasks.articles.dates import find_day
from tasks.articles.furniture import is_prose
from tasks.articles.phrases import fold_line, opens, phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.articles.phrases import Phrases

_SHORT: Final = 90
"""Characters of a line that can be a phrase of a page's furniture."""
_OPENING: Final = 180
"""Characters in which the date of a line would stand that exists to tell it."""
_LINK_ENDS: Final = frozenset("0123456789)]")


def only_loses_lines(normal: str, lines: Sequence[str], *, is_usual: bool = False) -> bool:
    """Whether cleaning leaves some of the lines of a normalised text, and each as it is.

    ``is_usual`` is whether its characters are known to be ordinary.
    Each begins something new, too, so that what stands between two lines makes no difference. True only where it is
    plain: False for texts that must be cleaned before anything can be said.
    """
    if (not is_usual and UNUSUAL.search(normal)) or any(line[:1].islower() for line in lines) or holds_entities(normal):
        return False
    return not any(map(_may_lose_a_date, lines)) and _keeps_a_line(lines)


def _may_lose_a_date(line: str) -> bool:
    """Whether a date may be cut off a line of which the rest stays, if it comes to stand at the top."""
    if "20" not in line and "19" not in line:
        return False
    found = read_date_line(line)
    return found is not None and (found.start, found.end) != (0, len(line))


def _keeps_a_line(lines: Sequence[str]) -> bool:
    """Whether some line is surely no furniture, and stands before what could be taken for the end of the article.

    That is not sought in the first half of a text, however much of what is no paragraph is left out.
    """
    known = phrases()
    before = kept = 0
    seen = set()
    for line in lines:
        if len(line) > _SHORT and line not in seen and _is_paragraph(line, known):
            seen.add(line)
            kept += len(line)
        if not kept:
            before += len(line)
        elif kept > before + 1:
            return not any(map(is_image_file, lines))
    return False


def _is_paragraph(line: str, known: Phrases) -> bool:
    """Whether a longer line is one that nothing takes for furniture, unless it stands below the name of a picture."""
    if line[-1] in _LINK_ENDS or has_credit(line) or not is_prose(line):
        return False
    if known.may_open(line):
        opening = fold_line(line[:_SHORT])
        if opens(opening, known.openings) or opens(opening, known.tail_openings):
            return False
    return find_day(line[:_OPENING]) is None
