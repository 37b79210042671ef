"""Contested figures are published with a mark, or withheld with an issue for each telling."""

from __future__ import annotations

from tasks.reconciliation.contested import withhold
from tasks.reconciliation.resolve import reconcile


def test_contested_figures_of_listed_indicators_are_withheld_and_told_of(telling, frame_of):
    rows = [
        telling(4120, article="a"),
        telling(4131, article="b"),
        telling(11, indicator="fires", article="a"),
        telling(12, indicator="fires", article="b"),
    ]
    frame = frame_of(*rows)
    statistics = reconcile(frame)
    parted = withhold(statistics, frame, {"budget_revenue"})
    assert parted.published["indicator"].to_list() == ["fires"]
    assert parted.withheld["indicator"].to_list() == ["budget_revenue"]
    assert sorted(issue.article for issue in parted.issues) == ["a", "b"]
    assert "the tellings 4120, 4131 disagree and no rule decides" in parted.issues[0].message
    assert withhold(statistics, frame, ()).published.equals(statistics)


def test_undisputed_figures_are_never_withheld(telling, frame_of):
    frame = frame_of(telling(4120, article="a"), telling(4120, article="b"))
    parted = withhold(reconcile(frame), frame, {"budget_revenue"})
    assert (parted.withheld.height, parted.issues) == (0, ())
