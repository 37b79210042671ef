"""Rows that wait on this machine's disk while a release is made of them."""

from __future__ import annotations

import io
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

import polars as pl

from tasks.lake.errors import StoreFullError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Scratch:
    """Frames and files in a folder for temporary files (``TMPDIR``), which goes when it is closed."""

    def __init__(self) -> None:
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
        """A new file; ``StoreFullError`` where it cannot be written."""
        try:
            with self.path(name).open("wb") as file:
                yield file
        except OSError as error:
            raise StoreFullError(
                f"Cannot write temporary files in {self.path('').parent} ({error.strerror or error})",
                "Free some space there, or let TMPDIR name another folder, and run again.",
            ) from error
