"""Numbers of the whole table that decide whether a release may be made, computed in Polars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from expectations.contract import STATISTIC, missing

if TYPE_CHECKING:
    from expectations.parameters import StatisticParameters

COUNT_SCHEMA: Final[dict[str, pl.DataType]] = {"city": pl.String(), "year": pl.Int32(), "rows": pl.Int64()}


@dataclass(frozen=True, slots=True)
class Gate:
    """A measured number and its limit. ``volume`` gates can be lifted by whoever runs the release; others cannot.

    ``share`` says that both are fractions, told in percent.
    """

    rule: str
    statement: str
    observed: float
    limit: float
    share: bool = False
    volume: bool = True
    critical: bool = True
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """The statistics with the columns the table suite compares, and the gates."""

    frame: pl.DataFrame
    gates: tuple[Gate, ...]


def row_counts(statistics: pl.DataFrame) -> pl.DataFrame:
    """Rows by city and year, sorted: what a release keeps so that the next one can be measured against it."""
    return (
        statistics.group_by("city", "year")
        .agg(rows=pl.len())
        .sort("city", "year")
        .select(pl.col(name).cast(kind) for name, kind in COUNT_SCHEMA.items())
    )


def table_facts(
    statistics: pl.DataFrame,
    observations: pl.DataFrame,
    previous: pl.DataFrame | None,
    quarantined: int,
    parameters: StatisticParameters,
) -> TableFacts:
    """See :func:`expectations.run.check_statistics`."""
    known = observations["observation_id"].implode()
    compared = statistics.with_columns(
        missing(statistics, STATISTIC),
        is_target=pl.col("obs_status") == "target",
        unknown_observations=pl.col("observation_ids").list.eval(~pl.element().is_in(known)).list.sum(),
        tellings=pl.col("observation_ids").list.len().cast(pl.Int64),
    ).drop("flags", "dissent", "observation_ids")
    gates = (
        *_schema(statistics, parameters),
        _unused(statistics, observations, parameters),
        *_losses(statistics, previous, parameters),
        *_shares(statistics, observations.height, quarantined, parameters),
        *_freshness(observations, parameters),
    )
    return TableFacts(compared, gates)


def _schema(statistics: pl.DataFrame, parameters: StatisticParameters) -> list[Gate]:
    """Columns that are missing, superfluous or of another type than the schema version says."""
    if parameters.columns is None:
        return []
    names = dict.fromkeys([*parameters.columns, *statistics.columns])
    wrong = [
        f"{name} is {statistics.schema.get(name, 'missing')}, expected {parameters.columns.get(name, 'no such column')}"
        for name in names
        if statistics.schema.get(name) != parameters.columns.get(name)
    ]
    statement = f"Columns and types are those of schema version {parameters.schema_version}."
    return [Gate("schema_version", statement, float(len(wrong)), 0.0, volume=False, detail="; ".join(wrong))]


def _unused(statistics: pl.DataFrame, observations: pl.DataFrame, parameters: StatisticParameters) -> Gate:
    told = statistics["observation_ids"].explode(empty_as_null=False)
    due = observations.filter(~pl.col("indicator").is_in(list(parameters.withheld)))
    unused = due["observation_id"].unique().is_in(told.implode()).not_().sum()
    statement = "Every accepted observation is a telling of some statistic."
    return Gate("observations_used", statement, float(unused), 0.0, volume=False)


def _losses(statistics: pl.DataFrame, previous: pl.DataFrame | None, parameters: StatisticParameters) -> list[Gate]:
    """Rows lost since the last release, in all and by city and year."""
    if previous is None or previous.is_empty():
        return []
    before = int(previous["rows"].sum())
    lost = max(0.0, 1 - statistics.height / before) if before else 0.0
    shrunk = (
        previous.join(row_counts(statistics).rename({"rows": "now"}), on=["city", "year"], how="left")
        .with_columns(pl.col("now").fill_null(0))
        .filter(
            pl.col("rows") >= parameters.min_partition_rows,
            pl.col("now") < (1 - parameters.max_partition_loss_share) * pl.col("rows"),
        )
        .sort("city", "year")
    )
    detail = "; ".join(
        f"{city} {year}: {now} rows, {rows} in the last release"
        for city, year, rows, now in shrunk.select("city", "year", "rows", "now").iter_rows()
    )
    return [
        Gate(
            "row_count",
            f"The release has lost no more than {_percent(parameters.max_loss_share)} of the rows of the last one.",
            lost,
            parameters.max_loss_share,
            share=True,
            detail=f"{statistics.height} rows, {before} in the last release",
        ),
        Gate(
            "partition_rows",
            f"No city and year of {parameters.min_partition_rows} rows or more has lost over "
            f"{_percent(parameters.max_partition_loss_share)} of them.",
            float(shrunk.height),
            0.0,
            detail=detail,
        ),
    ]


def _shares(statistics: pl.DataFrame, accepted: int, quarantined: int, parameters: StatisticParameters) -> list[Gate]:
    """Share of refused rows and of statistics with dissent; of few rows a share says nothing and is only told."""
    read = accepted + quarantined
    dissenting = int((statistics["n_dissenting"] > 0).sum())
    return [
        Gate(
            "quarantine_share",
            f"No more than {_percent(parameters.max_quarantine_share)} of the figures read are refused.",
            quarantined / read if read else 0.0,
            parameters.max_quarantine_share,
            share=True,
            critical=read >= parameters.min_rows_for_shares,
            detail=f"{quarantined} of {read}",
        ),
        Gate(
            "dissent_share",
            f"No more than {_percent(parameters.max_dissent_share)} of the statistics have dissenting tellings.",
            dissenting / statistics.height if statistics.height else 0.0,
            parameters.max_dissent_share,
            share=True,
            critical=statistics.height >= parameters.min_rows_for_shares,
            detail=f"{dissenting} of {statistics.height}",
        ),
    ]


def _freshness(observations: pl.DataFrame, parameters: StatisticParameters) -> list[Gate]:
    newest = observations["published_at"].max()
    if parameters.max_age_days is None or parameters.as_of is None or not isinstance(newest, date):
        return []
    age = (parameters.as_of - newest).days
    statement = f"The newest article is no older than {parameters.max_age_days} days."
    return [
        Gate(
            "freshness",
            statement,
            float(age),
            float(parameters.max_age_days),
            critical=False,
            detail=newest.isoformat(),
        )
    ]


def _percent(share: float) -> str:
    return f"{100 * share:g} %"
