"""The period of a mention, given what the article speaks of: which year *9 tháng* is of, which month *trong tháng*."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from tasks.catalog.units import TWO_TIERS
from tasks.grammar.context_years import TERM
from tasks.grammar.period_codes import (
    day_period,
    earlier,
    half_period,
    month_period,
    quarter_period,
    span_period,
    year_period,
)
from tasks.grammar.period_resolution import resolve
from tasks.grammar.timing_months import up_to
from tasks.grammar.timing_state import PARTS_OF_YEAR, YEAR_CODE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.timing_state import Spoken

SERVED: Final = {
    1: month_period(TWO_TIERS.year, TWO_TIERS.month),
    3: quarter_period(TWO_TIERS.year, 3),
    6: half_period(TWO_TIERS.year, 2),
}
"""What the first months of the two tiers are, by their number."""
_JUST_OVER: Final = 45  # days from the end of the first months of the two tiers to when they are told of
_NOW: Final = ("đến nay", "tới nay")
_SOON: Final = 3  # months until a part of the year begins that is spoken of as to come
_EARLY_MONTHS: Final = 6  # until June "năm qua" is the calendar year before
NEW_YEAR: Final = 3  # until March a report of the year before goes on with it


def resolve_spoken(mention: PeriodMention, local: int | None, spoken: Spoken, *, aims: bool) -> Period | None:
    """A mention's period; ``local`` is a year told just before in the sentence, ``aims`` whether that tells an aim."""
    published: date | None = spoken.context.published
    anchor = spoken.context.year
    if mention.kind == "term":
        return _of_term(mention, spoken, aims=aims)
    if (told := _BY_KIND.get(mention.kind)) is not None:
        return told(mention, spoken)
    if mention.kind in {"part", "same_month", "holiday"}:
        return {"part": up_to(spoken.part, mention), "same_month": spoken.month}.get(mention.kind)
    if mention.kind == "span" and published is None and mention.text.endswith(_NOW) and _is_of_part(mention, spoken):
        return spoken.part  # "từ đầu năm 2020 đến nay", told of six months of it
    if mention.kind == "now" and published is None:
        return _part_reported(spoken) or _day_led(spoken) or _year_framed(spoken) or resolve(mention, anchor, None)
    if mention.kind == "ytd":
        part = up_to(spoken.part or spoken.report, mention)
        if (
            part is not None
            and len(part.code) > 4
            and "-M" not in part.code
            and mention.year in {None, part.year}
            and part.year == anchor
        ):
            return part
        if published is not None and mention.year in {None, published.year}:
            return day_period(published)
        if (day := _day_led(spoken)) is not None and mention.year in {None, day.year}:
            return day
    if (first := _first_of_two_tiers(mention, spoken)) is not None:
        return first
    if mention.year is None and mention.kind in {*PARTS_OF_YEAR, "month", "day"}:
        anchor = _year_of_part(mention, local, spoken, aims=aims)
    elif mention.year is None and mention.kind == "year":
        return _of_year(mention, local, spoken, aims=aims)
    return resolve(mention, anchor, published)


def _of_year(mention: PeriodMention, local: int | None, spoken: Spoken, *, aims: bool) -> Period | None:
    """*năm qua*, *cả năm*, *năm nay*, *năm tới*: a year that is not told by its number."""
    published, anchor = spoken.context.published, spoken.context.year
    if mention.offset == 1 and published is None and spoken.planned is not None:
        return spoken.planned  # "triển khai nhiệm vụ năm 2019 … Trong năm tới"
    if mention.offset != 0:
        return resolve(mention, anchor, published)
    if "năm mới" in mention.text:
        return year_period(published.year + (published.month > NEW_YEAR)) if published is not None else None
    if "qua" in mention.text:
        if published is not None and published.month <= _EARLY_MONTHS:
            return year_period(published.year - 1)
        if published is None and spoken.report is not None and len(spoken.report.code) == YEAR_CODE:
            return spoken.report  # "tổng kết năm 2017, phát động thi đua năm 2018. Năm qua, …"
    elif local is None and not aims and _is_just_ended(mention, spoken):
        anchor = spoken.context.year - 1 if spoken.context.year is not None else None
    elif "nay" not in mention.text:
        anchor = local or _year_spoken_of(spoken, aims=aims and "trong" not in mention.text)
    elif published is None and spoken.current is not None and spoken.is_ahead(spoken.current):
        anchor = spoken.current.year  # "Mục tiêu năm 2019? – … năm nay", asked at the beginning of it
    return resolve(mention, anchor, published)


