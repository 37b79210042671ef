"""The command line as a user meets it: another process, an empty environment, a HOME of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPT = Path(sys.executable).with_name("solieu")


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


class Solieu(Protocol):
    def __call__(self, *arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ended: ...


@pytest.fixture(scope="session")
def solieu(tmp_path_factory: pytest.TempPathFactory) -> Solieu:
    """Run the installed script. Prefect's database is shared by the session, since making one takes seconds."""
    home = tmp_path_factory.mktemp("home")
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def run(*arguments: object, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ended:
        bare = {"PATH": os.environ["PATH"], "HOME": str(home), "PREFECT_HOME": str(home / "prefect"), **(env or {})}
        done = subprocess.run(
            [SCRIPT, *map(str, arguments)],
            capture_output=True,
            text=True,
            cwd=cwd or elsewhere,
            env=bare,
            stdin=subprocess.DEVNULL,
            timeout=180,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return run
