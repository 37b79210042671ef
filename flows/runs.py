"""From a flow's parameters and the environment to a run."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from flows.settings import current_settings
from tasks.articles.reading import Limits
from tasks.catalog.load import load_catalog
from tasks.grammar.version import rules_digest
from tasks.lake.base import StoreOptions
from tasks.lake.store import open_store
from tasks.runs.batches import Versions
from tasks.runs.manifests import Run
from tasks.runs.read import ReadOptions

if TYPE_CHECKING:
    from datetime import date, datetime

    from flows.settings import Settings
    from tasks.lake.base import Store


def start_run(
    run_id: str, started_at: datetime, lake: str | None, endpoint_url: str | None, processes: int | None
) -> Run:
    """A run as its parameters say, and the environment where they say nothing."""
    settings = current_settings().with_options(lake=lake, s3_endpoint_url=endpoint_url, processes=processes)
    options = read_options(settings, started_at.date())
    return Run(run_id, settings.lake, started_at, options, settings.processes)


def read_options(settings: Settings, today: date) -> ReadOptions:
    """What the settings say about reading."""
    return ReadOptions(
        today=today,
        limits=Limits(max_file_bytes=settings.max_file_bytes, max_line_bytes=settings.max_line_bytes),
        store=_store_options(settings),
    )


def lake_store(settings: Settings) -> Store:
    """The lake that the settings name."""
    return open_store(settings.lake, _store_options(settings))


def _store_options(settings: Settings) -> StoreOptions:
    return StoreOptions(endpoint_url=settings.s3_endpoint_url, checksums=settings.s3_checksums)


@cache
def versions() -> Versions:
    """Of the code and the rules that are installed here."""
    catalog = load_catalog().version
    return Versions(version("solieu"), catalog, rules_digest(catalog))
