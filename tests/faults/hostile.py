"""Content made to hurt whoever reads it: bombs, nests, floods, endless numbers, planted markup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from tests.faults.archives import hostile_archive
from tests.faults.packing import PACKERS, gz, zst

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

Bad = tuple[str, bytes, bool]
"""Ending, content, and whether it is bad whatever chance did."""

SENTENCE: Final = "Năm 2023, huyện Phú Hòa thu ngân sách {} tỷ đồng, đạt {}% dự toán.\n"


def _record(text: str, **fields: Any) -> bytes:
    return json.dumps({"text": text, **fields}, ensure_ascii=False).encode() + b"\n"


def bomb(dice: random.Random) -> Bad:
    """A packed file many times its size: of line ends, blanks, zeros, one endless line, small records, bad lines."""
    unit = dice.choice((
        b"\n", b" ", b"\x00", b"a", b" \n", b"{\n", b"[]\n", b"[", b'{"a":', b"\r", b'{"text": "x"}\n', b"\xff\xfe",
        b"9",
    ))  # fmt: skip
    packing = dice.choice(list(PACKERS))
    block = PACKERS[packing](unit * ((4 << 20) // len(unit)))
    ending = dice.choice((".jsonl", ".jsonl", ".txt", ".html"))
    readable = b"text" in unit and ending == ".jsonl"  # each such record costs the time that a record costs
    return ending + packing, block * dice.choice((1, 4) if readable else (1, 4, 17, 40)), not readable


def nest(dice: random.Random) -> Bad:
    """Elements in elements, closed or not."""
    tag = dice.choice(("div", "table><tr><td", "b", "font", "ul><li", "span", "blockquote", "p", "svg", "a", "select"))
    depth = dice.choice((300, 3_000, 30_000))
    ends = f"</{tag.partition('>')[0]}>" * depth if dice.random() < 0.5 else ""
    return ".html", (f"<html><body>{f'<{tag}>' * depth}thu ngân sách 5 tỷ đồng{ends}").encode(), False


def crowd(dice: random.Random) -> Bad:
    """More elements, or attributes, or entities, than a page has."""
    many = dice.choice((
        "<br>" * 300_000, "<p>1 tỷ" * 250_000, f"<p {' '.join(f'a{n}=1' for n in range(30_000))}>x",
        f"<p title='{'x' * 2_000_000}'>x", "&lt;" * 200_000, "&#x110000;" * 1000, "<!--" * 50_000, "<![CDATA[" * 50_000,
        "<a" * 100_000, "<table>" + "<tr><td>1<td>2" * 40_000,
    ))  # fmt: skip
    return ".html", f"<html><body>{many}".encode(), False


def soup(dice: random.Random) -> Bad:
    """Pieces of markup in no order, some of them asking for what must not be fetched, run or expanded."""
    pieces = (
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<iframe src='file:///etc/passwd'>", "]]>", "<!--",
        "<!DOCTYPE a [<!ENTITY b 'xx'><!ENTITY c '&b;&b;&b;&b;'><!ENTITY d SYSTEM 'file:///etc/passwd'>]>", "&c;",
        "&d;", "<base href='http://127.0.0.1:9/'>", "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>",
        "<p>", "<link rel=canonical href='http://['>", "<meta property='article:published_time' content='9999-99-99'>",
        "</p>", '<script type="application/ld+json">{"@type": "NewsArticle", "headline": [1]}</script>',
        '<script type="application/ld+json">{"@type": "Article", "publisher": {"name": "\\ud800"}}</script>',
        "<script type='application/ld+json'>" + "[" * 5000 + "</script>", "<td colspan=99999999>5", "<tr>", "<table>",
        "<time datetime='-1'>", "<plaintext>", "<title>", "<textarea>", "<xmp>", "<svg><![CDATA[", "\x00", "\ufffe",
        "<html xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='/etc/passwd'/>", SENTENCE.format(5, 6),
        "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "=cmd|' /C calc'!A0", "[x](javascript:alert(1))", "<h1>", "<body>",
    )  # fmt: skip
    content = "".join(dice.choices(pieces, k=dice.choice((3, 30, 300))))
    return dice.choice((".html", ".htm", ".txt")), content.encode("utf-8", "replace"), False


def absurd(dice: random.Random) -> Bad:
    """Figures that no district ever had, and pieces of figures in no order."""
    numbers = (
        "9" * 5000, "1." * 2000, "1,1" * 2000, "0", "-0", "1e999", "NaN", "∞", "½", "5²", "٣٤", "１２", "Ⅻ", "0x1f",
        "1.234.567,89.1", "99.999.999.999.999.999.999.999", "0,000000000000000000001", "1 000 000 000 000", "1..2",
        ",5", "một nghìn tỷ tỷ tỷ", "năm mươi mốt lăm tư", "12/13/99999", "31/02/2023", "-5", "+-+5", "1/0", "100%%%",
    )  # fmt: skip
    body = "".join(SENTENCE.format(dice.choice(numbers), dice.choice(numbers)) for _ in range(dice.choice((1, 10, 40))))
    return (".txt", body.encode(), False) if dice.random() < 0.5 else (".jsonl", _record(body), False)


def flood(dice: random.Random) -> Bad:
    """One piece over and over: what makes a careless pattern or table walk back and forth."""
    piece = dice.choice((
        "1", "1 ", "1.", "1,", "(", ")", '"', "năm ", "quận ", "từ 1 đến ", "%", "- ", "| ", "1 | 2\n", "tỷ đồng ", "a",
        "thu ngân sách ", "Quận 1, ", "so với cùng kỳ ", "ngày 1/1/2023 ", "\t", "\u0301", "ấ\u0323", "\u200b", "ﷺ",
        "&", "ư\u031b", "&amp;", "http://", "A", "Ðƣ", "¸µ", "=", "...", "một ", "mươi ", "và ", "\ud55c", "🙂", "<",
        "<p",
    ))  # fmt: skip
    size = dice.choice((1_000, 20_000, 20_000, 60_000))
    body = piece * (size // len(piece))
    ending = dice.choice((".txt", ".html", ".jsonl"))
    return ending, _record(body) if ending == ".jsonl" else body.encode(), False


def letters(dice: random.Random) -> Bad:
    """Characters from anywhere in Unicode, controls, surrogates and noncharacters too."""
    anywhere = "".join(
        chr(
            dice.choice(
                (dice.randrange(0x20), dice.randrange(0x300), dice.randrange(0x10000), dice.randrange(0x110000))
            )
        )
        for _ in range(dice.choice((10, 1000)))
    )
    body = SENTENCE.format(5, 6) + anywhere + SENTENCE.format(7, 8)
    ending = dice.choice((".txt", ".html", ".jsonl"))
    if ending == ".jsonl":
        return ending, json.dumps({"text": body, "title": anywhere, "id": anywhere[:50]}).encode() + b"\n", False
    return ending, body.encode("utf-8", dice.choice(("surrogatepass", "replace", "backslashreplace"))), False


def lines(dice: random.Random) -> Bad:
    """Records that are none, each among good ones."""
    bad = dice.choice((
        b"{", b"}", b'{"text": ', b"[]", b"null", b"NaN", b'"text"', b"{'text': 'x'}", b'{"text": 5}',
        b'{"text": null}', b'{"text": ""}', b'{"text": "   "}', b'{"text": ["x"]}', b"[" * 100_000,
        b'{"a":' * 50_000, b"9" * 50_000, b'{"text": "\\ud800"', b'{"text": "x" "y"}', b"\x00", b"\xff\xff\xff",
        b'{"html": ""}', b'{"html": {}}', b"{}", b'{"title": "x"}', b"\x1f\x8b", b"\xef\xbb\xbf[", b'{"text"}',
        b"text", b"<p>", b'{"text": "\x01\x02"',
    ))  # fmt: skip
    good = _record(SENTENCE.format(5, 6), id="tot")
    return ".jsonl", good * dice.randrange(3) + bad + b"\n" + good * dice.randrange(3), True


def fields(dice: random.Random) -> Bad:
    """A readable text with facts about it that are none."""
    odd: tuple[Any, ...] = (
        None, True, -1, 0, 1e308, 10**30, "", " ", "../../etc/passwd", "\x00", "a" * 100_000, [], {}, [[]], "\ud800",
        "javascript:alert(1)", "https://user:secret@vidu.vn/a?X-Amz-Signature=abc", "0000-00-00", "9999-12-31", "1/1/1",
        "<script>alert(1)</script>", "http://[", "s3://", "file:///etc/passwd", "\u202e", "2023-13-45T99:99:99Z", "\n",
    )  # fmt: skip
    record = {name: dice.choice(odd) for name in ("id", "title", "url", "publisher", "published_at", "other")}
    return ".jsonl", json.dumps({"text": SENTENCE.format(5, 6), **record}).encode() + b"\n", False


def endless(dice: random.Random) -> Bad:
    """One line, page or text beyond the limits."""
    ending, content = dice.choice((
        (".jsonl", b'{"text": "' + b"a" * (17 << 20) + b'"}'), (".jsonl", b"[" + b"{}," * (6 << 20) + b"{}]"),
        (".txt", b"a" * (17 << 20)), (".html", b"<p>" + b"a " * (5 << 20)), (".txt", "ấ ".encode() * 600_000),
    ))  # fmt: skip
    return ending, content, True


def packed(dice: random.Random) -> Bad:
    """Something wrong in a frame: rubbish behind it, a false sum, an endless name, a huge window, no frame at all."""
    if dice.random() < 0.4:
        block = zst(_record(SENTENCE.format(5, 6)))
        content = dice.choice((
            block + b"rubbish", block[:-1], b"\x28\xb5\x2f\xfd", b"\x28\xb5\x2f\xfd\x00\xf8" + b"\x00" * 50,
            b"\x28\xb5\x2f\xfd\xe0" + b"\xff" * 8 + b"\x01\x00\x00", b"\x50\x2a\x4d\x18\xff\xff\xff\xff",
            zst(b"") * 999, zst(block), b"\x28\xb5\x2f\xfd\x00\x88" + b"\x02\x00\x10a" * 1000, block + block[:-2],
        ))  # fmt: skip
        return ".jsonl.zst", content, True
    block = gz(_record(SENTENCE.format(5, 6)))
    content = dice.choice((
        block + b"rubbish" * 10, block[:-8] + b"\x00" * 8, b"\x1f\x8b\x08\x08" + b"\x00" * 6 + b"n" * 200_000,
        gz(b"") * 2000, b"\x1f\x8b", b"\x1f\x8b\x09\x00" + b"\x00" * 20, block + block[:-5],
        gz(block), b"\x1f\x8b\x08\xff" + b"\xff" * 500,
    ))  # fmt: skip
    return ".jsonl.gz", content, True


def archive(dice: random.Random) -> Bad:
    """Web archives and tables with something wrong in them."""
    return hostile_archive(dice, SENTENCE.format(5, 6))


SPOILERS: Final[dict[str, tuple[float, Callable[[random.Random], Bad]]]] = {
    "bomb": (1, bomb), "nest": (4, nest), "crowd": (1, crowd), "soup": (8, soup), "absurd": (8, absurd),
    "flood": (6, flood), "letters": (8, letters), "lines": (8, lines), "fields": (8, fields), "packed": (3, packed),
    "endless": (0.3, endless), "archive": (6, archive),
}  # fmt: skip
