"""What ties a figure to the one that it goes on from: the same indicator, a new period, a place between the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.telling import Telling


def goes_on(last: Claim) -> Claim:
    return Claim(last.indicator, last.subject, f"chain<{last.first_rule}", chained=True)


def tells_period(told: Telling, index: int, previous: int) -> bool:
    """*tháng 5 thu 38 tỷ đồng, lũy kế 5 tháng 204 tỷ đồng*: a new period, the same indicator."""
    between = told.items[previous + 1 : index]
    return any(item.period is not None and item.period.kind != "base" for item in between)


def has_place(gap: Sequence[Item]) -> bool:
    return any(item.place is not None for item in gap)
