"""Two districts that tell the same figures: an article given to the wrong one, or to both.

One equal figure is chance: among seven hundred districts some always share a percentage. Three equal figures are not.
This is the only check across districts, so it looks at all of them at once, and at numbers alone.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from expectations.districts import PLACE
from expectations.figures import DISAGREES, MEMBER_SCHEMA
from expectations.rounding import last_place

SHARED: Final = 3
"""Equal figures from which two districts are twins."""

_DIGITS: Final = 100
"""Figures of fewer than three digits are left out: too many districts have ten communes."""

_CROWD: Final = 12
"""A figure that more districts tell (a target set for all of a province) says nothing about any two of them."""

FIGURE: Final = ["indicator", "measure", "obs_status", "time_period", "obs_value"]


def twins(observations: pl.DataFrame) -> pl.DataFrame:
    """A row (MEMBER_SCHEMA) for each figure that two twin districts share; ``_row`` is its position."""
    told = (
        observations.select(*PLACE, "district_name", *FIGURE)
        .with_row_index("_row")
        .filter(pl.col("obs_value").is_finite(), pl.col("obs_value") != 0)
        .with_columns(place=pl.struct(PLACE).rank("dense"))
        .filter(pl.col("obs_value").abs() / last_place(pl.col("obs_value")) >= _DIGITS)
        .with_columns(places=pl.col("place").n_unique().over(FIGURE))
        .filter(pl.col("places").is_between(2, _CROWD))
    )
    figures = told.select("place", *FIGURE).unique()
    pairs = (
        figures.join(figures, on=FIGURE, suffix="_other")
        .filter(pl.col("place") != pl.col("place_other"))
        .group_by("place", "place_other")
        .agg(shared=pl.len())
        .filter(pl.col("shared") >= SHARED)
    )
    names = told.select("place", other_name="district_name").sort("other_name").unique("place", keep="first")
    found = (
        told.join(pairs, on="place")
        .join(figures.rename({"place": "place_other"}), on=["place_other", *FIGURE])
        .join(names.rename({"place": "place_other"}), on="place_other")
    )
    return (
        found.with_columns(
            relation=pl.lit("twins"),
            state=pl.lit(DISAGREES),
            message=pl.format(
                "{} and {} tell {} equal figures: some were given to the wrong one",
                "district_name",
                "other_name",
                "shared",
            ),
            proven=pl.lit(value=False),
        )
        .select(pl.col(name).cast(kind) for name, kind in MEMBER_SCHEMA.items())
        .unique()
        .sort("_row", "message")
        .unique("_row", keep="first", maintain_order=True)
    )
