"""A shard from bytes to rows in one pass: in this process, or in a pool of them."""

from __future__ import annotations

import gc
import hashlib
import io
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tasks.articles.columns import Columns
from tasks.articles.documents import Screened, Terms
from tasks.articles.parts import needs_look, split, whole
from tasks.articles.publishers import publisher_province
from tasks.articles.reading import read_part, read_source
from tasks.articles.sources import list_sources
from tasks.lake.store import open_store
from tasks.records.article import Article
from tasks.records.issue import Issue
from tasks.runs.defects import passing, read_article
from tasks.runs.feed import FED, Block, blocks, is_fed
from tasks.runs.opening import CANNOT_OPEN, UNREADABLE, Opener, unreadable
from tasks.runs.plan import plan_shards
from tasks.runs.pool import in_order, usable_processes
from tasks.runs.rows import RowCollector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from tasks.articles.documents import Item
    from tasks.articles.limits import Limits
    from tasks.articles.parts import Part
    from tasks.articles.sources import Source
    from tasks.grammar.extract import Reader
    from tasks.lake.base import StoreOptions
    from tasks.lake.ledger import Listed
    from tasks.runs.rows import ShardRows

POOL_FLOOR: Final = 6 << 20
"""Below so many bytes a pool takes longer to start than to help."""

BATCH_BYTES: Final = 1 << 20
"""What a process reads at a time: little enough for an even share, enough to be worth the way there and back."""

HELD_BYTES: Final = 1 << 20
"""A source of no more bytes is read at once and hashed."""

_BATCH_SOURCES: Final = 100
_TOGETHER: Final = 50
_SCREEN_FLOOR: Final = 256 << 10
"""Batches of fewer bytes are read as they are: making the screen takes longer than it spares."""


class NothingToReadError(Exception):
    """The sources that were named hold nothing that can be read; the message says what was found instead."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read, whatever the source. ``today`` is the day after which a publication date is not believed.

    Relative paths are taken from ``folder``, wherever the process that reads them stands.
    """

    today: date
    limits: Limits
    store: StoreOptions
    columns: Columns = field(default_factory=Columns)
    folder: str = ""

    def placed(self, address: str) -> str:
        """A path or address that means the same in any process."""
        return address if "://" in address else str(Path(self.folder, address))

    def opener(self) -> Opener:
        """Opens what addresses name."""
        return Opener(self.folder, self.store)


def parts_of(source: Source, options: ReadOptions) -> list[Part]:
    """A source in parts that a process reads at a time. What cannot be opened stays whole: reading it will say why."""
    if source.kind.startswith(FED) or not needs_look(source, BATCH_BYTES):
        return [whole(source)]
    try:
        with options.opener().source(source.uri) as data:
            return split(source, data, BATCH_BYTES, options.limits)
    except CANNOT_OPEN:
        return [whole(source)]


def read_batches(
    parts: Sequence[Part],
    options: ReadOptions,
    *,
    processes: int | None = None,
    advance: Callable[[int, int], None] = lambda _bytes, _articles: None,
    pool_floor: int = POOL_FLOOR,
) -> Iterator[ShardRows]:
    """The rows of a shard batch by batch, in the order of the parts whatever the number of processes.

    ``processes`` defaults to the cores this process may use. ``advance`` is told how many more bytes and articles are
    read. Fewer bytes than ``pool_floor`` are read in this process. Not more than a few batches are held at once.

    Raises:
        StoreError: the object store failed in a way that may pass; the shard can be read again.
        ReaderDiedError: a process was killed; the shard can be read again.
    """
    processes = usable_processes(processes)
    read = partial(read_parts, options=options)
    batches = plan_shards(_pieces(parts, options), BATCH_BYTES, _BATCH_SOURCES)
    alone = processes < 2 or sum(part.weight for part in parts) < pool_floor
    results: Iterable[tuple[list[Part | Block], ShardRows]] = (
        ((batch, read(batch)) for batch in batches) if alone else in_order(read, batches, processes)
    )
    for batch, rows in results:
        shares = (piece.share if isinstance(piece, Block) else piece.weight for piece in batch)
        advance(sum(shares), rows.n_articles)
        yield rows


def _pieces(parts: Sequence[Part], options: ReadOptions) -> Iterator[Part | Block]:
    """The parts, but of packed lines their blocks: one process unpacks, all read."""
    for part in parts:
        if not is_fed(part, BATCH_BYTES):
            yield part
            continue
        try:
            data = options.opener().source(part.uri)
        except CANNOT_OPEN:
            yield part
            continue
        with data:
            yield from blocks(part, data, BATCH_BYTES, options.limits)


