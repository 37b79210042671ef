"""Tables of comma-separated values: columns are found as in any table, a row that is damaged costs itself."""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.articles.columns import Columns
from tasks.articles.limits import Limits
from tasks.articles.reading import read_source
from tasks.articles.sources import Kind, Source
from tasks.records.article import Article
from tasks.records.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

SENTENCE = "Năm 2022, huyện Thoại Sơn thu ngân sách 412,6 tỷ đồng, bằng 118% dự toán tỉnh giao."
NAMES = ("title", "text", "url", "published")
TEXT = f'{SENTENCE}\n\n“Kết quả này”, ông nói, "là đáng mừng".'
ROW = ("Thoại Sơn vượt thu", TEXT, "https://vidu.vn/thoai-son", "30/12/2022")


def table(rows: Iterable[Iterable[object]], names: Iterable[str] = NAMES, **how: str) -> bytes:
    written = io.StringIO()
    csv.writer(written, **how).writerows([names, *rows])  # type: ignore[arg-type]
    return written.getvalue().encode()


def read(
    data: bytes, mapping: str | None = None, limits: Limits | None = None, kind: Kind = "csv"
) -> list[Article | Issue]:
    source = Source(f"kho/bai.{kind}", len(data), "x", kind)
    columns = Columns.parse(mapping) if mapping else None
    return list(read_source(source, io.BytesIO(data), limits or Limits(), today=date(2026, 1, 1), columns=columns))


def told(rows: list[Article | Issue]) -> list[tuple[str, str]]:
    return [(row.reason, row.source_uri) for row in rows if isinstance(row, Issue)]


def texts(rows: list[Article | Issue]) -> list[str]:
    return [row.text for row in rows if isinstance(row, Article)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_a_row_is_an_article_however_it_was_written(delimiter: str, end: str, quoting: int) -> None:
    (article,) = read(table([ROW], delimiter=delimiter, lineterminator=end, quoting=quoting))  # type: ignore[arg-type]
    assert isinstance(article, Article)
    assert (article.title, article.source_uri, article.published_at) == (ROW[0], ROW[2], date(2022, 12, 30))
    assert article.text == ROW[1]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1258"])
def test_any_encoding_of_vietnamese(encoding: str) -> None:
    text = "Năm 2022, tổng thu ngân sách của xã đạt 12,5 tỷ đồng và tăng 4% so với cùng kỳ năm trước."
    if encoding == "windows-1258":
        data = b'text\n"' + _for_1258(unicodedata.normalize("NFD", text)).encode("cp1258") + b'"\n'
    else:
        data = f'text\n"{text}"\n'.encode(encoding)
    (article,) = read(data)
    assert isinstance(article, Article)
    assert article.text == text


def _for_1258(decomposed: str) -> str:
    """As Windows writes it: vowels with their hats in one letter, tones behind."""
    joined = decomposed
    for base, mark, letter in (
        ("a", "\u0306", "ă"),
        ("a", "\u0302", "â"),
        ("e", "\u0302", "ê"),
        ("o", "\u0302", "ô"),
        ("o", "\u031b", "ơ"),
        ("u", "\u031b", "ư"),
    ):
        joined = joined.replace(base + mark, letter).replace(f"{base}\u0323{mark}", f"{letter}\u0323")
    return joined


def test_names_are_mapped_as_in_any_table() -> None:
    data = table([("x", *ROW)], ("ma", "tieu_de", "noi_dung", "duong_dan", "ngay"))
    (article,) = read(data, "text=noi_dung,url=duong_dan,title=tieu_de,published=ngay,id=ma")
    assert isinstance(article, Article)
    assert (article.article, article.title, article.source_uri) == ("x", ROW[0], ROW[2])


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        (None, "none of its columns (noi_dung, so) is known to hold the articles' text; name the one that does"),
        ("text=than_bai", "no column 'than_bai' for text; its columns are noi_dung, so"),
    ],
)
def test_unknown_columns_are_named_with_the_remedy(mapping: str | None, says: str) -> None:
    (issue,) = read(table([(SENTENCE, 1)], ("noi_dung", "so")), mapping)
    assert isinstance(issue, Issue)
    assert issue.reason == "unknown_columns"
    assert says in issue.message


