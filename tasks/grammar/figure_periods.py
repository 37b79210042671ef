"""The period of a figure: what the times of its sentence give it, a term for an aim, today for what was founded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.compared_with import RULE as COMPARED
from tasks.grammar.period_codes import year_period
from tasks.grammar.timing_state import YEAR_CODE

if TYPE_CHECKING:
    from tasks.grammar.context import Context
    from tasks.grammar.figures import Claim
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.period_codes import Period
    from tasks.grammar.state import State
    from tasks.grammar.telling import Telling
    from tasks.records.observation import ObsStatus

_FOUNDING: Final = (
    "ra đời",
    "thành lập",
    "đi vào hoạt động",
    "chính thức hoạt động",
    "sáp nhập",
    "hợp nhất",
    "lập ra từ",
    "việc nhập",
    "cơ sở nhập",
)
DATED: Final = ("( số liệu năm", "( số liệu đến", "( số liệu tính", "( số liệu thống kê")
"""What tells the year of all that follows."""
_MULTIPLE_REACH: Final = 9  # items from a figure to the year that it is a multiple of
_FIRST_YEARS: Final = ("đầu nhiệm kỳ", "đầu giai đoạn", "đầu khóa")
_HARDLY_BEGUN: Final = 2  # times as many days lie ahead
_FAR: Final = 3  # years to the end of a term that a congress sets its aims for


def period_of(
    told: Telling, state: State, index: int, claim: Claim, read: tuple[MeasureReading, ObsStatus]
) -> tuple[Period | None, str]:
    """The period of a figure and its rule; a list of places keeps the one that its first figure was told with."""
    reading, status = read
    indicator = told.indicator(claim.indicator)
    compared = state.timing.spoken.last_told.get(claim.indicator) if claim.rule == COMPARED else None
    period, rule = state.timing.of_figure(
        index,
        claim.subject,
        indicator=claim.indicator,
        chained=claim.chained,
        status=status,
        plan_level=reading.target,
        of_targets=claim.indicator.startswith("targets_"),
        is_start=reading.rule == "level:from",
        is_growth=reading.measure == "growth",
        is_stock=indicator.stock,
        is_rate=indicator.is_rate,
        is_yearly=indicator.per_head,
    )
    aimed_at = period is not None and (status == "target" or lies_ahead(period, state.context))
    if compared is not None and period == compared[0] and period is not None and len(period.code) == YEAR_CODE:
        return year_period(period.year - 1), rule  # "so với 1.502 triệu USD của năm trước", told of 2022 in January
    if (rule == "plan" or aimed_at) and claim.rule in {"continued", "pronoun"}:
        state.timing.stand_beside()
    if period is not None and aimed_at and reading.measure == "level":
        term = _term_of_aim(told, state, index, claim, period)
        period, rule = (term, "term") if term is not None else (period, rule)
    if rule == "carried" and period is not None and _is_each_years(told, index, claim):
        period = _term_around(
            state, period
        )  # "5 năm thu 1.120 tỷ đồng, riêng năm 2010 312 tỷ đồng. Mỗi năm tạo việc làm cho …"
    if rule == "term" and status == "actual" and (last := _last_of_term(told, state, index)) is not None:
        period = last
    lasting = rule in {"chain", "left"} and (indicator.stock or indicator.is_rate)
    if lasting and period is not None and (since := _over_year(told, state, index, reading)) is not None:
        period = since if since.year == period.year else period
    timing, thread = state.timing, state.thread
    untold = rule in {"carried", "year-of-article"} or (rule == "sentence" and not timing.told)
    goes_on = claim.rule == "list:place" or (rule == "year-of-article" and claim.indicator in thread.names)
    goes_on = goes_on and thread.period != timing.spoken.founded
    if goes_on and untold and not reading.target and thread.period is not None and thread.is_near(told.sentence.index):
        if status != "target" and (thread.aimed or state.timing.spoken.is_ahead(thread.period)):
            return period, rule  # the title, or the list before, told aims
        return thread.period, "listed"
    return period, rule


def _term_around(state: State, period: Period) -> Period:
    """The term that the text speaks of and in which the period lies, else the period."""
    spoken = state.timing.spoken
    if spoken.home is not None and "/" in spoken.home.code:
        return spoken.home
    terms = (term for term in (spoken.term, spoken.next_term) if term is not None)
    return next((term for term in terms if term.start.year <= period.year <= term.end.year), period)


def _last_of_term(told: Telling, state: State, index: int) -> Period | None:
    """*thu nhập bình quân 41,6 triệu đồng, gấp 1,6 lần năm 2015*: of 2020, the last year of the term."""
    term, year = state.timing.spoken.term, state.context.year
    if term is None or year is None or term.end.year > year:
        return None
    behind = told.items[index + 1 : index + _MULTIPLE_REACH]
    times = next((n for n, item in enumerate(behind) if item.has("times")), None)
    if times is None or any(item.text == ";" for item in behind[:times]):
        return None
    bases = (item.period.year for item in behind[times:] if item.period is not None)
    return year_period(term.end.year) if next(bases, None) == term.start.year else None


def _over_year(told: Telling, state: State, index: int, reading: MeasureReading) -> Period | None:
    """*hiện còn 3,1%, giảm 0,8% so với đầu năm*: as of today, the fall is one of the report's time."""
    if reading.measure != "change" or not state.timing.tells_now:
        return None
    around = (*told.items[index + 1 : index + 4], *told.items[max(0, index - 3) : index][::-1])
    base = next((item.period for item in around if item.period is not None), None)
    since_year = base is not None and base.kind == "base" and "kỳ" not in base.text
    home = state.timing.spoken.home
    return home if since_year and home is not None and "/" not in home.code else None


