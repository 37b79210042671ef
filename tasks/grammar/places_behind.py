"""Lists whose districts stand behind their numbers: *640 tỷ đồng (Đại Từ)*, *18 xã ở huyện Phú Bình*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_end
from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_WHERE: Final = frozenset({"ở", "tại", "thuộc", "của"})


def place_behind(told: Telling, index: int) -> int | None:
    """*640 tỷ đồng (Đại Từ)*, *18 xã ở huyện Phú Bình*: the district right behind a number and its noun."""
    items = told.items
    j = index + 1
    if j + 2 < len(items) and items[j].text == "(" and items[j + 1].names_district and items[j + 2].text == ")":
        return j + 1
    end = noun_end(told, index)
    while j < len(items) and items[j].low < end:
        j += 1
    located = j + 1 < len(items) and items[j].text in _WHERE and items[j + 1].names_district
    return j + 1 if located and j > index + 1 else None


def with_place_behind(told: Telling, number: Number) -> Claim | None:
    """*109 xã đạt chuẩn, trong đó 18 xã ở huyện Phú Bình, 17 xã ở huyện Đại Từ*: a list whose places stand behind."""
    if place_behind(told, number.index) is None:
        return None
    for index, claim in reversed(told.claims.items()):
        if claim is None or told.quantity(index).kind != number.quantity.kind:
            continue
        if number.quantity.kind == "percent" and not told.indicator(claim.indicator).is_rate:
            return None
        counted = not number.is_count or claim.indicator in number.nouns
        return Claim(claim.indicator, number.index, "list:place") if counted else None
    return None
