"""Many patterns over one text, each tried only where the word that stands there can begin it.

Which patterns a word can begin is asked of the patterns themselves, by partial matching, once a word and once more with
the next two characters, so a pattern that is added is found without a list of first words beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Where a match may begin: a run of letters, up to three digits or a sign, with no letter or digit right before.
# A sign between digits is taken with those before it: "25," begins nothing, and no match begins at that sign.
_START: Final = re.compile(r"(?<![^\W_])(?:\d{3}|\d{1,2}(?:[^\w\s](?=\d))?|[^\W\d_]+|[^\w\s]|_)")
_WORDS: Final = 1 << 15  # more than the language has syllables
_LONGEST: Final = 20  # letters; what is longer is no word, and is not remembered
_AHEAD: Final = 2  # characters behind a word: mostly a blank and what the next word begins with


class _Pattern(NamedTuple):
    name: str
    whole: re.Pattern[str]
    partial: regex.Pattern[str]  # tells whether a text may be the beginning of a match


class Patterns:
    """Named patterns in their order; the first that matches at a place is the one that counts there.

    Raises:
        ValueError: a pattern may begin with a blank; between words nothing is looked for.
    """

    def __init__(self, patterns: Sequence[tuple[str, str]]) -> None:
        self._patterns = tuple(
            _Pattern(name, re.compile(pattern), regex.compile(pattern)) for name, pattern in patterns
        )
        self.known: dict[str, tuple[_Pattern, ...]] = {}
        self.known_ahead: dict[str, tuple[_Pattern, ...]] = {}
        if blank := next((one.name for one in self.begun_by(" ")), ""):
            raise ValueError(f"a pattern of {blank!r} may begin with a blank; begin it with a word")

    def begun_by(self, start: str) -> tuple[_Pattern, ...]:
        """The patterns that a text which begins so can match; what is no word in length is not remembered."""
        return _begun(self._patterns, start, self.known if len(start) <= _LONGEST else {})

    def go_on(self, begun: tuple[_Pattern, ...], ahead: str) -> tuple[_Pattern, ...]:
        """Those of the patterns that a word begins which can match with the characters behind it."""
        return _begun(begun, ahead, self.known_ahead if len(ahead) <= _LONGEST else {})

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
        text, known, known_ahead = self._text, self._patterns.known, self._patterns.known_ahead
        for begin in _START.finditer(text):
            start = begin[0]
            begun = known.get(start)
            if begun is None:
                begun = self._patterns.begun_by(start)
            at = begin.start()
            if not begun or at < self.passed:
                continue
            ahead = text[at : begin.end() + _AHEAD]
            candidates = known_ahead.get(ahead)
            if candidates is None:
                candidates = self._patterns.go_on(begun, ahead)
            for candidate in candidates:
                match = candidate.whole.match(text, at)
                if match is not None:
                    yield candidate.name, match
                    break


def _begun(patterns: tuple[_Pattern, ...], start: str, known: dict[str, tuple[_Pattern, ...]]) -> tuple[_Pattern, ...]:
    begins = start[:_LONGEST]
    found = tuple([one for one in patterns if one.partial.match(begins, partial=True) is not None])
    if len(known) >= _WORDS:
        known.clear()
    known[start] = found
    return found
