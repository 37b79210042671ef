"""A flow in this process, with a Prefect server of its own unless one is configured: how commands run flows."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from expectations.run import warm_up
from flows.server import use_api
from tasks.runs.pool import closing_pool
from tasks.runs.progress import watched_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.server import TemporaryServer
    from tasks.runs.progress import Progress

Result = TypeVar("Result")


def run_flow(server: TemporaryServer | None, flow_call: Callable[[], Result], progress: Progress) -> Result:
    """Call the flow once the server answers.

    What the checks need to be imported is imported meanwhile. On a server that ends with the run nobody watches for
    heartbeats, and stopping them takes up to a second.
    """
    if server is None:
        with closing_pool(), watched_by(progress):
            return flow_call()
    Thread(target=warm_up, daemon=True).start()
    use_api(server)
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}), closing_pool(), watched_by(progress):
        return flow_call()
