"""From what a run has staged to what publishing takes, and from a release to what the run tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tasks.lake.merge import Batch
from tasks.runs.manifests import Published

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.lake.release import Release
    from tasks.runs.manifests import Listing, Run, ShardCounts


@dataclass(frozen=True, slots=True)
class Versions:
    """Of what the figures depend on besides the articles."""

    code: str
    catalog: str
    rules: str


def staged_batch(run: Run, listing: Listing, shards: Sequence[ShardCounts], rules_version: str) -> Batch:
    """All that the run has read and judged."""
    names = [shard.name for shard in shards]
    sources = run.staging.get_all("sources", names)
    return Batch(
        sources=sources.with_columns(content_hash=pl.lit(None, pl.String()), rules_version=pl.lit(rules_version)),
        articles=run.staging.get_all("articles", names),
        observations=run.staging.get("accepted"),
        quarantine=run.staging.get("quarantined"),
        issues=pl.concat([run.staging.get("listing-issues"), run.staging.get_all("issues", names)]),
        removed=listing.removed,
    )


def stage_changes(run: Run, release: Release | None) -> Published:
    """Stage the changes of a release for those who report them."""
    if release is None:
        return Published(None)
    run.staging.put("changes", release.changes)
    delta = release.manifest.delta["statistics"]
    rows = release.manifest.rows["statistics"]
    return Published(release.number, rows, delta.added, delta.changed, delta.removed)
