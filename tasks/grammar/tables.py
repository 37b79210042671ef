"""Tables flattened into text: lines of cells, or one cell a line, found and set straight as rows and columns.

A grid is what stands there, not yet what it means (:mod:`tasks.grammar.table_heads` reads its heads,
:mod:`tasks.grammar.table_reading` its figures). Where rows and columns do not line up, the row is kept with the problem
told, so that it is refused and not guessed. Everything is linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tasks.grammar.table_cells import Cell, is_empty, is_value, is_year
from tasks.grammar.table_heads import is_head, split_heads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEPARATORS: Final[tuple[tuple[str, re.Pattern[str], int], ...]] = (
    ("|", re.compile(r"\s*\|\s*"), 2),
    ("\t", re.compile(r" *\t *"), 2),
    ("  ", re.compile(r" {2,}"), 2),
    (";", re.compile(r"\s*;\s*"), 3),
)
_RULER: Final = re.compile(r"[\s|:+=_-]+$")
_INDEX_ROW: Final = re.compile(r"\(?(?:\d{1,2}|[a-h])\)?\s*(?:=.*)?$", re.IGNORECASE)
_ORDINAL: Final = re.compile(r"(?:\d{1,3}|[ivx]{1,5}|[a-h])(?:\.\d{1,2})*[.)]?$", re.IGNORECASE)
_TAIL: Final = re.compile(r"(?:\s+(?:[+-]?\d+(?:[.,]\d+)*%?|-|…))+$")
_CAPTION_LINES: Final = 3
_LONGEST_CELL: Final = 120
_WIDEST: Final = 12


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    start: int
    end: int
    after_gap: bool  # a blank line stands before it


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid: its cells by column, or the problem for which they could not be set into columns."""

    cells: tuple[Cell, ...]
    start: int
    end: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """``heads`` holds, for each column, the cells that stand over it, from above to below."""

    start: int
    end: int
    heads: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]
    caption: tuple[Line, ...]


def find_grids(text: str) -> list[Grid]:
    """The tables of a text, in its order. Ordinary prose costs one look at each line."""
    lines = list(_lines(text))
    out: list[Grid] = []
    i = 0
    while i < len(lines):
        found = _delimited(lines, i) or _spaced(lines, i) or _stacked(lines, i)
        if found is None:
            i += 1
            continue
        grid, i = found
        out.append(grid)
    return out


def _lines(text: str) -> Iterator[Line]:
    position, gap = 0, False
    for raw in text.split("\n"):
        body = raw.strip()
        if body:
            start = position + raw.index(body[0])
            yield Line(body, start, start + len(body), gap)
        gap = not body
        position += len(raw) + 1


# Lines of cells


def _delimited(lines: Sequence[Line], i: int) -> tuple[Grid, int] | None:
    for sign, pattern, fewest in _SEPARATORS:
        if sign not in lines[i].text:
            continue
        rows: list[Row] = []
        j = i
        while j < len(lines) and sign in lines[j].text:
            row = _cut(lines[j], pattern, sign)
            if len(row.cells) < fewest and rows and not _RULER.match(lines[j].text) and sign != "|":
                break
            if not _RULER.match(lines[j].text):
                rows.append(row)
            j += 1
        grid = _grid(rows, _caption(lines, i), strict=sign == ";") if len(rows) > 1 else None
        if grid is not None:
            return grid, j
    return None


def _cut(line: Line, pattern: re.Pattern[str], sign: str) -> Row:
    start, end = line.start, line.end
    body = line.text
    if sign == "|":
        lead = len(body) - len(body.lstrip("|"))
        body = body[lead:]
        start += lead
        body = body.removesuffix("|") if lead else body  # "| a | b |": the frame of the row, no empty cells
    cells: list[Cell] = []
    position = 0
    for match in (*pattern.finditer(body), None):
        stop = match.start() if match is not None else len(body)
        part = body[position:stop]
        trimmed = part.strip()
        at = start + position + (part.index(trimmed[0]) if trimmed else 0)
        cells.append(Cell(trimmed, at, at + len(trimmed)))
        position = match.end() if match is not None else stop
    return Row(tuple(cells), line.start, end)


def _grid(rows: Sequence[Row], caption: tuple[Line, ...], *, strict: bool = False) -> Grid | None:
    """Heads and rows set into columns; ``None`` where this is no table with a head over it."""
    if any(len(cell.text) > _LONGEST_CELL for row in rows for cell in row.cells):
        return None
    first = next((n for n, row in enumerate(rows) if _has_values(row)), None)
    if first is None or first == 0 or first > 3:
        return None
    body = [row for row in rows[first:] if not _numbers_columns(row)]
    if strict and not all(_has_values(row) or len(row.cells) < 3 for row in body):
        return None
    widths = Counter(len(row.cells) for row in body if _has_values(row))
    if not widths:
        return None
    width = max(widths, key=lambda n: (widths[n], n))
    if not 2 <= width <= _WIDEST:
        return None
    heads = _set_heads(rows[:first], width, body)
    if heads is None:
        if not any(is_head(cell.text) for row in rows[:first] for cell in row.cells):
            return None
        return _refused(rows[first:], caption, "the cells of the head do not line up with the columns")
    if not any(is_head(" ".join(cell.text for cell in cells)) for cells in heads):
        return None
    head_texts = {tuple(cell.text for cell in row.cells) for row in rows[:first]}
    kinds = _column_kinds(body, width)
    aligned = tuple(
        _align(row, width, kinds) for row in body if tuple(cell.text for cell in row.cells) not in head_texts
    )
    return Grid(rows[0].start, rows[-1].end, heads, aligned, caption)


