"""From raw text or markup to an Article: cleaned text, title, publisher, publication day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tasks.articles.alphabet import UNUSUAL
from tasks.articles.cleaning import MAX_ROUNDS, normalise_text, normalised
from tasks.articles.date_lines import publication_date
from tasks.articles.fonts import is_senseless
from tasks.articles.furniture import strip_furniture
from tasks.articles.metadata import publisher_of_text, title_of
from tasks.articles.plain import only_loses_lines
from tasks.articles.publishers import known_publisher
from tasks.records.article import Article
from tasks.records.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from tasks.articles.limits import Limits


@dataclass(frozen=True, slots=True)
class Built:
    """What became of a raw text: an article, or None when nothing readable is left, and what had to be noted."""

    article: Article | None
    issues: tuple[Issue, ...] = ()
    passed_over: bool = False
    """Whether there is an article in which nothing is told, so that it was not taken out of its text."""
    day: date | None = None
    """When one that was passed over was published."""


def clean_article_text(raw: str) -> str:
    """The text that is published and that every span points into; idempotent.

    NFC, one paragraph or heading a line, single blanks, at most one blank line in a row, no invisible characters, no
    page furniture.
    """
    return _without_furniture(normalise_text(raw))


def article_from_text(
    raw: str,
    *,
    source_uri: str,
    name: str,
    today: date,
    title: str | None = None,
    publisher: str | None = None,
    published_at: date | None = None,
    page: str | None = None,
    keep: Callable[[str, str], bool] | None = None,
) -> Built:
    """The article that ``raw`` holds; what the caller knows (markup, record fields) outranks what the text tells.

    ``page`` is all that the page shows, where that is more than ``raw``: date and publisher are sought there. A
    publication day after ``today`` becomes None with an issue ``date_in_future``; a text with nothing left after
    cleaning becomes an issue ``empty_text``; one in letters that make no sense is read, with an issue
    ``unreadable_letters``.

    ``keep`` is asked of a normalised text and the title that is known of it. Where it says no, and no article of some
    of the lines of the text could be another matter, the text is passed over.
    """
    normal, is_usual = normalised(raw)
    shown = (normal if page is None else normalise_text(page)).split("\n")
    passed_over = (
        keep is not None
        and page is None
        and not keep(normal, _one_line(title) or "")
        and only_loses_lines(normal, shown, is_usual=is_usual)
    )
    text = "" if passed_over else _without_furniture(normal)
    if not text and not passed_over:
        message = f"{source_uri} holds no text; nothing was read from it"
        return Built(None, (Issue("ingest", "empty_text", message, source_uri, article=name),))
    issues: list[Issue] = []
    day = published_at or publication_date(shown)
    if day is not None and day > today:
        message = f"the publication date {day.isoformat()} lies in the future; the article is read without a date"
        issues.append(Issue("ingest", "date_in_future", message, source_uri, article=name, raw_value=day.isoformat()))
        day = None
    if passed_over:
        return Built(None, tuple(issues), passed_over=True, day=day)
    if is_senseless(text):
        message = "its letters are those of a font or encoding not known here; save it as UTF-8 to have it read"
        issues.append(Issue("ingest", "unreadable_letters", message, source_uri, article=name))
    named = _one_line(publisher)
    article = Article(
        article=name,
        source_uri=source_uri,
        text=text,
        title=_one_line(title) or title_of(text.split("\n")),
        publisher=known_publisher(named) if named else publisher_of_text(shown),
        published_at=day,
    )
    return Built(article, tuple(issues))


def article_from_html(
    markup: str,
    *,
    source_uri: str,
    name: str,
    today: date,
    limits: Limits,
    url: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    published_at: date | None = None,
) -> Built:
    """The article of a web page; what the caller knows outranks the markup, the markup what the page shows."""
    from tasks.articles.html import HtmlError, read_page  # noqa: PLC0415  kept out of start-up

    try:
        page = read_page(markup, limits=limits, url=url)
    except HtmlError as error:
        return Built(None, (Issue("ingest", error.reason, f"{source_uri}: {error}", source_uri, article=name),))
    return article_from_text(
        page.text,
        source_uri=source_uri,
        name=name,
        today=today,
        title=title or page.facts.title,
        publisher=publisher or page.facts.publisher,
        published_at=published_at or page.facts.published_at,
        page=page.visible,
    )


def _without_furniture(normal: str) -> str:
    """Furniture can hide what the rest is written in: without it, repairs of letters may make sense that did not."""
    text = strip_furniture(normal)
    for _ in range(MAX_ROUNDS):
        again = strip_furniture(normalise_text(text)) if "&" in text or UNUSUAL.search(text) else text
        if again == text:
            break
        text = again
    return text


def _one_line(told: str | None) -> str | None:
    return " ".join(normalise_text(told).split("\n")) or None if told else None
