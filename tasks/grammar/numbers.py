"""Numbers as Vietnamese newspapers write them: ``1.234,5``, ``15 nghìn 500``, *hai mươi lăm*."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.tokens import Token

SCALES: Final[dict[str, float]] = {
    "trăm": 1e2,
    "nghìn": 1e3,
    "ngàn": 1e3,
    "vạn": 1e4,
    "triệu": 1e6,
    "tr": 1e6,
    "trđ": 1e6,
    "tỷ": 1e9,
    "tỉ": 1e9,
    "tỹ": 1e9,
}
_DIGITS: Final[dict[str, int]] = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
WITH_DONG: Final = frozenset({"trđ"})
"""Scales that hold their unit."""
_AFTER_TENS_ONLY: Final = frozenset({"mốt", "tư", "lăm", "nhăm"})
NUMBER_WORDS: Final = frozenset({*_DIGITS, "mười", "mươi", "chục"})
OPENING_WORDS: Final = frozenset({*_DIGITS, "mười"}) - _AFTER_TENS_ONLY
"""Words that a number in words can begin with."""
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+$")


class Number(Record, frozen=True):
    """``value`` of the tokens up to ``end`` (exclusive). ``spelled`` is true when written in words."""

    value: float
    end: int
    spelled: bool


@lru_cache(maxsize=1 << 12)
def parse_digits(literal: str, *, whole: bool = False, percent: bool = False) -> float | None:
    """The value of one written number, separators resolved by sense.

    ``.`` groups thousands and ``,`` is the decimal mark unless the groups say otherwise. ``whole`` (a count of things)
    reads ``3,409`` as 3409; ``percent`` reads ``26.712`` as 26.712. ``None`` where no reading makes sense.
    """
    dots, commas = literal.count("."), literal.count(",")
    if not dots and not commas:
        return float(literal)
    if dots and commas:
        return _both_marks(literal)
    mark = "." if dots else ","
    head, *groups = literal.split(mark)
    if len(groups) > 1:
        return _several_groups(head, groups)
    as_decimal, as_thousands = float(f"{head}.{groups[0]}"), float(head + groups[0])
    if not _are_thousands(head, groups):
        return as_decimal
    if mark == ",":
        return as_thousands if whole else as_decimal
    return as_decimal if percent and len(head) > 1 else as_thousands


def _are_thousands(head: str, groups: Sequence[str]) -> bool:
    return all(len(group) == 3 for group in groups) and 1 <= len(head) <= 3 and head[0] != "0"


def _several_groups(head: str, groups: Sequence[str]) -> float | None:
    if _are_thousands(head, groups):
        return float(head + "".join(groups))
    # 1.390.9: the last mark is the decimal one where all the groups before it hold three digits.
    if all(len(group) == 3 for group in groups[:-1]) and len(head) <= 3:
        return float(head + "".join(groups[:-1]) + "." + groups[-1])
    return None


def _both_marks(literal: str) -> float | None:
    decimal = "," if literal.rfind(",") > literal.rfind(".") else "."
    group = "." if decimal == "," else ","
    head, _, tail = literal.rpartition(decimal)
    if decimal in head:  # 1.234,567,8 has two decimal marks
        if literal.count(decimal) > 1 and all(len(part) == 3 for part in re.split(r"[.,]", head)[1:]):
            return float(re.sub(r"[.,]", "", head) + "." + tail)
        return None
    parts = head.split(group)
    if not all(len(part) == 3 for part in parts[1:]):
        return None
    return float("".join(parts) + "." + tail)


def is_grouped(literal: str) -> bool:
    """True for a whole number with thousands groups (``3.959.959``)."""
    return _GROUPED.match(literal) is not None


_HEADS: Final = (["người"], ["khẩu"], ["ha"], ["hecta"])


def spelled_number(tokens: Sequence[Token], i: int) -> Number | None:
    """A number in words beginning at token ``i``, below a thousand: *mười lăm*, *hai mươi mốt*, *một trăm lẻ năm*.

    Scales (nghìn, triệu, tỷ) and *rưỡi* are left to :mod:`tasks.grammar.quantities`. *năm* alone is a year as often as
    a five, *tư* and *ba* begin other words: a single digit word is returned, and the caller decides by what it counts.
    """
    words = [token.text for token in tokens[i : i + 7]]
    total, used = 0, 0
    if words[:2] == ["một", "số"]:
        return None  # "một số chỉ tiêu": several
    if words[0] == "một" and words[1:2] in _HEADS and i and tokens[i - 1].text == "quân":
        return None  # "bình quân một người dân thu nhập …"
    if len(words) > 1 and words[0] in _DIGITS and words[0] not in _AFTER_TENS_ONLY and words[1] == "trăm":
        total, used = 100 * _DIGITS[words[0]], 2
        rest = words[2:]
        if rest and rest[0] in {"linh", "lẻ"}:
            if len(rest) > 1 and rest[1] in _DIGITS:
                return Number(float(total + _DIGITS[rest[1]]), i + 4, spelled=True)
            return Number(float(total), i + 2, spelled=True)
    tail, length = _below_hundred(words[used:])
    if used and not (length > 1 or tail >= 10):
        tail, length = 0, 0
    if not used and not length:
        return None
    return Number(float(total + tail), i + used + length, spelled=True)


def spelled_decimals(tokens: Sequence[Token], i: int) -> tuple[float, int]:
    """What *phẩy năm* or *phẩy hai lăm* at token ``i`` adds to a number in words, and where it ends."""
    if i + 1 >= len(tokens) or tokens[i].text != "phẩy":
        return 0.0, i
    digits, length = _below_hundred([token.text for token in tokens[i + 1 : i + 4]])
    if not length:
        return 0.0, i
    return digits / (100 if digits >= 10 else 10), i + 1 + length


def _below_hundred(words: Sequence[str]) -> tuple[int, int]:
    """The value of the words, and how many of them it takes; ``(0, 0)`` where no number begins."""
    if not words:
        return 0, 0
    if words[0] == "mười":
        return _teen(words)
    if words[0] not in _DIGITS or words[0] in _AFTER_TENS_ONLY:
        return 0, 0
    digit = _DIGITS[words[0]]
    if len(words) > 1 and words[1] in {"mươi", "chục"}:
        return _tens(digit, words)
    if len(words) > 1 and words[1] in _AFTER_TENS_ONLY:  # hai lăm, ba tư: twenty-five, thirty-four
        return 10 * digit + _DIGITS[words[1]], 2
    return digit, 1


def _teen(words: Sequence[str]) -> tuple[int, int]:
    if len(words) > 1 and words[1] in _DIGITS and words[1] not in {"mốt", "tư", "năm"}:
        return 10 + _DIGITS[words[1]], 2
    return 10, 1  # "mười năm" is ten years; fifteen is "mười lăm"


def _tens(digit: int, words: Sequence[str]) -> tuple[int, int]:
    if len(words) > 2 and words[1] == "mươi" and words[2] in _DIGITS:
        return 10 * digit + _DIGITS[words[2]], 3
    return 10 * digit, 2
