"""What each row is judged by, beside what it says: the range, unit and dates that hold for it, as columns.

Great Expectations then compares columns of one row, which it can do at the speed of pandas and show in Data Docs, and
texts never leave Polars: of the quote only its length and whether the figure stands in it are handed on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from expectations.arithmetic import RELATION_NAMES
from expectations.contract import OBSERVATION, missing
from expectations.figures import NO_SUM
from expectations.parameters import RATIO_MEASURES
from expectations.periods import period_columns

if TYPE_CHECKING:
    from expectations.parameters import ObservationParameters

_CARRIED: Final = (
    "observation_id",
    "district_name",
    "indicator",
    "measure",
    "obs_status",
    "time_period",
    "obs_value",
    "tier",
    "bound",
    "confidence",
    "unit_measure",
    "year",
    "period_start",
    "period_end",
)


def evidence(
    observations: pl.DataFrame,
    parameters: ObservationParameters,
    settled: pl.DataFrame,
    misquoted: pl.Series | None = None,
) -> pl.DataFrame:
    """One row an observation, in the same order, of the columns that the row suite compares.

    ``settled`` is the outcome of ``arithmetic.check_sums``; each relation becomes a column of its states. ``misquoted``
    are the ids of observations whose span is not their quote, see :func:`misquoted_in`.
    """
    kind = (
        # Special zones (Phú Quốc, Vân Đồn) are districts that became communes in name.
        pl.when((pl.col("tier") == "commune") & ~pl.col("district_name").str.starts_with("Đặc khu"))
        .then(pl.lit("commune"))
        .when(pl.col("district_name").str.starts_with("Huyện"))
        .then(pl.lit("rural"))
        .otherwise(pl.lit("urban"))
    )
    slice_is_quote = pl.lit(value=True)
    if misquoted is not None:
        slice_is_quote = ~pl.col("observation_id").is_in(misquoted.implode())
    rows = (
        observations.lazy()
        .with_row_index("_row")
        .select(
            "_row",
            *_CARRIED,
            "district_code",
            missing(observations, OBSERVATION),
            kind=kind,
            finite=pl.col("obs_value").is_finite(),
            told_on=_told_on(parameters),
            figure_in_quote=pl.col("quote").str.contains(pl.col("raw_value"), literal=True),
            quote_length=pl.col("quote").str.len_chars().cast(pl.Int64),
            slice_is_quote=slice_is_quote.fill_null(value=True),
            span_start="char_start",
            span_length=pl.col("char_end") - pl.col("char_start"),
        )
        .with_columns(period_columns())
        .join(_indicator_rules(parameters).lazy(), on=["indicator", "measure"], how="left")
        .join(_ranges(parameters).lazy(), on=["indicator", "measure", "kind"], how="left")
        .join(
            _dates_of_units(observations, parameters).lazy(),
            on=["district_code", "period_start", "period_end", "told_on"],
            how="left",
            nulls_equal=True,
        )
        .join(_sum_states(settled).lazy(), on="_row", how="left")
        .with_columns(pl.col("measure_allowed").fill_null(value=False), pl.col(r"^sum_.*$").fill_null(NO_SUM))
        .sort("_row")
        .collect()
    )
    return rows.drop("_row", "district_code")


def _told_on(parameters: ObservationParameters) -> pl.Expr:
    return pl.col("published_at").fill_null(pl.lit(parameters.as_of, dtype=pl.Date))


def misquoted_in(texts: pl.DataFrame, observations: pl.DataFrame) -> pl.Series:
    """Ids of observations whose span, cut out of the article's text, is not the quote.

    ``texts`` has ``article_id`` and ``text`` of as many articles as are at hand; the spans of others are not looked up.
    """
    one_each = texts.select("article_id", "text").unique("article_id", keep="first")
    told = observations.select("observation_id", "article_id", "quote", "char_start")
    begins = pl.col("char_start").clip(lower_bound=0)
    cut = pl.col("text").str.slice(begins, pl.col("quote").str.len_chars())
    return told.join(one_each, on="article_id").filter(cut != pl.col("quote"))["observation_id"]


def _indicator_rules(parameters: ObservationParameters) -> pl.DataFrame:
    rows = [
        (indicator.id, measure, "PERCENT" if measure in RATIO_MEASURES else indicator.unit, True)
        for indicator in parameters.indicators
        for measure in indicator.measures
    ]
    schema = {"indicator": pl.String, "measure": pl.String, "unit_expected": pl.String, "measure_allowed": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _ranges(parameters: ObservationParameters) -> pl.DataFrame:
    rows = [
        (indicator.id, plausible.measure, plausible.kind, plausible.minimum, plausible.maximum)
        for indicator in parameters.indicators
        for plausible in indicator.plausible
    ]
    schema = {
        "indicator": pl.String,
        "measure": pl.String,
        "kind": pl.String,
        "least": pl.Float64,
        "most": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").unique(
        ["indicator", "measure", "kind"], keep="first", maintain_order=True
    )


def _dates_of_units(observations: pl.DataFrame, parameters: ObservationParameters) -> pl.DataFrame:
    """For each unit, period and day of telling: is the code known, does the unit's life begin after the period or after
    the day, and did it end before the period."""
    asked = observations.select("district_code", "period_start", "period_end", told_on=_told_on(parameters)).unique()
    if not parameters.units:
        return asked.with_columns(
            unit_known=pl.lit(value=True), before_unit=pl.lit(value=False), after_unit=pl.lit(value=False)
        )
    units = pl.DataFrame(
        [(unit.code, unit.valid_from, unit.valid_to) for unit in parameters.units],
        schema={"district_code": pl.String, "valid_from": pl.Date, "valid_to": pl.Date},
        orient="row",
    ).with_columns(known=pl.lit(value=True))
    # A code may have been given twice (Quận 2, then Thành phố Thủ Đức): the period must miss every life of it.
    return (
        asked.join(units, on="district_code", how="left")
        .group_by(asked.columns)
        .agg(
            unit_known=pl.col("known").any(),
            before_unit=(pl.min_horizontal("period_end", "told_on") < pl.col("valid_from")).all(),
            after_unit=(pl.col("period_start") >= pl.col("valid_to")).fill_null(value=False).all(),
        )
        .with_columns(pl.col("before_unit", "after_unit") & pl.col("unit_known"))
    )


def _sum_states(settled: pl.DataFrame) -> pl.DataFrame:
    states = [
        pl.col("state").filter(pl.col("relation") == name).first().cast(pl.Int8).alias(f"sum_{name}")
        for name in RELATION_NAMES
    ]
    return settled.group_by("_row").agg(states)
