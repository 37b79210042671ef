"""Indicators named before the number: *Thu ngân sách trên địa bàn đạt 520 tỷ đồng*, and what goes on from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tasks.grammar.carried import (
    assigned,
    continued,
    from_topic,
    implied,
    out_of_plan,
    per_head,
    planned_of_title,
    remaining_rate,
)
from tasks.grammar.chains import carries_out, chained, counted_again, is_out_of, is_whole_of_ratio, tells_period
from tasks.grammar.counted import excluded_behind, has_own_noun, noun_end, object_end
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.naming import named_by
from tasks.grammar.place_lists import bracketed, district_before, listed, opens_member, with_place_behind
from tasks.grammar.place_members import like_the_first
from tasks.grammar.record_lines import of_record
from tasks.grammar.shared_words import shared_lead
from tasks.grammar.surroundings import base_in

if TYPE_CHECKING:
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_TOLERANCE: Final = 5  # unknown words between an indicator and its first figure
_BODY: Final = _TOLERANCE + 1  # a company or a body between the two is one too many
_SHARE: Final = 3  # "chiếm 12%": a share is not the indicator's own rate, unless little else is said
_THESE: Final = ("khoản này", "khoản thu này", "nguồn thu này", "nguồn này", "sắc thuế này")
_CLAUSE_ENDS: Final = frozenset({",", ";", ":", "("})
_DENIALS: Final = frozenset({"chưa", "không"})  # "chưa đạt mục tiêu 95%"
_ABOUT: Final = frozenset({"về", "trong", "đối với", "với", "việc"})
_COUNT_REACH: Final = 4  # items from a count back to the rate that it is a share of
_LIST_REACH: Final = 3  # items between a place of a list and its figure


@dataclass(slots=True)
class _Gap:
    """What the way back from a number met before it found an indicator's phrase."""

    blocked: set[str]  # indicators that something on the way excludes
    unknown: int = 0
    near: int = 0  # unknown words up to the first comma
    comma: bool = False
    crossed: bool = False  # a semicolon
    ended: bool = False  # a phrase was found, but too much stands between it and the number
    found: Claim | None = None


def named_behind(told: Telling, number: Number, excluded: frozenset[str]) -> Claim | None:
    """The indicator whose phrase stands before the number, or whose figure the one before was."""
    listed_here = like_the_first(told, number) or bracketed(told, number) or with_place_behind(told, number)
    if listed_here is not None:
        return listed_here
    gap = _walk_back(told, number, excluded)
    if gap.found is not None or gap.ended:
        return gap.found
    if number.is_count and not gap.unknown and (shared := shared_lead(told, number)) is not None:
        return None if shared.indicator in gap.blocked else shared
    previous, last = number.previous, number.last
    nouns = number.nouns - gap.blocked
    if previous is None or last is None:
        return _without_figure_before(told, number, gap, nouns)
    crossed = gap.crossed
    if crossed and not gap.unknown:
        # "…; kế hoạch năm nay giảm 4,5%", "…; tới tháng 10/2018 được 47,2 triệu đồng"
        planned = told.around(number.index).left_has("plan", "target")
        tied = tells_period(told, number.index, previous) or _goes_on_behind(told, number)
        tied = tied or last.rule == "record" or carries_out(told, number.index, previous)
        crossed = not planned and not tied
    if last.indicator not in gap.blocked:
        if not crossed:
            return _with_figure_before(told, number, gap, nouns) or _listed(told, number, gap)
        if gap.unknown <= 1 and _lists_places(told, number, previous, last):
            return Claim(last.indicator, number.index, "list:place", gap.unknown)
    if number.quantity.kind == "count" and not gap.unknown:
        again = counted_again(told, number.index, nouns)
        if again is not None:
            return again
    if number.quantity.kind == "money" and (claim := implied(told, number.index)) is not None:
        return claim
    return _listed(told, number, gap)


