"""Publishing a lake beside the plain writers: rows to hive partitions on a folder, in one run on the same rows.

python benchmarks/publish.py [--rows 1000000] [--partitions 8400] [--rounds 3] [--peers polars duckdb pyarrow]

Ours does more than the peers: snapshot with checksums and fsync, commit, atomic replacement of every file, and the
one-file copy. Told are the best of the rounds, wall clock and processor seconds, and what memory the process took at
most (Linux only). Nothing is deleted before the end: ext4 looks long for a free inode among those that were freed a
moment ago.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds

from tasks.lake import build
from tasks.lake.batch import BATCH_ARTICLE_SCHEMA, Batch
from tasks.lake.candidate import Context
from tasks.lake.datasets import PARTITION_KEY
from tasks.lake.ledger import SOURCE_SCHEMA
from tasks.lake.release import publish
from tasks.lake.store import open_store
from tasks.records.article import content_hash
from tasks.records.observation import OBSERVATION_SCHEMA
from tasks.records.statistic import STATISTIC_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

YEARS = 12


def statistics(rows: int, partitions: int) -> pl.DataFrame:
    """Made-up statistics, evenly over the partitions, twelve years a district, in no order."""
    number = pl.int_range(rows, eager=True).sample(fraction=1.0, shuffle=True, seed=1)
    part, nth = number * partitions // rows, number % (rows // partitions)
    place = pl.DataFrame({"n": number, "d": part // YEARS, "k": nth, "year": (2012 + part % YEARS).cast(pl.Int32)})
    text, none = pl.String(), pl.lit([], pl.List(pl.String()))
    columns = {
        "city": pl.format("tinh-{}", pl.col("d") % 63), "district": pl.format("huyen-{}", "d"), "year": pl.col("year"),
        "city_name": pl.format("Tỉnh {}", pl.col("d") % 63), "city_code": (pl.col("d") % 63).cast(text),
        "district_name": pl.format("Huyện {}", "d"), "district_code": pl.col("d").cast(text),
        "tier": pl.lit("district"), "indicator": pl.format("indicator_{}", pl.col("k") % 47),
        "measure": pl.lit("level"), "obs_status": pl.lit("actual"),
        "time_period": pl.format("{}-{}M", "year", 1 + pl.col("k") // 47),
        "period_start": pl.date(pl.col("year"), 1, 1), "period_end": pl.date(pl.col("year"), 12, 31),
        "obs_value": (pl.col("n") * 7919 % 1_000_003) / 10, "unit_measure": pl.lit("VND_BN"), "bound": pl.lit("eq"),
        "flags": none, "n_sources": pl.lit(1, pl.Int64), "n_supporting": pl.lit(0, pl.Int64),
        "n_dissenting": pl.lit(0, pl.Int64), "dissent": pl.lit([], pl.List(pl.Float64())),
        "contested": pl.lit(value=False), "decided_by": pl.lit("only_telling"),
        "observation_ids": pl.concat_list(pl.col("n").hash(1).cast(text)),
        "first_published_at": pl.date(pl.col("year"), 12, 31), "last_published_at": pl.date(pl.col("year"), 12, 31),
    }  # fmt: skip
    return place.select(**columns).select(pl.col(name).cast(kind) for name, kind in STATISTIC_SCHEMA.items())


def batch_for(frame: pl.DataFrame, name: str = "bai-1") -> Batch:
    """One observation a district, so that publishing takes every district for changed."""
    text, uri = f"Thu ngân sách đạt kế hoạch, theo {name}.", f"{name}.txt"
    article = {
        "article_id": content_hash(text), "article": name, "source_uri": uri, "publisher": None,
        "title": None, "published_at": date(2024, 1, 1), "text": text, "source": uri, "fingerprint": None,
    }  # fmt: skip
    source = {"uri": uri, "size": 1, "etag": "1", "content_hash": None, "rules_version": "r1", "n_articles": 1}
    told = frame.unique(["city", "district"], keep="first", maintain_order=True)
    filled = {
        name: pl.lit(article.get(name), kind) for name, kind in OBSERVATION_SCHEMA.items() if name not in told.columns
    }
    observations = told.with_columns(**filled).with_columns(
        observation_id=pl.col("observation_ids").list.first() + f"-{name}"
    )
    return Batch(
        pl.DataFrame([source], SOURCE_SCHEMA),
        pl.DataFrame([article], BATCH_ARTICLE_SCHEMA),
        observations.select(*OBSERVATION_SCHEMA),
    )


def reconciler(frame: pl.DataFrame) -> Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]:
    """Gives the statistics of the districts that it is asked for, in no order within a district."""
    by_district = frame.partition_by("city", "district", as_dict=True)

    def reconcile(told: pl.DataFrame, _: pl.DataFrame) -> pl.DataFrame:
        return pl.concat([by_district[key] for key in told.select("city", "district").unique().iter_rows()])

    return reconcile


def memory(field: str) -> float:
    """``VmRSS`` (now) or ``VmHWM`` (at most so far), in MiB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    gc.collect()
    used, started = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    work()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return time.perf_counter() - started, after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime


