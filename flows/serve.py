"""The flow on a schedule in this process: what `solieu serve` does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.schedules import Cron
from prefect.settings import PREFECT_UI_URL
from prefect.types.entrypoint import EntrypointType
from pydantic import ValidationError

from flows.district_statistics import district_statistics
from flows.server import use_api
from flows.settings import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.server import TemporaryServer
    from flows.settings import Settings


def serve_flow(
    server: TemporaryServer | None, sources: Sequence[str], settings: Settings, cron: str, timezone: str
) -> None:
    """Serve until interrupted. Runs take turns, since two on one lake would only wait for each other.

    Raises:
        SettingsError: the schedule or its timezone cannot be read.
    """
    try:
        schedule = Cron(cron, timezone=timezone)
    except (ValidationError, ValueError) as error:
        raise SettingsError(f"--cron {cron!r} --timezone {timezone!r}: {_reason(error)}") from None
    use_api(server)
    pages = PREFECT_UI_URL.value() or "Prefect's pages"
    sys.stdout.write(f"running at {cron} ({timezone}); look at {pages}; stop with Ctrl-C\n")
    sys.stdout.flush()
    district_statistics.serve(
        name="scheduled",
        schedule=schedule,
        parameters={
            "sources": [_absolute(source) for source in sources],
            "lake": _absolute(settings.lake),
            "endpoint_url": settings.s3_endpoint_url,
            "processes": settings.processes,
            "columns": settings.columns,
        },
        global_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        print_starting_message=False,
        # By the module's name, so that a run starts from any folder.
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


def _absolute(address: str) -> str:
    return address if "://" in address else str(Path(address).absolute())


def _reason(error: ValidationError | ValueError) -> str:
    return str(error.errors()[0]["msg"]) if isinstance(error, ValidationError) else str(error)
