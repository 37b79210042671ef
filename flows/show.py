"""What a lake says about a district, for people: what `solieu show` does."""

from __future__ import annotations

import io
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from flows.failures import NotInLakeError
from tasks.lake.errors import ObjectMissingError
from tasks.records.observation import MEASURES

if TYPE_CHECKING:
    from tasks.lake.base import Store


def find_statistics(
    store: Store, district: str, *, indicator: str | None = None, year: int | None = None
) -> pl.DataFrame:
    """Statistics of the districts of that name or slug, each with the sentence of the telling that was chosen.

    Adds ``quote``, ``raw_value``, ``source_uri`` and ``label_vi`` to the published columns.

    Raises:
        NotInLakeError: no release, no such district, or nothing of that indicator and year.
    """
    statistics = _read(store, "statistics")
    of_district = statistics.filter(named(district))
    if of_district.is_empty():
        raise NotInLakeError(_unknown(store, statistics, district))
    found = of_district.filter(
        pl.col("indicator") == indicator if indicator else pl.lit(value=True),
        pl.col("year") == year if year else pl.lit(value=True),
    )
    if found.is_empty():
        there = ", ".join(of_district["indicator"].unique().sort()) if indicator else ""
        years = ", ".join(map(str, of_district["year"].unique().sort()))
        raise NotInLakeError(f"nothing of that about {district}; there is {there or 'something'} of {years}")
    return _with_sentences(store, found)


def named(district: str) -> pl.Expr:
    """Whether a row is of the district with this name or slug; the type word may be left out."""
    name = _folded(district)
    folded = pl.col("district_name").map_elements(_folded, return_dtype=pl.String())
    # Only where the rest is a name: "Long Biên", not "7".
    short = folded.str.ends_with(f" {name}") if not name.isdigit() else pl.lit(value=False)
    return (folded == name) | (pl.col("district") == name.replace(" ", "-")) | short


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _with_sentences(store: Store, statistics: pl.DataFrame) -> pl.DataFrame:
    """In the catalog's order, each with its label and the words of the first telling that has its value."""
    numbered = statistics.with_row_index("_row")
    tellings = (
        numbered.select("_row", observation_id="observation_ids", chosen="obs_value")
        .explode("observation_id")
        .join(_read(store, "observations"), on="observation_id", maintain_order="left")
        .filter(pl.col("obs_value") == pl.col("chosen"))
        .unique("_row", keep="first", maintain_order=True)
        .select("_row", "quote", "raw_value", "source_uri", "article")
    )
    labels = _read(store, "indicators").select("indicator", "label_vi").with_row_index("_order")
    measures = pl.col("measure").replace_strict({name: rank for rank, name in enumerate(MEASURES)}, default=None)
    return (
        numbered.join(tellings, on="_row", how="left")
        .join(labels, on="indicator", how="left")
        .sort("city", "district", "_order", measures, "period_end", "time_period", nulls_last=True)
        .drop("_row", "_order")
    )


def _read(store: Store, dataset: str) -> pl.DataFrame:
    try:
        return pl.read_parquet(io.BytesIO(store.read(f"{dataset}.parquet")))
    except ObjectMissingError:
        raise NotInLakeError(f"there is no release at {store.uri}; make one with `solieu run SOURCE`") from None


def _unknown(store: Store, statistics: pl.DataFrame, district: str) -> str:
    names = statistics["district_name"].unique().sort().to_list()
    shown = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    return f"{store.uri} knows no district named {district}; it has {shown or 'none'}"
