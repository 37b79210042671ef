"""A bound that each of several named districts passed: *hai quận thu trên 1.000 tỷ đồng là quận 1 và quận 10*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.figures import Figure
    from tasks.grammar.scope import Anchor
    from tasks.grammar.telling import Telling


def each_named(told: Telling, anchors: Sequence[Anchor], figures: Iterable[Figure]) -> list[Figure]:
    """The figures, where one of counted districts that the sentence then names has become one of each of them.

    Only a bound is told of each: an exact sum of several is their total.
    """
    out: list[Figure] = []
    for figure in figures:
        units = _members(told, anchors, figure)
        out += [_given_to(unit, figure) for unit in units] or [figure]
    return out


def _members(told: Telling, anchors: Sequence[Anchor], figure: Figure) -> tuple[AdminUnit, ...]:
    bounded = figure.bound != "eq" and figure.measure == "level" and figure.period is not None
    if figure.refused != "several_districts" or figure.scope_rule != "counted" or not bounded:
        return ()
    counted = [
        told.quantity(anchor.index).value
        for anchor in anchors
        if anchor.focus.rule == "counted" and told.tokens[anchor.low].start < figure.raw_start
    ]
    behind = (anchor for anchor in anchors if told.tokens[anchor.low].start >= figure.raw_end and anchor.members)
    named = next(behind, None)
    return named.members if named is not None and counted and counted[-1] == len(named.members) else ()


def _given_to(unit: AdminUnit, figure: Figure) -> Figure:
    claim, measure, _, period = figure.rule.rsplit("/", 3)
    return replace(figure, unit=unit, refused=None, message="", rule=f"{claim}/{measure}/each/{period}")
