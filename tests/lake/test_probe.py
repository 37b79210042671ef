"""Stores that do not honour put-if-absent are found out before the first byte."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tasks.lake.errors import ConditionalWritesUnsupportedError, StoreReadOnlyError
from tasks.lake.folder import FolderStore
from tasks.lake.maintenance import verify
from tasks.lake.probe import probe
from tasks.lake.release import publish
from tasks.lake.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Careless(FolderStore):
    """Takes the condition and ignores it."""

    def create(self, key: str, data: bytes) -> bool:
        self.write(key, data)
        return True


class Dishonest(FolderStore):
    """Says that the key was taken, and writes all the same."""

    def create(self, key: str, data: bytes) -> bool:
        taken = self.exists(key)
        self.write(key, data)
        return not taken


def test_folders_and_s3_pass_and_keep_nothing_of_it(store: Store) -> None:
    assert probe(store).creates
    assert list(store.list("")) == []


@pytest.mark.parametrize(
    ("kind", "said"), [(Careless, "ignores put-if-absent"), (Dishonest, "overwrites all the same")]
)
def test_stores_that_ignore_the_condition_are_told_apart(tmp_path: Path, kind: Any, said: str) -> None:
    found = probe(kind(tmp_path))
    assert not found.creates
    assert said in found.detail


def test_rclone_ignores_the_condition(careless_bucket: Any) -> None:
    found = probe(open_store(careless_bucket.uri, careless_bucket.options))
    assert not found.creates
    assert "ignores put-if-absent" in found.detail


def test_such_a_store_is_refused_untouched_or_used_in_turns(tmp_path: Path, sample: Any) -> None:
    publish_in_turns(Careless(tmp_path), sample)


def test_rclone_is_refused_or_used_in_turns(careless_bucket: Any, sample: Any) -> None:
    publish_in_turns(open_store(careless_bucket.uri, careless_bucket.options), sample)


def publish_in_turns(store: Store, sample: Any) -> None:
    batch = sample.batch(sample.Read("a.txt", "Quận 1 thu 5.", (sample.Told("quan-1", 2023, 5.0),)))
    with pytest.raises(ConditionalWritesUnsupportedError, match="ignores put-if-absent"):
        publish(store, batch, sample.reconcile, sample.context())
    assert [item.key for item in store.list("")] == []

    turns = []

    @contextmanager
    def lock() -> Iterator[None]:
        turns.append("taken")
        yield
        turns.append("left")

    release = publish(store, batch, sample.reconcile, sample.context(), lock=lock)
    assert release is not None
    assert release.number == 1
    assert publish(store, batch, sample.reconcile, sample.context(), lock=lock) is None
    assert turns == ["taken", "left"] * 2
    assert verify(store).findings == ()


class Forgetful(FolderStore):
    """Honours the condition when it is probed; later it says yes although the key is taken, and keeps what is there."""

    def create(self, key: str, data: bytes) -> bool:
        return super().create(key, data) or key.startswith("_releases/")


def test_a_commit_is_read_back_from_a_store_that_passed_the_probe_and_lies(tmp_path: Path, sample: Any) -> None:
    mine, rivals = (
        sample.batch(sample.Read(f"{name}.txt", f"{name} thu 5.", (sample.Told(name, 2023, 5.0),)))
        for name in ("quan-1", "quan-3")
    )
    rival = []

    def check(candidate: Any) -> None:
        """Half-way: another run commits the number that this one is about to take."""
        if not rival:
            rival.append(publish(FolderStore(tmp_path), rivals, sample.reconcile, sample.context()))

    release = publish(Forgetful(tmp_path), mine, sample.reconcile, sample.context(), check=check)
    assert release is not None
    assert (rival[0].number, release.number) == (1, 2)
    assert release.manifest.rows["observations"] == 2
    assert verify(FolderStore(tmp_path)).findings == ()


def test_a_read_only_lake_is_told_as_such() -> None:
    with pytest.raises(StoreReadOnlyError):
        probe(open_store("/sys/solieu"))
