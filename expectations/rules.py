# ruff: noqa: ARG003 - Great Expectations calls every renderer with all that it has
"""Custom expectations over one row each: a rule in words, the comparison behind it, and how Data Docs show both.

Each class compares columns that ``evidence.py`` has put side by side. Rows whose columns are empty pass, since a
missing value is the business of :class:`ExpectRequiredColumnsToBeFilled` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween
from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet
from great_expectations.expectations.core.expect_compound_columns_to_be_unique import ExpectCompoundColumnsToBeUnique
from great_expectations.expectations.expectation import BatchExpectation, MulticolumnMapExpectation
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import (
    multicolumn_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_map_metric_provider import (
    MulticolumnMapMetricProvider,
)
from great_expectations.render.components import (
    LegacyDiagnosticRendererType,
    LegacyRendererType,
    RenderedStringTemplateContent,
)
from great_expectations.render.renderer.renderer import renderer

from expectations.failing_rows import FailingRows
from expectations.figures import IMPOSSIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Columns = Any
"""A pandas frame of the rule's columns; pandas itself is imported by the runner alone."""


def _metric(name: str, holds: Callable[..., Any], given: tuple[str, ...] = ()) -> str:
    """Register the comparison ``holds`` (columns to a series of truths, empty where it cannot say) as a metric.

    ``given`` names the fields of the expectation that the comparison takes beside the columns.
    """

    def compare(_cls: type, column_list: Columns, **kwargs: Any) -> Any:
        return holds(column_list, *(kwargs[field] for field in given)).fillna(True).astype(bool)

    condition = multicolumn_condition_partial(engine=PandasExecutionEngine)(compare)
    fields = {"condition_metric_name": f"solieu.{name}", "condition_value_keys": given, "_compare": condition}
    type(f"Solieu{name.title().replace('_', '')}Metric", (MulticolumnMapMetricProvider,), fields)
    return f"solieu.{name}"


class RowRule(FailingRows, MulticolumnMapExpectation):
    """A rule that every row must obey. Subclasses give its ``columns``, ``statement`` and ``map_metric``."""

    rule: str
    column_list: list[str] = []  # noqa: RUF012 - pydantic copies defaults
    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "never"

    identity: ClassVar[str] = "observation_id"
    columns: ClassVar[tuple[str, ...]] = ()
    statement: ClassVar[str] = ""

    def __init__(self, **given: Any) -> None:
        given.setdefault("column_list", [self.identity, *self.columns])
        super().__init__(**given)

    @classmethod
    def words(cls, kwargs: Mapping[str, Any]) -> str:
        """The rule as a sentence."""
        return cls.statement.format(**kwargs)

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> list[Any]:
        return [_text(cls.words((configuration or result.expectation_config).kwargs))]


def _text(words: str) -> RenderedStringTemplateContent:
    """Words for Data Docs, as a parameter and never as part of the template: what a page shows it escapes."""
    return RenderedStringTemplateContent(
        content_block_type="string_template", string_template={"template": "$words", "params": {"words": words}}
    )


class ExpectRequiredColumnsToBeFilled(RowRule):
    """No column that a figure cannot do without is empty."""

    columns = ("missing",)
    statement = "Every row says where, what, when, how much, and the words and place it was read from."
    map_metric = _metric("required", lambda rows: rows["missing"].isna())


class ExpectValueToBeFinite(RowRule):
    """The value is a number."""

    statement = "A value is a finite number."
    columns = ("finite",)
    map_metric = _metric("finite", lambda rows: rows["finite"])


class ExpectCodeToBeListed(FailingRows, ExpectColumnValuesToBeInSet):
    """The value is one of a code list."""


class ExpectNothingToBeUnknown(FailingRows, ExpectColumnValuesToBeBetween):
    """The number of what is not known is nought."""


class ExpectKeyToBeUnique(FailingRows, ExpectCompoundColumnsToBeUnique):
    """No two rows have the same key."""


class ExpectMeasureToSuitIndicator(RowRule):
    """The catalog lists the indicator, and the measure among those it can have."""

    columns = ("measure_allowed",)
    statement = "The indicator is in the catalog, and the measure is one that the indicator has."
    map_metric = _metric("measure_allowed", lambda rows: rows["measure_allowed"])


class ExpectUnitToSuitIndicator(RowRule):
    """Levels and changes are in the indicator's unit, ratios and growth in percent."""

    columns = ("unit_measure", "unit_expected")
    statement = "Levels and changes are in the indicator's unit; plan ratios and growth are in percent."
    map_metric = _metric("unit_suits", lambda rows: rows["unit_measure"] == rows["unit_expected"])


class ExpectValueToBePlausible(RowRule):
    """The value lies in the catalog's range for the indicator, measure and kind of unit."""

    columns = ("obs_value", "least", "most")
    statement = (
        "A value is one that a unit of its kind (urban or rural district, commune) can have, by the catalog's range "
        "for the indicator and measure."
    )
    map_metric = _metric(
        "plausible", lambda rows: (rows["obs_value"] >= rows["least"]) & (rows["obs_value"] <= rows["most"])
    )


class ExpectPeriodToBeWellFormed(RowRule):
    """The period code is one of the grammar, and the dates and the year are those it stands for."""

    columns = ("period_valid",)
    statement = "A period is written in the grammar of periods, and its first day, last day and year agree with it."
    map_metric = _metric("period_valid", lambda rows: rows["period_valid"])