def _listed(told: Telling, number: Number, gap: _Gap) -> Claim | None:
    """The next of a list of places; no strange words stand before its district, unless they open the list."""
    if gap.unknown > 1:
        place = district_before(told, number.index)
        if place is None or not opens_member(told, place):
            return None
    return listed(told, number)


def _walk_back(told: Telling, number: Number, excluded: frozenset[str]) -> _Gap:
    """Go back from the number to the quantity before, up to the first phrase that names its indicator."""
    gap = _Gap(set(excluded))
    if number.is_count:
        gap.blocked |= excluded_behind(told, number.index)
    counted_end = noun_end(told, number.previous)
    owned_end = object_end(told, number.index, number.previous) if number.last is not None else 0
    of_rate = number.last is not None and told.indicator(number.last.indicator).is_rate
    meant = _stands_for_named(told, number)
    last = told.indicator(number.last.indicator) if number.last is not None else None
    heads = frozenset([part.head for part in last.composed]) if last is not None and last.composed else None
    for j in told.backwards(number.index, number.previous):
        item = told.items[j]
        if item.text == ";" and not told.in_parentheses(number.index):
            gap.crossed = True
        gap.comma = gap.comma or item.text == ","
        if "part_of" in item.cues and not told.opens_parts(j, number.index):
            continue  # "riêng năm 2022 đạt 8,2%"
        if item.text == "lần" and j and told.items[j - 1].quantity is not None:
            continue  # "gấp 2,4 lần cùng kỳ, vượt 12% kế hoạch"
        if item.high <= counted_end or j < owned_end or _is_amount_of(told, number, j):
            continue  # what the figure before counted: "168 tỷ đồng vốn đầu tư công, …"
        if gap.crossed and number.is_count and _is_object(number, j):
            continue  # "… lao động được giải quyết việc làm; 58.400 người tham gia bảo hiểm y tế"
        if item.phrases:
            gap.blocked.update(phrase.name for phrase in item.phrases if phrase.role == "excluded")
            phrase = named_by(told, number, j, gap.blocked)
            if phrase is not None and gap.comma and _is_of_another(told, number, j):
                return gap  # "hầu như hết hộ nghèo, 100% xã đạt chuẩn"
            if phrase is not None:
                apart = gap.unknown > 0 or _has_own_subject(told, number, phrase.name)
                gap.ended = gap.unknown > _TOLERANCE or (gap.crossed and apart)
                if not gap.ended:
                    gap.found = Claim(phrase.name, j, f"before-number:{phrase.role}", gap.unknown)
                return gap
        strange = (
            0
            if meant
            or (item.phrases and _completes(told, j))
            or (j and _is_what_about(told, number, j))
            or (item.text in _DENIALS and told.items[j + 1].has("reach"))
            else _strangeness(item, number, heads, of_rate=of_rate)
        )
        gap.unknown += strange
        gap.near += 0 if gap.comma else strange
    return gap


def _stands_for_named(told: Telling, number: Number) -> bool:
    """*nhờ tiền sử dụng đất của các dự án ở Sở Dầu: riêng khoản này được 684 tỷ đồng*: what was named before."""
    if number.quantity.kind != "money" or not told.holds(_THESE):
        return False
    start = told.clause_start(number.index, _CLAUSE_ENDS)
    words = told.words(told.items[start].low, number.quantity.first)
    return any(these in words for these in _THESE)


def _is_object(number: Number, j: int) -> bool:
    """Whether the item at ``j`` is what the figure before counted."""
    return number.last is not None and number.last.subject == j and number.last.first_rule == "after-number"


def _is_amount_of(told: Telling, number: Number, j: int) -> bool:
    """*tăng 15% số doanh nghiệp và tăng 22% số vốn*: what the percentage before is of, not the next one's subject."""
    if j - 1 != number.previous or number.quantity.kind != "percent" or told.quantity(j - 1).kind != "percent":
        return False
    return told.items[j].text.startswith(("số ", "tổng số "))


