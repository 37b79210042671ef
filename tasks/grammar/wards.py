"""How many phường, xã and thị trấn a district has: only where the text tells that it is all of them.

*UBND 14 phường* is all of them, *3 xã đạt chuẩn* is not. What the words leave open, the gazetteer decides: it knows how
many communes a district had, so that *gửi 11 xã* is the whole of one huyện and a part of another. Since July 2025 a
commune has nothing below it that is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tasks.grammar.anchors import find_anchors
from tasks.grammar.figures import Figure
from tasks.grammar.period_codes import Period, day_period, year_period
from tasks.grammar.scope import Focus, governing
from tasks.grammar.tokens import fold
from tasks.grammar.wards_census import census
from tasks.grammar.word_lists import load_words
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.scope import Anchor
    from tasks.grammar.state import State
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
        self.departments = phrases["departments"]
        self.has = tuple(sorted(phrases["has"], key=len, reverse=True))
        self.not_before_has = frozenset(words[0] for words in phrases["not_before_has"])


def _words() -> _Words:
    return _Words(load_words("wards.yaml"))


_WORDS: Final = _words()


NOUNS: Final = (*(words for words, _ in _KINDS), *_WORDS.wholes)
"""What a number of communes counts, in words."""


class _Noun(Record, frozen=True):
    end: int
    kinds: frozenset[str]  # empty for "đơn vị hành chính", which is all of them


def read_wards(prepared: Prepared, items: Sequence[Item], carried: Focus, state: State) -> list[Figure]:
    """The numbers of communes that a sentence tells of a district; ``carried`` is who was spoken of before it."""
    context = state.context
    if context.communes_are_units:
        return []
    tokens = prepared.tokens
    out: list[Figure] = []
    for index, item in enumerate(items):
        quantity = item.quantity
        noun = None if quantity is None else _counted(tokens, quantity)
        if quantity is None or noun is None:
            continue
        strength = _strength(tokens, quantity.low, noun)
        if strength is None:
            continue
        anchors = find_anchors(items, tokens, context, carried)
        focus = _focus(tokens, items, index, noun, anchors) or governing(anchors, items, index, index, carried)
        if focus.kind != "district" or focus.unit is None or focus.unit.tier != "district":
            continue
        known = census(context.gazetteer).of(focus.unit, context.day)
        sure = strength == "told" and _ends_there(tokens, noun)
        if not _is_all(int(quantity.value), noun, known, context.day, sure=sure):
            continue
        told = strength == "told" or not noun.kinds
        period, rule = _period(tokens, items, index, noun.end, state, told=told)
        if period is None:
            continue
        ahead = context.year is not None and period.year > context.year
        out.append(
            Figure(
                prepared.sentence,
                tokens[quantity.first].start,
                tokens[quantity.high - 1].end,
                INDICATOR,
                "level",
                quantity.value,
                "target" if ahead else "actual",
                quantity.bound,
                f"wards:{strength}/level/{focus.rule}/{rule}",
                "high" if strength == "told" else "medium",
                focus.unit,
                period,
            )
        )
    return out


def may_count_communes(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether a quantity counts communes that may be all of a district, as far as the words tell."""
    noun = _counted(tokens, quantity)
    return noun is not None and _strength(tokens, quantity.low, noun) is not None


def _counted(tokens: Sequence[Token], quantity: Quantity) -> _Noun | None:
    """The communes that a quantity counts; ``None`` where it counts other things or only one kind of several."""
    if quantity.kind != "count" or quantity.scaled or quantity.is_range:
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
    for words in _WORDS.wholes:
        if _at(tokens, i, words):
            return _Noun(i + len(words), frozenset())
    kinds: set[str] = set()
    end = i
    j = i
    while True:
        kind = next(((words, name) for words, name in _KINDS if _at(tokens, j, words)), None)
        if kind is None or (tokens[j].capital and j > i):
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


def _strength(tokens: Sequence[Token], low: int, noun: _Noun) -> Strength | None:
    """Whether the words tell that it is all communes, leave it open, or tell that it is a part (``None``)."""
    whole_after = _is_parted(tokens, noun) or any(_at(tokens, noun.end, words) for words in _WORDS.whole_after)
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


def _is_parted(tokens: Sequence[Token], noun: _Noun) -> bool:
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


def _ends_there(tokens: Sequence[Token], noun: _Noun) -> bool:
    """Whether the clause says nothing more of the communes: of *18 xã của huyện bị ngập* the rest tells a part."""
    if _is_parted(tokens, noun):
        return True
    for token in tokens[noun.end :]:
        if token.text in {",", ".", ";", ")", "("}:
            return True
        if token.text in _WORDS.part_after and not token.capital and token.text != "trên":
            return False
    return True


