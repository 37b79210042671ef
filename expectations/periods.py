"""The grammar of ``time_period``, read backwards: which dates a code stands for, and when it can have been told.

``YYYY`` · ``YYYY-Q1``…``Q4`` · ``YYYY-H1``, ``H2`` · ``YYYY-M01``…``M12`` · ``YYYY-4M`` and so on (January through that
month; 3, 6 and 12 months have names of their own) · ``YYYY-MM-DD`` (1 January through that day, or a stock on that
day) · ``YYYY/YYYY``.
"""

from __future__ import annotations

from typing import Final

import polars as pl

PERIOD: Final = (
    r"^(?:\d{4}|\d{4}-Q[1-4]|\d{4}-H[12]|\d{4}-M(?:0[1-9]|1[0-2])|\d{4}-(?:1|2|4|5|7|8|9|10|11)M"
    r"|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|\d{4}/\d{4})$"
)


def period_columns() -> list[pl.Expr]:
    """``period_valid``: the code is well formed and its dates and year agree with it. ``told_from``: the first day on
    which such a period can be told as done.

    A day must have come, a month, quarter or half year must be half over ("9 tháng" is written in September), and a
    year must have begun: stocks are given for the year under way.
    """
    code = pl.col("time_period")
    start, end = pl.col("period_start"), pl.col("period_end")
    is_day = code.str.contains(r"^\d{4}-\d\d-\d\d$")
    is_year = code.str.contains(r"^\d{4}(/\d{4})?$")
    last_year = pl.coalesce(code.str.extract(r"/(\d{4})$"), code.str.slice(0, 4)).cast(pl.Int32, strict=False)
    valid = (
        code.str.contains(PERIOD)
        & (start <= end)
        & (pl.col("year") == last_year)
        & (start.dt.year() == code.str.slice(0, 4).cast(pl.Int32, strict=False))
        & (end.dt.year() == last_year)
        & pl.when(is_day)
        .then(end == code.str.to_date("%Y-%m-%d", strict=False))
        .otherwise(
            (end == end.dt.month_end())
            & (start == start.dt.month_start())
            & (end.dt.month() == _last_month(code))
            & (start.dt.month() == _first_month(code))
        )
    )
    middle = start + (end - start) / 2
    told_from = pl.when(is_day).then(end).when(is_year).then(start).otherwise(middle.cast(pl.Date))
    return [valid.fill_null(value=False).alias("period_valid"), told_from.alias("told_from")]


def _last_month(code: pl.Expr) -> pl.Expr:
    number = code.str.extract(r"-[QHM]?(\d+)M?$").cast(pl.Int32, strict=False)
    return (
        pl.when(code.str.contains("-Q"))
        .then(number * 3)
        .when(code.str.contains("-H"))
        .then(number * 6)
        .otherwise(number.fill_null(12))
    )


def _first_month(code: pl.Expr) -> pl.Expr:
    return (
        pl.when(code.str.contains("-Q"))
        .then(_last_month(code) - 2)
        .when(code.str.contains("-H"))
        .then(_last_month(code) - 5)
        .when(code.str.contains("-M"))
        .then(_last_month(code))
        .otherwise(1)
    )
