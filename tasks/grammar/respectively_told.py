"""Subjects that were each told with a figure of their own before a *lần lượt* goes back to them.

*Thu thuế ngoài quốc doanh 512 tỷ đồng, thu tiền sử dụng đất 940 tỷ đồng, lần lượt đạt 48% và 72% dự toán*; so with the
districts of a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.respectively_subjects import Atom, Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.indicators import Phrases
    from tasks.grammar.items import Item
    from tasks.grammar.respectively_values import Values
    from tasks.grammar.tokens import Token

_SUBJECTS: Final = frozenset({"form", "follow", "sector", "frame"})
_OWN_REACH: Final = 6  # items from a subject to its own figure
_SIGNS: Final = frozenset({",", ";"})
_ASIDES: Final = frozenset({"-", "("})


def told_before(tokens: Sequence[Token], items: Sequence[Item], values: Values, phrases: Phrases) -> Group | None:
    """The subjects of the sentence, as many as there are values, each with a figure before the clause of the cue."""
    start = next((item.low for item in reversed(items) if item.low < values.cue[0] and _opens(item, values)), None)
    if start is None:
        return None
    before = tuple([item for item in items if item.high <= start])
    if (places := _places(before, len(values.spans))) is not None:
        return Group("place", places, None, start)
    nearest = {}
    for n, item in enumerate(before):
        if _is_subject(item) and (figure := _figure(before, n)) is not None:
            nearest[figure] = n  # "du lịch đón 96.400 lượt khách": of two that lead to it, the last
    subjects = sorted(nearest.values())
    opening = max((n for n, item in enumerate(before) if item.has("part_of") or item.text == ";"), default=-1)
    parts = [n for n in subjects if n > opening]
    if len(subjects) > len(values.spans):  # of a whole and its parts, the parts
        subjects = parts
    elif sum(item.quantity is not None for item in before[opening + 1 :]) == len(values.spans) != len(parts):
        return None  # one of the parts is nothing that is known: "thu 1.684 tỷ đồng, trong đó hải quan thu 846 tỷ …"
    atoms = tuple(_atom(before, n) for n in subjects)
    if len(atoms) < len(values.spans):
        counted = (_counted(tokens, item, phrases) for item in before[opening + 1 :])
        own = {atom.low: atom for atom in (*counted, *atoms) if atom is not None}
        atoms = tuple(own[low] for low in sorted(own))
    if len(atoms) != len(values.spans) or _tells_others(before, atoms):
        return None
    return Group("phrase", atoms, None, start)


def _tells_others(items: Sequence[Item], atoms: Sequence[Atom]) -> bool:
    """*… doanh thu 31 tỷ đồng, nộp thuế 2 tỷ đồng, đạt lần lượt …*: behind the subjects one more sum, of no subject.

    What stands in parentheses only tells more of the one before.
    """
    behind = [item for item in items if item.low >= atoms[-1].high]
    inside, sums = False, 0
    for item in behind:
        inside = (inside or item.text == "(") and item.text != ")"
        sums += not inside and item.quantity is not None and item.quantity.kind != "percent"
    return sums > 1 or (sums == 1 and _counts_itself(items, atoms[-1]))


def _counts_itself(items: Sequence[Item], atom: Atom) -> bool:
    """Whether a subject holds its own number: *96.400 lượt khách*."""
    return any(item.quantity is not None and atom.low <= item.low < atom.high for item in items)


def _counted(tokens: Sequence[Token], item: Item, phrases: Phrases) -> Atom | None:
    """*đón 96.400 lượt khách, doanh thu 31 tỷ đồng, đạt lần lượt 104% và 98% kế hoạch*: what is counted."""
    if item.quantity is None or item.quantity.kind != "count":
        return None
    end, names = phrases.counted_by(tokens, item.quantity.high)
    return Atom(item.low, end) if names else None


def _places(items: Sequence[Item], count: int) -> tuple[Atom, ...] | None:
    """*Năm 2023, Việt Yên thu 1.812 tỷ đồng, Yên Dũng 715 tỷ đồng; năm 2024 lần lượt là …*: the districts of a list.

    Each with the words and the figure that are told of it; the first lends its words to those that have none.
    """
    named = [n for n, item in enumerate(items) if item.names_district]
    if len(named) != count:
        return None
    atoms = []
    lent: Sequence[Item] = ()
    for low, high in zip(named, [*named[1:], len(items)], strict=True):
        figure = next((n for n in range(low + 1, high) if items[n].quantity is not None), None)
        if figure is None:
            return None
        own = items[low + 1 : figure]
        lent = own if any(item.phrases for item in own) or not lent else lent
        behind = [i for item in (*lent, items[figure]) for i in range(item.low, item.high)]
        atoms.append(Atom(items[low].low, items[low].high, (), tuple(behind)))
    return tuple(atoms)


def _opens(item: Item, values: Values) -> bool:
    """Whether a sign opens the clause of the cue; a dash or a parenthesis does so right before it alone."""
    return item.text in _SIGNS or (item.text in _ASIDES and item.high == values.cue[0])


def _atom(items: Sequence[Item], n: int) -> Atom:
    """A subject with the number that is told of it right before."""
    counted = n > 0 and items[n - 1].quantity is not None
    return Atom(items[n - 1].low if counted else items[n].low, items[n].high)


def _is_subject(item: Item) -> bool:
    roles = {phrase.role for phrase in item.phrases}
    return not roles.isdisjoint(_SUBJECTS) and not item.has("reach", "up", "down", "share", "copula", "plan")


def _figure(items: Sequence[Item], n: int) -> int | None:
    """*412 hộ nghèo*, *dịch vụ đạt 70,63%*: a number right before the subject, or behind it before any other."""
    if n and items[n - 1].quantity is not None:
        return n - 1
    for j in range(n + 1, min(n + 1 + _OWN_REACH, len(items))):
        if items[j].quantity is not None:
            return j
        if _is_subject(items[j]) or items[j].text in _SIGNS:
            return None
    return None
