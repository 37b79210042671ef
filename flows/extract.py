"""Articles to observations without a lake and without Prefect: what `solieu extract` does."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from flows.access import read_options
from tasks.records.frames import to_frame
from tasks.records.issue import ISSUE_SCHEMA
from tasks.runs.pool import closing_pool
from tasks.runs.read import NothingToReadError, parts_of, read_batches, sources_under
from tasks.runs.rows import joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from flows.settings import Settings
    from tasks.runs.progress import Progress
    from tasks.runs.rows import ShardRows

_TOLD: Final = 3


def extract_observations(patterns: Sequence[str], settings: Settings, *, today: date, progress: Progress) -> ShardRows:
    """Everything that the articles under ``patterns`` tell, sorted by source and place in the text.

    Raises:
        NothingToReadError: no source can be read, or none but tables of unknown columns.
    """
    options = read_options(settings, today)
    sources, issues = sources_under(patterns, options)
    parts = [part for source in sources for part in parts_of(source, options)]
    progress.start(sum(part.weight for part in parts))
    with closing_pool():
        rows = joined(list(read_batches(parts, options, processes=settings.processes, advance=progress.advance)))
    if not rows.n_articles and (lost := rows.issues.filter(pl.col("reason") == "unknown_columns")).height:
        raise NothingToReadError("; ".join(lost["message"].head(_TOLD)))
    listed = to_frame(issues, ISSUE_SCHEMA).with_columns(source="source_uri")
    return replace(rows, issues=pl.concat([listed, rows.issues]))


def write_rows(rows: pl.DataFrame, output: Path) -> None:
    """Write rows as JSON lines or Parquet, by the ending; whole or not at all."""
    partial = output.with_name(f".{output.name}.partial")
    try:
        if output.suffix == ".parquet":
            rows.write_parquet(partial)
        else:
            rows.write_ndjson(partial)
        os.replace(partial, output)  # noqa: PTH105  replaces on every platform
    finally:
        partial.unlink(missing_ok=True)
