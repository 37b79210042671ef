"""How many phường, xã and thị trấn a district has: only where the text tells that it is all of them.

*UBND 14 phường* is all of them, *3 xã đạt chuẩn* is not. What the words leave open, the gazetteer decides: it knows how
many communes a district had, so that *gửi 11 xã* is the whole of one huyện and a part of another. Since July 2025 a
commune has nothing below it that is counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from tasks.grammar.periods import Period, day_period, year_period
from tasks.grammar.reading import Figure
from tasks.grammar.scope import Focus, find_anchors, governing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.gazetteer import Gazetteer
    from tasks.catalog.units import AdminUnit
    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.reading import State
    from tasks.grammar.tokens import Token

Strength = Literal["told", "named", "open"]

INDICATOR: Final = "wards"
_MOST: Final = 70  # no district has had more communes
_JOINERS: Final = frozenset({",", "-", "/", "và", "&"})
_KINDS: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("thị", "trấn"), "thị trấn"),
    (("phường",), "phường"),
    (("xã",), "xã"),
)
_WHOLES: Final = (
    ("đơn", "vị", "hành", "chính", "cấp", "xã"),
    ("đơn", "vị", "hành", "chính", "trực", "thuộc"),
    ("đơn", "vị", "hành", "chính", "cơ", "sở"),
    ("đơn", "vị", "cấp", "xã"),
    ("đơn", "vị", "hành", "chính"),
    ("địa", "phương", "cấp", "xã"),
)
# What follows a part of the communes and says which part.
_PARTS_AFTER: Final = frozenset(
    ["đạt", "được", "bị", "có", "ngập", "nông", "nghèo", "đặc", "vùng", "biên", "miền", "ven", "bãi", "điểm", "còn", "chưa",
     "hoàn", "loại", "trọng", "phía", "khác", "này", "là", "mới", "lân", "liên", "về", "nằm", "giáp", "thí", "không",
     "vẫn", "cơ", "phấn", "chịu", "thiệt", "xuất", "phát", "xảy", "đã", "nợ", "cán", "đầu", "cuối", "trung", "hải",
     "viên", "hội", "nói", "trên", "kể", "đang", "từng", "dọc", "hưởng", "ảnh", "cù", "đảo", "thuần", "thường", "nhiều",
     "sẽ", "đăng", "tiêu", "gồm", "tổ", "khu", "anh", "đồng", "hơn"]
)  # fmt: skip
_WHOLE_AFTER: Final = (
    ("trên", "địa", "bàn"), ("trên", "toàn"), ("trực", "thuộc"), ("của", "quận"), ("của", "huyện"), ("của", "thị", "xã"),
    ("thuộc", "quận"), ("thuộc", "huyện"), ("thuộc", "thị", "xã"), ("trong", "quận"), ("trong", "huyện"),
    ("trong", "toàn"), ("toàn", "quận"), ("toàn", "huyện"),
)  # fmt: skip
_PARTS_BEFORE: Final = frozenset(
    ["thêm", "thành", "riêng", "chỉ", "mới", "nhất", "mỗi", "từng", "nhập", "giảm", "tăng", "lập", "tách", "như", "chọn",
     "đạt", "nhận", "khu", "thôn", "tổ", "ấp", "số", "khối", "phố", "đội", "bản", "xóm", "đầu", "đó", "hoặc", "cụm", "vùng"]
)  # fmt: skip
_OFFICES: Final = (
    ("ubnd",), ("hđnd",), ("đảng", "ủy"), ("ủy", "ban", "nhân", "dân"), ("công", "an"), ("chủ", "tịch"), ("bí", "thư"),
    ("lãnh", "đạo"), ("chủ", "tịch", "ubnd"), ("chính", "quyền"), ("ubnd", "các"), ("mttq",),
)  # fmt: skip
_DEPARTMENTS: Final = (("ban", "ngành"), ("ban",), ("ngành",), ("đoàn", "thể"), ("trực", "thuộc"), ("phòng",), ("đơn", "vị"))
_HAS: Final = (
    ("có",), ("gồm",), ("gồm", "có"), ("bao", "gồm"), ("quản", "lý"), ("chia", "thành"), ("chia", "làm"), ("chia", "ra"),
    ("chia", "ra", "làm"), ("với",), ("tổng", "cộng"), ("hiện", "có"), ("trong",), ("trong", "số"), ("trong", "tổng", "số"),
)  # fmt: skip
_ALL: Final = (("cả",), ("tất", "cả"), ("toàn", "bộ"), ("khắp",), ("toàn", "huyện"), ("toàn", "quận"), ("khắp", "cả"))
_LESS_THAN_HAS: Final = frozenset({"đã", "mới", "đó", "chỉ", "cũng", "vẫn", "thêm", "nay", "từng", "nơi", "đây", "sẽ"})


class _Noun(NamedTuple):
    end: int
    kinds: frozenset[str]  # empty for "đơn vị hành chính", which is all of them


class Census:
    """How many communes each district had, by the lists that the gazetteer was made from."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        days = (date(2020, 1, 31), date(2023, 5, 7), date(2025, 6, 30))
        self._totals: dict[str, dict[int, Counter[str]]] = defaultdict(dict)
        for commune in gazetteer.former_communes:
            for day in days:
                if commune.seen_from <= day <= commune.seen_to and not (day == days[-1] == commune.seen_from):
                    self._totals[commune.district_code].setdefault(day.year, Counter())[commune.type] += 1

    def of(self, unit: AdminUnit, day: date) -> tuple[Counter[str], ...]:
        """Counts by type that may hold on that day, most likely first; none where no list knows the district."""
        known = self._totals.get(unit.code, {})
        years = [2020] if day.year < 2020 else [2020, 2023] if day.year == 2020 else [2023] if day.year < 2023 else [2023, 2025]
        return tuple(known[year] for year in years if year in known)