def _is_just_ended(mention: PeriodMention, spoken: Spoken) -> bool:
    """*Trong năm, quận có 2.640 doanh nghiệp thành lập mới*, told in January of no year or of the one before."""
    published = spoken.context.published
    in_january = published is not None and published.month == 1 and spoken.context.year == published.year
    if published is None or not in_january or mention.text != "trong năm":
        return False
    told = max(spoken.last_told.values(), key=lambda one: one[1], default=None)
    return spoken.current is None or (told is not None and told[0].year == published.year - 1)


def _part_reported(spoken: Spoken) -> Period | None:
    """*Hiện có 12 trường đạt chuẩn*, told on an unknown day beside the report of nine months: as of their end."""
    report = spoken.report
    of_part = report is not None and len(report.code) > YEAR_CODE and "/" not in report.code
    return report if of_part and report is not None and report.year == spoken.context.year else None


def _is_of_part(mention: PeriodMention, spoken: Spoken) -> bool:
    """Whether an undated text reports a part of the year since whose beginning something is told."""
    return spoken.part is not None and spoken.part.year == mention.year == spoken.context.year


def _day_led(spoken: Spoken) -> Period | None:
    """*Tính đến ngày 30-9, thu … Từ đầu năm đến nay, …*, undated: up to the day that the lead tells."""
    return spoken.lead_day if spoken.context.published is None and spoken.report is None else None


def _year_framed(spoken: Spoken) -> Period | None:
    """*Năm 2024, quận đạt 16/16 chỉ tiêu. Đến nay, quận thu 1.925 tỷ đồng*, undated: by the end of the year told."""
    current, year = spoken.current, spoken.context.year
    of_year = current is not None and len(current.code) == YEAR_CODE and spoken.framed
    return current if of_year and year is not None and current is not None and current.year == year - 1 else None


def _same(mention: PeriodMention, spoken: Spoken) -> Period | None:
    """*Trong cùng thời gian này*; *đến cùng thời điểm* is the day that was told last."""
    if spoken.as_of is not None and not mention.text.startswith(("trong", "cùng", "cũng")):
        return spoken.as_of
    return spoken.before if spoken.before is not None and spoken.current is not None else spoken.current


def years_before(mention: PeriodMention, spoken: Spoken, told: Period | None = None) -> Period | None:
    """*Cùng kỳ năm 2017, quận thu …*: the time spoken of, or ``told`` before in the sentence, so many years before."""
    period = told or spoken.as_of or spoken.current
    if told is None and spoken.as_of is not None and spoken.as_of_estimated:
        return None
    if period is None or "/" in period.code:
        return None
    year = mention.year or period.year - 1
    return earlier(period, period.year - year) if year < period.year else None


def _year_spoken_of(spoken: Spoken, *, aims: bool) -> int | None:
    """The year of *cả năm*, *đến cuối năm*: an aim is for the year to come that was told, and for no bygone one."""
    year = spoken.current.year if spoken.current is not None else spoken.context.year
    if not aims:
        over = year is not None and spoken.context.year is not None and spoken.context.year < year
        return spoken.context.year if over and spoken.new_paragraph else year
    if spoken.ahead is not None and spoken.is_next_year(spoken.ahead):
        return spoken.ahead.year
    return year if year is None or spoken.context.year is None else max(year, spoken.context.year)


def _of_term(mention: PeriodMention, spoken: Spoken, *, aims: bool) -> Period | None:
    """*nhiệm kỳ tới*, *5 năm qua*, *đến cuối nhiệm kỳ*: a term, or the year that it begins or ends with."""
    words = mention.text.split()
    told = words[-1] in {"qua", "rồi", "trước"}
    year = spoken.context.year
    current = spoken.current
    begun = current is not None and _is_begun(current, spoken)
    aims = aims or (current is not None and year is not None and current.year > year and not begun)
    ahead = words[-1] in {"mới", "tới"} or (aims and not told)
    if "năm" in words and not ahead and spoken.five_years is not None and not _is_term_over(spoken):
        return spoken.five_years  # "5 năm qua", told of 2016-2020
    term = _next_term(spoken) if ahead else spoken.term
    if not told and "năm" in words and current is not None and "/" in current.code and not begun:
        term = current  # "5 năm (2016 - 2020) … Trong 5 năm, huyện …"
    if term is None and aims and year is not None and {"cuối", "hết"} & set(words):
        return year_period(year - year % TERM + TERM)  # party terms end with every fifth year, named or not
    if term is None or not {"đầu", "cuối", "hết"} & set(words):
        return term
    return year_period(term.start.year if "đầu" in words else term.end.year)


def _next_term(spoken: Spoken) -> Period | None:
    """*Nhiệm kỳ tới*, told in the last year of the term that is spoken of: the one that follows it."""
    term, year = spoken.next_term, spoken.context.year
    if term is None or year is None or term.start.year >= year or term.end.year > year + 1:
        return term
    return span_period(term.end.year, term.end.year + TERM)


