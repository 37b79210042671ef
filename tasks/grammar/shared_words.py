"""Numbers that share words with others of their list: a predicate behind the last, or a lead before the first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import ends_after_noun, noun_end
from tasks.grammar.figures import Claim
from tasks.grammar.surroundings import direction_of, is_more_than_before

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_JOINTS: Final = frozenset({",", "và", "cùng", "với"})
_LEAD_JOINTS: Final = _JOINTS | {";"}
_PASSIVE: Final = frozenset({"được", "đã"})
_MEMBERS: Final = 4  # members of a list that are looked at
_CRITERIA: Final = ("tiêu chí",)
_CRITERIA_REACH: Final = 4  # items from a number of communes to that of the criteria
_MEETS: Final = frozenset({"đạt", "được", "mới đạt", "mới được", "hoàn thành", "đã đạt", "đã hoàn thành", "có"})
_PREDICATE: Final = 4  # tokens of what is said of all
_NEXT: Final = 4  # items from a number to the next of its list
_LONGEST_NOUN: Final = 5  # tokens of a noun behind a percentage


def shared_predicate(told: Telling, number: Number) -> Claim | None:
    """*4.492 doanh nghiệp và 20.370 hộ kinh doanh đang hoạt động*: what is said of the last holds for all."""
    if number.is_count and (not number.nouns or _moves_last(told, number)):
        return None
    start, end = number.quantity.high, _end_of_noun(told, number.index)
    index = number.index
    for _ in range(_MEMBERS):
        following = _next_member(told, index)
        if following is None:
            return None if index == number.index else _led_behind_last(told, number, index)
        index = following
        named = told.items[index + 1]
        if named.kind != "phrase" or all(phrase.role != "form" for phrase in named.phrases):
            continue
        for low in range(named.low + 1, named.high):
            match = told.phrases.trie.longest((*told.tokens[start:end], *told.tokens[low : named.high]), 0)
            if match is None or match[0] < end - start + named.high - low:
                continue
            for phrase in match[1]:
                if phrase.role == "form" and _fits(told, number, phrase.name):
                    return Claim(phrase.name, index + 1, "shared-predicate")
        return None
    return None


def _moves_last(told: Telling, number: Number) -> bool:
    """*58 vụ phạm pháp hình sự, ít hơn năm trước 12 vụ, và 16 vụ tai nạn*: by how much what was counted has moved."""
    around = told.around(number.index)
    moved = around.left_has("up", "down") or direction_of(around.left) in {"up", "down"} or is_more_than_before(around)
    return moved and number.last is not None and number.last.indicator in number.nouns


def _led_behind_last(told: Telling, number: Number, last: int) -> Claim | None:
    """*41 doanh nghiệp và 5 hợp tác xã được thành lập mới*, *… ra đời*: what is said of all stands behind the last."""
    end = _end_of_noun(told, last)
    while end < len(told.tokens) and told.tokens[end].text in _PASSIVE:
        end += 1
    match = told.phrases.trie.longest(told.tokens, end)
    for phrase in match[1] if match is not None else ():
        if phrase.role == "lead" and phrase.name in number.nouns:
            return Claim(phrase.name, number.index, "shared-predicate")
    noun = told.tokens[number.quantity.high : noun_end(told, number.index)]
    match = told.phrases.trie.longest((*noun, *told.tokens[end : end + _PREDICATE]), 0)
    if match is None or match[0] <= len(noun):
        return None
    named = next((phrase.name for phrase in match[1] if phrase.role == "form" and phrase.name in number.nouns), None)
    return None if named is None else Claim(named, number.index, "shared-predicate")


def _fits(told: Telling, number: Number, name: str) -> bool:
    indicator = told.indicator(name)
    return name in number.nouns if number.is_count else indicator.is_rate and not indicator.is_growth


def _end_of_noun(told: Telling, index: int) -> int:
    """Where the noun of a count ends, or the words behind a percentage."""
    end = noun_end(told, index)
    if end:
        return end
    start = told.quantity(index).high
    low = start
    while low < min(start + _LONGEST_NOUN, len(told.tokens)) and told.tokens[low].text[0].isalpha():
        if told.tokens[low].text in _JOINTS:
            break
        low += 1
    return low


def _next_member(told: Telling, index: int) -> int | None:
    """The number of the same kind that stands behind the noun of this one and a comma or *và*."""
    end, j = _end_of_noun(told, index), index + 1
    if end == told.quantity(index).high:
        return None
    while j < len(told.items) and told.items[j].high <= end:
        j += 1
    if j + 2 >= len(told.items) or told.items[j].low != end or told.items[j].text not in _JOINTS:
        return None
    j += 1 + (told.items[j + 1].text == "và")
    if j + 1 >= len(told.items) or told.items[j].kind != "quantity":
        return None
    return j if told.quantity(j).kind == told.quantity(index).kind else None


def _led_by(told: Telling, number: Number, first: int) -> Claim | None:
    """*Thành lập mới 9 hợp tác xã, 62 doanh nghiệp*: the lead before the first, which is of no indicator itself."""
    for phrase in told.items[first - 1].phrases if first else ():
        if phrase.role == "lead" and phrase.name in number.nouns:
            return Claim(phrase.name, first - 1, "shared-lead")
    return None


def _counted_with(told: Telling, index: int | None) -> int | None:
    """*712 doanh nghiệp với tổng vốn 9.134 tỷ đồng; 654 hộ*: the count whose sum stands behind it, else ``index``."""
    claim = told.claim_of(index)
    if index is None or claim is None or told.quantity(index).kind != "money":
        return index
    return told.previous_quantity(index) if claim.rule == "before-number:follow" else index


def _like_the_first(told: Telling, number: Number, subject: int, first: str) -> Claim | None:
    """*312 doanh nghiệp thành lập mới và 845 hộ kinh doanh*: what is said of the first holds for the next.

    Not of *3 trường đạt chuẩn quốc gia, 45 trường duy trì chuẩn*, where both are the indicator ``first``.
    """
    if not ends_after_noun(told, number.index) or meet_criteria(told, number.index):
        return None
    noun, named = told.tokens[number.quantity.high : noun_end(told, number.index)], told.items[subject]
    for low in range(named.low + 1, named.high):
        match = told.phrases.trie.longest((*noun, *told.tokens[low : named.high]), 0)
        if match is None or match[0] < len(noun) + named.high - low:
            continue
        for phrase in match[1]:
            if phrase.role == "form" and phrase.name in number.nouns and phrase.name != first:
                return Claim(phrase.name, subject, "shared-predicate")
    return None


def meet_criteria(told: Telling, index: int) -> bool:
    """*1 xã được 12/19 tiêu chí*, *4 xã đạt từ 15 đến 18 tiêu chí*: how many criteria they meet.

    Those have not reached the standard.
    """
    if told.quantity(index).kind != "count" or not told.holds(_CRITERIA):
        return False
    near = range(index + 1, min(index + 1 + _CRITERIA_REACH, len(told.items)))
    following = next((j for j in near if told.items[j].quantity is not None), None)
    if following is None:
        return False
    high = told.items[following].high
    between = told.words(told.items[index].high, told.items[following].low)
    return told.words(high, high + 2) in _CRITERIA and between.removeprefix("xã ") in _MEETS


def shared_lead(told: Telling, number: Number) -> Claim | None:
    """*Thành lập mới 62 doanh nghiệp, 9 hợp tác xã và 415 hộ kinh doanh*: one lead for all that a list counts."""
    index: int | None = number.index
    for _ in range(_MEMBERS):
        if index is None or told.text_before(index) not in _LEAD_JOINTS:
            return None
        index = _counted_with(told, told.previous_quantity(index))
        if index is None or told.quantity(index).kind != "count":
            return None
        claim = told.claims.get(index)
        if claim is None:
            led = _led_by(told, number, index)
            if led is not None:
                return led
            continue
        if claim.subject == index + 1 and claim.rule == "after-number":
            return _like_the_first(told, number, claim.subject, claim.indicator)
        if claim.chained or not 0 <= claim.subject < index:
            return None
        for phrase in told.items[claim.subject].phrases:
            if phrase.role == "lead" and phrase.name in number.nouns:
                return Claim(phrase.name, claim.subject, "shared-lead")
        return None
    return None


def added_together(told: Telling, number: Number) -> Claim | None:
    """*Thêm ba trường chuẩn quốc gia, hai xã nông thôn mới và 1.860 việc làm*: so many more of the last too.

    Of a noun that one indicator alone counts by the year.
    """
    index = number.index
    for _ in range(_MEMBERS):
        if told.text_before(index) not in _JOINTS:
            break
        before = told.previous_quantity(index)
        if before is None or told.quantity(before).kind != "count" or index - before > _NEXT:
            return None
        index = before
    if index == number.index or not told.text_before(index).endswith("thêm"):
        return None
    flows = [name for name in number.nouns if told.indicator(name).flow]
    return Claim(flows[0], number.index, "shared-lead") if len(number.nouns) == len(flows) == 1 else None