@lru_cache(maxsize=2)
def census(gazetteer: Gazetteer) -> Census:
    """Built at the first number of communes that is read: most articles have none."""
    return Census(gazetteer)


def read_wards(prepared: Prepared, items: Sequence[Item], carried: Focus, state: State) -> list[Figure]:
    """The numbers of communes that a sentence tells of a district; ``carried`` is who was spoken of before it."""
    context = state.context
    if context.communes_are_units:
        return []
    tokens = prepared.tokens
    out: list[Figure] = []
    for index, item in enumerate(items):
        noun = _counted(tokens, item)
        if noun is None:
            continue
        strength = _strength(tokens, item, noun)
        if strength is None:
            continue
        focus = _focus(prepared, items, index, noun, carried, state)
        if focus.kind != "district" or focus.unit is None or focus.unit.tier != "district":
            continue
        quantity = item.quantity
        assert quantity is not None
        if not _is_all(int(quantity.value), noun, strength, census(context.gazetteer).of(focus.unit, context.day), context.day):
            continue
        period, rule = _period(items, index, state)
        if period is None:
            continue
        out.append(
            Figure(
                prepared.sentence, tokens[quantity.first].start, tokens[quantity.high - 1].end, INDICATOR, "level",
                quantity.value, "actual", quantity.bound, f"wards:{strength}/level/{focus.rule}/{rule}",
                "high" if strength == "told" else "medium", focus.unit, period,
            )  # fmt: skip
        )
    return out


def _counted(tokens: Sequence[Token], item: Item) -> _Noun | None:
    """The communes that a quantity counts; ``None`` where it counts other things or only one kind of several."""
    quantity = item.quantity
    if quantity is None or quantity.kind != "count" or quantity.scaled or quantity.is_range:
        return None
    if not (2 <= quantity.value <= _MOST and quantity.value == int(quantity.value)):
        return None
    if quantity.spelled and quantity.value < 4:
        return None
    noun = _noun(tokens, quantity.high)
    if noun is None:
        return None
    if _adds(tokens, noun.end) or _added(tokens, quantity.low):
        return None  # "20 xã và 1 thị trấn": the sum is not told
    return noun


def _noun(tokens: Sequence[Token], i: int) -> _Noun | None:
    for words in _WHOLES:
        if _at(tokens, i, words):
            return _Noun(i + len(words), frozenset())
    kinds: set[str] = set()
    end = i
    j = i
    while True:
        kind = next(((words, name) for words, name in _KINDS if _at(tokens, j, words)), None)
        if kind is None or tokens[j].capital and j > i:
            break
        kinds.add(kind[1])
        end = j = j + len(kind[0])
        if j < len(tokens) and tokens[j].text in _JOINERS:
            j += 1
    return _Noun(end, frozenset(kinds)) if kinds else None


def _adds(tokens: Sequence[Token], end: int) -> bool:
    """Whether another number of communes follows: *20 xã và 1 thị trấn*, *4 phường, 20 xã*."""
    j = end
    while j < len(tokens) and (tokens[j].text in _JOINERS or tokens[j].text in {"cùng", "với", "cả"}):
        j += 1
    if j == end or j >= len(tokens):
        return False
    return any(_noun(tokens, k) is not None for k in range(j + 1, min(j + 3, len(tokens)))) and (
        tokens[j].is_number or tokens[j].text in {"một", "hai", "ba", "bốn", "năm"}
    )


def _added(tokens: Sequence[Token], low: int) -> bool:
    j = low - 1
    while j >= 0 and tokens[j].text in {*_JOINERS, "cùng", "với"}:
        j -= 1
    if j == low - 1 or j < 0 or tokens[j].text not in {"phường", "xã", "trấn"}:
        return False
    before = tokens[j - 2 if tokens[j].text == "trấn" else j - 1] if j else None
    return before is not None and (before.is_number or before.text in {"hai", "ba", "bốn"})


