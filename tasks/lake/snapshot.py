"""Reading a committed release."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from tasks.lake import layout
from tasks.lake.errors import ObjectCorruptError, ObjectMissingError, ReleaseMissingError
from tasks.lake.ledger import TABLES, Ledger
from tasks.lake.manifest import Entry, Manifest, is_tombstone, parse_manifest
from tasks.lake.parquet import conformed, decode, slice_of
from tasks.lake.rows import HeldRows, StoredRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from tasks.lake.base import Store
    from tasks.lake.datasets import Dataset
    from tasks.lake.rows import Rows
    from tasks.lake.scratch import Scratch

logger = logging.getLogger(__name__)

WHOLE_BYTES: Final = 4 << 20
"""From this size a file is an object of its own in the snapshot, and is never held in memory."""

_PIECE: Final = 1 << 20

MARKER: Final = f"{layout.STATE}/materialised.json"


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
        try:
            data = (
                store.read(entry.at) if entry.offset is None else store.read_range(entry.at, entry.offset, entry.size)
            )
        except (ObjectCorruptError, ObjectMissingError):
            break
        if hashlib.sha256(data).hexdigest() == entry.sha256:
            return data
    raise _damaged(store, path, entry)


def _damaged(store: Store, path: str, entry: Entry) -> ObjectCorruptError:
    return ObjectCorruptError(
        f"{store.uri}/{entry.at} does not hold the recorded bytes of {path}",
        "The snapshot is damaged: restore it from a backup, or roll back to a release that `solieu verify` finds whole",
    )


def fetch_entry(store: Store, path: str, entry: Entry, scratch: Scratch) -> Path:
    """The same on this machine's disk, for what is too large to be whole in memory."""
    name = f"fetched-{entry.sha256}"
    for _ in range(2):
        digest = hashlib.sha256()
        try:
            with store.open(entry.at) as stream, scratch.writing(name) as file:
                stream.seek(entry.offset or 0)
                left = entry.size
                while left and (piece := stream.read(min(left, _PIECE))):
                    digest.update(piece)
                    file.write(piece)
                    left -= len(piece)
        except (ObjectCorruptError, ObjectMissingError):
            break
        if digest.hexdigest() == entry.sha256:
            return scratch.path(name)
    raise _damaged(store, path, entry)


def stored_rows(store: Store, manifest: Manifest | None, dataset: Dataset, scratch: Scratch) -> Rows:
    """A dataset of a release that is in order of city and district, to be read some districts at a time."""
    entry = manifest.files.get(dataset.file) if manifest else None
    if manifest is None or entry is None or entry.size < WHOLE_BYTES:
        return HeldRows(read_frame(store, manifest, dataset))
    return StoredRows(fetch_entry(store, dataset.file, entry, scratch), dataset, manifest.schema_version)


def read_entries(
    store: Store, entries: Mapping[str, Entry], kept: Mapping[str, bytes] | None = None
) -> Iterator[tuple[str, bytes]]:
    """The stored bytes of many files, checked. Files that lie close together in one object are fetched in one request.

    ``kept`` are objects that the caller still has in memory, as he wrote them.
    """
    by_object: dict[str, list[tuple[str, Entry]]] = defaultdict(list)
    for path, entry in entries.items():
        by_object[entry.at].append((path, entry))
    for key, members in by_object.items():
        if kept and key in kept:
            written = memoryview(kept[key])
            for path, entry in members:
                first = entry.offset or 0
                yield path, bytes(written[first : first + entry.size])
            continue
        whole, start = _fetched(store, key, members)
        for path, entry in members:
            first = (entry.offset or 0) - start
            data = whole[first : first + entry.size]
            intact = len(data) == entry.size and hashlib.sha256(data).hexdigest() == entry.sha256
            yield path, data if intact else read_entry(store, path, entry)


def _fetched(store: Store, key: str, members: list[tuple[str, Entry]]) -> tuple[bytes, int]:
    """What of an object to hold while its files are told, and where that starts; nothing if they lie too far apart."""
    if any(entry.offset is None for _, entry in members):
        return b"", 0
    start = min(entry.offset or 0 for _, entry in members)
    length = max((entry.offset or 0) + entry.size for _, entry in members) - start
    if len(members) == 1 or length > 4 * sum(entry.size for _, entry in members):
        return b"", 0
    try:
        return store.read_range(key, start, length), start
    except ObjectCorruptError:  # the object is short: some of its files may still be whole
        return b"", 0


def read_tables(store: Store, manifest: Manifest | None, tables: Sequence[Dataset]) -> list[pl.DataFrame]:
    """Datasets of a release, from their one-file copies in the snapshot; empty where the release has none."""
    if manifest is None:
        return [table.empty() for table in tables]
    stored = {**manifest.files, **manifest.state}
    found = {table.file: stored[table.file] for table in tables if table.file in stored}
    by_file = {table.file: table for table in tables}
    frames = {  # as they come, so that the bytes of one table alone are held
        path: decode(by_file[path], data, version=manifest.schema_version) for path, data in read_entries(store, found)
    }
    return [frames[table.file] if table.file in frames else table.empty() for table in tables]


def read_frame(store: Store, manifest: Manifest | None, dataset: Dataset) -> pl.DataFrame:
    """One of them."""
    return read_tables(store, manifest, [dataset])[0]


def read_first(store: Store, manifest: Manifest, dataset: Dataset, rows: int, scratch: Scratch) -> pl.DataFrame:
    """The first rows of one of them."""
    entry = {**manifest.files, **manifest.state}.get(dataset.file)
    if entry is None or entry.size < WHOLE_BYTES:
        return read_frame(store, manifest, dataset).head(rows)
    first = slice_of(fetch_entry(store, dataset.file, entry, scratch), 0, rows)
    return conformed(dataset, first, manifest.schema_version)


def read_ledger(store: Store, manifest: Manifest | None) -> Ledger:
    """What the release's runs had read."""
    return Ledger(*read_tables(store, manifest, TABLES))
