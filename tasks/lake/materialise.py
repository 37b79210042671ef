"""Brings the tree and the one-file copies up to the last committed release.

All of it can be done again from the snapshot at any time, so nothing here needs to be durable or undone: a run that
was killed half-way is finished by the next one.

A marker says which release the tree is at. On a folder a lock keeps two runs from writing at once. A bucket has no such
lock, so each run there leaves an *intent* before its first write and takes it away after its last look at the head; as
long as a foreign intent stands (a run at work, or killed at work), the marker is not believed and the tree is looked
through.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from tasks.lake import layout
from tasks.lake.datasets import ARTICLES, PARTITIONED
from tasks.lake.deltas import write_deltas
from tasks.lake.errors import LakeError, ObjectMissingError
from tasks.lake.scratch import Scratch
from tasks.lake.snapshot import (
    WHOLE_BYTES,
    Marker,
    fetch_entry,
    head,
    head_number,
    read_entries,
    read_manifest,
    read_marker,
    write_marker,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tasks.lake.base import Store, StoredObject
    from tasks.lake.manifest import Entry, Manifest

logger = logging.getLogger(__name__)

MANAGED: Final = (*(f"{dataset.name}/" for dataset in PARTITIONED), f"{ARTICLES.name}/", f"{layout.DATA_DOCS}/")
"""Folders in which everything is ours: what a release does not name there is removed."""

LOCK: Final = "materialise"
INTENTS: Final = f"{layout.STATE}/materialising/"
FORGET_AFTER: Final = timedelta(days=1)
ROUNDS: Final = 20

_HEADS: Final = 64
"""Up to so many files are asked for one by one; beyond, the tree is listed."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Paths to write and to remove, and what stands at them now (where that was looked at)."""

    changed: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    found: dict[str, StoredObject] | None = None

    def __len__(self) -> int:
        return len(self.changed) + len(self.stale)


def materialise(store: Store, *, check: bool = False, kept: Mapping[str, bytes] | None = None) -> int:
    """Write and remove what differs from the last release; how many files that was.

    What differs is taken from two manifests if the tree is known to be at an earlier release, else (or with ``check``)
    from the tree itself, byte for byte. ``kept`` are snapshot objects that the caller still has in memory.
    """
    number = head_number(store)
    if number == 0 or (not check and _settled(store, number)):
        return 0
    known = kept or {}
    with store.lock(LOCK) as alone:
        return _alone(store, known, check=check) if alone else _among_others(store, known, check=check)


def differences(store: Store, manifest: Manifest) -> Differences:
    """Compare the tree and the copies themselves with the release."""
    found = _found(store, manifest)
    changed = [path for path, entry in manifest.files.items() if not intact(store, path, entry, found.get(path))]
    return Differences(changed, sorted(found.keys() - manifest.files.keys()), found)


def _settled(store: Store, number: int) -> bool:
    return read_marker(store) == Marker(number, store.session) and not _intents(store)


def _alone(store: Store, kept: Mapping[str, bytes], *, check: bool) -> int:
    manifest = head(store)
    assert manifest is not None
    todo = _todo(store, manifest, check=check)
    _write(store, manifest, todo, kept)
    write_deltas(store, manifest, _known(store, check=check), kept)
    write_marker(store, Marker(manifest.release, store.session))
    return len(todo)


def _among_others(store: Store, kept: Mapping[str, bytes], *, check: bool) -> int:
    """Like :func:`_alone`, but nothing is written over that somebody else wrote since it was looked at."""
    mine = f"{INTENTS}{uuid4().hex}"
    store.write(mine, b"")
    done = 0
    for _ in range(ROUNDS):
        manifest = head(store)
        assert manifest is not None
        check = check or any(item.key != mine for item in _intents(store))
        todo = _todo(store, manifest, check=check)
        done += len(todo)
        complete = _write_carefully(store, manifest, todo, kept)
        if complete and not _overtaken(store, manifest):
            write_deltas(store, manifest, _known(store, check=check), kept)
            write_marker(store, Marker(manifest.release, store.session))
            _forget_intents(store, mine)
            return done
        check = True
    logger.warning("%s: others keep publishing; the tree will be looked through by the next run", store.uri)
    return done


def _todo(store: Store, manifest: Manifest, *, check: bool) -> Differences:
    marker = read_marker(store)
    previous = None if check or marker.session != store.session else _manifest(store, marker.release)
    if previous is None:
        return differences(store, manifest)
    return Differences(
        [path for path, entry in manifest.files.items() if not entry.same_bytes(previous.files.get(path))],
        [path for path in previous.files if path not in manifest.files],
    )


def _known(store: Store, *, check: bool) -> int | None:
    """The release up to which everything is known to be in place."""
    marker = read_marker(store)
    return marker.release if marker.release and marker.session == store.session and not check else None