def _is_all(count: int, noun: _Noun, known: Sequence[Counter[str]], day: date, *, sure: bool) -> bool:
    """Whether ``count`` is the whole of a district of which the lists tell ``known``.

    ``sure`` where the words say that it is.
    """
    if not known:
        return sure
    if noun.kinds and not any(kinds.keys() >= noun.kinds for kinds in known):
        return False  # a huyện has no phường: someone else's are meant
    totals = [sum(kinds.values()) for kinds in known]
    if count in totals:
        return True
    if noun.kinds and any(count == sum(kinds[kind] for kind in noun.kinds) for kinds in known):
        return False  # all xã, but the thị trấn are not told
    if day.year < 2020 and max(totals) < count <= 1.7 * max(totals):
        return True  # before communes were merged there were more, and no part is greater than the whole
    # A district whose bounds have changed, or a list that is a year off.
    return sure and 0.75 * min(totals) <= count <= 1.7 * max(totals)


def _focus(
    tokens: Sequence[Token], items: Sequence[Item], index: int, noun: _Noun, anchors: Sequence[Anchor]
) -> Focus | None:
    """The place named right behind the communes as theirs: *10 phường thuộc quận 1*, *9 xã của 5 huyện*."""
    for anchor in anchors:
        if anchor.low >= noun.end and anchor.explicit and anchor.focus.kind != "nation":
            between = " ".join(token.text for token in tokens[noun.end : anchor.low])
            if between in {"của", "thuộc", "trực thuộc", "ở", "tại", "trên địa bàn", "(", "( thuộc"}:
                return anchor.focus
            break
    behind = [item for item in items[index + 1 : index + 12] if item.low >= noun.end]
    if len(behind) > 1 and behind[0].text in {"của", "thuộc", "tại", "ở"} and behind[1].kind == "quantity":
        return Focus("several", None, "counted")
    return None


def _period(
    tokens: Sequence[Token], items: Sequence[Item], index: int, end: int, state: State, *, told: bool
) -> tuple[Period | None, str]:
    """A number of communes is a stock: of the day where the text says so, else of the report, else of the year.

    Where it is not ``told`` but named in passing, an earlier year of the sentence is something else's.
    """
    context, timing = state.context, state.timing
    oldest = 0 if told or context.year is None else context.year - 1
    behind = next((item for item in items[index + 1 :] if item.period is not None), None)
    if behind is not None and behind.period is not None and tokens[end : behind.low] and tokens[end].text == "(":
        period = timing.resolve(behind.period, None) if behind.low - end <= 1 else None
        if period is not None:
            return period, "in-parentheses"  # "24 xã, thị trấn (tính đến 31/12/2020)"
    if context.published is not None and any(item.text.startswith("hiện") for item in items[max(0, index - 3) : index]):
        return day_period(context.published), "now"  # "quận hiện gồm 14 phường"
    for low, mention in reversed([(item.low, item.period) for item in items[: index + 1] if item.period is not None]):
        if mention.kind == "now" and context.published is not None:
            return day_period(context.published), "now"
        if (
            mention.kind == "year"
            or (told and mention.kind in {"months", "quarter", "half"})
            or (mention.kind in {"day", "month"} and mention.until)
        ):
            period = timing.resolve(mention, None)
            if period is None or context.year is None or period.year < oldest or _is_before(tokens, low):
                continue  # "Trước năm 2021, quận có 14 phường"
            if period.year <= context.year or (told and mention.kind == "year"):
                return period, "left"  # "năm 2025 quận chỉ còn 11 phường"
    part = timing.spoken.part  # told somewhere in the text, it says at least the year
    report = timing.spoken.report or (year_period(part.year) if part is not None else None)
    # A year that the opening looks back on ("hộ nghèo từ 8,9% năm 2011") is no report's.
    if report is not None and (context.year is None or report.year >= context.year - _looks_back(context.published)):
        return report, "report"
    told_year = context.year if context.dated else None  # what an undated text tells may be another year's
    return (None, "none") if told_year is None else (year_period(told_year), "year-of-article")


def _is_before(tokens: Sequence[Token], low: int) -> bool:
    return any(token.text == "trước" for token in tokens[max(0, low - 1) : low + 1])


def _looks_back(published: date | None) -> int:
    """Years between a report and its article: in the first months of a year newspapers report the year before."""
    return 0 if published is None or published.month > 4 else 1


def _at(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    return [token.text for token in tokens[i : i + len(words)]] == list(words)


def _ends(tokens: Sequence[Token], i: int, phrases: Sequence[Sequence[str]]) -> bool:
    return any(i >= len(words) and _at(tokens, i - len(words), words) for words in phrases)
