"""Sources to articles, streaming; whatever is wrong with one becomes an issue row and the rest goes on."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from tasks.articles.build import Built, article_from_html, article_from_text
from tasks.articles.dates import day_of_epoch, parse_day
from tasks.articles.decoding import UndecodableError, decode
from tasks.articles.limits import expansion_allowed
from tasks.articles.publishers import publisher_of_url
from tasks.articles.streams import Oversized, StreamError, gzip_chunks, lines, plain_chunks, utf8_chunks
from tasks.records.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tasks.articles.limits import Limits
    from tasks.articles.sources import Source
    from tasks.records.article import Article

_ADDRESS: Final = re.compile(r"(?:https?|s3|ftp|file)://[^\s\x00-\x1f\x7f]{1,2000}", re.IGNORECASE)
_TEXTS: Final = ("text", "html")
_MAX_NAME: Final = 300
_PAGE: Final = re.compile(r"\s{0,100}<(?:!doctype html|html)\b", re.IGNORECASE)
_TAG: Final = re.compile(r"</(?:p|div|span|td|li|h[1-6]|strong|em|b|a|font)>|<br ?/?>|<p>", re.IGNORECASE)
_SAMPLE: Final = 20_000
_MIN_TAGS: Final = 3


def read_source(source: Source, data: BinaryIO, limits: Limits, *, today: date) -> Iterator[Article | Issue]:
    """Articles and issues of one source in its own order; never raises on what ``data`` holds.

    ``today`` is the day after which a publication date is not believed.
    """
    try:
        if source.kind in {"jsonl", "jsonl.gz"}:
            yield from _read_records(source, data, limits, today)
        else:
            yield from _read_document(source, data, limits, today)
    except OSError as error:
        yield _issue(source.uri, "unreadable", f"{source.uri} cannot be read ({error}); check it and run again")


def is_markup(text: str) -> bool:
    """Whether what is called a text is a web page or a piece of one: it is then read as such."""
    return "<" in text and (_PAGE.match(text) is not None or len(_TAG.findall(text[:_SAMPLE])) >= _MIN_TAGS)


def _read_document(source: Source, data: BinaryIO, limits: Limits, today: date) -> Iterator[Article | Issue]:
    uri = source.uri
    allowed = min(limits.max_file_bytes, limits.max_html_bytes) if source.kind == "html" else limits.max_file_bytes
    content = data.read(allowed + 1)
    if len(content) > allowed:
        limit = "max_html_bytes" if allowed < limits.max_file_bytes else "max_file_bytes"
        message = f"{uri} is larger than {allowed} bytes; split the file or raise the limit {limit}"
        yield _issue(uri, "file_too_large", message)
        return
    if not content.strip():
        yield _issue(uri, "empty_file", f"{uri} is empty; nothing was read from it")
        return
    try:
        decoded = decode(content)
    except UndecodableError as error:
        yield _issue(uri, "undecodable", f"{uri}: {error}")
        return
    if decoded.replaced:
        message = f"{uri}: {decoded.replaced} places hold no character of {decoded.encoding}; they are marked U+FFFD"
        yield _issue(uri, "undecodable_bytes", message)
    name = PurePosixPath(uri).stem
    if source.kind == "html" or is_markup(decoded.text):
        built = article_from_html(decoded.text, source_uri=uri, name=name, today=today, limits=limits)
    elif len(decoded.text) > limits.max_text_chars:
        yield _text_too_long(uri, limits, name)
        return
    else:
        built = article_from_text(decoded.text, source_uri=uri, name=name, today=today)
    yield from _all_of(built, limits)


def _read_records(source: Source, data: BinaryIO, limits: Limits, today: date) -> Iterator[Article | Issue]:
    uri = source.uri
    records = bad = 0
    packed = source.kind == "jsonl.gz"
    chunks = gzip_chunks(data, expansion_allowed(source.size, limits)) if packed else plain_chunks(data)
    try:
        for number, line in lines(utf8_chunks(chunks), limits.max_line_bytes):
            records += 1
            if records > limits.max_records:
                message = f"{uri} holds more than {limits.max_records} records (max_records); the rest is not read"
                yield _issue(uri, "too_many_records", message)
                break
            for item in _read_line(line, f"{uri}#{number}", limits, today):
                if isinstance(item, Issue) and item.reason in _RECORD_REASONS:
                    bad += 1
                    if bad > limits.max_told_records:
                        continue
                yield item
            if bad > limits.max_bad_records:
                message = (
                    f"{uri} has more than {limits.max_bad_records} bad lines (max_bad_records); the rest is not read"
                )
                yield _issue(uri, "too_many_bad_lines", message)
                break
    except StreamError as error:
        yield _issue(uri, error.reason, f"{uri}: {error}")
        records += 1
    if bad > limits.max_told_records:
        more = bad - limits.max_told_records
        yield _issue(uri, "more_bad_lines", f"{uri} has {more} more bad lines like those told; they are skipped")
    if not records:
        yield _issue(uri, "empty_file", f"{uri} holds no record; nothing was read from it")


_RECORD_REASONS: Final = frozenset(
    {"line_too_long", "bad_json", "no_text", "text_too_long", "html_too_large", "undecodable"}
)


def _read_line(line: bytes | Oversized, place: str, limits: Limits, today: date) -> Iterator[Article | Issue]:
    if isinstance(line, Oversized):
        message = f"{place}: the line is longer than {limits.max_line_bytes} bytes (max_line_bytes); it is skipped"
        yield _issue(place, "line_too_long", message)
        return
    try:
        decoded = decode(line)
        record: Any = json.loads(decoded.text)
    except UndecodableError as error:
        yield _issue(place, "undecodable", f"{place}: {error}; the line is skipped")
        return
    except (ValueError, RecursionError) as error:
        yield _issue(place, "bad_json", f"{place} is no JSON record ({error}); the line is skipped")
        return
    if not isinstance(record, dict):
        yield _issue(place, "bad_json", f"{place} is JSON but no record in braces; the line is skipped")
        return
    yield from _read_record(record, place, limits, today)


def _read_record(record: dict[str, Any], place: str, limits: Limits, today: date) -> Iterator[Article | Issue]:
    url = _string(record.get("url"))
    uri = url if url and _ADDRESS.fullmatch(url) else place
    name = (_string(record.get("id")) or PurePosixPath(place).name)[:_MAX_NAME]
    text, markup = (value if isinstance(value := record.get(key), str) and value.strip() else None for key in _TEXTS)
    if text is not None and is_markup(text):
        text, markup = None, text
    if text is None and markup is None:
        yield _issue(place, "no_text", f'{place} has no "text" or "html"; the line is skipped', name)
        return
    if len(text or "") > limits.max_text_chars:
        yield _text_too_long(place, limits, name)
        return
    if len(markup or "") > limits.max_html_bytes:
        message = f"{place} is a page larger than {limits.max_html_bytes} bytes (max_html_bytes); it is skipped"
        yield _issue(place, "html_too_large", message, name)
        return
    told = record.get("published_at")
    day = day_of_epoch(told) if isinstance(told, int) else parse_day(told) if isinstance(told, str) else None
    if told and day is None:
        message = f"{place}: its published_at is no date; write it as 2024-12-31"
        yield Issue("ingest", "bad_date", message, uri, article=name, raw_value=str(told)[:_MAX_NAME])
    title = _string(record.get("title"))
    publisher = _string(record.get("publisher")) or (publisher_of_url(url) if url else None)
    if text is not None:
        built = article_from_text(
            text, source_uri=uri, name=name, today=today, title=title, publisher=publisher, published_at=day
        )
    else:
        built = article_from_html(
            markup or "", source_uri=uri, name=name, today=today, limits=limits, url=url,
            title=title, publisher=publisher, published_at=day,
        )  # fmt: skip
    yield from _all_of(built, limits)


def _all_of(built: Built, limits: Limits) -> Iterator[Article | Issue]:
    yield from built.issues
    if built.article is not None:
        yield _too_long(built.article, limits) or built.article


def _too_long(article: Article, limits: Limits) -> Issue | None:
    """An issue for a page whose text, once taken out of its markup, is longer than any article."""
    if len(article.text) <= limits.max_text_chars:
        return None
    return _text_too_long(article.source_uri, limits, article.article)


def _text_too_long(place: str, limits: Limits, name: str) -> Issue:
    message = f"{place} holds more than {limits.max_text_chars} characters (max_text_chars); it is skipped"
    return _issue(place, "text_too_long", message, name)


def _string(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _issue(place: str, reason: str, message: str, name: str | None = None) -> Issue:
    return Issue("ingest", reason, message, place, article=name)
