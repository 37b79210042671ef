"""Which indicator a quantity belongs to: one named ahead of it, one named before it, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.ahead import further_ahead, of_leader, right_ahead
from tasks.grammar.anew import ANEW, begins_anew
from tasks.grammar.began import began_with
from tasks.grammar.behind import named_behind
from tasks.grammar.counted import ends_after_noun, noun_end, number_at
from tasks.grammar.counted_again import raised_by
from tasks.grammar.grown import grown_sector
from tasks.grammar.labels import of_label
from tasks.grammar.marks import of_listed_mark
from tasks.grammar.measures_ahead import measured_ahead
from tasks.grammar.ordinals import is_ordinal, of_ordinal
from tasks.grammar.owner_inside import around_owner
from tasks.grammar.place_members import of_percentage
from tasks.grammar.plans_ahead import planned_ahead
from tasks.grammar.raised import part_raises
from tasks.grammar.rates_ahead import rate_ahead, share_then_named
from tasks.grammar.said_of import said_of
from tasks.grammar.sector_sums import sum_of_sector
from tasks.grammar.shared_words import added_together, meet_criteria, shared_predicate
from tasks.grammar.shares import adds_up
from tasks.grammar.sums_of import sum_of_count
from tasks.grammar.whole_of_part import is_part_out_of, is_whole

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling


_ADDED_ONE: Final = frozenset({"vụ", "xã", "trường"})
_FEWEST: Final = 3  # syllables that name a member of a list
_BRACKET_REACH: Final = 24  # items from a parenthesis to the last part in it
_MOVES: Final = ("reach", "exceed", "up", "down", "up_to", "down_to")
_BEFORE_SHARE: Final = frozenset({",", "(", "và"})
_HALF: Final = 50  # percent
_MILLION: Final = 1_000_000
_SUM_ENDS: Final = frozenset({",", ";", ".", ")", "(", "và"})
_SUM_REACH: Final = 8  # items from a sum back to what it is of
_OUT_OF_ALL: Final = frozenset({"trong số", "trong tổng số", "trong", "trong số hơn", "trong tổng số hơn"})
_DEALT: Final = ("xử lý", "dứt điểm", "xử lý xong", "xử lý được", "khắc phục")
_DEALT_REACH: Final = 6  # words before a number that say what was done
_DEALT_AFTER: Final = ("đã được xử lý", "đã xử lý", "được xử lý dứt điểm", "xử lý xong")
_DEALT_BEHIND: Final = 22  # words behind a number
_WHOLES: Final = ("thu", "tổng", "số")
_SUMS: Final = ("thu", "tổng")
_DOSSIERS: Final = "dossiers_received"
_RESOLVED: Final = ("giải quyết", "xử lý", "trả", "trả kết quả")
_NOBODY: Final = frozenset({",", "đã", "có", ":"})  # before what was resolved, of which nobody is told
_ENDS: Final = frozenset({"", ",", ".", ";", ")", "("})
_FOUND: Final = frozenset({"phát hiện", "đã phát hiện", "xảy ra", "ghi nhận"})


def find_claim(told: Telling, index: int, previous: int | None) -> Claim | None:
    """The claim on the quantity at ``index``; ``previous`` is the quantity that it may go on from."""
    quantity = told.quantity(index)
    if quantity.spelled and quantity.value == 1 and not _moves_by_one(told, index):
        return None  # "một" is an article as often as a number
    if _is_sum_a_head(told, index):
        quantity = told.take_as_money(index)
    number = number_at(told, index, previous, quantity)
    if is_ordinal(told.tokens, quantity.first):
        return of_ordinal(told, number)
    if quantity.spelled and not number.has_noun and told.text_before(index) == "cả":
        return None  # "còn 2 xã, cả hai đều …": those that were just counted
    ahead, excluded = right_ahead(told, number)
    if number.is_count and _is_out_of_opening(told, number):
        return None
    ahead = ahead or _said_ahead(told, number, excluded)
    if number.is_count and ahead is not None:
        return _counted_ahead(told, number, ahead) or _named_as_kind(told, number, ahead)
    if ahead is not None and quantity.kind == "money" and _excluded_right_before(told, index, ahead):
        return None  # "miễn giảm 3,5 tỷ đồng tiền sử dụng đất"
    behind = named_behind(told, number, excluded)
    if number.is_count and behind is not None and _is_one_of_parts(told, index, behind):
        return None
    claim = ahead if behind is None or (ahead is not None and begins_anew(told, index, behind, ahead)) else behind
    claim = claim or _named_elsewhere(told, number, excluded)
    if claim is not None and claim.rule == "list:place":
        return of_percentage(told, number, claim)
    if claim is not None and _is_ratio_of_excluded(told, number, claim):
        return replace(claim, rule="of-all")
    return None if claim is None or _is_share_or_part(told, index, claim) else claim


def _said_ahead(told: Telling, number: Number, excluded: frozenset[str]) -> Claim | None:
    """What words further behind the number, a verb among them, say that it is of."""
    if not number.is_count:
        return said_of(told, number, excluded) or sum_of_count(told, number)
    claim = further_ahead(told, number, excluded) or shared_predicate(told, number)
    claim = claim or around_owner(told, number, excluded) or raised_by(told, number)
    return claim or said_of(told, number, excluded) or added_together(told, number)


def _named_elsewhere(told: Telling, number: Number, excluded: frozenset[str]) -> Claim | None:
    """What names the indicator, neither right beside the number nor in the figure that it goes on from."""
    claim = None
    if number.quantity.kind == "percent":
        # "86% cán bộ …, 92% hồ sơ được nộp trực tuyến": what the first is of is no indicator
        alone = number.previous is None or told.items[number.index - 1].text in ANEW
        named = rate_ahead if alone else share_then_named
        claim = named(told, number, excluded)
        claim = claim or shared_predicate(told, number) or around_owner(told, number, excluded)
    claim = claim or measured_ahead(told, number) or grown_sector(told, number) or of_leader(told, number)
    claim = claim or began_with(told, number) or of_listed_mark(told, number) or planned_ahead(told, number)
    return claim or part_raises(told, number) or of_label(told, number) or sum_of_sector(told, number)


def _is_ratio_of_excluded(told: Telling, number: Number, claim: Claim) -> bool:
    """*khám phá 92,5% số vụ phạm pháp (74/80 vụ)*: the rate is of those dealt with, as the fraction is, of all."""
    last = number.last
    if number.quantity.kind != "fraction" or last is None or not told.in_parentheses(number.index):
        return False
    if not told.indicator(claim.indicator).flow:
        return False  # "tỷ lệ trường đạt chuẩn quốc gia là 80% (40/50 trường)": the part has reached it
    return last.subject >= 0 and _excludes(told.items[last.subject], claim.indicator)


def _is_share_or_part(told: Telling, index: int, claim: Claim) -> bool:
    """Whether what a claim takes for a figure is a share of it, or of a part that stands beside."""
    percentage = told.quantity(index).kind == "percent"
    if meet_criteria(told, index) or _is_part_by_whole(told, index):
        return True
    if claim.chained:
        bracketed = told.text_before(index) == "(" and _is_share(told, index, claim)
        return percentage and (bracketed or _is_bare_share(told, index, claim))
    if percentage and (_is_share(told, index, claim) or _is_of_member(told, index, claim)):
        return True
    return _is_part(told, index, claim.indicator, claim.subject)


def _is_part_by_whole(told: Telling, index: int) -> bool:
    """*chiếm 61% tổng thu ngân sách (318 tỷ đồng/522 tỷ đồng)*: a part of the sum that is named, by the sum."""
    if told.text_before(index) != "(" or told.text_after(index) != "/":
        return False
    share = told.previous_quantity(index)
    return share is not None and told.quantity(share).kind == "percent" and told.items[share - 1].has("share")


def _moves_by_one(told: Telling, index: int) -> bool:
    """*7 vụ tai nạn giao thông, tăng một vụ*, *có thêm một xã về đích nông thôn mới*."""
    noun = told.words(told.items[index].high, told.items[index].high + 1)
    if told.text_before(index).endswith("thêm"):
        return noun in _ADDED_ONE
    moved = index > 0 and told.items[index - 1].has("up", "down") and told.items[index - 1].kind in {"cue", "phrase"}
    return moved and noun == "vụ"


def _is_out_of_opening(told: Telling, number: Number) -> bool:
    """*Trong số 68 dự án của quận, 21 dự án đã hoàn thành*: some of those that the sentence opens with."""
    first = told.quantities()[0]
    if first == number.index or told.words(0, told.quantity(first).first) not in _OUT_OF_ALL:
        return False
    nouns = [told.words(told.quantity(j).high, noun_end(told, j)) for j in (first, number.index)]
    return bool(nouns[0]) and nouns[0] == nouns[1]


def _is_sum_a_head(told: Telling, index: int) -> bool:
    """*thu nhập bình quân đầu người đạt 51,5 triệu/người/năm*: millions of what is told a head are a sum."""
    quantity = told.quantity(index)
    if quantity.kind != "count" or not quantity.scaled or quantity.value < _MILLION:
        return False
    following = told.items[index + 1] if index + 1 < len(told.items) else None
    if following is not None and following.period is None and not quantity.per and following.text not in _SUM_ENDS:
        return False
    for j in range(index - 1, max(-1, index - 1 - _SUM_REACH), -1):
        item = told.items[j]
        if item.quantity is not None or item.text in {";", "."}:
            return False
        forms = [phrase.name for phrase in item.phrases if phrase.role == "form"]
        if forms:
            return all(told.indicator(name).per_head for name in forms)
        heads = {phrase.name for phrase in item.phrases if phrase.role == "head"}
        if any(head in heads and told.indicator(name).per_head for (_, head), name in told.phrases.composed.items()):
            return True  # "mỗi người dân thu nhập 36 triệu/năm"
    return False


def multiple_of_plan(told: Telling, index: int) -> Claim | None:
    """*gấp 1,3 lần dự toán*: the claim on a multiple, which is read as a percentage is."""
    percentage = replace(told.quantity(index), kind="percent")
    return named_behind(told, number_at(told, index, told.previous_quantity(index), percentage), frozenset())


def _counted_ahead(told: Telling, number: Number, ahead: Claim) -> Claim | None:
    """A count of what is named behind it, unless words before it tell that those are some of them."""
    if _excluded_right_before(told, number.index, ahead):
        return replace(ahead, rule="of-all") if number.quantity.kind == "fraction" else None
    if number.quantity.kind == "fraction" and ahead.rule == "after-number" and _is_dealt_with(told, number.index):
        return replace(ahead, rule="of-all")
    if is_part_out_of(told, number.index, ahead):
        return replace(ahead, rule="of-all")
    some = _is_part(told, number.index, ahead.indicator, ahead.subject) or _is_in_brackets(
        told, number.index, ahead.indicator
    )
    return None if some else ahead


def _is_one_of_parts(told: Telling, index: int, behind: Claim) -> bool:
    """*46 dự án (11 dự án chuyển tiếp, 25 dự án hoàn thành)*: a part, though a word before it names the indicator."""
    return not told.quantity(index).sign and _is_in_brackets(told, index, behind.indicator)


def _is_in_brackets(told: Telling, index: int, name: str) -> bool:
    """*37 công trình (16 công trình chuyển tiếp, 21 công trình khởi công mới)*: the parts of what was just counted."""
    if not told.in_parentheses(index):
        return False
    back = range(index - 1, max(-1, index - _BRACKET_REACH), -1)
    opening = next((j for j in back if told.items[j].text == "("), 0)
    inside = told.items[opening + 1 : index]
    whole = told.previous_quantity(opening)
    if whole is None or told.quantity(whole).kind != "count" or noun_end(told, whole) != told.items[opening].low:
        return False
    claim = told.claims.get(whole)
    counted = claim is not None and claim.indicator == name
    moved = ("up", "down", "up_to", "down_to", "plan")
    return counted and not any(item.period is not None or item.has(*moved) for item in inside)


def _is_dealt_with(told: Telling, index: int) -> bool:
    """*đã xử lý dứt điểm 17/19 trường hợp vi phạm*: so many of all that there are were dealt with."""
    first = told.quantity(index).first
    before = told.words(max(0, first - _DEALT_REACH), first)
    behind = told.words(told.items[index].high, told.items[index].high + _DEALT_BEHIND)
    if "vi phạm" in behind and any(dealt in behind for dealt in _DEALT_AFTER):
        return True
    return before.endswith(_DEALT) and not any(found in before for found in ("phát hiện", "kiểm tra"))


def _named_as_kind(told: Telling, number: Number, ahead: Claim) -> Claim | None:
    """*khách quốc tế đạt 2.500 lượt khách*: the words before the number name a kind of what is counted."""
    behind = named_behind(told, number, frozenset())
    if behind is None or behind.rule != "before-number:form" or behind.indicator not in number.nouns:
        return None
    return behind if _excludes(told.items[behind.subject], ahead.indicator) else None


def _excluded_right_before(told: Telling, index: int, ahead: Claim) -> bool:
    """*Trễ hạn 11 hồ sơ*, *làm rõ 9/11 vụ*: what stands right before the number excludes it."""
    name = ahead.indicator
    for j in told.backwards(index):
        item = told.items[j]
        if item.text == "và" and j == index - 1:
            return False  # "làm 29 người chết và 41 người bị thương"
        if item.text in _FOUND or (ahead.rule == "after-number" and item.has("dealt_with")):
            return False  # "kiểm tra, phát hiện 34 công trình xây dựng trái phép"
        if _excludes(item, name):
            return True
        if item.kind in {"quantity", "period", "place"} or item.text in {",", ";", ":", "("}:
            return False
        if any(phrase.role == "form" for phrase in item.phrases):
            return False
    return False


def _is_bare_share(told: Telling, index: int, claim: Claim) -> bool:
    """*Dịch vụ khoảng 700 tỷ đồng, chừng 17%*: behind a sector's sum, with no verb and no plan, its share of all."""
    heads = {part.head for part in told.indicator(claim.indicator).composed}
    if "value" not in heads or told.quantity(index).value >= _HALF:
        return False
    around = told.around(index)
    return all(item.text in _BEFORE_SHARE for item in around.left) and not any(
        item.has("plan") or item.period is not None for item in around.right[:3]
    )


