"""Contested figures are published with a mark, or withheld with an issue for each telling."""

from __future__ import annotations

from tasks.reconciliation.contested import contested_issues, withhold
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
    published = withhold(statistics, {"budget_revenue"})
    assert published["indicator"].to_list() == ["fires"]
    issues = contested_issues(frame, published, {"budget_revenue"})
    assert sorted(issues["article"]) == ["a", "b"]
    assert "the tellings 4120, 4131 disagree and no rule decides" in issues["message"][0]
    assert withhold(statistics, ()).equals(statistics)
    assert contested_issues(frame, statistics, ()).is_empty()


def test_undisputed_figures_are_never_withheld(telling, frame_of):
    frame = frame_of(telling(4120, article="a"), telling(4120, article="b"))
    published = withhold(reconcile(frame), {"budget_revenue"})
    assert published.height == 1
    assert contested_issues(frame, published, {"budget_revenue"}).is_empty()
