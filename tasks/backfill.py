"""List the sources of a month of publication that are to be read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect import task

from tasks.ingest import stage_shards
from tasks.lake.snapshot import head, read_ledger
from tasks.records.frames import to_frame
from tasks.records.issue import ISSUE_SCHEMA
from tasks.retrying import NETWORK
from tasks.runs.manifests import Listing
from tasks.runs.months import sources_named

if TYPE_CHECKING:
    from tasks.runs.manifests import Run
    from tasks.runs.months import Month


@task(task_run_name="list {month}", **NETWORK)
def list_month(run: Run, month: Month, reading: str, rules_version: str) -> Listing:
    """What ``reading`` has yet to read of a month: sources that the lake knows and that are there.

    ``n_known`` counts the others among those that are due: a run will find that they have gone.
    """
    due = read_ledger(run.store, head(run.store)).due(month.first, month.last, reading)
    sources = sources_named(due, run.options)
    shards = stage_shards(run, sources, rules_version, reparse=False)
    run.staging.put("listing-issues", to_frame([], ISSUE_SCHEMA).with_columns(source="source_uri"))
    return Listing(shards, len(due), len(due) - len(sources), 0, reading=reading, note=f"backfill {month}")
