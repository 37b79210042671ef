"""The flow: articles in, a release of district statistics out. Its body is the order of the steps and nothing else."""

# No postponed annotations here: a served run validates its parameters where the names of this module are unknown.
from prefect import flow, unmapped

from flows.following import following
from flows.parameters import Columns, EndpointUrl, Lake, Processes, Sources
from flows.reports import RunReport, publish_artifacts
from flows.runners import task_runner
from flows.settings import current_settings
from flows.starting import start_run, versions
from tasks.ingest import list_articles
from tasks.parse import read_shard
from tasks.publish import finish_release, publish_release
from tasks.runs.staging import clean_up


@flow(name="district-statistics", task_runner=task_runner(current_settings()))
def district_statistics(
    sources: Sources,
    lake: Lake = None,
    *,
    endpoint_url: EndpointUrl = None,
    processes: Processes = None,
    columns: Columns = None,
    reparse: bool = False,
    accept_volume_change: bool = False,
    take_turns: bool = False,
) -> RunReport:
    """Read what is new under the sources, check it, and publish a release if a figure moved.

    Raises:
        TableRejectedError: the table suite stopped the release; the last one stays untouched.
    """
    run = start_run(lake, endpoint_url, processes, columns, take_turns=take_turns)
    listing = list_articles(run, sources, versions().rules, reparse=reparse)
    if listing.nothing_new:
        finish_release(run)
        return RunReport.of(run, listing)
    with following(listing.shards) as results_of:
        shards = results_of(read_shard.map(unmapped(run), list(listing.shards)))
    # validate rows → reconcile → validate table → commit, anew on each release that another run commits first
    published = publish_release(run, listing, shards, versions(), accept_volume_change=accept_volume_change)
    report = RunReport.of(run, listing, shards, published)
    publish_artifacts(run, report)
    clean_up(run.store, run.id, run.started_at)
    return report
