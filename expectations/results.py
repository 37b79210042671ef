"""What a check of rows or of a table found, as plain typed values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from expectations.parameters import IndicatorRules

VERDICT_SCHEMA: Final[dict[str, pl.DataType]] = {
    "suite": pl.String(),
    "expectation": pl.String(),
    "severity": pl.String(),
    "message": pl.String(),
}
"""Columns that quarantine adds to those of an observation."""


class SuiteError(RuntimeError):
    """A suite could not be run at all: a column is missing, of the wrong type, or an expectation raised."""


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One expectation of a suite, as it came out.

    ``failed`` counts the rows that broke it, of ``rows``; a number of the whole table is in ``observed`` instead.
    """

    rule: str
    statement: str
    severity: str
    success: bool
    failed: int = 0
    rows: int = 0
    observed: str = ""

    @property
    def found(self) -> str:
        """What was found, in a few words."""
        if self.observed or self.success:
            return self.observed or "holds"
        return f"{self.failed} of {self.rows} {'refused' if self.severity == 'critical' else 'flagged'}"


@dataclass(frozen=True, slots=True)
class SuiteReport:
    """A suite's rules in their order, with what they found."""

    suite: str
    outcomes: tuple[RuleOutcome, ...]

    def __add__(self, other: SuiteReport) -> SuiteReport:
        """The report on the rows of both, checked by the same suite."""
        pairs = zip(self.outcomes, other.outcomes, strict=True)
        merged = (
            replace(one, success=one.success and two.success, failed=one.failed + two.failed, rows=one.rows + two.rows)
            for one, two in pairs
        )
        return SuiteReport(self.suite, tuple(merged))


@dataclass(frozen=True, slots=True)
class RowCheck:
    """Outcome of the row suite.

    ``accepted`` has the columns of what was given, with flags renewed. ``quarantined`` adds VERDICT_SCHEMA, one row an
    observation: ``expectation`` is the first critical rule it broke, ``message`` tells of all it broke. ``sums`` is
    every sum that was made (``arithmetic.SUM_SCHEMA``). ``refused`` and ``flagged`` count rows by rule and by flag.
    """

    accepted: pl.DataFrame
    quarantined: pl.DataFrame
    sums: pl.DataFrame
    refused: Mapping[str, int]
    flagged: Mapping[str, int]
    report: SuiteReport
    indicators: tuple[IndicatorRules, ...] = ()

    def decided(self, released: pl.DataFrame, held_back: pl.DataFrame, rejected: pl.DataFrame) -> RowCheck:
        """With rows that a person released from quarantine, those that stay there, and those a person put there."""
        quarantined = pl.concat([held_back, rejected.select(held_back.columns)])
        return replace(
            self,
            accepted=pl.concat([self.accepted, released.select(self.accepted.columns)]),
            quarantined=quarantined,
            refused=dict(quarantined["expectation"].value_counts(name="rows").sort("expectation").iter_rows()),
        )

    def __add__(self, other: RowCheck) -> RowCheck:
        """The check of the rows of both, those of ``self`` first."""
        return RowCheck(
            accepted=pl.concat([self.accepted, other.accepted]),
            quarantined=pl.concat([self.quarantined, other.quarantined]),
            sums=pl.concat([self.sums, other.sums]),
            refused=_added(self.refused, other.refused),
            flagged=_added(self.flagged, other.flagged),
            report=self.report + other.report,
            indicators=self.indicators,
        )


ROWS_SHOWN: Final = 500
"""Refused rows and sums that a page prints; the dataset ``quarantine`` has them all."""

_SUM: Final = ("relation", "outcome", "message")


@dataclass(frozen=True, slots=True)
class RowFindings:
    """What is told of one check of rows, or of several, without the rows: the first refused ones and sums, and counts.

    ``sum_hashes`` tell how many different sums there are.
    """

    accepted: int
    flagged_rows: int
    refused_rows: int
    first_refused: pl.DataFrame
    first_sums: pl.DataFrame
    sum_hashes: pl.Series
    refused: Mapping[str, int]
    flagged: Mapping[str, int]
    report: SuiteReport
    indicators: tuple[IndicatorRules, ...] = ()

    @classmethod
    def of(cls, check: RowCheck) -> RowFindings:
        sums = check.sums.select(_SUM).unique()
        return cls(
            check.accepted.height,
            int((check.accepted["flags"].list.len() > 0).sum()),
            check.quarantined.height,
            _first_refused(check.quarantined),
            compact(sums.sort(_SUM).head(ROWS_SHOWN)),
            sums.hash_rows(),
            check.refused,
            check.flagged,
            check.report,
            check.indicators,
        )

    def __add__(self, other: RowFindings) -> RowFindings:
        return RowFindings(
            self.accepted + other.accepted,
            self.flagged_rows + other.flagged_rows,
            self.refused_rows + other.refused_rows,
            _first_refused(pl.concat([self.first_refused, other.first_refused])),
            pl.concat([self.first_sums, other.first_sums]).unique().sort(_SUM).head(ROWS_SHOWN),
            pl.concat([self.sum_hashes, other.sum_hashes]).unique(),
            _added(self.refused, other.refused),
            _added(self.flagged, other.flagged),
            self.report + other.report,
            self.indicators,
        )


def _first_refused(rows: pl.DataFrame) -> pl.DataFrame:
    shown = ("city", "district", "expectation", "observation_id", "district_name", "article", "quote", "message")
    return compact(rows.select(shown).sort(shown[:4]).head(ROWS_SHOWN))


def compact(frame: pl.DataFrame) -> pl.DataFrame:
    """The same rows in memory of their own: what was picked out of a large frame otherwise keeps all its strings."""
    return pl.DataFrame(frame.to_arrow(compat_level=pl.CompatLevel.oldest()), schema=frame.schema)


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in sorted({*one, *other})}


@dataclass(frozen=True, slots=True)
class TableCheck:
    """Outcome of the table suite: sentences for what stops the release and for what is only worth saying.

    ``overridden`` are gates on volume that failed and were lifted by ``accept_volume_change``.
    """

    failures: tuple[str, ...]
    warnings: tuple[str, ...]
    overridden: tuple[str, ...]
    report: SuiteReport

    @property
    def ok(self) -> bool:
        return not self.failures
