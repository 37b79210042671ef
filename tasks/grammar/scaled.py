"""Numbers with their scales: ``15 nghìn 500 tỷ``, ``1 tỷ 200 triệu``, *hai tỷ rưỡi*."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final

from tasks.grammar.numbers import OPENING_WORDS, SCALES, parse_digits, spelled_decimals, spelled_number
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.tokens import Token

DONG: Final = frozenset({"đồng", "đ", "vnd", "vnđ"})
_TELLS: Final = frozenset({"ra", "có", "sinh", "hiện", "nhận", "còn", "với", "gồm"})
"""The last word of *xảy ra*, *phát sinh*, *phát hiện*, *ghi nhận*."""
_MISHAPS: Final = frozenset({"cháy", "tai", "án", "phạm", "vi", "hỏa", "tội"})
_NO_NUMBERS: Final = frozenset({"năm", "không"})  # a year, a no
_MOVES: Final = frozenset({"giảm", "tăng", "thêm", "còn"})
_CASES: Final = frozenset({"vụ", "người", "trường", "dự", "xã", "đối"})
_MOST_TERMS: Final = 4
_THOUSAND: Final = 1e3


_MULTIPLES: Final = {"rưỡi": 1.5, "đôi": 2.0}
_PLANS: Final = frozenset({"kế", "dự", "chỉ", "mục", "kh", "nghị"})  # "kế hoạch", "dự toán", "chỉ tiêu", …
_PLAN_REACH: Final = 3  # tokens from a multiple to the plan that it is of: "gấp rưỡi so với kế hoạch"


class Scaled(Record, frozen=True):
    """``value`` of the tokens up to ``end`` (exclusive), scales included."""

    value: float
    end: int
    spelled: bool
    scaled: bool
    billions: bool
    """Whether a term is told in tỷ: nobody counts things so."""


class _Term(Record, frozen=True):
    value: float
    scales: tuple[float, ...]
    end: int
    spelled: bool


def read_scaled(tokens: Sequence[Token], taken: Sequence[bool], i: int) -> Scaled | None:
    """The number that begins at token ``i``: one term, or several that go on (``3 triệu 150 ngàn``)."""
    if tokens[i].text in _MULTIPLES:
        return Scaled(_MULTIPLES[tokens[i].text], i + 1, spelled=True, scaled=False, billions=False)
    first = _term(tokens, taken, i)
    if first is None:
        return None
    if not first.scales:
        if first.spelled and first.end - i == 1 and tokens[i].text in _NO_NUMBERS and not _counts_cases(tokens, i):
            return None
        return Scaled(first.value, first.end, first.spelled, scaled=False, billions=False)
    terms = [first]
    while len(terms) < _MOST_TERMS:
        term = _term(tokens, taken, terms[-1].end)
        if term is None or not _goes_on(tokens, terms, term):
            break
        terms.append(term)
        if not term.scales:
            break
    spelled, billions = any(term.spelled for term in terms), any(1e9 in term.scales for term in terms)
    return Scaled(_sum(terms), terms[-1].end, spelled, scaled=True, billions=billions)


def is_multiple_of_plan(tokens: Sequence[Token], i: int) -> bool:
    """*gấp rưỡi kế hoạch*, *gấp đôi so với dự toán*: a multiple that has no number of its own."""
    if tokens[i].text not in _MULTIPLES or not i or tokens[i - 1].text != "gấp":
        return False
    behind = [token.text for token in tokens[i + 1 : i + 1 + _PLAN_REACH]]
    return bool(behind) and (behind[0] in _PLANS or (behind[:2] == ["so", "với"] and behind[-1] in _PLANS))


def _counts_cases(tokens: Sequence[Token], i: int) -> bool:
    """*giảm năm vụ*, *xảy ra năm vụ cháy*: how many, and no year."""
    if tokens[i].text != "năm" or i + 2 >= len(tokens):
        return False
    if tokens[i + 1].text not in _CASES:
        return False
    if i == 0:
        return tokens[i + 2].text in _MISHAPS  # "Năm vụ cháy đều được dập tắt"
    return tokens[i - 1].text in _MOVES | _TELLS


def scale_of(tokens: Sequence[Token], start: int, end: int) -> float:
    """What the words of scale among the tokens multiply by."""
    return prod(SCALES[token.text] for token in tokens[start:end] if token.text in SCALES)


def _term(tokens: Sequence[Token], taken: Sequence[bool], i: int) -> _Term | None:
    """One number and the scales right behind it."""
    one = _one(tokens, taken, i)
    if one is None:
        return None
    value, k, spelled = one
    if k >= len(tokens) or tokens[k].text not in SCALES or taken[k]:
        return _Term(value, (), k, spelled)
    scales: list[float] = []
    while k < len(tokens) and not taken[k] and (tokens[k].text in SCALES or (scales and tokens[k].text == "rưỡi")):
        if tokens[k].text == "rưỡi":  # "3 nghìn rưỡi tỷ"
            value += 0.5
        else:
            scales.append(SCALES[tokens[k].text])
        k += 1
    return _Term(value, tuple(scales), k, spelled)


def _one(tokens: Sequence[Token], taken: Sequence[bool], i: int) -> tuple[float, int, bool] | None:
    if i >= len(tokens) or taken[i]:
        return None
    if tokens[i].is_number:
        value = parse_digits(tokens[i].text)
        return None if value is None else (value, i + 1, False)
    number = spelled_number(tokens, i) if tokens[i].text in OPENING_WORDS else None
    if number is None or any(taken[i : number.end]):
        return None
    decimals, end = spelled_decimals(tokens, number.end)
    return number.value + decimals, end, True


def _goes_on(tokens: Sequence[Token], before: Sequence[_Term], term: _Term) -> bool:
    """Whether a term belongs to those before it: "15 nghìn 500 hộ" is one number, "6 triệu 3 xã" would be two."""
    if term.spelled and not any(other.spelled for other in before):
        return False
    if term.scales:
        return True
    ends = term.end >= len(tokens) or tokens[term.end].text in DONG
    return not ends and before[-1].scales[-1] <= _THOUSAND


def _sum(terms: Sequence[_Term]) -> float:
    """The terms together: the billions of "9 nghìn 8 trăm tỷ" are those of both, the hundreds are the second's."""
    total, pending, smallest = 0.0, 0.0, 0.0
    for position, term in enumerate(terms):
        amount = term.value * prod(term.scales)
        following = terms[position + 1].scales if position + 1 < len(terms) else ()
        if following and term.scales and max(following) > max(term.scales):
            pending, smallest = pending + amount, min(term.scales)
            continue
        total += pending * prod(scale for scale in term.scales if scale > smallest) + amount
        pending = 0.0
    return total
