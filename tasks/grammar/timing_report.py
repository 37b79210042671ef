"""What an article announces in title and lead: the period that it reports, the term it looks back on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import year_period
from tasks.grammar.timing_lead import day_of_run, first_month, lead_day
from tasks.grammar.timing_planned import (
    LOOKS_BACK_REACH,
    is_aimed_at,
    is_of_tasks,
    is_plans,
    opens_tasks,
    planned_in,
    planned_year,
)
from tasks.grammar.timing_resolution import SERVED, is_since_begun, resolve_spoken
from tasks.grammar.timing_state import DECEMBER, FORETOLD, YEAR_CODE, Spoken, is_part
from tasks.grammar.timing_terms import LOOKS_BACK, assume_terms, five_years, is_held, reported_span, terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tasks.grammar.context import Context
    from tasks.grammar.items import Prepared
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.tokens import Token

_OPENING: Final = 7  # sentences, the title among them, that may announce what is reported
_LEAD: Final = 4
_LINES_BETWEEN: Final = 3  # captions, a second title
_STOPS: Final = frozenset({".", "!", "?", "…", "...", ";", ":"})
_RUN: Final = 10  # sentences, captions among them, before what is told of the year up to now
_NEW_YEAR: Final = 3  # until March the year before is reported
_SECOND_HALF: Final = 2
_HALF_A_YEAR: Final = 185  # days
_NEARLY_OVER: Final = 10  # the day of a quarter's last month from which its results are told
_TO_COME: Final = 45  # days until a part of the year is over that is spoken of as to come
_LONG_AGO: Final = 75  # days since a part of the year ended that is told below title and lead
_TURNS_AHEAD: Final = ("phương hướng", "triển khai", "bàn ", "mục tiêu", "năm ")
_GLANCE: Final = 4  # tokens from "nhìn lại" to the year
_OPENS: Final = 3  # tokens before a mention that opens its sentence


def announced(context: Context, prepared: Sequence[Prepared]) -> Spoken:
    """The periods that the sentences of an article announce, before any of its figures is read."""
    spoken = Spoken(context)
    lead = _lead(prepared)
    spoken.report, spoken.reported_in = _report(prepared[:_OPENING], spoken)
    past = _looked_back_on(lead, spoken.report) or _looked_back_in_spring(lead, spoken.report)
    if past is not None:
        spoken.report, spoken.reported_in = past
    spoken.current = spoken.home = spoken.report
    spoken.planned = planned_in(lead, spoken)
    spoken.part = _part(prepared, spoken)
    spoken.term, spoken.next_term = terms(prepared, context.year)
    spoken.five_years = five_years(prepared, context.year)
    if spoken.report is None:
        spoken.as_of = spoken.lead_day = lead_day(lead, spoken) or day_of_run(prepared[:_RUN], spoken)
        spoken.as_of_leads = spoken.as_of is not None
    span, at = reported_span(lead, context.year)
    a_year = spoken.report is not None and len(spoken.report.code) == YEAR_CODE
    if span is not None and (spoken.report is None or (a_year and at < spoken.reported_in)):
        spoken.current = spoken.home = spoken.report = span
        spoken.reported_in = at
    spoken.dates_event = any(
        (mention.kind == "day" or (mention.kind == "month" and not low)) and mention.year == context.year is not None
        for one in lead
        for low, _, mention in one.periods
    )
    spoken.month = first_month(prepared[:3], spoken)
    opening = " ".join([token.text for one in prepared[:3] for token in one.tokens])
    assume_terms(spoken, opening)
    congress = opening.replace("nghị quyết đại hội", "").replace("sau đại hội", "")
    # A year told behind the opening of a congress is one figure's.
    in_passing = spoken.report is None or (spoken.reported_in > 1 and len(spoken.report.code) == YEAR_CODE)
    between = "nhiệm kỳ" in congress or (spoken.next_term is not None and is_held(opening, context.year))
    held = "đại hội" in congress or ("đảng bộ" in congress and "nhiệm kỳ mới" in congress)
    spoken.of_term = in_passing and held and between
    if spoken.of_term:
        spoken.report = spoken.current = spoken.home = None
    return spoken


def _looked_back_on(prepared: Sequence[Prepared], report: Period | None) -> tuple[Period, int] | None:
    """*tổng kết công tác năm 2018, triển khai nhiệm vụ năm 2019*, below a title that tells what is to come in 2019."""
    if report is None or len(report.code) > YEAR_CODE:
        return None
    for at, one in enumerate(prepared):
        years = [(low, mention.year) for low, _, mention in one.periods if mention.kind == "year" and mention.year]
        told = [year for low, year in years if _is_looked_back_on(one.tokens, low)]
        ahead = [year for low, year in years if is_of_tasks(one.tokens, low)]
        if told and ahead and told[0] + 1 == ahead[-1] == report.year:
            return year_period(told[0]), at
    return None


def _looked_back_in_spring(prepared: Sequence[Prepared], report: Period | None) -> tuple[Period, int] | None:
    """*Bước vào xuân 2020, nhìn lại năm 2019*: the year that an article of the next one's first days looks back on."""
    for at, one in enumerate(prepared):
        for low, _, mention in one.periods:
            words = [token.text for token in one.tokens[max(0, low - _GLANCE) : low]]
            back = any(words[n : n + 2] in (["nhìn", "lại"], ["điểm", "lại"]) for n in range(len(words)))
            if back and mention.kind == "year" and mention.year and report in {None, year_period(mention.year + 1)}:
                return year_period(mention.year), at
    return None


