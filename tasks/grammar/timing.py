"""When: the period of each figure, from its sentence, the sentences before, or the article's report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tasks.grammar.out_of import CARRIED_OUT
from tasks.grammar.period_codes import is_part_of_year, months_period, year_period
from tasks.grammar.timing_carried import accrued
from tasks.grammar.timing_choice import choose
from tasks.grammar.timing_memory import is_horizon, is_of_current, leave
from tasks.grammar.timing_mentions import told_times
from tasks.grammar.timing_months import month_before_sum
from tasks.grammar.timing_passed import note_bygone, note_founding, pass_years, turn_back
from tasks.grammar.timing_report import announced
from tasks.grammar.timing_resolution import NEW_YEAR, resolve_spoken
from tasks.grammar.timing_state import DECEMBER, YEAR_CODE, Spoken, ToldTimes, is_part
from tasks.grammar.timing_terms import UNTOLD, term_measured_on, term_of_targets
from tasks.grammar.timing_untold import is_year_known, untold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.context import Context
    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.tokens import Token
    from tasks.records.observation import ObsStatus

_SINCE: Final = ("vận hành", "hoạt động", "nhập", "hợp nhất", "sắp xếp", "mô hình", "chính quyền")
_GOES_ON_REACH: Final = 3  # sentences
_REPORTS: Final = ("kết quả", "mục tiêu", "nhiệm vụ", "chỉ tiêu", "phương hướng", "cả năm", "dự toán", "kế hoạch")
_HELD: Final = frozenset({"as-of-before", "goes-on", "sentence"})
_TOLD: Final = frozenset({"left", "right", "between", "in-parentheses", "from-to"})
_RESOLVES: Final = (("thông", "qua"), ("quyết", "nghị"), ("biểu", "quyết"))


@dataclass
class Timing:
    """The period spoken of, sentence by sentence."""

    spoken: Spoken
    passed: bool = False  # the sentence opens with years that have passed since a bygone one
    _told: ToldTimes = field(default_factory=ToldTimes)

    @classmethod
    def of(cls, context: Context, prepared: Sequence[Prepared]) -> Timing:
        return cls(announced(context, prepared))

    def resolve(self, mention: PeriodMention, local: int | None) -> Period | None:
        """A mention's period; ``local`` is a year told just before in the sentence."""
        return resolve_spoken(mention, local, self.spoken, aims=self._told.aims)

    def enter(self, items: Sequence[Item], tokens: Sequence[Token]) -> None:
        """Begin a sentence: resolve its mentions and note which belong to a plan."""
        self.spoken.number += 1
        self.passed = pass_years(tokens, self.spoken, self._told.last)
        self._told = told_times(items, tokens, self.spoken)
        note_founding((item.period for item in items if item.period is not None), tokens, self.spoken)
        turn_back(tokens, self.spoken, told=self.told)

    @property
    def told(self) -> bool:
        """Whether the sentence tells a period of its own."""
        return bool(self._told.mentions)

    @property
    def tells_ahead_alone(self) -> bool:
        """Whether every period that the sentence tells, if any, is still to come: *…; đến năm 2030, thu nhập …*."""
        told = self._told
        periods = [told.resolved.get(i) for i, _, _ in told.mentions]
        return all(period is not None and self.spoken.is_ahead(period) for period in periods)

    def begins_untimed(self, index: int) -> bool:
        """*giảm từ 2.410 hộ (9,3%) xuống …*: whether a figure is of where something began, without its time."""
        return index in self._told.moves.untimed

    @property
    def tells_now(self) -> bool:
        """Whether the figure before was told of today: *hiện còn 3,1%*."""
        return any(m.kind == "now" and i in self._told.used_mentions for i, m, _ in self._told.mentions)

    @property
    def titled_report(self) -> bool:
        """Whether the title tells the part of a year that the article reports: *6 tháng đầu năm*, *quý III*."""
        report = self.spoken.report
        return report is not None and self.spoken.reported_in == 0 and is_part_of_year(report)

    @property
    def reports(self) -> bool:
        """Whether the sentence opens with a time that is reported: *Năm 2019, kinh tế huyện …*."""
        told, year = self._told, self.spoken.context.year
        period = told.resolved.get(told.frame) if told.frame is not None else None
        return period is not None and year is not None and period.year <= year and not told.aims

    def of_figure(
        self,
        index: int,
        subject: int,
        *,
        indicator: str,
        chained: bool,
        status: ObsStatus,
        plan_level: bool,
        of_targets: bool = False,
        is_start: bool = False,
        is_growth: bool = False,
        is_stock: bool = False,
        is_rate: bool = False,
        is_yearly: bool = False,
    ) -> tuple[Period | None, str]:
        """The period of the figure at ``index`` and the rule that chose it; ``is_start`` where a change began there."""
        told, spoken = self._told, self.spoken
        mentions, told.of_targets, told.of_plan = told.mentions, of_targets, plan_level
        told.mentions = _fitting(told, spoken, is_stock=is_stock, is_lasting=is_rate or is_stock, status=status)
        period, rule = choose(
            told,
            spoken,
            index,
            subject,
            chained=chained,
            plan_level=plan_level,
            status=status,
            is_stock=is_stock,
            is_rate=is_rate,
            is_yearly=is_yearly,
        )
        told.mentions = mentions
        to_date = not (is_stock or is_rate) and status == "actual" and rule in _TOLD
        period = accrued(told, spoken, period, is_yearly=is_yearly) if to_date else period
        if is_stock and period is not None and "-M" in period.code and rule in _TOLD:
            period = months_period(period.year, period.end.month)  # "23 xã đạt chuẩn vào tháng 10": as of its end
        untimed = not is_stock and rule in {"carried", "none"}
        if told.chosen_holiday or (untimed and spoken.is_of_days(indicator)):
            spoken.of_days.add(indicator)
            return None, "holiday"
        if (
            period is None
            and spoken.context.year is not None
            and is_year_known(told, spoken, lasts=is_stock or is_rate or is_yearly)
        ):
            period, rule = untold(spoken, status, is_stock=is_stock, lasts=is_stock or is_rate), "year-of-article"
        terms_of = term_of_targets if of_targets else term_measured_on
        term = terms_of(told, spoken, period, rule, status)
        period, rule = (term, "term") if term is not None else (period, rule)
        if period is None or rule in UNTOLD:
            day = _goes_on(spoken, period, rule, indicator) if status == "actual" else None
            aim = self._aimed_at(index, status, plan_level=plan_level, of_targets=of_targets) if day is None else None
            period, rule = (day, "goes-on") if day is not None else (aim, "plan") if aim is not None else (period, rule)
        month = month_before_sum(told, spoken, index) if rule in UNTOLD | _HELD and not plan_level else None
        period, rule = (month, "month-before-sum") if month is not None else (period, rule)
        own = period is not None and is_part_of_year(period)  # "Dự toán thu 6 tháng là 61 tỷ đồng"
        own = own and (rule == "between" or (rule == "left" and _follows_report(period, spoken)))
        if plan_level and period is not None and "/" not in period.code and not own:
            period = year_period(period.year)
        if is_start and rule == "right":
            told.mentions = [one for one in told.mentions if one[0] not in told.right]
        if period is not None:
            told.used[index] = period
            told.statuses[index] = status
            if not is_stock and not is_rate:
                told.flows.add(index)
            spoken.note(status, period)
            spoken.last_told[indicator] = (period, spoken.number)
            if plan_level:
                told.plans.add(index)
            if is_start:
                told.starts.add(index)
            if (plan_level and not is_growth) or is_start or told.is_aside(index):
                told.planned.add(index)
            elif index not in told.planned:
                told.last = period
        return period, rule

    def _aimed_at(self, index: int, status: ObsStatus, *, plan_level: bool, of_targets: bool) -> Period | None:
        """The year that an aim without a time is for: the one to come that was told, or whose tasks are announced."""
        told, spoken = self._told, self.spoken
        carried_out = plan_level and any(item.text in CARRIED_OUT for item in told.items[index + 1 :])
        if carried_out or (not plan_level and status != "target"):
            return None  # "Nghị quyết 68 tỷ đồng, thực hiện 81 tỷ đồng": the plan of what is reported
        planned = spoken.reported_in > spoken.number if plan_level else not of_targets
        ahead = spoken.ahead or (spoken.planned if planned else None)
        ahead = ahead or (_new_year(told, spoken, plan_level=plan_level) if not of_targets else None)
        if ahead is not None and not of_targets and spoken.is_ahead(ahead):
            told.implied = ahead
        return ahead

    def stand_beside(self) -> None:
        """*Thu ngân sách 81 tỷ đồng. Kế hoạch năm 2020: 85 tỷ đồng*: what follows is told of the time before."""
        self._told.beside = True

    def leave(self) -> None:
        """End a sentence: what it was about stays for the next."""
        told = self._told
        aims = (
            i in told.plans or told.statuses[i] == "target" or self.spoken.is_ahead(p) for i, p in told.used.items()
        )
        if not (told.beside and all(aims)):
            leave(told, self.spoken)
        note_bygone(((m, told.resolved.get(i)) for i, m, of_plan in told.mentions if not of_plan), self.spoken)
        self._return_to_report()
        published = self.spoken.context.published
        if published is not None and published.month == DECEMBER and self._told.says(*_RESOLVES):
            self.spoken.resolved_in = self.spoken.number

    def _return_to_report(self) -> None:
        """*Tổng kết năm 2021, bàn phương hướng năm 2022*, below a title that aims: what follows is the report."""
        spoken = self.spoken
        if spoken.number != spoken.reported_in or self._told.used or spoken.report is None or spoken.current is None:
            return
        if spoken.is_ahead(spoken.current) and not spoken.is_ahead(spoken.report):
            spoken.turn_to(spoken.report)
            spoken.ahead = None

    def begin_section(self) -> None:
        """A heading turns to another district: what the last one aims at says nothing of it."""
        spoken = self.spoken
        dated = spoken.context.dated  # else its year is but one of those that it tells
        past = (p for p in (spoken.home, spoken.report) if p is not None and not (dated and spoken.is_ahead(p)))
        home, current = next(past, None), spoken.current
        if home is None or current is None:
            return
        if spoken.is_ahead(current) if dated else current.start > home.end:
            spoken.turn_to(home)
            spoken.ahead, spoken.aimed = None, False

    def begin_list(self) -> None:
        """*Kết quả thu năm 2013 của các quận, huyện:* tells the time of what is listed; a day before it does not."""
        self.spoken.as_of, self.spoken.as_of_leads = None, False
        self.spoken.last_told.clear()

    def heading(self, *, to_come: bool = True) -> None:
        """The sentence was a heading: the one period it names holds for what follows, be it ahead or not.

        ``to_come`` is whether it may be ahead, which a title's second line may not.

        The year of the part that is reported is no other time: *Huyện giao quân năm 2023*, a caption.
        """
        told = self._told
        named = [
            (i, m)
            for i, m, _ in told.mentions
            if (m.kind in {"year", "term"} or is_part(m))
            and (m.year is not None or m.kind != "year")
            and not is_horizon(told, m, told.resolved.get(i), self.spoken)
            and told.resolved.get(i)
            and not (m.kind == "year" and is_of_current(self.spoken, told.resolved.get(i)) and not _heads(told, i))
        ]
        period = told.resolved[named[0][0]] if len(named) == 1 else None
        if period is not None and (to_come or not self.spoken.is_ahead(period)):
            self.spoken.turn_to(period, for_good=True)


