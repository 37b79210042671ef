"""Whether an article can hold a figure at all, before it is cut into words.

A figure is claimed by words of the catalog that stand in a sentence with a number, or that a sentence with a number
goes on from. Which kinds of words can open a claim is told here; the words themselves come from the catalog and the
word lists, so that the screen knows an indicator as soon as the grammar does. An article that is turned away yields
nothing when it is read, neither an observation nor an issue.

The words are sought as bytes by one automaton, see :mod:`tasks.grammar.squeezed`: more may be found than is there,
never less.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from tasks.catalog.forms import expand
from tasks.grammar.naming import SMALL
from tasks.grammar.quantities import last_words
from tasks.grammar.respectively_values import CUES
from tasks.grammar.squeezed import patterns_of, squeezed
from tasks.grammar.table_lines import may_hold_rows
from tasks.grammar.tables import find_grids
from tasks.grammar.wards import NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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

# Ends of a sentence beyond doubt: no abbreviation has four letters. It begins with its sign for a quick search.
_SENTENCE_END: Final = re.compile(r"\.(?<=[^\W\d_]{4}\.) (?=[A-ZÁÀÂĂÉÊÍÓÔƠÚƯÝĐ\d])")
# Words that can begin a number; "một", "năm" and "không" only where the number goes on.
_NUMBER_WORDS: Final = re.compile(
    r"hai|bốn|sáu|bảy|bẩy|tám|mười|(?:ba|chín)(?![a-zà-ỹ])"
    r"|(?:một|năm|không)\s*(?:trăm|nghìn|ngàn|vạn|triệu|tr|t[ỷỉỹ]|mươi|chục|phẩy|phần|mốt|tư|lăm|nhăm)"
)
_DIGIT: Final = re.compile(r"\d")


_Phrases = list[str]


class _Need(NamedTuple):
    """A way to a claim, as bits of sets: of each set one phrase in the text, and one in a sentence with a number."""

    text: int
    sentence: int

    def holds(self, found: int) -> bool:
        need = self.text | self.sentence
        return found & need == need


class Screen:
    """Tells articles that can hold a figure from those that cannot. Built once per catalog."""

    def __init__(self, phrases: Phrases, catalog: Catalog, lexicon: Lexicon) -> None:
        sets = _Sets()
        needs = [_Need(0, sets.bits([_openings(phrases, catalog, lexicon)]))]
        needs += (_Need(sets.bits(text), sets.bits(sentence)) for text, sentence in _ways(phrases, catalog, lexicon))
        self._needs = tuple(needs)
        patterns = sets.patterns()
        self._bits = tuple(patterns.values())
        self._automaton = BytesAhoCorasick(list(patterns), implementation=Implementation.DFA)

    def may_tell(self, text: str) -> bool:
        """False where reading the cleaned text of an article can yield nothing; linear in the text."""
        found = self._found(text)
        needs = [need for need in self._needs if need.holds(found)]
        for piece in _pieces(text) if needs else ():
            here = self._found(piece)
            if any(here & need.sentence == need.sentence for need in needs) and _counts(piece):
                return True
        # The cells of a table can share what would be one phrase in a sentence.
        return may_hold_rows(text) and bool(find_grids(text))

    def may_hold(self, words: str) -> bool:
        """False where no article with some of the lines of ``words`` is likely to yield anything: none does outside of
        tables whose cells share all their phrases.
        """
        found = self._found(words)
        return any(need.holds(found) for need in self._needs) and _counts(words)

    def _found(self, text: str) -> int:
        found, bits = 0, self._bits
        for match in self._automaton.find_matches_as_indexes(squeezed(text), overlapping=True):
            found |= bits[match[0]]
        return found


def _pieces(text: str) -> Iterator[str]:
    """Pieces of a text, each of one or more whole sentences."""
    paragraph = ""
    for line in (*text.split("\n"), ""):
        if line[:1].isalpha() and not line[0].isupper():
            paragraph += f"\n{line}"  # the sentence before may go on here
            continue
        yield from _SENTENCE_END.split(paragraph)
        paragraph = line


def _counts(piece: str) -> bool:
    """Whether a number or a list of them may stand in a piece, or follow it."""
    return _DIGIT.search(piece) is not None or _NUMBER_WORDS.search(piece.lower()) is not None or piece.endswith(":")


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
        opening = trie.shortest(lambda phrase: "opening" if phrase.role in _OPENING else None)
        yield from (" ".join(words) for _, words in opening)
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


def _numbers(lexicon: Lexicon) -> Iterator[str]:
    """What a number that counts something can end in."""
    yield "0"
    for words in last_words(lexicon):
        if words[-1] in _FEW and len(words) == 1:
            yield from (f"{before} {words[0]}" for before in _BEFORE_FEW)
        else:
            yield " ".join(words)


def _ways(phrases: Phrases, catalog: Catalog, lexicon: Lexicon) -> Iterator[tuple[list[_Phrases], list[_Phrases]]]:
    """The sets of phrases of which a claim needs one each: anywhere in the text, and in the number's sentence."""
    before = {*_FEW, *SMALL, *(words.split()[-1] for words in _numbers(lexicon))}
    forms: dict[str, list[str]] = {name: [] for name in catalog.indicators}
    for name, words in phrases.trie.shortest(lambda phrase: phrase.name if phrase.role == "form" else None):
        forms[name].append(" ".join(words))
    for indicator in catalog.indicators.values():
        for part in indicator.composed:
            head, sector = (
                _shortest(catalog.heads[part.head], catalog),
                _shortest(catalog.sectors[part.sector], catalog),
            )
            yield [], [head, sector]
        for frame in indicator.frames:
            opening, _, closing = (_shortest([side], catalog) for side in frame.partition("#"))
            yield [], [opening, [f"{word} {phrase}" for word in before for phrase in closing] or opening]
        for follow in indicator.follows:
            earlier = [form for name in follow.after for form in forms[name]]
            yield [earlier], [_shortest(follow.forms, catalog)]
        if indicator.topics:
            announced = [*forms[indicator.id], *_shortest(indicator.topics, catalog)]
            yield [announced], [_shortest(indicator.counts, catalog)]


def _shortest(phrases: Iterable[str], catalog: Catalog) -> _Phrases:
    """Phrases, choices written out, without those that begin as another does."""
    out: list[str] = []
    for reading in sorted({one for phrase in phrases for one in expand(phrase, catalog.sectors) if one}):
        if not out or not reading.startswith(out[-1]):
            out.append(reading)
    return out
