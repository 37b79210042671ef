"""Figures that go on from the one before: *thu 520 tỷ đồng, đạt 102% dự toán, tăng 8% so với cùng kỳ*."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.aspects import with_base
from tasks.grammar.chain_counts import counted_on, left_of_poor
from tasks.grammar.chain_links import goes_on, has_place, tells_period
from tasks.grammar.counted import has_own_noun
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.measures import FEW_POINTS
from tasks.grammar.more_told import is_more_told
from tasks.grammar.out_of import carries_out, is_out_of, is_whole_of_ratio
from tasks.grammar.place_lists import stands_by_district
from tasks.grammar.surroundings import base_in, is_more_than_before, is_of_rest

_MARKS: Final = frozenset({"mốc", "ngưỡng"})
_EXACTLY: Final = frozenset({"cụ thể", "cụ thể là", "chính xác", "chính xác là", "với", "là", "con số"})
_EXACT_REACH: Final = 3  # items from a sum back to what says that it is exactly so much
_OF_SAME: Final = frozenset({"số", "tổng", "trên", "so", "của", "toàn", "trong"})
_ALL_UNITS: Final = frozenset({"các", "chung", "toàn tỉnh", "toàn thành phố", "cả tỉnh", "của tỉnh", "của thành phố"})
_JOINTS: Final = frozenset({",", ";", "và", "còn", "-"})
_HAVE: Final = frozenset({"có", "được", "đã có", "đã được", "tham gia", "sử dụng"})
_BETWEEN: Final = frozenset({",", ";", "và"})
_MAY_BE: Final = ("estimate", "target", "reach", "copula", "down_to", "up_to")
_OF_THEM: Final = frozenset({"trong số", "trong số đó", "trong số này", "trong đó"})

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.indicators import Indicator
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling


def _is_mean_of_units(gap: Sequence[Item]) -> bool:
    """*được 47,6%, còn bình quân các quận, huyện là 55%*: of all units together."""
    means = [n for n, item in enumerate(gap) if item.has("average")]
    return bool(means) and any(item.text in _ALL_UNITS for item in gap[means[-1] + 1 : means[-1] + 3])


def chained(told: Telling, number: Number, previous: int, last: Claim) -> Claim | None:
    """A figure of the indicator of the one before; nothing but known words stands between the two."""
    indicator = told.indicator(last.indicator)
    if _is_share_of_count(told, number, indicator):
        assert indicator.share is not None
        return Claim(indicator.share, last.subject, "share-of-count")
    quantity = number.quantity
    if quantity.kind == "count" and quantity.scaled and not number.has_noun and indicator.unit in {"VND_BN", "VND_MN"}:
        # "tăng 3,2 triệu" after a sum of money
        number = replace(number, quantity=told.take_as_money(number.index), is_count=False)
    gap = tuple([told.items[j] for j in told.backwards(number.index, previous)][::-1])
    if _is_mean_of_units(gap) or is_of_rest(gap):
        return None
    if number.is_count:
        return left_of_poor(told, number, last, gap) or counted_on(told, number, previous, last, gap)
    plan = indicator.plan
    if plan is not None and is_whole_of_ratio(told, number, previous):
        return Claim(plan, last.subject, "plan-of-ratio")
    measured = told.phrases.plans.get(last.indicator)
    if last.rule == "plan-of-ratio" and measured is not None and stands_by_district(told, number.index):
        return Claim(measured, number.index, "list:place")  # "24,6% trong số 4.870 tỷ đồng, huyện Bình Chánh 26,3%"
    if measured is not None and number.quantity.kind == "percent":
        around = told.around(number.index)
        if around.left_has("up", "down") and base_in((*around.right, *around.left)) == "prev":
            return goes_on(last)  # "kế hoạch vốn 420 tỷ đồng, tăng 18% so với năm trước"
        return Claim(measured, last.subject, "of-plan-told", chained=True)  # "… tổng số 540 tỷ đồng, tương đương 40,1%"
    if not fits(number.quantity, indicator):
        return None
    if told.quantity(previous).kind == number.quantity.kind and _is_each_dated(told, number.index, previous):
        return goes_on(last)
    if number.quantity.kind != "percent":
        return _sum_on(told, number, previous, last, gap)
    return _percentage_on(told, number, previous, last, gap)


def _is_each_dated(told: Telling, index: int, previous: int) -> bool:
    """*6,2% (năm 2016), 4,1% (cuối năm 2019), dưới 3% (cuối năm 2020)*: each with its own year in parentheses."""

    def dated(j: int) -> bool:
        behind = told.items[j + 1 : j + 4]
        return [item.text for item in behind[::2]] == ["(", ")"] and behind[1].period is not None

    between = told.items[previous + 4 : index]
    return dated(previous) and dated(index) and all(item.text in _BETWEEN or item.has(*_MAY_BE) for item in between)


def _is_share_of_count(told: Telling, number: Number, indicator: Indicator) -> bool:
    """*1.204 hộ nghèo, chiếm 2,1%*: a percentage behind a count that is neither its growth nor a part of its plan."""
    if indicator.share is None or number.quantity.kind != "percent" or number.quantity.sign:
        return False
    around = told.around(number.index)
    if told.text_before(number.index) == "," and _has_noun_of_own(around.right[:1]):
        return False  # "18 trường đạt chuẩn, 95% gia đình được công nhận …"
    planned = any(item.has("plan") for item in around.right[:2])
    if planned or around.left_has("exceed", "plan"):
        return False
    moved = told.reading_of(number.previous)
    of_move = moved is not None and moved.measure == "change" and number.quantity.value >= FEW_POINTS
    of_all = any("tỷ lệ" in item.text for item in around.left[:2])  # "thêm 4 trường đạt chuẩn, đạt tỷ lệ 78,4%"
    if of_move and not of_all and not around.left_has("down_to", "up_to", "share"):
        return False  # "giảm 401 hộ, đạt 45%": of how many were to become fewer
    return not around.left_has("up", "down") or _moves_with_count(told, number)


def _has_noun_of_own(behind: Sequence[Item]) -> bool:
    return bool(behind) and behind[0].kind == "word" and behind[0].text[0].isalpha() and behind[0].text not in _OF_SAME


def is_growth_of_count(told: Telling, number: Number) -> bool:
    """*giảm 812 hộ nghèo, tương ứng giảm 29,8% so với năm trước*: no rate moves by as many points in a year."""
    moved = told.reading_of(number.previous)
    if moved is None or moved.measure != "change" or number.quantity.value < FEW_POINTS:
        return False
    around = with_base(told, number.index)
    return "prev" in {base_in(around.right), base_in(around.left)}


def _moves_with_count(told: Telling, number: Number) -> bool:
    """*giảm 612 hộ nghèo, giảm 2,3%*: by how many points the share moved, where no base is told and they are few."""
    moved = told.reading_of(number.previous)
    if moved is None or moved.measure != "change" or number.quantity.value >= FEW_POINTS:
        return False
    return base_in(told.around(number.index).right) is None


def _sum_on(told: Telling, number: Number, previous: int, last: Claim, gap: Sequence[Item]) -> Claim | None:
    """*2.214 tỷ đồng/dự toán 1.866 tỷ đồng*: a sum behind a sum, tied to it by a plan, a change or a new period."""
    if told.quantity(previous).kind not in {"money", "usd"}:
        return goes_on(last)
    led = any(item.text in {"(", ":", "có", "đạt", "với", "là", "thu"} for item in gap)
    if has_place(gap) and (led or _takes_out_place(gap) or _only_place(gap)):
        return Claim(last.indicator, number.index, "list:place")
    around = told.around(number.index)
    tied = (
        any(item.text == "/" for item in around.left[:1])
        or is_out_of(told, number.index, previous)
        or carries_out(told, number.index, previous)
        or any(item.period is not None and item.period.kind == "base" for item in gap)
        or _says_head(gap, told.indicator(last.indicator))
        or around.left_has("plan", "up", "down", "exceed", "estimate", "target", "assign")
        or is_more_than_before(around)
        or is_more_told(told, number.index)
        or (told.quantity(previous).from_ and around.left_has("up_to", "down_to"))
        or _is_where_it_came(told, number, previous)
        or (around.left_has("reach") and "tháng" in told.quantity(previous).per)
        or (_is_mark(told, previous) and _says_exactly(around.left))
        or tells_period(told, number.index, previous)
    )
    return goes_on(last) if tied else None


def _is_where_it_came(told: Telling, number: Number, previous: int) -> bool:
    """*tăng 128 tỷ đồng, lên 938 tỷ đồng*, *hụt 45 tỷ đồng so với dự toán, chỉ đạt 610 tỷ đồng*: behind by how much."""
    before, around = told.reading_of(previous), told.around(number.index)
    if before is not None:
        return before.measure == "change" and around.left_has("up_to", "down_to", "reach")
    moved = told.around(previous).left_has("up", "down", "exceed", "remaining")
    return moved and told.text_before(told.clause_start(number.index, {","})) == "," and around.left_has("reach")


def _is_mark(told: Telling, index: int) -> bool:
    """*lần đầu vượt mốc 500 tỷ đồng, đạt 512 tỷ đồng*: the first is a round mark that was passed."""
    item = told.items[index]
    return not _MARKS.isdisjoint(told.texts[max(0, item.low - 1) : item.high])


def _says_exactly(left: Sequence[Item]) -> bool:
    """*vượt mốc 500 tỷ đồng, cụ thể 512 tỷ đồng*: the sum itself behind the mark."""
    return any(item.has("reach") or item.text in _EXACTLY for item in left[:_EXACT_REACH])


def _takes_out_place(gap: Sequence[Item]) -> bool:
    """*cả tỉnh khoảng 474 tỷ đồng, trong đó Phú Quốc khoảng 354 tỷ đồng*: a district right behind "trong đó"."""
    at = next((n for n, item in enumerate(gap) if item.has("part_of")), None)
    if at is None or at + 1 >= len(gap):
        return False
    return gap[at + 1].names_district and all(item.kind == "cue" for item in gap[at + 2 :])


def _only_place(gap: Sequence[Item]) -> bool:
    """*Việt Yên thu 1.200 tỷ đồng, Tân Yên 300 tỷ đồng*: a sign and a district."""
    return gap[-1].names_district and all(item.text in {",", ";", "và"} for item in gap[:-1])


def _says_head(gap: Sequence[Item], indicator: Indicator) -> bool:
    """*được giao thu 1.866 tỷ, thực thu 2.214 tỷ*: the head of the indicator once more."""
    heads = {part.head for part in indicator.composed}
    return any(phrase.role == "head" and phrase.name in heads for item in gap for phrase in item.phrases)


def _percentage_on(told: Telling, number: Number, previous: int, last: Claim, gap: Sequence[Item]) -> Claim | None:
    """*520 tỷ đồng, đạt 102% dự toán*; *tỷ lệ hộ nghèo còn 1,2%, giảm 0,3%*."""
    is_rate = told.indicator(last.indicator).is_rate
    if (rate := _rate_of_members(told, number, last)) is not None:
        return Claim(rate, number.index, "list:place")
    if (is_rate or _lists_ratios(told, number, previous, last)) and has_place(gap):
        return Claim(last.indicator, number.index, "list:place")
    if last.rule == "list:place" and stands_by_district(told, number.index):
        return Claim(last.indicator, number.index, "list:place")  # "kế đó là Lạng Giang vượt 25%"
    if has_own_noun(told, number.index) or told.text_after(number.index) in _OF_THEM:
        return None  # "50% xã đạt chuẩn …", "80% trong số đó do tỉnh cấp": a share of something else
    if told.text_before(number.index) in _JOINTS and told.text_after(number.index) in _HAVE:
        return None  # "thu nhập 62 triệu đồng, hơn 95% có thẻ bảo hiểm": of people who are not named
    if is_rate and told.quantity(previous).kind == "percent":
        around = told.around(number.index)
        tied = around.left_has("up", "down", "exceed", "reach", "target", "estimate", "up_to", "down_to")
        tied = tied or carries_out(told, number.index, previous) or number.quantity.from_
        if not tied and not any(item.period is not None or item.has("plan") for item in (*gap, *around.right)):
            return None
    return goes_on(last)


def _rate_of_members(told: Telling, number: Number, last: Claim) -> str | None:
    """*huyện A 812 hộ thoát nghèo, tỷ lệ hộ nghèo giảm 5%; huyện B 905 hộ, giảm 3%*: the rate of the member before."""
    around = told.around(number.index)
    if last.rule != "list:place" or not around.left_has("up", "down") or base_in(around.right) is not None:
        return None
    claims = [(j, claim) for j, claim in told.claims.items() if claim is not None and j < number.index]
    for (_, counted), (j, rate) in pairwise(claims):
        moved = told.reading_of(j)
        if counted.indicator == last.indicator and told.indicator(rate.indicator).is_rate and moved is not None:
            return rate.indicator if moved.measure == "change" else None
    return None


def _lists_ratios(told: Telling, number: Number, previous: int, last: Claim) -> bool:
    """*có tỷ lệ giải ngân trên 60% như: Quỳ Hợp: 71,2%; …*: what is always told of a plan, of a district of its own."""
    of_plan = told.indicator(last.indicator).plan is not None and told.quantity(previous).kind == "percent"
    return of_plan and stands_by_district(told, number.index)


def whole_before(told: Telling, number: Number) -> Claim | None:
    """*thu 402 tỷ đồng, trong đó tiền đất 96 tỷ đồng; cả năm ước đạt 420 tỷ đồng*: of the whole, not of its part."""
    previous, last = number.previous, number.last
    if previous is None or last is None or last.subject >= previous or number.is_count:
        return None
    parts = [j for j in told.backwards(last.subject) if told.opens_parts(j, last.subject)]
    if not parts or any(item.text == ";" for item in told.items[parts[0] : previous]):
        return None
    wholes = [claim for j, claim in told.claims.items() if j < parts[0] and claim is not None]
    if (
        not wholes
        or wholes[-1].indicator == last.indicator
        or not fits(number.quantity, told.indicator(wholes[-1].indicator))
    ):
        return None
    return goes_on(wholes[-1])
