"""What the operating system says of a lake in a folder, as this package's errors."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tasks.lake.errors import FULL, ObjectMissingError, StoreError, StoreFullError, StoreReadOnlyError

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ_ONLY: Final = {errno.EROFS, errno.EACCES, errno.EPERM}
_IN_THE_WAY: Final = {errno.ENOTDIR, errno.EISDIR, errno.EEXIST}


@contextmanager
def told(place: str) -> Iterator[None]:
    """Whatever goes wrong inside is told of that place, with the remedy."""
    try:
        yield
    except FileNotFoundError as error:
        raise ObjectMissingError(f"No such file: {place}") from error
    except OSError as error:
        if error.errno in FULL:
            remedy = "Free some space and run again, or name another lake; the last release is untouched."
            raise StoreFullError(f"No space left to write {place}", remedy) from error
        if error.errno in _READ_ONLY:
            remedy = "Check the folder's permissions, or name a lake that you may write."
            raise StoreReadOnlyError(f"Not permitted: {place} ({error.strerror})", remedy) from error
        if error.errno in _IN_THE_WAY:
            remedy = "A file stands where a folder is needed, or the reverse; name another lake."
            raise StoreError(f"Cannot use {place} ({error.strerror})", remedy) from error
        raise StoreError(f"Cannot use {place}: {error.strerror or error}", "Check the disk and try again.") from error
