"""What the numbers of a list of places measure: ratios of a plan, growth, or how far a rate has moved."""

from __future__ import annotations

from math import copysign
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.measures import MeasureReading
from tasks.grammar.surroundings import base_in, moves_told

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.telling import Telling

_LISTS: Final = frozenset({":", "như", "gồm", "là"})
_DENIALS: Final = frozenset({"không", "chưa"})
_WHOLE: Final = 100  # percent
_BESIDE: Final = frozenset({"(", "tương ứng", "tương đương", "-"})  # before the percentage of a count
_LIKELY_GROWTH: Final = 30  # percent
_AGAINST: Final = frozenset({"so", "so với"})
_GROW_MOST: Final = frozenset({"tăng cao", "tăng khá", "tăng mạnh", "tăng nhanh", "tăng trưởng"})
_OF_GROWTH: Final = ("tốc độ tăng", "tăng trưởng", "mức tăng")


def of_plan_list(told: Telling, index: int, before: MeasureReading, claim: Claim) -> MeasureReading | None:
    """*công nghiệp đạt 72,3% kế hoạch, dịch vụ 70,6%*: the next of a list, told with its name alone."""
    listed = claim.subject == index - 1 and told.text_before(claim.subject) in {",", "và"}
    if before.measure != "plan_ratio" or not listed or claim.chained:
        return None
    return MeasureReading("plan_ratio", told.quantity(index).value, "plan_ratio:goes-on")


def of_bracket_list(told: Telling, index: int, claim: Claim) -> MeasureReading | None:
    """*Các khoản thu vượt dự toán: thuế ngoài quốc doanh (112%), tiền sử dụng đất (140%)*: said before all of them."""
    bracketed = told.text_before(index) == "("
    joined = bracketed or told.items[index - 1].has("reach")
    if claim.chained or claim.subject != index - 1 - joined:
        return None
    start = told.clause_start(index, {";"})
    first = next(j for j in told.quantities() if j >= start and (told.text_before(j) == "(" or not bracketed))
    opening = told.items[start:first]
    if not bracketed and (
        told.quantity(first).kind != "percent"
        or not any(item.has("part_of") or item.text in _LISTS for item in opening)
    ):
        return None  # "Nhiều khoản thu vượt dự toán như lệ phí trước bạ 146%, tiền sử dụng đất 122%"
    if any(item.has("reach") for item in opening) and not any(item.has("plan") for item in opening):
        before = told.items[:first]
        opening = tuple([item for item in before if item.quantity is None or item.quantity.kind != "percent"])
    if any(item.has("share") or (item.quantity is not None and item.quantity.kind == "percent") for item in opening):
        return None
    value, moves = told.quantity(index).value, moves_told(opening)
    based = any(item.period is not None and item.period.kind == "base" for item in opening)
    if any(item.has("plan") or (item.has("exceed") and not based) for item in opening):
        return MeasureReading("plan_ratio", value, "plan_ratio:goes-on")
    return MeasureReading("growth", moves * value, "growth:of-list") if moves and based else None


def of_opened_list(told: Telling, index: int, claim: Claim) -> MeasureReading | None:
    """*So với kế hoạch, công nghiệp đạt 25%; dịch vụ 25,3%*, *Tăng cao là các ngành: dịch vụ 8,2%, …*.

    What opens the sentence holds for each member that stands right before its number.
    """
    between = told.items[claim.subject + 1 : index]
    if claim.chained or claim.subject > index or any(not item.has("reach", "copula", "estimate") for item in between):
        return None
    opening = told.items[: told.quantities()[0]]
    if not opening:
        return None  # the sentence opens with a number
    end = next((j for j, item in enumerate(opening) if item.text in {",", ":"}), 0)
    value = told.quantity(index).value
    if opening[0].text in _AGAINST and any(item.has("plan") for item in opening[:end]):
        return MeasureReading("plan_ratio", value, "plan_ratio:goes-on")
    grown = any(item.text == ":" for item in opening) and told.words(0, 2) in _GROW_MOST
    return MeasureReading("growth", value, "growth:of-list") if grown else None


def of_listed(
    told: Telling, index: int, claim: Claim, reading: MeasureReading | None, before: MeasureReading | None = None
) -> MeasureReading | None:
    """*Uông Bí (46,2%)*: a list goes on with ratios to the plan; of a rate, a list tells the rate itself.

    It tells changes of a rate where the figure before was one, with the same verb: *…; Phước Sơn giảm 7,2%*.
    """
    member = told.last_reading  # one in parentheses is no figure to go on from
    if member is not None and member.rule == "growth:of-before" and _is_left_of_before(told, index, reading):
        return replace(member, value=told.quantity(index).value - _WHOLE)
    bare = reading is None or reading.rule == "growth:of-before"  # "Văn Lâm 14% so với cùng kỳ", behind "tăng"
    if member is not None and member.measure == "growth" and bare and told.items[index - 1].names_district:
        return replace(member, value=copysign(told.quantity(index).value, member.value))
    if (moved := _share_of_moved(told, index, claim)) is not None:
        return moved
    if reading is not None and before is not None and before.measure == reading.measure == "change":
        return reading if before.value * reading.value > 0 else None
    if reading is not None and before is not None and before.measure == "change" and reading.rule == "level:rate":
        return reading if told.around(index).left_has("down_to", "up_to", "reach", "copula") else None
    if (ratio := _ratio_of_list(told, index, claim, reading)) is not None:
        return ratio
    if reading is None and _heads_with_growth(told, index, claim):
        return MeasureReading("growth", told.quantity(index).value, "growth:rate-of-growth")
    if reading is None and (grown := _growth_of_list(told, index, claim)) is not None:
        return grown
    if reading is None and claim.indicator in told.state.thread.ratios:
        return MeasureReading("plan_ratio", told.quantity(index).value, "plan_ratio:listed")
    of_rate = told.indicator(claim.indicator).is_rate
    if of_rate and reading is not None and reading.measure == "change" and _goes_on_moving(told, index, claim, reading):
        return reading
    if not of_rate or reading is None or reading.rule == "level:rate":
        return reading
    if reading.rule == "growth:economy":
        return reading if abs(reading.value) <= _LIKELY_GROWTH else None  # no economy grows by 71 %
    # "Hà Quảng giảm 5,1%, còn 40,2%", but not "cao hơn mức được giao 0,4%"
    falls = told.items[index - 1].has("up", "down") and index > 1 and told.items[index - 2].names_district
    return reading if falls and reading.measure == "change" else None


