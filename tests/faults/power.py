"""Loss of power on a folder: what was not fsynced is dropped, kept or cut short, as chance has it.

python tests/faults/power.py --losses 200 [--seed 1]

The last committed release must be whole, and the next run must leave the lake as if nothing had happened.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tasks.lake.errors import ObjectMissingError
from tasks.lake.folder import FolderStore
from tasks.lake.maintenance import verify
from tasks.lake.snapshot import head
from tests.faults.workload import Killed, Mortal, Reference, run_step, steps, visible


class Volatile(FolderStore):
    """A folder that remembers what was not made durable, and can forget it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._root_folder = root
        self._unsafe: dict[str, bytes | None] = {}
        self._boots = 0

    @property
    def session(self) -> str:
        return f"boot-{self._boots}"

    def write(self, key: str, data: bytes, *, durable: bool = False) -> None:
        self._remember(key)
        super().write(key, data, durable=durable)
        if durable:
            self._unsafe.pop(key, None)

    def write_file(self, key: str, file: Path, *, durable: bool = False) -> None:
        self.write(key, file.read_bytes(), durable=durable)

    def delete(self, key: str) -> None:
        self._remember(key)
        super().delete(key)

    def lose_power(self, dice: random.Random) -> int:
        """Drop what was not durable; how many writes that was."""
        lost = 0
        for key, before in self._unsafe.items():
            path = self._root_folder / key
            fate = dice.choice(("kept", "undone", "undone", "empty", "cut"))
            if fate == "kept":
                continue
            lost += 1
            if fate == "undone" and before is None:
                path.unlink(missing_ok=True)
            elif fate == "undone":
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(before or b"")
            elif path.exists():
                path.write_bytes(b"" if fate == "empty" else path.read_bytes()[: path.stat().st_size // 2])
        self._unsafe.clear()
        self._boots += 1
        return lost

    def _remember(self, key: str) -> None:
        if key in self._unsafe:
            return
        try:
            self._unsafe[key] = self.read(key)
        except ObjectMissingError:
            self._unsafe[key] = None


def campaign(losses: int, seed: int, folder: Path) -> dict[str, Any]:
    dice = random.Random(seed)
    reference = Reference.made(folder / "reference")
    started = time.perf_counter()
    done = lakes = dropped = differing = torn = 0
    while done < losses:
        lakes += 1
        store = Volatile(folder / f"lake-{lakes}")
        for number in range(len(steps())):
            for _ in range(dice.choice((1, 1, 2))):
                mortal = Mortal(store, dice.randrange(1, 140), after=dice.random() < 0.5, really=False)
                with contextlib.suppress(Killed):
                    run_step(mortal, number)  # type: ignore[arg-type]  it passes every call on to the store
                dropped += store.lose_power(dice)
                done += 1
                if head(store) is not None:
                    torn += any(f.problem.startswith(("snapshot", "manifest")) for f in verify(store).findings)
            run_step(store, number)
            differing += visible(store) != reference.after[number]
    return {
        "program": "power", "store": "folder", "losses": done, "lakes": lakes, "writes dropped": dropped,
        "releases torn": torn, "lakes differing": differing, "seconds": round(time.perf_counter() - started, 1),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--losses", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = campaign(options.losses, options.seed, Path(folder))
    sys.stdout.write(json.dumps(result) + "\n")
    return 1 if result["lakes differing"] or result["releases torn"] else 0


if __name__ == "__main__":
    sys.exit(main())
