"""Sums over time: this year's figures against last year's, and a running total against its own past."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from expectations.figures import (
    AGREES,
    DISAGREES,
    IMPOSSIBLE,
    REVISION,
    TELLING,
    in_role,
    members,
    state_of,
    told_alike,
    verdict,
)
from expectations.wording import vietnamese

if TYPE_CHECKING:
    from expectations.parameters import ArithmeticParameters

_A_QUARTER: Final = timedelta(days=80)


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
    same = ["place", "indicator", "year"]
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


def history(figures: pl.DataFrame, parameters: ArithmeticParameters) -> pl.DataFrame:
    """A level is of the size of the same district's level of the same period a year before or after.

    Far from both, it is another figure (a part, another district's, another unit): a factor of a thousand is a unit
    misread, smaller ones happen (a year of closed borders) and only flag.
    """
    levels = _levels(figures.filter(~pl.col("is_target"), pl.col("obs_value") > 0))
    match = ["place", "indicator", "within", "year"]
    later = told_alike(levels, match, "later")
    sums = (
        told_alike(levels, match, "level")
        .join(later.with_columns(year=pl.col("year") - 1), on=match, nulls_equal=True)
        .filter(pl.max_horizontal("level", "later") >= parameters.history_floor)
        .with_columns(off=pl.max_horizontal(pl.col("level") / pl.col("later"), pl.col("later") / pl.col("level")))
        .with_columns(
            state=pl.when(pl.col("off") <= parameters.history_factor)
            .then(AGREES)
            .when(pl.col("off") >= parameters.history_impossible_factor)
            .then(IMPOSSIBLE)
            .otherwise(DISAGREES),
            message=pl.format(
                "{} in {} and {} in {}: {}",
                vietnamese(pl.col("level")),
                pl.col("year"),
                vietnamese(pl.col("later")),
                pl.col("year") + 1,
                pl.when(pl.col("off") <= parameters.history_factor)
                .then(pl.lit("of one size"))
                .otherwise(pl.format("{} times as much", vietnamese(pl.col("off"), 1))),
            ),
        )
    )
    return members(sums, "history", ["level_row", "later_row"])


def repetition(figures: pl.DataFrame, parameters: ArithmeticParameters) -> pl.DataFrame:
    """A figure of four digits or more is not told of two periods that end a quarter apart: one of them is misread."""
    digits = pl.col("obs_value").abs() / pl.col("last_place")
    told = figures.filter(
        pl.col("bound") == "eq",
        digits >= 1000,
        ~pl.col("is_target"),
        pl.col("indicator").is_in(parameters.flows) | pl.col("measure").is_in(["growth", "plan_ratio"]),
    )
    first, last = pl.col("period_end").min(), pl.col("period_end").max()
    sums = (
        told.group_by(["place", "indicator", "measure", "obs_value"])
        .agg(rows=pl.col("_row").sort(), first=first, last=last)
        .filter(pl.col("last") - pl.col("first") > _A_QUARTER)
        .with_columns(
            state=pl.lit(DISAGREES),
            message=pl.format(
                "{} is told of periods to {} and to {}: one of them is misread",
                vietnamese(pl.col("obs_value")),
                pl.col("first"),
                pl.col("last"),
            ),
        )
    )
    return members(sums, "repetition", ["rows"])


def _levels(told: pl.DataFrame) -> pl.DataFrame:
    """Levels with ``within``, the part of the year they are about ("" or "-9M"), so that years can be compared."""
    return told.filter(pl.col("measure") == "level", pl.col("time_period").str.contains(r"^\d{4}(-|$)")).with_columns(
        within=pl.col("time_period").str.slice(4)
    )


def _with_last_year(told: pl.DataFrame) -> pl.DataFrame:
    """Levels with each level of the same period one year before ("2023-9M" and "2022-9M")."""
    levels = _levels(told)
    match = ["place", "indicator", "within", "year"]
    before = told_alike(levels, match, "before").with_columns(year=pl.col("year") + 1)
    return levels.select(*TELLING, "within", "year", *in_role("level")).join(before, on=match, nulls_equal=True)
