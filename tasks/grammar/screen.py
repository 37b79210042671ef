"""Whether an article can hold a figure at all, before it is cut into words.

A figure is claimed by words of the catalog: beside the number, in a heading, in a sentence before. Which kinds of words
can open a claim tells :mod:`tasks.grammar.screen_words`. An article that is turned away yields nothing when it is read,
neither an observation nor an issue.

The words are sought as bytes by one automaton, see :mod:`tasks.grammar.squeezed`: more may be found than is there,
never less.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Final, NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from tasks.grammar.memory import may_be_heading, may_be_title
from tasks.grammar.screen_words import (
    UNIT_LINES,
    counted_things,
    follows,
    heads,
    openings,
    sectors,
    sums_told,
    together,
    topics,
)
from tasks.grammar.squeezed import patterns_of, squeezed
from tasks.grammar.tables import find_grids
from tasks.grammar.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tasks.catalog.load import Catalog
    from tasks.grammar.indicators import Phrases
    from tasks.grammar.lexicon import Lexicon

# Words that can begin a number; "một", "năm" and "không" only where the number goes on.
_NUMBER_WORDS: Final = re.compile(
    r"hai|bốn|sáu|bảy|bẩy|tám|mười|(?:ba|chín)(?![a-zà-ỹ])"
    r"|(?:một|năm|không)\s*(?:trăm|nghìn|ngàn|vạn|triệu|tr|t[ỷỉỹ]|mươi|chục|phẩy|phần|mốt|tư|lăm|nhăm)"
)
# What may be a place and its figure: a number in parentheses, or one behind a name.
_CAPITALS: Final = "".join(char for char in map(chr, range(0x41, 0x1F00)) if char.isupper())
# No word of a name is longer; without a bound, each letter of an endless word would be a start to its end.
LISTED: Final = re.compile(rf"\([^\d()]{{0,40}}\d|(?:[{_CAPITALS}]\w{{0,20}}|\d)[ :]+\d")
_GOES_ON: Final = re.compile(rf"\n[^\S\n]*+(?=[^\W\d_])(?![{_CAPITALS}])")
_FEWEST: Final = 2
_DIGIT: Final = re.compile(r"\d")
_SHORT: Final = 3
_NOTHING: Final = r"\0"
_KNOWN: Final = 1 << 14
"""Combinations of words whose meaning is remembered."""


class Part(NamedTuple):
    """Whole sentences of an article, and what they can do by their words."""

    text: str
    claims: bool = False
    """Words are there that can claim a number of the same sentences."""
    names: bool = False
    """An indicator is named, whether or not a number that it could claim is there."""
    announces: bool = False
    """A topic is named: it can claim what is ``counted`` in the sentences that follow."""
    lends: bool = False
    """Words are there that can claim any number of the sentences that follow."""
    counted: bool = False
    carries: bool = False
    """Words are there that can help to claim a number of the sentences that follow."""


class Screen:
    """Tells articles that can hold a figure from those that cannot. Built once per catalog."""

    def __init__(self, phrases: Phrases, catalog: Catalog, lexicon: Lexicon) -> None:
        sets = _Sets()
        self._topics = sets.bits([topics(phrases, catalog)])
        self._counted = sets.bits([counted_things(catalog, lexicon)])
        self._sectors = sets.bits([sectors(catalog)])
        self._lending = (self._topics | self._counted, self._sectors | sets.bits([heads(catalog)]))
        opening = list(openings(phrases, catalog, lexicon))
        self._names = sets.bits([claiming for claiming, *_ in opening])
        self._unit_lines, self._sums = sets.bits([UNIT_LINES]), sets.bits([sums_told(lexicon)])
        needs = [self._topics | self._counted]
        needs += (sets.bits(needed) for needed in (*opening, *together(catalog, lexicon)))
        self._needs = tuple(dict.fromkeys(needs))
        following = follows(catalog)
        short = [phrase for phrase in following if len(phrase) <= _SHORT]
        self._follows = sets.bits([[phrase for phrase in following if len(phrase) > _SHORT]])
        self._carrying = self._names | self._topics | self._sectors
        self._may_follow = self._follows | sets.bits([short])
        self._short = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, short)) or _NOTHING})(?![^\W_])")
        self._known: dict[int, bool] = {}
        patterns = sets.patterns()
        self._bits = tuple(patterns.values())
        self._automaton = _automaton(patterns)

    def may_tell(self, text: str) -> bool:
        """False where reading the cleaned text of an article can yield nothing; linear in the text."""
        # The cells of a table can share what would be one phrase in a sentence.
        return bool(self.parts(text)) or bool(find_grids(text))

    def may_hold(self, words: str) -> bool:
        """False where no article of some of the lines of ``words`` can yield anything, unless in a table whose cells
        share all their phrases. Lines may go on from others.
        """
        found = 0
        for match in self._automaton.find_matches_as_indexes(squeezed(words), overlapping=True):
            found |= self._bits[match[0]]
        if found & self._unit_lines:
            found |= self._sums
        if self._suffices(found):
            return counts(words)
        return found & self._may_follow != 0 and any(self._holds_list(line, found) for line in words.split("\n"))

    def parts(self, text: str, title: str = "") -> list[Part]:
        """What the paragraphs of an article can do by their words, behind its title; none where that is nothing."""
        texts = [title.replace("\0", " "), *paragraphs(text)]
        found, lists = self._found_in(texts)
        if not lists and not any(map(self._suffices, found)) and not self._may_lend(found):
            return []
        parts = self._parts(texts, found, lists)
        return parts if may_yield(parts) else []

    def parts_of(self, sentences: Iterable[str]) -> list[Part]:
        """What the sentences of an article can do by their words."""
        texts = [sentence.replace("\0", " ") for sentence in sentences]
        return self._parts(texts, *self._found_in(texts))

    def _found_in(self, texts: Sequence[str]) -> tuple[list[int], list[int]]:
        """The bits of the words that each text holds, and which of the texts may hold lists of places."""
        together = squeezed("\0".join(texts))
        pieces = together.split(b"\0")
        found, bits = [0] * len(texts), self._bits
        at, end = 0, len(pieces[0])
        for pattern, start, _ in self._automaton.find_matches_as_indexes(together, overlapping=True):
            while start > end:
                at += 1
                end += len(pieces[at]) + 1
            found[at] |= bits[pattern]
        told = next((n for n, known in enumerate(found) if known & self._unit_lines), len(found))
        for n in range(told, len(found)):
            found[n] |= self._sums  # "Đơn vị tính: triệu đồng": the sums below are told without their unit
        lists = [
            n
            for n, known in enumerate(found)
            if known & self._may_follow
            and pieces[n].count(b"0") >= _FEWEST
            and not self._suffices(known)  # else it claims something anyhow
            and self._holds_list(texts[n], known)
        ]
        return found, lists

    def _parts(self, texts: Sequence[str], found: Sequence[int], lists: Iterable[int]) -> list[Part]:
        parts = [self._part(part, known) if known else Part(part) for part, known in zip(texts, found, strict=True)]
        for n in lists:
            parts[n] = parts[n]._replace(claims=True)
        return parts

    def _holds_list(self, text: str, found: int) -> bool:
        """*Số thu: Quận 1 (15.500 tỷ đồng), Quận 3 (5.208 tỷ đồng)*: in a list of places a lesser phrase will do."""
        if len(LISTED.findall(text)) < _FEWEST:
            return False
        # A word as short as *thu* stands inside others, too.
        return found & self._follows != 0 or self._short.search(fold(text)) is not None

    def _may_lend(self, found: Iterable[int]) -> bool:
        """Whether words that claim nothing by themselves can claim something together, whatever stands between."""
        anything = reduce(or_, found)
        return anything & self._names != 0 or any(anything & both == both for both in self._lending)

    def _part(self, text: str, found: int) -> Part:
        names = found & self._names != 0
        lends = names and (text.endswith(":") or may_be_title(text))
        lends = lends or (found & self._sectors != 0 and may_be_heading(text))
        return Part(
            text, self._suffices(found), names=names, announces=found & self._topics != 0, lends=lends,
            counted=found & self._counted != 0, carries=found & self._carrying != 0,
        )  # fmt: skip

    def _suffices(self, found: int) -> bool:
        """Whether words of all sets of some claim were found."""
        known = self._known.get(found)
        if known is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            known = self._known[found] = any(found & need == need for need in self._needs)
        return known


def may_yield(parts: Sequence[Part]) -> bool:
    """Whether some number of an article can be claimed, as far as its words tell; the first part is its title.

    What holds for some of the parts holds for all of them, too, whatever stands between.
    """
    announced = lent = False
    for number, part in enumerate(parts):
        if (announced and part.counted) or ((lent or part.claims) and counts(part.text)):
            return True
        announced = announced or part.announces
        lent = lent or part.lends or (part.names and number == 0)
    return False


def counts(text: str) -> bool:
    """Whether a number may stand in a text."""
    return _DIGIT.search(text) is not None or _NUMBER_WORDS.search(text.lower()) is not None


def paragraphs(text: str) -> list[str]:
    """Lines that hold anything, each with those that go on from it in lower case."""
    parts = [line for line in text.replace("\0", " ").split("\n") if line and not line.isspace()]
    if _GOES_ON.search(text) is None:
        return parts
    joined: list[list[str]] = []
    for line in parts:
        begun = line.lstrip()[0]
        if joined and begun.isalpha() and not begun.isupper():
            joined[-1].append(line)
        else:
            joined.append([line])
    return ["\n".join(lines) for lines in joined]


class _Sets:
    """Sets of phrases, each with a bit of its own."""

    def __init__(self) -> None:
        self._bit_of: dict[frozenset[str], int] = {}

    def bits(self, sets: Iterable[Iterable[str]]) -> int:
        """The bits of sets of which one phrase each is needed."""
        need = 0
        for phrases in map(frozenset, sets):
            need |= self._bit_of.setdefault(phrases, 1 << len(self._bit_of))
        return need

    def patterns(self) -> dict[bytes, int]:
        """Each pattern with the bits of its sets; none for a set that a shorter one within it stands for, too."""
        found: dict[bytes, int] = {}
        for phrases, bit in self._bit_of.items():
            for phrase in phrases:
                for pattern in patterns_of(phrase):
                    found[pattern] = found.get(pattern, 0) | bit
        return {pattern: bits for pattern, bits in zip(found, _without_longer(found), strict=True) if bits}


def _without_longer(bits_of: dict[bytes, int]) -> Iterator[int]:
    """The bits of each pattern that no shorter pattern within it has: fewer are to be held and reported."""
    automaton, bits = _automaton(bits_of), tuple(bits_of.values())
    for number, pattern in enumerate(bits_of):
        own = bits[number]
        for other, start, end in automaton.find_matches_as_indexes(pattern, overlapping=True):
            own &= ~bits[other] if end - start < len(pattern) else -1
        yield own


def _automaton(patterns: Iterable[bytes]) -> BytesAhoCorasick:
    """Not the fastest by itself, but a third of the size: other work would drive a larger one out of the caches."""
    return BytesAhoCorasick(list(patterns), implementation=Implementation.ContiguousNFA)
