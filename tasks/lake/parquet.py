"""Frames to Parquet and back: one published schema, the same bytes for the same rows.

A file of a hive tree holds every column but the three in its path; a one-file copy holds all. Field meanings and the
schema version travel in each file's key-value metadata, under ``solieu``.
"""

from __future__ import annotations

import importlib
import io
import json
import os
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import polars as pl

from tasks.lake.base import in_threads
from tasks.lake.datasets import PARTITION_KEY, SCHEMA_VERSION, Dataset
from tasks.lake.errors import NewerLakeError, SchemaMismatchError
from tasks.lake.fields import FIELDS
from tasks.lake.layout import Partition, partition_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

METADATA_KEY: Final = b"solieu"
ROW_GROUP: Final = 25_000
"""Rows that are encoded at once: the most that a one-file copy takes of memory while it is written."""

_CUT_AT_ONCE: Final = 20_000
"""Rows that are turned into Arrow together where partitions are cut out of them."""


class Encoded:
    """A dataset on its way to its files. Of its rows no more than a row group is turned into Arrow at a time."""

    def __init__(self, dataset: Dataset, frame: pl.DataFrame, *, in_order: bool = False) -> None:
        """``in_order`` says that the frame came out of ``dataset.ordered``."""
        self._dataset = dataset
        self._frame = frame if in_order else dataset.ordered(frame)
        self._schema = _arrow_schema(dataset.name, tuple(self._frame.schema.items()))

    def whole(self) -> bytes:
        """The one-file copy: all columns, zstd."""
        sink = io.BytesIO()
        with WholeFile(self._dataset, sink) as file:
            file.add(self._frame)
        return sink.getvalue()

    def partitions(self, wanted: frozenset[Partition] | None = None) -> Iterator[tuple[str, int, bytes]]:
        """Path, rows and bytes of each partition (of those ``wanted``), in path order.

        What a small file costs is its 24 columns: 0.27 ms with Snappy and plain pages, 0.1 more with dictionaries and
        statistics, which serve nobody in so few rows, and twice as much with zstd, which sets itself up anew for each
        page.
        """
        kept = tuple(item for item in self._frame.schema.items() if item[0] not in PARTITION_KEY)
        schema = _arrow_schema(self._dataset.name, kept)

        def written(part: tuple[str, Any]) -> tuple[str, int, bytes]:
            path, rows = part
            data = _written(schema, rows, compression="snappy", use_dictionary=False, write_statistics=False)
            return path, rows.num_rows, data

        spans = self._spans(wanted)
        parts = self._cut(spans, schema.metadata)
        if len(spans) < 8:
            yield from map(written, parts)
        else:
            yield from in_threads(written, parts, os.cpu_count() or 1, group=32)

    def _cut(self, spans: list[tuple[str, int, int]], metadata: Any) -> Iterator[tuple[str, Any]]:
        """The rows of each span as Arrow; neighbouring spans are converted together."""
        for group in _neighbours(spans):
            _, first, _ = group[0]
            _, last, length = group[-1]
            rows = self._frame.slice(first, last + length - first)
            table = _arrow_table(rows, self._schema).drop_columns(list(PARTITION_KEY))
            table = table.replace_schema_metadata(metadata)
            for path, start, length in group:
                yield path, table.slice(start - first, length)

    def _spans(self, wanted: frozenset[Partition] | None) -> list[tuple[str, int, int]]:
        groups = self._frame.group_by(PARTITION_KEY, maintain_order=True).len()
        starts = groups["len"].cum_sum() - groups["len"]
        keys = (Partition(*key) for key in groups.select(PARTITION_KEY).iter_rows())
        return [
            (partition_path(self._dataset.name, key), start, length)
            for key, start, length in zip(keys, starts, groups["len"], strict=True)
            if wanted is None or key in wanted
        ]


