"""The command line as a user meets it: another process, an empty environment, a HOME of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.lake.conftest import rclone_endpoint, s3_endpoint
from tests.prefect_server import SharedServer, api_of
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SCRIPT = Path(sys.executable).with_name("solieu")

__all__ = ["rclone_endpoint", "s3_endpoint"]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def screen(self) -> str:
        return self.out + self.err

    def json(self) -> Any:
        return json.loads(self.out)

    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


class Solieu(Protocol):
    def __call__(self, *arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ended: ...


@pytest.fixture(scope="session")
def home(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a whole run shares, or a folder of these tests."""
    return _shared_home(request) or tmp_path_factory.mktemp("home")


def _shared_home(request: pytest.FixtureRequest) -> Path | None:
    told = getattr(request.config, "workerinput", {})
    return Path(told["home"]) if "home" in told else None


@pytest.fixture(scope="session")
def environment(home: Path) -> dict[str, str]:
    """All that a newcomer's shell has. Prefect's database is shared by the session, since making one takes seconds."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PREFECT_HOME": str(home / "prefect"), "COLUMNS": "120"}


@pytest.fixture(scope="session")
def solieu(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Solieu:
    """Run the installed script."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def run(*arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ended:
        done = subprocess.run(
            [SCRIPT, *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=cwd or elsewhere,
            env={**environment, **(env or {})},
            stdin=subprocess.DEVNULL,
            timeout=180,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture(scope="session")
def prefect_api(request: pytest.FixtureRequest, home: Path) -> Iterator[str]:
    """A Prefect server that several runs report to, so that not each of them has to wait for one."""
    own = None if _shared_home(request) else SharedServer(home)
    yield api_of(home)
    if own:
        own.stop()


@pytest.fixture(scope="session")
def run(solieu: Solieu, prefect_api: str) -> Solieu:
    """``solieu run``, reporting to the session's server."""

    def run(*arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ended:
        return solieu("run", *arguments, cwd=cwd, env={"PREFECT_API_URL": prefect_api, **(env or {})})

    return run


@pytest.fixture(scope="session")
def published(home: Path, run: Solieu, examples: Path) -> Path:
    """A folder with the examples and their lake, made once for all processes: to be copied, not changed."""
    folder = home / "published"
    try:
        folder.mkdir()
    except FileExistsError:
        until((folder / "made").exists, "the lake of the examples")
        return folder
    shutil.copytree(examples, folder / "articles")
    done = run("articles", cwd=folder)
    assert done.code == 0, done.screen
    (folder / "made").touch()
    return folder
