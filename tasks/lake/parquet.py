"""Frames to Parquet and back: one published schema, the same bytes for the same rows.

A file of a hive tree holds every column but the three in its path; a one-file copy holds all. Field meanings and the
schema version travel in each file's key-value metadata, under ``solieu``.
"""

from __future__ import annotations

import importlib
import io
import json
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import polars as pl

from tasks.lake.datasets import SCHEMA_VERSION, Dataset
from tasks.lake.errors import NewerLakeError, SchemaMismatchError
from tasks.lake.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tasks.lake.layout import Partition

METADATA_KEY: Final = b"solieu"
ROW_GROUP: Final = 25_000
"""Rows that are encoded at once: the most that a one-file copy takes of memory while it is written."""


_UNIQUE: Final = frozenset({"observation_id", "observation_ids", "fingerprint"})
"""Columns of random values that do not repeat: neither a dictionary nor the least and greatest say anything of them."""


class WholeFile:
    """A one-file copy that is written as its rows come, in order: all columns, zstd, a row group at a time."""

    def __init__(self, dataset: Dataset, sink: BinaryIO) -> None:
        self.rows = 0
        self._dataset, self._sink = dataset, sink
        self._held: list[pl.DataFrame] = []
        self._metadata: Any = None
        self._writer: Any = None

    def __enter__(self) -> WholeFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._write(self._dataset.empty() if self._writer is None else None)
            self._writer.add_key_value_metadata(self._metadata)
            self._writer.close()
        elif self._writer is not None:
            with suppress(Exception):  # what went wrong is being told already
                self._writer.close()

    def add(self, frame: pl.DataFrame) -> None:
        """More rows; all frames have the same columns."""
        self._held.append(frame)
        self.rows += frame.height
        if sum(part.height for part in self._held) >= ROW_GROUP:
            rows = pl.concat(self._held)
            whole = rows.height - rows.height % ROW_GROUP
            self._held = [rows.slice(whole)] if whole < rows.height else []
            for start in range(0, whole, ROW_GROUP):
                self._write_group(rows.slice(start, ROW_GROUP))

    def _write(self, otherwise: pl.DataFrame | None) -> None:
        """What is left; ``otherwise`` if there is nothing."""
        if self._held:
            self._write_group(pl.concat(self._held))
        elif otherwise is not None:
            self._write_group(otherwise)

    def _write_group(self, rows: pl.DataFrame) -> None:
        table = arrow_table(self._dataset, rows)
        if self._writer is None:
            self._metadata = table.schema.metadata
            repeated = [path for name, path in _leaves(table.schema) if name not in _UNIQUE]
            self._writer = _writer(
                self._sink, table.schema, compression="zstd", use_dictionary=repeated, write_statistics=repeated
            )
        self._writer.write_table(table, row_group_size=ROW_GROUP)


def encode(dataset: Dataset, frame: pl.DataFrame, *, in_order: bool = False) -> bytes:
    """The one-file copy of a frame; ``in_order`` says that it came out of ``dataset.ordered``."""
    sink = io.BytesIO()
    with WholeFile(dataset, sink) as file:
        file.add(frame if in_order else dataset.ordered(frame))
    return sink.getvalue()


def encode_partition(rows: Any) -> bytes:
    """The file of a partition: rows as :func:`arrow_table` gives them, without the columns of its path.

    What a small file costs is its 24 columns: 0.26 ms with Snappy and plain pages, 0.06 more with dictionaries and
    statistics, which serve nobody in so few rows, and twice as much with zstd, which sets itself up anew for each
    page.
    """
    sink = _arrow("pyarrow").BufferOutputStream()
    options = {"compression": "snappy", "use_dictionary": False, "write_statistics": False}
    with _writer(sink, rows.schema, **options) as writer:
        writer.write_table(rows, row_group_size=ROW_GROUP)
        writer.add_key_value_metadata(rows.schema.metadata)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def decode(
    dataset: Dataset, data: bytes, partition: Partition | None = None, *, version: int = SCHEMA_VERSION
) -> pl.DataFrame:
    """The rows of a one-file copy, or of a partition's file with the columns of its path put back.

    A file of an older schema ``version`` may lack columns that came later; they are null.
    """
    frame = pl.read_parquet(io.BytesIO(data))
    if partition is not None:
        frame = frame.with_columns(
            city=pl.lit(partition.city), district=pl.lit(partition.district), year=pl.lit(partition.year, pl.Int32)
        )
    return frame if dataset.schema is None else conformed(dataset, frame, version)


