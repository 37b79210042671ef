"""Sources become articles; what is wrong with one becomes an issue and the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from dataclasses import asdict
from datetime import date

import pytest

from tasks.articles.limits import Limits
from tasks.articles.reading import read_source
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


class Endless(io.RawIOBase):
    """A line of letters that goes on for ``size`` bytes, then another line; never whole in memory."""

    def __init__(self, size: int, tail: bytes) -> None:
        self.left = size
        self.tail = tail

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        if self.left:
            count = min(len(view), self.left)
            view[:count] = b"x" * count
            self.left -= count
            return count
        count = min(len(view), len(self.tail))
        view[:count] = self.tail[:count]
        self.tail = self.tail[count:]
        return count


def test_a_line_of_200_megabytes_is_passed_over_without_being_held() -> None:
    record = json.dumps({"id": "sau", "text": TEXT}).encode()
    source = Source("bai/dai.jsonl", 0, "x", "jsonl")
    data = io.BufferedReader(Endless(200 << 20, b"\n" + record))
    tracemalloc.start()
    rows = list(read_source(source, data, Limits(max_line_bytes=1 << 20), today=TODAY))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [row.reason for row in rows if isinstance(row, Issue)] == ["line_too_long"]
    assert [article.article for article in articles(rows)] == ["sau"]
    assert peak < 16 << 20


def test_gzip_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(json.dumps({"text": TEXT}).encode() + b"\n" + b" " * (64 << 20))
    rows = read(bomb, "jsonl.gz", Limits(max_decompressed_bytes=1 << 20, max_line_bytes=1 << 19))
    assert len(articles(rows)) == 1
    assert "decompressed_too_large" in reasons(rows)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not gzip at all", "broken_gzip"),
        (gzip.compress(b"x" * 999)[:-8] + b"12345678", "broken_gzip"),
        (b"", "empty_file"),
    ],
    ids=["not packed", "wrong checksum", "empty"],
)
def test_broken_gzip(data: bytes, reason: str) -> None:
    assert reason in reasons(read(data, "jsonl.gz"))


def test_gzip_of_several_members_is_read_to_its_end() -> None:
    one, two = (gzip.compress(json.dumps({"id": name, "text": TEXT}).encode() + b"\n") for name in "ab")
    assert [article.article for article in articles(read(one + two, "jsonl.gz"))] == ["a", "b"]


RECORD = json.dumps({"text": TEXT}).encode() + b"\n"
PAGE = f"<html><body><article><h1>Tân Phú</h1><p>{TEXT * 3}</p></article></body></html>".encode()
PAGE_RECORD = json.dumps({"html": PAGE.decode()}).encode()


@pytest.mark.parametrize(
    ("limit", "kind", "data", "reason", "read_anyway"),
    [
        ({"max_file_bytes": len(TEXT.encode()) - 1}, "txt", TEXT.encode(), "file_too_large", 0),
        ({"max_file_bytes": len(PAGE) - 1}, "html", PAGE, "file_too_large", 0),
        ({"max_html_bytes": len(PAGE) - 1}, "html", PAGE, "file_too_large", 0),
        ({"max_html_bytes": 100}, "jsonl", PAGE_RECORD + b"\n" + RECORD, "html_too_large", 1),
        ({"max_html_depth": 3}, "html", PAGE, "html_too_deep", 0),
        ({"max_html_elements": 3}, "html", PAGE, "html_too_large", 0),
        ({"max_text_chars": len(TEXT) - 1}, "txt", TEXT.encode(), "text_too_long", 0),
        ({"max_text_chars": 100}, "html", PAGE, "text_too_long", 0),
        ({"max_text_chars": len(TEXT) - 1}, "jsonl", RECORD, "text_too_long", 0),
        ({"max_line_bytes": len(PAGE_RECORD) - 1}, "jsonl", PAGE_RECORD + b"\n" + RECORD, "line_too_long", 1),
        ({"max_records": 2}, "jsonl", RECORD * 5, "too_many_records", 2),
        ({"max_bad_records": 2}, "jsonl", RECORD + b"{\n" * 3 + RECORD, "too_many_bad_lines", 1),
        ({"max_told_records": 2}, "jsonl", b"{\n" * 3 + RECORD, "more_bad_lines", 1),
        (
            {"max_decompressed_bytes": len(RECORD) * 5},
            "jsonl.gz",
            gzip.compress(RECORD * 6),
            "decompressed_too_large",
            0,
        ),
    ],
)
def test_each_limit_is_an_issue_that_names_it(
    limit: dict[str, int], kind: Kind, data: bytes, reason: str, read_anyway: int
) -> None:
    """What the limit is set to is just too little; with the limits as they come the same is read."""
    rows = read(data, kind, Limits(**limit))
    assert reason in reasons(rows)
    (message,) = (row.message for row in rows if isinstance(row, Issue) and row.reason == reason)
    assert reason == "more_bad_lines" or next(iter(limit)) in message
    assert len(articles(rows)) == read_anyway
    assert reason not in reasons(read(data, kind))


def test_a_packed_file_may_not_be_much_larger_than_itself() -> None:
    """Long before the limit for all packed files: one of 100 kB that holds a hundred million line ends or more."""
    bomb = gzip.compress(RECORD) + gzip.compress(b"\n" * (16 << 20)) * 5
    assert len(bomb) < 100_000
    rows = read(bomb, "jsonl.gz", Limits(max_expansion=1))
    assert (len(articles(rows)), reasons(rows)) == (1, ["decompressed_too_large"])
    assert "max_expansion" in next(row.message for row in rows if isinstance(row, Issue))
    assert reasons(read(bomb, "jsonl.gz", Limits(max_expansion=1100))) == []


def test_credentials_in_an_address_are_not_published() -> None:
    url = "https://toa-soan:mat-khau@vidu.vn/tin?id=5&X-Amz-Signature=a1b2c3&token=d4e5"
    (article,) = articles(read(json.dumps({"text": TEXT, "url": url}).encode(), "jsonl"))
    assert article.source_uri == "https://***@vidu.vn/tin?id=5&X-Amz-Signature=***&token=***"
    assert "mat-khau" not in repr(article)


HALF = "\ud800"
JSON_LD = (
    '<html><script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "\\ud800"}}'
    f"</script><p>{TEXT}</html>"
)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (
            "jsonl",
            json.dumps(dict.fromkeys(("id", "title", "publisher", "published_at", "url"), HALF) | {"text": TEXT}),
        ),
        ("jsonl", json.dumps({"text": TEXT + HALF})),
        ("jsonl", json.dumps({"html": PAGE.decode() + HALF})),
        ("html", JSON_LD),
    ],
)
def test_half_a_character_reaches_no_table(kind: Kind, data: str) -> None:
    """JSON can name one by an escape; a Parquet file cannot hold it."""
    rows = read(data.encode(), kind)
    assert articles(rows)
    for row in rows:
        assert not any(HALF in str(value) for value in asdict(row).values())


def test_lines_keep_their_numbers_whatever_stands_between_them() -> None:
    """Blank lines are passed over in blocks; a line after many of them is still told by its own number."""
    blank = 3 * (1 << 18) + 1
    rows = read(RECORD + b"\n" * blank + b" \t" * (1 << 18) + b"\n{\n" + RECORD, "jsonl")
    assert [article.article for article in articles(rows)] == ["tan-phu.jsonl#1", f"tan-phu.jsonl#{blank + 4}"]
    assert [row.source_uri for row in rows if isinstance(row, Issue)] == [f"bai/tan-phu.jsonl#{blank + 3}"]


def test_a_flood_of_bad_lines_is_counted_not_told_one_by_one() -> None:
    rows = read(b"{\n" * 500 + json.dumps({"id": "cuoi", "text": TEXT}).encode(), "jsonl", Limits(max_told_records=3))
    assert reasons(rows) == ["bad_json"] * 3 + ["more_bad_lines"]
    assert "497 more bad lines" in [row.message for row in rows if isinstance(row, Issue)][-1]
    assert [article.article for article in articles(rows)] == ["cuoi"]


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"text": ' + "9" * 10_000 + "}",
        "null",
        '"chữ"',
        "[]",
        "{}",
        '{"text": 5}',
        '{"text": "  "}',
        '{"text": "a", "text": null}',
        "\x00\x01\x02",
        "NaN",
    ],
)
def test_lines_that_hold_no_article(line: str) -> None:
    rows = read(line.encode(), "jsonl")
    assert articles(rows) == []
    assert len(reasons(rows)) == 1


def test_odd_fields_do_no_harm() -> None:
    record = {
        "id": ["a"],
        "text": TEXT,
        "title": 5,
        "url": "javascript:alert(1)",
        "publisher": {"name": "x"},
        "published_at": "hôm qua",
    }
    rows = read(json.dumps(record).encode(), "jsonl")
    (article,) = articles(rows)
    assert (article.article, article.source_uri) == ("tan-phu.jsonl#1", "bai/tan-phu.jsonl#1")
    assert (article.title, article.publisher, article.published_at) == ("5", None, None)
    assert reasons(rows) == ["bad_date"]


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2022-04-05T20:00:00Z", date(2022, 4, 6)),
        (1_649_199_600, date(2022, 4, 6)),
        ("06/04/2022 10:00", date(2022, 4, 6)),
        (None, date(2022, 4, 5)),
    ],
)
def test_dates_of_records(told: object, day: date) -> None:
    record = {"text": "10:20 05/04/2022\n\n" + TEXT, "published_at": told}
    assert articles(read(json.dumps(record).encode(), "jsonl"))[0].published_at == day


def test_publisher_of_a_record_comes_from_its_address() -> None:
    record = {"text": TEXT, "url": "https://baolongan.vn/bai-1.html"}
    assert articles(read(json.dumps(record).encode(), "jsonl"))[0].publisher == "Báo Long An"


def test_records_of_html() -> None:
    markup = f"<html><body><h1>Tân Phú</h1><p>{TEXT}</p><p>{TEXT.replace('Năm', 'Trong năm')}</p></body></html>"
    (article,) = articles(read(json.dumps({"id": "h", "html": markup}).encode(), "jsonl"))
    assert "thu ngân sách 2.950 tỷ đồng, đạt 112% dự toán." in article.text
    assert reasons(read(json.dumps({"html": "<p>" + "<div>" * 900}).encode(), "jsonl")) == ["html_too_deep"]


@pytest.mark.parametrize("kind", ["txt", "jsonl"])
def test_markup_that_is_called_text_is_read_as_markup(kind: Kind) -> None:
    markup = (
        f"<p>Tân Phú</p><p>{TEXT}</p><div>Năm 2023, quận phấn đấu <b>3.100</b> tỷ đồng, tăng 5% so với năm 2022.</div>"
    )
    data = markup if kind == "txt" else json.dumps({"text": markup})
    (article,) = articles(read(data.encode(), kind))
    assert "<" not in article.text
    assert "quận phấn đấu 3.100 tỷ đồng" in article.text


def test_record_file_in_utf16() -> None:
    data = "\ufeff" + json.dumps({"id": "á", "text": TEXT}, ensure_ascii=False) + "\r\n"
    assert [a.text for a in articles(read(data.encode("utf-16-le"), "jsonl"))] == [TEXT.strip()]


def test_html_file() -> None:
    markup = f"<html><body><article><h1>Tân Phú vượt thu</h1><p>{TEXT * 3}</p></article></body></html>"
    (article,) = articles(read(markup.encode(), "html"))
    assert (article.article, article.title) == ("tan-phu", "Tân Phú vượt thu")


def test_letters_of_an_unknown_font_are_told() -> None:
    text = "Qu¸z¹n k¨h«ng ®¬äc nh÷¬ng d¸ch ch÷¬ l¸ lo¸n " * 5
    assert reasons(read(text.encode())) == ["unreadable_letters"]


class Failing(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        raise OSError("Input/output error")


@pytest.mark.parametrize("kind", ["txt", "html", "jsonl", "jsonl.gz"])
def test_a_disk_that_fails_is_an_issue(kind: Kind) -> None:
    source = Source("bai/hong", 9, "x", kind)
    rows = list(read_source(source, io.BufferedReader(Failing()), Limits(), today=TODAY))
    assert [row.reason for row in rows if isinstance(row, Issue)] == ["unreadable"]
