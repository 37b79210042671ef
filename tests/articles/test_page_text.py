"""The screen's words of a page miss none of the article's, and the screen is heard before a page is parsed."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.articles.build import article_from_html
from tasks.articles.documents import Screened, Terms
from tasks.articles.limits import Limits
from tasks.articles.page_text import may_hold
from tasks.articles.parts import whole
from tasks.articles.reading import read_part
from tasks.articles.sources import Source
from tasks.records.article import Article
from tests.articles.archives import response

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = date(2026, 1, 1)
SENTENCE = "Năm 2022, huyện Vĩnh Thuận thu ngân sách 51,3 tỷ đồng, bằng 104% dự toán tỉnh giao."


def careful_lines(markup: str) -> list[str]:
    built = article_from_html(markup, source_uri="a", name="a", today=TODAY, limits=Limits())
    return [line for line in built.article.text.split("\n") if line] if built.article else []


def misses(markup: str, lines: list[str]) -> list[str]:
    """Those of ``lines`` whose letters do not stand one behind the other in what the screen is shown.

    Blanks do not count: the careful reading sometimes joins blocks with one, or sets one where a tag stood.
    """
    shown: list[str] = []
    may_hold(markup, None, lambda text: bool(shown.append("".join(text.split()))))
    return [line for line in lines if not any("".join(line.split()) in text for text in shown)]


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{SENTENCE}</p>",
        "<P>Năm 2022, Vĩnh Thuận thu ng&acirc;n s&#225;ch 51,3 t&#x1ef7; &#273;&ocirc;&#768;ng,&nbsp;bằng 104%.</P>",
        "<p>Năm 2022, <b>Vĩnh</b> Thuận thu ngân sá<i>ch</i> <span class='a'>51,3</span> tỷ đồng, bằng 104%.</p>",
        "<p>Năm 2022, huyện\n  Vĩnh Thuận\tthu <a href=x\nclass=y>ngân</a>\n sách 51,3 tỷ đồng, bằng 104% dự toán.</p>",
        "<p>Năm 2022, Vĩnh Thuận thu <!-- -->51,3<!-- --> tỷ đồng,<!--[if IE]><![endif]--> bằng 104% dự toán.</p>",
        "<p>Năm 2022, huyện Vĩnh Thuận thu ngân <!-- <b>bỏ</b> -->sách 51,3 tỷ đồng, bằng 104% dự toán tỉnh giao.</p>",
        "<p>Năm 2022, huyện Vĩnh Thuận thu ngân <custom-tag x=1>sách</custom-tag> 51,3 tỷ đồng, bằng 104% dự toán.</p>",
        "<p>Năm 2022, huyện Vĩnh Thuận còn hộ nghèo < 3%, thu ngân sách > 51,3 tỷ đồng, bằng 104% dự toán giao.</p>",
        f"<!-- <script> --><p>{SENTENCE}</p><script>x()</script>",
        f"<script>var a = '<!--';</script><p>{SENTENCE}</p><!-- hết -->",
        f"<script>document.write('<p>' + '</scr' + 'ipt>')</script><p>{SENTENCE}</p><script>if (a < b) c()</script>",
        f"<style>p > a {{color: red}}</style><div>{SENTENCE}</div><style>b</style>",
        f"<p {SENTENCE}<p>{SENTENCE}</p>",
        f"<p title=\"a > b\">{SENTENCE}</p><img alt='<p>'>",
        f"<div>Vĩnh Thuận<div>{SENTENCE}</div>và xã Phong Đông</div>",
        f"<ul><li>{SENTENCE}<li>Huyện còn 2,1% hộ nghèo.</ul>",
        f"<noscript><p>Bật JavaScript</p></noscript><article>{SENTENCE}</article>",
        "<p>Nam 2022, huyeÌ£n VĩnhThuận thu ngân sách 51,3 tỷ đồng, bằng 104% dự toán tỉnh giao cho huyện.</p>",
    ],
)  # fmt: skip
def test_every_line_of_the_article_is_shown(body: str) -> None:
    markup = f"<html><head><title>Tin huyện</title></head><body>{body}</body></html>"
    lines = careful_lines(markup)
    assert any("Vĩnh" in line for line in lines)
    assert misses(markup, lines) == []


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:title" content="Huyện Vĩnh Thuận thu 51,3 tỷ đồng">',
        "<meta content='Huyện Vĩnh Thuận thu 51,3 tỷ đồng' name=title>",
        "<title>Huyện Vĩnh Thuận thu 51,3 tỷ đồng</title>",
        '<script type="application/ld+json">{"@type": "WebPage", "headline": "Vĩnh Thuận thu 51,3 tỷ đồng"}</script>',
        '<script type="application/ld+json">'
        + json.dumps({"@type": "NewsArticle", "headline": "Huyện Vĩnh Thuận thu 51,3 tỷ đồng"})
        + "</script>",
    ],
)  # fmt: skip
def test_headlines_are_shown_wherever_they_are_noted(head: str) -> None:
    markup = f"<html><head>{head}</head><body><p>Chuyện khác trong ngày.</p></body></html>"
    assert any("Vĩnh Thuận thu 51,3 tỷ đồng" in line for line in careful_lines(markup))
    assert misses(markup, careful_lines(markup)) == []


def disguised() -> dict[str, str]:
    return {
        "decomposed": unicodedata.normalize("NFD", SENTENCE),
        "homoglyphs": SENTENCE.replace("a", "а").replace("o", "ᴏ"),
        "zero width": "\u200b".join(SENTENCE.split("n")).replace("\u200b", "n\u200b"),
        "misread": SENTENCE.encode().decode("cp1252", "replace"),
        "escaped twice": SENTENCE.replace("ă", "&amp;#259;"),
        "TCVN3": "N¨m 2022, huyÖn VÜnh ThuËn thu ng©n s¸ch 51,3 tû ®ång, b»ng 104% dù to¸n tØnh giao.",
    }


@pytest.mark.parametrize("name", disguised())
def test_disguised_letters_are_shown_as_they_are_meant_or_the_page_is_kept_unasked(name: str) -> None:
    sentence = disguised()[name]
    markup = f"<html><body><h1>Tin huyện</h1><p>{sentence}</p><p>{sentence} Trong đó có thu nội địa.</p></body></html>"
    lines = careful_lines(markup)
    asked: list[str] = []
    kept = may_hold(markup, None, lambda text: bool(asked.append(text)))
    assert kept or misses(markup, lines) == []


@pytest.mark.parametrize(
    "text", ["Über die Zölle — naïve Öl «a» ®", "Бюджет района вырос на 5%", "北京今年的预算", "Plain English ™"]
)
def test_pages_of_other_languages_are_not_kept_unasked(text: str) -> None:
    markup = f"<html><body><h1>{text}</h1><p>{text * 30}</p></body></html>"
    assert not may_hold(markup, None, lambda _: False)


PIECES = st.one_of(
    st.sampled_from([
        "<p>", "</p>", "<div>", "</div>", "<br>", "<b>", "</b>", "<table><tr><td>", "</td><td>", "</td></tr></table>",
        "<li>", "<ul>", "</ul>", "<span a='>'>", "</span>", "<!-- a -->", "<!--", "-->", "<script>", "</script>",
        "<style>", "</style>", "<", ">", "<p", "'", '"', "&nbsp;", "&#7853;", "&", "<a href='b", "<h2>", "</h2>",
        "<![CDATA[", "]]>", "<?xml", "\n", "<noscript>", "</noscript>", "<svg>", "</svg>",
    ]),
    st.sampled_from(SENTENCE.split()).map(lambda word: f" {word} "),
    st.sampled_from([SENTENCE, f"<p>{SENTENCE}</p>", "quận 7", "5,1 tỷ đồng"]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.booleans())
def test_no_word_is_missed_whatever_the_markup(body: str, page: bool) -> None:
    markup = f"<html><body><h1>Tin</h1>{body}</body></html>" if page else body
    shown: list[str] = []
    may_hold(markup, None, lambda text: bool(shown.append("".join(text.split()))))
    words = {word for line in careful_lines(markup) for word in re.findall(r"[^\W\d]+|\d+", line)}
    assert {word for word in words if not any(word in text for text in shown)} == set()


@pytest.mark.parametrize("kind", ["html", "jsonl", "warc"])
def test_a_page_that_is_not_kept_is_counted_and_nothing_else(kind: str) -> None:
    pages = [f"<html><body><h1>{title}</h1><p>{title}: {SENTENCE}</p></body></html>" for title in ("Một", "Hai")]
    data = {
        "html": pages[0].encode(),
        "jsonl": "\n".join(json.dumps({"id": str(at), "html": page}) for at, page in enumerate(pages)).encode(),
        "warc": b"".join(response(f"https://vidu.vn/{at}", page.encode()) for at, page in enumerate(pages)),
    }[kind]
    source = Source(f"a.{kind}", len(data), "e", kind)  # type: ignore[arg-type]

    def read(keep: Callable[[str], bool] | None) -> list[type]:
        items = read_part(whole(source), io.BytesIO(data), Terms(Limits(), TODAY, keep=keep))
        return [type(item) for item in items]

    count = 1 if kind == "html" else 2
    assert read(None) == [Article] * count
    assert read(lambda _: False) == [Screened] * count
    assert read(lambda text: "Một" in text) == [Article, Screened][:count]


def test_texts_are_never_screened_here(tmp_path: Path) -> None:
    source = Source("a.txt", len(SENTENCE.encode()), "e", "txt")
    terms = Terms(Limits(), TODAY, keep=lambda _: False)
    (article,) = read_part(whole(source), io.BytesIO(SENTENCE.encode()), terms)
    assert isinstance(article, Article)
