"""Counts in articles that report nothing else of a district: most of them count something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tasks.catalog.indicators import Indicator
    from tasks.grammar.figures import Figure

_TOLD: Final = frozenset({"named", "reference", "each"})
_REPORTS_FROM: Final = 2  # sums, rates, ratios and changes that make an article a report


def refuse_isolated(figures: Iterable[Figure], indicators: Mapping[str, Indicator]) -> list[Figure]:
    """Refuse counts whose district their sentence does not tell, unless the article reports other figures as well.

    A report of a district tells sums of money, rates and growth; there the reader knows whom an unnamed count is about.
    In other news ("phát hiện 5 nhà xây sai phép trên thửa đất", "tiếp 450 lượt khách trong phiên chợ") it is a place's
    or an event's.
    """
    told = list(figures)
    evidence = sum(1 for figure in told if figure.refused is None and _is_evidence(figure, indicators))
    if evidence >= _REPORTS_FROM:
        return told
    return [_refused(figure) if _is_doubtful(figure, indicators) else figure for figure in told]


def _is_evidence(figure: Figure, indicators: Mapping[str, Indicator]) -> bool:
    if _goes_on(figure) and _is_doubtful(figure, indicators):
        return False
    return figure.measure in {"plan_ratio", "growth"} or not indicators[figure.indicator].is_count


def _is_doubtful(figure: Figure, indicators: Mapping[str, Indicator]) -> bool:
    if figure.refused is not None or not indicators[figure.indicator].is_count:
        return False
    if figure.measure != "level" and not _goes_on(figure):
        return False
    # A number of communes has been held against the lists of them.
    return not figure.rule.startswith("wards") and figure.scope_rule not in _TOLD


def _goes_on(figure: Figure) -> bool:
    """*khách quốc tế 5,7 triệu lượt (tăng 16%)*: the growth is of the count before it, and stands and falls with it."""
    return figure.rule.startswith("chain<")


def _refused(figure: Figure) -> Figure:
    return replace(
        figure,
        refused="isolated_count",
        message="the sentence does not say which district is counted, and the article reports no other figures of one",
    )
