"""Where the steps of one run leave what is too large to hand over: Parquet under the lake's ``_runs/``."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from tasks.lake.errors import ObjectCorruptError
from tasks.lake.layout import RUNS
from tasks.runs.rows import SHARD_SCHEMAS, ShardRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tasks.lake.base import Store

KEPT: Final = timedelta(days=7)
"""A run that was killed leaves its staging behind; it is of use to nobody after a week."""


class Staging:
    """Named frames and records of one run. Writing a name again replaces it, so a step can be repeated."""

    def __init__(self, store: Store, run_id: str) -> None:
        self._store = store
        self._prefix = f"{RUNS}/{run_id}"

    def put(self, name: str, frame: pl.DataFrame) -> str:
        """The SHA-256 of what was written."""
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="lz4")
        data = buffer.getvalue()
        self._store.write(f"{self._prefix}/{name}.parquet", data)
        return hashlib.sha256(data).hexdigest()

    def get(self, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        data = self._store.read(f"{self._prefix}/{name}.parquet")
        return pl.read_parquet(io.BytesIO(data), columns=None if columns is None else list(columns))

    def put_rows(self, name: str, rows: ShardRows) -> list[str]:
        """The SHA-256 of each of its tables."""
        return [self.put(f"{name}-{field.name}", getattr(rows, field.name)) for field in fields(rows)]

    def copy_rows(self, name: str, other: Staging, digests: Sequence[str]) -> None:
        """The rows that another run staged under that name.

        Raises:
            ObjectMissingError: they are not there any more.
            ObjectCorruptError: they are not what that run staged; staging is not synced, so a loss of power shows here.
        """
        for field, digest in zip(fields(ShardRows), digests, strict=True):
            path = f"{name}-{field.name}.parquet"
            data = self._store.read(f"{other._prefix}/{path}")
            if hashlib.sha256(data).hexdigest() != digest:
                raise ObjectCorruptError(f"{other._prefix}/{path} does not hold what was staged")
            self._store.write(f"{self._prefix}/{path}", data)

    def get_all(self, table: str, names: Iterable[str]) -> pl.DataFrame:
        """One table (``observations``, …) of several pieces, in their order; of articles all but their texts."""
        schema = {name: kind for name, kind in SHARD_SCHEMAS[table].items() if name != "text"}
        # Of a run of an older version fingerprints may be of another type.
        parts = [self.get(f"{name}-{table}", list(schema)).cast(pl.Schema(schema)) for name in names]
        return pl.concat([pl.DataFrame(schema=schema), *parts])

    def texts(self, names: Iterable[str]) -> Iterator[pl.DataFrame]:
        """``article_id`` and ``text`` of the articles of several pieces, a piece at a time."""
        for name in names:
            yield self.get(f"{name}-articles", ["article_id", "text"])

    def put_record(self, name: str, record: Any) -> None:
        data = json.dumps(record, ensure_ascii=False).encode("utf-8")
        self._store.write(f"{self._prefix}/{name}.json", data)

    def get_record(self, name: str) -> Any:
        return json.loads(self._store.read(f"{self._prefix}/{name}.json"))


def clean_up(store: Store, run_id: str, now: datetime) -> None:
    """Remove what a run has staged, and what failed runs left behind more than a week ago.

    ``now`` is in UTC. Should it be ahead of the store's clock, which stamped what this run staged, that is believed.
    """
    items = list(store.list(f"{RUNS}/"))
    mine = {item.key: item.modified for item in items if item.key.startswith(f"{RUNS}/{run_id}/")}
    now = min(now, max(mine.values(), default=now))
    for item in items:
        if item.key in mine or now - item.modified > KEPT:
            store.delete(item.key)
