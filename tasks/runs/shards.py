"""The rows of a shard, staged piece by piece; what a run that ended early has read need not be read again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from tasks.lake.errors import ObjectCorruptError, ObjectMissingError
from tasks.lake.layout import RUNS
from tasks.runs.manifests import ShardCounts
from tasks.runs.rows import gathered
from tasks.runs.staging import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tasks.articles.parts import Part
    from tasks.lake.base import Store
    from tasks.runs.read import ReadOptions
    from tasks.runs.rows import ShardRows
    from tasks.runs.staging import Staging

PIECE_BYTES: Final = 32 << 20
"""Rows of a shard that are held before they are staged."""

_DONE: Final = "-done"
"""Ending of the record that says a shard is read, behind the shard's key."""


def shard_key(parts: Sequence[Part], options: ReadOptions, rules_version: str) -> str:
    """A name that is the same only where reading gives the same rows."""
    known = [[asdict(part) for part in parts], asdict(options.limits), asdict(options.columns)]
    described = json.dumps([known, options.today.isoformat(), rules_version], sort_keys=True)
    return f"shard-{hashlib.sha256(described.encode()).hexdigest()[:24]}"


def put_shard(staging: Staging, key: str, parts: Iterable[ShardRows]) -> ShardCounts:
    """Stage the rows of a shard piece by piece as they come, then that it is done. A piece is held, not a shard."""
    pieces: list[str] = []
    digests: dict[str, list[str]] = {}
    articles = observations = issues = 0
    for rows in gathered(parts, PIECE_BYTES):
        pieces.append(f"{key}-{len(pieces):04}")
        digests[pieces[-1]] = staging.put_rows(pieces[-1], rows)
        articles += rows.n_articles
        observations += rows.observations.height
        issues += rows.issues.height
    counts = ShardCounts(tuple(pieces), articles, observations, issues)
    staging.put_record(key + _DONE, {**asdict(counts), "digests": digests})
    return counts


def adopt_shard(staging: Staging, left: Staging, key: str) -> ShardCounts | None:
    """Copy what another run staged of a shard; None if it is not there any more, or not whole."""
    try:
        record = left.get_record(key + _DONE)
        digests = record.pop("digests")
        counts = ShardCounts(**{**record, "pieces": tuple(record["pieces"])})
        for piece in counts.pieces:
            staging.copy_rows(piece, left, digests[piece])
    except (ObjectMissingError, ObjectCorruptError, ValueError, KeyError, TypeError, AttributeError):
        return None
    staging.put_record(key + _DONE, {**record, "digests": digests})
    return counts


def shards_left(store: Store, now: datetime) -> dict[str, str]:
    """Shards that other runs have read and left behind: key to run. ``now`` is in UTC."""
    left = {}
    for item in store.list(f"{RUNS}/"):
        run_id, _, name = item.key.removeprefix(f"{RUNS}/").partition("/")
        if name.endswith(f"{_DONE}.json") and now - item.modified <= KEPT:
            left[name.removesuffix(f"{_DONE}.json")] = run_id
    return left
