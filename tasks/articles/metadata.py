"""Title, publisher and publication day as an article's own text tells them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tasks.articles.publishers import publisher_of_dateline

if TYPE_CHECKING:
    from collections.abc import Sequence

_DATELINE: Final = re.compile(r"\(([^()\n]{2,40})\) ?[-–—:.,]?|([A-ZĐ][\w.]{1,20}) ?[-–—]")
_TITLE_MAX: Final = 220


def title_of(lines: Sequence[str]) -> str | None:
    """The headline when the cleaned text opens with one: a short line without a full stop above the first paragraph."""
    for number, line in enumerate(lines[:8]):
        if not line:
            continue
        if len(line) > _TITLE_MAX or line.endswith((".", ":", ";", ",")):
            return None
        following = next((later for later in lines[number + 1 :] if later), "")
        if len(line) >= 20 or following.endswith("."):
            return line
    return None


def publisher_of_text(lines: Sequence[str]) -> str | None:
    """The publisher that a dateline names: "(HTV) - …", "GLO - …"."""
    for line in lines[:12]:
        if (match := _DATELINE.match(line)) and (name := publisher_of_dateline(match.group(1) or match.group(2))):
            return name
    return None