def read_parts(parts: Iterable[Part | Block], options: ReadOptions) -> ShardRows:
    """Read parts one after the other in this process. Bad sources become issues; nothing is raised for content.

    Raises:
        StoreError: the object store failed in a way that may pass; the shard can be read again.
    """
    parts = list(parts)
    reader = grammar()
    screens = sum(piece.weight for piece in parts) >= _SCREEN_FLOOR
    rows = RowCollector()
    opener = options.opener()
    hashes: dict[str, str] = {}
    for piece in parts:
        part = piece.part if isinstance(piece, Block) else piece
        count: int | None = 0
        for item, may_tell in _looked_at(_items(piece, options, opener, hashes, screens=screens), screens=screens):
            if isinstance(item, Issue):
                rows.add_issue(part, item)
                # Not counted as read if it could not be opened: the next run tries again.
                count = None if item.reason == UNREADABLE and item.source_uri == part.uri else count
                continue
            count = (count or 0) + 1
            if isinstance(item, Screened):
                rows.pass_over(part, item.published_at, dated=item.dated)
                continue
            told = read_article(reader, item, screened=screens) if may_tell else ((), ())
            rows.add_article(part, item, *told)
        if count is not None:
            complete = not isinstance(piece, Block) or piece.last
            rows.close_part(part, count, complete=complete, content_hash=hashes.get(part.uri))
    return rows.rows()


def _looked_at(items: Iterable[Item], *, screens: bool) -> Iterator[tuple[Item, bool]]:
    """Items, with whether an article among them is to be read.

    Some are taken out of their source, then looked at, then read, so that each step finds its data in the caches.
    """
    items, look = iter(items), passing(grammar().may_tell)
    while several := list(islice(items, _TOGETHER)):
        worth = [not screens or (isinstance(item, Article) and look(item)) for item in several]
        yield from zip(several, worth, strict=True)


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


def read_items(source: Source, options: ReadOptions) -> Iterator[Article | Issue]:
    """The articles of a source, and issues; one that cannot be opened is an issue."""
    try:
        data = options.opener().source(source.uri)
    except CANNOT_OPEN as error:
        yield unreadable(source.uri, error)
        return
    with data:
        yield from read_source(source, data, options.limits, today=options.today, columns=options.columns)


def _items(
    piece: Part | Block, options: ReadOptions, opener: Opener, hashes: dict[str, str], *, screens: bool
) -> Iterator[Item]:
    """What a piece holds; ``hashes`` gets that of a source which is small enough to be held."""
    terms = Terms(options.limits, options.today, options.columns)
    if screens:
        reader = grammar()
        terms = replace(terms, keep=reader.screen.may_hold, keep_text=passing(reader.closer_look.may_hold_lines))
    if isinstance(piece, Block):
        yield from read_part(piece.as_part(), io.BytesIO(piece.lines), terms)
        if piece.fault is not None:
            reason, message = piece.fault
            yield Issue("ingest", reason, f"{piece.part.uri}: {message}", piece.part.uri)
        return
    try:
        with opener.source(piece.uri) if piece.whole else opener.part(piece) as data:
            if not piece.whole or piece.size > HELD_BYTES:
                yield from read_part(piece, data, terms)
                return
            content = data.read(HELD_BYTES)
            if data.read(1):  # it has grown since it was listed
                data.seek(0)
                yield from read_part(piece, data, terms)
                return
            hashes[piece.uri] = hashlib.sha256(content).hexdigest()
            yield from read_part(piece, io.BytesIO(content), terms)
    except CANNOT_OPEN as error:
        yield unreadable(piece.uri, error)


def touched(listed: Iterable[Listed], hashes: Mapping[str, str], options: ReadOptions) -> set[str]:
    """Those of the files that hold what they held although they look changed: copied, unpacked or checked out anew.

    Objects of a bucket are not asked, for their etag goes by their content.
    """
    same = set()
    for item in listed:
        if "://" in item.uri or item.uri not in hashes:
            continue
        try:
            content = Path(options.folder, item.uri).read_bytes()
        except OSError:  # reading it will say why
            continue
        if hashlib.sha256(content).hexdigest() == hashes[item.uri]:
            same.add(item.uri)
    return same


@cache
def grammar() -> Reader:
    """The grammar and its catalog, loaded once a process."""
    from tasks.catalog.load import load_catalog  # noqa: PLC0415  workers load it, a caller that plans does not
    from tasks.grammar.extract import Reader  # noqa: PLC0415

    reader = Reader(load_catalog(), publisher_province)
    gc.collect()
    gc.freeze()  # it is never garbage: no later collection needs to walk through it
    return reader
