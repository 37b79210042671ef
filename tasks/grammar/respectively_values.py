"""The values of a *lần lượt*: two or more numbers in one list, each with the unit or noun that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.indicators import Phrases
    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.tokens import Token

SEPARATORS: Final = frozenset({",", "và", ";", "-", "/", "&", "cùng", "rồi"})
"""What stands between the members of a list."""
FILLERS: Final = 6
"""The most words between the parts of a list, or between the list and its cue."""
LONGEST_NOUN: Final = 4
"""The longest counted noun, in words."""
VERBS: Final = ("up", "down", "up_to", "down_to", "reach", "exceed")
ENDS: Final = frozenset({",", ";", ".", "(", ")", "!", "?", "…"})
CUES: Final = (("lần", "lượt"), ("theo", "thứ", "tự"), ("tương", "ứng"))
_CUE_WORDS: Final = frozenset(words[0] for words in CUES)
_ALONE: Final = frozenset({"là", "đạt", "tăng", "giảm", "còn", "ở", "với", ":", "bằng", "thu", "chi"})
_LED_BY: Final = 2  # words between a list and the verb of the next one, besides what that is measured against
_MOST_CUES: Final = 4
_MOST_VALUES: Final = 16


class Values(Record, frozen=True):
    """A list of values: their token spans, the span of the unit or noun that each takes, and where the list ends."""

    cue: tuple[int, int]
    spans: tuple[tuple[int, int], ...]
    units: tuple[tuple[int, int], ...]
    verbs: tuple[bool, ...]  # whether a value has a verb of its own ("tăng 9%, giảm 2%")
    mixed: bool  # values of several kinds, as of several indicators
    high: int


def has_cue(tokens: Sequence[Token]) -> bool:
    """Whether a sentence may share values out."""
    opening = [n for n, token in enumerate(tokens) if token.text in _CUE_WORDS]
    return any(_at(tokens, n, words) for n in opening for words in CUES)


def find_values(tokens: Sequence[Token], items: Sequence[Item], phrases: Phrases) -> Values | None:
    """The list of values behind the first cue that has one; ``None`` where the sentence shares nothing out."""
    opening = [n for n, token in enumerate(tokens) if token.text in _CUE_WORDS]
    cues = [(n, words) for n in opening for words in CUES if _at(tokens, n, words)]
    for start, cue in cues[:_MOST_CUES]:
        end = start + len(cue)
        if cue == CUES[2] and not (end < len(tokens) and tokens[end].text in _ALONE):
            continue  # "tương ứng 2,1% vốn điều lệ" restates one number
        values = _values_after(tokens, items, phrases, (start, end))
        if values is not None:
            return values
    return None


def _values_after(
    tokens: Sequence[Token], items: Sequence[Item], phrases: Phrases, cue: tuple[int, int]
) -> Values | None:
    index = next((n for n, item in enumerate(items) if item.low >= cue[1] and item.quantity is not None), None)
    if index is None or items[index].low - cue[1] > FILLERS:
        return None
    if any(token.text in ENDS for token in tokens[cue[1] : items[index].low]):
        return None
    found: list[tuple[Quantity, int, bool]] = []  # quantity, first token of its span, own verb
    start, verb = items[index].low, False
    led = index > 0 and items[index - 1].has("up", "down")
    while True:
        quantity = items[index].quantity
        assert quantity is not None
        found.append((quantity, start, verb))
        following = _next_value(items, index, led=led)
        if following is None:
            break
        index, start, verb = following
    if not 2 <= len(found) <= _MOST_VALUES:
        return None
    last = found[-1][0]
    end = phrases.counted_by(tokens, last.high)[0] if last.kind == "count" else last.high
    units: list[tuple[int, int]] = []
    for (told, _, _), (_, stop, _) in zip(found, [*found[1:], (last, end, False)], strict=True):
        noun = next((n for n in range(told.high, stop) if tokens[n].text in SEPARATORS), stop)
        lacks = told.kind == "count" and noun == told.high and not told.scaled
        units.append((last.first + 1, end) if lacks else (told.high, noun))
    spans = tuple((low, quantity.high) for quantity, low, _ in found)
    kinds = {q.kind for (q, _, _), unit in zip(found, units, strict=True) if unit[0] == q.high or q is last}
    return Values(cue, spans, tuple(units), tuple(own for _, _, own in found), len(kinds) > 1, end)


def _next_value(items: Sequence[Item], index: int, *, led: bool) -> tuple[int, int, bool] | None:
    """The next value of the list: behind a separator, with at most the counted noun before it and a verb after it.

    ``led`` is whether the first value has a verb of moving: in *13 và 21 vụ, giảm 2 và 5 vụ* another list begins.
    """
    following = next((n for n in range(index + 1, len(items)) if items[n].quantity is not None), None)
    if following is None:
        return None
    gap = items[index + 1 : following]
    cut = next((n for n, item in enumerate(gap) if item.text in SEPARATORS), None)
    if cut is None or sum(item.high - item.low for item in gap[:cut]) > LONGEST_NOUN:
        return None
    if any(item.place is not None or item.period is not None for item in gap):
        return None
    after = [item for item in gap[cut:] if item.text not in SEPARATORS]
    if not all(item.has("up", "down") or (item.has("reach", "copula") and not item.phrases) for item in after):
        return None
    if not led and any(item.has("up", "down") for item in after):
        return None
    earlier, later = items[index].quantity, items[following].quantity
    if after and earlier is not None and later is not None and earlier.kind != later.kind:
        return None  # "…, 610 tỷ đồng, tăng 5%, …": another list begins
    start = after[0].low if after else items[following].low
    return following, start, bool(after)


def _is_base(item: Item) -> bool:
    return item.period is not None and item.period.kind == "base"


def next_cue(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Where a cue stands among some tokens."""
    return next((n for n in range(start, end) if any(_at(tokens, n, words) for words in CUES)), None)


def second_values(
    tokens: Sequence[Token], items: Sequence[Item], values: Values, count: int, phrases: Phrases, *, of_places: bool
) -> Values | None:
    """A second list for the same subjects: *…, tăng lần lượt 9%, 12% và 8%*, *…, so với năm trước giảm 6 vụ và 4 vụ*.

    Places are told another indicator of behind a semicolon as well: *…; số trường đạt chuẩn lần lượt là 12 và 9*.
    """
    ends = {"."} if of_places else {";", "."}
    end = next((n for n in range(values.high, len(tokens)) if tokens[n].text in ends), len(tokens))
    start = next_cue(tokens, values.high, end)
    if start is None:
        verb = next((item for item in items if item.low >= values.high and item.has(*VERBS)), None)
        if verb is None or verb.high > end:
            return None
        led = [item for item in items if values.high <= item.low < verb.low and not _is_base(item)]
        if sum(item.high - item.low for item in led) > _LED_BY:
            return None
        cue = (verb.high, verb.high)
    else:
        cue = (start, start + next(len(words) for words in CUES if _at(tokens, start, words)))
    other = _values_after(tokens, items, phrases, cue)
    between = [item for item in items if values.high <= item.low < cue[0]]
    if other is None or len(other.spans) != count:
        return None
    if any(item.quantity is not None or (of_places and item.place is not None) for item in between):
        return None
    return other


def _at(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    return i + len(words) <= len(tokens) and all(tokens[i + n].text == word for n, word in enumerate(words))
