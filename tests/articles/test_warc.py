"""Web archives: every page a server sent is read, whatever it is packed in; what is damaged costs itself alone."""

from __future__ import annotations

import gzip
import io
import re
import struct
import unicodedata
import zlib
from datetime import date
from typing import TYPE_CHECKING

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.articles.limits import Limits
from tasks.articles.reading import read_source
from tasks.articles.records import BAD
from tasks.articles.sources import Kind, Source
from tasks.records.article import Article
from tasks.records.issue import Issue
from tests.articles.archives import record, response, with_length, zst_archive

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 3, 1)
SENTENCE = "Năm 2022, thu ngân sách của huyện Gò Quao đạt 98,7 tỷ đồng, bằng 106% dự toán tỉnh giao."


def page(number: int) -> bytes:
    head = f"<head><title>Gò Quao, bài {number}</title></head>"
    markup = f"<html>{head}<body><p>{SENTENCE}</p><p>Số {number}.</p></body></html>"
    return markup.encode()


def url(number: int) -> str:
    return f"https://vidu.vn/kinh-te/bai-{number}.html"


RECORDS = [response(url(number), page(number)) for number in range(4)]


BOMB = zstd.compress(bytes(40 << 20))


def read(data: bytes, kind: Kind = "warc", limits: Limits | None = None) -> list[Article | Issue]:
    source = Source(f"kho/2023.{kind}", len(data), "x", kind)
    return list(read_source(source, io.BytesIO(data), limits or Limits(), today=TODAY))


def addresses(rows: list[Article | Issue]) -> list[str]:
    return [row.source_uri for row in rows if isinstance(row, Article)]


def reasons(rows: list[Article | Issue]) -> list[str]:
    return [row.reason for row in rows if isinstance(row, Issue)]


def packed(records: list[bytes]) -> bytes:
    return b"".join(map(gzip.compress, records))


@pytest.mark.parametrize(
    ("kind", "pack"),
    [
        ("warc", b"".join),
        ("warc.gz", packed),
        ("warc.gz", lambda records: gzip.compress(b"".join(records))),
        ("warc.gz", b"".join),
        ("warc", packed),
        ("warc.zst", zst_archive),
        ("warc.zst", lambda records: zst_archive(records, "raw")),
        ("warc.zst", lambda records: zst_archive(records, "packed")),
        ("warc.zst", lambda records: zstd.compress(b"".join(records))),
        ("warc.gz", lambda records: zst_archive(records, "raw")),
    ],
    ids=[
        "plain",
        "a member each",
        "one member",
        "plain called packed",
        "packed called plain",
        "a frame each",
        "with a dictionary",
        "with a packed dictionary",
        "one frame",
        "zstd called gzip",
    ],
)
def test_every_page_is_an_article_under_its_own_address(kind: Kind, pack: Callable[[list[bytes]], bytes]) -> None:
    request = record("request", url(0), b"GET / HTTP/1.1\r\nHost: vidu.vn\r\n\r\n")
    rows = read(pack([record("warcinfo", "", b"software: thu\r\n"), request, *RECORDS]), kind)
    assert reasons(rows) == []
    assert addresses(rows) == [url(number) for number in range(4)]
    first = rows[0]
    assert isinstance(first, Article)
    assert SENTENCE in first.text
    assert (first.article, first.title, first.publisher) == ("bai-0", "Gò Quao, bài 0", "vidu.vn")


