"""Where the shards of a run are read: in this process, or on the workers of a Dask cluster."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.settings import SettingsError

if TYPE_CHECKING:
    from flows.settings import Settings

SHARDS_AT_ONCE: Final = 2
"""While one shard is being closed, the pool reads the next."""

_PORT: Final = 8786
_SECONDS: Final = 10
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class RunnerError(SettingsError):
    """The runner that was asked for cannot be had; the message says why and what to do."""


def task_runner(settings: Settings) -> TaskRunner[Any]:
    """The runner that the settings name. Nothing is asked of a cluster yet.

    Raises:
        RunnerError: its library is not installed, or no scheduler is named.
    """
    if settings.runner == "threads":
        return ThreadPoolTaskRunner(max_workers=SHARDS_AT_ONCE)
    if settings.dask_address is None:
        raise RunnerError("--runner dask needs the scheduler's address: --dask-address tcp://HOST:8786")
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415  an extra
    except ModuleNotFoundError as error:
        raise RunnerError(
            f"--runner dask needs an extra that is not installed here (no module {error.name}): "
            "install it with `uv sync --extra dask`, or pip install 'solieu[dask]'"
        ) from None
    return DaskTaskRunner(address=settings.dask_address)


def check_cluster(settings: Settings, *, own_server: bool) -> None:
    """Find out now what would otherwise be found out after minutes, or on the workers only.

    ``own_server``: the run reports to a Prefect server of its own, which only this machine can reach.

    Raises:
        RunnerError: no scheduler answers, or workers elsewhere could not report to the server.
    """
    if settings.runner == "threads":
        return
    address = str(settings.dask_address)
    parsed = urlsplit(address if "://" in address else f"tcp://{address}")
    try:
        host, port = parsed.hostname or "", parsed.port or _PORT
        socket.create_connection((host, port), timeout=_SECONDS).close()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise RunnerError(
            f"no Dask scheduler answers at {address} ({why}); start one (`dask scheduler`) or correct --dask-address"
        ) from None
    if own_server and host not in _LOCAL:
        raise RunnerError(
            f"the workers of {address} could not reach the Prefect server that this run starts for itself: "
            "set PREFECT_API_URL to a server that all machines reach"
        )
