"""The words of page furniture, from ``data/furniture.yaml``, made ready to compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from tasks.articles.data_files import read_table
from tasks.spelling.tones import place_tones

_EDGE: Final = " \t.,:;!?|/\\•·*+-–—_=<>«»…()[]{}\"'“”‘’→►▶▪■●✓"
_COUNT: Final = re.compile(r"^\(?\d{1,6}\)? (?=\D)|[ (:]+\d{1,6}\)?$")


Openings = dict[str, tuple[str, ...]]
"""Beginnings of lines by their first letter, so that a line is compared with few."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """Whole lines as keys, see :func:`line_key`, and openings; ``menu`` is what menus and breadcrumbs name."""

    lines: frozenset[str]
    closers: frozenset[str]
    comments: frozenset[str]
    sections: frozenset[str]
    menu: frozenset[str]
    openings: Openings
    tail_openings: Openings
    starts: frozenset[str]
    """First two letters of every opening, in either placement of tones."""

    def may_open(self, line: str) -> bool:
        """Whether ``line`` starts like an opening: spares folding most paragraphs."""
        start = line[:2].casefold()
        return start in self.starts or start[:1] in self.starts


def opens(folded: str, openings: Openings) -> bool:
    """Whether a folded line begins with one of ``openings``."""
    candidates = openings.get(folded[:1])
    return candidates is not None and folded.startswith(candidates)


def fold_line(line: str) -> str:
    """``line`` without case and with one placement of tones, for comparing its opening."""
    return place_tones(line.casefold())


def line_key(folded: str) -> str:
    """A folded line without the punctuation and counters around its words: "(12) bình luận:" gives "bình luận"."""
    key = folded.strip(_EDGE)
    return _COUNT.sub("", key).strip(_EDGE) if key[:1].isdigit() or key[-1:].isdigit() else key


@cache
def phrases() -> Phrases:
    """The phrases, read once a process."""
    data = read_table("furniture.yaml")
    lines, closers, comments, sections = (
        frozenset(line_key(fold_line(str(line))) for line in data[kind])
        for kind in ("lines", "closers", "comments", "sections")
    )
    openings = [str(opening) for kind in ("openings", "tail_openings") for opening in data[kind]]
    starts = frozenset(form[:2] for opening in openings for form in (opening.casefold(), fold_line(opening)))
    return Phrases(
        lines,
        closers,
        comments,
        sections,
        sections | lines,
        _by_letter(data["openings"]),
        _by_letter(data["tail_openings"]),
        starts,
    )


def _by_letter(phrases_of_kind: list[str]) -> Openings:
    openings: Openings = {}
    for opening in map(fold_line, phrases_of_kind):
        openings[opening[:1]] = (*openings.get(opening[:1], ()), opening)
    return openings
