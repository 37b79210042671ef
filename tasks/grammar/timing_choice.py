"""Which period a figure takes: that of a mention around it, of the figure before it, or of earlier sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import year_period
from tasks.grammar.timing_behind import (
    before_next,
    bracketed_behind,
    ends,
    ends_noun,
    is_of_later_aim,
    is_of_series,
    is_span,
    is_within,
    right_behind,
)
from tasks.grammar.timing_carried import carried
from tasks.grammar.timing_members import of_member_before
from tasks.grammar.timing_memory import is_of_current
from tasks.grammar.timing_state import PARTS_OF_YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.period_codes import Period
    from tasks.grammar.timing_state import Spoken, ToldTimes
    from tasks.records.observation import ObsStatus

_SPREAD_REACH: Final = 5  # items from a plan's sum to the number of what it is for
_COMPARED_REACH: Final = 3  # items from "so với" to the year of a plan
_LIST_REACH: Final = 60  # items back to where another item of a list ended
_CLAUSES: Final = frozenset({"(", ";", ","})  # "kế hoạch 33 triệu đồng (năm 2020: 37 triệu đồng)"


def choose(
    told: ToldTimes,
    spoken: Spoken,
    index: int,
    subject: int,
    *,
    chained: bool,
    plan_level: bool,
    status: ObsStatus,
    is_stock: bool,
    is_rate: bool,
    is_yearly: bool = False,
) -> tuple[Period | None, str]:
    """The period that the figure at ``index``, counted of ``subject``, takes, and the rule that chose it."""
    items = told.items
    told.chosen_holiday = False
    previous = _quantity_before(items, index)
    told_apart = _of_move(told, index) or _of_plan_or_base(told, index, previous, plan_level=plan_level)
    told_apart = told_apart or _of_aim(told, index, previous, aimed=chained and status == "target")
    if told_apart is not None:
        return told_apart
    own = [(i, m) for i, m, of_plan in told.mentions if not of_plan]
    bracketed = bracketed_behind(items, index, [i for i, _ in own])
    if bracketed is not None:
        told.planned.add(index)
        return told.take(bracketed), "in-parentheses"
    own = [(i, m) for i, m in own if not told.inside_other(i, index) or min(subject, index) < i < index]
    between = [i for i, _ in own if (previous if chained else min(subject, index)) < i < index]
    if chained:
        between = [i for i in between if not told.inside_other(i, index)]
    began = index in told.moves.untimed  # "từ 1.340 hộ nay chỉ còn 312 hộ"
    right = None if began else right_behind(items, index, [i for i, _ in own])
    if right is not None and _is_behind_each(told, between, previous, index, right):
        told.right.add(right)
        return told.take(right), "right"
    if between:
        told.inner.add(between[-1])
        as_of = _as_of(told, spoken, between[-1], between, status)
        return (as_of, "as-of-before") if as_of is not None else (told.take(between[-1]), "between")
    closes = right is not None and (right == index + 1 or ends(items, right) or previous in told.starts)
    own_right = (closes and previous in told.planned) or _is_own(told, right, previous, status)
    if chained and previous in told.used and not own_right:
        following = _before_move(told, previous) or told.last or spoken.current
        following = following or (None if previous in told.starts else told.used[previous])
        kept = previous not in told.planned or (plan_level and previous in told.plans)
        return told.used[previous] if kept else following, "chain"
    left = [i for i, _ in own if i < index and not _is_closed(told, i, index)]
    if right is not None and (
        not left
        or right == index + 1
        or (own_right and chained)
        or ends_noun(told, index, right, left[-1])
        or (right == index + 2 and closes and (subject == index or is_span(told, right)))
        or (closes and is_within(told, right, left[-1]))
    ):
        told.right.add(right)
        return told.take(right), "right"
    if left and status == "actual" and not plan_level and _is_year_of_plan(told, spoken, left):
        return spoken.current, "carried"
    if left:
        lasts = is_stock or is_rate or is_yearly
        term = None if lasts else _term_gone_back_to(told, spoken, left[-1], index)
        is_yearly = is_yearly or (is_rate and all(item.text != ";" for item in told.items[left[-1] : index]))
        own_subject = subject > previous
        return (term, "term") if term else _of_left(told, left, index, own_subject=own_subject, is_yearly=is_yearly)
    if told.of_targets and (after := before_next(told, index, [i for i, _ in own])) is not None:
        return told.take(after), "after"
    planned = [i for i, _, of_plan in told.mentions if of_plan and i < index and not _is_compared(told, i)]
    if status == "target" and planned:
        return told.take(planned[-1]), "plan"
    if told.last is not None and not any(_is_inner(told, i, index) and told.resolved[i] == told.last for i, _ in own):
        return told.last, "sentence"
    return carried(told, spoken, index, [i for i, _ in own], status, is_stock=is_stock, is_rate=is_rate)


def _is_own(told: ToldTimes, right: int | None, previous: int, status: ObsStatus) -> bool:
    """Whether a time right behind a figure that goes on from another is not the other's as well."""
    if right is None:
        return False
    return is_of_series(told, right) or is_of_later_aim(told, right, previous, status)


