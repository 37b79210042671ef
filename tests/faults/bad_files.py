"""Read thousands of bad files: no crash, no hang, no more memory than allowed, and each bad one told in an issue.

python tests/faults/bad_files.py --files 10000 [--seed 1] [--run]

The files come from spoiling.py. Each is listed and read as a run does it, in one of two processes that live on from
file to file; one that takes more than --seconds of a core is a hang, and is killed if there is no answer in ten times
that. With --run a whole ``solieu run`` then reads them all from one folder, and the lake's issues are compared.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from tasks.articles.limits import Limits
from tasks.articles.sources import list_sources
from tasks.lake.base import StoreOptions
from tasks.lake.maintenance import verify
from tasks.lake.store import open_store
from tasks.runs.read import ReadOptions, parts_of, read_batches
from tasks.runs.rows import joined
from tests.faults.spoiling import TEXT, planted

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

OPTIONS = ReadOptions(date(2026, 1, 1), Limits(), StoreOptions())


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one file; ``seconds`` of a core, ``memory`` the process's peak so far (MiB), ``rows`` a digest of all read."""

    number: int
    how: str
    seconds: float
    memory: float
    error: str = ""
    silent: bool = False
    rows: str = ""


def read_one(folder: Path, seed: int, number: int) -> Outcome:
    """Make a file, list it, read it; what is silent left neither an article nor an issue, or no issue though bad."""
    bad = planted(folder / str(number), seed, number)
    started = time.process_time()
    error = digest = ""
    silent = False
    try:
        sources, issues = list_sources([str(bad.path.parent)], open_store)  # type: ignore[arg-type]  nothing is remote here
        if bad.vanishing:
            bad.path.unlink()
        parts = [part for source in sources for part in parts_of(source, OPTIONS)]
        rows = joined(list(read_batches(parts, OPTIONS, processes=1)))
    except Exception as raised:
        error = f"{type(raised).__name__}: {raised}"[:300]
    else:
        told = rows.issues.height + len(issues)
        silent = not told and (bad.told or not rows.n_articles)
        frames = (rows.sources.drop("etag"), rows.articles, rows.observations, rows.issues)
        read = [frame.write_json() for frame in frames]
        digest = hashlib.sha256("".join(read).replace(str(folder), "").encode()).hexdigest()
    seconds = time.process_time() - started
    shutil.rmtree(bad.path.parent)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Outcome(number, bad.how, seconds, memory, error, silent, digest)


def reader(channel: Connection, folder: Path, seed: int) -> None:
    """A process that reads whatever number it is given."""
    while (number := channel.recv()) is not None:
        channel.send(read_one(folder, seed, number))


def drive(numbers: range, seed: int, folder: Path, limit: float) -> tuple[list[Outcome], list[int], list[int]]:
    """What became of the files of these numbers, those that took too long, and those with which the process died."""
    spawn = multiprocessing.get_context("spawn")
    outcomes: list[Outcome] = []
    hung: list[int] = []
    died: list[int] = []
    waiting = list(reversed(numbers))
    while waiting:
        channel, theirs = spawn.Pipe()
        process = spawn.Process(target=reader, args=(theirs, folder, seed), daemon=True)
        process.start()
        theirs.close()
        while waiting:
            number = waiting.pop()
            channel.send(number)
            try:
                if channel.poll(limit):
                    outcomes.append(channel.recv())
                    continue
                hung.append(number)
            except EOFError:
                died.append(number)
            break
        process.kill()
        process.join()
    return outcomes, hung, died


def whole_run(files: int, seed: int, folder: Path) -> dict[str, Any]:
    """All files among as many good ones, read and published by the command; once more, nothing may be new."""
    articles = folder / "articles"
    bad = [planted(articles, seed, number) for number in range(files)]
    for number in range(files):  # so that not too many of the figures are absurd for a release
        (articles / f"good-{number}.txt").write_text(f"{TEXT}\nTin số {number}.\n", encoding="utf-8")
    environment = {**os.environ, "PREFECT_HOME": str(folder / "prefect"), "SOLIEU_LAKE": str(folder / "lake")}
    command = [Path(sys.executable).with_name("solieu"), "run", articles, "--json"]
    runs = []
    for _ in range(2):
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        runs.append((done, round(time.perf_counter() - started, 1)))
    first, second = (json.loads(done.stdout) if done.returncode == 0 else {} for done, _ in runs)
    store = open_store(str(folder / "lake"))
    told = pl.read_parquet(folder / "lake" / "issues.parquet")["source_uri"].to_list() if first else []
    named = {Path(uri.partition("#")[0]).name.partition(" ")[0][:5] for uri in told}
    missing = [one for one in bad if one.told and not one.vanishing and f"{one.number:05}" not in named]
    return {
        "articles": first.get("articles"), "issues": first.get("issues"), "bad files without issue": len(missing),
        "read by a second run": second.get("sources", -1) - second.get("sources_unchanged", 0),
        "lake whole": verify(store).whole if first else False,
        "run seconds": runs[0][1], "run MiB": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        **({"failed": runs[0][0].stderr[-500:]} if not first else {}),
    }  # fmt: skip


def campaign(files: int, seed: int, folder: Path, seconds: float) -> dict[str, Any]:
    started = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        shares = [
            pool.submit(drive, range(first, files, 2), seed, folder / f"{first}", 10 * seconds) for first in (0, 1)
        ]
        (outcomes, hung, died), (more, more_hung, more_died) = (share.result() for share in shares)
    outcomes = sorted(outcomes + more, key=lambda outcome: outcome.number)
    for outcome in outcomes:
        if outcome.error or outcome.silent:
            sys.stderr.write(f"{outcome.number} ({outcome.how}): {outcome.error or 'nothing told'}\n")
    for number in sorted(hung + more_hung):
        sys.stderr.write(f"{number}: no answer within {10 * seconds} seconds\n")
    for number in sorted(died + more_died):
        sys.stderr.write(f"{number}: the process that read it died\n")
    ways = Counter(outcome.how for outcome in outcomes)
    return {
        "program": "bad_files", "files": files, "ways": len(ways),
        "crashes": len(died + more_died) + sum(bool(outcome.error) for outcome in outcomes),
        "hangs": len(hung + more_hung) + sum(outcome.seconds > seconds for outcome in outcomes),
        "told of none": sum(outcome.silent for outcome in outcomes),
        "slowest seconds": round(max(outcome.seconds for outcome in outcomes), 1),
        "peak MiB": round(max(outcome.memory for outcome in outcomes)),
        "digest": hashlib.sha256("".join(outcome.rows for outcome in outcomes).encode()).hexdigest()[:16],
        "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60, help="more than this of a core for one file is a hang")
    parser.add_argument("--memory", type=float, default=768, help="more MiB than this are too many for a process")
    parser.add_argument("--run", action="store_true", help="then read all of them with one `solieu run`")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = campaign(options.files, options.seed, Path(folder), options.seconds)
        failed = result["crashes"] or result["hangs"] or result["told of none"] or result["peak MiB"] > options.memory
        if options.run:
            result |= (run := whole_run(options.files, options.seed, Path(folder)))
            failed = failed or run["bad files without issue"] or run["read by a second run"] or not run["lake whole"]
    sys.stdout.write(json.dumps(result) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
