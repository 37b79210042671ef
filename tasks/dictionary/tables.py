"""The published table of indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from tasks.catalog.load import Catalog

INDICATOR_TABLE_SCHEMA: Final[dict[str, pl.DataType]] = {
    "indicator": pl.String(),
    "label_vi": pl.String(),
    "label_en": pl.String(),
    "unit_measure": pl.String(),
    "measures": pl.List(pl.String()),
    "accrues": pl.Boolean(),
    "contested": pl.String(),
    "plausible_urban_min": pl.Float64(),
    "plausible_urban_max": pl.Float64(),
    "plausible_rural_min": pl.Float64(),
    "plausible_rural_max": pl.Float64(),
    "plausible_commune_min": pl.Float64(),
    "plausible_commune_max": pl.Float64(),
}
"""Plausible levels are in ``unit_measure``, of urban and rural districts and of communes; null where none is set.
``accrues`` is true of what adds up through a year, so that the figure of nine months is a part of the year's."""


def indicator_table(catalog: Catalog) -> pl.DataFrame:
    """One row an indicator, in the catalog's order."""
    rows = []
    for indicator in catalog.indicators.values():
        plausible = indicator.plausible
        ranges = (plausible.urban or plausible.district, plausible.rural or plausible.district, plausible.commune)
        bounds = [bound for interval in ranges for bound in interval or (None, None)]
        marks = (list(indicator.measures), indicator.flow, indicator.contested)
        labels = (indicator.label.vi, indicator.label.en)
        rows.append((indicator.id, *labels, indicator.unit, *marks, *bounds))
    return pl.DataFrame(rows, schema=INDICATOR_TABLE_SCHEMA, orient="row")
