"""Where the rows of a CSV file begin and end, found again behind one that is not closed.

Parsing is the standard library's. It is given lines in which each byte stands for itself (Latin-1), since what
separates fields is ASCII in every encoding that keeps bytes apart; fields are turned back into bytes and decoded one by
one.
"""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

DELIMITERS: Final = ",;\t|"
_BYTES: Final = "latin-1"


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of a row as bytes, None where it cannot be read.

    ``raw`` are its lines as they stand there (of one too long only so much that this shows), ``end`` is where the next
    row begins.
    """

    fields: list[bytes] | None
    raw: bytes
    end: int


def rows(chunks: Iterator[bytes], delimiter: str, max_bytes: int, start: int = 0) -> Iterator[Row]:
    """The rows that are not blank, the first of them beginning at ``start``.

    One that is longer than ``max_bytes``, or whose quotes do not close, cannot be read; reading goes on at its second
    line.
    """
    csv.field_size_limit(max(max_bytes, csv.field_size_limit()))
    lines = _Lines(chunks, max_bytes)
    end = start
    while lines.ahead():
        lines.begin_row()
        try:
            fields = next(csv.reader(lines, delimiter=delimiter, strict=True))
        except (csv.Error, StopIteration, _TooLongError):
            lines.give_back_all_but_one()
            end += lines.taken
            yield Row(None, lines.raw, end)
            continue
        end += lines.taken
        if fields:
            yield Row([field.encode(_BYTES) for field in fields], lines.raw, end)


def delimiter_of(header: bytes) -> str:
    """What separates the names in the first line of a file: whichever stands there most often."""
    return max(DELIMITERS, key=lambda sign: header.count(sign.encode()))


class _TooLongError(Exception):
    """A row longer than allowed."""


class _Lines:
    """Lines of a stream with their ends, for a parser that takes as many as a row has."""

    def __init__(self, chunks: Iterator[bytes], max_bytes: int) -> None:
        self._lines = _lines(chunks, max_bytes)
        self._max_bytes = max_bytes
        self._back: deque[tuple[bytes, int]] = deque()
        self._row: list[tuple[bytes, int]] = []
        self.taken = 0
        """Bytes of the row that has begun."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line, length = self._back.popleft() if self._back else next(self._lines)
        self._row.append((line, length))
        self.taken += length
        if self.taken > self._max_bytes:
            raise _TooLongError
        return line.decode(_BYTES)

    def ahead(self) -> bool:
        """Whether there is another line."""
        if not self._back and (line := next(self._lines, None)) is not None:
            self._back.append(line)
        return bool(self._back)

    @property
    def raw(self) -> bytes:
        return b"".join(line for line, _ in self._row)

    def begin_row(self) -> None:
        self._row.clear()
        self.taken = 0

    def give_back_all_but_one(self) -> None:
        self._back.extendleft(reversed(self._row[1:]))
        del self._row[1:]
        self.taken = self._row[0][1]


def _lines(chunks: Iterator[bytes], max_bytes: int) -> Iterator[tuple[bytes, int]]:
    """Lines and their lengths; of one longer than ``max_bytes`` no more is held than shows that."""
    held, length = b"", 0
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        for more in others:
            length += len(first) + 1
            yield (held + first)[:max_bytes] + b"\n", length
            held, length, first = b"", 0, more
        length += len(first)
        held = (held + first)[:max_bytes]
    if length:
        yield held, length
