"""Reading a shard: the same rows in the same order, however many processes read and however a file is packed."""

from __future__ import annotations

import gzip
import json
import os
import signal
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tasks.articles.limits import Limits
from tasks.lake.base import StoreOptions
from tasks.lake.ledger import SOURCE_SCHEMA, Ledger, Listed
from tasks.runs import read
from tasks.runs.feed import Block, blocks
from tasks.runs.pool import ReaderDiedError, closing_pool, in_order
from tasks.runs.rows import ShardRows, joined

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tasks.articles.parts import Part

OPTIONS = read.ReadOptions(date(2026, 1, 1), Limits(), StoreOptions())
SHORT_LINES = Limits(max_line_bytes=30_000)
STORY = """Cai Lậy: Thu ngân sách vượt kế hoạch

Năm 2022, thu ngân sách trên địa bàn huyện Cai Lậy (Tiền Giang) đạt {} tỷ đồng, bằng 112,4% dự toán.

{}"""


def records(count: int, padding: str = "Trời hôm ấy nhiều mây. " * 40) -> bytes:
    texts = (STORY.format(f"{100 + number},5", padding) for number in range(count))
    return b"".join(json.dumps({"id": f"bai-{n}", "text": text}).encode() + b"\n" for n, text in enumerate(texts))


def table(count: int) -> bytes:
    told = (STORY.format(f"{number},5", f"bài {number}") for number in range(count))
    return b"text,title\n" + b"".join(f'"{text}",bài {number}\r\n'.encode() for number, text in enumerate(told))


@pytest.fixture(autouse=True, scope="module")
def pool() -> Iterator[None]:
    with closing_pool():
        yield


@pytest.fixture
def batches_of_20_kb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "BATCH_BYTES", 20_000)


def rows_of(folder: Path, processes: int) -> ShardRows:
    sources, _ = read.sources_under([str(folder)], OPTIONS)
    parts = [part for source in sources for part in read.parts_of(source, OPTIONS)]
    return joined(list(read.read_batches(parts, OPTIONS, processes=processes, pool_floor=0)))


def same(one: ShardRows, other: ShardRows) -> bool:
    return (
        one.observations.equals(other.observations)
        and one.articles.equals(other.articles)
        and one.issues.equals(other.issues)
        and one.sources.equals(other.sources)
    )


def in_blocks_and_whole(path: Path, size: int, limits: Limits) -> tuple[list[Part | Block], ShardRows, ShardRows]:
    """The blocks of a packed file, of about ``size`` bytes, and the rows that they and the file itself read to."""
    options = read.ReadOptions(OPTIONS.today, limits, StoreOptions())
    [source] = read.sources_under([str(path)], options)[0]
    [part] = read.parts_of(source, options)
    with path.open("rb") as data:
        pieces = list(blocks(part, data, size, limits))
    return pieces, read.read_parts(pieces, options), read.read_parts([part], options)


@pytest.mark.usefixtures("batches_of_20_kb")
def test_one_large_file_is_read_by_several_processes_to_the_same_rows(tmp_path: Path) -> None:
    (tmp_path / "lon.jsonl").write_bytes(records(60))
    (tmp_path / "goi.jsonl.gz").write_bytes(gzip.compress(records(60) + b"{no json\n"))
    for number in range(30):
        (tmp_path / f"{number:03}.txt").write_text(STORY.format(f"{300 + number},5", ""), encoding="utf-8")
    alone, together = rows_of(tmp_path, 1), rows_of(tmp_path, 3)
    assert same(alone, together)
    assert alone.sources["uri"].value_counts().filter(pl.col("uri").str.ends_with("lon.jsonl"))["count"].item() > 4
    levels = alone.observations.filter(pl.col("measure") == "level")["obs_value"].to_list()
    assert levels == [300.5 + n for n in range(30)] + 2 * [100.5 + n for n in range(60)]
    places = alone.observations.filter(pl.col("measure") == "level")["source_uri"].to_list()
    assert places[30:] == [f"{tmp_path}/{name}#{n}" for name in ("goi.jsonl.gz", "lon.jsonl") for n in range(1, 61)]
    assert [row["source_uri"] for row in alone.issues.to_dicts()] == [f"{tmp_path}/goi.jsonl.gz#61"]
    told = alone.sources.group_by("uri").agg(pl.sum("n_articles", "parts"), pl.first("of"))
    assert told.filter(pl.col("parts") != pl.col("of")).is_empty()
    assert told["n_articles"].sort().to_list() == 30 * [1] + [60, 60]


@pytest.mark.usefixtures("batches_of_20_kb")
def test_the_share_that_is_told_adds_up_whatever_the_packing(tmp_path: Path) -> None:
    (tmp_path / "lon.jsonl").write_bytes(records(60))
    (tmp_path / "goi.jsonl.gz").write_bytes(gzip.compress(records(60)))
    sources, _ = read.sources_under([str(tmp_path)], OPTIONS)
    parts = [part for source in sources for part in read.parts_of(source, OPTIONS)]
    told: list[tuple[int, int]] = []
    list(read.read_batches(parts, OPTIONS, processes=1, advance=lambda *step: told.append(step)))
    assert sum(size for size, _ in told) == sum(part.weight for part in parts)
    assert sum(articles for _, articles in told) == 120
    assert len(told) > 6


