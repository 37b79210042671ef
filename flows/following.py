"""How far the shards have come, for whoever looks at Prefect's pages or at the terminal."""

from __future__ import annotations

import time
from contextlib import contextmanager
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final

from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.context import FlowRunContext
from prefect.task_runners import ThreadPoolTaskRunner

from tasks.runs.pace import Pace
from tasks.runs.pool import ReaderDiedError
from tasks.runs.progress import progress, watched_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from uuid import UUID

    from prefect.futures import PrefectFuture, PrefectFutureList

    from tasks.runs.manifests import Shard, ShardCounts
    from tasks.runs.progress import Progress

_EVERY: Final = 2.0
"""Seconds from one telling to the next; a run that reads for less has no page for it."""


_Done = SimpleQueue[tuple["Shard", "PrefectFuture[ShardCounts]"]]


@contextmanager
def following(shards: Sequence[Shard]) -> Iterator[Callable[[PrefectFutureList[ShardCounts]], list[ShardCounts]]]:
    """Within it shards may be read; it gives a function that waits for them and tells how far they have come.

    Tasks in this process tell of each batch they have read; a task elsewhere is told of when it is done. The first
    shard that cannot be read ends the waiting: the run will fail, and the task runner drops what has not begun.
    """
    told = _Told(progress())
    told.start(sum(shard.n_bytes for shard in shards))
    context = FlowRunContext.get()
    elsewhere = context is not None and not isinstance(context.task_runner, ThreadPoolTaskRunner)

    def results(futures: PrefectFutureList[ShardCounts]) -> list[ShardCounts]:
        done: _Done = SimpleQueue()
        for shard, future in zip(shards, futures, strict=True):
            future.add_done_callback(partial(_put, done, shard))
        page = _Page(told.pace)
        left = len(shards)
        try:
            while left:
                try:
                    shard, future = done.get(timeout=_EVERY)
                except Empty:
                    page.show()
                    continue
                left -= 1
                counts = _counts(future)
                if elsewhere:
                    told.advance(shard.n_bytes, counts.n_articles)
                page.show()
        finally:
            page.close()
        return futures.result()

    with watched_by(told):
        yield results


def _counts(future: PrefectFuture[ShardCounts]) -> ShardCounts:
    """What a task that has ended gave; raises what it failed of."""
    try:
        return future.result()
    except Exception as error:
        if type(error).__name__ != "KilledWorker":  # Dask's, which may not be installed
            raise
        raise ReaderDiedError(
            f"several workers of the cluster died while they read one shard ({error}); look at their logs, most "
            "likely for want of memory, and run again: what was read is kept"
        ) from None


def _put(done: _Done, shard: Shard, future: PrefectFuture[ShardCounts]) -> None:
    done.put((shard, future))


class _Told:
    """Passes on to the watcher of the run what it counts itself."""

    def __init__(self, watcher: Progress) -> None:
        self._watcher = watcher
        self.pace = Pace()

    def start(self, n_bytes: int) -> None:
        self.pace.start(n_bytes)
        self._watcher.start(n_bytes)

    def advance(self, n_bytes: int, n_articles: int) -> None:
        self.pace.advance(n_bytes, n_articles)
        self._watcher.advance(n_bytes, n_articles)


class _Page:
    """The progress artifact of a run, made when there is something to wait for."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._artifact: UUID | None = None
        self._shown = time.monotonic()

    def show(self) -> None:
        if time.monotonic() - self._shown < _EVERY:
            return
        self._put()
        self._shown = time.monotonic()

    def close(self) -> None:
        if self._artifact is not None:
            self._put()

    def _put(self) -> None:
        share, words = round(100 * self._pace.share, 1), described(self._pace)
        if self._artifact is None:
            made: Any = create_progress_artifact(share, key="reading", description=words)
            self._artifact = made
        else:
            update_progress_artifact(self._artifact, share, description=words)


def described(pace: Pace) -> str:
    """``12,400 articles read, 5,150 a second, 3 min left``."""
    words = f"{pace.articles:,} articles read, {pace.articles_per_second:,.0f} a second"
    left = pace.seconds_left
    if left is None or pace.share == 1.0:
        return words
    return f"{words}, {left / 60:,.0f} min left" if left >= 90 else f"{words}, {left:.0f} s left"