class WholeFile:
    """A one-file copy that is written as its rows come, in order: all columns, zstd, a row group at a time."""

    def __init__(self, dataset: Dataset, sink: BinaryIO) -> None:
        self.rows = 0
        self._dataset, self._sink = dataset, sink
        self._held: list[pl.DataFrame] = []
        self._schema: Any = None
        self._writer: Any = None

    def __enter__(self) -> WholeFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._write(self._dataset.empty() if self._writer is None else None)
            self._writer.add_key_value_metadata(self._schema.metadata)
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
        if self._writer is None:
            self._schema = _arrow_schema(self._dataset.name, tuple(rows.schema.items()))
            self._writer = _writer(self._sink, self._schema, compression="zstd")
        self._writer.write_table(_arrow_table(rows, self._schema), row_group_size=ROW_GROUP)


def _neighbours(spans: list[tuple[str, int, int]]) -> Iterator[list[tuple[str, int, int]]]:
    """Spans (path, start, length) in groups without a gap, of ``_CUT_AT_ONCE`` rows at most or of one span."""
    group: list[tuple[str, int, int]] = []
    for span in spans:
        if group:
            _, first, _ = group[0]
            _, last, length = group[-1]
            if span[1] != last + length or span[1] + span[2] - first > _CUT_AT_ONCE:
                yield group
                group = []
        group.append(span)
    if group:
        yield group


def encode(dataset: Dataset, frame: pl.DataFrame, *, in_order: bool = False) -> bytes:
    """The one-file copy of a frame."""
    return Encoded(dataset, frame, in_order=in_order).whole()


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


def batches_of(path: Path, rows_at_once: int, columns: Sequence[str] | None = None) -> Iterator[pl.DataFrame]:
    """The rows of a Parquet file on disk, never all in memory."""
    with _arrow("pyarrow.parquet").ParquetFile(path) as file:
        for batch in file.iter_batches(rows_at_once, columns=None if columns is None else list(columns)):
            yield pl.DataFrame(batch)


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


@lru_cache(maxsize=64)
def _arrow_schema(dataset: str, columns: tuple[tuple[str, pl.DataType], ...]) -> Any:
    pa = _arrow("pyarrow")
    names = tuple(name for name, _ in columns)
    described = {"dataset": dataset, "schema_version": SCHEMA_VERSION, "fields": field_metadata(names)}
    metadata = json.dumps(described, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    fields = [(name, _arrow_type(pa, kind)) for name, kind in columns]
    return pa.schema(fields, metadata={METADATA_KEY: metadata.encode("utf-8")})


def _arrow_type(pa: Any, kind: pl.DataType) -> Any:
    """Plain types: readers differ in what they make of large strings, views and categories."""
    plain: Mapping[pl.DataType, Any] = {
        pl.String(): pa.string(),
        pl.Boolean(): pa.bool_(),
        pl.Int8(): pa.int8(),
        pl.Int32(): pa.int32(),
        pl.Int64(): pa.int64(),
        pl.UInt32(): pa.uint32(),
        pl.UInt64(): pa.uint64(),
        pl.Float64(): pa.float64(),
        pl.Date(): pa.date32(),
        pl.Datetime("us", "UTC"): pa.timestamp("us", tz="UTC"),
    }
    if isinstance(kind, pl.List):
        return pa.list_(_arrow_type(pa, pl.Series(dtype=kind.inner).dtype))
    if kind not in plain:
        raise SchemaMismatchError(f"No published type for {kind}", "Use text, numbers, dates or lists of them.")
    return plain[kind]


def _arrow_table(rows: pl.DataFrame, schema: Any) -> Any:
    return rows.to_arrow().cast(schema).combine_chunks()


def _written(schema: Any, table: Any, **options: Any) -> bytes:
    """A small table in one row group."""
    sink = _arrow("pyarrow").BufferOutputStream()
    with _writer(sink, schema, **options) as writer:
        writer.write_table(table, row_group_size=ROW_GROUP)
        writer.add_key_value_metadata(schema.metadata)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _writer(sink: Any, schema: Any, **options: Any) -> Any:
    """Without the Arrow schema (store_schema) every reader takes the types from Parquet itself, hence alike."""
    return _arrow("pyarrow.parquet").ParquetWriter(sink, schema, store_schema=False, **options)


@lru_cache(maxsize=4)
def _arrow(module: str) -> Any:
    """Arrow is slow to load, and much of a lake's state is read without it."""
    return importlib.import_module(module)
