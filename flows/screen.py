"""What people see in the terminal: figures as Vietnamese readers write them, tables, progress."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.progress import TaskID

    from tasks.shards.rows import ShardRows

_UNITS: Final = {"VND_BN": " tỷ đồng", "VND_MN": " triệu đồng", "USD_MN": " triệu USD", "PERCENT": "%", "COUNT": ""}
_BOUNDS: Final = {"eq": "", "gt": "> ", "lt": "< ", "approx": "≈ "}
_MEASURES: Final = {"level": "", "plan_ratio": "of plan", "growth": "on last year", "change": "change"}
_SIGNED: Final = {"growth", "change"}


class Progress:
    """A bar on stderr, drawn for people only and gone when the work is done."""

    def __init__(self, bar: Bar, label: str) -> None:
        self._bar = bar
        self._label = label
        self._task: TaskID | None = None

    def start(self, total: int) -> None:
        self._task = self._bar.add_task(self._label, total=total)

    def advance(self, steps: int) -> None:
        if self._task is not None:
            self._bar.advance(self._task, steps)


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A progress bar; on a pipe it draws nothing."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield Progress(bar, label)


def show_observations(rows: ShardRows, *, table: bool, where: Path | None) -> None:
    """The observations on stdout if ``table``; on stderr what was read and where it went."""
    if table and rows.observations.height:
        listing = Table(box=box.SIMPLE_HEAD, header_style="bold")
        for column in ("article", "district", "indicator", "period", "figure", "as told"):
            listing.add_column(column, justify="right" if column == "figure" else "left", overflow="fold")
        for row in rows.observations.iter_rows(named=True):
            cells = (row["article"], row["district_name"], row["indicator"], row["time_period"])
            listing.add_row(*map(escape, cells), escape(figure(row)), escape(row["raw_value"]))
        Console().print(listing)
    told = f"{counted(rows.n_articles, 'article')}, {counted(rows.observations.height, 'observation')}"
    target = f" in {where}" if where else ""
    Console(stderr=True).print(escape(f"{told}{target}, {counted(rows.issues.height, 'issue')}"), highlight=False)


def figure(row: dict[str, object]) -> str:
    """A value with bound, unit and measure: ``> 8.343 tỷ đồng``, ``97% of plan``, ``-7,5% on last year``."""
    value, measure = float(str(row["obs_value"])), str(row["measure"])
    told = _BOUNDS[str(row["bound"])] + number(value, signed=measure in _SIGNED) + _UNITS[str(row["unit_measure"])]
    target = "target" if row["obs_status"] == "target" else ""
    return " ".join(part for part in (told, _MEASURES[measure], target) if part)


def number(value: float, *, signed: bool = False) -> str:
    """A number in Vietnamese notation, at most four decimals: 15909.354 is ``15.909,354``."""
    text = f"{value:{'+' if signed else ''},.4f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def counted(count: int, noun: str) -> str:
    """``1 article``, ``2,000 articles``."""
    return f"{count:,} {noun if count == 1 else noun + 's'}"