def _is_looked_back_on(tokens: Sequence[Token], low: int) -> bool:
    before = " ".join(token.text for token in tokens[max(0, low - 2 * LOOKS_BACK_REACH) : low])
    since = max(before.rfind(word) for word in LOOKS_BACK)
    return since >= 0 and not any(word in before[since:] for word in _TURNS_AHEAD)


def _lead(prepared: Sequence[Prepared]) -> Sequence[Prepared]:
    """The title and the sentences that follow; lines without a full stop between them do not count: captions."""
    end = counted = 0
    for one in prepared[: _LEAD + _LINES_BETWEEN]:
        if counted == _LEAD:
            break
        end += 1
        counted += end == 1 or one.tokens[-1].text in _STOPS
    return prepared[: max(end, _LEAD)]


@dataclass
class _Opening:
    """What title and lead tell: parts of a year, months and years, each with the number of its sentence."""

    published: date | None
    parts: list[tuple[Period, int]] = field(default_factory=list)
    months: list[tuple[Period, int]] = field(default_factory=list)
    years: list[tuple[Period, int]] = field(default_factory=list)
    inner: list[Period] = field(default_factory=list)  # parts told inside a sentence

    def report(self) -> tuple[Period | None, int]:
        """A part of the year before a month alone, and that before a whole year.

        Of *quý III và 9 tháng* the longer is reported: figures without a time are told up to its end.
        """
        if self.parts and not self._is_year_over():
            first, at = self.parts[0]
            wider = (
                (part, n) for part, n in self.parts if n < _LEAD and part.start < first.start and part.end == first.end
            )
            return next(wider, (first, at))
        found = [*self.months, *self.years]
        return found[0] if found else (None, 0)

    def _is_year_over(self) -> bool:
        """*Năm 2025, phường … 6 tháng cuối năm, …* in December: the year is reported, not the part told later.

        So it is where a later sentence turns to the next year: *Năm 2021 thu … Quý I năm nay, thu …*.
        """
        (part, at), (year, opens) = self.parts[0], self.years[0] if self.years else (None, 0)
        if year is None or self.published is None or opens > 1 or at <= opens:
            return False
        if part.year != year.year:
            return part.year == year.year + 1 == self.published.year
        over = self.published.month == DECEMBER or self.published.year > year.year
        return over and ((part.end - part.start).days < _HALF_A_YEAR or part in self.inner)


