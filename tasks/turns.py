"""Runs take turns on a lake whose store cannot tell who came first."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def turn(lake: str) -> Iterator[None]:
    """Wait until no other run is publishing to this lake, and keep others waiting meanwhile.

    A global concurrency limit of the Prefect server that all these runs report to. A run that is killed keeps its
    turn until its lease ends, five minutes later.
    """
    name = f"solieu-{hashlib.sha256(lake.encode()).hexdigest()[:16]}"
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(name, limit=1)
    with concurrency(name, strict=True):
        yield