def slice_of(path: Path, start: int, length: int, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Some rows of a Parquet file on disk, and of their row groups no more than is asked for."""
    rows = pl.scan_parquet(path).slice(start, length)
    return (rows if columns is None else rows.select(columns)).collect()


def arrow_table(dataset: Dataset, rows: pl.DataFrame) -> Any:
    """The rows as they lie in memory, with the metadata of their file. In a file a string view is a plain string."""
    described = _described(dataset.name, tuple(rows.schema.items()))
    return rows.rechunk().to_arrow(compat_level=pl.CompatLevel.newest()).replace_schema_metadata(described)


def conformed(dataset: Dataset, frame: pl.DataFrame, version: int) -> pl.DataFrame:
    """Rows of a file of that schema version, with the columns and types of this one."""
    assert dataset.schema is not None
    missing = [name for name in dataset.schema if name not in frame.columns]
    if missing and version < SCHEMA_VERSION:
        frame = frame.with_columns(pl.lit(None, dataset.schema[name]).alias(name) for name in missing)
    elif missing:
        raise SchemaMismatchError(
            f"A file of {dataset.name} lacks {', '.join(missing)}", "It is damaged or foreign; run `solieu verify`."
        )
    return frame.select(pl.col(name).cast(kind) for name, kind in dataset.schema.items())


def schema_version(data: bytes) -> int:
    """The version a file was written with; ``NewerLakeError`` if this program does not know it yet."""
    metadata = _arrow("pyarrow.parquet").read_metadata(io.BytesIO(data)).metadata or {}
    version = int(json.loads(metadata.get(METADATA_KEY, b"{}")).get("schema_version", 0))
    if version > SCHEMA_VERSION:
        raise NewerLakeError(f"Schema version {version} is newer than {SCHEMA_VERSION}", "Update solieu.")
    return version


def field_metadata(columns: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Meanings by column, for those that have one."""
    return {name: FIELDS[name]._asdict() for name in columns if name in FIELDS}


_PLAIN: Final = frozenset(
    {
        pl.String(),
        pl.Boolean(),
        pl.Int8(),
        pl.Int32(),
        pl.Int64(),
        pl.UInt32(),
        pl.UInt64(),
        pl.Float64(),
        pl.Date(),
        pl.Datetime("us", "UTC"),
    }
)
"""Types that every reader makes the same of, and lists of them."""


@lru_cache(maxsize=64)
def _described(dataset: str, columns: tuple[tuple[str, pl.DataType], ...]) -> dict[bytes, bytes]:
    """The metadata of a file with these columns."""
    for _, kind in columns:
        _require_plain(kind)
    fields = field_metadata(tuple(name for name, _ in columns))
    described = {"dataset": dataset, "schema_version": SCHEMA_VERSION, "fields": fields}
    return {METADATA_KEY: json.dumps(described, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()}


def _require_plain(kind: pl.DataType) -> None:
    if isinstance(kind, pl.List):
        _require_plain(pl.Series(dtype=kind.inner).dtype)
    elif kind not in _PLAIN:
        raise SchemaMismatchError(f"No published type for {kind}", "Use text, numbers, dates or lists of them.")


def _leaves(schema: Any) -> Iterator[tuple[str, str]]:
    """Each column's name and its path in a Parquet file."""
    for field in schema:
        is_list = _arrow("pyarrow").types.is_large_list(field.type)
        yield field.name, f"{field.name}.list.element" if is_list else field.name


def _writer(sink: Any, schema: Any, **options: Any) -> Any:
    """Without the Arrow schema (store_schema) every reader takes the types from Parquet itself, hence alike."""
    return _arrow("pyarrow.parquet").ParquetWriter(sink, schema, store_schema=False, **options)


@lru_cache(maxsize=4)
def _arrow(module: str) -> Any:
    """Arrow is slow to load, and much of a lake's state is read without it."""
    return importlib.import_module(module)