@pytest.mark.parametrize(
    "other",
    [
        response(url(9), page(9), status="404 Not Found"),
        response(url(9), b"\xff\xd8\xff", kind="image/jpeg"),
        response(url(9), b"%PDF-1.7", kind="application/pdf"),
        response(url(9), page(9), kind=None),
        response(url(9), b""),
        record("request", url(9), b"GET / HTTP/1.1\r\n\r\n"),
        record("resource", url(9), page(9)),
        record("revisit", url(9), b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
    ],
    ids=["404", "image", "pdf", "no type", "nothing sent", "request", "resource", "revisit"],
)
def test_what_is_no_page_is_passed_over(other: bytes) -> None:
    rows = read(RECORDS[0] + other + RECORDS[1])
    assert addresses(rows) == [url(0), url(1)]
    assert reasons(rows) == []


def test_an_archive_without_a_page_says_so() -> None:
    image = response(url(9), b"\x89PNG", kind="image/png")
    assert reasons(read(image)) == ["empty_file"]
    assert reasons(read(image + RECORDS[0])) == []


def test_plain_text_is_read_as_text() -> None:
    text = f"{SENTENCE}\n\nHuyện còn 2,1% hộ nghèo."
    (article,) = read(response("https://vidu.vn/tin", text.encode(), kind="text/plain"))
    assert isinstance(article, Article)
    assert article.text == text
    assert article.source_uri == "https://vidu.vn/tin"


CHUNKED = (("Transfer-Encoding", "chunked"),)


def chunks(body: bytes, size: int = 50) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("headers", "encode"),
    [
        (CHUNKED, chunks),
        ((("Content-Encoding", "gzip"),), gzip.compress),
        ((("Content-Encoding", "deflate"),), zlib.compress),
        ((("Content-Encoding", "deflate"),), raw_deflate),
        ((("Content-Encoding", "br"),), brotli.compress),
        ((*CHUNKED, ("Content-Encoding", "gzip")), lambda body: chunks(gzip.compress(body))),
        ((("Content-Encoding", "br, gzip"),), lambda body: gzip.compress(brotli.compress(body))),
        ((("Content-Encoding", "gzip"),), lambda body: gzip.compress(gzip.compress(body))),
        ((), gzip.compress),
        ((*CHUNKED, ("Content-Encoding", "gzip")), bytes),
        ((("Content-Encoding", "br"),), bytes),
        ((("Content-Encoding", "x-unheard-of"),), bytes),
    ],
    ids=[
        "chunked", "gzip", "deflate", "raw deflate", "br", "gzip in chunks", "br in gzip", "gzip twice", "gzip untold",
        "stored decoded", "stored decoded br", "unknown but plain",
    ],
)  # fmt: skip
def test_bodies_are_decoded_as_they_look(
    headers: tuple[tuple[str, str], ...], encode: Callable[[bytes], bytes]
) -> None:
    (article,) = read(response(url(0), encode(page(0)), headers=headers))
    assert isinstance(article, Article)
    assert SENTENCE in article.text


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        ((("Content-Encoding", "gzip"),), gzip.compress(page(0))[:-40], "bad_http_body"),
        ((("Content-Encoding", "br"),), b"\x8b\x02\x80not brotli", "bad_http_body"),
        ((("Content-Encoding", "x-unheard-of"),), b"\x01\x02\x03\x04", "bad_http_body"),
        (CHUNKED, b"20\r\n<html>\r\nzz\r\n", "bad_http_body"),
        ((("Content-Encoding", "gzip"),), gzip.compress(bytes(64 << 20)), "record_too_large"),
        ((("Content-Encoding", "br"),), brotli.compress(bytes(64 << 20)), "record_too_large"),
        ((), b"<html>" + bytes(9 << 20), "record_too_large"),
        ((), bytes(range(256)) * 9, "undecodable"),
    ],
    ids=["gzip cut", "br broken", "unknown", "chunks broken", "gzip bomb", "br bomb", "large", "binary"],
)
def test_a_body_that_cannot_be_decoded_is_an_issue(
    headers: tuple[tuple[str, str], ...], body: bytes, reason: str
) -> None:
    rows = read(RECORDS[0] + response(url(9), body, headers=headers) + RECORDS[1])
    assert addresses(rows) == [url(0), url(1)]
    assert reasons(rows) == [reason]
    (issue,) = (row for row in rows if isinstance(row, Issue))
    assert issue.source_uri == f"kho/2023.warc#{len(RECORDS[0])}"
    assert url(9) in issue.message or reason == "record_too_large"


def in_windows_1258(text: str) -> bytes:
    """Tone marks behind their letters, as that encoding has them."""
    encoded = b""
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
        bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones))
        encoded += (bare + tones).encode("cp1258")
    return encoded


@pytest.mark.parametrize(
    ("encode", "kind"),
    [
        (in_windows_1258, "text/html; charset=windows-1258"),
        (in_windows_1258, "text/html; charset=iso-8859-1"),
        (lambda text: text.encode("utf-16"), "text/html"),
        (lambda text: text.encode("utf-8"), "text/html; charset=iso-8859-1"),
    ],
    ids=["windows-1258", "windows-1258 called latin-1", "utf-16", "utf-8 called latin-1"],
)
def test_pages_in_other_encodings(encode: Callable[[str], bytes], kind: str) -> None:
    (article,) = read(response(url(0), encode(page(0).decode()), kind=kind))
    assert isinstance(article, Article)
    assert SENTENCE in article.text


@pytest.mark.parametrize(
    ("kind", "head"),
    [("text/html; charset=gb18030", ""), ("text/html", '<meta charset="gb18030">')],
    ids=["told by the server", "told by the page"],
)
def test_a_page_of_another_language_is_read_by_the_encoding_it_declares(kind: str, head: str) -> None:
    chinese = "北京今年的预算收入为一百亿元。比上年增长百分之五。" * 4
    body = f"<html><head>{head}</head><body><p>{chinese}</p></body></html>".encode("gb18030")
    (article,) = read(response(url(0), body, kind=kind))
    assert isinstance(article, Article)
    assert article.text == chinese