def _completes(told: Telling, j: int) -> bool:
    """*khối lượng giải ngân* + *vốn xây dựng cơ bản*: the sector of the indicator that was just named."""
    sectors = {phrase.name for phrase in told.items[j].phrases if phrase.role == "sector"}
    if not sectors or not j:
        return False
    named = (phrase.name for phrase in told.items[j - 1].phrases if phrase.role == "form")
    return any(part.sector in sectors for name in named for part in told.indicator(name).composed)


def _has_own_subject(told: Telling, number: Number, name: str) -> bool:
    """*…; 58.400 người tham gia bảo hiểm y tế*, *…; 50% xã*: what stands behind the number is another thing."""
    if number.quantity.kind == "percent":
        return has_own_noun(told, number.index)
    following = told.items[number.index + 1] if number.index + 1 < len(told.items) else None
    forms = {phrase.name for phrase in following.phrases if phrase.role == "form"} if following is not None else set()
    return number.is_count and bool(forms) and name not in forms


def _is_of_another(told: Telling, number: Number, j: int) -> bool:
    """A share of something else behind a comma: the clause before it told no figure of what it names."""
    if (
        number.quantity.kind != "percent"
        or told.text_after(j) != ","
        or told.text_before(number.index) not in {",", "và"}
    ):
        return False
    return has_own_noun(told, number.index)


def _is_what_about(told: Telling, number: Number, j: int) -> bool:
    """*tỷ lệ hài lòng về giải quyết thủ tục hành chính đạt 95,5%*: another indicator's name, as a complement."""
    if told.items[j - 1].text not in _ABOUT:
        return False
    return not any(fits(number.quantity, told.indicator(p.name)) for p in told.items[j].phrases if p.role == "form")


def _strangeness(item: Item, number: Number, heads: frozenset[str] | None, *, of_rate: bool) -> int:
    """How many unknown words an item counts as; ``of_rate`` where the figure before is one of a rate.

    ``heads`` are those of its indicator: *thu ngân sách 330 tỷ đồng, giải ngân 95%* goes on with another.
    """
    if item.kind == "word":
        return 1
    if item.phrases:
        known = item.cues or any(
            phrase.role == "head" and (heads is None or phrase.name in heads) for phrase in item.phrases
        )
        return 0 if known else item.high - item.low
    if item.kind != "cue":
        return 0
    if item.has("share") and number.quantity.kind == "percent":
        return 0 if of_rate else _SHARE
    if item.has("org"):
        return _BODY
    return 1 if item.has("part_of") else 0


def _with_figure_before(told: Telling, number: Number, gap: _Gap, nouns: frozenset[str]) -> Claim | None:
    """The figure goes on with the one before, or with an earlier one whose noun it counts."""
    assert number.previous is not None
    assert number.last is not None
    claim = _rate_of_count(told, number, number.previous, gap)
    if claim is not None and claim.indicator != number.last.indicator:
        return claim
    claim = None
    whole = is_whole_of_ratio(told, number, number.previous) or is_out_of(told, number.index, number.previous)
    if not gap.unknown or whole or _moves_on(told, number, gap):
        claim = chained(told, number, number.previous, number.last)
        if claim is None and number.quantity.kind == "count":
            claim = counted_again(told, number.index, nouns)
    return from_topic(told, number, nouns) if claim is None and number.is_count else claim


def _goes_on_behind(told: Telling, number: Number) -> bool:
    """*thu 180 tỷ đồng; bằng 52% dự toán*; *859 tỷ đồng; (giá so sánh) 640 tỷ đồng*: no new subject."""
    start = told.clause_start(number.index, {";"})
    if any("giá" in item.text for item in told.items[start : number.index]):
        return True
    return _only_moves(told, number, start)


def _moves_on(told: Telling, number: Number, gap: _Gap) -> bool:
    """*đón 40.120 lượt khách về dự lễ hội, ăn nghỉ, tăng 6% so với cùng kỳ*: only how it moved."""
    if gap.near or not gap.comma or gap.crossed or gap.unknown > _TOLERANCE or number.quantity.kind != "percent":
        return False
    return _only_moves(told, number, told.clause_start(number.index, {","}))


