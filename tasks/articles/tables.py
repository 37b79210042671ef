"""Parquet tables with one article a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from tasks.articles.columns import UNKNOWN_COLUMNS, ColumnsError
from tasks.articles.documents import issue
from tasks.articles.limits import expansion_allowed
from tasks.articles.records import Tally, read_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tasks.articles.columns import Found
    from tasks.articles.documents import Item, Terms
    from tasks.articles.limits import Limits
    from tasks.articles.parts import Part
    from tasks.records.issue import Issue

_BATCH_BYTES: Final = 4 << 20
_MAX_BATCH_ROWS: Final = 1024
_BUFFER: Final = 1 << 20


class TableError(ValueError):
    """No whole Parquet file; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Group:
    """A row group: its rows, and the bytes that its columns unpack to."""

    rows: int
    unpacked: int


@dataclass(frozen=True, slots=True)
class Table:
    """A Parquet file of which only the footer is read yet."""

    file: Any
    names: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> int:
        return sum(group.rows for group in self.groups)


def read_table(part: Part, data: BinaryIO, terms: Terms) -> Iterator[Item]:
    """The articles of a part of a table; the address of a row that names none is the file's with the row's number."""
    uri, limits = part.uri, terms.limits
    refusal: Issue | None
    try:
        table = open_table(data)
        found = terms.columns.find_in_table(table.names)
    except ColumnsError as error:
        refusal = issue(uri, UNKNOWN_COLUMNS, f"{uri}: {error}")
    except TableError as error:
        refusal = issue(uri, "broken_parquet", f"{uri} is no whole Parquet file ({error}); nothing was read from it")
    else:
        refusal = _refused(table, part, limits)
    if refusal is not None:
        if part.number == 1:
            yield refusal
        return
    tally = Tally(uri, limits, "row")
    for number, row in _rows(table, part, found):
        if number > limits.max_records:
            message = f"{uri} holds more than {limits.max_records} records (max_records); the rest is not read"
            yield issue(uri, "too_many_records", message)
            break
        if isinstance(row, Exception):
            message = f"{uri}: the rows from {number} to the end of their group cannot be read ({_told(row)})"
            items: Iterable[Item] = [issue(f"{uri}#{number}", "broken_row_group", message)]
        else:
            items = read_record(row, found, f"{uri}#{number}", terms, "row")
        yield from tally.told(items)
        if (end := tally.given_up) is not None:
            yield end
            break
    yield from tally.summary()


def open_table(data: BinaryIO) -> Table:
    """The table in ``data``.

    Raises:
        TableError: no whole Parquet file.
    """
    from pyarrow import parquet  # noqa: PLC0415  kept out of start-up

    try:
        file = parquet.ParquetFile(data, buffer_size=_BUFFER, pre_buffer=False)
        footers = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
        groups = tuple(Group(footer.num_rows, footer.total_byte_size) for footer in footers)
        table = Table(file, tuple(file.schema_arrow.names), groups)
    except _broken() as error:
        raise TableError(_told(error)) from None
    if any(min(group.rows, group.unpacked) < 0 for group in groups):
        raise TableError("its footer counts less than nothing")
    return table


def _rows(table: Table, part: Part, found: Found) -> Iterator[tuple[int, dict[str, Any] | Exception]]:
    """The rows of the part with their numbers, the first of the file being 1; an error for the rest of a group."""
    end = table.rows if part.end is None else part.end
    columns = _wanted(table.names, found)
    before = 0
    for at, group in enumerate(table.groups):
        number = before
        before += group.rows
        if part.start >= before or number >= end:
            continue
        try:
            for batch in table.file.iter_batches(_batch_rows(group), [at], columns, use_threads=False):
                first, last = max(part.start - number, 0), min(end - number, batch.num_rows)
                if first < last:
                    rest = batch.slice(first, last - first).to_pylist()
                    yield from enumerate(rest, start=number + first + 1)
                number += batch.num_rows
                if number >= end:
                    break
        except _broken() as error:
            yield number + 1, error


def _wanted(names: tuple[str, ...], found: Found) -> list[str]:
    """The columns to read: of a nested one all of it."""
    columns = {column for holders in found.values() for column in holders}
    return sorted(column if column in names else column.partition(".")[0] for column in columns)


def _batch_rows(group: Group) -> int:
    """Rows to hold at once, by what they take on average."""
    row_bytes = max(group.unpacked // max(group.rows, 1), 1)
    return max(min(_BATCH_BYTES // row_bytes, _MAX_BATCH_ROWS), 1)


def _refused(table: Table, part: Part, limits: Limits) -> Issue | None:
    """An issue for a table that holds nothing, or would unpack to too much."""
    if table.rows == 0:
        return issue(part.uri, "empty_file", f"{part.uri} holds no row; nothing was read from it")
    allowed = expansion_allowed(part.size, limits)
    if sum(group.unpacked for group in table.groups) <= allowed:
        return None
    limit = f"{allowed} bytes (max_decompressed_bytes, max_expansion)"
    return issue(part.uri, "decompressed_too_large", f"{part.uri} unpacks to more than {limit}; it is not read")


def _broken() -> tuple[type[Exception], ...]:
    """What Arrow raises where a file is not what it says."""
    from pyarrow import ArrowException  # noqa: PLC0415

    return (ArrowException, OSError, ValueError, OverflowError)


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
