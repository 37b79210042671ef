"""Whether any number of an article is an indicator's, before it is known whom and when it is told of.

The screen lets an article pass that has words of the catalog and a number anywhere. Most of them have both in no one
sentence, or too far apart. Here the sentences that have such words are cut up and their numbers are asked for claims,
by the rules that read them, without looking for districts and times in all the rest. Where no number is claimed
nothing can be read, be it a figure or an issue.

Which names are places here, only the whole article tells. So names without a type are passed over, which lets more be
claimed than words that nobody knows, and in a list every one is a place.

Most articles are looked at before they are cleaned, line by line: where no line claims a number by itself or leaves
anything that another could go on with, no article of some of the lines tells anything.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from tasks.grammar.claims import find_claim, multiple_of_plan
from tasks.grammar.context import Context, Place
from tasks.grammar.idle_lines import may_be_idle
from tasks.grammar.items import Item, Prepared, build_items, prepare
from tasks.grammar.memory import remember
from tasks.grammar.number_manner import may_be_english, tells_numbers_apart
from tasks.grammar.outlook import announced, carries, lent
from tasks.grammar.places import PlaceMention
from tasks.grammar.quantities import may_hold_quantity
from tasks.grammar.respectively_values import find_values, has_cue
from tasks.grammar.scope import NOBODY
from tasks.grammar.screen import LISTED, counts, paragraphs
from tasks.grammar.state import State
from tasks.grammar.table_lines import may_hold_table
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
    from collections.abc import Iterator, Sequence

    from tasks.catalog.gazetteer import Gazetteer
    from tasks.grammar.indicators import Phrases
    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.places import PlaceFinder
    from tasks.grammar.screen import Part, Screen
    from tasks.records.observation import ObsStatus

_STATUSES: Final[tuple[ObsStatus, ...]] = ("actual", "target")
_KNOWN: Final = 1 << 10
"""Parts of articles that are remembered, from before they are cleaned until they are looked at as they are then."""


class _Alone(NamedTuple):
    """What becomes of a part of an article before which nothing was said."""

    tells: bool
    lends: bool
    announces: bool
    sentences: int
    rows: tuple[tuple[Prepared, tuple[Item, ...]], ...]
    """Its sentences, where it leaves something, so that they need not be cut up again."""


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
        self._known: dict[str, _Alone] = {}

    def may_hold_lines(self, text: str, title: str = "") -> bool:
        """False where no article of some of the lines of ``text`` can tell anything.

        No line may go on from the one before. ``title`` is one that is not in the text, empty where there is none.
        Asked of texts that were not cleaned yet: most need not be.
        """
        parts = self._screen.parts(text, title)
        if not parts or may_hold_table(text) or may_be_english(text) or may_tell_unit(text):
            return bool(parts) or may_hold_table(text)
        counted = max((n for n, part in enumerate(parts) if part.counted), default=-1)
        for number, part in enumerate(parts):
            may_be_title = not part.text.endswith(".")  # what it leaves then holds for the lines above, too
            announces = part.announces and (counted > number or (may_be_title and counted >= 0))
            if announces or part.lends or (part.claims and counts(part.text)) or (part.names and not number):
                alone = self._alone(part.text, may_be_title=may_be_title)
                # What one line leaves another may take up, were those between them left out.
                if alone.tells or alone.lends or (alone.announces and announces):
                    return True
        return False

    def _alone(self, text: str, *, may_be_title: bool) -> _Alone:
        """What a part tells and leaves where nothing was said before."""
        known = self._known.get(text)
        if known is not None:
            return known
        state = self._afresh()
        state.enter(Sentence(0, 0, 0, 0, 0, 0))
        lists, tells = may_be_title or LISTED.search(text) is not None, False
        rows = []
        for prepared, items in self._rows(text, whole=True):
            rows.append((prepared, items))
            tells = self._claims(prepared, items, state, lists=lists)
            if tells:
                break
        state.enter(Sentence(len(rows), 1, 0, 0, 0, 0))
        leaves = not tells and (lent(state) or bool(state.topics))
        if len(self._known) >= _KNOWN:
            self._known.clear()
        known = _Alone(tells, lent(state), bool(state.topics), len(rows), tuple(rows) if leaves else ())
        self._known[text] = known
        return known

    def _afresh(self) -> State:
        return State(self._nowhere, Timing(Spoken(self._nowhere)), NOBODY, NOBODY)

    def forget(self) -> None:
        """Forget the lines that were looked at: reading the same articles again then costs what others would."""
        self._known.clear()

    def may_tell(self, text: str, title: str = "") -> bool:
        """False where no number of a cleaned text is claimed; ``title`` is one that is not in it.

        Linear in the text.
        """
        if any(known is not None and known.tells for known in map(self._known.get, paragraphs(text))):
            return True
        if find_grids(text):
            return True  # what its numbers mean, only all of it tells
        parts = self._screen.parts(text, title)
        if parts and (tells_numbers_apart(text) or may_tell_unit(text)):
            return True
        state = self._afresh()
        index = 0
        for number, part in enumerate(parts):
            if number and _is_idle(part):
                continue  # reading goes on across it
            paragraph = max(number - 1, 0)  # the title is read as if it opened the first one
            state.enter(Sentence(index, paragraph, 0, 0, 0, 0))
            if not (_may_claim(part, state, index) or _is_awaited(part, _following(parts, number), state)):
                index += number > 0
                continue
            known = self._known.get(part.text) if number else None
            if known is not None and not lent(state) and not state.topics:
                if known.tells:
                    return True
                if not known.rows:
                    index += known.sentences
                    continue
            lists = (
                number == 0
                or LISTED.search(part.text) is not None
                or bool(state.recent or state.thread.names or state.titled)
            )
            rows = known.rows if known is not None else ()
            for prepared, items in rows or self._rows(part.text, whole=number > 0):
                here = replace(prepared.sentence, index=index, paragraph=paragraph)
                index += number > 0
                if self._claims(replace(prepared, sentence=here), items, state, lists=lists):
                    return True
        return False

    def _rows(self, text: str, *, whole: bool) -> Iterator[tuple[Prepared, tuple[Item, ...]]]:
        """The sentences of a part with their items; only the first one where it is the title."""
        document = Document(text)
        for sentence in document.sentences if whole else document.sentences[:1]:
            prepared = self._prepared(document, sentence)
            yield prepared, self._items(prepared)

    def _prepared(self, document: Document, sentence: Sentence) -> Prepared:
        """A sentence; times and places are found only where it has a number."""
        tokens = document.words(sentence)
        if not may_hold_quantity(tokens):
            return Prepared(sentence, tokens, (), ())
        return prepare(sentence, tokens, document.folded, self._finder)

    def _items(self, prepared: Prepared) -> tuple[Item, ...]:
        return build_items(prepared, self._nowhere, self._phrases, self._lexicon, self._finder)

    def _claims(self, prepared: Prepared, items: tuple[Item, ...], state: State, *, lists: bool) -> bool:
        """Whether a number of a sentence is claimed; the sentence stays in ``state`` for the next ones."""
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


def _is_idle(part: Part) -> bool:
    """Whether a part may be a line that is left out before reading, as a caption is."""
    says = part.claims or part.names or part.announces or part.lends or part.counted or part.carries
    return not says and may_be_idle(part.text)


def _following(parts: Sequence[Part], number: int) -> Iterator[Part]:
    """The parts behind one that may stay when it is read, as many as a topic holds for."""
    behind = (parts[n] for n in range(number + 1, len(parts)))
    return islice((part for part in behind if not _is_idle(part)), TOPIC_REACH)


def _is_awaited(part: Part, following: Iterator[Part], state: State) -> bool:
    """Whether words of a part may claim numbers of the parts that follow."""
    if part.lends or (state.recent and part.text.endswith(":")):
        return True
    return part.announces and any(other.counted for other in following)


class _Nowhere(Context):
    """No name without a type is a place."""

    def place(self, mention: PlaceMention, near: str | None = None) -> Place | None:  # noqa: ARG002
        return None if mention.type is None else Place(mention.low, mention.high, "district", None, mention)