def _is_share(told: Telling, index: int, claim: Claim) -> bool:
    """*cơ cấu kinh tế: dịch vụ 59,8%; công nghiệp 39,7%*: shares of sectors are no figures of them."""
    if not told.indicator(claim.indicator).composed:
        return False
    if adds_up(told, index):
        return True
    if "share" not in told.classes:
        return False
    if any(item.has("up", "down", "reach", "plan") for item in told.items[min(claim.subject, index) : index]):
        return False
    return any(item.has("share") for item in told.items[:index])


def _is_of_member(told: Telling, index: int, claim: Claim) -> bool:
    """*tỷ lệ giải ngân như: nguồn ngân sách tập trung (96,7%); …*: of what stands before the parenthesis."""
    start = told.clause_start(index - 1, {":", ";"})
    if told.text_before(index) != "(" or not claim.subject < start:
        return False
    member = told.items[start : index - 1]
    if any(item.names_district or item.period is not None or item.has(*_MOVES) for item in member):
        return False
    return sum(len(item.text.split(" ")) for item in member) >= _FEWEST


def _is_part(told: Telling, index: int, name: str, subject: int | None = None) -> bool:
    """*98 dự án, gồm 10 dự án của thành phố*: after "gồm", "trong đó" the same indicator tells its parts."""
    if "part_of" not in told.classes or is_whole(told, index, name):
        return False
    parts = [j for j in told.backwards(index) if told.opens_parts(j, index)][::-1]
    if not parts:
        return False
    whole = max(
        (j for j, claim in told.claims.items() if j < index and claim and claim.indicator == name), default=None
    )
    counted = told.indicator(name).is_count
    if whole is not None and counted and any(0 < whole - j <= 2 for j in parts):
        return True  # "trong số 19 vụ, có 9 vụ …"
    if whole is not None and any(whole < j for j in parts):
        if name == _DOSSIERS and subject is not None and _are_resolved(told, index, subject, parts[-1]):
            return False
        if subject is None or subject >= index:
            return True
        wholes = _SUMS if counted else _WHOLES
        return not told.items[subject].text.startswith(wholes)  # "…, trong đó tổng thu 410 tỷ đồng"
    if any(_excludes(item, name) for item in told.items[parts[0] : index]):
        return name in told.state.recent or whole is not None
    return False


def _are_resolved(told: Telling, index: int, subject: int, parts: int) -> bool:
    """*tiếp nhận 9.410 hồ sơ, trong đó đã giải quyết 9.102 hồ sơ*: what became of all, not some that came."""
    if not told.items[subject].text.removesuffix(" xong").endswith(_RESOLVED):
        return False
    between = told.items[parts + 1 : min(subject, index)]
    all_of_them = ends_after_noun(told, index) if subject < index else told.text_after(subject) in _ENDS
    return all_of_them and all(item.text in _NOBODY for item in between)


def _excludes(item: Item, name: str) -> bool:
    roles = {phrase.role for phrase in item.phrases if phrase.name == name}
    return "excluded" in roles and "topic" not in roles
