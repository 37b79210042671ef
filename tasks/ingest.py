"""List articles and say which of them are to be read."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from prefect import task

from tasks.lake.datasets import DECISIONS
from tasks.lake.inbox import pending
from tasks.lake.ledger import Listed
from tasks.lake.snapshot import head, read_frame, read_ledger
from tasks.records.frames import to_frame
from tasks.records.issue import ISSUE_SCHEMA
from tasks.retrying import NETWORK
from tasks.runs.batches import rules_of_unread
from tasks.runs.manifests import Listing, Run, Shard
from tasks.runs.plan import plan_shards, shard_limits
from tasks.runs.read import parts_of, sources_under, touched
from tasks.runs.shards import shard_key, shards_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.articles.sources import Source


@task(**NETWORK)
def list_articles(run: Run, patterns: Sequence[str], rules_version: str, *, reparse: bool = False) -> Listing:
    """Compare what there is with what the lake's ledger has read, and stage the difference in shards.

    What people decided since the last release is to be done as well.

    Raises:
        SourceNotFoundError: a pattern names nothing that exists.
        NothingToReadError: what they name holds nothing that can be read.
    """
    sources, issues = sources_under(patterns, run.options)
    base = head(run.store)
    ledger = read_ledger(run.store, base)
    listed = [Listed(source.uri, source.size, source.etag) for source in sources]
    versions = (rules_version, rules_of_unread(rules_version, run.options.columns))
    plan = ledger.plan(listed, versions, complete=_complete(patterns, [source.uri for source in sources]))
    changed = set(plan.changed)
    doubtful = [item for item in listed if item.uri in changed]
    same = touched(doubtful, ledger.hashes(doubtful, rules_version), run.options)
    wanted = {source.uri for source in sources} if reparse else set(plan.to_read) - same
    todo = [source for source in sources if source.uri in wanted]
    shards = stage_shards(run, todo, rules_version, reparse=reparse)
    decisions = pending(run.store, read_frame(run.store, base, DECISIONS))
    listing = Listing(shards, len(sources), len(sources) - len(todo), len(issues), plan.gone, decisions.height)
    if not listing.nothing_new:
        run.staging.put("listing-issues", to_frame(issues, ISSUE_SCHEMA).with_columns(source="source_uri"))
    return listing


def stage_shards(run: Run, todo: Sequence[Source], rules_version: str, *, reparse: bool) -> tuple[Shard, ...]:
    """What is to be read, cut into shards. What an earlier run has left of them is used unless all is to be read."""
    parts = [part for source in todo for part in parts_of(source, run.options)]
    left = {} if reparse or not parts else shards_left(run.store, run.started_at)
    shards = []
    limits = shard_limits(len(parts), sum(part.weight for part in parts), run.shard_bytes)
    for number, group in enumerate(plan_shards(parts, *limits), start=1):
        key = shard_key(group, run.options, rules_version)
        weight = sum(part.weight for part in group)
        shards.append(Shard(f"shard-{number:05}", key, weight, left.get(key)))
        run.staging.put_record(key, [asdict(part) for part in group])
    return tuple(shards)


def _complete(patterns: Sequence[str], uris: Sequence[str]) -> tuple[str, ...]:
    """Folders and prefixes that the listing covers fully: a source known under one of them that is missing is gone.

    One in which nothing was found says nothing: more likely it is not mounted than emptied.
    """
    folders = [pattern.rstrip("/") + "/" for pattern in patterns if not set("*?[") & set(pattern)]
    return tuple(folder for folder in folders if any(uri.startswith(folder) for uri in uris))
