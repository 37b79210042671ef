"""Web archives that tests make: whole ones written by FastWARC, damaged ones by taking those apart."""

from __future__ import annotations

import io
import struct
import uuid
from typing import TYPE_CHECKING

from backports import zstd
from fastwarc.warc import WarcRecord, WarcRecordType

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = "2023-05-06T07:08:09Z"
PAGE = "text/html; charset=utf-8"


def response(
    url: str,
    body: bytes,
    *,
    kind: str | None = PAGE,
    status: str = "200 OK",
    headers: tuple[tuple[str, str], ...] = (),
    day: str = DAY,
) -> bytes:
    """One response record, not packed."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
    if kind is not None:
        lines.append(f"Content-Type: {kind}")
    return record("response", url, "\r\n".join([*lines, "", ""]).encode() + body, day=day)


def record(kind: str, url: str, block: bytes, *, day: str = DAY) -> bytes:
    """One record of any type as FastWARC writes it."""
    made = WarcRecord()
    number = uuid.uuid5(uuid.NAMESPACE_URL, url)
    made.init_headers(getattr(WarcRecordType, kind), f"<urn:uuid:{number}>".encode())
    made.headers["WARC-Date"] = day
    if url:
        made.headers["WARC-Target-URI"] = url
    if kind in {"request", "response"}:
        made.headers["Content-Type"] = f"application/http; msgtype={kind}"
    made.set_bytes_content(block)
    written = io.BytesIO()
    made.write(written)
    return written.getvalue()


def zst_archive(records: Sequence[bytes], dictionary: str = "none") -> bytes:
    """A frame of zstd for each record; with a ``raw`` or a ``packed`` dictionary in front, as crawlers write it."""
    if dictionary == "none" or not records:
        return b"".join(map(zstd.compress, records))
    samples = [f"{n}. {record.decode('utf-8', 'replace')}".encode() for n in range(200) for record in records[:3]]
    trained = zstd.train_dict(samples, 4000)
    content = trained.dict_content if dictionary == "raw" else zstd.compress(trained.dict_content)
    beginning = struct.pack("<II", 0x184D2A5D, len(content)) + content
    return beginning + b"".join(zstd.compress(record, zstd_dict=trained) for record in records)


def with_length(written: bytes, length: object) -> bytes:
    """The record with another Content-Length in its WARC header."""
    head, separator, block = written.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length:")]
    return b"\r\n".join([*lines, f"Content-Length: {length}".encode()]) + separator + block