def _refused(rows: Sequence[Row], caption: tuple[Line, ...], problem: str) -> Grid:
    return Grid(rows[0].start, rows[-1].end, (), tuple(replace(row, problem=problem) for row in rows), caption)


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
    missing = width - len(row.cells)
    if missing > 0:
        blank = tuple(Cell("", row.end, row.end) for _ in range(missing))
        fitting = [cells for cells in ((*row.cells, *blank), (*blank, *row.cells)) if _fits(cells, kinds)]
        if len(fitting) == 1:
            return Row(fitting[0], row.start, row.end)
    problem = f"the row has {len(row.cells)} cells where the table has {width} columns"
    return replace(row, problem=problem)


def _fits(cells: Sequence[Cell], kinds: Sequence[bool]) -> bool:
    return all(is_empty(cell.text) or is_value(cell.text) == number for cell, number in zip(cells, kinds, strict=True))


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


def _caption(lines: Sequence[Line], i: int) -> tuple[Line, ...]:
    """The lines over a table, nearest last, up to the end of a paragraph of prose."""
    out: list[Line] = []
    for line in reversed(lines[max(0, i - _CAPTION_LINES) : i]):
        prose = line.text.endswith((".", "!", "?")) and len(line.text) > _LONGEST_CELL
        if prose and out:
            break
        out.insert(0, line)
        if prose:
            break
    return tuple(out)


# Cells with nothing but a blank between them


def _spaced(lines: Sequence[Line], i: int) -> tuple[Grid, int] | None:
    """Rows that end in equally many numbers under a head whose words can be cut into as many columns."""
    text = lines[i].text
    if i + 2 >= len(lines) or (text[-1].isdigit() and not is_year(text[-4:])):
        return None
    tails = []
    j = i + 1
    while j < len(lines) and (tail := _TAIL.search(lines[j].text)) is not None and tail.start() > 0:
        numbers = tail.group().split()
        tails.append((lines[j], tail.start(), numbers))
        j += 1
    if len(tails) < 2:
        return None
    heads = split_heads(text)
    if heads is None:
        return None
    lead, columns = heads
    wanted = len(columns)
    if wanted < 2:
        return None
    rows = tuple(_tail_row(line, wanted) for line, _, _ in tails)
    start = lines[i].start
    head_cells = [Cell(text, start + at, start + at + len(text)) for at, text in ((0, lead), *columns)]
    heads_set = tuple((cell,) for cell in head_cells)
    return Grid(start, tails[-1][0].end, heads_set, rows, _caption(lines, i)), j


def _tail_row(line: Line, wanted: int) -> Row:
    """The label and the last ``wanted`` numbers of a line; a line with another count of numbers is refused."""
    words = list(re.finditer(r"\S+", line.text))
    count = 0
    while count < len(words) and (is_value(words[-1 - count].group()) or words[-1 - count].group() in {"-", "…"}):
        count += 1
    if count != wanted or count == len(words):
        whole = (Cell(line.text, line.start, line.end),)
        return Row(whole, line.start, line.end, f"the row ends in {count} numbers where the head has {wanted} columns")
    cut = words[-count].start()
    label = line.text[:cut].rstrip()
    cells = [Cell(label, line.start, line.start + len(label))]
    cells.extend(Cell(word.group(), line.start + word.start(), line.start + word.end()) for word in words[-count:])
    return Row(tuple(cells), line.start, line.end)


# One cell a line


def _stacked(lines: Sequence[Line], i: int) -> tuple[Grid, int] | None:
    """Cells on lines of their own: ``k`` heads, then rows of ``k`` lines whose columns keep their kind."""
    if len(lines[i].text) > 60 or not is_head(lines[i].text):
        return None
    j = i
    while j < len(lines) and len(lines[j].text) <= _LONGEST_CELL // 2 and j - i < 4000:
        j += 1
    run = lines[i:j]
    numbers = [n for n, line in enumerate(run) if is_value(line.text) and not is_year(line.text)]
    if len(numbers) < 4:
        return None
    found = [grid for k in range(2, 9) if (grid := _stacked_by(run, k, _caption(lines, i))) is not None]
    if not found:
        return None
    if len(found) > 1:
        heads = [sum(is_head(cells[0].text) for cells in grid.heads) / len(grid.heads) for grid in found]
        best = max(heads)
        found = [grid for grid, share in zip(found, heads, strict=True) if share == best]
    grid = (
        found[0]
        if len(found) == 1
        else _refused(found[0].rows, found[0].caption, "the cells can be set in several ways")
    )
    return grid, i + sum(1 for line in run if line.start < grid.end)


def _stacked_by(run: Sequence[Line], k: int, caption: tuple[Line, ...]) -> Grid | None:
    if len(run) < 3 * k or any(is_value(line.text) and not is_year(line.text) for line in run[:k]):
        return None
    kinds = [is_value(line.text) for line in run[k : 2 * k]]
    if not any(kinds) or (kinds[0] and not _ORDINAL.match(run[k].text)) or not kinds[-1]:
        return None
    rows: list[Row] = []
    n = k
    while n + k <= len(run):
        part = run[n : n + k]
        if not all(is_empty(line.text) or is_value(line.text) == kind for line, kind in zip(part, kinds, strict=True)):
            break
        cells = tuple(Cell(line.text, line.start, line.end) for line in part)
        rows.append(Row(cells, part[0].start, part[-1].end))
        n += k
    rest = run[n : n + k]
    if len(rows) < 2 or any(is_value(line.text) for line in rest[: k - 1]):
        return None
    heads = tuple((Cell(line.text, line.start, line.end),) for line in run[:k])
    return Grid(run[0].start, rows[-1].end, heads, tuple(rows), caption)
