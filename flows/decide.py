"""What people decide about readings of a lake: what `solieu decide` does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from flows.failures import NotInLakeError
from flows.show import named
from tasks.decisions.apply import SUITE, take
from tasks.decisions.decision import DecisionError, Request, added
from tasks.decisions.exchange import not_known
from tasks.decisions.review import review
from tasks.lake.datasets import DECISIONS, OBSERVATIONS, QUARANTINE
from tasks.lake.inbox import hand_in, pending
from tasks.lake.snapshot import head, read_tables
from tasks.records.observation import OBSERVATION_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tasks.lake.base import Store

_KEY: Final = ("district", "indicator", "measure", "time_period")


@dataclass(frozen=True)
class Readings:
    """What a lake's last release reads, and what was decided about it; ``waiting`` acts from the next run on."""

    tellings: pl.DataFrame
    quarantine: pl.DataFrame
    published: pl.DataFrame
    waiting: pl.DataFrame

    @classmethod
    def of(cls, store: Store) -> Readings:
        """Raises :class:`NotInLakeError` where there is no release."""
        release = head(store)
        if release is None:
            raise NotInLakeError(f"there is no release at {store.uri}; make one with `solieu run SOURCE`")
        observations, quarantine, published = read_tables(store, release, (OBSERVATIONS, QUARANTINE, DECISIONS))
        tellings = pl.concat([observations, quarantine.select(*OBSERVATION_SCHEMA)])
        return cls(tellings, quarantine, published, pending(store, published))

    @property
    def decisions(self) -> pl.DataFrame:
        """All that was ever decided."""
        return added(self.published, self.waiting)


def decide(store: Store, requests: Sequence[Request], now: datetime) -> pl.DataFrame:
    """Hand in the decisions that requests make; those that are new, in DECISION_SCHEMA. They act on the next run.

    A request may name its observation by id, or as ``district/indicator/measure/time_period`` where that is one.

    Raises:
        DecisionError: the first request that cannot be met; nothing is handed in then.
        NotInLakeError: there is no release yet.
    """
    readings = Readings.of(store)
    known = readings.decisions
    meant = [_identified(request, readings.tellings) for request in not_known(list(requests), known)]
    taken = take(meant, readings.tellings, known, now, readings.quarantine)
    new = taken.join(known, on="decision_id", how="anti", maintain_order="left")
    hand_in(store, new)
    return new


def find_readings(store: Store, district: str | None, *, published: bool = False) -> pl.DataFrame:
    """Readings that are held back (``published`` ones as well, if asked), of one district or of all.

    Columns of an observation, with ``message``, the reason where one is held back. What a person rejected is left out.
    """
    readings = Readings.of(store)
    held = readings.quarantine.filter(pl.col("suite") != SUITE).select(*OBSERVATION_SCHEMA, "message")
    accepted = readings.tellings.join(readings.quarantine, on="observation_id", how="anti", maintain_order="left")
    rows = pl.concat([held, accepted.with_columns(message=pl.lit(None, pl.String))]) if published else held
    return OBSERVATIONS_WITH_REASON.ordered(rows.filter(named(district)) if district else rows)


def reviewed_decisions(store: Store) -> pl.DataFrame:
    """Every decision with its ``state``, oldest first; ``pending`` is one that the next run applies."""
    readings = Readings.of(store)
    waits = pl.col("decision_id").is_in(readings.waiting["decision_id"].implode())
    state = pl.when(waits & (pl.col("state") == "standing")).then(pl.lit("pending")).otherwise("state")
    return review(readings.tellings, readings.decisions).with_columns(state=state)


OBSERVATIONS_WITH_REASON: Final = replace(OBSERVATIONS, schema={**OBSERVATION_SCHEMA, "message": pl.String()})


def _identified(request: Request, tellings: pl.DataFrame) -> Request:
    if "/" not in request.observation_id:
        return request
    parts = request.observation_id.split("/")
    if len(parts) != len(_KEY):
        raise DecisionError(f"{request.observation_id}: write the id of an observation, or {'/'.join(_KEY)}")
    found = tellings.filter(*(pl.col(name) == part for name, part in zip(_KEY, parts, strict=True)))
    if found.height != 1:
        told = ", ".join(
            f"{each} ({value:g})" for each, value in found.select("observation_id", "obs_value").iter_rows()
        )
        there = f"there are {found.height}: {told}; name one by its id" if told else "there is none"
        raise DecisionError(f"{request.observation_id}: not one reading; {there}")
    return replace(request, observation_id=found["observation_id"][0])
