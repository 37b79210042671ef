"""Web archives and tables, well formed, to be spoiled; and some that are made to hurt."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Final

import polars as pl

from tests.faults.packing import gz, zst

if TYPE_CHECKING:
    import random

PAGE_HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def warc_record(body: bytes, *, head: bytes = PAGE_HEAD, length: int | None = None) -> bytes:
    """A response; ``length`` is what its header claims instead of what it holds."""
    http = head + b"\r\n" + body
    claimed = str(len(http) if length is None else length).encode()
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://vidu.vn/bai\r\n"
        b"WARC-Date: 2024-01-05T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        b"Content-Type: application/http; msgtype=response\r\n"
        b"Content-Length: " + claimed + b"\r\n\r\n" + http + b"\r\n\r\n"
    )


def wet_record(text: bytes, *, length: int | None = None) -> bytes:
    """The text of a page, as somebody took it out."""
    claimed = str(len(text) if length is None else length).encode()
    return (
        b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://vidu.vn/bai\r\n"
        b"WARC-Date: 2024-01-05T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000002>\r\n"
        b"Content-Type: text/plain\r\nContent-Length: " + claimed + b"\r\n\r\n" + text + b"\r\n\r\n"
    )


def csv(rows: list[dict[str, object]]) -> bytes:
    return pl.DataFrame(rows, infer_schema_length=None).write_csv().encode()


def parquet(rows: list[dict[str, object]]) -> bytes:
    sink = io.BytesIO()
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(sink, compression="zstd")
    return sink.getvalue()


def hostile_archive(dice: random.Random, sentence: str) -> tuple[str, bytes, bool]:
    """Lengths that lie, bodies packed many times over, endless headers, columns of other types, no column to read."""
    page = f"<html><body><p>{sentence}</p></body></html>".encode()
    packed = PAGE_HEAD + b"Content-Encoding: gzip\r\n"
    bad = dice.choice((
        warc_record(page, length=10**12), warc_record(page, length=5), warc_record(page, length=-1),
        warc_record(gz(b"<p>" + b"a " * (5 << 20)), head=packed), warc_record(page, head=packed),
        warc_record(page, head=PAGE_HEAD + b"Transfer-Encoding: chunked\r\n"),
        warc_record(b"ffffffff\r\n" + page, head=PAGE_HEAD + b"Transfer-Encoding: chunked\r\n"),
        warc_record(page, head=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000), b"WARC/1.0\r\n" + b"X: y\r\n" * 50_000,
        b"WARC/9.9\r\n\r\n" * 100, warc_record(page)[:-60], warc_record(b"\x00" * 5000), b"\r\n" * 10_000,
    ))  # fmt: skip
    good = warc_record(page)
    if dice.random() < 0.3:
        return _hostile_text(dice, sentence)
    if dice.random() < 0.6:
        content = good + bad + good
        return (".warc", content, False) if dice.random() < 0.5 else (".warc.gz", gz(content), False)
    table = dice.choice((
        parquet([{"text": 5}]), parquet([{"a": 1}]), parquet([{"text": None}, {"text": ""}, {"text": sentence}]),
        parquet([{"text": [sentence]}]), parquet([{"text": {"a": sentence}}]), parquet([{"text": sentence * 9000}] * 3),
        parquet([{"text": "a" * (20 << 20)}]), parquet([{"text": "\x00" * 500, "published_at": 1e300}]), b"PAR1" * 500,
        parquet([{"text": b"\xff\xfe\x00"}]), parquet([{"text": sentence, "url": "\x00", "id": "../.."}]) + b"rubbish",
    ))  # fmt: skip
    return ".parquet", table, False


def _hostile_text(dice: random.Random, sentence: str) -> tuple[str, bytes, bool]:
    """Dictionaries of zstd that are none, texts of pages with lengths that lie, quotes that never close."""
    text = sentence.encode()
    if dice.random() < 0.5:
        names, good = b"text,url,published\n", b'"' + text.strip() + b'",,\n'
        bad = dice.choice((
            b'"', b'",,\n' * 9, b'x,"\n' * 5_000, b'"a"b,,\n', b"," * 100_000 + b"\n", b'"' + b"a" * (17 << 20),
            b"\r" * 9, b"\x00" * 500, b'""' * 50_000, b"a,b\n", b"\n" * 50_000, b'"\n' * 30_001,
            b"\xff,\xfe,\n", b'"<p>' + text,
        ))  # fmt: skip
        content = names + good + bad + good
        return (".csv", content, False) if dice.random() < 0.5 else (".csv.gz", gz(content), False)
    good = wet_record(text)
    bad = dice.choice((
        wet_record(text, length=10**12), wet_record(text, length=3), wet_record(b"\x00" * 5000), wet_record(b""),
        wet_record(b"a" * (9 << 20)), wet_record(text)[:-30], b"WARC/1.0\r\nWARC-Type: conversion\r\n\r\n",
    ))  # fmt: skip
    frames = b"".join(map(zst, (good, bad, good)))
    content = dice.choice((b"", b"", *(
        struct.pack("<II", 0x184D2A5D, length) + beginning
        for length, beginning in ((0, b""), (2**32 - 1, b""), (8, b"\x37\xa4\x30\xec"), (500, zst(bytes(20 << 20))))
    )))  # fmt: skip
    return ".wet.zst", content + frames, False
