"""Files that appear whole: written aside, then renamed or linked into place, and synced where they must last."""

# Paths are strings here: what runs for each of thousands of files must not build objects of them.
# ruff: noqa: PTH103, PTH108, PTH120

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def write_aside(folder: str, pieces: Iterable[bytes], *, durable: bool) -> str:
    """A new file of a name of its own in a folder, which is made if need be; nothing is left of one that fails."""
    path = f"{folder}/{uuid4().hex}"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        try:
            for piece in pieces:
                view = memoryview(piece)
                while view:
                    view = view[os.write(handle, view) :]
            if durable:
                os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        remove(path)
        raise
    return path


def move_into_place(aside: str, path: str, move: Callable[[str, str], None], *, durable: bool) -> None:
    """Rename or link; the folder may be missing, or vanish meanwhile because another run emptied it."""
    folder = os.path.dirname(path)
    for _ in range(16):
        try:
            move(aside, path)
            break
        except FileNotFoundError:
            _make_folder(folder, durable=durable)
    else:
        move(aside, path)
    if durable:
        _sync_folder(folder)


def remove(path: str) -> None:
    """Remove a file; no error if it is not there."""
    with suppress(FileNotFoundError):
        os.unlink(path)


def _make_folder(folder: str, *, durable: bool) -> None:
    path = Path(folder)
    missing = [parent for parent in (path, *path.parents) if not parent.exists()] if durable else []
    path.mkdir(parents=True, exist_ok=True)
    for created in missing:
        _sync_folder(str(created.parent))


def _sync_folder(folder: str) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
