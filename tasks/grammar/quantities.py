"""Numbers with their units: money, percent, counts, fractions; how exact they are told."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Final, Literal

from tasks.grammar.numbers import (
    OPENING_WORDS,
    SCALES,
    WITH_DONG,
    is_grouped,
    parse_digits,
    spelled_decimals,
    spelled_number,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.tokens import Token
    from tasks.records.observation import Bound

Kind = Literal["money", "usd", "percent", "count", "fraction"]

_DONG: Final = frozenset({"đồng", "đ", "vnd", "vnđ"})
_USD: Final = (("usd",), ("đô", "la"), ("đôla",), ("đô", "la", "mỹ"), ("$",))
_PERCENT: Final = (("%",), ("phần", "trăm"))
_POINTS: Final = (("điểm", "%"), ("điểm", "phần", "trăm"))
_DENOMINATORS: Final = frozenset(
    [
        "người",
        "năm",
        "tháng",
        "ngày",
        "ha",
        "hecta",
        "m2",
        "m3",
        "m",
        "hộ",
        "khẩu",
        "kg",
        "tấn",
        "tạ",
        "km",
        "km2",
        "lượt",
        "vụ",
        "đêm",
        "đảng",
        "giờ",
        "héc",
        "con",
        "cây",
        "suất",
        "em",
        "cháu",
    ]
)
_COMPARED: Final = frozenset({"cao", "thấp", "nhiều", "ít", "lớn", "nhỏ"})
_ALWAYS: Final = ["24", "/", "7"]
_AREAS: Final = frozenset({"m", "km", "cm", "dm"})  # whose square or cube is written behind: "m2"
_PER: Final = frozenset({"/", "mỗi", "một", "trên"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    ``value`` is in đồng (money), US dollars (usd), percent, or things counted. ``low``/``high`` are token indexes of
    the whole phrase, the bound word included; ``first`` is the token of the number itself.
    """

    kind: Kind
    value: float
    low: int
    first: int
    high: int
    bound: Bound = "eq"
    of: float | None = None  # the denominator of a fraction
    per: tuple[str, ...] = ()  # what a rate is told for: ("người", "năm")
    scaled: bool = False  # a word of scale stood with it ("1,5 triệu")
    points: bool = False  # "điểm %"
    spelled: bool = False
    is_range: bool = False
    from_: bool = False  # "từ 14,6% … xuống còn 11,4%": where a change began
    sign: int = 0  # "+10,2%" and "(-4,9%)"


def read_quantities(tokens: Sequence[Token], taken: Sequence[bool], lexicon: Lexicon) -> list[Quantity]:
    """All quantities of a sentence, left to right. ``taken`` marks tokens of dates and names, which hold no figure."""
    out: list[Quantity] = []
    i = 0
    while i < len(tokens):
        quantity = None if taken[i] else _quantity(tokens, taken, i, lexicon)
        if quantity is None:
            i += 1
            continue
        out.append(quantity)
        i = quantity.high
    return out


def _quantity(tokens: Sequence[Token], taken: Sequence[bool], i: int, lexicon: Lexicon) -> Quantity | None:
    terms = _terms(tokens, taken, i)
    if terms is None:
        return None
    values, end, spelled, scaled, has_billions = terms
    second = _range_end(tokens, taken, end)
    kind, high, points = _unit(tokens, end if second is None else second, has_billions=has_billions)
    if second is not None:
        # "90 - 95 triệu": the scale and unit of the upper end are those of the lower.
        upper = _terms(tokens, taken, _range_start(tokens, end))
        assert upper is not None
        if not scaled and upper[3]:
            values = values * _scale_of(tokens, _range_start(tokens, end), upper[1])
        scaled = scaled or upper[3]
        kind, high, points = _unit(tokens, upper[1], has_billions=has_billions or upper[4])
    literal = tokens[i].text
    if kind is None and not scaled and not spelled and (shared := _shared_unit(tokens, taken, end)) is not None:
        low, bound = _bound(tokens, taken, i, lexicon)
        return Quantity("money", values * shared, low, i, end, bound=bound, scaled=True)
    if kind is None and _is_code(tokens, i):
        return None
    if kind is None:
        fraction = _fraction(tokens, taken, i, end)
        if fraction is not None and not scaled and not spelled:
            of, high = fraction
            low, bound = _bound(tokens, taken, i, lexicon)
            return Quantity("fraction", values, low, i, high, bound=bound, of=of)
        if _is_name(tokens, i, lexicon):
            return None
        kind, high = "count", (end if second is None else high)
        if not scaled and not spelled:
            whole = parse_digits(literal, whole=True)
            if whole is None:
                return None
            values = whole
    elif kind == "percent" and not spelled:
        value = parse_digits(literal, percent=True)
        if value is None:
            return None
        values = value
    low, bound = _bound(tokens, taken, i, lexicon)
    if kind is not None and second is None and (far := _far_end(tokens, taken, low, high, kind, values)) is not None:
        second = high = far
    if second is not None and bound == "eq":
        bound = "approx"
    per, high = _denominator(tokens, high)
    if bound == "eq":
        high, bound = _bound_after(tokens, high, lexicon)
    return Quantity(
        kind, values, low, i, high, bound=bound, per=per, scaled=scaled, points=points, spelled=spelled,
        is_range=second is not None,
        from_=second is None and low > 0 and "từ" in (tokens[low - 1].text, tokens[low].text) and bound != "gt",
        sign=_sign(tokens, i),
    )  # fmt: skip


