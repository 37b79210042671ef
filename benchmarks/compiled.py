"""The compiled grammar beside the interpreted one, by turns: the same readings, and in what part of the time?

    uv run --group build python -m benchmarks.compiled [--folder FOLDER] [--texts FOLDER] [--rounds 3]

Compiles into a temporary folder, which takes minutes, unless FOLDER holds what ``python -m infra.native.compile`` left.
The texts are those of tests/golden and the examples, or the .txt files of a folder. Ends with 1 if a reading differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec

ROOT = Path(__file__).parent.parent


class Told(NamedTuple):
    """What one process read: a digest of it, and the milliseconds of one core for an article, read a second time.

    ``grammar`` is the file that the grammar came from.
    """

    grammar: str
    digest: str
    rows: int
    articles: int
    ms: float


class Sources:
    """Finds the sources of the packages where compiled modules lie beside them."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, _target: object = None) -> ModuleSpec | None:
        if not path or not name.startswith("tasks."):
            return None
        file = Path(path[0], f"{name.rpartition('.')[2]}.py")
        return spec_from_file_location(name, file) if file.is_file() else None


def worker(texts: list[Path]) -> Told:
    from tasks.articles.build import article_from_text  # noqa: PLC0415
    from tasks.grammar import extract  # noqa: PLC0415
    from tasks.runs.read import grammar  # noqa: PLC0415

    reader = grammar()
    built = [
        article_from_text(
            path.read_text(encoding="utf-8"), source_uri=path.name, name=path.name, today=date(2026, 1, 1)
        )
        for path in texts
    ]
    articles = [one.article for one in built if one.article is not None]
    readings = [reader.read(article) for article in articles]
    # The version of the rules is left out: it hashes the sources.
    told = [[replace(row, rules_version="") for row in read.observations] for read in readings]
    digest = hashlib.sha256(repr([told, [read.issues for read in readings]]).encode()).hexdigest()
    started = time.process_time()
    for article in articles:
        reader.read(article)
    spent = (time.process_time() - started) / len(articles) * 1e3
    rows = sum(len(read.observations) for read in readings)
    return Told(extract.__file__, digest, rows, len(articles), spent)


def read_with(packages: Path, texts: Path | None, *, interpreted: bool = False) -> Told:
    """What the worker tells in a process of its own that takes the packages of a folder."""
    command = [sys.executable, __file__, "--worker", *(["--texts", str(texts)] if texts else [])]
    command += ["--interpreted"] if interpreted else []
    environment = {**os.environ, "PYTHONPATH": str(packages), "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return Told(*json.loads(done.stdout))


def compare(folder: Path, texts: Path | None, rounds: int) -> None:
    ratios = []
    for number in range(rounds):
        compiled, interpreted = read_with(folder, texts), read_with(folder, texts, interpreted=True)
        if compiled.grammar.endswith(".py") or not interpreted.grammar.endswith(".py"):
            sys.exit(f"{folder} holds no compiled grammar")
        if compiled.digest != interpreted.digest:
            sys.exit("the compiled grammar reads something else")
        ratios.append(compiled.ms / interpreted.ms)
        print(f"{number + 1}: {compiled.ms:.2f} ms an article, interpreted {interpreted.ms:.2f}: {ratios[-1]:.2f}")
    print(f"the same {compiled.rows} observations of {compiled.articles} articles; {statistics.median(ratios):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="where the compiled grammar lies")
    parser.add_argument("--texts", type=Path, help="a folder of .txt files")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--interpreted", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.interpreted:
        sys.meta_path.insert(0, Sources())
    if options.worker:
        folders = [options.texts] if options.texts else [ROOT / "tests" / "golden", ROOT / "examples" / "articles"]
        found = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
        print(json.dumps(worker(found)))
        return
    if options.folder:
        compare(options.folder.resolve(), options.texts, options.rounds)
        return
    from infra.native.compile import compile_grammar  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name:
        compile_grammar(Path(name))
        compare(Path(name), options.texts, options.rounds)


if __name__ == "__main__":
    main()