def test_bad_rows_are_told_by_number_and_the_rest_is_read() -> None:
    good = f'Bài,"{SENTENCE}",,\n'
    data = "title,text,url,published\n" + "".join([
        good, "một,hai\n", good, 'a,"' + "b" * 600_000 + '",,\n', "\n", ",,,\n", good, '"a"b,c,,\n', "1,2,3,4,5\n",
        good,
    ])  # fmt: skip
    rows = read(data.encode())
    assert told(rows) == [
        ("bad_row", "kho/bai.csv#2"), ("text_too_long", "kho/bai.csv#4"), ("no_text", "kho/bai.csv#5"),
        ("bad_row", "kho/bai.csv#7"), ("bad_row", "kho/bai.csv#8"),
    ]  # fmt: skip
    assert [row.source_uri[12:] for row in rows if isinstance(row, Article)] == ["1", "3", "6", "9"]


@pytest.mark.parametrize("room", [300, 16 << 20])
def test_quotes_that_do_not_close_cost_one_row(room: int) -> None:
    """Whether the row then runs on to the end of the file or beyond the limit."""
    good = f'Bài,"{SENTENCE}",,\n'
    data = "title,text,url,published\n" + good + 'Hỏng,không đóng,,"\n' + "b,c,d,\n" * 90
    rows = read(data.encode(), limits=Limits(max_line_bytes=room))
    assert told(rows) == [("bad_row", "kho/bai.csv#2")]
    assert "the quotes of a field are not closed" in rows[1].message  # type: ignore[union-attr]
    assert len(texts(rows)) == 91


def test_a_row_beyond_the_limit_is_passed_over_without_being_held() -> None:
    data = table([("a", "b" * 5_000_000, "", ""), ROW])
    rows = read(data, limits=Limits(max_line_bytes=20_000))
    assert told(rows) == [("bad_row", "kho/bai.csv#1")]
    assert texts(rows) == [ROW[1]]


@pytest.mark.parametrize(
    ("data", "reasons"),
    [
        (b"", ["empty_file"]),
        (b"\n\n", ["empty_file"]),
        (b"title,text\n", ["empty_file"]),
        (b"\x00\x01\x02", ["unknown_columns"]),
        (b'"title,text\n', ["unknown_columns"]),
        (b"text" * 9_000_000, ["unknown_columns"]),
    ],
)
def test_a_file_that_is_no_table(data: bytes, reasons: list[str]) -> None:
    assert [reason for reason, _ in told(read(data))] == reasons


def test_limits_of_files_of_records_hold() -> None:
    assert told(read(table([ROW] * 5), limits=Limits(max_records=3)))[-1][0] == "too_many_records"
    flood = b"title,text\n" + b"1\n" * 30
    assert [reason for reason, _ in told(read(flood, limits=Limits(max_told_records=3)))] == [
        *["bad_row"] * 3, "more_bad_rows",
    ]  # fmt: skip
    assert told(read(flood, limits=Limits(max_bad_records=5)))[-1][0] == "too_many_bad_rows"
    large = zstd.compress(b"text\n" + b"a\n" * 60_000)
    unpacked = Limits(max_decompressed_bytes=100_000)
    assert told(read(large, kind="csv.zst", limits=unpacked))[-1][0] == "decompressed_too_large"
    cut = gzip.compress(table([ROW] * 400))[:-60]
    rows = read(cut, kind="csv.gz")
    assert told(rows)[-1][0] == "truncated_gzip"
    assert texts(rows)


FIELD = st.text(st.sampled_from('ấ,;"\n\r\t x'), max_size=12)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(FIELD, FIELD), max_size=6))
def test_what_the_standard_library_writes_is_read(rows: list[tuple[str, str]]) -> None:
    data = table(
        [(f"{number}. {SENTENCE}\n\n{one}", other) for number, (one, other) in enumerate(rows)], ("text", "khac")
    )
    found = read(data)
    assert [row.source_uri for row in found if isinstance(row, Article)] == [
        f"kho/bai.csv#{number}" for number in range(1, len(rows) + 1)
    ]


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 200))
def test_nothing_is_raised_whatever_stands_there(put: bytes, at: int) -> None:
    data = table([ROW, ROW])
    read(data[:at] + put + data[at:], limits=Limits(max_line_bytes=500))
