"""Numbers of the whole table that decide whether a release may be made, computed in Polars."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

from expectations.contract import STATISTIC, missing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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


@dataclass(slots=True)
class Totals:
    """Numbers of all statistics and of the observations they are made of, added up some districts at a time.

    ``unused`` observations are told by no statistic; ``columns`` are those of the statistics.
    """

    statistics: int = 0
    dissenting: int = 0
    observations: int = 0
    unused: int = 0
    newest: date | None = None
    columns: Mapping[str, pl.DataType] = field(default_factory=dict)
    rows: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COUNT_SCHEMA))

    def add(self, statistics: pl.DataFrame, observations: pl.DataFrame, withheld: Collection[str]) -> None:
        """Count some districts; observations of ``withheld`` indicators need not be told by a statistic."""
        told = statistics["observation_ids"].explode(empty_as_null=False)
        due = observations.filter(~pl.col("indicator").is_in(list(withheld)))
        published = observations["published_at"].max()
        self.statistics += statistics.height
        self.dissenting += int((statistics["n_dissenting"] > 0).sum())
        self.observations += observations.height
        self.unused += int(due["observation_id"].unique().is_in(told.implode()).not_().sum())
        self.newest = max((day for day in (self.newest, published) if isinstance(day, date)), default=None)
        self.columns = statistics.schema
        self.rows = summed([self.rows, row_counts(statistics)])


def row_counts(statistics: pl.DataFrame) -> pl.DataFrame:
    """Rows by city and year, sorted: what a release keeps so that the next one can be measured against it."""
    return (
        statistics.group_by("city", "year")
        .agg(rows=pl.len())
        .sort("city", "year")
        .select(pl.col(name).cast(kind) for name, kind in COUNT_SCHEMA.items())
    )


def summed(counts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """What :func:`row_counts` would tell of all the rows that these tell of."""
    return pl.concat(counts).group_by("city", "year").agg(pl.col("rows").sum()).sort("city", "year")


def compared(statistics: pl.DataFrame, observations: pl.DataFrame, parameters: StatisticParameters) -> pl.DataFrame:
    """The statistics of some districts with the columns that the table suite compares."""
    codes = pl.Series(sorted(parameters.district_codes or ()), dtype=pl.String).implode()
    known = observations["observation_id"].implode()
    return statistics.with_columns(
        missing(statistics, STATISTIC),
        is_target=pl.col("obs_status") == "target",
        unknown_observations=pl.col("observation_ids").list.eval(~pl.element().is_in(known)).list.sum(),
        unknown_district=(~pl.col("district_code").is_in(codes)).cast(pl.Int64),
        tellings=pl.col("observation_ids").list.len().cast(pl.Int64),
    ).drop("flags", "dissent", "observation_ids")


def gates(
    totals: Totals, previous: pl.DataFrame | None, quarantined: int, parameters: StatisticParameters
) -> tuple[Gate, ...]:
    """What is measured of the whole table; see :func:`expectations.run.check_statistics`."""
    return (
        *_schema(totals, parameters),
        _unused(totals),
        *_losses(totals, previous, parameters),
        *_shares(totals, quarantined, parameters),
        *_freshness(totals, parameters),
    )


def _schema(totals: Totals, parameters: StatisticParameters) -> list[Gate]:
    """Columns that are missing, superfluous or of another type than the schema version says."""
    if parameters.columns is None:
        return []
    names = dict.fromkeys([*parameters.columns, *totals.columns])
    wrong = [
        f"{name} is {totals.columns.get(name, 'missing')}, expected {parameters.columns.get(name, 'no such column')}"
        for name in names
        if totals.columns.get(name) != parameters.columns.get(name)
    ]
    statement = f"Columns and types are those of schema version {parameters.schema_version}."
    return [Gate("schema_version", statement, float(len(wrong)), 0.0, volume=False, detail="; ".join(wrong))]


def _unused(totals: Totals) -> Gate:
    statement = "Every accepted observation is a telling of some statistic."
    return Gate("observations_used", statement, float(totals.unused), 0.0, volume=False)


def _losses(totals: Totals, previous: pl.DataFrame | None, parameters: StatisticParameters) -> list[Gate]:
    """Rows lost since the last release, in all and by city and year."""
    if previous is None or previous.is_empty():
        return []
    before = int(previous["rows"].sum())
    lost = max(0.0, 1 - totals.statistics / before) if before else 0.0
    shrunk = (
        previous.join(totals.rows.rename({"rows": "now"}), on=["city", "year"], how="left")
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
            detail=f"{totals.statistics} rows, {before} in the last release",
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


def _shares(totals: Totals, quarantined: int, parameters: StatisticParameters) -> list[Gate]:
    """Share of refused rows and of statistics with dissent; of few rows a share says nothing and is only told."""
    read = totals.observations + quarantined
    dissenting, statistics = totals.dissenting, totals.statistics
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
            dissenting / statistics if statistics else 0.0,
            parameters.max_dissent_share,
            share=True,
            critical=statistics >= parameters.min_rows_for_shares,
            detail=f"{dissenting} of {statistics}",
        ),
    ]


def _freshness(totals: Totals, parameters: StatisticParameters) -> list[Gate]:
    newest = totals.newest
    if parameters.max_age_days is None or parameters.as_of is None or newest is None:
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
