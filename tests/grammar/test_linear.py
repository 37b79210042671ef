"""The work of reading grows as the text does: counted in calls, not in seconds, on texts that are built to be hard."""

from __future__ import annotations

import sys
import time
from datetime import date

import pytest

from benchmarks.linear_time import KINDS
from tasks.records.article import Article
from tests.grammar.scoring import reader

LONG, SECONDS = 60_000, 5
SMALL, LARGE = 6_000, 18_000  # characters; a sentence without an end is cut after some three thousand
SLACK = 1.15


def calls(text: str) -> int:
    """How many functions, Python's own included, are called while a text is read."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    article = Article("bai", "bai.txt", text, title="Quận 7", published_at=date(2023, 7, 5))
    sys.setprofile(note)
    try:
        reader().read_screened(article)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "kind",
    [
        "one sentence without an end",
        "nested parentheses",
        "one place many times",
        "rows with bars",
        "one year",
        "respectively",
    ],
)
def test_three_times_the_text_is_three_times_the_work(kind: str) -> None:
    piece = KINDS[kind]
    reader().read_screened(Article("bai", "bai.txt", piece))  # whatever is built at the first reading
    small, large = (calls(piece * (size // len(piece))) for size in (SMALL, LARGE))
    assert large <= SLACK * small * LARGE / SMALL


def test_a_word_without_an_end_is_read_at_once() -> None:
    """What a regular expression does is no call: where each letter is a start to the end, this takes minutes."""
    text = KINDS["one word of capitals"] * (LONG // 3) + ". 5"
    begin = time.process_time()
    reader().read_screened(Article("bai", "bai.txt", text))
    assert time.process_time() - begin < SECONDS
