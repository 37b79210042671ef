"""Decisions wait for the next run, each once, and none is lost on the way into a release."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tasks.lake.batch import Batch
from tasks.lake.datasets import DECISIONS
from tasks.lake.errors import ObjectCorruptError
from tasks.lake.inbox import hand_in, pending
from tasks.lake.maintenance import rollback
from tasks.lake.release import publish
from tasks.lake.snapshot import head, read_frame
from tasks.records.decision import DECISION_SCHEMA

if TYPE_CHECKING:
    from tasks.lake.base import Store

NOON = datetime(2024, 5, 2, 5, tzinfo=UTC)


def decided(*names: str) -> pl.DataFrame:
    rows = [
        {
            **{name: "x" for name, kind in DECISION_SCHEMA.items() if kind == pl.String},
            "decision_id": name,
            "decided_at": NOON + timedelta(minutes=minute),
            "value": 51.2,
            "read_value": 5120.0,
        }
        for minute, name in enumerate(names)
    ]
    return pl.DataFrame(rows, DECISION_SCHEMA)


def test_what_is_handed_in_waits_until_a_release_holds_it(store: Store, sample: Any) -> None:
    first = decided("a", "b")
    assert pending(store, DECISIONS.empty()).is_empty()
    hand_in(store, first)
    hand_in(store, first)
    assert pending(store, DECISIONS.empty()).equals(first)
    assert pending(store, first.head(1)).equals(first.tail(1))

    read = sample.Read("a.txt", "Quận 1 thu 15.500.", (sample.Told("quan-1", 2023, 15500.0),))
    publish(store, sample.batch(read), sample.reconcile, sample.context())
    publish(store, Batch(decisions=pending(store, DECISIONS.empty())), sample.reconcile, sample.context())
    held = read_frame(store, head(store), DECISIONS)
    assert held.equals(first)
    assert pending(store, held).is_empty()
    assert publish(store, Batch(decisions=first), sample.reconcile, sample.context()) is None

    publish(store, Batch(decisions=decided("a", "b", "c")), sample.reconcile, sample.context())
    assert read_frame(store, head(store), DECISIONS)["decision_id"].to_list() == ["a", "b", "c"]
    rollback(store, 1, run_id="back")
    assert pending(store, read_frame(store, head(store), DECISIONS)).equals(first)


def test_a_decision_that_is_damaged_stops_the_run_that_would_apply_it(folder: Store) -> None:
    hand_in(folder, decided("a", "b"))
    [key, _] = [item.key for item in folder.list("_state/decisions/")]
    data = folder.read(key)
    at = len(data) // 2
    folder.write(key, data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    with pytest.raises(ObjectCorruptError, match="decide again"):
        pending(folder, DECISIONS.empty())
    assert pending(folder, decided("a"))["decision_id"].to_list() == ["b"]
