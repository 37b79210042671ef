"""How far reading has come, told to whoever watches in this process; to nobody on a worker elsewhere."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Progress(Protocol):
    """Follows reading: ``start`` with the bytes there are, ``advance`` by bytes and articles read since."""

    def start(self, n_bytes: int) -> None: ...
    def advance(self, n_bytes: int, n_articles: int) -> None: ...


class _Unwatched:
    def start(self, n_bytes: int) -> None: ...
    def advance(self, n_bytes: int, n_articles: int) -> None: ...


UNWATCHED: Final[Progress] = _Unwatched()
_watcher: ContextVar[Progress] = ContextVar("watcher", default=UNWATCHED)


def progress() -> Progress:
    """The watcher of this context; threads that Prefect starts for a task inherit it."""
    return _watcher.get()


@contextmanager
def watched_by(watcher: Progress) -> Iterator[None]:
    """Let ``watcher`` follow what is read in this context."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)
