"""Articles in a bucket, whatever their keys look like; a real server, since it is the way there that mangles keys."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import boto3
import pytest

from tasks.articles.limits import Limits
from tasks.lake.store import StoreOptions
from tasks.runs.months import sources_named
from tasks.runs.read import ReadOptions, parts_of, read_batches, sources_under
from tasks.runs.rows import joined
from tests.lake.conftest import credentials, s3_endpoint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["credentials", "s3_endpoint"]

TEXT = "Năm 2023, huyện Phú Hòa (Phú Yên) thu ngân sách 268,4 tỷ đồng."
KEYS = (
    "thường.txt", "a b.txt", "a#1.txt", "a?b.txt", "a+b.txt", "a&amp;b.txt", "a:b.txt", "a\\b.txt", "%2e%2e/x.txt",
    "Qua\u0323\u0302n.txt", "\u202e.txt", "tin//x.txt", "/dau.txt", "tin/../x.txt", "../r.txt", "./t.txt",
    "x" * 300 + ".txt",
)  # fmt: skip


def read(patterns: Sequence[str], endpoint: str) -> tuple[list[str], list[str]]:
    """Sources with an article, and what the issues say."""
    options = ReadOptions(date(2026, 1, 1), Limits(), StoreOptions(endpoint_url=endpoint))
    sources, issues = sources_under(patterns, options)
    parts = [part for source in sources for part in parts_of(source, options)]
    rows = joined(list(read_batches(parts, options, processes=1)))
    return rows.articles["source"].to_list(), [*(one.message for one in issues), *rows.issues["message"]]


@pytest.mark.usefixtures("credentials")
def test_a_bucket_is_read_whatever_its_keys(s3_endpoint: str) -> None:
    client = boto3.client("s3", endpoint_url=s3_endpoint, region_name="us-east-1")
    client.create_bucket(Bucket="bai-bao")
    for key in KEYS:
        client.put_object(Bucket="bai-bao", Key=key, Body=TEXT.encode())
    for pattern in ("s3://bai-bao/", "s3://bai-bao"):
        sources, messages = read([pattern], s3_endpoint)
        assert sorted(sources) == sorted(f"s3://bai-bao/{key}" for key in KEYS), pattern
        assert messages == []
    assert read(["s3://bai-bao/tin"], s3_endpoint)[0] == ["s3://bai-bao/tin/../x.txt", "s3://bai-bao/tin//x.txt"]


@pytest.mark.usefixtures("credentials")
def test_known_sources_are_found_again_among_others(s3_endpoint: str, tmp_path: Path) -> None:
    """As a backfill looks for them: by address, in several buckets and folders, those that have gone left out."""
    client = boto3.client("s3", endpoint_url=s3_endpoint, region_name="us-east-1")
    for bucket, keys in {"bao-a": ("2024/a.txt", "2024/a.txt.gz", "2025/b.txt", "c.txt"), "bao-b": ("d.txt",)}.items():
        client.create_bucket(Bucket=bucket)
        for key in keys:
            client.put_object(Bucket=bucket, Key=key, Body=TEXT.encode())
    (tmp_path / "e.txt").write_text(TEXT, encoding="utf-8")
    known = ["s3://bao-a/2024/a.txt", "s3://bao-a/c.txt", "s3://bao-b/d.txt", str(tmp_path / "e.txt")]
    gone = ["s3://bao-a/2024/gone.txt", str(tmp_path / "gone.txt")]
    options = ReadOptions(date(2026, 1, 1), Limits(), StoreOptions(endpoint_url=s3_endpoint))
    assert sorted(source.uri for source in sources_named(known + gone, options)) == sorted(known)
    assert [source.uri for source in sources_named(known[:1], options)] == known[:1]
    assert sources_named(gone, options) == []
    assert sources_named([], options) == []
