"""The flow that reads the articles of past months again, one release a month, and goes on where it was stopped."""

# No postponed annotations here; see district_statistics.py.
from dataclasses import replace
from typing import Annotated

from prefect import flow, unmapped
from pydantic import Field

from flows.following import following
from flows.parameters import Columns, EndpointUrl, Lake, Processes
from flows.reports import BackfillReport, RunReport, publish_backfill_artifact
from flows.runners import task_runner
from flows.settings import current_settings
from flows.starting import start_run, versions
from tasks.backfill import list_month
from tasks.parse import read_shard
from tasks.publish import finish_release, publish_release
from tasks.runs.manifests import Run
from tasks.runs.months import Month, Reading, months
from tasks.runs.read import NothingToReadError
from tasks.runs.staging import clean_up

MonthName = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="A month, as 2024-03.")]


@flow(name="backfill", task_runner=task_runner(current_settings()))
def backfill(
    first_month: MonthName,
    last_month: MonthName,
    lake: Lake = None,
    *,
    endpoint_url: EndpointUrl = None,
    processes: Processes = None,
    columns: Columns = None,
    accept_volume_change: bool = False,
    take_turns: bool = False,
) -> BackfillReport:
    """Read the sources that the lake knows and that hold articles published in these months again.

    Started again after it was stopped, it goes on with what no release of it holds yet.

    Raises:
        MonthError: the range has no month.
        TableRejectedError: the table suite stopped a release; the months before it stay published.
    """
    span = months(first_month, last_month)
    run = start_run(lake, endpoint_url, processes, columns, take_turns=take_turns)
    reading = Reading(run.store, first_month, last_month, (versions().code, versions().rules))
    name = reading.name(f"{first_month} to {last_month}, begun by run {run.id}")
    finish_release(run)
    reports = [
        _read_month(replace(run, id=f"{run.id}-{month}"), month, name, accept_volume_change=accept_volume_change)
        for month in span
    ]
    due, missing = (sum(getattr(one, field) for one in reports) for field in ("sources", "sources_unchanged"))
    if due and due == missing:
        raise NothingToReadError(
            f"none of the sources that {run.store.uri} knows of these months is there; start it in the folder from "
            "which they were read, and see that they can be reached"
        )
    reading.finish()
    report = BackfillReport(run_id=run.id, lake=run.store.uri, months=dict(zip(map(str, span), reports, strict=True)))
    publish_backfill_artifact(report)
    return report


def _read_month(run: Run, month: Month, reading: str, *, accept_volume_change: bool) -> RunReport:
    listing = list_month(run, month, reading, versions().rules)
    if listing.nothing_new:
        clean_up(run.store, run.id, run.started_at)
        return RunReport.of(run, listing)
    with following(listing.shards) as results_of:
        shards = results_of(read_shard.map(unmapped(run), list(listing.shards)))
    published = publish_release(run, listing, shards, versions(), accept_volume_change=accept_volume_change)
    clean_up(run.store, run.id, run.started_at)
    return RunReport.of(run, listing, shards, published)
