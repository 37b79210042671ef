"""What the steps of a run hand each other: small, typed, and all that a worker elsewhere needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tasks.lake.store import open_store
from tasks.runs.plan import SHARD_BYTES
from tasks.runs.staging import Staging

if TYPE_CHECKING:
    from datetime import datetime

    from tasks.lake.base import Store
    from tasks.runs.read import ReadOptions


@dataclass(frozen=True)
class Run:
    """One run, as every step of it knows it.

    ``started_at`` (UTC) stands for now wherever a time is needed. ``take_turns`` on a lake whose store does not honour
    conditional writes: runs then publish one after the other. A shard holds ``shard_bytes`` or more. A release
    whose newest article is older than ``max_age_days`` is made with a warning.
    """

    id: str
    lake: str
    started_at: datetime
    options: ReadOptions
    processes: int | None = None
    take_turns: bool = False
    shard_bytes: int = SHARD_BYTES
    max_age_days: int | None = None

    def __getstate__(self) -> dict[str, Any]:
        """For a process elsewhere, which opens the store itself and may stand in another folder."""
        lake = self.options.placed(self.lake)
        return {**{name: value for name, value in self.__dict__.items() if name != "store"}, "lake": lake}

    @cached_property
    def store(self) -> Store:
        return open_store(self.lake, self.options.store)

    @property
    def staging(self) -> Staging:
        return self.staging_of(self.id)

    def staging_of(self, run_id: str) -> Staging:
        """What another run on the same lake has staged."""
        return Staging(self.store, run_id)


@dataclass(frozen=True, slots=True)
class Shard:
    """Some parts of sources to read together; their list is staged under ``key``, which is a hash of it.

    ``n_bytes`` is what reading goes through. ``left_by`` is the run that has read the very same before it ended early.
    """

    name: str
    key: str
    n_bytes: int
    left_by: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What there is to do. ``removed``: sources that were read once and are gone. ``n_decisions``: not applied yet.

    ``reading`` names the reading again (backfill) that this is part of, ``note`` says so for people.
    """

    shards: tuple[Shard, ...]
    n_sources: int
    n_known: int
    n_issues: int
    removed: tuple[str, ...] = ()
    n_decisions: int = 0
    reading: str | None = None
    note: str = ""

    @property
    def nothing_new(self) -> bool:
        return not (self.shards or self.removed or self.n_decisions)


@dataclass(frozen=True, slots=True)
class ShardCounts:
    """What reading a shard gave; the rows are staged in ``pieces``, one after the other."""

    pieces: tuple[str, ...]
    n_articles: int
    n_observations: int
    n_issues: int


@dataclass(frozen=True, slots=True)
class Published:
    """What was committed; ``release`` is None if nothing would have changed.

    ``n_quarantined`` of the observations read in this run are held back, the first of them for these ``reasons``; the
    first rows are staged as ``quarantined``, and of the ``n_changes`` statistics that moved as ``changes``.
    ``not_read`` says of the first tables with unknown columns what to do.
    """

    release: int | None
    n_quarantined: int = 0
    reasons: tuple[str, ...] = ()
    n_statistics: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    n_changes: int = 0
    warnings: tuple[str, ...] = ()
    not_read: tuple[str, ...] = ()
