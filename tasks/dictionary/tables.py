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
    "plausible_district_min": pl.Float64(),
    "plausible_district_max": pl.Float64(),
    "plausible_commune_min": pl.Float64(),
    "plausible_commune_max": pl.Float64(),
}
"""Plausible levels are in ``unit_measure``; null where none is set for that tier."""


def indicator_table(catalog: Catalog) -> pl.DataFrame:
    """One row an indicator, in the catalog's order."""
    rows = []
    for indicator in catalog.indicators.values():
        district = indicator.plausible.district or (None, None)
        commune = indicator.plausible.commune or (None, None)
        measures = list(indicator.measures)
        labels = (indicator.label.vi, indicator.label.en)
        rows.append((indicator.id, *labels, indicator.unit, measures, *district, *commune))
    return pl.DataFrame(rows, schema=INDICATOR_TABLE_SCHEMA, orient="row")
