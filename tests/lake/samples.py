"""Small batches of readings, for tests and for the programs under tests/faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tasks.lake.batch import BATCH_ARTICLE_SCHEMA, BATCH_QUARANTINE_SCHEMA, Batch
from tasks.lake.candidate import Context
from tasks.lake.datasets import LAKE_ISSUE_SCHEMA
from tasks.lake.ledger import SOURCE_SCHEMA
from tasks.reconciliation.resolve import reconcile
from tasks.records.article import content_hash
from tasks.records.frames import to_frame
from tasks.records.issue import Issue
from tasks.records.observation import OBSERVATION_SCHEMA, Observation, observation_id

if TYPE_CHECKING:
    from collections.abc import Callable

DISTRICTS = {
    "quan-1": ("Quận 1", "760", "ho-chi-minh", "Thành phố Hồ Chí Minh", "79"),
    "quan-3": ("Quận 3", "770", "ho-chi-minh", "Thành phố Hồ Chí Minh", "79"),
    "hoang-mai": ("Quận Hoàng Mai", "008", "ha-noi", "Thành phố Hà Nội", "01"),
}


@dataclass(frozen=True)
class Told:
    """One figure of an article; ``held`` ones go to quarantine."""

    district: str
    year: int
    value: float
    indicator: str = "budget_revenue"
    held: bool = False


@dataclass(frozen=True)
class Read:
    """One article in one source, as a run might read it."""

    source: str
    text: str
    told: tuple[Told, ...] = ()
    issues: tuple[str, ...] = ()
    published_at: date | None = date(2024, 1, 5)
    publisher: str = "Báo Sài Gòn Giải Phóng"
    etag: str = "1"


def batch_of(*reads: Read, removed: tuple[str, ...] = (), rules: str = "r1") -> Batch:
    observations: list[Observation] = []
    quarantine: list[Observation] = []
    issues: list[tuple[Issue, str]] = []
    for read in reads:
        identity = content_hash(read.text)
        for number, told in enumerate(read.told):
            name, code, city, city_name, city_code = DISTRICTS[told.district]
            period = str(told.year)
            row = Observation(
                city, told.district, told.year, city_name, city_code, name, code, "district", told.indicator, "level",
                "actual", period, date(told.year, 1, 1), date(told.year, 12, 31), told.value, "VND_BN", "eq", (),
                observation_id(identity, number, told.district, period, told.indicator), Path(read.source).stem,
                identity, read.source, read.publisher, "Thu ngân sách", read.published_at, read.text, 0, len(read.text),
                str(told.value), "budget.level", "high", rules,
            )  # fmt: skip
            (quarantine if told.held else observations).append(row)
        issues += [
            (Issue("parse", "unread_figure", text, read.source, Path(read.source).stem, identity), read.source)
            for text in read.issues
        ]
    articles = [
        {
            "article_id": content_hash(read.text), "article": Path(read.source).stem, "source_uri": read.source,
            "publisher": read.publisher, "title": "Thu ngân sách", "published_at": read.published_at, "text": read.text,
            "source": read.source, "fingerprint": None,
        }
        for read in reads
    ]  # fmt: skip
    sources = [
        {"uri": read.source, "size": len(read.text), "etag": read.etag, "content_hash": None, "rules_version": rules,
         "n_articles": 1}
        for read in reads
    ]  # fmt: skip
    refused = {"suite": "rows", "expectation": "plausible_range", "severity": "critical", "message": "Vượt quá hợp lý"}
    return Batch(
        pl.DataFrame(sources, SOURCE_SCHEMA),
        pl.DataFrame(articles, BATCH_ARTICLE_SCHEMA),
        to_frame(observations, OBSERVATION_SCHEMA),
        to_frame(quarantine, OBSERVATION_SCHEMA)
        .with_columns(**{name: pl.lit(value) for name, value in refused.items()})
        .select(*BATCH_QUARANTINE_SCHEMA),
        pl.DataFrame(
            [
                {**{name: getattr(issue, name, None) for name in LAKE_ISSUE_SCHEMA}, "source": source}
                for issue, source in issues
            ],
            LAKE_ISSUE_SCHEMA,
        ),
        removed,
    )


_runs = count(1)


def context_of(run_id: str | None = None, code_version: str = "0.1.0") -> Context:
    districts = pl.DataFrame(
        [{"code": code, "name": name, "slug": slug} for slug, (name, code, *_) in DISTRICTS.items()]
    )
    indicators = pl.DataFrame([{"id": "budget_revenue", "label_vi": "Thu ngân sách", "unit": "VND_BN"}])
    return Context(run_id or f"some-run-{next(_runs)}", code_version, "catalog-1", "r1", districts, indicators)


@dataclass(frozen=True)
class Sample:
    """What tests of publishing need, without importing each other's modules."""

    Read: type[Read]
    Told: type[Told]
    batch: Callable[..., Batch]
    context: Callable[..., Context]
    reconcile: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]


SAMPLE = Sample(Read, Told, batch_of, context_of, reconcile)
