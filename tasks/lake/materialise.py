"""Brings the tree and the one-file copies up to the last committed release.

All of it can be done again from the snapshot at any time, so nothing here needs to be durable or undone: a run that
was killed half-way is finished by the next one.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from tasks.lake import layout
from tasks.lake.datasets import ARTICLES, PARTITIONED
from tasks.lake.errors import LakeError, ObjectMissingError
from tasks.lake.snapshot import MARKER, head, head_number, materialised_release, read_entry, read_manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.lake.base import Store
    from tasks.lake.manifest import Entry, Manifest

logger = logging.getLogger(__name__)

MANAGED: Final = (*(f"{dataset.name}/" for dataset in PARTITIONED), f"{ARTICLES.name}/", f"{layout.DATA_DOCS}/")
"""Folders in which everything is ours: what a release does not name there is removed."""

LOCK: Final = "materialise"


def materialise(store: Store, *, check: bool = False) -> int:
    """Write and remove what differs from the last release; how many files that was.

    What differs is taken from the manifests if the tree is known to be at an earlier release, else (or with ``check``)
    from the tree itself. Whoever finishes looks whether a newer release was committed meanwhile, and goes on with it.
    """
    done = 0
    with store.lock(LOCK) as alone:
        while (manifest := head(store)) is not None:
            at = materialised_release(store)
            if at == manifest.release and not check:
                break
            changed, stale = _differences(store, manifest, None if check else _manifest(store, at))
            done += len(changed) + len(stale)
            _write(store, manifest, changed, stale)
            if not alone and head_number(store) != manifest.release:
                continue
            store.write(MARKER, json.dumps({"release": manifest.release}).encode("ascii"))
            break
    return done


def intact(store: Store, path: str, entry: Entry) -> bool:
    """Whether the copy at ``path`` has the release's bytes."""
    found = store.stat(path)
    if found is None or found.size != entry.size:
        return False
    if found.md5 is not None:
        return found.md5 == entry.md5
    try:
        return hashlib.sha256(store.read(path)).hexdigest() == entry.sha256
    except ObjectMissingError:
        return False


def listed(store: Store) -> set[str]:
    """Paths under the managed folders."""
    return {item.key for prefix in MANAGED for item in store.list(prefix)}


def _manifest(store: Store, release: int) -> Manifest | None:
    try:
        return read_manifest(store, release) if release else None
    except LakeError:  # pruned since, or damaged: look at the tree itself
        return None


def _differences(store: Store, manifest: Manifest, previous: Manifest | None) -> tuple[list[str], list[str]]:
    if previous is not None:
        changed = [path for path, entry in manifest.files.items() if not entry.same_bytes(previous.files.get(path))]
        return changed, [path for path in previous.files if path not in manifest.files]
    there = listed(store)
    changed = [path for path, entry in manifest.files.items() if not intact(store, path, entry)]
    return changed, sorted(there - manifest.files.keys())


def _write(store: Store, manifest: Manifest, changed: list[str], stale: list[str]) -> None:
    """Partitions first, then the copies, then what is stale goes; last the description that names the release."""
    trees = [path for path in changed if path.startswith(MANAGED)]
    copies = [path for path in changed if not path.startswith(MANAGED) and path != layout.DATAPACKAGE]
    store.write_all(_contents(store, manifest, trees))
    store.write_all(_contents(store, manifest, copies))
    for path in stale:
        store.delete(path)
    if layout.DATAPACKAGE in changed:
        store.write_all(_contents(store, manifest, [layout.DATAPACKAGE]))
    if changed or stale:
        logger.info("release %d: %d files written, %d removed", manifest.release, len(changed), len(stale))


def _contents(store: Store, manifest: Manifest, paths: list[str]) -> Iterator[tuple[str, bytes]]:
    """The paths with their bytes. A pack of which much is needed is fetched in one go."""
    by_object: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        by_object[manifest.files[path].at].append(path)
    for key, members in by_object.items():
        entries = [manifest.files[path] for path in members]
        whole = store.read(key) if len(members) > 4 else None
        for path, entry in zip(members, entries, strict=True):
            if whole is not None and entry.offset is not None:
                data = whole[entry.offset : entry.offset + entry.size]
                if hashlib.sha256(data).hexdigest() == entry.sha256:
                    yield path, data
                    continue
            yield path, read_entry(store, path, entry)
