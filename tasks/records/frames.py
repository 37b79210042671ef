"""Records to frames with their published schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def to_frame(records: Iterable[object], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """One row a record, in the schema's column order; a column that is a property is read as well as a field."""
    rows = list(records)
    return pl.DataFrame({name: [getattr(row, name) for row in rows] for name in schema}, schema=dict(schema))


def compact(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows in memory of their own: what was picked out of a large frame otherwise keeps all its strings."""
    return pl.DataFrame(frame.to_arrow(compat_level=pl.CompatLevel.oldest()), schema=frame.schema)
