"""Records to frames with their published schema, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Record = TypeVar("Record")


def to_frame(records: Iterable[object], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """One row a record, in the schema's column order; a column that is a property is read as well as a field."""
    rows = list(records)
    return pl.DataFrame({name: [getattr(row, name) for row in rows] for name in schema}, schema=dict(schema))


def to_records(frame: pl.DataFrame, kind: type[Record]) -> list[Record]:
    """The inverse of :func:`to_frame`: lists become tuples, columns that are no field of ``kind`` are dropped."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return [kind(**{name: _frozen(row[name]) for name in names}) for row in frame.iter_rows(named=True)]


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
