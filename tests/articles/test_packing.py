"""Packed files of every kind are unpacked in bounded memory, from any frame on, as far as they are whole."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from datetime import date
from typing import TYPE_CHECKING

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.articles.limits import Limits
from tasks.articles.packing import Packing, StreamError, unpacked
from tasks.articles.reading import read_source
from tasks.articles.sources import Kind, Source
from tasks.records.article import Article
from tasks.records.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCE = "Năm 2022, huyện Tân Hiệp thu ngân sách 120,5 tỷ đồng, bằng 108% dự toán tỉnh giao."
PACK: dict[Packing, Callable[[bytes], bytes]] = {"gz": gzip.compress, "zst": zstd.compress}


def read(data: bytes, kind: Kind, limits: Limits | None = None) -> list[Article | Issue]:
    source = Source(f"bai/tan-hiep.{kind}", len(data), "x", kind)
    return list(read_source(source, io.BytesIO(data), limits or Limits(), today=date(2026, 1, 1)))


def reasons(rows: list[Article | Issue]) -> list[str]:
    return [row.reason for row in rows if isinstance(row, Issue)]


@pytest.mark.parametrize("packing", ["gz", "zst"])
@pytest.mark.parametrize("form", ["txt", "html", "jsonl"])
def test_what_is_packed_is_read_as_what_it_is(form: str, packing: Packing) -> None:
    content = {
        "txt": SENTENCE,
        "html": f"<html><body><h1>Tân Hiệp</h1><p>{SENTENCE}</p></body></html>",
        "jsonl": json.dumps({"id": "tan-hiep", "text": SENTENCE}),
    }[form].encode()
    (article,) = read(PACK[packing](content), f"{form}.{packing}")  # type: ignore[arg-type]
    assert isinstance(article, Article)
    assert article.article == "tan-hiep"
    assert SENTENCE in article.text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=3000), max_size=6), st.sampled_from(["gz", "zst"]), st.data())
def test_reading_can_begin_at_any_frame(frames: list[bytes], packing: Packing, data: st.DataObject) -> None:
    packed = b"".join(map(PACK[packing], frames))
    chunks = list(unpacked(io.BytesIO(packed), packing, len(packed), Limits()))
    assert b"".join(chunk.data for chunk in chunks) == b"".join(frames)
    if chunks:
        one = data.draw(st.sampled_from(chunks))
        rest = unpacked(io.BytesIO(packed), packing, len(packed), Limits(), at=one.at, before=one.before)
        assert b"".join(chunk.data for chunk in rest) == b"".join(frames)[one.before :]


@pytest.mark.parametrize("packing", ["gz", "zst"])
@pytest.mark.parametrize("form", ["txt", "html", "jsonl", "csv", "warc", "wet"])
def test_a_bomb_stops_at_the_limit_in_little_memory(form: str, packing: Packing) -> None:
    bomb = PACK[packing](b" " * (100 << 20))
    tracemalloc.start()
    rows = read(bomb, f"{form}.{packing}")  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert set(reasons(rows)) <= {"decompressed_too_large", "file_too_large", "line_too_long", "bad_record"}
    assert reasons(rows)
    assert peak < 32 << 20


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_cut_or_broken_file_of_lines_keeps_what_came_before(packing: Packing) -> None:
    lines = b"".join(json.dumps({"id": str(n), "text": f"{n} {SENTENCE}"}).encode() + b"\n" for n in range(3000))
    first, second = PACK[packing](lines[: len(lines) // 2]), PACK[packing](lines[len(lines) // 2 :])
    name = {"gz": "gzip", "zst": "zstd"}[packing]
    for spoilt, reason in ((second[:-20], "truncated"), (second[:99] + b"\xff" * 9000, "broken")):
        rows = read(first + spoilt, f"jsonl.{packing}")  # type: ignore[arg-type]
        assert sum(isinstance(row, Article) for row in rows) > 1400
        assert reasons(rows)[-1] == f"{reason}_{name}"


def test_zeros_behind_a_gzip_member_are_no_damage() -> None:
    packed = gzip.compress(SENTENCE.encode()) + bytes(512)
    assert [chunk.data for chunk in unpacked(io.BytesIO(packed), "gz", len(packed), Limits())] == [SENTENCE.encode()]


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_fault_says_in_which_frame(packing: Packing) -> None:
    first = PACK[packing](b"a" * 100)
    packed = first + PACK[packing](bytes(range(256)) * 40)[:-9]
    with pytest.raises(StreamError) as told:
        list(unpacked(io.BytesIO(packed), packing, len(packed), Limits()))
    assert told.value.at == len(first)


@pytest.mark.parametrize("kind", ["txt.gz", "html.zst"])
def test_what_is_not_packed_as_its_name_says_is_an_issue(kind: Kind) -> None:
    (reason,) = reasons(read(SENTENCE.encode(), kind))
    assert reason in {"broken_gzip", "broken_zstd"}
