"""Where a unit came from: the units that were merged into it, and what was done before it was as it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.place_edges import matches
from tasks.grammar.word_lists import by_word, load_words, split_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.context import Context
    from tasks.grammar.scope import Anchor
    from tasks.grammar.tokens import Token

_MERGED_BY_FIRST: Final = by_word(split_phrases(load_words("anchors.yaml")["merged"]), 0)
_MERGES: Final = frozenset({("sáp", "nhập"), ("hợp", "nhất"), ("sắp", "xếp"), ("nhập", "lại")})
_MADE: Final = frozenset(
    {(how, what) for how in ("hợp", "nhập", "ghép") for what in ("lại", "thành")}
    | {("sáp", "nhập"), ("hợp", "nhất"), ("tạo", "thành"), ("cấu", "thành")}
)
_MADE_BY: Final = frozenset({"do", "gồm", "từ"})
_MADE_REACH: Final = 40  # tokens from the verb back to the first of those that were merged
_BORN: Final = frozenset({("ra", "đời"), ("thành", "lập"), ("hình", "thành"), ("chia", "tách"), ("tách", "ra")})
_BORN_REACH: Final = 8  # tokens from the verb to those that the unit was made of
_UNITS: Final = frozenset({"quận", "huyện", "xã", "phường", "thị", "đơn"})
_MERGED_FIRST: Final = frozenset(_MERGED_BY_FIRST) | {first for first, _ in _MERGES | _MADE} | {"cũ", "từ"}
_ALL: Final = frozenset({"các", "hai", "ba", "bốn"})
_PARTS: Final = frozenset({"xã", "phường", "thị"})
_ADDRESS: Final = 8  # tokens of the parentheses that say where a unit lies
_HAS: Final = frozenset({"có", "còn", "gồm", "sẽ"})


def without_origins(anchors: list[Anchor], start: int | None, context: Context) -> list[Anchor]:
    """*Xã A thành lập trên cơ sở sáp nhập các xã B, C*: the units that were merged are only where it came from.

    ``start`` is the token behind which they stand, ``None`` where there are none. Where communes are the units, the
    sentence need not name the new one: *Sáp nhập từ ba xã, đơn vị mới có …*.
    """
    first = next((anchor.low for anchor in anchors if anchor.focus.kind == "district"), None)
    if first is None and not context.communes_are_units:
        return anchors
    if start is None:
        return anchors
    if first is not None and first >= start:
        return _without_parts(anchors, start, context)
    return [
        replace(anchor, role="passing")
        if anchor.low > start and (anchor.explicit or anchor.focus.rule == "counted")  # "sáp nhập 5 địa phương cấp xã"
        else anchor
        for anchor in anchors
    ]


def _without_parts(anchors: list[Anchor], start: int, context: Context) -> list[Anchor]:
    """*Nhập các phường B, C và xã D, phường A rộng 49 km2, …*: what stands before its own name are its parts."""
    own = [n for n, anchor in enumerate(anchors) if anchor.explicit and anchor.focus.unit == context.main]
    if context.main is None or not own or not start <= anchors[own[-1]].low:
        return anchors
    return [
        replace(anchor, role="passing")
        if n < own[-1] and (anchor.explicit or anchor.focus.rule == "counted")
        else anchor
        for n, anchor in enumerate(anchors)
    ]


def origins_at(tokens: Sequence[Token]) -> int | None:
    """The token at which *trên cơ sở sáp nhập* begins, behind which places are those that a unit was made of."""
    merged = _MERGED_BY_FIRST
    for i in [i for i, token in enumerate(tokens) if token.text in _MERGED_FIRST]:
        first = tokens[i].text
        if first == "từ" and _is_born_of(tokens, i):
            return i
        two = (first, *[one.text for one in tokens[i + 1 : i + 2]])
        if first == "cũ" and (made_of := _made_of(tokens, i)) is not None:
            return made_of  # "Phường rộng 59 km2, gồm các phường A, B và xã C cũ, dân số 75.240 người"
        if two in _MADE and (made_of := _made_of(tokens, i)) is not None:
            return made_of
        if first in merged and any(matches(tokens, i, words) for words in merged[first]):
            return i
        if two in _MERGES and _names_parts(tokens[i + 2 : i + 6]):
            return i
        if i == 0 and first == "nhập" and _names_parts(tokens[1:5]):
            return i
    return None


def _is_born_of(tokens: Sequence[Token], i: int) -> bool:
    """*Ra đời đầu năm 2021 từ ba quận phía Đông*, *được thành lập từ 4 xã*: so many units behind *từ*."""
    behind = tokens[i + 1 : i + 3]
    if len(behind) < 2 or not (behind[0].is_number or behind[0].text in _ALL) or behind[1].text not in _UNITS:
        return False
    before = [token.text for token in tokens[max(0, i - _BORN_REACH) : i]]
    return any(pair in _BORN for pair in pairwise(before))


def _made_of(tokens: Sequence[Token], end: int) -> int | None:
    """*Xã A do 3 xã B, C và D sáp nhập thành*, *Phường A gồm các phường B và C hợp lại*: where its parts begin."""
    for i in range(end - 1, max(0, end - _MADE_REACH), -1):
        if tokens[i].text in _MADE_BY:
            return i if tokens[i + 1].is_number or tokens[i + 1].text in _ALL | _PARTS else None
        if tokens[i].text in {";", ":"}:
            return None
    return None


def _names_parts(behind: Sequence[Token]) -> bool:
    """*sáp nhập 3 xã Tân An, …*, *hợp nhất các phường 7, 8*, but *sau khi sắp xếp các xã, phường An Phú có …*."""
    if not behind or not (behind[0].is_number or behind[0].text in _ALL):
        return False
    nouns = 2 if [one.text for one in behind[1:3]] == ["thị", "trấn"] else 1
    named = behind[1 + nouns : 2 + nouns]
    is_noun = behind[1:2] and behind[1].text in _PARTS
    return bool(is_noun and named) and (named[0].capital or named[0].is_number or named[0].text == ":")


def without_steps(anchors: list[Anchor], tokens: Sequence[Token]) -> list[Anchor]:
    """*Sau khi thành lập phường A và huyện B, huyện C còn lại …*: the clause before says what was done, not of whom."""
    if [token.text for token in tokens[:2]] != ["sau", "khi"]:
        return anchors
    of_whom = next((anchor for anchor in anchors if _is_then_told_of(anchor, tokens)), None)
    if of_whom is None:
        return anchors
    return [replace(anchor, role="passing") if anchor.low < of_whom.low else anchor for anchor in anchors]


def _is_then_told_of(anchor: Anchor, tokens: Sequence[Token]) -> bool:
    high = anchor.high
    if high < len(tokens) and tokens[high].text == "(":  # "xã Phong Điền (TP. Cần Thơ) có …"
        high = next((i + 1 for i in range(high, min(high + _ADDRESS, len(tokens))) if tokens[i].text == ")"), high)
    behind = tokens[high].text if high < len(tokens) else ""
    opens = anchor.low > 0 and tokens[anchor.low - 1].text == ","
    return opens and anchor.explicit and anchor.focus.kind == "district" and behind in _HAS
