"""Figures in articles that report nothing else of a district: most of them are of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tasks.catalog.indicators import Indicator
    from tasks.grammar.figures import Figure

_TOLD: Final = frozenset({"named", "reference", "each"})
_REPORTS_FROM: Final = 2  # different sums, rates, ratios and changes that make an article a report
_SERIES_FROM: Final = 3  # times that a count is told of
_HANDFUL: Final = 20
_DOSSIERS: Final = "dossiers_received"
_UNTOLD: Final = "year-of-article"  # the period of what the text tells no time of


def refuse_isolated(
    figures: Iterable[Figure],
    indicators: Mapping[str, Indicator],
    *,
    of_report: bool = False,
    in_title: bool = False,
) -> list[Figure]:
    """Refuse counts whose district their sentence does not tell, and flows whose time the text does not tell, unless
    the article reports other figures as well.

    A report of a district tells sums of money, rates and growth; there the reader knows whom an unnamed count is about,
    and of which time. In other news ("phát hiện 5 nhà xây sai phép trên thửa đất", "vụ cháy làm 2 người chết", "trạm
    thu phí thu 3 tỷ đồng mỗi ngày") it is a place's or an event's. ``in_title`` where the title names the district: one
    sum or rate whose time is told says then whom the counts are about.
    """
    told = list(figures)
    evidence = {
        (figure.indicator, figure.measure, figure.value)
        for figure in told
        if figure.refused is None and _is_evidence(figure, indicators)
    }
    if of_report or len(evidence) >= _REPORTS_FROM or _tells_series(told):
        return told
    backed = in_title and any(
        figure.refused is None and _is_evidence(figure, indicators) and not _is_timeless(figure, indicators)
        for figure in told
    )
    sums_up = len({figure.indicator for figure in told if figure.refused is None}) > _REPORTS_FROM

    def settled(figure: Figure) -> Figure:
        if _is_doubtful(figure, indicators) and not backed:
            return _refused(figure)
        return _timeless(figure) if not sums_up and _is_timeless(figure, indicators) else figure

    return [settled(figure) for figure in told]


def _tells_series(figures: Iterable[Figure]) -> bool:
    """*41 vụ năm 2016, 38 vụ năm 2017 và 22 vụ năm 2018*: the same of several years is what a report tells."""
    times: dict[str, set[str]] = {}
    for figure in figures:
        if figure.refused is None and figure.measure == "level" and figure.period and figure.period_rule != _UNTOLD:
            times.setdefault(figure.indicator, set()).add(figure.period.code)
    return any(len(codes) >= _SERIES_FROM for codes in times.values())


def _is_evidence(figure: Figure, indicators: Mapping[str, Indicator]) -> bool:
    if _goes_on(figure) and _is_doubtful(figure, indicators):
        return False
    if figure.indicator == _DOSSIERS:
        return figure.period_rule != _UNTOLD  # received and resolved: what an office reports of a time
    return figure.measure != "level" or not indicators[figure.indicator].is_count


def _is_timeless(figure: Figure, indicators: Mapping[str, Indicator]) -> bool:
    """Whether a flow's time is not told. What a sentence tells of a district that it names is told of the year, but
    for a handful: one event makes as many victims as a year makes events.
    """
    if figure.refused is not None or figure.period_rule != _UNTOLD or _is_census(figure):
        return False  # a cell of a table that was refused has no indicator
    indicator = indicators[figure.indicator]
    if indicator.stock:
        return False
    return (indicator.is_count and figure.value < _HANDFUL) or figure.scope_rule not in _TOLD


def _is_doubtful(figure: Figure, indicators: Mapping[str, Indicator]) -> bool:
    if figure.refused is not None or not indicators[figure.indicator].is_count:
        return False
    if figure.measure != "level" and not _goes_on(figure):
        return False
    if _of_targets(figure):
        return False  # a congress or a session has no others than those of the unit that it is of
    return not _is_census(figure) and figure.scope_rule not in _TOLD


def _is_census(figure: Figure) -> bool:
    """A number of communes has been held against the lists of them."""
    return figure.rule.startswith("wards")


def _of_targets(figure: Figure) -> bool:
    """*Đại hội đề ra 17 chỉ tiêu*: of whom the article is about, whoever the sentence names."""
    return figure.indicator.startswith("targets_")


def _goes_on(figure: Figure) -> bool:
    """*khách quốc tế 5,7 triệu lượt (tăng 16%)*: the growth is of the count before it, and stands and falls with it."""
    return figure.rule.startswith("chain<")


def _timeless(figure: Figure) -> Figure:
    return replace(
        figure,
        refused="no_period",
        message="the text does not say of which time the figure is, and reports no other figures of a district",
    )


def _refused(figure: Figure) -> Figure:
    return replace(
        figure,
        refused="isolated_count",
        message="the sentence does not say which district is counted, and the article reports no other figures of one",
    )
