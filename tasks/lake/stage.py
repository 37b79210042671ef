"""Putting the bytes of the next release where nobody looks before the commit."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class File:
    """A published file in memory, with its checksums."""

    path: str
    data: bytes
    rows: int | None
    sha256: str
    md5: str

    @classmethod
    def of(cls, path: str, data: bytes, rows: int | None) -> File:
        """May be called in any thread."""
        md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
        return cls(path, data, rows, hashlib.sha256(data).hexdigest(), md5)


class Stage:
    """The snapshot of release ``number`` under ``_releases/``.

    Files of less than ``WHOLE_BYTES`` are packed into one object, because each would cost a request on a bucket and an
    fsync on a folder; so a small release is one object and its manifest. Names carry checksums: two runs that race for
    the number cannot harm each other. ``kept`` has the packed objects of a small release as they were written, so that
    bringing the tree up to it need not fetch them again.

    Where a file's bytes are kept is known once :meth:`finish` was called.
    """

    def __init__(self, store: Store, number: int) -> None:
        self._store = store
        self.number = number
        self.files: dict[str, Entry] = {}
        self.state: dict[str, Entry] = {}
        self.kept: dict[str, bytes] = {}
        self._packed: list[tuple[dict[str, Entry], File]] = []
        self._packed_bytes = 0
        self._kept_bytes = 0

    def add(self, path: str, data: bytes, rows: int | None) -> None:
        """One published file."""
        self._add(self.files, File.of(path, data, rows))

    def add_state(self, path: str, data: bytes, rows: int) -> None:
        """One table of the ledger."""
        self._add(self.state, File.of(path, data, rows))

    def add_file(self, path: str, file: Path, rows: int, *, state: bool = False) -> None:
        """One published file, or one table of the ledger, that lies on disk; a large one is never whole in memory."""
        group = self.state if state else self.files
        size = file.stat().st_size
        if size < WHOLE_BYTES:
            self._add(group, File.of(path, file.read_bytes(), rows))
            return
        digest, md5 = digests_of(file)
        key = layout.snapshot_key(self.number, path.replace("/", "-"), digest)
        self._store.write_file(key, file, durable=True)
        group[path] = Entry(digest, md5, size, rows, key)

    def add_all(self, files: Iterable[File]) -> None:
        """Many published files."""
        for file in files:
            self._add(self.files, file)

    def finish(self) -> None:
        """Write what is still held together."""
        if not self._packed:
            return
        digests = "".join(file.sha256 for _, file in self._packed)
        key = layout.snapshot_key(self.number, "files.pack", hashlib.sha256(digests.encode("ascii")).hexdigest())
        self._put(key, b"".join(file.data for _, file in self._packed))
        offset = 0
        for group, file in self._packed:
            group[file.path] = Entry(file.sha256, file.md5, len(file.data), file.rows, key, offset)
            offset += len(file.data)
        self._packed.clear()
        self._packed_bytes = 0

    def _add(self, group: dict[str, Entry], file: File) -> None:
        size = len(file.data)
        if size >= WHOLE_BYTES:
            key = layout.snapshot_key(self.number, file.path.replace("/", "-"), file.sha256)
            self._store.write(key, file.data, durable=True)
            group[file.path] = Entry(file.sha256, file.md5, size, file.rows, key)
            return
        group[file.path] = Entry(file.sha256, file.md5, size, file.rows, "", self._packed_bytes)
        self._packed.append((group, file))
        self._packed_bytes += size
        if self._packed_bytes >= PACK_BYTES:
            self.finish()

    def _put(self, key: str, data: bytes) -> None:
        self._store.write(key, data, durable=True)
        self._kept_bytes += len(data)
        if self._kept_bytes <= KEPT_BYTES:
            self.kept[key] = data
        else:
            self.kept.clear()  # most of it would have to be fetched all the same


def digests_of(file: Path) -> tuple[str, str]:
    """SHA-256 and MD5 of a file."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with file.open("rb") as stream:
        while piece := stream.read(1 << 20):
            sha256.update(piece)
            md5.update(piece)
    return sha256.hexdigest(), md5.hexdigest()
