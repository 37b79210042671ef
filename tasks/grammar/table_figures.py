"""The figure of one cell of a table: its number, with what its row, its head and the caption tell of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import REFUSALS, Figure
from tasks.grammar.period_codes import Period, year_period
from tasks.grammar.table_cells import read_value
from tasks.grammar.table_heads import cut_unit, expanded
from tasks.grammar.tokens import fold
from tasks.grammar.wards_heads import COMMUNES, MOST_COMMUNES, heads_communes
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.scope import Focus
    from tasks.grammar.table_cells import Cell, Value
    from tasks.grammar.table_frame import Frame, Sayer
    from tasks.grammar.table_heads import Head
    from tasks.grammar.tokens import Sentence
    from tasks.records.observation import Bound, Measure, ObsStatus

_UNITS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"1[.,]?000[.,]000\s*(?:đồng|đ)(?!\w)"), "triệu đồng"),
    (re.compile(r"(?:1[.,]?000|nghìn|ngàn)\s*(?:đồng|đ)(?!\w)"), "nghìn đồng"),
    (re.compile(r"1[.,]?000\s+"), "nghìn "),
    (re.compile(r"(?:triệu|tr)\.?\s?(?:đồng|đ)(?!\w)\.?|trđ"), "triệu đồng"),
    (re.compile(r"(?:tỷ|tỉ)(?:\.?\s?(?:đồng|đ))?(?!\w)"), "tỷ đồng"),
)
_PROBLEMS: Final = {
    "table_columns": "the cells of this row cannot be set into the columns of the table: {}",
    "table_head": "the head {!r} does not tell whether its numbers are ratios, indices or changes",
    "table_unit": "neither the row, nor its head, nor the caption tells the unit of this number",
}


class Line(Record, frozen=True):
    """What a row tells of all its cells. ``above`` is the label that this one is a part or detail of."""

    sentence: Sentence
    label: str
    unit: str
    above: str
    part: bool
    focus: Focus
    period: Period | None


class CellReader:
    """Reads the cells of one table, row by row. ``year`` is the article's."""

    def __init__(self, tables: Sayer, frame: Frame, year: int | None) -> None:
        self._tables, self._frame, self._year = tables, frame, year
        self._columns = frame.columns
        self._spoken: tuple[str, ...] = ()  # the indicator of the cell before: "giải ngân" beside "vốn đầu tư công"

    def figure(self, cell: Cell, n: int, line: Line) -> Figure | None:
        """What the cell in column ``n`` tells; ``None`` where it tells nothing of the catalog."""
        figure = self._figure(cell, n, line)
        if figure is not None:
            self._spoken = (figure.indicator,)
        return figure

    def _figure(self, cell: Cell, n: int, line: Line) -> Figure | None:
        head = self._columns[n].head
        value = read_value(cell.text, points=self._frame.points)
        if value is None or (line.label and head.rest and self._columns[n].focus is None):
            return None  # a head that names something else beside the row's own label
        if head.kind == "level" and heads_communes(fold(line.label) or head.told):
            return self._communes(cell, value, n, line)
        if head.kind == "level":
            return self._level(cell, value, n, line)
        if head.kind == "change":
            return self._change(cell, value, n, line)
        return self._compared(cell, value, n, line)

    def _communes(self, cell: Cell, value: Value, n: int, line: Line) -> Figure | None:
        """*Số phường/xã*: how many communes a district has."""
        unit = (self._columns[n].focus or line.focus).unit
        few = value.number is not None and value.number.is_integer() and 0 < value.number <= MOST_COMMUNES
        if value.number is None or not few or unit is None or unit.tier != "district":
            return None
        period, rule = self._period_of(n, line, "level")
        told: tuple[str, Measure, float] = (COMMUNES, "level", value.number)
        return self._emit(cell, told, (self._status_of(n, period), period, rule), n, line)

    def _compared(self, cell: Cell, value: Value, n: int, line: Line) -> Figure | None:
        """A ratio to the plan, or growth."""
        column, head = self._columns[n], self._columns[n].head
        indicator = self._indicator_of(value, n, line)
        kind: Measure = "growth" if head.kind == "growth" else "plan_ratio"
        if indicator is None or value.number is None:
            return None
        share = self._tables.share_of(indicator)
        beside = self._columns[n - 1].head  # what is counted, not what was planned or done of it
        if share is not None and not line.label and beside.rest and beside.status is None and _is_share(head):
            period, rule = self._period_of(n, line, "level")
            if head.signed:  # how many points fewer, or percent of those that there were: nobody knows
                return None
            return self._emit(cell, (share, "level", value.number), (self._status_of(n, period), period, rule), n, line)
        if not self._tables.allows(indicator, kind):
            return None
        if not (head.percent or "%" in cell.text) or (kind == "growth" and not column.growth):
            return refused(line.sentence, cell, "table_head", head.told)
        number = -value.number if _falls(head) else value.number
        if kind == "growth":
            number -= 100 if column.growth == "index" else 0
        elif head.signed:
            number += 100
        period, rule = self._period_of(n, line, kind)
        if kind == "growth" and head.base_year is not None and period and head.base_year != period.year - 1:
            return None  # growth against another base has no measure
        return self._emit(cell, (indicator, kind, number), (self._status_of(n, period), period, rule), n, line)

    def _change(self, cell: Cell, value: Value, n: int, line: Line) -> Figure | None:
        """*Tăng (+), giảm (-)* in the unit of the row."""
        said = self._said(value, n, line)
        if said is None or value.number is None or said.measure != "level":
            return None
        if not self._tables.allows(said.indicator, "change"):
            return None
        number = -said.value if value.number < 0 or _falls(self._columns[n].head) else said.value
        period, rule = self._period_of(n, line, "change")
        return self._emit(cell, (said.indicator, "change", number), (self._status_of(n, period), period, rule), n, line)

    def _level(self, cell: Cell, value: Value, n: int, line: Line) -> Figure | None:
        said = self._said(value, n, line)
        if said is None:
            if self._unit_of(value, n, line) or self._said(value, n, line, unit="tỷ đồng") is None:
                return None
            return refused(line.sentence, cell, "table_unit")
        if value.number is not None and value.number < 0 and said.measure not in {"growth", "change"}:
            return None
        number = -said.value if value.number is not None and value.number < 0 else said.value
        period, rule = self._period_of(n, line, said.measure)
        status = self._status_of(n, period) if self._columns[n].head.status or said.status == "actual" else said.status
        return self._emit(
            cell, (said.indicator, said.measure, number), (status, period, rule), n, line, bound=said.bound
        )

    def _indicator_of(self, value: Value, n: int, line: Line) -> str | None:
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

    def _indicator_of_caption(self, value: Value, line: Line) -> str | None:
        if any(column.head.rest for column in self._columns if column.head.role == "data"):
            return None
        said = self._say(self._frame.caption, value, self._frame.unit or "tỷ đồng", line)
        return None if said is None else said.indicator

    def _unit_of(self, value: Value, n: int, line: Line) -> str:
        head = self._columns[n].head
        own = head.unit if head.kind == "level" else ""
        percent = "%" if head.kind == "level" and head.percent else ""
        return value.unit or line.unit or own or percent or self._frame.unit

    def _said(self, value: Value, n: int, line: Line, unit: str | None = None) -> Figure | None:
        """The figure that row and head tell of the value, said as a sentence."""
        head = self._columns[n].head
        label = line.label or (cut_unit(self._frame.told_head(n))[0] if head.rest else self._frame.caption)
        told = _unit_words(self._unit_of(value, n, line) if unit is None else unit)
        return self._say(label, value, told, line, self._spoken)

    def _say(self, label: str, value: Value, unit: str, line: Line, after: Sequence[str] = ()) -> Figure | None:
        label = expanded(re.sub(r"\([^()]*\)", " ", label)).strip(" :;,.-")
        said = self._tables.say(f"{label.capitalize()}: {value.literal} {unit}".strip(), after) if label else None
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
        if head.kind != "level" and (beside := self._frame.beside(n)) is not None:
            return self._columns[beside].head.status or "actual"
        year = self._year
        return "target" if period is not None and year is not None and period.year > year else "actual"

    def _period_of(self, n: int, line: Line, measure: str) -> tuple[Period | None, str]:
        """The row's own period, else the head's, else that of the column a ratio is told of, else the table's."""
        head = self._columns[n].head
        own = self._frame.resolve(head.when, self._frame.year)
        if (
            own is None
            and measure in {"plan_ratio", "growth", "change"}
            and (beside := self._frame.beside(n)) is not None
        ):
            own = self._frame.resolve(self._columns[beside].head.when, self._frame.year)
        row = line.period
        if row is None and own is None and line.label:
            row = self._frame.resolve(expanded(line.label), self._frame.year)
        if row is not None:
            return row, "row"
        period, rule = (self._frame.period, self._frame.period_rule) if own is None else (own, "head")
        if period is not None and head.before and str(period.year) not in head.when:
            return _year_before(period), "head"
        if own is None and period is not None and head.status == "target" and head.kind == "level":
            period = period if "/" in period.code else year_period(period.year)  # a plan is the whole year's
        return period, rule

    def _emit(
        self,
        cell: Cell,
        told: tuple[str, Measure, float],
        when: tuple[ObsStatus, Period | None, str],
        n: int,
        line: Line,
        *,
        bound: Bound = "eq",
    ) -> Figure | None:
        indicator, measure, number = told
        status, period, rule = when
        focus = self._columns[n].focus or line.focus
        if focus.kind == "province" and line.focus.kind == "district" and line.focus.rule == "named":
            focus = line.focus  # under "Số xã đạt chuẩn của tỉnh …" the rows name their huyện
        reason = message = ""
        if focus.kind != "district" or focus.unit is None:
            if focus.rule == "total":
                return None
            reason, message = REFUSALS.get(focus.kind, REFUSALS["none"])
        elif period is None:
            reason, message = "no_period", "neither the table, nor the text, nor the article's date tells the year"
        sure = rule in {"head", "row", "caption"} and focus.rule == "named"
        return Figure(
            line.sentence,
            cell.start,
            cell.end,
            indicator,
            measure,
            float(f"{number:.10g}"),
            status,
            bound,
            f"table:{self._columns[n].head.kind}/{measure}/{focus.rule}/{rule}",
            "high" if sure else "medium",
            focus.unit,
            period,
            reason or None,
            message,
        )


def refused(sentence: Sentence, cell: Cell, reason: str, detail: str = "") -> Figure:
    """A cell that is not given to anyone: ``table_columns``, ``table_head`` or ``table_unit``."""
    message = _PROBLEMS[reason].format(detail)
    return Figure(
        sentence,
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


def _is_share(head: Head) -> bool:
    """*Số hộ nghèo | Tỷ lệ (%)*: of what the count beside it is a share; *Tỷ lệ đạt (%)* is of a plan."""
    words = head.told.replace("(", " ").replace(")", " ").replace("%", " ").split()
    return words[:2] in (["tỷ", "lệ"], ["tỉ", "lệ"]) and set(words[2:]) <= {"tăng", "giảm"}


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
