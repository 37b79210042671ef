"""Sources cut into shards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.articles.sources import Source
from tasks.runs.plan import plan_shards


@given(sizes=st.lists(st.integers(0, 50), max_size=60), most=st.integers(1, 80), count=st.integers(1, 9))
def test_every_source_once_in_order_and_no_shard_too_large(sizes: list[int], most: int, count: int) -> None:
    sources = [Source(f"{number:03}.txt", size, "", "txt") for number, size in enumerate(sizes)]
    shards = list(plan_shards(sources, most, count))
    assert [source for shard in shards for source in shard] == sources
    for shard in shards:
        assert 0 < len(shard) <= count
        assert len(shard) == 1 or sum(source.size for source in shard) <= most
