"""Where the time goes on ordinary articles: the screen, cleaning, the closer look, reading, the rest.

    uv run python benchmarks/ordinary.py ARTICLES.parquet [--column text] [--articles 2000]

Processor time of one core, from the bytes of JSON lines to the frames of a shard, as a process of a run does it.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["POLARS_MAX_THREADS"] = "1"  # it is read at import

import polars as pl

from tasks.articles import documents
from tasks.articles.limits import Limits
from tasks.grammar.version import is_compiled
from tasks.lake.base import StoreOptions
from tasks.runs.read import ReadOptions, grammar, parts_of, read_parts, sources_under

if TYPE_CHECKING:
    from collections.abc import Callable

spent: dict[str, float] = defaultdict(float)
asked: dict[str, int] = defaultdict(int)


def timed(owner: Any, name: str, step: str) -> None:
    """Have every call of a function add to the time of its step, without what other steps take meanwhile."""
    function: Callable[..., Any] = getattr(owner, name)

    def call(*given: Any, **named: Any) -> Any:
        others, begin = sum(spent.values()), time.process_time()
        result = function(*given, **named)
        spent[step] += time.process_time() - begin - (sum(spent.values()) - others)
        asked[step] += 1
        return result

    setattr(owner, name, call)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("articles_file", type=Path, help="a Parquet table or JSON lines of articles")
    parser.add_argument("--column", default="text", help="its column of texts (default: text)")
    parser.add_argument("--articles", type=int, default=2000)
    options = parser.parse_args()
    path: Path = options.articles_file
    frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_ndjson(path)
    texts: list[str] = frame[options.column].drop_nulls().to_list()
    texts = texts[:: max(1, len(texts) // options.articles)][: options.articles]
    terms = ReadOptions(today=date(2026, 1, 1), limits=Limits(), store=StoreOptions())
    reader = grammar()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "bai.jsonl")
        lines = (json.dumps({"id": str(n), "text": text}, ensure_ascii=False) for n, text in enumerate(texts))
        file.write_text("\n".join(lines), encoding="utf-8")
        parts = [part for source in sources_under([str(file)], terms)[0] for part in parts_of(source, terms)]
        read_parts(parts, terms)  # whatever is built or learned at the first reading
        reader.closer_look.forget()
        if not is_compiled():  # else nobody can step in between
            timed(reader.screen, "parts", "screen")
            timed(documents, "article_from_text", "clean")
            for name in ("may_hold_lines", "may_tell"):  # before and behind cleaning
                timed(reader.closer_look, name, "look")
            timed(reader, "read", "read")
        begin = time.process_time()
        rows = read_parts(parts, terms)
        spent["all"] = time.process_time() - begin
    spent["rest"] = spent["all"] - sum(spent[step] for step in ("screen", "clean", "look", "read"))
    for step in ("all",) if is_compiled() else ("screen", "clean", "look", "read", "rest", "all"):
        told = f"  {asked[step]} articles" if step in {"clean", "read"} and asked[step] else ""
        print(f"{step:<8}{spent[step] / len(texts) * 1e3:8.3f} ms{spent[step] / spent['all']:7.0%}{told}")
    print(f"{rows.n_articles} articles, {len(texts) / spent['all']:,.0f} a second and core")


if __name__ == "__main__":
    main()