def _report(prepared: Sequence[Prepared], spoken: Spoken) -> tuple[Period | None, int]:
    """The period that title and lead announce, and the number of the sentence that does."""
    opening = _Opening(spoken.context.published)
    year = spoken.context.year
    for at, one in enumerate(prepared):
        anchor = planned_year(one)
        planned = anchor is not None
        for low, high, mention in one.periods:
            if mention.kind == "year" and mention.year is not None:
                anchor = mention.year
            kind = _told_as(mention, one, at, low, high, planned=planned, published=spoken.context.published)
            period = resolve_spoken(mention, anchor, spoken, aims=False) if kind is not None else None
            if period is None or (year is not None and period.year > year):
                continue
            published = spoken.context.published
            if kind == "year" and _is_start(one, mention, year):
                continue
            if kind == "part" and _is_not_reported(mention, period, published, at):
                continue
            if kind == "part" and at > 0 and period.start.month > 1 and _tells_number(one, low):
                continue  # "có 1.214 doanh nghiệp, 6 tháng cuối năm thêm 62 doanh nghiệp": told in passing
            if kind == "part" and at > 1 and mention.kind == "month" and not _tells_number(one):
                continue  # "Đến cuối tháng 5, các xã đều tổ chức đại hội"
            if kind == "served" and at > 1 and opening.years and opening.years[0][1] < at:
                continue  # "Năm 2025, phường thu … Sau 6 tháng vận hành, tiếp nhận …"
            if kind == "served":
                return period, at  # "sau 3 tháng vận hành"
            if kind == "part" and low >= _OPENS:
                opening.inner.append(period)
            {"month": opening.months, "year": opening.years}.get(kind or "", opening.parts).append((period, at))
    return opening.report()


def _is_start(one: Prepared, mention: PeriodMention, year: int | None) -> bool:
    """*Từ mức 4,8% năm 2016, hộ nghèo năm 2018 chỉ còn 1,2%*: the sentence comes to the article's year."""
    later = (m.year for _, _, m in one.periods if m.kind == "year" and m.year is not None)
    return one.tokens[0].text == "từ" and any(
        mention.year is not None and mention.year < told == year for told in later
    )


def _is_not_reported(mention: PeriodMention, period: Period, published: date | None, at: int) -> bool:
    """*triển khai trọng tâm quý II năm 2019*, told in March: nothing of it is over yet."""
    ahead = _is_to_come(period, published) or is_out_of_season(mention, period, published)
    return ahead or _is_stale(period, published, at)


def _tells_number(one: Prepared, before: int | None = None) -> bool:
    """Whether a sentence holds a number that is no date, ``before`` one of its tokens."""
    dated = {i for start, end, _ in one.periods for i in range(start, end)}
    return any(token.text[0].isdigit() for i, token in enumerate(one.tokens[:before]) if i not in dated)


def _is_stale(period: Period, published: date | None, at: int) -> bool:
    """*Từ 1/7 đến 30/9 thu 82 tỷ đồng*, told in passing in December: what ended long ago is not what is reported."""
    return published is not None and at > 1 and (published - period.end).days > _LONG_AGO


def is_out_of_season(mention: PeriodMention, period: Period, published: date | None) -> bool:
    """*Sáu tháng, đủ để thấy áp lực*, written in April: no part of this year, nor of the year before."""
    if published is None or mention.year is not None or mention.offset is not None:
        return False
    if _is_to_come(period, published):
        return True
    return period.year < published.year and published.month > _NEW_YEAR and mention.number != _SECOND_HALF


