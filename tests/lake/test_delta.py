"""A release says what it changed and why."""

from __future__ import annotations

from functools import partial

import polars as pl
import pytest

from tasks.lake.delta import delta
from tasks.lake.slices import district_slices
from tasks.reconciliation.resolve import reconcile
from tasks.records.delta import DELTA_SCHEMA

VERDICT = {"suite": "observations", "expectation": "plausible", "severity": "critical", "message": "too much"}


def refused(frame, **changes):
    return frame.with_columns(pl.lit(value).alias(name) for name, value in {**VERDICT, **changes}.items())


@pytest.fixture
def changes(frame_of):
    def between(old, new, quarantined=None):
        frame = delta(reconcile(frame_of(*old)), reconcile(frame_of(*new)), quarantined)
        assert frame.schema == pl.Schema(DELTA_SCHEMA)
        return frame.select("change", "old_value", "new_value", "reason").rows()

    return between


def test_a_new_key_is_added_for_the_reason_it_was_decided(telling, changes):
    assert changes([], [telling(4120)]) == [("added", None, 4120, "the only telling")]


def test_a_new_value_shows_the_old_one_and_the_rule(telling, changes):
    old, new = telling(4100, bound="gt"), telling(4120, article="b")
    assert changes([old], [old, new]) == [
        ("changed", 4100, 4120, "an exact figure over a bounded one; tellings: 1 came, 0 went")
    ]


def test_what_a_person_decided_is_a_reason(telling, changes):
    old, new = telling(41200), telling(4120, flags=["corrected_by_hand"])
    [(change, *values, reason)] = changes([old], [new])
    assert (change, values) == ("changed", [41200, 4120])
    assert reason.endswith("; corrected by hand")
    assert not changes([new], [new, telling(4120, article="b")])[0][-1].endswith("by hand")


def test_more_support_is_a_change_that_keeps_the_value(telling, changes):
    old, new = telling(4120), telling(4120, article="b")
    assert changes([old], [old, new]) == [("changed", 4120, 4120, "the value stands; tellings: 1 came, 0 went")]


def test_what_is_no_longer_told_is_removed(telling, changes):
    assert changes([telling(4120)], []) == [("removed", 4120, None, "told no more (tellings: 1 went)")]


def test_what_is_refused_now_is_quarantined_not_removed(telling, frame_of, changes):
    row = telling(88000)
    assert changes([row], [], refused(frame_of(row))) == [("quarantined", 88000, None, "too much")]
    assert changes([], [], refused(frame_of(row))) == [("quarantined", None, None, "too much")]


def test_a_refused_dissent_does_not_hide_that_the_statistic_stands(telling, frame_of, changes):
    row, other = telling(4120), telling(88000, article="b")
    assert changes([row], [row], refused(frame_of(other))) == []


def test_targets_and_results_are_told_apart(telling, frame_of):
    row = reconcile(frame_of(telling(4120)))
    frame = delta(row, reconcile(frame_of(telling(4120), telling(4000, obs_status="target"))))
    assert frame.select("change", "is_target", "new_value").rows() == [("added", True, 4000)]


def test_a_release_that_changes_nothing_has_an_empty_delta(telling, changes):
    assert changes([telling(4120)], [telling(4120)]) == []


def test_a_large_release_is_told_as_a_small_one_is(telling, frame_of, monkeypatch):
    old = [telling(100 + n, district=f"quan-{n}", indicator=f"i-{n % 3}") for n in range(12)]
    new = [telling(100 + 2 * n, district=f"quan-{n}", indicator=f"i-{n % 3}", article="b") for n in range(4, 20)]
    sides = reconcile(frame_of(*old)), reconcile(frame_of(*new))
    held = refused(frame_of(*old[:2]))
    whole = delta(*sides, held, frame_of(*new))
    monkeypatch.setattr("tasks.lake.delta.district_slices", partial(district_slices, rows_at_once=3))
    assert delta(*sides, held, frame_of(*new)).equals(whole)
    assert whole["change"].value_counts().sort("change").rows() == [
        ("added", 8),
        ("changed", 8),
        ("quarantined", 2),
        ("removed", 2),
    ]