def _is_behind_each(told: ToldTimes, between: Sequence[int], previous: int, index: int, right: int) -> bool:
    """*657 tỷ đồng năm 2019 so với 212 tỷ đồng năm 2015*, *đón 900.000 lượt năm 2020, 1,4 triệu lượt năm 2025*.

    The time between two figures is the first one's where each stands before its own.
    """
    if between == [previous + 1] and right == index + 1:
        return True
    one, other = told.items[previous].quantity, told.items[index].quantity
    return (
        len(between) == 1
        and (between[0] in told.right or told.moves.told.get(previous) == between[0])
        and one is not None
        and other is not None
        and one.kind == other.kind
        and (ends(told.items, right) or is_of_series(told, right))
    )


def _of_aim(told: ToldTimes, index: int, previous: int, *, aimed: bool) -> tuple[Period | None, str] | None:
    """*còn 4,16%; quận đề ra chỉ tiêu đến cuối năm giảm xuống 3,5%*: an aim behind what was reached, with its time."""
    if not aimed or previous not in told.used or told.statuses.get(previous) == "target":
        return None
    aims = [i for i, _, of_plan in told.mentions if of_plan and previous < i < index and not _is_compared(told, i)]
    return (told.take(aims[-1]), "plan") if aims else None


def _of_move(told: ToldTimes, index: int) -> tuple[Period | None, str] | None:
    """*từ 3.870 hộ (13,4%) năm 2021 xuống còn 2.640 hộ (9,15%) năm 2023*: each with the time behind its figures."""
    if (year := told.moves.years.get(index)) is not None:
        return year_period(year), "from-to"
    moved = told.moves.told.get(index)
    if moved is None or told.resolved.get(moved) is None:
        return None
    if moved in told.moves.begins:
        told.planned.add(index)
    return told.take(moved), "from-to"


def _before_move(told: ToldTimes, start: int) -> Period | None:
    """*Đến hết năm 2023 giảm tỷ lệ hộ nghèo từ 4,4% (đầu năm) xuống 3,1%*: the time before it is where it went."""
    before = _quantity_before(told.items, start) if start in told.starts else start
    framing = [i for i, _, _ in told.mentions if before < i < start]
    return told.take(framing[-1]) if framing else None


def _quantity_before(items: Sequence[Item], index: int) -> int:
    """The quantity before ``index``; -1 where none stands there."""
    j = index - 1
    while j >= 0 and items[j].kind != "quantity":
        j -= 1
    return j


