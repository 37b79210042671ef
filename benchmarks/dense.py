"""How many articles full of figures one core reads, beside others that look for numbers or words in Vietnamese.

    uv run --group peers python benchmarks/dense.py [--articles 400] [--texts FOLDER] [--peers underthesea ...]

The texts are those of tests/golden (or the .txt files of FOLDER), repeated with other figures so that nothing is known
from before. Each program runs in a process of its own, on one core, over the same texts, and stops after ``--seconds``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.growth import altered

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDENS = Path(__file__).parent.parent / "tests" / "golden"
PEERS = ("underthesea", "dateparser", "quantulum3")
WHAT = {
    "solieu": "from the raw text to figures of districts",
    "solieu, grammar alone": "from the cleaned text to figures of districts",
    "underthesea": "word_tokenize",
    "dateparser": "search_dates, vi",
    "quantulum3": "parser.parse",
}


def texts_of(folder: Path, count: int) -> list[str]:
    found = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    if not found:
        sys.exit(f"{folder} holds no .txt file")
    return [altered(text, number) for number, text in enumerate(islice(cycle(found), count))]


def ours(texts: list[str], *, cleaned: bool) -> Callable[[str], object]:
    from datetime import date  # noqa: PLC0415

    from tasks.articles.build import article_from_text  # noqa: PLC0415
    from tasks.runs.read import grammar  # noqa: PLC0415

    def built(text: str) -> object:
        return article_from_text(text, source_uri="bai.txt", name="bai", today=date(2026, 1, 1)).article

    reader = grammar()
    if not cleaned:
        return lambda text: reader.read(built(text))  # type: ignore[arg-type]
    ready = dict(zip(texts, map(built, texts), strict=True))
    return lambda text: reader.read(ready[text])  # type: ignore[arg-type]


def worker(name: str, texts: list[str]) -> Callable[[str], object]:
    if name.startswith("solieu"):
        return ours(texts, cleaned=name != "solieu")
    if name == "underthesea":
        from underthesea import word_tokenize  # noqa: PLC0415

        return word_tokenize
    if name == "dateparser":
        from dateparser.search import search_dates  # noqa: PLC0415

        return lambda text: search_dates(text, languages=["vi"])
    from quantulum3 import parser  # noqa: PLC0415

    return parser.parse


def measure(name: str, texts: list[str], seconds: float) -> None:
    """Print articles a second of processor time."""
    work = worker(name, texts)
    for text in texts[:2]:
        work(text)
    done, started = 0, time.process_time()
    for text in texts[2:]:
        work(text)
        done += 1
        if time.process_time() - started > seconds:
            break
    print(done / (time.process_time() - started))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--texts", type=Path, default=GOLDENS)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=PEERS)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one, texts_of(options.texts, options.articles), options.seconds)
        return 0
    again = ["--texts", str(options.texts), "--articles", str(options.articles), "--seconds", str(options.seconds)]
    root = str(Path(__file__).parent.parent)
    packages = os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), root])  # a compiled grammar goes first
    one_core = {**os.environ, "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", "PYTHONPATH": packages}
    speeds: dict[str, float] = {}
    for name in ("solieu", "solieu, grammar alone", *options.peers):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "benchmarks.dense", "--one", name, *again],  # -P: PYTHONPATH goes first
            env=one_core, cwd=root, stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            print(f"{name:22} failed; the peers come with `uv sync --group peers`")
            continue
        speeds[name] = float(done.stdout.split()[-1])
        ratio = speeds["solieu"] / speeds[name]
        print(
            f"{name:22} {speeds[name]:8.1f} articles a second, {ratio:7.1f} times as many read by solieu: {WHAT[name]}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
