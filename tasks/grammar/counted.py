"""The noun behind a number: what is counted, and whether anything more is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim
from tasks.grammar.telling import Number

if TYPE_CHECKING:
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.telling import Telling

_COUNTS: Final = frozenset({"count", "fraction"})
NOTHING_MORE: Final = frozenset(
    {",", ".", ";", ")", "(", "và", "cùng", "sinh", "với", "trên", "trong", ":", "đang", "-", "thường"}  # "sinh sống"
)
_TELLS_ALL: Final = frozenset({",", "và", ";", "(", "/", "chỉ có", "nay có", "quản lý", "tổng số", "tổng cộng"})
_SOME_HOUSEHOLDS: Final = frozenset({"nghèo", "thoát", "sách", "dtts", "khăn"})  # behind "hộ", whose people follow
_PEOPLES_REACH: Final = 5  # words of "thuộc 7 dân tộc anh em"
_HAS: Final = frozenset({"có", "gồm", "với", "là", ":", "hiện có"})
_LACKS: Final = frozenset({"chưa", "không", "bị"})
_BEHIND_REACH: Final = 12  # items behind a count that its noun and what stands behind it take at most
_MEASURES: Final = frozenset({"năm", "kỳ", "mức"})


def number_at(told: Telling, index: int, previous: int | None, quantity: Quantity) -> Number:
    """The quantity at ``index`` with its noun and the figure before it."""
    nouns, has_noun = _nouns(told, index, quantity)
    is_count = quantity.kind in _COUNTS
    return Number(index, quantity, nouns, has_noun, previous, told.claim_of(previous), is_count)


def _nouns(told: Telling, index: int, quantity: Quantity) -> tuple[frozenset[str], bool]:
    """Indicators that count the noun after a count, and whether a noun stands there at all."""
    if quantity.kind not in _COUNTS:
        return frozenset(), False
    _, names = told.counted_by(noun_start(told, quantity))
    if names:
        return names, True
    following = told.items[index + 1] if index + 1 < len(told.items) else None
    has_noun = following is not None and (
        following.kind in {"word", "phrase"}
        or following.has("org")
        or following.text.split()[0] in told.lexicon.count_nouns
    )
    return frozenset(), has_noun


def noun_start(told: Telling, quantity: Quantity) -> int:
    """The token where the noun of a count begins: right behind it, or behind its share: *16/16 (100%) xã*."""
    high = quantity.high
    if quantity.kind != "fraction":
        return high
    share = told.texts[high : high + 4]
    return high + 4 if share[:1] + share[2:] == ["(", "%", ")"] else high


def noun_end(told: Telling, index: int | None) -> int:
    """The token where the noun counted by an earlier quantity ends: those words are no new subject."""
    quantity = None if index is None else told.items[index].quantity
    if quantity is None or quantity.kind not in _COUNTS:
        return 0
    return told.counted_by(noun_start(told, quantity))[0]


def noun_text(told: Telling, quantity: Quantity) -> str:
    """The words of the noun that a quantity counts."""
    start = noun_start(told, quantity)
    end, _ = told.counted_by(start)
    return told.words(start, end)


def object_end(told: Telling, index: int, previous: int | None) -> int:
    """Where the object of the quantity before ends: *86,4 tỷ đồng vốn xây dựng cơ bản*, up to its comma."""
    if previous is None:
        return 0
    for j in range(previous + 1, index):
        item = told.items[j]
        if item.text in {",", ";", "(", ")"}:
            return j
        if item.kind not in {"word", "phrase", "cue"}:
            return 0
        if item.has("up", "down", "reach", "exceed", "plan", "copula"):
            return 0
    return 0


def ends_after_noun(told: Telling, index: int) -> bool:
    """Nothing behind the counted noun says which of them are meant: *64 vụ (41 vụ sai phép …)*."""
    end, _ = told.counted_by(told.quantity(index).high)
    if any(item.low < end < item.high for item in told.items[index + 1 : index + 2]):
        return False  # "48.600 người tham gia BHYT": the noun is a part of a name
    behind = [item for item in told.items[index + 1 : index + _BEHIND_REACH] if item.low >= end]
    if behind and behind[0].kind == "period" and any(item.text in _LACKS for item in behind[1:2]):
        return False  # "9 dự án năm nay chưa chọn được nhà thầu"
    return not behind or behind[0].kind in {"cue", "period", "place"}


def has_own_noun(told: Telling, index: int) -> bool:
    """*50% xã đạt chuẩn …*: a noun behind a percentage that it is a share of."""
    if index + 1 >= len(told.items):
        return False
    item = told.items[index + 1]
    if not item.text[0].isalpha() or told.is_multiple(index):
        return False
    if item.has("org"):
        return True  # "91% tổ dân phố đạt …"
    if item.kind == "word" or (item.kind == "phrase" and not item.cues):
        return not any(phrase.role == "follow" for phrase in item.phrases)
    return item.cues == {"glue"} and item.text.split()[0] in told.lexicon.count_nouns - _MEASURES


def self_named(told: Telling, quantity: Quantity) -> Claim | None:
    """*83.150 nhân khẩu*: a noun that names the indicator by itself, with nothing said of those counted."""
    match = told.phrases.self_named.longest(told.tokens, quantity.high)
    if match is None:
        return None
    end, names = match
    following = told.tokens[end].text if end < len(told.tokens) else "."
    of_peoples = "thuộc" in told.texts[end - 1 : end + 1] and "dân tộc" in told.words(end, end + _PEOPLES_REACH)
    if not of_peoples and (following not in NOTHING_MORE or told.texts[end - 1] == "thuộc"):
        return None
    before = next((item for item in reversed(told.items) if item.high <= quantity.low), None)
    if before is None:
        return None
    if not (before.has("copula", "part_of") or before.period is not None or before.text in _TELLS_ALL):
        return None  # "Hơn 2.000 nhân khẩu sống tạm bợ": some of them
    if before.text in {"(", ","} and _is_of_some_households(told, before.low):
        return None
    if quantity.value < fewest(told, names[0]):
        return None  # "gia đình có 6 khẩu"
    index = next((i for i, item in enumerate(told.items) if item.low >= quantity.high), len(told.items))
    return Claim(names[0], min(index, len(told.items) - 1), "self-named")


def _is_of_some_households(told: Telling, low: int) -> bool:
    """*612 hộ nghèo còn lao động (2.480 khẩu)*: the people of those households."""
    counted = next((item for item in reversed(told.items) if item.high <= low and item.quantity is not None), None)
    return counted is not None and not _SOME_HOUSEHOLDS.isdisjoint(told.texts[counted.high : low])


def fewest(told: Telling, name: str) -> float:
    plausible = told.indicator(name).plausible
    return min((interval[0] for interval in (plausible.district, plausible.commune) if interval is not None), default=0)


def named_beside(told: Telling, number: Number) -> Claim | None:
    """*có 12.115 hộ, 41.250 người*, *71.250 người (18.420 hộ)*: what the count next to it counts tells what it is."""
    for name in sorted(number.nouns):
        beside = told.indicator(name).beside
        if beside is None or number.quantity.value < fewest(told, name):
            continue
        for other in (number.previous, next_count(told, number.index)):
            if other is None or told.quantity(other).kind != "count":
                continue
            first, last = sorted((other, number.index))
            times = number.quantity.value / max(told.quantity(other).value, 1)
            if (
                noun_text(told, told.quantity(other)) in beside.nouns
                and beside.times[0] <= times <= beside.times[1]
                and next_to(told, first, last)
                and _tells_whole(told, first, last, name)
            ):
                return Claim(name, number.index, "named-beside")
    return None


def next_count(told: Telling, index: int) -> int | None:
    return next(
        (j for j in range(index + 1, min(index + 5, len(told.items))) if told.items[j].kind == "quantity"), None
    )


def next_to(told: Telling, first: int, last: int) -> bool:
    """Whether nothing but a joint stands between the noun of one count and the number of the next."""
    between = told.words(noun_end(told, first), told.quantity(last).low)
    return between in {",", "với", "và", "-", "/", "(", ", với", "với tổng số", "gồm"}


def _tells_whole(told: Telling, first: int, last: int, name: str) -> bool:
    """Whether the words around two counts tell that those are all: *xã có 12.115 hộ, 41.250 người.*"""
    before = told.items[first - 1] if first else None
    opened = before is None or before.period is not None or before.text in _TELLS_ALL | _HAS
    if before is not None and any(phrase.role == "form" and phrase.name == name for phrase in before.phrases):
        opened = True  # "dân số 35.600 hộ, 145.600 người"
    end = noun_end(told, last)
    return opened and (end >= len(told.tokens) or told.tokens[end].text in NOTHING_MORE)


def excluded_behind(told: Telling, index: int) -> set[str]:
    """Indicators that a phrase shortly behind the number excludes: *265 người đi xuất khẩu lao động*."""
    out: set[str] = set()
    for item in told.items[index + 1 : index + 5]:
        if item.kind == "quantity" or item.text in {",", ";", ".", "(", ")"} or item.has("done", "copula", "part_of"):
            break
        out.update(phrase.name for phrase in item.phrases if phrase.role == "excluded")
    return out


def has_share_behind(told: Telling, number: Number) -> bool:
    """*320 hộ (9,1%)*, *1.204 hộ, chiếm tỷ lệ 2,1%*: a percentage right behind the noun."""
    end = noun_end(told, number.index)
    behind = [j for j in range(number.index + 1, len(told.items)) if told.items[j].low >= end][:4]
    first = told.items[behind[0]].text if behind else ""
    following = next((j for j in behind if told.items[j].kind == "quantity"), None)
    if first not in {"(", ","} or following is None or told.quantity(following).kind != "percent":
        return False
    return first == "(" or any(told.items[j].has("share") or "tỷ lệ" in told.items[j].text for j in behind)


def counts_all_communes(told: Telling, index: int) -> bool:
    """*Bình Chánh có 16 xã, thị trấn*: how many there are, not how many have reached the topic's standard."""
    words = [token.text for token in told.tokens[told.quantity(index).high :][:4]]
    return words[:1] == ["xã"] and words[-2:] == ["thị", "trấn"]
