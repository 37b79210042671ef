"""Shares of a whole: percentages of one sentence that make it up, and counts whose share of it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.telling import Telling

_WHOLE: Final = 100.0
_ROUNDING: Final = 0.15  # what rounded parts may lack of the whole
_MOST: Final = 4  # parts
_STOPS: Final = frozenset({",", ";", ":", "(", ")", "."})


def adds_up(told: Telling, index: int) -> bool:
    """*khu vực I đạt 13,1%, khu vực II đạt 80,4%, khu vực III đạt 6,5%*: parts of a whole, nothing moved or planned."""
    parts = [j for j, item in enumerate(told.items) if item.quantity is not None]
    at = parts.index(index)
    for low in range(max(0, at - _MOST + 1), at + 1):
        total = 0.0
        for n in range(low, min(low + _MOST, len(parts))):
            if not _is_bare_percentage(told, parts[n], parts[n - 1] if n else -1):
                break
            if n > low and any(item.names_district for item in told.items[parts[n - 1] + 1 : parts[n]]):
                break  # "quận Hồng Bàng 48,3%, quận Kiến An 51,7%": of each its own
            total += told.quantity(parts[n]).value
            if n >= max(at, low + 1) and abs(total - _WHOLE) <= _ROUNDING:
                return True
    return False


def _is_bare_percentage(told: Telling, index: int, previous: int) -> bool:
    if told.quantity(index).kind != "percent":
        return False
    around = (*told.items[previous + 1 : index], *told.items[index + 1 : index + 2])
    return not any(item.has("up", "down", "exceed", "plan") for item in around)


def is_share_of_named(told: Telling, index: int, claim: Claim) -> bool:
    """*đã lên 117.250 người, bằng 89,2% dân số*: a count whose share of what the indicator counts is told."""
    if not told.indicator(claim.indicator).is_count:
        return False
    share = next((j for j in told.quantities() if j > index), None)
    if share is None or told.quantity(share).kind != "percent":
        return False
    between = told.items[index + 1 : share]
    if not any(item.has("share", "reach") for item in between) or any(item.has("up", "down") for item in between):
        return False
    whole = told.items[share + 1].phrases if share + 1 < len(told.items) else ()
    ends = share + 2 >= len(told.items) or told.items[share + 2].text in _STOPS | {
        "."
    }  # not "số doanh nghiệp của tỉnh"
    return ends and any(phrase.role == "form" and phrase.name == claim.indicator for phrase in whole)
