"""Shards read by the workers of a cluster: separate processes, one of which is killed at work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows.following import described
from flows.runners import RunnerError, check_cluster, task_runner
from flows.settings import Settings
from tasks.runs.pace import Pace
from tests.flows.test_district_statistics import asked, digests
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.flows.conftest import Solieu

pytestmark = pytest.mark.flow

BIN = Path(sys.executable).parent
TELLING_ALWAYS = "import flows.following; flows.following._EVERY = 0.0; from flows.cli import main; main()"
STORY = "Năm {}, thu ngân sách huyện Cái Bè (Tiền Giang) đạt {},5 tỷ đồng, bằng 10{}% dự toán. "


@pytest.fixture
def cluster(environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler on this machine, and its two workers."""
    file = tmp_path / "scheduler.json"
    here = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file)]
    commands = [["scheduler", "--port", "0"], *(2 * [["worker", "--nthreads", "1", "--no-nanny"]])]
    with (tmp_path / "cluster.log").open("wb") as log:
        processes = [
            subprocess.Popen(
                [BIN / "dask", *command, *here], env=environment, cwd=tmp_path, stdout=log, stderr=subprocess.STDOUT
            )
            for command in commands
        ]
        try:
            until(lambda: file.exists() and file.stat().st_size, "the scheduler", processes[0])
            yield json.loads(file.read_text())["address"], processes[1:]
        finally:
            for process in reversed(processes):
                process.kill()
            for process in processes:
                process.wait(timeout=60)


def test_a_cluster_one_of_whose_workers_is_killed_publishes_the_same_bytes(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    environment: dict[str, str],
    prefect_api: str,
    run: Solieu,
    tmp_path: Path,
) -> None:
    address, workers = cluster
    folder = tmp_path / "elsewhere"
    (folder / "bai").mkdir(parents=True)
    for number in range(6):
        lines = (STORY.format(2010 + line % 12, 100 * number + line, line % 9) for line in range(30))
        (folder / "bai" / f"{number:02}.txt").write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.Popen(
        [
            sys.executable,
            "-c",
            TELLING_ALWAYS,
            *["run", "bai", "--lake", "cluster", "--json", "--runner", "dask", "--dask-address"],
            address,
        ],
        env={**environment, "PREFECT_API_URL": prefect_api, "SOLIEU_SHARD_BYTES": "1000"},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    until(lambda: list(folder.glob("cluster/_runs/*/shard-*-done.json")), "the first shard", done)
    os.kill(workers[0].pid, signal.SIGKILL)
    out, err = done.communicate(timeout=300)
    assert (done.returncode, err.decode()) == (0, "")
    report = json.loads(out)
    assert report["articles"] == 6

    assert run("bai", "--lake", "alone", cwd=folder).code == 0
    ours, theirs = digests(folder / "alone"), digests(folder / "cluster")
    assert len(ours) > 20
    manifests = {"_releases/00000001.json"}  # they name the run
    assert {path: theirs.get(path) for path in ours.keys() - manifests} == {
        path: ours[path] for path in ours.keys() - manifests
    }
    assert ours.keys() == theirs.keys()

    tasks = asked(prefect_api, "task_runs/filter", flow_runs={"id": {"any_": [report["run_id"]]}})
    assert sum(task["name"].startswith("read shard") for task in tasks) == 6
    artifacts = asked(prefect_api, "artifacts/filter", flow_runs={"id": {"any_": [report["run_id"]]}})
    [reading] = [artifact for artifact in artifacts if artifact["key"] == "reading"]
    assert reading["data"] == 100.0
    assert reading["description"].startswith("6 articles read, ")


def test_without_the_extra_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prefect_dask", None)
    with pytest.raises(RunnerError, match="uv sync --extra dask"):
        task_runner(Settings(runner="dask", dask_address="tcp://127.0.0.1:8786"))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "tcp://127.0.0.1:port", "127.0.0.1:1"])
def test_a_scheduler_that_does_not_answer_is_named(address: str) -> None:
    with pytest.raises(RunnerError, match=f"no Dask scheduler answers at {address}"):
        check_cluster(Settings(runner="dask", dask_address=address), own_server=False)


def test_a_cluster_without_an_address_is_bad_usage(run: Solieu, examples: Path, tmp_path: Path) -> None:
    done = run(examples, "--runner", "dask", cwd=tmp_path)
    assert done.code == 2
    assert done.err == "solieu: --runner dask needs the scheduler's address: --dask-address tcp://HOST:8786\n"


def test_workers_elsewhere_need_a_server_that_they_reach(prefect_api: str) -> None:
    port = prefect_api.rpartition(":")[2].partition("/")[0]
    there = Settings(runner="dask", dask_address=f"tcp://0.0.0.0:{port}")
    with pytest.raises(RunnerError, match="PREFECT_API_URL"):
        check_cluster(there, own_server=True)
    check_cluster(there, own_server=False)


def test_what_is_told_of_the_pace() -> None:
    clock = iter([0.0, 10.0, 10.0, 10.0])
    pace = Pace(lambda: next(clock))
    pace.start(1_000)
    pace.advance(100, 52_500)
    assert described(pace) == "52,500 articles read, 5,250 a second, 2 min left"
