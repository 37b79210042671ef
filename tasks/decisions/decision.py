"""What a person decided about one reading: accept it, correct it, or reject it.

Decisions are kept for good and only added to. Each is bound to what was read: the observation's id (article, place of
the number, what it was taken for) and the value read there. When the article changes, its text has another hash and
its observations other ids; when the rules change and read another value, the value differs. Either way the decision no
longer stands for what is there now, and the reading is open again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import polars as pl

from tasks.records.decision import DECISION_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

Action = Literal["accept", "correct", "reject"]
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)

_FROM_READING: Final = tuple(DECISION_SCHEMA)[9:]


class DecisionError(ValueError):
    """A decision that cannot be taken; the message says which one, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person hands in. ``read_value`` may be given to make sure that they saw what is read now.

    ``decision_id`` is given where the request comes from an export.
    """

    observation_id: str
    action: Action
    reason: str
    reviewer: str
    value: float | None = None
    decided_at: datetime | None = None
    read_value: float | None = None
    decision_id: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of the dataset ``decisions``; see DECISION_SCHEMA."""

    decision_id: str
    observation_id: str
    action: Action
    value: float | None
    reason: str
    reviewer: str
    decided_at: datetime
    read_value: float
    read_bound: str
    unit_measure: str
    city: str
    district: str
    district_code: str
    district_name: str
    indicator: str
    measure: str
    obs_status: str
    time_period: str
    source_uri: str
    article_id: str
    quote: str


def decide(request: Request, observation: Mapping[str, Any] | None, now: datetime) -> Decision:
    """The decision that a request makes about an observation as it is read now (not as corrected before).

    Raises:
        DecisionError: unknown observation, unknown action, a value missing, superfluous or not finite, no reason, no
            name, a time without zone, or a reading that is no longer the one decided upon.
    """
    name = request.observation_id
    if observation is None:
        raise DecisionError(f"{name}: no such observation in this lake; copy the id from quarantine or observations")
    if request.action not in ACTIONS:
        raise DecisionError(f"{name}: the action {request.action!r} is none of {', '.join(ACTIONS)}")
    if (request.value is not None) != (request.action == "correct"):
        raise DecisionError(f"{name}: give a value to correct, and only then")
    if request.value is not None and not abs(request.value) < float("inf"):
        raise DecisionError(f"{name}: the corrected value is not a number")
    if not request.reason.strip() or not request.reviewer.strip():
        raise DecisionError(f"{name}: give a reason and who decides")
    if request.read_value is not None and request.read_value != observation["obs_value"]:
        raise DecisionError(
            f"{name}: decided upon the value {request.read_value:g}, but {observation['obs_value']:g} is read now; "
            "look at it again"
        )
    when = request.decided_at or now
    if when.tzinfo is None:
        raise DecisionError(f"{name}: the time {when.isoformat()} has no time zone; write 2024-05-02T09:30:00+07:00")
    when = when.astimezone(UTC)
    what = (name, request.action, request.value, request.reason, request.reviewer, when, observation["obs_value"])
    given = {
        "decision_id": hashlib.sha256(repr(what).encode("utf-8")).hexdigest()[:16],
        "observation_id": name,
        "action": request.action,
        "value": request.value,
        "reason": request.reason.strip(),
        "reviewer": request.reviewer.strip(),
        "decided_at": when,
        "read_value": observation["obs_value"],
        "read_bound": observation["bound"],
    }
    return Decision(**given, **{column: observation[column] for column in _FROM_READING})


def decisions_frame(decisions: list[Decision]) -> pl.DataFrame:
    """DECISION_SCHEMA, in the order in which decisions count (:func:`added`)."""
    rows = [{field.name: getattr(decision, field.name) for field in fields(Decision)} for decision in decisions]
    return added(pl.DataFrame(schema=DECISION_SCHEMA), pl.DataFrame(rows, schema=DECISION_SCHEMA))


def added(kept: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Both, each decision once, oldest first. Adding what is there already changes nothing."""
    together = pl.concat([kept, new]).unique("decision_id", keep="first", maintain_order=True)
    return together.sort("decided_at", "decision_id")
