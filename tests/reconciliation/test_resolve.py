"""Which telling is published, and what is said of the others."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tasks.reconciliation.copies import fingerprint
from tasks.reconciliation.resolve import DECISIONS, reconcile
from tasks.records.labels import DECISION_LABELS
from tasks.records.statistic import STATISTIC_SCHEMA

CASES = [
    ("actual_over_estimate", {"obs_value": 4100.5, "obs_status": "estimate"}, {"obs_value": 3900}, 3900),
    ("exact_over_bounded", {"obs_value": 4100, "bound": "gt"}, {"obs_value": 4120}, 4120),
    ("more_precise", {"obs_value": 4120}, {"obs_value": 4119.62}, 4119.62),
    ("later", {"obs_value": 4120}, {"obs_value": 4131, "published_at": date(2023, 3, 1)}, 4131),
    ("later", {"obs_value": 4120, "published_at": None}, {"obs_value": 4131}, 4131),
]


@pytest.mark.parametrize(("decision", "one", "other", "published"), CASES)
def test_the_better_telling_is_published_and_the_rule_named(telling, frame_of, decision, one, other, published):
    rows = [telling(article="a", **one), telling(article="b", **other)]
    for order in (rows, rows[::-1]):
        row = reconcile(frame_of(*order)).row(0, named=True)
        assert (row["obs_value"], row["decided_by"], row["contested"]) == (published, decision, False)


def test_more_sources_decide_between_figures_of_one_day(telling, frame_of):
    rows = [telling(4120, article="a"), telling(4131, article="b"), telling(4120, article="c")]
    row = reconcile(frame_of(*rows)).row(0, named=True)
    assert (row["obs_value"], row["decided_by"]) == (4120, "more_sources")
    assert (row["n_sources"], row["n_supporting"], row["n_dissenting"]) == (3, 2, 1)
    assert row["dissent"] == [4131]


def test_without_a_rule_to_decide_the_larger_stands_contested(telling, frame_of):
    row = reconcile(frame_of(telling(4131, article="b"), telling(4120, article="a"))).row(0, named=True)
    assert (row["obs_value"], row["decided_by"], row["contested"]) == (4131, "undecided", True)


def test_a_rounded_telling_that_agrees_is_support(telling, frame_of):
    rows = [
        telling(4100, bound="gt", article="a"),
        telling(4120, article="b"),
        telling(4000, bound="approx", article="c"),
    ]
    row = reconcile(frame_of(*rows)).row(0, named=True)
    assert (row["n_supporting"], row["n_dissenting"], row["dissent"]) == (3, 0, [])


@pytest.mark.parametrize(
    ("value", "bound", "dissents"),
    [
        (4200, "gt", True),
        (4000, "lt", True),
        (4100, "gt", False),
        (4200, "lt", False),
        (4130, "eq", True),
        (4100, "eq", False),
    ],
)
def test_a_bound_on_the_wrong_side_dissents(telling, frame_of, value, bound, dissents):
    row = reconcile(frame_of(telling(4120, article="a"), telling(value, bound=bound, article="b"))).row(0, named=True)
    assert (row["n_dissenting"] > 0) is dissents


def test_two_ratios_against_two_plans_are_one_statistic_with_dissent(telling, frame_of):
    ratio = {"measure": "plan_ratio", "unit_measure": "PERCENT"}
    row = reconcile(frame_of(telling(105, **ratio), telling(112.36, **ratio))).row(0, named=True)
    assert (row["obs_value"], row["dissent"], row["n_sources"]) == (112.36, [105], 1)
    assert len(row["observation_ids"]) == 2


def test_a_target_is_a_key_of_its_own_and_estimate_and_actual_share_one(telling, frame_of):
    rows = [telling(4120), telling(4000, obs_status="target"), telling(4110, obs_status="estimate", article="b")]
    found = reconcile(frame_of(*rows))
    assert found.select("obs_status", "obs_value").rows() == [("actual", 4120), ("target", 4000)]


def test_copies_of_a_release_count_as_one_source_and_as_old_as_the_first(telling, frame_of):
    release = " ".join(f"Quận đã hoàn thành phần việc số {n} của kế hoạch phát triển trong năm." for n in range(60))
    texts = {
        "original": release,
        "reprint": "Tin địa phương. " + release[:-40],
        "other": "Một bài hoàn toàn khác. " * 9,
    }
    days = {"original": date(2023, 1, 5), "reprint": date(2023, 1, 9), "other": date(2023, 1, 7)}
    values = {"original": 4120, "reprint": 4120, "other": 4131}
    rows = [telling(values[name], article=name, published_at=days[name]) for name in texts]
    prints = pl.DataFrame(
        {
            "article_id": [row["article_id"] for row in rows],
            "fingerprint": [fingerprint(text) for text in texts.values()],
        },
        schema={"article_id": pl.String, "fingerprint": pl.List(pl.UInt32)},
    )
    apart, together = (reconcile(frame_of(*rows), given).row(0, named=True) for given in (None, prints))
    assert (apart["n_sources"], apart["n_supporting"], apart["obs_value"]) == (3, 2, 4120)
    assert (together["n_sources"], together["n_supporting"], together["obs_value"]) == (2, 1, 4131)


def test_the_same_article_under_two_addresses_is_one_telling(telling, frame_of):
    row = reconcile(frame_of(telling(source_uri="a.txt"), telling(source_uri="b.txt"))).row(0, named=True)
    assert (len(row["observation_ids"]), row["decided_by"], row["n_sources"]) == (1, "only_telling", 1)


def test_no_observations_give_no_statistics_in_the_same_schema(frame_of):
    assert reconcile(frame_of()).schema == STATISTIC_SCHEMA
    assert reconcile(frame_of()).is_empty()


def test_every_decision_has_words_in_both_languages():
    assert list(DECISION_LABELS) == list(DECISIONS)
    assert all(vietnamese and english for vietnamese, english in DECISION_LABELS.values())
