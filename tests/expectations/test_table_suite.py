"""The table suite stops a release for a reason that it names, and only gates on volume can be lifted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from expectations.parameters import StatisticParameters
from expectations.results import SuiteError
from expectations.run import check_statistics, row_counts
from tasks.reconciliation.resolve import reconcile
from tasks.records.statistic import STATISTIC_SCHEMA

PARAMETERS = StatisticParameters(
    indicators=("budget_revenue",),
    district_codes=frozenset({"768"}),
    min_partition_rows=5,
    min_rows_for_shares=10,
    max_age_days=30,
    as_of=date(2023, 1, 20),
    schema_version=1,
    columns=STATISTIC_SCHEMA,
)


@pytest.fixture
def release(telling, frame_of):
    """Twenty statistics of twenty years and the observations they are made of."""
    rows = [
        telling(
            4000.0 + year,
            year=year,
            time_period=str(year),
            period_start=date(year, 1, 1),
            period_end=date(year, 12, 31),
        )
        for year in range(2003, 2023)
    ]
    observations = frame_of(*rows)
    return reconcile(observations), observations


def test_a_release_in_order_may_be_made(release):
    check = check_statistics(*release, row_counts(release[0]), PARAMETERS)
    assert check.ok
    assert (check.failures, check.warnings, check.overridden) == ((), (), ())
    assert check_statistics(*release, None, PARAMETERS).ok


BROKEN = [
    ("unique_key", lambda table: pl.concat([table, table.head(1)]), "2 of 21 rows"),
    ("known_district", lambda table: table.with_columns(district_code=pl.lit("999")), "gazetteer"),
    ("known_indicator", lambda table: table.with_columns(indicator=pl.lit("moon_phase")), "catalog"),
    ("schema_version", lambda table: table.with_columns(note=pl.lit("x")), "note is String, expected no such column"),
    ("schema_version", lambda table: table.drop("contested"), "contested is missing, expected Boolean"),
    ("required", lambda table: table.with_columns(obs_value=pl.lit(None, pl.Float64)), "20 of 20 rows"),
    ("support", lambda table: table.with_columns(n_supporting=pl.lit(0, pl.Int64)), "supporting source"),
    ("known_observations", lambda table: table.with_columns(observation_ids=pl.lit(["nobody"])), "published with it"),
    ("observations_used", lambda table: table.head(19), "Found 1"),
]


@pytest.mark.parametrize(("rule", "damage", "why"), BROKEN)
def test_a_broken_table_stops_the_release_whatever_is_accepted(release, rule, damage, why):
    statistics, observations = release
    for accept in (False, True):
        parameters = replace(PARAMETERS, accept_volume_change=accept)
        check = check_statistics(damage(statistics), observations, None, parameters)
        assert not check.ok
        (sentence,) = [said for said in check.failures if said.startswith(f"{rule}:")]
        assert why in sentence


def test_observations_of_withheld_statistics_are_accounted_for(release):
    statistics, observations = release
    parameters = replace(PARAMETERS, withheld=frozenset({"budget_revenue"}))
    assert check_statistics(statistics.head(19), observations, None, parameters).ok


def test_lost_rows_stop_the_release_unless_the_loss_is_accepted(release):
    previous = pl.concat(
        [
            row_counts(release[0]),
            pl.DataFrame({"city": "ho-chi-minh", "year": 1999, "rows": 12}).cast({"year": pl.Int32}),
        ]
    )
    check = check_statistics(*release, previous, PARAMETERS)
    assert [said.partition(":")[0] for said in check.failures] == ["row_count", "partition_rows"]
    assert "ho-chi-minh 1999: 0 rows, 12 in the last release" in check.failures[1]
    lifted = check_statistics(*release, previous, replace(PARAMETERS, accept_volume_change=True))
    assert lifted.ok
    assert lifted.overridden == check.failures


@pytest.mark.parametrize(("quarantined", "ok"), [(8, True), (9, False)])
def test_too_large_a_share_refused_stops_the_release(release, quarantined, ok):
    check = check_statistics(*release, None, PARAMETERS, quarantined=quarantined)
    assert check.ok is ok
    assert ok or f"{quarantined} of {20 + quarantined}" in check.failures[0]


def test_of_few_rows_a_share_is_told_and_does_not_stop(release):
    parameters = replace(PARAMETERS, min_rows_for_shares=1000)
    check = check_statistics(*release, None, parameters, quarantined=50)
    assert check.ok
    assert check.warnings[0].startswith("quarantine_share")


def test_too_much_dissent_stops_the_release(release):
    statistics, observations = release
    check = check_statistics(statistics.with_columns(n_dissenting=pl.col("n_sources")), observations, None, PARAMETERS)
    assert check.failures[0].startswith("dissent_share")


def test_old_news_is_worth_a_warning(release):
    check = check_statistics(*release, None, replace(PARAMETERS, as_of=date(2024, 1, 1)))
    assert check.ok
    assert check.warnings[0].startswith(
        "freshness: The newest article is no older than 30 days. Found 361 (2023-01-05)"
    )


def test_a_table_of_another_shape_is_an_error_that_names_the_columns(release):
    with pytest.raises(SuiteError, match="n_sources is missing, expected Int64"):
        check_statistics(release[0].drop("n_sources"), release[1], None, PARAMETERS)
