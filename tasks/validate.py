"""Run the suites: refuse rows, or stop the release. Called by publishing, see ``publish_release``."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE

from expectations.districts import PLACE
from expectations.run import build_docs, build_overview, check_observations, check_statistics, row_counts
from expectations.twins import touched
from tasks.catalog.load import load_catalog
from tasks.decisions.apply import prepare, release_accepted
from tasks.dictionary.suites import observation_parameters, statistic_parameters
from tasks.lake.datasets import SCHEMA_VERSION
from tasks.lake.errors import TableRejectedError
from tasks.lake.layout import DATA_DOCS, docs_folder
from tasks.runs import checking

if TYPE_CHECKING:
    from tasks.lake.candidate import Candidate
    from tasks.lake.merge import State
    from tasks.runs.manifests import Run


@task(cache_policy=NO_CACHE)
def validate_rows(
    run: Run, observations: pl.DataFrame, elsewhere: pl.DataFrame, decisions: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part all tellings of the districts touched into those to publish and those to quarantine, each with its reason.

    Figures are checked against each other, so a row that was accepted yesterday may be refused today. What people
    decided acts first and has the last word.
    """
    parameters = observation_parameters(load_catalog(), run.started_at.date())
    decided = prepare(observations, decisions)
    check = check_observations(
        decided.observations,
        parameters,
        texts=checking.staged_texts(run),
        elsewhere=prepare(elsewhere, decisions).observations,
    )
    check = check.decided(*release_accepted(check.quarantined, decisions), decided.rejected)
    checking.stage_check(run, check)
    return check.accepted, check.quarantined


def districts_to_judge(changed: pl.DataFrame, before: State, after: State) -> pl.DataFrame:
    """City and district of those whose verdicts may differ: what changed, and what it is compared with."""
    on = ["city", "district"]
    if after.tellings.join(changed, on=on, how="anti").is_empty():
        return changed.sort(on)
    states = [prepare(state.tellings, state.decisions).observations for state in (before, after)]
    places = pl.concat([state.join(changed, on=on, how="semi").select(PLACE) for state in states]).unique()
    return pl.concat([changed, touched(places, *states).select(on)]).unique().sort(on)


@task(cache_policy=NO_CACHE)
def validate_table(run: Run, candidate: Candidate, *, accept_volume_change: bool) -> dict[str, bytes]:
    """Check a release before it is committed; its Data Docs, by path.

    Raises:
        TableRejectedError: a critical expectation failed; the message holds its sentences.
    """
    catalog, today = load_catalog(), run.started_at.date()
    check = check_statistics(
        candidate.statistics,
        candidate.observations,
        row_counts(candidate.old_statistics) if candidate.base else None,
        statistic_parameters(
            catalog,
            today,
            accept_volume_change=accept_volume_change,
            schema_version=SCHEMA_VERSION,
            max_age_days=run.max_age_days,
        ),
        quarantined=candidate.quarantine.height,
    )
    if not check.ok:
        raise TableRejectedError(" ".join(check.failures).rstrip("."), "The last release stays as it is.")
    checking.stage_counts(run, candidate)
    checking.stage_warnings(run, (*check.overridden, *check.warnings))
    rows = checking.staged_check(run, observation_parameters(catalog, today).indicators)
    if rows is None:  # no figure was read: the docs of the last release still hold
        return {}
    with TemporaryDirectory() as folder:
        root, mine = Path(folder), docs_folder(candidate.release)
        build_docs([rows, check], root / mine, release=str(candidate.release))
        links = [(str(one), f"{one:08}/index.html") for one in (candidate.release, *candidate.documented)]
        build_overview(root / DATA_DOCS, links)
        pages = sorted(path for path in root.rglob("*.html"))
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in pages}
