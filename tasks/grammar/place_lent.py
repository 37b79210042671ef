"""Types that a list lends its bare names.

*Các xã khó khăn như Púng Luông, Khao Mang*; *xã Lao Chải 41%, Khao Mang 44%*.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.places import PlaceMention
    from tasks.grammar.tokens import Token

_TYPES: Final = {
    "quận": ("quận",),
    "huyện": ("huyện",),
    "thị": ("thị", "xã"),
    "thành": ("thành", "phố"),
    "xã": ("xã",),
    "phường": ("phường",),
}
_COMMUNES: Final = frozenset({"xã", "phường"})
_SEVERAL: Final = frozenset({"các", "những", "nhiều", "số", "hai", "ba", "bốn", "năm", "vài"})
_OPENS: Final = frozenset(load_words("places.yaml")["lends_type"])
_OPEN_REACH: Final = 8  # tokens from the type to the word that opens the list
_SIGNS: Final = frozenset({",", "và", ";", "cùng", "còn", "đến", "là", "với", "rồi", "hay"})
_ENDS_NAME: Final = frozenset({",", "và", ")", "-"})
_FIGURE_REACH: Final = 4  # tokens from a name to its figure


def with_lent_types(tokens: Sequence[Token], mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The mentions of a sentence, bare ones with the type that the list they stand in has lent them."""
    if all(mention.type is not None for mention in mentions):
        return list(mentions)
    out: list[PlaceMention] = []
    opened = _opened_lists(tokens)
    kinds: tuple[str, ...] = ()  # of the plural that opened the list
    counted = False  # whether it was a number: "9 xã: …"
    kind = ""  # of the commune that was named last
    last = 0
    for told in mentions:
        mention = told
        counted, kinds = next(
            ((number, types) for at, types, number in opened if last <= at == mention.low), (counted, kinds)
        )
        if kinds and counted and ";" in [token.text for token in tokens[last : mention.low]]:
            kinds = ()  # "Phổ Yên (12 xã): Trung Thành, Tân Hương; Đại Từ (17 xã): …"
        if mention.type is None:
            begins = any(at == mention.low for at, _, _ in opened)
            goes_on = begins or tokens[mention.low - 1].text in _SIGNS if mention.low else False
            goes_on = goes_on and not _has_communes(tokens, mention.high)
            found = _of_kinds(mention, kinds) if kinds and goes_on else None
            if found is None:
                kinds = ()
                found = _lent(tokens, mention, kind) if kind and goes_on else None
            if found is None and _is_in_communes(tokens, mention, opened):
                last = mention.high
                continue
            mention = found or mention
        else:
            kind = mention.type if mention.type in _COMMUNES else ""
            kinds = kinds if mention.listed or mention.type in kinds else ()
        out.append(mention)
        last = mention.high
    return out


def _opened_lists(tokens: Sequence[Token]) -> list[tuple[int, tuple[str, ...], bool]]:
    """Where lists of names begin that a plural without a name opens, with its types, and whether it counts them."""
    out = []
    end = 1
    for i in [i for i, token in enumerate(tokens) if token.text in _TYPES]:
        if i < end:
            continue
        kinds, end = _kinds_at(tokens, i)
        if kinds and (tokens[i - 1].text in _SEVERAL or tokens[i - 1].is_number):
            for j in range(end, min(end + _OPEN_REACH, len(tokens) - 1)):
                if tokens[j].text in _OPENS:
                    out.append((j + 1, kinds, tokens[i - 1].is_number))
                    break
                if tokens[j].is_number or tokens[j].capital or tokens[j].text in {";", ".", ","}:
                    break
    return out


def _is_in_communes(
    tokens: Sequence[Token], mention: PlaceMention, opened: Sequence[tuple[int, tuple[str, ...], bool]]
) -> bool:
    """*6 xã (Hạ Mỗ, Liên Hồng, Thọ Xuân)*: a commune that no list knows, though a district elsewhere is called so."""
    behind = tokens[mention.high].text if mention.high < len(tokens) else ""
    if behind not in _ENDS_NAME:
        return False
    return any(
        number
        and at <= mention.low
        and _COMMUNES.issuperset(kinds)
        and all(token.capital or token.text in _ENDS_NAME for token in tokens[at : mention.low])
        for at, kinds, number in opened
    )


def _kinds_at(tokens: Sequence[Token], i: int) -> tuple[tuple[str, ...], int]:
    """The types of a plural at ``i``, *xã, phường*, and where they end; none where a province is among them."""
    kinds: list[str] = []
    while i < len(tokens):
        words = _TYPES.get(tokens[i].text)
        if words is None or tuple(token.text for token in tokens[i : i + len(words)]) != words:
            break
        kinds.append(" ".join(words))
        i += len(words)
        if i + 1 < len(tokens) and tokens[i].text in {",", "và", "-", "/"} and tokens[i + 1].text in _TYPES:
            i += 1
    return tuple(kinds), i


def _has_communes(tokens: Sequence[Token], end: int) -> bool:
    """*Củ Chi (20 xã): …*, *Phú Bình có 18 xã*: what has communes is none."""
    behind = tokens[end : end + _FIGURE_REACH]
    return any(one.is_number and other.text in _COMMUNES for one, other in pairwise(behind))


def _of_kinds(mention: PlaceMention, kinds: tuple[str, ...]) -> PlaceMention | None:
    """A bare mention as one of the first of the types that its name has; ``None`` where it has none of them."""
    for kind in kinds:
        units = tuple(unit for unit in mention.candidates if unit.type in kinds)
        if any(unit.type == kind for unit in units):
            return replace(mention, type=kind, candidates=units, listed=True)
    return None


def _lent(tokens: Sequence[Token], mention: PlaceMention, kind: str) -> PlaceMention | None:
    """A bare mention with a figure right behind it, as a commune of the type named last, where communes are units."""
    behind = tokens[mention.high : mention.high + _FIGURE_REACH]
    figure = next((n for n, token in enumerate(behind) if token.is_number), None)
    if figure is None or any(token.text in {",", ";", "."} or token.capital for token in behind[:figure]):
        return None
    if any(unit.tier == "province" for unit in mention.candidates):
        return None
    return replace(mention, lent=kind) if any(unit.type == kind for unit in mention.candidates) else None
