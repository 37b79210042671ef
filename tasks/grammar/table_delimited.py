"""Tables of lines of cells: a separator, heads of one line or two, rows set into columns."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.table_cells import Cell, is_empty, is_value, is_year
from tasks.grammar.table_grid import LONGEST_CELL, Grid, Row, caption, refused
from tasks.grammar.table_heads import is_head

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.table_grid import Line

_SEPARATORS: Final[tuple[tuple[str, re.Pattern[str], int], ...]] = (
    ("|", re.compile(r"\s*\|\s*"), 2),
    ("\t", re.compile(r" *\t *"), 2),
    ("  ", re.compile(r" {2,}"), 2),
    (";", re.compile(r"\s*;\s*"), 3),
)
_RULER: Final = re.compile(r"[\s|:+=_-]+$")
_INDEX_ROW: Final = re.compile(r"\(?(?:\d{1,2}|[a-h])\)?\s*(?:=.*)?$", re.IGNORECASE)
_ORDINAL: Final = re.compile(r"(?:\d{1,3}|[ivx]{1,5}|[a-h])(?:\.\d{1,2})*[.)]?$", re.IGNORECASE)
_WIDEST: Final = 12
_RETRIES: Final = 3
_MOST_HEADS: Final = 3


class DelimitedLines:
    """Finds tables among lines that a separator cuts; each block of such lines is tried a few times and no more."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._failed: dict[str, tuple[int, int]] = {}  # separator → end of the block that is no table, times tried

    def at(self, i: int) -> tuple[Grid, int] | None:
        """The table that begins with line ``i`` and the line after it."""
        for sign, pattern, fewest in _SEPARATORS:
            if sign not in self._lines[i].text:
                continue
            end, tried = self._failed.get(sign, (0, 0))
            if i < end and tried >= _RETRIES:
                continue
            if sign == ";" and len(pattern.findall(self._lines[i].text)) + 1 < fewest:
                continue  # "19 vụ; so với năm 2024 giảm 4 vụ" heads no table
            if i >= end:
                end, tried = self._end(i, sign, pattern, fewest), 0
            grid = self._grid(i, end, sign, pattern)
            if grid is not None:
                return grid, end
            self._failed[sign] = (end, tried + 1)
        return None

    def _grid(self, i: int, end: int, sign: str, pattern: re.Pattern[str]) -> Grid | None:
        block = [line for line in self._lines[i:end] if not _RULER.match(line.text)]
        framed = sign == "|" and all(line.text.startswith("|") for line in block)
        opening = [_cut(line, pattern, framed=framed) for line in block[: _MOST_HEADS + 1]]
        if _is_prose(opening) or not 0 < _first_of_body(opening) <= _MOST_HEADS:
            return None
        rows = [*opening, *(_cut(line, pattern, framed=framed) for line in block[len(opening) :])]
        return _grid(rows, caption(self._lines, i), strict=sign == ";")

    def _end(self, i: int, sign: str, pattern: re.Pattern[str], fewest: int) -> int:
        j = i + 1
        while j < len(self._lines) and sign in (text := self._lines[j].text):
            if sign != "|" and sum(1 for _ in pattern.finditer(text)) + 1 < fewest:
                break
            j += 1
        return j


def _cut(line: Line, pattern: re.Pattern[str], *, framed: bool) -> Row:
    """The cells of a line; in ``| a | b |`` the outer signs are a frame, else they stand beside an empty cell."""
    body, start = line.text, line.start
    if framed:
        body, start = body[1:].removesuffix("|"), start + 1
    cells: list[Cell] = []
    position = 0
    for match in (*pattern.finditer(body), None):
        stop = match.start() if match is not None else len(body)
        part = body[position:stop]
        trimmed = part.strip()
        at = start + position + (part.index(trimmed[0]) if trimmed else 0)
        cells.append(Cell(trimmed, at, at + len(trimmed)))
        position = match.end() if match is not None else stop
    return Row(tuple(cells), line.start, line.end)


