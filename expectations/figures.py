"""What the sums share: the figures in their roles, the outcomes, and one row for each member of each sum."""

from __future__ import annotations

from typing import Final

import polars as pl

NO_SUM: Final = -1
AGREES: Final = 0
DISAGREES: Final = 1
IMPOSSIBLE: Final = 2

TELLING: Final = ["place", "told_by", "indicator", "time_period"]
"""Figures that one article tells of one district, indicator and period; the first two are numbers (``arithmetic``)."""

MEMBER_SCHEMA: Final[dict[str, pl.DataType]] = {
    "_row": pl.UInt32(),
    "relation": pl.String(),
    "state": pl.Int8(),
    "message": pl.String(),
    "proven": pl.Boolean(),
}
"""``proven`` is true where this very member is the impossible one, whatever else confirms it."""

REVISION: Final = 0.02
"""A figure as told last year and as told this year may differ by so much: figures are revised."""


def in_role(role: str) -> list[pl.Expr]:
    """The value, interval and row of a figure in its role in the sum."""
    return [
        pl.col("obs_value").alias(role),
        pl.col("low").alias(f"{role}_low"),
        pl.col("high").alias(f"{role}_high"),
        pl.col("_row").alias(f"{role}_row"),
    ]


def state_of(agrees: pl.Expr, quotient: pl.Expr, factor: float) -> pl.Expr:
    off = pl.max_horizontal(quotient, 1 / quotient)
    return pl.when(agrees).then(AGREES).when(off > factor).then(IMPOSSIBLE).otherwise(DISAGREES)


def verdict(otherwise: pl.Expr, agrees: str = ": agrees") -> pl.Expr:
    return pl.when("agrees").then(pl.lit(agrees)).otherwise(otherwise)


def told_alike(figures: pl.DataFrame, keys: list[str], role: str) -> pl.DataFrame:
    """Figures in their role, those that tell the same of the same ``keys`` as one, with a list of their rows.

    A sum with a figure that ten articles tell is one sum, and it says the same of all ten.
    """
    return (
        figures.group_by([*keys, "obs_value", "low", "high"]).agg(pl.col("_row").sort()).select(*keys, *in_role(role))
    )


def members(sums: pl.DataFrame, relation: str, rows: list[str], *, proven: bool = False) -> pl.DataFrame:
    """A row for each member of each sum; a column of ``rows`` holds one row's number or a list of them."""
    found = [
        sums.select("state", "message", pl.col(row).alias("_row")).explode("_row")
        if isinstance(sums.schema[row], pl.List)
        else sums.select("state", "message", pl.col(row).alias("_row"))
        for row in rows
    ]
    return (
        pl.concat(found)
        .with_columns(relation=pl.lit(relation), proven=pl.lit(proven))
        .select(pl.col(name).cast(kind) for name, kind in MEMBER_SCHEMA.items())
        .unique()
    )
