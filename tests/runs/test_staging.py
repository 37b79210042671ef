"""What the steps of a run leave for each other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from tasks.lake.store import open_store
from tasks.runs.rows import SHARD_SCHEMAS
from tasks.runs.staging import Staging, clean_up

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC)


def test_what_is_put_is_got_and_putting_again_replaces(tmp_path: Path) -> None:
    staging = Staging(open_store(str(tmp_path)), "run-1")
    staging.put("rows", pl.DataFrame({"a": [1]}))
    staging.put("rows", pl.DataFrame({"a": [2, 3]}))
    staging.put_record("note", {"đ": 1})
    assert staging.get("rows")["a"].to_list() == [2, 3]
    assert staging.get_record("note") == {"đ": 1}


def test_fingerprints_that_an_older_version_staged_are_taken(tmp_path: Path) -> None:
    staging = Staging(open_store(str(tmp_path)), "run-1")
    known = {"fingerprint": [[0, 2**32 - 1]], "article_id": ["a"]}
    rows = pl.DataFrame(known, {"fingerprint": pl.List(pl.Int64()), "article_id": pl.String()})
    missing = (pl.lit(None, kind).alias(name) for name, kind in SHARD_SCHEMAS["articles"].items() if name not in known)
    staging.put("piece-articles", rows.with_columns(missing))
    assert staging.get_all("articles", ["piece"])["fingerprint"].to_list() == known["fingerprint"]


def test_a_run_cleans_up_after_itself_and_after_those_long_dead(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    for run in ("mine", "another"):
        Staging(store, run).put("rows", pl.DataFrame({"a": [1]}))
    store.write("statistics.parquet", b"not staged")

    clean_up(store, "mine", NOW)
    assert [item.key for item in store.list("_runs/")] == ["_runs/another/rows.parquet"]

    clean_up(store, "third", NOW + timedelta(days=8))
    assert [item.key for item in store.list("")] == ["statistics.parquet"]


def test_a_clock_that_is_ahead_takes_nothing_from_runs_at_work(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    for run in ("mine", "another"):
        Staging(store, run).put("rows", pl.DataFrame({"a": [1]}))
    clean_up(store, "mine", NOW + timedelta(days=365))
    assert [item.key for item in store.list("_runs/")] == ["_runs/another/rows.parquet"]
