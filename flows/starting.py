"""From the parameters of a flow to a run."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version

from prefect.runtime import flow_run

from flows.access import read_options
from flows.settings import current_settings
from tasks.catalog.load import load_catalog
from tasks.grammar.version import rules_digest
from tasks.runs.batches import Versions
from tasks.runs.manifests import Run


def start_run(
    lake: str | None,
    endpoint_url: str | None,
    processes: int | None = None,
    columns: str | None = None,
    *,
    take_turns: bool = False,
) -> Run:
    """The flow run at hand, as its parameters say, and the environment where they say nothing.

    Its time is when it was due: a late worker or a repeated run reads articles no differently.
    """
    settings = current_settings().with_options(
        lake=lake, s3_endpoint_url=endpoint_url, processes=processes, columns=columns
    )
    due = datetime.fromisoformat(str(flow_run.scheduled_start_time)).astimezone(UTC)
    options = read_options(settings, due.date())
    return Run(
        flow_run.id,
        settings.lake,
        due,
        options,
        settings.processes,
        take_turns,
        settings.shard_bytes,
        settings.max_age_days,
    )


@cache
def versions() -> Versions:
    """Of the code and the rules that are installed here."""
    catalog = load_catalog().version
    return Versions(version("solieu"), catalog, rules_digest(catalog))
