"""Figures of a part of what was told: some of those counted before, or what is left of a sum without a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.whole_of_part import is_all_of_rate
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.figures import Claim
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.telling import Telling

_WORDS: Final = load_words("narrowing.yaml")
_WITHOUT: Final = tuple(f"{without} {part}" for without in _WORDS["without"] for part in _WORDS["left_out"])
_POOR_OF_SOME: Final = tuple(_WORDS["poor_of_some"])
_POOR_OF_GROUP: Final = tuple(_WORDS["poor_of_group"])
_RURAL: Final = tuple(_WORDS["rural"])
_TOWNS: Final = tuple(f"{at} {town}" for at in ("ở", "tại", "khu vực", "vùng", "dân cư") for town in _WORDS["urban"])
_LETTERS: Final = ("đơn ", "vụ việc ", "ý kiến ", "kiến nghị ", "tin báo ", "lượt đơn ")
_MANNERS: Final = ("đúng", "trước", "sớm", "hài lòng")  # what was counted before is so
_TELLS_WHO: Final = frozenset({"gồm", "có", "là", "thuộc", "gồm có"})
_FINISHED: Final = ("hoàn thành", "khởi công", "bàn giao", "nghiệm thu", "quyết toán", "thi công")
_REVENUE: Final = "budget_revenue"
_NO_SOURCES: Final = frozenset(
    {"đầu", "ngày", "tháng", "năm", "quý", "nay", "các", "nhiều", "mức", "khi", "sau", "trước"}
)
_LIST_REACH: Final = 30  # items from a whole to the last of its parts
_WHOLE_REACH: Final = 3  # sentences from a whole to its parts


def is_part_of_told(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> bool:
    """Whether the quantity at ``index`` is a figure of a part of what was told before it."""
    if reading.measure == "level" and is_all_of_rate(told, index, claim):
        return True
    indicator = told.indicator(claim.indicator)
    if indicator.unit == "VND_BN":
        return _is_without_part(told, index) or _is_from_one_source(told, index, claim)
    told_by_part = (indicator.is_rate or indicator.per_head) and told.held(_RURAL)
    if told_by_part and (_is_rural_beside(told, index, claim) or _is_urban_beside_rural(told, index, claim)):
        return True
    if claim.chained and indicator.of_parts:
        low = told.quantity(index).low
        return told.words(max(0, low - 2), low).endswith(_FINISHED)  # "cho 52 công trình, tới giờ xong 40 công trình"
    if claim.chained or not 0 <= claim.subject < len(told.items):
        return False
    if indicator.of_parts and indicator.is_count and _is_listed_part(told, index, claim, reading):
        return True
    if (indicator.is_rate or indicator.is_count) and _is_of_words(told, index, told.held(_POOR_OF_GROUP)):
        return True
    if (indicator.is_rate and _is_of_communes(told, index)) or (
        indicator.is_count and _is_share_of(told, index, claim)
    ):
        return True
    if indicator.is_rate:
        if claim.rule.endswith(":follow") and _is_of_words(told, index, told.held(_POOR_OF_SOME)):
            return True
        if claim.subject < index:
            return _is_of_letters(told, claim.subject)
        return _is_of_other_count(told, index, claim.subject)
    return indicator.is_count and reading.measure == "level" and _is_of_those_told(told, index, claim, reading.value)


def _is_listed_part(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> bool:
    """*có 42 dự án; 28 dự án hoàn thành, 9 dự án chuyển tiếp*: a kind of those that the sentence has told before."""
    for other in range(max(0, index - _LIST_REACH), index):
        if told.items[other].quantity is None:
            continue
        before, whole = told.claim_of(other), told.reading_of(other)
        if before is None or whole is None or before.indicator != claim.indicator or whole.measure != "level":
            continue
        between = told.items[other + 1 : index]
        apart = any(item.period is not None or item.names_district or item.has("plan", "target") for item in between)
        return reading.measure == "level" and whole.value > reading.value and not apart
    return False


def _is_of_communes(told: Telling, index: int) -> bool:
    """*Tỷ lệ bao phủ dưới 85% gồm 4 xã*: what so many communes have."""
    behind = told.items[index + 1 : index + 3]
    if len(behind) < 2 or behind[0].text not in _TELLS_WHO or behind[1].quantity is None:
        return False
    return told.texts[behind[1].high : behind[1].high + 1] in (["xã"], ["phường"], ["thôn"], ["trường"])


def _is_share_of(told: Telling, index: int, claim: Claim) -> bool:
    """*11,5% dân số huyện (khoảng 33.800 người) chưa tham gia*: how many that share is."""
    if told.quantity(index).kind == "fraction":
        return False  # "49% trường đạt chuẩn quốc gia (28/57 trường)"
    share = told.items[claim.subject - 1].quantity if 0 < claim.subject < index else None
    rate = told.claim_of(claim.subject - 1) if share is not None else None
    if rate is not None and rate.indicator == told.indicator(claim.indicator).share:
        return False  # "còn 1,2% hộ nghèo (512 hộ)"
    return share is not None and share.kind == "percent" and told.in_parentheses(index)


def _is_without_part(told: Telling, index: int) -> bool:
    """*Nếu loại trừ tiền sử dụng đất, quận thu 640 tỷ đồng*: what is left of the sum without a part of it."""
    if not told.held(_WITHOUT):
        return False
    previous = told.previous_quantity(index)
    if previous is not None and told.quantity(previous).spelled:
        previous = told.previous_quantity(previous)  # "không tính hai dự án này"
    low = told.items[previous].high if previous is not None else 0
    before = f" {told.words(low, told.items[index].low)} "
    return any(f" {words} " in before for words in told.held(_WITHOUT))


def _is_from_one_source(told: Telling, index: int, claim: Claim) -> bool:
    """*Huyện thu 112 tỷ đồng từ đấu giá đất*: of all that a budget takes in, what came from there."""
    high = told.items[index].high
    if claim.indicator != _REVENUE or told.text_after(index) != "từ" or high + 1 >= len(told.texts):
        return False
    source = told.texts[high + 1]
    return source.isalpha() and source not in _NO_SOURCES


def _is_rural_beside(told: Telling, index: int, claim: Claim) -> bool:
    """*Thu nhập bình quân đạt 57 triệu đồng, thu nhập bình quân khu vực nông thôn 51 triệu đồng*: beside the whole."""
    previous = told.previous_quantity(index)
    if previous is None or not 0 <= claim.subject < len(told.items):
        return False
    subject = told.items[claim.subject]
    # Not "97% hộ dùng nước hợp vệ sinh, 71% trong số đó dùng nước sạch": the part that the one before is of.
    low = told.items[previous].high if claim.subject < index else told.items[index].high
    own = f" {told.words(low, max(told.items[index].low, subject.high))} "
    return any(f" {rural} " in own for rural in told.held(_RURAL))


def _is_urban_beside_rural(told: Telling, index: int, claim: Claim) -> bool:
    """*Tỷ lệ hộ dùng nước sạch ở đô thị là 99,6%, ở nông thôn 86%*: of the towns, with the rest behind."""
    if claim.chained or not 0 <= claim.subject < index or not told.held(_TOWNS):
        return False
    low, high = told.items[claim.subject].low, told.items[index].low
    own, rest = f" {told.words(low, high)} ", f" {told.words(high, len(told.tokens))} "
    return any(f" {town} " in own for town in told.held(_TOWNS)) and " nông thôn " in rest


def _is_of_words(told: Telling, index: int, words: Sequence[str]) -> bool:
    """*Hộ nghèo các xã vùng sâu, vùng xa chiếm 40%*, *hộ nghèo là người dân tộc còn 1.200 hộ*: some of the poor."""
    if not words:
        return False
    previous = told.previous_quantity(index)
    # What the number before counts is not spoken of here: "… 1.870 hộ nghèo là đồng bào dân tộc; tỷ lệ hộ nghèo 6,1%".
    low = told.items[previous].high + 1 if previous is not None else 0
    before = f" {told.words(low, told.items[index].low)} "
    return any(f" {one} " in before for one in words)


def _is_of_those_told(told: Telling, index: int, claim: Claim, value: float) -> bool:
    """*… 63 vụ vi phạm. Trong số này có 22 công trình không phép*; *12 trường hợp đang chờ*: some of those told."""
    whole = told.state.wholes.get(claim.indicator)
    if whole is None or value >= whole[0] or not 0 < told.sentence.index - whole[1] <= _WHOLE_REACH:
        return False
    opens_parts = told.opens_parts(0, index) or told.words(0, 2) == "cụ thể"
    if not opens_parts and claim.rule != "topic:before":
        return False
    before = told.items[:index]
    return not any(item.names_district or (item.period is not None and item.period.kind != "now") for item in before)


def _is_of_letters(told: Telling, subject: int) -> bool:
    """*tiếp nhận 45 đơn, giải quyết đúng hạn 100%*: of letters that were counted right before, and no dossiers."""
    previous = told.previous_quantity(subject)
    if previous is None or told.quantity(previous).kind != "count" or told.claims.get(previous) is not None:
        return False
    if not any(word in told.items[subject].text for word in ("hạn", "hẹn")):
        return False
    counted = told.words(told.quantity(previous).high, told.items[subject].low)
    other = ";" in counted or "hồ sơ" in counted or "thủ tục" in counted
    return "," in counted and counted.startswith(_LETTERS) and not other


def _is_of_other_count(told: Telling, index: int, subject: int) -> bool:
    """*cấp 830 giấy phép xây dựng, 98% đúng hạn*: of what was counted before, which the rate is not about."""
    previous = told.previous_quantity(index)
    if previous is None or told.text_before(index) not in {",", "("} or told.claims.get(previous) is not None:
        return False
    counted = told.words(told.quantity(previous).high, told.items[index - 1].low)
    if told.quantity(previous).kind != "count" or not counted or "hồ sơ" in counted or "thủ tục" in counted:
        return False
    return told.items[subject].text.startswith(_MANNERS) and subject == index + 1
