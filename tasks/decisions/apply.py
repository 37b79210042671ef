"""Let decisions act: before the row suite on what it sees, after it on what it refused.

The newest decision that stands for a reading counts. ``reject`` takes the row out before its figures are compared with
others; ``correct`` puts the corrected value in its place, which the suite then judges like any other; ``accept``
publishes the row (as corrected before, if it was) whatever the suite says, with a flag.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from tasks.decisions.decision import decide, decisions_frame

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tasks.decisions.decision import Request

CORRECTED: Final = "corrected_by_hand"
ACCEPTED: Final = "accepted_by_hand"

SUITE: Final = "decisions"
"""What stands as the suite of a row that a person rejected."""

_VERDICT: Final = ("suite", "expectation", "severity", "message")
_KEY: Final = ("district_code", "indicator", "measure", "time_period")

STATES: Final = ("standing", "superseded", "reopened", "gone")
"""Of a decision: it acts; a newer one on the same reading does; what it was about is now read otherwise; nothing is
read there any more."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """``observations`` are those to check; ``rejected`` has them with the verdict columns of quarantine."""

    observations: pl.DataFrame
    rejected: pl.DataFrame


def take(requests: Sequence[Request], observations: pl.DataFrame, kept: pl.DataFrame, now: datetime) -> pl.DataFrame:
    """The decisions that requests make about what is read, in DECISION_SCHEMA; add them with ``decision.added``.

    ``observations`` are all that are read, refused ones among them; ``kept`` the decisions so far.

    Raises:
        DecisionError: the first request that cannot be met; nothing is decided then.
    """
    asked = pl.Series([request.observation_id for request in requests], dtype=pl.String)
    history = _history(kept)
    read = {
        row["observation_id"]: _as_read(row, history.get(row["observation_id"], []))
        for row in observations.filter(pl.col("observation_id").is_in(asked.implode())).iter_rows(named=True)
    }
    return decisions_frame([decide(request, read.get(request.observation_id), now) for request in requests])


def prepare(observations: pl.DataFrame, decisions: pl.DataFrame) -> Prepared:
    """Take rejected rows out and put corrected values in.

    Rows may come fresh from an article or from the lake, where they hold an earlier correction; that is taken back
    first, so a correction that no longer stands leaves no trace.
    """
    concerned = observations.filter(pl.col("observation_id").is_in(decisions["observation_id"].implode()))
    history = _history(decisions)
    renewed, refusals = [], []
    for row in concerned.iter_rows(named=True):
        original = _as_read(row, history[row["observation_id"]])
        standing = _standing(original, history[row["observation_id"]])
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
    history = _history(decisions)
    released = [
        row["observation_id"]
        for row in quarantined.select("observation_id", "obs_value", "bound", "flags").iter_rows(named=True)
        if (known := history.get(row["observation_id"]))
        and (standing := _standing(_as_read(row, known), known))
        and standing[-1]["action"] == "accept"
    ]
    is_released = pl.col("observation_id").is_in(pl.Series(released, dtype=pl.String).implode())
    flags = pl.concat_list("flags", pl.lit(ACCEPTED)).list.unique().list.sort()
    return (
        quarantined.filter(is_released).with_columns(flags=flags).drop(_VERDICT),
        quarantined.filter(~is_released),
    )


def review(observations: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Each decision with its ``state`` and, where it was reopened, ``now``: the value read in its place.

    ``observations`` are all that are read, refused ones among them, as fresh readings or as the lake holds them.
    """
    read = {row["observation_id"]: row for row in observations.iter_rows(named=True)}
    places = {
        (row["source_uri"], *(row[name] for name in _KEY), row["obs_status"] == "target"): row["obs_value"]
        for row in observations.sort("observation_id", descending=True).iter_rows(named=True)
    }
    history = _history(decisions)
    states, now = [], []
    for decision in decisions.iter_rows(named=True):
        known = history[decision["observation_id"]]
        row = read.get(decision["observation_id"])
        original = _as_read(row, known) if row else None
        standing = _standing(original, known) if original else []
        place = (decision["source_uri"], *(decision[name] for name in _KEY), decision["obs_status"] == "target")
        if standing and standing[-1]["decision_id"] == decision["decision_id"]:
            state, value = "standing", None
        elif decision in standing:
            state, value = "superseded", None
        elif original is not None or place in places:
            state, value = "reopened", original["obs_value"] if original else places[place]
        else:
            state, value = "gone", None
        states.append(state)
        now.append(value)
    return decisions.with_columns(state=pl.Series(states, dtype=pl.String), now=pl.Series(now, dtype=pl.Float64))


def _history(decisions: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Decisions by observation, oldest first."""
    history: dict[str, list[dict[str, Any]]] = {}
    for decision in decisions.sort("decided_at", "decision_id").iter_rows(named=True):
        history.setdefault(decision["observation_id"], []).append(decision)
    return history


def _as_read(row: dict[str, Any], history: list[dict[str, Any]]) -> dict[str, Any]:
    """The row without what decisions did to it earlier."""
    flags = [flag for flag in row["flags"] or [] if flag not in (CORRECTED, ACCEPTED)]
    value = row["obs_value"]
    if CORRECTED in (row["flags"] or []):
        value = next((each["read_value"] for each in reversed(history) if each["value"] == value), value)
    return {**row, "obs_value": value, "flags": flags}


def _standing(original: dict[str, Any], history: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Decisions about just this reading."""
    read = (original["obs_value"], original["bound"])
    return [decision for decision in history if (decision["read_value"], decision["read_bound"]) == read]


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
        "message": f"{where}: rejected by {decision['decided_by']} on {day}: {decision['reason']}",
    }
