"""What it costs to get from web archives to articles: the reader, the screen for pages, the careful reading.

    uv run --group peers python benchmarks/sources.py [--articles ARTICLES.parquet] [--pages 1000] [--prove]

Pages are made of real texts (of tests/golden, or the column ``text`` of a table) in the markup that news sites put
around them: menus, scripts, boxes of other headlines. One core; seconds are processor time, the best of three.
``--prove`` instead reads every page in full and fails where one that tells anything would not have got past the screen.
"""

from __future__ import annotations

import argparse
import gzip
import html
import io
import random
import sys
import tempfile
import time
import unicodedata
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
from fastwarc.warc import ArchiveIterator, WarcRecordType
from lxml import etree
from lxml import html as lxml_html
from resiliparse.extract.html2text import extract_plain_text
from selectolax.lexbor import LexborHTMLParser
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tasks.articles.build import article_from_html
from tasks.articles.documents import Terms
from tasks.articles.html import read_page
from tasks.articles.limits import Limits
from tasks.articles.page_text import may_hold, page_text
from tasks.articles.parts import whole
from tasks.articles.reading import read_part
from tasks.articles.sources import Source
from tasks.articles.warc_frames import framed_records
from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).parent.parent
LIMITS = Limits()
TODAY = date(2026, 1, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=Path, help="a Parquet table with a column of texts")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--prove", action="store_true", help="read what the screen turns away")
    options = parser.parse_args()
    pages = _pages(_texts(options.articles), options.pages)
    if options.prove:
        sys.exit(_prove(pages))
    size = sum(len(page.encode()) for page in pages)
    print(f"{len(pages)} pages of {size / len(pages) / 1024:.0f} KiB on average, one core\n")
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("warc", "warc.gz"):
            path = Path(folder, f"pages.{kind}")
            _write(path, pages, packed=kind.endswith("gz"))
            _compare_readers(path, kind, len(pages))
    _compare_extractors(pages, size)


def _prove(pages: list[str]) -> int:
    """How many pages the screen would lose."""
    reader = Reader(load_catalog())
    told = kept = lost = 0
    for number, page in enumerate(pages):
        built = article_from_html(page, source_uri="", name=str(number), today=TODAY, limits=LIMITS)
        reading = reader.read(built.article) if built.article else None
        tells = reading is not None and bool(reading.observations or reading.issues)
        holds = may_hold(page, None, reader.screen.may_hold)
        told, kept, lost = told + tells, kept + holds, lost + (tells and not holds)
    print(f"{len(pages)} pages, {told} tell something, {kept} get past the screen, {lost} lost")
    return lost


def _compare_readers(path: Path, kind: str, pages: int) -> None:
    source = whole(Source(str(path), path.stat().st_size, "", kind))  # type: ignore[arg-type]
    screened_out = Terms(LIMITS, TODAY, keep=lambda _: False)
    ways: dict[str, Callable[[Any], Iterable[Any]]] = {
        "warcio": lambda data: [
            one.content_stream().read() for one in WarcioIterator(data) if one.rec_type == "response"
        ],
        "FastWARC": lambda data: [one.reader.read() for one in ArchiveIterator(data, WarcRecordType.response)],
        "framing of our own": lambda data: framed_records(source, data, LIMITS, LIMITS.max_html_bytes),
        "to the screen, all said": lambda data: read_part(source, data, screened_out),
    }
    print(f"{kind}, {path.stat().st_size / 1e6:.1f} MB, records of {pages} pages and their requests")
    for name, way in ways.items():
        _tell(name, _seconds(lambda way=way: _read(path, way)), pages)
    print()


def _compare_extractors(pages: list[str], size: int) -> None:
    ways: dict[str, Callable[[str], object]] = {
        "page_text": page_text,
        "lexbor, all text": lambda page: LexborHTMLParser(page).body.text(separator=""),  # type: ignore[union-attr]
        "resiliparse, plain text": extract_plain_text,
        "lxml, all text": lambda page: etree.tostring(
            lxml_html.document_fromstring(page.encode()), method="text", encoding="unicode"
        ),
        "careful (trafilatura)": lambda page: read_page(page, limits=LIMITS),
    }
    print(f"pages to text, {size / 1e6:.1f} MB")
    for name, way in ways.items():
        some = pages if "careful" not in name else pages[:100]
        _tell(name, _seconds(lambda way=way, some=some: [way(page) for page in some]), len(some))


def _tell(name: str, seconds: float, pages: int) -> None:
    print(f"  {name:<26}{seconds / pages * 1e6:10.0f} µs a page{pages / seconds:12,.0f} pages/s")


def _read(path: Path, way: Callable[[Any], Iterable[Any]]) -> None:
    with path.open("rb") as data:
        for _ in way(data):
            pass


def _seconds(run: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        run()
        best = min(best, time.process_time() - begin)
    return best


def _texts(path: Path | None) -> list[str]:
    if path is not None:
        texts = pl.read_parquet(path, columns=["text"])["text"].drop_nulls()
        return [unicodedata.normalize("NFC", text) for text in texts]  # as nearly all pages are written
    return [file.read_text(encoding="utf-8") for file in sorted((ROOT / "tests" / "golden").glob("*.txt"))]


def _pages(texts: list[str], count: int) -> list[str]:
    chance = random.Random(7)
    words = " ".join(texts[:300]).split()
    headlines = [html.escape(" ".join(words[at : at + chance.randint(4, 12)])) for at in range(0, 4000, 10)]
    script = "<script>!function(e,t){{var n=e.getElements(t)[0];for(var i=0;i<{};i++)n.a('b<c',i)}}(document)</script>"
    scripts = "\n".join(script.format(number) for number in range(120))
    style = "<style>" + "\n".join(f".c{number} a:hover{{margin:{number}px}}" for number in range(250)) + "</style>"
    pages = []
    for number in range(count):
        lines = [html.escape(line) for line in texts[number % len(texts)].split("\n") if line.strip()]
        menu = "".join(
            f'<li class="m"><a href="/{n}">{h}</a></li>\n' for n, h in enumerate(chance.sample(headlines, 60))
        )
        boxes = "".join(
            f'<div class="box"><h3><a href="/{n}.html">{h}</a></h3><p>{h}</p></div>\n'
            for n, h in enumerate(chance.sample(headlines, 50))
        )
        body = "".join(f'<p class="Normal">{line}</p>\n' for line in lines)
        title = f'<title>{lines[0]}</title><meta property="og:title" content="{lines[0]}">'
        head = f'<meta charset="utf-8">{title}{style}{scripts}'
        pages.append(
            f"<!DOCTYPE html><html><head>{head}</head><body><nav><ul>{menu}</ul></nav>"
            f"<article><h1>{lines[0]}</h1>{body}</article><aside>{boxes}</aside></body></html>"
        )
    return pages


def _write(path: Path, pages: list[str], *, packed: bool) -> None:
    with path.open("wb") as target:
        writer = WARCWriter(target, gzip=packed)
        for number, page in enumerate(pages):
            url = f"https://vidu.vn/bai-{number}.html"
            request = StatusAndHeaders("GET / HTTP/1.1", [("Host", "vidu.vn")], is_http_request=True)
            headers = [("Content-Type", "text/html; charset=utf-8")]
            body = page.encode()
            if number % 2:
                headers.append(("Content-Encoding", "gzip"))
                body = gzip.compress(body)
            answer = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            for kind, block, http in (("request", b"", request), ("response", body, answer)):
                writer.write_record(writer.create_warc_record(url, kind, payload=io.BytesIO(block), http_headers=http))


if __name__ == "__main__":
    main()
