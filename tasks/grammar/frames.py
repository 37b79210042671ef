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
_TASKS: Final = ("cho", "các", "nhiệm", "vụ", "chi")
_SPENT: Final = "spent"
_WHOSE: Final = frozenset(
    {"nhà", "nước", "của", "huyện", "quận", "thị", "xã", "phường", "thành", "phố", "địa", "phương"}
)
_ENDS: Final = frozenset({",", ".", ";", "(", ")", "…", "và", "trong"})
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
    if _spends(told, phrase.name) and not _is_all_spent(told, number.index, phrase.after):
        return None
    closes = _closes(told, number.index, phrase.after) or _closes_behind_ratio(told, number.index, phrase)
    return phrase if closes else None


def _spends(told: Telling, name: str) -> bool:
    return any(part.head == _SPENT for part in told.indicator(name).composed)


def is_whole_sum(told: Telling, index: int, name: str) -> bool:
    """*ngân sách huyện chi ra 798 tỷ đồng cho các nhiệm vụ chi*, not *chi ra 12 tỷ đồng xây cầu*: all of it."""
    if not _spends(told, name):
        return True
    high = told.quantity(index).high
    return told.text_after(index) in {"", *_ENDS} or told.words(high, high + len(_TASKS)).split() == [*_TASKS]


def _is_all_spent(told: Telling, index: int, closings: tuple[str, ...]) -> bool:
    """*Huyện đã chi 412 tỷ đồng từ ngân sách, …*, not *chi 12 tỷ đồng từ ngân sách để sửa đường*: of nothing alone."""
    end = _closing_end(told, index, closings)
    if end is None:
        return False
    while end < len(told.tokens) and told.tokens[end].text in _WHOSE:
        end += 1
    return end >= len(told.tokens) or told.tokens[end].text in _ENDS


def _closes(told: Telling, index: int, closings: tuple[str, ...]) -> bool:
    """Whether one of the closing words stands right behind a number."""
    return _closing_end(told, index, closings) is not None


def _closing_end(told: Telling, index: int, closings: tuple[str, ...]) -> int | None:
    """The token behind the closing words that stand right behind a number."""
    high = told.quantity(index).high
    while high < len(told.tokens) and told.tokens[high].text in SMALL:
        high += 1
    ends = ((high + len(words), words) for words in map(str.split, closings))
    return next((end for end, words in ends if [one.text for one in told.tokens[high:end]] == words), None)


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
