"""Statistics on which tellings disagree and no rule decides: published and marked, or withheld, as the catalog says.

What is withheld is not lost: its tellings are published, and each becomes an issue. Which they are follows from what is
published alone: tellings that no statistic is made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from tasks.records.frames import to_frame
from tasks.records.issue import ISSUE_SCHEMA, Issue
from tasks.records.statistic import STATISTIC_KEY

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

CONTESTED: Final = "contested"
"""Reason of the issue that each telling of a withheld figure becomes."""


def withhold(statistics: pl.DataFrame, indicators: Collection[str]) -> pl.DataFrame:
    """The statistics that are published where contested ones of ``indicators`` are not."""
    return statistics.filter(~(pl.col("contested") & pl.col("indicator").is_in(list(indicators))))


def contested_issues(observations: pl.DataFrame, statistics: pl.DataFrame, indicators: Collection[str]) -> pl.DataFrame:
    """An issue (ISSUE_SCHEMA) for each telling of a figure that :func:`withhold` keeps back, all values named."""
    concerned = pl.col("indicator").is_in(list(indicators))
    used = statistics.filter(concerned).select(observation_id="observation_ids").explode("observation_id")
    told = (
        observations.filter(concerned)
        .join(used, on="observation_id", how="anti")
        .with_columns(is_target=pl.col("obs_status") == "target")
        .with_columns(tellings=pl.col("obs_value").unique().sort().implode().over(STATISTIC_KEY))
        .sort("observation_id")
    )
    return to_frame([_issue(row) for row in told.iter_rows(named=True)], ISSUE_SCHEMA)


def _issue(row: Mapping[str, Any]) -> Issue:
    values = ", ".join(f"{value:.15g}" for value in row["tellings"])
    message = (
        f"{row['district_name']}, {row['indicator']} {row['measure']} {row['time_period']}: the tellings {values} "
        "disagree and no rule decides; the figure is withheld until one is corrected or rejected"
    )
    names = ("source_uri", "article", "article_id", "quote", "char_start", "char_end", "raw_value")
    return Issue("reconcile", CONTESTED, message, **{name: row[name] for name in names})