def _sign(tokens: Sequence[Token], i: int) -> int:
    if not i or tokens[i - 1].end != tokens[i].start or tokens[i - 1].text not in {"+", "-"}:
        return 0
    if tokens[i - 1].text == "+":
        return 1
    opens = i == 1 or tokens[i - 2].text in {"(", ";", ":", ","} or tokens[i - 2].end < tokens[i - 1].start
    return -1 if opens else 0


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


def _terms(tokens: Sequence[Token], taken: Sequence[bool], i: int) -> tuple[float, int, bool, bool, bool] | None:
    """``15 nghìn 500 tỷ``, ``1 tỷ 200 triệu``, ``3 triệu 150 ngàn``: value, end, spelled, scaled, in billions."""
    parts: list[tuple[float, list[float]]] = []
    spelled, j = False, i
    while True:
        one = _one(tokens, taken, j)
        if one is None or (parts and one[2] and not spelled):
            break
        value, k, in_words = one
        scales: list[float] = []
        while k < len(tokens) and not taken[k] and (tokens[k].text in SCALES or (scales and tokens[k].text == "rưỡi")):
            if tokens[k].text == "rưỡi":  # "3 nghìn rưỡi tỷ"
                value += 0.5
            else:
                scales.append(SCALES[tokens[k].text])
            k += 1
        if parts and not scales and not (k >= len(tokens) or tokens[k].text in _DONG) and parts[-1][1][-1] <= 1e3:
            # "15 nghìn 500 hộ" is one number; "6 triệu 3 xã" would be two.
            pass
        elif parts and not scales:
            break
        parts.append((value, scales))
        spelled = spelled or in_words
        j = k
        if not scales or len(parts) > 3:
            break
    if not parts:
        return None
    total, pending, smallest = 0.0, 0.0, 0.0
    for position, (value, scales) in enumerate(parts):
        amount = value * prod(scales)
        following = parts[position + 1][1] if position + 1 < len(parts) else None
        if following and scales and max(following) > max(scales):
            pending, smallest = pending + amount, min(scales)
            continue
        # The billions of "9 nghìn 8 trăm tỷ" are those of both terms, the hundreds are the second's.
        total += pending * prod(scale for scale in scales if scale > smallest) + amount
        pending = 0.0
    scaled = any(scales for _, scales in parts)
    billions = any(1e9 in scales for _, scales in parts)
    if spelled and len(parts) == 1 and not scaled and j - i == 1 and tokens[i].text in {"năm", "không"}:
        return None
    return total, j, spelled, scaled, billions


def _shared_unit(tokens: Sequence[Token], taken: Sequence[bool], end: int) -> float | None:
    """The scale that ``318,4`` shares with what follows in ``318,4/497,6 tỷ đồng``."""
    if end + 1 >= len(tokens) or tokens[end].text != "/" or taken[end + 1]:
        return None
    second = _terms(tokens, taken, end + 1)
    if second is None or second[2] or not second[3]:
        return None
    kind, _, _ = _unit(tokens, second[1], has_billions=second[4])
    return _scale_of(tokens, end + 1, second[1]) if kind == "money" else None


def _scale_of(tokens: Sequence[Token], start: int, end: int) -> float:
    return prod(SCALES[token.text] for token in tokens[start:end] if token.text in SCALES)


def _range_start(tokens: Sequence[Token], end: int) -> int:
    return end + 1