def _of_plan_or_base(
    told: ToldTimes, index: int, previous: int, *, plan_level: bool
) -> tuple[Period | None, str] | None:
    """The year beside a plan's sum, or of a base in parentheses: *tăng 8% so với năm 2021 (1.204 tỷ đồng)*."""
    if previous in told.plans and _is_spread(told.items[previous + 1 : index]):
        told.planned.add(index)
        told.plans.add(index)
        return told.used[previous], "plan"  # "kế hoạch vốn năm 2022 là 196 tỷ đồng, bố trí cho 58 công trình"
    beside = _plan_beside(told, index, previous)
    if beside is not None:
        told.planned.add(index)
        return told.take(beside), "plan"
    if plan_level:
        near = [i for i, m, of_plan in told.mentions if (of_plan or m.kind == "year") and previous < i <= index + 3]
        near = [i for i in near if _CLAUSES.isdisjoint(item.text for item in told.items[index:i])]
        if near:
            return told.take(near[-1]), "plan"
    base = told.items[index - 2].period if index > 1 and told.items[index - 1].text == "(" else None
    if base is not None and base.year is not None:
        dropped = base.kind == "year" and all(i != index - 2 for i, _, _ in told.mentions)  # "gấp 2 lần năm 2010 (…)"
        if base.kind == "base" or dropped:
            return year_period(base.year), "base-year"
    return None


def _is_spread(between: Sequence[Item]) -> bool:
    """*196 tỷ đồng, bố trí cho 58 công trình*, *412 tỷ đồng với 86 dự án*: what the plan's sum is for."""
    if len(between) > _SPREAD_REACH or any(item.has("reach", "done", "up", "down", "plan") for item in between):
        return False
    return any(item.text in {"với", "cho"} or "bố trí" in item.text for item in between)


def _is_compared(told: ToldTimes, mention: int) -> bool:
    """*tăng 18% so với dự toán năm 2010*: the year of the plan that the aim is measured against."""
    return any(item.text in {"so", "so với"} for item in told.items[max(0, mention - _COMPARED_REACH) : mention])


def _plan_beside(told: ToldTimes, index: int, previous: int) -> int | None:
    """*chiếm 6,7%; kế hoạch năm nay giảm 1,5%*: the plan of another year is told beside what was reached."""
    kinds = {"year", *PARTS_OF_YEAR}
    plans = [i for i, m, of_plan in told.mentions if of_plan and m.kind in kinds and previous < i < index]
    if not plans or plans[0] < previous + 3 or told.items[plans[0] - 2].text not in {",", ";"}:
        return None
    between = told.items[plans[0] + 1 : index]
    return plans[0] if between and all(item.has("up", "down", "reach") for item in between) else None


def _is_year_of_plan(told: ToldTimes, spoken: Spoken, left: Sequence[int]) -> bool:
    """*Vốn năm nay được giao 266 tỷ đồng, đã giải ngân …*, told of nine months: the year was the plan's alone."""
    kinds = {i: mention.kind for i, mention, _ in told.mentions}
    if len(left) > 1 or kinds[left[0]] != "year" or not told.plans:
        return False
    year = told.resolved.get(left[0])
    if any(index not in told.plans and period == year for index, period in told.used.items()):
        return False
    return is_of_current(spoken, told.resolved.get(left[0]))


def _is_closed(told: ToldTimes, mention: int, index: int) -> bool:
    """*dự kiến cuối năm thêm xã Bình Phú; tỷ lệ hộ nghèo …*: what a part without a figure tells is not the next's."""
    if _is_inner(told, mention, index):
        return True
    if mention == told.frame or mention in told.used_mentions:
        return False
    period = told.items[mention].period
    if period is not None and period.kind == "year" and period.year and told.items[mention - 1].text == ";":
        return False  # "năm 2015, …; đến năm 2020 đời sống khá lên; thu nhập …"
    of_span = period is not None and period.kind == "span" and told.frame != mention
    if of_span and told.items[mention + 1].text == ":":
        return False  # "chỉ tiêu của nhiệm kỳ 2025-2030: thu ngân sách tăng 10% mỗi năm; thu nhập …"
    for j in range(mention + 1, index):
        if told.items[j].quantity is not None and not of_span:
            return False
        if told.items[j].text == ";":
            return True
    return False


