"""The words of page furniture, from ``data/furniture.yaml``, made ready to compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from tasks.articles.cleaning import fold_tones

_EDGE: Final = " \t.,:;!?|/\\•·*+-–—_=<>«»…()[]{}\"'“”‘’→►▶▪■●✓"
_COUNT: Final = re.compile(r"^\(?\d{1,6}\)? (?=\D)|[ (:]+\d{1,6}\)?$")


@dataclass(frozen=True, slots=True)
class Phrases:
    lines: frozenset[str]
    closers: frozenset[str]
    comments: frozenset[str]
    sections: frozenset[str]
    openings: dict[str, tuple[str, ...]]
    """Openings by their first letter, so that a line is compared with few."""
    menu: frozenset[str]
    """Sections and page words, as menus and breadcrumbs name them."""

    def may_open(self, line: str) -> bool:
        """Whether the first letter is that of an opening: spares folding many paragraphs."""
        return line[:1].casefold() in self.openings

    def opens_furniture(self, folded: str) -> bool:
        candidates = self.openings.get(folded[:1])
        return candidates is not None and folded.startswith(candidates)


def fold_line(line: str) -> str:
    """``line`` without case and with one placement of tones, for comparing its opening."""
    return fold_tones(line.casefold())


def line_key(folded: str) -> str:
    """A folded line without the punctuation and counters around its words: "(12) bình luận:" gives "bình luận"."""
    key = folded.strip(_EDGE)
    return _COUNT.sub("", key).strip(_EDGE) if key[:1].isdigit() or key[-1:].isdigit() else key


@cache
def phrases() -> Phrases:
    """The phrases, read once a process."""
    import yaml  # noqa: PLC0415  kept out of start-up

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(files("tasks.articles").joinpath("data/furniture.yaml").read_bytes(), Loader=loader)  # noqa: S506
    openings: dict[str, tuple[str, ...]] = {}
    for opening in map(fold_line, data["openings"]):
        openings[opening[:1]] = (*openings.get(opening[:1], ()), opening)
    keys = {
        kind: frozenset(line_key(fold_line(str(line))) for line in data[kind]) for kind in data if kind != "openings"
    }
    return Phrases(**keys, openings=openings, menu=keys["sections"] | keys["lines"])
