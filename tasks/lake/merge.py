"""What a run read, laid over what the lake holds. The article is the unit: its rows come and go together.

Pure functions over frames; publishing calls them anew on every base that it has to rebase onto.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake import quarantine
from tasks.lake.changes import changed_keys
from tasks.lake.datasets import DECISIONS, ISSUES, LAKE_ISSUE_SCHEMA, OBSERVATIONS
from tasks.lake.ledger import HOLDINGS, SOURCES, WITHDRAWN, Ledger
from tasks.lake.slices import DISTRICT
from tasks.records.observation import OBSERVATION_SCHEMA

if TYPE_CHECKING:
    from tasks.lake.batch import Batch

_PROVENANCE: Final = ("article", "source_uri", "publisher", "title", "published_at")


@dataclass(frozen=True, slots=True)
class State:
    """The rows that a release holds, without its statistics, which follow from them.

    Of large releases ``observations`` and ``quarantine`` are those of some whole districts at a time.
    """

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
class Renewal:
    """What a batch makes of a release: at once of what is not told by district, and of the rest as it is asked for.

    ``new_articles``: holdings that are not in the lake yet (their ``source`` says whose text). ``gone_articles``:
    holdings nobody holds any more. ``moved_articles``: holdings whose text stays but is now known from another source.
    """

    batch: Batch
    release: int
    issues: pl.DataFrame
    ledger: Ledger
    decisions: pl.DataFrame
    new_articles: pl.DataFrame
    gone_articles: pl.DataFrame
    moved_articles: pl.DataFrame
    _given: Batch
    _rows: _Rows
    _decided: pl.Series

    def of(self, before: State, told: pl.DataFrame, refused: pl.DataFrame) -> tuple[State, pl.DataFrame]:
        """The next state of some districts, and city and district of those that are touched: of every observation,
        accepted or held back, that changed or that a new decision is about.

        ``told`` and ``refused`` are the batch's observations and quarantine of these districts.
        """
        told = _not_withdrawn(self._given.known("observations", told), self.ledger.withdrawn)
        observations, held_back = before.observations, before.quarantine
        is_touched = self._rows.is_touched
        moved = any(frame.select(is_touched.any()).item() for frame in (observations, held_back))
        if moved or not (told.is_empty() and refused.is_empty()):
            undated = refused.with_columns(pl.lit(None, pl.Int64).alias(name) for name in quarantine.SEEN)
            observations = OBSERVATIONS.ordered(self._rows.replaced(observations, told, ["observation_id"]))
            held_back = quarantine.dated(
                held_back, self._rows.replaced(held_back, undated, ["observation_id"]), self.release
            )
        decided = pl.col("observation_id").is_in(self._decided.implode())
        touched = [
            changed_keys(old.filter(is_touched), new.filter(is_touched), DISTRICT)
            for old, new in ((before.observations, observations), (before.quarantine, held_back))
        ]
        touched += [new.filter(decided).select(DISTRICT) for new in (observations, held_back)]
        state = State(observations, held_back, self.issues, self.ledger, self.decisions)
        return state, pl.concat(touched).unique(maintain_order=True)


def renew(before: State, batch: Batch, release: int) -> Renewal:
    """The lake's rows with the batch's in place of all earlier ones of the same articles and sources.

    An article that several sources hold is told once, as its first source (by address) tells it, whichever was read
    first; when that source goes, the next one takes over. Of ``before``, observations and quarantine are not looked at.
    """
    withdrawn = _withdrawn(before.ledger, batch)
    given = batch.checked()
    batch = given.without(withdrawn["uri"])
    told_in = pl.concat(
        [_not_withdrawn(piece, withdrawn)["article_id"].unique() for piece in batch.pieces("article_id", "source_uri")]
    ).unique()
    reread = pl.concat([batch.sources["uri"], pl.Series("uri", batch.removed, pl.String())]).unique()
    # Fingerprints are most of what a holding takes: rows say where theirs is until all is decided.
    prints = pl.concat([before.ledger.holdings["fingerprint"], batch.articles["fingerprint"]], rechunk=False)
    old = before.ledger.holdings.drop("fingerprint").with_row_index("_print")
    told = _told(batch, told_in, old)
    renewed = pl.col("source").is_in(reread.implode()) | pl.col("source_uri").is_in(withdrawn["uri"].implode())
    held = pl.concat([old.filter(~renewed), told]).unique(["source", "article_id"], keep="last", maintain_order=True)
    touched_ids = pl.concat([old.filter(renewed)["article_id"], told["article_id"]]).unique()
    is_touched = pl.col("article_id").is_in(touched_ids.implode())
    first = _first(held.filter(is_touched))
    held = held.with_columns(pl.col("part").fill_null(release)).sort(HOLDINGS.sort_by, nulls_last=True)
    earlier = _first(old.filter(is_touched))
    rows = _Rows(first, told.select("article_id", "source_uri").unique(), touched_ids)
    others = before.ledger.sources.filter(~pl.col("uri").is_in(reread.implode()))
    return Renewal(
        batch,
        release,
        _issues(rows, before.issues, batch.issues, reread),
        Ledger(
            # Merging sorted tables is linear; a ledger may hold millions of sources.
            others.merge_sorted(SOURCES.ordered(batch.sources), key="uri"),
            HOLDINGS.fitted(held.with_columns(fingerprint=prints.gather(held["_print"]))),
            withdrawn,
        ),
        DECISIONS.ordered(
            # Nothing is ever taken out.
            pl.concat([before.decisions, batch.decisions]).unique("decision_id", keep="first", maintain_order=True)
        ),
        new_articles=first.filter(pl.col("part").is_null()),
        gone_articles=earlier.join(first, on="article_id", how="anti"),
        moved_articles=first.filter(pl.col("part").is_not_null()).join(
            earlier, on=["article_id", *_PROVENANCE], how="anti", nulls_equal=True
        ),
        _given=given,
        _rows=rows,
        _decided=batch.decisions.join(before.decisions, on="decision_id", how="anti")["observation_id"],
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """How rows of touched articles are renewed: ``first`` names the source that each is told by from now on."""

    first: pl.DataFrame
    read: pl.DataFrame
    touched_ids: pl.Series

    @property
    def is_touched(self) -> pl.Expr:
        return pl.col("article_id").is_in(self.touched_ids.implode())

    def replaced(self, lake: pl.DataFrame, batch: pl.DataFrame, identity: list[str]) -> pl.DataFrame:
        """Batch rows where the article's first source was read now, else the lake's, with that source's names."""
        is_touched = self.is_touched
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


def _not_withdrawn(rows: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(~pl.col("source_uri").is_in(withdrawn["uri"].implode()))


def _told(batch: Batch, told_in: pl.Series, old: pl.DataFrame) -> pl.DataFrame:
    """The batch's articles that leave rows, as holdings like ``old``; ``part`` where the lake has the text already."""
    traced = pl.concat([told_in, batch.quarantine["article_id"], batch.issues["article_id"]]).unique()
    parts = old.select("article_id", "part").unique("article_id")
    return (
        batch.articles.drop("text", "fingerprint")
        .with_row_index("_print", offset=old.height)
        .filter(pl.col("article_id").is_in(traced.drop_nulls().implode()))
        .unique(["source", "article_id"], keep="first", maintain_order=True)
        .join(parts, on="article_id", how="left", maintain_order="left")
        .select(*old.columns)
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
