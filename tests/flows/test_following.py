"""A run that cannot read one of its shards says so then, and not after all the others."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from threading import Event

from prefect import flow, task
from prefect.task_runners import ThreadPoolTaskRunner

from flows.following import following
from tasks.lake.errors import StoreFullError
from tasks.runs.manifests import Shard

begun = Path(sys.argv[1])
waited_for, over = Event(), Event()

@task
def read(shard):
    (begun / shard.name).touch()
    if shard.name == "0":
        waited_for.wait()
        raise StoreFullError("no space left", "Free some.")
    over.wait(10)

@flow(task_runner=ThreadPoolTaskRunner(max_workers=1))
def reading():
    shards = [Shard(str(number), "key", 1) for number in range(4)]
    with following(shards) as results_of:
        futures = read.map(shards)
        waited_for.set()
        try:
            return results_of(futures)
        finally:
            print(len(list(begun.iterdir())), "begun")
            over.set()

try:
    reading()
except StoreFullError as error:
    sys.exit(f"failed: {error}")
"""
"""The first shard fails once all are in line; the second reads until the run has given up."""


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
    assert done.stdout in {"1 begun\n", "2 begun\n"}
