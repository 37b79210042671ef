"""What a run read, laid over what the lake holds. The article is the unit: its rows come and go together.

Pure functions over frames; publishing calls them anew on every base that it has to rebase onto.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake import quarantine
from tasks.lake.changes import changed_keys
from tasks.lake.datasets import DECISIONS, ISSUES, LAKE_ISSUE_SCHEMA, OBSERVATIONS, QUARANTINE_SCHEMA, Dataset
from tasks.lake.errors import SchemaMismatchError
from tasks.lake.ledger import HOLDING_SCHEMA, HOLDINGS, SOURCE_SCHEMA, SOURCES, WITHDRAWN, Ledger
from tasks.records.article import ARTICLE_SCHEMA
from tasks.records.decision import DECISION_SCHEMA
from tasks.records.frames import compact
from tasks.records.observation import OBSERVATION_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

BATCH_ARTICLE_SCHEMA: Final[dict[str, pl.DataType]] = {
    **ARTICLE_SCHEMA,
    "source": pl.String(),
    "fingerprint": pl.List(pl.Int64()),
}
"""``source`` is the ledger's name of what was read; ``fingerprint`` may be null (then no copies are recognised)."""

BATCH_QUARANTINE_SCHEMA: Final = {name: kind for name, kind in QUARANTINE_SCHEMA.items() if name not in quarantine.SEEN}
"""Without the release numbers."""

