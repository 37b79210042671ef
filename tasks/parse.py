"""Read a shard: articles to observations and issues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect import task

from tasks.articles.parts import Part
from tasks.retrying import NETWORK
from tasks.runs import read
from tasks.runs.progress import progress
from tasks.runs.shards import adopt_shard, put_shard

if TYPE_CHECKING:
    from tasks.runs.manifests import Run, Shard, ShardCounts


@task(task_run_name="read {shard.name}", **NETWORK)
def read_shard(run: Run, shard: Shard) -> ShardCounts:
    """Parsing never fails and is never repeated for its own sake; what can fail here is fetching the articles."""
    watcher = progress()
    if shard.left_by is not None and (counts := adopt_shard(run.staging, run.staging_of(shard.left_by), shard.key)):
        watcher.advance(shard.n_bytes, counts.n_articles)
        return counts
    parts = [Part(**record) for record in run.staging.get_record(shard.key)]
    batches = read.read_batches(parts, run.options, processes=run.processes, advance=watcher.advance)
    return put_shard(run.staging, shard.key, batches)
