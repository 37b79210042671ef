"""What a person sees while articles are read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress, TaskProgressColumn, TextColumn

from flows.bar import ReadingBar, progress_bar

if TYPE_CHECKING:
    import pytest


def test_share_is_that_of_the_bytes_and_articles_are_counted() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=100)
    columns = (TextColumn("{task.description}"), TaskProgressColumn(), TextColumn("{task.fields[told]}"))
    with Progress(*columns, console=console, auto_refresh=False) as bar:
        reading = ReadingBar(bar, "reading", "starting Prefect")
        reading.start(1_000)
        reading.advance(250, 1_200)
        [task] = bar.tasks
        assert (task.description, task.percentage) == ("reading", 25.0)
        assert str(task.fields["told"]).startswith("1,200 articles, ")
        bar.refresh()
        reading.advance(750, 5)
        assert task.finished


def test_on_a_pipe_nothing_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("reading") as reading:
        reading.start(10)
        reading.advance(10, 1)
    assert capsys.readouterr().err == ""
