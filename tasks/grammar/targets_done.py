"""Targets of which is told how many were met: they were set for a time that is over, so their numbers are no aims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.figures import Figure
    from tasks.grammar.telling import Telling

_OUTCOMES: Final = ("targets_met", "targets_exceeded", "targets_exceeded_rate")
_ALL: Final = (*_OUTCOMES, "targets_total")
_YET: Final = frozenset({"sẽ", "cần", "phải", "tới", "đấu"})  # "phấn đấu": "phấn đấu hoàn thành 25/25 chỉ tiêu"


def as_done(told: Telling, figures: Sequence[Figure]) -> Sequence[Figure]:
    """*Nghị quyết đề ra 28 chỉ tiêu thì 17 chỉ tiêu vượt*: neither number is an aim, though they were set as such."""
    outcomes = [figure for figure in figures if figure.indicator in _OUTCOMES]
    if not outcomes or all(figure.status != "target" for figure in figures) or not _YET.isdisjoint(told.vocabulary):
        return figures
    year = told.state.context.year
    if any(year is not None and figure.period is not None and figure.period.year > year for figure in outcomes):
        return figures
    return [
        replace(figure, status="actual") if figure.indicator in _ALL and figure.status == "target" else figure
        for figure in figures
    ]
