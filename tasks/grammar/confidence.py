"""How sure a figure is: seen from its claim, then from its whole article."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.catalog.units import TWO_TIERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tasks.catalog.indicators import Indicator
    from tasks.catalog.units import AdminUnit
    from tasks.grammar.figures import Claim, Figure
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.scope import Focus
    from tasks.records.observation import Bound, Confidence, ObsStatus

_REPORT: Final = 3
"""Different figures that make an article a report."""
_ASSUMED: Final = frozenset({"carried-year", "year-of-article", "term"})
"""Periods that the text does not tell of the figure."""
_IMPLIED: Final = "targets:to-meet"  # a number of targets told with the aim of reaching them
_GRAVE: Final = 2
"""A doubt that is enough to lower a figure; a lesser one needs another."""
_LEAST: Final = 4
_ABOUT: Final = 366  # days
_TOWNS: Final = frozenset({"thị xã", "thành phố"})
_FIRST: Final = date(2008, 1, 1)  # the gazetteer begins
_SAME: Final = 0.01  # tellings of one sum differ by less: "hơn 8.300 tỷ", "8.343 tỷ"


def confidence(
    claim: Claim,
    reading: MeasureReading,
    focus: Focus,
    period_rule: str,
    *,
    titled: bool,
    status: ObsStatus,
    bound: Bound,
) -> Confidence:
    """How sure a figure is by the doubts about it; ``titled`` where the title names the district.

    A topic or an indicator told sentences ago may have ended, a ratio that goes on from an aim may be what is reached,
    *khoảng* and a plan that was passed by so much are told of other things as well: each is grave.
    """
    lesser = (
        claim.unknown > 2,
        claim.rule.startswith("list:"),
        focus.rule == "main" and not titled,
        period_rule == "year-of-article",
        reading.rule in {"plan_ratio:reach-bare", "growth:bare"} and not claim.chained,
    )
    grave = (
        claim.rule.startswith(("topic:", "continued")),
        reading.rule in {"plan_ratio:above", "plan_ratio:times"},
        status == "target" and claim.chained,
        bound == "approx",
    )
    weight = sum(lesser) + _GRAVE * sum(grave)
    return "low" if weight >= _LEAST else "medium" if weight >= _GRAVE else "high"


def settle_confidence(
    figures: Iterable[Figure], indicators: Mapping[str, Indicator], *, day: date, of_province: bool
) -> list[Figure]:
    """Lower ``high`` to ``medium`` where the article raises doubts that the sentence alone does not show.

    In an article with few figures a reading has nothing to be consistent with, and one that tells two levels of the
    same thing tells one of something else; stocks are told of parts of a district and of other days; a period that was
    assumed may be another; where the title names the province alone (``of_province``), a figure may be the province's;
    and about the ``day`` on which a thị xã became a thành phố papers tell figures of the one under the other's name.
    """
    told = list(figures)
    different = {
        (figure.unit, figure.indicator, figure.measure, figure.period) for figure in told if figure.refused is None
    }
    few = len(different) < _REPORT
    contested = _contested(told)

    def is_doubtful(figure: Figure) -> bool:
        if of_province or few or _key(figure) in contested or _changes(figure.unit, day):
            return True
        return not _is_plain(figure, indicators[figure.indicator])

    return [
        replace(figure, confidence="medium") if figure.confidence == "high" and is_doubtful(figure) else figure
        for figure in told
    ]


def _changes(unit: AdminUnit | None, day: date) -> bool:
    """Whether a thị xã became a thành phố about the day; not the reform that gave all units new names."""
    if unit is None or unit.type not in _TOWNS:
        return False
    change = unit.valid_from if unit.type == "thành phố" else unit.valid_to
    return change not in {None, TWO_TIERS, _FIRST} and change is not None and abs((change - day).days) <= _ABOUT


def _key(figure: Figure) -> tuple[object, ...]:
    """What one level is of; aims apart from what is reached."""
    return figure.unit, figure.indicator, figure.measure, figure.period, figure.status == "target"


def _contested(figures: Sequence[Figure]) -> set[tuple[object, ...]]:
    """The keys of which the article tells levels that are not the same to the last hundredth."""
    values: dict[tuple[object, ...], list[float]] = defaultdict(list)
    for figure in figures:
        if figure.refused is None and figure.measure == "level" and figure.status != "target":
            values[_key(figure)].append(figure.value)
    return {key for key, told in values.items() if max(told) - min(told) > _SAME * max(map(abs, told))}


def _is_plain(figure: Figure, indicator: Indicator) -> bool:
    if indicator.stock or indicator.of_parts or figure.rule.startswith(_IMPLIED):
        return False
    return figure.period_rule not in _ASSUMED
