"""Great Expectations: suites run over Polars frames, and its results as plain values.

The only module that meets pandas and Great Expectations' context. Importing Great Expectations takes some seconds of
processor time, so that happens inside the functions: importing this module is free, and a program that
knows it will check can call :func:`warm_up` in a thread while it waits for something else.
"""

from __future__ import annotations

import warnings
from string import Template
from typing import TYPE_CHECKING, Any

import polars as pl

from expectations.deferred import deferred
from expectations.results import RuleOutcome, SuiteError, SuiteReport

if TYPE_CHECKING:
    from collections.abc import Sequence


def warm_up() -> None:
    """Import what the checks need; idempotent, safe in a thread.

    Great Expectations imports modules that the standard library deprecates, and says so; that is no news to our users.
    Charts and distributions take it a third of the time, for expectations that our suites do not have.
    """
    with warnings.catch_warnings(), deferred("altair", "scipy.stats"):
        warnings.simplefilter("ignore")
        import expectations.observations  # noqa: PLC0415 - seconds
        import expectations.statistics  # noqa: PLC0415, F401


def validate(frame: pl.DataFrame, suite: Any) -> list[Any]:
    """Run one suite over one frame in a context that leaves nothing behind; one result a rule, in the suite's order.

    Raises:
        SuiteError: an expectation itself failed to run.
    """
    from great_expectations.validator.v1_validator import Validator  # noqa: PLC0415

    read = {
        name for rule in suite.expectations for name in getattr(rule, "column_list", [getattr(rule, "column", None)])
    }
    # Days as numbers: pandas holds Arrow dates as Python objects whenever it hashes or compares them.
    compared = frame.select(pl.col(name) for name in frame.columns if name in read).with_columns(
        pl.col(pl.Date).to_physical()
    )
    context = _context()
    asset = context.data_sources.add_pandas("solieu").add_dataframe_asset(suite.name)
    validator = Validator(
        batch_definition=asset.add_batch_definition_whole_dataframe("all"),
        # Batch.validate would fingerprint the frame twice, which takes longer than checking it.
        batch_parameters={"dataframe": compared.to_pandas(use_pyarrow_extension_array=True)},
        result_format={"result_format": "COMPLETE", "return_unexpected_index_query": False},
    )
    result = validator.validate_expectation_suite(suite)
    for outcome in result.results:
        if message := _raised(outcome.exception_info):
            raise SuiteError(f"{suite.name}: the expectation {_rule(outcome)} could not be run: {message}")
    # The library groups results by column; which rule comes first matters to whom a row is refused by.
    place = {_rule_of(expectation.configuration): place for place, expectation in enumerate(suite.expectations)}
    return sorted(result.results, key=lambda outcome: place[_rule(outcome)])


def _context() -> Any:
    """An in-memory context: no project folder, no progress bars, no usage statistics."""
    import great_expectations as gx  # noqa: PLC0415
    from great_expectations.data_context.types.base import (  # noqa: PLC0415
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        analytics_enabled=False,
    )
    return gx.get_context(project_config=config, mode="ephemeral")


def report_of(suite: str, results: Sequence[Any]) -> SuiteReport:
    """The library's results as plain values, in the words that each expectation renders for Data Docs."""
    outcomes = []
    for outcome in results:
        config, found = outcome.expectation_config, outcome.result
        rows = int(found.get("element_count") or 0)
        statement = config.description or "".join(
            Template(content.string_template["template"]).safe_substitute(content.string_template["params"])
            for content in _rendered("renderer.prescriptive", outcome)
        )
        outcomes.append(
            RuleOutcome(
                rule=_rule(outcome),
                statement=statement,
                severity=str(config.severity.value),
                success=bool(outcome.success),
                failed=int(found.get("unexpected_count") or 0),
                rows=rows,
                # Rows are counted; a number of the whole table is told as its expectation renders it.
                observed=""
                if "element_count" in found
                else str(_rendered("renderer.diagnostic.observed_value", outcome)),
            )
        )
    return SuiteReport(suite, tuple(outcomes))


def _rendered(kind: str, outcome: Any) -> Any:
    from great_expectations.expectations.registry import get_renderer_impl  # noqa: PLC0415

    config = outcome.expectation_config
    renderer = get_renderer_impl(config.type, kind)
    return renderer[1](configuration=config, result=outcome) if renderer else ""


def _rule(outcome: Any) -> str:
    return _rule_of(outcome.expectation_config)


def _rule_of(config: Any) -> str:
    """Our own expectations carry their rule's id as a field, those of the library in their notes."""
    return str(config.kwargs.get("rule") or config.meta["rule"])


def failed_rows(outcome: Any) -> list[int]:
    """Numbers of the rows that fail a rule."""
    return [] if outcome.success else list(outcome.result["unexpected_index_list"])


def _raised(exception_info: dict[str, Any]) -> str | None:
    """The message of an exception that the library caught, in either of the two shapes it reports them in."""
    entries: Sequence[Any] = [exception_info] if "raised_exception" in exception_info else list(exception_info.values())
    for entry in entries:
        if entry["raised_exception"]:
            return str(entry["exception_message"])
    return None
