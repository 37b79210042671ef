"""Reports of a month: *tháng 10 ước 2.740 tỷ đồng, lũy kế 26.380 tỷ đồng* tells the month, then the year up to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import months_period

if TYPE_CHECKING:
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.timing_state import Spoken, ToldTimes

_SUMS_UP: Final = ("lũy kế", "cộng dồn", "tính chung")
_REACH: Final = 14  # items from a month's figure to the sum so far


def up_to(month: Period | None, mention: PeriodMention) -> Period | None:
    """The year up to the reported month, which *lũy kế* sums up; another period than a month stays as it is."""
    if month is None or "-M" not in month.code or not mention.text.startswith(_SUMS_UP):
        return month
    return months_period(month.year, month.end.month)


def month_before_sum(told: ToldTimes, spoken: Spoken, index: int) -> Period | None:
    """The month that a figure without a time is told of, where the sum up to that month follows.

    *Giá trị sản xuất ước 2.740 tỷ đồng, tăng 8%; lũy kế 10 tháng 26.380 tỷ đồng*, in a report of October.
    """
    month, own = spoken.month, told.items[index].quantity
    if month is None or "-M" not in month.code or own is None or own.kind == "percent":
        return None
    mentions = {i for i, mention, _ in told.mentions if mention.text.startswith(_SUMS_UP) or mention.kind == "months"}
    so_far = months_period(month.year, month.end.month)
    if so_far == month:
        return None  # January
    summed = False
    for j in range(index + 1, min(index + _REACH, len(told.items))):
        item = told.items[j]
        if j in mentions and told.resolved.get(j) == so_far:
            summed = True
        elif item.quantity is not None and item.quantity.kind != "percent":
            return month if summed and item.quantity.kind == own.kind else None
        elif item.names_district:
            return None
        elif not summed and any(phrase.role == "form" for phrase in item.phrases):
            return None  # another indicator begins
    return None