def _strength(tokens: Sequence[Token], item: Item, noun: _Noun) -> Strength | None:
    """Whether the words tell that it is all communes, leave it open, or tell that it is a part (``None``)."""
    quantity = item.quantity
    assert quantity is not None
    low = quantity.low
    whole_after = any(_at(tokens, noun.end, words) for words in _WHOLE_AFTER)
    following = tokens[noun.end] if noun.end < len(tokens) else None
    if following is not None and not whole_after:
        named = following.capital and following.text[0].isalpha()
        if named or following.is_number or following.text in _PARTS_AFTER or _lists_names(tokens, noun.end):
            return None
    before = tokens[low - 1].text if low else ""
    if before in _PARTS_BEFORE and not _ends(tokens, low, (("trong", "số"), ("chia", "thành"), ("trong", "tổng", "số"))):
        return None
    if before in {"/", "-", "."}:
        return None
    if _ends(tokens, low, _OFFICES) or _ends(tokens, low, _ALL):
        return "named"
    if before in {"và", ","} and _ends(tokens, low - 1, _DEPARTMENTS):
        return "named"
    if _ends(tokens, low, _HAS):
        verb = max(len(words) for words in _HAS if _ends(tokens, low, (words,)))
        earlier = tokens[low - verb - 1].text if low > verb else ""
        if earlier not in _LESS_THAN_HAS or (earlier == "nay" and before == "có"):
            return "told"
    return "named" if whole_after or not noun.kinds else "open"


def _lists_names(tokens: Sequence[Token], end: int) -> bool:
    """*5 xã: Cư Kty, Ea Trul* and *3 xã (Sơn Lâm, …)* name the ones that are meant."""
    sign = tokens[end].text
    if sign not in {":", "("} or end + 1 >= len(tokens):
        return False
    return tokens[end + 1].capital and tokens[end + 1].text[0].isalpha() and not tokens[end + 1].is_number


def _is_all(count: int, noun: _Noun, strength: Strength, known: Sequence[Counter[str]], day: date) -> bool:
    totals = [sum(kinds.values()) for kinds in known]
    if count in totals:
        return True
    if not totals:
        return strength == "told"
    if noun.kinds and any(count == sum(kinds[kind] for kind in noun.kinds) for kinds in known):
        return False  # all xã, but the thị trấn are not told
    most = max(totals)
    if day.year < 2020 and most < count <= 1.7 * most:  # before communes were merged there were more; no part is greater
        return True
    # A district whose bounds have changed, or a list that is a year off.
    return strength == "told" and 0.75 * min(totals) <= count <= 1.7 * most


def _focus(
    prepared: Prepared, items: Sequence[Item], index: int, noun: _Noun, carried: Focus, state: State
) -> Focus:
    """Whose communes: the district named right behind them, else the one that governs the sentence here."""
    tokens = prepared.tokens
    anchors = find_anchors(items, tokens, state.context, carried)
    for anchor in anchors:
        if anchor.low >= noun.end and anchor.explicit and anchor.focus.kind != "nation":
            between = [token.text for token in tokens[noun.end : anchor.low]]
            if between in (["của"], ["thuộc"], ["trực", "thuộc"], ["ở"], ["tại"], ["trên", "địa", "bàn"], ["("], ["(", "thuộc"]):
                return anchor.focus
            break
    following = next((item for item in items[index + 1 :] if item.low >= noun.end), None)
    if following is not None and following.text in {"của", "thuộc"}:
        after = next((item for item in items[index + 1 :] if item.low >= following.high), None)
        if after is not None and after.kind == "quantity":
            return Focus("several", None, "counted")
    return governing(anchors, items, index, index, carried)


def _period(items: Sequence[Item], index: int, state: State) -> tuple[Period | None, str]:
    """A number of communes is a stock: of the day where the text says so, else of the report, else of the year."""
    context, timing = state.context, state.timing
    told = [item.period for item in items[: index + 1] if item.period is not None]
    for mention in reversed(told):
        if mention.kind == "now" and context.published is not None:
            return day_period(context.published), "now"
        if mention.kind in {"year", "months", "quarter", "half"} or (mention.kind in {"day", "month"} and mention.until):
            period = timing.resolve(mention, None)
            if period is not None and context.year is not None and period.year <= context.year:
                return period, "left"
    if timing.report is not None:
        return timing.report, "report"
    return (None, "none") if context.year is None else (year_period(context.year), "year-of-article")


def _at(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    return i + len(words) <= len(tokens) and all(tokens[i + n].text == word for n, word in enumerate(words))


def _ends(tokens: Sequence[Token], i: int, phrases: Sequence[Sequence[str]]) -> bool:
    return any(i >= len(words) and _at(tokens, i - len(words), words) for words in phrases)
