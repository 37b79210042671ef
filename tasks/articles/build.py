"""From raw text to an Article: cleaned text, title, publisher, publication day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.articles.cleaning import normalise_text
from tasks.articles.dates import publication_date
from tasks.articles.furniture import strip_furniture
from tasks.articles.metadata import publisher_of_text, title_of
from tasks.articles.publishers import known_publisher
from tasks.records.article import Article
from tasks.records.issue import Issue

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a raw text: an article, or None when nothing readable is left, and what had to be noted."""

    article: Article | None
    issues: tuple[Issue, ...] = ()


def clean_article_text(raw: str) -> str:
    """The text that is published and that every span points into; idempotent.

    NFC, one paragraph or heading a line, single blanks, at most one blank line in a row, no invisible characters, no
    page furniture.
    """
    return strip_furniture(normalise_text(raw))


def article_from_text(
    raw: str,
    *,
    source_uri: str,
    name: str,
    today: date,
    title: str | None = None,
    publisher: str | None = None,
    published_at: date | None = None,
) -> Built:
    """The article that ``raw`` holds; what the caller knows (markup, record fields) outranks what the text tells.

    A publication day after ``today`` becomes None with an issue ``date_in_future``; a text with nothing left after
    cleaning becomes an issue ``empty_text``.
    """
    page = normalise_text(raw)
    text = strip_furniture(page)
    if not text:
        message = f"{source_uri} holds no text; nothing was read from it"
        return Built(None, (Issue("ingest", "empty_text", message, source_uri, article=name),))
    page_lines = page.split("\n")
    lines = text.split("\n")
    day = published_at or publication_date(page_lines)
    issues: list[Issue] = []
    if day is not None and day > today:
        message = f"the publication date {day.isoformat()} lies in the future; the article is read without a date"
        issues.append(Issue("ingest", "date_in_future", message, source_uri, article=name, raw_value=day.isoformat()))
        day = None
    article = Article(
        article=name,
        source_uri=source_uri,
        text=text,
        title=(normalise_text(title).replace("\n", " ") if title else None) or title_of(lines),
        publisher=known_publisher(publisher) if publisher else publisher_of_text(page_lines),
        published_at=day,
    )
    return Built(article, tuple(issues))
