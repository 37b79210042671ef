"""A table as it stands in a text: heads, rows, the lines over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.grammar.table_cells import Cell

LONGEST_CELL: Final = 120
_CAPTION_LINES: Final = 3


class Line(Record, frozen=True):
    text: str
    start: int
    end: int


class Row(Record, frozen=True):
    """One row of a grid: its cells by column, or the problem for which they could not be set into columns."""

    cells: tuple[Cell, ...]
    start: int
    end: int
    problem: str = ""


class Grid(Record, frozen=True):
    """``heads`` holds, for each column, the cells that stand over it, from above to below."""

    start: int
    end: int
    heads: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]
    caption: tuple[Line, ...]
    listed: bool = False  # names with a number each: a table only where they are places


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold anything."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    position = 0
    for raw in text.split("\n"):
        body = raw.strip()
        if body:
            start = position + raw.index(body[0])
            yield Line(body, start, start + len(body))
        position += len(raw) + 1


def refused(rows: Sequence[Row], over: tuple[Line, ...], problem: str) -> Grid:
    """A table whose cells cannot be set into columns: each of its rows is refused."""
    return Grid(rows[0].start, rows[-1].end, (), tuple(replace(row, problem=problem) for row in rows), over)


def caption(lines: Sequence[Line], i: int) -> tuple[Line, ...]:
    """The lines over a table, nearest last, up to the end of a paragraph of prose."""
    out: list[Line] = []
    for line in reversed(lines[max(0, i - _CAPTION_LINES) : i]):
        prose = line.text.endswith((".", "!", "?")) and len(line.text) > LONGEST_CELL
        if prose and out:
            break
        out.insert(0, line)
        if prose:
            break
    return tuple(out)
