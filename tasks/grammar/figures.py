"""The records that reading makes: what a quantity was taken as, the figure that came of it, and why one was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tasks.records.record import Record

if TYPE_CHECKING:
    from tasks.catalog.units import AdminUnit
    from tasks.grammar.items import Item
    from tasks.grammar.period_codes import Period
    from tasks.grammar.scope import Focus
    from tasks.grammar.tokens import Sentence, Token
    from tasks.records.observation import Bound, Confidence, Measure, ObsStatus

REFUSALS: Final = {
    "province": ("scope_province", "the figure is the province's or city's, not a district's"),
    "nation": ("scope_nation", "the figure is the nation's"),
    "part": ("scope_part", "the figure is a part's (a ward, commune or unknown place) of a district"),
    "several": ("several_districts", "several districts are named together, and the text gives them one figure"),
    "ambiguous": ("ambiguous_district", "several districts bear this name and the article does not say which is meant"),
    "org": ("scope_other", "the figure is a company's, project's or other body's"),
    "none": ("no_district", "no district is named that the figure could be about"),
}
"""The code and the message of an issue, by the kind of focus that is no district."""


class Claim(Record, frozen=True):
    """A quantity taken as a figure of an indicator. ``subject`` is the index of the item that says so."""

    indicator: str
    subject: int
    rule: str
    unknown: int = 0
    chained: bool = False

    @property
    def first_rule(self) -> str:
        """The rule of the claim that a chain of figures began with."""
        return self.rule.split("<")[0]


class Figure(Record, frozen=True):
    """One figure read, or refused with a reason. Spans are offsets into the article."""

    sentence: Sentence
    raw_start: int
    raw_end: int
    indicator: str
    measure: Measure
    value: float
    status: ObsStatus
    bound: Bound
    rule: str
    confidence: Confidence
    unit: AdminUnit | None = None
    period: Period | None = None
    refused: str | None = None
    message: str = ""

    @property
    def scope_rule(self) -> str:
        """The part of the rule that decided whose the figure is."""
        return self.rule.split("/")[-2]

    @property
    def period_rule(self) -> str:
        """The part of the rule that decided when it holds."""
        return self.rule.split("/")[-1]


class Dropped(Record, frozen=True):
    """A quantity that became no figure though ``indicator`` claims it; ``explain.yaml`` says what ``reason`` means.

    ``at`` is the index of its item.
    """

    at: int
    indicator: str
    reason: str


@dataclass(frozen=True)
class SentenceTrace:
    """What was recognised in a sentence, for ``--explain``; values shared out make several of one sentence."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    items: tuple[Item, ...]
    focus: Focus
    dropped: tuple[Dropped, ...] = ()
