"""How exact a written figure is: the interval of true values that a careful reader takes it to mean.

"8.343" means 8.342,5 to 8.343,5; "8.300" may be rounded to hundreds; "hơn 8.300" starts there and ends before anyone
would say 8.400. Two tellings agree when a true value could lie behind both, which is weaker than being equal and
stronger than being near.
"""

from __future__ import annotations

from typing import Final

import polars as pl

LOOSENESS: Final = 0.025
"""What "hơn" and "gần" leave open at least, as a share of the figure ("trên 95%" may be 97); "khoảng" twice that."""

_LARGEST_POWER: Final = 12
_SMALLEST_POWER: Final = -6


def last_place(value: pl.Expr) -> pl.Expr:
    """The unit of the last digit that was meant: 0.1 for 1390.9, 100 for 8300, 1 for 8343.

    One zero at the end of a whole number is taken as counted ("4.120 tỷ", "10 phường"): every tenth exact number ends
    so. Two or more are taken as rounded.
    """
    size = value.abs()
    place = pl.lit(10.0**_SMALLEST_POWER)
    for power in range(_SMALLEST_POWER + 1, _LARGEST_POWER + 1):
        if power == 1:
            continue
        scaled = size / 10.0**power
        # Readings are decimal fractions in binary: 0.85 billion is 850 million only to some 15 digits.
        is_multiple = (scaled.round(0) >= 1) & ((scaled - scaled.round(0)).abs() <= 1e-9 * scaled)
        place = pl.when(is_multiple).then(pl.lit(10.0**power)).otherwise(place)
    return pl.when(size == 0).then(pl.lit(1.0)).otherwise(place)


def slack(value: pl.Expr, place: pl.Expr) -> pl.Expr:
    """How far a plain telling may be rounded: its last place, but never more than a fortieth of a round number."""
    return pl.when(place > 1).then(pl.min_horizontal(place, LOOSENESS * value.abs())).otherwise(place)


def lowest(value: pl.Expr, bound: pl.Expr, place: pl.Expr, *, share_of_place: float) -> pl.Expr:
    """The least true value that a telling admits; ``share_of_place`` is 0.5 for rounding, 1 where writers truncate."""
    reach = pl.max_horizontal(place, LOOSENESS * value.abs())
    return (
        pl.when(bound == "gt")
        .then(value)
        .when(bound == "lt")
        .then(value - reach)
        .when(bound == "approx")
        .then(value - pl.max_horizontal(slack(value, place), 2 * LOOSENESS * value.abs()))
        .otherwise(value - share_of_place * slack(value, place))
    )


def highest(value: pl.Expr, bound: pl.Expr, place: pl.Expr, *, share_of_place: float) -> pl.Expr:
    """The greatest true value that a telling admits; see :func:`lowest`."""
    return -lowest(-value, bound.replace({"gt": "lt", "lt": "gt"}), place, share_of_place=share_of_place)
