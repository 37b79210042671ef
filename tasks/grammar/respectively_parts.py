"""The parts of a sentence that shares its values out: for each subject the tokens that are read as its own sentence."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tasks.grammar.items import Prepared
from tasks.grammar.periods import PeriodMention, find_periods
from tasks.grammar.respectively_values import ENDS, VERBS, next_cue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.respectively_subjects import Atom, Group
    from tasks.grammar.respectively_values import Values
    from tasks.grammar.tokens import Token


def tokens_of_parts(
    tokens: Sequence[Token], items: Sequence[Item], group: Group, lists: tuple[Values, Values | None]
) -> Iterator[tuple[list[int], tuple[Atom, int] | None]]:
    """For each subject the indexes of its tokens; of a list of periods also where it stands among them."""
    told = [values for values in lists if values is not None]
    verbs = {i for item in items if item.has(*VERBS) for i in range(item.low, item.high)}
    dropped = {i for item in items if item.has("pronoun") for i in range(item.low, item.high)}
    dropped.update(i for values in told for i in range(*values.cue))
    end = _clause_end(tokens, items, told[-1].high)
    for n, atom in enumerate(group.atoms):
        chosen = list(range(group.low))
        at = len(chosen)
        chosen += [*atom.before, *range(atom.low, atom.high), *atom.behind]
        start = group.high
        for values in told:
            middle = [i for i in range(start, values.spans[0][0]) if i not in dropped]
            while values.verbs[n] and middle and middle[-1] in verbs:
                middle.pop()
            chosen += [*middle, *range(*values.spans[n]), *range(*values.units[n])]
            start = values.high
        chosen += range(told[-1].high, end)
        shares_more = next_cue(tokens, end, len(tokens)) is not None  # of whom, nobody knows
        if n == len(group.atoms) - 1 and not shares_more and _names_its_own(items, end):
            chosen += range(end, len(tokens))
        yield chosen, (atom, at) if group.kind == "period" else None


def _clause_end(tokens: Sequence[Token], items: Sequence[Item], start: int) -> int:
    """The end of what holds for all values: *so với cùng kỳ*, up to a sign or another number."""
    number = min((item.low for item in items if item.low >= start and item.quantity is not None), default=len(tokens))
    return next((i for i in range(start, number) if tokens[i].text in ENDS), number)


def _names_its_own(items: Sequence[Item], start: int) -> bool:
    """Whether what follows the list names a subject before its first number; else its number could be anyone's."""
    for item in items:
        if item.low >= start and item.quantity is not None:
            return False
        if item.low >= start and (item.place is not None or any(p.role in {"form", "head"} for p in item.phrases)):
            return True
    return True


def select(prepared: Prepared, chosen: Sequence[int], lent: tuple[Atom, int] | None) -> Prepared:
    """A sentence of some of the tokens; mentions of time and place move with theirs."""
    place_of = {index: n for n, index in enumerate(chosen)}

    def moved(low: int, high: int) -> tuple[int, int] | None:
        first = place_of.get(low)
        whole = first is not None and all(place_of.get(low + k) == first + k for k in range(high - low))
        return (first, first + high - low) if whole and first is not None else None

    periods: list[tuple[int, int, PeriodMention]] = []
    if lent is not None and (lent[0].before or lent[0].period is None):
        periods = _found_again(tuple([prepared.tokens[i] for i in chosen]))  # "quý II năm 2023" is one mention now
    else:
        if lent is not None and lent[0].period is not None:
            periods.append((lent[1], lent[1] + lent[0].high - lent[0].low, lent[0].period))
        for low, high, mention in prepared.periods:
            span = moved(low, high)
            if span is not None and not any(a < span[1] and span[0] < b for a, b, _ in periods):
                periods.append((*span, mention))
    mentions = tuple(
        replace(mention, low=span[0], high=span[1])
        for mention in prepared.mentions
        if (span := moved(mention.low, mention.high)) is not None
    )
    return Prepared(
        prepared.sentence,
        tuple(prepared.tokens[i] for i in chosen),
        tuple(sorted(periods, key=lambda p: p[0])),
        mentions,
        whole=False,
    )


def _found_again(tokens: Sequence[Token]) -> list[tuple[int, int, PeriodMention]]:
    """The mentions of time in words that now stand side by side."""
    starts: list[int] = []
    length = 0
    for token in tokens:
        starts.append(length)
        length += len(token.text) + 1
    found = find_periods(" ".join(token.text for token in tokens))
    return [(bisect_left(starts, m.start), bisect_left(starts, m.end), m) for m in found]
