"""Large sources are read in parts: several processes can work on one file, and what fails is not begun anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from tasks.articles.csv_tables import open_csv
from tasks.articles.packing import StreamError, form_of, packing_at, packing_of, unpacked
from tasks.articles.tables import TableError, open_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.articles.limits import Limits
    from tasks.articles.sources import Kind, Source

_UNPACKS_TO: Final = 4
"""Bytes that a byte of packed text stands for when nobody has looked yet."""

_PATIENCE: Final = 16
"""A file that is one frame, as most are, is not cut. After so many parts' bytes without another it counts as such."""

_MAX_PIECES: Final = 8
"""Who reads a piece of a row group decodes all that stands before it; with so many that is a twentieth of the work."""

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring records of a source: part ``number`` of ``of``.

    ``uri``, ``size`` (bytes as stored), ``etag`` and ``kind`` are those of the whole source. ``weight`` is the bytes
    that reading this part goes through. ``start`` and ``end`` (None: to the end) are counted in what the kind is cut
    by: rows of a table, stored bytes of a web archive, unpacked bytes of a file of lines. The last are found by
    unpacking from the frame at ``at`` on, before which there are ``before`` unpacked bytes; ``first`` is the number of
    the first line.
    """

    uri: str
    size: int
    etag: str
    kind: Kind
    weight: int
    number: int = 1
    of: int = 1
    start: int = 0
    end: int | None = None
    at: int = 0
    before: int = 0
    first: int = 1

    @property
    def whole(self) -> bool:
        """Whether this part is all of its source."""
        return self.of == 1


def whole(source: Source) -> Part:
    """All of a source as one part."""
    return Part(source.uri, source.size, source.etag, source.kind, weight=_weight(source))


def needs_look(source: Source, max_bytes: int) -> bool:
    """Whether :func:`split` must look into the source to cut it into parts of ``max_bytes``."""
    if form_of(source.kind) in _FED and packing_of(source.kind):
        return False
    return form_of(source.kind) in _CUTTERS and _weight(source) > max_bytes


def split(source: Source, data: BinaryIO, max_bytes: int, limits: Limits) -> list[Part]:
    """Parts of about ``max_bytes`` each, one after the other all of ``source``; ``data`` is its content, seekable.

    However a source is cut, its parts give the same articles in the same order under the same addresses. A document is
    one part. A file of lines is read once to count them, which takes a small share of the time that reading them takes;
    of a table only the footer is read, of a web archive nothing. What is wrong with the content is told when the parts
    are read, not here.
    """
    if not needs_look(source, max_bytes):
        return [whole(source)]
    parts = list(_CUTTERS[form_of(source.kind)](whole(source), data, max_bytes, limits))
    return [replace(part, number=number, of=len(parts)) for number, part in enumerate(parts, start=1)]


def _line_parts(all_of_it: Part, data: BinaryIO, max_bytes: int, limits: Limits) -> Iterator[Part]:
    packing = packing_of(all_of_it.kind)
    part = replace(all_of_it, end=None)
    position, line = 0, 1  # of what comes next, in unpacked bytes
    try:
        for chunk in unpacked(data, packing, all_of_it.size, limits):
            if position == 0 and chunk.data.startswith(_UTF16):
                break  # its line ends are two bytes wide; it is read in one piece
            # Each part that begins in a frame unpacks it from its beginning: one is enough.
            if packing and chunk.at == part.at:
                line += chunk.data.count(b"\n")
                position += len(chunk.data)
                if position - part.start > _PATIENCE * max_bytes:
                    break
                continue
            while True:
                wanted = max(part.start + max_bytes - 1 - position, 0)
                newline = chunk.data.find(b"\n", wanted)
                if newline < 0:
                    break
                cut = position + newline + 1
                yield replace(part, end=cut, weight=cut - part.start)
                at, before = (chunk.at, chunk.before) if packing else (cut, cut)
                first = line + chunk.data.count(b"\n", 0, newline + 1)
                part = replace(part, start=cut, at=at, before=before, first=first)
                if packing:
                    break
            line += chunk.data.count(b"\n")
            position += len(chunk.data)
    except StreamError:
        position += 1  # the last part tells it
    if part.start < position or part.start == 0:
        yield replace(part, weight=max(position - part.start, 1) if part.start else all_of_it.weight)


def _csv_parts(all_of_it: Part, data: BinaryIO, max_bytes: int, limits: Limits) -> Iterator[Part]:
    """Runs of whole rows. Each part reads the names of the columns where they stand, at the beginning."""
    wide = data.read(2) in _UTF16
    data.seek(0)
    header, found = open_csv(all_of_it, data, limits)
    part, number = all_of_it, 0
    if header is not None and not wide:
        for number, row in enumerate(found, start=1):
            if row.end - part.start >= max_bytes:
                yield replace(part, end=row.end, weight=row.end - part.start)
                part = replace(part, start=row.end, first=number + 1)
    if part.start < part.size or part.start == 0:
        yield replace(part, weight=max(part.size - part.start, 1))


def _byte_parts(all_of_it: Part, data: BinaryIO, max_bytes: int, limits: Limits) -> Iterator[Part]:  # noqa: ARG001
    packing = packing_at(data)
    kind = cast("Kind", f"{form_of(all_of_it.kind)}.{packing}" if packing else form_of(all_of_it.kind))
    for start in range(0, all_of_it.size, max_bytes):
        end = min(start + max_bytes, all_of_it.size)
        yield replace(all_of_it, kind=kind, start=start, end=end, weight=end - start)


def _row_parts(all_of_it: Part, data: BinaryIO, max_bytes: int, limits: Limits) -> Iterator[Part]:  # noqa: ARG001
    """Runs of rows, ending with their group where the group is not too large itself."""
    try:
        table = open_table(data)
    except TableError:
        yield all_of_it  # reading it tells why
        return
    if table.rows == 0:
        yield all_of_it
        return
    unpacked_bytes = max(sum(group.unpacked for group in table.groups), 1)
    start = end = weight = 0
    for group in table.groups:
        rows, stored = group.rows, all_of_it.size * group.unpacked // unpacked_bytes
        if weight and weight + stored > max_bytes:
            yield replace(all_of_it, start=start, end=end, weight=weight)
            start, weight = end, 0
        pieces = max(min(-(-stored // max_bytes), rows, _MAX_PIECES), 1)
        for piece in range(1, pieces):
            cut = end + rows * piece // pieces
            yield replace(all_of_it, start=start, end=cut, weight=stored // pieces)
            start = cut
        end += rows
        weight += stored // pieces
    yield replace(all_of_it, start=start, end=None, weight=weight)


def _weight(source: Source) -> int:
    return source.size * (_UNPACKS_TO if packing_of(source.kind) and form_of(source.kind) not in _BY_BYTES else 1)


_FED: Final = frozenset({"csv"})
_BY_BYTES: Final = frozenset({"warc", "wet"})
_CUTTERS: Final = {
    "jsonl": _line_parts, "csv": _csv_parts, "parquet": _row_parts, "warc": _byte_parts, "wet": _byte_parts,
}  # fmt: skip