def _grid(rows: Sequence[Row], over: tuple[Line, ...], *, strict: bool = False) -> Grid | None:
    """Heads and rows set into columns; ``None`` where this is no table with a head over it."""
    first = _first_of_body(rows)
    body = [row for row in rows[first:] if not _numbers_columns(row)]
    widths = Counter(len(row.cells) for row in body if _has_values(row))
    prose = _is_prose(rows)
    if strict and not all(_has_values(row) or len(row.cells) < 3 for row in body):
        prose = True  # "…; …; …" in a sentence
    if prose or not 0 < first <= _MOST_HEADS or not widths:
        return None
    width = max(widths, key=lambda n: (widths[n], n))
    told = [" ".join(cell.text for cell in row.cells) for row in rows[:first]]
    if not 2 <= width <= _WIDEST or not any(is_head(cell.text) for row in rows[:first] for cell in row.cells):
        return None
    heads = _set_heads(rows[:first], width, body)
    if heads is None:
        return refused(rows[first:], over, "the cells of the head do not line up with the columns")
    kinds = _column_kinds(body, width)
    kept = [row for row in body if " ".join(cell.text for cell in row.cells) not in told]  # a head told again
    return Grid(rows[0].start, rows[-1].end, heads, tuple(_align(row, width, kinds) for row in kept), over)


def _is_prose(rows: Sequence[Row]) -> bool:
    """Whether some cell is too long for a table's."""
    return any(len(cell.text) > LONGEST_CELL for row in rows for cell in row.cells)


def _first_of_body(rows: Sequence[Row]) -> int:
    """Where the heads end: at the first figures, or before at a heading within the table; 0 where there is no table."""
    first = next((n for n, row in enumerate(rows) if _has_values(row)), 0)
    numbered = next((n + 1 for n, row in enumerate(rows[:first]) if _numbers_columns(row)), first)
    while first > max(1, numbered if numbered < first else 0):
        told = [cell.text for cell in rows[first - 1].cells if cell.text and not _ORDINAL.match(cell.text)]
        if len(told) > 1:
            break
        first -= 1
    return first


def _has_values(row: Row) -> bool:
    """Whether a row holds figures: numbers behind its first cell, not only years as a head does."""
    values = [cell.text for cell in row.cells[1:] if is_value(cell.text)]
    if _numbers_columns(row):
        return False
    return any(not is_year(text) for text in values) or (is_year(row.cells[0].text) and bool(values))


def _numbers_columns(row: Row) -> bool:
    """The row under a head that numbers the columns: *A | B | 1 | 2 | 3=2/1*."""
    texts = [cell.text for cell in row.cells if cell.text]
    if len(texts) < 3 or not all(_INDEX_ROW.match(text) for text in texts):
        return False
    digits = [int(re.sub(r"\D.*", "", text.lstrip("("))) for text in texts if text.lstrip("(")[:1].isdigit()]
    return len(digits) > 1 and all(b == a + 1 for a, b in pairwise(digits)) and digits[0] <= 3


def _column_kinds(body: Sequence[Row], width: int) -> tuple[bool, ...]:
    """For each column whether it holds numbers, by the rows that have all cells."""
    full = [row for row in body if len(row.cells) == width]
    kinds = []
    for column in range(width):
        told = [row.cells[column].text for row in full if not is_empty(row.cells[column].text)]
        kinds.append(2 * sum(is_value(text) for text in told) > len(told))
    return tuple(kinds)


def _align(row: Row, width: int, kinds: Sequence[bool]) -> Row:
    """Set a row with too few cells: missing ones stand at one end only where their kinds leave no other place."""
    if len(row.cells) == width:
        return row
    told = [cell for cell in row.cells if cell.text]
    if len(told) == 1 and not is_value(told[0].text):
        return Row((told[0], *(Cell("", row.end, row.end) for _ in range(width - 1))), row.start, row.end)
    if len(row.cells) < width and (places := _only_places(row.cells, kinds)) is not None:
        cells = [Cell("", row.end, row.end)] * width
        for place, cell in zip(places, row.cells, strict=True):
            cells[place] = cell
        return Row(tuple(cells), row.start, row.end)
    problem = f"the row has {len(row.cells)} cells where the table has {width} columns"
    return replace(row, problem=problem)


