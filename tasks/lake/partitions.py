"""Cutting the partitions of a hive tree out of rows that are in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tasks.lake.datasets import PARTITION_KEY, Dataset
from tasks.lake.layout import Partition, partition_path
from tasks.lake.parquet import arrow_table, encode_partition

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl


@dataclass(frozen=True, slots=True)
class PartitionRows:
    """The rows of one partition, on their way to its file."""

    path: str
    rows: int
    _table: Any

    def encoded(self) -> bytes:
        """The bytes of the file: every column but those in its path. May be called in any thread."""
        return encode_partition(self._table)


def partitions(
    dataset: Dataset, frame: pl.DataFrame, wanted: frozenset[Partition] | None = None
) -> Iterator[PartitionRows]:
    """The partitions of a frame that came out of ``dataset.ordered``, or those ``wanted``, in path order."""
    table = arrow_table(dataset, frame.drop(PARTITION_KEY))
    start = 0
    for *values, length in frame.group_by(PARTITION_KEY, maintain_order=True).len().iter_rows():
        key = Partition(*values)
        if wanted is None or key in wanted:
            yield PartitionRows(partition_path(dataset.name, key), length, table.slice(start, length))
        start += length