def test_the_day_of_the_crawl_is_no_publication_date_but_bounds_it() -> None:
    told = f"<p>Ngày 12/8/2024</p><p>{SENTENCE}</p>".encode()
    (undated,) = read(response(url(0), page(0)))
    later = read(response(url(1), told, day="2023-05-06T00:00:00Z"))
    before = read(response(url(1), told, day="2024-08-13T00:00:00Z"))
    assert isinstance(undated, Article)
    assert undated.published_at is None
    assert reasons(later) == ["date_in_future"]
    assert [row.published_at for row in before if isinstance(row, Article)] == [date(2024, 8, 12)]


def test_a_record_without_target_goes_by_its_place() -> None:
    (article,) = read(record("response", "", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(0)))
    assert isinstance(article, Article)
    assert (article.source_uri, article.article) == ("kho/2023.warc#0", "2023.warc#0")


@pytest.mark.parametrize("length", [0, 30, 400, 10_000, 10**14, 10**40, -5, "abc", ""])
@pytest.mark.parametrize("kind", ["warc", "warc.gz"])
def test_a_wrong_length_costs_one_record(length: object, kind: Kind) -> None:
    records = [RECORDS[0], with_length(RECORDS[1], length), *RECORDS[2:]]
    rows = read(packed(records) if kind == "warc.gz" else b"".join(records), kind)
    assert addresses(rows) == [url(0), url(2), url(3)]
    assert len(reasons(rows)) == 1


def test_a_broken_member_costs_one_record() -> None:
    members = list(map(gzip.compress, RECORDS))
    for at in range(0, len(members[1]), 7):
        broken = members[1][:at] + bytes([members[1][at] ^ 0x55]) + members[1][at + 1 :]
        rows = read(members[0] + broken + members[2] + members[3], "warc.gz")
        assert [one for one in addresses(rows) if one != url(1)] == [url(0), url(2), url(3)], at
        assert reasons(rows) or url(1) in addresses(rows)


@pytest.mark.parametrize("dictionary", ["none", "raw", "packed"])
def test_a_broken_frame_costs_one_record(dictionary: str) -> None:
    """And a lost one nothing else; what stands behind is found again although it needs the dictionary in front."""
    data = zst_archive(RECORDS, dictionary)
    ends = [len(zst_archive(RECORDS[:number], dictionary)) for number in range(len(RECORDS) + 1)]
    if dictionary != "none":  # fewer records make another dictionary
        frames = [found.start() for found in re.finditer(rb"\x28\xb5\x2f\xfd", data)][-len(RECORDS) :]
        ends = [*frames, len(data)]
    for at in range(ends[1], ends[2], 9):
        rows = read(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :], "warc.zst")
        others = [url(0), url(2), url(3)]
        assert [one for one in addresses(rows) if one in others] == others, at
    assert addresses(read(data[: ends[1]] + data[ends[2] :], "warc.zst")) == [url(0), url(2), url(3)]


@pytest.mark.parametrize(
    "beginning",
    [
        struct.pack("<II", 0x184D2A5D, 0),
        struct.pack("<II", 0x184D2A5D, 9) + b"no dictionary"[:9],
        struct.pack("<II", 0x184D2A5D, 2**32 - 1),
        struct.pack("<II", 0x184D2A5D, 4000) + b"\x37\xa4\x30\xec",
        struct.pack("<II", 0x184D2A5D, 20) + zstd.compress(b"x")[:20],
        struct.pack("<II", 0x184D2A5D, len(BOMB)) + BOMB,
    ],
    ids=["empty", "no dictionary", "endless", "cut", "packed and cut", "bomb"],
)
def test_a_dictionary_that_is_none_is_an_issue(beginning: bytes) -> None:
    rows = read(beginning + zst_archive(RECORDS), "warc.zst")
    assert reasons(rows) == ["broken_zstd"]
    assert "begins with a dictionary that cannot be read" in rows[0].message  # type: ignore[union-attr]


def test_frames_without_their_dictionary_are_an_issue() -> None:
    data = zst_archive(RECORDS, "raw")
    rows = read(data[8 + struct.unpack("<I", data[4:8])[0] :], "warc.zst")
    assert reasons(rows) == ["broken_zstd"]
    assert "ictionary" in rows[0].message  # type: ignore[union-attr]


def converted(number: int, body: str, **options: str) -> bytes:
    made = record("conversion", url(number), body.encode(options.pop("encoding", "utf-8")))
    return made.replace(b"\r\n\r\n", b"\r\nContent-Type: text/plain\r\n\r\n", 1)


