"""Releases of a lake in the terminal, and what each of them changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from flows.figures import figure
from flows.screen import counted, print_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.lake.manifest import Manifest

CHANGES_SHOWN: Final = 200
"""Rows of a delta that a screen lists, those whose value moved first; its file has them all."""


def show_releases(lake: str, manifests: Sequence[Manifest]) -> None:
    """One line a release, the newest last."""
    if not manifests:
        Console(stderr=True).print(escape(f"no release at {lake} yet"), highlight=False)
        return
    # Eight columns: with less padding than usual all headings fit into a terminal of 80.
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1), collapse_padding=True, pad_edge=False)
    for column in ("release", "made", "what", "statistics", "new", "changed", "gone", "quarantined"):
        words = column in {"made", "what"}
        table.add_column(column, justify="left" if words else "right", no_wrap=column != "what", overflow="fold")
    for one in manifests:
        delta = one.delta.get("statistics")
        moved = (delta.added, delta.changed, delta.removed) if delta else ("", "", "")
        counts = (one.rows.get("statistics", 0), *moved, one.rows.get("quarantine", 0))
        made = (one.created_at or "")[:16].replace("T", " ")
        what = one.note or ("" if one.kind == "publish" else one.kind)
        table.add_row(str(one.release), made, escape(what), *map(str, counts))
    Console(highlight=False).print(table)


def show_release(manifest: Manifest, delta: pl.DataFrame) -> None:
    """All that a manifest says but its files, and what the release changed."""
    lines = {
        "release": f"{manifest.release}, after {manifest.parent}" if manifest.parent else str(manifest.release),
        "made": f"{manifest.created_at or 'unknown'} by run {manifest.run_id}",
        "what": manifest.note or manifest.kind,
        "versions": f"code {manifest.code_version}, catalog {manifest.catalog_version}, rules {manifest.rules_version}",
        "files": f"{len(manifest.files):,}",
        **{f"{name} rows": f"{rows:,}" for name, rows in manifest.rows.items()},
        **{
            f"{name} moved": f"{delta.added:,} new, {delta.changed:,} changed, {delta.removed:,} gone"
            for name, delta in manifest.delta.items()
        },
        "sources": f"{manifest.sources_added.count:,} new, {manifest.sources_changed.count:,} changed, "
        f"{manifest.sources_removed.count:,} gone",
    }
    print_table(lines)
    _show_delta(delta)


def _show_delta(delta: pl.DataFrame) -> None:
    console = Console(highlight=False)
    if delta.is_empty():
        console.print("no figure changed")
        return
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", expand=True)
    for column, ratio in (("change", None), ("what", 5), ("figure", 4), ("why", 5)):
        table.add_column(column, ratio=ratio, overflow="fold")
    same = pl.col("old_value").eq_missing(pl.col("new_value")) & (pl.col("change") == "changed")
    for row in delta.sort(same, maintain_order=True).head(CHANGES_SHOWN).iter_rows(named=True):
        what = f"{row['district_name']}, {row['indicator']} {row['time_period']}"
        table.add_row(row["change"], escape(what), escape(_moved(row)), escape(row["reason"] or ""))
    console.print(table)
    if delta.height > CHANGES_SHOWN:
        console.print(f"and {counted(delta.height - CHANGES_SHOWN, 'change')} more; --json prints all")


def _moved(row: Mapping[str, Any]) -> str:
    """``5.142 → 5.412 tỷ đồng``, one of them where there is but one."""
    shared = {**row, "obs_status": "target" if row["is_target"] else "actual", "bound": "eq"}
    values = [value for value in dict.fromkeys((row["old_value"], row["new_value"])) if value is not None]
    return " → ".join(figure({**shared, "obs_value": value}) for value in values)
