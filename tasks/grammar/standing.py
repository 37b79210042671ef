"""Which of the phrases that rules look for stand anywhere in an article: most stand nowhere."""

from __future__ import annotations

from typing import Final

from ahocorasick_rs import AhoCorasick


class _Sought:
    """Phrases as they are asked for, so that one pass over the next article tells of all of them."""

    def __init__(self) -> None:
        self.covered: frozenset[tuple[str, ...]] = frozenset()
        self._learned: set[tuple[str, ...]] = set()
        self._automaton = AhoCorasick([])

    def learn(self, phrases: tuple[str, ...]) -> None:
        """Seek phrases from the next text on."""
        self._learned.add(phrases)

    def found_in(self, text: str) -> frozenset[str]:
        """Those of the phrases that are ``covered`` which stand in a text, be it as parts of words."""
        if len(self._learned) > len(self.covered):
            self.covered = frozenset(self._learned)
            self._automaton = AhoCorasick(sorted({phrase for phrases in self.covered for phrase in phrases}))
        return frozenset(self._automaton.find_matches_as_strings(text, overlapping=True))


_SOUGHT: Final = _Sought()


class Standing:
    """The phrases of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._found = _SOUGHT.found_in(text)
        self._covered = _SOUGHT.covered

    def among(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the phrases that stand in the text, in their order; none of them is empty."""
        if phrases in self._covered:
            return tuple(filter(self._found.__contains__, phrases))
        _SOUGHT.learn(phrases)
        return tuple(filter(self._text.__contains__, phrases))
