"""When: the period of each figure, from its sentence, the sentences before, or the article's report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import Period, day_period, span_period, year_period
from tasks.grammar.period_resolution import resolve
from tasks.grammar.sentence import parentheses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tasks.grammar.context import Context
    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.tokens import Token
    from tasks.records.observation import ObsStatus

_NO_PERIOD: Final = frozenset({"base", "average", "other"})
_YEAR_CODE: Final = 4  # characters of "2023"
_EARLY_MONTHS: Final = 4  # until April "năm qua" is the calendar year before
_NEW_YEAR: Final = 3  # until March a report of the year before goes on with it
_PARTS_OF_YEAR: Final = frozenset({"months", "quarter", "half"})
_PLAN_REACH: Final = 9  # items from a percentage to the year of the plan that it is of
_LOOKS_BACK: Final = ("tổng kết", "kết quả thực hiện", "tình hình thực hiện", "hoàn thành", "kiểm điểm", "đánh giá")
_LOOKS_BACK_REACH: Final = 8  # tokens before a year
_NOUN_REACH: Final = 4  # items from a figure to the parentheses behind its noun
_UNTOLD: Final = frozenset({"carried", "carried-year", "year-of-article"})
_TASKS: Final = frozenset({"vụ", "hướng", "pháp"})  # "nhiệm vụ", "phương hướng", "giải pháp"
_PLAN_LEAD: Final = frozenset(
    ["hoạch", "vụ", "hướng", "toán", "tiêu", "mục", "giao", "lệnh", "triển", "phương", "nhiệm", "đề"]
)


@dataclass
class Timing:
    """The period spoken of, sentence by sentence."""

    context: Context
    report: Period | None
    part: Period | None  # the part of the year that the article reports, wherever it says so
    term: Period | None
    next_term: Period | None
    current: Period | None
    as_of: Period | None = None  # a day that the paragraph's figures are told as of
    _before: Period | None = None
    _mentions: list[tuple[int, PeriodMention, bool]] = field(default_factory=list)
    _resolved: dict[int, Period | None] = field(default_factory=dict)
    _used: dict[int, Period] = field(default_factory=dict)
    _used_mentions: set[int] = field(default_factory=set)
    _planned: set[int] = field(default_factory=set)
    _of_term: bool = False  # a congress looks back on its term: what it tells without a year is the term's
    _month: Period | None = None  # the month alone that was spoken of last
    _holiday: bool = False  # a span of days that has no code was spoken of last
    _chosen_holiday: bool = False
    _items: Sequence[Item] = ()
    _first: int = 0  # the sentence's first quantity
    _aims: bool = False  # the sentence tells an aim: its dates lie ahead
    _closed: list[tuple[int, int]] = field(default_factory=list)
    _last: Period | None = None
    _ahead: Period | None = None  # the year to come that was spoken of last
    _stock: bool = False  # the figure is one of a stock, which is told as of its day

    @classmethod
    def of(cls, context: Context, prepared: Sequence[Prepared]) -> Timing:
        timing = cls(context, None, None, None, None, None)
        timing.report = timing._report(prepared[:7])
        timing.current = timing.report
        timing.part = timing._part(prepared)
        timing.term = timing._term(prepared)
        timing._month = timing._first_month(prepared[:3])
        opening = " ".join(token.text for one in prepared[:3] for token in one.tokens)
        congress = opening.replace("nghị quyết đại hội", "").replace("sau đại hội", "")
        timing._of_term = timing.report is None and "đại hội" in congress and "nhiệm kỳ" in congress
        return timing

    def _report(self, prepared: Sequence[Prepared]) -> Period | None:
        """The period that title and lead announce: a part of the year before a whole year."""
        years: list[Period] = []
        for one in prepared:
            anchor = _planned_year(one)
            planned = anchor is not None
            for low, _, mention in one.periods:
                if mention.kind == "year" and mention.year is not None:
                    anchor = mention.year
                if not _is_part(mention) and mention.kind != "year":
                    continue
                before = one.tokens[low - 1].text if low else ""
                if mention.kind == "year" and (mention.year is None or self._is_plans(mention, low, one)):
                    continue
                if mention.kind == "quarter" and mention.year is None and low > 2 and not planned:
                    continue
                if mention.kind != "year" and before in _TASKS:
                    continue
                if mention.kind == "year" and self._is_past(mention, low, one):
                    continue
                period = self.resolve(mention, anchor)
                if period is None or (self.context.year is not None and period.year > self.context.year):
                    continue
                if mention.kind != "year":
                    if mention.kind == "half" and mention.number == 2 and before in {"vụ", "trong", "của", "hướng"}:
                        continue
                    return period
                years.append(period)
        return years[0] if years else None

    def _part(self, prepared: Sequence[Prepared]) -> Period | None:
        if self.report is not None and len(self.report.code) > 4:
            return self.report
        for one in prepared:
            for _, _, mention in one.periods:
                if _is_part(mention):
                    period = self.resolve(mention, None)
                    if period is not None and period.year == self.context.year:
                        return period
        return None

    def _is_plans(self, mention: PeriodMention, low: int, one: Prepared) -> bool:
        """*nhiệm vụ năm 2023*, unless the year is over or is looked back on: *tổng kết nhiệm vụ năm 2022*."""
        if not low or one.tokens[low - 1].text not in _PLAN_LEAD:
            return False
        published = self.context.published
        if published is not None and mention.year is not None and mention.year < published.year:
            return False
        words = " ".join(token.text for token in one.tokens[max(0, low - _LOOKS_BACK_REACH) : low])
        return not any(looks_back in words for looks_back in _LOOKS_BACK)

    def _is_past(self, mention: PeriodMention, low: int, one: Prepared) -> bool:
        """A bygone year inside a sentence ("gấp rưỡi năm 2012") is not what the article reports."""
        published = self.context.published
        if mention.year is None or published is None or one.sentence.index == 0 or low <= 3:
            return False
        return mention.year < published.year - 1 or (mention.year == published.year - 1 and published.month >= 5)

    def _first_month(self, prepared: Sequence[Prepared]) -> Period | None:
        for one in prepared:
            for _, _, mention in one.periods:
                if mention.kind == "month":
                    return self.resolve(mention, None)
        return None

    def _term(self, prepared: Sequence[Prepared]) -> Period | None:
        """The term that a report looks back on: of "nhiệm kỳ 2025-2030", held in 2025, the one before."""
        spans = [
            (mention.year, mention.number)
            for one in prepared
            for _, _, mention in one.periods
            if mention.kind == "span" and mention.year and mention.number and mention.number - mention.year == 5
        ]
        year = self.context.year
        if not spans or year is None:
            return None
        newest = max(spans)
        self.next_term = span_period(*newest) if newest[1] > year else None
        past = [span for span in spans if span[1] <= year or span[0] < year]
        first, last = max(past) if past else (min(spans)[0] - 5, min(spans)[1] - 5)
        return span_period(first, last)

    def resolve(self, mention: PeriodMention, local: int | None) -> Period | None:
        """A mention's period; ``local`` is a year told just before in the sentence."""
        published = self.context.published
        anchor = self.context.year
        if mention.kind == "same":
            return self._before if self._before is not None and self.current is not None else self.current
        if mention.kind == "term":
            ahead = mention.text.endswith(("mới", "tới")) or (mention.text.endswith("này") and self._aims)
            return self.next_term if ahead else self.term
        if mention.kind in {"part", "same_month", "holiday"}:
            return {"part": self.part, "same_month": self._month}.get(mention.kind)
        if mention.kind == "ytd":
            part = self.part or self.report
            if part is not None and len(part.code) > 4 and mention.year in {None, part.year} and part.year == anchor:
                return part
            if published is not None and mention.year in {None, published.year}:
                return day_period(published)
        if mention.year is None and mention.kind in {*_PARTS_OF_YEAR, "month", "day"}:
            anchor = self._year_of_part(mention, local)
        elif mention.year is None and mention.kind == "year" and mention.offset == 0:
            if "qua" in mention.text:
                if published is not None and published.month <= _EARLY_MONTHS:
                    return year_period(published.year - 1)
            elif "nay" not in mention.text:
                anchor = local or (self.current.year if self.current is not None else anchor)
        return resolve(mention, anchor, published)

    def _year_of_part(self, mention: PeriodMention, local: int | None) -> int | None:
        """The year of "quý I", "9 tháng", "ngày 30/6" told without one."""
        published, current, year = self.context.published, self.current, self.context.year
        if mention.offset is None and local is not None:
            return local
        if published is None or year is None:
            return current.year if current is not None and mention.offset is None else year
        anchor = published.year
        if mention.offset is not None:
            return anchor
        if not self._aims and _later_than(mention, published.month):
            anchor -= 1
        new_year = published.month <= _NEW_YEAR and not _is_over(mention, published)
        if current is not None and current.year < anchor and ("này" in mention.text or new_year):
            return current.year
        return anchor

    def enter(self, items: Sequence[Item], tokens: Sequence[Token]) -> None:
        """Begin a sentence: resolve its mentions and note which belong to a plan."""
        self._mentions, self._resolved, self._used, self._used_mentions = [], {}, {}, set()
        self._planned = set()
        self._items = items
        self._first = next((i for i, item in enumerate(items) if item.kind == "quantity"), len(items))
        self._aims = any(item.has("target") for item in items)
        self._closed = parentheses(items)
        self._last = None
        local: int | None = None
        for index, item in enumerate(items):
            mention = item.period
            if mention is None or mention.kind in _NO_PERIOD:
                continue
            if mention.kind == "day" and not mention.until:
                before = tokens[item.low - 1].text if item.low else ""
                if before not in {"đến", "tới", "hết", "tính", "điểm"} and not self._closes(items, index):
                    continue
            if (
                mention.kind == "span"
                and "nhiệm" in mention.text
                and item.low
                and tokens[item.low - 1].text in {",", "-"}
            ):
                continue  # "khóa I, nhiệm kỳ 2021-2026" names a council
            if _is_multiple(items, index) or self._is_base(items, index):
                continue  # "gấp rưỡi năm 2012", "gấp 2,4 lần năm 2021": a base
            if mention.kind == "month" and not mention.until and mention.text.startswith(("cuối", "đầu", "giữa")):
                continue  # "do đợt rét cuối tháng 1" dates an event
            of_plan = _is_of_plan(items, index)
            period = self.resolve(mention, local)
            if mention.kind == "month" and mention.alone and not of_plan:
                self._month = period
            ahead = self.context.year is not None and period is not None and period.year > self.context.year
            self._mentions.append((index, mention, of_plan and not ahead))
            self._resolved[index] = period
            if mention.kind == "year" and mention.year is not None and not of_plan:
                local = mention.year

    def _is_base(self, items: Sequence[Item], index: int) -> bool:
        """*bằng 96,3% năm 2019*, told of 2020: the year is what the figure is measured against."""
        mention, spoken = items[index].period, self.current.year if self.current is not None else self.context.year
        before = items[index - 1].quantity if index > 1 else None
        of_year_before = mention is not None and mention.kind == "year" and mention.year is not None
        if before is None or before.kind != "percent" or not of_year_before or spoken is None:
            return False
        return mention is not None and mention.year == spoken - 1 and items[index - 2].has("reach")

    @property
    def told(self) -> bool:
        """Whether the sentence tells a period of its own."""
        return bool(self._mentions)

    def of_figure(
        self,
        items: Sequence[Item],
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
        self._stock = is_stock
        if of_targets:
            self._mentions = [(i, m, False) for i, m, _ in self._mentions]
        period, rule = self._choose(items, index, subject, chained=chained, plan_level=plan_level, status=status)
        if self._chosen_holiday or (rule == "carried" and self._holiday):
            return None, "holiday"
        if period is None and self.context.year is not None:
            period, rule = year_period(self._year_untold(status)), "year-of-article"
        if of_targets and self._of_term and period is not None and self._is_of_next_term(period, rule, status):
            period, rule = self.next_term, "term"
        if (plan_level or status == "target") and rule in _UNTOLD and self._ahead is not None:
            period, rule = self._ahead, "plan"
        if plan_level and period is not None and "/" not in period.code:
            period = year_period(period.year)
        if is_start and rule == "right":
            self._mentions = [told for told in self._mentions if told[0] not in self._used_mentions]
        if period is not None:
            self._used[index] = period
            if plan_level or is_start or self._is_aside(index):
                self._planned.add(index)
            elif index not in self._planned:
                self._last = period
        return period, rule

    def _is_of_next_term(self, period: Period, rule: str, status: ObsStatus) -> bool:
        """*Đại hội đề ra 22 chỉ tiêu*, be it for the term or "to 2030": they are the targets of the term to come."""
        if self.next_term is None:
            return False
        last = period.code == str(self.next_term.end.year)
        return last or (status == "target" and rule in _UNTOLD and "/" not in period.code)

    def _year_untold(self, status: ObsStatus) -> int:
        """The year of a figure without any: in January, what is told as done is the year before's."""
        published, year = self.context.published, self.context.year
        assert year is not None
        done = status != "target" and published is not None and published.month == 1 and published.year == year
        return year - 1 if done and not self._stock else year

    def _choose(
        self, items: Sequence[Item], index: int, subject: int, *, chained: bool, plan_level: bool, status: ObsStatus
    ) -> tuple[Period | None, str]:
        self._chosen_holiday = False
        previous = max((i for i in range(index) if items[i].kind == "quantity"), default=-1)
        if plan_level:
            near = [
                i for i, m, of_plan in self._mentions if (of_plan or m.kind == "year") and previous < i <= index + 3
            ]
            if near:
                return self._take(near[-1]), "plan"
        if index > 1 and items[index - 1].text == "(":
            base = items[index - 2].period
            if base is not None and base.kind == "base" and base.year is not None:
                return year_period(base.year), "base-year"
        own = [(i, m) for i, m, of_plan in self._mentions if not of_plan]
        bracketed = self._bracketed(items, index, [i for i, _ in own])
        if bracketed is not None:
            self._planned.add(index)
            return self._take(bracketed), "in-parentheses"
        own = [(i, m) for i, m in own if not self._inside_other(i, index) or min(subject, index) < i < index]
        between = [i for i, _ in own if (previous if chained else min(subject, index)) < i < index]
        if chained:
            between = [i for i in between if not self._inside_other(i, index)]
        if between:
            as_of = self._as_of(between[-1], between, status)
            return (as_of, "as-of-before") if as_of is not None else (self._take(between[-1]), "between")
        right = self._right(items, index, [i for i, _ in own])
        if chained and previous in self._used and not (right == index + 1 and previous in self._planned):
            told = self._last or self.current or self._used[previous]
            return told if previous in self._planned else self._used[previous], "chain"
        left = [i for i, _ in own if i < index]
        if right is not None and (not left or right == index + 1):
            return self._take(right), "right"
        if left:
            return self._take(left[-1]), "left"
        planned = [i for i, _, of_plan in self._mentions if of_plan and i < index]
        if status == "target" and planned:
            return self._take(planned[-1]), "plan"
        if self._last is not None:
            return self._last, "sentence"
        return self._carried(index, [i for i, _ in own], status)

    def _carried(self, index: int, own: Sequence[int], status: ObsStatus) -> tuple[Period | None, str]:
        """The period of earlier sentences, for a figure whose own sentence tells none before it."""
        current = self.current
        if self._holds_as_of(current, status):
            return self.as_of, "as-of-before"
        of_term = self._of_term and self.term is not None and status != "target"
        if current is None:
            if of_term:
                return self.term, "term"
            year = self.context.year
            after = [
                i for i in own if i > index and (p := self._resolved.get(i)) and (year is None or p.year >= year - 1)
            ]
            return (self._take(after[0]), "after") if after else (None, "none")
        if status == "actual":
            current = self._done_by(current)
        if of_term and len(current.code) == _YEAR_CODE:
            return self.term, "term"
        if status == "target" and len(current.code) > _YEAR_CODE and "/" not in current.code:
            return year_period(current.year), "carried-year"
        return current, "carried"

    def _holds_as_of(self, current: Period | None, status: ObsStatus) -> bool:
        """*Tính đến ngày 25/6 đón 410.000 lượt khách. Doanh thu đạt …*: the paragraph goes on as of that day."""
        day = self.as_of
        if day is None or status == "target":
            return False
        return current is None or (len(current.code) == _YEAR_CODE and current.year == day.year)

    def _done_by(self, current: Period) -> Period:
        """*Huyện đã đón 215.000 lượt khách* after the aims of next year: what is done is not of a time to come."""
        year = self.context.year
        if year is None or current.year <= year:
            return current
        past = (period for period in (self._before, self.report) if period is not None and period.year <= year)
        return next(past, year_period(year))

    def _as_of(self, index: int, mentions: Sequence[int], status: ObsStatus) -> Period | None:
        """*Tiến độ … năm 2022 là …* after "tính đến ngày 20/11/2022": the year is the plan's, the day still holds."""
        mention = next(m for i, m, _ in self._mentions if i == index)
        day, published = self.as_of, self.context.published
        if len(mentions) > 1 or mention.kind != "year" or mention.until or day is None or status != "actual":
            return None
        return day if day.year == mention.year and published is not None and published.year == day.year else None

    def _closes(self, items: Sequence[Item], index: int) -> bool:
        """*dân số 226.564 người (31/12/2022)*: a day alone in parentheses behind a figure."""
        around = [item.text for item in items[max(0, index - 1) : index + 2 : 2]]
        return around == ["(", ")"] and index > 1 and items[index].period is not None

    def _bracketed(self, items: Sequence[Item], index: int, own: Sequence[int]) -> int | None:
        """*38 triệu đồng (năm 2015)*: a period alone in parentheses right behind the figure is the figure's."""
        for j in range(index + 1, min(index + _NOUN_REACH, len(items) - 2)):
            if items[j].text == "(":
                return j + 1 if items[j + 2].text == ")" and j + 1 in own else None
            if items[j].kind not in {"word", "phrase", "cue"} or items[j].text in {",", ";", "."}:
                return None
        return None

    def _is_aside(self, index: int) -> bool:
        """*tăng 4,1% (cả năm 2021 tăng 9,2%)*: parentheses with a time of their own say nothing of what follows."""
        around = next(((low, high) for low, high in self._closed if low < index < high), None)
        return around is not None and any(around[0] < i < around[1] for i in self._used_mentions)

    def _inside_other(self, mention: int, index: int) -> bool:
        """Whether a mention stands in parentheses that the figure is not in."""
        return any(low < mention < high and not low < index < high for low, high in self._closed)

    def _right(self, items: Sequence[Item], index: int, own: Sequence[int]) -> int | None:
        """A period right behind the figure: *đón 31.200 lượt khách trong hai tháng hè*."""
        for j in range(index + 1, min(index + 7, len(items))):
            item = items[j]
            if j in own:
                return j
            if item.kind == "quantity" or item.text in {",", ";", ".", "(", ")", "và"}:
                return None
        return None

    def _take(self, index: int) -> Period | None:
        self._used_mentions.add(index)
        self._chosen_holiday = any(i == index and m.kind == "holiday" for i, m, _ in self._mentions)
        return self._resolved.get(index)

    def leave(self, claimed: Sequence[int]) -> None:
        """End a sentence: what it was about stays for the next.

        The year to come that a sentence without figures tells is the one that targets in the next sentences are for.
        A period behind the first figure is that figure's own, unless it is the part of the year that is reported.
        """
        used = [self._used[i] for i in claimed if i in self._used]
        self._look_ahead(used=bool(used))
        first = self._first
        if any(m.kind == "holiday" and i < first for i, m, _ in self._mentions):
            self._holiday = True
        for i, mention, of_plan in self._mentions:
            if not (mention.kind in {"year", "term"} or _is_part(mention)) or (
                of_plan and i not in self._used_mentions
            ):
                continue
            if i not in self._used_mentions and (
                used or not self._opens(i) or ("năm" not in mention.text and mention.kind == "year")
            ):
                continue
            if mention.kind == "year" and self._is_of_current(self._resolved.get(i)) and not self._opens(i):
                continue  # "vốn đầu tư công năm 2023" does not end the nine months that are reported
            if (i > first and mention.kind == "year") or any(low < i < high for low, high in self._closed):
                continue
            period = self._resolved.get(i)
            if period is None:
                continue
            ahead = self.context.year is not None and period.year > self.context.year
            bygone = self.context.year is not None and period.year < self.context.year - 1
            if bygone and self.current is not None:
                continue  # "năm 2004, khi mới thành lập" is a look back
            if not used and (ahead or (mention.offset or 0) > 0):
                continue
            self._set(period)
            return
        day = [i for i, m, _ in self._mentions if m.kind == "day" and m.until and i in self._used_mentions]
        self.as_of = self._resolved.get(day[0]) if day else self.as_of

    def _look_ahead(self, *, used: bool) -> None:
        year = self.context.year
        ahead = [
            period
            for i, mention, _ in self._mentions
            if mention.kind == "year" and (period := self._resolved.get(i)) is not None and period.year - 1 == year
        ]
        if ahead and not used:
            self._ahead = ahead[-1]
        elif self._mentions:
            self._ahead = None

    def _is_of_current(self, period: Period | None) -> bool:
        """Whether a year is the one that the part of a year in hand belongs to."""
        current = self.current
        return period is not None and current is not None and len(current.code) > 4 and period.year == current.year

    def heading(self) -> None:
        """The sentence was a heading: the one period it names holds for what follows, be it ahead or not."""
        named = [
            (i, m)
            for i, m, _ in self._mentions
            if (m.kind in {"year", "term"} or _is_part(m))
            and (m.year is not None or m.kind != "year")
            and self._resolved.get(i)
        ]
        if len(named) == 1 and (period := self._resolved[named[0][0]]) is not None:
            self._set(period)

    def _opens(self, index: int) -> bool:
        """Whether a mention opens its sentence: nothing but small words before it."""
        return index <= 3 and all(item.kind in {"cue", "word"} for item in self._items[:index])

    def _set(self, period: Period) -> None:
        if self.current is not None and period != self.current:
            self._before = self.current
        self.current = period
        self._holiday = False


def _is_of_plan(items: Sequence[Item], index: int) -> bool:
    """*bằng 74,4% so với mục tiêu nghị quyết HĐND thị xã năm 2023*: the year is the plan's."""
    if index and items[index - 1].text in {",", "(", ";"}:
        return False
    if any(other.has("plan", "assign") for other in items[max(0, index - 2) : index]):
        return True
    mention, planned = items[index].period, False
    if mention is None or mention.kind != "year":
        return False
    for other in items[max(0, index - _PLAN_REACH) : index][::-1]:
        planned = planned or other.has("plan")
        if other.quantity is not None:
            return planned and other.quantity.kind == "percent"
        if other.text in {",", ";", "("}:
            return False
    return False


def _planned_year(one: Prepared) -> int | None:
    """The year of *kết quả quý I, nhiệm vụ quý II năm 2016*, told with the part that lies ahead."""
    for low, _, mention in one.periods:
        ahead = low > 0 and one.tokens[low - 1].text in _TASKS
        if ahead and mention.kind in _PARTS_OF_YEAR and mention.year is not None:
            return mention.year
    return None


def _is_part(mention: PeriodMention) -> bool:
    """Whether a mention is a part of the year: *9 tháng*, *quý III*, *đến hết tháng 9*."""
    return mention.kind in _PARTS_OF_YEAR or (mention.kind == "month" and mention.until)


def _is_multiple(items: Sequence[Item], index: int) -> bool:
    """Whether *gấp đôi*, *gấp 2,4 lần* or *gấp 2,4 lần so với* stands right before."""
    before = [item for item in items[max(0, index - 4) : index] if item.text not in {"so", "với", "so với"}]
    if not before:
        return False
    return before[-1].has("times") or (len(before) > 1 and before[-1].text == "lần" and before[-2].quantity is not None)


def earlier(period: Period, years: int) -> Period:
    """The same part of an earlier year: *cùng kỳ 108 vụ*, told of nine months of 2018, is of 2017-9M."""
    year = str(period.year)
    code = period.code.replace(year, str(period.year - years), 1)
    return Period(code, _years_back(period.start, years), _years_back(period.end, years))


def _years_back(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _is_over(mention: PeriodMention, published: date) -> bool:
    """Whether the day or the months of a mention were over in the year of publication: *đến 28/2*, told in March."""
    number = mention.number or 0
    if mention.kind == "day":
        return (number, mention.day or 0) <= (published.month, published.day)
    return mention.kind in {"months", "month"} and number < published.month


def _later_than(mention: PeriodMention, month: int) -> bool:
    """True where a mention without a year would end after the month of publication, so that last year is meant."""
    number = mention.number or 0
    end = {"months": number, "quarter": 3 * number, "half": 6 * number, "month": number, "day": number}[mention.kind]
    return end > month + 1
