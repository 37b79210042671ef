"""Whatever words a sentence is cut off after, joined or mixed with, the grammar reads it: no text makes it fail.

python tests/faults/scrambled.py [--texts 20000] [--seed 0]

Texts of the specs are cut, joined, stripped of signs, or given words at random; what fails is printed, with the place.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from typing import TYPE_CHECKING, Final

from tasks.runs.defects import place_of
from tests.grammar.specs import article_of, load_specs, reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.grammar.specs import Case

_WORDS: Final = (
    ",", ";", ":", "(", ")", "-", ".", "và", "năm 2020", "12%", "đạt", "huyện", "tỷ", "trong đó", "so với", "từ", "lên",
    "còn", "điểm", "đoàn", "khu", "cụ thể", "lần lượt", "là", "ước", "cả",
)  # fmt: skip


def scrambled(dice: random.Random, text: str, texts: Sequence[str]) -> str:
    words = text.split(" ")
    at, other = dice.randrange(len(words)), dice.randrange(len(words))
    match dice.randrange(6):
        case 0:
            words = words[: at + 1]
        case 1:
            words = words[at:]
        case 2:
            del words[at : at + dice.randrange(1, 4)]
        case 3:
            words.insert(at, dice.choice(_WORDS))
        case 4:
            words[at], words[other] = words[other], words[at]
        case _:
            behind = dice.choice(texts).split(" ")
            words = words[: at + 1] + behind[dice.randrange(len(behind)) :]
    return " ".join(words)


def fails(case: Case, text: str) -> str | None:
    """The kind of error and its place, or None."""
    try:
        reader().read(article_of(case, text))
    except Exception as error:
        return place_of(error)
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    cases = [case for case in load_specs() if case.reads == "figures"]
    texts = [case.text for case in cases]
    failures: dict[str, str] = {}
    for number in range(asked.texts):
        case = cases[number % len(cases)]
        text = case.text
        for _ in range(dice.randrange(1, 4)):
            text = scrambled(dice, text, texts) or text
        if (failed := fails(case, text)) is not None:
            failures.setdefault(failed, text)
    result = {"program": "scrambled", "texts": asked.texts, "failures": failures}
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
