"""Tables without a separator: names with a number each, numbers behind words, one cell a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tasks.grammar.table_cells import Cell, is_empty, is_value, is_year
from tasks.grammar.table_grid import Grid, Row, caption, lines_of, refused
from tasks.grammar.table_heads import is_head, split_heads, tells_unit, told_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.table_grid import Line

_NAMED: Final = re.compile(
    r"(?:[-+•*–·]\s*|\d{1,2}[.)]\s*)?(?P<name>[^\W\d_][^:|;]{1,40}?)\s*:\s*(?P<value>[^:|;]{1,40}?)[;.,]?$"
)
_MORE_NUMBERS: Final = re.compile(r"\d[^/]*?[^\d.,/].*\d|\d\s*/.*(?:\(|,\s|tỷ|tỉ|triệu)", re.IGNORECASE)
_TAIL: Final = re.compile(r"(?:\s+(?:[+-]?\d+(?:[.,]\d+)*%?|-|…))+$")
_ORDINAL: Final = re.compile(r"(?:\d{1,3}|[ivx]{1,5})[.)]?$", re.IGNORECASE)
_NUMERIC_START: Final = frozenset("0123456789+-(><≥≤")
_NUMERIC_END: Final = frozenset("0123456789%)-…")
_LONGEST_LINE: Final = 60
_SECOND: Final = re.compile(r"\d[^\d/-]*[^\W\d_][^\d]*\d")  # a number behind the unit of another
_LONGEST_ROW: Final = 400
_LONGEST_NAMED: Final = 100
_MOST_HEADS: Final = 8


def may_hold_rows(text: str) -> bool:
    """False where no lines of a text can be the rows of a table; a fraction of what looking for tables costs."""
    if "|" in text or "\t" in text or "  " in text:
        return True
    run = numbers = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            continue
        starts = line[0] in _NUMERIC_START
        numbers += starts
        if ";" in line:
            run += 1 + (":" in line)  # a whole list may stand in one line
        elif len(line) <= _LONGEST_ROW and (
            starts or line[-1] in _NUMERIC_END or (":" in line and len(line) <= _LONGEST_NAMED)
        ):
            run += 1
        else:
            run = 0
        if run > 1 or numbers > 3:
            return True
    return False


def may_hold_table(text: str) -> bool:
    """False where no lines of a text can be a table, not even once those between them are left out."""
    if "|" in text or "\t" in text or "  " in text:
        return True
    cut = valued = named = ended = numbers = 0
    for line in filter(None, map(str.strip, text.split("\n"))):
        numbers += line[0] in _NUMERIC_START
        ended += line[-1] in _NUMERIC_END and _ends_in_numbers(line)
        if ";" in line:
            cut += 1
            valued += any(is_value(cell.strip()) for cell in line.split(";")[1:])
            if inline(lines_of(line), 0) is not None:
                return True
        if ":" in line and len(line) <= _LONGEST_NAMED:
            named += (match := _NAMED.match(line)) is not None and is_value(match["value"])
    return numbers > 3 or max(cut if valued else 0, named, ended) > 1


def listed(lines: Sequence[Line], i: int) -> tuple[Grid, int] | None:
    """*- Quận 1: 15.500* on lines of their own, under a line that says what is listed; the reader decides of what.

    Lines that tell more than one number (*- Quận 1: 612/1.020 tỷ đồng, đạt 60%*) the rules for sentences read.
    """
    rows: list[Row] = []
    j = i
    if not i or ":" not in lines[i].text:
        return None
    while j < len(lines) and (match := _NAMED.match(lines[j].text)) is not None and is_value(match["value"]):
        if _MORE_NUMBERS.search(match["value"]):
            return None
        line = lines[j]
        if _SECOND.search(match["value"]):
            return None  # "Kỳ Sơn: 5.812 hộ (36,5%)" is a sentence
        cells = tuple(
            Cell(match[name], line.start + match.start(name), line.start + match.end(name))
            for name in ("name", "value")
        )
        rows.append(Row(cells, line.start, line.end))
        j += 1
    if len(rows) < 2:
        return None
    over = lines[i - 1]
    if i > 1 and tells_unit(over.text):
        over = lines[i - 2]  # "(ĐVT: tỷ đồng)" between what is listed and its rows
    names = Cell("", over.end, over.end)
    heads = ((names,), (Cell(over.text.rstrip(": "), over.start, over.end),))
    return Grid(rows[0].start, rows[-1].end, heads, tuple(rows), caption(lines, i), listed=True), j


def inline(lines: Sequence[Line], i: int) -> tuple[Grid, int] | None:
    """*Thu ngân sách các quận (tỷ đồng): Quận 1: 15.500; Quận 3: 5.208; Quận 5: 4.900*: a unit told once for all.

    Where the numbers have units of their own the rules for sentences read them.
    """
    line = lines[i]
    lead, colon, rest = line.text.partition(":")
    if not colon or ";" not in rest or len(line.text) > _LONGEST_ROW or not told_unit(lead):
        return None
    rows: list[Row] = []
    position = len(lead) + 1
    for piece in rest.split(";"):
        match = _NAMED.match(piece.strip())
        if match is None or not is_value(match["value"]):
            return None
        at = line.start + position + piece.index(piece.strip())
        cells = tuple(Cell(match[name], at + match.start(name), at + match.end(name)) for name in ("name", "value"))
        rows.append(Row(cells, line.start, line.end))
        position += len(piece) + 1
    heads = ((Cell("", line.start, line.start),), (Cell(lead, line.start, line.start + len(lead)),))
    return Grid(line.start, line.end, heads, tuple(rows), caption(lines, i), listed=True), i + 1


def spaced(lines: Sequence[Line], i: int) -> tuple[Grid, int] | None:
    """Rows that end in equally many numbers under a head whose words can be cut into as many columns."""
    text = lines[i].text
    if i + 2 >= len(lines) or not (_ends_in_numbers(lines[i + 1].text) and _ends_in_numbers(lines[i + 2].text)):
        return None
    heads = None if len(text) > _LONGEST_ROW or (text[-1].isdigit() and not is_year(text[-4:])) else split_heads(text)
    if heads is None or len(heads[1]) < 2:
        return None
    j = i + 1
    while j < len(lines) and _ends_in_numbers(lines[j].text):
        j += 1
    lead, columns = heads
    rows = tuple(_tail_row(line, len(columns)) for line in lines[i + 1 : j])
    start = lines[i].start
    over = tuple((Cell(told, start + at, start + at + len(told)),) for at, told in ((0, lead), *columns))
    return Grid(start, rows[-1].end, over, rows, caption(lines, i)), j


def _ends_in_numbers(text: str) -> bool:
    return (
        text[-1] in _NUMERIC_END
        and len(text) <= _LONGEST_ROW
        and (t := _TAIL.search(text)) is not None
        and t.start() > 0
    )


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


class StackedCells:
    """Finds tables whose cells stand on lines of their own: ``k`` heads, then rows of ``k`` lines of the same kinds.

    Only lines before a cluster of numbers are tried as the first head, so that ordinary text costs nothing.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._ends: dict[int, int] = {}  # a line that may begin a table → the end of the cluster of numbers behind it
        numbers = [n for n, line in enumerate(lines) if line.text[0] in _NUMERIC_START and _is_number(line)]
        first = 0
        for n in range(1, len(numbers) + 1):
            if n == len(numbers) or numbers[n] - numbers[n - 1] > _MOST_HEADS:
                if n - first >= 4:
                    for i in range(max(0, numbers[first] - 2 * _MOST_HEADS), numbers[first]):
                        self._ends[i] = numbers[n - 1] + 1
                first = n

    def at(self, i: int) -> tuple[Grid, int] | None:
        """The table that begins with line ``i`` and the line after it."""
        end = self._ends.get(i)
        if end is None or len(self._lines[i].text) > _LONGEST_LINE or not is_head(self._lines[i].text):
            return None
        run = self._lines[i : min(end + _MOST_HEADS, len(self._lines))]
        run = run[: next((n for n, line in enumerate(run) if len(line.text) > _LONGEST_LINE), len(run))]
        found = [
            grid for k in range(2, _MOST_HEADS + 1) if (grid := _stacked(run, k, caption(self._lines, i))) is not None
        ]
        if not found:
            return None
        known = [sum(is_head(cells[0].text) for cells in grid.heads) / len(grid.heads) for grid in found]
        best = [grid for grid, share in zip(found, known, strict=True) if share == max(known)]
        grid = (
            best[0] if len(best) == 1 else refused(best[0].rows, best[0].caption, "there are several ways to set them")
        )
        return grid, i + sum(1 for line in run if line.start < grid.end)


def _is_number(line: Line) -> bool:
    return len(line.text) <= _LONGEST_LINE and is_value(line.text) and not is_year(line.text)


def _stacked(run: Sequence[Line], k: int, over: tuple[Line, ...]) -> Grid | None:
    if len(run) < 3 * k or any(_is_number(line) for line in run[:k]):
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
    return Grid(run[0].start, rows[-1].end, heads, tuple(rows), over)
