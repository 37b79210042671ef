"""Observations to statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.reconciliation.resolve import reconcile

if TYPE_CHECKING:
    import polars as pl


@task(cache_policy=NO_CACHE)
def reconcile_observations(observations: pl.DataFrame, fingerprints: pl.DataFrame) -> pl.DataFrame:
    """One figure a key, with those who tell another. Called by publishing, for each release it has to build upon."""
    return reconcile(observations, fingerprints)
