"""The flow that takes sources out of a lake by name, or lets them in again."""

# No postponed annotations here; see district_statistics.py.
from prefect import flow

from flows.parameters import EndpointUrl, Lake, Uris
from flows.reports import RunReport
from flows.starting import start_run, versions
from tasks.lake.batch import Batch
from tasks.publish import withdraw
from tasks.runs.manifests import Listing
from tasks.runs.staging import clean_up


@flow(name="withdraw-sources")
def withdraw_sources(
    uris: Uris, lake: Lake = None, *, endpoint_url: EndpointUrl = None, reinstate: bool = False
) -> RunReport:
    """Publish without what these sources tell; they stay out although they may be listed again, until reinstated.

    A reinstated source is read by the next run.
    """
    run = start_run(lake, endpoint_url)
    batch = Batch(reinstated=tuple(uris)) if reinstate else Batch(withdrawn=tuple(uris))
    published = withdraw(run, batch, versions())
    clean_up(run.store, run.id, run.started_at)
    return RunReport.of(run, Listing((), 0, 0, 0), (), published)
