"""Where in a stream of bytes the records of a web archive begin and end.

A reader that trusts a wrong length swallows the records behind it without a word. So none is trusted here before it was
looked through for the beginning of another one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_HEADER: Final = 65_536
_HEADER_END: Final = re.compile(rb"\r?\n\r?\n")
_LENGTH: Final = re.compile(rb"\ncontent-length[ \t]*:[ \t]*([0-9]{1,15})[ \t]*\r?\n", re.IGNORECASE)
_TYPE: Final = re.compile(rb"\nwarc-type[ \t]*:[ \t]*([a-z]+)", re.IGNORECASE)
_BEGINNING: Final = re.compile(rb"\nWARC/[0-9]\.[0-9]\r?\n[A-Za-z-]{1,60}[ \t]*:")
_SEPARATED: Final = re.compile(rb"\r\n\r\n|[\r\n]{1,4}(?:WARC/|\Z)")
"""What stands behind a record whose length is right."""
BEGINNING_BYTES: Final = 100
"""So many bytes show whether a record begins with them."""

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


class Window:
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
        return begins_record(self.look(BEGINNING_BYTES)[:BEGINNING_BYTES])

    def seek_beginning(self) -> bool:
        """Go on to where a record begins behind a line end; False if none does."""
        while True:
            buffer = self.look(_STEP)
            if (found := _BEGINNING.search(buffer)) is not None:
                return self.skip(found.start() + 1)
            if len(buffer) < _STEP:
                return False
            self.skip(len(buffer) - BEGINNING_BYTES)


def begins_record(sample: bytes | bytearray) -> bool:
    """Whether a record begins with these bytes, BEGINNING_BYTES of it or more."""
    return _BEGINNING.match(b"\n" + sample) is not None


def records(window: Window, kind: bytes, max_bytes: int, end: int | None) -> Iterator[Framed | Damage]:
    """Records whose WARC-Type is ``kind`` and that begin before ``end``, and what is damaged between them."""
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
        buffer = window.look(held + BEGINNING_BYTES)
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


def _ends_at(window: Window, whole: int) -> bool:
    """Whether the record in front ends where it says."""
    return _SEPARATED.match(window.look(whole + 9)[whole : whole + 9]) is not None


def _wrong_length(at: int) -> Damage:
    return Damage(at, "bad_record", "its Content-Length is wrong; the record is skipped")
