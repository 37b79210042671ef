"""What has become of decisions: which stand, and which are open again because another thing is read now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from tasks.decisions.apply import as_read, history_of, standing_on
from tasks.records.frames import to_frame
from tasks.records.issue import ISSUE_SCHEMA, Issue

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES: Final = ("standing", "superseded", "reopened", "gone")
"""Of a decision: it acts; a newer one does; what it was about is now read otherwise; nothing is read there any more."""

REOPENED: Final = "decision_reopened"
"""Reason of the issue that a decision which is open again becomes."""

_KEY: Final = ("source_uri", "district_code", "indicator", "measure", "time_period")

_NOW: Final = {"state": pl.String(), "now": pl.Float64(), "now_id": pl.String()}


def review(observations: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Each decision with its ``state`` and, where it was reopened, what is read in its place: ``now``, ``now_id``.

    ``observations`` are all that are read, refused ones among them, as fresh readings or as the lake holds them.
    """
    rows = observations.filter(
        pl.col("observation_id").is_in(decisions["observation_id"].implode())
        | pl.col("source_uri").is_in(decisions["source_uri"].implode())
    ).sort("observation_id", descending=True)
    history = history_of(decisions)
    read = {
        row["observation_id"]: as_read(row, history.get(row["observation_id"], []))
        for row in rows.iter_rows(named=True)
    }
    places = {_place(row): row for row in read.values()}
    states = [_state(decision, read, places, history) for decision in decisions.iter_rows(named=True)]
    return decisions.hstack(pl.DataFrame(states, schema=_NOW, orient="row"))


def reopened_issues(observations: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """An issue (ISSUE_SCHEMA) for each decision that is open again, about the reading that took its place."""
    reviewed = review(observations, decisions).filter(state="reopened")
    rows = observations.filter(pl.col("observation_id").is_in(reviewed["now_id"].implode()))
    now = {row["observation_id"]: row for row in rows.iter_rows(named=True)}
    return to_frame(
        [_issue(decision, now[decision["now_id"]]) for decision in reviewed.iter_rows(named=True)], ISSUE_SCHEMA
    )


def _place(row: Mapping[str, Any]) -> tuple[object, ...]:
    return (*(row[name] for name in _KEY), row["obs_status"] == "target")


def _state(
    decision: dict[str, Any],
    read: Mapping[str, dict[str, Any]],
    places: Mapping[tuple[object, ...], dict[str, Any]],
    history: Mapping[str, list[dict[str, Any]]],
) -> tuple[str, float | None, str | None]:
    current = read.get(decision["observation_id"]) or places.get(_place(decision))
    if current is None:
        return "gone", None, None
    standing = standing_on(current, history.get(current["observation_id"], []))
    if standing:
        return ("standing" if standing[-1]["decision_id"] == decision["decision_id"] else "superseded"), None, None
    return "reopened", current["obs_value"], current["observation_id"]


def _issue(decision: Mapping[str, Any], row: Mapping[str, Any]) -> Issue:
    action = decision["action"] + (f" it to {decision['value']:g}" if decision["action"] == "correct" else " it")
    return Issue(
        "validate",
        REOPENED,
        f"{row['district_name']}, {row['indicator']} {row['measure']} {row['time_period']}: {decision['reviewer']} "
        f"read {decision['read_value']:g} on {decision['decided_at']:%Y-%m-%d} and decided to {action} "
        f"({decision['reason']}), but {row['obs_value']:g} is read there now and the decision does not act; look at it "
        "again and decide anew",
        row["source_uri"],
        row["article"],
        row["article_id"],
        row["quote"],
        row["char_start"],
        row["char_end"],
        row["raw_value"],
    )
