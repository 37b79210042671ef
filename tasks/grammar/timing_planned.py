"""What an article announces as to come: tasks, plans and the year that they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import year_period
from tasks.grammar.timing_state import PARTS_OF_YEAR
from tasks.grammar.timing_terms import LOOKS_BACK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tasks.grammar.items import Prepared
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.timing_state import Spoken
    from tasks.grammar.tokens import Token

LOOKS_BACK_REACH: Final = 8  # tokens before a year
_TASKS: Final = frozenset({"vụ", "hướng", "pháp"})  # "nhiệm vụ", "phương hướng", "giải pháp"
_MAIN: Final = (["trọng", "tâm"], ["chủ", "yếu"])
_AIM_REACH: Final = 9  # tokens from a year on
_AIMED_AT: Final = ("phấn đấu", "đặt mục tiêu", "đặt chỉ tiêu")
_RESOLVED_ON: Final = (*_AIMED_AT, "đề ra", "quyết tâm", "quyết về đích", "quyết đưa", "quyết xây", "hẹn", "sẽ")
_OPENS: Final = 3  # tokens before a year that opens its sentence
_AIM_REACH_BEFORE: Final = 14  # tokens from the verb of an aim to its time
_PLAN_LEAD: Final = frozenset(
    ["hoạch", "vụ", "hướng", "toán", "tiêu", "mục", "giao", "lệnh", "triển", "phương", "nhiệm", "đề"]
)
_TASK_WORDS: Final = ("nhiệm vụ", "phương hướng", "giải pháp", "triển khai", "chương trình công tác", "kế hoạch")
_TASK_REACH: Final = 5  # tokens before a month
_PLAN_REACH: Final = 12  # tokens before the year to come


def opens_tasks(tokens: Sequence[Token], low: int) -> bool:
    """*nhiệm vụ quý III*, *nhiệm vụ trọng tâm 6 tháng cuối năm*, but *kết quả thực hiện nhiệm vụ trọng tâm quý II*."""
    before = [token.text for token in tokens[max(0, low - LOOKS_BACK_REACH) : low]]
    if before[-2:] not in _MAIN:
        return bool(before) and before[-1] in _TASKS
    tail = " ".join(before).rpartition(",")[2]
    return before[-3:-2] == ["vụ"] and not any(word in tail for word in LOOKS_BACK)


def is_of_tasks(tokens: Sequence[Token], low: int) -> bool:
    """*triển khai nhiệm vụ trọng tâm tháng 10*: the month that lies ahead."""
    before = " ".join(token.text for token in tokens[max(0, low - _TASK_REACH) : low])
    tail = before.rpartition(",")[2]
    return any(word in tail for word in _TASK_WORDS) and not any(word in tail for word in LOOKS_BACK)


def planned_in(prepared: Sequence[Prepared], spoken: Spoken) -> Period | None:
    """The year whose tasks title and lead announce: *phương hướng, nhiệm vụ năm 2021*, told beside a report of 2020."""
    year, reported = spoken.context.year, spoken.report
    for one in prepared:
        for low, _, mention in one.periods:
            if mention.kind != "year" or mention.year is None or year is None:
                continue
            if not is_of_tasks(one.tokens, low) and not (mention.year == year + 1 and _is_planned(one.tokens, low)):
                continue
            if mention.year in {year, year + 1} and (reported is None or mention.year > reported.year):
                return year_period(mention.year)
    return None


def _is_planned(tokens: Sequence[Token], low: int) -> bool:
    """*thông qua dự toán ngân sách năm 2026*, *nhiệm vụ phát triển kinh tế - xã hội năm 2026*: the year to come."""
    before = " ".join(token.text for token in tokens[max(0, low - _PLAN_REACH) : low])
    tail = before.rpartition(",")[2]
    if any(word in tail for word in LOOKS_BACK):
        return False
    return any(word in tail for word in (*_TASK_WORDS, "dự toán", "chỉ tiêu"))


def is_plans(mention: PeriodMention, low: int, one: Prepared, published: date | None) -> bool:
    """*nhiệm vụ năm 2023*, unless the year is over or is looked back on: *tổng kết nhiệm vụ năm 2022*."""
    if (one.sentence.index == 0 or low > _OPENS) and is_aimed_at(one.tokens, low):
        return True  # "Quận đặt chỉ tiêu thu 2.848 tỷ đồng năm 2018", a title; "quyết đưa huyện lên thị xã năm 2021"
    behind = " ".join(token.text for token in one.tokens[low : low + _AIM_REACH])
    if any(aim in behind for aim in _AIMED_AT) and not any(done in behind for done in LOOKS_BACK):
        return True  # "Năm 2023, thành phố phấn đấu đón …"
    if not low or one.tokens[low - 1].text not in _PLAN_LEAD:
        return False
    if published is not None and mention.year is not None and mention.year < published.year:
        return False
    words = " ".join(token.text for token in one.tokens[max(0, low - LOOKS_BACK_REACH) : low])
    return not any(looks_back in words for looks_back in LOOKS_BACK)


def is_aimed_at(tokens: Sequence[Token], low: int) -> bool:
    """*Huyện A quyết tâm về đích nông thôn mới trong quý II*: the time by which something is aimed at."""
    before = " ".join(token.text for token in tokens[max(0, low - _AIM_REACH_BEFORE) : low])
    return any(aim in before for aim in _RESOLVED_ON) and not any(done in before for done in LOOKS_BACK)


def planned_year(one: Prepared) -> int | None:
    """The year of *kết quả quý I, nhiệm vụ quý II năm 2016*, told with the part that lies ahead."""
    for low, _, mention in one.periods:
        ahead = opens_tasks(one.tokens, low) or is_of_tasks(one.tokens, low)
        if ahead and mention.kind in PARTS_OF_YEAR and mention.year is not None:
            return mention.year
    return None
