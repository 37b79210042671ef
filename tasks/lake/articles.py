"""The texts behind the figures: each release adds a file of its own and leaves the earlier ones as they are.

The one exception: a text that no source holds any more is taken out of the file it stands in, and one whose first
source has gone is put under the next source's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake.datasets import ARTICLES
from tasks.lake.layout import articles_path
from tasks.lake.parquet import decode, encode
from tasks.lake.snapshot import read_entry
from tasks.records.article import ARTICLE_SCHEMA

if TYPE_CHECKING:
    from tasks.lake.base import Store
    from tasks.lake.batch import Batch
    from tasks.lake.manifest import Entry
    from tasks.lake.merge import Renewal
    from tasks.lake.stage import Stage

PART_ROWS: Final = 20_000
"""Texts a file, so that taking one out never rewrites more than that."""

_NAMES: Final = ("article", "source_uri", "publisher", "title", "published_at")


def stage_articles(store: Store, stage: Stage, files: dict[str, Entry], batch: Batch, renewal: Renewal) -> None:
    """Stage the release's new texts and rewrite the earlier files that lose or rename one; drops emptied ones."""
    for part in _parts_of(renewal):
        for path in [path for path in files if path.startswith(f"articles/release={part:08}/")]:
            rows = decode(ARTICLES, read_entry(store, path, files[path]))
            left = _renewed(rows, renewal)
            if left.is_empty():
                del files[path]
            elif not left.equals(rows):
                stage.add(path, encode(ARTICLES, left), left.height)
    if renewal.new_articles.is_empty():
        return
    keys = renewal.new_articles.select("article_id", "source", "source_uri")
    new = (
        batch.articles.drop("fingerprint")
        .join(keys, on=keys.columns, how="semi")
        .unique("article_id", keep="first", maintain_order=True)
        .select(*ARTICLE_SCHEMA)
    )
    new = ARTICLES.ordered(new)
    number = stage.number
    for part, start in enumerate(range(0, new.height, PART_ROWS)):
        rows = batch.with_texts(new.slice(start, PART_ROWS))
        stage.add(articles_path(number, part), encode(ARTICLES, rows, in_order=True), rows.height)


def _parts_of(renewal: Renewal) -> list[int]:
    changed = pl.concat([renewal.gone_articles["part"], renewal.moved_articles["part"]])
    return sorted(changed.drop_nulls().unique().to_list())


def _renewed(rows: pl.DataFrame, renewal: Renewal) -> pl.DataFrame:
    left = rows.join(renewal.gone_articles, on="article_id", how="anti", maintain_order="left")
    names = renewal.moved_articles.select("article_id", *_NAMES, _moved=pl.lit(value=True))
    joined = left.join(names, on="article_id", how="left", suffix="_new", maintain_order="left")
    renamed = {name: pl.when(pl.col("_moved")).then(pl.col(f"{name}_new")).otherwise(pl.col(name)) for name in _NAMES}
    return ARTICLES.ordered(joined.with_columns(**renamed))
