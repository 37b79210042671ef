"""Figures that look like an indicator's and are none: averages, rates per head, what recurs, a handful of something."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tasks.grammar.averages import is_average
from tasks.grammar.bygone import is_bygone
from tasks.grammar.counted import noun_end
from tasks.grammar.days import is_of_a_day, is_of_several_years
from tasks.grammar.grown import is_of_product
from tasks.grammar.narrowed import is_narrowed
from tasks.grammar.own_offices import is_of_own_office, is_shared_range
from tasks.grammar.parts_told import is_part_of_told
from tasks.grammar.word_lists import load_words

_PENDING_REACH: Final = 8  # words behind a fraction that may say what is not yet so
_DEEDS: Final = frozenset(
    {"tháo", "được", "nhận", "vay", "xây", "dựng", "sửa", "tham", "đăng", "trồng", "nuôi", "vươn"}
)
_FINES: Final = ("xử phạt", "phạt tiền", "tiền phạt")
_OFFENCES: Final = (
    *("vụ vi phạm", "trường hợp vi phạm", "hành vi vi phạm"),
    *("kiểm tra", "thanh tra", "xử lý", "bắt giữ", "tịch thu"),
)
_SPENT: Final = "budget_expenditure"
_PURPOSES: Final = frozenset({"hỗ", "để", "cho", "xây", "mua", "làm", "trả", "đầu"})
"""What what is spent on one thing goes on with: *Ngân sách huyện chi 2,4 tỷ đồng hỗ trợ hộ nghèo*."""
_NOT_A_HEAD: Final = frozenset(
    {"tháng", "ngày", "ha", "hecta", "héc", "hộ", "vụ", "con", "cây", "m2", "kg", "tấn", "tạ"}
)
_ALL_OF_THEM: Final = tuple([f"{all_of} {them}"] for all_of in ("toàn", "cả") for them in ("tỉnh", "thành phố", "nước"))
_WHICHEVER: Final = (" nào ",)
_COMMUNES: Final = frozenset({"xã", "phường", "thôn", "bản", "ấp"})
_OF_THOSE: Final = ("trong số đó", "trong số này", "trong số ấy")
_VIOLATIONS: Final = "construction_violations"
_KINDS: Final = ("sai phép", "không phép", "trái phép", "vi phạm khác")
_STANDARDS: Final = ("trở lên", "tối thiểu", "ít nhất", "tối đa", "trở xuống")
_RANK: Final = re.compile(r"ít nhất (?:trong|của|toàn|cả|so|thành|tỉnh)")
_OTHERS_WORDS: Final = 3  # unknown words behind a plan that say what it is for
_FAR: Final = 80  # words or items before a figure that may say what it is
_WORDS: Final = load_words("narrowing.yaml")
_HECTARES: Final = tuple(f"{one} {area}" for one in ("mỗi", "một", "từng") for area in ("ha", "hecta", "héc ta"))
_RULES: Final = tuple(f"{phrase} " for phrase in _WORDS["rules"])
_ASKS: Final = tuple(f" {phrase} " for phrase in _WORDS["asks"])

if TYPE_CHECKING:
    from tasks.catalog.indicators import Indicator
    from tasks.grammar.figures import Claim
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.telling import Telling


def why_no_figure(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> str | None:
    """Why a quantity that an indicator claims is still no figure of it, if it is none."""
    indicator, quantity = told.indicator(claim.indicator), told.quantity(index)
    if is_average(told, index, claim, reading):
        return "average"
    if (quantity.per and not _is_told_per(quantity, indicator)) or _is_of_each(told, index, indicator, claim):
        return "per"
    planned = reading.target or claim.indicator in told.phrases.plans
    if planned and quantity.kind == "money" and _is_added(told, index):
        return "added"
    if (span := _is_of_no_period(told, index, indicator, moves=reading.measure == "change")) is not None:
        return span
    if (of_another := _of_another_thing(told, index, claim, reading)) is not None:
        return of_another
    if _is_criterion(told, index, claim) or _is_ruled(told):
        return "required"
    narrowed = is_narrowed(told, index, claim, reading) or is_part_of_told(told, index, claim, reading)
    narrowed = narrowed or (claim.chained and reading.measure == "plan_ratio" and _is_of_other_plan(told, index))
    if narrowed or is_of_own_office(told, index, claim.subject) or is_shared_range(told, index, reading):
        return "narrowed"
    if is_bygone(told, index, lasting=indicator.stock or indicator.is_rate or indicator.per_head):
        return "bygone"
    if quantity.kind != "count":
        return "some" if quantity.kind == "fraction" and _is_not_yet(told, index) else None
    if indicator.stock and reading.measure == "level" and _is_required(told, quantity):
        return "required"
    if indicator.stock and reading.measure == "level" and _does_something(told, index, claim):
        return "some"
    if _recurs(told, index):
        return "recurs"
    return "too-few" if reading.measure == "level" and _is_too_small(reading.value, indicator) else None


def _of_another_thing(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> str | None:
    """A share of another indicator, what was spent on one purpose, or what fines brought in."""
    if reading.measure == "plan_ratio" and (_is_share_of_another(told, index, claim) or _is_share_of_all(told, index)):
        return "share"
    if reading.measure == "growth" and is_of_product(told, index, claim):
        return "narrowed"
    if told.quantity(index).kind == "count" and (
        _is_some_of_those(told, index, claim) or _is_of_a_kind(told, index, claim)
    ):
        return "narrowed"
    if told.quantity(index).kind != "money":
        return None
    if claim.indicator == _SPENT and told.text_after(index).partition(" ")[0] in _PURPOSES:
        return "narrowed"
    return "fines" if _is_fine(told, claim.subject, index) else None


def _is_share_of_another(told: Telling, index: int, claim: Claim) -> bool:
    """*vốn đầu tư toàn xã hội bằng 25,6% tổng giá trị sản xuất*: measured on another indicator and on no plan."""
    following = told.items[index + 1] if index + 1 < len(told.items) else None
    if claim.subject > index or following is None or following.cues or not told.text_before(index).startswith("bằng"):
        return False
    forms = {phrase.name for phrase in following.phrases if phrase.role == "form"}
    return bool(forms) and claim.indicator not in forms and following.text.startswith("tổng")


def _is_share_of_all(told: Telling, index: int) -> bool:
    """*đạt 14.650 tỷ đồng, bằng trên 53% (của) toàn tỉnh*: measured on what all of them have."""
    behind = [item.text for item in told.items[index + 1 : index + 3]]
    return told.text_before(index) == "bằng" and behind[behind[:1] == ["của"] :][:1] in _ALL_OF_THEM


def _is_some_of_those(told: Telling, index: int, claim: Claim) -> bool:
    """*đón 4.438 lượt khách, 761 lượt trong số đó là khách quốc tế*: some of those that were just told."""
    if not told.holds(_OF_THOSE) or not told.words(noun_end(told, index), len(told.tokens)).startswith(_OF_THOSE):
        return False
    before = told.previous_quantity(index)
    other = None if before is None else told.claims.get(before)
    return other is not None and other.indicator == claim.indicator


def _is_of_a_kind(told: Telling, index: int, claim: Claim) -> bool:
    """*2 công trình sai phép, 1 công trình không phép*: of each kind so many, and of all of them nothing."""
    if claim.indicator != _VIOLATIONS or not told.holds(_KINDS):
        return False
    ends = [*told.quantities(), len(told.items)]
    kinds = {
        j: next((kind for kind in _KINDS if kind in told.words(told.items[j].high, _low_of_parts(told, j, end))), None)
        for j, end in pairwise(ends)
    }
    own = kinds[index]
    return own is not None and any(kind not in {None, own} for kind in kinds.values())


def _low_of_parts(told: Telling, index: int, end: int) -> int:
    """*82 công trình vi phạm, trong đó không phép 51*: the token where the parts of what is counted begin."""
    parts = next((item.low for item in told.items[index + 1 : end] if item.has("part_of")), None)
    return told.items[end - 1].high if parts is None else parts


def _is_not_yet(told: Telling, index: int) -> bool:
    """*9 trong 23 dự án năm nay chưa chọn được nhà thầu*: those of which something is not yet so."""
    high = told.items[index].high
    words = told.texts[high : high + _PENDING_REACH]
    end = next((n for n, word in enumerate(words) if not word.isalnum()), len(words))
    return "chưa" in words[:end]


def _is_of_no_period(told: Telling, index: int, indicator: Indicator, *, moves: bool) -> str | None:
    """Told of a day, or of years that are not named, though what is counted is counted over a period."""
    if not indicator.stock and is_of_a_day(told, index):
        return "of-a-day"
    return "several-years" if (indicator.flow or moves) and is_of_several_years(told, index) else None


def _is_of_other_plan(told: Telling, index: int) -> bool:
    """*…; hoàn thành 100% chỉ tiêu gọi công dân nhập ngũ*: what the plan is for stands behind it, another thing."""
    plan = next((j for j in range(index + 1, min(index + 3, len(told.items))) if told.items[j].has("plan")), None)
    if plan is None:
        return False
    previous = told.previous_quantity(index)
    apart = previous is not None and any(item.text == ";" for item in told.items[previous:index])
    few = _OTHERS_WORDS - apart  # "đạt 112% dự toán trung ương phân bổ"
    behind = told.items[plan + 1 : plan + 1 + few]
    return len(behind) == few and all(
        item.kind == "word" and item.text.isalpha() and not told.tokens[item.low].capital for item in behind
    )


def _is_added(told: Telling, index: int) -> bool:
    """*được giao thêm 120 tỷ đồng vốn đầu tư công*."""
    left = told.around(index).left[:3]
    return any("thêm" in item.text.split() or "bổ sung" in item.text for item in left)


def _is_of_each(told: Telling, index: int, indicator: Indicator, claim: Claim) -> bool:
    """*Mỗi homestay thu về 45 triệu đồng*, but *Mỗi người dân có thu nhập 62 triệu đồng*.

    So is *Cứ 100 hộ có 13,8 hộ nghèo*: there is no part of one.
    """
    quantity = told.quantity(index)
    counted = claim.rule == "after-number" and quantity.kind == "count" and not quantity.scaled
    if counted and quantity.value != int(quantity.value):
        return True
    if quantity.kind == "money" and _is_of_hectare(told, index):
        return True
    if _is_of_every_commune(told, index):
        return True
    each = told.texts[0] == "mỗi" and told.items[0].period is None and not _is_told_apart(told, claim.subject)
    return each and not (indicator.per_head and told.texts[1:2] == ["người"] and told.texts[2:3] != ["lao"])


def _is_of_every_commune(told: Telling, index: int) -> bool:
    """*Xã nào cũng có tỷ lệ hộ nghèo dưới 5%*, *không xã nào có thu nhập thấp hơn 62 triệu đồng*."""
    if not told.holds(_WHICHEVER):
        return False
    start = told.items[told.clause_start(index, {",", ";", ":"})].low
    words = told.texts[start : told.items[index].low]
    named = (n for n in range(1, len(words)) if words[n] == "nào" and words[n - 1] in _COMMUNES)
    return any(words[n + 1 : n + 2] == ["cũng"] or "không" in words[: n - 1] for n in named)


def _is_of_hectare(told: Telling, index: int) -> bool:
    """*mỗi ha đất nông nghiệp cho giá trị sản xuất 65 triệu đồng*."""
    held = told.held(_HECTARES)
    if not held:
        return False
    start = told.items[told.clause_start(index, {",", ";"})].low
    words = f"{told.words(start, told.quantity(index).first)} "
    return any(f"{hectare} " in words for hectare in held)


def _is_told_apart(told: Telling, subject: int) -> bool:
    """*Mỗi người dân thu nhập 29 triệu đồng, hộ nghèo giảm còn 2,4%*: named behind a figure and a comma."""
    start = told.clause_start(subject, {",", ";"}) if told.texts[1:2] == ["người"] else 0
    return start > 0 and any(item.quantity is not None for item in told.items[:start])


def _is_told_per(quantity: Quantity, indicator: Indicator) -> bool:
    """*72 triệu đồng/người/năm* is the income; *5.000 lao động/năm* is a year's, *3 triệu đồng/tháng* no figure.

    *750 triệu đồng/ha* is what a field brings in, and no head.
    """
    if quantity.kind == "percent":
        return False  # "tăng 8,4%/năm" is an average
    if indicator.per_head:
        return _NOT_A_HEAD.isdisjoint(quantity.per)
    return quantity.per == ("năm",) and (indicator.is_count or indicator.flow)


def _does_something(told: Telling, index: int, claim: Claim) -> bool:
    """*Hơn 30 hộ nghèo ở huyện Hương Khê tháo dỡ nhà cũ*: those who did it, not all there are."""
    if claim.rule != "after-number" or told.clause_start(index, {",", ";"}) != index:
        return False
    place = next((j for j in range(index + 1, min(index + 5, len(told.items))) if told.items[j].place), None)
    if place is None or told.text_before(place) not in {"ở", "tại", "của"}:
        return False
    behind = [item.text for item in told.items[place + 1 : place + 6] if item.place is None]
    verb = next((text for text in behind if text not in {"(", ")", ",", "đã", "đang", "vừa"}), "")
    return verb.split(" ")[0] in _DEEDS


def _is_required(told: Telling, quantity: Quantity) -> bool:
    """*quận có dân số từ 150.000 người trở lên*: what a standard asks for, not what there is."""
    if not told.holds(_STANDARDS):
        return False
    words = told.words(max(0, quantity.low - 2), min(quantity.high + 7, len(told.tokens)))
    words = _RANK.sub("", words)  # "189.000 người, ít nhất trong các huyện"
    return any(phrase in words for phrase in _STANDARDS)


def _recurs(told: Telling, index: int) -> bool:
    """*ngày nào cũng có 3.000 người*, *một lần*, *cùng lúc*: what recurs or stands at once is no flow."""
    if not told.holds(told.lexicon.recurring):
        return False
    start, end = told.clause_start(index, {",", ";"}), told.clause_end(index, {",", ";", "."})
    words = " ".join(item.text for item in told.items[start:end])
    return any(phrase in words for phrase in told.lexicon.recurring)


def _is_fine(told: Telling, subject: int, index: int) -> bool:
    """*Xử phạt 84 trường hợp, thu nộp ngân sách 312 triệu đồng*: fines are no revenue of a district."""
    fines = [*told.held(_FINES)]
    if 0 <= subject < index and "nộp" in told.items[subject].text.split():
        fines += told.held(_OFFENCES)
    if not fines:
        return False
    low = told.items[min(subject, index)].low
    words = told.words(max(0, low - _FAR), low)
    return any(phrase in words for phrase in fines)


def _is_criterion(told: Telling, index: int, claim: Claim) -> bool:
    """*chưa đạt tiêu chí hộ nghèo (trên 5%)*: what the criterion asks for."""
    bracketed = told.text_before(index) == "(" and 0 < claim.subject < index
    low = told.items[claim.subject].low if bracketed else 0
    return bracketed and told.words(max(0, low - 2), low) == "tiêu chí"


def _is_ruled(told: Telling) -> bool:
    """*Theo quy định, tỷ lệ bao phủ phải đạt từ 95% trở lên*: what a rule asks for."""
    return f"{told.text} ".startswith(_RULES) and any(ask in told.text for ask in _ASKS)


def _is_too_small(value: float, indicator: Indicator) -> bool:
    """*Hai du khách*, *60 hồ sơ đề cử*: so few of them that something else is counted."""
    lowest = indicator.plausible.district
    return lowest is not None and value < lowest[0]
