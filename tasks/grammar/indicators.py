"""Surface forms to indicator ids: the catalog's phrases as one trie, and which figure may be whose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from tasks.catalog.forms import expand
from tasks.grammar.lexicon import load_lexicon
from tasks.grammar.phrases import JOINERS, WORD, PhraseTrie
from tasks.grammar.tokens import fold
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tasks.catalog.indicators import Indicator
    from tasks.catalog.load import Catalog
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.tokens import Token

Role = Literal["frame", "form", "follow", "lead", "topic", "excluded", "sector", "head"]


class Phrase(Record, frozen=True):
    """One meaning of a phrase: what it says of which indicator. ``name`` is a sector's or head's for those roles."""

    role: Role
    name: str
    after: tuple[str, ...] = ()
    told: bool = False  # only after a figure of them


class Opening(NamedTuple):
    """What a word can begin: a phrase of the catalog, a cue of the lexicon, or both.

    ``phrase_goes_on`` and ``cue_goes_on`` are the words that may follow in a longer one, ``None`` where only looking
    tells; the others are what the word means alone, ``classes`` those of ``cue``.
    """

    phrase_goes_on: frozenset[str] | None
    phrase: list[Phrase] | None
    cue_goes_on: frozenset[str] | None
    cue: list[str] | None
    classes: frozenset[str]


@dataclass(frozen=True)
class Phrases:
    """The catalog compiled: ``trie`` finds phrases, ``counted`` the nouns right after a number.

    ``openings`` has the words that can begin a phrase of ``trie`` or a cue; most words begin neither.
    """

    indicators: Mapping[str, Indicator]
    trie: PhraseTrie[Phrase]
    with_digits: PhraseTrie[Phrase]
    counted: PhraseTrie[str]
    self_named: PhraseTrie[str]
    named_later: Mapping[str, frozenset[str]]  # nouns without what joins their parts
    composed: Mapping[tuple[str, str], str]
    grown: Mapping[str, str]  # a sector → the indicator whose growth its growth is
    plans: Mapping[str, str]  # a plan's indicator → the one measured against it
    openings: Mapping[str, Opening]
    topic_begins: frozenset[str]  # the words that a topic's name can begin with

    def counted_by(self, tokens: Sequence[Token], i: int) -> tuple[int, frozenset[str]]:
        """Where the counted noun at token ``i`` ends, and the indicators that count it; ``(i, none)`` without one."""
        match = self.counted.longest(tokens, i)
        if match is None:
            return i, frozenset()
        return match[0], frozenset(match[1])


def compile_phrases(catalog: Catalog) -> Phrases:
    plain: list[tuple[str, Phrase]] = []
    digits: list[tuple[str, Phrase]] = []
    for phrase, meaning in _meanings(catalog):
        (digits if any(char.isdigit() for char in phrase) else plain).append((phrase, meaning))
    composed = {
        (part.sector, part.head): name for name, indicator in catalog.indicators.items() for part in indicator.composed
    }
    grown = {sector: name for name, indicator in catalog.indicators.items() for sector in indicator.grown}
    counted = _nouns({name: indicator.counts for name, indicator in catalog.indicators.items()})
    plans = {indicator.plan: name for name, indicator in catalog.indicators.items() if indicator.plan is not None}
    self_named = _nouns({name: indicator.self_named for name, indicator in catalog.indicators.items()})
    later = {
        name: frozenset(unjoined(reading) for noun in indicator.named_later for reading in expand(noun))
        for name, indicator in catalog.indicators.items()
    }
    trie = PhraseTrie(plain)
    topic_begins = frozenset(words[0] for words in trie.shortest(lambda phrase: phrase.role == "topic"))
    return Phrases(
        catalog.indicators,
        trie,
        PhraseTrie(digits),
        counted,
        self_named,
        later,
        composed,
        grown,
        plans,
        openings=_openings(trie),
        topic_begins=topic_begins,
    )


def _openings(trie: PhraseTrie[Phrase]) -> dict[str, Opening]:
    cues = load_lexicon().cues
    return {
        word: Opening(*trie.opening(word), *(cue := cues.opening(word)), frozenset(cue[1] or ()))
        for word in trie.begins | cues.begins
    }


def unjoined(noun: str) -> str:
    """A noun without what joins its parts: *xã, thị trấn*, *xã và thị trấn* and *xã - thị trấn* are one."""
    return " ".join(word for word in WORD.findall(fold(noun)) if word not in JOINERS)


def _nouns(nouns_of: Mapping[str, Sequence[str]]) -> PhraseTrie[str]:
    return PhraseTrie((reading, name) for name, nouns in nouns_of.items() for noun in nouns for reading in expand(noun))


def _meanings(catalog: Catalog) -> Iterator[tuple[str, Phrase]]:
    sectors = catalog.sectors

    def readings(phrases: Sequence[str]) -> Iterator[str]:
        for phrase in phrases:
            yield from expand(phrase, sectors)

    for name, indicator in catalog.indicators.items():
        for role, phrases in (
            ("form", indicator.forms),
            ("lead", indicator.lead),
            ("topic", indicator.topics),
            ("excluded", indicator.excluded),
        ):
            for reading in readings(phrases):
                yield reading, Phrase(role, name)  # type: ignore[arg-type]
        for frame in indicator.frames:
            opening, _, closing = frame.partition("#")
            behind = tuple(" ".join(WORD.findall(fold(reading))) for reading in expand(closing, sectors))
            for reading in readings((opening,)):
                yield reading, Phrase("frame", name, behind)
        for follow in indicator.follows:
            for reading in readings(follow.forms):
                yield reading, Phrase("follow", name, follow.after, follow.told)
    for kind, classes in (("sector", sectors), ("head", catalog.heads)):
        for class_name, phrases in classes.items():
            for reading in readings(phrases):
                yield reading, Phrase(kind, class_name)  # type: ignore[arg-type]


def fits(quantity: Quantity, indicator: Indicator) -> bool:
    """Whether a quantity of this kind can be a figure of the indicator, as its level or as a ratio or change of it."""
    if quantity.kind == "percent":
        return indicator.is_rate or any(measure in indicator.measures for measure in ("plan_ratio", "growth"))
    if quantity.kind == "money":
        return indicator.unit in {"VND_BN", "VND_MN", "USD_MN"}  # what goes on from a sum in đồng is a figure
    if quantity.kind == "usd":
        return indicator.unit == "USD_MN"
    return indicator.is_count
