"""Rates whose name stands behind their percentage: *91% số hộ được công nhận gia đình văn hóa*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_end
from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_ENDS: Final = frozenset({",", ";", ".", ":", "(", ")", "!", "?", "và"})
_RATE_TOLERANCE: Final = 3
_OF: Final = frozenset({"của", "ở", "tại", "trong", "trên địa bàn"})
_SHARE_OPENS: Final = frozenset(
    {"(", "tương đương", "chiếm", "đạt", "bằng", "tỷ lệ", "chiếm tỷ lệ", "đạt tỷ lệ", "tương ứng"}
)
_SHARE_CLOSES: Final = frozenset({")", ",", "số", "tổng số", "hộ", "số hộ", "gia đình", "hồ sơ", "tổng", "dân số"})
_COUNTED: Final = frozenset({"count", "fraction"})
_NOUN_WORDS: Final = 3  # words of what a count counts, before its share
_NEGATIONS: Final = frozenset({"không", "chưa", "chẳng"})
_NOUN_AND_SIGN: Final = 2  # items before a percentage in parentheses
_SHARED: Final = frozenset({"hộ", "dân", "đình", "sơ", "tục", "người"})  # "hộ dân", "người dân", "hồ sơ", "gia đình"


def rate_ahead(told: Telling, number: Number, excluded: frozenset[str], start: int | None = None) -> Claim | None:
    """*91% số hộ được công nhận gia đình văn hóa*: the rate is named later in the clause of the first number.

    ``start`` is the item from which on it is looked for, where that is not the one behind the number.
    """
    unknown = 0
    if start is None:
        start = number.index + 1 + _is_beside_its_noun(told, number.index)
    for j in range(start, len(told.items)):
        item = told.items[j]
        if item.text == "," and j > number.index + 1 and told.items[j - 1].kind == "phrase":
            continue  # "99,9% thủ tục, hồ sơ giải quyết đúng hạn"
        if item.names_district and told.text_before(j) in _OF:
            continue  # "90,2% số hộ của quận Thanh Khê đạt …"
        if item.kind in {"quantity", "place", "period"} or item.text in _ENDS or item.text in _NEGATIONS:
            return None
        if told.text_before(j).endswith("tiêu chí"):
            return None  # "75% số xã đạt tiêu chí hộ nghèo"
        for phrase in item.phrases:
            if phrase.role == "form" and phrase.name not in excluded and told.indicator(phrase.name).is_rate:
                grown = told.indicator(phrase.name).is_growth
                return None if grown or j == number.index + 1 else Claim(phrase.name, j, "counted-then-named", unknown)
        unknown += item.kind == "word"
        if unknown > _RATE_TOLERANCE:
            return None
    return None


def share_then_named(told: Telling, number: Number, excluded: frozenset[str]) -> Claim | None:
    """*12.480 hộ, tức 88,5% số hộ, là gia đình văn hóa*: the rate behind both a count and its share.

    The count is no figure of another indicator.
    """
    previous = number.previous
    if previous is None or number.last is not None or told.quantity(previous).kind not in _COUNTED:
        return None
    end = noun_end(told, previous)
    between = [item.text for item in told.items[previous + 1 : number.index] if item.low >= end]
    opens = between[-1:] == ["("] or (bool(between) and between[-1] in _SHARE_OPENS and "," in between[-3:])
    nouns = len(between) - between.count(",") - (between[-1] in _SHARE_OPENS if between else 0)
    if not opens or nouns > _NOUN_WORDS:
        return None
    j = number.index + 1
    while j < len(told.items) and (told.items[j].text in _SHARE_CLOSES or told.items[j].text in between):
        j += 1
    if j == number.index + 1 or any(item.quantity is not None for item in told.items[j + 1 : j + 2]):
        return None  # "trễ hạn 10 hồ sơ (0,1%), đúng hạn 99,9%"
    if j < len(told.items):
        for phrase in told.items[j].phrases:
            if phrase.role == "form" and phrase.name not in excluded and told.indicator(phrase.name).is_rate:
                return None if told.indicator(phrase.name).is_growth else Claim(phrase.name, j, "counted-then-named")
    return rate_ahead(told, number, excluded, j)


def _is_beside_its_noun(told: Telling, index: int) -> bool:
    """*Toàn bộ hộ dân (100%) đã dùng nước sạch*: a percentage alone in parentheses behind those that it is of."""
    if told.text_before(index) != "(" or told.text_after(index) != ")" or index < _NOUN_AND_SIGN:
        return False
    words = told.items[index - 2].text.split(" ")
    return not _SHARED.isdisjoint(words)
