"""The figures of one table: what a cell, its row, its head and the caption tell together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from tasks.grammar.periods import Period, find_periods, months_period, year_period
from tasks.grammar.reading import REFUSALS, Figure
from tasks.grammar.scope import NOBODY, Focus
from tasks.grammar.table_cells import is_empty, is_value, read_value, writes_points
from tasks.grammar.table_heads import cut_unit, expanded, is_unit, read_head, told_unit, words
from tasks.grammar.tokens import Sentence, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.reading import State
    from tasks.grammar.table_cells import Cell, Value
    from tasks.grammar.table_heads import Head
    from tasks.grammar.tables import Grid, Row
    from tasks.records.observation import Measure, ObsStatus

_MARK: Final = re.compile(r"(?:[-+•*–·]|[a-hđ]\)|(?:\d{1,3}|[ivx]{1,5})(?:\.\d{1,2})*[.)])\s*", re.IGNORECASE)
_PART: Final = re.compile(r"[-+•*–·]|[a-hđ]\)|trong đó|\d{1,2}\.\d")
_UNITS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"1[.,]?000[.,]000\s*(?:đồng|đ)(?!\w)"), "triệu đồng"),
    (re.compile(r"(?:1[.,]?000|nghìn|ngàn)\s*(?:đồng|đ)(?!\w)"), "nghìn đồng"),
    (re.compile(r"1[.,]?000\s+"), "nghìn "),
    (re.compile(r"(?:triệu|tr)\.?\s?(?:đồng|đ)(?!\w)\.?|trđ"), "triệu đồng"),
    (re.compile(r"(?:tỷ|tỉ)(?:\.?\s?(?:đồng|đ))?(?!\w)"), "tỷ đồng"),
)
_TYPES: Final = ("thị xã", "thành phố", "quận", "huyện", "phường", "xã", "đặc khu")
_OWN_TIME: Final = frozenset({"day", "month", "months", "quarter", "half", "year", "span", "ytd"})
_PROBLEMS: Final = {
    "table_columns": "the cells of this row cannot be set into the columns of the table: {}",
    "table_head": "the head {!r} does not tell whether its numbers are ratios, indices or changes",
    "table_unit": "neither the row, nor its head, nor the caption tells the unit of this number",
}


class Sayer(Protocol):
    """What a grid needs to know of the article: :class:`tasks.grammar.table_reading.Tables`."""

    def say(self, text: str) -> Figure | None: ...
    def allows(self, indicator: str, measure: Measure) -> bool: ...
    def place(self, text: str, types: Sequence[str] = ()) -> Focus | None: ...
    def places(self, text: str) -> list[Focus]: ...


@dataclass(frozen=True, slots=True)
class _Column:
    head: Head
    focus: Focus | None  # the district that the head names
    growth: str  # how growth is told: "index" (112,5), "signed" (12,5), or "" where the numbers do not say


@dataclass(frozen=True, slots=True)
class _Line:
    """What a row tells of all its cells. ``above`` is the label that this one is a part or detail of."""

    label: str
    unit: str
    above: str
    part: bool
    focus: Focus
    period: Period | None


class GridReader:
    """Reads one grid with what was spoken of before it."""

    def __init__(self, tables: Sayer, grid: Grid, state: State) -> None:
        self._tables, self._grid, self._state = tables, grid, state
        self._points = writes_points(cell.text for row in grid.rows for cell in row.cells)
        self._columns = self._find_columns()
        self._unit, self._caption = self._find_unit()
        self._focus = self._find_focus()
        self._period, self._period_rule = self._find_period()
        self._sentence = Sentence(0, 0, 0, 0, grid.start, grid.end)
        self._place: Focus | None = None
        self._heading = self._parent = ""
        self._inside = False  # after "Trong đó:"

    def read(self) -> list[tuple[Row, list[Figure]]]:
        """The rows with their figures; empty where nothing in the table is a figure or refused as one."""
        out = [(row, self._row(row)) for row in self._grid.rows]
        return out if any(figures for _, figures in out) else []

    # What the table tells as a whole

    def _find_columns(self) -> list[_Column]:
        columns: list[_Column] = []
        rows = [row for row in self._grid.rows if not row.problem]
        for n, cells in enumerate(self._grid.heads):
            texts = [row.cells[n].text for row in rows if not is_empty(row.cells[n].text)]
            labelled = any(column.head.role in {"label", "place"} for column in columns)
            head = self._by_content(read_head([cell.text for cell in cells]), texts, labelled=labelled)
            focus = None
            if head.role == "data":
                named = self._tables.places(" ".join(cell.text for cell in cells))
                focus = named[0] if len(named) == 1 else NOBODY if named else None
            columns.append(_Column(head, focus, self._growth_form(head, texts)))
        return columns

    def _by_content(self, head: Head, texts: Sequence[str], *, labelled: bool) -> Head:
        """*Đơn vị* heads places or units; a column of words without a known head holds labels or places."""
        if head.role in {"index", "note", "period"} or not texts:
            return head
        half = len(texts) / 2
        if head.role == "data" and sum(map(is_value, texts)) > half:
            return head
        if head.role != "label" and sum(map(is_unit, texts)) > half:
            return replace(head, role="unit")
        types = _types(head)
        if sum(self._tables.place(_bare(text), types) is not None for text in texts) > half:
            return replace(head, role="place")
        return replace(head, role="note" if labelled else "label")

    def _growth_form(self, head: Head, texts: Sequence[str]) -> str:
        if head.signed:
            return "signed"
        if head.divided:
            return "index"
        values = [value for text in texts if (value := read_value(text, points=self._points)) is not None]
        numbers = [value.number for value in values if value.number is not None]
        if any(number <= 0 for number in numbers) or any(text.lstrip("( ").startswith("+") for text in texts):
            return "signed"
        if all(number >= 60 for number in numbers):
            return "index"
        return "signed" if all(number < 60 for number in numbers) else ""

    def _find_unit(self) -> tuple[str, str]:
        """The unit that the caption tells, and the caption's own words for what is counted."""
        unit = label = ""
        for line in self._grid.caption:
            unit = told_unit(line.text) or unit
            bare = cut_unit(line.text)[0].rstrip(":. ")
            if not fold(bare).startswith(("đvt", "đơn vị tính")) and len(bare) < 160:
                label = bare
        return unit, label

    def _find_focus(self) -> Focus:
        state = self._state
        for line in reversed(self._grid.caption):
            named = self._tables.places(line.text)
            districts = {place.unit.key: place for place in named if place.kind == "district" and place.unit}
            if districts:
                only = next(iter(districts.values()))
                return only if len(districts) == 1 else Focus("several", None, "caption")
        if state.context.main_in_title or state.focus.kind in {"none", "part", "org", "nation"}:
            return state.home
        return state.focus

    def _find_period(self) -> tuple[Period | None, str]:
        for line in reversed(self._grid.caption):
            period = self._resolve(fold(line.text), None)
            if period is not None:
                return period, "caption"
        timing, year = self._state.timing, self._state.context.year
        for period, rule in ((timing.current, "carried"), (timing.report, "report")):
            if period is not None:
                return period, rule
        return (None, "none") if year is None else (year_period(year), "year-of-article")

    def _resolve(self, text: str, year: int | None) -> Period | None:
        """The period that a head or caption tells: the part of a year, in the year that stands beside it."""
        mentions = [mention for mention in find_periods(text) if mention.kind in _OWN_TIME]
        years = [mention.year for mention in mentions if mention.kind == "year" and mention.year is not None]
        local = years[-1] if years else year
        parts = [mention for mention in mentions if mention.kind != "year"]
        for mention in (*parts, *mentions[-1:]):
            period = self._one(mention, local)
            if period is not None:
                return period
        return None

    def _one(self, mention: PeriodMention, year: int | None) -> Period | None:
        if mention.kind == "months" and mention.year is None and mention.offset is None and year is not None:
            return months_period(year, mention.number or 12)
        return self._state.timing.resolve(mention, year)

    # Rows

    def _row(self, row: Row) -> list[Figure]:
        self._sentence = replace(self._sentence, start=row.start, end=row.end)
        if row.problem or not self._columns:
            cell = next((cell for cell in row.cells if is_value(cell.text)), row.cells[0])
            return [self._refused(cell, "table_columns", row.problem)]
        if sum(bool(cell.text) for cell in row.cells) == 1 and not any(is_value(cell.text) for cell in row.cells):
            self._take_heading(next(cell.text for cell in row.cells if cell.text))
            return []
        line = self._line(row)
        figures = []
        for n, (column, cell) in enumerate(zip(self._columns, row.cells, strict=True)):
            if column.head.role == "data" and is_value(cell.text):
                figure = self._figure(cell, n, line)
                if figure is not None:
                    figures.append(figure)
        return figures

    def _take_heading(self, text: str) -> None:
        """A row of one cell: a place, *Trong đó:*, or what the rows below tell of."""
        bare = _bare(text)
        named = self._tables.place(bare)
        if named is not None:
            self._place, self._heading = named, ""
        elif fold(bare).startswith(("trong đó", "bao gồm")):
            self._inside = True
            return
        else:
            self._heading = text
        self._parent, self._inside = "", False

    def _line(self, row: Row) -> _Line:
        label = unit = number = ""
        period: Period | None = None
        focus = self._place
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
                period = self._resolve(expanded(f"{column.head.told} {text}"), self._year)
                focus = focus if period is not None else NOBODY
        named = self._tables.place(_bare(label)) if label else None
        if named is not None:
            label, focus = "", named
        self._place = focus
        bare, told = cut_unit(label)
        dotted = re.match(r"\d{1,2}\.\d", number) is not None
        part = self._inside or dotted or _PART.match(fold(label)) is not None
        if not part:
            self._parent = _bare(bare)
        above = self._parent if part and self._parent else _bare(self._heading)
        if not unit and (tail := re.search(r"\s(%|(?:tỷ|triệu)\s+đồng)$", bare)) is not None:
            unit, bare = tail.group(1), bare[: tail.start()]  # the blank before the column of units was lost
        return _Line(_bare(bare), unit or told, above, part, focus or self._focus, period)

    @property
    def _year(self) -> int | None:
        return self._period.year if self._period is not None else self._state.context.year

    def _place_of(self, text: str, head: Head) -> Focus | None:
        if is_empty(text):
            return self._place  # a merged cell: the place of the row above
        bare = _bare(text)
        if fold(bare).rstrip(":") in words().totals:
            return Focus("province", None, "total")
        return self._tables.place(bare, _types(head)) or Focus("part", None, "unknown")

    # Cells

    def _figure(self, cell: Cell, n: int, line: _Line) -> Figure | None:
        column = self._columns[n]
        head = column.head
        value = read_value(cell.text, points=self._points)
        if value is None or (line.label and head.rest and column.focus is None):
            return None  # a head that names something else beside the row's own label
        if head.kind == "level":
            return self._level(cell, value, n, line)
        if head.kind == "change":
            return self._change(cell, value, n, line)
        indicator = self._indicator_of(value, n, line)
        if indicator is None or value.number is None or not self._tables.allows(indicator, head.kind):
            return None
        if not (head.percent or "%" in cell.text) or (head.kind == "growth" and not column.growth):
            return self._refused(cell, "table_head", head.told)
        number = -value.number if _falls(head) else value.number
        if head.kind == "growth":
            number -= 100 if column.growth == "index" else 0
        elif head.signed:
            number += 100
        period, rule = self._period_of(n, line, head.kind)
        if head.kind == "growth" and head.base_year is not None and period and head.base_year != period.year - 1:
            return None  # growth against another base has no measure
        return self._emit(cell, (indicator, head.kind, number), (self._status_of(n, period), period, rule), n, line)

    def _change(self, cell: Cell, value: Value, n: int, line: _Line) -> Figure | None:
        """*Tăng (+), giảm (-)* in the unit of the row."""
        said = self._said(value, n, line)
        if said is None or value.number is None or said.measure != "level":
            return None
        if not self._tables.allows(said.indicator, "change"):
            return None
        number = -said.value if value.number < 0 or _falls(self._columns[n].head) else said.value
        period, rule = self._period_of(n, line, "change")
        return self._emit(cell, (said.indicator, "change", number), (self._status_of(n, period), period, rule), n, line)

    def _level(self, cell: Cell, value: Value, n: int, line: _Line) -> Figure | None:
        said = self._said(value, n, line)
        if said is None:
            if self._unit_of(value, n, line) or self._said(value, n, line, unit="tỷ đồng") is None:
                return None
            return self._refused(cell, "table_unit")
        if value.number is not None and value.number < 0 and said.measure not in {"growth", "change"}:
            return None
        number = -said.value if value.number is not None and value.number < 0 else said.value
        period, rule = self._period_of(n, line, said.measure)
        status = self._status_of(n, period) if self._columns[n].head.status or said.status == "actual" else said.status
        return self._emit(cell, (said.indicator, said.measure, number), (status, period, rule), n, line, said)

    def _indicator_of(self, value: Value, n: int, line: _Line) -> str | None:
        """The indicator of a ratio or growth: the row's, or that of the nearest level to the left."""
        if line.label or self._columns[n].head.rest:
            said = self._said(value, n, line) or self._said(value, n, line, unit="tỷ đồng")
            said = said or self._said(value, n, line, unit="")
            return None if said is None else said.indicator
        for left in range(n - 1, -1, -1):
            head = self._columns[left].head
            if head.role == "data" and head.kind == "level" and head.rest:
                said = self._said(value, left, line) or self._said(value, left, line, unit="tỷ đồng")
                return None if said is None else said.indicator
        return self._indicator_of_caption(value, line)

    def _indicator_of_caption(self, value: Value, line: _Line) -> str | None:
        if any(column.head.rest for column in self._columns if column.head.role == "data"):
            return None
        said = self._say(self._caption, value, self._unit or "tỷ đồng", line)
        return None if said is None else said.indicator

    def _unit_of(self, value: Value, n: int, line: _Line) -> str:
        head = self._columns[n].head
        own = head.unit if head.kind == "level" else ""
        percent = "%" if head.kind == "level" and head.percent else ""
        return value.unit or line.unit or own or percent or self._unit

    def _said(self, value: Value, n: int, line: _Line, unit: str | None = None) -> Figure | None:
        """The figure that row and head tell of the value, said as a sentence."""
        head = self._columns[n].head
        label = line.label or (cut_unit(self._head_text(n))[0] if head.rest else self._caption)
        told = _unit_words(self._unit_of(value, n, line) if unit is None else unit)
        return self._say(label, value, told, line)

    def _head_text(self, n: int) -> str:
        return expanded(" ".join(cell.text for cell in self._grid.heads[n]))

    def _say(self, label: str, value: Value, unit: str, line: _Line) -> Figure | None:
        label = expanded(re.sub(r"\([^()]*\)", " ", label)).strip(" :;,.-")
        said = self._tables.say(f"{label.capitalize()}: {value.literal} {unit}".strip()) if label else None
        if not line.label or not line.above or line.above == line.label:
            return said
        above = expanded(re.sub(r"\([^()]*\)", " ", line.above)).strip(" :;,.-")
        whole = self._tables.say(f"{above.capitalize()}: {value.literal} {unit}".strip())
        if said is None:
            said = self._tables.say(f"{above.capitalize()} {label}: {value.literal} {unit}".strip())
            return None if said is None or whole is None or said.indicator == whole.indicator else said
        return None if line.part and whole is not None and said.indicator == whole.indicator else said

    def _status_of(self, n: int, period: Period | None) -> ObsStatus:
        head = self._columns[n].head
        if head.status is not None:
            return head.status
        if head.kind != "level" and (beside := self._beside(n)) is not None:
            return self._columns[beside].head.status or "actual"
        year = self._state.context.year
        return "target" if period is not None and year is not None and period.year > year else "actual"

    def _beside(self, n: int) -> int | None:
        """The level that a ratio or growth is told of: the nearest to the left that is no plan and no earlier year's."""
        for left in range(n - 1, -1, -1):
            head = self._columns[left].head
            if head.role == "data" and head.kind == "level" and head.status != "target" and not head.before:
                return left
        return None

    def _period_of(self, n: int, line: _Line, measure: str) -> tuple[Period | None, str]:
        head = self._columns[n].head
        if line.period is not None:
            return line.period, "row"
        own = self._resolve(head.when, self._year)
        if own is None and measure != "level" and head.kind != "level" and (beside := self._beside(n)) is not None:
            own = self._resolve(self._columns[beside].head.when, self._year)
        if own is None and line.label and (told := self._resolve(expanded(line.label), self._year)) is not None:
            return told, "row"
        if own is not None and not head.before:
            return own, "head"
        period = own or self._period
        if period is None:
            return None, "none"
        if head.before:
            earlier = own is not None and head.base_year is None and str(own.year) in head.when
            return (period, "head") if earlier else (_year_before(period), "head")
        if head.status == "target" and head.kind == "level" and "/" not in period.code:
            return year_period(period.year), "plan"  # a plan that is told with part of a year is the year's
        return period, self._period_rule

    def _emit(
        self,
        cell: Cell,
        told: tuple[str, Measure, float],
        when: tuple[ObsStatus, Period | None, str],
        n: int,
        line: _Line,
        said: Figure | None = None,
    ) -> Figure | None:
        indicator, measure, number = told
        status, period, rule = when
        focus = self._columns[n].focus or line.focus
        refused = message = ""
        if focus.kind != "district" or focus.unit is None:
            if focus.rule == "total":
                return None
            refused, message = REFUSALS.get(focus.kind, REFUSALS["none"])
        elif period is None:
            refused, message = "no_period", "neither the table, nor the text, nor the article's date tells the year"
        sure = rule in {"head", "row", "caption"} and focus.rule == "named"
        return Figure(
            self._sentence,
            cell.start,
            cell.end,
            indicator,
            measure,
            float(f"{number:.10g}"),
            status,
            said.bound if said is not None else "eq",
            f"table:{self._columns[n].head.kind}/{measure}/{focus.rule}/{rule}",
            "high" if sure else "medium",
            focus.unit,
            period,
            refused or None,
            message,
        )

    def _refused(self, cell: Cell, reason: str, detail: str = "") -> Figure:
        message = _PROBLEMS[reason].format(detail)
        return Figure(
            self._sentence,
            cell.start,
            cell.end,
            "",
            "level",
            0.0,
            "actual",
            "eq",
            "table",
            "low",
            refused=reason,
            message=message,
        )


def _bare(label: str) -> str:
    """A label without the number or mark before it."""
    text = label.strip()
    while (match := _MARK.match(text)) is not None and match.end() < len(text):
        text = text[match.end() :]
    return text.strip(" :")


def _types(head: Head) -> tuple[str, ...]:
    return tuple(kind for kind in _TYPES if re.search(rf"(?<!\w){kind}(?!\w)", head.told))


def _falls(head: Head) -> bool:
    return "giảm" in head.told and "tăng" not in head.told


def _unit_words(unit: str) -> str:
    """A unit as a sentence writes it: *tr.đ* is *triệu đồng*, *1.000 lượt* is *nghìn lượt*."""
    text = expanded(unit)
    for pattern, words_of in _UNITS:
        match = pattern.match(text)
        if match is not None:
            return words_of + text[match.end() :]
    return text


def _year_before(period: Period) -> Period:
    """The same period of the year before."""
    year = period.year - 1
    if "/" in period.code:
        return period
    end = period.end.replace(year=year, day=min(period.end.day, 28) if period.end.month == 2 else period.end.day)
    return Period(f"{year}{period.code[4:]}", period.start.replace(year=year), end)
