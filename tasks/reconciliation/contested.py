"""Statistics on which tellings disagree and no rule decides: published and marked, or withheld, as the catalog says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tasks.records.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class Parted:
    """``withheld`` are contested statistics that are not published; ``issues`` say so of each of their tellings."""

    published: pl.DataFrame
    withheld: pl.DataFrame
    issues: tuple[Issue, ...]


def withhold(statistics: pl.DataFrame, observations: pl.DataFrame, indicators: Collection[str]) -> Parted:
    """Part contested statistics of ``indicators`` from the rest; their tellings become issues, so nothing is lost."""
    is_withheld = pl.col("contested") & pl.col("indicator").is_in(list(indicators))
    withheld = statistics.filter(is_withheld)
    told = (
        withheld.select(
            pl.col("observation_ids").alias("observation_id"),
            tellings=pl.concat_list(pl.concat_list("obs_value"), "dissent").list.sort(),
        )
        .explode("observation_id")
        .join(observations, on="observation_id")
        .sort("observation_id")
    )
    return Parted(statistics.filter(~is_withheld), withheld, tuple(_issue(row) for row in told.iter_rows(named=True)))


def _issue(row: dict[str, object]) -> Issue:
    values = ", ".join(f"{value:g}" for value in row["tellings"])  # type: ignore[attr-defined]
    message = (
        f"{row['district_name']}, {row['indicator']} {row['measure']} {row['time_period']}: the tellings {values} "
        "disagree and no rule decides; the figure is withheld until one is corrected or rejected"
    )
    names = ("source_uri", "article", "article_id", "quote", "char_start", "char_end", "raw_value")
    return Issue("reconcile", "contested", message, **{name: row[name] for name in names})  # type: ignore[arg-type]
