"""Lists of districts with a figure each: the indicator was told once, in the sentence or before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import counts_all_communes, has_share_behind, noun_end
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_FEWEST: Final = 2  # places with a figure each that make a list
_RANKS: Final = frozenset({"nhiều", "cao", "dẫn", "đứng", "ít", "thấp", "đầu"})
_REACH: Final = 4  # items between a place and its figure


def bracketed(told: Telling, number: Number) -> Claim | None:
    """*TP. Dĩ An đứng đầu (4.318 tỷ đồng), kế đến là TP. Thuận An (4.207 tỷ đồng)*: places, each with its figure.

    The indicator is that of the list so far, else the one named right before it, else the sentence's before.
    """
    lists = told.bracketed_places()
    if number.index not in lists or (len(lists) < _FEWEST and told.state.listed is None):
        return None
    if told.text_before(number.index) != "(" and len(lists) < _FEWEST:
        return None
    names = [told.bracketed] if told.bracketed is not None else _names_before(told, min(lists.values()))
    for named in names:
        name = told.phrases.plans.get(named, named) if number.quantity.kind == "percent" else named
        indicator = told.indicator(name)
        counted = not number.is_count or name in number.nouns or not number.has_noun
        if counted and fits(number.quantity, indicator):
            told.bracketed = name
            return Claim(name, number.index, "list:place")
    return None


def _names_before(told: Telling, place: int) -> list[str]:
    """The indicators that a list of places may be about, the likeliest first; ``place`` is its first."""
    named = told.items[
        told.clause_start(place - 1 if told.text_before(place) == ":" else place, {",", ";", ":"}) : place
    ]
    names = [phrase.name for item in named for phrase in item.phrases if phrase.role == "form"]
    names += [name for name in (told.state.listed, *told.state.recent[::-1]) if name is not None]
    for item in told.items[:place][::-1]:
        names += [phrase.name for phrase in item.phrases if phrase.role == "form"]
        meant = {phrase.name for phrase in item.phrases if phrase.role in {"follow", "frame"}}
        names += meant if len(meant) == 1 else ()  # "số thu", "giải ngân"
    return names


def listed(told: Telling, number: Number) -> Claim | None:
    """*Kế đến là Quận 5 (2.640 tỷ đồng)*: a list of places goes on with the indicator told of places before."""
    name, index = told.state.listed, number.index
    if not stands_by_district(told, index):
        return None
    if number.is_count:
        return _counted_in_list(told, number)
    if number.quantity.kind == "percent" and (ratio := _ratio_in_list(told, number)) is not None:
        return ratio
    if name is None and number.quantity.kind == "money":
        return _sum_in_list(told, number)
    if name is None or number.quantity.kind not in {"money", "percent"}:
        return None
    indicator = told.indicator(name)
    of_plan = indicator.plan is not None or indicator.is_rate
    if not fits(number.quantity, indicator) or (number.quantity.kind == "percent" and not of_plan):
        return None
    if index > 1 and told.items[index - 1].text in {"(", ":"} and told.items[index - 2].place is not None:
        return Claim(name, index, "list:place")
    return None


def stands_by_district(told: Telling, index: int) -> bool:
    """*Nam Từ Liêm nhiều nhất: 47 vụ*, *cao nhất là Hoài Đức, 33 vụ*: nothing but small words behind a district."""
    for j in range(index - 1, max(-1, index - 1 - _REACH), -1):
        item = told.items[j]
        if item.place is not None:
            return item.names_district
        if item.text == "," and (j < 2 or not told.items[j - 2].has("copula")):
            return False
        if item.text in {";", "và"} or item.kind in {"word", "quantity"} or not (item.cues or item.period is not None):
            return False
    return False


def _counted_in_list(told: Telling, number: Number) -> Claim | None:
    """*Toàn thành phố xảy ra 602 vụ cháy. Nam Từ Liêm nhiều nhất: 47 vụ*: the noun that was counted before."""
    claimed = [claim.indicator for claim in told.claimed()][::-1]
    names = [name for name in (*claimed, told.state.listed, *told.state.recent[::-1]) if name in number.nouns]
    if not names or counts_all_communes(told, number.index):
        return None
    noun = told.words(number.quantity.high, noun_end(told, number.index))
    sure = noun == "vụ" or " " in noun or (noun == "hộ" and has_share_behind(told, number))
    sure = sure or (noun == "xã" and _stands_bare(told, number.index))
    return Claim(names[0], number.index, "list:place") if sure else None


def _stands_bare(told: Telling, index: int) -> bool:
    """*…, gồm: huyện Bình Lục 16/16 xã*, *Nhiều nhất là huyện Ý Yên với 30 xã*; "huyện có 30 xã" tells all of them."""
    before = told.items[index - 1]
    if before.place is not None:
        return True
    ranked = told.items[0].text.split(" ")[0] in _RANKS
    return before.text == "với" and ranked and index > 1 and told.items[index - 2].place is not None


def _ratio_in_list(told: Telling, number: Number) -> Claim | None:
    """*Đứng đầu là thành phố Bắc Giang vượt kế hoạch 54%*: against the plan of what was told before."""
    around = told.around(number.index)
    against = around.left_has("exceed", "plan") or any(item.has("plan") for item in around.right[:3])
    names = [told.state.listed, *told.state.recent[::-1]]
    name = next((name for name in names if name is not None and not told.indicator(name).is_count), None)
    if name is None or not against or told.indicator(name).is_rate or not fits(number.quantity, told.indicator(name)):
        return None
    return Claim(name, number.index, "list:place")


def _sum_in_list(told: Telling, number: Number) -> Claim | None:
    """*Thu ngân sách của các huyện khá đều. Việt Yên đạt 1.200 tỷ đồng*: the one indicator of the sentence before."""
    recent = told.state.recent
    alone = told.text_after(number.index) in {"", ",", ";", ".", "(", "…"}  # "1.200 tỷ đồng nợ thuế" is something else
    if len(recent) != 1 or not alone or told.sentence.paragraph != told.state.paragraph:
        return None
    return Claim(recent[0], number.index, "list:place") if fits(number.quantity, told.indicator(recent[0])) else None
