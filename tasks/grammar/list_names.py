"""What the numbers of a list of places may tell: what was named or told before its first place, here or before."""

from __future__ import annotations

from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from tasks.grammar.indicators import fits

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_ANEW: Final = frozenset({",", ";", ":"})
_MILLION: Final = 1e6
_BILLION: Final = 1e9


def names_before(told: Telling, number: Number, place: int) -> list[str]:
    """The indicators that a list of places may be about, the likeliest first; ``place`` is its first."""
    named = told.items[
        told.clause_start(place - 1 if told.text_before(place) == ":" else place, {",", ";", ":"}) : place
    ]
    names = [phrase.name for item in named for phrase in item.phrases if phrase.role == "form"]
    names += _named_here(told, place)
    if number.is_count:
        names = [one for name in names for one in (name, *_counts_of(told, name))]
    threaded = [name for name in told.state.thread.names if may_be(told, number, name)]
    if not tells_parts(told, number):
        names += threaded[:1] if told.state.thread.of_place else threaded
        names += told.state.recent[::-1]
    for item in told.items[:place][::-1]:
        if item.has("up", "down") and not number.has_noun:
            continue  # "Để giảm tải cho khu du lịch Sa Pa (Sa Pa 1)"
        meant = {phrase.name for phrase in item.phrases if phrase.role in {"follow", "frame"}}
        names += meant if len(meant) == 1 else ()  # "số thu", "giải ngân"
    return names


def _counts_of(told: Telling, rate: str) -> list[str]:
    """*Các huyện có tỷ lệ hộ nghèo cao: Ea Súp 7.849 hộ (43,13%)*: those whose share is the rate."""
    return [name for name, indicator in told.phrases.indicators.items() if indicator.share == rate]


def _named_here(told: Telling, place: int) -> list[str]:
    """*Toàn tỉnh xảy ra 58 vụ cháy, trong đó Phổ Yên 17 vụ*: what was told or a clause is about, the last first.

    What is named within a clause that is about something else ("vùng có nhiều hộ nghèo như …") is not the list's.
    """
    subjects = {claim.subject for claim in told.claims.values() if claim is not None}
    names: list[str] = []
    opens = True
    for j, item in enumerate(told.items[:place]):
        if item.phrases and (opens or j in subjects):
            names += [phrase.name for phrase in item.phrases if phrase.role == "form"]
        opens = item.text in _ANEW or (opens and item.kind in {"cue", "period", "place"})
    return names[::-1]


def may_be(told: Telling, number: Number, name: str) -> bool:
    """Whether a number that says nothing of itself can be one of an indicator's figures."""
    return number.may_count(name) and fits(number.quantity, told.indicator(name)) and _is_likely(told, number, name)


def _is_likely(told: Telling, number: Number, name: str) -> bool:
    """Whether a sum may be an indicator's at all: no income a head is 182 tỷ đồng."""
    indicator, value = told.indicator(name), number.quantity.value
    if number.quantity.kind != "money":
        return True
    unit = _MILLION if indicator.unit == "VND_MN" else _BILLION
    ranges = [one for one in (indicator.plausible.district, indicator.plausible.commune) if one is not None]
    return not ranges or any(low * unit <= value <= high * unit for low, high in ranges)


def tells_parts(told: Telling, number: Number) -> bool:
    """*Có 619 công trình xây sai phép, nhiều nhất là quận 9 với 121 vụ*: of those that no indicator counts."""
    if not number.is_count:
        return False
    first = told.first_district(number.index)
    stop = number.index if first is None else first
    before = takewhile(lambda j: j < stop, told.quantities())
    untold = (j for j in before if told.claims.get(j, ...) is None and told.quantity(j).kind == "count")
    return any(not _is_of_name(told, j) for j in untold)


def _is_of_name(told: Telling, index: int) -> bool:
    """*Chư Zút 2.958 hộ; Krông Nô 3.169 hộ*: whether a member of a list is a name, though one that no unit has."""
    start = told.clause_start(index, {",", ";", ":"})
    between = told.items[start:index]
    return bool(between) and all(item.is_of_name(told.tokens) for item in between)


