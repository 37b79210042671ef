"""One figure told twice: a title or caption that repeats it means the period that the text gives it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tasks.grammar.reading import Figure


def same_told_twice(figures: Iterable[Figure]) -> list[Figure]:
    """Give a figure told of a whole year the part of that year that the same figure has elsewhere in the article.

    No district collects the same sum to the last digit in nine months and in the year; a telling that says only the
    year is less exact, not another figure.
    """
    told = list(figures)
    parts: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in told:
        if (
            figure.period is not None
            and figure.refused is None
            and len(figure.period.code) > 4
            and "/" not in figure.period.code
        ):
            parts[_key(figure)].append(figure)
    out: list[Figure] = []
    for figure in told:
        if figure.period is not None and len(figure.period.code) == 4:
            same = [
                other
                for other in parts.get(_key(figure), ())
                if other.period and other.period.year == figure.period.year
            ]
            if same and figure.value >= 3 and figure.status != "target":
                out.append(replace(figure, period=same[0].period, rule=figure.rule + "+told-again"))
                continue
        out.append(figure)
    return out


def _key(figure: Figure) -> tuple[object, ...]:
    return figure.unit, figure.indicator, figure.measure, figure.value
