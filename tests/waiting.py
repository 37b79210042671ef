"""Waiting for what another process does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable


def until(found: Callable[[], Any], what: str, alive: subprocess.Popen[bytes] | None = None) -> Any:
    """What is found, once it is: at most two minutes, and as long as the process lives that is to bring it about."""
    deadline = time.monotonic() + 120
    while not (value := found()):
        assert alive is None or alive.poll() is None, f"it ended before {what}"
        assert time.monotonic() < deadline, f"waited too long for {what}"
        time.sleep(0.02)
    return value
