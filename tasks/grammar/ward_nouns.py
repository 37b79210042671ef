"""The communes that a number counts, and how sure the words are that it is all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tasks.grammar.place_edges import matches
from tasks.grammar.tokens import fold
from tasks.grammar.word_lists import load_words
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.grammar.quantities import Quantity
    from tasks.grammar.tokens import Token

Strength = Literal["told", "named", "open"]

_MOST: Final = 70  # no district has had more communes
_JOINERS: Final = frozenset({",", "-", "/", "và", "&"})
_KINDS: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("thị", "trấn"), "thị trấn"),
    (("phường",), "phường"),
    (("xã",), "xã"),
)
_ANY_NUMBER: Final = frozenset({"một", "hai", "ba", "bốn", "năm"})


class _Words:
    """``wards.yaml``: phrases as tuples of words."""

    def __init__(self, data: Mapping[str, Sequence[str]]) -> None:
        phrases = {name: tuple(tuple(fold(text).split()) for text in texts) for name, texts in data.items()}
        self.wholes = phrases["wholes"]
        self.part_after = frozenset(words[0] for words in phrases["part_after"])
        self.whole_after = phrases["whole_after"]
        self.part_before = frozenset(words[0] for words in phrases["part_before"])
        self.all = (*phrases["offices"], *phrases["all"])
        self.once = phrases["once"]
        self.departments = phrases["departments"]
        self.has = tuple(sorted(phrases["has"], key=len, reverse=True))
        self.not_before_has = frozenset(words[0] for words in phrases["not_before_has"])


_WORDS: Final = _Words(load_words("wards.yaml"))
ONCE: Final = _WORDS.once
"""Words that tell of a time long past."""
NOUNS: Final = (*(words for words, _ in _KINDS), *_WORDS.wholes)
"""What a number of communes counts, in words."""


class CommuneNoun(Record, frozen=True):
    """Words for communes: the token behind them, and of which kinds they are."""

    end: int
    kinds: frozenset[str]  # empty for "đơn vị hành chính", which is all of them
    numbered: bool = False  # told as the number of all: "số xã, thị trấn của huyện là 17"


def may_count_communes(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a quantity counts communes that may be all of a district, as far as the words tell."""
    noun = counted(tokens, quantity)
    return noun is not None and strength_of(tokens, quantity.low, noun) is not None


def counted(tokens: Sequence[Token], quantity: Quantity) -> CommuneNoun | None:
    """The communes that a quantity counts; ``None`` where it counts other things or only one kind of several."""
    if quantity.kind != "count" or quantity.scaled or quantity.is_range:
        return None
    if not (2 <= quantity.value <= _MOST and quantity.value == int(quantity.value)):
        return None
    if quantity.spelled and quantity.value < 4:
        return None
    noun = _noun(tokens, quantity.high)
    if noun is None:
        return _numbered(tokens, quantity)
    if _adds(tokens, noun.end) or _added(tokens, quantity.low):
        return None  # "20 xã và 1 thị trấn": the sum is not told
    return noun


def _numbered(tokens: Sequence[Token], quantity: Quantity) -> CommuneNoun | None:
    """*Số đơn vị hành chính cấp xã của huyện giữ nguyên là 17*: the number behind its own name, at an end."""
    if quantity.high < len(tokens) and tokens[quantity.high].text not in _ENDS_NUMBER:
        return None
    low = max(0, quantity.first - _NUMBER_REACH)
    start = next((n for n in range(quantity.first - 2, low - 1, -1) if tokens[n].text == "số"), None)
    if start is None:
        return None
    noun = _noun(tokens, start + 1 + (tokens[start + 1].text == "lượng"))
    if noun is None:
        return None
    between = tokens[noun.end : quantity.first]
    known = all(token.text in _TO_NUMBER or (token.capital and token.text[0].isalpha()) for token in between)
    verb = bool(between) and between[-1].text in _TELLS_NUMBER
    return CommuneNoun(quantity.high, noun.kinds, numbered=True) if known and verb else None


_NUMBER_REACH: Final = 20  # tokens from a number back to its name
_ENDS_NUMBER: Final = frozenset({",", ".", ";", ")", "("})
_TELLS_NUMBER: Final = frozenset({"là", "còn", ":", "ở", "xuống", "thành", "mức", "lên"})
_TO_NUMBER: Final = (
    frozenset({"của", "huyện", "quận", "thị", "xã", "thành", "phố", "toàn", "cả", "trên", "địa", "bàn", "giữ"})
    | {"nguyên"}
    | {"là", "ở", "vẫn", "hiện", "nay", "năm", "còn", "chỉ", "xuống", "rút", "giảm", "dự", "kiến", "sẽ", "lại", "được"}
    | {"mức", "con", "số", "sau", "sắp", "xếp", "sáp", "nhập", "này", "dừng", "gọn", ":", "đã", "lên", "tăng", "thành"}
)
_ABOVE: Final = (("cấp", "huyện"), ("cấp", "tỉnh"))
"""Behind *đơn vị hành chính*: units that a province has, or the nation."""


