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

FIGURE: Final = ["indicator", "measure", "obs_status", "time_period", "obs_value"]
"""What two districts must tell alike to tell the same figure."""

_DIGITS: Final = 100
"""Figures of fewer than three digits are left out: too many districts have ten communes."""

_CROWD: Final = 4
"""A figure that more districts tell (a target set for all of a province) says nothing about any two of them."""


COMPARED: Final = [*PLACE, "district_name", *FIGURE]


def compared(observations: pl.DataFrame) -> pl.DataFrame:
    """What is compared across districts: each figure once, in forty bytes, for those of a whole lake are in memory."""
    return observations.select(COMPARED).cast({pl.String: pl.Categorical}).unique()


def twins(observations: pl.DataFrame, elsewhere: pl.DataFrame) -> pl.DataFrame:
    """A row (MEMBER_SCHEMA) for each figure that two twin districts share; ``_row`` is its position.

    ``elsewhere`` has the observations of all other districts (rows of the same districts are passed over), or what is
    :func:`compared` of them; they are compared with, and get no row.
    """
    told = observations.select(COMPARED).with_row_index("_row")
    others = _telling_alike(elsewhere, told).select(pl.lit(None, pl.UInt32).alias("_row"), *COMPARED)
    told = _comparable(pl.concat([told, others.join(observations, on=PLACE, how="anti", nulls_equal=True)]))
    figures = told.select("place", "figure").unique()
    names = told.select("place", other_name="district_name").sort("other_name").unique("place", keep="first")
    return (
        told.drop_nulls("_row")
        .join(figures.rename({"place": "place_other"}), on="figure")
        .join(_pairs(told), on=["place", "place_other"])
        .join(names.rename({"place": "place_other"}), on="place_other")
        .select("_row", "district_name", "other_name", "shared")
        .sort("_row", "other_name")
        .unique("_row", keep="first", maintain_order=True)
        .with_columns(
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
    )


def touched(changed: pl.DataFrame, *states: pl.DataFrame) -> pl.DataFrame:
    """The districts (PLACE) whose verdicts may differ when rows of the districts ``changed`` did, those included.

    ``states`` are what is :func:`compared` of all observations before and after. Figures are compared within a
    district, and between twins: districts that were twins and are no more, or have become twins, must be judged anew as
    well. Of the states only the figures that changed districts tell, and those of the districts that tell them too, are
    looked at.
    """
    changed, *told = (
        rows.select(names).cast({pl.String: pl.Categorical})
        for rows, names in ((changed, PLACE), *((state, [*PLACE, *FIGURE]) for state in states))
    )
    figures = pl.concat(rows.join(changed, on=PLACE, how="semi", nulls_equal=True) for rows in told)
    alike = [_comparable(_telling_alike(rows, figures)).select(*PLACE, "figure").unique() for rows in told]
    # A figure that too many come to tell is lost to all pairs of those who tell it, and comes back when fewer do.
    always = pl.concat(rows.select("figure").unique() for rows in alike).group_by("figure").len()
    lost = pl.concat(alike).join(always.filter(pl.col("len") == len(states)), on="figure", how="anti").select(PLACE)
    found = [changed.select(PLACE)]
    for rows in told:
        theirs = pl.concat([changed.select(PLACE), lost]).unique()
        comparable = _comparable(_telling_alike(rows, rows.join(theirs, on=PLACE, how="semi", nulls_equal=True)))
        places = comparable.select(*PLACE, "place").unique()
        numbers, losers = (places.join(each, on=PLACE, how="semi", nulls_equal=True) for each in (changed, lost))
        pairs = _pairs(comparable)
        others = pl.concat(
            [
                pairs.join(numbers, on="place", how="semi"),
                pairs.join(losers, on="place", how="semi").join(
                    losers, left_on="place_other", right_on="place", how="semi"
                ),
            ]
        )
        found.append(places.join(others, left_on="place", right_on="place_other", how="semi").select(PLACE))
    return pl.concat(found).unique().cast({pl.Categorical: pl.String}).sort(PLACE, nulls_last=True)


def _telling_alike(rows: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Rows that tell one of the figures ``told``: of a lake with a million the few that matter, by value first."""
    same_value = rows.filter(pl.col("obs_value").is_in(told["obs_value"].unique().implode()))
    same_value = same_value.cast({name: kind for name, kind in told.schema.items() if name in same_value.columns})
    return same_value.join(told, on=FIGURE, how="semi", maintain_order="left")


def _comparable(told: pl.DataFrame) -> pl.DataFrame:
    """Figures that a few districts share, with numbers for the district (``place``) and for the ``figure``."""
    value = pl.col("obs_value")
    return (
        told.filter(value.is_finite(), value != 0)
        .filter(value.abs() / last_place(value) >= _DIGITS)
        .with_columns(place=pl.struct(PLACE).rank("dense"), figure=pl.struct(FIGURE).hash())
        .filter(pl.col("place").n_unique().over("figure").is_between(2, _CROWD))
    )


def _pairs(told: pl.DataFrame) -> pl.DataFrame:
    """``place``, ``place_other`` and the number of figures they share, of all twins, either way round."""
    figures = told.select("place", "figure").unique()
    return (
        figures.join(figures, on="figure", suffix="_other")
        .filter(pl.col("place") != pl.col("place_other"))
        .group_by("place", "place_other")
        .agg(shared=pl.len())
        .filter(pl.col("shared") >= SHARED)
    )
