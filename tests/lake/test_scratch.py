"""Rows that wait on disk: gone with the run, and with the next one if it was killed."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tasks.lake.errors import StoreError, StoreFullError
from tasks.lake.scratch import Scratch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = pl.DataFrame({"district": ["quan-7"], "obs_value": [5142.0]})
HOLDER = """
import sys
import polars as pl
from tasks.lake.scratch import Scratch
scratch = Scratch()
scratch.put("rows", pl.DataFrame({"n": [1]}))
print(flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)  # asked for anew
    return tmp_path


@pytest.fixture
def holder(place: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that has rows waiting there, since long ago."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    [folder] = place.iterdir()
    os.utime(folder, (0, 0))
    yield process
    process.kill()
    process.communicate()


def test_rows_come_back_and_go_with_the_scratch(place: Path) -> None:
    with Scratch() as scratch:
        scratch.put("rows", ROWS)
        assert scratch.get("rows").equals(ROWS)
    assert list(place.iterdir()) == []


def test_only_a_full_disk_is_called_full(place: Path) -> None:
    with Scratch() as scratch:
        with pytest.raises(StoreError, match="Cannot use temporary files in") as raised:
            scratch.put("no/such/folder", ROWS)
        assert type(raised.value) is StoreError
        with pytest.raises(StoreFullError, match="No space left"), scratch.writing("rows"):
            raise OSError(errno.ENOSPC, "No space left on device")


def test_what_a_living_run_holds_stays(place: Path, holder: subprocess.Popen[bytes]) -> None:
    with Scratch():
        pass
    assert holder.poll() is None
    assert len(list(place.iterdir())) == 1


def test_what_a_killed_run_left_goes(place: Path, holder: subprocess.Popen[bytes]) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with Scratch():
        pass
    assert list(place.iterdir()) == []


def test_what_is_not_a_run_s_or_not_old_stays(place: Path) -> None:
    (place / "solieu-moi").mkdir()
    (place / "solieu-moi" / ".lock").touch()
    (place / "solieu-ghi-chu").mkdir()
    os.utime(place / "solieu-ghi-chu", (0, 0))
    with Scratch():
        pass
    assert sorted(path.name for path in place.iterdir()) == ["solieu-ghi-chu", "solieu-moi"]
