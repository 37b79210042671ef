"""Web pages: the article's lines, tables row by row, facts from the markup, and nothing fetched or expanded."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tasks.articles.build import Built, article_from_html
from tasks.articles.limits import Limits

if TYPE_CHECKING:
    from tasks.records.article import Article

TITLE = "Quận Hải An thu ngân sách vượt dự toán"
PARAGRAPHS = """
<p><strong>(BHP) - Năm 2022, thu ngân sách trên địa bàn quận Hải An đạt 1.215 tỷ đồng, bằng 118% dự toán.</strong></p>
<p>Sáng 20/12, UBND quận tổ chức hội nghị tổng kết nhiệm vụ phát triển kinh tế - xã hội năm 2022.<br>Dự hội nghị có lãnh
đạo thành phố và các sở, ngành liên quan, cùng đại diện các doanh nghiệp trên địa bàn.</p>
<table><tr><th>Chỉ tiêu</th><th>Kế hoạch</th><th>Thực hiện</th></tr>
<tr><td>Thu ngân sách (tỷ đồng)</td><td>1.030</td><td>1.215</td></tr></table>
<ul><li>Giải ngân vốn đầu tư công đạt 96,4% kế hoạch năm.</li></ul>
<p>Năm 2023, quận phấn đấu thu ngân sách 1.300 tỷ đồng, giá trị sản xuất tăng 14,5% so với thực hiện năm 2022.</p>
"""


def page(head: str = "", body: str = PARAGRAPHS) -> str:
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8">
    <title>{TITLE} | Báo Hải Phòng</title>{head}</head>
    <body><nav><a href="/">Trang chủ</a> <a href="/kt">Kinh tế</a></nav><main><article><h1>{TITLE}</h1>
    <div class="meta">Lê Minh <span>21/12/2022 05:30</span></div>{body}
    <div class="related"><h3>Tin liên quan</h3><ul><li><a href="/1">Quận Lê Chân thu 2.000 tỷ đồng</a></li></ul></div>
    </article></main><footer>© Báo Hải Phòng. Giấy phép số 12</footer></body></html>"""


def build(markup: str, **known: str) -> Built:
    return article_from_html(
        markup, source_uri="bai.html", name="bai", today=date(2026, 1, 1), limits=Limits(), url=known.get("url")
    )


def article(markup: str, **known: str) -> Article:
    built = build(markup, **known)
    assert built.article is not None, built.issues
    return built.article


def test_the_article_comes_out_line_by_line() -> None:
    lines = [line for line in article(page()).text.split("\n") if line]
    assert lines[0] == TITLE
    assert "Sáng 20/12, UBND quận tổ chức hội nghị tổng kết nhiệm vụ phát triển kinh tế - xã hội năm 2022." in lines
    assert "Thu ngân sách (tỷ đồng) | 1.030 | 1.215" in lines
    assert "Giải ngân vốn đầu tư công đạt 96,4% kế hoạch năm." in lines
    assert not any(word in line for line in lines for word in ("Lê Chân", "Trang chủ", "Giấy phép", "05:30"))


def test_facts_that_the_page_shows() -> None:
    found = article(page())
    assert (found.title, found.publisher, found.published_at) == (TITLE, "Báo Hải Phòng", date(2022, 12, 21))


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2022-12-19T18:30:00Z">',
        '<meta name="pubdate" content="20/12/2022 07:00">',
        '<meta itemprop="datePublished" content="2022-12-20">',
        """<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"],
        "datePublished": "2022-12-20T07:00:00+07:00"}]}</script>""",
        '<script type="application/ld+json">{broken</script><meta name="date" content="2022-12-20">',
    ],
)
def test_the_markups_date_outranks_the_shown_one(head: str) -> None:
    assert article(page(head)).published_at == date(2022, 12, 20)


def test_publisher_by_address_by_markup_by_host() -> None:
    assert article(page('<link rel="canonical" href="https://baodongnai.com.vn/1.html">')).publisher == "Báo Đồng Nai"
    assert article(page('<meta property="og:site_name" content="Báo Vĩnh Long">')).publisher == "Báo Vĩnh Long"
    assert article(page(), url="https://tin.vidu.example/1").publisher == "tin.vidu.example"


def test_a_page_of_bare_cells_falls_back_to_its_visible_lines() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>phường số {n} thu {n}00 triệu đồng</td></tr>" for n in range(1, 4))
    text = article(f"<html><body><table>{rows}</table><script>var x = 'giấu';</script></body></html>").text
    assert "2 | phường số 2 thu 200 triệu đồng" in text
    assert "giấu" not in text


def test_broken_markup_is_read_as_far_as_it_goes() -> None:
    text = article(
        f"<html><body><h1>{TITLE}<div><p>Quận thu <b>1.215 tỷ đồng<i> trong năm 2022.<table><tr><td>hết"
    ).text
    assert "1.215 tỷ đồng" in text


def test_no_entity_is_expanded_and_no_file_is_read() -> None:
    markup = f"""<!DOCTYPE html [<!ENTITY a "cười"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>
    <html><body><h1>{TITLE}</h1><p>Thử &b; và &f; trong bài.</p>{PARAGRAPHS}</body></html>"""
    assert "cười" not in article(markup).text


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<html><body>" + "<div>" * 5000 + "sâu" + "</div>" * 5000, "html_too_deep"),
        ("<html><body>" + "<div>" * 220 + "sâu" + "</div>" * 220, "html_too_deep"),
        ("<b>" * 300_000, "html_too_large"),
        ("<!-- chỉ có lời chú -->", "broken_html"),
        ("<html><body><script>1</script></body></html>", "empty_text"),
    ],
)
def test_pages_beyond_the_limits_are_refused(markup: str, reason: str) -> None:
    built = build(markup)
    assert built.article is None
    assert [issue.reason for issue in built.issues] == [reason]
