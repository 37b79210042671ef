"""Rows that wait on this machine's disk while a release is made of them."""

from __future__ import annotations

import errno
import io
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, BinaryIO, Final

import polars as pl

from tasks.lake.errors import StoreFullError

if TYPE_CHECKING:
    from collections.abc import Iterator


_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Scratch:
    """Frames and files in a folder for temporary files (``TMPDIR``), which goes when it is closed."""

    def __init__(self) -> None:
        with _told(gettempdir()):
            self._folder = TemporaryDirectory(prefix="solieu-")

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def path(self, name: str) -> Path:
        return Path(self._folder.name) / name

    def put(self, name: str, frame: pl.DataFrame) -> None:
        buffer = io.BytesIO()
        frame.write_ipc(buffer, compression="lz4", compat_level=pl.CompatLevel.oldest())
        with self.writing(name) as file:
            file.write(buffer.getbuffer())

    def get(self, name: str) -> pl.DataFrame:
        return pl.read_ipc(self.path(name))

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """A new file; ``StoreFullError`` where there is no room for it."""
        with _told(self._folder.name), self.path(name).open("wb") as file:
            yield file


@contextmanager
def _told(place: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = "No space left to write" if error.errno in _FULL else f"Cannot write ({error.strerror or error})"
        raise StoreFullError(
            f"{what} temporary files in {place}",
            "Free some space there, or let TMPDIR name another folder, and run again; the last release is untouched.",
        ) from error
