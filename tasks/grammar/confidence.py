"""How sure a figure is, seen from its whole article."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tasks.catalog.indicators import Indicator
    from tasks.grammar.figures import Figure

_REPORT: Final = 3
"""Different figures of one district that make an article a report of it."""
_ASSUMED: Final = frozenset({"carried-year", "year-of-article", "term"})
"""Periods that the text does not tell of the figure."""
_IMPLIED: Final = "targets:to-meet"  # a number of targets told with the aim of reaching them


def settle_confidence(
    figures: Iterable[Figure], indicators: Mapping[str, Indicator], *, of_province: bool
) -> list[Figure]:
    """Lower ``high`` to ``medium`` where the article raises doubts that the sentence alone does not show.

    In an article with few figures of a district a reading has nothing to be consistent with; stocks are told of parts
    of a district and of other days; a period that was assumed may be another; where the title names the province
    alone (``of_province``), a figure may be the province's.
    """
    told = list(figures)
    different = {
        (figure.unit, figure.indicator, figure.measure, figure.period) for figure in told if figure.refused is None
    }
    figures_of = Counter(unit for unit, *_ in different)

    def is_doubtful(figure: Figure) -> bool:
        few = figures_of[figure.unit] < _REPORT
        return of_province or few or not _is_plain(figure, indicators[figure.indicator])

    return [
        replace(figure, confidence="medium") if figure.confidence == "high" and is_doubtful(figure) else figure
        for figure in told
    ]


def _is_plain(figure: Figure, indicator: Indicator) -> bool:
    if indicator.stock or indicator.of_parts or figure.rule.startswith(_IMPLIED):
        return False
    return figure.period_rule not in _ASSUMED
