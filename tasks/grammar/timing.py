"""When: the period of each figure, from its sentence, the sentences before, or the article's report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import year_period
from tasks.grammar.timing_choice import choose
from tasks.grammar.timing_mentions import told_times
from tasks.grammar.timing_report import announced
from tasks.grammar.timing_resolution import resolve_spoken
from tasks.grammar.timing_state import Spoken, ToldTimes, is_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.context import Context
    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.tokens import Token
    from tasks.records.observation import ObsStatus

_UNTOLD: Final = frozenset({"carried", "carried-year", "year-of-article"})


@dataclass
class Timing:
    """The period spoken of, sentence by sentence."""

    spoken: Spoken
    _told: ToldTimes = field(default_factory=ToldTimes)

    @classmethod
    def of(cls, context: Context, prepared: Sequence[Prepared]) -> Timing:
        return cls(announced(context, prepared))

    def resolve(self, mention: PeriodMention, local: int | None) -> Period | None:
        """A mention's period; ``local`` is a year told just before in the sentence."""
        return resolve_spoken(mention, local, self.spoken, aims=self._told.aims)

    def enter(self, items: Sequence[Item], tokens: Sequence[Token]) -> None:
        """Begin a sentence: resolve its mentions and note which belong to a plan."""
        self._told = told_times(items, tokens, self.spoken)

    @property
    def told(self) -> bool:
        """Whether the sentence tells a period of its own."""
        return bool(self._told.mentions)

    def of_figure(
        self,
        index: int,
        subject: int,
        *,
        chained: bool,
        status: ObsStatus,
        plan_level: bool,
        of_targets: bool = False,
        is_start: bool = False,
        is_stock: bool = False,
    ) -> tuple[Period | None, str]:
        """The period of the figure at ``index`` and the rule that chose it; ``is_start`` where a change began there."""
        told, spoken = self._told, self.spoken
        if of_targets:
            told.mentions = [(i, m, False) for i, m, _ in told.mentions]
        period, rule = choose(told, spoken, index, subject, chained=chained, plan_level=plan_level, status=status)
        if told.chosen_holiday or (rule == "carried" and spoken.holiday):
            return None, "holiday"
        if period is None and spoken.context.year is not None and _is_year_known(told, spoken.context):
            period, rule = year_period(_year_untold(spoken, status, is_stock=is_stock)), "year-of-article"
        if of_targets and spoken.of_term and period is not None and _is_of_next_term(spoken, period, rule, status):
            period, rule = spoken.next_term, "term"
        untold = period is None or rule in _UNTOLD
        if (plan_level or status == "target") and untold and spoken.ahead is not None:
            period, rule = spoken.ahead, "plan"
        if plan_level and period is not None and "/" not in period.code:
            period = year_period(period.year)
        if is_start and rule == "right":
            told.mentions = [one for one in told.mentions if one[0] not in told.used_mentions]
        if period is not None:
            told.used[index] = period
            if plan_level or is_start or told.is_aside(index):
                told.planned.add(index)
            elif index not in told.planned:
                told.last = period
        return period, rule

    def leave(self, claimed: Sequence[int]) -> None:
        """End a sentence: what it was about stays for the next.

        The year to come that a sentence without figures tells is the one that targets in the next sentences are for.
        A period behind the first figure is that figure's own, unless it is the part of the year that is reported.
        """
        told, spoken = self._told, self.spoken
        used = [told.used[i] for i in claimed if i in told.used]
        _look_ahead(told, spoken, used=bool(used))
        first = told.first
        if any(m.kind == "holiday" and i < first for i, m, _ in told.mentions):
            spoken.holiday = True
        for i, mention, of_plan in told.mentions:
            if not (mention.kind in {"year", "term"} or is_part(mention)) or (of_plan and i not in told.used_mentions):
                continue
            if i not in told.used_mentions and (
                used or not told.opens(i) or ("năm" not in mention.text and mention.kind == "year")
            ):
                continue
            if mention.kind == "year" and _is_of_current(spoken, told.resolved.get(i)) and not told.opens(i):
                continue  # "vốn đầu tư công năm 2023" does not end the nine months that are reported
            if (i > first and mention.kind == "year") or any(low < i < high for low, high in told.closed):
                continue
            period = told.resolved.get(i)
            if period is None:
                continue
            ahead = spoken.context.year is not None and period.year > spoken.context.year
            bygone = spoken.context.year is not None and period.year < spoken.context.year - 1
            if bygone and spoken.current is not None:
                continue  # "năm 2004, khi mới thành lập" is a look back
            if not used and (ahead or (mention.offset or 0) > 0):
                continue
            spoken.turn_to(period)
            return
        day = [i for i, m, _ in told.mentions if m.kind == "day" and m.until and i in told.used_mentions]
        spoken.as_of = told.resolved.get(day[0]) if day else spoken.as_of

    def heading(self) -> None:
        """The sentence was a heading: the one period it names holds for what follows, be it ahead or not."""
        told = self._told
        named = [
            (i, m)
            for i, m, _ in told.mentions
            if (m.kind in {"year", "term"} or is_part(m))
            and (m.year is not None or m.kind != "year")
            and told.resolved.get(i)
        ]
        if len(named) == 1 and (period := told.resolved[named[0][0]]) is not None:
            self.spoken.turn_to(period)


def _is_of_next_term(spoken: Spoken, period: Period, rule: str, status: ObsStatus) -> bool:
    """*Đại hội đề ra 22 chỉ tiêu*, be it for the term or "to 2030": they are the targets of the term to come."""
    if spoken.next_term is None:
        return False
    last = period.code == str(spoken.next_term.end.year)
    return last or (status == "target" and rule in _UNTOLD and "/" not in period.code)


def _is_year_known(told: ToldTimes, context: Context) -> bool:
    """Of an undated article the year is only inferred, unless the sentence measures against the year before."""
    bases = (item.period for item in told.items if item.period is not None and item.period.kind == "base")
    return context.dated or any(base.year is not None and base.year + 1 == context.year for base in bases)


def _year_untold(spoken: Spoken, status: ObsStatus, *, is_stock: bool) -> int:
    """The year of a figure without any: in January, what is told as done is the year before's."""
    published, year = spoken.context.published, spoken.context.year
    assert year is not None
    done = status != "target" and published is not None and published.month == 1 and published.year == year
    return year - 1 if done and not is_stock else year


def _look_ahead(told: ToldTimes, spoken: Spoken, *, used: bool) -> None:
    year = spoken.context.year
    ahead = [
        period
        for i, mention, _ in told.mentions
        if mention.kind == "year" and (period := told.resolved.get(i)) is not None and period.year - 1 == year
    ]
    if ahead and not used:
        spoken.ahead = ahead[-1]
    elif told.mentions:
        spoken.ahead = None


def _is_of_current(spoken: Spoken, period: Period | None) -> bool:
    """Whether a year is the one that the part of a year in hand belongs to."""
    current = spoken.current
    return period is not None and current is not None and len(current.code) > 4 and period.year == current.year
