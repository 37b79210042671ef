"""Observations to statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tasks.catalog.load import load_catalog
from tasks.decisions.review import reopened_issues
from tasks.dictionary.suites import withheld_indicators
from tasks.handing import Handed
from tasks.reconciliation.contested import contested_issues, withhold
from tasks.reconciliation.resolve import reconcile

if TYPE_CHECKING:
    from tasks.lake.merge import State


@Handed
def reconcile_observations(observations: pl.DataFrame, fingerprints: pl.DataFrame) -> pl.DataFrame:
    """One figure a key, with those who tell another; without those that the catalog withholds while contested.

    Called by publishing, for each release it has to build upon.
    """
    return withhold(reconcile(observations, fingerprints), withheld_indicators(load_catalog()))


def issues_of_the_whole(state: State, statistics: pl.DataFrame) -> pl.DataFrame:
    """Contested figures that are withheld, and decisions that are open again because another value is read now."""
    withheld = withheld_indicators(load_catalog())
    return pl.concat(
        [
            contested_issues(state.observations, statistics, withheld),
            reopened_issues(state.tellings, state.decisions),
        ]
    )
