"""The Prefect API that a run reports to: the configured one, or a temporary server for this process alone."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Final
from urllib.request import urlopen

from flows.garbage import collect_rarely

if TYPE_CHECKING:
    from pathlib import Path

_STARTUP_SECONDS: Final = 120
_STOP_SECONDS: Final = 10
_LAUNCHES: Final = 3  # a port that was free may be taken before the server binds it
_PORT_TAKEN: Final = b"address already in use"


class ServerError(RuntimeError):
    """The Prefect API cannot be had; the message says why and what to do."""


class TemporaryServer:
    """A Prefect server that lives as long as this process, on the database of ``PREFECT_HOME``.

    It is the server that Prefect itself starts when none is configured, started here for three reasons: it boots
    while the rest of the program is still being imported, what it says when it is stopped goes to a log file
    instead of the user's screen, and it ends with this process even if that is killed.
    """

    def __init__(self, log: Path, *, services: bool = False, port: int = 0) -> None:
        """``services`` adds the scheduler and the pages for people; ``port`` is taken if it is free."""
        self._log = log
        self._services = services
        self._wanted = port
        self._port = 0
        self._launches = 0
        self._log_began = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/api"

    def start(self) -> None:
        """Start it in the background; :meth:`wait` before the first use.

        Its end is registered with ``atexit`` ahead of Prefect's own hooks, which run first and send the last
        lines of the run's log.
        """
        atexit.register(self.stop)
        self._launch()

    def wait(self) -> None:
        """Return once it answers.

        Raises:
            ServerError: it ended, or took longer than two minutes; the message holds its last words.
        """
        deadline = time.monotonic() + _STARTUP_SECONDS
        while not _healthy(self.api_url):
            ended = self._process is None or self._process.poll() is not None
            if ended and self._launches < _LAUNCHES and self._port_was_taken():
                self._launch()
            elif ended or time.monotonic() > deadline:
                raise ServerError(
                    f"the temporary Prefect server did not start; its log is {self._log} and ends with: "
                    f"{_last_line(self._log)}. Set PREFECT_API_URL to use a running server"
                )
            time.sleep(0.03)

    def _port_was_taken(self) -> bool:
        with self._log.open("rb") as log:
            log.seek(self._log_began)
            return _PORT_TAKEN in log.read()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin:
            process.stdin.close()

    def _launch(self) -> None:
        self.stop()
        self._launches += 1
        self._port = _free_port(self._wanted)
        alone = {} if self._services else {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1"}
        with self._log.open("ab") as log:
            self._log_began = log.tell()
            self._process = subprocess.Popen(  # noqa: S603  our own interpreter and arguments
                [sys.executable, "-m", "flows.server", str(self._port)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                # Ctrl-C in the terminal must reach the run alone, which then stops the server.
                start_new_session=True,
                env={**os.environ, **alone, "PREFECT__SERVER_FINAL": "1"},
            )


def start_api(*, services: bool = False, port: int = 0) -> TemporaryServer | None:
    """Start a temporary server unless an API is configured (by environment, profile or ``prefect.toml``).

    Raises:
        ServerError: the configured API does not answer.
    """
    from prefect.settings import get_current_settings  # noqa: PLC0415  slow, and `serve` of a server must not wait

    settings = get_current_settings()
    if settings.api.url is not None:
        if not settings.connected_to_cloud and not _healthy(settings.api.url):
            raise ServerError(f"no Prefect API answers at {settings.api.url}; start it, or unset PREFECT_API_URL")
        return None
    settings.home.mkdir(parents=True, exist_ok=True)
    server = TemporaryServer(settings.home / "temporary-server.log", services=services, port=port)
    server.start()
    return server


def use_api(server: TemporaryServer | None) -> None:
    """Wait for a temporary server and make it this process's API, and that of every process it starts.

    A worker that does not find the API in its environment would start a server of its own.
    """
    if server is None:
        return
    from prefect.context import refresh_global_settings_context  # noqa: PLC0415

    server.wait()
    os.environ["PREFECT_API_URL"] = server.api_url
    refresh_global_settings_context()


def _free_port(wanted: int = 0) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: one just closed is free
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _healthy(api_url: str) -> bool:
    try:
        with urlopen(f"{api_url.rstrip('/')}/health", timeout=10) as answer:  # noqa: S310  http or https, as configured
            return bool(answer.status == 200)
    except OSError:
        return False


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
    return lines[-1] if lines else "(empty)"


def _serve(port: int) -> None:
    """The server's own process: Prefect's app, until it is told to stop or its parent has closed or lost our stdin."""

    def end_with_parent() -> None:
        while os.read(0, 1024):  # a buffered reader's lock could not be taken when the process ends
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end_with_parent, daemon=True).start()
    collect_rarely()
    import uvicorn  # noqa: PLC0415

    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="error",
        lifespan="on",
    )


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
