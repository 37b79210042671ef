"""The rows of one table: what each tells of all its cells, by its label, its place and the rows above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tasks.grammar.scope import NOBODY, Focus
from tasks.grammar.table_cells import is_empty, is_value
from tasks.grammar.table_figures import CellReader, Line, refused
from tasks.grammar.table_frame import Frame, plain, types_of
from tasks.grammar.table_heads import cut_unit, expanded, words
from tasks.grammar.tokens import Sentence, fold

if TYPE_CHECKING:
    from tasks.grammar.figures import Figure
    from tasks.grammar.period_codes import Period
    from tasks.grammar.state import State
    from tasks.grammar.table_frame import Sayer
    from tasks.grammar.table_grid import Grid, Row
    from tasks.grammar.table_heads import Head

_PART: Final = re.compile(r"[-+•*–·]|[a-hđ]\)|trong đó|\d{1,2}\.\d")


class GridReader:
    """Reads one grid with what was spoken of before it."""

    def __init__(self, tables: Sayer, grid: Grid, state: State) -> None:
        self._tables, self._grid = tables, grid
        self._frame = Frame(tables, grid, state)
        self._columns = self._frame.columns
        self._cells = CellReader(tables, self._frame, state.context.year)
        self._place: Focus | None = None
        self._heading = self._parent = ""
        self._inside = False  # after "Trong đó:"

    def read(self) -> list[tuple[Row, list[Figure]]]:
        """The rows with their figures; empty where nothing in the table is a figure or refused as one."""
        if self._grid.listed and not any(column.head.role == "place" for column in self._columns):
            return []
        out = [(row, self._row(row)) for row in self._grid.rows]
        return out if any(figures for _, figures in out) else []

    def _row(self, row: Row) -> list[Figure]:
        sentence = Sentence(0, 0, 0, 0, row.start, row.end)
        if row.problem or not self._columns:
            cell = next((cell for cell in row.cells if is_value(cell.text)), row.cells[0])
            return [refused(sentence, cell, "table_columns", row.problem)]
        told = [n for n, cell in enumerate(row.cells) if cell.text and self._columns[n].head.role != "index"]
        if len(told) == 1 and not is_value(row.cells[told[0]].text):
            self._take_heading(row.cells[told[0]].text)
            return []
        line = self._line(row, sentence)
        figures = []
        for n, (column, cell) in enumerate(zip(self._columns, row.cells, strict=True)):
            if column.head.role == "data" and is_value(cell.text):
                figure = self._cells.figure(cell, n, line)
                if figure is not None:
                    figures.append(figure)
        return figures

    def _take_heading(self, text: str) -> None:
        """A row of one cell: a place, *Trong đó:*, or what the rows below tell of."""
        name = plain(text)
        named = self._tables.place(name)
        if named is not None:
            self._place, self._heading = named, ""
        elif fold(name).startswith(("trong đó", "bao gồm")):
            self._inside = True
            return
        else:
            self._heading = text
        self._parent, self._inside = "", False

    def _line(self, row: Row, sentence: Sentence) -> Line:
        label = unit = number = ""
        period: Period | None = None
        focus, lost = self._place, False
        for column, cell in zip(self._columns, row.cells, strict=True):
            role, text = column.head.role, cell.text
            if role == "index":
                number = text
            elif role == "place":
                focus = self._place_of(text, column.head)
            elif role == "label":
                label = text
            elif role == "unit":
                unit = text
            elif role == "period" and not is_empty(text):
                period = self._frame.resolve(expanded(f"{column.head.told} {text}"), self._frame.year)
                lost = period is None
        named = self._tables.place(plain(label)) if label else None
        if named is not None:
            label, focus = "", named
        self._place = focus
        bare, told = cut_unit(label)
        dotted = re.match(r"\d{1,2}\.\d", number) is not None
        part = self._inside or dotted or _PART.match(fold(label)) is not None
        if not part:
            self._parent = plain(bare)
        above = self._parent if part and self._parent else plain(self._heading)
        if not unit and (tail := re.search(r"\s(%|(?:tỷ|triệu)\s+đồng)$", bare)) is not None:
            unit, bare = tail.group(1), bare[: tail.start()]  # the blank before the column of units was lost
        return Line(
            sentence, plain(bare), unit or told, above, part, NOBODY if lost else focus or self._frame.focus, period
        )

    def _place_of(self, text: str, head: Head) -> Focus | None:
        if is_empty(text):
            return self._place  # a merged cell: the place of the row above
        name = plain(text)
        if fold(name).rstrip(":") in words().totals:
            return Focus("province", None, "total")
        return self._tables.place(name, types_of(head)) or Focus("part", None, "unknown")
