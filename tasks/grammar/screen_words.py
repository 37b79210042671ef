"""Which words can open a claim, as sets of phrases: what :mod:`tasks.grammar.screen` seeks.

The words themselves come from the catalog and the word lists, so that the screen knows an indicator as soon as the
grammar does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.catalog.forms import expand
from tasks.grammar.counted import HAS_NOW
from tasks.grammar.grown import VERBS
from tasks.grammar.naming import SMALL
from tasks.grammar.quantities import last_words
from tasks.grammar.respectively_values import CUES
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
_CLOSES_SHARE: Final = ")"
"""*16/16 (100%) xã*: what may stand between a number and its noun."""


def openings(phrases: Phrases, catalog: Catalog, lexicon: Lexicon) -> Iterator[str]:
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


def topics(phrases: Phrases, catalog: Catalog) -> Iterator[str]:
    """Phrases that announce a topic for the sentences that follow."""
    topical = {name for name, indicator in catalog.indicators.items() if indicator.topics}
    for trie in (phrases.trie, phrases.with_digits):
        wanted = trie.shortest(
            lambda phrase: phrase.role == "topic" or (phrase.role == "form" and phrase.name in topical)
        )
        yield from (" ".join(words) for words in wanted)


def counted_things(catalog: Catalog, lexicon: Lexicon) -> Iterator[str]:
    """Numbers with the nouns that can be a figure of what was announced before."""
    before = _before_nouns(lexicon)
    for indicator in catalog.indicators.values():
        if indicator.topics or indicator.follows:
            yield from _counted(indicator.counts, before)


def follows(catalog: Catalog) -> list[str]:
    """Phrases that can claim a number in a list of places."""
    return shortest(
        {phrase for one in catalog.indicators.values() for told in one.follows for phrase in told.forms}, catalog
    )


def sectors(catalog: Catalog) -> list[str]:
    """Sectors that a heading can announce."""
    return [word for words in catalog.sectors.values() for word in shortest(words, catalog)]


def heads(catalog: Catalog) -> list[str]:
    """What a sector makes an indicator with."""
    return [word for words in catalog.heads.values() for word in shortest(words, catalog)]


def together(catalog: Catalog, lexicon: Lexicon) -> Iterator[list[list[str]]]:
    """Sets of phrases of which a claim needs one each."""
    before = _before_nouns(lexicon)
    verbs = {verb for classes in VERBS.values() for name in classes for verb in lexicon.verbs[name]}
    moved = [shortest(verbs, catalog), _before_digits(verbs, lexicon)]
    for indicator in catalog.indicators.values():
        for part in indicator.composed:
            sides = (catalog.heads[part.head], catalog.sectors[part.sector])
            yield [shortest(side, catalog) for side in sides]
        for sector in indicator.grown:
            yield [shortest(catalog.sectors[sector], catalog), *moved]
        for frame in indicator.frames:
            opening, _, closing = (shortest([side], catalog) for side in frame.partition("#"))
            yield [opening, [f"{word} {phrase}" for word in before for phrase in closing] or opening]
        if indicator.of_whole:
            yield [_before_digits(HAS_NOW, lexicon), _counted(indicator.of_whole, before)]
        if indicator.beside is not None:
            yield [_counted(indicator.beside.nouns, before), _counted(indicator.counts, before)]


def shortest(phrases: Iterable[str], catalog: Catalog) -> list[str]:
    """Phrases, choices written out, without those that begin as another does."""
    out: list[str] = []
    for reading in sorted({one for phrase in phrases for one in expand(phrase, catalog.sectors) if one}):
        if not out or not reading.startswith(out[-1]):
            out.append(reading)
    return out


def _before_nouns(lexicon: Lexicon) -> set[str]:
    """What can stand right before a counted noun."""
    return {*_FEW, *SMALL, _CLOSES_SHARE, *(words.split()[-1] for words in _numbers(lexicon))}


def _numbers(lexicon: Lexicon) -> Iterator[str]:
    """What a number that counts something can end in."""
    yield "0"
    for words in last_words(lexicon):
        if words[-1] in _FEW and len(words) == 1:
            yield from (f"{before} {words[0]}" for before in _BEFORE_FEW)
        else:
            yield " ".join(words)


def _before_digits(verbs: Iterable[str], lexicon: Lexicon) -> list[str]:
    """The last words of verbs, and of bounds that can stand behind them, with a digit."""
    return sorted({f"{words.split()[-1]} 0" for words in (*verbs, *lexicon.bounds)})


def _counted(nouns: Iterable[str], before: Iterable[str]) -> list[str]:
    """Nouns behind a word that a number can end in."""
    return [f"{word} {reading}" for noun in nouns for reading in expand(noun) for word in before]
