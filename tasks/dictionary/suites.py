"""What the suites must know, from the catalog: a range or a code list is written there once and judged elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from expectations.parameters import (
    ArithmeticParameters,
    IndicatorRules,
    Kind,
    ObservationParameters,
    PlausibleRange,
    StatisticParameters,
    UnitValidity,
)
from tasks.catalog.units import HORIZON
from tasks.records.statistic import STATISTIC_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.catalog.indicators import Indicator
    from tasks.catalog.load import Catalog

_ALL_KINDS: tuple[Kind, ...] = ("urban", "rural", "commune")


def observation_parameters(catalog: Catalog, as_of: date) -> ObservationParameters:
    """For the row suite. ``as_of`` stands in for the publication day of an article that has none."""
    return ObservationParameters(
        indicators=tuple(_rules(indicator) for indicator in catalog.indicators.values()),
        units=tuple(
            UnitValidity(unit.code, unit.name, _founded(unit.valid_from), unit.valid_to)
            for unit in catalog.gazetteer.units
        ),
        arithmetic=ArithmeticParameters(flows=tuple(one.id for one in catalog.indicators.values() if one.flow)),
        as_of=as_of,
    )


def statistic_parameters(
    catalog: Catalog,
    as_of: date,
    *,
    accept_volume_change: bool,
    schema_version: int = 0,
    max_age_days: int | None = None,
) -> StatisticParameters:
    """For the table suite. An article older than ``max_age_days`` on the day ``as_of`` is no news any more."""
    return StatisticParameters(
        indicators=tuple(catalog.indicators),
        district_codes=frozenset(unit.code for unit in catalog.gazetteer.units),
        withheld=withheld_indicators(catalog),
        schema_version=schema_version,
        columns=STATISTIC_SCHEMA,
        max_age_days=max_age_days,
        as_of=as_of,
        accept_volume_change=accept_volume_change,
    )


def withheld_indicators(catalog: Catalog) -> frozenset[str]:
    """Those whose contested figures are not published."""
    return frozenset(one.id for one in catalog.indicators.values() if one.contested == "withhold")


def _founded(valid_from: date) -> date:
    """A unit that is there on the first day of the gazetteer was founded on some day before."""
    return date.min if valid_from <= HORIZON else valid_from


def _rules(indicator: Indicator) -> IndicatorRules:
    return IndicatorRules(
        id=indicator.id,
        label_vi=indicator.label.vi,
        label_en=indicator.label.en,
        unit=indicator.unit,
        measures=tuple(indicator.measures),
        plausible=tuple(_ranges(indicator)),
    )


def _ranges(indicator: Indicator) -> Iterator[PlausibleRange]:
    plausible = indicator.plausible
    for kind in _ALL_KINDS:
        level = getattr(plausible, kind)
        if level is None and kind != "commune":
            level = plausible.district
        if level is not None:
            yield PlausibleRange("level", kind, *level)
        yield PlausibleRange("growth", kind, *plausible.growth)
        yield PlausibleRange("plan_ratio", kind, *plausible.plan_ratio)
