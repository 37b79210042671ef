"""Parts of sources gathered in shards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.articles.parts import Part
from tasks.runs.plan import MAX_SHARDS, SHARD_BYTES, plan_shards, shard_limits


@given(sizes=st.lists(st.integers(0, 50), max_size=60), most=st.integers(1, 80), count=st.integers(1, 9))
def test_every_part_once_in_order_and_no_shard_too_large(sizes: list[int], most: int, count: int) -> None:
    parts = [Part(f"{number:03}.txt", size, "", "txt", weight=size) for number, size in enumerate(sizes)]
    shards = list(plan_shards(parts, most, count))
    assert [part for shard in shards for part in shard] == parts
    for shard in shards:
        assert 0 < len(shard) <= count
        assert len(shard) == 1 or sum(part.weight for part in shard) <= most


def test_a_million_articles_take_less_than_a_hundred_tasks_and_any_number_less_than_prefect_bears() -> None:
    million, parts = 3_300_000_000, 3_300
    assert million // shard_limits(parts, million)[0] < 100
    most_bytes, most_parts = shard_limits(100 * parts, 100 * million)
    assert most_bytes > SHARD_BYTES
    shards = list(
        plan_shards((Part("bai.jsonl", 0, "", "jsonl", weight=1 << 20) for _ in range(330_000)), most_bytes, most_parts)
    )
    assert len(shards) < 1.1 * MAX_SHARDS
