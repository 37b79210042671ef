"""One figure told twice: a title or caption that repeats it means the period that the text gives it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tasks.grammar.figures import Figure

_ROUNDED: Final = 0.005  # of a value that a title rounds
_LEFT_OFF: Final = 0.01  # of a value that a title tells as more than so much
_OF_DAYS: Final = "no_period_code"
_UNTOLD: Final = ("carried", "carried-year", "year-of-article", "sentence")


def same_told_twice(figures: Iterable[Figure]) -> list[Figure]:
    """Give a telling without a period of its own the one that the same figure is told with elsewhere.

    A telling of the whole year takes the part of that year as well: no district collects the same sum to the last
    digit in nine months and in the year, so the one that says only the year is less exact, not another figure.
    """
    told = list(figures)
    # Of each group the first telling of every period: others of that period say no more.
    groups: dict[tuple[object, ...], dict[tuple[object, bool], Figure]] = defaultdict(dict)
    for figure in told:
        if (
            figure.period is not None
            and figure.refused is None
            and figure.status != "target"
            and abs(figure.value) >= 3
        ):
            group = groups[figure.unit, figure.indicator, figure.measure, figure.value]
            group.setdefault((figure.period, _is_untold(figure)), figure)
    out: list[Figure] = []
    days = {
        (figure.unit, figure.indicator, figure.measure, figure.value): figure
        for figure in told
        if figure.refused == _OF_DAYS
    }
    for figure in _with_aims_of_text(told):
        of_days = days.get((figure.unit, figure.indicator, figure.measure, figure.value))
        if of_days is not None and figure.refused is None and figure.sentence.index == 0 and _is_untold(figure):
            out.append(replace(figure, period=None, refused=_OF_DAYS, message=of_days.message))
            continue  # "Phường đón 17.600 lượt khách", a title: of the feast that the text tells
        tellings = groups.get((figure.unit, figure.indicator, figure.measure, figure.value), {})
        better = next((other for other in tellings.values() if _says_more(other, figure)), None)
        better = better or _more_exact(figure, told)
        out.append(
            figure if better is None else replace(figure, period=better.period, rule=f"{figure.rule}+told-again")
        )
    return out


def _with_aims_of_text(told: list[Figure]) -> list[Figure]:
    """*Kéo tỷ lệ hộ nghèo xuống dưới 4%* as a title, and in the text as an aim for a year: it is that aim."""
    text = [figure for figure in told if figure.refused is None and figure.sentence.index > 0]
    aims = {(figure.unit, figure.indicator, figure.measure, figure.value): figure for figure in text}
    aims = {key: figure for key, figure in aims.items() if figure.status == "target" and not _is_untold(figure)}

    def of_text(figure: Figure) -> Figure:
        in_title = figure.sentence.index == 0 and figure.status != "estimate" and _is_untold(figure)
        aim = aims.get((figure.unit, figure.indicator, figure.measure, figure.value)) if in_title else None
        return (
            replace(figure, status=aim.status, period=aim.period, rule=f"{figure.rule}+told-again") if aim else figure
        )

    return [of_text(figure) for figure in told]


def _more_exact(figure: Figure, told: Iterable[Figure]) -> Figure | None:
    """*Thu ngân sách hơn 423,5 tỷ đồng*, a title, and *423 tỷ 536 triệu đồng* in the text: the one that it rounds."""
    rule = figure.rule.rsplit("/", 1)[-1]
    if figure.sentence.index > 0 or figure.refused is not None or rule not in {*_UNTOLD, "as-of-before"}:
        return None
    named = figure.unit, figure.indicator, figure.measure, figure.status == "target"
    exact = [one for one in told if (one.unit, one.indicator, one.measure, one.status == "target") == named]
    exact = [one for one in exact if one.sentence.index > 0 and one.refused is None and not _is_untold(one)]
    near = [one for one in exact if _is_rounded(figure, one)]
    same = any(one.value == figure.value for one in exact)
    return near[0] if near and not same and near[0].period != figure.period else None


def _is_rounded(figure: Figure, exact: Figure) -> bool:
    """Whether a figure rounds a more exact one; *hơn 170 tỷ đồng* leaves off more of 170,9."""
    more = exact.value - figure.value
    if figure.bound == "gt" and 0 < more <= _LEFT_OFF * abs(figure.value):
        return True
    return 0 < abs(more) <= _ROUNDED * abs(figure.value)


def _says_more(other: Figure, figure: Figure) -> bool:
    if other.period is None or figure.period is None or other.period == figure.period or figure.status == "target":
        return False
    if _is_untold(figure) and not _is_untold(other):
        return True
    part = len(figure.period.code) == 4 and len(other.period.code) > 4 and "/" not in other.period.code
    part = part and not _is_untold(other)
    return part and other.period.year == figure.period.year


def _is_untold(figure: Figure) -> bool:
    """Whether the sentence tells no period for it; the title of a congress is told of its term only for want of one."""
    rule = figure.rule.rsplit("/", 1)[-1]
    return rule in _UNTOLD or (rule in {"term", "listed"} and figure.sentence.index == 0)
