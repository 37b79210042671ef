"""Sources become articles; what is wrong with one becomes an issue and the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
from datetime import date

import pytest

from tasks.articles.reading import Limits, read_source
from tasks.articles.sources import Kind, Source
from tasks.records.article import Article
from tasks.records.issue import Issue

TODAY = date(2026, 3, 1)
TEXT = """Quận Tân Phú thu ngân sách 2.950 tỷ đồng

Năm 2022, quận Tân Phú thu ngân sách 2.950 tỷ đồng, đạt 112% dự toán.
"""


def read(data: bytes, kind: Kind = "txt", limits: Limits | None = None) -> list[Article | Issue]:
    source = Source(f"bai/tan-phu.{kind}", len(data), "x", kind)
    return list(read_source(source, io.BytesIO(data), limits or Limits(), today=TODAY))


def articles(rows: list[Article | Issue]) -> list[Article]:
    return [row for row in rows if isinstance(row, Article)]


def reasons(rows: list[Article | Issue]) -> list[str]:
    return [row.reason for row in rows if isinstance(row, Issue)]


def test_text_file_is_one_article_named_by_its_stem() -> None:
    (article,) = articles(read(TEXT.encode()))
    assert article.article == "tan-phu"
    assert article.source_uri == "bai/tan-phu.txt"
    assert article.title == "Quận Tân Phú thu ngân sách 2.950 tỷ đồng"
    assert article.text == TEXT.strip()


def test_record_fields_outrank_what_the_text_tells() -> None:
    record = {
        "id": "a1",
        "text": "10:20 05/04/2022\n" + TEXT,
        "title": "Tân Phú vượt thu",
        "url": "https://vidu.vn/tan-phu",
        "publisher": "Báo Ví Dụ",
        "published_at": "2022-04-06T09:00:00+07:00",
    }
    (article,) = articles(read(json.dumps(record).encode(), "jsonl"))
    assert (article.article, article.source_uri, article.title) == ("a1", "https://vidu.vn/tan-phu", "Tân Phú vượt thu")
    assert (article.publisher, article.published_at) == ("Báo Ví Dụ", date(2022, 4, 6))


def test_bad_lines_are_told_by_number_and_the_rest_is_read() -> None:
    lines = [json.dumps({"id": "1", "text": TEXT}), "{broken", '{"id": 3}', json.dumps({"id": "4", "text": TEXT})]
    rows = read("\n".join(lines).encode(), "jsonl")
    assert [article.article for article in articles(rows)] == ["1", "4"]
    assert [(row.reason, row.source_uri) for row in rows if isinstance(row, Issue)] == [
        ("bad_json", "bai/tan-phu.jsonl#2"),
        ("no_text", "bai/tan-phu.jsonl#3"),
    ]


def test_gzip_cut_short_keeps_the_records_before_the_cut() -> None:
    records = b"".join(json.dumps({"id": str(n), "text": f"{n} {TEXT}"}).encode() + b"\n" for n in range(2000))
    packed = gzip.compress(records)
    rows = read(packed[: len(packed) // 2], "jsonl.gz")
    assert 0 < len(articles(rows)) < 2000
    assert reasons(rows)[-1] == "truncated_gzip"


def test_future_date_is_an_issue_and_the_article_is_read_without_it() -> None:
    rows = read(b"10:20 05/04/2031\n\n" + TEXT.encode())
    assert reasons(rows) == ["date_in_future"]
    assert articles(rows)[0].published_at is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b" \n", "empty_file"),
        (bytes(range(256)) * 8, "undecodable"),
        (b"\x89PNG\r\n", "undecodable"),
    ],
)
def test_unreadable_content_is_an_issue(data: bytes, reason: str) -> None:
    assert reasons(read(data)) == [reason]