def _range_end(tokens: Sequence[Token], taken: Sequence[bool], end: int) -> int | None:
    """The end of the upper number of ``90-95`` or ``từ 2,5 đến 3,1``; ``None`` where no range stands."""
    if end + 1 >= len(tokens) or tokens[end].text not in {"-", "đến"} or taken[end]:
        return None
    upper = _terms(tokens, taken, end + 1)
    return None if upper is None or upper[2] else upper[1]


def _far_end(
    tokens: Sequence[Token], taken: Sequence[bool], low: int, high: int, kind: Kind, value: float
) -> int | None:
    """The end of ``từ 2,5% đến 3,1%``, where both ends have the unit; ``None`` for a fall or where no *từ* stands."""
    start = low if tokens[low].text == "từ" else low - 1
    if start < 0 or tokens[start].text != "từ" or (start and tokens[start - 1].text in {"tăng", "nâng", "lên"}):
        return None  # "tăng từ 45% đến 52%" goes from one level to another
    if high >= len(tokens) or tokens[high].text not in {"-", "đến"} or taken[high]:
        return None
    upper = _terms(tokens, taken, high + 1)
    if upper is None or upper[0] < value:
        return None
    upper_kind, end, _ = _unit(tokens, upper[1], has_billions=upper[4])
    return end if upper_kind == kind else None


def _starts(tokens: Sequence[Token], i: int, phrases: Sequence[Sequence[str]]) -> int | None:
    for phrase in phrases:
        if len(tokens) >= i + len(phrase) and all(tokens[i + n].text == word for n, word in enumerate(phrase)):
            return i + len(phrase)
    return None


def _unit(tokens: Sequence[Token], i: int, *, has_billions: bool) -> tuple[Kind | None, int, bool]:
    if (end := _starts(tokens, i, _POINTS)) is not None:
        return "percent", end, True
    if (end := _starts(tokens, i, _PERCENT)) is not None:
        return "percent", end, False
    if (end := _starts(tokens, i, _USD)) is not None:
        return "usd", end, False
    if i < len(tokens) and tokens[i].text in _DONG:
        return "money", i + 1, False
    if i and tokens[i - 1].text in WITH_DONG:
        return "money", i, False
    if has_billions and not (i < len(tokens) and tokens[i].text in {"lượt", "người", "kwh", "m", "m3", "cây", "con"}):
        return "money", i, False
    return None, i, False


def _denominator(tokens: Sequence[Token], i: int) -> tuple[tuple[str, ...], int]:
    """What the figure is told for: ``/người/năm``, ``người/năm``, ``mỗi năm``."""
    per: list[str] = []
    j = i
    while j + 1 < len(tokens) and tokens[j].text in _PER and tokens[j + 1].text in _DENOMINATORS:
        per.append(tokens[j + 1].text)
        j += 2
    if not per and j + 2 < len(tokens) and tokens[j].text == "người" and tokens[j + 1].text == "/":
        per, j = ["người", tokens[j + 2].text], j + 3
    return tuple(per), j


def _fraction(tokens: Sequence[Token], taken: Sequence[bool], i: int, end: int) -> tuple[float, int] | None:
    if end + 1 >= len(tokens) or tokens[end].text != "/" or not tokens[end + 1].is_number or taken[end + 1]:
        return None
    if not all(part.isdigit() or is_grouped(part) for part in (tokens[i].text, tokens[end + 1].text)):
        return None
    after = end + 2
    if after + 1 < len(tokens) and tokens[after].text == "/" and tokens[after + 1].start == tokens[after].end:
        return None  # 12/2023/NQ-CP
    of = parse_digits(tokens[end + 1].text, whole=True)
    return None if of is None or not of else (of, after)


def _bound(tokens: Sequence[Token], taken: Sequence[bool], i: int, lexicon: Lexicon) -> tuple[int, Bound]:
    """The bound told before the number; ``từ 90 đến 95`` keeps its *từ* inside the phrase."""
    low = i - 1 if i and tokens[i - 1].text == "từ" else i
    for length in (3, 2, 1):
        start = low - length
        if start < 0 or any(taken[start:low]):
            continue
        bound = lexicon.bounds.get(" ".join(token.text for token in tokens[start:low]))
        if bound is not None:
            return (low, "eq") if _compares(tokens, start, low) else (start, bound)
    return low, "eq"


