"""Which column of a table, or key of a record, holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

_USUAL: Final[dict[str, tuple[str, ...]]] = {
    "text": ("text", "body", "content", "article", "article_text", "maintext", "plain_text", "full_text"),
    "html": ("html", "raw_html", "page_html", "markup"),
    "url": ("url", "link", "uri", "source_uri", "source_url", "article_url", "canonical_url"),
    "published_at": (
        "published_at", "published", "date_published", "published_date", "publication_date", "publish_date",
        "date_publish", "pub_date", "pubdate", "datepublished", "date",
    ),
    "title": ("title", "headline"),
    "publisher": ("publisher", "site_name", "sitename", "newspaper"),
    "id": ("id", "article_id", "doc_id", "document_id", "uuid"),
}  # fmt: skip
"""The names that each field goes by in tables of news, the likeliest first."""

UNKNOWN_COLUMNS: Final = "unknown_columns"
"""Reason of the issue that a table becomes in which no column is known to hold a text."""

FIELDS: Final = tuple(_USUAL)
_TEXTS: Final = ("text", "html")
_SHORT: Final = {"published": "published_at"}
_OF_A_CRAWL: Final = frozenset({"dump", "crawl", "warc_record_id", "warc_filename"})
"""Beside one of these, ``date`` is the day of the crawl: an article of unknown day is better than a wrong day."""

Found = Mapping[str, tuple[str, ...]]
"""For every field the columns that may hold it; the first that is not empty in a record counts."""


class ColumnsError(ValueError):
    """A mapping that cannot be read, or columns among which no text is found; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Columns:
    """``named`` says where fields stand; a field that is not named is sought under its usual names."""

    named: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, mapping: str) -> Columns:
        """``text=body,url=link,published=date,title=headline``; a dot leads into a nested column (``url=meta.url``).

        Raises:
            ColumnsError: no such mapping.
        """
        named: dict[str, str] = {}
        for pair in mapping.split(","):
            field, equals, column = (part.strip() for part in pair.partition("="))
            field = _SHORT.get(field, field)
            if field not in FIELDS or not equals or not column:
                known = ", ".join(_SHORT_OF.get(name, name) for name in FIELDS)
                told = pair.strip() or mapping
                raise ColumnsError(f"{told!r} says no column of a field; write text=body,url=link (fields: {known})")
            if field in named:
                raise ColumnsError(f"{mapping!r} names {field} twice; one column holds it")
            named[field] = column
        return cls(tuple(named.items()))

    def find(self, names: tuple[str, ...]) -> Found:
        """The columns of each field among ``names``; fields that none holds are left out."""
        return _find(self, names)

    def find_in_table(self, names: tuple[str, ...]) -> Found:
        """The same for a table, which must have what is named and a text.

        Raises:
            ColumnsError: a named column is missing, or no column is known to hold a text; names the columns there are.
        """
        found = self.find(names)
        for field, column in self.named:
            if field not in found:
                raise ColumnsError(f"it has no column {column!r} for {field}; its columns are {_listed(names)}")
        if not any(field in found for field in _TEXTS):
            raise ColumnsError(
                f"none of its columns ({_listed(names)}) is known to hold the articles' text; "
                "name the one that does, as in --columns text=NAME"
            )
        return found


_SHORT_OF: Final = {long: short for short, long in _SHORT.items()}


def value_of(record: Mapping[str, Any], columns: tuple[str, ...]) -> object:
    """The first of ``columns`` that is not empty in ``record``; None if all are."""
    for column in columns:
        value: Any = record.get(column)
        if value is None and "." in column:
            value = record
            for key in column.split("."):
                value = value.get(key) if isinstance(value, Mapping) else None
        if value is not None and value != "":
            return value
    return None


@lru_cache(maxsize=256)
def _find(columns: Columns, names: tuple[str, ...]) -> Found:
    named = dict(columns.named)
    by_fold: dict[str, str] = {}
    for name in names:
        by_fold.setdefault(name.casefold().strip().replace(" ", "_").replace("-", "_"), name)
    found: dict[str, tuple[str, ...]] = {}
    for field, usual in _USUAL.items():
        if (column := named.get(field)) is not None:
            holders: tuple[str, ...] = (column,) if column in names or column.partition(".")[0] in names else ()
        elif field in _TEXTS and any(other in named for other in _TEXTS):
            holders = ()  # who names the one text does not want another
        else:
            holders = tuple(by_fold[name] for name in usual if name in by_fold)
        if field == "published_at" and field not in named and _OF_A_CRAWL & by_fold.keys():
            holders = tuple(name for name in holders if name.casefold() != "date")
        if holders:
            found[field] = holders
    return found


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:40])[:1000]
    return f"{shown}, …" if len(names) > 40 else shown or "none"
