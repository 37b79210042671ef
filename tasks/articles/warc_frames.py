"""Where the records of a web archive begin and end, found again behind whatever is damaged.

Parsing is FastWARC's work. Framing is done here, since a reader that trusts a wrong length swallows the records behind
it without a word, and one that meets a broken gzip member ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.articles.limits import Limits
    from tasks.articles.packing import Chunk, Packing
    from tasks.articles.parts import Part

_MAX_HEADER: Final = 65_536
_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(rb"\ncontent-length[ \t]*:[ \t]*([0-9]{1,15})[ \t]*\r?\n", re.IGNORECASE)
_TYPE: Final = re.compile(rb"\nwarc-type[ \t]*:[ \t]*([a-z]+)", re.IGNORECASE)
_BEGINNING: Final = re.compile(rb"\nWARC/[0-9]\.[0-9]\r?\n[A-Za-z-]{1,60}[ \t]*:")
_SEPARATED: Final = re.compile(rb"\r\n\r\n|[\r\n]{1,4}(?:WARC/|\Z)")
"""What stands behind a record whose length is right."""
_BEGINNING_BYTES: Final = 100
_SAMPLE_BYTES: Final[dict[Packing, int]] = {"gz": 8192, "zst": (128 << 10) + 64}
"""Stored bytes of a frame that show whether it holds a record: nothing of a block of zstd is known before its end."""

_KINDS: Final = {"warc": b"response", "wet": b"conversion"}
"""Which records of an archive hold articles: what servers sent, or the text that was taken out of it."""

_STEP: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Framed:
    """The bytes of one record; ``at`` is its place in the file, that of its gzip member if it is packed.

    Of a record larger than ``max_bytes`` only the beginning is here, and ``larger`` says so.
    """

    at: int
    record: bytes
    larger: bool = False


@dataclass(frozen=True, slots=True)
class Damage:
    """A place at which no whole record stands; reading goes on at the next one."""

    at: int
    reason: str
    message: str


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
        window = _Window(_blocks(data), max(part.start - 1, 0))
        if part.start == 0 or window.seek_beginning():
            end = part.size if part.end is None else part.end
            yield from _records(window, _KINDS[form_of(part.kind)], max_bytes, end)


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
                window = _Window(members.of_this(), 0)
                if member >= end and window.begins_record():
                    return
                for item in _records(window, kind, max_bytes, None):
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


class _Window:
    """A stream of bytes, looked at through a buffer; ``position`` is where the buffer begins."""

    def __init__(self, blocks: Iterator[bytes], position: int) -> None:
        self._blocks = blocks
        self._buffer = bytearray()
        self.position = position

    def look(self, length: int) -> bytearray:
        """The buffer, filled up to ``length`` bytes where there are so many."""
        while len(self._buffer) < length and (block := next(self._blocks, b"")):
            self._buffer += block
        return self._buffer

    def skip(self, length: int) -> bool:
        """Go on by ``length`` bytes; False if the stream ends before."""
        while length > len(self._buffer):
            length -= len(self._buffer)
            self.position += len(self._buffer)
            self._buffer.clear()
            if not self.look(1):
                return False
        del self._buffer[:length]
        self.position += length
        return True

    def skip_blank(self) -> None:
        """Go on to what is no line end."""
        while (buffer := self.look(4)) and (blank := len(buffer) - len(buffer.lstrip(b"\r\n"))):
            self.skip(blank)

    def begins_record(self) -> bool:
        """Whether a record begins in front."""
        return _BEGINNING.match(b"\n" + self.look(_BEGINNING_BYTES)[:_BEGINNING_BYTES]) is not None

    def seek_beginning(self) -> bool:
        """Go on to where a record begins behind a line end; False if none does."""
        while True:
            buffer = self.look(_STEP)
            if (found := _BEGINNING.search(buffer)) is not None:
                return self.skip(found.start() + 1)
            if len(buffer) < _STEP:
                return False
            self.skip(len(buffer) - _BEGINNING_BYTES)


def _records(window: _Window, kind: bytes, max_bytes: int, end: int | None) -> Iterator[Framed | Damage]:
    while True:
        window.skip_blank()
        at = window.position
        buffer = window.look(_MAX_HEADER)
        if not buffer or (end is not None and at >= end and window.begins_record()):
            return
        header = _HEADER_END.search(buffer, 0, _MAX_HEADER) if buffer.startswith(b"WARC/") else None
        if header is not None and _beginning_within(buffer, 0, header.start()) is not None:
            header = None  # cut short: what ends here is the header of a later record
        length = _LENGTH.search(buffer, 0, header.start() + 2) if header else None
        if header is None or length is None:
            what = "no whole record header stands here" if header is None else "its Content-Length is no number"
            yield Damage(at, "bad_record", f"{what}; what stands before the next record is skipped")
            if not window.seek_beginning():
                return
            continue
        said = _TYPE.search(buffer, 0, header.end())
        wanted = said is not None and said.group(1).lower() == kind
        whole = header.end() + int(length.group(1))
        held = min(whole, max_bytes)
        buffer = window.look(held + _BEGINNING_BYTES)
        swallowed = _beginning_within(buffer, header.end(), held)
        if swallowed is not None and not (whole <= max_bytes and _ends_at(window, whole)):
            yield _wrong_length(at)
            window.skip(swallowed)
            continue
        record = bytes(buffer[:held]) if wanted else b""
        if not window.skip(whole):
            yield Damage(at, "truncated_record", "the file ends within this record; it is skipped")
            return
        following = window.look(4 + len(b"WARC/"))
        if following and not _SEPARATED.match(following):
            yield _wrong_length(at)
            if not window.seek_beginning():
                return
            continue
        if wanted:
            yield Framed(at, record, larger=whole > max_bytes)


def _beginning_within(buffer: bytearray, start: int, end: int) -> int | None:
    """Where between two places a record seems to begin."""
    found = buffer.find(b"\nWARC/", start, end)
    while found >= 0 and _BEGINNING.match(buffer, found) is None:
        found = buffer.find(b"\nWARC/", found + 1, end)
    return found + 1 if found >= 0 else None


def _ends_at(window: _Window, whole: int) -> bool:
    """Whether the record in front ends where it says."""
    return _SEPARATED.match(window.look(whole + 9)[whole : whole + 9]) is not None


def _wrong_length(at: int) -> Damage:
    return Damage(at, "bad_record", "its Content-Length is wrong; the record is skipped")


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
        beginning = first_bytes(sample, self._packing, self._dictionary, _BEGINNING_BYTES)
        return _BEGINNING.match(b"\n" + beginning) is not None
