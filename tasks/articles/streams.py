"""Bytes of a record file to its lines, streaming: UTF-16 and lines too long, in bounded memory."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_UTF16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class Oversized:
    """Stands for a line longer than allowed."""


OVERSIZED: Final = Oversized()


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


def lines(chunks: Iterator[bytes], max_bytes: int, first: int = 1) -> Iterator[tuple[int, bytes | Oversized]]:
    """Lines that are not blank, without their ends, each with its number, that of the first line being ``first``.

    One longer than ``max_bytes`` is dropped while it streams by, and told as oversized.
    """
    rest = b""
    skipping = False
    number = first - 1
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
