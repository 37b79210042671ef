"""What was read: every source with its state then, and which articles of it left rows in the lake.

The ledger is part of each release, so what it says was read is exactly what the release holds. Articles without a
figure leave no row here but the count, so a ledger grows with sources and finds, not with everything read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake.datasets import Dataset
from tasks.lake.fields import Meaning
from tasks.records.article import FINGERPRINT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date

SOURCE_SCHEMA: Final[dict[str, pl.DataType]] = {
    "uri": pl.String(),
    "size": pl.Int64(),
    "etag": pl.String(),
    "content_hash": pl.String(),
    "rules_version": pl.String(),
    "n_articles": pl.Int64(),
    "first_published": pl.Date(),
    "last_published": pl.Date(),
    "read_by": pl.String(),
}
"""``etag`` is the store's (on a folder modification time and size); ``content_hash`` (SHA-256) of the raw bytes is null
where a source was too large to be read at once.

``first_published`` and ``last_published`` span the publication days of all its articles, those without a figure too;
null if no day is known. ``read_by`` is the reading again (backfill) that read it last, null for ordinary runs.
"""

HOLDING_SCHEMA: Final[dict[str, pl.DataType]] = {
    "source": pl.String(),
    "article_id": pl.String(),
    "source_uri": pl.String(),
    "article": pl.String(),
    "publisher": pl.String(),
    "title": pl.String(),
    "published_at": pl.Date(),
    "fingerprint": FINGERPRINT,
    "part": pl.Int64(),
}
"""One row for each article that a source holds and that left rows in the lake, as that source tells of it.

``part`` is the release whose article file has the text.
"""

SOURCES: Final = Dataset("sources", Meaning("Các nguồn đã đọc", "Sources read"), SOURCE_SCHEMA, ("uri",))
HOLDINGS: Final = Dataset(
    "holdings",
    Meaning("Bài nào ở nguồn nào", "Which source holds which article"),
    HOLDING_SCHEMA,
    ("source", "article_id"),
)

WITHDRAWN: Final = Dataset(
    "withdrawn", Meaning("Các nguồn đã rút", "Sources withdrawn by name"), {"uri": pl.String()}, ("uri",)
)
"""Addresses of sources or of single articles that stay out of the lake however often they are read again."""

TABLES: Final = (SOURCES, HOLDINGS, WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Listed:
    """A source as a listing shows it now."""

    uri: str
    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do about the sources it was given."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    outdated: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def to_read(self) -> tuple[str, ...]:
        return (*self.new, *self.changed, *self.outdated)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tables, sorted."""

    sources: pl.DataFrame
    holdings: pl.DataFrame
    withdrawn: pl.DataFrame

    @classmethod
    def empty(cls) -> Ledger:
        return cls(*(table.empty() for table in TABLES))

    def tables(self) -> Iterator[tuple[Dataset, pl.DataFrame]]:
        return zip(TABLES, (self.sources, self.holdings, self.withdrawn), strict=True)

    def equals(self, other: Ledger) -> bool:
        return all(mine.equals(its) for (_, mine), (_, its) in zip(self.tables(), other.tables(), strict=True))

    def due(self, first: date, last: date, reading: str) -> list[str]:
        """Sources with articles published from ``first`` to ``last`` that the reading named so has yet to read again.

        Those of which no publication day is known could hold some, so they are due as well.
        """
        outside = (pl.col("first_published") > last) | (pl.col("last_published") < first)
        unread = pl.col("read_by").ne_missing(reading)
        return self.sources.filter(unread & ~outside.fill_null(value=False))["uri"].to_list()

    def hashes(self, listed: Iterable[Listed], rules_version: str) -> dict[str, str]:
        """What those of the sources hashed to that are as long as they were and were read with these rules."""
        sizes = {item.uri: item.size for item in listed}
        known = self.sources.filter(
            pl.col("uri").is_in(list(sizes)), pl.col("content_hash").is_not_null(), rules_version=rules_version
        )
        rows = known.select("uri", "size", "content_hash").iter_rows()
        return {uri: digest for uri, size, digest in rows if size == sizes[uri]}

    def plan(self, listed: Iterable[Listed], rules_versions: Collection[str], complete: Collection[str] = ()) -> Plan:
        """Compare a listing with what was read.

        ``outdated`` sources are as they were but were read with none of these rules. ``gone`` are those known under
        one of the ``complete`` prefixes (places that the listing covers fully) that the listing lacks; a prefix that is
        a folder should end in ``/``. Withdrawn sources are none of all these.
        """
        now = pl.DataFrame(
            [(item.uri, item.size, item.etag) for item in listed],
            schema={"uri": pl.String(), "size": pl.Int64(), "etag": pl.String()},
            orient="row",
        ).unique("uri", keep="first", maintain_order=True)
        now = now.join(self.withdrawn, on="uri", how="anti", maintain_order="left")
        known = self.sources.select("uri", pl.col("size", "etag", "rules_version").name.prefix("_"))
        joined = now.join(known, on="uri", how="left", maintain_order="left")
        same = (pl.col("size") == pl.col("_size")) & (pl.col("etag") == pl.col("_etag"))
        state = (
            pl.when(pl.col("_size").is_null())
            .then(pl.lit("new"))
            .when(~same)
            .then(pl.lit("changed"))
            .when(~pl.col("_rules_version").is_in(list(rules_versions)))
            .then(pl.lit("outdated"))
            .otherwise(pl.lit("unchanged"))
        )
        by_state = dict(joined.select("uri", state=state).group_by("state").agg("uri").iter_rows())
        covered = [self.sources.filter(pl.col("uri").str.starts_with(prefix)) for prefix in complete]
        missing = pl.concat([SOURCES.empty(), *covered]).join(now, on="uri", how="anti")
        gone = tuple(missing["uri"].unique().sort())
        new, changed, outdated, unchanged = (
            tuple(by_state.get(name, ())) for name in ("new", "changed", "outdated", "unchanged")
        )
        return Plan(new, changed, outdated, unchanged, gone)
