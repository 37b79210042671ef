"""Rows that wait on this machine's disk while a release is made of them."""

from __future__ import annotations

import fcntl
import io
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, BinaryIO, Final

import polars as pl

from tasks.lake.base import STALE_SECONDS
from tasks.lake.errors import FULL, StoreError, StoreFullError

if TYPE_CHECKING:
    from collections.abc import Iterator


_PREFIX: Final = "solieu-"
_LOCK: Final = ".lock"


class Scratch:
    """Frames and files in a folder for temporary files (``TMPDIR``), which goes when it is closed.

    What killed runs left there goes as well: folders unchanged for an hour that nobody holds.
    """

    def __init__(self) -> None:
        with _told(gettempdir()):
            _sweep(Path(gettempdir()))
            self._folder = TemporaryDirectory(prefix=_PREFIX)
            self._lock = self.path(_LOCK).open("wb")  # the kernel lets go of it when the run dies
            with suppress(OSError):  # a file system without locks: nothing there is swept
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()
        self._folder.cleanup()

    def path(self, name: str) -> Path:
        return Path(self._folder.name) / name

    def put(self, name: str, frame: pl.DataFrame) -> None:
        buffer = io.BytesIO()
        frame.write_ipc(buffer, compression="lz4", compat_level=pl.CompatLevel.newest())
        with self.writing(name) as file:
            file.write(buffer.getbuffer())

    def get(self, name: str) -> pl.DataFrame:
        return pl.read_ipc(self.path(name))

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A new file; ``StoreFullError`` where there is no room for it."""
        with _told(self._folder.name), self.path(name).open("wb") as file:
            yield file


def _sweep(place: Path) -> None:
    for folder in place.glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another user's, or one without a lock
            if folder.is_symlink() or time.time() - folder.stat().st_mtime < STALE_SECONDS:
                continue
            with (folder / _LOCK).open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _told(place: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            remedy = "Free some space there, or let TMPDIR name another folder, and run again"
            raise StoreFullError(
                f"No space left to write temporary files in {place}", f"{remedy}; the last release is untouched."
            ) from error
        raise StoreError(
            f"Cannot use temporary files in {place} ({error.strerror or error})",
            "Look at that folder, or let TMPDIR name another, and run again; the last release is untouched.",
        ) from error
