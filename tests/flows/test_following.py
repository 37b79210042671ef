"""A run that cannot read one of its shards says so then, and not after all the others."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MANY = 300

PROGRAM = f"""
import sys
from pathlib import Path

from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner

from flows.following import following
from tasks.lake.errors import StoreFullError
from tasks.runs.manifests import Shard

@task
def read(shard):
    Path(sys.argv[1], shard.name).touch()
    raise StoreFullError("no space left", "Free some.")

@flow(task_runner=ThreadPoolTaskRunner(max_workers=1))
def reading():
    shards = [Shard(str(number), "key", 1) for number in range({MANY})]
    with following(shards) as results_of:
        return results_of(read.map(shards))

try:
    reading()
except StoreFullError as error:
    sys.exit(f"failed: {{error}}")
"""


def test_the_first_shard_that_fails_ends_the_run(environment: dict[str, str], prefect_api: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        env={**environment, "PREFECT_API_URL": prefect_api, "PREFECT_LOGGING_LEVEL": "CRITICAL"},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 1
    assert "failed: no space left" in done.stderr
    assert 1 <= len(list(tmp_path.iterdir())) < MANY
