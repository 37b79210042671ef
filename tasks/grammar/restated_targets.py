"""Targets, also told again of another time or of all: *xã An Hòa đạt 18/19 chỉ tiêu, toàn huyện là 22/25*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import number_at
from tasks.grammar.figures import Claim
from tasks.grammar.restated import told_again
from tasks.grammar.targets import read_targets
from tasks.grammar.targets_told import TargetReading

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling
    from tasks.records.observation import ObsStatus

MET: Final = "targets_met"
_AGAIN: Final = "targets:again"

Targets = list[tuple[Claim, TargetReading]]


def targets_of(told: Telling, index: int, previous: int | None, status: ObsStatus, met: int | None) -> Targets | None:
    """What the quantity at ``index`` tells of targets; ``met`` is the last that told how many were met."""
    counted = read_targets(told.items, index, told.tokens, status) if "chỉ" in told.vocabulary else None
    if counted is not None:
        return [(Claim(one.indicator, index, one.rule), one) for one in counted]
    return None if met is None else _told_again(told, index, previous, status, met)


def _told_again(told: Telling, index: int, previous: int | None, status: ObsStatus, met: int) -> Targets | None:
    """A bare number, or one out of all, whose clause names no targets: *năm 2022, con số ấy là 24/25*."""
    number = number_at(told, index, previous, told.quantity(index))
    if number.has_noun or not number.is_count or told.quantity(met).kind == "percent":
        return None
    again = told_again(told, number, met, MET)
    if again is None:
        return None
    readings = [TargetReading(MET, number.quantity.value, status, _AGAIN)]
    if number.quantity.of is not None:
        readings.append(TargetReading("targets_total", number.quantity.of, status, _AGAIN))
    return [(Claim(one.indicator, again[0], _AGAIN), one) for one in readings]