def _compares(tokens: Sequence[Token], start: int, low: int) -> bool:
    """*cao hơn 5% so với cùng kỳ*: the *hơn* is the comparison's. *không ít hơn 20* is a bound."""
    if not start or low - start != 1 or tokens[start].text != "hơn" or tokens[start - 1].text not in _COMPARED:
        return False
    return start < 2 or tokens[start - 2].text != "không"


def _bound_after(tokens: Sequence[Token], high: int, lexicon: Lexicon) -> tuple[int, Bound]:
    for length in (2, 1):
        bound = lexicon.bounds_after.get(" ".join(token.text for token in tokens[high : high + length]))
        if bound is not None and high + length <= len(tokens):
            return high + length, bound
    return high, "eq"


def _is_name(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """True for numbers that name something: ``Nghị quyết 98``, ``số 45``, ``mũi 2``, ``khóa 12``, ``Covid-19``."""
    if _counts_communes(tokens, i):
        return False
    if _is_dialled(tokens, i) or _ends_a_name(tokens, i):
        return True
    if i + 1 < len(tokens) and tokens[i].end == tokens[i + 1].start and tokens[i + 1].text[0].isalpha():
        return tokens[i + 1].text in lexicon.glued_units or len(tokens[i + 1].text) < 3
    if i and tokens[i - 1].capital and 2 <= len(tokens[i - 1].text) <= 4 and tokens[i - 1].text in lexicon.code_words:
        return True
    if i > 1 and tokens[i - 1].text == "số" and tokens[i - 2].text in {"dân", "tổng", "con", "nhân", "hộ", "vụ", "trong"}:
        return False
    before = i - 1 if i and tokens[i - 1].text == "-" else i  # "COVID - 19"
    return any(
        before >= length and " ".join(token.text for token in tokens[before - length : before]) in lexicon.name_heads
        for length in (2, 1)
    )


def _ends_a_name(tokens: Sequence[Token], i: int) -> bool:
    """*dự án Trương Đình Hội 2, …*, *xã Hố Nai 3*: a small number that closes a capitalised name counts nothing."""
    if i < 2 or len(tokens[i].text) > 2 or not (tokens[i - 1].capital and tokens[i - 2].capital):
        return False
    named = tokens[i - 1].text.isalpha() and tokens[i - 2].text.isalpha()
    closed = i + 1 >= len(tokens) or tokens[i + 1].text in {",", ")", ".", ";", "-", "“", "”", '"'}
    return named and closed


def _counts_communes(tokens: Sequence[Token], i: int) -> bool:
    """*UBND 14 phường* and *yêu cầu 14 phường* are no document and no bridge of that number."""
    if not i or i + 1 >= len(tokens) or tokens[i + 1].text not in {"phường", "xã"}:
        return False
    asked = i > 1 and (tokens[i - 2].text, tokens[i - 1].text) == ("yêu", "cầu")
    return asked or tokens[i - 1].text in {"ubnd", "hđnd", "mttq"}


def _glued(tokens: Sequence[Token], i: int) -> bool:
    """Whether token ``i`` stands right behind the one before, without a space."""
    return 0 < i < len(tokens) and tokens[i - 1].end == tokens[i].start


def _is_code(tokens: Sequence[Token], i: int) -> bool:
    """Numbers inside a sign: ``98/2023/QH15``, ``57/2010/NĐ-CP``, ``Covid-19``, ``A80``, ``35m2``, ``24/7``."""
    if _glued(tokens, i):
        sign = tokens[i - 1]
        if sign.text[0].isalpha() and (sign.capital or sign.text in _AREAS):
            return True
        if sign.text in {"-", "."} and _glued(tokens, i - 1) and tokens[i - 2].text[0].isalpha():
            return True
    if any(start >= 0 and [token.text for token in tokens[start : start + 3]] == _ALWAYS for start in (i - 2, i)):
        return True
    last = i
    while _glued(tokens, last + 1) and tokens[last + 1].text == "/" and _glued(tokens, last + 2):
        last += 2
        if tokens[last].capital:
            return True
        if not tokens[last].is_number:
            return False
    return False


def _is_dialled(tokens: Sequence[Token], i: int) -> bool:
    """Numbers that are dialled or typed: ``0903 123 456``, ``1900 1234``, ``028.38221234``, ``0071000123456``."""
    digits = tokens[i].text.split(".")[0]
    if digits[0] == "0" and len(digits) > 2 and digits.isdigit():
        return True
    return any(0 <= j < len(tokens) and tokens[j].is_number for j in (i - 1, i + 1))
