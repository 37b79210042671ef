"""The next release before it is committed: worked out from the last one and a batch, checked, staged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake import layout
from tasks.lake.articles import stage_articles
from tasks.lake.copies import stage_parts
from tasks.lake.datapackage import datapackage
from tasks.lake.datasets import (
    ARTICLES,
    DATASETS,
    DECISIONS,
    DISTRICTS,
    INDICATORS,
    ISSUES,
    SCHEMA_VERSION,
    Dataset,
)
from tasks.lake.errors import UnsafeKeyError
from tasks.lake.ledger import SOURCES
from tasks.lake.manifest import Delta, Entry, Manifest, Names
from tasks.lake.parquet import WholeFile, encode
from tasks.lake.parts import BY_DISTRICT
from tasks.lake.snapshot import read_frame
from tasks.lake.stage import File

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.lake.base import Store
    from tasks.lake.batch import Batch
    from tasks.lake.merge import Renewal, State
    from tasks.lake.parts import Parts
    from tasks.lake.stage import Stage

Reconcile = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
"""(observations of whole districts, their articles' ``article_id`` and ``fingerprint``) to STATISTIC_SCHEMA."""

Compared = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
"""(all tellings of some districts, decisions) to what other districts are compared with: little, for that of all
districts is in memory together."""

Judge = Callable[[pl.DataFrame, pl.DataFrame, pl.DataFrame], tuple[pl.DataFrame, pl.DataFrame]]
"""(all tellings of some whole districts, what is compared of all districts, decisions) to the accepted
(OBSERVATION_SCHEMA) and the refused ones (BATCH_QUARANTINE_SCHEMA) of the former."""

Spread = Callable[[pl.DataFrame, pl.DataFrame, pl.DataFrame], pl.DataFrame]
"""(``city`` and ``district`` of what changed, what is compared of all districts before, and after) to the districts
whose verdicts that may change, those included."""

Note = Callable[["State", pl.DataFrame], pl.DataFrame]
"""(the next state of some districts, their statistics) to the issues that follow from their rows and from decisions
(ISSUE_SCHEMA). Their ``reason`` is one of DERIVED, and each names the article of one of these rows."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What makes a release out of rows. All but ``note`` are called for districts that changed alone, and all for some
    districts at a time."""

    reconcile: Reconcile
    judge: Judge | None = None
    compared: Compared | None = None
    spread: Spread | None = None
    note: Note | None = None


DERIVED: Final = ("contested", "decision_reopened")
"""Reasons of issues that follow from what the lake holds, and not from reading one source."""

DOCS_KEPT: Final = 20
"""Releases whose Data Docs stand in the lake."""


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
    """All datasets as they would be published, and as they are.

    ``parts`` has what is told by district, ``renewal`` all else. Of ``before``, observations and quarantine are empty.
    """

    base: Manifest | None
    context: Context
    batch: Batch
    before: State
    renewal: Renewal
    parts: Parts
    store: Store

    @property
    def release(self) -> int:
        """The number it will have."""
        return (self.base.release if self.base else 0) + 1

    @property
    def documented(self) -> tuple[int, ...]:
        """Earlier releases whose docs stay beside this one's, the newest first."""
        numbers = {number for path in self._base_files() if (number := layout.docs_release(path))}
        return tuple(sorted(numbers, reverse=True)[: DOCS_KEPT - 1])

    def is_new(self) -> bool:
        """Whether anything differs from the last release."""
        if self.base is None:
            return not (self.batch.sources.is_empty() and self.renewal.issues.is_empty())
        after = self.renewal
        same_rows = (
            not any(self.parts.differs(dataset) for dataset in BY_DISTRICT)
            and after.issues.equals(self.before.issues)
            and after.decisions.equals(self.before.decisions)
            and after.ledger.equals(self.before.ledger)
        )
        return not same_rows or self._migrates or any(self._differs(*catalog) for catalog in self._catalogs())

    def staged(self, stage: Stage, attachments: Mapping[str, bytes]) -> Manifest:
        """Write the snapshot's new objects and say in a manifest what the release consists of."""
        files = {path: entry for path, entry in self._base_files().items() if path != layout.DATAPACKAGE}
        counts = self._stage_parts(stage, files)
        self._stage_whole(stage, ISSUES, self.before.issues, self.renewal.issues)
        self._stage_whole(stage, DECISIONS, self.before.decisions, self.renewal.decisions)
        stage_articles(self.store, stage, files, self.batch, self.renewal)
        for dataset, frame in self._catalogs():
            if self._differs(dataset, frame):
                stage.add(dataset.file, encode(dataset, frame), frame.height)
        self._attach(stage, files, attachments)
        self._stage_ledger(stage)
        rows = self._rows()
        schemas = {dataset.name: dataset.schema for dataset in DATASETS if dataset.schema is not None}
        schemas |= {dataset.name: dict(frame.schema) for dataset, frame in self._catalogs()}
        stage.add(layout.DATAPACKAGE, datapackage(self.release, {**files, **stage.files}, rows, schemas), None)
        stage.finish()
        state = {**(self.base.state if self.base else {}), **stage.state}
        return self._manifest({**files, **stage.files}, state, rows, counts)

    def _manifest(
        self,
        files: Mapping[str, Entry],
        state: Mapping[str, Entry],
        rows: Mapping[str, int],
        delta: Mapping[str, Delta],
    ) -> Manifest:
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
            delta=delta,
        )

    def _stage_parts(self, stage: Stage, files: dict[str, Entry]) -> dict[str, Delta]:
        anew = [
            dataset
            for dataset in BY_DISTRICT
            if self._migrates or dataset.file not in files or self.parts.differs(dataset)
        ]
        moved = stage_parts(self.parts, stage, files, anew, every_partition=self._migrates)
        articles = Delta(self.renewal.new_articles.height, 0, self.renewal.gone_articles.height)
        return {**moved, ARTICLES.name: articles}

    def _stage_whole(self, stage: Stage, dataset: Dataset, old: pl.DataFrame, new: pl.DataFrame) -> None:
        if self._migrates or dataset.file not in self._base_files() or not new.equals(old):
            self._stage_rows(stage, dataset, new)

    def _stage_ledger(self, stage: Stage) -> None:
        pairs = zip(self.before.ledger.tables(), self.renewal.ledger.tables(), strict=True)
        for (_, before), (table, rows) in pairs:
            if self.base is None or self._migrates or not rows.equals(before):
                self._stage_rows(stage, table, rows, state=True)

    def _stage_rows(self, stage: Stage, dataset: Dataset, rows: pl.DataFrame, *, state: bool = False) -> None:
        """A table in its order, by way of the disk: in a large lake its file is as large as its rows."""
        scratch = self.parts.scratch
        with scratch.writing(dataset.file) as sink, WholeFile(dataset, sink) as file:
            file.add(rows)
        stage.add_file(dataset.file, scratch.path(dataset.file), rows.height, state=state)

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
        stage.add_all(File.of(path, attachments[path], None) for path in sorted(attachments))

    def _catalogs(self) -> tuple[tuple[Dataset, pl.DataFrame], ...]:
        return (DISTRICTS, self.context.districts), (INDICATORS, self.context.indicators)

    def _differs(self, dataset: Dataset, frame: pl.DataFrame) -> bool:
        return dataset.file not in self._base_files() or not read_frame(self.store, self.base, dataset).equals(frame)

    @property
    def _migrates(self) -> bool:
        return self.base is not None and self.base.schema_version < SCHEMA_VERSION

    def _base_files(self) -> Mapping[str, Entry]:
        return self.base.files if self.base else {}

    def _rows(self) -> dict[str, int]:
        after = self.renewal
        return {
            **{dataset.name: self.parts.rows(dataset) for dataset in BY_DISTRICT},
            ISSUES.name: after.issues.height,
            DECISIONS.name: after.decisions.height,
            ARTICLES.name: after.ledger.holdings["article_id"].n_unique(),
            DISTRICTS.name: self.context.districts.height,
            INDICATORS.name: self.context.indicators.height,
            SOURCES.name: after.ledger.sources.height,
        }

    def _sources(self) -> tuple[Names, Names, Names]:
        batch, ledger = self.batch, self.renewal.ledger
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
