"""Which mentions of time in a sentence tell when its figures hold, and which are a plan's, a base's or an event's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.period_codes import span_period
from tasks.grammar.sentence import parentheses
from tasks.grammar.status import SAYS, is_resolve
from tasks.grammar.timing_lead import MEETS, is_end_of_meeting
from tasks.grammar.timing_moves import told_moves
from tasks.grammar.timing_planned import is_of_tasks
from tasks.grammar.timing_resolution import NEW_YEAR, is_since_begun, resolve_spoken, years_before
from tasks.grammar.timing_state import DECEMBER, FORETOLD, ToldTimes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.timing_state import Spoken
    from tasks.grammar.tokens import Token

_NO_PERIOD: Final = frozenset({"base", "average", "other"})
_TASKED: Final = frozenset({"year", "months", "quarter", "half"})
_UNKNOWN: Final = frozenset({"term", "served", "before"})  # kinds that tell nothing where they have no period
_AS_OF: Final = frozenset({"đến", "tới", "hết", "tính", "điểm"})  # words before a day
_SURVEYS: Final = (
    "điều tra",
    "điều tra dân số",
    "dân số và nhà ở",
    "thống kê",
    "số liệu",
    "rà soát",
    "kiểm kê",
    "0 giờ",
)
_SURVEY_REACH: Final = 5  # tokens before a day
_THERE_IS: Final = frozenset({"là", "ở mức", "đạt", "còn", "chỉ còn", "có", "đã đạt", "chiếm"})
_REPORTED: Final = frozenset({"theo", "báo"})  # "báo cáo"
_REPORT_REACH: Final = 24  # tokens that say who reports
_COUNCILS: Final = ("hội đồng", "hđnd", "khóa", "lần thứ", "đảng bộ", "ban chấp hành", "bch")
_SET: Final = frozenset({"đề ra", "đặt ra"})
_SET_REACH: Final = 8  # items back to what says that it was reached
_NEAR_YEARS: Final = ("năm nay", "năm ngoái")
_PLAN_REACH: Final = 9  # items from a percentage to the year of the plan that it is of


def _is_reached(items: Sequence[Item], j: int) -> bool:
    """*hoàn thành 22/24 chỉ tiêu đại hội đề ra*: who set what was reached, no aim."""
    if items[j].text not in _SET:
        return False
    before = items[max(0, j - _SET_REACH) : j]
    return any(item.has("done", "reach", "exceed") or item.text.startswith("hoàn thành") for item in before)


def told_times(items: Sequence[Item], tokens: Sequence[Token], spoken: Spoken) -> ToldTimes:
    """The mentions of a sentence with their periods and which belong to a plan; notes the month spoken of."""
    told = ToldTimes(items, tokens)
    kinds = [item.kind for item in items]
    told.first = kinds.index("quantity") if "quantity" in kinds else len(items)
    cues: frozenset[str] = frozenset().union(*[item.cues for item in items if item.cues])
    targets = [j for j, item in enumerate(items) if "target" in item.cues] if "target" in cues else []
    told.aims = any(not (is_resolve(items, j) or _is_reached(items, j)) for j in targets)
    published = spoken.context.published
    late = published is not None and published.month > NEW_YEAR
    foretold = late and "estimate" in cues  # "dự kiến đến 31/12 đạt …", told in September
    told.closed = parentheses(items) if "(" in [item.text for item in items] else []
    local: int | None = None
    for index in [n for n, kind in enumerate(kinds) if kind == "period"]:
        item = items[index]
        mention = item.period
        if mention is None or mention.kind in _NO_PERIOD:
            continue
        aimed = bool(targets) and targets[0] <= index
        mention = _as_of_its_end(_of_no_code(mention, spoken), told, index)
        if mention.kind == "span" and _is_next_term(mention, spoken) and _tells_resolution(told):
            spoken.next_term_in = spoken.number
        if _is_no_time(mention, items, index, tokens) or _is_base(items, index, spoken, local):
            continue
        of_plan = _is_of_plan(items, index)
        ahead = told.aims or foretold or (of_plan and late) or (late and mention.text.startswith(FORETOLD))
        aims = {"year": aimed or _is_aimed_within(mention, items), "term": told.aims or _is_of_next_term(told, spoken)}
        period = resolve_spoken(mention, local, spoken, aims=aims.get(mention.kind, ahead))
        period = _told_around(mention, period, told, index, spoken)
        if mention.kind == "holiday" and _dates_event(mention, told, item.low):
            continue
        if period is None and mention.kind in _UNKNOWN:
            if mention.day is None and mention.kind != "before":
                continue  # "sau 6 tháng lên thị xã"
            mention = replace(mention, kind="holiday")
        if mention.kind == "month" and mention.alone and not of_plan and not is_of_tasks(tokens, item.low):
            spoken.month = period
        to_come = period is not None and spoken.is_ahead(period)
        told.mentions.append((index, mention, of_plan and not to_come))
        if told.frames(index):
            told.frame = index
        told.resolved[index] = period
        opens_plan = of_plan and index <= 1  # "Kế hoạch năm 2023 giảm 1,4%, cuối năm còn 6,1%"
        if mention.kind == "year" and mention.year and (not of_plan or opens_plan) and not told.inside(index):
            local = mention.year
        elif mention.kind == "year" and period is not None and not of_plan and mention.text.endswith(_NEAR_YEARS):
            local = period.year
    _settle_bracketed(told)
    told.moves = told_moves(items, told.resolved)
    told.mentions = [one for one in told.mentions if one[0] not in told.moves.begins]  # of no other figure
    return told


def _is_aimed_within(mention: PeriodMention, items: Sequence[Item]) -> bool:
    """*Trong năm, phấn đấu …*, but *5 năm qua, …; năm nay ước …*."""
    return mention.text == "trong năm" and any("target" in one.cues for one in items)


def _is_of_next_term(told: ToldTimes, spoken: Spoken) -> bool:
    """*quyết nghị 22 chỉ tiêu cho nhiệm kỳ 2025-2030: … cuối nhiệm kỳ đạt …*: the end of the term just told."""
    if spoken.resolves_next:
        return True
    return spoken.next_term is not None and spoken.next_term in told.resolved.values()


def _is_next_term(mention: PeriodMention, spoken: Spoken) -> bool:
    term = spoken.next_term
    return term is not None and (mention.year, mention.number) == (term.start.year, term.end.year)


def _tells_resolution(told: ToldTimes) -> bool:
    """*Nghị quyết Đại hội …, nhiệm kỳ 2020-2025 vừa thông qua có một số chỉ tiêu như …*."""
    return told.says(("nghị", "quyết")) and told.says(("chỉ", "tiêu"), ("mục", "tiêu"))


def _told_around(
    mention: PeriodMention, period: Period | None, told: ToldTimes, index: int, spoken: Spoken
) -> Period | None:
    """The ``period`` of a mention, or what is told beside it: *5 năm qua (2004-2008)*, *năm 2018, ba năm trước đó*."""
    if mention.kind == "before":
        last = [told.resolved.get(i) for i, _, planned in told.mentions if not planned]
        return years_before(mention, spoken, last[-1] if last else None)
    if mention.kind != "term":
        return period
    spans = [told.resolved.get(i) for i, one, _ in told.mentions if one.kind == "span"]
    if spans and mention.text.endswith("năm"):
        return spans[-1]  # "Giai đoạn 2021-2025, …; 5 năm thu ngân sách 528 tỷ đồng"
    return period or _span_behind(told.items, index)


def _span_behind(items: Sequence[Item], index: int) -> Period | None:
    """*5 năm qua (2004-2008)*: the years that parentheses behind a term tell."""
    behind = items[index + 1 : index + 4]
    span = behind[1].period if [item.text for item in behind[::2]] == ["(", ")"] else None
    if span is None or span.kind != "span" or span.year is None or span.number is None:
        return None
    return span_period(span.year, span.number)


def _settle_bracketed(told: ToldTimes) -> None:
    """*trong 4 tháng vận hành (từ 1-7 đến 31-10)*: the months are those that the parentheses tell."""
    kinds = {i: mention.kind for i, mention, _ in told.mentions}
    for index, kind in kinds.items():
        alone = [item.text for item in told.items[index + 1 : index + 4 : 2]] == ["(", ")"]
        if alone and kind in {"served", "months"} and kinds.get(index + 2) in {"served", "day", "months"}:
            told.resolved[index] = told.resolved[index + 2]


def _is_no_time(mention: PeriodMention, items: Sequence[Item], index: int, tokens: Sequence[Token]) -> bool:
    """Whether a mention dates an event, names a council or is the base of a multiple."""
    low = items[index].low
    before = tokens[low - 1].text if low else ""
    if mention.kind in _TASKED and is_of_tasks(tokens, low) and _is_spoken_behind(items, index):
        return True  # "phương hướng nhiệm vụ năm 2020, ông A cho biết: …"
    if mention.kind == "day" and not mention.until and before not in _AS_OF and not _closes(items, index):
        return not _is_surveys(tokens, low)
    if mention.kind == "day" and mention.until and is_end_of_meeting(tokens, low):
        return True
    if mention.kind == "span" and "nhiệm" in mention.text and before in {",", "-"}:
        if low < _REPORT_REACH and tokens[0].text in _REPORTED:
            opening = " ".join([token.text for token in tokens[: low - 1]])
            if not any(council in opening for council in _COUNCILS):
                return False  # "Theo báo cáo chính trị, nhiệm kỳ 2015-2020 …"
        return low < 2 or tokens[low - 2].text != "quyết"  # "khóa I, nhiệm kỳ 2021-2026" names a council
    reported = before == "," and tokens[0].text in {"theo", "báo"}  # "Theo báo cáo tại kỳ họp, năm 2025, …"
    if mention.kind == "year" and not reported and any(t.text == "họp" for t in tokens[max(0, low - 3) : low]):
        return True  # "kỳ họp thường lệ cuối năm 2025"
    if _is_multiple(items, index):
        return True  # "gấp rưỡi năm 2012", "gấp 2,4 lần năm 2021": a base
    # "do đợt rét cuối tháng 1" dates an event
    return mention.kind == "month" and not mention.until and mention.text.startswith(("cuối", "đầu", "giữa"))


def _is_spoken_behind(items: Sequence[Item], index: int) -> bool:
    """Whether somebody speaks behind a mention, before any figure is told, and of no aim."""
    behind = items[index + 1 :]
    first = next((n for n, item in enumerate(behind) if item.quantity is not None), len(behind))
    said = next((n for n, item in enumerate(behind[:first]) if item.text in SAYS), None)
    return said is not None and not any(item.has("target") for item in behind[said:first])


def _dates_event(mention: PeriodMention, told: ToldTimes, low: int) -> bool:
    """*sau dịp Tết*; *Cuối tuần qua, HĐND huyện tổ chức kỳ họp*, *Sau 2 ngày làm việc, đại hội đã bế mạc*."""
    if low and told.tokens[low - 1].text in {"sau", "trước"}:
        return True
    return mention.text.endswith(("tuần", "tuần qua", "tuần này", "ngày")) and told.says(*MEETS)


def _of_no_code(mention: PeriodMention, spoken: Spoken) -> PeriodMention:
    """*Sau bốn tháng ra quân*, *trong 12 tháng*, told in July: a time, but none that has a code."""
    published = spoken.context.published
    year_long = mention.number == DECEMBER and mention.year is None and "12 tháng" in mention.text
    begun = is_since_begun(mention, published)
    begun = begun or (year_long and published is not None and NEW_YEAR < published.month < DECEMBER - 1)
    return replace(mention, kind="holiday") if begun else mention


def _as_of_its_end(mention: PeriodMention, told: ToldTimes, index: int) -> PeriodMention:
    """*tỷ lệ bao phủ bảo hiểm y tế cuối tháng 8 là 94,1%*: what there was as of the end of a month.

    So is what a heading ends with, or a sentence on an indicator opens with: *Cuối tháng 8, tỷ lệ bao phủ …*.
    """
    if mention.kind != "month" or not mention.text.startswith("cuối"):
        return mention
    named = any(phrase.role == "form" for item in told.items for phrase in item.phrases)
    numbers = any(item.quantity is not None for item in told.items)
    heads = named and index == (0 if numbers else len(told.items) - 1)
    behind = told.items[index + 1 : index + 2]
    if not heads and all(item.text not in _THERE_IS and item.quantity is None for item in behind):
        return mention
    told.points.add(index)
    return replace(mention, until=True)


def _is_base(items: Sequence[Item], index: int, spoken: Spoken, local: int | None) -> bool:
    """*bằng 96,3% năm 2019*, told of 2020: the year is what the figure is measured against."""
    mention = items[index].period
    year = local or (spoken.current.year if spoken.current is not None else spoken.context.year)
    if mention is not None and mention.text.startswith(("vào", "cuối", "trong", "đến")):
        return False  # "đạt 97% vào cuối năm 2021"
    before = items[index - 1].quantity if index > 1 else None
    of_year_before = mention is not None and mention.kind == "year" and mention.year is not None
    if before is None or before.kind != "percent" or not of_year_before or year is None:
        return False
    return mention is not None and mention.year == year - 1 and items[index - 2].has("reach")


def _is_of_plan(items: Sequence[Item], index: int) -> bool:
    """*bằng 74,4% so với mục tiêu nghị quyết HĐND thị xã năm 2023*: the year is the plan's."""
    if index and items[index - 1].text in {",", "(", ";", ":"}:
        return False
    if any(other.has("plan", "assign") for other in items[max(0, index - 2) : index]):
        return True
    if index > 1 and items[index - 1].text == "mục tiêu" and items[index - 2].has("exceed", "up", "down"):
        return True  # "vượt mục tiêu cả năm gần 5%"
    mention, planned = items[index].period, False
    if mention is None or mention.kind != "year":
        return False
    if index and items[index - 1].kind == "phrase" and "kế hoạch" in items[index - 1].text:
        return True  # "tổng kế hoạch vốn đầu tư công năm 2022 là 196 tỷ đồng, đã giải ngân …"
    for other in items[max(0, index - _PLAN_REACH) : index][::-1]:
        planned = planned or other.has("plan")
        if other.quantity is not None:
            return planned and other.quantity.kind == "percent"
        if other.text in {",", ";", "(", "thì"}:
            return False
    return False


def _is_multiple(items: Sequence[Item], index: int) -> bool:
    """Whether *gấp đôi*, *gấp 2,4 lần* or *gấp 2,4 lần so với* stands right before."""
    before = [item for item in items[max(0, index - 4) : index] if item.text not in {"so", "với", "so với"}]
    if not before:
        return False
    return before[-1].has("times") or (len(before) > 1 and before[-1].text == "lần" and before[-2].quantity is not None)


def _is_surveys(tokens: Sequence[Token], low: int) -> bool:
    """*Theo tổng điều tra ngày 1/4/2019*, *theo số liệu thống kê ngày 31/12*: a day that figures are counted on."""
    words = [token.text for token in tokens[max(0, low - _SURVEY_REACH) : low] if token.text not in {"ngày", "của"}]
    return any(" ".join(words).endswith(survey) for survey in _SURVEYS)


def _closes(items: Sequence[Item], index: int) -> bool:
    """*dân số 226.564 người (31/12/2022)*: a day alone in parentheses behind a figure."""
    around = [item.text for item in items[max(0, index - 1) : index + 2 : 2]]
    return around == ["(", ")"] and index > 1 and items[index].period is not None
