"""Reading a committed release, and staging the bytes of the next one."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

from tasks.lake import layout
from tasks.lake.errors import ObjectCorruptError, ObjectMissingError, ReleaseMissingError
from tasks.lake.ledger import TABLES, Ledger
from tasks.lake.manifest import Entry, Manifest, is_tombstone, parse_manifest
from tasks.lake.parquet import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from tasks.lake.base import Store
    from tasks.lake.datasets import Dataset

logger = logging.getLogger(__name__)

MARKER: Final = f"{layout.STATE}/materialised.json"
PACK_BYTES: Final = 64 << 20
KEPT_BYTES: Final = 128 << 20


def head(store: Store) -> Manifest | None:
    """The last committed release, ``None`` in an empty lake."""
    number = head_number(store)
    return read_manifest(store, number) if number else None


def head_number(store: Store) -> int:
    """Its number, 0 in an empty lake.

    Starts from the release that the tree was last brought up to (a hint, never ahead of the truth) and asks for the
    next ones; only without the hint are all commits listed.
    """
    number = read_marker(store).release
    if not number or not store.exists(layout.manifest_key(number)):
        number = max(release_numbers(store), default=0)
    while store.exists(layout.manifest_key(number + 1)):
        number += 1
    return number


@dataclass(frozen=True, slots=True)
class Marker:
    """``release``: what the tree was last brought up to, 0 if unknown; ``session``: see ``Store.session``."""

    release: int = 0
    session: str = ""


def read_marker(store: Store) -> Marker:
    """The note that the last finished materialisation left."""
    try:
        marker = json.loads(store.read(MARKER))
        return Marker(int(marker["release"]), str(marker["session"]))
    except (ObjectMissingError, ValueError, KeyError, TypeError):
        return Marker()


def write_marker(store: Store, marker: Marker) -> None:
    store.write(MARKER, json.dumps(asdict(marker)).encode("utf-8"))


def release_numbers(store: Store) -> list[int]:
    """All release numbers ever taken, pruned ones among them, ascending."""
    numbers = (layout.manifest_number(item.key) for item in store.list(f"{layout.RELEASES}/"))
    return sorted(number for number in numbers if number is not None)


def read_manifest(store: Store, release: int) -> Manifest:
    """One release; ``ReleaseMissingError`` if there is none of that number or it was pruned."""
    key = layout.manifest_key(release)
    try:
        return parse_manifest(store.read(key), key)
    except ObjectMissingError as error:
        raise ReleaseMissingError(
            f"{store.uri} has no release {release}", "List them with `solieu releases`."
        ) from error


def live_manifests(store: Store) -> list[Manifest]:
    """All releases that were not pruned, ascending."""
    found = []
    for number in release_numbers(store):
        key = layout.manifest_key(number)
        data = store.read(key)
        if not is_tombstone(data, key):
            found.append(parse_manifest(data, key))
    return found


def read_entry(store: Store, path: str, entry: Entry) -> bytes:
    """The stored bytes of a file, checked; read once more if damaged on the way."""
    for _ in range(2):
        data = store.read(entry.at) if entry.offset is None else store.read_range(entry.at, entry.offset, entry.size)
        if hashlib.sha256(data).hexdigest() == entry.sha256:
            return data
    raise ObjectCorruptError(
        f"{store.uri}/{entry.at} does not hold the recorded bytes of {path}",
        "The snapshot is damaged: restore it from a backup, or roll back to a release that `solieu verify` finds whole",
    )


def read_frame(store: Store, manifest: Manifest | None, dataset: Dataset) -> pl.DataFrame:
    """A dataset of a release, from its one-file copy in the snapshot; empty if the release has none."""
    entry = manifest.files.get(dataset.file) if manifest else None
    if manifest is None or entry is None:
        return dataset.empty()
    return decode(dataset, read_entry(store, dataset.file, entry), version=manifest.schema_version)


def read_ledger(store: Store, manifest: Manifest | None) -> Ledger:
    """What the release's runs had read."""
    if manifest is None:
        return Ledger.empty()
    tables = []
    for table in TABLES:
        entry = manifest.state.get(table.file)
        data = read_entry(store, table.file, entry) if entry else None
        tables.append(decode(table, data, version=manifest.schema_version) if data else table.empty())
    return Ledger(*tables)


class Stage:
    """Puts the bytes of release ``number`` under ``_releases/``, where nobody looks before the commit.

    Many small files are packed into one object, because each would cost a request on a bucket and an fsync on a folder.
    Names carry checksums, so two runs that race for the number cannot harm each other. ``kept`` has the objects written
    last, as far as memory allows, so that bringing the tree up to the release need not fetch them again.
    """

    def __init__(self, store: Store, number: int) -> None:
        self._store = store
        self.number = number
        self._packed: list[tuple[str, Entry, bytes]] = []
        self._bytes = 0
        self._kept_bytes = 0
        self.entries: dict[str, Entry] = {}
        self.kept: dict[str, bytes] = {}

    def add(self, path: str, data: bytes, rows: int | None) -> Entry:
        """One file as an object of its own."""
        digest = hashlib.sha256(data).hexdigest()
        key = layout.snapshot_key(self.number, path.replace("/", "-"), digest)
        self._put(key, data)
        entry = Entry(digest, _md5(data), len(data), rows, key)
        self.entries[path] = entry
        return entry

    def pack(self, files: Iterable[tuple[str, int | None, bytes]]) -> None:
        """Path, rows and bytes of small files."""
        for path, rows, data in files:
            entry = Entry(hashlib.sha256(data).hexdigest(), _md5(data), len(data), rows, "", self._bytes)
            self._packed.append((path, entry, data))
            self._bytes += len(data)
            if self._bytes >= PACK_BYTES:
                self._flush()
        self._flush()

    def _flush(self) -> None:
        if not self._packed:
            return
        digests = "".join(entry.sha256 for _, entry, _ in self._packed)
        key = layout.snapshot_key(self.number, "files.pack", hashlib.sha256(digests.encode("ascii")).hexdigest())
        self._put(key, b"".join(data for _, _, data in self._packed))
        self.entries |= {path: replace(entry, at=key) for path, entry, _ in self._packed}
        self._packed.clear()
        self._bytes = 0

    def _put(self, key: str, data: bytes) -> None:
        self._store.write(key, data, durable=True)
        if self._kept_bytes + len(data) <= KEPT_BYTES:
            self.kept[key] = data
            self._kept_bytes += len(data)


def _md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
