"""A sentence while it is read: its row of items, the words known, and what its quantities were taken as so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.grammar.sentence import Row
from tasks.grammar.surroundings import surroundings
from tasks.records.record import Record

if TYPE_CHECKING:
    from tasks.catalog.indicators import Indicator
    from tasks.grammar.figures import Claim
    from tasks.grammar.indicators import Phrases
    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.sayings import Saying
    from tasks.grammar.state import State
    from tasks.grammar.surroundings import Surroundings
    from tasks.records.observation import ObsStatus


class Telling(Row):
    """The row of a sentence with what its figures, and the sentences before, have told.

    ``claims`` and ``levels`` are keyed by item index; a quantity that was looked at and is no figure has the claim
    ``None``.
    """

    def __init__(
        self, prepared: Prepared, items: tuple[Item, ...], state: State, *, phrases: Phrases, lexicon: Lexicon
    ) -> None:
        super().__init__(items, prepared.tokens)
        self.sentence = prepared.sentence
        self.phrases = phrases
        self.lexicon = lexicon
        self.state = state
        self.claims: dict[int, Claim | None] = {}
        self.levels: dict[int, MeasureReading] = {}
        self.bracketed: str | None = None  # the indicator of a list of places with figures in parentheses
        self.statuses: list[ObsStatus] = ["actual"]  # before each item, as far as it was asked for
        self.statuses_where_aimed: list[ObsStatus] = ["target"]  # the same where all figures are said to be aims
        self.opens_list_of_aims: bool | None = None
        self.sayings: dict[bool, tuple[Saying, ...]] = {}  # whose words stand here, of rates and of others
        self._whole = prepared.whole
        self._held: dict[int, tuple[str, ...]] = state.absent.copy() if prepared.whole else {}
        self._sought: list[tuple[str, ...]] = []  # kept, so that no other takes an id
        self._around: dict[int, Surroundings] = {}
        self._counted_by: dict[int, tuple[int, frozenset[str]]] = {}

    def indicator(self, name: str) -> Indicator:
        return self.phrases.indicators[name]

    def holds(self, phrases: tuple[str, ...]) -> bool:
        """Whether one of the phrases stands anywhere in the sentence, be it as a part of other words."""
        return bool(self.held(phrases))

    def held(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the phrases that stand anywhere in the sentence; looked for once, since most sentences hold none."""
        found = self._held.get(id(phrases))
        if found is None:
            sought = self.state.standing(phrases) if self._whole else phrases
            found = tuple([phrase for phrase in sought if phrase in self.text]) if sought else ()
            self._held[id(phrases)] = found
            self._sought.append(phrases)
        return found

    def around(self, index: int) -> Surroundings:
        """The items that speak of one quantity."""
        if index not in self._around:
            self._around[index] = surroundings(self.items, index)
        return self._around[index]

    def counted_by(self, low: int) -> tuple[int, frozenset[str]]:
        """Where the counted noun at token ``low`` ends, and the indicators that count it."""
        if low not in self._counted_by:
            self._counted_by[low] = self.phrases.counted_by(self.tokens, low)
        return self._counted_by[low]

    def claim_of(self, index: int | None) -> Claim | None:
        return None if index is None else self.claims.get(index)

    def reading_of(self, index: int | None) -> MeasureReading | None:
        return None if index is None else self.levels.get(index)

    @property
    def last_reading(self) -> MeasureReading | None:
        """The measure of the rightmost figure so far; a quantity behind it that is no figure has none."""
        return self.levels[max(self.levels)] if self.levels else None

    def claimed(self) -> list[Claim]:
        """The claims so far, left to right."""
        return [claim for claim in self.claims.values() if claim is not None]


class Number(Record, frozen=True):
    """A quantity that looks for its indicator: where it stands, what it counts, and the figure that it may follow."""

    index: int
    quantity: Quantity
    nouns: frozenset[str]  # the indicators that count the noun behind it
    has_noun: bool  # whether any noun stands there
    previous: int | None  # the quantity before
    last: Claim | None  # and what that was taken as
    is_count: bool

    def may_count(self, name: str) -> bool:
        """Whether the noun behind it does not speak against an indicator: one that it counts, or none."""
        return not self.is_count or name in self.nouns or not self.has_noun
