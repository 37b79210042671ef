"""Publishing: stage a snapshot, commit it by creating one manifest, then bring the tree up to it.

The protocol is told in docs/decisions/0002-commit-protocol.md.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tasks.lake.build import build
from tasks.lake.candidate import Steps
from tasks.lake.datasets import DELTA
from tasks.lake.errors import ConditionalWritesUnsupportedError, ContentionError
from tasks.lake.layout import manifest_key
from tasks.lake.materialise import materialise
from tasks.lake.probe import LockedStore, probe
from tasks.lake.scratch import Scratch
from tasks.lake.snapshot import head, live_manifests, read_first, read_frame, read_manifest
from tasks.lake.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from tasks.lake.base import Store
    from tasks.lake.batch import Batch
    from tasks.lake.candidate import Candidate, Compared, Context, Judge, Note, Reconcile, Spread
    from tasks.lake.manifest import Manifest

logger = logging.getLogger(__name__)

ATTEMPTS: Final = 200

Check = Callable[["Candidate"], "Mapping[str, bytes] | None"]
"""Looks at the whole candidate before it is staged; raises to stop it. What it returns is published with it."""


@dataclass(frozen=True, slots=True)
class Release:
    """A committed release of a store."""

    manifest: Manifest
    store: Store

    @property
    def delta(self) -> pl.DataFrame:
        """One row (DELTA_SCHEMA) a statistic that is new, differs, went or is refused."""
        return read_frame(self.store, self.manifest, DELTA)

    @property
    def n_changes(self) -> int:
        """Rows of ``delta``."""
        entry = self.manifest.state.get(DELTA.file)
        return entry.rows or 0 if entry else 0

    def first_changes(self, rows: int) -> pl.DataFrame:
        """The first of ``delta``, which may be too large to be in memory."""
        with Scratch() as scratch:
            return read_first(self.store, self.manifest, DELTA, rows, scratch)

    @property
    def number(self) -> int:
        return self.manifest.release


def publish(
    store: Store,
    batch: Batch,
    reconcile: Reconcile,
    context: Context,
    *,
    judge: Judge | None = None,
    compared: Compared | None = None,
    spread: Spread | None = None,
    note: Note | None = None,
    check: Check | None = None,
    lock: Callable[[], AbstractContextManager[object]] | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Release | None:
    """Lay the batch over the lake's last release and commit the result; None if nothing would change.

    ``reconcile(observations, fingerprints)`` makes the statistics of all districts whose observations changed.
    ``judge`` first parts all tellings of these districts, those that the lake held back among them, into accepted and
    refused; with it the batch may bring unjudged observations, and the outcome does not depend on which run read what.
    ``compared`` tells what of each district the others are compared with. ``spread`` adds the districts that must be
    judged with them. ``note`` tells what else of the whole is an issue. ``check`` may raise to stop, and may return
    files to publish under ``data-docs/``. All but ``spread`` and ``check`` are called for some districts at a time, and
    all are called again if another run commits first.

    ``lock`` is taken round everything if the store does not honour put-if-absent; without it such a store is refused
    (``ConditionalWritesUnsupportedError``). A tree that an earlier run left unfinished is finished in any case.
    A run that failed after its commit and is called again with the same ``run_id`` gets the release that it made.
    """
    store, turn = _prepared(store, lock)
    steps = Steps(reconcile, judge, compared, spread, note)
    jitter = random.Random(context.run_id)  # noqa: S311  spreads rivals in time; nothing published depends on it
    with turn:
        for attempt in range(ATTEMPTS):
            base = head(store)
            with Scratch() as scratch:
                candidate = build(store, base, batch, context, steps, scratch=scratch)
                if candidate is None:
                    materialise(store)
                    return _made_before(store, base, context)
                stage = Stage(store, candidate.release)
                release = _commit(store, candidate, stage, check)
            if release is not None:
                materialise(store, kept=stage.kept)
                return release
            sleep(jitter.uniform(0, min(2.0, 0.02 * 2 ** min(attempt, 6))))
    raise ContentionError(
        f"{store.uri}: other runs committed first, {ATTEMPTS} times in a row", "Run again when fewer runs are at work."
    )


def list_releases(store: Store) -> list[Manifest]:
    """The releases that are left, oldest first."""
    return live_manifests(store)


def _prepared(
    store: Store, lock: Callable[[], AbstractContextManager[object]] | None
) -> tuple[Store, AbstractContextManager[object]]:
    capabilities = probe(store)
    if capabilities.creates:
        return store, nullcontext()
    if lock is None:
        raise ConditionalWritesUnsupportedError(
            f"{store.uri} {capabilities.detail}",
            "Use a store that honours If-None-Match, or let all runs take turns by a lock (--lock).",
        )
    logger.warning("%s %s; runs take turns instead", store.uri, capabilities.detail)
    return LockedStore(store), lock()


def _made_before(store: Store, base: Manifest | None, context: Context) -> Release | None:
    """The last release, if it is this very run's: it failed after its commit, and was called again."""
    if base is None or base.run_id != context.run_id:
        return None
    return Release(base, store)


def _commit(store: Store, candidate: Candidate, stage: Stage, check: Check | None) -> Release | None:
    """The release, or None if its number was taken meanwhile."""
    attachments: Mapping[str, bytes] = (check(candidate) if check else None) or {}
    manifest = candidate.staged(stage, attachments)
    if not store.create(manifest_key(manifest.release), manifest.to_bytes()):
        logger.info("release %d was committed by another run; rebasing", manifest.release)
        return None
    committed = read_manifest(store, manifest.release)
    if committed != manifest:  # a store that lied about the condition
        return None
    logger.info("release %d committed", manifest.release)
    return Release(manifest, store)
