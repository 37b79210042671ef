"""Times in a list of districts: which of those before a figure stands within another member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item

_JOINTS: Final = frozenset({";", ",", "và", "còn", "riêng"})
_OWN_REACH: Final = 2  # items from a time to the district that it opens: "đến năm 2018, Sa Pa đón …"
_MEMBER_REACH: Final = 6  # items from a district to its first sum


def of_member_before(items: Sequence[Item], left: Sequence[int], index: int) -> int | None:
    """*Tháng 4, huyện A thu 118 tỷ đồng, lũy kế 512 tỷ đồng; huyện B thu 96 tỷ đồng*: of April, as A's first sum is.

    A time between two sums of a district is not told of the next one where the list opened with another. ``left`` are
    the mentions before the figure at ``index``; ``None`` where the nearest of them may hold.
    """
    nearest = left[-1]
    if len(left) == 1 or not _opens_next(items, nearest, index):
        return None
    outer = [i for i in left if not _is_within_member(items, i)]
    return outer[-1] if outer and outer[-1] != nearest and _is_within_member(items, nearest) else None


def _opens_next(items: Sequence[Item], mention: int, index: int) -> bool:
    """Whether a district opens another member between a mention and a figure; a time right before it is its own."""
    opened = (j for j in range(mention + 1 + _OWN_REACH, index) if items[j].names_district)
    return any(items[j - 1].text in _JOINTS or items[j - 2].text == ";" for j in opened)


def _is_within_member(items: Sequence[Item], mention: int) -> bool:
    """Whether a sum of the same member of a list stands before a mention."""
    for j in range(mention - 1, -1, -1):
        if items[j].text == ";":
            return False
        if items[j].quantity is not None:
            return any(item.names_district for item in items[max(0, j - _MEMBER_REACH) : j])
    return False
