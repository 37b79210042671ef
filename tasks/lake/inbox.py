"""Decisions on their way into the lake: each is an object of its own, put there once, until a release holds it.

Whoever decides need not wait for a run that is publishing, nor a run for them. The objects stay: a release that is
rolled back to may lack decisions that were taken since, and the next run then lays them over it again.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake import layout
from tasks.lake.base import in_threads
from tasks.lake.datasets import DECISIONS
from tasks.lake.parquet import decode, encode

if TYPE_CHECKING:
    from tasks.lake.base import Store

INBOX: Final = f"{layout.STATE}/decisions/"

_AT_ONCE: Final = 16


def hand_in(store: Store, decisions: pl.DataFrame) -> None:
    """Put decisions (DECISION_SCHEMA) where the next run finds them; handing one in again changes nothing."""

    def put(row: pl.DataFrame) -> None:
        store.write(f"{INBOX}{row['decision_id'][0]}.parquet", encode(DECISIONS, row), durable=True)

    for _ in in_threads(put, decisions.iter_slices(1), _AT_ONCE):
        pass


def pending(store: Store, published: pl.DataFrame) -> pl.DataFrame:
    """Decisions that were handed in and are not among the ``published`` ones, in DECISION_SCHEMA, oldest first."""
    names = {PurePosixPath(item.key).stem: item.key for item in store.list(INBOX)}
    keys = [names[name] for name in sorted(names.keys() - set(published["decision_id"]))]
    found = in_threads(lambda key: decode(DECISIONS, store.read(key)), keys, _AT_ONCE)
    return DECISIONS.ordered(pl.concat([DECISIONS.empty(), *found]))
