"""Percentages of one sentence that are the parts of a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling

_WHOLE: Final = 100.0
_ROUNDING: Final = 0.15  # what rounded parts may lack of the whole
_MOST: Final = 4  # parts


def adds_up(told: Telling, index: int) -> bool:
    """*khu vực I đạt 13,1%, khu vực II đạt 80,4%, khu vực III đạt 6,5%*: parts of a whole, nothing moved or planned."""
    parts = [j for j, item in enumerate(told.items) if item.quantity is not None]
    at = parts.index(index)
    for low in range(max(0, at - _MOST + 1), at + 1):
        total = 0.0
        for n in range(low, min(low + _MOST, len(parts))):
            if not _is_bare_percentage(told, parts[n], parts[n - 1] if n else -1):
                break
            total += told.quantity(parts[n]).value
            if n >= max(at, low + 1) and abs(total - _WHOLE) <= _ROUNDING:
                return True
    return False


def _is_bare_percentage(told: Telling, index: int, previous: int) -> bool:
    if told.quantity(index).kind != "percent":
        return False
    around = (*told.items[previous + 1 : index], *told.items[index + 1 : index + 2])
    return not any(item.has("up", "down", "exceed", "plan") for item in around)
