"""What publishing to a bucket asks of it: requests by kind, and what sending them side by side saves.

    python benchmarks/publish_s3.py [--rows 100000] [--partitions 840] [--round-trip 20]

The bucket is moto's, on this machine; to each request ``--round-trip`` milliseconds are added, about what a bucket in
the same region takes. Told are a first release, the same again, and one in which ten partitions are changed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import replace
from typing import Any

import polars as pl

from benchmarks.publish import batch_for, reconciler, statistics
from tasks.lake.base import StoreOptions
from tasks.lake.candidate import Context
from tasks.lake.release import publish
from tasks.lake.store import S3Requests, S3Store
from tests.faults.workload import new_bucket, s3_server


class Counted(S3Requests):
    """A bucket that counts what it is asked, and is as far away as it is said to be."""

    asked: Counter[str]
    round_trip: float

    def send(self, operation: str, key: str | None, **arguments: Any) -> Any:
        self.asked[operation] += 1
        time.sleep(self.round_trip)
        return super().send(operation, key, **arguments)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--partitions", type=int, default=840)
    parser.add_argument("--round-trip", type=float, default=20.0)
    options = parser.parse_args()
    frame = statistics(options.rows, options.partitions)
    keys = frame.select("city", "district", "year").unique(maintain_order=True).head(10)
    changed = pl.concat(
        [
            frame.join(keys, on=keys.columns, how="anti"),
            frame.join(keys, on=keys.columns, how="semi").with_columns(pl.col("obs_value") + 1),
        ]
    )
    names = pl.DataFrame({"id": ["x"]})
    context = Context("benchmark", "1", "1", "r1", names, names)
    sys.stdout.write(f"{options.rows:,} rows, {options.partitions:,} partitions, {options.round_trip:g} ms a request\n")
    with s3_server() as endpoint:
        for side_by_side in (16, 1):
            place = new_bucket(endpoint, f"bench-{side_by_side}")
            requests = Counted(
                place.uri.removeprefix("s3://").partition("/")[0],
                "lake",
                StoreOptions(endpoint_url=endpoint, concurrency=side_by_side),
            )
            requests.round_trip = options.round_trip / 1000
            releases = (("first release", frame), ("the same again", frame), ("ten partitions changed", changed))
            for run, (what, rows) in enumerate(releases):
                requests.asked = Counter()
                started = time.perf_counter()
                batch = batch_for(rows)
                publish(S3Store(requests), batch, reconciler(rows), replace(context, run_id=str(run)))
                seconds = time.perf_counter() - started
                told = ", ".join(f"{count:,} {name}" for name, count in requests.asked.most_common())
                sys.stdout.write(f"{side_by_side:2} side by side  {what:24} {seconds:7.1f} s  {told}\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
