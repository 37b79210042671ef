"""One Prefect server for the whole test run, with all its processes: each that starts costs ten processor seconds."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

_PROGRAM: Final = """
import os, pathlib, sys
from flows.server import TemporaryServer
home = pathlib.Path(sys.argv[1])
server = TemporaryServer(home / "server.log")
server.start()
server.wait()
(home / "api.part").write_text(server.api_url, encoding="utf-8")
os.replace(home / "api.part", home / "api")
sys.stdin.read()
"""


class SharedServer:
    """A server that ends with the process that started it; other processes find it by its folder."""

    def __init__(self, home: Path) -> None:
        """Its database lies in ``home/prefect``, which may serve other servers as soon as this one answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(home)],
            stdin=subprocess.PIPE,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "PREFECT_HOME": str(home / "prefect"),
                "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
                "DO_NOT_TRACK": "1",
            },
        )

    def stop(self) -> None:
        self._process.communicate(timeout=60)


def api_of(home: Path) -> str:
    """The address of the server that was started with this folder, once it answers."""
    until((home / "api").exists, f"the Prefect server; its log is {home / 'server.log'}")
    return (home / "api").read_text(encoding="utf-8")
