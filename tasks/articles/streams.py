"""Bytes of a record file to its lines, streaming: gzip, UTF-16 and lines too long, in bounded memory."""

from __future__ import annotations

import codecs
import gzip
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK: Final = 1 << 18
_UTF16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Oversized:
    """Stands for a line longer than allowed."""


OVERSIZED: Final = Oversized()


class StreamError(Exception):
    """A stream broke off or grew too large; ``reason`` is the issue's code."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def plain_chunks(data: BinaryIO) -> Iterator[bytes]:
    """Blocks of ``data`` as they are."""
    while chunk := data.read(_CHUNK):
        yield chunk


def gzip_chunks(data: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    """Unpacked blocks of a gzip stream of one or more members.

    Raises:
        StreamError: cut short, broken, or unpacking to more than ``max_bytes``; what came before was yielded.
    """
    total = 0
    stream = gzip.GzipFile(fileobj=data)
    while True:
        try:
            chunk = stream.read1(_CHUNK)
        except EOFError:
            message = "the gzip file is cut short; the records before the cut are kept"
            raise StreamError("truncated_gzip", message) from None
        except (gzip.BadGzipFile, zlib.error) as error:
            message = f"the gzip file is broken ({error}); the records before that are kept"
            raise StreamError("broken_gzip", message) from None
        if not chunk:
            return
        total += len(chunk)
        if total > max_bytes:
            message = (
                f"more than {max_bytes} bytes unpacked (max_decompressed_bytes, max_expansion); the rest is not read"
            )
            raise StreamError("decompressed_too_large", message)
        yield chunk


def utf8_chunks(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same blocks, in UTF-8 when a byte order mark says that they are UTF-16."""
    first = next(chunks, b"")
    encoding = _UTF16.get(first[:2])
    if encoding is None:
        yield first
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    yield decoder.decode(first[2:]).encode("utf-8", "replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")


def lines(chunks: Iterator[bytes], max_bytes: int) -> Iterator[tuple[int, bytes | Oversized]]:
    """Lines that are not blank, without their ends, each with its number from 1.

    One longer than ``max_bytes`` is dropped while it streams by, and told as oversized.
    """
    rest = b""
    skipping = False
    number = 0
    for chunk in chunks:
        if not (rest.strip() or skipping or chunk.strip()):  # a flood of blank lines takes no longer than counting it
            number += chunk.count(b"\n")
            rest = b"" if chunk.endswith(b"\n") else b" "
            continue
        parts = chunk.split(b"\n")
        parts[0] = rest + parts[0]
        rest = parts.pop()
        for part in parts:
            number += 1
            if skipping or len(part) > max_bytes:
                yield number, OVERSIZED
                skipping = False
            elif part and not part.isspace():
                yield number, part
        if skipping or len(rest) > max_bytes:
            rest, skipping = b"", True
    if skipping:
        yield number + 1, OVERSIZED
    elif rest.strip():
        yield number + 1, rest
