"""How fast articles are being read, and how long the rest will take."""

from __future__ import annotations

import time
from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_WINDOW: Final = 30.0
"""Seconds looked back on: what starting up cost is forgotten, a slow file is noticed."""


class Pace:
    """Counts what is read, from any thread; speeds are those of the last half minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._passed: deque[tuple[float, int, int]] = deque()
        self.total_bytes = 0
        self.bytes = 0
        self.articles = 0

    def start(self, n_bytes: int) -> None:
        """``n_bytes`` are to be read from now on."""
        with self._lock:
            self.total_bytes = n_bytes
            self._note()

    def advance(self, n_bytes: int, n_articles: int) -> None:
        """So much more has been read."""
        with self._lock:
            self.bytes += n_bytes
            self.articles += n_articles
            self._note()

    @property
    def share(self) -> float:
        """Of the bytes, from 0 to 1."""
        return min(self.bytes / self.total_bytes, 1.0) if self.total_bytes else 1.0

    @property
    def articles_per_second(self) -> float:
        """0 while nothing is known."""
        return self._speed(2)

    @property
    def seconds_left(self) -> float | None:
        """None while nothing is known."""
        speed = self._speed(1)
        return max(self.total_bytes - self.bytes, 0) / speed if speed else None

    def _speed(self, what: int) -> float:
        with self._lock:
            if not self._passed:
                return 0.0
            then, now = self._passed[0], self._clock()
            counts = (now, self.bytes, self.articles)
            return (counts[what] - then[what]) / (now - then[0]) if now > then[0] else 0.0

    def _note(self) -> None:
        now = self._clock()
        self._passed.append((now, self.bytes, self.articles))
        while len(self._passed) > 2 and self._passed[1][0] < now - _WINDOW:
            self._passed.popleft()