_OPTIONAL: Final = {name: SOURCE_SCHEMA[name] for name in ("first_published", "last_published", "read_by")}
_PROVENANCE: Final = ("article", "source_uri", "publisher", "title", "published_at")
_DISTRICT: Final = ("city", "district")


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
    texts (``article_id``, ``text``) some at a time, as often as it is called, if they are not among the ``articles``.
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
        """The same with published types; ``SchemaMismatchError`` if rows refer to articles or sources not given."""
        articles = self.articles
        if "fingerprint" not in articles.columns:
            articles = articles.with_columns(fingerprint=pl.lit(None, pl.List(pl.Int64())))
        sources = self.sources.with_columns(
            pl.lit(None, kind).alias(name) for name, kind in _OPTIONAL.items() if name not in self.sources.columns
        )
        batch = Batch(
            _fitted("sources", sources, SOURCE_SCHEMA).unique("uri", keep="first", maintain_order=True),
            _fitted("articles", articles, BATCH_ARTICLE_SCHEMA),
            _fitted("observations", self.observations, OBSERVATION_SCHEMA),
            _fitted("quarantine", self.quarantine, BATCH_QUARANTINE_SCHEMA),
            _fitted("issues", self.issues, LAKE_ISSUE_SCHEMA),
            self.removed,
            self.withdrawn,
            self.reinstated,
            _fitted("decisions", self.decisions, DECISION_SCHEMA),
            self.texts,
        )
        known = batch.articles.select("article_id", "source_uri")
        for name, rows in (
            ("observations", batch.observations),
            ("quarantine", batch.quarantine),
            ("issues", batch.issues.filter(pl.col("article_id").is_not_null())),
        ):
            _require(name, rows.join(known, on=["article_id", "source_uri"], how="anti"), "article_id", "articles")
        unread = batch.articles.join(batch.sources, left_on="source", right_on="uri", how="anti")
        _require("articles", unread, "source", "sources")
        return batch

    def without(self, withdrawn: pl.Series) -> Batch:
        """The same as if what is withdrawn had not been read, and with its removal."""
        out = withdrawn.implode()

        def kept(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
            return frame.filter(pl.all_horizontal(~pl.col(name).is_in(out) for name in columns))

        return replace(
            self,
            sources=kept(self.sources, "uri"),
            articles=kept(self.articles, "source", "source_uri"),
            observations=kept(self.observations, "source_uri"),
            quarantine=kept(self.quarantine, "source_uri"),
            issues=kept(self.issues, "source", "source_uri"),
            removed=(*self.removed, *withdrawn),
        )


@dataclass(frozen=True, slots=True)
class State:
    """The rows that a release holds, without its statistics, which follow from them."""

    observations: pl.DataFrame
    quarantine: pl.DataFrame
    issues: pl.DataFrame
    ledger: Ledger
    decisions: pl.DataFrame = field(default_factory=DECISIONS.empty)

    @property
    def tellings(self) -> pl.DataFrame:
        """All observations, those held back among them."""
        return pl.concat([self.observations, self.quarantine.select(*OBSERVATION_SCHEMA)])


@dataclass(frozen=True, slots=True)
class Merged:
    """The next state, and what it takes to get there.

    ``touched``: city and district of every observation, accepted or held back, that changed or that a new decision is
    about. ``new_articles``: holdings that are not in the lake yet (their ``source`` says whose text).
    ``gone_articles``: holdings nobody holds any more. ``moved_articles``: holdings whose text stays but is now known
    from another source.
    """

    state: State
    touched: pl.DataFrame
    new_articles: pl.DataFrame
    gone_articles: pl.DataFrame
    moved_articles: pl.DataFrame


def merge(state: State, batch: Batch, release: int) -> Merged:
    """The lake's rows with the batch's in place of all earlier ones of the same articles and sources.

    An article that several sources hold is told once, as its first source (by address) tells it, whichever was read
    first; when that source goes, the next one takes over.
    """
    withdrawn = _withdrawn(state.ledger, batch)
    batch = batch.checked().without(withdrawn["uri"])
    reread = pl.concat([batch.sources["uri"], pl.Series("uri", batch.removed, pl.String())]).unique()
    old = state.ledger.holdings
    told = _told(batch, old)
    renewed = pl.col("source").is_in(reread.implode()) | pl.col("source_uri").is_in(withdrawn["uri"].implode())
    held = pl.concat([old.filter(~renewed), told]).unique(["source", "article_id"], keep="last", maintain_order=True)
    touched_ids = pl.concat([old.filter(renewed), told])["article_id"].unique()
    is_touched = pl.col("article_id").is_in(touched_ids.implode())
    first = _first(held.filter(is_touched))
    held = held.with_columns(pl.col("part").fill_null(release))

    rows = _Rows(first, told.select("article_id", "source_uri").unique(), touched_ids)
    observations = OBSERVATIONS.ordered(rows.replaced(state.observations, batch.observations, ["observation_id"]))
    undated = batch.quarantine.with_columns(pl.lit(None, pl.Int64).alias(name) for name in quarantine.SEEN)
    held_back = quarantine.dated(
        state.quarantine, rows.replaced(state.quarantine, undated, ["observation_id"]), release
    )
    others = state.ledger.sources.filter(~pl.col("uri").is_in(reread.implode()))
    before = _first(old.filter(is_touched))
    return Merged(
        State(
            observations,
            held_back,
            _issues(rows, state.issues, batch.issues, reread),
            Ledger(
                # Merging sorted tables is linear; a ledger may hold millions of sources.
                others.merge_sorted(SOURCES.ordered(batch.sources), key="uri"),
                HOLDINGS.ordered(held),
                withdrawn,
            ),
            _decisions(state.decisions, batch.decisions),
        ),
        touched=pl.concat(
            [
                changed_keys(state.observations.filter(is_touched), observations.filter(is_touched), _DISTRICT),
                changed_keys(state.quarantine.filter(is_touched), held_back.filter(is_touched), _DISTRICT),
                *(_decided(rows, state.decisions, batch.decisions) for rows in (observations, held_back)),
            ]
        ).unique(maintain_order=True),
        new_articles=first.filter(pl.col("part").is_null()),
        gone_articles=before.join(first, on="article_id", how="anti"),
        moved_articles=first.filter(pl.col("part").is_not_null()).join(
            before, on=["article_id", *_PROVENANCE], how="anti", nulls_equal=True
        ),
    )


def _decisions(kept: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Nothing is ever taken out."""
    return DECISIONS.ordered(pl.concat([kept, new]).unique("decision_id", keep="first", maintain_order=True))


def _decided(rows: pl.DataFrame, kept: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """City and district of the rows that decisions not kept so far are about."""
    ids = new.join(kept, on="decision_id", how="anti")["observation_id"]
    return rows.filter(pl.col("observation_id").is_in(ids.implode())).select(_DISTRICT)


@dataclass(frozen=True, slots=True)
class _Rows:
    """How rows of touched articles are renewed: ``first`` names the source that each is told by from now on."""

    first: pl.DataFrame
    read: pl.DataFrame
    touched_ids: pl.Series

    def replaced(self, lake: pl.DataFrame, batch: pl.DataFrame, identity: list[str]) -> pl.DataFrame:
        """Batch rows where the article's first source was read now, else the lake's, with that source's names."""
        is_touched = pl.col("article_id").is_in(self.touched_ids.implode())
        on = ["article_id", "source_uri"]
        read_now = self.first.join(self.read, on=on, how="semi")
        as_before = self.first.join(self.read, on=on, how="anti")
        stamps = [name for name in (*_PROVENANCE, "source") if name in lake.columns]
        renewed = (
            pl.concat(
                [
                    batch.join(read_now, on=on, how="semi", maintain_order="left"),
                    lake.filter(is_touched).join(as_before, on="article_id", how="semi", maintain_order="left"),
                ]
            )
            .drop(stamps)
            .join(self.first.select("article_id", *stamps), on="article_id", how="inner", maintain_order="left")
            .select(lake.columns)
            .unique(identity, keep="first", maintain_order=True)
        )
        return pl.concat([lake.filter(~is_touched), renewed])


def _withdrawn(ledger: Ledger, batch: Batch) -> pl.DataFrame:
    names = {*ledger.withdrawn["uri"], *batch.withdrawn} - set(batch.reinstated)
    return WITHDRAWN.ordered(pl.DataFrame({"uri": sorted(names)}, {"uri": pl.String()}))


def _told(batch: Batch, old: pl.DataFrame) -> pl.DataFrame:
    """The batch's articles that leave rows, as holdings; ``part`` where the lake has the text already."""
    traced = pl.concat([rows["article_id"] for rows in (batch.observations, batch.quarantine, batch.issues)]).unique()
    parts = old.select("article_id", "part").unique("article_id")
    return (
        batch.articles.filter(pl.col("article_id").is_in(traced.drop_nulls().implode()))
        .unique(["source", "article_id"], keep="first", maintain_order=True)
        .join(parts, on="article_id", how="left", maintain_order="left")
        .select(*HOLDING_SCHEMA)
    )


def _first(holdings: pl.DataFrame) -> pl.DataFrame:
    return holdings.sort("source_uri", "source", nulls_last=True).unique(
        "article_id", keep="first", maintain_order=True
    )


def _issues(rows: _Rows, lake: pl.DataFrame, batch: pl.DataFrame, reread: pl.Series) -> pl.DataFrame:
    """Issues of articles go with the article, issues of a whole source with the source."""
    of_article = pl.col("article_id").is_not_null()
    sources = pl.concat([reread, batch.filter(~of_article)["source"]]).unique()
    kept = lake.filter(~of_article & ~pl.col("source").is_in(sources.implode()))
    told = rows.replaced(lake.filter(of_article), batch.filter(of_article), list(LAKE_ISSUE_SCHEMA))
    return ISSUES.ordered(pl.concat([kept, batch.filter(~of_article), told]).unique(maintain_order=True))


def _fitted(name: str, frame: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return Dataset(name, ISSUES.title, schema, ()).ordered(frame)


def _require(name: str, orphans: pl.DataFrame, column: str, missing_from: str) -> None:
    if orphans.height:
        raise SchemaMismatchError(
            f"{orphans.height} rows of the batch's {name} have {column} {orphans[column][0]!r} or others that are not "
            f"among its {missing_from}",
            f"Give every such row to Batch.{missing_from}.",
        )
