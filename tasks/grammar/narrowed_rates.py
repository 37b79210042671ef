"""Rates of some only: of the poor, of dossiers that were not done early, of what was counted, of communes that are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.narrowed_owners import STOPS
from tasks.grammar.narrowed_words import BEHIND_REACH, REST_REACH, begins, behind, opening, receives, without_leads
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.telling import Telling

_WORDS: Final = load_words("narrowing.yaml")
_PEOPLES: Final = opening(("đồng bào", "người dân tộc", "hộ đồng bào", "hộ dân tộc"))
_PARTS: Final = frozenset({"xã", "phường", "thị", *_WORDS["villages"]})
_HAVE: Final = frozenset(_WORDS["have"])
_OF_POOR: Final = opening(("số hộ nghèo", "tổng số hộ nghèo"))
_OF_SEVERAL: Final = opening(
    ("các xã", "các phường", "các thôn", "của các xã", "ở các xã", "tại các xã", "của các phường")
)
_DUE: Final = ("hạn", "hẹn")
_EARLY: Final = tuple(_WORDS["early"])


def is_rate_of_some(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> bool:
    """The share of the poor that some are, of dossiers those that were not done early, what was counted."""
    shares = told.items[index - 1].has("share") or told.text_before(index) == "bằng"
    if shares and begins(behind(told, index, REST_REACH), _OF_POOR):
        return True  # "nghèo về thu nhập chiếm 84,5% số hộ nghèo"
    if _opens_with_people(told, index):
        return True
    if told.held(_EARLY) and _is_of_rest(told, index, claim.subject):
        return True
    if claim.subject < index:
        return _is_of_counted(told, claim.subject, reading)
    return _is_share_of_households(told, index, claim) or _is_had_by_counted(told, index)


def _opens_with_people(told: Telling, index: int) -> bool:
    """*Đồng bào Mường còn 21% hộ nghèo*, *Tính riêng đồng bào dân tộc, hộ nghèo còn 9%*: of some peoples."""
    start = told.items[told.clause_start(index, {";", ":"})].low
    words = told.words(start, told.items[index].low)
    return without_leads(words, ("tính ", "chỉ tính ", "riêng ", "trong đó , ")).startswith(_PEOPLES)


def _is_had_by_counted(told: Telling, index: int) -> bool:
    """*Ba xã của huyện còn trên 50% hộ nghèo*: so many communes or villages, each with as many."""
    first = told.items[told.clause_start(index, STOPS)]
    counted = first.quantity is not None and first.high < len(told.texts)
    return counted and told.texts[first.high] in _PARTS and told.text_before(index) in _HAVE


def _is_of_rest(told: Telling, index: int, subject: int) -> bool:
    """*trước hạn 9.800 hồ sơ (88%), đúng hạn 1.310 hồ sơ (12%)*: those done early are told apart."""
    named = told.items[subject].text
    if any(word in named for word in ("trước", "sớm")) or not any(word in named for word in _DUE):
        return False  # "đạt tỷ lệ trước và đúng hạn 99,9%", "…; hồ sơ trực tuyến 95,2%"
    if told.text_before(subject) == "tỷ lệ":
        return False  # "giải quyết trước hạn 5.210 hồ sơ; tỷ lệ giải quyết đúng hạn đạt 99,4%"
    ends = (
        told.words(max(0, item.low - BEHIND_REACH - 1), item.low)
        for item in told.items[:index]
        if item.quantity is not None
    )
    return any(end.endswith(_EARLY) and not end.startswith("và") for end in ends)


def _is_of_counted(told: Telling, subject: int, reading: MeasureReading) -> bool:
    """*Công nhận 12.400 gia đình văn hóa, đạt 101% kế hoạch*; *tỷ lệ hộ nghèo các xã: Ea Kênh 4,5%, …*."""
    if reading.measure == "plan_ratio" and subject and told.items[subject - 1].quantity is not None:
        return told.quantity(subject - 1).kind == "count" and told.claims.get(subject - 1) is None
    return begins(behind(told, subject, REST_REACH), _OF_SEVERAL)


def _is_share_of_households(told: Telling, index: int, claim: Claim) -> bool:
    """*hỗ trợ 20% số hộ nghèo vay vốn*: a share of the poor, and not how many are poor."""
    return told.items[claim.subject].text.endswith("hộ nghèo") and receives(told, told.quantity(index).low)