def _manifest(store: Store, release: int) -> Manifest | None:
    try:
        return read_manifest(store, release) if release else None
    except LakeError:  # pruned since, or damaged: look at the tree itself
        return None


def _found(store: Store, manifest: Manifest) -> dict[str, StoredObject]:
    found = {item.key: item for prefix in MANAGED for item in store.list(prefix)}
    alone = (store.stat(path) for path in manifest.files if not path.startswith(MANAGED))
    return found | {item.key: item for item in alone if item is not None}


def intact(store: Store, path: str, entry: Entry, found: StoredObject | None) -> bool:
    """Whether what stands at a path has the bytes of the release."""
    if found is None or found.size != entry.size:
        return False
    if found.md5 == entry.md5:
        return True
    try:  # no MD5 in the listing (a folder, an upload in parts, an encrypted bucket), or another
        digest = hashlib.sha256()
        with store.open(path) as stream:
            while piece := stream.read(1 << 20):
                digest.update(piece)
        return digest.hexdigest() == entry.sha256
    except ObjectMissingError:
        return False


def _steps(todo: Differences) -> tuple[list[str], list[str], list[str]]:
    """Partitions first, then the copies; last the description, which names the release."""
    return (
        [path for path in todo.changed if path.startswith(MANAGED)],
        [path for path in todo.changed if not path.startswith(MANAGED) and path != layout.DATAPACKAGE],
        [path for path in todo.changed if path == layout.DATAPACKAGE],
    )


def _write(store: Store, manifest: Manifest, todo: Differences, kept: Mapping[str, bytes]) -> None:
    trees, copies, description = _steps(todo)
    for paths in (trees, copies):
        small, large = _by_size(manifest, paths)
        store.write_all(_contents(store, manifest, small, kept))
        for path, file in _files(store, manifest, large):
            store.write_file(path, file)
    for path in todo.stale:
        store.delete(path)
    store.write_all(_contents(store, manifest, description, kept))
    if todo:
        logger.info("release %d: %d files written, %d removed", manifest.release, len(todo.changed), len(todo.stale))


def _write_carefully(store: Store, manifest: Manifest, todo: Differences, kept: Mapping[str, bytes]) -> bool:
    """False as soon as somebody else turns out to be at work on a newer release."""
    found = todo.found
    if found is None and len(todo.changed) > _HEADS:
        found = _found(store, manifest)
    trees, copies, description = _steps(todo)

    def seen(path: str) -> str | None:
        item = found.get(path) if found is not None else store.stat(path)
        return item.etag if item is not None else None

    for paths in (trees, copies):
        etags = {path: seen(path) for path in paths}
        if _overtaken(store, manifest):
            return False
        small, large = _by_size(manifest, paths)
        if not store.replace_all((path, data, etags[path]) for path, data in _contents(store, manifest, small, kept)):
            return False
        if not all(store.replace_file(path, file, etags[path]) for path, file in _files(store, manifest, large)):
            return False
    if todo.stale and _overtaken(store, manifest):
        return False
    for path in todo.stale:
        store.delete(path)
    etags = {path: seen(path) for path in description}
    if _overtaken(store, manifest):
        return False
    return store.replace_all((path, data, etags[path]) for path, data in _contents(store, manifest, description, kept))


def _overtaken(store: Store, manifest: Manifest) -> bool:
    return store.exists(layout.manifest_key(manifest.release + 1))


def _contents(
    store: Store, manifest: Manifest, paths: list[str], kept: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    return read_entries(store, {path: manifest.files[path] for path in paths}, kept)


def _by_size(manifest: Manifest, paths: list[str]) -> tuple[list[str], list[str]]:
    """Files that may be held in memory, many at a time, and those that may not."""
    large = {path for path in paths if manifest.files[path].size >= WHOLE_BYTES}
    return [path for path in paths if path not in large], [path for path in paths if path in large]


def _files(store: Store, manifest: Manifest, paths: list[str]) -> Iterator[tuple[str, Path]]:
    """The stored bytes of large files, checked, each for as long as it is asked for."""
    for path in paths:
        with Scratch() as scratch:
            yield path, fetch_entry(store, path, manifest.files[path], scratch)


def _intents(store: Store) -> list[StoredObject]:
    return list(store.list(INTENTS))


def _forget_intents(store: Store, mine: str) -> None:
    """Take away our own, and those whose runs must be dead: a day older than ours, by the store's clock."""
    intents = _intents(store)
    now = max((item.modified for item in intents if item.key == mine), default=None)
    for item in intents:
        if item.key == mine or (now is not None and now - item.modified > FORGET_AFTER):
            store.delete(item.key)