def _follows_report(period: Period | None, spoken: Spoken) -> bool:
    """*Sang quý II, huyện giao thu tối thiểu 190 tỷ đồng*, told of the first: the part that comes next."""
    report = spoken.home
    return period is not None and report is not None and is_part_of_year(report) and period.start > report.end


def _heads(told: ToldTimes, index: int) -> bool:
    """Whether a heading is about the year that it names: *Năm 2023*, *Kết quả cả năm 2023*."""
    words = " ".join([token.text for token in told.tokens])
    return told.opens(index) or any(what in words for what in _REPORTS)


def _new_year(told: ToldTimes, spoken: Spoken, *, plan_level: bool) -> Period | None:
    """An aim told in January beside the report of the year before, or resolved on in December, is the new year's."""
    published, current = spoken.context.published, spoken.current
    if published is None:
        return None
    if published.month == DECEMBER:
        resolved = told.says(*_RESOLVES) or (not plan_level and spoken.resolved_in == spoken.number - 1)
        return year_period(published.year + 1) if resolved else None
    reported = current is not None and current.code == str(published.year - 1)
    return year_period(published.year) if reported and published.month <= NEW_YEAR and not plan_level else None


def _fitting(
    told: ToldTimes, spoken: Spoken, *, is_stock: bool, is_lasting: bool, status: ObsStatus
) -> list[tuple[int, PeriodMention, bool]]:
    """The mentions that a figure can be told of.

    *Đến nay, 16/18 chỉ tiêu đã đạt* is told of the year or the term that the targets are of, and what there is by now
    is not of a program's years to come (*kế hoạch giảm nghèo giai đoạn 2021 - 2025*).
    """
    if told.of_targets:
        days = {i for i, period in told.resolved.items() if period is not None and period.code.count("-") > 1}
        days |= {i for i, m, _ in told.mentions if m.kind == "holiday" and "nhiệm" in m.text}  # "Nửa nhiệm kỳ đã qua"
        return [(i, m, False) for i, m, _ in told.mentions if i not in days]
    if is_stock:  # "Sau một năm vận hành, phường có 12 trường đạt chuẩn"
        told.mentions = [one for one in told.mentions if one[1].kind != "holiday" or not _is_of_new_tier(one[1])]
    if not is_lasting and told.points:
        return [mention for mention in told.mentions if mention[0] not in told.points]
    year = spoken.context.year
    if not is_lasting or status != "actual" or year is None:
        return told.mentions
    ahead = {i for i, m, _ in told.mentions if m.kind == "span" and (p := told.resolved.get(i)) and p.year > year}
    return [mention for mention in told.mentions if mention[0] not in ahead]


def _is_of_new_tier(mention: PeriodMention) -> bool:
    """*sau một năm vận hành*, *sau hai năm sáp nhập*: by when something is there."""
    return "năm" in mention.text.split() and any(since in mention.text for since in _SINCE)


def _goes_on(spoken: Spoken, period: Period | None, rule: str, indicator: str) -> Period | None:
    """*Đến ngày 20/9 giải ngân 35% … Cao nhất là quận 3 (62%)*: the day or month that the indicator is told on of."""
    if indicator not in spoken.last_told:
        return None
    last, number = spoken.last_told[indicator]
    if last == spoken.founded:
        return None
    if (period is not None and last.year != period.year) or spoken.number - number > _GOES_ON_REACH:
        return None
    if last.code.count("-") > 1:
        return last
    in_year = period is None or rule == "year-of-article" or len(period.code) == YEAR_CODE
    return last if "-M" in last.code and in_year else None
