"""The next release before it is committed: worked out from the last one and a batch, checked, staged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake import layout
from tasks.lake.articles import stage_articles
from tasks.lake.changes import changed_keys, differing
from tasks.lake.datapackage import datapackage
from tasks.lake.datasets import (
    ARTICLES,
    DATASETS,
    DECISIONS,
    DELTA,
    DISTRICTS,
    INDICATORS,
    ISSUES,
    OBSERVATIONS,
    PARTITION_KEY,
    QUARANTINE,
    SCHEMA_VERSION,
    STATISTICS,
    Dataset,
)
from tasks.lake.delta import delta
from tasks.lake.errors import UnsafeKeyError
from tasks.lake.layout import Partition, partition_path
from tasks.lake.ledger import SOURCES
from tasks.lake.manifest import Delta, Entry, Manifest, Names
from tasks.lake.parquet import Encoded, encode
from tasks.lake.snapshot import read_frame

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.lake.base import Store
    from tasks.lake.merge import Batch, Merged, State
    from tasks.lake.stage import Stage

Reconcile = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
"""(observations of whole districts, their articles' ``article_id`` and ``fingerprint``) to STATISTIC_SCHEMA."""

Judge = Callable[[pl.DataFrame, pl.DataFrame, pl.DataFrame], tuple[pl.DataFrame, pl.DataFrame]]
"""(all tellings of whole districts, those of all other districts, decisions) to the accepted (OBSERVATION_SCHEMA) and
the refused ones (BATCH_QUARANTINE_SCHEMA) of the former."""

Spread = Callable[[pl.DataFrame, "State", "State"], pl.DataFrame]
"""(``city`` and ``district`` of what changed, the state before, the state after) to the districts whose verdicts that
may change, those included."""

Note = Callable[["State", pl.DataFrame], pl.DataFrame]
"""(the next state, its statistics) to the issues that follow from them (ISSUE_SCHEMA); their ``reason`` is one of
DERIVED."""

DERIVED: Final = ("contested", "decision_reopened")
"""Reasons of issues that follow from what the lake holds, and not from reading one source."""

DOCS_KEPT: Final = 20
"""Releases whose Data Docs stand in the lake."""

_DISTRICT: Final = ("city", "district")


@dataclass(frozen=True, slots=True)
class Context:
    """Who publishes, with which rules, and the two catalogs. A new ``code_version`` recomputes all statistics.

    ``created_at`` and ``note`` (for people) go into the manifest as passed; leave them out for manifests that depend on
    content alone.
    """

    run_id: str
    code_version: str
    catalog_version: str
    rules_version: str
    districts: pl.DataFrame
    indicators: pl.DataFrame
    created_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Candidate:
    """All datasets as they would be published, and the statistics they would replace."""

    base: Manifest | None
    context: Context
    batch: Batch
    before: State
    merged: Merged
    old_statistics: pl.DataFrame
    statistics: pl.DataFrame
    store: Store

    @property
    def release(self) -> int:
        """The number it will have."""
        return (self.base.release if self.base else 0) + 1

    @property
    def observations(self) -> pl.DataFrame:
        return self.merged.state.observations

    @property
    def quarantine(self) -> pl.DataFrame:
        return self.merged.state.quarantine

    @property
    def issues(self) -> pl.DataFrame:
        return self.merged.state.issues

    @property
    def documented(self) -> tuple[int, ...]:
        """Earlier releases whose docs stay beside this one's, the newest first."""
        numbers = {number for path in self._base_files() if (number := layout.docs_release(path))}
        return tuple(sorted(numbers, reverse=True)[: DOCS_KEPT - 1])

    def is_new(self) -> bool:
        """Whether anything differs from the last release."""
        if self.base is None:
            return not (self.batch.sources.is_empty() and self.issues.is_empty())
        after = self.merged.state
        same_rows = (
            after.observations.equals(self.before.observations)
            and self.statistics.equals(self.old_statistics)
            and after.quarantine.equals(self.before.quarantine)
            and after.issues.equals(self.before.issues)
            and after.decisions.equals(self.before.decisions)
            and after.ledger.equals(self.before.ledger)
        )
        return not same_rows or self._migrates or any(self._differs(*catalog) for catalog in self._catalogs())

    @cached_property
    def delta(self) -> pl.DataFrame:
        """Statistics added, changed (in any column), removed or quarantined, in DELTA_SCHEMA."""
        sides = differing(self._in_touched(self.old_statistics), self._in_touched(self.statistics))
        refused = self.quarantine.filter(pl.col("first_seen") == self.release)
        return delta(*sides, refused, self._in_touched(self.observations))

    def staged(self, stage: Stage, attachments: Mapping[str, bytes]) -> Manifest:
        """Write the snapshot's new objects and say in a manifest what the release consists of."""
        files = {path: entry for path, entry in self._base_files().items() if path != layout.DATAPACKAGE}
        pairs = (
            (STATISTICS, self.old_statistics, self.statistics),
            (OBSERVATIONS, self.before.observations, self.observations),
        )
        for dataset, old, new in pairs:
            self._stage_partitions(stage, files, dataset, old, new)
        state = self.merged.state
        self._stage_whole(stage, QUARANTINE, self.before.quarantine, state.quarantine)
        self._stage_whole(stage, ISSUES, self.before.issues, state.issues)
        self._stage_whole(stage, DECISIONS, self.before.decisions, state.decisions)
        stage_articles(self.store, stage, files, self.batch, self.merged)
        for dataset, frame in self._catalogs():
            if self._differs(dataset, frame):
                stage.add(dataset.file, encode(dataset, frame), frame.height)
        self._attach(stage, files, attachments)
        self._stage_ledger(stage)
        stage.add_state(DELTA.file, encode(DELTA, self.delta, in_order=True), self.delta.height)
        rows = self._rows()
        schemas = {dataset.name: dataset.schema for dataset in DATASETS if dataset.schema is not None}
        schemas |= {dataset.name: dict(frame.schema) for dataset, frame in self._catalogs()}
        stage.add(layout.DATAPACKAGE, datapackage(self.release, {**files, **stage.files}, rows, schemas), None)
        stage.finish()
        return self._manifest({**files, **stage.files}, {**(self.base.state if self.base else {}), **stage.state}, rows)

    def _manifest(self, files: Mapping[str, Entry], state: Mapping[str, Entry], rows: Mapping[str, int]) -> Manifest:
        context = self.context
        added, changed, removed = self._sources()
        return Manifest(
            release=self.release,
            parent=self.release - 1,
            kind="publish",
            run_id=context.run_id,
            code_version=context.code_version,
            catalog_version=context.catalog_version,
            rules_version=context.rules_version,
            created_at=context.created_at.isoformat() if context.created_at else None,
            note=context.note,
            files=files,
            state=state,
            rows=rows,
            sources_added=added,
            sources_changed=changed,
            sources_removed=removed,
            delta=self._counts(),
        )

    def _stage_partitions(
        self, stage: Stage, files: dict[str, Entry], dataset: Dataset, old: pl.DataFrame, new: pl.DataFrame
    ) -> None:
        if self._migrates:
            keys = pl.concat([old.select(PARTITION_KEY), new.select(PARTITION_KEY)]).unique()
        else:
            keys = changed_keys(self._in_touched(old), self._in_touched(new), PARTITION_KEY)
        if keys.is_empty() and dataset.file in files:
            return
        changed = frozenset(Partition(*key) for key in keys.iter_rows())
        for key in changed:
            files.pop(partition_path(dataset.name, key), None)
        encoded = Encoded(dataset, new, in_order=True)
        with ThreadPoolExecutor(1) as aside:
            whole = aside.submit(encoded.whole)
            stage.add_all(encoded.partitions(changed))
            stage.add(dataset.file, whole.result(), new.height)

    def _stage_whole(self, stage: Stage, dataset: Dataset, old: pl.DataFrame, new: pl.DataFrame) -> None:
        if self._migrates or dataset.file not in self._base_files() or not new.equals(old):
            stage.add(dataset.file, encode(dataset, new, in_order=True), new.height)

    def _stage_ledger(self, stage: Stage) -> None:
        pairs = zip(self.before.ledger.tables(), self.merged.state.ledger.tables(), strict=True)
        for (_, before), (table, rows) in pairs:
            if self.base is None or self._migrates or not rows.equals(before):
                stage.add_state(table.file, encode(table, rows, in_order=True), rows.height)

    def _attach(self, stage: Stage, files: dict[str, Entry], attachments: Mapping[str, bytes]) -> None:
        if not attachments:
            return
        folder = f"{layout.DATA_DOCS}/"
        for path in [path for path in files if path.startswith(folder)]:
            if layout.docs_release(path) not in self.documented:
                del files[path]
        for path in attachments:
            if not path.startswith(folder):
                raise UnsafeKeyError(f"A check returned a file at {path!r}", f"Such files go under {folder}.")
        stage.add_all((path, None, attachments[path]) for path in sorted(attachments))

    def _catalogs(self) -> tuple[tuple[Dataset, pl.DataFrame], ...]:
        return (DISTRICTS, self.context.districts), (INDICATORS, self.context.indicators)

    def _differs(self, dataset: Dataset, frame: pl.DataFrame) -> bool:
        return dataset.file not in self._base_files() or not read_frame(self.store, self.base, dataset).equals(frame)

    @property
    def _migrates(self) -> bool:
        return self.base is not None and self.base.schema_version < SCHEMA_VERSION

    def _base_files(self) -> Mapping[str, Entry]:
        return self.base.files if self.base else {}

    def _in_touched(self, frame: pl.DataFrame) -> pl.DataFrame:
        if self.base is None:
            return frame
        return frame.join(self.merged.touched, on=_DISTRICT, how="semi", maintain_order="left")

    def _rows(self) -> dict[str, int]:
        state = self.merged.state
        return {
            STATISTICS.name: self.statistics.height,
            OBSERVATIONS.name: state.observations.height,
            QUARANTINE.name: state.quarantine.height,
            ISSUES.name: state.issues.height,
            DECISIONS.name: state.decisions.height,
            ARTICLES.name: state.ledger.holdings["article_id"].n_unique(),
            DISTRICTS.name: self.context.districts.height,
            INDICATORS.name: self.context.indicators.height,
            SOURCES.name: state.ledger.sources.height,
        }

    def _counts(self) -> dict[str, Delta]:
        """What came and went; a statistic that is quarantined now has gone."""
        change = pl.when(pl.col("change") == "quarantined").then(pl.lit("removed")).otherwise("change")
        moved = pl.col("old_value").is_not_null() | (pl.col("change") != "quarantined")
        told = self.delta.select("change", "old_value").filter(moved)
        counts = dict(told.group_by(change.alias("change")).len().iter_rows())
        old, new = self.before, self.merged.state
        return {
            STATISTICS.name: Delta(*(counts.get(name, 0) for name in ("added", "changed", "removed"))),
            OBSERVATIONS.name: self._came_and_went(old.observations, new.observations),
            QUARANTINE.name: self._came_and_went(old.quarantine, new.quarantine),
            ARTICLES.name: Delta(self.merged.new_articles.height, 0, self.merged.gone_articles.height),
        }

    def _came_and_went(self, old: pl.DataFrame, new: pl.DataFrame) -> Delta:
        ids = [self._in_touched(frame).select("observation_id") for frame in (old, new)]
        came, went = (
            ids[mine].join(ids[other], on="observation_id", how="anti").height for mine, other in ((1, 0), (0, 1))
        )
        return Delta(came, 0, went)

    def _sources(self) -> tuple[Names, Names, Names]:
        batch, ledger = self.batch, self.merged.state.ledger
        concerned = pl.concat(
            [batch.sources["uri"], pl.Series("uri", [*batch.removed, *ledger.withdrawn["uri"]], pl.String())]
        ).implode()
        old, new = (
            sources.filter(pl.col("uri").is_in(concerned)) for sources in (self.before.ledger.sources, ledger.sources)
        )
        same = new.join(old, on="uri", how="semi")
        return (
            Names.of(new.join(old, on="uri", how="anti")["uri"].to_list()),
            Names.of(same.join(old, on=same.columns, how="anti", nulls_equal=True)["uri"].to_list()),
            Names.of(old.join(new, on="uri", how="anti")["uri"].to_list()),
        )
