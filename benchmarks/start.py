"""What `solieu run` adds to Prefect's own floor: a flow that does nothing and the examples, timed in turn.

uv run python benchmarks/start.py [ROUNDS]
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTHING = "from prefect import flow\n@flow\ndef nothing(): return 1\nnothing()\n"


def seconds(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {"PATH": os.environ["PATH"], "HOME": name, "PREFECT_HOME": str(folder / "prefect")}
        quiet = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
        bare = [sys.executable, "-c", NOTHING]
        run = [str(Path(sys.executable).with_name("solieu")), "run", str(ROOT / "examples" / "articles")]
        seconds(run, folder, environment)  # makes Prefect's database
        times: dict[str, list[float]] = {"a flow that does nothing": [], "solieu run examples/articles": []}
        for _ in range(rounds):
            shutil.rmtree(folder / "lake")
            times["a flow that does nothing"].append(seconds(bare, folder, {**environment, **quiet}))
            times["solieu run examples/articles"].append(seconds(run, folder, environment))
    for what, measured in times.items():
        print(
            f"{what:<30} median {statistics.median(measured):6.2f} s  from {min(measured):.2f} to {max(measured):.2f}"
        )
    floor, ours = (statistics.median(measured) for measured in times.values())
    print(f"difference {ours - floor:+.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