@pytest.mark.parametrize("kind", ["wet", "wet.gz", "wet.zst"])
def test_texts_that_were_taken_out_of_pages_are_read(kind: Kind) -> None:
    texts = [converted(number, f"Gò Quao, bài {number}\nTrang chủ\n{SENTENCE}\n") for number in range(3)]
    records = [record("warcinfo", "", b"software: thu\r\n"), *texts, RECORDS[3]]
    pack = {"wet": b"".join, "wet.gz": packed, "wet.zst": zst_archive}[kind]
    rows = read(pack(records), kind)
    assert reasons(rows) == []
    assert addresses(rows) == [url(number) for number in range(3)]
    assert isinstance(rows[0], Article)
    assert SENTENCE in rows[0].text
    assert (rows[0].article, rows[0].publisher) == ("bai-0", "vidu.vn")


def test_odd_texts_of_pages_are_issues_or_passed_over() -> None:
    dated = converted(1, f"Ngày 20/12/2024\n{SENTENCE}")  # the crawl was in 2023
    long = converted(2, "a" * 600_000)
    rows = read(
        converted(0, "  ") + dated + long + with_length(converted(3, SENTENCE), 5) + converted(4, SENTENCE), "wet"
    )
    assert addresses(rows) == [url(1), url(4)]
    assert reasons(rows) == ["date_in_future", "text_too_long", "bad_record"]
    assert reasons(read(RECORDS[0], "wet")) == ["empty_file"]
    assert reasons(read(converted(0, SENTENCE), "warc")) == ["empty_file"]


@pytest.mark.parametrize("kind", ["warc", "warc.gz", "warc.zst"])
def test_an_archive_cut_short_keeps_what_is_whole(kind: Kind) -> None:
    data = {"warc": b"".join, "warc.gz": packed, "warc.zst": zst_archive}[kind](RECORDS)
    rows = read(data[:-100], kind)
    assert addresses(rows) == [url(0), url(1), url(2)]
    assert reasons(rows) in (["truncated_gzip"], ["truncated_record"], ["truncated_zstd"])


@pytest.mark.parametrize(
    "between", [b"rubbish " * 99, b"\x00" * 5000, b"\r\n" * 500, gzip.compress(b"rubbish", mtime=0)]
)
def test_rubbish_between_records_is_passed_over(between: bytes) -> None:
    for data, kind in (
        (RECORDS[0] + between + b"\r\n" + RECORDS[1], "warc"),
        (packed(RECORDS[:1]) + between + packed(RECORDS[1:2]), "warc.gz"),
    ):
        rows = read(data, kind)  # type: ignore[arg-type]
        assert addresses(rows) == [url(0), url(1)]


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"<html>no archive</html>", b"filedesc://x 0.0.0.0 20230101 text/plain 10\n"]
)
def test_a_file_that_is_no_archive_is_an_issue(data: bytes) -> None:
    assert reasons(read(data)) in (["empty_file"], ["bad_record"])
    assert len(read(data, "warc.gz")) == 1


EDITS = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 40), st.binary(max_size=20)), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(EDITS, st.sampled_from(["plain", "members", "one member", "frames"]))
def test_nothing_is_raised_and_no_article_is_made_up_whatever_is_damaged(
    edits: list[tuple[int, int, bytes]], packing: str
) -> None:
    texts = [response(url(n), f"{n}. {SENTENCE}".encode(), kind="text/plain") for n in range(4)]
    data = packed(texts) if packing == "members" else b"".join(texts)
    data = gzip.compress(data) if packing == "one member" else data
    data = zst_archive(texts, "raw") if packing == "frames" else data
    for at, cut, put in edits:
        data = data[: at % len(data)] + put + data[at % len(data) + cut :]
        if not data:
            return
    rows = read(data, "warc" if packing == "plain" else "warc.gz")
    assert len({row.source_uri for row in rows if isinstance(row, Article)}) <= len(texts)
    assert all(row.message.startswith("kho/2023.warc") for row in rows if isinstance(row, Issue) and row.reason in BAD)


def test_a_flood_of_bad_records_is_counted() -> None:
    rows = read(with_length(RECORDS[0], 7) * 30 + RECORDS[1], limits=Limits(max_told_records=3))
    assert reasons(rows) == ["bad_record"] * 3 + ["more_bad_records"]
    assert addresses(rows) == [url(1)]
    ended = read(with_length(RECORDS[0], 7) * 30 + RECORDS[1], limits=Limits(max_bad_records=5))
    assert reasons(ended)[-1] == "too_many_bad_records"


def test_a_member_that_is_a_bomb_ends_the_file() -> None:
    bomb = gzip.compress(RECORDS[1] + bytes(64 << 20))
    rows = read(packed(RECORDS[:1]) + bomb, "warc.gz")
    assert addresses(rows) == [url(0), url(1)]
    assert reasons(rows)[-1] == "decompressed_too_large"
