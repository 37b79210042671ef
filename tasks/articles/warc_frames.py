"""The records of a web archive, plain or packed, found again behind whatever is damaged.

Parsing is FastWARC's work. Framing is done here and in ``warc_records.py``, since a reader that meets a broken gzip
member ends.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final

from tasks.articles.packing import (
    CHUNK,
    MAGIC,
    StreamError,
    dictionary_of,
    first_bytes,
    form_of,
    packing_at,
    packing_of,
    unpacked,
)
from tasks.articles.warc_records import BEGINNING_BYTES, Damage, Framed, Window, begins_record, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.articles.limits import Limits
    from tasks.articles.packing import Chunk, Packing
    from tasks.articles.parts import Part

_SAMPLE_BYTES: Final[dict[Packing, int]] = {"gz": 8192, "zst": (128 << 10) + 64}
"""Stored bytes of a frame that show whether it holds a record: nothing of a block of zstd is known before its end."""

_STEP: Final = 1 << 20

_KINDS: Final = {"warc": b"response", "wet": b"conversion"}
"""Which records of an archive hold articles: what servers sent, or the text that was taken out of it."""


def framed_records(part: Part, data: BinaryIO, limits: Limits, max_bytes: int) -> Iterator[Framed | Damage]:
    """The records of a part that may hold articles, and what is damaged in it.

    Of a record at most ``max_bytes`` are held. A part's records are those that begin in it. What is damaged behind one
    of them, up to the next record, is told with it, even beyond the part's end.
    """
    packing = packing_of(part.kind) if part.start else packing_at(data)
    if packing is not None:
        yield from _packed(part, data, limits, max_bytes, packing)
    else:
        if part.start:
            data.seek(part.start - 1)  # a line end is what a record begins behind
        window = Window(_blocks(data), max(part.start - 1, 0))
        if part.start == 0 or window.seek_beginning():
            end = part.size if part.end is None else part.end
            yield from records(window, _KINDS[form_of(part.kind)], max_bytes, end)


def _packed(part: Part, data: BinaryIO, limits: Limits, max_bytes: int, packing: Packing) -> Iterator[Framed | Damage]:
    end = part.size if part.end is None else part.end
    kind = _KINDS[form_of(part.kind)]
    try:
        finder = _Finder(data, packing)
    except StreamError as error:
        if part.start == 0:
            yield Damage(error.at, error.reason, str(error))
        return
    at = finder.next_frame(part.start) if part.start else 0
    while at is not None and at < end:
        members = _Members(unpacked(data, packing, part.size, limits, at=at), at)
        try:
            for member in members:
                window = Window(members.of_this(), 0)
                if member >= end and window.begins_record():
                    return
                for item in records(window, kind, max_bytes, None):
                    yield replace(item, at=member)
            return
        except StreamError as error:
            if error.at >= end and finder.holds_record(error.at):
                return  # the next part's
            yield Damage(error.at, error.reason, str(error))
            if error.reason == "decompressed_too_large":
                return
            at = finder.next_frame(error.at + 1)


class _Members:
    """Chunks grouped by the gzip member, or frame of zstd, that they come from.

    What breaks behind a member does not break the member.
    """

    def __init__(self, chunks: Iterator[Chunk], at: int) -> None:
        self._chunks = chunks
        self._next: Chunk | None = None
        self._fault: StreamError | None = None
        self._at = at

    def __iter__(self) -> Iterator[int]:
        self._pull()
        while self._next is not None:
            self._at = self._next.at
            yield self._at
            for _ in self.of_this():  # what nobody asked for
                pass
        if self._fault is not None:
            raise self._fault

    def of_this(self) -> Iterator[bytes]:
        """The bytes of the member that the iteration has come to."""
        while self._next is not None and self._next.at == self._at:
            yield self._next.data
            self._pull()
        if self._fault is not None and self._fault.at == self._at:
            raise self._fault

    def _pull(self) -> None:
        try:
            self._next = next(self._chunks, None)
        except StreamError as error:
            self._next, self._fault = None, error


def _blocks(data: BinaryIO) -> Iterator[bytes]:
    while block := data.read(CHUNK):
        yield block


class _Finder:
    """Finds frames that begin a record anywhere in a packed file; moves within ``data``.

    Raises:
        StreamError: the dictionary that its frames need cannot be read.
    """

    def __init__(self, data: BinaryIO, packing: Packing) -> None:
        self._data = data
        self._packing: Packing = packing
        self._dictionary = dictionary_of(data) if packing == "zst" else None
        data.seek(0)

    def holds_record(self, at: int) -> bool:
        """Whether a frame that begins a record stands there."""
        self._data.seek(at)
        return self._shows_record(self._data.read(_SAMPLE_BYTES[self._packing]))

    def next_frame(self, start: int) -> int | None:
        """Where, from ``start`` on, such a frame begins."""
        magic, sample = MAGIC[self._packing], _SAMPLE_BYTES[self._packing]
        self._data.seek(start)
        position, block = start, b""
        while True:
            more = self._data.read(_STEP)
            block += more
            found = block.find(magic)
            while found >= 0 and (found + sample <= len(block) or not more):
                if self._shows_record(block[found : found + sample]):
                    return position + found
                found = block.find(magic, found + 1)
            if not more:
                return None
            kept = found if found >= 0 else len(block) - len(magic) + 1
            position, block = position + kept, block[kept:]

    def _shows_record(self, sample: bytes) -> bool:
        beginning = first_bytes(sample, self._packing, self._dictionary, BEGINNING_BYTES)
        return begins_record(beginning)