def _is_inner(told: ToldTimes, mention: int, index: int) -> bool:
    """*Xã hiện còn 612 hộ nghèo; thu ngân sách …*: a word for today inside another clause is no time of this one."""
    inner = mention < index and mention in told.used_mentions and told.is_inner_now(mention)
    between = [item.text for item in told.items[mention:index]] if inner else []
    return ";" in between and ":" not in between  # "hiện còn cao ở một số huyện như: …; …"


_NONE: Final = year_period(1900)


def _of_left(
    told: ToldTimes, left: Sequence[int], index: int, *, own_subject: bool, is_yearly: bool
) -> tuple[Period | None, str]:
    """The period of the mention before the figure that it is told of."""
    opening = of_member_before(told.items, left, index)
    of_list = _of_list(told, left, index, own_subject=own_subject, is_yearly=is_yearly)
    return told.take(of_list if opening is None else opening), "left"


def _of_list(told: ToldTimes, left: Sequence[int], index: int, *, own_subject: bool, is_yearly: bool) -> int:
    """*5 năm qua, thu nhập năm 2015 đạt 18 triệu đồng; tạo việc làm cho …*: a year inside a figure is that figure's.

    An income, which is a year's, is not told of a term where a year is nearer; nor is a rate in the same clauses.
    """
    nearest = left[-1]
    if is_yearly and any(i == nearest and m.kind == "year" for i, m, _ in told.mentions):
        return nearest
    aimed_at = any(i == nearest and m.until for i, m, _ in told.mentions)  # "phấn đấu đến năm 2030 …"
    passing = _is_taken(told, nearest, index) and not (aimed_at or told.frames(nearest))
    if (
        not (passing or nearest in told.inner | told.right)
        or told.frame is None
        or told.frame not in left
        or told.frame == nearest
    ):
        return nearest
    ends = {";", ","} if own_subject and "/" in (told.resolved[told.frame] or _NONE).code else {";"}
    if told.inside(index) or ends.isdisjoint(
        item.text for item in told.items[max(nearest, index - _LIST_REACH) : index]
    ):
        return nearest
    kinds = {i: (mention.kind, mention.until) for i, mention, _ in told.mentions}
    (frame, _), (inner, until) = kinds[told.frame], kinds[nearest]
    if nearest in told.right and frame in PARTS_OF_YEAR:
        return told.frame
    narrow = inner == "year" if frame in {"term", "span"} else inner == "day" and until and frame != "day"
    return told.frame if narrow else nearest


def _term_gone_back_to(told: ToldTimes, spoken: Spoken, nearest: int, index: int) -> Period | None:
    """*5 năm qua, … Thu nhập năm 2015 đạt 42 triệu đồng; tổng giá trị sản xuất …*: a year told of one figure alone."""
    term = spoken.term if spoken.of_term else spoken.current
    period = told.resolved.get(nearest)
    if term is None or period is None or "/" not in term.code or term.end.year != period.year:
        return None
    mention = next(m for i, m, _ in told.mentions if i == nearest)
    if mention.kind != "year" or mention.until or told.frames(nearest):
        return None
    ended = any(item.text == ";" for item in told.items[nearest:index])
    return term if ended and _is_taken(told, nearest, index) else None


def _is_taken(told: ToldTimes, mention: int, index: int) -> bool:
    """*bình quân năm 2015 ước 42 triệu đồng; tổng giá trị sản xuất …*: the year of a number before, figure or none."""
    if mention in told.used_mentions:
        return True
    between = told.items[mention + 1 : index]
    first = next((item for item in between if item.quantity is not None or item.text == ";"), None)
    return first is not None and first.quantity is not None


def _as_of(told: ToldTimes, spoken: Spoken, index: int, mentions: Sequence[int], status: ObsStatus) -> Period | None:
    """*Tiến độ … năm 2022 là …* after "tính đến ngày 20/11/2022": the year is the plan's, the day still holds."""
    mention = next(m for i, m, _ in told.mentions if i == index)
    day, published = spoken.as_of, spoken.context.published
    if len(mentions) > 1 or mention.kind != "year" or mention.until or day is None or status != "actual":
        return None
    return day if day.year == mention.year and published is not None and published.year == day.year else None