def _only_moves(told: Telling, number: Number, start: int) -> bool:
    """Whether the clause from ``start`` on says no more than how the figure moved, and against what."""
    moves = any(item.has("reach", "up", "down", "exceed", "times") for item in told.items[start : start + 1])
    if not moves and told.items[start].has("glue"):  # "cao gấp 1,8 lần so với kế hoạch"
        moves = start + 1 < number.index and told.items[start + 1].has("times")
    return moves and base_in(told.around(number.index).right) is not None


def _lists_places(told: Telling, number: Number, previous: int, last: Claim) -> bool:
    """*Quận 1: 520 tỷ đồng; Quận 3: 410 tỷ đồng*: a place, then a figure of the same kind."""
    if all(item.place is None for item in told.items[previous + 1 : number.index][-_LIST_REACH:]):
        return False
    same_kind = number.quantity.kind == told.quantity(previous).kind
    return last.indicator in number.nouns or (same_kind and number.quantity.kind in {"money", "percent"})


def _without_figure_before(told: Telling, number: Number, gap: _Gap, nouns: frozenset[str]) -> Claim | None:
    """The first figure of its sentence, or one behind numbers that are no figures."""
    if number.quantity.kind == "count" and not gap.unknown:
        again = counted_again(told, number.index, nouns)
        if again is not None:
            return again
    if number.is_count:
        claim = from_topic(told, number, nouns)
        if claim is None and not gap.unknown and number.previous is None and nouns:
            goes_on = continued(told, number, gap.unknown)
            claim = goes_on if goes_on is not None and goes_on.indicator in nouns else None
        return _listed(told, number, gap) if claim is None else claim
    if (recorded := of_record(told, number)) is not None:
        return recorded
    if number.quantity.kind == "money" or any(item.has("plan") for item in told.around(number.index).right[:2]):
        claim = implied(told, number.index)
        if claim is None and number.quantity.kind == "money":
            claim = assigned(told, number.index) or out_of_plan(told, number.index)
            claim = claim or planned_of_title(told, number.index)
        if claim is not None:
            return claim
    if number.previous is not None:
        claim = _rate_of_count(told, number, number.previous, gap)
        return _listed(told, number, gap) if claim is None else claim
    claim = continued(told, number, gap.unknown) if gap.unknown <= 4 else None
    claim = claim or per_head(told, number, gap.near)
    if claim is None and not gap.near and _tells_no_more(told, number):
        claim = remaining_rate(told, number)
    return _listed(told, number, gap) if claim is None else claim


def _tells_no_more(told: Telling, number: Number) -> bool:
    """Whether the words from the last comma to the number have no subject of their own."""
    start = told.clause_start(number.index, {",", ";", ":"})
    return all(item.kind in {"cue", "period", "place"} for item in told.items[start : number.index])


def _rate_of_count(told: Telling, number: Number, previous: int, gap: _Gap) -> Claim | None:
    """*trước và đúng hạn 18.190 hồ sơ, đạt 99,9%*: the rate whose count was just told, which is no figure itself."""
    if number.quantity.kind != "percent" or gap.unknown or told.quantity(previous).kind not in {"count", "fraction"}:
        return None
    around = told.around(number.index)
    first = around.left[0].text if around.left else ""
    tied = first in {"(", "tỷ lệ"} or around.left_has("reach", "share")  # "đã khám phá 36 vụ (87,8%)"
    if not tied or any(item.has("plan") for item in around.right[:3]):
        return None
    for j in range(previous - 1, max(-1, previous - _COUNT_REACH), -1):
        item = told.items[j]
        if item.kind == "quantity" or item.text in {",", ";"} or (item.text == ":" and j != previous - 1):
            return None
        for phrase in item.phrases:
            if phrase.role == "form" and told.indicator(phrase.name).is_rate and phrase.name not in gap.blocked:
                return Claim(phrase.name, j, "rate-of-count")
    return None
