"""Web archives: the pages and texts that servers sent (WARC), or the text taken out of pages (WET), each an article."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from urllib.parse import unquote, urlsplit

from tasks.articles.dates import parse_day
from tasks.articles.decoding import UndecodableError, declared_charset, decode
from tasks.articles.documents import from_markup, from_text, is_markup, issue, text_too_long
from tasks.articles.http_body import BodyError, decoded_body, too_large
from tasks.articles.packing import form_of
from tasks.articles.publishers import publisher_of_url
from tasks.articles.records import MAX_NAME, Tally, address_of
from tasks.articles.warc_frames import framed_records
from tasks.articles.warc_records import Damage, Framed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tasks.articles.documents import Item, Terms
    from tasks.articles.limits import Limits
    from tasks.articles.parts import Part
    from tasks.records.issue import Issue

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_TEXTS: Final = frozenset({"text/plain"})
_HEADERS: Final = 1 << 20
"""Bytes that the headers of a record may take beside its page."""


@dataclass(frozen=True, slots=True)
class _Target:
    """What a record is of: its place in the file, its target as it says, and its article's address and name."""

    place: str
    url: str
    uri: str
    name: str

    @classmethod
    def of(cls, record: Any, place: str) -> _Target:
        url = (record.headers.get("WARC-Target-URI") or "").strip().removeprefix("<").removesuffix(">")
        return cls(place, url, address_of(url, place), _name(url) or PurePosixPath(place).name[:MAX_NAME])

    def skipped(self, reason: str, why: str) -> Issue:
        return issue(self.place, reason, f"{self.place} ({self.uri}): {why}; the record is skipped", self.name)


def read_warc(part: Part, data: BinaryIO, terms: Terms) -> Iterator[Item]:
    """The articles of a part of a web archive: responses with status 200 that are HTML or plain text, or conversions.

    An article's address is the record's target; that of a record without one, and of an issue, is the archive's with
    the record's place in bytes. A publication date later than the day of the record is not believed.
    """
    uri, limits = part.uri, terms.limits
    tally = Tally(uri, limits, "record")
    read_one = _read_conversion if form_of(part.kind) == "wet" else _read_response
    count = 0
    taken = False
    for item in framed_records(part, data, limits, limits.max_html_bytes + _HEADERS):
        place = f"{uri}#{item.at}"
        count += 1
        if count > limits.max_records:
            message = f"{uri} holds more than {limits.max_records} records (max_records); the rest is not read"
            yield issue(uri, "too_many_records", message)
            break
        if isinstance(item, Damage):
            found: Iterable[Item] = [issue(place, item.reason, f"{place}: {item.message}")]
        else:
            found = read_one(item, place, terms)
        for told in tally.told(found):
            taken = True
            yield told
        if (end := tally.given_up) is not None:
            yield end
            break
    yield from tally.summary()
    if part.whole and not taken:
        kind = "conversion" if read_one is _read_conversion else "response"
        what = f"{kind} that is a page or a text" if count else f"{kind} record"
        yield issue(uri, "empty_file", f"{uri} holds no {what}; nothing was read from it")


def _read_response(framed: Framed, place: str, terms: Terms) -> Iterator[Item]:
    record = _parsed(framed.record)
    if record is None or record.http_headers is None or record.http_headers.status_code is None:
        yield issue(place, "bad_record", f"{place} holds no HTTP response; the record is skipped")
        return
    kind = (record.http_content_type or "").partition(";")[0].strip().casefold()
    if record.http_headers.status_code != 200 or kind not in _PAGES | _TEXTS:
        return
    target = _Target.of(record, place)
    try:
        text = _text(record, framed, terms.limits)
    except (BodyError, UndecodableError) as error:
        yield target.skipped(error.reason if isinstance(error, BodyError) else "undecodable", str(error))
        return
    if not text.strip():
        return  # the server sent nothing
    terms = _bounded(terms, record)
    if kind in _PAGES or is_markup(text):
        yield from from_markup(text, terms, source_uri=target.uri, name=target.name, url=target.url or None)
    else:
        yield from _plain(text, terms, target)


def _read_conversion(framed: Framed, place: str, terms: Terms) -> Iterator[Item]:
    """The text of a page as somebody took it out, without a server's headers."""
    record = _parsed(framed.record)
    if record is None:
        yield issue(place, "bad_record", f"{place} holds no record; it is skipped")
        return
    kind = (record.headers.get("Content-Type") or "").partition(";")[0].strip().casefold()
    if kind not in _TEXTS:
        return
    target = _Target.of(record, place)
    if framed.larger:
        yield text_too_long(place, terms.limits, target.name)
        return
    try:
        text = decode(record.reader.read()).text
    except UndecodableError as error:
        yield target.skipped("undecodable", str(error))
        return
    if text.strip():
        yield from _plain(text, _bounded(terms, record), target)


def _plain(text: str, terms: Terms, target: _Target) -> Iterator[Item]:
    if len(text) > terms.limits.max_text_chars:
        yield text_too_long(target.place, terms.limits, target.name)
        return
    publisher = publisher_of_url(target.url) if target.uri != target.place else None
    yield from from_text(text, terms, source_uri=target.uri, name=target.name, publisher=publisher)


def _bounded(terms: Terms, record: Any) -> Terms:
    """A page cannot have been published after it was fetched."""
    day = parse_day((record.headers.get("WARC-Date") or "")[:MAX_NAME])
    return replace(terms, today=day) if day is not None and day < terms.today else terms


def _text(record: Any, framed: Framed, limits: Limits) -> str:
    """The page or text that the server sent.

    Raises:
        BodyError: it cannot be unpacked, or is too large.
        UndecodableError: it is no text.
    """
    if framed.larger:
        raise too_large(limits.max_html_bytes)
    headers = record.http_headers
    transfer = headers.get("Transfer-Encoding") or ""
    encodings = ",".join(headers.get_multiple("Content-Encoding"))
    body = decoded_body(record.reader.read(), transfer, encodings, limits.max_html_bytes)
    return decode(body, _charset(record) or declared_charset(body)).text if body.strip() else ""


def _parsed(record: bytes) -> Any:
    """The record as FastWARC reads it; None if it cannot."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415  kept out of start-up

    try:
        return next(iter(ArchiveIterator(io.BytesIO(record), parse_http=True, stream_detect=False)), None)
    except OSError:
        return None


def _charset(record: Any) -> str | None:
    charset = record.http_charset
    return charset if isinstance(charset, str) else None


def _name(url: str) -> str:
    """The last word of an address: ``bai-12`` of ``https://vidu.vn/kinh-te/bai-12.html``, else its host."""
    try:
        parts = urlsplit(url)
        return (PurePosixPath(unquote(parts.path)).stem or parts.hostname or "")[:MAX_NAME]
    except ValueError:
        return ""
