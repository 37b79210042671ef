"""One text or web page to an article, within the limits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from tasks.articles.build import Built, article_from_html, article_from_text
from tasks.articles.columns import Columns
from tasks.articles.decoding import UndecodableError, declared_charset, decode
from tasks.articles.packing import StreamError, packing_of, unpacked
from tasks.articles.page_text import may_hold
from tasks.records.article import Article
from tasks.records.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from tasks.articles.limits import Limits
    from tasks.articles.parts import Part

_PAGE: Final = re.compile(r"\s{0,100}<(?:!doctype html|html)\b", re.IGNORECASE)
_TAG: Final = re.compile(r"</(?:p|div|span|td|li|h[1-6]|strong|em|b|a|font)>|<br ?/?>|<p>", re.IGNORECASE)
_SAMPLE: Final = 20_000
_MIN_TAGS: Final = 3


@dataclass(frozen=True, slots=True)
class Screened:
    """An article that the screen did not keep: read, and nothing in it."""

    source_uri: str
    article: str
    published_at: date | None = None
    dated: bool = False
    """Whether its day was looked for."""


Item = Article | Issue | Screened


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms sources are read.

    ``today`` is the day after which a publication date is not believed. ``keep`` is asked of the words of every web
    page, markup and menus aside, whether an article with these words could hold figures; where it says no, the article
    is not taken out of the page. ``keep_text`` is asked the same of a text and its title, see
    :func:`article_from_text`.
    """

    limits: Limits
    today: date
    columns: Columns = field(default_factory=Columns)
    keep: Callable[[str], bool] | None = None
    keep_text: Callable[[str, str], bool] | None = None


def is_markup(text: str) -> bool:
    """Whether what is called a text is a web page or a piece of one: it is then read as such."""
    return "<" in text and (_PAGE.match(text) is not None or len(_TAG.findall(text[:_SAMPLE])) >= _MIN_TAGS)


def read_document(part: Part, data: BinaryIO, terms: Terms) -> Iterator[Item]:
    """The article of a file that is one text or page."""
    uri, limits = part.uri, terms.limits
    is_page = part.kind.startswith("html")
    allowed = min(limits.max_file_bytes, limits.max_html_bytes) if is_page else limits.max_file_bytes
    try:
        content = _content(part, data, allowed, limits)
    except StreamError as error:
        yield issue(uri, error.reason, f"{uri}: {error}")
        return
    if len(content) > allowed:
        limit = "max_html_bytes" if allowed < limits.max_file_bytes else "max_file_bytes"
        message = f"{uri} is larger than {allowed} bytes; split the file or raise the limit {limit}"
        yield issue(uri, "file_too_large", message)
        return
    if not content.strip():
        yield issue(uri, "empty_file", f"{uri} is empty; nothing was read from it")
        return
    try:
        decoded = decode(content, declared_charset(content))
    except UndecodableError as error:
        yield issue(uri, "undecodable", f"{uri}: {error}")
        return
    if decoded.replaced:
        message = f"{uri}: {decoded.replaced} places hold no character of {decoded.encoding}; they are marked U+FFFD"
        yield issue(uri, "undecodable_bytes", message)
    path = PurePosixPath(uri)
    name = PurePosixPath(path.stem).stem if packing_of(part.kind) else path.stem
    if is_page or is_markup(decoded.text):
        yield from from_markup(decoded.text, terms, source_uri=uri, name=name)
    elif len(decoded.text) > limits.max_text_chars:
        yield text_too_long(uri, limits, name)
    else:
        yield from from_text(decoded.text, terms, source_uri=uri, name=name)


def from_text(text: str, terms: Terms, **known: Any) -> Iterator[Item]:
    """The article that ``text`` is; ``known`` are the facts that :func:`article_from_text` takes."""
    built = article_from_text(text, today=terms.today, keep=terms.keep_text, **known)
    yield from _all_of(built, terms.limits)
    if built.passed_over:
        yield Screened(known["source_uri"], known["name"], built.day, dated=True)


def from_markup(markup: str, terms: Terms, **known: Any) -> Iterator[Item]:
    """The article in a page, if the screen keeps it; ``known`` are the facts that :func:`article_from_html` takes."""
    if terms.keep is not None and not may_hold(markup, known.get("title"), terms.keep):
        yield Screened(known["source_uri"], known["name"])
        return
    yield from _all_of(article_from_html(markup, today=terms.today, limits=terms.limits, **known), terms.limits)


def text_too_long(place: str, limits: Limits, name: str) -> Issue:
    """The issue for a text longer than any article."""
    message = f"{place} holds more than {limits.max_text_chars} characters (max_text_chars); it is skipped"
    return issue(place, "text_too_long", message, name)


def issue(place: str, reason: str, message: str, name: str | None = None) -> Issue:
    """What is wrong with what stands at ``place``."""
    return Issue("ingest", reason, message, place, article=name)


def _content(part: Part, data: BinaryIO, allowed: int, limits: Limits) -> bytes:
    """The file's bytes, unpacked; of one larger than ``allowed`` only so many that this shows."""
    packing = packing_of(part.kind)
    if packing is None:
        return data.read(allowed + 1)
    pieces = bytearray()
    for chunk in unpacked(data, packing, part.size, limits):
        pieces += chunk.data
        if len(pieces) > allowed:
            break
    return bytes(pieces)


def _all_of(built: Built, limits: Limits) -> Iterator[Item]:
    yield from built.issues
    if (article := built.article) is None:
        return
    if len(article.text) > limits.max_text_chars:  # taken out of its markup it is longer than any article
        yield text_too_long(article.source_uri, limits, article.article)
    else:
        yield article