class ExpectPeriodToBePast(RowRule):
    """What is told as done lies in a period that the publication day could look back on."""

    columns = ("obs_status", "told_on", "told_from")
    statement = (
        "What is told as done had happened when it was told: a day had come, a month, quarter or half year was half "
        "over, a year had begun."
    )
    map_metric = _metric(
        "period_past", lambda rows: (rows["obs_status"] != "actual") | (rows["told_from"] <= rows["told_on"])
    )


class ExpectQuoteToHoldFigure(RowRule):
    """The quoted sentence contains the figure as it was written."""

    columns = ("figure_in_quote",)
    statement = "The quoted sentence contains the figure as it was written."
    map_metric = _metric("figure_in_quote", lambda rows: rows["figure_in_quote"])


class ExpectSpanToMatchQuote(RowRule):
    """The span cut out of the article's text is the quote."""

    columns = ("span_start", "span_length", "quote_length", "slice_is_quote")
    statement = "The span cut out of the article's text is the quote, letter by letter."
    map_metric = _metric(
        "span_matches",
        lambda rows: (rows["span_start"] >= 0) & (rows["span_length"] == rows["quote_length"]) & rows["slice_is_quote"],
    )


class ExpectUnitToBeKnown(RowRule):
    """The code of the unit is in the gazetteer."""

    columns = ("unit_known",)
    statement = "The unit is one of the gazetteer."
    map_metric = _metric("unit_known", lambda rows: rows["unit_known"])


class ExpectUnitToExistInPeriod(RowRule):
    """Neither period nor article lie before the unit was founded, nor the period after it was abolished."""

    columns = ("before_unit", "after_unit")
    statement = "The unit existed in the period of its figure, and had been founded when it was told."
    map_metric = _metric("unit_exists", lambda rows: ~(rows["before_unit"] | rows["after_unit"]))


_SUM_WORDS = {
    "plan": "A level divided by its plan is the plan ratio told with it, within the rounding of what was written",
    "growth": "A level is last year's level of the same period, grown by the rate told with it",
    "change": "A level less last year's level of the same period is the change told with it",
    "parts": "A part does not exceed its whole in the same period",
    "per_head": "The capital of new enterprises, divided by their number, is one that enterprises can have",
    "disbursement": "A district that raises thousands of billions does not invest a multiple of its revenue",
    "cumulative": "What accrues through a year is not more in the middle of it than at its end",
    "history": "A level is of the size of the district's own level a year before or after",
    "twins": "Two districts do not tell three equal figures of one period",
    "repetition": "A figure of four digits or more is not told of two periods that end a quarter apart",
}


class ExpectSumsToAgree(RowRule):
    """The figures of a district add up; ``worst`` is the outcome from which a row fails."""

    relation: str
    worst: int

    def __init__(self, **given: Any) -> None:
        given.setdefault("column_list", [self.identity, f"sum_{given['relation']}"])
        super().__init__(**given)

    @classmethod
    def words(cls, kwargs: Mapping[str, Any]) -> str:
        refused = " Here only what is too far off to be right is refused." if kwargs["worst"] == IMPOSSIBLE else ""
        return f"{_SUM_WORDS[kwargs['relation']]}.{refused}"

    success_keys = ("mostly", "worst")
    map_metric = _metric("sums", lambda rows, worst: rows.iloc[:, -1] < worst, ("worst",))


class ExpectStatisticsToBeComplete(RowRule):
    """No column that a statistic cannot do without is empty."""

    identity = "district"
    columns = ("missing",)
    statement = "Every statistic says where, what, when, how much, and who supports it."
    map_metric = "solieu.required"


class ExpectSupportToBeCounted(RowRule):
    """Counts of a statistic fit each other: it has support, and no more sources than tellings."""

    identity = "district"
    columns = ("n_sources", "n_supporting", "n_dissenting", "tellings")
    statement = "A statistic has at least one supporting source, and no more sources than tellings."
    map_metric = _metric(
        "support",
        lambda rows: (
            (rows["n_supporting"] >= 1)
            & (rows["n_supporting"] <= rows["n_sources"])
            & (rows["n_dissenting"] <= rows["n_sources"])
            & (rows["n_sources"] <= rows["tellings"])
        ),
    )


class ExpectGateToHold(BatchExpectation):
    """A number of the whole table is within its limit; both are worked out beforehand and shown."""

    rule: str
    statement: str
    observed: float
    limit: float
    share: bool = False
    detail: str = ""

    success_keys = ("observed", "limit")

    def _validate(self, metrics: Any, runtime_configuration: Any = None, execution_engine: Any = None) -> Any:  # noqa: ARG002
        return {"success": self.observed <= self.limit, "result": {"observed_value": self.observed}}

    @classmethod
    def words(cls, kwargs: Mapping[str, Any]) -> str:
        return str(kwargs["statement"])

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> list[Any]:
        return [_text(cls.words((configuration or result.expectation_config).kwargs))]

    @classmethod
    @renderer(renderer_type=LegacyDiagnosticRendererType.OBSERVED_VALUE)
    def _diagnostic_observed_value_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> str:
        kwargs = result.expectation_config.kwargs
        number = f"{100 * kwargs['observed']:.1f} %" if kwargs.get("share") else f"{kwargs['observed']:g}"
        return f"{number} ({kwargs['detail']})" if kwargs.get("detail") else number
