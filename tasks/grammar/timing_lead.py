"""The month and the day that title and lead tell."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tasks.grammar.timing_resolution import resolve_spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Prepared
    from tasks.grammar.period_codes import Period
    from tasks.grammar.timing_state import Spoken
    from tasks.grammar.tokens import Token

MEETS: Final = (("kỳ", "họp"), ("cuộc", "họp"), ("phiên", "họp"), ("hội", "nghị"), ("đại", "hội"), ("đại", "biểu"))
_HELD: Final = frozenset({*MEETS, ("diễn", "ra"), ("tổ", "chức")})
_SIGNS: Final = frozenset({",", ";", ":"})


def first_month(prepared: Sequence[Prepared], spoken: Spoken) -> Period | None:
    """The first month that is told."""
    for one in prepared:
        for _, _, mention in one.periods:
            if mention.kind == "month":
                return resolve_spoken(mention, None, spoken, aims=False)
    return None


def day_of_run(prepared: Sequence[Prepared], spoken: Spoken) -> Period | None:
    """*Từ đầu năm đến nay, dịch bệnh đã tác động …*: of what a sentence without figures opens the report with."""
    for one in prepared:
        told = [mention for low, _, mention in one.periods if mention.kind == "ytd" and not low]
        behind = pairwise(one.tokens)  # "Covid-19" is no number
        numbers = any(token.is_number and before.text != "-" for before, token in behind)
        if told and not numbers and spoken.context.published is not None:
            return resolve_spoken(told[0], None, spoken, aims=False)
    return None


def lead_day(prepared: Sequence[Prepared], spoken: Spoken) -> Period | None:
    """The one day up to which the lead tells its figures, where nothing else is reported; a date before *đến nay*."""
    days: set[Period] = set()
    today: set[Period] = set()
    for one in prepared:
        for low, _, mention in one.periods:
            if mention.kind == "day" and is_end_of_meeting(one.tokens, low):
                continue
            if mention.kind in {"day", "served", "ytd"} and mention.until:
                period = resolve_spoken(mention, None, spoken, aims=False)
                if period is not None and period.year == spoken.context.year:
                    (today if mention.kind == "ytd" else days).add(period)
    found = days or today
    return found.pop() if len(found) == 1 else None


def is_end_of_meeting(tokens: Sequence[Token], low: int) -> bool:
    """*họp kỳ thứ 7 từ ngày 17 đến 19/12/2013*: so long it was held, and nothing is told as of its end."""
    if low < 2 or not tokens[low - 1].is_number or tokens[low - 2].text not in {"từ", "ngày"}:
        return False
    words = [token.text for token in tokens[:low]]
    clause = words[next((n + 1 for n in range(low - 1, -1, -1) if words[n] in _SIGNS), 0) :]
    return "họp" in clause or not _HELD.isdisjoint(pairwise(clause))
