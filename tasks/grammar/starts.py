"""Many patterns over one text, each tried only where the word that stands there can begin it.

Which patterns a word can begin is asked of the patterns themselves, by partial matching, once a word; so a pattern
that is added is found without a list of first words beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Where a match may begin: a run of letters, a digit, a sign or blanks, with no letter or digit right before.
_START: Final = re.compile(r"(?<![^\W_])(?:\d|\s+|[^\W\d_]+|[^\w\s]|_)")
_WORDS: Final = 1 << 15  # more than the language has syllables, capitals aside


class Patterns:
    """Named patterns in their order; the first that matches at a place is the one that counts there."""

    def __init__(self, patterns: Sequence[tuple[str, str]]) -> None:
        self._patterns = tuple((name, re.compile(pattern)) for name, pattern in patterns)
        self._partial = tuple(regex.compile(pattern) for _, pattern in patterns)
        self.begun_by = lru_cache(maxsize=_WORDS)(self._begun_by)

    def _begun_by(self, start: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The patterns that a text which begins so can match."""
        return tuple(
            one
            for one, partial in zip(self._patterns, self._partial, strict=True)
            if partial.match(start, partial=True) is not None
        )

    def find(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """The name and match of the first pattern at each place that one matches; overlapping places, too."""
        for begin in _START.finditer(text):
            start = begin.group()
            if start.isspace():
                start = " "
            candidates = self.begun_by(start)
            if candidates:
                at = begin.start()
                for name, pattern in candidates:
                    match = pattern.match(text, at)
                    if match is not None:
                        yield name, match
                        break
