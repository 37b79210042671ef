"""Opening what an address names, wherever it lies; what cannot be opened is an issue."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from tasks.lake.errors import AccessDeniedError, LakeError, ObjectCorruptError, ObjectMissingError, UnsafeKeyError
from tasks.lake.ranges import Ranges
from tasks.lake.store import open_store
from tasks.records.issue import Issue

if TYPE_CHECKING:
    from tasks.articles.parts import Part
    from tasks.lake.base import Store, StoreOptions

UNREADABLE: Final = "unreadable"
"""Reason of the issue that a source which cannot be opened becomes."""

CANNOT_OPEN: Final = (OSError, ObjectMissingError, ObjectCorruptError, AccessDeniedError, UnsafeKeyError)
"""Errors of opening or reading a source that are about this source alone."""

_RANGE_BYTES: Final = 1 << 20
"""What is fetched of a part at a time: as much as most parts are."""


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens files, relative paths taken from ``folder``, and objects; a store is asked for its place once."""

    folder: str
    options: StoreOptions
    _stores: dict[str, Store] = field(default_factory=dict)

    def source(self, uri: str) -> BinaryIO:
        """The whole of it; raises one of CANNOT_OPEN, or StoreError where a store fails in a way that may pass."""
        if "://" not in uri:
            return Path(self.folder, uri).open("rb")
        store, key = self._stored(uri)
        return store.open(key)

    def part(self, part: Part) -> BinaryIO:
        """The source of a part, of which a store is asked for little more than the part; raises the same."""
        if "://" not in part.uri:
            return self.source(part.uri)
        store, key = self._stored(part.uri)
        return io.BufferedReader(Ranges(partial(store.read_range, key), b"", part.size), buffer_size=_RANGE_BYTES)

    def _stored(self, uri: str) -> tuple[Store, str]:
        scheme, _, rest = uri.partition("://")
        bucket, _, key = rest.partition("/")
        root = f"{scheme}://{bucket}"
        if root not in self._stores:
            self._stores[root] = open_store(root, self.options)
        return self._stores[root], key


def unreadable(uri: str, error: OSError | LakeError) -> Issue:
    """The issue of a source that cannot be opened."""
    why = error.message if isinstance(error, LakeError) else error.strerror
    message = f"{uri} cannot be read ({why}); check that it is there and may be read"
    return Issue("ingest", UNREADABLE, message, uri)
