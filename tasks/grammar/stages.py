"""Projects that are counted before they are told apart by how far they are: some go on, others begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_end
from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_STAGES: Final = ("chuyển tiếp", "khởi công mới")
_JOINTS: Final = frozenset({",", "(", ":", "với", "trong đó", "gồm", "bao gồm", "có", "là", "-"})
_REACH: Final = 5  # items from the noun of all of them to the first that are told apart


def whole_of_stages(told: Telling, number: Number) -> Claim | None:
    """*triển khai 123 dự án, trong đó 39 dự án chuyển tiếp, 84 dự án khởi công mới*: all that the unit invests in."""
    if number.quantity.kind != "count" or not number.nouns or not told.holds(_STAGES):
        return None
    end, opened = noun_end(told, number.index), False
    for j in range(number.index + 1, min(number.index + 1 + _REACH, len(told.items))):
        item = told.items[j]
        if item.low < end:
            continue
        if item.kind != "quantity":
            opened = opened or item.has("part_of") or item.text == "("
            if item.text not in _JOINTS:
                return None
            continue
        if not opened or told.quantity(j).value >= number.quantity.value or j + 1 >= len(told.items):
            return None
        behind = told.items[j + 1]
        names = {phrase.name for phrase in behind.phrases if phrase.role == "form"} & number.nouns
        return Claim(min(names), number.index, "of-stages") if names and behind.text.endswith(_STAGES) else None
    return None
