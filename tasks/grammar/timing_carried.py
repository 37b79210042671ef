"""The period of earlier sentences, for a figure whose own sentence tells none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import is_month_of, is_part_of_year, year_period
from tasks.grammar.timing_state import YEAR_CODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.period_codes import Period
    from tasks.grammar.timing_state import Spoken, ToldTimes
    from tasks.records.observation import ObsStatus

_NEAR_END: Final = 15  # days
_JUST_OVER: Final = 35  # days since a part of the year ended that a report of it may come out
_UNDER_WAY: Final = 10  # days to the end of a part of the year that is not reported as done


def carried(
    told: ToldTimes, spoken: Spoken, index: int, own: Sequence[int], status: ObsStatus, *, is_stock: bool, is_rate: bool
) -> tuple[Period | None, str]:
    """The period of earlier sentences, for a figure whose own sentence tells none before it."""
    if spoken.next_term_in == spoken.number:
        return spoken.next_term, "term"
    if spoken.passing is not None and status == "actual" and not is_stock:
        return spoken.passing, "carried"
    current = None if is_stock and status == "actual" and _is_bygone_span(spoken) else spoken.current
    if status == "estimate" and spoken.estimated is not None:
        return spoken.estimated, "carried"
    if spoken.as_of is not None and _holds_as_of(spoken, status):
        # The day that a later sentence counts up to is not that of the year's targets.
        return year_period(spoken.as_of.year) if told.of_targets else spoken.as_of, "as-of-before"
    of_term = spoken.of_term and spoken.term is not None and status != "target"
    if spoken.stock is not None and (is_stock or is_rate) and status == "actual":
        return spoken.stock, "carried"  # "Đến nay, có 12 trường đạt chuẩn. Hộ nghèo chỉ còn 2%", told at a congress
    if current is None:
        if of_term:
            return spoken.term, "term"
        year = spoken.context.year
        after = [
            i
            for i, mention, _ in told.mentions
            if i in own and i > index and mention.kind != "now"  # "…; hiện 18/24 xã có chợ"
            if not (spoken.of_term and status == "target" and any(item.text == ";" for item in told.items[index:i]))
            if (p := told.resolved.get(i)) and (year is None or p.year >= year - 1)
        ]
        return (told.take(after[0]), "after") if after else (None, "none")
    if (is_stock or is_rate) and status == "actual":
        current = _end_of_span(current, spoken)
    published = spoken.context.published
    if published is None and status != "target" and spoken.implied and spoken.home is not None:
        current = spoken.home  # the paragraph turned to another year with aims alone
    if status == "actual" or (status == "estimate" and published is not None and published.month == 1):
        current = _done_by(current, spoken)  # what is estimated in January is the year's that has just ended
    if of_term and len(current.code) == YEAR_CODE and not spoken.framed:
        return spoken.term, "term"  # but "Năm 2019, kinh tế … Xuất khẩu đạt …" goes on with that year
    if status == "target" and _is_part(current) and not _is_headed(current, spoken):
        return year_period(current.year), "carried-year"
    return current, "carried"


def _is_bygone_span(spoken: Spoken) -> bool:
    """*Giai đoạn 2014-2020 có 13 xã về đích. Số xã đạt chuẩn ở các huyện khác là …*, told in 2022: as of now."""
    current, year = spoken.current, spoken.context.year
    if current is None or year is None or "/" not in current.code:
        return False
    known = (spoken.term, spoken.next_term, spoken.five_years, spoken.home, spoken.report)
    return spoken.context.dated and current.end.year < year - 1 and current not in known


def _end_of_span(current: Period, spoken: Spoken) -> Period:
    """*Từ năm 2021 đến hết 2023, huyện huy động … Tỷ lệ hộ nghèo còn 1,1%*: of the last of years that are no term."""
    ends = "/" in current.code and current.end.year == spoken.context.year
    known = (spoken.term, spoken.next_term, spoken.five_years, spoken.home, spoken.report)
    return year_period(current.end.year) if ends and current not in known else current


def _holds_as_of(spoken: Spoken, status: ObsStatus) -> bool:
    """*Tính đến ngày 25/6 đón 410.000 lượt khách. Doanh thu đạt …*: the paragraph goes on as of that day."""
    day, current = spoken.as_of, spoken.current
    if day is None or not (
        status == "actual" or (status == "estimate" and (spoken.as_of_estimated or spoken.as_of_leads))
    ):
        return False
    if day.code.endswith("-12-31") and current is not None and current.code == str(day.year):
        return False  # as of its end, the year is meant
    if spoken.as_of_leads and current == spoken.report and spoken.reported_in > spoken.number:
        return True  # what a later sentence reports is not spoken of yet
    if current is not None and (is_month_of(current, day) or _ends_with(current, day)):
        return True  # "tình hình kinh tế tháng 9", told as of 20 September
    return current is None or (len(current.code) == YEAR_CODE and current.year == day.year)


def _ends_with(current: Period, day: Period) -> bool:
    """Whether a part of the year is told as of a day near its end, not its last: *6 tháng đầu năm*, *tính đến 25/6*."""
    return is_part_of_year(current) and 0 < abs((day.end - current.end).days) <= _NEAR_END


def _done_by(current: Period, spoken: Spoken) -> Period:
    """*Huyện đã đón 215.000 lượt khách* after the aims of next year: what is done is not of a time to come.

    In January a year that is spoken of as a whole has yet to come as well.
    """
    year, published = spoken.context.year, spoken.context.published
    if published is not None and published.month == 1 and current.code == str(published.year) and not spoken.aimed:
        return year_period(published.year - 1)
    home = spoken.home
    if published is not None and home is not None and home.end <= published and _is_part(current):
        # "Quý I dự kiến thu 170 tỷ đồng. Huyện đón 12.000 lượt khách", told of two months in March
        current = home if (current.end - published).days > _UNDER_WAY else current
    if year is None or current.year <= year:
        return current
    past = (period for period in (spoken.before, spoken.report) if period is not None and period.year <= year)
    return next(past, year_period(year))


def _is_headed(current: Period, spoken: Spoken) -> bool:
    """*Nhiệm vụ quý II*, a heading below the report of the first: its aims are for that quarter."""
    report = spoken.report
    return current == spoken.home and report is not None and current.start > report.end


def _is_part(period: Period) -> bool:
    return len(period.code) > YEAR_CODE and "/" not in period.code


def accrued(told: ToldTimes, spoken: Spoken, period: Period | None, *, is_yearly: bool) -> Period | None:
    """The period of what came together until today: up to the day that the lead tells, or of the part reported."""
    if not _is_told_of_today(told, spoken, period):
        return period
    if spoken.lead_day is not None and spoken.lead_day_told:
        # "Tính đến ngày 10/12, thu … Riêng tiền sử dụng đất đến nay thu 96 tỷ đồng"
        return spoken.lead_day
    return period if is_yearly else _part_to_date(spoken) or period


def _is_told_of_today(told: ToldTimes, spoken: Spoken, period: Period | None) -> bool:
    """Whether *đến nay* or *hiện* made the day of publication the period."""
    published = spoken.context.published
    if published is None or period is None or period.code != published.isoformat():
        return False
    return any(i in told.used_mentions and mention.kind == "now" for i, mention, _ in told.mentions)


def _part_to_date(spoken: Spoken) -> Period | None:
    """*Sơ kết 6 tháng đầu năm … Đến nay, quận đã thu ngân sách 8.250 tỷ đồng*: what accrued is the report's.

    Only where the part of the year that is reported begins with it and ends about the day of publication.
    """
    published, part = spoken.context.published, spoken.part or spoken.report
    if published is None or part is None:
        return None
    begins = is_part_of_year(part) and part.start.month == 1
    return part if begins and -_UNDER_WAY <= (published - part.end).days <= _JUST_OVER else None
