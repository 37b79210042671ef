"""What a run has read of a shard is staged in pieces, and is not lost when the run is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tasks.articles.limits import Limits
from tasks.lake.base import StoreOptions
from tasks.records.frames import to_frame
from tasks.records.issue import ISSUE_SCHEMA
from tasks.runs import shards
from tasks.runs.batches import staged_batch
from tasks.runs.manifests import Listing, Run, ShardCounts
from tasks.runs.read import ReadOptions, parts_of, read_parts, sources_under

if TYPE_CHECKING:
    from pathlib import Path

    from tasks.runs.rows import ShardRows

NOW = datetime.now(UTC)
OPTIONS = ReadOptions(date(2026, 1, 1), Limits(), StoreOptions())


def run(tmp_path: Path, name: str) -> Run:
    return Run(name, str(tmp_path / "lake"), NOW, OPTIONS)


def read_of(tmp_path: Path, *names: str) -> list[ShardRows]:
    (tmp_path / "bai").mkdir(exist_ok=True)
    for name in names:
        text = f"Năm 2022, thu ngân sách huyện Cai Lậy (Tiền Giang) đạt 1{len(name)}2,5 tỷ đồng theo {name}."
        (tmp_path / "bai" / f"{name}.txt").write_text(text, encoding="utf-8")
    parts = [
        part for source in sources_under([str(tmp_path / "bai")], OPTIONS)[0] for part in parts_of(source, OPTIONS)
    ]
    return [read_parts([part], OPTIONS) for part in parts]


def test_pieces_are_closed_as_they_fill_and_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "PIECE_BYTES", 1)
    mine = run(tmp_path, "mine")
    counts = shards.put_shard(mine.staging, "shard-x", read_of(tmp_path, "mot", "hai", "ba"))
    assert (len(counts.pieces), counts.n_articles, counts.n_observations) == (3, 3, 3)
    assert mine.staging.get_all("observations", counts.pieces).height == 3
    assert "text" not in mine.staging.get_all("articles", counts.pieces).columns
    texts = [part["text"].to_list() for part in mine.staging.texts(counts.pieces)]
    assert [text.rpartition(" ")[2] for [text] in texts] == ["ba.", "hai.", "mot."]


def test_a_shard_that_a_lost_run_has_read_is_taken_over(tmp_path: Path) -> None:
    lost, next_one = run(tmp_path, "lost"), run(tmp_path, "next")
    counts = shards.put_shard(lost.staging, "shard-x", read_of(tmp_path, "mot", "hai"))
    assert shards.shards_left(next_one.store, NOW) == {"shard-x": "lost"}
    assert shards.shards_left(next_one.store, NOW + timedelta(days=8)) == {}
    assert shards.adopt_shard(next_one.staging, lost.staging, "shard-x") == counts
    assert next_one.staging.get_all("observations", counts.pieces).height == 2


def test_of_a_shard_that_was_not_finished_nothing_is_taken(tmp_path: Path) -> None:
    lost, next_one = run(tmp_path, "lost"), run(tmp_path, "next")
    [rows] = read_of(tmp_path, "mot")
    lost.staging.put_rows("shard-x-0000", rows)
    assert shards.shards_left(next_one.store, NOW) == {}
    assert shards.adopt_shard(next_one.staging, lost.staging, "shard-x") is None


@pytest.mark.parametrize("left_over", [b"", bytes(500), b"{}", b'{"pieces": []}'])
@pytest.mark.parametrize("what", ["shard-x-done.json", "shard-x-0000-observations.parquet"])
def test_of_a_shard_that_a_loss_of_power_damaged_nothing_is_taken(tmp_path: Path, what: str, left_over: bytes) -> None:
    """What is staged is not synced: a file may be there, empty or full of zeros."""
    lost, next_one = run(tmp_path, "lost"), run(tmp_path, "next")
    shards.put_shard(lost.staging, "shard-x", read_of(tmp_path, "mot"))
    lost.store.write(f"_runs/lost/{what}", left_over)
    assert shards.adopt_shard(next_one.staging, lost.staging, "shard-x") is None


def test_a_shard_that_was_taken_over_can_be_taken_over_again(tmp_path: Path) -> None:
    lost, next_one, last = (run(tmp_path, name) for name in ("lost", "next", "last"))
    counts = shards.put_shard(lost.staging, "shard-x", read_of(tmp_path, "mot"))
    shards.adopt_shard(next_one.staging, lost.staging, "shard-x")
    assert shards.adopt_shard(last.staging, next_one.staging, "shard-x") == counts


def test_a_shard_has_another_name_when_anything_that_matters_is_different(tmp_path: Path) -> None:
    read_of(tmp_path, "mot")
    [source] = sources_under([str(tmp_path / "bai")], OPTIONS)[0]
    [part] = parts_of(source, OPTIONS)
    names = {
        shards.shard_key([part], OPTIONS, "r1"),
        shards.shard_key([part], OPTIONS, "r2"),
        shards.shard_key([replace(part, etag="new")], OPTIONS, "r1"),
        shards.shard_key([part], replace(OPTIONS, today=date(2026, 1, 2)), "r1"),
        shards.shard_key([part], replace(OPTIONS, limits=Limits(max_text_chars=9)), "r1"),
    }
    assert len(names) == 5
    assert shards.shard_key([part], OPTIONS, "r1") in names


def test_a_source_of_which_a_part_is_missing_tells_nothing_until_it_is_read(tmp_path: Path) -> None:
    mine = run(tmp_path, "mine")
    one, two = read_of(tmp_path, "mot", "hai")
    half = replace(two, sources=two.sources.with_columns(of=2 * two.sources["of"]))
    mine.staging.put("listing-issues", to_frame([], ISSUE_SCHEMA).with_columns(source="source_uri"))
    mine.staging.put_rows("shard-x-0000", one)
    mine.staging.put_rows("shard-x-0001", half)
    counts = ShardCounts(("shard-x-0000", "shard-x-0001"), 2, 2, 0)
    batch = staged_batch(mine, Listing((), 2, 0, 0), [counts], "r1")
    told = one.sources["uri"].to_list()
    assert batch.sources["uri"].to_list() == told
    assert batch.articles["source"].to_list() == told
    assert [uri for piece in batch.pieces() for uri in piece["source_uri"]] == told
    batch.checked()
