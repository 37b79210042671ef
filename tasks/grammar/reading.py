"""One sentence: which quantity is a figure of which indicator, of what measure, when, and whose."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tasks.grammar.amounts import read_amount
from tasks.grammar.anchors import find_anchors
from tasks.grammar.aspects import (
    goes_on,
    is_of_change,
    is_of_fall,
    is_of_growth,
    is_plan_beside,
    of_aspect,
    of_change,
    of_listed,
    of_more,
    of_plan_beside,
    of_plan_list,
    of_share_moved,
    with_base,
)
from tasks.grammar.claims import find_claim, multiple_of_plan
from tasks.grammar.confidence import confidence
from tasks.grammar.days import tells_time
from tasks.grammar.each import each_named
from tasks.grammar.figures import Claim, Dropped, Figure, SentenceTrace
from tasks.grammar.measures import MeasureReading
from tasks.grammar.memory import remember, remember_list
from tasks.grammar.owners import owner_of, refusal
from tasks.grammar.percents import read_percent
from tasks.grammar.period_codes import earlier, year_period
from tasks.grammar.refusals import goes_on_of_average, why_no_figure
from tasks.grammar.scope import NOBODY
from tasks.grammar.status import is_assigned, is_carried_out, is_part_of_plan, status_of
from tasks.grammar.targets import read_targets
from tasks.grammar.telling import Telling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.indicators import Phrases
    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.period_codes import Period
    from tasks.grammar.scope import Anchor, Focus
    from tasks.grammar.state import State
    from tasks.records.observation import ObsStatus

_FOUNDING: Final = ("ra đời", "thành lập", "sáp nhập", "hợp nhất", "lập ra từ", "việc nhập", "cơ sở nhập")
_LIST_REACH: Final = 3  # sentences that the time of a list of places holds for
_SHARED: Final = frozenset(
    {"recurs", "of-a-day", "required", "of-none", "narrowed"}
)  # reasons that hold for what goes on
_FAR: Final = 3  # years to the end of a term that a congress sets its aims for
_TOLD_TIMES: Final = frozenset({"in-parentheses", "between", "right"})


class SentenceReader:
    """Reads one sentence; :meth:`read` also leaves the state for the next."""

    def __init__(
        self, prepared: Prepared, items: Sequence[Item], state: State, *, phrases: Phrases, lexicon: Lexicon
    ) -> None:
        self._told = Telling(prepared, items, state, phrases=phrases, lexicon=lexicon)
        self._state = state
        self._context = state.context
        self._anchors: list[Anchor] = []
        self._figures: list[Figure] = []
        self._dropped: list[Dropped] = []
        self._owners: set[Focus] = set()
        self._last_focus: Focus = NOBODY  # whose the figure before was, and where it stands
        self._last_index = -1
        self._none_of: set[int] = (
            set()
        )  # quantities of a day, an offer or a standard: what goes on from them is no figure
        self._plans: dict[int, str] = {}  # the sums that are a plan's own, and how they were told to be
        self.carried: Focus = NOBODY
        """Who was spoken of when the sentence began."""

    def read(self) -> tuple[Figure, ...]:
        """The figures of the sentence, left to right."""
        told, state = self._told, self._state
        state.enter(told.sentence)
        self.carried = state.focus
        self._anchors = find_anchors(told.items, told.tokens, self._context, state.focus)
        state.timing.enter(told.items, told.tokens)
        if state.timing.reports:
            state.heading_target = False
        for index in told.quantities():
            if told.is_multiple(index):
                self._read_multiple(index)  # "thấp hơn 11 lần": the figures around it go on
            else:
                self._read_quantity(index, told.previous_quantity(index))
        remember(told, self._anchors, self._owners)
        if any(dropped.reason == "of-a-day" for dropped in self._dropped):
            state.timing.spoken.holiday = True  # what follows without a time is told of the same days
        if any(
            dropped.reason == "average" and told.quantity(dropped.at).kind == "percent" for dropped in self._dropped
        ):
            state.averaged = told.sentence.index
        return tuple(each_named(told, self._anchors, self._figures))

    def _averages(self) -> list[int]:
        return [dropped.at for dropped in self._dropped if dropped.reason == "average"]

    def trace(self) -> SentenceTrace:
        """What was recognised, after :meth:`read`."""
        told = self._told
        return SentenceTrace(
            told.sentence, tuple(told.tokens), tuple(told.items), self._state.focus, tuple(self._dropped)
        )

    def _read_quantity(self, index: int, previous: int | None) -> None:
        told = self._told
        status = status_of(told, index)
        targets = read_targets(told.items, index, told.tokens, status)
        if targets is not None:
            told.claims[index] = None
            for target in targets:
                reading = MeasureReading("level", target.value, target.rule)
                self._emit(index, Claim(target.indicator, index, target.rule), reading, target.status)
            return
        claim = find_claim(told, index, previous)
        told.claims[index] = claim = of_aspect(told, index, claim) if claim is not None else None
        if claim is None:
            return
        reading_of = self._measure(index, previous, claim)
        why = "no-measure" if reading_of is None else why_no_figure(told, index, claim, reading_of)
        if why is None and claim.chained and previous in self._none_of and not tells_time(told, previous, index):
            why = "of-none"
        if why is None and reading_of is not None and goes_on_of_average(told, index, reading_of, self._averages()):
            why = "average"
        if why in _SHARED:
            self._none_of.add(index)
        if reading_of is None or why is not None:
            self._dropped.append(Dropped(index, claim.indicator, why or ""))
            return
        claim, reading = self._against_plan(index, claim, reading_of)
        self._emit(index, claim, reading, "target" if reading.target else status)

    def _measure(self, index: int, previous: int | None, claim: Claim) -> MeasureReading | None:
        """The measure and value of a claimed quantity; ``None`` where the indicator has no such measure."""
        told = self._told
        indicator, quantity = told.indicator(claim.indicator), told.quantity(index)
        before = told.reading_of(previous)
        if quantity.kind == "percent":
            around = with_base(told, index)
            current = self._state.timing.spoken.current
            reading = read_percent(
                quantity,
                around,
                indicator,
                chained=claim.chained,
                after_plan_level=before is not None and before.target and claim.chained,
                of_growth=is_of_growth(told, claim, before),
                of_fall=is_of_fall(told, claim),
                year=current.year if current is not None else None,
            )
            if claim.rule == "share-of-count" and before is not None and reading is not None:
                reading = of_share_moved(quantity, reading, before, around)
            beside = claim.chained and is_plan_beside(told, index)
            planned = of_plan_beside(told, index, before) if before is not None and beside else None
            if planned is not None or (beside and before is None):  # the plan of an average is no figure, either
                reading = planned
            elif before is not None and (reading is None or is_of_change(reading, before, claim)):
                listed = of_plan_list(told, index, before, claim) if reading is None else None
                reading = listed if quantity.points else of_change(quantity, before, around) or listed
            elif reading is not None and before is not None:
                reading = goes_on(reading, before, around, claim)
            if claim.rule == "list:place":
                reading = of_listed(told, index, claim, reading)
        else:
            reading = read_amount(quantity, told.around(index), indicator, of_all=claim.rule == "of-all")
            if before is not None and before.rule == "change:more" and told.text_before(index) == "và":
                reading = of_more(reading, indicator)
        return reading if reading is not None and reading.measure in indicator.measures else None

    def _against_plan(self, index: int, claim: Claim, reading: MeasureReading) -> tuple[Claim, MeasureReading]:
        """Tell sums that are a plan's from what is measured against it, and note both for the figures that go on.

        *Giải ngân 410/520 tỷ đồng kế hoạch vốn*: the first sum is disbursed, the second is the plan's own indicator.
        """
        told = self._told
        plan = told.indicator(claim.indicator).plan
        measured = told.phrases.plans.get(claim.indicator)
        if measured is not None:
            if told.text_after(index) == "/" or is_carried_out(told, index, claim):
                claim = replace(claim, indicator=measured)
            elif reading.measure == "level":
                reading = replace(reading, target=True)
            told.claims[index] = claim
        told.levels[index] = reading
        if reading.target and plan is not None:
            claim = replace(claim, indicator=plan)
        if reading.rule == "level" and is_assigned(told, index, claim):
            reading = replace(reading, target=True, rule="level:assigned")
        elif reading.rule == "level" and is_part_of_plan(told, index, self._plans):
            reading = replace(reading, target=True, rule="level:part-of-plan")
        if reading.target:
            self._plans[index] = reading.rule
        return claim, reading

    def _read_multiple(self, index: int) -> None:
        """*gấp 1,3 lần dự toán* is 130 percent of the plan; multiples of another year are left out."""
        told = self._told
        if not any(item.has("plan") for item in told.around(index).right[:4]):
            self._dropped.append(Dropped(index, "", "multiple"))
            return
        claim = multiple_of_plan(told, index)
        if claim is not None and "plan_ratio" in told.indicator(claim.indicator).measures:
            told.claims[index] = claim
            ratio = MeasureReading("plan_ratio", 100 * told.quantity(index).value, "plan_ratio:times")
            self._emit(index, claim, ratio, status_of(told, index))

    def _emit(self, index: int, claim: Claim, reading: MeasureReading, status: ObsStatus) -> None:
        """Give a reading its owner and its period, and make a figure of it."""
        told, context = self._told, self._context
        focus = owner_of(told, self._anchors, index, claim)
        if (claim.chained or claim.rule.endswith("follow")) and self._goes_on_of_body(index):
            focus = self._last_focus
        self._last_focus, self._last_index = focus, index
        self._owners.add(focus)
        period, period_rule = self._period(index, claim, reading, status)
        timed = period_rule in _TOLD_TIMES | {"left"}
        remember_list(told, claim, reading, (focus, period if not reading.target else None), timed=timed)
        between = told.text_after(index) == "(" and focus.rule == "named"  # "từ 0,9% (quận 1) đến 14,2% (quận 8)"
        if reading.rule == "level:from" and period_rule not in _TOLD_TIMES and not between:
            self._dropped.append(Dropped(index, claim.indicator, "from-untimed"))
            return  # "giảm từ 5,9%": where it began is told without its time
        if period is not None and context.year is not None and period.start.year > context.year and context.dated:
            status = "target"
        period, period_rule = self._founded(claim, period, period_rule)
        if period is not None and not _is_measured_on(reading, period):
            self._dropped.append(Dropped(index, claim.indicator, "other-base"))
            return
        if reading.shift and period is not None and self._has_present(index, claim):
            period = earlier(period, reading.shift)
        self._state.told_of.add(claim.indicator)
        if reading.measure == "level" and status != "target":
            self._state.note_level(claim.indicator, told.sentence.index, of_part=told.items[0].has("part_of"))
        refused, message = refusal(focus, period, period_rule)
        quantity = told.quantity(index)
        self._figures.append(
            Figure(
                sentence=told.sentence,
                raw_start=told.tokens[quantity.first].start,
                raw_end=told.tokens[told.items[index].high - 1].end,
                indicator=claim.indicator,
                measure=reading.measure,
                value=_tidy(reading.value),
                status=status,
                bound="gt" if reading.rule == "level:exceed" and quantity.bound == "eq" else quantity.bound,
                rule=f"{claim.rule}/{reading.rule}/{focus.rule}/{period_rule}",
                confidence=confidence(
                    claim,
                    reading,
                    focus,
                    period_rule,
                    titled=context.main_in_title,
                    status=status,
                    bound=quantity.bound,
                ),
                unit=focus.unit,
                period=period,
                refused=refused,
                message=message,
            )
        )

    def _has_present(self, index: int, claim: Claim) -> bool:
        """*8 tháng đón 178.000 lượt khách. Doanh thu cùng kỳ 213 tỷ đồng*: of what was not told yet it is this time."""
        bare = any(item.text == "cùng kỳ" for item in self._told.items[max(0, index - 2) : index])
        return claim.chained or not bare or claim.indicator in self._state.told_of

    def _goes_on_of_body(self, index: int) -> bool:
        """*Khu du lịch … đón 86.000 lượt khách, doanh thu 64 tỷ đồng*: nobody else is named in between."""
        if self._last_focus.kind != "org":
            return False
        return not any(self._last_index < anchor.index < index for anchor in self._anchors)

    def _period(
        self, index: int, claim: Claim, reading: MeasureReading, status: ObsStatus
    ) -> tuple[Period | None, str]:
        """The period of a figure and its rule; a list of places keeps the one that its first figure was told with."""
        indicator = self._told.indicator(claim.indicator)
        period, rule = self._state.timing.of_figure(
            index,
            claim.subject,
            indicator=claim.indicator,
            chained=claim.chained,
            status=status,
            plan_level=reading.target,
            of_targets=claim.indicator.startswith("targets_"),
            is_start=reading.rule == "level:from",
            is_stock=indicator.stock,
            is_rate=indicator.is_rate,
        )
        if period is not None and status == "target" and reading.measure == "level":
            term = self._term_of_aim(index, claim, period)
            period, rule = (term, "term") if term is not None else (period, rule)
        timing, listed = self._state.timing, self._state.listed_period
        untold = rule in {"carried", "year-of-article"} or (rule == "sentence" and not timing.told)
        near = self._told.sentence.index - self._state.listed_sentence <= _LIST_REACH
        goes_on = claim.rule == "list:place" or (rule == "year-of-article" and claim.indicator == self._state.listed)
        if goes_on and untold and listed is not None and near:
            return listed, "listed"
        return period, rule

    def _term_of_aim(self, index: int, claim: Claim, period: Period) -> Period | None:
        """*Phấn đấu đến năm 2030 tạo việc làm cho 9.000 lao động*, or for so many *mỗi năm*: an aim for a term."""
        told, spoken = self._told, self._state.timing.spoken
        year = spoken.context.year or period.year
        terms = [t for t in (spoken.next_term, spoken.term) if t is not None and t.end.year - year >= _FAR]
        term = next((term for term in terms if str(term.end.year) == period.code), None)
        clause = told.items[told.clause_start(min(claim.subject, index), {",", ";", ":"}) : index]
        each = any(item.period is not None and item.period.kind == "average" for item in clause)
        yearly = (each or "năm" in told.quantity(index).per) and told.indicator(claim.indicator).is_count
        return term if yearly or told.indicator(claim.indicator).over_term else None

    def _founded(self, claim: Claim, period: Period | None, rule: str) -> tuple[Period | None, str]:
        """*Phường thành lập trên cơ sở sáp nhập …, dân số 61.320 người*: told as of now, whatever the report's time."""
        year = self._context.year
        if not self._told.indicator(claim.indicator).at_founding or rule not in {"carried", "term"} or year is None:
            return period, rule
        if not self._context.dated:
            founded = self._state.timing.spoken.dates_event and self._is_founding()
            return (year_period(year), "founding") if founded else (None, "none")  # it may have been long ago
        if period is not None and ("/" in period.code or period.year < year - 1):
            return year_period(year), "founding"  # who lives there is told as of now, not of a bygone year or a term
        return (year_period(year), "founding") if self._is_founding() else (period, rule)

    def _is_founding(self) -> bool:
        words = self._told.words(0, len(self._told.tokens))
        return any(verb in words for verb in _FOUNDING)


def _is_measured_on(reading: MeasureReading, period: Period) -> bool:
    """A growth or change is one on the same part of the year before; against another base it has no measure."""
    base = reading.base
    if base is None:
        return not (reading.rule == "growth:bare" and "/" in period.code)  # "nhiệm kỳ qua, … tăng 76%": over all of it
    if base.part and period.code != f"{period.year}-{base.part}":
        return False  # "quý II tăng 8% so với quý I năm nay"
    if base.year is None:
        return True
    return base.year < period.start.year if "/" in period.code else base.year == period.year - 1


def _tidy(value: float) -> float:
    """124.2 - 100 is 24.2, not 24.200000000000003."""
    return float(f"{value:.10g}")
