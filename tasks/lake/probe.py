"""Finds out, before the first byte, what a store makes of conditional writes. Some accept the header and ignore it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from tasks.lake import layout
from tasks.lake.errors import LakeError, RequestUnsupportedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from tasks.lake.base import Store, StoredObject


@dataclass(frozen=True, slots=True)
class Capabilities:
    """``creates``: put-if-absent is honoured. ``detail`` says how the store fails to, for people."""

    creates: bool
    detail: str = ""


def probe(store: Store) -> Capabilities:
    """Try put-if-absent twice on one key of our own; the second must be refused and the first must stand.

    Errors of another kind (no bucket, no access, read-only) are raised as they are.
    """
    key = f"{layout.STATE}/probe/{uuid4().hex}"
    try:
        try:
            first = store.create(key, b"first")
        except RequestUnsupportedError as error:
            return Capabilities(creates=False, detail=f"refuses put-if-absent ({error.message})")
        if not first:
            return Capabilities(creates=False, detail="refuses put-if-absent of a new key")
        if store.create(key, b"second"):
            return Capabilities(creates=False, detail="ignores put-if-absent: a second writer overwrote the first")
        if store.read(key) != b"first":
            return Capabilities(creates=False, detail="reports put-if-absent as refused but overwrites all the same")
        return Capabilities(creates=True)
    finally:
        _forget(store, key)


class LockedStore:
    """A store without put-if-absent, used by one run at a time: looking and then writing is enough.

    Whoever makes one must hold a lock that every writer of this lake takes.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def uri(self) -> str:
        return self._store.uri

    @property
    def session(self) -> str:
        return self._store.session

    def create(self, key: str, data: bytes) -> bool:
        if self._store.exists(key):
            return False
        self._store.write(key, data, durable=True)
        return True

    def replace(self, key: str, data: bytes, etag: str | None) -> bool:  # noqa: ARG002
        self._store.write(key, data)
        return True

    def replace_file(self, key: str, file: Path, etag: str | None) -> bool:  # noqa: ARG002
        self._store.write_file(key, file)
        return True

    def replace_all(self, items: Iterable[tuple[str, bytes, str | None]]) -> bool:
        self._store.write_all((key, data) for key, data, _ in items)
        return True

    @contextmanager
    def lock(self, name: str) -> Iterator[bool]:  # noqa: ARG002
        yield True

    def read(self, key: str) -> bytes:
        return self._store.read(key)

    def read_range(self, key: str, start: int, length: int) -> bytes:
        return self._store.read_range(key, start, length)

    def open(self, key: str) -> BinaryIO:
        return self._store.open(key)

    def write(self, key: str, data: bytes, *, durable: bool = False) -> None:
        self._store.write(key, data, durable=durable)

    def write_file(self, key: str, file: Path, *, durable: bool = False) -> None:
        self._store.write_file(key, file, durable=durable)

    def write_all(self, items: Iterable[tuple[str, bytes]]) -> None:
        self._store.write_all(items)

    def delete(self, key: str) -> None:
        self._store.delete(key)

    def stat(self, key: str) -> StoredObject | None:
        return self._store.stat(key)

    def exists(self, key: str) -> bool:
        return self._store.exists(key)

    def list(self, prefix: str) -> Iterator[StoredObject]:
        return self._store.list(prefix)

    def sweep(self) -> int:
        return self._store.sweep()


def _forget(store: Store, key: str) -> None:
    try:
        store.delete(key)
    except LakeError:
        return
