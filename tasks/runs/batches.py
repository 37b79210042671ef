"""From what a run has staged to what publishing takes, and from a release to what the run tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import polars as pl

from expectations.evidence import misquoted_in
from tasks.articles.columns import UNKNOWN_COLUMNS
from tasks.lake.batch import Batch
from tasks.lake.datasets import DECISIONS, QUARANTINE
from tasks.lake.inbox import pending
from tasks.lake.snapshot import head, read_frame
from tasks.runs.checking import staged_warnings
from tasks.runs.manifests import Published

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.articles.columns import Columns
    from tasks.lake.release import Release
    from tasks.runs.manifests import Listing, Run, ShardCounts

_REASONS: Final = 5
ROWS_TOLD: Final = 500
"""Rows of a table that a report shows: pages are for people, the lake has them all."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Of what the figures depend on besides the articles."""

    code: str
    catalog: str
    rules: str


def rules_of_unread(rules_version: str, columns: Columns) -> str:
    """The rules with which a table of unknown columns was looked at: with another mapping it is to be read again."""
    mapping = ",".join(f"{field}={name}" for field, name in columns.named)
    return f"{rules_version} columns {mapping or 'by their usual names'}"


def staged_batch(run: Run, listing: Listing, shards: Sequence[ShardCounts], rules_version: str) -> Batch:
    """All that the run has read, not judged yet."""
    names = [piece for shard in shards for piece in shard.pieces]
    sources = _read(run.staging.get_all("sources", names))
    known = sources["uri"].implode()
    articles = run.staging.get_all("articles", names).filter(pl.col("source").is_in(known))
    issues = run.staging.get_all("issues", names)
    told = partial(_told, run, names, articles.select("article_id", "source_uri"))
    run.staging.put("misquoted", _misquoted(run, names))
    unread = issues.filter(reason=UNKNOWN_COLUMNS)["source"]
    return Batch(
        sources=sources.with_columns(
            rules_version=pl.when(pl.col("uri").is_in(unread.implode()))
            .then(pl.lit(rules_of_unread(rules_version, run.options.columns)))
            .otherwise(pl.lit(rules_version)),
            read_by=pl.lit(listing.reading, pl.String()),
        ),
        articles=articles.with_columns(text=pl.lit(None, pl.String())),
        issues=pl.concat(
            [
                run.staging.get("listing-issues"),
                issues.filter(pl.col("article_id").is_null() | pl.col("source").is_in(known)),
            ]
        ),
        removed=listing.removed,
        decisions=pending(run.store, read_frame(run.store, head(run.store), DECISIONS)),
        texts=partial(run.staging.texts, names),
        told=told,
    )


def _told(run: Run, names: Sequence[str], articles: pl.DataFrame, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """The observations of these articles, a piece at a time."""
    read = list(dict.fromkeys([*columns, *articles.columns]))
    for name in names:
        rows = run.staging.get(f"{name}-observations", read)
        yield rows.join(articles, on=articles.columns, how="semi", maintain_order="left").select(columns)


def _misquoted(run: Run, names: Sequence[str]) -> pl.DataFrame:
    """``observation_id`` of those whose span is not their quote: while its texts are at hand, a piece at a time."""
    found = [pl.Series("observation_id", dtype=pl.String)]
    for name in names:
        told = run.staging.get(f"{name}-observations", ["observation_id", "article_id", "quote", "char_start"])
        if not told.is_empty():
            found += [misquoted_in(texts, told) for texts in run.staging.texts([name])]
    return pl.concat(found).to_frame()


def _read(pieces: pl.DataFrame) -> pl.DataFrame:
    """The sources of which every part was read; the others are tried again by the next run, and tell nothing now."""
    return (
        pieces.group_by("uri", maintain_order=True)
        .agg(
            pl.first("size", "etag", "content_hash", "of"),
            pl.sum("n_articles", "parts"),
            pl.min("first_published"),
            pl.max("last_published"),
        )
        .filter(pl.col("parts") == pl.col("of"))
        .drop("parts", "of")
    )


def stage_outcome(run: Run, batch: Batch, release: Release | None) -> Published:
    """Stage, for those who report them, the first changes of a release and the first of the observations read that are
    held back."""
    held = _held_back(run, batch)
    run.staging.put("quarantined", held.head(ROWS_TOLD))
    reasons = tuple(held["message"].unique(maintain_order=True).head(_REASONS))
    unknown = batch.issues.filter(reason=UNKNOWN_COLUMNS)["message"]
    not_read = tuple(unknown.unique(maintain_order=True).head(_REASONS))
    if release is None:
        return Published(None, held.height, reasons, not_read=not_read)
    run.staging.put("changes", release.first_changes(ROWS_TOLD))
    delta = release.manifest.delta["statistics"]
    rows = release.manifest.rows["statistics"]
    moved = (delta.added, delta.changed, delta.removed)
    return Published(
        release.number,
        held.height,
        reasons,
        rows,
        *moved,
        n_changes=release.n_changes,
        warnings=staged_warnings(run),
        not_read=not_read,
    )


def _held_back(run: Run, batch: Batch) -> pl.DataFrame:
    """What the lake holds back of the observations that the batch brought."""
    quarantine = read_frame(run.store, head(run.store), QUARANTINE)
    held = quarantine["observation_id"].implode()
    told = (piece["observation_id"] for piece in batch.pieces("observation_id"))
    ids = [each.filter(each.is_in(held)) for each in told]
    return quarantine.filter(pl.col("observation_id").is_in(pl.concat(ids).implode()))
