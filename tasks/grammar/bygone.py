"""Figures of times long past, or of what a place began with: *Khi mới thành lập, …*, in a year that is not told."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling

_TIME_REACH: Final = 5  # items behind a figure that may tell its year
_FAR: Final = 80  # words or items before a figure that may say what it is
_OPENING: Final = 5  # words that say how long it took
_WORDS: Final = load_words("narrowing.yaml")
_ONCE: Final = tuple(f"{phrase} " for phrase in _WORDS["once"])
_A_YEAR: Final = (["một", "năm", ","], ["1", "năm", ","])
_BEFORE: Final = tuple(_WORDS["before"])
_STARTS: Final = tuple(_WORDS["starts"])
_START_ENDS: Final = frozenset(_WORDS["start_ends"])
_SO_LITTLE: Final = frozenset(_WORDS["so_little"])
_NOW: Final = ("đến nay", "hiện nay", "nay ", "hiện có", "hiện còn", "hiện đã")


def is_bygone(told: Telling, index: int, *, lasting: bool) -> bool:
    """*Khi mới thành lập, dân số 30.000 người*; *Sau hơn 2 năm thực hiện, chỉ còn 2.000 vụ*: of a year not told."""
    if told.held(_BEFORE) and any(before in told.words(0, told.items[index].low) for before in _BEFORE):
        return True  # "Năm 2019 trở về trước, …"
    if told.held(_ONCE) and _opens_with_once(told, index):
        return True
    if told.held(_STARTS) and _is_of_start(told, index):
        return True
    after_years = not lasting and told.texts[0] == "sau" and "năm" in told.texts[:_OPENING]
    after_years = after_years and told.texts[1:4] not in _A_YEAR  # "Sau một năm, … tăng từ …": the last one
    if not after_years and not told.holds(told.lexicon.bygone):
        return False
    for item in told.items[max(0, index - _FAR) : index + _TIME_REACH]:
        if item.period is not None and item.period.year is not None:
            return False
    high = told.items[index].low
    words = told.words(max(0, high - _FAR), high)
    begins = told.words(0, min(_OPENING, high))  # of a long sentence
    since = next((phrase for phrase in told.lexicon.bygone if phrase in words or phrase in begins), None)
    if since is not None:
        return not _refers_back(told, since) and not _is_told_of_now(told, since, index)
    opening = told.texts[: min(_OPENING, told.items[index].low)]
    if lasting or opening[:1] != ["sau"] or opening[1:4] in _A_YEAR or "năm" not in opening or "nửa" in opening:
        return False
    first = told.items[0].period  # "Sau 5 năm thực hiện nghị quyết" is told of the term
    return first is None or first.kind != "term" or told.state.timing.spoken.term is None


def _is_of_start(told: Telling, index: int) -> bool:
    """*Điểm xuất phát thấp, thu nhập chỉ 12 triệu đồng, hộ nghèo 31%*: what a place began with, in a year not told."""
    start = next((i for i, pair in enumerate(pairwise(told.texts)) if pair == ("xuất", "phát")), len(told.texts))
    between = [item for item in told.items[:index] if item.low > start]
    if any(item.period is not None and item.period.year is not None for item in told.items[:index]):
        return False  # "Bắt tay vào làm năm 2011, xuất phát điểm thấp, …"
    if any(item.text in _START_ENDS for item in between):
        return False
    return any(item.text in _SO_LITTLE for item in between)


def _refers_back(told: Telling, since: str) -> bool:
    """*Năm 1998, thị xã được tách ra. Khi ấy thu nhập chỉ 4,4 triệu đồng*: of the bygone year that is spoken of."""
    year, current = told.state.context.year, told.state.timing.spoken.current
    bygone = current is not None and year is not None and current.year < year - 1 and current.code[4:5] != "/"
    founded = bygone and current == told.state.timing.spoken.founded
    return (since.endswith(("ấy", "bấy giờ", "đó")) and bygone) or (founded and "thành lập" in since)


def _is_told_of_now(told: Telling, since: str, index: int) -> bool:
    """*Khi bắt tay vào làm, huyện có 3 xã đạt chuẩn, nay thu nhập đạt 52 triệu đồng*: a word for today in between."""
    between = told.words(0, told.items[index].low).partition(since)[2]
    return any(f" {now}" in between for now in _NOW)


def _opens_with_once(told: Telling, index: int) -> bool:
    """*Trước đây, thu nhập bình quân chỉ 8 triệu đồng*, *Từ chỗ thu chỉ 12 tỷ đồng*, up to the next figure."""
    previous = told.previous_quantity(index)
    start = told.clause_start(index, {";"}) if previous is None else previous + 1
    end = told.clause_end(index, {",", ";"})
    if any(item.period is not None and item.period.year is not None for item in told.items[start:end]):
        return False  # "Trước đây, năm 2010, …", "Từ chỗ chỉ có 12 trường năm 2015, …"
    words = f"{told.words(told.items[start].low, told.items[index].low)} "
    since = next((once for once in _ONCE if words.startswith(once) or f", {once}" in words), None)
    return since is not None and not _refers_back(told, since.rstrip())