def _term_of_aim(told: Telling, state: State, index: int, claim: Claim, period: Period) -> Period | None:
    """*Phấn đấu đến năm 2030 tạo việc làm cho 9.000 lao động*, or for so many *mỗi năm*: an aim for a term."""
    spoken = state.timing.spoken
    year = spoken.context.year or period.year
    terms = [t for t in (spoken.next_term, spoken.term) if t is not None and t.end.year - year >= _FAR]
    term = next((term for term in terms if str(term.end.year) == period.code), None)
    return term if _is_each_years(told, index, claim) or told.indicator(claim.indicator).over_term else None


def _is_each_years(told: Telling, index: int, claim: Claim) -> bool:
    """*mỗi năm 2.100 lao động*, *2.100 lao động/năm*: so many in each year of a time that is longer."""
    if not told.indicator(claim.indicator).is_count:
        return False
    clause = told.items[told.clause_start(min(claim.subject, index), {",", ";", ":"}) : index]
    each = any(item.period is not None and item.period.kind == "average" for item in clause)
    return each or "năm" in told.quantity(index).per


def lies_ahead(period: Period, context: Context) -> bool:
    """*6 tháng cuối năm, … thu ngân sách 320 tỷ đồng*, told in July: nothing of that can be done yet."""
    if context.year is not None and period.start.year > context.year and context.dated:
        return True
    published = context.published
    if published is None or ("-H" not in period.code and "-Q" not in period.code):
        return False
    return (published - period.start).days * _HARDLY_BEGUN < (period.end - published).days


def of_founding(
    told: Telling, state: State, claim: Claim, period: Period | None, rule: str
) -> tuple[Period | None, str]:
    """*Phường thành lập trên cơ sở sáp nhập …, dân số 61.320 người*: told as of now, whatever the report's time."""
    year = state.context.year
    if not told.indicator(claim.indicator).at_founding or year is None:
        return period, rule
    founded = state.timing.spoken.founded
    if period is not None and founded is not None and period in {founded, year_period(founded.year)}:
        return period, "founding"  # "Ngày 6/11/2003, … lập quận. Khi ấy quận có 170.000 dân"
    first_told = state.timing.spoken.told_in in {None, state.timing.spoken.number}
    if rule == "as-of-before" and first_told and state.context.communes_are_units:
        return year_period(year), "founding"  # the day is what a later sentence counts up to
    if rule not in {"carried", "term"}:
        return period, rule
    if rule == "carried" and state.standing(DATED):
        return period, rule  # "Vài nét về các huyện (số liệu năm 2021)": the year of all that follows
    if not state.context.dated:
        day = any(item.period is not None and item.period.day and item.period.year == year for item in told.items)
        founds = _is_founding(told)  # which may have been long ago
        known = (state.timing.spoken.dates_event or day) if founds else state.context.year_told
        return (year_period(year), "founding") if known else (None, "none")
    spoken = state.timing.spoken
    later = period == spoken.report and spoken.reported_in > spoken.number
    before_report = rule == "carried" and later and state.context.communes_are_units
    if before_report or (period is not None and ("/" in period.code or period.year < year - 1)):
        return year_period(year), "founding"  # who lives there is told as of now, not of a bygone year or a term
    return (year_period(year), "founding") if _is_founding(told) else (period, rule)


