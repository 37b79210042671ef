"""Tables: columns are found by their usual names or by a mapping; a table of unknown columns says what to do."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from tasks.articles.columns import Columns, ColumnsError
from tasks.articles.limits import Limits
from tasks.articles.reading import read_source
from tasks.articles.sources import Source
from tasks.records.article import Article
from tasks.records.issue import Issue

SENTENCE = "Năm 2022, thị xã Ngã Năm thu ngân sách 64,2 tỷ đồng, bằng 111% dự toán tỉnh giao."
MARKUP = f"<html><body><h1>Ngã Năm</h1><p>{SENTENCE}</p></body></html>"


def table(**columns: list[Any]) -> bytes:
    written = io.BytesIO()
    parquet.write_table(pa.table(columns), written, row_group_size=2)
    return written.getvalue()


def read(data: bytes, mapping: str | None = None, limits: Limits | None = None) -> list[Article | Issue]:
    source = Source("kho/bai.parquet", len(data), "x", "parquet")
    columns = Columns.parse(mapping) if mapping else None
    return list(read_source(source, io.BytesIO(data), limits or Limits(), today=date(2026, 1, 1), columns=columns))


def reasons(rows: list[Article | Issue]) -> list[str]:
    return [row.reason for row in rows if isinstance(row, Issue)]


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        (("text", "url", "published_at", "title"), None),
        (("body", "link", "date", "headline"), None),
        (("Content", "URL", "Publish Date", "Title"), None),
        (("noi_dung", "duong_dan", "ngay", "tieu_de"), "text=noi_dung,url=duong_dan,published=ngay,title=tieu_de"),
    ],
    ids=["own names", "usual names", "in capitals", "mapped"],
)
def test_columns_are_found(columns: tuple[str, str, str, str], mapping: str | None) -> None:
    values = (SENTENCE, "https://vidu.vn/nga-nam", "2022-12-30", "Ngã Năm vượt thu")
    record = dict(zip(columns, values, strict=True))
    line = json.dumps(record).encode()
    rows = read(table(**{name: [value] for name, value in record.items()}), mapping)
    same = read_source(
        Source("kho/bai.jsonl", len(line), "x", "jsonl"),
        io.BytesIO(line),
        Limits(),
        today=date(2026, 1, 1),
        columns=Columns.parse(mapping) if mapping else None,
    )
    for article in (*rows, *same):
        assert isinstance(article, Article)
        assert (article.text, article.source_uri, article.title) == (SENTENCE, values[1], values[3])
        assert article.published_at == date(2022, 12, 30)


def test_a_row_without_address_goes_by_its_number_in_the_file() -> None:
    rows = read(table(text=[f"{number}. {SENTENCE}" for number in range(5)]))
    assert [row.source_uri for row in rows] == [f"kho/bai.parquet#{number}" for number in range(1, 6)]


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (date(2022, 4, 6), date(2022, 4, 6)),
        (datetime(2022, 4, 5, 20, 0, tzinfo=UTC), date(2022, 4, 6)),
        (datetime(2022, 4, 6, 1, 0), date(2022, 4, 6)),  # noqa: DTZ001  what a table without time zones holds
        (1_649_199_600, date(2022, 4, 6)),
        (1_649_199_600.5, date(2022, 4, 6)),
        ("06/04/2022", date(2022, 4, 6)),
        (None, None),
    ],
)
def test_days_of_any_type(told: object, day: date | None) -> None:
    (article,) = read(table(text=[SENTENCE], published=[told]))
    assert isinstance(article, Article)
    assert article.published_at == day


@pytest.mark.parametrize("value", [MARKUP, MARKUP.encode(), MARKUP.encode("utf-16")])
def test_pages_in_a_table(value: str | bytes) -> None:
    (article,) = read(table(html=[value]))
    assert isinstance(article, Article)
    assert SENTENCE in article.text


def test_nested_columns_are_reached_by_dots() -> None:
    data = table(tin=[{"noi_dung": SENTENCE, "nguon": {"url": "https://vidu.vn/a"}}])
    (article,) = read(data, "text=tin.noi_dung,url=tin.nguon.url")
    assert isinstance(article, Article)
    assert (article.text, article.source_uri) == (SENTENCE, "https://vidu.vn/a")


def test_the_first_column_that_is_filled_counts() -> None:
    rows = read(table(text=[None, SENTENCE], body=[SENTENCE, "Khác."]))
    assert [row.text for row in rows if isinstance(row, Article)] == [SENTENCE, SENTENCE]


def test_the_day_of_a_crawl_is_not_taken_for_the_articles() -> None:
    (article,) = read(table(text=[SENTENCE], date=["2024-02-21"], dump=["2024-10"]))
    assert isinstance(article, Article)
    assert article.published_at is None


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        (None, "none of its columns (noi_dung, so) is known to hold the articles' text; name the one that does"),
        ("text=than_bai", "no column 'than_bai' for text; its columns are noi_dung, so"),
        ("text=noi_dung,url=lien_ket", "no column 'lien_ket' for url"),
    ],
)
def test_unknown_columns_are_named_with_the_remedy(mapping: str | None, says: str) -> None:
    (issue,) = read(table(noi_dung=[SENTENCE], so=[1]), mapping)
    assert isinstance(issue, Issue)
    assert issue.reason == "unknown_columns"
    assert says in issue.message
    assert issue.message.startswith("kho/bai.parquet: ")


@pytest.mark.parametrize("mapping", ["", "text", "text=", "=body", "than=body", "text=a,text=b", "text=a,,url=b"])
def test_a_mapping_that_cannot_be_read(mapping: str) -> None:
    with pytest.raises(ColumnsError):
        Columns.parse(mapping)


def test_bad_rows_are_told_by_number_and_the_rest_is_read() -> None:
    rows = read(table(text=["a" * 600_000, None, "", SENTENCE, "  "]))
    assert [(row.reason, row.source_uri) for row in rows if isinstance(row, Issue)] == [
        ("text_too_long", "kho/bai.parquet#1"),
        ("no_text", "kho/bai.parquet#2"),
        ("no_text", "kho/bai.parquet#3"),
        ("no_text", "kho/bai.parquet#5"),
    ]
    assert [row.source_uri for row in rows if isinstance(row, Article)] == ["kho/bai.parquet#4"]


def test_a_damaged_group_costs_its_rows() -> None:
    texts = [f"{number}. {SENTENCE * 20}" for number in range(6)]
    written = io.BytesIO()
    parquet.write_table(pa.table({"text": texts}), written, row_group_size=2, compression="none", use_dictionary=False)
    data = bytearray(written.getvalue())
    at = parquet.ParquetFile(written).metadata.row_group(1).column(0).data_page_offset
    data[at : at + 30] = b"\xff" * 30
    rows = read(bytes(data))
    assert [row.source_uri[-1] for row in rows if isinstance(row, Article)] == ["1", "2", "5", "6"]
    assert reasons(rows) == ["broken_row_group"]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"no table at all", table(text=[SENTENCE])[:-9]])
def test_a_file_that_is_no_table(data: bytes) -> None:
    assert reasons(read(data)) == ["broken_parquet"]


def test_an_empty_table_and_one_too_long() -> None:
    assert reasons(read(table(text=pa.array([], pa.string())))) == ["empty_file"]  # type: ignore[arg-type]
    rows = read(table(text=[SENTENCE] * 5), limits=Limits(max_records=3))
    assert reasons(rows) == ["too_many_records"]
    assert len(rows) == 4


def test_a_table_that_unpacks_to_far_too_much_is_refused() -> None:
    written = io.BytesIO()
    column = pa.table({"text": ["a" * (4 << 20)] * 4})
    parquet.write_table(column, written, compression="zstd", use_dictionary=False)
    assert reasons(read(written.getvalue())) == ["decompressed_too_large"]
