"""Large tables a slice at a time: some whole districts of each, so that what is worked out of them stays small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.records.frames import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROWS_AT_ONCE: Final = 100_000

DISTRICT: Final = ("city", "district")

COUNT_SCHEMA: Final[dict[str, pl.DataType]] = {"city": pl.String(), "district": pl.String(), "rows": pl.Int64()}
"""How many rows a table has of a district; a district may be named more than once."""


@dataclass(frozen=True, slots=True)
class Cuts:
    """Districts (``city``, ``district``, ``cut``) in order, put together into ``count`` cuts."""

    districts: pl.DataFrame
    count: int

    @classmethod
    def of(cls, counts: Iterable[pl.DataFrame], rows_at_once: int) -> Cuts:
        """Cuts of about ``rows_at_once`` rows, give or take a district, by what all tables count (COUNT_SCHEMA)."""
        districts = (
            pl.concat([pl.DataFrame(schema=COUNT_SCHEMA), *counts])
            .group_by(DISTRICT)
            .agg(pl.col("rows").sum())
            .sort(DISTRICT, nulls_last=True)
            .select(*DISTRICT, cut=((pl.col("rows").cum_sum() - 1) // rows_at_once).rank("dense").cast(pl.Int64) - 1)
        )
        return cls(districts, max(1, districts["cut"].n_unique()))

    def lengths(self, counts: pl.DataFrame) -> list[int]:
        """Rows of each cut in a table that counts so."""
        found = (
            counts.join(self.districts, on=DISTRICT, nulls_equal=True).group_by("cut").agg(pl.col("rows").sum()).rows()
        )
        by_cut = dict(found)
        return [by_cut.get(number, 0) for number in range(self.count)]


def district_slices(*frames: pl.DataFrame, rows_at_once: int = ROWS_AT_ONCE) -> Iterator[tuple[pl.DataFrame, ...]]:
    """The rows of the same districts out of each frame, about ``rows_at_once`` in all, in order of city and district.

    Frames that are in that order, as those of a lake are, are not copied. At least one tuple comes.
    """
    counts = [runs(frame) for frame in frames]
    cuts = Cuts.of(counts, rows_at_once)
    slices = (cut_frame(frame, runs_of, cuts) for frame, runs_of in zip(frames, counts, strict=True))
    yield from zip(*slices, strict=True)


def cut_frame(frame: pl.DataFrame, counts: pl.DataFrame, cuts: Cuts) -> Iterator[pl.DataFrame]:
    """The rows of each cut; ``counts`` are the frame's own :func:`runs`."""
    if not _in_order(counts):
        frame = frame.sort(DISTRICT, nulls_last=True, maintain_order=True)
    start = 0
    for length in cuts.lengths(counts):
        yield frame.slice(start, length)
        start += length


def runs(frame: pl.DataFrame) -> pl.DataFrame:
    """City, district and ``rows`` of each run of rows that have them in common, in memory of their own."""
    city, district = pl.col("city"), pl.col("district")
    starts = frame.select(
        pl.arg_where(
            city.ne_missing(city.shift()) | district.ne_missing(district.shift()) | (pl.int_range(pl.len()) == 0)
        )
    ).to_series()
    ends = pl.concat([starts.slice(1), pl.Series([frame.height], dtype=starts.dtype)]) if len(starts) else starts
    return compact(frame.select(DISTRICT)[starts].with_columns(rows=(ends - starts).cast(pl.Int64)))


def _in_order(counts: pl.DataFrame) -> bool:
    keys = counts.select(DISTRICT)
    return not keys.is_duplicated().any() and keys.equals(keys.sort(DISTRICT, nulls_last=True))
