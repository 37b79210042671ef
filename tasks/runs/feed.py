"""A packed file of lines is unpacked by one process, which hands blocks of whole lines to those that read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Final

from tasks.articles.csv_tables import open_csv
from tasks.articles.packing import StreamError, form_of, packing_of, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.articles.limits import Limits
    from tasks.articles.parts import Part
    from tasks.articles.sources import Kind

FED: Final = ("jsonl.", "csv.")
"""Kinds of which one process unpacks what all read."""

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of ``part``, unpacked; the first of them has the number ``first`` (of a table the first row; the names
    of its columns stand before it).

    ``share`` of the part's weight is what it took to get here from the block before. ``last`` if no other block
    follows, perhaps for the ``fault`` that is told: reason and message.
    """

    part: Part
    lines: bytes
    first: int
    share: int
    last: bool = False
    fault: tuple[str, str] | None = None

    @property
    def weight(self) -> int:
        return len(self.lines)

    def as_part(self) -> Part:
        """These lines as a part of a file that holds nothing else."""
        kind: Kind = "csv" if form_of(self.part.kind) == "csv" else "jsonl"
        return replace(self.part, kind=kind, number=0, of=0, start=0, end=None, at=0, before=0, first=self.first)


def is_fed(part: Part, block_bytes: int) -> bool:
    """Whether a part is worth feeding: lines, packed, more than a block of them."""
    return part.whole and part.kind.startswith(FED) and part.weight > block_bytes


def blocks(part: Part, data: BinaryIO, block_bytes: int, limits: Limits) -> Iterator[Block | Part]:
    """The lines of a packed file in blocks of about ``block_bytes``; the part itself where it is not to be fed.

    That is where it turns out to be short, broken from the start, or UTF-16. Of a line longer than allowed only so
    much is kept that this shows, so memory is bounded by the block and the longest line.
    """
    if form_of(part.kind) == "csv":
        yield from _row_blocks(part, data, block_bytes, limits)
        return
    held, first, shared = bytearray(), 1, 0
    fault: tuple[str, str] | None = None
    longest = limits.max_line_bytes + 1
    skipping = False
    try:
        for chunk in unpacked(data, packing_of(part.kind), part.size, limits):
            if first == 1 and not held and chunk.data.startswith(_UTF16):
                break
            unread = chunk.data
            if skipping:
                end = unread.find(b"\n")
                unread = unread[end:] if end >= 0 else b""
                skipping = end < 0
            held += unread
            if len(held) < block_bytes:
                continue
            cut = held.rfind(b"\n") + 1
            if cut:
                passed = part.weight * min(data.tell(), part.size) // part.size
                yield Block(part, bytes(held[:cut]), first, passed - shared)
                shared = passed
                first += held.count(b"\n", 0, cut)
                del held[:cut]
            if len(held) > longest:
                del held[longest:]
                skipping = True
    except StreamError as error:
        fault = (error.reason, str(error))
        del held[held.rfind(b"\n") + 1 :]  # what was cut is no line
    if first > 1:
        yield Block(part, bytes(held), first, part.weight - shared, last=True, fault=fault)
    else:
        yield part


def _row_blocks(part: Part, data: BinaryIO, block_bytes: int, limits: Limits) -> Iterator[Block | Part]:
    held: list[bytes] = []
    size = shared = number = 0
    first, names = 1, b""
    fault: tuple[str, str] | None = None
    try:
        header, found = open_csv(part, data, limits)
        names = header.raw if header is not None else b""
        for number, row in enumerate(found, start=1):
            held.append(row.raw)
            size += len(row.raw)
            if size >= block_bytes:
                passed = part.weight * min(data.tell(), part.size) // part.size
                yield Block(part, names + b"".join(held), first, passed - shared)
                shared, first, size = passed, number + 1, 0
                held.clear()
    except StreamError as error:
        fault = (error.reason, str(error))
    if first > 1:
        yield Block(part, names + b"".join(held), first, part.weight - shared, last=True, fault=fault)
    else:
        yield part
