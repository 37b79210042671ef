"""How much of a source is read before it counts as hostile or broken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field

FREE_EXPANSION: Final = 1 << 20
"""Bytes that any packed file may unpack to, however small it is."""


Positive = Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, texts in characters. What goes beyond one is an issue that names it; the rest of a run goes on.

    Each can be set from the environment: ``max_file_bytes`` as ``SOLIEU_MAX_FILE_BYTES``, and so on.
    """

    max_file_bytes: Positive = 16 << 20
    """A file that is one article. Files of records stream and may be of any size."""

    max_decompressed_bytes: Positive = 64 << 30
    """What a packed file of records may unpack to."""

    max_expansion: Positive = 50
    """Bytes that a packed file may unpack to for each byte of it, beyond ``FREE_EXPANSION``: far more than articles
    need, a twentieth of what gzip can do."""

    max_line_bytes: Positive = 16 << 20
    """A line, or any other record, of a file of records."""

    max_records: Positive = 100_000_000
    """Records of one file."""

    max_bad_records: Positive = 1_000_000
    """Records of one file that cannot be read; after that the file is given up."""

    max_told_records: Positive = 100
    """Records of one file that cannot be read and are told one by one; the others are counted."""

    max_text_chars: Positive = 500_000
    """The text of an article, a book's worth; also the markup of a record."""

    max_html_bytes: Positive = 8 << 20
    """A web page."""

    max_html_depth: Positive = 200
    """How deep the elements of a page nest."""

    max_html_elements: Positive = 100_000
    """How many elements a page has."""


def expansion_allowed(packed: int, limits: Limits) -> int:
    """Bytes that a file may have unpacked to once ``packed`` bytes of it have been read."""
    return min(limits.max_decompressed_bytes, FREE_EXPANSION + packed * limits.max_expansion)
