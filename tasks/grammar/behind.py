"""Indicators named before the number: *Thu ngân sách trên địa bàn đạt 520 tỷ đồng*, and what goes on from there."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tasks.grammar.carried import continued, named_in_sentence, per_head, remaining_rate
from tasks.grammar.chain_links import tells_period
from tasks.grammar.chains import chained, whole_before
from tasks.grammar.compared_with import compared_with
from tasks.grammar.counted_again import counted_again
from tasks.grammar.figures import Claim
from tasks.grammar.implied import implied, surplus
from tasks.grammar.list_stories import with_story
from tasks.grammar.moved_on import moved_on, only_moves
from tasks.grammar.out_of import carries_out, is_out_of, is_whole_of_ratio
from tasks.grammar.place_lists import bracketed, district_before, listed, opens_member
from tasks.grammar.place_members import like_the_first
from tasks.grammar.places_behind import with_place_behind
from tasks.grammar.plans_named import assigned, out_of_plan, planned_of_title
from tasks.grammar.record_lines import of_record
from tasks.grammar.restated import OF_ALL, restated, speaks_of_all
from tasks.grammar.shared_words import shared_lead
from tasks.grammar.surroundings import base_in
from tasks.grammar.topics import from_topic
from tasks.grammar.way_back import TOLERANCE, Gap, walk_back

if TYPE_CHECKING:
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_CULPRITS: Final = ("đối tượng", "bị can", "bị cáo", "nghi can", "nghi phạm", "tên", "người")
_WORDS_OF_CULPRITS: Final = 2
_CULPRITS_REACH: Final = 4  # items from the number of cases to that of people
_COUNT_REACH: Final = 4  # items from a count back to the rate that it is a share of
_LIST_REACH: Final = 3  # items between a place of a list and its figure


def named_behind(told: Telling, number: Number, excluded: frozenset[str]) -> Claim | None:
    """The indicator whose phrase stands before the number, or whose figure the one before was, or is told again."""
    if (base := compared_with(told, number)) is not None:
        return base
    claim = _named_behind(told, number, excluded)
    if claim is None or (claim.chained and speaks_of_all(told)):
        again = restated(told, number) if told.claims else None
        return again if claim is None or (again is not None and again.rule == OF_ALL) else claim
    return claim


def _named_behind(told: Telling, number: Number, excluded: frozenset[str]) -> Claim | None:
    listed_here = like_the_first(told, number) or bracketed(told, number) or with_place_behind(told, number)
    if listed_here is not None:
        return listed_here
    gap = Gap(set(), ended=True) if _is_subject_of_cause(told, number) else walk_back(told, number, excluded)
    found = named_in_sentence(told, number) if gap.found is None else gap.found
    if found is not None or gap.ended:
        return found
    if number.is_count and (of_others := _of_others(told, number, gap)) is not None:
        return None if of_others.indicator in gap.blocked else of_others
    previous, last = number.previous, number.last
    nouns = number.nouns - gap.blocked
    if previous is None or last is None:
        return _without_figure_before(told, number, gap, nouns)
    crossed = gap.crossed
    if crossed and not gap.unknown:
        # "…; kế hoạch năm nay giảm 4,5%", "…; tới tháng 10/2018 được 47,2 triệu đồng"
        planned = told.around(number.index).left_has("plan", "target") and not _is_against_plan(told, number)
        tied = tells_period(told, number.index, previous) or _goes_on_behind(told, number)
        tied = tied or last.rule == "record" or carries_out(told, number.index, previous)
        crossed = not planned and not tied
        if not crossed and (whole := whole_before(told, number)) is not None:
            return whole
    if last.indicator not in gap.blocked:
        if not crossed:
            claim = _with_figure_before(told, number, gap, nouns) or _listed(told, number, gap)
            return claim or per_head(told, number, 0)
        if gap.unknown <= 1 and _lists_places(told, number, previous, last):
            return Claim(last.indicator, number.index, "list:place", gap.unknown)
    if number.quantity.kind == "count" and not gap.unknown:
        again = counted_again(told, number.index, nouns)
        if again is not None:
            return again
    if number.quantity.kind == "money" and (claim := implied(told, number.index)) is not None:
        return claim
    return _listed(told, number, gap) or per_head(told, number, 0)


def _is_subject_of_cause(told: Telling, number: Number) -> bool:
    """*giải quyết việc làm khó khi 700 lao động đi xa trở về*: what is counted opens a clause of its own."""
    return number.is_count and told.text_before(number.index) in {"khi", "vì", "bởi"}


def _is_behind_object(told: Telling, number: Number) -> bool:
    """*312 doanh nghiệp thành lập mới và 845 hộ kinh doanh*: nothing but what the one before counts, and a joint."""
    previous, last = number.previous, number.last
    if previous is None or last is None or last.subject != previous + 1:
        return False
    return all(item.text in {",", "và"} for item in told.items[previous + 2 : number.index])


def _listed(told: Telling, number: Number, gap: Gap) -> Claim | None:
    """The next of a list of places; no strange words stand before its district, unless they open the list."""
    if gap.unknown > 1:
        place = district_before(told, number.index)
        if place is None or not opens_member(told, place):
            return with_story(told, number)
    return listed(told, number) or with_story(told, number)


def _with_figure_before(told: Telling, number: Number, gap: Gap, nouns: frozenset[str]) -> Claim | None:
    """The figure goes on with the one before, or with an earlier one whose noun it counts."""
    assert number.previous is not None
    assert number.last is not None
    claim = _rate_of_count(told, number, number.previous, gap)
    if claim is not None and claim.indicator != number.last.indicator:
        return claim
    claim = None
    whole = is_whole_of_ratio(told, number, number.previous) or is_out_of(told, number.index, number.previous)
    if not gap.unknown or whole or _moves_on(told, number, gap) or _is_so_that(told, number):
        claim = chained(told, number, number.previous, number.last)
        if claim is None and number.quantity.kind == "count":
            claim = counted_again(told, number.index, nouns)
    return from_topic(told, number, nouns) if claim is None and number.is_count else claim


def _of_others(told: Telling, number: Number, gap: Gap) -> Claim | None:
    """*Thành lập mới 62 doanh nghiệp, 9 hợp tác xã*; *13 vụ cháy, không có người chết; tăng 4 vụ so với cùng kỳ*.

    A lead that the list shares, or a clause that says no more than how what was counted before has moved.
    """
    if not gap.unknown or _is_behind_object(told, number):
        return shared_lead(told, number)
    if number.quantity.kind != "count" or number.previous is None:
        return None
    moves = _only_moves(told, number, told.clause_start(number.index, {",", ";"}))
    return counted_again(told, number.index, number.nouns - gap.blocked) if moves else None


def _goes_on_behind(told: Telling, number: Number) -> bool:
    """*thu 180 tỷ đồng; bằng 52% dự toán*; *859 tỷ đồng; (giá so sánh) 640 tỷ đồng*: no new subject."""
    start = told.clause_start(number.index, {";"})
    if any("giá" in item.text for item in told.items[start : number.index]):
        return True
    return _only_moves(told, number, start) or _is_ratio_of_row(told, number, start)


def _is_ratio_of_row(told: Telling, number: Number, start: int) -> bool:
    """*dự toán 1.230 tỷ đồng; thực hiện 560 tỷ đồng; đạt 45,5%*: how much of the plan just told was carried out."""
    if number.quantity.kind != "percent" or not all(item.has("reach") for item in told.items[start : number.index]):
        return False
    result = number.previous
    plan = None if result is None else told.previous_quantity(result)
    return result is not None and plan is not None and carries_out(told, result, plan)


def _is_against_plan(told: Telling, number: Number) -> bool:
    """*…; so với kế hoạch tỉnh giao là 43%*: the plan is what the percentage is told against, and no new subject."""
    start = told.clause_start(number.index, {",", ";"})
    clause = told.items[start : number.index]
    against = any(i.text in {"so với", "so"} and j.has("plan") for i, j in pairwise(clause))
    return against and all(item.kind == "cue" for item in clause)


def _moves_on(told: Telling, number: Number, gap: Gap) -> bool:
    """*đón 40.120 lượt khách về dự lễ hội, ăn nghỉ, tăng 6% so với cùng kỳ*: only how it moved."""
    if gap.near or not gap.comma or gap.crossed or gap.unknown > TOLERANCE or number.quantity.kind != "percent":
        return False
    return _only_moves(told, number, told.clause_start(number.index, {","}))


def _is_so_that(told: Telling, number: Number) -> bool:
    """*phấn đấu thu 1.450 tỷ đồng để cả năm đạt 3.466 tỷ đồng*: what another time then comes to, and nothing else."""
    between = told.items[(number.previous or 0) + 1 : number.index]
    purpose = [n for n, item in enumerate(between) if item.text == "để"]
    if len(purpose) != 1:
        return False
    behind = between[purpose[0] + 1 :]
    timed = any(item.period is not None for item in behind) and any(item.has("reach") for item in behind)
    return timed and all(item.kind in {"cue", "period"} for item in (*between[: purpose[0]], *behind))


def _only_moves(told: Telling, number: Number, start: int) -> bool:
    """Whether the clause from ``start`` on says no more than how the figure moved, and against what."""
    first = told.items[start]
    moves = first.has("reach", "up", "down", "exceed", "times") or _is_more_than_before(first)
    if not moves and told.items[start].has("glue"):  # "cao gấp 1,8 lần so với kế hoạch"
        moves = start + 1 < number.index and told.items[start + 1].has("times")
    if moves and base_in(told.around(number.index).right) is not None:
        return True
    return only_moves(told.items[start : number.index]) or _is_against_plan(told, number)


def _is_more_than_before(item: Item) -> bool:
    """*…, nhiều hơn cùng kỳ 35%*: the verb is a part of what it is measured against."""
    return item.period is not None and item.period.kind == "base" and "hơn" in item.period.text.split()


def _lists_places(told: Telling, number: Number, previous: int, last: Claim) -> bool:
    """*Quận 1: 520 tỷ đồng; Quận 3: 410 tỷ đồng*: a place, then a figure of the same kind."""
    if all(item.place is None for item in told.items[previous + 1 : number.index][-_LIST_REACH:]):
        return False
    same_kind = number.quantity.kind == told.quantity(previous).kind
    return last.indicator in number.nouns or (same_kind and number.quantity.kind in {"money", "percent"})


def _without_figure_before(told: Telling, number: Number, gap: Gap, nouns: frozenset[str]) -> Claim | None:
    """The first figure of its sentence, or one behind numbers that are no figures."""
    if number.quantity.kind == "count" and not gap.unknown:
        again = counted_again(told, number.index, nouns)
        if again is not None:
            return again
    if number.is_count:
        claim = from_topic(told, number, nouns)
        if (
            claim is None
            and not (gap.near if _is_pronoun_near(told, number) else gap.unknown)
            and number.previous is None
            and nouns
        ):
            goes_on = continued(told, number, 0)
            claim = goes_on if goes_on is not None and goes_on.indicator in nouns else None
        return _listed(told, number, gap) if claim is None else claim
    if (recorded := of_record(told, number)) is not None:
        return recorded
    if number.quantity.kind == "percent" and (ratio := out_of_plan(told, number.index)) is not None:
        return ratio
    if number.quantity.kind == "money" or any(item.has("plan") for item in told.around(number.index).right[:2]):
        claim = implied(told, number.index)
        if claim is None and number.quantity.kind == "money":
            claim = assigned(told, number.index) or out_of_plan(told, number.index)
            claim = claim or planned_of_title(told, number.index)
        if claim is not None:
            return claim
    if number.quantity.kind == "percent" and (passed := surplus(told, number.index)) is not None:
        return passed
    if number.previous is not None:
        claim = _rate_of_count(told, number, number.previous, gap) or _listed(told, number, gap)
        return per_head(told, number, gap.near) if claim is None else claim
    claim = per_head(told, number, gap.near)
    # "Khi áp dụng chuẩn nghèo mới, con số này lên tới 21,3%": only its own clause has to be plain.
    strange = gap.near if gap.comma and _is_pronoun_near(told, number) else gap.unknown
    claim = claim or (continued(told, number, strange) if strange <= 4 else None)
    claim = claim or moved_on(told, number)
    if claim is None and not gap.near and _tells_no_more(told, number):
        claim = remaining_rate(told, number)
    return _listed(told, number, gap) if claim is None else claim


def _is_pronoun_near(told: Telling, number: Number) -> bool:
    return any(item.text in told.lexicon.pronouns for item in told.around(number.index).left)


def _tells_no_more(told: Telling, number: Number) -> bool:
    """Whether the words from the last comma to the number have no subject of their own."""
    start = told.clause_start(number.index, {",", ";", ":"})
    return all(item.kind in {"cue", "period", "place"} for item in told.items[start : number.index])


def _past_culprits(told: Telling, previous: int) -> int:
    """*làm rõ 35 vụ, 61 đối tượng, đạt 92%*, *khám phá 35 vụ, bắt giữ 61 bị can, đạt 92%*: the number of cases."""
    cases, end = told.previous_quantity(previous), told.quantity(previous).high
    if cases is None or not told.words(end, end + 2).startswith(_CULPRITS):
        return previous
    apart = any(item.text in {";", ":"} for item in told.items[cases + 1 : previous])
    return previous if apart or previous - cases > _CULPRITS_REACH else cases


def _rate_of_count(told: Telling, number: Number, previous: int, gap: Gap) -> Claim | None:
    """*trước và đúng hạn 18.190 hồ sơ, đạt 99,9%*: the rate whose count was just told, which is no figure itself."""
    if number.quantity.kind != "percent" or told.quantity(previous).kind not in {"count", "fraction"}:
        return None
    cases = _past_culprits(told, previous)
    if gap.unknown > (_WORDS_OF_CULPRITS if cases != previous else 0):
        return None
    around = told.around(number.index)
    first = around.left[0].text if around.left else ""
    tied = first in {"(", "tỷ lệ", "tức", "hay"} or around.left_has("reach", "share")  # "đã khám phá 36 vụ (87,8%)"
    if not tied or any(item.has("plan") for item in around.right[:3]):
        return None
    for j in range(cases - 1, max(-1, cases - _COUNT_REACH), -1):
        item = told.items[j]
        if item.kind == "quantity" or item.text in {",", ";"} or (item.text == ":" and j != cases - 1):
            return None
        for phrase in item.phrases:
            if phrase.role == "form" and told.indicator(phrase.name).is_rate and phrase.name not in gap.blocked:
                return Claim(phrase.name, j, "rate-of-count")
    return None
