"""How right the figures are, on labelled articles: by indicator, by measure, and which field is wrong.

    uv run python benchmarks/accuracy.py tests/golden

GOLD_DIR holds pairs ``<id>.txt`` and ``<id>.json``; ``tests/golden/README.md`` says what a label is. A row counts as
right only if district, indicator, measure, period and value all are.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from tests.grammar.scoring import FIELDS, Comparison, Score, by, compare_folder, total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("gold_dir", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--articles", metavar="FROM-TO", help="only these, by place in the sorted folder: 1-30")
    parser.add_argument("--errors", action="store_true", help="list every row that is wrong or missed")
    parser.add_argument("--json", action="store_true", help="print the totals as one JSON object")
    options = parser.parse_args()
    names = sorted(path.stem for path in options.gold_dir.glob("*.json"))
    if not names:
        sys.exit(f"{options.gold_dir} holds no labelled article: name a folder of <id>.txt and <id>.json")
    if options.articles:
        first, _, last = options.articles.partition("-")
        names = names[int(first) - 1 : int(last or first)]
    comparisons = list(compare_folder(options.gold_dir, names))
    if options.json:
        print(json.dumps(_totals(comparisons)))
        return
    for name in ("indicator", "measure"):
        _table(name, by(comparisons, name))
    _errors(comparisons)
    if options.errors:
        _listing(comparisons)
    print("\n" + "  ".join(f"{key} {value}" for key, value in _totals(comparisons).items()))


def _totals(comparisons: list[Comparison]) -> dict[str, float]:
    score = total(comparisons)
    perfect = sum(1 for one in comparisons if len(one.labels) == len(one.read) == len(one.right))
    return {
        "articles": len(comparisons),
        "labels": score.labels,
        "read": score.read,
        "right": score.right,
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "perfect_articles": perfect,
    }


def _table(name: str, scores: dict[str, Score]) -> None:
    print(f"\n{name:<32}{'labels':>8}{'read':>8}{'right':>8}{'precision':>11}{'recall':>9}{'f1':>8}")
    for key, score in scores.items():
        print(
            f"{key:<32}{score.labels:>8}{score.read:>8}{score.right:>8}"
            f"{score.precision:>11.3f}{score.recall:>9.3f}{score.f1:>8.3f}"
        )


def _errors(comparisons: list[Comparison]) -> None:
    """A row beside the label that it comes nearest to is wrong in the fields that differ; the rest stand alone."""
    wrong = Counter(name for one in comparisons for pair in one.pairs for name in pair.wrong)
    alone = Counter(pair.wrong[0] for one in comparisons for pair in one.pairs if len(pair.wrong) == 1)
    print(f"\n{'field of error':<32}{'rows':>8}{'in it alone':>14}")
    for name in FIELDS:
        print(f"{name:<32}{wrong[name]:>8}{alone[name]:>14}")
    print(f"{'missed':<32}{sum(len(one.missed) for one in comparisons):>8}")
    print(f"{'invented':<32}{sum(len(one.invented) for one in comparisons):>8}")
    print(f"{'of a city, ward or other body':<32}{sum(len(one.anothers) for one in comparisons):>8}")


def _listing(comparisons: list[Comparison]) -> None:
    for one in comparisons:
        if not (one.pairs or one.missed or one.invented or one.anothers):
            continue
        print(f"\n{one.article}")
        for pair in one.pairs:
            print(f"  {'/'.join(pair.wrong)}: {_told(pair.read)}\n    instead of {_told(pair.label)}")
        for kind, rows in (("missed", one.missed), ("invented", one.invented), ("another's", one.anothers)):
            for row in rows:
                print(f"  {kind}: {_told(row)}")


def _told(row: tuple[object, ...]) -> str:
    return " | ".join(f"{part:g}" if isinstance(part, float) else str(part) for part in row)


if __name__ == "__main__":
    main()
