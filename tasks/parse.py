"""Read a shard: articles to observations and issues."""

from __future__ import annotations

from prefect import task

from tasks.articles.sources import Source
from tasks.retrying import NETWORK
from tasks.runs import read
from tasks.runs.manifests import Run, Shard, ShardCounts
from tasks.runs.progress import progress


@task(task_run_name="read {shard.name}", **NETWORK)
def read_shard(run: Run, shard: Shard) -> ShardCounts:
    """Parsing never fails and is never repeated for its own sake; what can fail here is fetching the articles."""
    sources = [Source(**record) for record in run.staging.get_record(shard.name)]
    rows = read.read_shard(sources, run.options, processes=run.processes, progress=progress().advance)
    run.staging.put_rows(shard.name, rows)
    return ShardCounts(shard.name, rows.n_articles, rows.observations.height, rows.issues.height)
