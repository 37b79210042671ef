"""A record of named values (a line of JSON, a row of a table) to an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from tasks.articles.columns import value_of
from tasks.articles.dates import day_of_epoch, day_of_moment, parse_day
from tasks.articles.decoding import UndecodableError, decode
from tasks.articles.documents import from_markup, from_text, is_markup, issue, text_too_long
from tasks.articles.publishers import publisher_of_url
from tasks.records.issue import Issue
from tasks.records.secrets import masked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tasks.articles.columns import Found
    from tasks.articles.documents import Item, Terms
    from tasks.articles.limits import Limits

ADDRESS: Final = re.compile(r"(?:https?|s3|ftp|file)://[^\s\x00-\x1f\x7f]{1,2000}", re.IGNORECASE)
MAX_NAME: Final = 300
_HALVES: Final = re.compile("[\ud800-\udfff]")

BAD: Final = frozenset({
    "line_too_long", "bad_json", "no_text", "text_too_long", "html_too_large", "undecodable", "bad_record",
    "truncated_record", "record_too_large", "bad_http_body", "broken_gzip", "truncated_gzip",
    "broken_row_group", "bad_row", "truncated_zstd", "broken_zstd",
})  # fmt: skip
"""Reasons of issues that stand for a record that cannot be read."""


@dataclass(slots=True)
class Tally:
    """Counts the bad records of a part, tells the first of them, and says when there are too many.

    ``noun`` is what people call a record of this kind of file (``line``, ``row``).
    """

    uri: str
    limits: Limits
    noun: str
    bad: int = 0

    def told(self, items: Iterable[Item]) -> Iterator[Item]:
        """``items`` without the bad records beyond those that are told one by one."""
        for item in items:
            if isinstance(item, Issue) and item.reason in BAD:
                self.bad += 1
                if self.bad > self.limits.max_told_records:
                    continue
            yield item

    @property
    def given_up(self) -> Issue | None:
        """The issue that ends reading once too many records were bad."""
        if self.bad <= self.limits.max_bad_records:
            return None
        most = f"{self.limits.max_bad_records} bad {self.noun}s (max_bad_records)"
        return issue(self.uri, f"too_many_bad_{self.noun}s", f"{self.uri} has more than {most}; the rest is not read")

    def summary(self) -> Iterator[Issue]:
        """How many bad records were not told one by one."""
        if (more := self.bad - self.limits.max_told_records) > 0:
            message = f"{self.uri} has {more} more bad {self.noun}s like those told; they are skipped"
            yield issue(self.uri, f"more_bad_{self.noun}s", message)


def read_record(record: Mapping[str, Any], found: Found, place: str, terms: Terms, noun: str) -> Iterator[Item]:
    """The article of a record; ``found`` says where its fields stand, ``place`` where it stands itself."""
    values = {field: value_of(record, columns) for field, columns in found.items()}
    limits = terms.limits
    url = _string(values.get("url"))
    uri = address_of(url, place)
    name = (_string(values.get("id")) or PurePosixPath(place).name)[:MAX_NAME]
    try:
        text, markup = _letters(values.get("text")), _letters(values.get("html"))
    except UndecodableError as error:
        yield issue(place, "undecodable", f"{place}: {error}; the {noun} is skipped", name)
        return
    if text is not None and is_markup(text):
        text, markup = None, text
    if text is None and markup is None:
        yield issue(place, "no_text", f'{place} has no "text" or "html"; the {noun} is skipped', name)
        return
    if len(text or "") > limits.max_text_chars:
        yield text_too_long(place, limits, name)
        return
    if len(markup or "") > limits.max_html_bytes:
        message = f"{place} is a page larger than {limits.max_html_bytes} bytes (max_html_bytes); it is skipped"
        yield issue(place, "html_too_large", message, name)
        return
    told = values.get("published_at")
    day = _day(told)
    if told and day is None:
        message = f"{place}: its published_at is no date; write it as 2024-12-31"
        yield Issue("ingest", "bad_date", message, uri, article=name, raw_value=_whole(str(told))[:MAX_NAME])
    title = _string(values.get("title"))
    publisher = _string(values.get("publisher")) or (publisher_of_url(url) if url else None)
    if text is not None:
        yield from from_text(text, terms, source_uri=uri, name=name, title=title, publisher=publisher, published_at=day)
    else:
        yield from from_markup(
            markup or "", terms, source_uri=uri, name=name, url=url, title=title, publisher=publisher, published_at=day
        )


def address_of(url: str | None, place: str) -> str:
    """Where a record says that its article is, without any credentials in it; ``place`` where it does not say."""
    if not url or not ADDRESS.fullmatch(url):
        return place
    return masked(url) if "@" in url or "=" in url else url


def _letters(value: object) -> str | None:
    if isinstance(value, bytes):
        value = decode(value).text
    return _whole(value) if isinstance(value, str) and value.strip() else None


def _day(told: object) -> date | None:
    if isinstance(told, datetime):
        return day_of_moment(told)
    if isinstance(told, date):
        return parse_day(told.isoformat())
    if isinstance(told, int | float) and not isinstance(told, bool):
        return day_of_epoch(told)
    return parse_day(told) if isinstance(told, str) else None


def _string(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _whole(value).strip() or None if isinstance(value, str) else None


def _whole(text: str) -> str:
    """An escape in JSON can name half a character, which no table can hold; it becomes U+FFFD."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)
