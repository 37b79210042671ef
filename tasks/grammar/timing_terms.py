"""Terms and plans of five years: those that an article names, and which of them it looks back on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.context_dates import TERM
from tasks.grammar.period_codes import span_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Prepared
    from tasks.grammar.period_codes import Period
    from tasks.grammar.timing_state import Spoken

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
    if not spans or year is None:
        return None, None
    newest = max(spans)
    ahead = span_period(*newest) if newest[1] > year else None
    past = [span for span in spans if span[1] <= year or span[0] < year]
    first, last = max(past) if past else (min(spans)[0] - TERM, min(spans)[1] - TERM)
    return span_period(first, last), ahead


def assume_terms(spoken: Spoken, opening: str) -> None:
    """The terms that a congress stands between where nobody names them: it is held every fifth year, as of 2020."""
    year = spoken.context.year
    held = "đại hội" in opening and ("đảng bộ" in opening or "đại biểu" in opening)
    if year is None or year % TERM or not held or "nghị quyết đại hội" in opening:
        return
    before, ahead = span_period(year - TERM, year), span_period(year, year + TERM)
    if spoken.term is None:
        spoken.term = before
    if spoken.next_term is None and spoken.term == before:
        spoken.next_term = ahead
