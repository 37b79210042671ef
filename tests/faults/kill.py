"""Kill runs at random instants; one more run must leave the lake as if nothing had happened.

python tests/faults/kill.py --kills 200 --store folder|s3 [--seed 1]

Readers poll the tree all the while: every file they get is one that an undisturbed lake held at some time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tasks.lake.errors import ObjectMissingError
from tests.faults.workload import Place, Reference, new_bucket, run_step, s3_server, steps, visible

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event


def polled(place: Place, valid: dict[str, set[str]], stop: Event, answer: Any) -> None:
    """Read all partitions again and again until told to stop; tell how often, and what was wrong."""
    store = place.open()
    wrong: list[str] = []
    reads = 0
    while not stop.wait(0.005):
        seen = [item.key for item in store.list("statistics/")] + [item.key for item in store.list("observations/")]
        for path in seen:
            try:
                digest = hashlib.sha256(store.read(path)).hexdigest()
            except ObjectMissingError:  # removed between the listing and the reading, as a release may
                continue
            reads += 1
            if digest not in valid.get(path, set()):
                wrong.append(path)
    answer.put((reads, wrong))


def killed_once(spawn: Any, place: Place, number: int, instant: float) -> bool:
    """Start a run and kill it after ``instant`` seconds; whether it was still at work."""
    process = spawn.Process(target=step_in_child, args=(place, number))
    process.start()
    process.join(instant)
    alive = bool(process.is_alive())
    process.kill()
    process.join()
    return alive


def step_in_child(place: Place, number: int) -> None:
    run_step(place.open(), number)


def timed(spawn: Any, place: Place, number: int) -> float:
    started = time.perf_counter()
    process = spawn.Process(target=step_in_child, args=(place, number))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"run {number} on {place.uri} failed undisturbed")
    return time.perf_counter() - started


def campaign(kills: int, kind: str, seed: int, folder: Path, endpoint: str) -> dict[str, Any]:
    """As many lakes as it takes to kill that many runs; each is compared after every step."""
    dice = random.Random(seed)
    reference = Reference.made(folder / "reference")
    spawn = multiprocessing.get_context("forkserver")
    spawn.set_forkserver_preload(["tests.faults.workload"])
    started = time.perf_counter()
    done = differing = lakes = reads = 0
    wrong: list[str] = []
    usual = 0.5
    while done < kills:
        lakes += 1
        place = Place(str(folder / f"lake-{lakes}")) if kind == "folder" else new_bucket(endpoint, f"kill-{lakes}")
        stop, answer = spawn.Event(), spawn.SimpleQueue()
        reader = spawn.Process(target=polled, args=(place, reference.valid, stop, answer))
        reader.start()
        for number in range(len(steps())):
            for _ in range(dice.choice((1, 1, 2))):
                done += killed_once(spawn, place, number, dice.uniform(0, usual))
            usual = 0.7 * usual + 0.3 * timed(spawn, place, number)
            if visible(place.open()) != reference.after[number]:
                differing += 1
        stop.set()
        count, bad = answer.get()
        reader.join()
        reads, wrong = reads + count, wrong + bad
    return {
        "program": "kill", "store": kind, "kills": done, "lakes": lakes, "lakes differing": differing,
        "files read meanwhile": reads, "wrong files read": len(wrong),
        "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--store", choices=("folder", "s3"), default="folder")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, s3_server() as endpoint:
        result = campaign(options.kills, options.store, options.seed, Path(folder), endpoint)
    sys.stdout.write(json.dumps(result) + "\n")
    return 1 if result["lakes differing"] or result["wrong files read"] else 0


if __name__ == "__main__":
    sys.exit(main())
