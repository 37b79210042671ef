"""Terms and plans of five years: those that an article names, and which of them it looks back on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.context_years import TERM
from tasks.grammar.period_codes import span_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Prepared
    from tasks.grammar.period_codes import Period
    from tasks.grammar.timing_state import Spoken, ToldTimes
    from tasks.records.observation import ObsStatus

LOOKS_BACK: Final = (
    "tổng kết",
    "sơ kết",
    "kết quả thực hiện",
    "tình hình thực hiện",
    "hoàn thành",
    "kiểm điểm",
    "đánh giá",
)
_PLANS: Final = ("kinh tế - xã hội", "kinh tế-xã hội", "kt - xh", "kt-xh", "5 năm", "năm năm", "công tác")
_OF_TERMS: Final = (("đại", "hội"), ("nửa", "nhiệm"))  # "Nửa nhiệm kỳ đã qua, đạt 9/19 chỉ tiêu"
UNTOLD: Final = frozenset({"carried", "carried-year", "year-of-article"})
"""Rules of a period that the sentence does not tell."""
_ACHIEVED: Final = ("thành tựu", "dấu ấn", "kết quả nổi bật")  # "Một số thành tựu trong nhiệm kỳ 2015-2020", a title
_SPAN_REACH: Final = 16  # tokens before a span of years


def reported_span(prepared: Sequence[Prepared], year: int | None) -> tuple[Period | None, int]:
    """*tổng kết 5 năm 2011-2015*: the years that title or lead looks back on, just over, and the sentence's number."""
    for at, one in enumerate(prepared):
        for low, _, mention in one.periods:
            if mention.kind != "span" or mention.number is None or mention.year is None or year is None:
                continue
            words = " ".join(token.text for token in one.tokens[max(0, low - _SPAN_REACH) : low])
            of_plan = any(what in words for what in LOOKS_BACK) and any(what in words for what in _PLANS)
            of_plan = of_plan or words.endswith("tổng kết")  # "HĐND phường tổng kết nhiệm kỳ 2021-2026"
            of_plan = of_plan or (at == 0 and any(what in words for what in _ACHIEVED))
            if of_plan and year - 1 <= mention.number <= year:
                return span_period(mention.year, mention.number), at
    return None, 0


def five_years(prepared: Sequence[Prepared], year: int | None) -> Period | None:
    """*giai đoạn 2016-2020*, told in 2020 or later: the five years that "5 năm qua" looks back on."""
    mentions = [m for one in prepared for _, _, m in one.periods if m.kind == "span" and m.year and m.number]
    spans = [(m.year or 0, m.number or 0) for m in mentions]
    over = [span for span in spans if span[1] - span[0] == TERM - 1 and year is not None and span[1] <= year]
    return span_period(*max(over)) if over else None


def terms(prepared: Sequence[Prepared], year: int | None) -> tuple[Period | None, Period | None]:
    """The term that a report looks back on: of "nhiệm kỳ 2025-2030", held in 2025, the one before; and the next."""
    mentions = [mention for one in prepared for _, _, mention in one.periods if mention.year and mention.number]
    spans = [(m.year or 0, m.number or 0) for m in mentions if m.kind == "span"]
    spans += [(m.number or 0, (m.number or 0) + TERM) for m in mentions if m.kind == "year"]  # "đầu nhiệm kỳ 2015-2020"
    spans = [span for span in spans if span[1] - span[0] == TERM]
    if not spans:
        return None, None
    newest = max(spans)
    if year is None:  # "sơ kết giữa nhiệm kỳ 2020-2025", and no year
        return (span_period(*newest), None) if len(set(spans)) == 1 else (None, None)
    ahead = span_period(*newest) if newest[1] > year else None
    past = [span for span in spans if span[1] <= year or span[0] < year]
    first, last = max(past) if past else (min(spans)[0] - TERM, min(spans)[1] - TERM)
    return span_period(first, last), ahead


def is_held(opening: str, year: int | None) -> bool:
    """Whether title and lead tell of a congress, which is held every fifth year."""
    held = "đại hội" in opening and ("đảng bộ" in opening or "đại biểu" in opening)
    return held and year is not None and not year % TERM and "nghị quyết đại hội" not in opening


def assume_terms(spoken: Spoken, opening: str) -> None:
    """The terms that a congress stands between where nobody names them: it is held every fifth year, as of 2020."""
    year = spoken.context.year
    if year is None or not is_held(opening, year):
        return
    before, ahead = span_period(year - TERM, year), span_period(year, year + TERM)
    if spoken.term is None:
        spoken.term = before
    if spoken.next_term is None and spoken.term == before:
        spoken.next_term = ahead


def term_of_targets(
    told: ToldTimes, spoken: Spoken, period: Period | None, rule: str, status: ObsStatus
) -> Period | None:
    """*đạt 17/21 chỉ tiêu Đại hội đề ra*: the term that a congress looks back on, or the one that it sets aims for."""
    year, term = spoken.context.year, spoken.term
    if period is not None and term is not None and period.code == str(term.end.year) and told.says(("cuối", "nhiệm")):
        return term  # "dự báo đến cuối nhiệm kỳ hoàn thành 22/23 chỉ tiêu"
    if spoken.of_term and period is not None and _is_of_next_term(spoken, period, rule, status):
        return spoken.next_term
    if year is None and period is None:
        return term
    if rule not in UNTOLD | {"sentence"} or term is None or year is None or not told.says(*_OF_TERMS):
        return None
    if status == "target" and spoken.next_term is not None:
        return spoken.next_term if rule in UNTOLD else None  # "Đại hội đề ra 20 chỉ tiêu"
    return term if term.start.year < year else None


def term_measured_on(
    told: ToldTimes, spoken: Spoken, period: Period | None, rule: str, status: ObsStatus
) -> Period | None:
    """*thu nhập bình quân 75 triệu đồng, tăng 20 triệu đồng so với đầu nhiệm kỳ*: at the end of a term that is over.

    What is aimed at without a year is told of the term to come.
    """
    looked_back_on = told.of_plan or status != "target"
    if rule == "year-of-article" and looked_back_on and spoken.of_term and not _tells_aims(told):
        return spoken.term  # "Đầu tư công với tổng vốn 497 tỷ đồng", told at a congress
    if status == "target":
        return spoken.next_term if _is_of_congress(spoken, period, rule) else None
    if rule != "year-of-article" or status != "actual":
        return None
    bases = (item.period for item in told.items if item.period is not None and item.period.kind == "base")
    if spoken.term is None or spoken.is_ahead(spoken.term) or all("nhiệm kỳ" not in base.text for base in bases):
        return None
    return spoken.term


def _tells_aims(told: ToldTimes) -> bool:
    return told.aims or any(item.text.endswith("chỉ tiêu") for item in told.items)


def _is_of_next_term(spoken: Spoken, period: Period, rule: str, status: ObsStatus) -> bool:
    """*Đại hội đề ra 22 chỉ tiêu*, be it for the term or "to 2030": they are the targets of the term to come."""
    if spoken.next_term is None:
        return False
    last = period.code == str(spoken.next_term.end.year)
    return last or (status == "target" and rule in UNTOLD and "/" not in period.code)


def _is_of_congress(spoken: Spoken, period: Period | None, rule: str) -> bool:
    """*Đại hội đề ra mục tiêu: hộ nghèo còn dưới 1%*: without a year, an aim of a congress is the term's to come."""
    if not spoken.of_term or spoken.next_term is None or spoken.ahead is not None or rule not in UNTOLD:
        return False
    return period is None or ("/" not in period.code and not spoken.is_ahead(period))
