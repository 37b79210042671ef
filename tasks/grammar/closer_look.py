"""Whether any number of an article is an indicator's, before it is known whom and when it is told of.

The screen lets an article pass that has words of the catalog and a number anywhere. Most of them have both in no one
sentence, or too far apart. Here the sentences that have such words are cut up and their numbers are asked for claims,
by the rules that read them, without looking for districts and times in all the rest. Where no number is claimed
nothing can be read, be it a figure or an issue.

Which names are places here, only the whole article tells. So names without a type are passed over, which lets more be
claimed than words that nobody knows, and in a list every one is a place.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.claims import find_claim, multiple_of_plan
from tasks.grammar.context import Context, Place
from tasks.grammar.items import Item, Prepared, build_items, prepare
from tasks.grammar.memory import remember
from tasks.grammar.number_manner import tells_numbers_apart
from tasks.grammar.outlook import announced, carries, lent
from tasks.grammar.places import PlaceMention
from tasks.grammar.quantities import may_hold_quantity
from tasks.grammar.respectively_values import find_values, has_cue
from tasks.grammar.scope import NOBODY
from tasks.grammar.screen import LISTED, counts
from tasks.grammar.state import State
from tasks.grammar.tables import find_grids
from tasks.grammar.targets import read_targets
from tasks.grammar.targets_told import counts_targets
from tasks.grammar.telling import Telling
from tasks.grammar.timing import Timing
from tasks.grammar.timing_state import Spoken
from tasks.grammar.tokens import Document, Sentence
from tasks.grammar.topics import TOPIC_REACH
from tasks.grammar.unit_lines import may_tell_unit
from tasks.grammar.ward_nouns import may_count_communes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.gazetteer import Gazetteer
    from tasks.grammar.indicators import Phrases
    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.places import PlaceFinder
    from tasks.grammar.screen import Part, Screen
    from tasks.records.observation import ObsStatus

_STATUSES: Final[tuple[ObsStatus, ...]] = ("actual", "target")


class CloserLook:
    """Tells articles of which a number may be claimed from those that hold none. Built once per catalog."""

    def __init__(
        self, screen: Screen, gazetteer: Gazetteer, finder: PlaceFinder, *, phrases: Phrases, lexicon: Lexicon
    ) -> None:
        self._screen = screen
        self._finder = finder
        self._phrases = phrases
        self._lexicon = lexicon
        self._nowhere = _Nowhere(gazetteer, None, None, date.max)

    def may_tell(self, text: str, title: str = "") -> bool:
        """False where no number of a cleaned text is claimed; ``title`` is one that is not in it.

        Linear in the text.
        """
        if find_grids(text):
            return True  # what its numbers mean, only all of it tells
        parts = self._screen.parts(text, title)
        if parts and (tells_numbers_apart(text) or may_tell_unit(text)):
            return True
        state = State(self._nowhere, Timing(Spoken(self._nowhere)), NOBODY, NOBODY)
        index = 0
        for number, part in enumerate(parts):
            paragraph = max(number - 1, 0)  # the title is read as if it opened the first one
            state.enter(Sentence(index, paragraph, 0, 0, 0, 0))
            if not (_may_claim(part, state, index) or _is_awaited(part, parts[number + 1 :], state)):
                index += number > 0
                continue
            document = Document(part.text)
            lists = (
                number == 0
                or LISTED.search(part.text) is not None
                or bool(state.recent or state.thread.names or state.titled)
            )
            for sentence in document.sentences if number else document.sentences[:1]:
                here = replace(sentence, index=index, paragraph=paragraph)
                index += number > 0
                if self._claims(self._prepared(document, sentence, here), state, lists=lists):
                    return True
        return False

    def _prepared(self, document: Document, sentence: Sentence, here: Sentence) -> Prepared:
        """A sentence, known by another number; times and places are found only where it has a number."""
        tokens = document.words(sentence)
        if not may_hold_quantity(tokens):
            return Prepared(here, tokens, (), ())
        found = prepare(sentence, tokens, document.folded, self._finder)
        return Prepared(here, tokens, found.periods, found.mentions)

    def _claims(self, prepared: Prepared, state: State, *, lists: bool) -> bool:
        """Whether a number of a sentence is claimed; the sentence stays in ``state`` for the next ones."""
        items = build_items(prepared, self._nowhere, self._phrases, self._lexicon, self._finder)
        if self._shares_out(prepared, items, state):
            return True
        if self._is_claimed(prepared, items, state, lists=lists):
            return True
        remember(self._told(prepared, items, state), (), ())
        return False

    def _shares_out(self, prepared: Prepared, items: Sequence[Item], state: State) -> bool:
        """Whether a sentence shares values out, among which something claims one."""
        if not has_cue(prepared.tokens) or find_values(prepared.tokens, items, self._phrases) is None:
            return False
        named = any(phrase.role != "excluded" for item in items for phrase in item.phrases)
        return named or carries(state, prepared.sentence.index)

    def _is_claimed(self, prepared: Prepared, items: Sequence[Item], state: State, *, lists: bool) -> bool:
        """Whether a number is claimed where capitalised words are passed over, or in a list, where they are places."""
        if all(item.quantity is None for item in items):
            return False
        names = [n for n, item in enumerate(items) if item.kind == "word" and prepared.tokens[item.low].capital]
        row = list(items)
        for n in names:
            row[n] = Item("cue", items[n].low, items[n].high, items[n].text)
        if _claims_one(self._told(prepared, tuple(row), state)):
            return True
        if not names or not lists:
            return False
        for n in names:
            low, high, text = items[n].low, items[n].high, items[n].text
            mention = PlaceMention(low, high, None, text, ())
            row[n] = Item("place", low, high, text, place=Place(low, high, "district", None, mention))
        return _claims_one(self._told(prepared, tuple(row), state))

    def _told(self, prepared: Prepared, items: tuple[Item, ...], state: State) -> Telling:
        return Telling(prepared, items, state, phrases=self._phrases, lexicon=self._lexicon)


def _claims_one(told: Telling) -> bool:
    """Whether an indicator claims a number of a sentence."""
    for index in told.quantities():
        quantity = told.quantity(index)
        if may_count_communes(told.tokens, quantity):
            return True
        if counts_targets(told.tokens, quantity) and any(
            read_targets(told.items, index, told.tokens, status) for status in _STATUSES
        ):
            return True
        if told.is_multiple(index):
            claim = multiple_of_plan(told, index)
        else:
            claim = find_claim(told, index, told.previous_quantity(index))
        if claim is not None:
            return True
        told.claims[index] = None
    return False


def _may_claim(part: Part, state: State, index: int) -> bool:
    """Whether words of a part, or of those before, can claim a number of it."""
    if part.counted and announced(state, index):
        return True
    return (part.claims or lent(state)) and counts(part.text)


def _is_awaited(part: Part, following: Sequence[Part], state: State) -> bool:
    """Whether words of a part may claim numbers of the parts that follow."""
    if part.lends or (state.recent and part.text.endswith(":")):
        return True
    return part.announces and any(other.counted for other in following[:TOPIC_REACH])


class _Nowhere(Context):
    """No name without a type is a place."""

    def place(self, mention: PlaceMention, near: str | None = None) -> Place | None:  # noqa: ARG002
        return None if mention.type is None else Place(mention.low, mention.high, "district", None, mention)
