"""Frames of the catalog: words on both sides of a number that name its indicator together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.indicators import Phrase, fits

if TYPE_CHECKING:
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_RATIO_REACH: Final = 5  # items from a sum to its ratio
_LENT: Final = frozenset({"vay", "tín", "sự"})  # "kế hoạch vốn vay", "kế hoạch vốn tín dụng"
_SOLD: Final = "đấu giá"
SMALL: Final = frozenset({"số", "các", "lượng"})


def framed(told: Telling, number: Number, position: int, phrase: Phrase, blocked: set[str]) -> Phrase | None:
    """*A # B*: only small words from A to the number, and B right behind it."""
    if phrase.name in blocked or not fits(number.quantity, told.indicator(phrase.name)):
        return None
    for item in told.items[position + 1 : number.index]:
        if item.kind in {"word", "quantity"} or item.text in {",", ";"}:
            return None
        if any(other.role == "form" for other in item.phrases):
            return None
    if phrase.after == ("",) and position and _is_others(told.items[position - 1], phrase.name):
        return None  # "Nhà máy một mình xuất khẩu 430 triệu USD", "Khối FDI xuất khẩu …": the verb of another
    if _SOLD in told.text and any(one.endswith("ngân sách") for one in phrase.after):
        return None  # "Đấu giá 12 lô đất, huyện thu về 51 tỷ đồng cho ngân sách": of that alone
    closes = _closes(told, number.index, phrase.after) or _closes_behind_ratio(told, number.index, phrase)
    return phrase if closes else None


def _closes(told: Telling, index: int, closings: tuple[str, ...]) -> bool:
    """Whether one of the closing words stands right behind a number."""
    high = told.quantity(index).high
    while high < len(told.tokens) and told.tokens[high].text in SMALL:
        high += 1
    return any([one.text for one in told.tokens[high:][: len(words)]] == words for words in map(str.split, closings))


def _closes_behind_ratio(told: Telling, index: int, phrase: Phrase) -> bool:
    """*đã giải ngân 160 tỷ đồng, tương đương 12% kế hoạch vốn*: a ratio to the plan that the frame closes with."""
    if told.indicator(phrase.name).plan is None:
        return False
    for j in range(index + 1, min(index + _RATIO_REACH, len(told.items))):
        item = told.items[j]
        if item.quantity is not None:
            if item.quantity.kind != "percent" or any(one.text in _LENT for one in told.tokens[item.high :][:4]):
                return False
            return _closes(told, j, tuple(one for one in phrase.after if "kế hoạch" in one and "vốn" in one))
        if not (item.has("reach", "glue") or item.text in {",", "("}):
            return False
    return False


def _is_others(item: Item, name: str) -> bool:
    return item.kind == "word" or any(phrase.role == "excluded" and phrase.name == name for phrase in item.phrases)
