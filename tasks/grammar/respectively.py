"""*Lần lượt*: several subjects told first and as many values after, shared out one to one.

*Thu ngân sách của quận 1, quận 3 lần lượt là 15.500 và 5.208 tỷ đồng* becomes two sentences, *Thu ngân sách của quận 1
là 15.500 tỷ đồng* and its twin, each with the tokens of the text, and the rules for sentences read them. Where subjects
and values are not equally many, or cannot be told apart, the values are refused and not given to anyone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Figure
from tasks.grammar.respectively_parts import select, tokens_of_parts
from tasks.grammar.respectively_subjects import find_groups, reaches
from tasks.grammar.respectively_told import told_before
from tasks.grammar.respectively_values import find_values, second_values
from tasks.grammar.scope import Focus
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tasks.grammar.indicators import Phrases
    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.respectively_subjects import Group
    from tasks.grammar.respectively_values import Values

SEVERAL: Final = Focus("several", None, "list")
"""Who is spoken of after a sentence that shares its values out to places: all of them, and so no one."""
"""Who is spoken of after a sentence that shares its values out to places: all of them, and so no one."""


class Shares(Record, frozen=True):
    """The sentence's parts, each to be read as a sentence of its own; the sentence itself where nothing is shared."""

    parts: tuple[Prepared, ...]
    refused: tuple[Figure, ...] = ()
    of_places: bool = False

    def once(self, figures: Iterable[Figure], told: Sequence[Figure]) -> list[Figure]:
        """The figures of a part without those ``told`` before: what stands before a list is in every part."""
        if len(self.parts) == 1:
            return list(figures)
        known = {(figure.raw_start, figure.indicator, figure.measure) for figure in told}
        return [figure for figure in figures if (figure.raw_start, figure.indicator, figure.measure) not in known]


def share_out(prepared: Prepared, items: Sequence[Item], phrases: Phrases) -> Shares:
    """Share the values of a sentence out to its subjects. Linear in the sentence."""
    tokens = prepared.tokens
    values = find_values(tokens, items, phrases)
    if values is None:
        return Shares((prepared,))
    count = len(values.spans)
    groups = [group for group in find_groups(items, tokens, phrases, values) if reaches(items, group, values)]
    fitting = [group for group in groups if len(group.atoms) == count and not (values.mixed and group.kind != "phrase")]
    group = fitting[0] if len(fitting) == 1 else None
    parts = []
    if group is None and not groups and (told := told_before(tokens, items, values, phrases)) is not None:
        group = told
        parts.append(select(prepared, range(told.high), None))
    if group is None:
        return _refuse(prepared, items, values, groups)
    second = second_values(tokens, items, values, count, phrases, of_places=group.kind == "place")
    for part, borrowed in tokens_of_parts(tokens, items, group, (values, second)):
        parts.append(select(prepared, part, borrowed))
    return Shares(tuple(parts), (), group.kind == "place")


def _refuse(prepared: Prepared, items: Sequence[Item], values: Values, groups: Sequence[Group]) -> Shares:
    """Leave the values to nobody; the rest of the sentence is read as it stands."""
    tokens = prepared.tokens
    low, high = values.spans[0][0], values.high
    told = [phrase for item in items for phrase in item.phrases if phrase.role == "form"]
    kept = select(prepared, [i for i in range(len(tokens)) if not low <= i < high], None)
    if not told:
        return Shares((kept,))
    subjects = ", ".join(str(len(group.atoms)) for group in groups) or "no"
    message = (
        f"{len(values.spans)} values are told respectively of {subjects} subjects: none can be given to one of them"
    )
    start, end = tokens[low].start, tokens[high - 1].end
    figure = Figure(
        prepared.sentence, start, end, told[0].name, "level", 0.0, "actual", "eq", "respectively", "low",
        refused="respectively", message=message,
    )  # fmt: skip
    return Shares((kept,), (figure,))
