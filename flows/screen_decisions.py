"""Readings and decisions about them in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.figures import figure, number
from flows.screen import counted

if TYPE_CHECKING:
    import polars as pl


def show_readings(rows: pl.DataFrame) -> None:
    """Id, what was read, and why it is held back, three lines each: ids and reasons are long, screens narrow."""
    console = Console(highlight=False)
    for row in rows.iter_rows(named=True):
        where = f"{row['district_name']}, {row['indicator']} {row['time_period']}: {figure(row)}"
        console.print(f"[bold]{row['observation_id']}[/bold]  {escape(where)}")
        console.print(f"    {escape(' '.join(row['quote'].split()))}")
        console.print(f"    [yellow]held back[/yellow] {escape(row['message'])}" if row["message"] else "    published")
    Console(stderr=True).print(counted(rows.height, "reading"), highlight=False)


def show_decisions(rows: pl.DataFrame) -> None:
    """One line a decision, oldest first."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", expand=True)
    for column, ratio in (("state", None), ("day", None), ("decided", 3), ("about", 4), ("by", 2), ("reason", 5)):
        table.add_column(column, ratio=ratio, overflow="fold")
    for row in rows.iter_rows(named=True):
        now = f", {number(row['now'])} read now" if row["state"] == "reopened" else ""
        to = f" {number(row['read_value'])}" + (f" to {number(row['value'])}" if row["action"] == "correct" else "")
        table.add_row(
            row["state"] + now,
            f"{row['decided_at']:%Y-%m-%d}",
            row["action"] + to,
            escape(f"{row['district_name']}, {row['indicator']} {row['measure']} {row['time_period']}"),
            escape(row["reviewer"]),
            escape(row["reason"]),
        )
    Console(highlight=False).print(table)


def tell_decided(new: pl.DataFrame, *, json: bool) -> None:
    """What was decided just now."""
    if json:
        sys.stdout.write(new.write_ndjson())
        return
    told = counted(new.height, "decision")
    sys.stdout.write(
        f"{told} taken; the next run applies {'it' if new.height == 1 else 'them'}\n"
        if new.height
        else "nothing new: all of that was decided already\n"
    )
