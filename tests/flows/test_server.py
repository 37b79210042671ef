"""The temporary Prefect server: there when needed, gone with its run."""

from __future__ import annotations

import socket
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest

import flows.server
from flows.server import ServerError, TemporaryServer
from flows.server import _free_port as free_port

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.flow


def answers(api_url: str) -> bool:
    program = f"import urllib.request as u; u.urlopen({api_url + '/health'!r}, timeout=5)"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def wait_until_gone(api_url: str) -> bool:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if not answers(api_url):
            return True
    return False


@pytest.fixture
def prefect_home(prefect_api: str, environment: dict[str, str]) -> str:
    """Where a database was made before: that takes longer than a server's start."""
    assert prefect_api
    return environment["PREFECT_HOME"]


def test_it_answers_until_it_is_stopped(prefect_home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where another program has taken the port that was free."""
    monkeypatch.setenv("PREFECT_HOME", prefect_home)
    monkeypatch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    log = tmp_path / "server.log"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        taken = other.getsockname()[1]
        ports = iter([taken])
        monkeypatch.setattr(flows.server, "_free_port", lambda wanted: next(ports, None) or free_port(wanted))
        server = TemporaryServer(log)
        server.start()
        assert server.api_url == f"http://127.0.0.1:{taken}/api"
        server.wait()
    assert answers(server.api_url)
    said = log.read_text(encoding="utf-8")
    server.stop()
    assert not answers(server.api_url)
    assert log.read_text(encoding="utf-8") == said, "it was stopped and said so"


def test_it_ends_with_a_run_that_is_killed(prefect_home: str, tmp_path: Path) -> None:
    program = """
        import os, pathlib, signal
        from flows.server import TemporaryServer
        server = TemporaryServer(pathlib.Path("server.log").resolve())
        server.start()
        server.wait()
        print(server.api_url, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PREFECT_HOME": prefect_home, "PREFECT_SERVER_ANALYTICS_ENABLED": "false"},
        check=False,
    )
    assert killed.returncode == -9
    assert wait_until_gone(killed.stdout.strip())


def test_one_that_cannot_start_says_where_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    monkeypatch.setenv("PREFECT_API_DATABASE_CONNECTION_URL", "nonsense://")
    server = TemporaryServer(tmp_path / "server.log")
    server.start()
    with pytest.raises(ServerError, match=r"server\.log"):
        server.wait()
