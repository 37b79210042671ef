"""How to reach articles and the lake, as the settings say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tasks.articles.columns import Columns
from tasks.lake.base import StoreOptions
from tasks.lake.store import open_store
from tasks.runs.read import ReadOptions

if TYPE_CHECKING:
    from datetime import date

    from flows.settings import Settings
    from tasks.lake.base import Store


def read_options(settings: Settings, today: date) -> ReadOptions:
    """For reading articles. ``today`` is the day after which a publication date is not believed.

    Raises:
        ColumnsError: the mapping of columns cannot be read.
    """
    return ReadOptions(
        today=today,
        limits=settings.limits,
        store=_store_options(settings),
        columns=Columns.parse(settings.columns) if settings.columns else Columns(),
        folder=str(Path.cwd()),
    )


def lake_store(settings: Settings) -> Store:
    """The lake that the settings name."""
    return open_store(settings.lake, _store_options(settings))


def _store_options(settings: Settings) -> StoreOptions:
    return StoreOptions(endpoint_url=settings.s3_endpoint_url, checksums=settings.s3_checksums)