def _told_as(
    mention: PeriodMention, one: Prepared, at: int, low: int, high: int, *, planned: bool, published: date | None
) -> str | None:
    """What a mention of the opening may announce: a ``part`` of the year, a ``month`` or ``year``, or nothing."""
    before = one.tokens[low - 1].text if low else ""
    if mention.kind == "served":
        return "served" if mention.day is None and mention.alone and mention.number in SERVED else None
    if mention.kind == "month" and mention.alone:
        return "month" if _is_reported_month(one, at, low, high) else None
    if mention.kind == "year":
        if mention.text.startswith(FORETOLD):
            return None  # "Ước cả năm 2012, huyện sẽ đón …"
        left_out = is_plans(mention, low, one, published) or _is_past(mention, low, one, published)
        left_out = left_out or _is_since(mention, low, high, one)
        past = at < _LEAD and "qua" in mention.text.split() and published is not None and published.month <= _NEW_YEAR
        return None if (mention.year is None and not past) or left_out else "year"
    if not is_part(mention) or is_since_begun(mention, published):
        return None
    if published is None and is_aimed_at(one.tokens, low):
        return None
    if opens_tasks(one.tokens, low) and not _is_looked_back_on(one.tokens, low):
        return None  # but "sơ kết nhiệm vụ quý I"
    if mention.kind == "quarter" and mention.year is None and low > 2 and not planned:
        return "part" if at == 0 and high == len(one.tokens) and _is_over(mention, published) else None
    ahead = mention.kind == "half" and mention.number == 2 and before in {"vụ", "trong", "của", "hướng"}
    return None if ahead else "part"


def _is_over(mention: PeriodMention, published: date | None) -> bool:
    """*Quận A đứng đầu về doanh nghiệp mới trong quý I*, told in April: no time for which something is announced."""
    if published is None or mention.number is None:
        return False
    last = 3 * mention.number
    return last < published.month or (last == published.month and published.day >= _NEARLY_OVER)


def _is_reported_month(one: Prepared, at: int, low: int, high: int) -> bool:
    """*Kết quả tháng 9* in a title, *Trong tháng 9, …* at the head of a sentence; no date line, no feast."""
    words = [token.text for token in one.tokens]
    if is_of_tasks(one.tokens, low) or len(words) - (high - low) <= 1 or words[high : high + 2] == ["âm", "lịch"]:
        return False
    if at == 0:
        feast = words[low - 1] == "hội" and words[low - 2 : low - 1] != ["xã"]  # "kinh tế - xã hội tháng 10"
        return low > 0 and not feast and words[low - 1] not in {"rằm", "ngày", "mùng", "cuối", "đầu", "giữa"}
    return at < _LEAD and low <= 1 and words[high : high + 1] == [","]


def _part(prepared: Sequence[Prepared], spoken: Spoken) -> Period | None:
    if spoken.report is not None and len(spoken.report.code) > 4:
        return spoken.report
    for one in prepared:
        for _, _, mention in one.periods:
            if is_part(mention) and not is_since_begun(mention, spoken.context.published):
                period = resolve_spoken(mention, None, spoken, aims=False)
                if period is None or period.year != spoken.context.year:
                    continue
                if not _is_to_come(period, spoken.context.published):
                    return period
    return None


def _is_to_come(period: Period, published: date | None) -> bool:
    """*kết quả 9 tháng, nhiệm vụ quý IV*, written in October: a part of the year that has hardly begun."""
    return published is not None and (period.end - published).days > _TO_COME


def _is_past(mention: PeriodMention, low: int, one: Prepared, published: date | None) -> bool:
    """A bygone year inside a sentence ("gấp rưỡi năm 2012") is not what the article reports."""
    opens = low <= _OPENS and one.sentence.index < _LEAD
    if mention.year is None or published is None or one.sentence.index == 0:
        return False
    if [token.text for token in one.tokens[max(0, low - 2) : low]] == ["số", "liệu"]:
        return False  # "Vài nét về các huyện (số liệu năm 2016)"
    if opens:  # "Nếu năm 2010 chỉ có …, thì năm 2016 đã có …" looks back
        later = (m.year for _, _, m in one.periods if m.kind == "year" and m.year is not None)
        return mention.year < published.year - 1 and any(mention.year < year <= published.year for year in later)
    return mention.year < published.year - 1 or (mention.year == published.year - 1 and published.month >= 5)


def _is_since(mention: PeriodMention, low: int, high: int, one: Prepared) -> bool:
    """*Từ cuối năm 2018 đến nay*: when something began, not what is reported."""
    begins = mention.text.startswith("từ ") or (low > 0 and one.tokens[low - 1].text == "từ")
    behind = [token.text for token in one.tokens[high : high + 2]]
    return begins and behind in (["đến", "nay"], ["tới", "nay"], ["trở", "lại"])
