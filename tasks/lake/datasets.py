"""The published datasets: columns, order of rows, files. A change here raises ``SCHEMA_VERSION``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake.errors import SchemaMismatchError
from tasks.lake.fields import Meaning
from tasks.records.article import ARTICLE_SCHEMA
from tasks.records.decision import DECISION_SCHEMA
from tasks.records.delta import DELTA_SCHEMA
from tasks.records.issue import ISSUE_SCHEMA
from tasks.records.observation import OBSERVATION_SCHEMA
from tasks.records.statistic import STATISTIC_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_VERSION: Final = 2
"""Of the published columns and of the lake's layout together."""

PARTITION_KEY: Final = ("city", "district", "year")

_SORTED_AT_ONCE: Final = 50_000
"""Rows that are sorted in one go; of more, each city alone."""

QUARANTINE_SCHEMA: Final[dict[str, pl.DataType]] = {
    **OBSERVATION_SCHEMA,
    "suite": pl.String(),
    "expectation": pl.String(),
    "severity": pl.String(),
    "message": pl.String(),
    "first_seen": pl.Int64(),
    "last_seen": pl.Int64(),
    "release": pl.Int64(),
}
"""Refused observations, one row each, with the verdict and three release numbers that are filled in when published: the
first release in which the row was held back without a break, the last in which it was judged, and the one since which
it is held back for the present reason."""

LAKE_ISSUE_SCHEMA: Final[dict[str, pl.DataType]] = {**ISSUE_SCHEMA, "source": pl.String()}
"""Issues with the source that was being read, as the ledger names it; the next reading of it replaces them."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """``schema`` is None for tables whose columns whoever hands them in decides (districts, indicators).

    ``sort_by`` orders the rows totally, so that equal content is equal bytes. ``partitioned`` datasets have a hive
    tree beside their one-file copy.
    """

    name: str
    title: Meaning
    schema: Mapping[str, pl.DataType] | None
    sort_by: tuple[str, ...]
    partitioned: bool = False

    @property
    def file(self) -> str:
        """The one-file copy."""
        return f"{self.name}.parquet"

    def ordered(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the published columns and types in the published order of columns and rows."""
        fitted = self.fitted(frame)
        if self.sort_by[:1] != PARTITION_KEY[:1] or frame.height < _SORTED_AT_ONCE:
            return fitted.sort(self.sort_by, nulls_last=True) if self.sort_by else fitted
        # City by city: many short sorts take a third of the time of a long one, and little memory beside the rows.
        cities = fitted.partition_by("city", as_dict=True, maintain_order=True)
        names = sorted(cities, key=lambda key: (key[0] is None, key[0]))
        return pl.concat([cities[name].sort(self.sort_by, nulls_last=True) for name in names])

    def fitted(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The same without ordering the rows; ``SchemaMismatchError`` if a column is missing or does not convert."""
        if self.schema is not None:
            missing = [name for name in self.schema if name not in frame.columns]
            if missing:
                raise SchemaMismatchError(
                    f"{self.name} lacks {', '.join(missing)}", "Fill every column of the published schema."
                )
            try:
                frame = frame.select(pl.col(name).cast(kind) for name, kind in self.schema.items())
            except pl.exceptions.PolarsError as error:
                raise SchemaMismatchError(
                    f"{self.name} does not fit the published schema: {error}", "Give columns of the published types."
                ) from error
        return frame

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=dict(self.schema or {}))


STATISTICS: Final = Dataset(
    "statistics",
    Meaning("Số liệu theo quận, huyện, xã: mỗi khóa một giá trị", "One figure per district, indicator and period"),
    STATISTIC_SCHEMA,
    (*PARTITION_KEY, "district_code", "indicator", "measure", "time_period", "obs_status", "obs_value", "bound"),
    partitioned=True,
)
OBSERVATIONS: Final = Dataset(
    "observations",
    Meaning("Từng lần một bài báo nêu số liệu, kèm câu văn", "Each telling of a figure, with its sentence"),
    OBSERVATION_SCHEMA,
    (*PARTITION_KEY, "district_code", "indicator", "measure", "time_period", "published_at", "observation_id"),
    partitioned=True,
)
ARTICLES: Final = Dataset(
    "articles",
    Meaning("Các bài báo là nguồn số liệu", "The articles behind the figures, with their cleaned text"),
    ARTICLE_SCHEMA,
    ("published_at", "source_uri", "article_id"),
)
QUARANTINE: Final = Dataset(
    "quarantine",
    Meaning("Số liệu bị giữ lại vì không hợp lý", "Readings held back, with the check they failed"),
    QUARANTINE_SCHEMA,
    (*PARTITION_KEY, "indicator", "measure", "time_period", "observation_id"),
)
ISSUES: Final = Dataset(
    "issues",
    Meaning("Những gì đã đọc nhưng không hiểu hoặc từ chối", "What was read but refused or not understood"),
    LAKE_ISSUE_SCHEMA,
    ("source_uri", "char_start", "char_end", "stage", "reason", "raw_value", "message", "article_id", "source"),
)
DECISIONS: Final = Dataset(
    "decisions",
    Meaning("Quyết định của người kiểm tra về từng lần đọc", "What people decided about readings; only ever added to"),
    DECISION_SCHEMA,
    ("decided_at", "decision_id"),
)
DISTRICTS: Final = Dataset(
    "districts", Meaning("Danh mục đơn vị hành chính theo thời gian", "Dated administrative units"), None, ()
)
INDICATORS: Final = Dataset("indicators", Meaning("Danh mục chỉ tiêu", "Indicator catalog"), None, ())

DELTA: Final = Dataset(
    "delta",
    Meaning("Thay đổi của bản phát hành", "What a release added, changed, removed and quarantined, and why"),
    DELTA_SCHEMA,
    ("city", "district", "district_code", "indicator", "measure", "time_period", "is_target"),
)
"""Not one of the datasets of a release: each release has its own, at ``layout.delta_path``."""

DATASETS: Final = (STATISTICS, OBSERVATIONS, ARTICLES, QUARANTINE, ISSUES, DECISIONS, DISTRICTS, INDICATORS)
PARTITIONED: Final = (STATISTICS, OBSERVATIONS)
