"""Writing what is told by district: partitions, one-file copies and the delta, part by part."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake.base import in_threads
from tasks.lake.changes import changed_keys, differing
from tasks.lake.datasets import DELTA, OBSERVATIONS, PARTITION_KEY, QUARANTINE, STATISTICS, Dataset
from tasks.lake.delta import delta
from tasks.lake.layout import Partition, partition_path
from tasks.lake.manifest import Delta
from tasks.lake.parquet import WholeFile
from tasks.lake.partitions import partitions
from tasks.lake.stage import File

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from tasks.lake.manifest import Entry
    from tasks.lake.partitions import PartitionRows
    from tasks.lake.parts import Part, Parts
    from tasks.lake.stage import Stage

_COUNTED: Final = (OBSERVATIONS, QUARANTINE)
_TOGETHER: Final = 32
"""Partitions that a thread encodes before it looks for more."""


def stage_parts(
    parts: Parts, stage: Stage, files: dict[str, Entry], anew: Sequence[Dataset], *, every_partition: bool
) -> dict[str, Delta]:
    """Stage the datasets ``anew`` and the delta; which rows came and went, by dataset.

    Of partitions those are staged whose rows differ, or all. What is staged or has gone is taken out of ``files``.
    """
    moved: Counter[tuple[str, str]] = Counter()
    with ExitStack() as stack, ThreadPoolExecutor(1) as aside:
        copies = {
            dataset.name: stack.enter_context(
                WholeFile(dataset, stack.enter_context(parts.scratch.writing(dataset.file)))
            )
            for dataset in (*anew, DELTA)
        }

        def cut() -> Iterator[PartitionRows]:
            """The partitions to stage, part by part, while the copies of the part before are written aside."""
            copied: list[Future[None]] = []
            for part in parts:
                for future in copied:
                    future.result()
                copied = [aside.submit(copies[dataset.name].add, part.new[dataset.name]) for dataset in anew]
                touched = part.only_touched()
                for dataset in anew:
                    if dataset.partitioned:
                        keys = _keys(*(part if every_partition else touched).pair(dataset), every=every_partition)
                        for key in keys:
                            files.pop(partition_path(dataset.name, key), None)
                        yield from partitions(dataset, part.new[dataset.name], keys)
                if not part.touched.is_empty():
                    changed = _delta(touched, parts.release)
                    copied.append(aside.submit(copies[DELTA.name].add, changed))
                    moved.update(_moved(touched, changed))
            for future in copied:
                future.result()

        stage.add_all(in_threads(_file, cut(), os.cpu_count() or 1, group=_TOGETHER))
    for dataset in (*anew, DELTA):
        rows = copies[dataset.name].rows
        stage.add_file(dataset.file, parts.scratch.path(dataset.file), rows, state=dataset is DELTA)
    return {
        dataset.name: Delta(*(moved[dataset.name, change] for change in ("added", "changed", "removed")))
        for dataset in (STATISTICS, *_COUNTED)
    }


def _file(partition: PartitionRows) -> File:
    return File.of(partition.path, partition.encoded(), partition.rows)


def _keys(old: pl.DataFrame, new: pl.DataFrame, *, every: bool) -> frozenset[Partition]:
    """The partitions whose rows differ, or all."""
    if every or old.is_empty():
        keys = pl.concat([frame.select(PARTITION_KEY) for frame in (old, new)]).unique()
    else:
        keys = changed_keys(old, new, PARTITION_KEY)
    return frozenset(Partition(*key) for key in keys.iter_rows())


def _delta(part: Part, release: int) -> pl.DataFrame:
    """Statistics added, changed (in any column), removed or quarantined, in DELTA_SCHEMA."""
    sides = differing(part.old_statistics, part.statistics)
    return delta(*sides, part.quarantine.filter(pl.col("first_seen") == release), part.observations)


def _moved(part: Part, changed: pl.DataFrame) -> Mapping[tuple[str, str], int]:
    """Rows that came and went, by dataset and change; a statistic that is quarantined now has gone."""
    change = pl.when(pl.col("change") == "quarantined").then(pl.lit("removed")).otherwise("change")
    moved = pl.col("old_value").is_not_null() | (pl.col("change") != "quarantined")
    counts = changed.select("change", "old_value").filter(moved).group_by(change.alias("change")).len()
    found = {(STATISTICS.name, name): number for name, number in counts.iter_rows()}
    for dataset in _COUNTED:
        old, new = (frame.select("observation_id") for frame in part.pair(dataset))
        found[dataset.name, "added"] = new.join(old, on="observation_id", how="anti").height
        found[dataset.name, "removed"] = old.join(new, on="observation_id", how="anti").height
    return found
