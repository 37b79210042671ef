"""What stands between commas behind a counted noun, and is passed on the way to what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling

_THAT_IS: Final = frozenset({"tức", "tức là", "tương đương", "tương ứng", "hay", "nghĩa là"})
_ASIDE: Final = 8  # items of what stands between commas


def behind_aside(told: Telling, index: int, end: int) -> int:
    """*12 xã, chiếm 80% số xã của huyện, đã đạt chuẩn …*, *100% trường, tức 57 trường, đạt chuẩn …*: past the commas.

    ``end`` is the token behind the noun; the item where what is said of all goes on, else 0.
    """
    first = next((j for j in range(index + 1, len(told.items)) if told.items[j].low >= end), 0)
    if not first or told.items[first].text != ",":
        return 0
    if told.text_before(index) in _THAT_IS:
        return first + 1
    opened = told.items[first + 1] if first + 1 < len(told.items) else None
    if opened is None or not (opened.has("share", "reach") or opened.text in _THAT_IS):
        return 0
    near = range(first + 2, min(first + 2 + _ASIDE, len(told.items)))
    close = next((j for j in near if told.items[j].text == ","), 0)
    shares = [item.quantity.kind for item in told.items[first:close] if item.quantity is not None]
    return close + 1 if close and shares == ["percent"] else 0
