"""*Đơn vị tính: triệu đồng* over a list: the unit of the sums below that are told without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.out_of import CARRIED_OUT

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tasks.grammar.indicators import Phrases
    from tasks.grammar.items import Item
    from tasks.grammar.tokens import Token

OPENINGS: Final = (("đvt",), ("đơn", "vị", "tính"), ("đơn", "vị", ":"))
"""What a line opens with that tells the unit of all sums below it."""
IN_PARENTHESES: Final = tuple(f"({scale} đồng)" for scale in ("tỷ", "tỉ", "triệu", "nghìn", "ngàn"))
"""The unit alone, in parentheses behind what is listed: *Thu ngân sách các huyện (tỷ đồng): …*."""
_BEGINS: Final = frozenset([opening[0] for opening in OPENINGS])
_OPENING: Final = re.compile(r"đvt|đơn\s+vị(?:\s+tính|\s*:)", re.IGNORECASE)
_HINT: Final = re.compile(r"[vV](?:[tT]|[ịỊ](?:\s+[tT]|\s*:))")
"""What each of these holds; most texts hold none, which is sooner seen."""
_ALONE: Final = re.compile(r"\(\s*(?:tỷ|tỉ|triệu|nghìn|ngàn)\s+đồng\s*\)", re.IGNORECASE)
_SCALES: Final = {"đồng": 1.0, "nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tr": 1e6, "tỷ": 1e9, "tỉ": 1e9}
_DONG: Final = frozenset({"đồng", "đ", "vnđ"})
_LONGEST: Final = 24  # tokens within which a sentence tells the unit of what it lists
_UNIT_REACH: Final = 8
_ENDS: Final = frozenset({",", ";", ".", "(", ")", "-"})
_SIGNS: Final = frozenset({":", "-", "là", "đạt", "thu", "được"})
_SIGN_REACH: Final = 3  # items from a district to its number
_STOPS: Final = frozenset({";", "."})


def may_tell_unit(text: str) -> bool:
    """Whether some line of a text may tell the unit of the sums below it."""
    opens = _HINT.search(text) is not None and _OPENING.search(text) is not None
    return opens or _ALONE.search(text) is not None


def told_scale(tokens: Sequence[Token]) -> float | None:
    """How many đồng a sentence says that one of a list is: 1e6 for *Đơn vị tính: triệu đồng*; else ``None``."""
    starts = [i for i, token in enumerate(tokens[:_LONGEST]) if token.text in _BEGINS]
    if not starts:
        return _in_parentheses(tokens)
    texts = [token.text for token in tokens[: _LONGEST + _UNIT_REACH]]
    for opening in OPENINGS:
        for i in starts:
            if i + len(opening) < len(texts) and tuple(texts[i : i + len(opening)]) == opening:
                unit = [text for text in texts[i + len(opening) :] if text not in {":", "(", ")", "."}]
                is_money = unit[:1] == ["đồng"] or (len(unit) > 1 and unit[1] in _DONG)
                return _SCALES.get(unit[0]) if is_money else None
    return None


def _in_parentheses(tokens: Sequence[Token]) -> float | None:
    """The unit of *(tỷ đồng)* before a colon or at the end of a line."""
    for i in range(1, min(len(tokens), _LONGEST) - 1):
        if tokens[i].text == "đồng" and tokens[i - 1].text in _SCALES and tokens[i + 1].text == ")":
            alone = i > 1 and tokens[i - 2].text == "("
            heads = i + 2 >= len(tokens) or tokens[i + 2].text == ":"
            return _SCALES[tokens[i - 1].text] if alone and heads else None
    return None


def in_unit_told(
    items: tuple[Item, ...], scale: float | None, phrases: Phrases, spoken: Collection[str] = ()
) -> tuple[Item, ...]:
    """The row with its bare numbers as sums of money, where an indicator told in money is named before them.

    ``scale`` is how many đồng one of them is, ``None`` where no line has told it. ``spoken`` are the indicators that a
    list is about: a number right behind a district is theirs where no clause names another (*Hương Sơn 141 (83%)*).
    """
    if scale is None:
        return items
    out, named = list(items), False
    listed = bool(spoken) and all(_is_money(name, phrases) for name in spoken)
    for i, item in enumerate(items):
        if item.text in _STOPS:
            named = named and item.text == ";" and _goes_on(items, i + 1)
        of_indicators = {phrase.name: phrase.role for phrase in item.phrases if phrase.name in phrases.indicators}
        forms = [name for name, role in of_indicators.items() if role in {"form", "follow"}]
        if of_indicators:
            named = listed = any(_is_money(name, phrases) for name in forms)
        quantity = item.quantity
        if quantity is None or quantity.kind != "count" or quantity.scaled or quantity.per:
            continue
        if not named and not (listed and _stands_by_district(items, i)):
            continue
        if i + 1 == len(items) or items[i + 1].text in _ENDS:
            out[i] = replace(item, quantity=replace(quantity, kind="money", value=quantity.value * scale))
    return tuple(out)


def _goes_on(items: Sequence[Item], i: int) -> bool:
    """*Thu ngân sách: dự toán 2.450.000; thực hiện 1.402.311*: plan and result of what was named stand apart."""
    return i < len(items) and (items[i].text in CARRIED_OUT or items[i].has("plan", "estimate", "done"))


def _is_money(name: str, phrases: Phrases) -> bool:
    return phrases.indicators[name].unit == "VND_BN"


def _stands_by_district(items: Sequence[Item], i: int) -> bool:
    """*TX Kỳ Anh 203,5*, *TX Kỳ Anh: 203,5*, *TX Kỳ Anh: KH 203,5*: only a sign, or the plan, before a number."""
    before = i - 1
    while before > max(0, i - _SIGN_REACH) and (items[before].text in _SIGNS or items[before].has("plan")):
        before -= 1
    return before >= 0 and items[before].names_district
