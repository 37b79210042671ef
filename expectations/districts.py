"""Work through a large frame a part at a time; a part holds whole districts, because their figures are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE: Final = ["city", "district", "district_code"]
"""What makes two rows rows of one district."""

ROWS_AT_ONCE: Final = 250_000


def by_districts(frame: pl.DataFrame, rows_at_once: int = ROWS_AT_ONCE) -> Iterator[pl.DataFrame]:
    """Parts of about ``rows_at_once`` rows (give or take a district), each in the order of ``frame``; at least one.

    What is worked out from a part then takes memory by the size of a part, however many rows there are.
    """
    if frame.height <= rows_at_once:
        yield frame
        return
    districts = (
        frame.group_by(*PLACE)
        .agg(_rows=pl.len())
        .sort(PLACE, nulls_last=True)
        .with_columns(_part=pl.col("_rows").cum_sum() // rows_at_once)
    )
    for number in districts["_part"].unique(maintain_order=True):
        part = districts.filter(pl.col("_part") == number)
        yield frame.join(part, on=PLACE, how="semi", nulls_equal=True, maintain_order="left")
