"""When a step is worth repeating: the network may be back in a moment, a wrong figure will not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from prefect.tasks import exponential_backoff

from tasks.lake.errors import EndpointUnreachableError, StoreUnavailableError

if TYPE_CHECKING:
    from prefect import Task
    from prefect.client.schemas.objects import State, TaskRun


def _may_pass(_task: Task[Any, Any], _run: TaskRun, state: State[Any]) -> bool:
    """Whether the store failed in a way that passes; it has repeated each request for some seconds already."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, (EndpointUnreachableError, StoreUnavailableError))


NETWORK: Final[dict[str, Any]] = {
    "retries": 2,
    "retry_delay_seconds": exponential_backoff(backoff_factor=5),
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": _may_pass,
}
"""Options of a task that reaches over the network."""
