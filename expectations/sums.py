"""Sums of figures of one period: a part, its plan and their ratio; parts and wholes; capital and those who bring it.

Each function takes the figures (see ``arithmetic.check_sums``) and gives a row a member of each sum it can make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from expectations.figures import AGREES, DISAGREES, IMPOSSIBLE, TELLING, in_role, members, state_of, told_alike, verdict
from expectations.wording import vietnamese

if TYPE_CHECKING:
    from expectations.parameters import ArithmeticParameters


def plan(figures: pl.DataFrame, parameters: ArithmeticParameters) -> pl.DataFrame:
    """A level divided by its plan is the plan ratio told with it ("1.390,9 / 5.208 = 26,7 %").

    Level and ratio stand in one article; the plan too, or else in another article about the same year. A level that
    agrees with one of two ratios is explained, and the other ratio has another base, so nothing is said of that one.
    """
    told = figures.filter(~pl.col("is_target"), pl.col("obs_value") > 0)
    levels = told.filter(pl.col("measure") == "level").select(
        *TELLING, "period_start", "period_end", "year", *in_role("level")
    )
    ratios = told.filter(pl.col("measure") == "plan_ratio").select(*TELLING, *in_role("ratio"))
    pairs = levels.join(ratios, on=TELLING, nulls_equal=True)
    at_home = _with_plan(pairs, figures, parameters, ["place", "indicator", "year", "told_by"])
    homeless = pairs.join(at_home, on="level_row", how="anti")
    elsewhere = _with_plan(homeless, figures, parameters, ["place", "indicator", "year"])
    sums = (
        pl.concat([at_home, elsewhere])
        .with_columns(
            implied=100 * pl.col("level") / pl.col("plan"),
            agrees=(100 * pl.col("level_low") / pl.col("plan_high") <= pl.col("ratio_high"))
            & (100 * pl.col("level_high") / pl.col("plan_low") >= pl.col("ratio_low")),
        )
        .filter(pl.col("agrees") | ~pl.col("agrees").any().over("level_row"))
        .with_columns(
            state=state_of(pl.col("agrees"), pl.col("implied") / pl.col("ratio"), parameters.impossible_factor),
            message=pl.format(
                "{} / {} = {} %{}",
                vietnamese(pl.col("level")),
                vietnamese(pl.col("plan")),
                vietnamese(pl.when("agrees").then(pl.col("ratio")).otherwise(pl.col("implied")), 2),
                verdict(pl.format(", told is {} %: disagrees", vietnamese(pl.col("ratio")))),
            ),
        )
    )
    return members(sums, "plan", ["level_row", "ratio_row", "plan_row"])


def _with_plan(
    pairs: pl.DataFrame, figures: pl.DataFrame, parameters: ArithmeticParameters, keys: list[str]
) -> pl.DataFrame:
    """Levels and ratios with each plan told of the same ``keys`` whose period holds theirs."""
    stands_for = dict(parameters.plan_indicators)
    plans = figures.filter(
        pl.col("measure") == "level",
        pl.col("is_target") | pl.col("indicator").is_in(list(stands_for)),
        pl.col("obs_value") > 0,
    ).with_columns(pl.col("indicator").replace(stands_for), plan_start="period_start", plan_end="period_end")
    return (
        pairs.join(told_alike(plans, [*keys, "plan_start", "plan_end"], "plan"), on=keys, nulls_equal=True)
        .filter(pl.col("plan_start") <= pl.col("period_start"), pl.col("plan_end") >= pl.col("period_end"))
        .filter(~pl.col("plan_row").list.contains(pl.col("level_row")))
    )


def parts(figures: pl.DataFrame, parameters: ArithmeticParameters) -> pl.DataFrame:
    """A part is not more than its whole in the same period of the same article (targets met, targets set)."""
    pairs = pl.DataFrame(
        [(pair.part, pair.whole, pair.strict) for pair in parameters.parts],
        schema={"part_id": pl.String, "indicator": pl.String, "strict": pl.Boolean},
        orient="row",
    )
    levels = figures.filter(pl.col("measure") == "level")
    same = ["place", "told_by", "time_period"]
    wholes = levels.select(*same, "indicator", *in_role("whole")).join(pairs, on="indicator")
    sums = (
        levels.select(*same, pl.col("indicator").alias("part_id"), *in_role("part"))
        .join(wholes, on=[*same, "part_id"], nulls_equal=True)
        .with_columns(agrees=pl.col("part_low") <= pl.col("whole_high") * (1 + 1e-9))
        # Of several wholes ("23/25", later "18/20") any that is large enough explains the part.
        .filter(pl.col("agrees") | ~pl.col("agrees").any().over("part_row", "indicator"))
        .filter(~pl.col("agrees") | pl.col("strict"))
        .with_columns(
            state=pl.when("agrees")
            .then(AGREES)
            .when(pl.col("strict") | (pl.col("part") > parameters.impossible_factor * pl.col("whole")))
            .then(IMPOSSIBLE)
            .otherwise(DISAGREES),
            message=pl.format(
                "{} {} of {} {}{}",
                vietnamese(pl.col("part")),
                pl.col("part_id"),
                vietnamese(pl.col("whole")),
                pl.col("indicator"),
                verdict(pl.lit(": a part cannot exceed its whole")),
            ),
        )
    )
    return members(sums, "parts", ["part_row", "whole_row"])


def per_head(figures: pl.DataFrame, parameters: ArithmeticParameters) -> pl.DataFrame:
    """Capital divided by the number of enterprises that brought it lies in a plausible range."""
    pairs = pl.DataFrame(
        [(pair.amount, pair.count, pair.minimum, pair.maximum, pair.impossible_factor) for pair in parameters.per_head],
        schema={
            "amount_id": pl.String,
            "indicator": pl.String,
            "least": pl.Float64,
            "most": pl.Float64,
            "factor": pl.Float64,
        },
        orient="row",
    )
    levels = figures.filter(pl.col("measure") == "level", pl.col("obs_value") > 0)
    same = ["place", "told_by", "time_period", "obs_status"]
    counts = levels.select(*same, "indicator", *in_role("count")).join(pairs, on="indicator")
    share = pl.col("share")
    sums = (
        levels.select(*same, pl.col("indicator").alias("amount_id"), *in_role("amount"))
        .join(counts, on=[*same, "amount_id"], nulls_equal=True)
        .with_columns(share=pl.col("amount") / pl.col("count"))
        .with_columns(agrees=share.is_between("least", "most"))
        .filter(pl.col("agrees") | ~pl.col("agrees").any().over("amount_row"))
        .with_columns(
            state=pl.when("agrees")
            .then(AGREES)
            .when((share < pl.col("least") / pl.col("factor")) | (share > pl.col("most") * pl.col("factor")))
            .then(IMPOSSIBLE)
            .otherwise(DISAGREES),
            message=pl.format(
                "{} / {} = {} a head{}",
                vietnamese(pl.col("amount")),
                vietnamese(pl.col("count")),
                vietnamese(share, 3),
                verdict(
                    pl.format(": outside {} to {}", vietnamese(pl.col("least")), vietnamese(pl.col("most"))),
                    ": plausible",
                ),
            ),
        )
    )
    return members(sums, "per_head", ["amount_row", "count_row"])


def disbursement(figures: pl.DataFrame, parameters: ArithmeticParameters) -> pl.DataFrame:
    """A district that raises thousands of billions does not invest a multiple of them.

    The revenue is the largest told for the same year, of a period at least as long. It is the disbursement that is
    proven impossible: a revenue is confirmed by its plan, and a missing zero in it would not reach the floor.
    """
    levels = figures.filter(pl.col("measure") == "level", ~pl.col("is_target"))
    revenue = told_alike(
        levels.filter(pl.col("indicator") == "budget_revenue").with_columns(revenue_end="period_end"),
        ["place", "year", "revenue_end"],
        "revenue",
    )
    sums = (
        levels.filter(pl.col("indicator") == "public_investment_disbursement")
        .select("place", "year", "period_end", *in_role("spent"))
        .join(revenue, on=["place", "year"], nulls_equal=True)
        .filter(pl.col("revenue_end") >= pl.col("period_end"), pl.col("revenue") >= parameters.revenue_floor)
        .filter(pl.col("revenue") == pl.col("revenue").max().over("spent_row"))
        .filter(pl.col("spent") > parameters.disbursement_to_revenue * pl.col("revenue"))
        .with_columns(
            state=pl.lit(IMPOSSIBLE),
            message=pl.format(
                "{} disbursed / {} raised = {} times the district's revenue of the year: implausible",
                vietnamese(pl.col("spent")),
                vietnamese(pl.col("revenue")),
                vietnamese(pl.col("spent") / pl.col("revenue"), 2),
            ),
        )
    )
    spent = members(sums, "disbursement", ["spent_row"], proven=True)
    raised = members(sums.with_columns(state=pl.lit(DISAGREES)), "disbursement", ["revenue_row"])
    return pl.concat([spent, raised])
