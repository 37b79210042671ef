"""A lake in a folder: atomic replacement by rename, put-if-absent by an exclusive link."""

# Paths are strings here: what runs for each of thousands of files must not build objects of them.
# ruff: noqa: PTH106, PTH112, PTH114, PTH116, PTH120, PTH123

from __future__ import annotations

import fcntl
import os
import shutil
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, BinaryIO, Final
from uuid import uuid4

from tasks.lake.base import STALE_SECONDS, StoredObject, checked_key, in_threads
from tasks.lake.errors import ObjectCorruptError, ObjectMissingError, UnsafeKeyError
from tasks.lake.folder_errors import told
from tasks.lake.new_folders import NewFolders
from tasks.lake.whole_files import move_into_place, remove, write_aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

TEMPORARY: Final = "_state/tmp"
LOCKS: Final = "_state/locks"
THREADS: Final = min(4, os.cpu_count() or 1)
COPY_BYTES: Final = 1 << 20
BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


class FolderStore:
    """Objects are files under ``root``.

    Temporary files live in ``_state/tmp`` of the same folder, so a killed writer leaves nothing among the data and a
    rename never crosses file systems. Symbolic links that lead out of the root are neither listed nor read.
    """

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root.expanduser())
        self._uri = str(root)
        self._aside = f"{self._root}/{TEMPORARY}"
        self._inside: set[str] = set()

    @property
    def uri(self) -> str:
        return self._uri

    @property
    def session(self) -> str:
        try:
            return BOOT.read_text("ascii").strip()
        except OSError:  # not Linux: only a missing marker or `solieu verify` will tell
            return ""

    def read(self, key: str) -> bytes:
        with self.open(key) as file:
            return file.read()

    def read_range(self, key: str, start: int, length: int) -> bytes:
        with self.open(key) as file:
            file.seek(start)
            data = file.read(length)
        if len(data) != length:
            raise ObjectCorruptError(f"{self._uri}/{key} ends before byte {start + length}", "Run `solieu verify`.")
        return data

    def open(self, key: str) -> BinaryIO:
        with self._errors(key):
            return open(self._readable(key), "rb")

    def write(self, key: str, data: bytes, *, durable: bool = False) -> None:
        self._put(key, [data], durable=durable)

    def write_file(self, key: str, file: Path, *, durable: bool = False) -> None:
        with open(file, "rb") as stream:
            self._put(key, iter(partial(stream.read, COPY_BYTES), b""), durable=durable)

    def write_all(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Files of folders that do not exist yet are put together aside, and appear with their folder at once.

        That spares a rename a file, and a third of the time: what a thousand small files cost is the file system.
        """
        aside = NewFolders(self._root, f"{self._aside}/{uuid4().hex}")

        def put(item: tuple[str, bytes]) -> None:
            key, data = item
            with self._errors(key):
                if aside.has(key) or not self._parent_exists(key):
                    aside.write(key, data)
                    return
            self.write(key, data)

        try:
            for _ in in_threads(put, items, THREADS, group=16):
                pass
            with self._errors(""):
                aside.appear()
        finally:
            aside.forget()

    def create(self, key: str, data: bytes) -> bool:
        with self._errors(key):
            path = self._path(key)
            if os.path.lexists(path):
                return False
            temporary = write_aside(self._aside, [data], durable=True)
            try:
                move_into_place(temporary, path, os.link, durable=True)
            except FileExistsError:
                return False
            finally:
                remove(temporary)
        return True

    def replace(self, key: str, data: bytes, etag: str | None) -> bool:  # noqa: ARG002
        """A folder has no compare-and-swap: whoever must not be overtaken holds :meth:`lock`."""
        self.write(key, data)
        return True

    def replace_file(self, key: str, file: Path, etag: str | None) -> bool:  # noqa: ARG002
        self.write_file(key, file)
        return True

    def replace_all(self, items: Iterable[tuple[str, bytes, str | None]]) -> bool:
        self.write_all((key, data) for key, data, _ in items)
        return True

    def delete(self, key: str) -> None:
        with self._errors(key):
            path = self._path(key)
            remove(path)
            while (path := os.path.dirname(path)) != self._root:
                try:
                    os.rmdir(path)
                except OSError:
                    break
                self._inside.discard(path)

    def stat(self, key: str) -> StoredObject | None:
        try:
            with self._errors(key):
                stat = os.stat(self._readable(key))
        except ObjectMissingError:
            return None
        return _described(key, stat) if S_ISREG(stat.st_mode) else None

    def exists(self, key: str) -> bool:
        return self.stat(key) is not None

    def list(self, prefix: str) -> Iterator[StoredObject]:
        folder, _, _ = prefix.rpartition("/")
        if folder:
            checked_key(folder)
        with self._errors(prefix):
            yield from self._walk(folder, prefix)

    @contextmanager
    def lock(self, name: str) -> Iterator[bool]:
        """An advisory lock that the kernel lets go of when its holder dies."""
        with self._errors(f"{LOCKS}/{name}"):
            path = Path(self._root) / LOCKS / checked_key(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
            except OSError:  # a file system without locks, some network mounts among them
                yield False
            else:
                yield True
        finally:
            os.close(handle)

    def sweep(self) -> int:
        """Temporary files that no writer can still be at work on: unchanged for an hour."""
        swept = 0
        folder = Path(self._aside)
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                try:
                    if time.time() - path.stat().st_mtime > STALE_SECONDS:
                        if path.is_dir():
                            shutil.rmtree(path, ignore_errors=True)
                        else:
                            path.unlink()
                        swept += 1
                except FileNotFoundError:
                    continue
        return swept

    def _path(self, key: str) -> str:
        """Where the object is or will be."""
        path = f"{self._root}/{checked_key(key)}"
        parent = path[: path.rindex("/")]
        if parent not in self._inside:
            if not self._contains(os.path.realpath(parent)):
                raise UnsafeKeyError(
                    f"{key!r} leads out of {self._uri} by a symbolic link", "Remove the link, or name its target."
                )
            if os.path.isdir(parent):
                self._inside.add(parent)
        return path

    def _parent_exists(self, key: str) -> bool:
        path = self._path(key)
        return path[: path.rindex("/")] in self._inside

    def _readable(self, key: str) -> str:
        path = self._path(key)
        if os.path.islink(path) and not self._contains(os.path.realpath(path)):
            raise UnsafeKeyError(f"{key!r} is a symbolic link out of {self._uri}", "Name the link's target instead.")
        return path

    def _contains(self, path: str) -> bool:
        return path == self._root or path.startswith(f"{self._root.rstrip('/')}/")

    def _put(self, key: str, pieces: Iterable[bytes], *, durable: bool) -> None:
        with self._errors(key):
            path = self._path(key)
            temporary = write_aside(self._aside, pieces, durable=durable)
            try:
                move_into_place(temporary, path, os.replace, durable=durable)
            except BaseException:
                remove(temporary)
                raise
            self._inside.add(path[: path.rindex("/")])

    def _walk(self, folder: str, prefix: str) -> Iterator[StoredObject]:
        """Depth first, in the order of whole keys: ``a-b`` sorts before ``a/b``, as it does in a bucket."""
        try:
            with os.scandir(f"{self._root}/{folder}") as scan:
                entries = [(entry.name + ("/" if entry.is_dir() else ""), entry) for entry in scan]
        except (FileNotFoundError, NotADirectoryError):
            return
        for name, entry in sorted(entries, key=lambda pair: pair[0]):
            key = f"{folder}/{name}" if folder else name
            if not (key.startswith(prefix) or prefix.startswith(key)):
                continue
            if entry.is_symlink() and not self._contains(os.path.realpath(entry.path)):
                continue
            if name.endswith("/"):
                if not entry.is_symlink():  # a link to a folder inside the root would list it twice, or for ever
                    yield from self._walk(key[:-1], prefix)
            elif key.startswith(prefix):
                try:
                    yield _described(key, entry.stat())
                except FileNotFoundError:
                    continue

    def _errors(self, key: str) -> AbstractContextManager[None]:
        return told(f"{self._uri}/{key}")


def _described(key: str, stat: os.stat_result) -> StoredObject:
    return StoredObject(
        key=key,
        size=stat.st_size,
        etag=f"{stat.st_mtime_ns:x}-{stat.st_size:x}",
        modified=datetime.fromtimestamp(stat.st_mtime, UTC),
    )
