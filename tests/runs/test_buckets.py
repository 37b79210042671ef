"""Articles in a bucket, whatever their keys look like; a real server, since it is the way there that mangles keys."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import boto3
import pytest

from tasks.articles.limits import Limits
from tasks.lake.store import StoreOptions
from tasks.runs.read import ReadOptions, parts_of, read_batches, sources_under
from tasks.runs.rows import joined
from tests.lake.conftest import credentials, s3_endpoint

if TYPE_CHECKING:
    from collections.abc import Sequence

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
