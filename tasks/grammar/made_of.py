"""*Ba xã đạt 41 tỷ đồng* in an article about the commune that they became: what they had is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.items import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.context import Context
    from tasks.grammar.tokens import Token

_MOST: Final = 7  # communes that one was made of
_NOUNS: Final = (
    ("đơn", "vị", "hành", "chính", "cấp", "xã"),
    ("đơn", "vị", "hành", "chính"),
    ("địa", "phương"),
    ("đơn", "vị"),
    ("thị", "trấn"),
    ("phường",),
    ("xã",),
)
_FIRST: Final = frozenset(noun[0] for noun in _NOUNS)
_JOINTS: Final = frozenset({",", "và", "-", "/"})
_GLUE: Final = frozenset({"glue"})
# Before them: they are counted among others, met, or what the commune was made of, told as such.
_OTHERS_BEFORE: Final = frozenset(
    {
        "trong",
        "với",
        "cùng",
        "thứ",
        "từ",
        "nhập",
        "nhất",
        "xếp",
        "giáp",
        "số",
        "còn",
        "thêm",
        "gồm",
        "và",
        "hơn",
        "/",
        "ra",
    }
)
_OTHERS_BEHIND: Final = frozenset(
    {
        "khác",
        "lân",
        "láng",
        "bạn",
        "còn",
        "giáp",
        "kế",
        "liền",
        "này",
        "gồm",
        ":",
        "thuộc",
        "của",
        "mới",
        "miền",
        "vùng",
    }
)
_COMMUNES_TOLD: Final = "nông thôn mới"


def as_whole(items: tuple[Item, ...], tokens: Sequence[Token], context: Context) -> tuple[Item, ...]:
    """The row in which the communes that the article's own one was made of, told by their number, stand for it.

    *Nhiệm kỳ 2020 - 2025, cả ba địa phương …*, *thu ngân sách của 3 xã cũ đạt …*: only where communes are the units
    and the title names the one that the article is about.
    """
    main = context.main
    if main is None or main.tier != "commune" or not context.main_in_title or not context.communes_are_units:
        return items
    out: list[Item] = []
    end = 0
    for item in items:
        if item.low < end:
            continue
        end = _parts_end(item, tokens) if item.quantity is not None else 0
        if end and any(one.low < end < one.high for one in items):
            end = 0  # an item reaches beyond the words that are taken together
        out.append(Item("cue", item.low, end, main.type, _GLUE) if end else item)
    return tuple(out) if len(out) < len(items) else items


def _parts_end(item: Item, tokens: Sequence[Token]) -> int:
    """Where the noun behind a count of an article's former communes ends; 0 where it counts others."""
    quantity, high = item.quantity, item.high
    if quantity is None or quantity.kind != "count" or not 2 <= quantity.value <= _MOST or high >= len(tokens):
        return 0
    if tokens[high].text not in _FIRST or (item.low and tokens[item.low - 1].text in _OTHERS_BEFORE):
        return 0
    end = _noun_end(tokens, high)
    if end + 1 < len(tokens) and tokens[end].text in _JOINTS and _noun_end(tokens, end + 1) > end + 1:
        end = _noun_end(tokens, end + 1)  # "3 xã, thị trấn"
    if end == high or end >= len(tokens):
        return 0
    behind = tokens[end]
    if behind.text in _OTHERS_BEHIND or behind.capital or behind.is_number:
        return 0
    return 0 if _COMMUNES_TOLD in " ".join([token.text for token in tokens[end:]]) else end


def _noun_end(tokens: Sequence[Token], start: int) -> int:
    texts = [token.text for token in tokens[start : start + len(_NOUNS[0])]]
    return start + next((len(noun) for noun in _NOUNS if tuple(texts[: len(noun)]) == noun), 0)
