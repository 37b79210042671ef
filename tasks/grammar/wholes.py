"""The whole that a number is told as a part of: *23/25*, *68 trong tổng số 91*, *hai phần ba*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.numbers import SCALES, is_grouped, parse_digits, spelled_number
from tasks.grammar.scaled import DONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.scaled import Scaled
    from tasks.grammar.tokens import Token

_LARGEST_PART: Final = 10  # "một phần mười"
_OUT_OF: Final = (
    *((word, "tổng", "số") for word in ("trong", "trên", "/")),
    ("trong", "số"),
    ("trên", "số"),
    ("trong", "tổng"),
    ("trong",),
    ("trên",),
)
_OPENINGS: Final = frozenset({"trong", "trên", "/"})
_LONGEST_NOUN: Final = 2  # words of what is counted, told with the part as with the whole
_NOT_COUNTED: Final = frozenset(
    {"tuổi", "năm", "tháng", "quý", "ngày", "giờ", "phút", "điểm", "dân", "usd", "đô", "phần"}
)


def fraction(tokens: Sequence[Token], i: int, end: int) -> tuple[float, int] | None:
    """``23/25``: the whole of the number at ``i`` whose sign stands at ``end``, and where it ends."""
    if not tokens[end + 1].is_number:
        return None
    if not all(part.isdigit() or is_grouped(part) for part in (tokens[i].text, tokens[end + 1].text)):
        return None
    after = end + 2
    if after < len(tokens) and tokens[after].text == "%":
        return None  # "6/ 90% hộ …": the sixth of a list
    if after + 1 < len(tokens) and tokens[after].text == "/" and tokens[after + 1].start == tokens[after].end:
        return None  # 12/2023/NQ-CP
    of = parse_digits(tokens[end + 1].text, whole=True)
    return None if of is None or not of else (of, after)


def whole_behind(tokens: Sequence[Token], taken: Sequence[bool], end: int, value: float) -> tuple[float, int] | None:
    """*68 trong tổng số 91* trường, *8 trên 12* xã, *68 trường trong số 91* trường: the whole, and where it ends.

    ``value`` is the number that ends at ``end``; a part is less than its whole.
    """
    near = tokens[end : end + _LONGEST_NOUN + 1]
    noun = next((n for n, token in enumerate(near) if token.text in _OPENINGS), None)
    if noun is None:
        return None
    joint = next((words for words in _OUT_OF if _texts(tokens, end + noun, len(words)) == words), None)
    if joint is None and noun and near[noun].text == "/":
        joint = ("/",)  # "2.140 lao động/2.000 lao động": what was planned of them may be less
    if joint is None:
        return None
    at = end + noun + len(joint)
    if at + 1 >= len(tokens) or taken[at] or not tokens[at].is_number:
        return None
    behind = tokens[at + 1].text
    if not behind[0].isalpha() or behind in _NOT_COUNTED or behind in DONG or behind in SCALES:
        return None
    if noun and _texts(tokens, end, noun) != _texts(tokens, at + 1, noun):
        return None
    of = parse_digits(tokens[at].text, whole=True)
    return None if of is None or (of <= value and joint != ("/",)) else (of, at + 1)


def _texts(tokens: Sequence[Token], i: int, count: int) -> tuple[str, ...]:
    return tuple([token.text for token in tokens[i : i + count]])


def spelled_part(tokens: Sequence[Token], number: Scaled) -> tuple[float, int] | None:
    """*hai phần ba* in percent, and where it ends."""
    if number.end + 1 >= len(tokens) or tokens[number.end].text != "phần" or number.scaled:
        return None
    told = tokens[number.end + 1].text
    whole = spelled_number(tokens, number.end + 1)
    value, end = (4.0, number.end + 2) if told == "tư" else (0.0, 0) if whole is None else (whole.value, whole.end)
    if not number.value < value <= _LARGEST_PART or told == "năm":
        return None  # "một phần năm 2023": the year
    return round(100 * number.value / value, 2), end
