"""Writing what is told by district: partitions, one-file copies and the delta, part by part."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake.changes import changed_keys, differing
from tasks.lake.datasets import DELTA, OBSERVATIONS, PARTITION_KEY, QUARANTINE, STATISTICS, Dataset
from tasks.lake.delta import delta
from tasks.lake.layout import Partition, partition_path
from tasks.lake.manifest import Delta
from tasks.lake.parquet import Encoded, WholeFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Future

    from tasks.lake.manifest import Entry
    from tasks.lake.parts import Part, Parts
    from tasks.lake.stage import Stage

_COUNTED: Final = (OBSERVATIONS, QUARANTINE)


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
        for part in parts:
            for dataset in anew:
                old, new = part.pair(dataset)
                copied: Future[None] = aside.submit(copies[dataset.name].add, new)
                if dataset.partitioned:
                    keys = _keys(part, old, new, every_partition=every_partition)
                    for key in keys:
                        files.pop(partition_path(dataset.name, key), None)
                    stage.add_all(Encoded(dataset, new, in_order=True).partitions(keys))
                copied.result()
            if not part.touched.is_empty():
                changed = _delta(part, parts.release)
                copies[DELTA.name].add(changed)
                moved.update(_moved(part, changed))
    for dataset in (*anew, DELTA):
        rows = copies[dataset.name].rows
        stage.add_file(dataset.file, parts.scratch.path(dataset.file), rows, state=dataset is DELTA)
    return {
        dataset.name: Delta(*(moved[dataset.name, change] for change in ("added", "changed", "removed")))
        for dataset in (STATISTICS, *_COUNTED)
    }


def _keys(part: Part, old: pl.DataFrame, new: pl.DataFrame, *, every_partition: bool) -> frozenset[Partition]:
    if every_partition:
        keys = pl.concat([frame.select(PARTITION_KEY) for frame in (old, new)]).unique()
    else:
        keys = changed_keys(part.in_touched(old), part.in_touched(new), PARTITION_KEY)
    return frozenset(Partition(*key) for key in keys.iter_rows())


def _delta(part: Part, release: int) -> pl.DataFrame:
    """Statistics added, changed (in any column), removed or quarantined, in DELTA_SCHEMA."""
    sides = differing(part.in_touched(part.old_statistics), part.in_touched(part.statistics))
    refused = part.quarantine.filter(pl.col("first_seen") == release)
    return delta(*sides, refused, part.in_touched(part.observations))


def _moved(part: Part, changed: pl.DataFrame) -> Mapping[tuple[str, str], int]:
    """Rows that came and went, by dataset and change; a statistic that is quarantined now has gone."""
    change = pl.when(pl.col("change") == "quarantined").then(pl.lit("removed")).otherwise("change")
    moved = pl.col("old_value").is_not_null() | (pl.col("change") != "quarantined")
    counts = changed.select("change", "old_value").filter(moved).group_by(change.alias("change")).len()
    found = {(STATISTICS.name, name): number for name, number in counts.iter_rows()}
    for dataset in _COUNTED:
        old, new = (part.in_touched(frame).select("observation_id") for frame in part.pair(dataset))
        found[dataset.name, "added"] = new.join(old, on="observation_id", how="anti").height
        found[dataset.name, "removed"] = old.join(new, on="observation_id", how="anti").height
    return found