def peer(name: str, frame: pl.DataFrame, folder: Path) -> None:
    keys = list(PARTITION_KEY)
    if name == "polars":
        frame.write_parquet(folder, partition_by=keys)
    elif name == "duckdb":
        connection = duckdb.connect()
        connection.register("statistics", frame.to_arrow())
        connection.execute(f"copy (from statistics) to '{folder}' (format parquet, partition_by ({', '.join(keys)}))")
    else:
        schema = pa.schema([("city", pa.string()), ("district", pa.string()), ("year", pa.int32())])
        table = frame.sort(keys).to_arrow()
        cast = table.cast(
            pa.schema([f.with_type(pa.string()) if pa.types.is_large_string(f.type) else f for f in table.schema])
        )
        ds.write_dataset(
            cast, folder, format="parquet", partitioning=ds.partitioning(schema, flavor="hive"), max_partitions=100_000
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--partitions", type=int, default=8_400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", nargs="*", default=["polars"], choices=["polars", "duckdb", "pyarrow"])
    options = parser.parse_args()
    frame = statistics(options.rows, options.partitions)
    batch = batch_for(frame)
    names = pl.DataFrame({"id": ["x"]})
    places = frame.select("city", "district").unique(maintain_order=True).head(10)
    more = frame.join(places, on=["city", "district"], how="semi").with_columns(pl.col("obs_value") + 1)
    reconcile, reconcile_more = reconciler(frame), reconciler(more)
    # There is one observation a district here, where a lake has one a statistic or more: the first time, districts are
    # put together as if it had.
    at_first = build.ROWS_AT_ONCE * frame.select("city", "district").n_unique() // frame.height
    context = Context("benchmark", "1", "1", "r1", names, names)
    best: dict[str, list[tuple[float, float]]] = {}
    gc.collect()
    held = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # sets VmHWM back
    most = 0.0

    with tempfile.TemporaryDirectory() as temporary:
        for number in range(options.rounds):
            lake = Path(temporary) / f"lake-{number}"

            def ours(lake: Path = lake, run: str = "1") -> None:
                publish(open_store(str(lake)), batch, reconcile, replace(context, run_id=run))

            with patch.object(build, "ROWS_AT_ONCE", max(1, at_first)):
                best.setdefault("publish", []).append(timed(ours))
            most = most or memory("VmHWM")
            best.setdefault("publish again, unchanged", []).append(timed(lambda run=ours: run(run="2")))
            few = batch_for(more, name="bai-2")

            def again(lake: Path = lake, few: Batch = few) -> None:
                publish(open_store(str(lake)), few, reconcile_more, replace(context, run_id="3"))

            best.setdefault(f"{more.height} rows of 10 districts more", []).append(timed(again))
            for name in options.peers:
                folder = Path(temporary) / f"{name}-{number}"
                best.setdefault(name, []).append(timed(lambda n=name, f=folder: peer(n, frame, f)))
    peer_of_all = options.peers[0] if options.peers else "publish"
    base, spent = (min(time[kind] for time in best[peer_of_all]) for kind in (0, 1))
    sys.stdout.write(f"{options.rows} rows, {options.partitions} partitions, best of {options.rounds}\n")
    sys.stdout.write(f"MiB: {held:.0f} before, rows at hand; {most:.0f} at most while they are published\n")
    for name, times in best.items():
        wall, used = (min(time[kind] for time in times) for kind in (0, 1))
        sys.stdout.write(f"{name:36} {wall:7.2f} s, {used:6.2f} of processor; to {peer_of_all}: ")
        sys.stdout.write(f"{wall / base:.2f}, {used / spent:.2f} of processor\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