def _noun(tokens: Sequence[Token], i: int) -> CommuneNoun | None:
    for words in _WORDS.wholes:
        if matches(tokens, i, words) and not any(matches(tokens, i + len(words), above) for above in _ABOVE):
            return CommuneNoun(i + len(words), frozenset())
    kinds: set[str] = set()
    end = i
    j = i
    while True:
        kind = next(((words, name) for words, name in _KINDS if matches(tokens, j, words)), None)
        if kind is None or (tokens[j].capital and j > i):
            break
        kinds.add(kind[1])
        end = j = j + len(kind[0])
        if j < len(tokens) and tokens[j].text in _JOINERS:
            j += 1
    return CommuneNoun(end, frozenset(kinds)) if kinds else None


def _adds(tokens: Sequence[Token], end: int) -> bool:
    """Whether another number of communes follows: *20 xã và 1 thị trấn*, *4 phường, 20 xã*."""
    j = end
    while j < len(tokens) and (tokens[j].text in _JOINERS or tokens[j].text in {"cùng", "với", "cả"}):
        j += 1
    if j == end or j >= len(tokens):
        return False
    return any(_noun(tokens, k) is not None for k in range(j + 1, min(j + 3, len(tokens)))) and (
        tokens[j].is_number or tokens[j].text in _ANY_NUMBER
    )


def _added(tokens: Sequence[Token], low: int) -> bool:
    j = low - 1
    while j >= 0 and tokens[j].text in {*_JOINERS, "cùng", "với"}:
        j -= 1
    if j == low - 1 or j < 0 or tokens[j].text not in {"phường", "xã", "trấn"}:
        return False
    before = tokens[j - 2 if tokens[j].text == "trấn" else j - 1] if j else None
    return before is not None and (before.is_number or before.text in {"hai", "ba", "bốn"})


def strength_of(tokens: Sequence[Token], low: int, noun: CommuneNoun) -> Strength | None:
    """Whether the words tell that it is all communes, leave it open, or tell that it is a part (``None``)."""
    if noun.numbered:
        return "told"
    whole_after = _is_parted(tokens, noun) or any(matches(tokens, noun.end, words) for words in _WORDS.whole_after)
    if not whole_after and _is_part(tokens, noun.end):
        return None
    has = next((words for words in _WORDS.has if _ends(tokens, low, (words,))), None)
    if low and tokens[low - 1].text in _WORDS.part_before and has is None:
        return None
    if has is not None and (low == len(has) or tokens[low - len(has) - 1].text not in _WORDS.not_before_has):
        return "told"
    named = _ends(tokens, low, _WORDS.all) or whole_after or not noun.kinds
    departments = low > 0 and tokens[low - 1].text in {"và", ","} and _ends(tokens, low - 1, _WORDS.departments)
    return "named" if named or departments else "open"


def _is_parted(tokens: Sequence[Token], noun: CommuneNoun) -> bool:
    """*15 đơn vị hành chính gồm 9 phường và 6 xã* says what the whole is made of, no part of it."""
    behind = [token.text for token in tokens[noun.end : noun.end + 2]]
    return not noun.kinds and (behind[:1] in (["gồm"], ["bao"]) or behind in (["là", "các"], [":", "các"]))


def _is_part(tokens: Sequence[Token], end: int) -> bool:
    """Whether the words behind say which communes are meant: *3 xã đạt chuẩn*, *2 xã Cẩm Sơn và Cẩm Lộc*."""
    if end >= len(tokens):
        return False
    following = tokens[end]
    named = following.capital and following.text[0].isalpha()
    return named or following.is_number or following.text in _WORDS.part_after or _lists_names(tokens, end)


def _lists_names(tokens: Sequence[Token], end: int) -> bool:
    """*5 xã: Cư Kty, Ea Trul* and *3 xã (Sơn Lâm, …)* name the ones that are meant."""
    sign = tokens[end].text
    if sign not in {":", "("} or end + 1 >= len(tokens):
        return False
    return tokens[end + 1].capital and tokens[end + 1].text[0].isalpha() and not tokens[end + 1].is_number


def ends_there(tokens: Sequence[Token], noun: CommuneNoun) -> bool:
    """Whether the clause says nothing more of the communes: of *18 xã của huyện bị ngập* the rest tells a part."""
    if _is_parted(tokens, noun):
        return True
    for token in tokens[noun.end :]:
        if token.text in {",", ".", ";", ")", "(", ":"}:
            return True
        if token.text in _WORDS.part_after and not token.capital and token.text != "trên":
            return False
    return True


def _ends(tokens: Sequence[Token], i: int, phrases: Sequence[Sequence[str]]) -> bool:
    return any(i >= len(words) and matches(tokens, i - len(words), words) for words in phrases)
