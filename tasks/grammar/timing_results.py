"""The time whose results a sentence without figures tells of: the next ones give the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.timing_state import Spoken, ToldTimes

_KINDS: Final = frozenset({"year", "term", "span", "months", "half", "quarter"})
_RESULTS: Final = (
    "kết quả", "thành tựu", "thành tích", "thành công", "dấu ấn", "chuyển biến", "khởi sắc", "tiến bộ", "bứt phá",
    "ổn định", "khả quan", "tăng trưởng", "phát triển",
)  # fmt: skip
_SAYS: Final = frozenset(
    {"cho rằng", "cho biết", "cho hay", "nhận định", "đánh giá", "nhìn nhận", "khẳng định", "rằng"}
)
_OF_PLANS: Final = ("kế hoạch", "dự toán", "chỉ tiêu", "nhiệm vụ", "mục tiêu", "phương hướng", "nghị quyết", "so với")


def results_told_in(told: ToldTimes, spoken: Spoken) -> int | None:
    """*Nhờ nỗ lực chung, năm 2022 huyện gặt hái nhiều kết quả*: the one time whose results the sentence tells of.

    *Công tác dân tộc của huyện giai đoạn 2014-2018 chuyển biến rõ* tells so as well; a plan or an aim for a year does
    not, nor a sentence that tells a second time or a figure.
    """
    if told.aims or told.used or len(told.mentions) != 1:
        return None
    index, mention, of_plan = told.mentions[0]
    period = told.resolved.get(index)
    if of_plan or mention.kind not in _KINDS or period is None or spoken.is_ahead(period):
        return None
    behind = " ".join([item.text for item in told.items[index + 1 :]])
    before = " ".join([item.text for item in told.items[max(0, index - 4) : index]])
    if any(word in before for word in _OF_PLANS) or _is_look_far_back(spoken, mention, period):
        return None
    said = mention.kind == "year" and index > 0 and told.items[index - 1].text in _SAYS
    return index if said or any(word in behind for word in _RESULTS) else None


def _is_look_far_back(spoken: Spoken, mention: PeriodMention, period: Period) -> bool:
    """*Năm 2004, huyện mới thành lập đã có những bước phát triển*: no time that is reported of."""
    year = spoken.context.year
    return mention.kind == "year" and year is not None and period.year < year - 1
