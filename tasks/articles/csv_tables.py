"""Tables of comma-separated values with one article a row."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final

from tasks.articles.columns import UNKNOWN_COLUMNS, ColumnsError
from tasks.articles.csv_rows import Row, delimiter_of, rows
from tasks.articles.decoding import UndecodableError, decode
from tasks.articles.documents import issue
from tasks.articles.packing import StreamError, packing_of, unpacked
from tasks.articles.records import Tally, read_record
from tasks.articles.streams import utf8_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.articles.columns import Found
    from tasks.articles.documents import Item, Terms
    from tasks.articles.limits import Limits
    from tasks.articles.parts import Part

_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Header:
    """The first row: the columns' names, what separates fields, its bytes, and where the second row begins."""

    names: tuple[str, ...]
    delimiter: str
    raw: bytes
    end: int


def read_csv(part: Part, data: BinaryIO, terms: Terms) -> Iterator[Item]:
    """The articles of a part of a table; the address of a row that names none is the file's with the row's number.

    Rows are counted from 1, the row of the columns' names not among them.
    """
    uri, limits = part.uri, terms.limits
    try:
        header, found_rows = _opened(part, data, limits)
    except StreamError as error:
        if part.number <= 1:
            yield issue(uri, error.reason, f"{uri}: {error}")
        return
    if header is None:
        yield issue(uri, "empty_file", f"{uri} holds no row; nothing was read from it")
        return
    try:
        columns = terms.columns.find_in_table(header.names)
    except ColumnsError as error:
        if part.first == 1:
            yield issue(uri, UNKNOWN_COLUMNS, f"{uri}: {error}")
        return
    tally = Tally(uri, limits, "row")
    number = part.first - 1
    try:
        for number, row in enumerate(found_rows, start=part.first):
            if number > limits.max_records:
                message = f"{uri} holds more than {limits.max_records} records (max_records); the rest is not read"
                yield issue(uri, "too_many_records", message)
                break
            yield from tally.told(_read_row(row, header, columns, f"{uri}#{number}", terms))
            if (end := tally.given_up) is not None:
                yield end
                break
    except StreamError as error:
        yield issue(uri, error.reason, f"{uri}: {error}")
        number += 1
    yield from tally.summary()
    if number == 0 and part.whole:
        yield issue(uri, "empty_file", f"{uri} holds names of columns and no row; nothing was read from it")


def open_csv(part: Part, data: BinaryIO, limits: Limits) -> tuple[Header | None, Iterator[Row]]:
    """The header of the whole file, None if it is empty, and all its rows.

    Raises:
        StreamError: it is packed, and broken from the start.
    """
    max_bytes = limits.max_line_bytes
    chunks = utf8_chunks(chunk.data for chunk in unpacked(data, packing_of(part.kind), part.size, limits))
    beginning = b""
    for chunk in chunks:
        beginning += chunk
        if b"\n" in beginning or len(beginning) > max_bytes:
            break
    if not beginning.strip():
        return None, iter(())
    delimiter = delimiter_of(beginning.partition(b"\n")[0])
    marked = len(_BOM) if beginning.startswith(_BOM) else 0
    found = rows(chain([beginning[marked:]], chunks), delimiter, max_bytes, marked)
    first = next(found, None)
    if first is None or first.fields is None:
        return Header((), delimiter, b"", first.end if first else 0), found
    names = tuple(field.decode("utf-8", "replace").strip() for field in first.fields)
    return Header(names, delimiter, first.raw, first.end), found


def _opened(part: Part, data: BinaryIO, limits: Limits) -> tuple[Header | None, Iterator[Row]]:
    header, found = open_csv(part, data, limits)
    if part.start == 0 and part.end is None:
        return header, found
    assert header is not None
    start = part.start or header.end
    data.seek(start)
    return header, rows(_blocks(data, part.end, start), header.delimiter, limits.max_line_bytes, start)


def _blocks(data: BinaryIO, end: int | None, position: int) -> Iterator[bytes]:
    while block := data.read(1 << 18 if end is None else min(1 << 18, end - position)):
        position += len(block)
        yield block


def _read_row(row: Row, header: Header, columns: Found, place: str, terms: Terms) -> Iterator[Item]:
    if row.fields is None:
        longest = f"longer than {terms.limits.max_line_bytes} bytes (max_line_bytes)"
        message = f"{place}: the quotes of a field are not closed or misplaced, or the row is {longest}; it is skipped"
        yield issue(place, "bad_row", message)
        return
    if len(row.fields) != len(header.names):
        message = f"{place} has {len(row.fields)} fields, the table {len(header.names)} columns; the row is skipped"
        yield issue(place, "bad_row", message)
        return
    used = {name for holders in columns.values() for name in holders}
    told = ((name, field) for name, field in zip(header.names, row.fields, strict=True) if name in used)
    try:
        values = {name: decode(field).text if field.strip() else None for name, field in told}
    except UndecodableError as error:
        yield issue(place, "undecodable", f"{place}: {error}; the row is skipped")
        return
    yield from read_record(values, columns, place, terms, "row")
