"""Members of a list of districts that tell a story before their figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import ends_after_noun
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_ONLY: Final = frozenset({"mới", "chỉ", "vẫn", "cũng"})
_ONLY_REACH: Final = 3  # tokens before a percentage
_OPENING: Final = 3  # items before the district that a member opens with: "Ngược lại, …"
_PLAN_REACH: Final = 2  # items behind a percentage
_ENDS: Final = frozenset({"", ",", ";", ".", "nhưng", "song"})
_WITH: Final = (",", "với")
_NAMES: Final = frozenset({"form", "sector", "head", "frame"})


def with_story(told: Telling, number: Number) -> Claim | None:
    """*Huyện A vướng mặt bằng nên mới đạt 48% kế hoạch*, *Huyện B không có người chết, với 6 vụ*.

    The sentence opens with its district and names no indicator; the list was told right before. Of *Huyện C trồng rừng
    đạt 88% kế hoạch* nothing says that it is of the list.
    """
    thread = told.state.thread
    first = told.first_district(number.index)
    if first is None or not thread.is_near(told.sentence.index) or told.claimed():
        return None
    if first > _OPENING or any(item.kind not in {"cue", "period"} for item in told.items[:first]):
        return None
    story = told.items[first + 1 : number.index]
    if any(item.place is not None or item.text == ";" or item.has("org") for item in story):
        return None
    if number.is_count:
        name = next((name for name in thread.names if name in number.nouns), None)
        alone = [item.text for item in story[-2:]] == [*_WITH] and ends_after_noun(told, number.index)
    else:
        name = next((name for name in thread.ratios[::-1] if told.indicator(name).flow), None)
        alone = _is_ratio(told, number)
    if name is None or not alone or not fits(number.quantity, told.indicator(name)) or _names_another(story, name):
        return None
    return Claim(name, number.index, "list:place", 1)


def _is_ratio(told: Telling, number: Number) -> bool:
    low = number.quantity.low
    near = told.texts[max(0, low - _ONLY_REACH) : low]
    behind = told.items[number.index + 1 : number.index + 1 + _PLAN_REACH]
    reached = told.items[number.index - 1].has("reach") and not _ONLY.isdisjoint(near)
    planned = any(item.has("plan") for item in behind)
    # "Riêng TP Tuy Hòa tuy mới đạt 86% nhưng số thu lớn nhất", right behind ratios
    right_behind = told.state.thread.ratios_sentence == told.sentence.index - 1
    planned = planned or (right_behind and told.text_after(number.index) in _ENDS)
    return number.quantity.kind == "percent" and reached and planned


def _names_another(story: Sequence[Item], name: str) -> bool:
    return any(phrase.role in _NAMES and phrase.name != name for item in story for phrase in item.phrases)
