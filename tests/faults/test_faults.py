"""A few seconds of each fault program; ``python tests/faults/campaign.py`` runs them at full length."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.spoiling import planted

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


def test_the_same_seed_makes_the_same_bad_files(tmp_path: Path) -> None:
    one, other = ([planted(tmp_path / name, 3, number) for number in range(40)] for name in "ab")
    assert [bad.path.name for bad in one] == [bad.path.name for bad in other]
    same = [a.path.read_bytes() == b.path.read_bytes() for a, b in zip(one, other, strict=True) if a.path.is_file()]
    assert len(same) > 30
    assert all(same)
