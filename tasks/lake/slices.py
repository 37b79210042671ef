"""Large tables a slice at a time: some whole districts of each, so that what is worked out of them stays small."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS_AT_ONCE: Final = 100_000

_DISTRICT: Final = ("city", "district")


def district_slices(*frames: pl.DataFrame, rows_at_once: int = ROWS_AT_ONCE) -> Iterator[tuple[pl.DataFrame, ...]]:
    """The rows of the same districts out of each frame, about ``rows_at_once`` in all, in order of city and district.

    Frames that are in that order, as those of a lake are, are not copied. At least one tuple comes.
    """
    if sum(frame.height for frame in frames) <= rows_at_once:
        yield frames
        return
    ordered = [
        frame if _in_order(frame) else frame.sort(_DISTRICT, nulls_last=True, maintain_order=True) for frame in frames
    ]
    runs = [_runs(frame) for frame in ordered]
    parts = (
        pl.concat(runs)
        .group_by(_DISTRICT)
        .agg(pl.col("rows").sum())
        .sort(_DISTRICT, nulls_last=True)
        .select(*_DISTRICT, part=(pl.col("rows").cum_sum() - 1) // rows_at_once)
    )
    numbers = parts["part"].unique().sort()
    counted = [
        numbers.to_frame()
        .join(
            run.join(parts, on=_DISTRICT, nulls_equal=True).group_by("part").agg(pl.col("rows").sum()),
            on="part",
            how="left",
            maintain_order="left",
        )["rows"]
        .fill_null(0)
        .to_list()
        for run in runs
    ]
    starts = [[0, *accumulate(lengths)] for lengths in counted]
    for number in range(len(numbers)):
        yield tuple(
            frame.slice(start[number], lengths[number])
            for frame, start, lengths in zip(ordered, starts, counted, strict=True)
        )


def _runs(frame: pl.DataFrame) -> pl.DataFrame:
    """City, district and ``rows`` of each run of rows that have them in common."""
    city, district = pl.col("city"), pl.col("district")
    starts = frame.select(
        pl.arg_where(
            city.ne_missing(city.shift()) | district.ne_missing(district.shift()) | (pl.int_range(pl.len()) == 0)
        )
    ).to_series()
    ends = pl.concat([starts.slice(1), pl.Series([frame.height], dtype=starts.dtype)]) if len(starts) else starts
    return frame.select(_DISTRICT)[starts].with_columns(rows=(ends - starts).cast(pl.Int64))


def _in_order(frame: pl.DataFrame) -> bool:
    keys = _runs(frame).select(_DISTRICT)
    return not keys.is_duplicated().any() and keys.equals(keys.sort(_DISTRICT, nulls_last=True))
