"""Let decisions act: before the row suite on what it sees, after it on what it refused.

The newest decision that stands for a reading counts. ``reject`` takes the row out before its figures are compared with
others; ``correct`` puts the corrected value in its place, which the suite then judges like any other; ``accept``
publishes the row (as corrected before, if it was) whatever the suite says, with a flag.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from tasks.decisions.decision import DecisionError, decide, decisions_frame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tasks.decisions.decision import Request

CORRECTED: Final = "corrected_by_hand"
ACCEPTED: Final = "accepted_by_hand"

ACCEPTABLE: Final = ("period_past", "figure_in_quote", "span", "plausible", "possible")
"""What a person can know better than a check, by the part of ``expectation`` before its first dot. A row that lacks a
unit, a district or a period cannot be published whoever vouches for it."""

SUITE: Final = "decisions"
"""What stands as the suite of a row that a person rejected."""

_VERDICT: Final = ("suite", "expectation", "severity", "message")


@dataclass(frozen=True, slots=True)
class Prepared:
    """``observations`` are those to check; ``rejected`` has them with the verdict columns of quarantine."""

    observations: pl.DataFrame
    rejected: pl.DataFrame


def take(
    requests: Sequence[Request],
    observations: pl.DataFrame,
    kept: pl.DataFrame,
    now: datetime,
    refused: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The decisions that requests make about what is read, in DECISION_SCHEMA; add them with ``decision.added``.

    ``observations`` are all that are read, refused ones among them; ``kept`` the decisions so far. ``refused`` has
    ``observation_id`` and ``expectation`` of what is in quarantine.

    Raises:
        DecisionError: the first request that cannot be met; nothing is decided then.
    """
    if refused is not None:
        _check_acceptable(requests, refused)
    asked = pl.Series([request.observation_id for request in requests], dtype=pl.String)
    history = history_of(kept)
    read = {
        row["observation_id"]: as_read(row, history.get(row["observation_id"], []))
        for row in observations.filter(pl.col("observation_id").is_in(asked.implode())).iter_rows(named=True)
    }
    return decisions_frame([decide(request, read.get(request.observation_id), now) for request in requests])


def prepare(observations: pl.DataFrame, decisions: pl.DataFrame) -> Prepared:
    """Take rejected rows out and put corrected values in.

    Rows may come fresh from an article or from the lake, where they hold an earlier correction; that is taken back
    first, so a correction that no longer stands leaves no trace.
    """
    concerned = observations.filter(pl.col("observation_id").is_in(decisions["observation_id"].implode()))
    if concerned.is_empty():
        return Prepared(observations, observations.clear().with_columns(pl.lit("").alias(name) for name in _VERDICT))
    history = history_of(decisions)
    renewed, refusals = [], []
    for row in concerned.iter_rows(named=True):
        original = as_read(row, history[row["observation_id"]])
        standing = standing_on(original, history[row["observation_id"]])
        renewed.append({"observation_id": row["observation_id"], **_corrected(original, standing)})
        if standing and standing[-1]["action"] == "reject":
            refusals.append({"observation_id": row["observation_id"], **_refusal(row, standing[-1])})
    schema = {name: observations.schema[name] for name in ("observation_id", "obs_value", "flags")}
    changed = pl.DataFrame(renewed, schema=schema).unique("observation_id", keep="first")
    verdicts = pl.DataFrame(refusals, schema={"observation_id": pl.String, **dict.fromkeys(_VERDICT, pl.String)})
    settled = (
        observations.join(changed, on="observation_id", how="left", suffix="_new", maintain_order="left")
        .with_columns(pl.coalesce(f"{name}_new", name).alias(name) for name in ("obs_value", "flags"))
        .select(observations.columns)
    )
    return Prepared(
        settled.join(verdicts, on="observation_id", how="anti", maintain_order="left"),
        settled.join(verdicts.unique("observation_id"), on="observation_id", how="inner", maintain_order="left"),
    )


def release_accepted(quarantined: pl.DataFrame, decisions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that a standing ``accept`` releases, flagged and without their verdict; and the rows that stay refused."""
    history = history_of(decisions)
    released = [
        row["observation_id"]
        for row in quarantined.select("observation_id", "obs_value", "bound", "flags", "expectation").iter_rows(
            named=True
        )
        if _is_acceptable(row["expectation"])
        and (known := history.get(row["observation_id"]))
        and (standing := standing_on(as_read(row, known), known))
        and standing[-1]["action"] == "accept"
    ]
    is_released = pl.col("observation_id").is_in(pl.Series(released, dtype=pl.String).implode())
    flags = pl.concat_list("flags", pl.lit(ACCEPTED)).list.unique().list.sort()
    return (
        quarantined.filter(is_released).with_columns(flags=flags).drop(_VERDICT),
        quarantined.filter(~is_released),
    )


def history_of(decisions: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Decisions by observation, oldest first."""
    history: dict[str, list[dict[str, Any]]] = {}
    for decision in decisions.sort("decided_at", "decision_id").iter_rows(named=True):
        history.setdefault(decision["observation_id"], []).append(decision)
    return history


def as_read(row: dict[str, Any], history: list[dict[str, Any]]) -> dict[str, Any]:
    """The row without what decisions did to it earlier."""
    flags = [flag for flag in row["flags"] or [] if flag not in (CORRECTED, ACCEPTED)]
    value = row["obs_value"]
    if CORRECTED in (row["flags"] or []):
        value = next((each["read_value"] for each in reversed(history) if each["value"] == value), value)
    return {**row, "obs_value": value, "flags": flags}


def standing_on(original: dict[str, Any], history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Decisions about just this reading."""
    read = (original["obs_value"], original["bound"])
    return [decision for decision in history if (decision["read_value"], decision["read_bound"]) == read]


def _is_acceptable(expectation: str) -> bool:
    return expectation.split(".", maxsplit=1)[0] in ACCEPTABLE


def _check_acceptable(requests: Sequence[Request], refused: pl.DataFrame) -> None:
    broken = dict(refused.select("observation_id", "expectation").iter_rows())
    for request in requests:
        rule = broken.get(request.observation_id, "rejected")
        if request.action == "accept" and rule != "rejected" and not _is_acceptable(rule):
            raise DecisionError(
                f"{request.observation_id}: breaks {rule}, without which a figure cannot be published; it can be "
                "rejected, or read otherwise once catalog or rules are mended"
            )


def _corrected(original: dict[str, Any], standing: list[dict[str, Any]]) -> dict[str, Any]:
    """Value and flags under the newest decision; a correction holds until the row is corrected anew or rejected."""
    corrections = [decision["value"] for decision in standing if decision["action"] == "correct"]
    if not corrections or standing[-1]["action"] == "reject":
        return {"obs_value": original["obs_value"], "flags": original["flags"]}
    return {"obs_value": corrections[-1], "flags": sorted({*original["flags"], CORRECTED})}


def _refusal(row: dict[str, Any], decision: dict[str, Any]) -> dict[str, str]:
    day = f"{decision['decided_at']:%Y-%m-%d}"
    where = f"{row['district_name']}, {row['indicator']} {row['measure']} {row['time_period']}"
    return {
        "suite": SUITE,
        "expectation": "rejected",
        "severity": "critical",
        "message": f"{where}: rejected by {decision['reviewer']} on {day}: {decision['reason']}",
    }
