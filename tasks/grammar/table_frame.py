"""What a table tells as a whole: what its columns hold, and the district, period and unit that stand over it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

from msgspec.structs import replace

from tasks.grammar.period_codes import Period, months_period, year_period
from tasks.grammar.periods import find_periods
from tasks.grammar.scope import NOBODY, Focus
from tasks.grammar.table_cells import is_empty, is_value, read_value, writes_points
from tasks.grammar.table_heads import cut_unit, expanded, is_unit, read_head, told_unit
from tasks.grammar.tokens import fold
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.figures import Figure
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.state import State
    from tasks.grammar.table_grid import Grid
    from tasks.grammar.table_heads import Head
    from tasks.records.observation import Measure

_MARK: Final = re.compile(r"(?:[-+•*–·]|[a-hđ]\)|(?:\d{1,3}|[ivx]{1,5})(?:\.\d{1,2})*[.)])\s*", re.IGNORECASE)
_TYPES: Final = ("thị xã", "thành phố", "quận", "huyện", "phường", "xã", "đặc khu")
_OWN_TIME: Final = frozenset({"day", "month", "months", "quarter", "half", "year", "span", "ytd"})


class Sayer(Protocol):
    """What a grid needs to know of the article: :class:`tasks.grammar.tables.Tables`."""

    def say(self, text: str, after: Sequence[str] = ()) -> Figure | None: ...
    def allows(self, indicator: str, measure: Measure) -> bool: ...
    def share_of(self, indicator: str) -> str | None: ...
    def place(self, text: str, types: Sequence[str] = ()) -> Focus | None: ...
    def places(self, text: str) -> list[Focus]: ...


class Column(Record, frozen=True):
    head: Head
    focus: Focus | None  # the district that the head names
    growth: str  # how growth is told: "index" (112,5), "signed" (12,5), or "" where the numbers do not say


class Frame:
    """The columns of a grid and what stands over all of them."""

    def __init__(self, tables: Sayer, grid: Grid, state: State) -> None:
        self._tables, self._grid, self._state = tables, grid, state
        self.points = writes_points(cell.text for row in grid.rows for cell in row.cells)
        self.columns = self._find_columns()
        self.unit, self.caption = self._find_unit()
        self.focus = self._find_focus()
        self.period, self.period_rule = self._find_period()

    @property
    def year(self) -> int | None:
        return self.period.year if self.period is not None else self._state.context.year

    def _find_columns(self) -> list[Column]:
        columns: list[Column] = []
        rows = [row for row in self._grid.rows if not row.problem]
        for n, cells in enumerate(self._grid.heads):
            texts = [row.cells[n].text for row in rows if not is_empty(row.cells[n].text)]
            labelled = any(column.head.role == "label" for column in columns)
            head = self._by_content(read_head([cell.text for cell in cells]), texts, labelled=labelled)
            focus = None
            if head.role == "data":
                named = self._tables.places(" ".join(cell.text for cell in cells))
                focus = named[0] if len(named) == 1 else NOBODY if named else None
            columns.append(Column(head, focus, self._growth_form(head, texts)))
        if any(column.head.role == "place" for column in columns):  # "Hòa Bình: thu ngân sách của các huyện"
            return [replace(column, focus=None) for column in columns]
        return columns

    def _by_content(self, head: Head, texts: Sequence[str], *, labelled: bool) -> Head:
        """*Đơn vị* heads places or units; a column of words without a known head holds labels or places."""
        if head.role in {"index", "note", "period"} or not texts:
            return head
        half = len(texts) / 2
        if head.role == "data" and sum(map(is_value, texts)) > half:
            return head
        types = types_of(head)
        if sum(self._tables.place(plain(text), types) is not None for text in texts) > half:
            return replace(head, role="place")
        if head.role != "label" and sum(map(is_unit, texts)) > half:
            return replace(head, role="unit")
        return head if head.role == "label" else replace(head, role="note" if labelled else "label")

    def _growth_form(self, head: Head, texts: Sequence[str]) -> str:
        if head.signed:
            return "signed"
        if head.divided:
            return "index"
        values = [value for text in texts if (value := read_value(text, points=self.points)) is not None]
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
            text = cut_unit(line.text)[0].rstrip(":. ")
            if not fold(text).startswith(("đvt", "đơn vị tính", "đơn vị:")) and len(text) < 160:
                label = text
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
            period = self.resolve(fold(line.text), None)
            if period is not None:
                return period, "caption"
        spoken, year = self._state.timing.spoken, self._state.context.year
        for period, rule in ((spoken.current, "carried"), (spoken.report, "report")):
            if period is not None:
                return period, rule
        return (None, "none") if year is None else (year_period(year), "year-of-article")

    def resolve(self, text: str, year: int | None) -> Period | None:
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

    def told_head(self, n: int) -> str:
        return expanded(" ".join(cell.text for cell in self._grid.heads[n]))

    def beside(self, n: int) -> int | None:
        """The level that a ratio is told of: the nearest to the left that is no plan and no earlier year's."""
        for left in range(n - 1, -1, -1):
            head = self.columns[left].head
            if head.role == "data" and head.kind == "level" and head.status != "target" and not head.before:
                return left
        return None


def plain(label: str) -> str:
    """A label without the number or mark before it."""
    text = label.strip()
    while (match := _MARK.match(text)) is not None and match.end() < len(text):
        text = text[match.end() :]
    return text.strip(" :")


def types_of(head: Head) -> tuple[str, ...]:
    """The kinds of unit that a column of places says it lists: *Quận, huyện*."""
    return tuple(kind for kind in _TYPES if re.search(rf"(?<!\w){kind}(?!\w)", head.told))
