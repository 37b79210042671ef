"""Keys to paths and back; nothing but the closed alphabet passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.lake.errors import UnsafePathValueError
from tasks.lake.layout import (
    Partition,
    articles_path,
    manifest_key,
    manifest_number,
    parse_partition,
    partition_path,
    snapshot_key,
)


@pytest.mark.parametrize(
    ("partition", "path"),
    [
        (("ho-chi-minh", "quan-1", 2023), "statistics/city=ho-chi-minh/district=quan-1/year=2023/part-0.parquet"),
        (("ha-tinh", "thi-xa-ky-anh", 2019), "statistics/city=ha-tinh/district=thi-xa-ky-anh/year=2019/part-0.parquet"),
        (("ha-giang", "xa-lung-cu", 2025), "statistics/city=ha-giang/district=xa-lung-cu/year=2025/part-0.parquet"),
    ],
)  # fmt: skip
def test_a_key_has_one_path(partition: tuple[str, str, int], path: str) -> None:
    assert partition_path("statistics", Partition(*partition)) == path
    assert parse_partition(path) == ("statistics", Partition(*partition))


@pytest.mark.parametrize(
    "slug",
    ["", "..", ".", "Quan-1", "quận-1", "a/b", "a\\b", "a b", "-a", "a-", "a--b", "a=b", "a%2fb", "a\n", "a" * 81],
)
def test_other_letters_are_refused(slug: str) -> None:
    for partition in (Partition(slug, "quan-1", 2023), Partition("ha-noi", slug, 2023)):
        with pytest.raises(UnsafePathValueError, match="cannot stand in a path"):
            partition_path("statistics", partition)


@pytest.mark.parametrize("year", [0, -1, 1899, 2101, 20230])
def test_impossible_years_are_refused(year: int) -> None:
    with pytest.raises(UnsafePathValueError, match="year"):
        partition_path("statistics", Partition("ha-noi", "quan-1", year))


@given(st.text(max_size=30), st.text(max_size=30), st.integers())
def test_whatever_the_names_a_path_stays_in_its_dataset_or_is_refused(city: str, district: str, year: int) -> None:
    try:
        path = partition_path("statistics", Partition(city, district, year))
    except UnsafePathValueError:
        return
    assert path.startswith("statistics/city=")
    assert path.count("/") == 4
    assert ".." not in path
    assert path.isascii()
    assert parse_partition(path) == ("statistics", Partition(city, district, year))


def test_commits_are_numbered_with_eight_digits() -> None:
    assert manifest_key(42) == "_releases/00000042.json"
    assert manifest_number("_releases/00000042.json") == 42
    assert manifest_number("_releases/00000042/statistics-0123.parquet") is None
    assert articles_path(42) == "articles/release=00000042/part-0.parquet"
    assert snapshot_key(42, "statistics.parquet", "f" * 64) == f"_releases/00000042/statistics-{'f' * 16}.parquet"
