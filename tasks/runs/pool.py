"""The processes that read articles: started once, shared by all shards that this process reads, few batches ahead."""

from __future__ import annotations

import os
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import current_process, get_context, parent_process
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Given = TypeVar("Given")
Result = TypeVar("Result")

AHEAD: Final = 2
"""Batches in flight a process: one being read, one waiting for it. What is done waits for its turn and counts too."""


class ReaderDiedError(RuntimeError):
    """A reading process ended without a word, as when the system kills it for its memory; the message says what to do.

    What it was reading can be read again.
    """


class _Pool:
    """At most one pool a process; a broken one is replaced when the next is asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._processes = 0

    def get(self, processes: int) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None or self._processes < processes:
                if self._pool is not None:
                    self._pool.shutdown(wait=False)
                self._pool = ProcessPoolExecutor(processes, get_context("spawn"), _end_with_parent)
                self._processes = processes
            return self._pool

    def drop(self, broken: ProcessPoolExecutor | None = None) -> None:
        with self._lock:
            if self._pool is None or broken not in {None, self._pool}:
                return
            pool, self._pool = self._pool, None
        pool.shutdown(wait=broken is None, cancel_futures=True)


_POOL: Final = _Pool()


def usable_processes(wanted: int | None) -> int:
    """As many as are ``wanted``, by default one for each core that this process may run on, in a container too.

    One where this process may not start others, as a worker of Dask is: there each core has a worker of its own.
    """
    if current_process().daemon:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return wanted or cores


def in_order(
    work: Callable[[Given], Result], batches: Iterable[Given], processes: int
) -> Iterator[tuple[Given, Result]]:
    """Each batch with its ``work``, in their order, done by ``processes`` at once, ``AHEAD`` of each in flight.

    ``batches`` is drawn from as results are taken, so what waits on either side stays bounded.

    Raises:
        ReaderDiedError: a process was killed.
    """
    pool = _POOL.get(processes)
    waiting: deque[tuple[Given, Future[Result]]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, pool.submit(work, batch)))
            if len(waiting) >= AHEAD * processes:
                done, future = waiting.popleft()
                yield done, future.result()
        while waiting:
            done, future = waiting.popleft()
            yield done, future.result()
    except BrokenProcessPool:
        _POOL.drop(pool)
        raise ReaderDiedError(
            "a process that read articles was killed, most likely for want of memory; run again with fewer --processes"
        ) from None
    finally:
        for _, future in waiting:
            future.cancel()


@contextmanager
def closing_pool() -> Iterator[None]:
    """Within it the pool lives; at its end the processes are let go."""
    try:
        yield
    finally:
        _POOL.drop()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = parent_process()
    if parent is not None:

        def wait() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()
