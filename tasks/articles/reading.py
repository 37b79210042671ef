"""Sources to articles, streaming; whatever is wrong with one becomes an issue row and the rest goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from tasks.articles.columns import Columns
from tasks.articles.csv_tables import read_csv
from tasks.articles.documents import Item, Screened, Terms, issue, read_document
from tasks.articles.json_lines import read_lines
from tasks.articles.packing import form_of
from tasks.articles.parts import whole
from tasks.articles.tables import read_table
from tasks.articles.warc import read_warc

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tasks.articles.limits import Limits
    from tasks.articles.parts import Part
    from tasks.articles.sources import Source
    from tasks.records.article import Article
    from tasks.records.issue import Issue


def read_source(
    source: Source, data: BinaryIO, limits: Limits, *, today: date, columns: Columns | None = None
) -> Iterator[Article | Issue]:
    """Articles and issues of one source in its own order, none screened out; never raises on what ``data`` holds.

    ``today`` is the day after which a publication date is not believed.
    """
    terms = Terms(limits, today, columns or Columns())
    return (item for item in read_part(whole(source), data, terms) if not isinstance(item, Screened))


def read_part(part: Part, data: BinaryIO, terms: Terms) -> Iterator[Item]:
    """The same of a part of a source, with the pages that the screen of ``terms`` does not keep as :class:`Screened`.

    ``data`` is the content of the whole source; it is seekable unless the part is all of it.
    """
    try:
        if part.kind.startswith("jsonl"):
            yield from read_lines(part, data, terms)
        elif form_of(part.kind) in {"warc", "wet"}:
            yield from read_warc(part, data, terms)
        elif part.kind.startswith("csv"):
            yield from read_csv(part, data, terms)
        elif part.kind == "parquet":
            yield from read_table(part, data, terms)
        else:
            yield from read_document(part, data, terms)
    except OSError as error:
        yield issue(part.uri, "unreadable", f"{part.uri} cannot be read ({error}); check it and run again")
