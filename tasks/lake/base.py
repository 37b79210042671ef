"""What every store can do, whether a folder or a bucket."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, Protocol, TypeVar, runtime_checkable

from tasks.lake.errors import UnsafeKeyError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

Item = TypeVar("Item")
Result = TypeVar("Result")

STALE_SECONDS: Final = 3600.0
"""So long after its last change no run can still be at work on a temporary file."""

Checksums = Literal["when_supported", "when_required"]


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object as a listing tells it.

    ``size`` is in bytes, ``modified`` in UTC by the store's clock. ``etag`` changes whenever the content does (on a
    folder: modification time and size). ``md5`` is given where the store tells it.
    """

    key: str
    size: int
    etag: str
    modified: datetime
    md5: str | None = None


@dataclass(frozen=True, slots=True)
class StoreOptions:
    """How to reach a store. Credentials come from the usual AWS chain (environment, profile, role), never from here.

    ``endpoint_url`` names any S3-compatible service. ``checksums="when_required"`` serves those that do not know the
    checksum headers that boto3 sends since 1.36. Delays are seconds; a retry waits a random time of up to
    ``backoff_base`` doubled each attempt, never more than ``backoff_cap``. ``part_bytes`` is the size from which an
    upload goes in parts, ``page_keys`` how many keys a listing asks for at once.
    """

    endpoint_url: str | None = None
    region: str | None = None
    profile: str | None = None
    anonymous: bool = False
    checksums: Checksums = "when_supported"
    attempts: int = 8
    backoff_base: float = 0.1
    backoff_cap: float = 10.0
    connect_timeout: float = 5.0
    read_timeout: float = 60.0
    concurrency: int = 16
    part_bytes: int = 32 << 20
    page_keys: int = 1000


@runtime_checkable
class Store(Protocol):
    """Objects under keys (``a/b/c``, relative, ``/``-separated). No reader ever sees half of a written object."""

    @property
    def uri(self) -> str:
        """The address as people write it, without credentials."""

    @property
    def session(self) -> str:
        """Another value says that writes which were not durable may have been lost since (on a folder: by a reboot)."""

    def read(self, key: str) -> bytes:
        """The whole object; ``ObjectMissingError`` if it is not there."""

    def read_range(self, key: str, start: int, length: int) -> bytes:
        """``length`` bytes from ``start``; ``ObjectCorruptError`` if the object ends before."""

    def open(self, key: str) -> BinaryIO:
        """The object as a seekable stream that is never whole in memory."""

    def write(self, key: str, data: bytes, *, durable: bool = False) -> None:
        """Put or replace atomically. ``durable`` also survives loss of power (a bucket always does)."""

    def write_file(self, key: str, file: Path, *, durable: bool = False) -> None:
        """The same with what a file holds, which is never whole in memory."""

    def write_all(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Many writes, in parallel where that helps; in no order."""

    def create(self, key: str, data: bytes) -> bool:
        """Put if absent, durably. False if the key is taken; of several callers at most one is told True."""

    def replace(self, key: str, data: bytes, etag: str | None) -> bool:
        """Put if the object still has this etag (``None``: is absent). False if somebody else was there first."""

    def replace_file(self, key: str, file: Path, etag: str | None) -> bool:
        """The same with what a file holds, which is never whole in memory."""

    def replace_all(self, items: Iterable[tuple[str, bytes, str | None]]) -> bool:
        """Many replacements, in parallel where that helps. False if any found somebody else there."""

    def delete(self, key: str) -> None:
        """Remove; no error if it is not there."""

    def stat(self, key: str) -> StoredObject | None:
        """What a listing would tell of this object, ``None`` if it is not there."""

    def exists(self, key: str) -> bool:
        """Whether the object is there."""

    def list(self, prefix: str) -> Iterator[StoredObject]:
        """All objects whose key starts with ``prefix``, in key order. Nothing outside the root is followed."""

    def lock(self, name: str) -> AbstractContextManager[bool]:
        """Take turns with other processes where the store can (tells True), else go on at once (tells False)."""

    def sweep(self) -> int:
        """Remove what killed writers left behind (temporary files, unfinished uploads); how many there were."""


def in_threads(work: Callable[[Item], Result], items: Iterable[Item], workers: int, group: int = 1) -> Iterator[Result]:
    """``map`` in threads, in order, taking items only a little ahead of what is being worked on.

    ``group`` items make one piece of work: handing over costs 30 microseconds, as much as some small work itself.
    """
    waiting: deque[Future[list[Result]]] = deque()
    remaining = iter(items)
    with ThreadPoolExecutor(workers) as pool:
        try:
            while batch := list(islice(remaining, group)):
                waiting.append(pool.submit(lambda batch: [work(item) for item in batch], batch))
                if len(waiting) > 2 * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def checked_key(key: str) -> str:
    """The key itself, or ``UnsafeKeyError`` if it could leave the root or names no object."""
    parts = key.split("/")
    if "\0" in key or any(part in {"", ".", ".."} for part in parts):
        raise UnsafeKeyError(
            f"Unsafe object key {key!r}",
            "Keys are relative paths without empty, '.' or '..' parts and without NUL.",
        )
    return key
