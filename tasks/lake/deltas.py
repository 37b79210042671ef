"""The delta of each release in a file of its own, ``_releases/N/delta.parquet``, beside the bytes it is made of.

Its bytes are part of the commit, under a name that two runs racing for one number cannot share; the file is a copy of
them, written once the release is committed, and again whenever it is missing or differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.lake import layout
from tasks.lake.datasets import DELTA
from tasks.lake.errors import LakeError
from tasks.lake.scratch import Scratch
from tasks.lake.snapshot import WHOLE_BYTES, fetch_entry, read_entries, read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tasks.lake.base import Store
    from tasks.lake.manifest import Manifest


def write_deltas(store: Store, last: Manifest, since: int | None, kept: Mapping[str, bytes]) -> None:
    """Write the files of all releases after ``since``; of all whose file is missing, where that is not known."""
    numbers = range(since + 1, last.release + 1) if since is not None else _lacking(store, last.release)
    for number in numbers:
        manifest = last if number == last.release else _manifest(store, number)
        if manifest is not None:
            write_delta(store, manifest, kept)


def write_delta(store: Store, manifest: Manifest, kept: Mapping[str, bytes] | None = None) -> None:
    """Write one; a release of an earlier version of this program has none."""
    entry = manifest.state.get(DELTA.file)
    if entry is None:
        return
    path = layout.delta_path(manifest.release)
    if entry.size >= WHOLE_BYTES:
        with Scratch() as scratch:
            store.write_file(path, fetch_entry(store, DELTA.file, entry, scratch))
    for _, data in read_entries(store, {DELTA.file: entry} if entry.size < WHOLE_BYTES else {}, kept):
        store.write(path, data)


def _lacking(store: Store, last: int) -> list[int]:
    keys = {item.key for item in store.list(f"{layout.RELEASES}/")}
    numbers = (layout.manifest_number(key) for key in keys)
    return sorted(number for number in numbers if number and number <= last and layout.delta_path(number) not in keys)


def _manifest(store: Store, release: int) -> Manifest | None:
    try:
        return read_manifest(store, release)
    except LakeError:  # pruned, or damaged: verify tells of it
        return None
