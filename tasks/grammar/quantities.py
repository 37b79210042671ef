"""Numbers with their units: money, percent, counts, fractions; how exact they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec.structs import replace

from tasks.grammar.bounds import bound_after, bound_before, is_from, is_set_against
from tasks.grammar.named_numbers import is_code, names_something
from tasks.grammar.numbers import (
    NUMBER_WORDS,
    OPENING_WORDS,
    SCALES,
    WITH_DONG,
    parse_digits,
)
from tasks.grammar.scaled import DONG, Scaled, is_multiple_of_plan, read_scaled, scale_of
from tasks.grammar.wholes import fraction, spelled_part, whole_behind
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.tokens import Token
    from tasks.records.observation import Bound

Kind = Literal["money", "usd", "percent", "count", "fraction"]

UNITS: Final[tuple[tuple[tuple[str, ...], Kind], ...]] = (
    (("điểm", "%"), "percent"),
    (("điểm", "phần", "trăm"), "percent"),
    (("%",), "percent"),
    (("phần", "trăm"), "percent"),
    (("usd",), "usd"),
    (("đô", "la"), "usd"),
    (("đôla",), "usd"),
    (("$",), "usd"),
)
_UNITS_BY_FIRST: Final = {words[0]: tuple(one for one in UNITS if one[0][0] == words[0]) for words, _ in UNITS}
_COUNTED_IN_BILLIONS: Final = frozenset({"lượt", "người", "kwh", "m", "m3", "cây", "con"})
_DENOMINATORS: Final = frozenset(
    [
        "người", "năm", "tháng", "ngày", "ha", "hecta", "m2", "m3", "m", "hộ", "khẩu", "kg", "tấn", "tạ", "km", "km2",
        "lượt", "vụ", "đêm", "đảng", "giờ", "héc", "con", "cây", "suất", "em", "cháu",
    ]
)  # fmt: skip
_DECREES: Final = frozenset({("nghị", "định"), ("nghị", "quyết"), ("quyết", "định"), ("thông", "tư"), ("chỉ", "thị")})
_COMES_TO: Final = frozenset({"lên", "xuống", "còn", "tăng", "giảm"})  # between where a change began and ended
_RANGE: Final = frozenset({"-", "đến"})
_NOUN_REACH: Final = 6  # tokens of a noun and "trở lên"
_PLANS: Final = frozenset({"kh", "kế", "chỉ", "ct", "dự", "mục"})  # "1.210 người/KH 1.150 người"
_WHOLE_PLANS: Final = frozenset({"kế hoạch", "dự toán"})
_PER: Final = frozenset({"/", "mỗi", "một", "trên"})


class Quantity(Record, frozen=True):
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


def last_words(lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """What a quantity can end in, besides digits: number words, scales, units, what it is told for, a bound."""
    yield from ((word,) for word in (*NUMBER_WORDS, *SCALES, *DONG, "rưỡi"))
    yield from (words[-1:] for words, _ in UNITS)
    yield from ((per, what) for per in _PER for what in _DENOMINATORS)
    yield ("người", "/")  # whatever follows
    yield from (tuple(phrase.split()) for phrase in lexicon.bounds_after)


def may_hold_quantity(tokens: Sequence[Token]) -> bool:
    """Whether a number can begin at any of the tokens."""
    return any(token.text[0].isdecimal() or token.text in OPENING_WORDS for token in tokens)


def read_quantities(tokens: Sequence[Token], taken: Sequence[bool], lexicon: Lexicon) -> list[Quantity]:
    """All quantities of a sentence, left to right. ``taken`` marks tokens of dates and names, which hold no figure."""
    out: list[Quantity] = []
    end = 0
    for i, token in enumerate(tokens):
        if not (token.text[0].isdecimal() or token.text in OPENING_WORDS or is_multiple_of_plan(tokens, i)):
            continue
        quantity = _quantity(tokens, taken, i, lexicon) if i >= end and not taken[i] else None
        if quantity is not None:
            out.append(quantity)
            end = quantity.high
    return out


def _quantity(tokens: Sequence[Token], taken: Sequence[bool], i: int, lexicon: Lexicon) -> Quantity | None:
    number = read_scaled(tokens, taken, i)
    if number is None:
        return None
    number, ranged = _ranged(tokens, taken, number)
    kind, high, points = _unit(tokens, number.end, has_billions=number.billions)
    if kind is None:
        return _without_unit(tokens, taken, i, number, lexicon, ranged=ranged)
    value = number.value
    if kind == "percent" and not number.spelled:
        told = parse_digits(tokens[i].text, percent=True)
        if told is None:
            return None
        value = told
    low, bound = bound_before(tokens, taken, i, lexicon)
    quantity = Quantity(
        kind, value, low, i, high, bound=bound, scaled=number.scaled, points=points, spelled=number.spelled,
        is_range=ranged, sign=_sign(tokens, i),
    )  # fmt: skip
    if not ranged and (far := _far_end(tokens, taken, quantity)) is not None:
        quantity = replace(quantity, high=far, is_range=True)
    return _finished(tokens, quantity, lexicon)


def _ranged(tokens: Sequence[Token], taken: Sequence[bool], lower: Scaled) -> tuple[Scaled, bool]:
    """``90-95 triệu``: the low end, with the scale and unit of the upper one; and whether a range stands there."""
    if lower.end + 1 >= len(tokens) or tokens[lower.end].text not in _RANGE or taken[lower.end]:
        return lower, False
    upper = read_scaled(tokens, taken, lower.end + 1)
    if upper is None or upper.spelled:
        return lower, False
    value = lower.value
    if not lower.scaled and upper.scaled:
        value *= scale_of(tokens, lower.end + 1, upper.end)
    scaled, billions = lower.scaled or upper.scaled, lower.billions or upper.billions
    return Scaled(value, upper.end, lower.spelled, scaled, billions), True


def _without_unit(
    tokens: Sequence[Token], taken: Sequence[bool], i: int, number: Scaled, lexicon: Lexicon, *, ranged: bool
) -> Quantity | None:
    """A number without a unit of its own: a part of a sum, a fraction, a count, or a name."""
    low, bound = bound_before(tokens, taken, i, lexicon)
    if i > 1 and (tokens[i - 2].text, tokens[i - 1].text) in _DECREES:
        return None  # "Nghị định 180/2007"
    part = None if number.scaled else _part(tokens, taken, i, number)
    if part is not None:
        return replace(part, low=low, bound=bound)
    if is_code(tokens, i) or names_something(tokens, i, lexicon):
        return None
    bare = not number.scaled and not number.spelled
    value = parse_digits(tokens[i].text, whole=True) if bare else number.value
    if value is None:
        return None
    whole = whole_behind(tokens, taken, number.end, value) if bare and not ranged else None
    if whole is not None:
        return Quantity("fraction", value, low, i, whole[1], bound=bound, of=whole[0])
    quantity = Quantity(
        "count", value, low, i, number.end, bound=bound, scaled=number.scaled, spelled=number.spelled,
        is_range=ranged, sign=_sign(tokens, i),
    )  # fmt: skip
    return _finished(tokens, quantity, lexicon)


def _part(tokens: Sequence[Token], taken: Sequence[bool], i: int, number: Scaled) -> Quantity | None:
    """``318,4/497,6 tỷ đồng``, ``23/25``, *hai phần ba*: the number as a part of another; ``None`` where it is none."""
    end = number.end
    if number.spelled:
        part = spelled_part(tokens, number)
        return None if part is None else Quantity("percent", part[0], i, i, part[1], spelled=True)
    if i and is_from(tokens, i - 1):
        return _from_shared(tokens, taken, i, number)
    if end + 1 >= len(tokens) or tokens[end].text != "/" or taken[end + 1]:
        return None
    shared = _shared_unit(tokens, taken, end)
    if shared is not None:
        return Quantity("money", number.value * shared, i, i, end, scaled=True)
    whole = None if is_code(tokens, i) else fraction(tokens, i, end)
    return None if whole is None else Quantity("fraction", number.value, i, i, whole[1], of=whole[0])


def _from_shared(tokens: Sequence[Token], taken: Sequence[bool], i: int, number: Scaled) -> Quantity | None:
    """*từ 41,2 lên 53,4 triệu đồng*, *từ 5,1 xuống còn 3,2%*: where it began, with the unit of where it came to."""
    joint = number.end
    while joint < len(tokens) - 1 and tokens[joint].text in _COMES_TO and joint < number.end + 2:
        joint += 1
    if joint == number.end or taken[joint]:
        return None
    second = read_scaled(tokens, taken, joint)
    if second is None or second.spelled:
        return None
    if not second.scaled:
        kind, _, _ = _unit(tokens, second.end, has_billions=False)
        value = parse_digits(tokens[i].text, percent=True) if kind == "percent" else None
        return None if value is None else Quantity("percent", value, i, i, number.end, from_=True)
    shared = _shared_unit(tokens, taken, joint - 1)
    return (
        None if shared is None else Quantity("money", number.value * shared, i, i, number.end, scaled=True, from_=True)
    )


def _is_least(tokens: Sequence[Token], high: int) -> bool:
    """*từ 3 doanh nghiệp trở lên*, *từ 92% số dân trở lên*: at least so many, with the noun in between."""
    words = [token.text for token in tokens[high : high + _NOUN_REACH]]
    end = next((n for n, word in enumerate(words) if not word.isalpha()), len(words))
    return "trở lên" in " ".join(words[:end])


def _finished(tokens: Sequence[Token], quantity: Quantity, lexicon: Lexicon) -> Quantity:
    """With what is told behind the unit: for whom, *trở lên*; and where a change began."""
    bound: Bound = "approx" if quantity.is_range and quantity.bound == "eq" else quantity.bound
    per, high = _denominator(tokens, quantity.high)
    if bound == "eq":
        high, bound = bound_after(tokens, high, lexicon)
    low = quantity.low
    may_begin = not quantity.is_range and bound != "gt"
    from_ = may_begin and (
        (low > 0 and is_from(tokens, low - 1)) or is_from(tokens, low) or is_set_against(tokens, low)
    )
    if from_ and _is_least(tokens, high):
        bound, from_ = "gt", False
    if bound == quantity.bound and high == quantity.high and not per and not from_:
        return quantity
    return replace(quantity, bound=bound, per=per, high=high, from_=from_)


def _shared_unit(tokens: Sequence[Token], taken: Sequence[bool], end: int) -> float | None:
    """The scale that ``318,4`` shares with what follows the sign at ``end`` in ``318,4/497,6 tỷ đồng``."""
    second = read_scaled(tokens, taken, end + 1)
    if second is None or second.spelled or not second.scaled:
        return None
    kind, _, _ = _unit(tokens, second.end, has_billions=second.billions)
    return scale_of(tokens, end + 1, second.end) if kind == "money" else None


def _sign(tokens: Sequence[Token], i: int) -> int:
    if i and tokens[i - 1].text == "âm":
        return -1  # "tăng trưởng âm 0,6%"
    if not i or tokens[i - 1].text not in {"+", "-"}:
        return 0
    opened = i > 1 and tokens[i - 2].text == "("  # "(- 3 vụ)"
    if tokens[i - 1].end != tokens[i].start and not opened:
        return 0
    if tokens[i - 1].text == "+":
        return 1
    opens = i == 1 or tokens[i - 2].text in {"(", ";", ":", ","} or tokens[i - 2].end < tokens[i - 1].start
    return -1 if opens else 0


def _far_end(tokens: Sequence[Token], taken: Sequence[bool], lower: Quantity) -> int | None:
    """The end of ``từ 2,5% đến 3,1%``, ``18% - 20%``, where both ends have the unit; ``None`` for a fall."""
    start, high = lower.low if tokens[lower.low].text == "từ" else lower.low - 1, lower.high
    if high >= len(tokens) or tokens[high].text not in _RANGE or taken[high]:
        return None
    led = start >= 0 and tokens[start].text == "từ"
    if not led and (tokens[high].text != "-" or lower.kind != "percent"):
        return None
    if led and start and tokens[start - 1].text in {"tăng", "nâng", "lên"}:
        return None  # "tăng từ 45% đến 52%" goes from one level to another
    upper = read_scaled(tokens, taken, high + 1)
    if upper is None or upper.value < lower.value:
        return None
    kind, end, _ = _unit(tokens, upper.end, has_billions=upper.billions)
    return end if kind == lower.kind else None


def _lacks_sign(tokens: Sequence[Token], i: int) -> bool:
    """*bằng 101,7 kế hoạch*, *đạt 96,5 dự toán*: a decimal without its sign before the plan at token ``i``."""
    plan = tokens[i].text == "kh" or " ".join([token.text for token in tokens[i : i + 2]]) in _WHOLE_PLANS
    return plan and i > 1 and "," in tokens[i - 1].text and tokens[i - 2].text in {"bằng", "đạt"}


def _unit(tokens: Sequence[Token], i: int, *, has_billions: bool) -> tuple[Kind | None, int, bool]:
    """The unit at token ``i``, where it ends, and whether it is points of a percentage."""
    following = tokens[i].text if i < len(tokens) else ""
    if following in _PLANS and _lacks_sign(tokens, i):
        return "percent", i, False
    for words, kind in _UNITS_BY_FIRST.get(following, ()):
        if tuple([token.text for token in tokens[i : i + len(words)]]) == words:
            return kind, i + len(words), words[0] == "điểm"
    if following in DONG:
        return "money", i + 1, False
    if following == "." and _is_dotted_dong(tokens, i):
        return "money", i + 2, False
    understood = has_billions and following not in _COUNTED_IN_BILLIONS
    return ("money" if understood or tokens[i - 1].text in WITH_DONG else None), i, False


def _is_dotted_dong(tokens: Sequence[Token], i: int) -> bool:
    """*52 tr.đ*, *52 tr.đồng*: a point without a space between the scale and the unit."""
    if i + 1 >= len(tokens) or tokens[i - 1].text not in SCALES or tokens[i + 1].text not in DONG:
        return False
    return tokens[i - 1].end == tokens[i].start and tokens[i].end == tokens[i + 1].start


def _denominator(tokens: Sequence[Token], i: int) -> tuple[tuple[str, ...], int]:
    """What the figure is told for: ``/người/năm``, ``người/năm``, ``mỗi năm``."""
    per: list[str] = []
    j = i
    while j + 1 < len(tokens) and tokens[j].text in _PER and tokens[j + 1].text in _DENOMINATORS:
        per.append(tokens[j + 1].text)
        j += 2
    of_people = not per and j + 2 < len(tokens) and tokens[j].text == "người" and tokens[j + 1].text == "/"
    counts_both = of_people and (tokens[j + 2].is_number or tokens[j + 2].text in _PLANS)
    if of_people and not counts_both:  # "104.000 người/26.100 hộ"
        per, j = ["người", tokens[j + 2].text], j + 3
    return tuple(per), j
