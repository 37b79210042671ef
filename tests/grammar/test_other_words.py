"""The same told in other words is read the same: whole articles, with one word of them exchanged throughout."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from tests.grammar.scoring import TODAY, article_from_text, reader

GOLDEN: Final = Path(__file__).parent.parent / "golden"
ARTICLES: Final = [f"own-{number:03}" for number in range(1, 61)]
WORDS: Final = [
    (r"so với cùng kỳ(?! năm)", "so với cùng kỳ năm ngoái"),
    (r"so với cùng kỳ(?! năm)", "so cùng kỳ"),
    (r"so với năm (20\d\d)", r"so năm \1"),
    (r"so với (dự toán|kế hoạch)", r"so \1"),
    (r"bằng (?=[\d,.]+%)", "tương đương "),
    (r" vượt (?=[\d,.]+%)", " vượt tới "),
    (r"ước đạt", "ước thực hiện đạt"),
    (r"trong đó", "trong số này"),
    (r"Đến nay", "Tính đến thời điểm này"),
    (r"6 tháng đầu năm", "nửa đầu năm"),
    (r"\b9 tháng", "chín tháng"),
    (r"giải quyết việc làm", "tạo việc làm"),
    (r"lượt khách", "lượt du khách"),
    (r"tỷ đồng", "tỉ đồng"),
    (r"%", " %"),
]


@pytest.mark.parametrize(("told", "in_other_words"), WORDS)
def test_another_word_for_it_changes_nothing(told: str, in_other_words: str) -> None:
    exchanged = 0
    for name in ARTICLES:
        text = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
        other, times = re.subn(told, in_other_words, text)
        if times:
            exchanged += 1
            assert _figures(other) == _as_told(name), name
    assert exchanged, "no article has these words"


@cache
def _as_told(name: str) -> frozenset[tuple[object, ...]]:
    return _figures((GOLDEN / f"{name}.txt").read_text(encoding="utf-8"))


def _figures(text: str) -> frozenset[tuple[object, ...]]:
    article = article_from_text(text, source_uri="article.txt", name="article", today=TODAY).article
    assert article is not None
    return frozenset(
        (told.district_name, told.indicator, told.measure, told.obs_value, told.time_period, told.obs_status)
        for told in reader().read(article).observations
    )
