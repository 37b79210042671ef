"""What reading a shard gives: four tables, each row with the source it came from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.reconciliation.copies import fingerprint
from tasks.records.article import ARTICLE_SCHEMA, FINGERPRINT
from tasks.records.frames import to_frame
from tasks.records.issue import ISSUE_SCHEMA, Issue
from tasks.records.observation import OBSERVATION_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tasks.articles.parts import Part
    from tasks.records.article import Article
    from tasks.records.observation import Observation

SHARD_SCHEMAS: Final[dict[str, dict[str, pl.DataType]]] = {
    "sources": {
        "uri": pl.String(),
        "size": pl.Int64(),
        "etag": pl.String(),
        "content_hash": pl.String(),
        "n_articles": pl.Int64(),
        "parts": pl.Int64(),
        "of": pl.Int64(),
        "first_published": pl.Date(),
        "last_published": pl.Date(),
    },
    "articles": {**ARTICLE_SCHEMA, "source": pl.String(), "fingerprint": FINGERPRINT},
    "observations": OBSERVATION_SCHEMA,
    "issues": {**ISSUE_SCHEMA, "source": pl.String()},
}
"""``source`` is the file or object that was being read, whatever address a record in it gives itself; by their
``fingerprint`` copies of one text are known. A source has a row for each piece that was read of it: it is read when its
``parts`` add up to ``of``. ``first_published`` and ``last_published`` span the days of its articles, null if none has
one."""

_ANY_DAY: Final = (date(1, 1, 1), date(9999, 12, 31))


@dataclass(frozen=True, slots=True)
class ShardRows:
    """``sources`` counts the articles of each source; ``articles`` are those that left a row; their text is kept."""

    sources: pl.DataFrame
    articles: pl.DataFrame
    observations: pl.DataFrame
    issues: pl.DataFrame

    @property
    def n_articles(self) -> int:
        return int(self.sources["n_articles"].sum())

    @property
    def n_bytes(self) -> int:
        """Bytes in memory, about."""
        return sum(getattr(self, field.name).estimated_size() for field in fields(self))


class RowCollector:
    """Gathers records source by source; frames are made once, at the end."""

    def __init__(self) -> None:
        self._sources: list[tuple[str, int, str, str | None, int, int, int, date | None, date | None]] = []
        self._days: dict[str, list[date]] = defaultdict(list)
        self._articles: list[Article] = []
        self._article_sources: list[str] = []
        self._fingerprints: list[tuple[int, ...]] = []
        self._observations: list[Observation] = []
        self._issues: list[Issue] = []
        self._issue_sources: list[str] = []

    def add_article(
        self, part: Part, article: Article, observations: Sequence[Observation], issues: Sequence[Issue]
    ) -> None:
        """An article and what was found in it; of one in which nothing was found only its day is kept."""
        if article.published_at is not None:
            self._days[part.uri].append(article.published_at)
        if observations or issues:
            self._articles.append(article)
            self._article_sources.append(part.uri)
            self._fingerprints.append(fingerprint(article.text))
            self._observations.extend(observations)
        for issue in issues:
            self.add_issue(part, issue)

    def add_issue(self, part: Part, issue: Issue) -> None:
        self._issues.append(issue)
        self._issue_sources.append(part.uri)

    def pass_over(self, part: Part, day: date | None, *, dated: bool) -> None:
        """An article in which nothing is told; unless its day was looked for, it may be of any."""
        if dated:
            self._days[part.uri] += () if day is None else (day,)
        else:
            self._days[part.uri] = list(_ANY_DAY)

    def close_part(
        self, part: Part, n_articles: int, *, complete: bool = True, content_hash: str | None = None
    ) -> None:
        """A part was read; not ``complete`` if more of this very part is yet to come."""
        days = self._days.pop(part.uri, [])
        first, last = min(days, default=None), max(days, default=None)
        counts = (n_articles, int(complete), part.of)
        self._sources.append((part.uri, part.size, part.etag, content_hash, *counts, first, last))

    def rows(self) -> ShardRows:
        return ShardRows(
            pl.DataFrame(self._sources, schema=SHARD_SCHEMAS["sources"], orient="row"),
            _sourced(to_frame(self._articles, ARTICLE_SCHEMA), self._article_sources).with_columns(
                pl.Series("fingerprint", self._fingerprints, dtype=FINGERPRINT)
            ),
            to_frame(self._observations, OBSERVATION_SCHEMA),
            _sourced(to_frame(self._issues, ISSUE_SCHEMA), self._issue_sources),
        )


def joined(parts: Sequence[ShardRows]) -> ShardRows:
    """The rows of several parts one after the other."""
    return ShardRows(
        **{
            field.name: pl.concat(
                [pl.DataFrame(schema=SHARD_SCHEMAS[field.name]), *(getattr(p, field.name) for p in parts)]
            )
            for field in fields(ShardRows)
        }
    )


def gathered(parts: Iterable[ShardRows], max_bytes: int) -> Iterator[ShardRows]:
    """The same rows in fewer parts, each closed as soon as it holds ``max_bytes``; at least one."""
    held: list[ShardRows] = []
    size, closed = 0, False
    for part in parts:
        held.append(part)
        size += part.n_bytes
        if size >= max_bytes:
            yield joined(held)
            held, size, closed = [], 0, True
    if held or not closed:
        yield joined(held)


def _sourced(frame: pl.DataFrame, sources: list[str]) -> pl.DataFrame:
    return frame.with_columns(pl.Series("source", sources, dtype=pl.String()))
