"""The tree follows the last release: after crashes, reboots, losses, and among rivals on a bucket."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tasks.lake.folder import FolderStore
from tasks.lake.materialise import INTENTS, materialise
from tasks.lake.release import publish
from tasks.lake.snapshot import MARKER, Marker, head, read_marker
from tasks.lake.store import Store, open_store
from tests.lake.samples import Read, Told, batch_of, context_of, reconcile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATH = "statistics/city=ho-chi-minh/district=quan-1/year=2023/part-0.parquet"


def tell(store: Any, value: float, etag: str) -> None:
    read = Read("a.txt", f"Quận 1 thu {value}.", (Told("quan-1", 2023, value),), etag=etag)
    publish(store, batch_of(read), reconcile, context_of(f"run-{etag}"))


def visible(store: Store) -> dict[str, bytes]:
    return {item.key: store.read(item.key) for item in store.list("") if not item.key.startswith("_")}


class Pausing:
    """Passes calls on, and before the first one of ``name`` lets something else happen."""

    def __init__(self, store: Store, name: str, meanwhile: Callable[[], None]) -> None:
        self._store, self._name, self._meanwhile = store, name, meanwhile

    def __getattr__(self, name: str) -> Any:
        if name == self._name:
            self._name, _ = "", self._meanwhile()
        return getattr(self._store, name)


@pytest.fixture
def published(store: Store) -> Store:
    tell(store, 1.0, "1")
    return store


def test_a_settled_tree_is_not_touched(published: Store) -> None:
    before = [(item.key, item.etag) for item in published.list("")]
    assert materialise(published) == 0
    assert [(item.key, item.etag) for item in published.list("")] == before


def test_an_empty_lake_has_nothing_to_bring_up(store: Store) -> None:
    assert materialise(store) == 0
    assert list(store.list("")) == []


@pytest.mark.parametrize("marker", [None, b"{broken", b'{"release": 7}', b"[]"])
def test_without_a_usable_marker_the_tree_is_compared(folder: Store, marker: bytes | None) -> None:
    tell(folder, 1.0, "1")
    before = visible(folder)
    folder.write(PATH, b"torn")
    if marker is None:
        folder.delete(MARKER)
    else:
        folder.write(MARKER, marker)
    assert materialise(folder) == 1
    assert visible(folder) == before
    assert read_marker(folder) == Marker(1, folder.session)


def test_a_run_that_failed_after_its_commit_is_finished_when_called_again(published: Store) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    with published.lock("another") as alone, pytest.raises(KeyboardInterrupt):
        tell(Pausing(published, "write_all" if alone else "replace_all", die), 2.0, "2")
    manifest = head(published)
    assert manifest is not None
    assert manifest.release == 2
    assert published.read(PATH) != b""
    again = Read("a.txt", "Quận 1 thu 2.0.", (Told("quan-1", 2023, 2.0),), etag="2")
    release = publish(published, batch_of(again), reconcile, context_of("run-2"))
    assert release is not None
    assert release.number == 2
    assert release.delta.select("change", "old_value", "new_value").rows() == [("changed", 1.0, 2.0)]
    assert json.loads(published.read("datapackage.json"))["release"] == 2
    assert set(visible(published)) == set(manifest.files)


def test_after_a_reboot_the_tree_is_looked_through_once(tmp_path: Path) -> None:
    class Rebooted(FolderStore):
        session = "another boot"

    tell(open_store(str(tmp_path)), 1.0, "1")
    store = Rebooted(tmp_path)
    before = visible(store)
    store.write(PATH, b"")
    assert materialise(store) == 1
    assert visible(store) == before
    assert materialise(store) == 0


def test_as_long_as_a_foreign_intent_stands_the_bucket_is_looked_through(bucket: Any) -> None:
    store = open_store(bucket.uri, bucket.options)
    tell(store, 1.0, "1")
    before = visible(store)
    assert list(store.list(INTENTS)) == []
    store.write(f"{INTENTS}of-a-killed-run", b"")
    store.write(PATH, b"what it wrote too late")
    assert materialise(store) == 1
    assert visible(store) == before
    assert [item.key for item in store.list(INTENTS)] == [f"{INTENTS}of-a-killed-run"]


@pytest.mark.parametrize("moment", ["stat", "replace_all", "delete"])
def test_an_overtaken_run_never_puts_an_older_file_over_a_newer(bucket: Any, moment: str) -> None:
    """It pauses at the worst moments; meanwhile another run commits and brings the tree up."""
    store = open_store(bucket.uri, bucket.options)
    tell(store, 1.0, "1")
    newer: dict[str, bytes] = {}

    def overtake() -> None:
        rival = open_store(bucket.uri, bucket.options)
        tell(rival, 3.0, "3")
        newer.update(visible(rival))

    read = Read("b.txt", "Quận 1 thu 2.", (Told("quan-1", 2023, 2.0), Told("quan-1", 2022, 5.0)), etag="2")
    publish(store, batch_of(read), reconcile, context_of("run-2"))
    base = head(store)
    assert base is not None
    store.write(MARKER, json.dumps({"release": 1, "session": ""}).encode())
    materialise(Pausing(store, moment, overtake))  # type: ignore[arg-type]  it passes every call on to the store
    assert newer
    assert visible(store) == newer
    manifest = head(store)
    assert manifest is not None
    assert materialise(store, check=True) == 0
    assert set(visible(store)) == set(manifest.files)


def test_a_bucket_listing_tells_whether_copies_are_intact(bucket: Any) -> None:
    """Without fetching any: the objects' MD5 are in the listing and in the manifest."""
    options = replace(bucket.options, part_bytes=5 << 20)
    store = open_store(bucket.uri, options)
    tell(store, 1.0, "1")

    class Counting:
        reads = 0

        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

        def read(self, key: str) -> bytes:
            Counting.reads += not key.startswith("_")
            return store.read(key)

    assert materialise(Counting(), check=True) == 0  # type: ignore[arg-type]  it passes every call on to the store
    assert Counting.reads == 0
