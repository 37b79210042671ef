"""Packed content, the same bytes every time."""

from __future__ import annotations

import gzip
import sys
from typing import TYPE_CHECKING, Final

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from collections.abc import Callable


def gz(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def zst(content: bytes) -> bytes:
    return zstd.compress(content)


PACKERS: Final[dict[str, Callable[[bytes], bytes]]] = {".gz": gz, ".zst": zst}
