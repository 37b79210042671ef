"""Past months read again: which sources that takes, what a release says of it, and how a killed one goes on."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tasks.lake.batch import Batch
from tasks.lake.ledger import SOURCE_SCHEMA
from tasks.lake.release import publish
from tasks.lake.snapshot import head, read_ledger, release_numbers
from tasks.lake.store import open_store
from tasks.reconciliation.resolve import reconcile
from tests.flows.conftest import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.flows.conftest import Ended, Solieu

pytestmark = pytest.mark.flow

MONTHS = ("2023-12", "2024-01", "2024-02", "2024-03")


def article(month: str, number: int, value: int) -> str:
    year, _, of_year = month.partition("-")
    return (
        f"Huyện Phú Hòa thu ngân sách vượt dự toán\n\nNgày 15/{of_year}/{year}\n\nNăm {2010 + number}, tổng thu ngân "
        f"sách trên địa bàn huyện Phú Hòa (Phú Yên) đạt {value} tỷ đồng, bằng 131% dự toán tỉnh giao.\n"
    )


@pytest.fixture(scope="module")
def made(run: Solieu, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of one article a month, and of one whose day nobody knows."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "bao").mkdir()
    for number, month in enumerate(MONTHS):
        (folder / "bao" / f"{month}.txt").write_text(article(month, number, 200 + number), encoding="utf-8")
    undated = article("2024-01", 9, 300).replace("Ngày 15/01/2024\n\n", "")
    (folder / "bao" / "khong-ngay.txt").write_text(undated, encoding="utf-8")
    done = run("bao", cwd=folder)
    assert done.code == 0, done.screen
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "noi")


@pytest.fixture
def backfill(solieu: Solieu, prefect_api: str, folder: Path) -> Callable[..., Ended]:
    def backfill(first: str, last: str, *options: str) -> Ended:
        return solieu(
            "backfill", "--from", first, "--to", last, *options, cwd=folder, env={"PREFECT_API_URL": prefect_api}
        )

    return backfill


def figures(folder: Path) -> set[int]:
    rows = pl.read_parquet(folder / "lake" / "statistics.parquet").filter(measure="level")
    return {int(value) for value in rows["obs_value"]}


def visible(folder: Path) -> dict[str, str]:
    """But the files of texts, which are named by the release that read them."""
    lake = folder / "lake"
    paths = [path for path in sorted(lake.rglob("*.parquet")) if path.relative_to(lake).parts[0][0] not in "_a"]
    return {str(path.relative_to(lake)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def forget(folder: Path, **changes: str) -> None:
    """Leave the lake as if its rules had found nothing in any source: what an older version may have left."""
    store = open_store(str(folder / "lake"))
    sources = read_ledger(store, head(store)).sources.with_columns(**{k: pl.lit(v) for k, v in changes.items()})
    assert sources.schema == SOURCE_SCHEMA
    base = head(store)
    assert base is not None
    context = _context(folder, base)
    assert publish(store, Batch(sources=sources), reconcile, context) is not None
    assert figures(folder) == set()


def _context(folder: Path, base: Any) -> Any:
    from tasks.lake.candidate import Context

    districts, indicators = (
        pl.read_parquet(folder / "lake" / f"{name}.parquet") for name in ("districts", "indicators")
    )
    return Context("older", base.code_version, base.catalog_version, base.rules_version, districts, indicators)


def test_only_sources_of_these_months_are_read_again(folder: Path, backfill: Callable[..., Ended]) -> None:
    """And those of which nobody knows the month, with the first."""
    assert figures(folder) == {200, 201, 202, 203, 300}
    forget(folder)
    done = backfill("2024-01", "2024-02", "--accept-volume-change", "--json")
    assert (done.code, done.err) == (0, "")
    assert figures(folder) == {201, 202, 300}
    months = done.json()["months"]
    assert {month: one["articles"] for month, one in months.items()} == {"2024-01": 2, "2024-02": 1}
    store = open_store(str(folder / "lake"))
    assert [(one["release"], one["added"]) for one in months.values()] == [(3, 4), (4, 2)]
    last = head(store)
    assert last is not None
    assert last.note.startswith("backfill 2024-02")
    assert last.sources_changed.count == 1
    assert not list((folder / "lake" / "_state").glob("backfill/*"))
    assert not list((folder / "lake").glob("_runs/*"))


def test_other_rules_read_everything_again(folder: Path, run: Solieu) -> None:
    """Which articles a rule could concern is not proved for any, so all of them."""
    before = visible(folder)
    forget(folder, rules_version="of an older version")
    done = run("bao", "--accept-volume-change", "--json", cwd=folder)
    assert (done.code, done.json()["articles"]) == (0, 5)
    assert visible(folder) == before
    assert run("bao", cwd=folder).out.startswith("nothing new")


def test_a_killed_backfill_goes_on_with_what_no_release_holds(
    folder: Path, backfill: Callable[..., Ended], environment: dict[str, str], prefect_api: str
) -> None:
    before = visible(folder)
    forget(folder)
    command = [SCRIPT, "backfill", "--from", MONTHS[0], "--to", MONTHS[-1], "--accept-volume-change"]
    process = subprocess.Popen(
        command, cwd=folder, env={**environment, "PREFECT_API_URL": prefect_api}, start_new_session=True
    )
    store = open_store(str(folder / "lake"))
    while len(release_numbers(store)) < 3:
        assert process.poll() is None, "it ended before it could be killed"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    committed = len(release_numbers(store)) - 2
    assert 1 <= committed < len(MONTHS)
    done = backfill(MONTHS[0], MONTHS[-1], "--accept-volume-change", "--json")
    assert (done.code, done.err) == (0, "")
    read = [one["sources"] for one in done.json()["months"].values()]
    assert read == [0] * committed + [1] * (len(MONTHS) - committed)
    assert len(release_numbers(store)) == 2 + len(MONTHS)
    assert visible(folder) == before


def test_sources_that_are_not_there_are_left_as_they_are(folder: Path, backfill: Callable[..., Ended]) -> None:
    (folder / "bao" / "2024-02.txt").unlink()
    done = backfill("2024-02", "2024-02")
    assert done.code == 0, done.err
    assert "1 source known to" in done.out
    assert figures(folder) == {200, 201, 202, 203, 300}
    for path in (folder / "bao").iterdir():
        path.unlink()
    done = backfill("2024-02", "2024-02")
    assert (done.code, "none of the sources" in done.err) == (1, True)
    assert figures(folder) == {200, 201, 202, 203, 300}


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [("2024-13", "2024-14", "is no month"), ("2024-03", "2024-02", "comes after")],
)
def test_a_range_without_a_month_is_bad_usage(solieu: Solieu, first: str, last: str, says: str) -> None:
    done = solieu("backfill", "--from", first, "--to", last)
    assert done.code == 2
    assert says in done.err
    assert "Traceback" not in done.err
