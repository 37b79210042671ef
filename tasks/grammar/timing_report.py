"""What an article announces in title and lead: the period that it reports, the term it looks back on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import span_period
from tasks.grammar.timing_resolution import resolve_spoken
from tasks.grammar.timing_state import PARTS_OF_YEAR, Spoken, is_part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tasks.grammar.context import Context
    from tasks.grammar.items import Prepared
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention

_LOOKS_BACK: Final = ("tổng kết", "kết quả thực hiện", "tình hình thực hiện", "hoàn thành", "kiểm điểm", "đánh giá")
_LOOKS_BACK_REACH: Final = 8  # tokens before a year
_TASKS: Final = frozenset({"vụ", "hướng", "pháp"})  # "nhiệm vụ", "phương hướng", "giải pháp"
_PLAN_LEAD: Final = frozenset(
    ["hoạch", "vụ", "hướng", "toán", "tiêu", "mục", "giao", "lệnh", "triển", "phương", "nhiệm", "đề"]
)


def announced(context: Context, prepared: Sequence[Prepared]) -> Spoken:
    """The periods that the sentences of an article announce, before any of its figures is read."""
    spoken = Spoken(context)
    spoken.report = spoken.current = _report(prepared[:7], spoken)
    spoken.part = _part(prepared, spoken)
    spoken.term, spoken.next_term = _terms(prepared, context.year)
    spoken.month = _first_month(prepared[:3], spoken)
    opening = " ".join(token.text for one in prepared[:3] for token in one.tokens)
    congress = opening.replace("nghị quyết đại hội", "").replace("sau đại hội", "")
    spoken.of_term = spoken.report is None and "đại hội" in congress and "nhiệm kỳ" in congress
    return spoken


def _report(prepared: Sequence[Prepared], spoken: Spoken) -> Period | None:
    """The period that title and lead announce: a part of the year before a whole year."""
    years: list[Period] = []
    published, year = spoken.context.published, spoken.context.year
    for one in prepared:
        anchor = _planned_year(one)
        planned = anchor is not None
        for low, _, mention in one.periods:
            if mention.kind == "year" and mention.year is not None:
                anchor = mention.year
            if not is_part(mention) and mention.kind != "year":
                continue
            before = one.tokens[low - 1].text if low else ""
            if mention.kind == "year" and (mention.year is None or _is_plans(mention, low, one, published)):
                continue
            if mention.kind == "quarter" and mention.year is None and low > 2 and not planned:
                continue
            if mention.kind != "year" and before in _TASKS:
                continue
            if mention.kind == "year" and _is_past(mention, low, one, published):
                continue
            period = resolve_spoken(mention, anchor, spoken, aims=False)
            if period is None or (year is not None and period.year > year):
                continue
            if mention.kind != "year":
                if mention.kind == "half" and mention.number == 2 and before in {"vụ", "trong", "của", "hướng"}:
                    continue
                return period
            years.append(period)
    return years[0] if years else None


def _part(prepared: Sequence[Prepared], spoken: Spoken) -> Period | None:
    if spoken.report is not None and len(spoken.report.code) > 4:
        return spoken.report
    for one in prepared:
        for _, _, mention in one.periods:
            if is_part(mention):
                period = resolve_spoken(mention, None, spoken, aims=False)
                if period is not None and period.year == spoken.context.year:
                    return period
    return None


def _is_plans(mention: PeriodMention, low: int, one: Prepared, published: date | None) -> bool:
    """*nhiệm vụ năm 2023*, unless the year is over or is looked back on: *tổng kết nhiệm vụ năm 2022*."""
    if not low or one.tokens[low - 1].text not in _PLAN_LEAD:
        return False
    if published is not None and mention.year is not None and mention.year < published.year:
        return False
    words = " ".join(token.text for token in one.tokens[max(0, low - _LOOKS_BACK_REACH) : low])
    return not any(looks_back in words for looks_back in _LOOKS_BACK)


def _is_past(mention: PeriodMention, low: int, one: Prepared, published: date | None) -> bool:
    """A bygone year inside a sentence ("gấp rưỡi năm 2012") is not what the article reports."""
    if mention.year is None or published is None or one.sentence.index == 0 or low <= 3:
        return False
    return mention.year < published.year - 1 or (mention.year == published.year - 1 and published.month >= 5)


def _planned_year(one: Prepared) -> int | None:
    """The year of *kết quả quý I, nhiệm vụ quý II năm 2016*, told with the part that lies ahead."""
    for low, _, mention in one.periods:
        ahead = low > 0 and one.tokens[low - 1].text in _TASKS
        if ahead and mention.kind in PARTS_OF_YEAR and mention.year is not None:
            return mention.year
    return None


def _first_month(prepared: Sequence[Prepared], spoken: Spoken) -> Period | None:
    for one in prepared:
        for _, _, mention in one.periods:
            if mention.kind == "month":
                return resolve_spoken(mention, None, spoken, aims=False)
    return None


def _terms(prepared: Sequence[Prepared], year: int | None) -> tuple[Period | None, Period | None]:
    """The term that a report looks back on: of "nhiệm kỳ 2025-2030", held in 2025, the one before; and the next."""
    spans = [
        (mention.year, mention.number)
        for one in prepared
        for _, _, mention in one.periods
        if mention.kind == "span" and mention.year and mention.number and mention.number - mention.year == 5
    ]
    if not spans or year is None:
        return None, None
    newest = max(spans)
    ahead = span_period(*newest) if newest[1] > year else None
    past = [span for span in spans if span[1] <= year or span[0] < year]
    first, last = max(past) if past else (min(spans)[0] - 5, min(spans)[1] - 5)
    return span_period(first, last), ahead