def _is_founding(told: Telling) -> bool:
    words = told.words(0, len(told.tokens))
    return any(verb in words for verb in _FOUNDING)


def is_of_start(told: Telling, index: int, claim: Claim) -> bool:
    """*Tỷ lệ hộ nghèo đầu năm 5,4%*: what stood on the first of January is no rate or stock of that year."""
    indicator = told.indicator(claim.indicator)
    if not (indicator.is_rate or indicator.stock or indicator.per_head):
        return False
    if told.words(0, 2) == "đầu năm" and all(item.period is None for item in told.items[1:index]):
        return True  # "Đầu năm, quận có 212 hộ nghèo"
    times = [item.text for item in told.items[:index] if item.period is not None]
    return (bool(times) and times[-1].startswith("đầu năm")) or _is_of_first_year(told, index)


def _is_of_first_year(told: Telling, index: int) -> bool:
    """*Đầu nhiệm kỳ, tỷ lệ này là 7,4%*, *7,4% hồi đầu nhiệm kỳ*: of a year that is not told."""
    if not told.held(_FIRST_YEARS):
        return False
    previous = told.previous_quantity(index)
    start = max(told.clause_start(index, {";"}), 0 if previous is None else previous + 1)
    end = told.clause_end(index + 1, {",", ";", "."})
    if any(item.period is not None and item.period.year is not None for item in told.items[start:end]):
        return False
    before = told.words(told.items[start].low, told.items[index].low)
    end = _next_told(told, index, end)
    behind = told.words(told.items[index].high, told.items[end - 1].high)
    own = before.startswith("( ") and " )" not in before
    if previous is not None and start == previous + 1 and before.removeprefix("( ").startswith(_FIRST_YEARS):
        before = before if own else ""  # "từ 7,4% đầu nhiệm kỳ giảm còn 2,1%"
    bases = [f"{link} {first}" for link in ("với", "so") for first in _FIRST_YEARS]
    sides = [side for side in (before, behind) if not any(base in side for base in bases)]
    return any(first in side for first in _FIRST_YEARS for side in sides)


def _next_told(told: Telling, index: int, end: int) -> int:
    """Where the words of another figure begin: *còn 1,1% (đầu nhiệm kỳ 3,2%)*, *chỉ còn 1,1% so với 3,2% đầu nhiệm kỳ*.

    A share is no other one: *412 hộ nghèo (7,4%) hồi đầu nhiệm kỳ*.
    """
    opened = end
    for j in range(index + 1, end):
        item = told.items[j]
        opened = j if item.text == "(" else end if item.text == ")" else opened
        if item.quantity is not None and j != opened + 1:
            return min(opened, j)
    return end


def is_measured_on(reading: MeasureReading, period: Period) -> bool:
    """A growth or change is one on the same part of the year before; against another base it has no measure."""
    base = reading.base
    if base is None:
        return not (reading.measure == "growth" and "/" in period.code)  # "nhiệm kỳ qua, … tăng 76%": over all of it
    if base.part and period.code != f"{period.year}-{base.part}":
        return False  # "quý II tăng 8% so với quý I năm nay"
    if base.year is None or (base.year == period.year and "đầu năm" in base.text and reading.measure == "change"):
        return True  # "giảm 0,76% so với đầu năm 2025", told of 2025
    return base.year < period.start.year if "/" in period.code else base.year == period.year - 1
