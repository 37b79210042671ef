"""Putting the bytes of the next release where nobody looks before the commit."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tasks.lake import layout
from tasks.lake.manifest import Entry
from tasks.lake.snapshot import WHOLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tasks.lake.base import Store

PACK_BYTES: Final = 16 << 20
KEPT_BYTES: Final = 32 << 20


class Stage:
    """The snapshot of release ``number`` under ``_releases/``.

    Files of less than ``WHOLE_BYTES`` are packed into one object, because each would cost a request on a bucket and an
    fsync on a folder; so a small release is one object and its manifest. Names carry checksums: two runs that race for
    the number cannot harm each other. ``kept`` has the first packed objects as they were written, so that bringing the
    tree up to a small release need not fetch them again.

    Where a file's bytes are kept is known once :meth:`finish` was called.
    """

    def __init__(self, store: Store, number: int) -> None:
        self._store = store
        self.number = number
        self.files: dict[str, Entry] = {}
        self.state: dict[str, Entry] = {}
        self.kept: dict[str, bytes] = {}
        self._packed: list[tuple[dict[str, Entry], str, bytes]] = []
        self._packed_bytes = 0
        self._kept_bytes = 0

    def add(self, path: str, data: bytes, rows: int | None) -> None:
        """One published file."""
        self._add(self.files, path, data, rows)

    def add_state(self, path: str, data: bytes, rows: int) -> None:
        """One table of the ledger."""
        self._add(self.state, path, data, rows)

    def add_file(self, path: str, file: Path, rows: int, *, state: bool = False) -> None:
        """One published file, or one table of the ledger, that lies on disk; a large one is never whole in memory."""
        group = self.state if state else self.files
        size = file.stat().st_size
        if size < WHOLE_BYTES:
            self._add(group, path, file.read_bytes(), rows)
            return
        digest, md5 = digests_of(file)
        key = layout.snapshot_key(self.number, path.replace("/", "-"), digest)
        self._store.write_file(key, file, durable=True)
        group[path] = Entry(digest, md5, size, rows, key)

    def add_all(self, files: Iterable[tuple[str, int | None, bytes]]) -> None:
        """Path, rows and bytes of many."""
        for path, rows, data in files:
            self.add(path, data, rows)

    def finish(self) -> None:
        """Write what is still held together."""
        if not self._packed:
            return
        digests = "".join(group[path].sha256 for group, path, _ in self._packed)
        key = layout.snapshot_key(self.number, "files.pack", hashlib.sha256(digests.encode("ascii")).hexdigest())
        self._put(key, b"".join(data for _, _, data in self._packed))
        for group, path, _ in self._packed:
            group[path] = replace(group[path], at=key)
        self._packed.clear()
        self._packed_bytes = 0

    def _add(self, group: dict[str, Entry], path: str, data: bytes, rows: int | None) -> None:
        digest = hashlib.sha256(data).hexdigest()
        md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
        if len(data) >= WHOLE_BYTES:
            key = layout.snapshot_key(self.number, path.replace("/", "-"), digest)
            self._store.write(key, data, durable=True)
            group[path] = Entry(digest, md5, len(data), rows, key)
            return
        group[path] = Entry(digest, md5, len(data), rows, "", self._packed_bytes)
        self._packed.append((group, path, data))
        self._packed_bytes += len(data)
        if self._packed_bytes >= PACK_BYTES:
            self.finish()

    def _put(self, key: str, data: bytes) -> None:
        self._store.write(key, data, durable=True)
        if self._kept_bytes + len(data) <= KEPT_BYTES:
            self.kept[key] = data
            self._kept_bytes += len(data)


def digests_of(file: Path) -> tuple[str, str]:
    """SHA-256 and MD5 of a file."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with file.open("rb") as stream:
        while piece := stream.read(1 << 20):
            sha256.update(piece)
            md5.update(piece)
    return sha256.hexdigest(), md5.hexdigest()