def _is_begun(term: Period, spoken: Spoken) -> bool:
    """Whether a congress of this year begins a term: *Trong 5 năm, huyện …* looks back on the one before."""
    return spoken.of_term and spoken.context.year == term.start.year


def _is_term_over(spoken: Spoken) -> bool:
    year = spoken.context.year
    return spoken.term is not None and year is not None and spoken.term.end.year <= year


def _since_two_tiers(mention: PeriodMention, spoken: Spoken) -> Period | None:
    """*sau 3 tháng vận hành*, told of a commune in October 2025: the months since the two tiers of July."""
    published, year = spoken.context.published, spoken.context.year
    number = mention.number or 0
    if mention.day is not None:
        told = TWO_TIERS.year in {mention.year, year}
        return day_period(date(TWO_TIERS.year, number, mention.day)) if told else None
    if year is None or not TWO_TIERS.year <= year <= TWO_TIERS.year + 1:
        return None
    if mention.alone and number in SERVED:
        return SERVED[number]
    return day_period(published) if published is not None else None


def _first_of_two_tiers(mention: PeriodMention, spoken: Spoken) -> Period | None:
    """*3 tháng qua, phường tiếp nhận 8.900 hồ sơ*, told in autumn 2025: the first months of the commune as it is."""
    published = spoken.context.published
    if mention.kind != "months" or mention.number not in SERVED or mention.year is not None or "đầu" in mention.text:
        return None
    if published is None or not spoken.context.communes_are_units:
        return None
    first = SERVED[mention.number]
    return first if abs((published - first.end).days) <= _JUST_OVER else None


def _year_of_part(mention: PeriodMention, local: int | None, spoken: Spoken, *, aims: bool) -> int | None:
    """The year of "quý I", "9 tháng", "ngày 30/6" told without one."""
    published, current, year = spoken.context.published, spoken.current, spoken.context.year
    if mention.offset is None and local is not None and "này" not in mention.text:
        just_over = published is not None and local == published.year - 1 and _is_just_over(mention, published)
        return published.year if just_over and published is not None else local
    if published is None or year is None:
        return current.year if current is not None and mention.offset is None else year
    anchor = published.year
    if mention.offset is not None:
        return anchor
    if not aims and _later_than(mention, published.month):
        anchor -= 1
    new_year = published.month <= NEW_YEAR and not _is_over(mention, published)
    home = spoken.home
    if home is not None and len(home.code) > YEAR_CODE and home.year == anchor and "này" not in mention.text:
        return anchor  # "2 tháng đầu năm … Quý IV năm 2022 thu 198 tỷ đồng. Quý I, dự kiến thu …"
    if current is not None and current.year < anchor and ("này" in mention.text or new_year):
        return current.year
    return anchor


def _is_just_over(mention: PeriodMention, published: date) -> bool:
    """*Năm 2024 đón 4 triệu lượt khách, quý I đón 1,2 triệu*, told in April 2025: the part that ended last month."""
    months = {"quarter": 3, "half": 6, "months": 1}.get(mention.kind, 0) * (mention.number or 0)
    return months > 0 and months in {published.month, published.month - 1}


def is_since_begun(mention: PeriodMention, published: date | None) -> bool:
    """*Sau bốn tháng ra quân*, told in July: months since something began, which no code stands for."""
    return mention.kind == "months" and mention.alone and (published is None or not _is_just_over(mention, published))


def _is_over(mention: PeriodMention, published: date) -> bool:
    """Whether the day or the months of a mention were over in the year of publication: *đến 28/2*, told in March."""
    number = mention.number or 0
    if mention.kind == "day":
        return (number, mention.day or 0) <= (published.month, published.day)
    return mention.kind in {"months", "month"} and number <= published.month


def _later_than(mention: PeriodMention, month: int) -> bool:
    """True where a mention without a year would end after the month of publication, so that last year is meant."""
    number = mention.number or 0
    begin = {"quarter": 3 * number - 2, "half": 6 * number - 5}.get(mention.kind, 1)
    if begin > 1 and month >= NEW_YEAR and begin <= month + _SOON:
        return False  # "6 tháng cuối năm, huyện tập trung …", told in July: what lies ahead
    end = {"months": number, "quarter": 3 * number, "half": 6 * number, "month": number, "day": number}[mention.kind]
    return end > month + 1


_BY_KIND: Final[dict[str, Callable[[PeriodMention, Spoken], Period | None]]] = {
    "same": _same,
    "before": years_before,
    "served": _since_two_tiers,
}
