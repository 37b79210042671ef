"""What people see in the terminal: figures as Vietnamese readers write them, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from flows.figures import figure, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from flows.reports import BackfillReport, RunReport
    from tasks.audit.gaps import Gap
    from tasks.lake.maintenance import Verification
    from tasks.runs.rows import ShardRows


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


def show_statistics(rows: pl.DataFrame) -> None:
    """One table a district: label, period, figure, who tells it, and the sentence around it."""
    console = Console(highlight=False)
    for _, district in rows.group_by("city", "district", maintain_order=True):
        first = district.row(0, named=True)
        table = Table(
            box=box.SIMPLE_HEAD,
            header_style="bold",
            expand=True,
            title_justify="left",
            title_style="bold",
            title=escape(f"{first['district_name']}, {first['city_name']}"),
        )
        table.add_column("indicator", ratio=4, overflow="fold")
        table.add_column("period", no_wrap=True)
        table.add_column("figure", ratio=4, overflow="fold")
        table.add_column("sources", ratio=3, overflow="fold")
        table.add_column("as told", ratio=10, overflow="fold")
        above = None
        for row in district.iter_rows(named=True):
            label, above = ("" if row["indicator"] == above else row["label_vi"]), row["indicator"]
            table.add_row(
                escape(label or ""),
                row["time_period"],
                escape(figure(row)),
                escape(told_by(row)),
                sentence(row["quote"] or "", row["raw_value"] or ""),
            )
        console.print(table)


def told_by(row: Mapping[str, Any]) -> str:
    """``2 agree``, ``1, another tells 5.142``: how many independent sources, and what others say."""
    agree = row["n_supporting"]
    told = f"{agree} agree" if agree > 1 else "1"
    if row["dissent"]:
        told += f"; another {', '.join(number(value) for value in row['dissent'])}"
    return told


def sentence(quote: str, raw_value: str) -> Text:
    """The words around a figure, the figure itself bold."""
    quote = " ".join(quote.split())
    at = max(quote.find(raw_value), 0)
    start = max(quote.rfind(" ", 0, max(at - 70, 0)) + 1, 0)
    end = quote.find(" ", max(at + len(raw_value) + 40, start + 130))
    words = quote[start : end if end > 0 else None]
    text = Text(("… " if start else "") + words + (" …" if end > 0 else ""))
    text.highlight_words([raw_value], style="bold")
    return text


def show_verification(found: Verification) -> None:
    """Each finding, then the verdict."""
    console = Console(highlight=False)
    for finding in found.findings:
        console.print(escape(f"{finding.problem}: {finding.path}{' (repaired)' if finding.repaired else ''}"))
    verdict = "whole" if found.whole else "not whole"
    console.print(f"release {found.release}: {counted(found.files, 'file')} compared, {verdict}")


def show_gaps(gaps: Sequence[Gap]) -> None:
    """The most widely told first, with a sentence each."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", expand=True)
    for column, ratio in (("articles", None), ("figures", None), ("unit", None), ("head", 3), ("sample", 8)):
        table.add_column(column, ratio=ratio, justify="left" if ratio or column == "unit" else "right", overflow="fold")
    for gap in gaps:
        table.add_row(str(gap.articles), str(gap.figures), gap.unit, escape(gap.head), escape(gap.sample[:240]))
    Console(highlight=False).print(table)


def show_report(report: RunReport) -> None:
    """What a run did and where to look, on stdout."""
    console = Console(highlight=False)
    if not report.read_anything:
        console.print(escape(f"nothing new: {counted(report.sources, 'source')} known to {report.lake}"))
        return
    published = f"{report.release}: {counted(report.statistics, 'statistic')}" if report.release else "none needed"
    moved = f" ({report.added} new, {report.changed} changed, {report.removed} gone)" if report.release else ""
    decided = {"decisions": f"{report.decisions:,} applied"} if report.decisions else {}
    lines = {
        "articles": f"{report.articles:,} in {counted(report.sources - report.sources_unchanged, 'source')}",
        "observations": f"{report.observations:,}, {report.quarantined:,} of them quarantined",
        "issues": f"{report.issues:,}",
        **decided,
        "release": published + moved,
        "figures": f"{report.lake}/statistics.parquet",
        "refused": f"{report.lake}/quarantine.parquet, {report.lake}/issues.parquet",
        "checks": report.docs,
    }
    print_table(lines)
    for reason in report.held_back:
        Console(highlight=False).print(f"  [yellow]held back[/yellow] {escape(reason)}", soft_wrap=True)
    for message in report.not_read:
        Console(highlight=False).print(f"  [yellow]not read[/yellow] {escape(message)}", soft_wrap=True)


def show_backfill(report: BackfillReport) -> None:
    """A line a month: what was read, and which release it made."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for column in ("month", "sources", "articles", "observations", "new", "changed", "gone", "release"):
        table.add_column(column, justify="left" if column == "month" else "right")
    for month, one in report.months.items():
        counts = (one.sources - one.sources_unchanged, one.articles, one.observations)
        table.add_row(month, *map(str, (*counts, one.added, one.changed, one.removed, one.release or "none needed")))
    console = Console(highlight=False)
    console.print(table)
    if missing := max(one.sources_unchanged for one in report.months.values()):
        console.print(
            escape(f"{counted(missing, 'source')} known to {report.lake} are not there and were left as they are")
        )


def print_lines(lines: Callable[[int], Iterable[Text]]) -> None:
    """One after the other, as they come; ``lines`` is told how wide they may be."""
    console = Console(highlight=False, soft_wrap=True)
    for line in lines(console.width):
        console.print(line)


def print_table(lines: Mapping[str, str]) -> None:
    """A name and what it stands for, one below the other."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    for name, line in lines.items():
        grid.add_row(name, escape(line))
    Console(highlight=False).print(grid)


def counted(count: int, noun: str) -> str:
    """``1 article``, ``2,000 articles``."""
    return f"{count:,} {noun if count == 1 else noun + 's'}"
