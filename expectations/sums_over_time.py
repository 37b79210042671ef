"""Sums over time: this year's figures against last year's, and a running total against its own past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from expectations.districts import PLACE
from expectations.figures import AGREES, DISAGREES, REVISION, TELLING, in_role, members, state_of, verdict
from expectations.wording import vietnamese

if TYPE_CHECKING:
    from expectations.parameters import ArithmeticParameters


def growth(figures: pl.DataFrame, parameters: ArithmeticParameters) -> pl.DataFrame:
    """A level is last year's level of the same period, told anywhere, grown by the rate told with it."""
    told = figures.filter(~pl.col("is_target"))
    rates = told.filter(pl.col("measure") == "growth").select(*TELLING, *in_role("rate"))
    sums = (
        _with_last_year(told)
        .join(rates, on=TELLING, nulls_equal=True)
        .with_columns(
            implied=pl.col("before") * (1 + pl.col("rate") / 100),
            implied_low=pl.col("before_low") * (1 + pl.col("rate_low") / 100) * (1 - REVISION),
            implied_high=pl.col("before_high") * (1 + pl.col("rate_high") / 100) * (1 + REVISION),
        )
        .filter(pl.col("implied") > 0)
        .with_columns(
            agrees=(pl.col("implied_low") <= pl.col("level_high")) & (pl.col("implied_high") >= pl.col("level_low"))
        )
        .filter(pl.col("agrees") | ~pl.col("agrees").any().over("level_row"))
        .with_columns(
            state=state_of(pl.col("agrees"), pl.col("level") / pl.col("implied"), parameters.impossible_factor_across),
            message=pl.format(
                "{} × (1 + {} %) = {}{}",
                vietnamese(pl.col("before")),
                vietnamese(pl.col("rate")),
                vietnamese(pl.col("implied"), 1),
                verdict(pl.format(", told is {}: disagrees", vietnamese(pl.col("level")))),
            ),
        )
    )
    return members(sums, "growth", ["level_row", "rate_row", "before_row"])


def change(figures: pl.DataFrame, _parameters: ArithmeticParameters) -> pl.DataFrame:
    """A level less last year's level of the same period is the change told with it."""
    told = figures.filter(~pl.col("is_target"))
    steps = told.filter(pl.col("measure") == "change").select(*TELLING, *in_role("step"))
    sums = (
        _with_last_year(told)
        .join(steps, on=TELLING, nulls_equal=True)
        .with_columns(implied=pl.col("level") - pl.col("before"), loose=REVISION * pl.col("before").abs())
        .with_columns(
            agrees=(pl.col("level_low") - pl.col("before_high") - pl.col("loose") <= pl.col("step_high"))
            & (pl.col("level_high") - pl.col("before_low") + pl.col("loose") >= pl.col("step_low"))
        )
        .filter(pl.col("agrees") | ~pl.col("agrees").any().over("level_row"))
        .with_columns(
            state=pl.when("agrees").then(AGREES).otherwise(DISAGREES),
            message=pl.format(
                "{} − {} = {}{}",
                vietnamese(pl.col("level")),
                vietnamese(pl.col("before")),
                vietnamese(pl.col("implied"), 2),
                verdict(pl.format(", told is {}: disagrees", vietnamese(pl.col("step")))),
            ),
        )
    )
    return members(sums, "change", ["level_row", "step_row", "before_row"])


def cumulative(figures: pl.DataFrame, parameters: ArithmeticParameters) -> pl.DataFrame:
    """What accrues through a year is not more after nine months than at its end."""
    levels = figures.filter(
        pl.col("measure") == "level",
        pl.col("obs_status") == "actual",
        pl.col("indicator").is_in(parameters.flows),
        pl.col("period_start").dt.ordinal_day() == 1,
        pl.col("period_start").dt.year() == pl.col("year"),
    )
    same = [*PLACE, "indicator", "year"]
    ends = (
        levels.group_by([*same, "period_end"])
        .agg(most=pl.col("high").max())
        .sort("period_end")
        .with_columns(cap=pl.col("most").reverse().cum_max().reverse().shift(-1).over(same, order_by="period_end"))
        .drop_nulls("cap")
    )
    later = levels.select(*same, *in_role("later"), later_end="period_end")
    sums = (
        levels.join(ends, on=[*same, "period_end"], nulls_equal=True)
        .filter(pl.col("low") > pl.col("cap") * (1 + REVISION))
        .select(*same, "period_end", "cap", "time_period", *in_role("early"))
        .join(later, on=same, nulls_equal=True)
        .filter(pl.col("later_end") > pl.col("period_end"), pl.col("later_high") == pl.col("cap"))
        .with_columns(
            state=state_of(pl.lit(value=False), pl.col("early") / pl.col("later"), parameters.impossible_factor),
            message=pl.format(
                "{} by {} is more than {} by {}: a running total cannot fall",
                vietnamese(pl.col("early")),
                pl.col("period_end"),
                vietnamese(pl.col("later")),
                pl.col("later_end"),
            ),
        )
    )
    return members(sums, "cumulative", ["early_row", "later_row"])


def _with_last_year(told: pl.DataFrame) -> pl.DataFrame:
    """Levels with each level of the same period one year before ("2023-9M" and "2022-9M"), the same value once."""
    levels = told.filter(pl.col("measure") == "level", pl.col("time_period").str.contains(r"^\d{4}(-|$)")).with_columns(
        within=pl.col("time_period").str.slice(4)
    )
    match = [*PLACE, "indicator", "within", "year"]
    before = (
        levels.sort("_row")
        .unique([*match, "obs_value"], keep="first", maintain_order=True)
        .select(*match[:-1], *in_role("before"), year=pl.col("year") + 1)
    )
    return levels.select(*TELLING, "within", "year", *in_role("level")).join(before, on=match, nulls_equal=True)
