"""What `solieu run` takes beyond Prefect's own floor where nothing is new, on a lake that knows many sources.

uv run python benchmarks/known.py [SOURCES] [ROUNDS] [--s3]

The ledger is made by one release that says of every source what a listing says of it; no article is ever read. With
--s3 sources and lake lie in buckets of a server on this machine (moto), whose own time is part of the figure; a listing
of the same bucket by boto3 alone is timed beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import polars as pl

sys.path.insert(0, str(Path(__file__).parents[1]))

from tasks.articles.sources import list_sources
from tasks.catalog.load import load_catalog
from tasks.dictionary.tables import indicator_table
from tasks.grammar.version import rules_digest
from tasks.lake.batch import Batch
from tasks.lake.candidate import Context
from tasks.lake.release import publish
from tasks.lake.snapshot import release_numbers
from tasks.lake.store import StoreOptions, open_store
from tests.faults.workload import s3_server

if TYPE_CHECKING:
    from collections.abc import Callable

NOTHING = "from prefect import flow\n@flow\ndef nothing(): return 1\nnothing()\n"
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def seconds(command: list[str], environment: dict[str, str]) -> tuple[float, float, str]:
    """Seconds that passed, seconds of a core that the command and its children used, and what it printed."""
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    took, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def written_folder(folder: Path, count: int) -> None:
    for number in range(count):
        path = folder / f"{number // 1000:03}" / f"bai-{number:06}.txt"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True)
        path.write_text(f"Tin vắn số {number}.\n", encoding="utf-8")


def written_bucket(endpoint: str, count: int) -> Callable[[], int]:
    """Fills a bucket; a function that lists it and says how many keys there are."""
    client: Any = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
    for bucket in ("bai", "kho"):
        client.create_bucket(Bucket=bucket)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: client.put_object(Bucket="bai", Key=f"{n:06}.txt", Body=b"Tin."), range(count)))

    def listed() -> int:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket="bai")
        return sum(page["KeyCount"] for page in pages)

    return listed


def make_known(sources: str, lake: str, options: StoreOptions) -> None:
    """A release whose ledger knows every source as it is listed now."""
    found, _ = list_sources([sources], lambda uri: open_store(uri, options))
    catalog = load_catalog()
    rules = rules_digest(catalog.version)
    rows = [(one.uri, one.size, one.etag, None, rules, 1) for one in found]
    schema = {"uri": pl.String, "size": pl.Int64, "etag": pl.String, "content_hash": pl.String,
              "rules_version": pl.String, "n_articles": pl.Int64}  # fmt: skip
    context = Context("known", "0", catalog.version, rules, catalog.gazetteer.publishable(), indicator_table(catalog))
    batch = Batch(sources=pl.DataFrame(rows, schema, orient="row"))
    assert publish(open_store(lake, options), batch, lambda told, _: told, context) is not None


def main(count: int, rounds: int, *, s3: bool) -> None:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        environment = {"PATH": os.environ["PATH"], "HOME": name, "PREFECT_HOME": str(folder / "prefect"), **QUIET}
        options = StoreOptions()
        beside: dict[str, Callable[[], int]] = {}
        if s3:
            endpoint = stack.enter_context(s3_server())
            environment |= {key: value for key, value in os.environ.items() if key.startswith("AWS_")}
            environment["SOLIEU_S3_ENDPOINT_URL"] = endpoint
            options = StoreOptions(endpoint_url=endpoint)
            beside["listing by boto3 alone"] = written_bucket(endpoint, count)
            sources, lake = "s3://bai/", "s3://kho/lake"
        else:
            sources, lake = str(folder / "bai"), str(folder / "lake")
            written_folder(folder / "bai", count)
            beside["listing by os.walk alone"] = lambda: sum(len(files) for _, _, files in os.walk(sources))
        make_known(sources, lake, options)
        run = [str(Path(sys.executable).with_name("solieu")), "run", sources, "--lake", lake, "--json"]
        bare = [sys.executable, "-c", NOTHING]
        times: dict[str, list[tuple[float, float]]] = {"a flow that does nothing": [], "solieu run, nothing new": []}
        seconds(run, environment)  # makes Prefect's database
        for _ in range(rounds):
            times["a flow that does nothing"].append(seconds(bare, environment)[:2])
            *took, out = seconds(run, environment)
            report = json.loads(out)
            assert (report["sources_unchanged"], report["articles"], report["release"]) == (count, 0, None), out
            times["solieu run, nothing new"].append((took[0], took[1]))
        assert release_numbers(open_store(lake, options)) == [1]
        for what, do in beside.items():
            started, core = time.perf_counter(), time.process_time()
            assert do() == count
            times[what] = [(time.perf_counter() - started, time.process_time() - core)]
    medians = {}
    for what, measured in times.items():
        passed, used = medians[what] = tuple(statistics.median(column) for column in zip(*measured, strict=True))
        shortest, longest = min(measured)[0], max(measured)[0]
        print(f"{what:<26} {passed:6.2f} s ({shortest:.2f} to {longest:.2f}), {used:6.2f} s of a core")
    (floor, floor_core), (ours, ours_core) = list(medians.values())[:2]
    what = f"{count:,} sources known, {'S3' if s3 else 'folder'}"
    print(f"{what}: {ours - floor:+.2f} s beyond the floor, {ours_core - floor_core:+.2f} s of a core")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=int, nargs="?", default=100_000)
    parser.add_argument("rounds", type=int, nargs="?", default=5)
    parser.add_argument("--s3", action="store_true")
    asked = parser.parse_args()
    main(asked.sources, asked.rounds, s3=asked.s3)
