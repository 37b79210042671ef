"""What a run does with very many articles apart from reading them: listing, staging, checking, publishing.

    python benchmarks/staged.py --texts FILE [--articles 1000000] [--sample 20000] [--new 1000]

The first ``--sample`` articles of ``--texts`` (a .parquet with a column `text`) are read once. What that left is
repeated, each time under other names and of other districts, and staged as a run that was killed after its last shard
would have left it. `solieu run` on a file of as many articles then takes that over and does the rest. Afterwards
``--new`` articles come along, read for real, and the same into an empty lake. What reading costs, `growth.py` tells:
it is the same for every article.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sqlite3
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.growth import altered, run, say, sizes, told, write
from flows.access import read_options
from flows.settings import current_settings
from flows.starting import versions
from tasks.catalog.load import load_catalog
from tasks.lake.store import open_store
from tasks.reconciliation.copies import fingerprint
from tasks.records.article import FINGERPRINT
from tasks.runs.plan import plan_shards, shard_limits
from tasks.runs.read import parts_of, read_parts, sources_under
from tasks.runs.rows import SHARD_SCHEMAS, ShardRows
from tasks.runs.shards import put_shard, shard_key
from tasks.runs.staging import Staging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.articles.parts import Part
    from tasks.runs.read import ReadOptions

LAST_DAY = date(2025, 7, 1)
AT_ONCE = 500
"""Articles in a batch."""

UNIT = ("city", "city_name", "city_code", "district", "district_name", "district_code", "tier")
"""A unit of the gazetteer, as observations name it."""


@dataclass(frozen=True)
class Sample:
    """What reading ``size`` articles left; ``numbers`` are those of the articles that left a row."""

    size: int
    rows: ShardRows
    numbers: list[int]
    units: pl.DataFrame

    def repeated(self, first: int, last: int, uri: str) -> ShardRows:
        """What articles ``first`` to ``last`` (not included) of a file would leave if they repeated the sample."""
        chosen = [
            (turn * self.size + number, place)
            for turn in range(first // self.size, last // self.size + 1)
            for place, number in enumerate(self.numbers)
            if first <= turn * self.size + number < last
        ]
        old = self.rows.articles[[place for _, place in chosen]]
        texts = [f"{text}\n\nBản {number}." for (number, _), text in zip(chosen, old["text"], strict=True)]
        names = pl.DataFrame(
            {
                "article_id": old["article_id"],
                "number": pl.Series([number for number, _ in chosen], dtype=pl.Int64),
                "new_id": pl.Series([hashlib.sha256(text.encode()).hexdigest() for text in texts], dtype=pl.String),
            }
        ).with_columns(name=pl.format("bai-{}", "number"), place=pl.format("{}#{}", pl.lit(uri), pl.col("number") + 1))
        prints = [fingerprint(altered(text, number)) for (number, _), text in zip(chosen, old["text"], strict=True)]
        articles = old.drop("article_id").with_columns(
            article_id=names["new_id"], article=names["name"], source_uri=names["place"], source=pl.lit(uri),
            text=pl.Series(texts, dtype=pl.String), fingerprint=pl.Series(prints, dtype=FINGERPRINT),
        )  # fmt: skip
        issues, observations = (
            rows.join(names, on="article_id", maintain_order="right").with_columns(
                article_id="new_id", article="name", source_uri="place"
            )
            for rows in (self.rows.issues, self.rows.observations)
        )
        elsewhere = self.units[(observations["number"] * 7919 % self.units.height).to_list()]
        observations = observations.with_columns(
            *elsewhere.get_columns(), observation_id=pl.format("{}-{}", "observation_id", "number")
        )
        return ShardRows(
            pl.DataFrame(schema=SHARD_SCHEMAS["sources"]),
            articles.select(*SHARD_SCHEMAS["articles"]),
            observations.select(*SHARD_SCHEMAS["observations"]),
            issues.with_columns(source=pl.lit(uri)).select(*SHARD_SCHEMAS["issues"]),
        )


def sample_of(texts: list[str], folder: Path, options: ReadOptions) -> Sample:
    write(folder / "all.jsonl", 0, len(texts), texts)
    rows = read_parts(parts_under(folder, options), options)
    numbers = [int(name.rpartition("-")[2]) for name in rows.articles["article"]]
    units = load_catalog().gazetteer.publishable().filter(valid_to=LAST_DAY, tier="district")
    return Sample(
        len(texts), rows, numbers, units.select(UNIT).unique("district_code", keep="first", maintain_order=True)
    )


def parts_under(folder: Path, options: ReadOptions) -> list[Part]:
    sources, _ = sources_under([str(folder)], options)
    return [part for source in sources for part in parts_of(source, options)]


def stage(sample: Sample, count: int, sources: Path, lake: Path, options: ReadOptions) -> None:
    """Leave the rows of all shards as a run that was killed would have."""
    staging = Staging(open_store(str(lake)), "00000000")
    parts = parts_under(sources, options)
    whole = sum(part.weight for part in parts)
    first = passed = 0
    for shard in plan_shards(parts, *shard_limits(len(parts), whole)):
        passed += sum(part.weight for part in shard)
        last = count * passed // whole
        source = {
            "uri": shard[0].uri, "size": shard[0].size, "etag": shard[0].etag, "n_articles": last - first,
            "parts": len(shard), "of": shard[0].of,
        }  # fmt: skip
        known = pl.DataFrame([{**dict.fromkeys(SHARD_SCHEMAS["sources"]), **source}], SHARD_SCHEMAS["sources"])
        put_shard(staging, shard_key(shard, options, versions().rules), batches_of(sample, (first, last), known))
        first = last


def batches_of(sample: Sample, span: tuple[int, int], known: pl.DataFrame) -> Iterator[ShardRows]:
    """The rows of a shard as readers hand them over, some articles at a time; its source comes with the last."""
    for start in range(*span, AT_ONCE):
        rows = sample.repeated(start, min(start + AT_ONCE, span[1]), known["uri"][0])
        read = known if start + AT_ONCE >= span[1] else rows.sources
        yield ShardRows(read, rows.articles, rows.observations, rows.issues)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=20_000)
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--folder", type=Path, help="where to work; by default a temporary folder")
    asked = parser.parse_args()
    texts = pl.read_parquet(asked.texts)["text"].head(asked.sample).to_list()
    options = read_options(current_settings(), datetime.now(UTC).date())
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        sample = sample_of(texts, folder / "sample", options)
        lines = [
            json.dumps({"id": f"bai-{n}", "text": text}, ensure_ascii=False) + "\n" for n, text in enumerate(texts)
        ]
        (folder / "many").mkdir()
        with (folder / "many" / "all.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(lines[number % len(lines)] for number in range(asked.articles))
        (folder / "lake").mkdir()
        stage(sample, asked.articles, folder / "many", folder / "lake", options)
        write(folder / "one" / "one.jsonl", 0, 1, texts)
        run(folder / "one", folder / "lake-0", folder / "home", None)  # makes Prefect's database
        floor = run(folder / "one", folder / "lake-1", folder / "home", None)
        shutil.copytree(folder / "home", folder / "home-many")
        with sqlite3.connect(folder / "home-many" / "prefect" / "prefect.db") as connection:
            connection.execute("delete from task_run")
        done = run(folder / "many", folder / "lake", folder / "home-many", None)
        memory = ", ".join(f"{role} {peak:.0f}" for role, peak in done.memory.items())
        say(f"one article: {told(floor)}")
        say(f"{asked.articles:,} articles, read before: {told(done)}")
        say(f"  MiB at most: {memory}; {done.tasks} tasks; database {done.database:.1f} MiB")
        found = f"{done.report['observations']:,} observations, {done.report['issues']:,} issues"
        say(f"  {found}; MiB: {sizes(folder / 'lake')}")
        write(folder / "new" / "new.jsonl", asked.articles, asked.new, texts)
        alone = run(folder / "new", folder / "lake-new", folder / "home", None)
        shutil.copy(folder / "new" / "new.jsonl", folder / "many")
        added = run(folder / "many", folder / "lake", folder / "home-many", None)
        say(f"  {asked.new:,} more: {told(added)}, {added.used / alone.used - 1:+.0%} of that of an empty lake")
    return 0


if __name__ == "__main__":
    sys.exit(main())
