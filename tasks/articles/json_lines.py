"""Files of JSON records, one a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from tasks.articles.decoding import UndecodableError, decode
from tasks.articles.documents import issue
from tasks.articles.packing import StreamError, packing_of, unpacked
from tasks.articles.records import Tally, read_record
from tasks.articles.streams import Oversized, lines, utf8_chunks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.articles.documents import Item, Terms
    from tasks.articles.limits import Limits
    from tasks.articles.parts import Part


def read_lines(part: Part, data: BinaryIO, terms: Terms) -> Iterator[Item]:
    """The articles of a part of a file of records."""
    uri, limits = part.uri, terms.limits
    tally = Tally(uri, limits, "line")
    seen = False
    blocks = _chunks(part, data, limits)
    if part.first == 1:  # the mark of another encoding stands at the beginning of a file
        blocks = utf8_chunks(blocks)
    try:
        for number, line in lines(blocks, limits.max_line_bytes, part.first):
            seen = True
            if number > limits.max_records:
                message = f"{uri} holds more than {limits.max_records} records (max_records); the rest is not read"
                yield issue(uri, "too_many_records", message)
                break
            yield from tally.told(_read_line(line, f"{uri}#{number}", terms))
            if (end := tally.given_up) is not None:
                yield end
                break
    except StreamError as error:
        seen = True
        yield issue(uri, error.reason, f"{uri}: {error}")
    yield from tally.summary()
    if not seen and part.whole:
        yield issue(uri, "empty_file", f"{uri} holds no record; nothing was read from it")


def _chunks(part: Part, data: BinaryIO, limits: Limits) -> Iterator[bytes]:
    """The unpacked bytes of a part, in blocks."""
    passed = part.start - part.before  # in front of the part
    left = None if part.end is None else part.end - part.start
    for chunk in unpacked(data, packing_of(part.kind), part.size, limits, at=part.at, before=part.before):
        block = chunk.data
        if passed:
            passed, block = max(passed - len(block), 0), block[passed:]
        if left is not None:
            block = block[:left]
            left -= len(block)
        if block:
            yield block
        if left == 0:
            return


def _read_line(line: bytes | Oversized, place: str, terms: Terms) -> Iterator[Item]:
    if isinstance(line, Oversized):
        longest = f"{terms.limits.max_line_bytes} bytes (max_line_bytes)"
        yield issue(place, "line_too_long", f"{place}: the line is longer than {longest}; it is skipped")
        return
    try:
        decoded = decode(line)
        record: Any = json.loads(decoded.text)
    except UndecodableError as error:
        yield issue(place, "undecodable", f"{place}: {error}; the line is skipped")
        return
    except (ValueError, RecursionError) as error:
        yield issue(place, "bad_json", f"{place} is no JSON record ({error}); the line is skipped")
        return
    if not isinstance(record, dict):
        yield issue(place, "bad_json", f"{place} is JSON but no record in braces; the line is skipped")
        return
    yield from read_record(record, terms.columns.find(tuple(record)), place, terms, "line")
