"""Indicators that a topic names: *Về trật tự xây dựng, … 64 vụ* counts what the topic is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import counts_all_communes, ends_after_noun, has_share_behind
from tasks.grammar.figures import Claim
from tasks.grammar.plans_named import FOR
from tasks.grammar.state import Announced

if TYPE_CHECKING:
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_TOPIC_TOLERANCE: Final = 5  # unknown words between a topic and the number that counts its noun
_ONE_WORD: Final = 2  # tokens of a noun that says too little: "trường hợp", "công trình"
_FOUND: Final = frozenset({"phát hiện", "đã phát hiện", "xảy ra", "lập biên bản", "ghi nhận", "có", "qua đó phát hiện"})
_VERB: Final = 2  # tokens
_SPECIFIC_TOLERANCE: Final = 10  # where the noun has two words or more
_INSIDE_REACH: Final = 2  # sentences that a topic holds for which stood inside another name
_CARRIES: Final = ("có", "triển khai", "thực hiện", "thi công", "xây dựng", "đầu tư")
"""How a unit has what its investment is for."""
TOPIC_REACH: Final = 4  # sentences that a topic holds for
_REDUCES: Final = frozenset({"giảm", "xóa", "xoá"})


def from_topic(told: Telling, number: Number, nouns: frozenset[str]) -> Claim | None:
    """*Về trật tự xây dựng … 64 vụ*: the topic was announced, the number counts its noun."""
    if not nouns:
        return None
    claimed = {claim.indicator for claim in told.claimed()}
    if number.last is not None and (of_last := _topic_of_last(told, number, number.last, nouns - claimed)) is not None:
        return of_last
    if counts_all_communes(told, number.index):
        return None
    unknown = 0
    for j in told.backwards(number.index, number.previous):
        item = told.items[j]
        for phrase in item.phrases:
            if phrase.role == "topic" and _is_of_reducing(item) and not _is_all_left(told, number):
                continue  # "Về giảm nghèo, huyện xây mới nhà cho 36 hộ"
            if phrase.role in {"topic", "form"} and phrase.name in nouns and phrase.name not in claimed:
                near = unknown <= _TOPIC_TOLERANCE
                return Claim(phrase.name, number.index, "topic:here", unknown) if near else None
            if phrase.role == "form" and unknown <= _TOPIC_TOLERANCE:
                inside = topics_inside(told, item) & (nouns - claimed)
                if inside:
                    return Claim(min(inside), number.index, "topic:here", unknown)
            if phrase.role in {"form", "frame"} and unknown <= _TOPIC_TOLERANCE:
                counted = _counted_of_rate(told, number, phrase.name)
                if counted in nouns - claimed:
                    return Claim(counted, number.index, "topic:here", unknown)
        if item.kind == "word" or (item.kind == "phrase" and not item.cues):
            unknown += item.high - item.low
    names = nouns - claimed if number.last is None else frozenset()
    return _announced(told, number.index, names, unknown) or _headed(told, number, names)


def _headed(told: Telling, number: Number, names: frozenset[str]) -> Claim | None:
    """*Quản lý trật tự xây dựng: kiểm tra 512 công trình, phát hiện 14 trường hợp vi phạm*: the topic heads it all."""
    end, _ = told.counted_by(number.quantity.high)
    if number.previous is None or number.quantity.spelled or end - number.quantity.high <= _ONE_WORD:
        return None
    if told.text_before(number.index) not in _FOUND or not ends_after_noun(told, number.index):
        return None
    first = told.quantities()[0]
    for item in told.items[:first]:
        for phrase in item.phrases:
            if phrase.role == "topic" and phrase.name in names:
                return Claim(phrase.name, number.index, "topic:here")
    return None


def _is_of_reducing(item: Item) -> bool:
    return not _REDUCES.isdisjoint(item.text.split())


def _topic_of_last(told: Telling, number: Number, last: Claim, nouns: frozenset[str]) -> Claim | None:
    """*Kế hoạch vốn đầu tư công 380 tỷ đồng với 96 công trình*: the name of the sum holds what is counted for it."""
    assert number.previous is not None
    # "512 tỷ đồng vốn đầu tư xây dựng cơ bản cho 64 dự án", but "được giao 412 tỷ đồng cho 52 công trình"
    behind = last.subject == number.previous + 1
    named = behind and told.items[last.subject].text not in FOR
    high = told.items[last.subject].high if named else told.quantity(number.previous).high
    if told.words(high, number.quantity.low) not in FOR or not (behind or 0 <= last.subject < number.previous):
        return None
    of_plan = {name for follow in told.indicator(last.indicator).follows for name in follow.after}
    for name in sorted((topics_inside(told, told.items[last.subject]) | of_plan) & nouns):
        return Claim(name, last.subject, "topic:of-last", chained=True)
    return None


def topics_inside(told: Telling, item: Item) -> set[str]:
    """The topics that a longer name holds: *kế hoạch* + *đầu tư xây dựng cơ bản*."""
    words, begins = told.tokens[item.low : item.high], told.phrases.topic_begins
    matches = [told.phrases.trie.longest(words, i) for i, word in enumerate(words) if word.text in begins]
    return {phrase.name for match in matches if match for phrase in match[1] if phrase.role == "topic"}


def _counted_of_rate(told: Telling, number: Number, rate: str) -> str:
    """*Về giảm nghèo, toàn xã còn 214 hộ*; *Tỷ lệ hộ nghèo cao: Thạch Xuân có 320 hộ (9,1%)*: those that a rate is of.

    Empty where the rate has no such count, or nothing says that the number is one.
    """
    name = next((one.id for one in told.phrases.indicators.values() if one.share == rate), "")
    return name if name and _is_all_left(told, number) else ""


def _is_all_left(told: Telling, number: Number) -> bool:
    """*toàn xã còn 214 hộ*, *320 hộ (9,1%)*: all that there are, and not those that something was done for."""
    return told.around(number.index).left_has("down_to") or has_share_behind(told, number)


def _announced(told: Telling, index: int, names: frozenset[str], unknown: int) -> Claim | None:
    """A topic of an earlier sentence; a noun of one word ("vụ") goes back no further than a heading's paragraph."""
    quantity = told.quantity(index)
    end, _ = told.counted_by(quantity.high)
    specific = end - quantity.high > 1
    remaining = told.words(quantity.high, end) == "hộ" and told.around(index).left_has("down_to")
    if quantity.spelled or not ends_after_noun(told, index) or told.text_before(index) == "cho":
        return None  # "làm thủ tục tại nhà cho 64 trường hợp"
    first = next((j for j, claim in told.claims.items() if claim is None and told.quantity(j).kind == "count"), index)
    if any(item.names_district for item in told.items[first:index]):
        return None  # "616 công trình xây không phép, … quận 12 có 89 trường hợp": of those that were counted first
    if not specific and told.words(quantity.high, end) != "vụ" and not remaining:
        return None
    here = told.sentence
    for name in sorted(names):
        topic = told.state.topics.get(name)
        if topic is None or not _holds(told, topic, TOPIC_REACH if specific else 1):
            continue
        if topic.inside and not _is_carried_out(told, index):
            continue
        if specific or topic.paragraph == here.paragraph or topic.heading:
            known = unknown <= (_SPECIFIC_TOLERANCE if specific else 0)
            return Claim(name, index, "topic:before", unknown) if known else None
    return None


