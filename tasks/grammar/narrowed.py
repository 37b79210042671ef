"""Figures of some only: a group's income, a village's rate, what communes are counted for, what one fund paid.

Each of them names the indicator as a figure of the whole would; what narrows it stands around the two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_end
from tasks.grammar.marks import is_listed_mark
from tasks.grammar.narrowed_owners import STOPS, is_done_by_communes, is_had_by_some, is_taken_out
from tasks.grammar.narrowed_rates import is_rate_of_some
from tasks.grammar.narrowed_stocks import is_of_one_level, is_of_other_grade, is_whole_of_stock
from tasks.grammar.narrowed_words import BEHIND_REACH, REST_REACH, begins, behind, has, opening, receives, without_leads
from tasks.grammar.sectors import is_own_field
from tasks.grammar.shares import is_share_of_named
from tasks.grammar.sites import goes_on_to_all, is_apart, is_of_site
from tasks.grammar.sums_of import sum_before
from tasks.grammar.whole_of_part import is_part_out_of, is_whole
from tasks.grammar.word_lists import load_words
from tasks.grammar.workforce import is_of_those_employed

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.telling import Telling

_WORDS: Final = load_words("narrowing.yaml")


_GROUPS: Final = tuple(_WORDS["groups"])
_VILLAGES: Final = tuple(f"{at} {village}" for at in _WORDS["at"] for village in _WORDS["villages"])
_LEVELS: Final = (
    *(f"{level} {school}" for level in _WORDS["levels"] for school in _WORDS["schools"]),
    *_WORDS["fields"],
)
_LEVEL_REACH: Final = 5  # tokens that a sentence about one level of schools opens with
_GOALS: Final = frozenset({"điểm đến", "đến", "dừng chân", "chân"})
_STAYING: Final = frozenset(_WORDS["staying"])
_GUESTS: Final = opening(_WORDS["guests"])
_BEFALLEN: Final = tuple(f" {word} " for word in _WORDS["befallen"])
_UNSETTLED: Final = opening(_WORDS["unsettled"])
_OF_COMMUNES: Final = tuple(_WORDS["of_communes"])
_FUNDS: Final = tuple(_WORDS["funds"])
_TIERS: Final = tuple(_WORDS["tiers"])
_URBAN: Final = tuple(_WORDS["urban"])
_SITES: Final = tuple(f"{visit} {site}" for visit in _WORDS["visits"] for site in _WORDS["sites"])
_ROADS: Final = tuple(_WORDS["roads"])
_HOSTS: Final = tuple(_WORDS["hosts"])
_NEARLY: Final = " cơ bản đạt "
_ASIDES: Final = tuple(_WORDS["asides"])
_IN_ALL_FIELDS: Final = " các lĩnh vực "
_LACKING: Final = opening(_WORDS["lacking"])
_SHARED_OUT: Final = frozenset({"phân bổ", "đã phân bổ", "được phân bổ"})  # of a plan that was told
_OTHER_SUMS: Final = opening(_WORDS["other_sums"])
_SOURCES: Final = opening(_WORDS["sources"])
_GOODS: Final = opening(_WORDS["goods"])
_BESIDES: Final = frozenset({"ngoài", "trừ", "riêng"})
_PURPOSES: Final = opening(_WORDS["purposes"])
_DEEDS: Final = opening(_WORDS["deeds"])
_THESE: Final = frozenset(_WORDS["these"])
_PENDING: Final = tuple(_WORDS["pending"])
_SPREAD: Final = opening(_WORDS["spread"])
_OF_PLANS: Final = frozenset({"public_investment_disbursement", "public_investment_plan"})
_WORKS: Final = re.compile(
    r"(?:cụ thể , |trong đó , |- |\+ )?\d+ (?:công trình|dự án) (?:dùng|sử dụng|thuộc|từ) (?:nguồn )?vốn"
)
_BY_NOUN: Final = frozenset({"self-named", "named-beside"})
_DEED_REACH: Final = 3  # words of what becomes of those that are counted
_TO_COME: Final = ("sẽ bàn giao", "sẽ được bàn", "sẽ chuyển", "sẽ được chuyển", "sẽ do", "sẽ giao")
_NEARLY_REACH: Final = 9  # words behind a count to "cơ bản đạt"
_VISIT_REACH: Final = 8  # words behind a number of visitors to what they came to see


def is_narrowed(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> bool:
    """Whether the quantity at ``index`` is a figure of some of those that its indicator is about."""
    if (
        not 0 <= claim.subject < len(told.items)
        or is_whole(told, index, claim.indicator)
        or is_part_out_of(told, index, claim)
    ):
        return False
    indicator = told.indicator(claim.indicator)
    held = [*told.held(_VILLAGES), *told.held(_FUNDS)]
    held += told.held(_GROUPS) if indicator.is_rate or indicator.per_head else ()
    held += told.held(_TIERS)
    held += () if told.state.context.communes_are_units else told.held(_OF_COMMUNES)
    held += told.held(_URBAN) if indicator.per_head else ()
    held += [*told.held(_ROADS), *told.held(_HOSTS)] if indicator.is_count else told.held(_ASIDES)
    of_held = held and has(_clause_without_subject(told, index, claim).replace(_IN_ALL_FIELDS, " "), held)
    if of_held or (claim.subject < index and _opens_with_fund(told, claim)):
        return True
    if claim.chained:
        return told.text_before(index) in _SHARED_OUT or is_share_of_named(told, index, claim)
    if is_of_site(told, index, claim) or is_apart(told, index, claim):
        return True
    ahead = claim.subject < index
    if indicator.is_rate and is_rate_of_some(told, index, claim, reading):
        return True
    had = ahead and is_had_by_some(told, claim.subject, index) and not is_listed_mark(told, index)
    if had or (ahead and is_taken_out(told, claim.subject, index)):
        return True
    if indicator.is_count:
        return _counts_some(told, index, claim, reading)
    by_communes = ahead and is_done_by_communes(told, told.items[claim.subject].low)
    if by_communes or _is_spread(told, index, claim):
        return True
    subject = told.items[claim.subject]
    if subject.text.startswith("chi ") and begins(behind(told, index), _PURPOSES):
        return True
    if claim.subject > index:
        return False
    if indicator.unit == "VND_BN" and begins(behind(told, index), _OTHER_SUMS) and "tiền" not in subject.text:
        return not _is_of_own_head(told, index, claim)  # "cả năm phải thu 3.500 tỷ đồng tiền đất"
    sources = _SOURCES if "thu" in subject.text.split() else _GOODS if indicator.unit == "USD_MN" else ()
    between = told.words(subject.high, told.items[index].low)
    # "của các doanh nghiệp trên địa bàn": of them all
    return begins(between, sources) and "trên địa bàn" not in between


def _is_of_own_head(told: Telling, index: int, claim: Claim) -> bool:
    """*Khu vực ngoài quốc doanh nộp 214 tỷ đồng tiền thuế*: what the sum is of is a head of the indicator itself."""
    heads = {part.head for part in told.indicator(claim.indicator).composed}
    named = told.items[index + 1].phrases if index + 1 < len(told.items) else ()
    return any(phrase.role == "head" and phrase.name in heads for phrase in named)


def _opens_with_fund(told: Telling, claim: Claim) -> bool:
    """*…; vốn của huyện, phần lớn là tiền đất, giải ngân 104 tỷ đồng*: what a clause opens with, past an aside."""
    subject = claim.subject
    if not told.held(_FUNDS):
        return False
    start = told.clause_start(subject, {";", ":"})
    words = told.words(told.items[start].low, told.items[subject].low)
    if claim.indicator in _OF_PLANS:
        if _WORKS.match(words) is not None:
            return True  # "…; 17 công trình dùng vốn huyện, giải ngân 16,9 tỷ đồng"
        if words.removeprefix("nguồn ").startswith(_FUNDS):
            return True  # "…; vốn xổ số kiến thiết 3,6 tỷ đồng, giải ngân 3,4 tỷ đồng"
    if any(item.quantity is not None or item.period is not None for item in told.items[start:subject]):
        return False
    return without_leads(words, ("trong đó , ", "riêng ", "nguồn ", "- ")).startswith(_FUNDS) and " , " in words


def _is_spread(told: Telling, index: int, claim: Claim) -> bool:
    """*Tổng vốn 1.034 tỷ đồng đã bố trí cho 72 dự án*: not what the new enterprises of the sentence before brought."""
    if not claim.rule.endswith(":follow") or claim.indicator in told.phrases.plans:
        return False
    return begins(behind(told, index, REST_REACH), _SPREAD)


def _counts_some(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> bool:
    """*2 xã đang đề nghị công nhận*, *6 vụ nêu trên*, *bậc tiểu học có 18 trường*, *8 dự án tạo việc làm cho …*."""
    subject, low, high = told.items[claim.subject], told.items[index].low, told.items[index].high
    of_other_grade = is_of_other_grade(told, max(index, claim.subject), subject.text)
    arisen = told.text_before(index).startswith("phát sinh") and told.indicator(claim.indicator).stock
    if arisen or of_other_grade or _are_some(told, index, claim) or is_share_of_named(told, index, claim):
        return True
    rest = f" {told.words(high, max(high, subject.high) + REST_REACH)} ".partition(" còn lại ")
    if _NEARLY in f" {told.words(high, high + _NEARLY_REACH)} " and told.indicator(claim.indicator).stock:
        return True  # "6 xã được UBND tỉnh công nhận cơ bản đạt chuẩn"
    if (
        told.text_before(index) in _BESIDES
        or told.words(end := noun_end(told, index), end + 2) == "còn lại"
        or is_whole_of_stock(told, index, claim)
        or (has(_clause_behind(told, high), told.held(_SITES)) and not goes_on_to_all(told, high))
        or (rest[1] and " là " not in rest[0] and not STOPS & set(rest[0].split()))
    ):
        return True  # "ngoài 22 dự án chuyển tiếp", "14 xã, thị trấn còn lại", "62.700 lượt khách ghé thăm hồ"
    if claim.subject > index:
        if told.indicator(claim.indicator).stock and reading.measure == "level":
            between = told.words(high, subject.low)
            if is_of_one_level(told, index, between):
                return True
            if _names_each(told, index, claim.subject) or _is_some_of_households(told, index, claim):
                return True
            if has(f" {between} ", told.held(_PENDING)) or begins(told.words(subject.high, subject.high + 3), _DEEDS):
                return True
        if told.words(subject.high, subject.high + 1) in _THESE or begins(
            told.words(subject.high, subject.high + _DEED_REACH), _TO_COME
        ):
            return True
        if told.words(subject.high, subject.high + 2) in _THESE:
            return True
        if begins(told.words(subject.high, subject.high + REST_REACH), _UNSETTLED):
            return True  # "còn 18 vụ vi phạm chưa xử lý"
    start = told.items[told.clause_start(index, STOPS)].low
    opening = f" {told.words(0, min(low, _LEVEL_REACH))} "  # "Ở bậc mầm non, cả 23/23 trường đều đạt chuẩn"
    if has(f" {told.words(start, low)} ", told.held(_LEVELS)) or has(opening, told.held(_LEVELS)):
        return True
    return claim.subject < index and is_of_those_employed(told, index, claim.subject)


def _are_some(told: Telling, index: int, claim: Claim) -> bool:
    """*sơ tán 1.800 hộ với 7.400 người*, *cắt hộ nghèo của 4 hộ*, *trên đảo vẫn còn 1.850 khách du lịch*."""
    if claim.rule in _BY_NOUN and any(word in f" {told.text} " for word in told.held(_BEFALLEN)):
        return True
    before, high = told.text_before(index), told.items[index].high
    if before == "của" and told.text_before(index - 1) in _GOALS:
        return False  # "là điểm đến của 5,2 triệu lượt khách"
    if claim.rule == "said-of" and claim.subject == index - 1:
        return False  # "cuộc sống của 140.000 người dân Gò Dầu"
    if sum_before(told, index, claim.indicator) is not None:
        return False  # "tổng vốn đăng ký của 127 doanh nghiệp mới"
    return before == "của" or (before in _STAYING and begins(told.words(high, high + REST_REACH), _GUESTS))


def _is_some_of_households(told: Telling, index: int, claim: Claim) -> bool:
    """*xây nhà cho 120 hộ nghèo*, *có 512 hộ nghèo chưa có nhà kiên cố*: some, though their number is told."""
    if "hộ" not in told.indicator(claim.indicator).counts:
        return False
    after = told.items[claim.subject].high
    return receives(told, told.items[index].low) or begins(told.words(after, after + BEHIND_REACH), _LACKING)


def _names_each(told: Telling, index: int, subject: int) -> bool:
    """*Hai xã An Bình và Hòa Phú về đích nông thôn mới*: those two, however many there are by now."""
    between = [told.items[j] for j in told.forwards(index) if j < subject]
    if any(
        other.period is not None and (other.period.until or other.period.kind == "now") for other in told.items[:index]
    ):
        return False  # "Đến nay, 3 xã An Bình, Hòa Phú, Tân Lập đã đạt chuẩn": all that there are
    return any(item.place is not None and item.place.level == "part" for item in between)


def _clause_without_subject(told: Telling, index: int, claim: Claim) -> str:
    """The words of the figure's clause but for its subject and names of districts: "của Buôn Đôn" is of no village."""
    low, high = min(claim.subject, index), max(claim.subject, index)
    told_of = range(told.clause_start(low, STOPS), high + 1)
    apart = (j == claim.subject or told.items[j].names_district or _is_counted(told, j) for j in told_of)
    own = (is_apart or is_own_field(told, j, claim.indicator) for j, is_apart in zip(told_of, apart, strict=True))
    words = ("|" if is_apart else told.items[j].text for j, is_apart in zip(told_of, own, strict=True))
    return f" {' '.join(words)} "


def _is_counted(told: Telling, j: int) -> bool:
    """*3/7 lĩnh vực không đạt dự toán*: how many of them, not of which."""
    quantity = told.items[j - 1].quantity if j else None
    return quantity is not None and quantity.kind == "fraction" and told.items[j].kind == "cue"


def _clause_behind(told: Telling, high: int) -> str:
    """*gần 270.000 lượt khách đã tới tham quan di sản …*: what the words behind a number say, to the next stop."""
    words = told.texts[high : high + _VISIT_REACH]
    end = next((n for n, word in enumerate(words) if word in STOPS), len(words))
    return f" {' '.join(words[:end])} "
