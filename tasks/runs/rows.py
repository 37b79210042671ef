"""What reading a shard gives: four tables, each row with the source it came from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.reconciliation.copies import fingerprint
from tasks.records.article import ARTICLE_SCHEMA
from tasks.records.frames import to_frame
from tasks.records.issue import ISSUE_SCHEMA, Issue
from tasks.records.observation import OBSERVATION_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.articles.sources import Source
    from tasks.records.article import Article
    from tasks.records.observation import Observation

SHARD_SCHEMAS: Final[dict[str, dict[str, pl.DataType]]] = {
    "sources": {"uri": pl.String(), "size": pl.Int64(), "etag": pl.String(), "n_articles": pl.Int64()},
    "articles": {**ARTICLE_SCHEMA, "source": pl.String(), "fingerprint": pl.List(pl.Int64())},
    "observations": OBSERVATION_SCHEMA,
    "issues": {**ISSUE_SCHEMA, "source": pl.String()},
}
"""``source`` is the file or object that was being read, whatever address a record in it gives itself; by their
``fingerprint`` copies of one text are known."""


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


class RowCollector:
    """Gathers records source by source; frames are made once, at the end."""

    def __init__(self) -> None:
        self._sources: list[tuple[str, int, str, int]] = []
        self._articles: list[Article] = []
        self._article_sources: list[str] = []
        self._fingerprints: list[tuple[int, ...]] = []
        self._observations: list[Observation] = []
        self._issues: list[Issue] = []
        self._issue_sources: list[str] = []

    def add_article(
        self, source: Source, article: Article, observations: Sequence[Observation], issues: Sequence[Issue]
    ) -> None:
        """An article and what was found in it; one in which nothing was found is only counted."""
        if observations or issues:
            self._articles.append(article)
            self._article_sources.append(source.uri)
            self._fingerprints.append(fingerprint(article.text))
            self._observations.extend(observations)
        for issue in issues:
            self.add_issue(source, issue)

    def add_issue(self, source: Source, issue: Issue) -> None:
        self._issues.append(issue)
        self._issue_sources.append(source.uri)

    def close_source(self, source: Source, n_articles: int) -> None:
        self._sources.append((source.uri, source.size, source.etag, n_articles))

    def rows(self) -> ShardRows:
        return ShardRows(
            pl.DataFrame(self._sources, schema=SHARD_SCHEMAS["sources"], orient="row"),
            _sourced(to_frame(self._articles, ARTICLE_SCHEMA), self._article_sources).with_columns(
                pl.Series("fingerprint", self._fingerprints, dtype=pl.List(pl.Int64()))
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


def _sourced(frame: pl.DataFrame, sources: list[str]) -> pl.DataFrame:
    return frame.with_columns(pl.Series("source", sources, dtype=pl.String()))