def _ratio_of_list(told: Telling, index: int, claim: Claim, reading: MeasureReading | None) -> MeasureReading | None:
    """*Các quận vượt dự toán cao là quận 4 (26,2%), …*, *Ba quận không đạt dự toán là …*: what opens the list says."""
    first = told.first_district(index)
    if first is None or told.text_before(index) != "(" or told.indicator(claim.indicator).is_rate:
        return None
    if reading is not None and reading.measure != "plan_ratio":
        return None
    opening = told.items[:first]
    if any(item.quantity is not None and item.quantity.kind != "count" for item in opening):
        return None
    planned = any(item.has("plan") for item in opening) and any(item.has("reach", "exceed") for item in opening)
    if not planned or any(item.has("up", "down") for item in opening):
        return None
    denied = any(item.text in _DENIALS for item in opening)
    value = told.quantity(index).value
    beyond = any(item.has("exceed") for item in opening) and not denied and value < _WHOLE
    return MeasureReading("plan_ratio", value + _WHOLE * beyond, "plan_ratio:listed")


def _is_left_of_before(told: Telling, index: int, reading: MeasureReading | None) -> bool:
    """*Hải Lăng bằng 87% cùng kỳ, Gio Linh bằng 91,5%*, *(87%), (91,5%)*: the next of a list says no base again."""
    around = told.around(index)
    if around.left_has("up", "down", "exceed", "plan") or base_in(around.right) is not None:
        return False
    return reading is None or reading.rule in {"plan_ratio:bare", "plan_ratio:reach-bare", "growth:of-list"}


def _goes_on_moving(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> bool:
    """*tỷ lệ hộ nghèo giảm 5%; huyện B có 905 hộ, giảm 3%*: the rate moved the same way in the member before."""
    before = (j for j, other in told.claims.items() if j < index and other and other.indicator == claim.indicator)
    last = told.reading_of(max(before, default=None))
    return last is not None and last.measure == "change" and last.value * reading.value > 0


def _share_of_moved(told: Telling, index: int, claim: Claim) -> MeasureReading | None:
    """*giảm hộ nghèo: Sơn Động 1.046 hộ (5,6%), …*: by how much the rate moved with the count before it."""
    counted = told.previous_quantity(index)
    moved, of_count = told.reading_of(counted), told.claim_of(counted)
    if moved is None or of_count is None or told.text_before(index) not in _BESIDE or moved.measure != "change":
        return None
    if told.indicator(of_count.indicator).share != claim.indicator:
        return None
    return MeasureReading("change", copysign(told.quantity(index).value, moved.value), "change:points")


def of_counted_ratio(told: Telling, index: int, claim: Claim) -> MeasureReading | None:
    """*huyện A 1.730 lao động, đạt 72% kế hoạch; huyện B 1.584 lao động, đạt 66,4%*: where ratios were told before."""
    around = told.around(index)
    told_so = around.left_has("reach") or (told.text_before(index) == "(" and told.text_after(index) == ")")
    if not told_so or around.left_has("share", "up", "down") or claim.indicator not in told.state.thread.ratios:
        return None
    return MeasureReading("plan_ratio", told.quantity(index).value, "plan_ratio:listed")


def _heads_with_growth(told: Telling, index: int, claim: Claim) -> bool:
    """*Tốc độ tăng giá trị sản xuất: Quỳnh Phụ 10,1%; Hưng Hà 11,4%*: the list is named by the growth itself."""
    if told.text_before(index) == "(" or any(item.has("plan") for item in told.items[:index]):
        return False
    forms = (item for item in told.items[:index] for phrase in item.phrases if phrase.name == claim.indicator)
    return any(item.text.startswith(_OF_GROWTH) for item in forms)


def _growth_of_list(told: Telling, index: int, claim: Claim) -> MeasureReading | None:
    """*Nơi có số thu tăng khá so với cùng kỳ: Phú Lộc (45,2%), Nam Đông (31%)*: the verb stands before the places."""
    if told.indicator(claim.indicator).is_rate:
        return None
    first = told.first_district(index)
    if first is None:
        return None
    opening = told.items[:first]
    based = opening[-1:] and opening[-1].text == ":" and any(i.period and i.period.kind == "base" for i in opening)
    if told.text_before(index) != "(" and not (based and told.items[index - 1].names_district):
        return None  # but "tăng khá so với cùng kỳ: Nho Quan 18,3%; Gia Viễn 15%"
    if any(item.kind == "quantity" or item.has("plan", "average") for item in opening):
        return None  # "thấp hơn bình quân của tỉnh gồm Yên Lập (49%)": compared with others, not with the year before
    moves = moves_told(opening)
    if not moves and told.state.named_sentence == told.sentence.index - 1:
        moves = told.state.named_moves
    return MeasureReading("growth", moves * told.quantity(index).value, "growth:of-list") if moves else None
