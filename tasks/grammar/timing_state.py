"""What is known of time while an article is read: the periods spoken of, and the mentions of the sentence in hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.context import Context
    from tasks.grammar.items import Item
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention

PARTS_OF_YEAR: Final = frozenset({"months", "quarter", "half"})


@dataclass
class Spoken:
    """The periods that an article reports and speaks of, from its opening and the sentences so far."""

    context: Context
    report: Period | None = None
    part: Period | None = None  # the part of the year that the article reports, wherever it says so
    term: Period | None = None
    next_term: Period | None = None
    of_term: bool = False  # a congress looks back on its term: what it tells without a year is the term's
    current: Period | None = None
    before: Period | None = None  # what was spoken of before the current one
    month: Period | None = None  # the month alone that was spoken of last
    ahead: Period | None = None  # the year to come that was spoken of last
    as_of: Period | None = None  # a day that the paragraph's figures are told as of
    holiday: bool = False  # a span of days that has no code was spoken of last

    def turn_to(self, period: Period) -> None:
        """Speak of ``period`` from now on."""
        if self.current is not None and period != self.current:
            self.before = self.current
        self.current = period
        self.holiday = False


@dataclass
class ToldTimes:
    """The mentions of time in one sentence, by item index, and which figures have taken them."""

    items: Sequence[Item] = ()
    first: int = 0  # the sentence's first quantity
    aims: bool = False  # the sentence tells an aim: its dates lie ahead
    closed: Sequence[tuple[int, int]] = ()  # its parentheses
    mentions: list[tuple[int, PeriodMention, bool]] = field(default_factory=list)  # the last: whether of a plan
    resolved: dict[int, Period | None] = field(default_factory=dict)
    used: dict[int, Period] = field(default_factory=dict)  # by figure
    used_mentions: set[int] = field(default_factory=set)
    planned: set[int] = field(default_factory=set)  # figures whose time says nothing of those that follow
    last: Period | None = None
    chosen_holiday: bool = False

    def take(self, index: int) -> Period | None:
        """The period of a mention, which a figure has taken."""
        self.used_mentions.add(index)
        self.chosen_holiday = any(i == index and m.kind == "holiday" for i, m, _ in self.mentions)
        return self.resolved.get(index)

    def opens(self, index: int) -> bool:
        """Whether a mention opens its sentence: nothing but small words before it."""
        return index <= 3 and all(item.kind in {"cue", "word"} for item in self.items[:index])

    def is_aside(self, index: int) -> bool:
        """*tăng 4,1% (cả năm 2021 tăng 9,2%)*: parentheses with a time of their own say nothing of what follows."""
        around = next(((low, high) for low, high in self.closed if low < index < high), None)
        return around is not None and any(around[0] < i < around[1] for i in self.used_mentions)

    def inside_other(self, mention: int, index: int) -> bool:
        """Whether a mention stands in parentheses that the figure is not in."""
        return any(low < mention < high and not low < index < high for low, high in self.closed)


def is_part(mention: PeriodMention) -> bool:
    """Whether a mention is a part of the year: *9 tháng*, *quý III*, *đến hết tháng 9*."""
    return mention.kind in PARTS_OF_YEAR or (mention.kind == "month" and mention.until)
