"""Cuts a list of sources into shards of bounded size, the same list always in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tasks.articles.sources import Source

SHARD_BYTES: Final = 64 << 20
"""A shard holds some thousand articles: enough work to pay for a task, little enough to lose when a worker dies."""

SHARD_SOURCES: Final = 4000


def plan_shards(
    sources: Iterable[Source], max_bytes: int = SHARD_BYTES, max_sources: int = SHARD_SOURCES
) -> Iterator[list[Source]]:
    """Runs of neighbouring sources; a source larger than ``max_bytes`` (bytes as stored) is a shard of its own."""
    shard: list[Source] = []
    size = 0
    for source in sources:
        if shard and (size + source.size > max_bytes or len(shard) == max_sources):
            yield shard
            shard, size = [], 0
        shard.append(source)
        size += source.size
    if shard:
        yield shard
