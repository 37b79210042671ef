"""Something read but refused or not understood, with its reason. Nothing disappears silently."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from tasks.records.record import record

Stage = Literal["ingest", "parse", "validate", "reconcile"]

ISSUE_SCHEMA: Final[dict[str, pl.DataType]] = {
    "stage": pl.String(),
    "reason": pl.String(),
    "message": pl.String(),
    "source_uri": pl.String(),
    "article": pl.String(),
    "article_id": pl.String(),
    "quote": pl.String(),
    "char_start": pl.Int64(),
    "char_end": pl.Int64(),
    "raw_value": pl.String(),
}


@record
class Issue:
    """``reason`` is a code from a closed list (snake_case); ``message`` names place and remedy in plain English.

    The span is in the cleaned text of the article; ``None`` where the whole source is meant.
    """

    stage: Stage
    reason: str
    message: str
    source_uri: str
    article: str | None = None
    article_id: str | None = None
    quote: str | None = None
    char_start: int | None = None
    char_end: int | None = None
    raw_value: str | None = None
