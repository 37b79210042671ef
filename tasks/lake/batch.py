"""What one run brings to a lake, or takes away."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake import quarantine
from tasks.lake.datasets import ISSUES, LAKE_ISSUE_SCHEMA, QUARANTINE_SCHEMA, Dataset
from tasks.lake.errors import SchemaMismatchError
from tasks.lake.ledger import SOURCE_SCHEMA
from tasks.records.article import ARTICLE_SCHEMA, FINGERPRINT
from tasks.records.decision import DECISION_SCHEMA
from tasks.records.frames import compact
from tasks.records.observation import OBSERVATION_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

BATCH_ARTICLE_SCHEMA: Final[dict[str, pl.DataType]] = {
    **ARTICLE_SCHEMA,
    "source": pl.String(),
    "fingerprint": FINGERPRINT,
}
"""``source`` is the ledger's name of what was read; ``fingerprint`` may be null (then no copies are recognised)."""

BATCH_QUARANTINE_SCHEMA: Final = {name: kind for name, kind in QUARANTINE_SCHEMA.items() if name not in quarantine.SEEN}
"""Without the release numbers."""

_OPTIONAL: Final = {name: SOURCE_SCHEMA[name] for name in ("first_published", "last_published", "read_by")}


def _none(schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one run brings, or takes away.

    ``sources``: SOURCE_SCHEMA (publication days and ``read_by`` may be left out), everything read completely in this
    run; it replaces all that earlier readings of these sources brought. ``articles``: BATCH_ARTICLE_SCHEMA, at least
    those of the rows below (the others leave no trace).
    ``observations``: OBSERVATION_SCHEMA, the accepted ones; ``quarantine``: BATCH_QUARANTINE_SCHEMA; ``issues``:
    LAKE_ISSUE_SCHEMA. ``removed``: addresses of sources that are gone; what only they told goes with them.
    ``withdrawn``: addresses of sources, or of single articles, that shall go and stay out although they may be read
    again; ``reinstated`` takes addresses from that list (their content comes back when next read). ``decisions``:
    DECISION_SCHEMA, what people decided since; those that the lake has already change nothing. ``texts`` gives the
    texts (``article_id``, ``text``) some at a time, as often as it is called, if they are not among the ``articles``;
    ``told`` likewise observations that are not among the ``observations``, of them the columns that it is asked for.
    """

    sources: pl.DataFrame = field(default_factory=lambda: _none(SOURCE_SCHEMA))
    articles: pl.DataFrame = field(default_factory=lambda: _none(BATCH_ARTICLE_SCHEMA))
    observations: pl.DataFrame = field(default_factory=lambda: _none(OBSERVATION_SCHEMA))
    quarantine: pl.DataFrame = field(default_factory=lambda: _none(BATCH_QUARANTINE_SCHEMA))
    issues: pl.DataFrame = field(default_factory=lambda: _none(LAKE_ISSUE_SCHEMA))
    removed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    reinstated: tuple[str, ...] = ()
    decisions: pl.DataFrame = field(default_factory=lambda: _none(DECISION_SCHEMA))
    texts: Callable[[], Iterable[pl.DataFrame]] | None = None
    told: Callable[[Sequence[str]], Iterable[pl.DataFrame]] | None = None

    def pieces(self, *columns: str) -> Iterator[pl.DataFrame]:
        """All its observations, some at a time, or these columns of them."""
        schema = {name: OBSERVATION_SCHEMA[name] for name in columns or OBSERVATION_SCHEMA}
        yield _fitted("observations", self.observations, schema)
        if self.told is not None:
            for piece in self.told(tuple(schema)):
                yield _fitted("observations", piece, schema)

    def with_texts(self, articles: pl.DataFrame) -> pl.DataFrame:
        """Some of its articles with their texts, wherever those are."""
        if self.texts is None:
            return articles
        mine = pl.col("article_id").is_in(articles["article_id"].implode())
        texts = pl.concat([compact(part.select("article_id", "text").filter(mine)) for part in self.texts()])
        texts = texts.unique("article_id", keep="first")
        return (
            articles.drop("text")
            .join(texts, on="article_id", how="left", maintain_order="left")
            .select(articles.columns)
        )

    def checked(self) -> Batch:
        """The same with published types; ``SchemaMismatchError`` if rows refer to articles or sources not given.

        Observations are looked at when they are taken, see :meth:`known`.
        """
        articles = self.articles
        if "fingerprint" not in articles.columns:
            articles = articles.with_columns(fingerprint=pl.lit(None, FINGERPRINT))
        sources = self.sources.with_columns(
            pl.lit(None, kind).alias(name) for name, kind in _OPTIONAL.items() if name not in self.sources.columns
        )
        batch = Batch(
            _fitted("sources", sources, SOURCE_SCHEMA).unique("uri", keep="first", maintain_order=True),
            _fitted("articles", articles, BATCH_ARTICLE_SCHEMA),
            self.observations,
            _fitted("quarantine", self.quarantine, BATCH_QUARANTINE_SCHEMA),
            _fitted("issues", self.issues, LAKE_ISSUE_SCHEMA),
            self.removed,
            self.withdrawn,
            self.reinstated,
            _fitted("decisions", self.decisions, DECISION_SCHEMA),
            self.texts,
            self.told,
        )
        batch.known("quarantine", batch.quarantine)
        batch.known("issues", batch.issues.filter(pl.col("article_id").is_not_null()))
        unread = batch.articles.join(batch.sources, left_on="source", right_on="uri", how="anti")
        _require("articles", unread, "source", "sources")
        return batch

    def known(self, name: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of the batch themselves, if all their articles were given."""
        told_by = ["article_id", "source_uri"]
        _require(name, rows.join(self.articles, on=told_by, how="anti"), "article_id", "articles")
        return rows

    def without(self, withdrawn: pl.Series) -> Batch:
        """The same as if what is withdrawn had not been read, and with its removal; of observations nothing goes."""
        if withdrawn.is_empty():
            return self
        out = withdrawn.implode()

        def kept(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
            return frame.filter(pl.all_horizontal(~pl.col(name).is_in(out) for name in columns))

        return replace(
            self,
            sources=kept(self.sources, "uri"),
            articles=kept(self.articles, "source", "source_uri"),
            quarantine=kept(self.quarantine, "source_uri"),
            issues=kept(self.issues, "source", "source_uri"),
            removed=(*self.removed, *withdrawn),
        )


def _fitted(name: str, frame: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return Dataset(name, ISSUES.title, schema, ()).ordered(frame)


def _require(name: str, orphans: pl.DataFrame, column: str, missing_from: str) -> None:
    if orphans.height:
        raise SchemaMismatchError(
            f"{orphans.height} rows of the batch's {name} have {column} {orphans[column][0]!r} or others that are not "
            f"among its {missing_from}",
            f"Give every such row to Batch.{missing_from}.",
        )
