"""Sources to articles, streaming; whatever is wrong with one becomes an issue row and the rest goes on."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from tasks.articles.build import article_from_text
from tasks.articles.dates import read_date_line
from tasks.articles.decoding import UndecodableError, decode
from tasks.articles.publishers import publisher_of_url
from tasks.records.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.articles.sources import Source
    from tasks.records.article import Article

_CHUNK: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a source is read before it counts as hostile or broken. Sizes in bytes, text in characters."""

    max_file_bytes: int = 64 << 20
    max_decompressed_bytes: int = 16 << 30
    max_line_bytes: int = 16 << 20
    max_records: int = 50_000_000
    max_text_chars: int = 2_000_000
    max_html_depth: int = 256


class _Oversized:
    """Stands for a line longer than allowed."""


_OVERSIZED: Final = _Oversized()


class _StreamError(Exception):
    """A stream broke off; carries the issue's reason and message."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


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


def _read_document(source: Source, data: BinaryIO, limits: Limits, today: date) -> Iterator[Article | Issue]:
    content = data.read(limits.max_file_bytes + 1)
    if len(content) > limits.max_file_bytes:
        message = f"{source.uri} is larger than {limits.max_file_bytes} bytes; raise the limit or split the file"
        yield _issue(source.uri, "file_too_large", message)
        return
    if not content.strip():
        yield _issue(source.uri, "empty_file", f"{source.uri} is empty; nothing was read from it")
        return
    try:
        decoded = decode(content)
    except UndecodableError as error:
        yield _issue(source.uri, "undecodable", f"{source.uri}: {error}")
        return
    if decoded.replaced:
        message = (
            f"{source.uri}: {decoded.replaced} bytes make no character of {decoded.encoding} and are marked U+FFFD"
        )
        yield _issue(source.uri, "undecodable_bytes", message)
    stem = PurePosixPath(source.uri).stem
    if len(decoded.text) > limits.max_text_chars:
        yield _issue(source.uri, "text_too_long", f"{source.uri} holds more than {limits.max_text_chars} characters")
        return
    built = article_from_text(decoded.text, source_uri=source.uri, name=stem, today=today)
    yield from built.issues
    if built.article is not None:
        yield built.article


def _read_records(source: Source, data: BinaryIO, limits: Limits, today: date) -> Iterator[Article | Issue]:
    count = 0
    lines = _lines(_chunks(source, data, limits), limits.max_line_bytes)
    try:
        for number, line in enumerate(lines, start=1):
            place = f"{source.uri}#{number}"
            if isinstance(line, _Oversized):
                message = f"line {number} of {source.uri} is longer than {limits.max_line_bytes} bytes; it is skipped"
                yield _issue(place, "line_too_long", message)
            elif line.strip():
                count += 1
                if count > limits.max_records:
                    message = f"{source.uri} holds more than {limits.max_records} records; the rest is not read"
                    yield _issue(source.uri, "too_many_records", message)
                    return
                yield from _read_record(line, place, limits, today)
    except _StreamError as error:
        yield _issue(source.uri, error.reason, str(error))
    if not count:
        yield _issue(source.uri, "empty_file", f"{source.uri} holds no record; nothing was read from it")


def _read_record(line: bytes, place: str, limits: Limits, today: date) -> Iterator[Article | Issue]:
    try:
        record: Any = json.loads(decode(line).text)
    except (ValueError, RecursionError) as error:
        yield _issue(place, "bad_json", f"{place} is no JSON record ({error}); the line is skipped")
        return
    text = record.get("text") if isinstance(record, dict) else None
    if not isinstance(text, str):
        yield _issue(place, "no_text", f'{place} has no "text" or "html"; the line is skipped')
        return
    fields = cast("dict[str, Any]", record)
    url = _string(fields.get("url"))
    name = _string(fields.get("id")) or place.rpartition("/")[2]
    if len(text) > limits.max_text_chars:
        message = f"{place} holds more than {limits.max_text_chars} characters; the line is skipped"
        yield _issue(place, "text_too_long", message, name)
        return
    built = article_from_text(
        text,
        source_uri=url or place,
        name=name,
        today=today,
        title=_string(fields.get("title")),
        publisher=_string(fields.get("publisher")) or (publisher_of_url(url) if url else None),
        published_at=parse_day(_string(fields.get("published_at"))),
    )
    yield from built.issues
    if built.article is not None:
        yield built.article


def parse_day(value: str | None) -> date | None:
    """The day of an ISO timestamp or of any date form that pages use; None when there is none."""
    if not value:
        return None
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        found = read_date_line(value.strip())
        return found.day if found else None


def _string(value: object) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _chunks(source: Source, data: BinaryIO, limits: Limits) -> Iterator[bytes]:
    if source.kind == "jsonl":
        while chunk := data.read(_CHUNK):
            yield chunk
        return
    total = 0
    stream = gzip.GzipFile(fileobj=data)
    while True:
        try:
            chunk = stream.read1(_CHUNK)
        except EOFError:
            raise _StreamError(
                "truncated_gzip", f"{source.uri} is cut short; the records before the cut are kept"
            ) from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise _StreamError(
                "broken_gzip", f"{source.uri} is broken gzip ({error}); what came before is kept"
            ) from None
        if not chunk:
            return
        total += len(chunk)
        if total > limits.max_decompressed_bytes:
            message = f"{source.uri} unpacks to more than {limits.max_decompressed_bytes} bytes; the rest is not read"
            raise _StreamError("decompressed_too_large", message)
        yield chunk


def _lines(chunks: Iterator[bytes], max_line_bytes: int) -> Iterator[bytes | _Oversized]:
    """Lines without their ends; one longer than the limit is dropped while it streams by, and told as oversized."""
    rest = b""
    skipping = False
    for chunk in chunks:
        parts = chunk.split(b"\n")
        parts[0] = rest + parts[0]
        rest = parts.pop()
        for part in parts:
            if skipping or len(part) > max_line_bytes:
                yield _OVERSIZED
                skipping = False
            else:
                yield part
        if skipping or len(rest) > max_line_bytes:
            rest, skipping = b"", True
    if skipping:
        yield _OVERSIZED
    elif rest:
        yield rest


def _issue(place: str, reason: str, message: str, name: str | None = None) -> Issue:
    return Issue("ingest", reason, message, place, article=name)
