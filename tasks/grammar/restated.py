"""A figure told again of another time or of all: *9 tháng thu 410 tỷ đồng; khép lại năm, con số ấy là 590 tỷ đồng*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import ends_after_noun, noun_end, noun_text
from tasks.grammar.figures import Claim, Dropped
from tasks.grammar.indicators import fits
from tasks.grammar.references import place_word
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.figures import Figure
    from tasks.grammar.period_codes import Period
    from tasks.grammar.telling import Number, Telling

_WORDS: Final = load_words("lists.yaml")
_SIGNS: Final = frozenset({",", ";", ":", "("})
_JOINTS: Final = frozenset(_WORDS["turns"])
_WHOLES: Final = tuple(_WORDS["of_all"])
_NO_TIMES: Final = frozenset({"base", "average", "other", "holiday", "term", "span", "part"})
_OTHERS: Final = ("org", "share", "remaining", "plan", "times")
_OWN_ROLES: Final = frozenset({"form", "follow", "lead", "head", "frame", "sector", "excluded"})
_NOT_OF_UNIT: Final = frozenset(
    {"tỉnh", "toàn tỉnh", "cả tỉnh", "cả nước", "toàn quốc", "xã", "toàn xã", "phường", "toàn phường", "thị trấn"}
)
_ENDS: Final = frozenset({"", ",", ".", ";", ")", "và", "(", "nhưng", "song", "còn", "mà", "rồi"})
_IN: Final = frozenset({"trong", "vào", "của", "ở", "hồi"})
_WHOLE_WORDS: Final = 4  # that tell of all of them, at most
_REACH: Final = 14  # items of a clause that tells no more than a time and a number
OF_ALL: Final = "restated:of-all"
COUNTED: Final = frozenset({"count", "fraction"})


def restated(told: Telling, number: Number) -> Claim | None:
    """The claim on a number whose clause names nothing: only a time, all of them, or what stands for the figure before.

    *Quý I xảy ra 12 vụ cháy; cả năm có 31 vụ*, *xã An Hòa còn 2,4% hộ nghèo, tính chung toàn huyện là 1,1%*.
    """
    before = figure_before(told, number)
    last = told.claim_of(before)
    if before is None or last is None:
        return None
    again = told_again(told, number, before, last.indicator)
    if again is None:
        return None
    opened, whole = again
    if whole and number.quantity.kind == "percent" and not told.indicator(last.indicator).is_rate:
        return None
    if whole and number.quantity.kind == "money" and not _names_unit(told, opened, number):
        return None  # "tiền sử dụng đất 212 tỷ đồng, tính chung các khoản là 812 tỷ đồng"
    if not whole and _is_timed_behind(told, number):
        return Claim(last.indicator, number.index, "restated")
    return Claim(last.indicator, opened, OF_ALL if whole else "restated", chained=not whole)


def _names_unit(told: Telling, opened: int, number: Number) -> bool:
    """*tính chung toàn huyện là 812 tỷ đồng*."""
    return any(place_word(item) is not None or item.place is not None for item in told.items[opened : number.index])


def told_again(told: Telling, number: Number, before: int, name: str) -> tuple[int, bool] | None:
    """The item that opens the clause which tells the figure ``before`` again, and whether that is of all of them."""
    opening = _opening(told, number, before, name) if closes(told, number) else None
    if opening is None:
        return None
    opened, timed = opening
    words = f"{told.words(told.items[opened].low, number.quantity.first)} "
    return opened, not timed and any(of_all in words for of_all in told.held(_WHOLES))


def speaks_of_all(told: Telling) -> bool:
    """Whether a sentence that told a figure says of another that it is of all."""
    return bool(told.claims) and told.holds(_WHOLES)


def figure_before(told: Telling, number: Number) -> int | None:
    """The figure of the sentence that the number may tell again: the last one, told in the same kind of number."""
    counted = number.quantity.kind in COUNTED
    for j in told.backwards(number.index):
        quantity = told.items[j].quantity
        if quantity is None or told.is_multiple(j):
            continue
        claim = told.claims.get(j)
        if claim is None:
            if quantity.spelled and not counted:
                continue
            return None
        if not fits(number.quantity, told.indicator(claim.indicator)):
            return None
        if quantity.kind == number.quantity.kind or (counted and quantity.kind in COUNTED):
            moved = told.reading_of(j)
            if moved is not None and moved.measure == "change":
                continue
            return j if not counted or _counts_same(told, number, j, claim) else None
    return None


def _counts_same(told: Telling, number: Number, before: int, claim: Claim) -> bool:
    """*có 150.000 lượt khách; năm nay là 205.000 lượt*, *cuối năm, con số đó đã lùi về 640*: the same noun or none."""
    if not number.has_noun or claim.indicator in number.nouns:
        return True
    return f" {told.text_after(number.index)} " in f" {noun_text(told, told.quantity(before))} "


def closes(told: Telling, number: Number) -> bool:
    """Whether nothing stands behind the number that says what it is of: *cả năm thu 120 tỷ đồng tiền phạt*."""
    if number.is_count and number.nouns:
        return ends_after_noun(told, number.index)
    behind = _past_joint(told, behind_noun(told, number))
    return behind >= len(told.items) or told.items[behind].text in _ENDS or told.items[behind].period is not None


def _past_joint(told: Telling, j: int) -> int:
    """*401 tỷ đồng trong quý III*: over the word that joins a time to what stands before."""
    joint = j + 1 < len(told.items) and told.items[j].text in _IN and told.items[j + 1].period is not None
    return j + joint


def behind_noun(told: Telling, number: Number) -> int:
    """The item behind the number and the noun that it counts."""
    end = noun_end(told, number.index) if number.is_count else 0
    j = number.index + 1
    while j < len(told.items) and told.items[j].low < end:
        j += 1
    bare = number.is_count and number.has_noun and j == number.index + 1
    return j + bare


def _opening(told: Telling, number: Number, before: int, name: str) -> tuple[int, bool] | None:
    """The first item of the clause that tells the number again, and whether it tells a time; ``None`` for any other."""
    timed, named = _is_timed_behind(told, number), False
    index = number.index
    stop = max(before, index - _REACH)
    for j in told.backwards(index, stop):
        item = told.items[j]
        if item.text == ":" and j == index - 1 and told.items[j - 1].period is not None:
            continue  # "(năm 2021: 112)"
        if item.text in _SIGNS or item.text in _JOINTS:
            if item.text in {",", "thì"} and not timed and not named and j - 1 > before:
                continue  # "đến cuối năm, con số đó là 640 hộ", "tính đủ thì là 1,6%"
            return (j + 1, timed) if timed or named else None
        if item.text in told.lexicon.pronouns or item.text == "con số" or _is_of_all(told, j):
            named = True
        elif item.period is not None and item.period.kind not in _NO_TIMES:
            if item.period.kind == "now" and number.is_count and told.indicator(name).flow:
                return None  # "đến nay có 604 doanh nghiệp" tells no time in which so many were new
            timed = True
        elif not _is_plain(told, j, name):
            return None
    return None


def _is_timed_behind(told: Telling, number: Number) -> bool:
    """*rồi đạt 3.020 tỷ đồng trong quý III*: the time stands right behind the number."""
    at = _past_joint(told, behind_noun(told, number))
    behind = told.items[at].period if at < len(told.items) else None
    return behind is not None and behind.kind not in _NO_TIMES and behind.kind != "now"


def _is_of_all(told: Telling, j: int) -> bool:
    """*tính chung*, *tính đủ*: of all, whatever part the figure before was of."""
    low = told.items[j].low
    return f"{told.words(low, low + _WHOLE_WORDS)} ".startswith(_WHOLES)


def _is_plain(told: Telling, j: int, name: str) -> bool:
    """Whether an item is a verb, a bound or a word without a subject."""
    item = told.items[j]
    if item.kind == "place":
        main = told.state.context.main
        return item.place is not None and item.place.unit is not None and item.place.unit == main
    if item.kind not in {"cue", "phrase"} or item.has(*_OTHERS) or place_word(item) in _NOT_OF_UNIT:
        return False
    if item.has("part_of", "average"):
        following = told.items[j + 1]
        return following.period is not None or _is_of_all(told, j)
    names = {phrase.name for phrase in item.phrases if phrase.role in _OWN_ROLES}
    return not names or (bool(item.cues) and name in names)


def without_parts(told: Telling, figures: Sequence[Figure]) -> tuple[list[Figure], list[Dropped]]:
    """*Riêng đất đai, tỷ lệ đúng hạn là 91%; tính chung là 97%*: what was told before is of some only, and taken back.

    What is left of the figures, and what is not.
    """
    wholes = {_what(figure): figure.raw_start for figure in figures if figure.rule.startswith(OF_ALL)}
    parts = {figure.raw_start: figure for figure in figures if figure.raw_start < wholes.get(_what(figure), 0)}
    starts = {told.tokens[told.quantity(j).first].start: j for j in told.quantities()} if parts else {}
    dropped = [Dropped(starts[start], figure.indicator, "narrowed") for start, figure in parts.items()]
    return [figure for figure in figures if figure.raw_start not in parts], dropped


def _what(figure: Figure) -> tuple[str, str, Period | None]:
    return figure.indicator, figure.measure, figure.period
