"""How exact a number is told: *hơn*, *gần*, *khoảng* before it, *trở lên* behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.tokens import Token
    from tasks.records.observation import Bound

_LEVELS: Final = frozenset({"mức", "con", "số", "tỷ", "tỉ", "lệ", "âm"})
_BARELY: Final = frozenset({"chỗ", "chỉ", "mới", "chiếm", "có", "đạt", "còn", "được", "thu", "là"})
_DEGREES: Final = frozenset({"tốc", "mức", "tiến", "mật", "trình", "cường", "nhiệt", "cấp"})
_COMPARED: Final = frozenset({"cao", "thấp", "nhiều", "ít", "lớn", "nhỏ"})


def bound_before(tokens: Sequence[Token], taken: Sequence[bool], i: int, lexicon: Lexicon) -> tuple[int, Bound]:
    """The bound told before the number; ``từ 90 đến 95`` keeps its *từ* inside the phrase."""
    low = i - 1 if i and is_from(tokens, i - 1) else i
    if not low or tokens[low - 1].text not in lexicon.bound_ends:
        return low, "eq"
    for length in (3, 2, 1):
        start = low - length
        if start < 0 or any(taken[start:low]):
            continue
        bound = lexicon.bounds.get(" ".join([token.text for token in tokens[start:low]]))
        if bound is not None:
            return (low, "eq") if _compares(tokens, start, low) else (start, bound)
    return low, "eq"


def is_from(tokens: Sequence[Token], i: int) -> bool:
    """*Từ* where it does not end a name: *Đại Từ 17 vụ*."""
    return tokens[i].text == "từ" and not (i and tokens[i].capital and tokens[i - 1].capital)


def is_set_against(tokens: Sequence[Token], low: int) -> bool:
    """*tăng nhiều so với mức 43,5 triệu đồng năm 2019*, *giảm từ mức 5,1%*: the level of an earlier time."""
    j = low
    while j and tokens[j - 1].text in _LEVELS:
        j -= 1
    if 0 < j < low and is_from(tokens, j - 1):
        return True
    k = low
    while k and tokens[k - 1].text in _BARELY:
        k -= 1
    if 0 < k < low and tokens[k].text == "chỗ" and is_from(tokens, k - 1):
        return True  # "từ chỗ chỉ có 12 xã"
    return [token.text for token in tokens[max(0, j - 2) : j]] == ["so", "với"]


def _compares(tokens: Sequence[Token], start: int, low: int) -> bool:
    """*cao hơn 5% so với cùng kỳ*: the *hơn* is the comparison's. *không ít hơn 20* is a bound.

    So is the *độ* of *với tốc độ 7,4%* no bound.
    """
    if start and tokens[start].text == "độ" and tokens[start - 1].text in _DEGREES:
        return True
    if not start or low - start != 1 or tokens[start].text != "hơn" or tokens[start - 1].text not in _COMPARED:
        return False
    return start < 2 or tokens[start - 2].text != "không"


def bound_after(tokens: Sequence[Token], high: int, lexicon: Lexicon) -> tuple[int, Bound]:
    """The bound told behind the number, *trở lên*, and where it ends."""
    if high >= len(tokens) or tokens[high].text not in lexicon.bound_after_begins:
        return high, "eq"
    for length in (2, 1):
        bound = lexicon.bounds_after.get(" ".join([token.text for token in tokens[high : high + length]]))
        if bound is not None and high + length <= len(tokens):
            return high + length, bound
    return high, "eq"