def of_thread(told: Telling, number: Number) -> str | None:
    """The indicator that the list so far tells, as far as the number can be one of it."""
    thread = told.state.thread
    names = [name for name in thread.names if _is_of_list(told, number, name)]
    return names[0] if names and (thread.of_place or len(names) == 1) else None


def _is_of_list(told: Telling, number: Number, name: str) -> bool:
    """Whether a number can be a figure of what the list tells."""
    indicator = told.indicator(name)
    if number.is_count:
        return name in number.nouns
    if number.quantity.kind == "money":
        return fits(number.quantity, indicator) and _is_likely(told, number, name)
    if indicator.is_rate or indicator.plan is not None:
        return fits(number.quantity, indicator)
    if "growth" in indicator.measures and _moves(told, number):
        return fits(number.quantity, indicator)
    return name in told.state.thread.ratios  # "Uông Bí (46,2%)", where ratios to the plan were told before


def _moves(told: Telling, number: Number) -> bool:
    """*Văn Giang tăng 152%, riêng Tiên Lữ giảm 12%*: the verb right before the percentage says what is measured."""
    before = told.items[number.index - 1] if number.index else None
    if before is None or before.has("up_to", "down_to", "remaining"):
        return False
    member = told.last_reading  # "Văn Giang tăng 152%, Văn Lâm 48%"
    return before.has("up", "down") or (before.place is not None and member is not None and member.measure == "growth")


def of_title(told: Telling, number: Number) -> str | None:
    """What the title announces, where a paragraph turns from several figures of the province to its units.

    *Giải ngân mới đạt 41%* over *Toàn tỉnh giải ngân …; thu ngân sách …*, then *Mộ Đức dẫn đầu với 96,5 tỷ đồng*.
    """
    state, thread = told.state, told.state.thread
    name = state.titled
    if name is None or state.context.main_in_title or thread.of_place or thread.is_row(told.sentence.index):
        return None
    if number.is_count or not 0 <= thread.begun < len(state.sentences):
        return None
    at = bisect_left(state.sentences, thread.begun, key=lambda one: one.sentence.index)
    begun = state.sentences[at].sentence if at < len(state.sentences) else None
    if begun is None or begun.index != thread.begun or begun.paragraph == told.sentence.paragraph:
        return None
    if number.quantity.kind == "percent":
        name = told.phrases.plans.get(name, name)
    if told.indicator(name).share in thread.names or told.around(number.index).left_has("up", "down"):
        return None
    return name if may_be(told, number, name) and _is_of_list(told, number, name) else None


def _named_of_units(told: Telling, number: Number) -> str | None:
    """*8 huyện có số thu tăng so với cùng kỳ, trong đó Văn Giang tăng 152%*: what is said of them all, before them."""
    opening = told.items[: told.first_district(number.index) or 0]
    if number.quantity.kind != "percent" or not any(item.has("up", "down") for item in opening):
        return None
    spoken = {told.state.titled, *told.state.recent}
    phrases = [phrase for item in opening for phrase in item.phrases if not item.has("up", "down")]
    named = {phrase.name for phrase in phrases if phrase.role == "form" and not told.indicator(phrase.name).is_rate}
    named = named or {p.name for p in phrases if p.role == "follow" and not spoken.isdisjoint(p.after)}
    name = named.pop() if len(named) == 1 else None
    return name if name is not None and _is_of_list(told, number, name) else None


def announced(told: Telling, number: Number) -> str | None:
    """What the sentence before told of the province, or the title announces: the one indicator that it can be of."""
    state = told.state
    if told.claimed():
        return None  # the sentence has a figure of its own before: its list is another rule's
    if (name := _named_of_units(told, number)) is not None:
        return name
    if state.recent_told:
        names = [name for name in state.recent if _is_of_list(told, number, name)]
        return names[0] if len(names) == 1 else None
    titled = state.titled
    if titled is not None and number.quantity.kind == "percent":
        titled = told.phrases.plans.get(titled, titled)  # "Vốn đầu tư công của các huyện": percentages are disbursed
    return titled if titled is not None and _is_of_list(told, number, titled) else None
