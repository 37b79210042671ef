"""A stream over an object that is fetched piece by piece."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Ranges(io.RawIOBase):
    """A seekable view of an object, fetched range by range, so that a broken connection costs one range."""

    def __init__(self, fetch: Callable[[int, int], bytes], start: bytes, size: int) -> None:
        """``fetch(position, length)``; ``start`` is the object's beginning, which is there already."""
        self._fetch = fetch
        self._start = start
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._position = max(0, offset + {io.SEEK_CUR: self._position, io.SEEK_END: self._size}.get(whence, 0))
        return self._position

    def readinto(self, buffer: Any) -> int:
        length = min(len(buffer), self._size - self._position)
        if length <= 0:
            return 0
        if self._position < len(self._start):
            length = min(length, len(self._start) - self._position)
            buffer[:length] = self._start[self._position : self._position + length]
        else:
            buffer[:length] = self._fetch(self._position, length)
        self._position += length
        return length
