"""Cuts a list of sources into shards of bounded size, the same list always in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHARD_BYTES: Final = 64 << 20
"""A shard holds some thousand articles: enough work to pay for a task, little enough to lose when a worker dies."""

SHARD_SOURCES: Final = 4000

MAX_SHARDS: Final = 500
"""Prefect's server grows unstable near 2,000 mapped tasks; what is read at once is cut into larger shards instead."""


class Weighed(Protocol):
    """What has a weight: the bytes that reading it goes through."""

    @property
    def weight(self) -> int: ...


Item = TypeVar("Item", bound=Weighed)


def plan_shards(
    items: Iterable[Item], max_bytes: int = SHARD_BYTES, max_items: int = SHARD_SOURCES
) -> Iterator[list[Item]]:
    """Runs of neighbouring items; one that weighs more than ``max_bytes`` is a shard of its own."""
    shard: list[Item] = []
    size = 0
    for item in items:
        if shard and (size + item.weight > max_bytes or len(shard) == max_items):
            yield shard
            shard, size = [], 0
        shard.append(item)
        size += item.weight
    if shard:
        yield shard


def shard_limits(n_items: int, n_bytes: int, least: int = SHARD_BYTES) -> tuple[int, int]:
    """How many bytes (``least`` or more) and items a shard may hold, so that there are about ``MAX_SHARDS`` at most."""
    return max(least, 2 * n_bytes // MAX_SHARDS), max(SHARD_SOURCES, 2 * n_items // MAX_SHARDS)
