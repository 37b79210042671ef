"""Copies of one press release are one source: near-duplicate articles, found by MinHash.

A district's office sends one text to ten papers; ten papers that print it are one witness. ``fingerprint`` is computed
once an article, from its text alone, and stored with it; ``with_sources`` compares stored fingerprints, so no text is
read again. Only articles that tell about the same district are compared: what a statistic says then depends on the
observations of its own district and on nothing else that happens to be in the lake.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from typing import Final

import numpy as np
import polars as pl

from expectations.districts import PLACE

BINS: Final = 64
"""Numbers in a fingerprint."""

SHINGLE_WORDS: Final = 3
COPY_SIMILARITY: Final = 0.5
"""Share of equal numbers from which two articles are copies. In 20,000 news articles, days of one series ("giá vàng hôm
nay") and independent reports of one event share up to a third; from a half on, pairs are one text under two titles."""

_BAND_BINS: Final = 3
"""Numbers in a band: two articles that share half their numbers share one of the 21 bands in 94 of 100 cases."""

_BANDS: Final = BINS // _BAND_BINS
_EMPTY: Final = 2**32 - 1
_WORD: Final = re.compile(r"\w+")


def fingerprint(text: str) -> tuple[int, ...]:
    """One-permutation MinHash of the word triples of a text: ``BINS`` numbers under 2^32, equal for equal texts.

    Numbers stay in: a copy with another figure is still a copy, and says so by differing there alone. The hash is
    CRC-32, mixed, because it is the same on every machine and in every version.
    """
    words = [word.encode("utf-8") for word in _WORD.findall(unicodedata.normalize("NFC", text).casefold())]
    following = [words[start:] for start in range(SHINGLE_WORDS)]
    shingles = list(map(b" ".join, zip(*following, strict=False))) or [b" ".join(words)]
    mixed = np.fromiter(map(zlib.crc32, shingles), np.uint64, len(shingles)) * np.uint64(0x9E3779B97F4A7C15)
    bins = np.full(BINS, _EMPTY, np.uint64)
    np.minimum.at(bins, mixed >> np.uint64(58), (mixed >> np.uint64(26)) & np.uint64(0xFFFFFFFF))
    return _densified(bins.tolist())


def _densified(bins: list[int]) -> tuple[int, ...]:
    """Empty bins of a short text borrow from the next full one, so that short copies compare as well as long ones."""
    full = [slot for slot in range(BINS) if bins[slot] != _EMPTY]
    if not full:
        return tuple(bins)
    filled = list(bins)
    for slot in range(BINS):
        distance = 0
        while bins[(slot + distance) % BINS] == _EMPTY:
            distance += 1
        donor = bins[(slot + distance) % BINS]
        filled[slot] = (donor + distance * 0x85EBCA6B) & 0xFFFFFFFF if distance else donor
    return tuple(filled)


def with_sources(observations: pl.DataFrame, fingerprints: pl.DataFrame | None) -> pl.DataFrame:
    """Add ``source``: the least article id among the copies of the row's article that tell about the same district."""
    if fingerprints is None or observations.is_empty():
        return observations.with_columns(source=pl.col("article_id"))
    articles = (
        observations.select(*PLACE, "article_id")
        .unique()
        .join(fingerprints.select("article_id", "fingerprint").unique("article_id"), on="article_id")
        .filter(pl.col("fingerprint").list.len() == BINS)
    )
    groups = _grouped(articles)
    return observations.join(
        groups, on=[*PLACE, "article_id"], how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(source=pl.coalesce("source", "article_id"))


def _grouped(articles: pl.DataFrame) -> pl.DataFrame:
    """Connected components of the copies: place, ``article_id``, ``source``."""
    pairs = _candidate_pairs(articles)
    prints = articles.select(*PLACE, "article_id", "fingerprint")
    same = pl.sum_horizontal(
        (pl.col("fingerprint").list.get(slot) == pl.col("_other").list.get(slot)).cast(pl.Int32) for slot in range(BINS)
    )
    edges = (
        pairs.join(prints, on=[*PLACE, "article_id"], nulls_equal=True)
        .join(prints.rename({"article_id": "source", "fingerprint": "_other"}), on=[*PLACE, "source"], nulls_equal=True)
        .filter(same >= COPY_SIMILARITY * BINS)
        .select(*PLACE, "article_id", "source")
    )
    return _components(edges)


def _candidate_pairs(articles: pl.DataFrame) -> pl.DataFrame:
    """Each article with the least article of every band bucket it falls into: as many pairs as bucket members."""
    bands = [
        pl.concat_str(
            [pl.lit(str(band)), *(pl.col("fingerprint").list.get(band * _BAND_BINS + i) for i in range(_BAND_BINS))],
            separator=":",
        ).alias(f"_band{band}")
        for band in range(_BANDS)
    ]
    return (
        articles.lazy()
        .with_columns(bands)
        .unpivot(on=[f"_band{band}" for band in range(_BANDS)], index=[*PLACE, "article_id"], value_name="_band")
        .with_columns(source=pl.col("article_id").min().over([*PLACE, "_band"]))
        .filter(pl.col("article_id") != pl.col("source"))
        .select(*PLACE, "article_id", "source")
        .unique()
        .collect()
    )


def _components(edges: pl.DataFrame) -> pl.DataFrame:
    """Spread the least id along the edges until nothing changes: few rounds, for chains of copies are short."""
    both = pl.concat(
        [edges, edges.select(*PLACE, article_id=pl.col("source"), source=pl.col("article_id"))], how="vertical"
    ).unique()
    labels = both.select(*PLACE, "article_id").unique().with_columns(source=pl.col("article_id"))
    while True:
        spread = (
            both.join(
                labels.rename({"article_id": "_neighbour", "source": "_label"}),
                left_on=[*PLACE, "source"],
                right_on=[*PLACE, "_neighbour"],
                nulls_equal=True,
            )
            .group_by([*PLACE, "article_id"])
            .agg(pl.col("_label").min())
        )
        renewed = labels.join(spread, on=[*PLACE, "article_id"], how="left", nulls_equal=True).select(
            *PLACE, "article_id", source=pl.min_horizontal("source", "_label")
        )
        if renewed.sort([*PLACE, "article_id"]).equals(labels.sort([*PLACE, "article_id"])):
            return labels
        labels = renewed
