"""A cause that stands between how a figure moved and what it came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_CAUSES: Final = frozenset({"do", "vì", "nhờ", "bởi", "bởi vì", "trước", "khi", "sau khi", "giữa"})
_COMES_TO: Final = ("down_to", "up_to", "reach")
_NAMES: Final = frozenset({"form", "follow", "frame", "sector", "lead"})
_REACH: Final = 24  # items of a cause


def cause_before(told: Telling, number: Number) -> range:
    """*giảm 3,8% so với năm trước do đơn hàng bị cắt, chỉ còn 694 tỷ đồng*: the items of the cause, up to the comma.

    It holds neither a number nor a name, and behind it stands no more than what the figure came to.
    """
    none = range(0)
    if number.previous is None or number.last is None or number.is_count:
        return none
    low = number.previous
    comma = next((j for j in range(number.index - 1, low, -1) if told.items[j].text == ","), None)
    if comma is None or number.index - low > _REACH:
        return none
    said = told.items[comma + 1 : number.index]
    if not said or not said[-1].has(*_COMES_TO) or any(item.kind not in {"cue", "phrase"} for item in said):
        return none
    if any(item.kind == "phrase" and not item.has(*_COMES_TO) for item in said):
        return none
    first = next((j for j in range(low + 1, comma) if told.items[j].text in _CAUSES), None)
    if first is None:
        return none
    cause = told.items[first:comma]
    if any(item.place is not None or item.text in {";", ":", "("} for item in cause):
        return none
    named = any(phrase.role in _NAMES for item in cause if not item.cues for phrase in item.phrases)
    return none if named else range(first, comma)
