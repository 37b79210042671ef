"""Parquet tables with one article a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

from tasks.articles.columns import ColumnsError
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


def read_table(part: Part, data: BinaryIO, terms: Terms) -> Iterator[Item]:
    """The articles of a part of a table; the address of a row that names none is the file's with the row's number."""
    from pyarrow import ArrowException  # noqa: PLC0415  kept out of start-up

    uri, limits = part.uri, terms.limits
    refusal: Issue | None
    try:
        table = open_table(data)
        found = terms.columns.find_in_table(tuple(table.schema_arrow.names))
    except ColumnsError as error:
        refusal = issue(uri, "unknown_columns", f"{uri}: {error}")
    except (ArrowException, OSError, NotImplementedError) as error:
        refusal = issue(
            uri, "broken_parquet", f"{uri} is no whole Parquet file ({_told(error)}); nothing was read from it"
        )
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


def open_table(data: BinaryIO) -> Any:
    """The Parquet file in ``data``, of which only the footer is read yet.

    Raises:
        ArrowException: no Parquet file.
    """
    from pyarrow import parquet  # noqa: PLC0415

    return parquet.ParquetFile(data, buffer_size=_BUFFER, pre_buffer=False)


def row_groups(data: BinaryIO) -> list[tuple[int, int]]:
    """Rows and stored bytes of each row group; none where the file is no table, which reading it tells."""
    from pyarrow import ArrowException  # noqa: PLC0415

    try:
        metadata = open_table(data).metadata
    except (ArrowException, OSError, NotImplementedError):
        return []
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    return [
        (group.num_rows, sum(group.column(at).total_compressed_size for at in range(group.num_columns)))
        for group in groups
    ]


def _rows(table: Any, part: Part, found: Found) -> Iterator[tuple[int, dict[str, Any] | Exception]]:
    """The rows of the part with their numbers, the first of the file being 1; an error for the rest of a group."""
    from pyarrow import ArrowException  # noqa: PLC0415

    metadata = table.metadata
    end = metadata.num_rows if part.end is None else part.end
    columns = _wanted(table.schema_arrow.names, found)
    before = 0
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group).num_rows
        number = before
        before += rows
        if part.start >= before or number >= end:
            continue
        try:
            for batch in table.iter_batches(
                _batch_rows(metadata.row_group(group)), [group], columns, use_threads=False
            ):
                first, last = max(part.start - number, 0), min(end - number, batch.num_rows)
                if first < last:
                    rest = batch.slice(first, last - first).to_pylist()
                    yield from enumerate(rest, start=number + first + 1)
                number += batch.num_rows
                if number >= end:
                    break
        except (ArrowException, OSError, ValueError, OverflowError) as error:
            yield number + 1, error


def _wanted(names: list[str], found: Found) -> list[str]:
    """The columns to read: of a nested one all of it."""
    columns = {column for holders in found.values() for column in holders}
    return sorted(column if column in names else column.partition(".")[0] for column in columns)


def _batch_rows(group: Any) -> int:
    """Rows to hold at once, by what they take on average."""
    row_bytes = max(group.total_byte_size // max(group.num_rows, 1), 1)
    return int(max(min(_BATCH_BYTES // row_bytes, _MAX_BATCH_ROWS), 1))


def _refused(table: Any, part: Part, limits: Limits) -> Issue | None:
    """An issue for a table that holds nothing, or would unpack to too much."""
    metadata = table.metadata
    if metadata.num_rows == 0:
        return issue(part.uri, "empty_file", f"{part.uri} holds no row; nothing was read from it")
    allowed = expansion_allowed(part.size, limits)
    if sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups)) <= allowed:
        return None
    limit = f"{allowed} bytes (max_decompressed_bytes, max_expansion)"
    return issue(part.uri, "decompressed_too_large", f"{part.uri} unpacks to more than {limit}; it is not read")


def _told(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
