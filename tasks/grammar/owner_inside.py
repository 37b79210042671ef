"""A name that is told in two pieces, with the owner between them: *97,8% dân số trong huyện có thẻ bảo hiểm y tế*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_OF: Final = frozenset({"của", "ở", "tại", "trong", "trên", "trên địa bàn", "thuộc", "toàn"})
_WHOSE: Final = frozenset(
    {"quận", "huyện", "thị xã", "thành phố", "phường", "xã", "đặc khu", "địa phương", "toàn", "này", "địa bàn", "ta"}
)
_COMMUNES: Final = frozenset({"phường", "xã", "thị trấn"})
_NOUN_REACH: Final = 3  # items from a number to the words for whose those are
_REACH: Final = 8  # tokens behind these words that may belong to the name


def around_owner(told: Telling, number: Number, excluded: frozenset[str]) -> Claim | None:
    """*61,2% lao động của huyện đã qua đào tạo*: the name of the indicator without the words for the owner."""
    low = _owner_at(told, number.index)
    if low is None:
        return None
    high = low + 1
    while high < len(told.items) and (told.items[high].names_district or told.items[high].text in _WHOSE):
        high += 1
    if high == low + 1 or high == len(told.items):
        return None
    if told.items[low + 1].text in _COMMUNES and not told.state.context.communes_are_units:
        return None
    start, cut, behind = number.quantity.high, told.items[low].low, told.items[high].low
    words = (*told.tokens[start:cut], *told.tokens[behind : behind + _REACH])
    match = told.phrases.trie.longest(words, 0)
    if match is None or match[0] <= cut - start or any(phrase.name in excluded for phrase in match[1]):
        return None
    for phrase in match[1]:
        indicator = told.indicator(phrase.name)
        fits = phrase.name in number.nouns if number.is_count else indicator.is_rate and not indicator.is_growth
        if phrase.role == "form" and fits:
            return Claim(phrase.name, high, "around-owner")
    return None


def _owner_at(told: Telling, index: int) -> int | None:
    """The item behind a number and its noun that opens the words for whose those are."""
    for j in range(index + 2, min(index + 2 + _NOUN_REACH, len(told.items))):
        if told.items[j].text in _OF:
            return j
        if told.items[j].kind not in {"word", "phrase", "cue"} or not told.items[j].text[0].isalpha():
            return None
    return None
