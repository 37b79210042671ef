"""A shard from bytes to rows in one pass: in this process, or in a pool of them."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from tasks.articles.publishers import publisher_province
from tasks.articles.reading import read_source
from tasks.articles.sources import list_sources
from tasks.lake.errors import AccessDeniedError, LakeError, ObjectMissingError
from tasks.lake.store import open_store
from tasks.records.issue import Issue
from tasks.runs.plan import plan_shards
from tasks.runs.rows import RowCollector, ShardRows, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from tasks.articles.limits import Limits
    from tasks.articles.sources import Source
    from tasks.grammar.extract import Reader
    from tasks.lake.base import Store, StoreOptions
    from tasks.records.article import Article

POOL_FLOOR: Final = 3 << 20
"""Below so many bytes a pool takes longer to start than to help."""

UNREADABLE: Final = "unreadable"
"""Reason of the issue that a source which cannot be opened becomes."""

_BATCH_BYTES: Final = 1 << 20
_BATCH_SOURCES: Final = 100


class NothingToReadError(Exception):
    """The sources that were named hold nothing that can be read; the message says what was found instead."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read, whatever the source. ``today`` is the day after which a publication date is not believed."""

    today: date
    limits: Limits
    store: StoreOptions


def read_shard(
    sources: Sequence[Source],
    options: ReadOptions,
    *,
    processes: int | None = None,
    progress: Callable[[int], None] = lambda _: None,
    pool_floor: int = POOL_FLOOR,
) -> ShardRows:
    """Read a shard with as many processes as it deserves; rows come in the order of the sources whatever their number.

    ``processes`` defaults to the cores this process may use. ``progress`` is told how many more sources are read.
    Fewer bytes than ``pool_floor`` are read in this process.
    """
    batches = list(plan_shards(sources, _BATCH_BYTES, _BATCH_SOURCES))
    processes = min(processes or available_cores(), len(batches))
    if processes < 2 or sum(source.size for source in sources) < pool_floor:
        return joined([_told(progress, batch, read_sources(batch, options)) for batch in batches])
    with ProcessPoolExecutor(processes, get_context("spawn"), _end_with_parent) as pool:
        reads = [(batch, pool.submit(read_sources, batch, options)) for batch in batches]
        return joined([_told(progress, batch, read.result()) for batch, read in reads])


def read_sources(sources: Iterable[Source], options: ReadOptions) -> ShardRows:
    """Read sources one after the other in this process. Bad sources become issues; nothing is raised for content.

    Raises:
        StoreError: the object store failed in a way that may pass; the shard can be read again.
    """
    reader = grammar()
    rows = RowCollector()
    stores: dict[str, Store] = {}
    for source in sources:
        count: int | None = 0
        for item in read_items(source, options, stores):
            if isinstance(item, Issue):
                rows.add_issue(source, item)
                # Not counted as read if it could not be opened: the next run tries again.
                count = None if item.reason == UNREADABLE and item.source_uri == source.uri else count
                continue
            count = (count or 0) + 1
            reading = reader.read(item)
            rows.add_article(source, item, reading.observations, reading.issues)
        if count is not None:
            rows.close_source(source, count)
    return rows.rows()


def articles_under(patterns: Sequence[str], options: ReadOptions) -> Iterator[Article]:
    """The articles that patterns name, without what is wrong with others.

    Raises:
        NothingToReadError: no source can be read.
    """
    for source in sources_under(patterns, options)[0]:
        yield from (item for item in read_items(source, options) if not isinstance(item, Issue))


def sources_under(patterns: Sequence[str], options: ReadOptions) -> tuple[list[Source], list[Issue]]:
    """What patterns name, and issues for what was passed over.

    Raises:
        SourceNotFoundError: a pattern names nothing that exists.
        NothingToReadError: what they name holds nothing that can be read.
    """
    sources, issues = list_sources(patterns, lambda uri: open_store(uri, options.store))
    if not sources:
        raise NothingToReadError("; ".join(issue.message for issue in issues))
    return sources, issues


def read_items(
    source: Source, options: ReadOptions, stores: dict[str, Store] | None = None
) -> Iterator[Article | Issue]:
    """The articles of a source, and issues; one that cannot be opened is an issue. ``stores`` are kept for reuse."""
    try:
        data = _open(source.uri, options.store, {} if stores is None else stores)
    except (OSError, ObjectMissingError, AccessDeniedError) as error:
        why = error.message if isinstance(error, LakeError) else error.strerror
        message = f"{source.uri} cannot be read ({why}); check that it is there and may be read"
        yield Issue("ingest", UNREADABLE, message, source.uri)
        return
    with data:
        yield from read_source(source, data, options.limits, today=options.today)


def available_cores() -> int:
    """Cores that this process may run on, which in a container can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def grammar() -> Reader:
    """The grammar and its catalog, loaded once a process."""
    from tasks.catalog.load import load_catalog  # noqa: PLC0415  workers load it, a caller that plans does not
    from tasks.grammar.extract import Reader  # noqa: PLC0415

    return Reader(load_catalog(), publisher_province)


def _open(uri: str, store_options: StoreOptions, stores: dict[str, Store]) -> BinaryIO:
    if "://" not in uri:
        return Path(uri).open("rb")
    scheme, _, rest = uri.partition("://")
    bucket, _, key = rest.partition("/")
    root = f"{scheme}://{bucket}"
    if root not in stores:
        stores[root] = open_store(root, store_options)
    return stores[root].open(key)


def _told(progress: Callable[[int], None], batch: Sequence[Source], rows: ShardRows) -> ShardRows:
    progress(len(batch))
    return rows


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = parent_process()
    if parent is not None:

        def wait() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()
