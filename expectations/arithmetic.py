"""Do the figures add up? Every sum that can be made from the figures at hand, whether it agrees or not.

A sum has members (the observations it is made of) and an outcome for each: it agrees within the rounding of what was
written, it disagrees, or it is off by so much that one member is impossible. Which one is wrong a sum cannot say;
members that another sum or another article confirms are kept with a flag, those that stand alone are refused.

All functions are pure and vectorised; ``sums.py`` and ``sums_over_time.py`` hold the sums, one function each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from expectations.districts import PLACE
from expectations.figures import AGREES, DISAGREES, IMPOSSIBLE
from expectations.rounding import highest, last_place, lowest
from expectations.sums import disbursement, parts, per_head, plan
from expectations.sums_over_time import change, cumulative, growth, history, repetition

if TYPE_CHECKING:
    from expectations.parameters import ArithmeticParameters

SUM_SCHEMA: Final[dict[str, pl.DataType]] = {
    "observation_id": pl.String(),
    "relation": pl.String(),
    "outcome": pl.String(),
    "message": pl.String(),
}
"""A row for each member of each sum; ``outcome`` is ``agrees``, ``disagrees`` or ``impossible``."""

RELATIONS: Final = (plan, growth, change, parts, per_head, disbursement, cumulative, history, repetition)
RELATION_NAMES: Final = (*(relation.__name__ for relation in RELATIONS), "twins")
FLAG_ONLY: Final = ("change", "repetition", "twins")
"""Relations that make figures doubtful and never impossible."""

OUTCOMES: Final = {AGREES: "agrees", DISAGREES: "disagrees", IMPOSSIBLE: "impossible"}

_KEY: Final = ["place", "indicator", "measure", "time_period", "is_target"]


def check_sums(
    observations: pl.DataFrame, parameters: ArithmeticParameters, across: pl.DataFrame | None = None
) -> pl.DataFrame:
    """One row for each observation and relation with a sum: ``_row``, ``relation``, ``state``, ``message``.

    ``_row`` is the position in ``observations``, which must hold whole districts: all tellings of every district that
    it touches, of all years. ``state`` is AGREES, DISAGREES or IMPOSSIBLE; of several sums of one relation the most
    favourable stands, for a level that agrees with one of two ratios is explained. ``across`` brings outcomes that no
    single district shows (``twins``), with ``_row`` as here.
    """
    figures = _figures(observations)
    made = [relation(figures, parameters) for relation in RELATIONS]
    return _settled(pl.concat(made if across is None else [*made, across]), figures)


def sums_table(observations: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """The outcome of :func:`check_sums` by observation id, in SUM_SCHEMA, for people and for the run's artifact."""
    ids = observations.select("observation_id").with_row_index("_row")
    return (
        settled.join(ids, on="_row", maintain_order="left")
        .with_columns(outcome=pl.col("state").replace_strict(OUTCOMES, return_dtype=pl.String))
        .select(pl.col(name).cast(kind) for name, kind in SUM_SCHEMA.items())
        .unique()
        .sort("observation_id", "relation", "outcome", "message")
    )


def _figures(observations: pl.DataFrame) -> pl.DataFrame:
    """The columns that sums need, with the interval each telling admits and whether another article backs it."""
    value, bound, last = pl.col("obs_value"), pl.col("bound"), pl.col("last_place")
    return (
        observations.lazy()
        .select(
            # Sums join figures by district and article again and again: numbers are compared faster than names.
            pl.struct(PLACE).rank("dense").alias("place"),
            pl.col("article_id").rank("dense").alias("told_by"),
            "indicator",
            "measure",
            "obs_status",
            "time_period",
            "period_start",
            "period_end",
            "obs_value",
            "bound",
        )
        .with_row_index("_row")
        .filter(value.is_finite(), pl.col("period_end").is_not_null())
        .with_columns(
            is_target=pl.col("obs_status") == "target",
            year=pl.col("period_end").dt.year(),
            last_place=last_place(value),
        )
        .with_columns(
            low=lowest(value, bound, last, share_of_place=1.0),
            high=highest(value, bound, last, share_of_place=1.0),
            backed=pl.col("told_by").n_unique().over([*_KEY, "obs_value"]) > 1,
        )
        .collect()
    )


def _settled(members: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """The most favourable outcome by member and relation; a member confirmed elsewhere is not called impossible."""
    best = members.sort("_row", "relation", "state", "message").unique(["_row", "relation"], keep="first")
    confirmed = (pl.col("state") == AGREES).any().over("_row") | pl.col("backed")
    return (
        best.join(figures.select("_row", "backed"), on="_row", how="left")
        .with_columns(
            state=pl.when((pl.col("state") == IMPOSSIBLE) & ~pl.col("proven") & confirmed)
            .then(pl.lit(DISAGREES, dtype=pl.Int8))
            .otherwise(pl.col("state"))
        )
        .select("_row", "relation", "state", "message")
        .sort("_row", "relation")
    )
