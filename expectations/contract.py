"""The columns and types that the suites read. A frame without them is a mistake of the program, not of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from expectations.results import SuiteError

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEY: Final[dict[str, pl.DataType]] = {
    "city": pl.String(),
    "district": pl.String(),
    "year": pl.Int32(),
    "city_name": pl.String(),
    "city_code": pl.String(),
    "district_name": pl.String(),
    "district_code": pl.String(),
    "tier": pl.String(),
    "indicator": pl.String(),
    "measure": pl.String(),
    "obs_status": pl.String(),
    "time_period": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "obs_value": pl.Float64(),
    "unit_measure": pl.String(),
    "bound": pl.String(),
}

OBSERVATION: Final[dict[str, pl.DataType]] = {
    **_KEY,
    "observation_id": pl.String(),
    "article": pl.String(),
    "article_id": pl.String(),
    "source_uri": pl.String(),
    "quote": pl.String(),
    "char_start": pl.Int64(),
    "char_end": pl.Int64(),
    "raw_value": pl.String(),
    "rule": pl.String(),
    "confidence": pl.String(),
    "rules_version": pl.String(),
}
"""Columns of an observation that may never be empty; beside them ``published_at`` and ``flags`` are read."""

STATISTIC: Final[dict[str, pl.DataType]] = {
    **_KEY,
    "n_sources": pl.Int64(),
    "n_supporting": pl.Int64(),
    "n_dissenting": pl.Int64(),
    "decided_by": pl.String(),
    "observation_ids": pl.List(pl.String()),
}
"""Columns of a statistic that may never be empty."""

OPTIONAL: Final[dict[str, pl.DataType]] = {"published_at": pl.Date(), "flags": pl.List(pl.String())}


def missing(frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.Expr:
    """The names of the row's empty columns, or null where none is; an empty string is as good as nothing."""
    empty = [
        pl.when(
            pl.col(name).is_null() | (pl.col(name) == "") if frame.schema[name] == pl.String else pl.col(name).is_null()
        ).then(pl.lit(name))
        for name in schema
    ]
    return pl.concat_str(empty, separator=", ", ignore_nulls=True).replace("", None).alias("missing")


def check_shape(frame: pl.DataFrame, schema: Mapping[str, pl.DataType], what: str) -> None:
    """Raise :class:`SuiteError` naming every column of ``schema`` that is missing or of another type."""
    wrong = [
        f"{name} is {frame.schema.get(name, 'missing')}, expected {kind}"
        for name, kind in schema.items()
        if frame.schema.get(name) != kind
    ]
    if wrong:
        raise SuiteError(f"{what} cannot be checked: {'; '.join(wrong)}")