def _only_places(cells: Sequence[Cell], kinds: Sequence[bool]) -> list[int] | None:
    """The columns of the cells of a short row if there is one way to set them, in order and by kind; else ``None``."""
    ways = [[0] * (len(kinds) + 1) for _ in range(len(cells) + 1)]
    ways[len(cells)] = [1] * (len(kinds) + 1)
    for i in range(len(cells) - 1, -1, -1):
        for j in range(len(kinds) - 1, -1, -1):
            here = ways[i + 1][j + 1] if _fits(cells[i], number=kinds[j]) else 0
            ways[i][j] = here + ways[i][j + 1]
    if ways[0][0] != 1:
        return None
    places: list[int] = []
    j = 0
    for i, cell in enumerate(cells):
        while not (_fits(cell, number=kinds[j]) and ways[i + 1][j + 1]):
            j += 1
        places.append(j)
        j += 1
    return places


def _fits(cell: Cell, *, number: bool) -> bool:
    return is_empty(cell.text) or is_value(cell.text) == number


def _set_heads(rows: Sequence[Row], width: int, body: Sequence[Row]) -> tuple[tuple[Cell, ...], ...] | None:
    """The cells over each column; heads of two lines are joined where groups and their parts can be counted."""
    columns: list[list[Cell]] = [[] for _ in range(width)]
    rows = [row for row in rows if any(cell.text for cell in row.cells) and not _numbers_columns(row)]
    upper: Row | None = None
    for row in rows:
        if (
            len([cell for cell in row.cells if cell.text]) == 1
            and len(rows) > 1
            and upper is None
            and len(row.cells) < width
        ):
            continue  # a caption within the table: "ĐVT: tỷ đồng"
        if upper is not None and len(upper.cells) != width:
            spread = _spread(upper, row, width)
            if spread is None:
                return None
            for column, over in zip(columns, spread, strict=True):
                column.extend(over)
            upper = None
            continue
        if upper is not None:
            _take(columns, _filled(upper, row))
        upper = row
    if upper is not None:
        cells = upper.cells
        if len(cells) == width - 1 and _counts_rows(body):
            cells = (Cell("TT", upper.start, upper.start), *cells)  # the column of ordinals has no head
        if len(cells) != width:
            return None
        _take(columns, cells)
    return tuple(tuple(cell for cell in column if cell.text) for column in columns)


def _take(columns: list[list[Cell]], cells: Sequence[Cell]) -> None:
    for column, cell in zip(columns, cells, strict=True):
        column.append(cell)


def _filled(upper: Row, lower: Row) -> list[Cell]:
    """An upper head whose merged cells were left blank: each reaches over the blanks that have a part below."""
    out: list[Cell] = []
    last = Cell("", upper.start, upper.start)
    for cell, below in zip(upper.cells, lower.cells, strict=False):
        if cell.text:
            last = cell
        out.append(cell if cell.text or not below.text else last)
    out.extend(upper.cells[len(out) :])
    return out


def _spread(upper: Row, lower: Row, width: int) -> list[list[Cell]] | None:
    """A head of two lines without blanks: *TT, Chỉ tiêu, Năm 2012, Năm 2013* over *KH, TH, KH, TH*."""
    lead = width - len(lower.cells)
    groups = upper.cells[lead:] if lead >= 0 else ()
    if lead < 1 or not groups or len(lower.cells) % len(groups):
        return None
    each = len(lower.cells) // len(groups)
    if each < 2:
        return None
    return [
        *([cell] for cell in upper.cells[:lead]),
        *([groups[n // each], cell] for n, cell in enumerate(lower.cells)),
    ]


def _counts_rows(body: Sequence[Row]) -> bool:
    return all(_ORDINAL.match(row.cells[0].text) for row in body if row.cells[0].text and _has_values(row))
