"""What people see in the terminal: figures as Vietnamese readers write them, tables, progress."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from flows.figures import figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.progress import TaskID

    from flows.reports import RunReport
    from tasks.runs.rows import ShardRows


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


def show_report(report: RunReport) -> None:
    """What a run did and where to look, on stdout."""
    console = Console(highlight=False)
    if not report.read_anything:
        console.print(escape(f"nothing new: {counted(report.sources, 'source')} known to {report.lake}"))
        return
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column()
    published = f"{report.release}: {counted(report.statistics, 'statistic')}" if report.release else "none needed"
    moved = f" ({report.added} new, {report.changed} changed, {report.removed} gone)" if report.release else ""
    lines = {
        "articles": f"{report.articles:,} of {counted(report.sources - report.sources_unchanged, 'source')}",
        "observations": f"{report.observations:,}, {report.quarantined:,} of them quarantined",
        "issues": f"{report.issues:,}",
        "release": published + moved,
        "figures": f"{report.lake}/statistics.parquet",
        "held back": f"{report.lake}/quarantine.parquet, {report.lake}/issues.parquet",
        "checks": report.docs,
    }
    for name, line in lines.items():
        grid.add_row(name, escape(line))
    console.print(grid)


def counted(count: int, noun: str) -> str:
    """``1 article``, ``2,000 articles``."""
    return f"{count:,} {noun if count == 1 else noun + 's'}"
