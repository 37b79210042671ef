"""Whole new folders, put together out of sight and then moved into place with one rename each."""

# Paths are strings here: what runs for each of thousands of files must not build objects of them.
# ruff: noqa: PTH103, PTH104, PTH105, PTH112, PTH208

from __future__ import annotations

import os
import shutil
from contextlib import suppress


class NewFolders:
    """Files under ``aside``, at the paths that they shall have under ``root``; both on one file system."""

    def __init__(self, root: str, aside: str) -> None:
        self._root = root
        self._aside = aside
        self._made: set[str] = set()

    def has(self, key: str) -> bool:
        """Whether the file's folder is being put together here."""
        return key.rpartition("/")[0] in self._made

    def write(self, key: str, data: bytes) -> None:
        """Put one file aside. May be called from several threads."""
        folder = key.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(f"{self._aside}/{folder}", exist_ok=True)
            self._made.add(folder)
        handle = os.open(f"{self._aside}/{key}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
        finally:
            os.close(handle)

    def appear(self) -> None:
        """Move everything into place, the topmost folders that do not exist there first."""
        if self._made:
            self._merge("")

    def forget(self) -> None:
        """Remove what is left aside."""
        if self._made:
            shutil.rmtree(self._aside, ignore_errors=True)

    def _merge(self, folder: str) -> None:
        """Names of ``folder`` into the folder of that name under the root, which exists."""
        for name in sorted(os.listdir(f"{self._aside}/{folder}")):
            key = f"{folder}/{name}" if folder else name
            made, place = f"{self._aside}/{key}", f"{self._root}/{key}"
            if not os.path.isdir(made):
                os.replace(made, place)
                continue
            if not os.path.isdir(place):
                with suppress(OSError):  # somebody else made it in this very moment
                    os.rename(made, place)
                    continue
            self._merge(key)
