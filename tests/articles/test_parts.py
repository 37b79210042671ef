"""However a source is cut into parts, they give what the whole gives."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from backports import zstd
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from tasks.articles.documents import Item, Terms
from tasks.articles.limits import Limits
from tasks.articles.parts import Part, needs_look, split, whole
from tasks.articles.reading import read_part
from tasks.articles.sources import Kind, Source
from tasks.lake.ranges import Ranges
from tasks.records.article import Article
from tasks.records.issue import Issue
from tests.articles.archives import record, response, with_length, zst_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

SENTENCE = "Năm 2022, huyện An Minh thu ngân sách 45,6 tỷ đồng, bằng 104% dự toán tỉnh giao."
TERMS = Terms(Limits(), date(2026, 1, 1))
SIZES = (1, 500, 4000)

texts = st.integers(0, 40).map(lambda times: f"{SENTENCE} " * times)
addresses = st.one_of(st.none(), st.integers(0, 99).map(lambda number: f"https://vidu.vn/bai-{number}"))


def cut(data: bytes, kind: Kind, max_bytes: int) -> list[Part]:
    return split(Source(f"kho/a.{kind}", len(data), "e", kind), io.BytesIO(data), max_bytes, TERMS.limits)


def read(parts: Sequence[Part], data: bytes) -> list[Item]:
    items = [item for part in parts for item in read_part(part, io.BytesIO(data), TERMS)]
    return [item for item in items if not (isinstance(item, Issue) and item.reason == "empty_file")]


def holds(data: bytes, kind: Kind) -> None:
    """Any cut gives the same; parts survive being written down."""
    expected = read([whole(Source(f"kho/a.{kind}", len(data), "e", kind))], data)
    for size in SIZES:
        parts = cut(data, kind, size)
        assert [part.number for part in parts] == list(range(1, len(parts) + 1))
        assert {part.of for part in parts} == {len(parts)}
        assert [Part(**json.loads(json.dumps(asdict(part)))) for part in parts] == parts
        assert read(parts, data) == expected, size


lines = st.one_of(
    st.builds(lambda text, url: json.dumps({"text": text, "url": url}, ensure_ascii=False).encode(), texts, addresses),
    st.sampled_from([b"", b" ", b"{broken", b"[]", b"\xff\xfe", b"\r"]),
)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(lines, max_size=30),
    st.booleans(),
    st.sampled_from(["jsonl", "jsonl.gz", "jsonl.zst"]),
    st.integers(50, 3000),
)
@example([b"", b"\xff\xfe"], False, "jsonl", 100)
def test_files_of_lines(records: list[bytes], closed: bool, kind: Kind, frame: int) -> None:
    data = b"\n".join(records) + (b"\n" if closed else b"")
    if kind != "jsonl":
        pack: Callable[[bytes], bytes] = gzip.compress if kind == "jsonl.gz" else zstd.compress
        data = b"".join(pack(data[at : at + frame]) for at in range(0, len(data), frame))
    holds(data, kind)


STRAY = [b"", b'"', b"\n", b'x"\n,"']
fields = st.one_of(texts, st.sampled_from(["", "a,b", 'nói "có"', "hai\ndòng", "\n\n", "a\rb"]))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(fields, fields), max_size=20),
    st.integers(0, 3000),
    st.sampled_from([b"", b'"', b"\n", b'x"\n,"']),
)
@example([("a", "b")] * 5, 20, b'"')
def test_tables_of_values(rows: list[tuple[str, str]], at: int, put: bytes) -> None:
    written = io.StringIO()
    csv.writer(written).writerows([("text", "title"), *rows])
    data = written.getvalue().encode()
    at = min(at, len(data)) if at > 14 else len(data)
    holds(data[:at] + put + data[at:], "csv")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(texts, addresses), max_size=25), st.sampled_from([1, 4, 1000]))
def test_tables(rows: list[tuple[str, str | None]], group: int) -> None:
    columns = {
        "text": pa.array([text for text, _ in rows], pa.string()),
        "url": pa.array([url for _, url in rows], pa.string()),
    }
    written = io.BytesIO()
    parquet.write_table(pa.table(columns), written, row_group_size=group)
    holds(written.getvalue(), "parquet")


CUT_SHORT = response("https://vidu.vn/", b"A").partition(b"WARC-Record-ID")[0]
"""Behind it the next record's beginning stands at a line's beginning, as if it were one of its headers."""


@st.composite
def archived(draw: st.DrawFn) -> bytes:
    number = draw(st.integers(0, 99))
    url = f"https://vidu.vn/bai-{number}"
    if draw(st.integers(0, 4)) == 0:
        return record("request", url, b"GET / HTTP/1.1\r\n\r\n")
    written = response(url, f"Bài {number}\n\n{draw(texts)}".encode(), kind="text/plain")
    damage = draw(st.integers(0, 9))
    if damage == 0:
        return with_length(written, draw(st.sampled_from([0, 10, 5000, 10**9, "x"])))
    return written[: draw(st.integers(1, 200))] if damage == 1 else written


@settings(max_examples=25, deadline=None)
@given(
    st.lists(archived(), max_size=10),
    st.sampled_from(["warc", "warc.gz", "warc.zst"]),
    st.integers(0, 5),
    st.integers(0, 4000),
)
@example([CUT_SHORT, response("https://vidu.vn/", b"B", kind="text/plain")], "warc", 1, 0)
def test_web_archives(records: list[bytes], kind: Kind, damage: int, at: int) -> None:
    if kind == "warc.zst":
        data = zst_archive(records, "raw" if len(records) > 3 else "none")
    else:
        data = b"".join(map(gzip.compress, records) if kind == "warc.gz" else records)
    if damage == 0 and at < len(data):
        data = data[:at] + b"\xff" + data[at + 1 :]
    holds(data, kind)


@pytest.mark.parametrize("kind", ["jsonl", "jsonl.zst", "csv", "warc", "warc.gz", "warc.zst", "parquet"])
def test_parts_are_read_from_an_object_store(kind: Kind) -> None:
    rows = [f"{number}. {SENTENCE * 3}" for number in range(400)]
    data = {
        "jsonl": b"".join(json.dumps({"text": row}).encode() + b"\n" for row in rows),
        "jsonl.zst": b"".join(zstd.compress(json.dumps({"text": row}).encode() + b"\n") for row in rows),
        "warc": b"".join(response("https://vidu.vn/", row.encode(), kind="text/plain") for row in rows),
        "warc.gz": b"".join(
            gzip.compress(response("https://vidu.vn/", row.encode(), kind="text/plain")) for row in rows
        ),
        "warc.zst": zst_archive([response("https://vidu.vn/", row.encode(), kind="text/plain") for row in rows], "raw"),
        "csv": "".join(["text\r\n", *(f'"{row}\n"\r\n' for row in rows)]).encode(),
        "parquet": _table(rows),
    }[kind]

    def opened() -> io.BufferedReader:
        return io.BufferedReader(Ranges(lambda at, length: data[at : at + length], data[:99], len(data)), 4096)

    source = Source(f"s3://kho/a.{kind}", len(data), "e", kind)
    parts = split(source, opened(), len(data) // 8, TERMS.limits)  # type: ignore[arg-type]
    assert 3 < len(parts) < 40
    items = [item for part in parts for item in read_part(part, opened(), TERMS)]  # type: ignore[arg-type]
    assert [item.text for item in items if isinstance(item, Article)] == rows


def _table(rows: list[str]) -> bytes:
    written = io.BytesIO()
    parquet.write_table(pa.table({"text": rows}), written, row_group_size=40)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["txt", "html", "txt.gz", "html.zst"])
def test_a_document_is_one_part(kind: Kind) -> None:
    source = Source(f"a.{kind}", 10**9, "e", kind)
    assert not needs_look(source, 1)
    assert split(source, io.BytesIO(), 1, TERMS.limits) == [whole(source)]


def test_a_small_file_is_one_part_and_not_looked_at() -> None:
    source = Source("a.jsonl", 1000, "e", "jsonl")
    assert not needs_look(source, 1000)
    assert needs_look(source, 999)


def test_utf16_and_a_single_frame_stay_in_one_piece() -> None:
    lines_of_16 = "\n".join(json.dumps({"text": SENTENCE}) for _ in range(50)).encode("utf-16")
    assert len(cut(lines_of_16, "jsonl", 500)) == 1
    packed = gzip.compress(b"\n".join(json.dumps({"text": f"{n} {SENTENCE}"}).encode() for n in range(900)))
    assert len(cut(packed, "jsonl.gz", 500)) == 1


def test_parts_are_about_as_large_as_asked() -> None:
    data = b"".join(json.dumps({"text": f"{number} {SENTENCE}"}).encode() + b"\n" for number in range(2000))
    parts = cut(data, "jsonl", 10_000)
    assert sum(part.weight for part in parts) == len(data)
    assert all(part.weight < 11_000 for part in parts)
    first = next(iter(read_part(parts[5], io.BytesIO(data), TERMS)))
    assert isinstance(first, Article)
    assert first.source_uri == f"kho/a.jsonl#{parts[5].first}"


@pytest.mark.parametrize("kind", ["jsonl.zst", "warc.gz", "parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, kind: Kind) -> None:
    """Peak memory of a process that reads a file of 100 MB, over that of one that reads a quarter of it."""
    path = tmp_path / f"a.{kind}"
    peaks = []
    for repeats in (15, 60):
        _write(path, kind, repeats)
        done = subprocess.run(
            [sys.executable, "-c", _READER, str(path), kind], capture_output=True, text=True, check=True
        )
        count, peak = map(int, done.stdout.split())
        assert count == 20 * repeats
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 45_000, peaks


_READER = r"""
import re, sys
from datetime import date
from pathlib import Path
from tasks.articles.documents import Screened, Terms
from tasks.articles.limits import Limits
from tasks.articles.parts import whole
from tasks.articles.reading import read_part
from tasks.articles.sources import Source
path, kind = Path(sys.argv[1]), sys.argv[2]
source = Source(str(path), path.stat().st_size, "e", kind)
terms = Terms(Limits(max_expansion=10**6), date(2026, 1, 1), keep=lambda text: False)
with path.open("rb") as data:
    count = sum(isinstance(item, Screened) for item in read_part(whole(source), data, terms))
print(count, re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text()).group(1))
"""


def _write(path: Path, kind: Kind, repeats: int) -> None:
    page = "<html><body>" + f"<p>{SENTENCE}</p>" * 800 + "</body></html>"
    if kind == "parquet":
        schema = pa.schema([("html", pa.string())])
        with parquet.ParquetWriter(path, schema, use_dictionary=False, write_batch_size=8) as writer:
            batch = pa.table({"html": [f"{page}{number}" for number in range(20)] * min(repeats, 15)}, schema)
            for _ in range(max(repeats // 15, 1)):
                writer.write_table(batch)
        return
    if kind.startswith("warc"):
        block = b"".join(response(f"https://vidu.vn/{number}", page.encode()) for number in range(20))
    else:
        block = (json.dumps({"html": page}, ensure_ascii=False) + "\n").encode() * 20
    if kind == "warc.gz":
        block = gzip.compress(block, 1)
    with path.open("wb") as target:
        if kind == "jsonl.zst":
            with zstd.ZstdFile(target, "w") as packed:
                for _ in range(repeats):
                    packed.write(block)
        else:
            for _ in range(repeats):
                target.write(block)
