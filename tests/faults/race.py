"""Many writers on one lake, overlapping partitions: nothing lost, nothing twice, no gap in the numbers.

python tests/faults/race.py --writers 8 --commits 25 --store folder|s3 [--prune]

Each commit brings one article about a district that all writers tell of; half of them also rewrite an earlier article
of theirs. With --prune another process prunes to the last three releases all the while.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

from tasks.lake.datasets import OBSERVATIONS, STATISTICS
from tasks.lake.errors import LakeError
from tasks.lake.maintenance import prune, verify
from tasks.lake.release import publish
from tasks.lake.snapshot import head, read_frame, read_ledger, release_numbers
from tests.faults.workload import Place, new_bucket, s3_server
from tests.lake.samples import Read, Told, batch_of, context_of, reconcile

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

    from tasks.lake.batch import Batch


def reads(writer: int, commit: int) -> list[Read]:
    """The article of a commit, and in every second one a new version of the article before it."""
    versions = [(commit, "một")] + ([(commit - 1, "hai")] if commit % 2 else [])
    return [
        Read(
            f"bao-{writer}/{number}.txt",
            f"Quận 1: người viết {writer}, bài {number}, bản {version}.",
            (Told("quan-1", 2015 + number % 5, 1000.0 + writer * 100 + number + (version == "hai") / 2),),
            etag=version,
        )
        for number, version in versions
    ]


def writer(place: Place, number: int, commits: int, answer: Any) -> None:
    store = place.open()
    numbers = []
    for commit in range(commits):
        release = publish(store, batch_of(*reads(number, commit)), reconcile, context_of(f"writer-{number}-{commit}"))
        assert release is not None
        numbers.append(release.number)
    answer.put(numbers)


def pruner(place: Place, stop: Event) -> None:
    store = place.open()
    while not stop.wait(0.05):
        if head(store) is not None:
            prune(store, keep=3)


def everything(writers: int, commits: int) -> Batch:
    """All that was ever brought, in its last version, as one batch."""
    last: dict[str, Read] = {}
    for number in range(writers):
        for commit in range(commits):
            last |= {read.source: read for read in reads(number, commit)}
    return batch_of(*last.values())


def campaign(place: Place, alone: Place, writers: int, commits: int, *, pruned: bool) -> dict[str, Any]:
    spawn = multiprocessing.get_context("forkserver")
    spawn.set_forkserver_preload(["tests.faults.workload"])
    started = time.perf_counter()
    answer, stop = spawn.SimpleQueue(), spawn.Event()
    processes = [spawn.Process(target=writer, args=(place, n, commits, answer)) for n in range(writers)]
    if pruned:
        pruning = spawn.Process(target=pruner, args=(place, stop))
        pruning.start()
    for process in processes:
        process.start()
    numbers = sorted(number for _ in processes for number in answer.get())
    for process in processes:
        process.join()
    stop.set()
    if pruned:
        pruning.join()

    publish(alone.open(), everything(writers, commits), reconcile, context_of())
    raced, single = place.open(), alone.open()
    same = [
        read_frame(raced, head(raced), dataset).equals(read_frame(single, head(single), dataset))
        for dataset in (OBSERVATIONS, STATISTICS)
    ]
    held = [read_ledger(store, head(store)).holdings.drop("part") for store in (raced, single)]
    try:
        findings = len(verify(raced).findings)
    except LakeError as error:
        sys.stderr.write(f"{error}\n")
        findings = -1
    trees = [[item.key for item in store.list("statistics/")] for store in (raced, single)]
    return {
        "program": "race", "store": place.uri.partition("://")[0] if "://" in place.uri else "folder",
        "writers": writers, "commits": commits, "pruned meanwhile": pruned,
        "numbers without gap": numbers == list(range(1, writers * commits + 1)) == release_numbers(raced),
        "observations": read_frame(raced, head(raced), OBSERVATIONS).height,
        "same as one run": all(same) and held[0].equals(held[1]) and trees[0] == trees[1],
        "findings of verify": findings,
        "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--commits", type=int, default=25)
    parser.add_argument("--store", choices=("folder", "s3"), default="folder")
    parser.add_argument("--prune", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, s3_server() as endpoint:
        place = Place(f"{folder}/raced") if options.store == "folder" else new_bucket(endpoint, "raced")
        alone = Place(f"{folder}/alone")
        result = campaign(place, alone, options.writers, options.commits, pruned=options.prune)
    sys.stdout.write(json.dumps(result) + "\n")
    whole = result["numbers without gap"] and result["same as one run"] and result["findings of verify"] == 0
    return 0 if whole else 1


if __name__ == "__main__":
    sys.exit(main())
