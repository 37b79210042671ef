"""What it costs to tell articles that can hold a figure from those that cannot, beside one pass for a few words.

    uv run python benchmarks/screen.py ARTICLES.parquet --column text [--prove]

Without a file the texts of tests/golden are screened, many times over. The floor is Polars' ``contains_any`` for 26
words on one core. ``--prove`` reads every article that was turned away and fails where one of them yields anything.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["POLARS_MAX_THREADS"] = "1"  # one core for both; it is read at import

import polars as pl

from tasks.articles.build import clean_article_text
from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader
from tasks.records.article import Article

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
WORDS = [
    "ngân sách", "giải ngân", "đầu tư công", "hộ nghèo", "tỷ lệ", "doanh nghiệp", "thu nhập", "tăng trưởng", "dân số",
    "du lịch", "nông thôn mới", "tội phạm", "tai nạn", "xuất khẩu", "quy hoạch", "lao động", "việc làm", "chỉ tiêu",
    "vốn đầu tư", "thuế", "kế hoạch", "dự toán", "cải cách", "hồ sơ", "hành chính", "lượt khách",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("articles", nargs="?", type=Path, help="a Parquet table of articles")
    parser.add_argument("--column", default="text", help="its column of texts (default: text)")
    parser.add_argument("--prove", action="store_true", help="read what was turned away")
    options = parser.parse_args()
    texts = [clean_article_text(text) for text in _texts(options.articles, options.column)]
    screen = Reader(load_catalog()).screen
    frame = pl.DataFrame({"text": texts})
    floor = _seconds(lambda: frame.select(pl.col("text").str.contains_any(WORDS)))
    ours = _seconds(lambda: [screen.may_tell(text) for text in texts])
    kept = [screen.may_tell(text) for text in texts]
    print(f"{len(texts)} articles, {sum(len(text.encode()) for text in texts) / 1e6:.1f} MB, one core")
    for name, seconds in (("contains_any", floor), ("screen", ours)):
        print(f"{name:<16}{seconds / len(texts) * 1e6:9.1f} µs an article{len(texts) / seconds:12,.0f} articles/s")
    print(f"ratio {ours / floor:.1f}")
    print(f"{sum(kept)} articles kept, {sum(kept) / len(texts):.1%}")
    if options.prove:
        _prove([text for text, keep in zip(texts, kept, strict=True) if not keep])


def _texts(path: Path | None, column: str) -> list[str]:
    if path is not None:
        texts: list[str] = pl.read_parquet(path, columns=[column])[column].drop_nulls().to_list()
        return texts
    return [file.read_text(encoding="utf-8") for file in sorted((ROOT / "tests" / "golden").glob("*.txt"))] * 50


def _seconds(run: Callable[[], object]) -> float:
    """Processor time, the best of three."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        run()
        best = min(best, time.process_time() - begin)
    return best


def _prove(turned_away: list[str]) -> None:
    reader = Reader(load_catalog())
    lost = []
    for number, text in enumerate(turned_away):
        reading = reader.read(Article(str(number), str(number), text))
        if reading.observations or reading.issues:
            lost.append(text[:200])
    print(f"{len(turned_away)} articles turned away were read: {len(lost)} of them yield anything")
    if lost:
        sys.exit("\n\n".join(lost[:5]))


if __name__ == "__main__":
    main()
