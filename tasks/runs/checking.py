"""What the checks of a run leave for its docs and its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from expectations.results import RowFindings
from tasks.lake.errors import ObjectMissingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.results import RowCheck
    from tasks.runs.manifests import Run


class Findings:
    """What the row suite finds, some districts at a time, until the table suite takes it."""

    def __init__(self) -> None:
        self._found: RowFindings | None = None

    def add(self, check: RowCheck) -> None:
        found = RowFindings.of(check)
        self._found = found if self._found is None else self._found + found

    def taken(self) -> RowFindings | None:
        """All that was added since it was last taken, None if no row was checked."""
        found, self._found = self._found, None
        return found


def misquoted(run: Run) -> pl.Series | None:
    """Ids of the observations of this run whose span is not their quote; None if none was read."""
    try:
        return run.staging.get("misquoted")["observation_id"]
    except ObjectMissingError:
        return None


def stage_check(run: Run, found: RowFindings) -> None:
    """Stage how many rows the row suite refused, and that there are docs of it."""
    run.staging.put_record("check", dict(found.refused))


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


def stage_counts(run: Run, counts: Sequence[pl.DataFrame]) -> None:
    """Stage what the release will hold by city, from what :func:`counts_by_city` told of all its districts."""
    cities = pl.concat(counts).group_by("city").agg(pl.col("districts").sum(), pl.col("statistics").sum())
    run.staging.put("cities", cities.sort("statistics", "city", descending=[True, False]))


def counts_by_city(statistics: pl.DataFrame) -> pl.DataFrame:
    """``city``, ``districts`` and ``statistics`` of some whole districts."""
    return statistics.group_by(city="city_name").agg(
        districts=pl.struct("district_code", "district").n_unique().cast(pl.Int64), statistics=pl.len().cast(pl.Int64)
    )
