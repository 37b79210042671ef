"""Many patterns over one text, each tried only where the word that stands there can begin it.

Which patterns a word can begin is asked of the patterns themselves, by partial matching, once a word; so a pattern
that is added is found without a list of first words beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Where a match may begin: a run of letters, up to three digits or a sign, with no letter or digit right before.
# A sign between digits is taken with those before it: "25," begins nothing, and no match begins at that sign.
_START: Final = re.compile(r"(?<![^\W_])(?:\d{3}|\d{1,2}(?:[^\w\s](?=\d))?|[^\W\d_]+|[^\w\s]|_)")
_WORDS: Final = 1 << 15  # more than the language has syllables
_LONGEST: Final = 20  # letters; what is longer is no word, and is not remembered


class Patterns:
    """Named patterns in their order; the first that matches at a place is the one that counts there.

    Raises:
        ValueError: a pattern may begin with a blank; between words nothing is looked for.
    """

    def __init__(self, patterns: Sequence[tuple[str, str]]) -> None:
        self._patterns = tuple((name, re.compile(pattern)) for name, pattern in patterns)
        self._partial = tuple(regex.compile(pattern) for _, pattern in patterns)
        self.known: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
        if blank := next((name for name, _ in self.begun_by(" ")), ""):
            raise ValueError(f"a pattern of {blank!r} may begin with a blank; begin it with a word")

    def begun_by(self, start: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The patterns that a text which begins so can match."""
        begins = start[:_LONGEST]
        found = tuple(
            one
            for one, partial in zip(self._patterns, self._partial, strict=True)
            if partial.match(begins, partial=True) is not None
        )
        if len(start) <= _LONGEST:
            if len(self.known) >= _WORDS:
                self.known.clear()
            self.known[start] = found
        return found

    def find(self, text: str) -> Scan:
        """The name and match of the first pattern at each place that one matches; overlapping places, too."""
        return Scan(self, text)


class Scan:
    """The matches of patterns in one text, from left to right.

    Whoever takes one sets ``passed`` to its end: places before that are not looked at any more.
    """

    def __init__(self, patterns: Patterns, text: str) -> None:
        self._patterns, self._text = patterns, text
        self.passed = 0

    def __iter__(self) -> Iterator[tuple[str, re.Match[str]]]:
        text, known = self._text, self._patterns.known
        for begin in _START.finditer(text):
            start = begin[0]
            candidates = known.get(start)
            if candidates is None:
                candidates = self._patterns.begun_by(start)
            if not candidates or begin.start() < self.passed:
                continue
            at = begin.start()
            for name, pattern in candidates:
                match = pattern.match(text, at)
                if match is not None:
                    yield name, match
                    break
