"""Patterns are tried only where they can begin; nothing that trying all of them everywhere finds may be lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tasks.grammar.period_patterns import PATTERNS
from tasks.grammar.starts import Patterns
from tasks.grammar.tokens import fold

GOLDEN = Path(__file__).parent.parent / "golden"
TEXTS = [fold(path.read_text(encoding="utf-8")) for path in sorted(GOLDEN.glob("*.txt"))[::6]]


def everywhere(text: str, patterns: list[tuple[str, re.Pattern[str]]]) -> list[tuple[str, tuple[int, int]]]:
    """The first pattern that matches at each place that no letter or digit precedes."""
    found = []
    for at in range(len(text)):
        if at and text[at - 1].isalnum():
            continue
        match = next(((name, m) for name, pattern in patterns if (m := pattern.match(text, at)) is not None), None)
        if match is not None and match[1].end() > at:
            found.append((match[0], match[1].span()))
    return found


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_mention_of_time_is_found_wherever_it_stands(text: str) -> None:
    compiled = [(name, re.compile(pattern)) for name, pattern in PATTERNS]
    expected = everywhere(text, compiled)
    assert expected
    assert [(name, match.span()) for name, match in Patterns(PATTERNS).find(text) if match.end() > match.start()] == (
        expected
    )


def test_no_pattern_begins_with_a_blank() -> None:
    with pytest.raises(ValueError, match="'base' may begin with a blank"):
        Patterns([("now", r"nay"), ("base", r"\s*cùng\s+kỳ")])


def test_what_looks_around_itself_is_found() -> None:
    patterns = Patterns([("now", r"(?<!hôm )nay(?=\s+đã)"), ("month", r"tháng\s+\d(?!\d|\s*%)")])
    assert [name for name, _ in patterns.find("hôm nay đã, nay đã, nay; tháng 4, tháng 12, tháng 5 %")] == [
        "now",
        "month",
    ]
