"""How far reading has come, in the terminal: share done, articles a second, time left."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from tasks.runs.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Iterator


class ReadingBar:
    """A bar on stderr, drawn for people only and gone when the work is done. Its share is that of the bytes."""

    def __init__(self, bar: Progress, label: str, waiting_for: str) -> None:
        self._bar = bar
        self._label = label
        self._pace = Pace()
        self._task = bar.add_task(waiting_for, total=None, told="")

    def start(self, n_bytes: int) -> None:
        self._pace.start(n_bytes)
        self._bar.update(self._task, description=self._label, total=n_bytes)

    def advance(self, n_bytes: int, n_articles: int) -> None:
        self._pace.advance(n_bytes, n_articles)
        told = f"{self._pace.articles:,} articles, {self._pace.articles_per_second:,.0f} a second"
        self._bar.update(self._task, advance=n_bytes, told=told)


@contextmanager
def progress_bar(label: str, waiting_for: str = "") -> Iterator[ReadingBar]:
    """A progress bar, headed ``waiting_for`` until the work starts; on a pipe it draws nothing."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield ReadingBar(bar, label, waiting_for or label)
