"""From what a run has staged to what publishing takes, and from a release to what the run tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.articles.columns import UNKNOWN_COLUMNS
from tasks.lake.datasets import DECISIONS, QUARANTINE
from tasks.lake.inbox import pending
from tasks.lake.merge import Batch
from tasks.lake.snapshot import head, read_frame
from tasks.records.frames import compact
from tasks.runs.checking import staged_warnings
from tasks.runs.manifests import Published

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.articles.columns import Columns
    from tasks.lake.release import Release
    from tasks.runs.manifests import Listing, Run, ShardCounts

_REASONS: Final = 5
_NO_TEXTS: Final = pl.DataFrame(schema={"article_id": pl.String(), "text": pl.String()})


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
    observations = run.staging.get_all("observations", names).join(
        articles, on=["article_id", "source_uri"], how="semi", maintain_order="left"
    )
    # Of all texts those are held at once in which figures were found; most are there because of an issue.
    cited = [compact(part.join(observations, on="article_id", how="semi")) for part in run.staging.texts(names)]
    unread = issues.filter(reason=UNKNOWN_COLUMNS)["source"]
    run.staging.put("texts", pl.concat([_NO_TEXTS, *cited]).unique("article_id", maintain_order=True))
    return Batch(
        sources=sources.with_columns(
            rules_version=pl.when(pl.col("uri").is_in(unread.implode()))
            .then(pl.lit(rules_of_unread(rules_version, run.options.columns)))
            .otherwise(pl.lit(rules_version)),
            read_by=pl.lit(listing.reading, pl.String()),
        ),
        articles=articles.with_columns(text=pl.lit(None, pl.String())),
        observations=observations,
        issues=pl.concat(
            [
                run.staging.get("listing-issues"),
                issues.filter(pl.col("article_id").is_null() | pl.col("source").is_in(known)),
            ]
        ),
        removed=listing.removed,
        decisions=pending(run.store, read_frame(run.store, head(run.store), DECISIONS)),
        texts=partial(run.staging.texts, names),
    )


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
    """Stage, for those who report them, the changes of a release and which of the observations read are held back."""
    held = read_frame(run.store, head(run.store), QUARANTINE).join(batch.observations, on="observation_id", how="semi")
    run.staging.put("quarantined", held)
    reasons = tuple(held["message"].unique(maintain_order=True).head(_REASONS))
    unknown = batch.issues.filter(reason=UNKNOWN_COLUMNS)["message"]
    not_read = tuple(unknown.unique(maintain_order=True).head(_REASONS))
    if release is None:
        return Published(None, held.height, reasons, not_read=not_read)
    run.staging.put("changes", release.delta)
    delta = release.manifest.delta["statistics"]
    rows = release.manifest.rows["statistics"]
    moved = (delta.added, delta.changed, delta.removed)
    return Published(
        release.number, held.height, reasons, rows, *moved, warnings=staged_warnings(run), not_read=not_read
    )
