"""Seconds and memory that checks and reconciliation take, each in a process of its own.

python -m benchmarks.quality [--rows 1000000]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time

import polars as pl

from benchmarks.figures import INDICATORS, observations, parameters
from expectations.districts import PLACE
from expectations.parameters import StatisticParameters
from expectations.run import check_observations, check_statistics, row_counts, warm_up
from expectations.twins import touched
from tasks.reconciliation.copies import BINS
from tasks.reconciliation.resolve import reconcile

STAGES = ("import", "row suite", "reconcile", "table suite", "neighbours of a district")


def fingerprints(told: pl.DataFrame) -> pl.DataFrame:
    """One a made-up article, no two alike."""
    articles = told.select("article_id").unique().sort("article_id").with_row_index("n")
    numbers = [(pl.col("n").cast(pl.Int64) * 2654435761 + slot) % 2**32 for slot in range(BINS)]
    return articles.select("article_id", fingerprint=pl.concat_list(numbers))


def measure(stage: str, rows: int) -> None:
    """Print seconds, processor seconds, and peak memory above what stood before, in GB."""
    start = time.perf_counter(), time.process_time()
    if stage == "import":
        base = _peak()
        warm_up()
    else:
        told = observations(rows)
        warm_up()
        prints = fingerprints(told)
        statistics = reconcile(told) if stage == "table suite" else pl.DataFrame()
        base = _peak()
        start = time.perf_counter(), time.process_time()
        if stage == "row suite":
            check_observations(told, parameters(), elsewhere=told)
        elif stage == "neighbours of a district":
            touched(told.head(1).select(PLACE), told, told)
        elif stage == "reconcile":
            reconcile(told, prints)
        else:
            limits = StatisticParameters(tuple(name for name, _, _ in INDICATORS))
            check_statistics(statistics, told, row_counts(statistics), limits)
    seconds, processor = time.perf_counter() - start[0], time.process_time() - start[1]
    print(f"{seconds:.1f} | {processor:.1f} | {_peak() - base:.2f}")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--stage", choices=STAGES)
    given = parser.parse_args()
    if given.stage:
        measure(given.stage, given.rows)
        return
    print("| | seconds | processor seconds | memory added at the peak (GB) |\n|---|---:|---:|---:|")
    for stage in STAGES:
        command = [sys.executable, "-m", "benchmarks.quality", "--rows", str(given.rows), "--stage", stage]
        said = subprocess.run(command, capture_output=True, text=True, check=True)
        print(f"| {stage} | {said.stdout.strip()} |", flush=True)


if __name__ == "__main__":
    main()
