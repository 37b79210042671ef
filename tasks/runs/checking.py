"""What the checks of a run leave for its docs and its report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl
from pydantic import TypeAdapter

from expectations.results import RowCheck, SuiteReport
from tasks.lake.errors import ObjectMissingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.parameters import IndicatorRules
    from tasks.lake.candidate import Candidate
    from tasks.runs.manifests import Run

_REPORT: Final = TypeAdapter(SuiteReport)
_FRAMES: Final = ("accepted", "quarantined", "sums")


def staged_texts(run: Run) -> pl.DataFrame | None:
    """Of the articles read in this run those that tell figures, ``article_id`` and ``text``; None if none was read."""
    try:
        return run.staging.get("texts")
    except ObjectMissingError:
        return None


def stage_check(run: Run, check: RowCheck) -> None:
    """Stage what the row suite found."""
    for name in _FRAMES:
        run.staging.put(f"check-{name}", getattr(check, name))
    report = _REPORT.dump_python(check.report, mode="json")
    record = {"refused": dict(check.refused), "flagged": dict(check.flagged), "report": report}
    run.staging.put_record("check", record)


def staged_check(run: Run, indicators: tuple[IndicatorRules, ...]) -> RowCheck | None:
    """The check as it was staged, None if there was none; ``indicators`` are those it was made with."""
    try:
        record = run.staging.get_record("check")
    except ObjectMissingError:
        return None
    frames = {name: run.staging.get(f"check-{name}") for name in _FRAMES}
    report = _REPORT.validate_python(record["report"])
    return RowCheck(
        **frames, refused=record["refused"], flagged=record["flagged"], report=report, indicators=indicators
    )


def stage_warnings(run: Run, warnings: Sequence[str]) -> None:
    """Stage what the table suite found worth knowing, and what of it was lifted by hand."""
    run.staging.put_record("warnings", list(warnings))


def staged_warnings(run: Run) -> tuple[str, ...]:
    """What :func:`stage_warnings` left; nothing where no release was made."""
    try:
        return tuple(run.staging.get_record("warnings"))
    except ObjectMissingError:
        return ()


def was_checked(run: Run) -> bool:
    """Whether figures were judged in this run, so that its release has docs of its own."""
    try:
        return run.staging.get_record("check") is not None
    except ObjectMissingError:
        return False


def stage_counts(run: Run, candidate: Candidate) -> None:
    """Stage what the release will hold by city: ``city``, ``districts``, ``statistics``."""
    counts = candidate.statistics.group_by(city="city_name").agg(
        districts=pl.struct("district_code", "district").n_unique(), statistics=pl.len()
    )
    run.staging.put("cities", counts.sort("statistics", "city", descending=[True, False]))
