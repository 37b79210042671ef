"""One document, cleaned, with where it came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from datetime import date

ARTICLE_SCHEMA: Final[dict[str, pl.DataType]] = {
    "article_id": pl.String(),
    "article": pl.String(),
    "source_uri": pl.String(),
    "publisher": pl.String(),
    "title": pl.String(),
    "published_at": pl.Date(),
    "text": pl.String(),
}

FINGERPRINT: Final = pl.List(pl.UInt32())
"""Type of an article's fingerprint (``tasks/reconciliation/copies.py``): most of what is held of an article."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is read and published.

    ``text`` is the cleaned text (NFC, furniture removed); every span of every observation points into it.
    ``article_id`` is the SHA-256 of that text, so the same words under two addresses are one article.
    ``article`` is the name people know it by: the file's stem, or the record's ``id``.
    """

    article: str
    source_uri: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published_at: date | None = None

    @property
    def article_id(self) -> str:
        return content_hash(self.text)


@lru_cache(maxsize=2)
def content_hash(text: str) -> str:
    """SHA-256 of the cleaned text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
