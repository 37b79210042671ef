"""Whether an article can hold a figure at all, before it is cut into words.

A figure is claimed by words of the catalog, wherever in the article they stand: beside the number, in a heading, in a
sentence before. Which kinds of words can open a claim is told here; the words themselves come from the catalog and the
word lists, so that the screen knows an indicator as soon as the grammar does. An article that is turned away yields
nothing when it is read, neither an observation nor an issue.

The words are sought as bytes by one automaton, see :mod:`tasks.grammar.squeezed`: more may be found than is there,
never less.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import BytesAhoCorasick, Implementation

from tasks.catalog.forms import expand
from tasks.grammar.counted import HAS_NOW
from tasks.grammar.grown import VERBS
from tasks.grammar.memory import may_be_heading
from tasks.grammar.naming import SMALL
from tasks.grammar.quantities import last_words
from tasks.grammar.respectively_values import CUES
from tasks.grammar.squeezed import patterns_of, squeezed
from tasks.grammar.tables import find_grids
from tasks.grammar.tokens import fold
from tasks.grammar.wards import NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tasks.catalog.load import Catalog
    from tasks.grammar.indicators import Phrases
    from tasks.grammar.lexicon import Lexicon

_TARGETS: Final = "chỉ tiêu"
_OPENING: Final = frozenset({"form", "lead"})
"""Roles of phrases that can claim a number of their sentence by themselves."""
_FEW: Final = frozenset({"một", "hai", "ba"})
"""Number words that count communes only behind other number words."""
_BEFORE_FEW: Final = ("mười", "mươi", "trăm", "lẻ", "linh")
_SHORT: Final = 3

# Words that can begin a number; "một", "năm" and "không" only where the number goes on.
_NUMBER_WORDS: Final = re.compile(
    r"hai|bốn|sáu|bảy|bẩy|tám|mười|(?:ba|chín)(?![a-zà-ỹ])"
    r"|(?:một|năm|không)\s*(?:trăm|nghìn|ngàn|vạn|triệu|tr|t[ỷỉỹ]|mươi|chục|phẩy|phần|mốt|tư|lăm|nhăm)"
)
# What may be a place and its figure: a number in parentheses, or one behind a name.
_CAPITALS: Final = "".join(char for char in map(chr, range(0x41, 0x1F00)) if char.isupper())
# No word of a name is longer; without a bound, each letter of an endless word would be a start to its end.
LISTED: Final = re.compile(rf"\([^\d()]{{0,40}}\d|(?:[{_CAPITALS}]\w{{0,20}}|\d)[ :]+\d")
_FEWEST: Final = 2
_DIGIT: Final = re.compile(r"\d")

_Phrases = list[str]


class Screen:
    """Tells articles that can hold a figure from those that cannot. Built once per catalog."""

    def __init__(self, phrases: Phrases, catalog: Catalog, lexicon: Lexicon) -> None:
        sets = _Sets()
        needs = [sets.bits([_openings(phrases, catalog, lexicon)])]
        needs += (sets.bits(needed) for needed in _together(catalog, lexicon))
        self._needs = tuple(needs)
        follows = {phrase for one in catalog.indicators.values() for told in one.follows for phrase in told.forms}
        following = _shortest(follows, catalog)
        self._follows = sets.bits([[phrase for phrase in following if len(phrase) > _SHORT]])
        self._short = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, _short(following)))})(?![^\W_])")
        self._topics = sets.bits([_topics(phrases, catalog)])  # none where a word of three letters is one
        self._sectors = sets.bits([[word for words in catalog.sectors.values() for word in _shortest(words, catalog)]])
        patterns = sets.patterns()
        self._bits = tuple(patterns.values())
        self._automaton = BytesAhoCorasick(list(patterns), implementation=Implementation.DFA)

    def may_tell(self, text: str) -> bool:
        """False where reading the cleaned text of an article can yield nothing; linear in the text."""
        # The cells of a table can share what would be one phrase in a sentence.
        return self.may_hold(text) or bool(find_grids(text))

    def may_hold(self, words: str) -> bool:
        """False where no article of some of the lines of ``words`` can yield anything, unless in a table whose cells
        share all their phrases.
        """
        found = self._found(words)
        if self._suffices(found):
            return counts(words)
        return any(map(self._may_list, words.split("\n")))

    def look(self, parts: Sequence[str]) -> list[tuple[bool, bool]]:
        """What parts of an article, each of whole sentences, can do by their words.

        Whether a part can claim a number of its own, and whether it can lend words to those that follow.
        """
        together = squeezed("\0".join([part.replace("\0", " ") for part in parts]))
        ends = [match.start() for match in re.finditer(b"\0", together)]
        found = [0] * len(parts)
        for pattern, start, _ in self._automaton.find_matches_as_indexes(together, overlapping=True):
            found[bisect_left(ends, start)] |= self._bits[pattern]
        return [
            ((bits != 0 and self._suffices(bits)) or self._may_list(part), self._lends(part, bits))
            for part, bits in zip(parts, found, strict=True)
        ]

    def _lends(self, words: str, found: int) -> bool:
        if not self._topics or found & self._topics != 0 or words.endswith(":"):
            return True
        return found & self._sectors != 0 and may_be_heading(words)

    def _suffices(self, found: int) -> bool:
        """Whether words of all sets of some claim were found."""
        return any(found & need == need for need in self._needs)

    def _may_list(self, line: str) -> bool:
        """*Số thu: Quận 1 (15.500 tỷ đồng), Quận 3 (5.208 tỷ đồng)*: in a list of places a lesser phrase will do."""
        if _DIGIT.search(line) is None or len(LISTED.findall(line)) < _FEWEST:
            return False
        return self._found(line) & self._follows != 0 or self._short.search(fold(line)) is not None

    def _found(self, text: str) -> int:
        found, bits = 0, self._bits
        for match in self._automaton.find_matches_as_indexes(squeezed(text), overlapping=True):
            found |= bits[match[0]]
        return found


def counts(text: str) -> bool:
    """Whether a number may stand in a text."""
    return _DIGIT.search(text) is not None or _NUMBER_WORDS.search(text.lower()) is not None


class _Sets:
    """Sets of phrases, each with a bit of its own."""

    def __init__(self) -> None:
        self._bit_of: dict[frozenset[str], int] = {}

    def bits(self, sets: Iterable[Iterable[str]]) -> int:
        """The bits of sets of which one phrase each is needed.

        A word as short as *thu* stands in any text and tells nothing: its set is left out.
        """
        need = 0
        for phrases in map(frozenset, sets):
            if phrases and min(map(len, phrases)) > _SHORT:
                need |= self._bit_of.setdefault(phrases, 1 << len(self._bit_of))
        return need

    def patterns(self) -> dict[bytes, int]:
        """Each pattern with the bits of its sets."""
        found: dict[bytes, int] = {}
        for phrases, bit in self._bit_of.items():
            for phrase in phrases:
                for pattern in patterns_of(phrase):
                    found[pattern] = found.get(pattern, 0) | bit
        return found


def _openings(phrases: Phrases, catalog: Catalog, lexicon: Lexicon) -> Iterator[str]:
    """Phrases of which one alone can claim a number of its sentence."""
    for trie in (phrases.trie, phrases.with_digits):
        yield from (" ".join(words) for words in trie.shortest(lambda phrase: phrase.role in _OPENING))
    yield _TARGETS
    yield from (" ".join(words) for words in CUES)  # the words of a phrase may be shared out
    numbers = list(_numbers(lexicon))
    for indicator in catalog.indicators.values():
        yield from indicator.implied_by
        if indicator.implied_by:
            heads = [head for part in indicator.composed for head in catalog.heads[part.head]]
            yield from (f"{given} {head}" for given in lexicon.assigns for head in heads)
        for noun in indicator.self_named:
            yield from (f"{number} {reading}" for reading in expand(noun) for number in numbers)
    for words in NOUNS:
        yield from (f"{number} {' '.join(words)}" for number in numbers) if len(words) < 3 else (" ".join(words),)


def _topics(phrases: Phrases, catalog: Catalog) -> Iterator[str]:
    """Phrases that announce a topic for the sentences that follow."""
    topical = {name for name, indicator in catalog.indicators.items() if indicator.topics}
    for trie in (phrases.trie, phrases.with_digits):
        wanted = trie.shortest(
            lambda phrase: phrase.role == "topic" or (phrase.role == "form" and phrase.name in topical)
        )
        yield from (" ".join(words) for words in wanted)


def _numbers(lexicon: Lexicon) -> Iterator[str]:
    """What a number that counts something can end in."""
    yield "0"
    for words in last_words(lexicon):
        if words[-1] in _FEW and len(words) == 1:
            yield from (f"{before} {words[0]}" for before in _BEFORE_FEW)
        else:
            yield " ".join(words)


def _together(catalog: Catalog, lexicon: Lexicon) -> Iterator[list[_Phrases]]:
    """Sets of phrases of which a claim needs one each."""
    before = {*_FEW, *SMALL, *(words.split()[-1] for words in _numbers(lexicon))}
    verbs = {verb for classes in VERBS.values() for name in classes for verb in lexicon.verbs[name]}
    moved = _shortest({f"{verb} {bound} 0" for verb in verbs for bound in ("", *lexicon.bounds)}, catalog)
    for indicator in catalog.indicators.values():
        for part in indicator.composed:
            sides = (catalog.heads[part.head], catalog.sectors[part.sector])
            yield [_shortest(side, catalog) for side in sides]
        for sector in indicator.grown:
            yield [_shortest(catalog.sectors[sector], catalog), moved]
        for frame in indicator.frames:
            opening, _, closing = (_shortest([side], catalog) for side in frame.partition("#"))
            yield [opening, [f"{word} {phrase}" for word in before for phrase in closing] or opening]
        if indicator.of_whole:
            has = _shortest({f"{verb} {bound} 0" for verb in HAS_NOW for bound in ("", *lexicon.bounds)}, catalog)
            yield [has, _counted(indicator.of_whole, before)]
        if indicator.beside is not None:
            yield [_counted(indicator.beside.nouns, before), _counted(indicator.counts, before)]
        if indicator.topics:
            yield [_shortest(phrases, catalog) for phrases in (indicator.topics, indicator.counts)]


def _counted(nouns: Iterable[str], before: Iterable[str]) -> _Phrases:
    """Nouns behind a word that a number can end in."""
    return [f"{word} {reading}" for noun in nouns for reading in expand(noun) for word in before]


def _short(phrases: Iterable[str]) -> list[str]:
    """The phrases that are too short to be sought as bytes, in every spelling; never none."""
    short = [phrase for phrase in phrases if len(phrase) <= _SHORT]
    return short or [r"\0"]


def _shortest(phrases: Iterable[str], catalog: Catalog) -> _Phrases:
    """Phrases, choices written out, without those that begin as another does."""
    out: list[str] = []
    for reading in sorted({one for phrase in phrases for one in expand(phrase, catalog.sectors) if one}):
        if not out or not reading.startswith(out[-1]):
            out.append(reading)
    return out
