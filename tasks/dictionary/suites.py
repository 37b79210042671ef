"""What the suites must know, from the catalog: a range or a code list is written there once and judged elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from expectations.parameters import (
    IndicatorRules,
    Kind,
    ObservationParameters,
    PlausibleRange,
    StatisticParameters,
    UnitValidity,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tasks.catalog.indicators import Indicator
    from tasks.catalog.load import Catalog

_DISTRICT_KINDS: tuple[Kind, ...] = ("urban", "rural")
_ALL_KINDS: tuple[Kind, ...] = ("urban", "rural", "commune")


def observation_parameters(catalog: Catalog, as_of: date) -> ObservationParameters:
    """For the row suite. ``as_of`` stands in for the publication day of an article that has none."""
    return ObservationParameters(
        indicators=tuple(_rules(indicator) for indicator in catalog.indicators.values()),
        units=tuple(
            UnitValidity(unit.code, unit.name, unit.valid_from, unit.valid_to) for unit in catalog.gazetteer.units
        ),
        as_of=as_of,
    )


def statistic_parameters(catalog: Catalog, as_of: date, *, accept_volume_change: bool) -> StatisticParameters:
    """For the table suite."""
    return StatisticParameters(
        indicators=tuple(catalog.indicators),
        district_codes=frozenset(unit.code for unit in catalog.gazetteer.units),
        withheld=withheld_indicators(catalog),
        as_of=as_of,
        accept_volume_change=accept_volume_change,
    )


def withheld_indicators(catalog: Catalog) -> frozenset[str]:
    """Those whose contested figures are not published."""
    return frozenset(one.id for one in catalog.indicators.values() if one.contested == "withhold")


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
        level = plausible.district if kind in _DISTRICT_KINDS else plausible.commune
        if level is not None:
            yield PlausibleRange("level", kind, *level)
        yield PlausibleRange("growth", kind, *plausible.growth)
        yield PlausibleRange("plan_ratio", kind, *plausible.plan_ratio)
