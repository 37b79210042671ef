"""Each release has a file that says what it changed, whatever becomes of the run that made it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from tasks.lake.layout import delta_path
from tasks.lake.maintenance import prune, rollback, verify
from tasks.lake.materialise import materialise
from tasks.lake.release import publish
from tasks.lake.snapshot import MARKER
from tasks.records.delta import DELTA_SCHEMA

if TYPE_CHECKING:
    from tasks.lake.base import Store


@pytest.fixture
def lake(store: Store, sample: Any) -> Store:
    """Three releases: 15.500, then 16.000 (and 4.201 refused), then nothing."""
    texts = [("a.txt", "Quận 1 thu 15.500.", 15500.0, False), ("a.txt", "Quận 1 thu 16.000.", 16000.0, False)]
    for etag, (source, text, value, held) in enumerate(texts):
        told = sample.Read(source, text, (sample.Told("quan-1", 2023, value, held=held),), etag=str(etag))
        more = [sample.Read("b.txt", "Quận 3 thu 4.201.", (sample.Told("quan-3", 2023, 4201.0, held=True),))] * etag
        publish(store, sample.batch(told, *more), sample.reconcile, sample.context())
    publish(store, sample.batch(removed=("a.txt",)), sample.reconcile, sample.context())
    return store


def told(store: Store, release: int) -> list[tuple[Any, ...]]:
    frame = pl.read_parquet(io.BytesIO(store.read(delta_path(release))))
    assert frame.columns == list(DELTA_SCHEMA)
    return frame.select("change", "district", "old_value", "new_value", "reason").rows()


def test_every_release_says_what_it_changed_and_why(lake: Store) -> None:
    assert told(lake, 1) == [("added", "quan-1", None, 15500.0, "the only telling")]
    assert told(lake, 2) == [
        ("changed", "quan-1", 15500.0, 16000.0, "the only telling; tellings: 1 came, 1 went"),
        ("quarantined", "quan-3", None, None, "Vượt quá hợp lý"),
    ]
    assert told(lake, 3) == [("removed", "quan-1", 16000.0, None, "told no more (tellings: 1 went)")]


def test_a_file_that_is_missing_or_differs_is_found_and_mended(lake: Store) -> None:
    before = told(lake, 1)
    lake.delete(delta_path(1))
    lake.write(delta_path(3), b"another's")
    found = verify(lake)
    assert {(each.path, each.problem) for each in found.findings} == {
        (delta_path(1), "missing"),
        (delta_path(3), "differs"),
    }
    assert not found.whole
    assert verify(lake, repair=True).whole
    assert verify(lake).findings == ()
    assert told(lake, 1) == before


def test_what_a_killed_run_did_not_write_the_next_one_writes(lake: Store) -> None:
    for release in (2, 3):
        lake.delete(delta_path(release))
    lake.delete(MARKER)
    materialise(lake)
    assert [len(told(lake, release)) for release in (1, 2, 3)] == [1, 2, 1]


def test_going_back_is_a_change_like_any_other(lake: Store) -> None:
    rollback(lake, 1, run_id="back")
    assert told(lake, 4) == [("added", "quan-1", None, 15500.0, "the only telling")]
    assert verify(lake).whole


def test_it_goes_with_its_release(lake: Store) -> None:
    prune(lake, 1)
    assert [lake.exists(delta_path(release)) for release in (1, 2, 3)] == [False, False, True]
    assert verify(lake).whole
