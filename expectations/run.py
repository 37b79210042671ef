"""Run the suites: Polars in, typed results out.

Great Expectations is imported inside the functions (see ``expectations/library.py``): importing this module is free.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from expectations.arithmetic import check_sums
from expectations.contract import OBSERVATION, OPTIONAL, STATISTIC, check_shape
from expectations.districts import by_districts
from expectations.docs import write_overview, write_site
from expectations.evidence import evidence, misquoted_in
from expectations.gates import Totals, compared, gates, row_counts
from expectations.library import failed_rows, report_of, validate, warm_up
from expectations.results import RowCheck, RowFindings, SuiteError, SuiteReport, TableCheck
from expectations.twins import twins
from expectations.verdicts import failures_frame, judge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from expectations.parameters import ObservationParameters, StatisticParameters

__all__ = [
    "RowCheck",
    "RowFindings",
    "StatisticsCheck",
    "SuiteError",
    "TableCheck",
    "build_docs",
    "build_overview",
    "check_observations",
    "check_statistics",
    "row_counts",
    "warm_up",
]


_POSITION: Final = "_position"

TOGETHER: Final = 30_000
"""Statistics to check at once: setting up the library takes a tenth of a second, however few rows there are."""


def check_observations(
    frame: pl.DataFrame,
    parameters: ObservationParameters,
    docs_dir: Path | None = None,
    *,
    texts: pl.DataFrame | None = None,
    misquoted: pl.Series | None = None,
    elsewhere: pl.DataFrame | None = None,
) -> RowCheck:
    """Part observations into those that can be published and those that are refused, with reasons.

    ``frame`` follows OBSERVATION_SCHEMA and holds whole districts (all tellings of each district it touches), because
    figures are also checked against each other. Row order is kept. With ``docs_dir``, Data Docs are built there. With
    ``texts`` (``article_id``, ``text``), spans are cut out of the articles and compared with their quotes;
    ``misquoted`` are the ids of rows of which it is known already (``evidence.misquoted_in``).
    ``elsewhere`` has what is compared (``twins.compared``) of all other districts, which are not judged (give ``frame``
    itself where there are none); without it nothing is compared across districts, because what was found would depend
    on which districts happen to be judged together. ``twins.touched`` says which to judge when a lake's rows change.

    Raises:
        SuiteError: a column is missing or of another type, or an expectation itself failed to run.
    """
    check_shape(frame, {**OBSERVATION, **OPTIONAL}, "observations")
    warm_up()
    from expectations.observations import observation_suite  # noqa: PLC0415

    suite = observation_suite(parameters)
    numbered = frame.with_row_index(_POSITION)
    across = None if elsewhere is None else twins(frame, elsewhere)
    if texts is not None:
        misquoted = misquoted_in(texts, frame)
    check = reduce(
        add, (_check_districts(part, parameters, suite, across, misquoted) for part in by_districts(numbered))
    )
    check = replace(
        check,
        accepted=check.accepted.sort(_POSITION).drop(_POSITION),
        quarantined=check.quarantined.sort(_POSITION).drop(_POSITION),
    )
    if docs_dir is not None:
        build_docs([RowFindings.of(check)], docs_dir)
    return check


def _check_districts(
    frame: pl.DataFrame,
    parameters: ObservationParameters,
    suite: Any,
    across: pl.DataFrame | None,
    misquoted: pl.Series | None,
) -> RowCheck:
    if across is not None:
        rows = frame.select(_POSITION).with_row_index("_row")
        across = across.rename({"_row": _POSITION}).join(rows, on=_POSITION).select(across.columns)
    settled = check_sums(frame, parameters.arithmetic, across)
    compared = evidence(frame, parameters, settled, misquoted)
    outcomes = validate(compared, suite)
    report = report_of(suite.name, outcomes)
    failed = [failed_rows(outcome) for outcome in outcomes]
    found = [(rule.rule, rule.severity, rows) for rule, rows in zip(report.outcomes, failed, strict=True)]
    return judge(frame, compared, settled, failures_frame(found), report=report, indicators=parameters.indicators)


def check_statistics(
    frame: pl.DataFrame,
    observations: pl.DataFrame,
    previous: pl.DataFrame | None,
    parameters: StatisticParameters,
    *,
    quarantined: int = 0,
    docs_dir: Path | None = None,
) -> TableCheck:
    """Say whether a release of these statistics may be made.

    ``frame`` follows STATISTIC_SCHEMA; ``observations`` are those it was made from. ``previous`` has the row counts of
    the last release (``city``, ``year``, ``rows``; see :func:`row_counts`), ``None`` for the first.
    ``quarantined`` is the number of refused observations.
    """
    check = StatisticsCheck(parameters)
    check.add(frame, observations)
    found = check.finished(previous, quarantined)
    if docs_dir is not None:
        build_docs([found], docs_dir)
    return found


class StatisticsCheck:
    """The same of a table that comes some whole districts at a time."""

    def __init__(self, parameters: StatisticParameters) -> None:
        self._parameters = parameters
        self._totals = Totals()
        self._held: list[pl.DataFrame] = []
        self._report: SuiteReport | None = None

    def add(self, frame: pl.DataFrame, observations: pl.DataFrame) -> None:
        """Check the statistics of some districts, which are made of these observations."""
        check_shape(frame, {**STATISTIC, "flags": OPTIONAL["flags"]}, "statistics")
        self._totals.add(frame, observations, self._parameters.withheld)
        self._held.append(compared(frame, observations, self._parameters))
        if sum(rows.height for rows in self._held) >= TOGETHER:
            self._check_held()

    def _check_held(self) -> None:
        warm_up()
        from expectations.statistics import statistic_suite  # noqa: PLC0415

        suite = statistic_suite(self._parameters)
        report = report_of(suite.name, validate(pl.concat(self._held), suite))
        self._report = report if self._report is None else self._report + report
        self._held.clear()

    def finished(self, previous: pl.DataFrame | None, quarantined: int) -> TableCheck:
        """The outcome for all districts added; at least once something must have been."""
        if self._held:
            self._check_held()
        from expectations.statistics import findings, gate_suite  # noqa: PLC0415

        assert self._report is not None
        measured = gates(self._totals, previous, quarantined, self._parameters)
        suite = gate_suite(measured)
        gated = report_of(suite.name, validate(pl.DataFrame({"nothing": [0]}), suite))
        return findings(measured, self._parameters, SuiteReport(suite.name, (*self._report.outcomes, *gated.outcomes)))


def build_docs(
    checks: Sequence[RowFindings | TableCheck], docs_dir: Path, *, release: str = "", built_at: datetime | None = None
) -> Path:
    """Write Data Docs of the checks into ``docs_dir`` and return the path of its index page.

    The pages need nothing but themselves (no script, no style sheet from elsewhere), and the same checks give the same
    bytes; ``release`` and ``built_at`` are printed where given.
    """
    return write_site(checks, docs_dir, release=release, built_at=built_at)


def build_overview(docs_dir: Path, releases: Sequence[tuple[str, str]]) -> Path:
    """Write an index of the docs of several releases (each with its page, newest first) and return its path."""
    return write_overview(docs_dir, releases)
