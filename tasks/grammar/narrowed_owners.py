"""Figures of some only, by who has them: *3 xã có tỷ lệ hộ nghèo trên 10%*, *5 xã thu ngân sách đạt …*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling

STOPS: Final = frozenset({",", ";", ":", "(", ")"})
_WORDS: Final = load_words("narrowing.yaml")
_OWNERS: Final = tuple(f" {owner} " for owner in _WORDS["owners"])
_SOME: Final = tuple(_WORDS["some"])
_HAVE: Final = frozenset(_WORDS["have"])
_GAPS: Final = frozenset({"chênh lệch", "khoảng cách"})
OUT_OF: Final = frozenset({"trong số", "trong tổng số", "trong tổng"})
_JOINTS: Final = frozenset({",", "và", "-"})
_COMMUNES: Final = _JOINTS | {"xã", "phường", "thị", "trấn"}
_BEFORE_REACH: Final = 2  # words before the subject that say what is taken out of it
_OWNER_REACH: Final = 6  # words from the subject back to those that are counted


def is_had_by_some(told: Telling, subject: int, index: int) -> bool:
    """*3 xã có tỷ lệ hộ nghèo trên 10%*, *các xã có thu ngân sách trên 5 tỷ đồng*."""
    if any(item.names_district for item in told.items[subject:index]):
        return False  # "Một số địa phương có số thu khá: huyện Thanh Ba thu 41 tỷ đồng"
    while subject and told.items[subject - 1].kind == "phrase":
        subject -= 1  # "tỷ lệ giải ngân" + "vốn đầu tư công"
    if told.text_before(subject) not in _HAVE:
        return False
    high = told.items[subject - 1].low
    start = told.items[told.clause_start(subject, STOPS)].low
    low = max(start, high - _OWNER_REACH)
    words = f" {told.words(low, high)} "
    before = next((words[: words.index(owner)] for owner in _OWNERS if owner in words), None)
    if before is None:
        return False
    counted = any(item.quantity is not None and low <= item.low < high for item in told.items[:subject])
    return counted or before.endswith(_SOME)


def is_done_by_communes(told: Telling, low: int) -> bool:
    """*5 xã thu ngân sách đạt trên 80% dự toán*, *các xã, thị trấn giải ngân …*: so many communes, right before."""
    start = low
    while start and told.texts[start - 1] in _COMMUNES:
        start -= 1
    if start == low or told.texts[low - 1] in _JOINTS or not start:
        return False
    counted = any(
        item.quantity is not None and item.high == start and told.texts[item.low - 1] != "và" for item in told.items
    )  # not "UBND quận và 5 phường"
    return counted or told.texts[start - 1] in _SOME or told.words(max(0, start - 2), start) in _SOME


def is_taken_out(told: Telling, subject: int, index: int) -> bool:
    """*Trong tổng số hộ nghèo của huyện có 1.240 hộ là đồng bào dân tộc*: some of those that the subject names."""
    before = told.words(max(0, told.items[subject].low - _BEFORE_REACH), told.items[subject].low)
    if before in _GAPS:
        return True  # "chênh lệch thu nhập bình quân giữa các xã còn 12 triệu đồng"
    if told.text_before(subject) == "trong" and told.items[subject].text.startswith("tổng"):
        return told.text_before(index) == "có"  # "trong tổng giá trị sản xuất 5.836 tỷ đồng" tells the whole
    return told.text_before(subject) in OUT_OF or told.words(0, told.items[subject].low) in OUT_OF
