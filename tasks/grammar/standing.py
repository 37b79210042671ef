"""Which of the phrases that rules look for stand anywhere in an article: most stand nowhere."""

from __future__ import annotations

from typing import Final

from ahocorasick_rs import AhoCorasick


class _Sought:
    """Phrases as they are asked for, so that one pass over the next article tells of all of them.

    The tuples that they are asked for in are known by their ids; they are kept here, and so are these.
    """

    def __init__(self) -> None:
        self.covered: dict[int, tuple[str, ...]] = {}
        self._learned: dict[int, tuple[str, ...]] = {}
        self._tuples: set[tuple[str, ...]] = set()
        self._automaton = AhoCorasick([])
        self._asked_in: dict[str, list[int]] = {}  # by phrase

    def learn(self, phrases: tuple[str, ...]) -> None:
        """Seek phrases from the next text on, which each are asked for as one and the same tuple."""
        if phrases not in self._tuples:
            self._tuples.add(phrases)
            self._learned[id(phrases)] = phrases

    def standing_in(self, text: str) -> dict[int, tuple[str, ...]]:
        """Those of the phrases that are ``covered`` which stand in a text, be it as parts of words, by tuple."""
        if len(self._learned) > len(self.covered):
            self.covered = self._learned.copy()
            self._asked_in = {}
            for asked, phrases in self.covered.items():
                for phrase in dict.fromkeys(phrases):
                    self._asked_in.setdefault(phrase, []).append(asked)
            self._automaton = AhoCorasick(sorted(self._asked_in))
        found = frozenset(self._automaton.find_matches_as_strings(text, overlapping=True))
        asked_for = {asked for phrase in found for asked in self._asked_in[phrase]}
        return {asked: tuple([one for one in self.covered[asked] if one in found]) for asked in asked_for}


_SOUGHT: Final = _Sought()


class Standing:
    """The phrases of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._standing = _SOUGHT.standing_in(text)
        self._covered = _SOUGHT.covered

    def among(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the phrases that stand in the text, in their order; none of them is empty."""
        if id(phrases) in self._covered:
            return self._standing.get(id(phrases), ())
        _SOUGHT.learn(phrases)
        return tuple([phrase for phrase in phrases if phrase in self._text])
