"""A few seconds of each fault program; ``python tests/faults/campaign.py`` runs them at full length."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tasks.lake.maintenance import verify
from tasks.lake.snapshot import head
from tests.faults.spoiling import planted
from tests.faults.workload import Reference, open_store, run_step, visible

HERE = Path(__file__).parent


def run(program: str, *options: str) -> dict[str, Any]:
    done = subprocess.run([sys.executable, HERE / program, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize(("store", "kills"), [("folder", 6), ("s3", 3)])
def test_killed_runs_leave_no_trace(store: str, kills: int) -> None:
    result = run("kill.py", "--kills", str(kills), "--store", store)
    assert result["lakes differing"] == 0
    assert result["wrong files read"] == 0
    assert result["files read meanwhile"] > 0


@pytest.mark.parametrize(("store", "commits"), [("folder", 4), ("s3", 2)])
def test_rivals_lose_nothing(store: str, commits: int) -> None:
    result = run("race.py", "--writers", "3", "--commits", str(commits), "--store", store, "--prune")
    assert result["observations"] == 3 * commits
    assert result["numbers without gap"]
    assert result["same as one run"]
    assert result["findings of verify"] == 0


def test_loss_of_power_tears_no_release() -> None:
    result = run("power.py", "--losses", "12")
    assert result["writes dropped"] > 0
    assert result["releases torn"] == 0
    assert result["lakes differing"] == 0


def test_a_failing_store_leaves_the_last_release_whole() -> None:
    result = run("proxy.py", "--runs", "10", "--share", "0.1")
    assert result["faults"] > 10
    assert result["releases torn"] == 0
    assert result["lakes differing"] == 0


def test_bad_files_end_as_issues() -> None:
    """The files are the same for the same seed, and so is all that is read of them."""
    result = run("bad_files.py", "--files", "120", "--seed", "4")
    assert result["ways"] > 15
    assert (result["crashes"], result["hangs"], result["told of none"]) == (0, 0, 0)
    assert result["peak MiB"] < 768


def test_no_order_of_words_makes_the_grammar_fail() -> None:
    assert run("scrambled.py", "--texts", "1200", "--seed", "1")["failures"] == {}


def test_the_same_seed_makes_the_same_bad_files(tmp_path: Path) -> None:
    one, other = ([planted(tmp_path / name, 3, number) for number in range(40)] for name in "ab")
    assert [bad.path.name for bad in one] == [bad.path.name for bad in other]
    same = [a.path.read_bytes() == b.path.read_bytes() for a, b in zip(one, other, strict=True) if a.path.is_file()]
    assert len(same) > 30
    assert all(same)


def test_a_full_disk_stops_a_run_wherever_it_fills_up(tmp_path: Path) -> None:
    """For a file of more than so many bytes there is no room; afterwards there is, and the run is done again."""
    program = (
        "import resource, signal, sys\n"
        "from tests.faults.workload import open_store, run_step\n"
        "store = open_store(sys.argv[1])\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "run_step(store, 1)\n"
    )
    reference = Reference.made(tmp_path / "reference")
    reached = set()
    for room in (100, 4_000, 12_000, 20_000):
        store = open_store(str(tmp_path / f"lake-{room}"))
        run_step(store, 0)
        command = [sys.executable, "-c", program, str(tmp_path / f"lake-{room}"), str(room)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "StoreFullError: No space left to write" in done.stderr, (room, done.stderr)
        last = head(store)
        assert last is not None
        reached.add(last.release)
        assert not [found for found in verify(store).findings if found.problem.startswith(("snapshot", "manifest"))]
        run_step(store, 1)
        assert visible(store) == reference.after[1], room
    assert 1 in reached
