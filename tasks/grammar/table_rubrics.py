"""Lists under a label: *Tổng thu ngân sách*, then *- Dự toán: …*, *- Thực hiện: …*, *- So cùng kỳ: …*, a line each.

Such a list is a table of one row: the label over it names the row, and what stands before each colon heads a column.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tasks.grammar.table_cells import Cell, is_value
from tasks.grammar.table_grid import Grid, Row, caption
from tasks.grammar.table_heads import is_head, read_head, tells_unit, told_unit
from tasks.grammar.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.table_grid import Line

_ENTRY: Final = re.compile(
    r"(?:[-+•*–·]\s*|[a-hđ]\)\s*|\d{1,2}[.)]\s*)?(?P<head>[^\W\d_][^:|;]{1,60}?)\s*:\s*"
    r"(?P<moved>(?:tăng|giảm|đạt|bằng|ước đạt|ước)\s+)?(?P<value>[^:|;]{1,40}?)[;.,]?$",
    re.IGNORECASE,
)
_UNIT_BEHIND: Final = re.compile(r"[\s,;(–-]+(?:đvt|đơn vị(?: tính)?)\s*:[^:|;]{1,30}$", re.IGNORECASE)
_SIGNS: Final = {"tăng": "+", "giảm": "-"}
_LONGEST_LABEL: Final = 120
_LONGEST_ENTRY: Final = 100
_NO_LABEL: Final = (".", ";", ",", "!", "?")


class RubricLines:
    """Finds the lists of a text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._read: dict[int, re.Match[str] | None] = {}

    @cached_property
    def _units(self) -> list[Line | None]:
        """For each line, the line up to it that told last in which unit all numbers are."""
        out: list[Line | None] = []
        unit: Line | None = None
        for line in self._lines:
            if tells_unit(line.text):
                unit = line
            out.append(unit)
        return out

    def _entry(self, j: int) -> re.Match[str] | None:
        """Line ``j`` as a head and its value."""
        if j not in self._read:
            text = self._lines[j].text if j < len(self._lines) else ""
            self._read[j] = _ENTRY.match(text) if ":" in text and len(text) <= _LONGEST_ENTRY else None
        return self._read[j]

    def at(self, i: int) -> tuple[Grid, int] | None:
        """The list whose label is line ``i``, and the line after it."""
        if self._entry(i + 1) is None or self._entry(i + 2) is None:
            return None
        label = self._label(i)
        if label is None:
            return None
        heads: list[tuple[Cell, ...]] = [(Cell("", label.start, label.start),)]
        cells = [label]
        own = self._entry(i)
        if own is not None and is_value(own["value"]):  # "Tổng thu ngân sách: 214.310" over its ratios
            heads.append((Cell("", label.start, label.start),))
            cells.append(self._cell(i, own))
        j = i + 1
        of_sums = True
        while (entry := self._entry(j)) is not None and is_value(entry["value"]):
            if not is_head(entry["head"]):
                break
            percent = entry["value"].endswith("%")
            of_sums = of_sums and not (percent and len(cells) == 1)
            told = f"{entry['head']} (%)" if percent and of_sums else entry["head"]
            at = self._lines[j].start + entry.start("head")
            heads.append((Cell(told, at, at + len(entry["head"])),))
            cells.append(self._cell(j, entry))
            j += 1
        if len(cells) < 3 or not any(read_head([head.text]).kind == "level" for (head,) in heads[1:]):
            return None
        row = Row(tuple(cells), label.start, cells[-1].end)
        return Grid(row.start, row.end, tuple(heads), (row,), self._over(i)), j

    def _label(self, i: int) -> Cell | None:
        """The words of line ``i`` that name what the lines below tell of."""
        line, own = self._lines[i], self._entry(i)
        text = line.text.rstrip(": ")
        if (unit := _UNIT_BEHIND.search(text)) is not None and told_unit(text):
            text = text[: unit.start()]
        elif own is not None and is_value(own["value"]):
            text = line.text[: own.end("head")]
        elif own is not None:
            return None
        if len(text) > _LONGEST_LABEL or text.endswith(_NO_LABEL) or is_value(text) or is_head(text):
            return None
        return Cell(text, line.start, line.start + len(text))

    def _cell(self, j: int, entry: re.Match[str]) -> Cell:
        start = self._lines[j].start + entry.start("value")
        sign = _SIGNS.get(fold(entry["moved"] or "").strip(), "")
        return Cell(sign + entry["value"], start, start + len(entry["value"]))

    def _over(self, i: int) -> tuple[Line, ...]:
        """The lines over the label, without those of the list before; first the one that told the unit."""
        over = tuple(line for line in caption(self._lines, i) if ":" not in line.text or not line.text[-1].isdigit())
        over = tuple(line for line in over if not line.text.endswith("%"))
        if _UNIT_BEHIND.search(self._lines[i].text) is not None:  # "Tổng thu ngân sách (ĐVT: triệu đồng)"
            return self._lines[i], *over
        unit = self._units[i]
        return over if unit is None or unit in over else (unit, *over)