def _holds(told: Telling, topic: Announced, reach: int) -> bool:
    """Whether a topic still holds; what stands inside the title's indicator does so for all of the article."""
    if topic.inside:
        return topic.sentence == 0 or told.sentence.index - topic.sentence <= _INSIDE_REACH
    return told.sentence.index - topic.sentence <= reach


def _is_carried_out(told: Telling, index: int) -> bool:
    low = told.quantity(index).low
    return told.words(max(0, low - _VERB), low).endswith(_CARRIES)


def remember_topics(told: Telling, *, heading: bool) -> None:
    """Leave the topics that a sentence announces, or that stand inside the names of its indicators."""
    topics, here = told.state.topics, told.sentence
    inside: set[str] = set()
    for item in [item for item in told.items if item.phrases]:
        for phrase in item.phrases:
            if phrase.role == "topic" or (phrase.role == "form" and told.indicator(phrase.name).topics):
                topics[phrase.name] = Announced(here.index, here.paragraph, heading)
        if any(phrase.role in {"form", "sector"} for phrase in item.phrases):
            inside |= topics_inside(told, item)
    for name in inside:
        known = topics.get(name)
        if known is None or (known.sentence > 0 if known.inside else here.index - known.sentence > TOPIC_REACH):
            topics[name] = Announced(here.index, here.paragraph, heading, inside=True)
