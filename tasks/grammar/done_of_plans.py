"""What was done of a plan that is named behind its number: *96% vốn đầu tư công được giải ngân*, *… đã được chi ra*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_PASSIVE: Final = frozenset({"được", "đã", "đã được", "đều", "đều được"})
_SPENT: Final = (
    "chi ra",
    "chi trả",
    "thanh toán",
    "sử dụng",
    "rót ra",
    "tiêu",
    "hấp thụ",
    "đưa vào công trình",
    "bơm ra",
)
_VERB: Final = 2  # tokens of the verb at the end of such a name
_SPENT_REACH: Final = 6  # tokens behind a plan
_VERB_REACH: Final = 3  # items from a plan to the verb of what is done of it


def done_of_plan(told: Telling, number: Number, plan: str, position: int) -> str | None:
    """What is measured of the plan that a phrase behind a percentage or a sum names, where it says what was done."""
    if number.quantity.kind == "money":
        return _spent_behind(told, plan, position)
    if number.quantity.kind != "percent":
        return None
    measured = plan if _is_done_itself(told, number, plan, position) else None
    return measured or _measured_behind(told, plan, position)


def _is_done_itself(told: Telling, number: Number, name: str, position: int) -> bool:
    """*96% vốn đầu tư công được giải ngân*: what is measured of a plan, told with its verb, right behind its ratio."""
    indicator, words = told.indicator(name), told.items[position].text
    heads = {part.head for part in indicator.composed}
    if indicator.plan is None or position != number.index + 1 or told.around(number.index).left_has("up", "down"):
        return False
    verb = told.phrases.trie.longest(told.tokens[: told.items[position].high], told.items[position].high - _VERB)
    ends = verb is not None and any(phrase.role == "head" and phrase.name in heads for phrase in verb[1])
    return ends and " được " in f" {words} "


def _spent_behind(told: Telling, plan: str, position: int) -> str | None:
    """*312 tỷ đồng vốn đầu tư công đã được chi ra*: what was spent of the plan that is named behind the sum."""
    words = told.words(high := told.items[position].high, high + _SPENT_REACH).split()
    while words and words[0] in _PASSIVE:
        words = words[1:]
    return told.phrases.plans.get(plan) if " ".join(words).startswith(_SPENT) else None


def _measured_behind(told: Telling, plan: str, position: int) -> str | None:
    """*mới có 31% kế hoạch vốn đầu tư công được giải ngân*: behind the plan stands the verb of what is measured."""
    measured = told.phrases.plans.get(plan)
    if measured is None:
        return None
    heads = {part.head for part in told.indicator(measured).composed}
    behind = told.items[position + 1 : position + 1 + _VERB_REACH]
    return measured if any(phrase.name in heads for item in behind for phrase in item.phrases) else None