@pytest.mark.parametrize(
    ("content", "limits", "reasons"),
    [
        (gzip.compress(records(50))[:-400], Limits(), ["truncated_gzip"]),
        (
            gzip.compress(records(20) + b"x" * 90_000 + b"\n" + records(20)),
            Limits(max_line_bytes=30_000),
            ["line_too_long"],
        ),
        (gzip.compress(records(60).decode().encode("utf-16")), Limits(), []),
    ],
    ids=["cut short", "a line too long", "UTF-16"],
)
def test_blocks_of_a_packed_file_tell_what_the_whole_file_tells(
    tmp_path: Path, content: bytes, limits: Limits, reasons: list[str]
) -> None:
    path = tmp_path / "goi.jsonl.gz"
    path.write_bytes(content)
    pieces, fed, whole = in_blocks_and_whole(path, 20_000, limits)
    assert whole.issues["reason"].to_list() == reasons
    assert fed.observations.equals(whole.observations)
    assert fed.issues.equals(whole.issues)
    assert max(len(piece.lines) for piece in pieces if isinstance(piece, Block)) < 400_000 if reasons else True


@pytest.mark.parametrize(
    ("content", "limits", "reasons"),
    [
        (table(200), Limits(), []),
        (table(200)[:-300], Limits(), ["bad_row"]),
        (table(90) + b'x,"' + b"y" * 90_000 + b'"\n' + table(90)[10:], Limits(max_line_bytes=30_000), ["bad_row"]),
        (table(90) + b'x,"\n' + table(40)[10:] + b'z,"', Limits(max_line_bytes=900), ["bad_row", "bad_row"]),
        (table(100).decode().encode("utf-16"), Limits(), []),
    ],
    ids=["whole", "cut in a row", "a row too long", "quotes that do not close", "UTF-16"],
)
def test_blocks_of_a_packed_table_tell_what_the_whole_table_tells(
    tmp_path: Path, content: bytes, limits: Limits, reasons: list[str]
) -> None:
    path = tmp_path / "bang.csv.gz"
    path.write_bytes(gzip.compress(content))
    pieces, fed, whole = in_blocks_and_whole(path, 5_000, limits)
    assert len(pieces) > 3
    assert whole.issues["reason"].to_list() == reasons
    assert fed.observations.equals(whole.observations)
    assert fed.articles.equals(whole.articles)
    assert fed.issues.equals(whole.issues)


def test_a_source_that_cannot_be_opened_is_not_counted_as_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORY.format("12,5", name), encoding="utf-8")
    sources, _ = read.sources_under([str(tmp_path)], OPTIONS)
    (tmp_path / "b.txt").unlink()
    rows = read.read_parts([part for source in sources for part in read.parts_of(source, OPTIONS)], OPTIONS)
    assert rows.sources["uri"].to_list() == [f"{tmp_path}/a.txt"]
    assert rows.issues["reason"].to_list() == ["unreadable"]


def test_a_file_is_known_by_what_it_holds_not_by_its_date(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(STORY.format("12,5", name), encoding="utf-8")
    (tmp_path / "d.txt").write_text("Chữ " * 400_000, encoding="utf-8")
    rows = rows_of(tmp_path, 1)
    sources = rows.sources.with_columns(rules_version=pl.lit("r1"), read_by=pl.lit(None, pl.String()))
    ledger = Ledger(sources.select(*SOURCE_SCHEMA), Ledger.empty().holdings, Ledger.empty().withdrawn)
    assert ledger.sources.filter(pl.col("content_hash").is_null())["uri"].to_list() == [f"{tmp_path}/d.txt"]
    (tmp_path / "b.txt").write_text(STORY.format("13,5", "b.txt"), encoding="utf-8")
    (tmp_path / "c.txt").write_text(STORY.format("12,5", "c.txt") + "\n", encoding="utf-8")
    listed = [Listed(source.uri, source.size, "another") for source in read.sources_under([str(tmp_path)], OPTIONS)[0]]
    assert read.touched(listed, ledger.hashes(listed, "r1"), OPTIONS) == {f"{tmp_path}/a.txt"}
    assert ledger.hashes(listed, "r2") == {}


def test_no_more_batches_are_drawn_than_can_be_kept() -> None:
    drawn: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(50):
            drawn.append(number)
            yield number

    results = in_order(abs, numbers(), 2)
    assert next(results) == (0, 0)
    assert len(drawn) <= 4
    assert [number for number, _ in results] == list(range(1, 50))


def killed(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_process_that_is_killed_is_told_with_what_to_do_and_the_next_shard_is_read() -> None:
    with pytest.raises(ReaderDiedError, match="--processes"):
        list(in_order(killed, range(9), 2))
    assert [number for number, _ in in_order(abs, range(9), 2)] == list(range(9))
