"""Decisions on their way into the lake: each is an object of its own, put there once, until a release holds it.

Whoever decides need not wait for a run that is publishing, nor a run for them. The objects stay: a release that is
rolled back to may lack decisions that were taken since, and the next run then lays them over it again. Their names
carry a checksum.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake import layout
from tasks.lake.base import in_threads
from tasks.lake.datasets import DECISIONS
from tasks.lake.errors import ObjectCorruptError
from tasks.lake.parquet import decode, encode

if TYPE_CHECKING:
    from tasks.lake.base import Store

INBOX: Final = f"{layout.STATE}/decisions/"

_AT_ONCE: Final = 16


def hand_in(store: Store, decisions: pl.DataFrame) -> None:
    """Put decisions (DECISION_SCHEMA) where the next run finds them; handing one in again changes nothing."""

    def put(row: pl.DataFrame) -> None:
        data = encode(DECISIONS, row)
        store.write(f"{INBOX}{row['decision_id'][0]}-{_digest(data)}.parquet", data, durable=True)

    for _ in in_threads(put, decisions.iter_slices(1), _AT_ONCE):
        pass


def pending(store: Store, published: pl.DataFrame) -> pl.DataFrame:
    """Decisions that were handed in and are not among the ``published`` ones, in DECISION_SCHEMA, oldest first.

    Raises:
        ObjectCorruptError: one of them is damaged; nobody but who took it knows what it was.
    """
    stems = {PurePosixPath(item.key).stem: item.key for item in store.list(INBOX)}
    names = {stem.partition("-")[0]: key for stem, key in stems.items()}
    keys = [names[name] for name in sorted(names.keys() - set(published["decision_id"]))]
    found = in_threads(lambda key: _taken(store, key), keys, _AT_ONCE)
    return DECISIONS.ordered(pl.concat([DECISIONS.empty(), *found]))


def _taken(store: Store, key: str) -> pl.DataFrame:
    data = store.read(key)
    told = PurePosixPath(key).stem.partition("-")[2]
    if told and told != _digest(data):
        raise ObjectCorruptError(
            f"{store.uri}/{key} holds a decision that is damaged",
            "Restore the file from a backup, or delete it and decide again.",
        )
    return decode(DECISIONS, data)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
