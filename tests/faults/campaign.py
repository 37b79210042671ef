"""All fault programs at full length, one after the other; prints a table for docs/reliability.md.

python tests/faults/campaign.py [--share 1.0] [--only kill race]

``--share 0.1`` makes each a tenth as long; ``--only`` names the programs to run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def programs(share: float) -> list[list[str]]:
    def of(full: int) -> str:
        return str(max(1, round(full * share)))

    return [
        ["kill.py", "--store", "folder", "--kills", of(200)],
        ["kill.py", "--store", "s3", "--kills", of(200)],
        ["race.py", "--store", "folder", "--writers", "8", "--commits", of(25)],
        ["race.py", "--store", "s3", "--writers", "8", "--commits", of(25)],
        ["race.py", "--store", "folder", "--writers", "8", "--commits", of(25), "--prune"],
        ["power.py", "--losses", of(500)],
        ["proxy.py", "--runs", of(1000)],
        ["bad_files.py", "--files", of(10_000), "--run"],
        ["scrambled.py", "--texts", of(100_000)],
    ]


def row(options: list[str], result: dict[str, Any], code: int) -> str:
    told = ", ".join(f"{name} {value}" for name, value in result.items() if name not in {"program", "store", "by kind"})
    return f"| `{' '.join(options)}` | {told} | {'passed' if code == 0 else 'FAILED'} |\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--only", nargs="+", default=[])
    asked = parser.parse_args()
    failed = 0
    sys.stdout.write("| program | result | |\n| --- | --- | --- |\n")
    for options in programs(asked.share):
        if asked.only and options[0].removesuffix(".py") not in asked.only:
            continue
        done = subprocess.run(
            [sys.executable, HERE / options[0], *options[1:]], capture_output=True, text=True, check=False
        )
        result = json.loads(done.stdout) if done.stdout else {"error": done.stderr.strip().splitlines()[-1:]}
        failed += done.returncode != 0
        sys.stdout.write(row(options, result, done.returncode))
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
