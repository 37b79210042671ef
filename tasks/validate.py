"""Run the suites: refuse rows, or stop the release. Called by publishing, see ``publish_release``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl
from prefect import task
from prefect.cache_policies import NO_CACHE

from expectations.districts import PLACE
from expectations.gates import row_counts, summed
from expectations.run import StatisticsCheck, build_docs, build_overview, check_observations
from expectations.twins import compared, touched
from tasks.catalog.load import load_catalog
from tasks.decisions.apply import prepare, release_accepted
from tasks.dictionary.suites import observation_parameters, statistic_parameters
from tasks.handing import Handed
from tasks.lake.datasets import QUARANTINE, SCHEMA_VERSION
from tasks.lake.errors import TableRejectedError
from tasks.lake.layout import DATA_DOCS, docs_folder
from tasks.runs import checking

if TYPE_CHECKING:
    from tasks.lake.candidate import Candidate
    from tasks.runs.manifests import Run


@Handed
def validate_rows(
    run: Run, findings: checking.Findings, observations: pl.DataFrame, others: pl.DataFrame, decisions: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part all tellings of the districts touched into those to publish and those to quarantine, each with its reason.

    Figures are checked against each other, so a row that was accepted yesterday may be refused today. What people
    decided acts first and has the last word. Called for some districts at a time; ``others`` has what is compared of
    all of them.
    """
    parameters = observation_parameters(load_catalog(), run.started_at.date())
    decided = prepare(observations, decisions)
    check = check_observations(decided.observations, parameters, misquoted=checking.misquoted(run), elsewhere=others)
    check = check.decided(*release_accepted(check.quarantined, decisions), decided.rejected)
    findings.add(check)
    return check.accepted, check.quarantined


def figures_compared(observations: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """What of some districts' tellings those of other districts are compared with."""
    return compared(prepare(observations, decisions).observations)


def districts_to_judge(changed: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """City and district of those whose verdicts may differ: what changed, and what it is compared with.

    ``before`` and ``after``: what is compared of all districts.
    """
    on = ["city", "district"]
    numbered = changed.cast({pl.String: pl.Categorical})
    if after.join(numbered, on=on, how="anti").is_empty():
        return changed.sort(on)
    places = pl.concat([each.join(numbered, on=on, how="semi").select(PLACE) for each in (before, after)]).unique()
    return pl.concat([changed, touched(places, before, after).select(on)]).unique().sort(on)


@task(cache_policy=NO_CACHE)
def validate_table(
    run: Run, findings: checking.Findings, candidate: Candidate, *, accept_volume_change: bool
) -> dict[str, bytes]:
    """Check a release before it is committed; its Data Docs, by path. Takes what the row suite found.

    Raises:
        TableRejectedError: a critical expectation failed; the message holds its sentences.
    """
    catalog, today = load_catalog(), run.started_at.date()
    rows = findings.taken()
    table = StatisticsCheck(
        statistic_parameters(
            catalog,
            today,
            accept_volume_change=accept_volume_change,
            schema_version=SCHEMA_VERSION,
            max_age_days=run.max_age_days,
        )
    )
    previous, cities = [], []
    for part in candidate.parts:
        table.add(part.statistics, part.observations)
        previous.append(row_counts(part.old_statistics))
        cities.append(checking.counts_by_city(part.statistics))
    check = table.finished(summed(previous) if candidate.base else None, candidate.parts.rows(QUARANTINE))
    if not check.ok:
        raise TableRejectedError(" ".join(check.failures).rstrip("."), "The last release stays as it is.")
    checking.stage_counts(run, cities)
    checking.stage_warnings(run, (*check.overridden, *check.warnings))
    if rows is None:  # no figure was read: the docs of the last release still hold
        return {}
    checking.stage_check(run, rows)
    rows = replace(rows, indicators=observation_parameters(catalog, today).indicators)
    with TemporaryDirectory() as folder:
        root, mine = Path(folder), docs_folder(candidate.release)
        build_docs([rows, check], root / mine, release=str(candidate.release))
        links = [(str(one), f"{one:08}/index.html") for one in (candidate.release, *candidate.documented)]
        build_overview(root / DATA_DOCS, links)
        pages = sorted(path for path in root.rglob("*.html"))
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in pages}
