"""One sentence: which quantity is a figure of which indicator, of what measure, when, and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.aims_ahead import of_whole_year
from tasks.grammar.anchors import find_anchors
from tasks.grammar.aspects import of_aspect
from tasks.grammar.averages import goes_on_of_average
from tasks.grammar.began_before import began_year_before
from tasks.grammar.claims import find_claim, multiple_of_plan
from tasks.grammar.confidence import confidence
from tasks.grammar.days import tells_time
from tasks.grammar.each import each_named
from tasks.grammar.figure_periods import is_measured_on, is_of_start, lies_ahead, of_founding, period_of
from tasks.grammar.figures import Claim, Dropped, Figure, SentenceTrace
from tasks.grammar.joint_sums import joint_claims
from tasks.grammar.marks import is_listed_mark
from tasks.grammar.measures import MeasureReading
from tasks.grammar.measuring import measure_of
from tasks.grammar.memory import remember, remember_list
from tasks.grammar.month_shares import of_year_so_far
from tasks.grammar.owners import owner_of, refusal
from tasks.grammar.period_codes import earlier
from tasks.grammar.planned_lists import is_of_planned_list
from tasks.grammar.refusals import why_no_figure
from tasks.grammar.restated import without_parts
from tasks.grammar.restated_targets import MET, targets_of
from tasks.grammar.scope import NOBODY
from tasks.grammar.status import is_assigned, is_carried_out, is_part_of_plan, status_of
from tasks.grammar.targets_done import as_done
from tasks.grammar.telling import Telling
from tasks.grammar.timing_memory import end_look_back

if TYPE_CHECKING:
    from tasks.grammar.indicators import Phrases
    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.period_codes import Period
    from tasks.grammar.scope import Anchor, Focus
    from tasks.grammar.state import State
    from tasks.records.observation import ObsStatus

_SHARED: Final = frozenset(
    {"recurs", "of-a-day", "required", "of-none", "narrowed"}
)  # reasons that hold for what goes on
_TOLD_TIMES: Final = frozenset({"in-parentheses", "between", "right", "from-to"})


class SentenceReader:
    """Reads one sentence; :meth:`read` also leaves the state for the next."""

    def __init__(
        self, prepared: Prepared, items: tuple[Item, ...], state: State, *, phrases: Phrases, lexicon: Lexicon
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
        self._shifted: dict[int, int] = {}  # figures of the years before, and how many
        self._none_of: set[int] = (
            set()
        )  # quantities of a day, an offer or a standard: what goes on from them is no figure
        self._met: int | None = None  # the last number that told how many targets were met
        self._plans: dict[int, str] = {}  # the sums that are a plan's own, and how they were told to be
        self.carried: Focus = NOBODY
        """Who was spoken of when the sentence began."""

    def read(self, *, claims: bool = True) -> tuple[Figure, ...]:
        """The figures of the sentence, left to right; ``claims`` is whether a number of it may be claimed at all."""
        told, state = self._told, self._state
        state.enter(told.sentence)
        self.carried = state.focus
        self._anchors = find_anchors(told.items, told.tokens, self._context, state.focus)
        state.timing.enter(told.items, told.tokens)
        if state.timing.passed:
            state.thread.period = None  # "Mười lăm năm sau, …": what a list was told of is over
        if state.timing.reports:
            state.heading_target = False
        for index in told.quantities() if claims else ():
            if told.is_multiple(index):
                self._read_multiple(index)  # "thấp hơn 11 lần": the figures around it go on
            else:
                self._read_quantity(index, told.previous_quantity(index))
        remember(told, self._anchors, self._owners)
        of_days = {dropped.indicator for dropped in self._dropped if dropped.reason == "of-a-day"}
        if of_days:
            state.timing.spoken.tell_days(of_days)
        if any(
            dropped.reason == "average" and told.quantity(dropped.at).kind == "percent" for dropped in self._dropped
        ):
            state.averaged = told.sentence.index
        figures, parts = without_parts(told, as_done(told, self._figures))
        self._dropped += parts
        if (last := told.last_reading) is not None and last.measure == "growth":
            state.grown = told.sentence.index
        statuses = {figure.status for figure in figures}
        if statuses == {"target"}:
            state.aimed, state.aimed_in = told.sentence.index, told.sentence.paragraph
        elif statuses == {"estimate"}:
            state.estimated = told.sentence.index
        return tuple(of_year_so_far(told, each_named(told, self._anchors, figures)))

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
        targets = targets_of(told, index, previous, status, self._met)
        if targets is not None:
            told.claims[index] = None
            for claim, target in targets:
                self._met = index if target.indicator == MET else self._met
                self._emit(index, claim, MeasureReading("level", target.value, target.rule), target.status)
            return
        found = find_claim(told, index, previous)
        told.claims[index] = found = of_aspect(told, index, found) if found is not None else None
        for one in joint_claims(told, index, found):
            told.claims[index] = one
            self._read_claimed(index, previous, one, status)

    def _read_claimed(self, index: int, previous: int | None, claim: Claim, status: ObsStatus) -> None:
        told = self._told
        reading_of = measure_of(told, index, previous, claim, self._current(claim))
        why = "no-measure" if reading_of is None else why_no_figure(told, index, claim, reading_of)
        goes_on = claim.chained or claim.rule == "list:place"
        if why is None and goes_on and previous in self._none_of and not tells_time(told, previous, index):
            why = "of-none"
        if why is None and reading_of is not None and goes_on_of_average(told, index, reading_of, self._averages()):
            why = "average"
        if why in _SHARED:
            self._none_of.add(index)
        if reading_of is None or why is not None:
            self._dropped.append(Dropped(index, claim.indicator, why or ""))
            return
        if previous in self._plans and self._grows_as_planned(claim, reading_of):
            reading_of = replace(reading_of, target=True)
        claim, reading = self._against_plan(index, claim, reading_of)
        self._emit(index, claim, reading, "target" if reading.target else status)

    def _current(self, claim: Claim) -> Period | None:
        """The period that a figure is told of: that of the one it goes on from, else the one spoken of."""
        last = self._figures[-1] if self._figures else None
        goes_on = claim.chained and last is not None and last.indicator == claim.indicator
        return last.period if goes_on and last is not None else self._state.timing.spoken.current

    def _grows_as_planned(self, claim: Claim, reading: MeasureReading) -> bool:
        """*Dự toán năm 2023 là 845 tỷ đồng, tăng 11% so với năm 2022*: the plan does, where nothing reached is told."""
        return claim.chained and reading.measure == "growth" and self._told.levels.keys() <= self._plans.keys()

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
            claim = claim if plan is None else replace(claim, indicator=plan)
        elif reading.rule == "level" and is_part_of_plan(told, index, self._plans):
            reading = replace(reading, target=True, rule="level:part-of-plan")
        elif reading.rule == "level" and is_of_planned_list(told, index, claim, self._plans):
            reading = replace(reading, target=True, rule="level:planned-list")
            claim = claim if plan is None else replace(claim, indicator=plan)
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
        if claim.rule == "pronoun" and told.around(index).left_has("down_to", "up_to"):
            end_look_back(self._state.timing.spoken)  # "Sau bốn năm, con số này giảm còn 1.108 hộ"
        last_told = self._state.timing.spoken.last_told
        before = last_told.get(claim.indicator)
        period, period_rule = period_of(told, self._state, index, claim, (reading, status))
        if focus.kind == "org" and before is not None:
            last_told[claim.indicator] = before
        elif focus.kind == "org":
            last_told.pop(claim.indicator, None)  # what a company has by now is no time of the district's
        timed = period_rule == "left" or period_rule in _TOLD_TIMES
        whose = (focus, period if not reading.target else None)
        remember_list(told, claim, reading, whose, timed=timed, aimed=status == "target")
        began = self._begins_untimed(index, reading, focus, period_rule)
        if began and not began_year_before(told, index, claim, period):
            self._dropped.append(Dropped(index, claim.indicator, "from-untimed"))
            return  # "giảm từ 5,9%": where it began is told without its time
        reading = replace(reading, shift=1) if began else reading
        if reading.measure == "level" and is_of_start(told, index, claim):
            self._dropped.append(Dropped(index, claim.indicator, "year-start"))
            return
        spoken = self._state.timing.spoken
        to_come = period == spoken.next_term and (period_rule == "term" or spoken.resolves_next)
        if period is not None and (to_come or lies_ahead(period, context)):
            status = "target"
        if status == "target" and period is not None:
            period = of_whole_year(told, claim, reading, period)
        period, period_rule = of_founding(told, self._state, claim, period, period_rule)
        if period_rule == "founding" and not any(item.has("target", "plan", "estimate") for item in told.items[:index]):
            status = "actual"
        if period is not None and not is_measured_on(reading, period):
            self._dropped.append(Dropped(index, claim.indicator, "other-base"))
            return
        shift = reading.shift or self._shift_of_parentheses(index, reading)
        if shift and period is not None and self._has_present(index, claim):
            period = earlier(period, shift)
            self._shifted[index] = shift
        self._state.told_of.add(claim.indicator)
        if reading.measure == "level" and status != "target":
            opens = told.clause_start(min(claim.subject, index), {",", ";", "("})
            of_part = told.items[0].has("part_of") or (opens > 0 and told.opens_parts(opens, index))
            self._state.note_level(claim.indicator, reading.value, told.sentence.index, of_part=of_part)
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

    def _begins_untimed(self, index: int, reading: MeasureReading, focus: Focus, period_rule: str) -> bool:
        """Whether the figure is where a change began, and its time is not told."""
        told = self._told
        between = told.text_after(index) == "(" and focus.rule == "named"  # "từ 0,9% (quận 1) đến 14,2% (quận 8)"
        untimed = not reading.target and self._state.timing.begins_untimed(index)
        begins = (reading.rule == "level:from" or untimed) and period_rule not in _TOLD_TIMES
        return begins and not between and not is_listed_mark(told, index)

    def _has_present(self, index: int, claim: Claim) -> bool:
        """*8 tháng đón 178.000 lượt khách. Doanh thu cùng kỳ 213 tỷ đồng*: of what was not told yet it is this time."""
        bare = any(item.text == "cùng kỳ" for item in self._told.items[max(0, index - 2) : index])
        return claim.chained or not bare or claim.indicator in self._state.told_of

    def _shift_of_parentheses(self, index: int, reading: MeasureReading) -> int:
        """*(cùng kỳ năm trước 745 tỷ đồng, bằng 51% dự toán)*: years back from the time of the sentence, 0 for none."""
        previous = self._told.previous_quantity(index)
        if reading.measure != "plan_ratio" or previous is None or not self._told.in_parentheses(previous):
            return 0
        closed = any(item.text == ")" for item in self._told.items[previous:index])
        return 0 if closed else self._shifted.get(previous, 0)

    def _goes_on_of_body(self, index: int) -> bool:
        """*Khu du lịch … đón 86.000 lượt khách, doanh thu 64 tỷ đồng*: nobody else is named in between."""
        if self._last_focus.kind != "org":
            return False
        return not any(self._last_index < anchor.index < index for anchor in self._anchors)


def _tidy(value: float) -> float:
    """124.2 - 100 is 24.2, not 24.200000000000003."""
    return float(f"{value:.10g}")
