"""Parts of a large object are fetched as parts: a store is not asked for the whole object by each of them."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import TYPE_CHECKING

import boto3
import polars as pl
import pytest

from tasks.articles.limits import Limits
from tasks.articles.sources import kind_of
from tasks.lake.base import StoreOptions
from tasks.lake.store import S3Store, open_store
from tasks.runs.read import ReadOptions, parts_of, read_parts, sources_under
from tests.articles.archives import response
from tests.lake.conftest import credentials, s3_endpoint

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["credentials", "s3_endpoint"]

STORY = "Bà con trong ấp kể chuyện mùa nước nổi, cá linh đầu vụ và bông điên điển. " * 100
COUNT = 500


def _write(path: Path) -> None:
    texts = [f"Bài {number}\n\n{STORY}" for number in range(COUNT)]
    if path.suffix == ".parquet":
        pl.DataFrame({"text": texts}).write_parquet(path, row_group_size=50, compression="uncompressed")
    elif path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts), encoding="utf-8")
    else:
        records = (response("https://vidu.vn/", text.encode(), kind="text/plain") for text in texts)
        path.write_bytes(b"".join(gzip.compress(one, 0) for one in records))


@pytest.mark.usefixtures("credentials")
@pytest.mark.parametrize("name", ["a.jsonl", "a.warc.gz", "a.parquet"])
def test_parts_are_fetched_as_parts(
    name: str, tmp_path: Path, s3_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / name
    _write(path)
    bucket = f"parts-{kind_of(name)}".replace(".", "-")
    boto3.client("s3", endpoint_url=s3_endpoint, region_name="us-east-1").create_bucket(Bucket=bucket)
    options = ReadOptions(date(2026, 1, 1), Limits(), StoreOptions(endpoint_url=s3_endpoint, region="us-east-1"))
    open_store(f"s3://{bucket}", options.store).write(name, path.read_bytes())
    (source,), _ = sources_under([f"s3://{bucket}/{name}"], options)
    parts = parts_of(source, options)
    assert len(parts) > 3
    fetched: list[int] = []
    ranged = S3Store.read_range

    def counted(store: S3Store, key: str, start: int, length: int) -> bytes:
        fetched.append(length)
        return ranged(store, key, start, length)

    monkeypatch.setattr(S3Store, "read_range", counted)
    rows = read_parts(parts[1:], options)
    assert sum(fetched) < 3 * source.size
    assert rows.n_articles == COUNT - read_parts(parts[:1], options).n_articles
    assert rows.issues.height == 0
