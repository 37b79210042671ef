"""Units by their types alone: *các huyện, thị xã, thành phố*, *7/11 huyện, thị xã và thành phố Vinh*, *cả 3 xã*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.tokens import Token

_FIRST: Final = (("quận",), ("huyện",), ("thị", "xã"))
LAST_WORDS: Final = frozenset([words[-1] for words in _FIRST])
_TYPES: Final = (*_FIRST, ("thành", "phố"), ("tp",), ("thị",))
_WHOLES: Final = tuple(
    (*relation, *whole)
    for relation in (("của",), ("toàn",), ("trong",), ("trong", "toàn"), ("trên", "địa", "bàn"), ("của", "toàn"))
    for whole in (("tỉnh",), ("thành", "phố"))
)
"""Behind the types: of which whole they are, *5/22 quận, huyện của thành phố*."""
_JOINTS: Final = frozenset({",", "và", "-", "/"})
_PLURALS: Final = frozenset({"các", "những", "nhiều", "số", "khối", "nhóm", "bộ", "thuế", "hầu", "hết"})
_COMPANIONS: Final = frozenset({"với", "cùng", "giữa", "như", "từ"})
_COMPANION_REACH: Final = 5
_COMMUNES: Final = frozenset({"xã", "phường"})
_LOOKS: Final = frozenset({"mạo", "mặt", "sống"})  # "diện mạo", "bộ mặt", "đời sống"
_WHICH: Final = frozenset({"khác", "còn", "vùng", "miền", "nghèo", "khó", "đặc", "biên", "ngoại", "ven", "phía"})
_OPENERS: Final = frozenset({",", ";", ":", ".", "riêng", "và"})
VILLAGES: Final = frozenset({"thôn", "bản", "ấp", "buôn", "làng", "khóm", "xóm", "plei", "sóc"})
_NO_VILLAGE: Final = frozenset({"đồ", "thân", "sắc", "nghề", "quyền", "lĩnh", "tin"})  # "toàn bản đồ"
_MOST_OF_SOME: Final = 6
_REACH: Final = 12  # items from the first type to a name behind the last


class Units(NamedTuple):
    """Where the types end, and whether they are told as several; else they only name a tier ("cấp quận, huyện")."""

    end: int
    told: bool


def units_of_all(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> Units | None:
    """The run of types that begins with an item; a name behind the last of them is of one that is among all.

    *các huyện, thị xã, TP. Biên Hòa thu 1.286 tỷ đồng* tells nothing of Biên Hòa alone.
    """
    item = items[index]
    end = item.high
    # Nearly every item ends here, at its last word or at the one behind.
    if tokens[end - 1].text not in LAST_WORDS or end + 1 >= len(tokens) or tokens[end].text not in _JOINTS:
        return None
    if item.place is not None or item.quantity is not None:
        return None
    if not any(_stands(tokens, end - len(words), words) for words in _FIRST):
        return None
    told = _is_told(items, index, tokens)
    places = {one.low: one for one in items[index + 1 : index + _REACH] if one.names_district}
    types = 1
    while end + 1 < len(tokens) and tokens[end].text in _JOINTS:
        named = places.get(end + 1)
        if named is not None and named.place is not None:
            again = types == 1 and named.place.mention.type == tokens[item.high - 1].text  # "Ở khối quận, quận 8 …"
            if not told or named.place.mention.type is None or again:
                break
            return Units(named.high, told=True)
        length = next((len(words) for words in _TYPES if _stands(tokens, end + 1, words)), 0)
        if not length:
            break
        end, types = end + 1 + length, types + 1
    if types == 1:
        return None
    return Units(next((end + len(words) for words in _WHOLES if _stands(tokens, end, words)), end), told)


def _is_told(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> bool:
    """Whether several are spoken of: *các*, *khối*, a number before the first type, or nothing."""
    item = items[index]
    before = tokens[item.low - 1].text if item.low else ""
    if any(token.text in _COMPANIONS for token in tokens[max(0, item.low - _COMPANION_REACH) : item.low]):
        return False  # "phối hợp với công an các quận, huyện"
    if not before or items[index - 1].quantity is not None or items[index - 1].text in _JOINTS:
        return True
    return before in _PLURALS or any(token.text in _PLURALS for token in tokens[item.low : item.high])


def tells_of_some_communes(item: Item, tokens: Sequence[Token]) -> bool:
    """*Cả 3 xã đều có …*, *Diện mạo 2 xã đổi thay: …*, *Qua kiểm tra, tại 4 xã, …*: what follows is theirs."""
    quantity, high = item.quantity, item.high
    if quantity is None or quantity.kind != "count" or not quantity.value >= 2:
        return False
    if high >= len(tokens) or tokens[high].text not in _COMMUNES:
        return False
    behind = tokens[high + 1].text if high + 1 < len(tokens) else ""
    if behind in _WHICH and (not item.low or tokens[item.low - 1].text in _OPENERS):
        return True  # "6 phường khác …, tỷ lệ hộ nghèo dưới 1%"
    if quantity.value > _MOST_OF_SOME:
        return False
    before = [token.text for token in tokens[max(0, item.low - 3) : item.low]]
    if before[-1:] in (["tại"], ["ở"]):
        return behind == "," and (len(before) == 1 or before[-2] in {",", ":"})
    if before[-1:] == ["của"]:
        before.pop()
    if before[-1:] == ["cả"]:
        return behind not in {",", "và", "-", "/"}
    return bool(before) and before[-1] in _LOOKS


def of_villages(low: int, tokens: Sequence[Token]) -> str | None:
    """Whether the word at ``low`` stands for villages that a clause is about, and the rule that says so.

    *Cả buôn làm du lịch, đón …* is about one, *tỷ lệ hộ nghèo của các thôn* about some.
    """
    if tokens[low].text not in VILLAGES or not low:
        return None
    before, behind = tokens[low - 1].text, tokens[low + 1].text if low + 1 < len(tokens) else ""
    if before in {"cả", "toàn"}:
        return None if behind in _NO_VILLAGE | {",", "và"} else "whole-village"
    some = before in {"các", "những"} and low > 1 and tokens[low - 2].text in {"của", "ở", "tại"} and behind != ","
    return "villages" if some else None


def _stands(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    return i >= 0 and i + len(words) <= len(tokens) and all(tokens[i + n].text == word for n, word in enumerate(words))
