"""What a sentence leaves of time for the next ones: the period it turned to, the year it looked ahead to, its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import is_month_of, is_part_of_year
from tasks.grammar.timing_report import is_out_of_season
from tasks.grammar.timing_results import results_told_in
from tasks.grammar.timing_state import YEAR_CODE, is_part

if TYPE_CHECKING:
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.timing_state import Spoken, ToldTimes


_SEVERAL: Final = 2
_LEAD: Final = 5  # sentences that a line among them heads
_HEADLINE: Final = 26  # tokens
_ENDS: Final = frozenset({".", ";", ":", ","})


def leave(told: ToldTimes, spoken: Spoken) -> None:
    """End a sentence: what it was about stays for the next.

    The year to come that a sentence without figures tells is the one that targets in the next sentences are for.
    A period behind the first figure is that figure's own, unless it is the part of the year that is reported.
    """
    used = bool(told.used)
    _look_ahead(told, spoken, used=used)
    later = spoken.home == spoken.report and spoken.reported_in > spoken.number
    first_told = spoken.told_in in {None, spoken.number}
    leads = first_told and (spoken.home is None or later)  # nothing was reported yet
    first = told.first
    days = (i for i, m, _ in told.mentions if m.kind == "holiday" and not m.alone and "nhiệm" not in m.text)
    if any(i < first for i in days):
        spoken.tell_days(())
    results = results_told_in(told, spoken)
    # "từ 497 tỷ đồng năm 2018 lên 1.210 tỷ đồng năm 2021": what follows is told of 2021
    for i, mention, of_plan in (one for one in told.mentions if one[0] not in told.moves.begins):
        if i in told.used_mentions and i == told.frame and _is_point(mention, spoken) and spoken.home is not None:
            spoken.current = spoken.home  # "Cuối năm 2022 còn 1.840 hộ nghèo": what was done since is the report's
        if not (mention.kind in {"year", "term", "span"} or is_part(mention)) or (
            of_plan and i not in told.used_mentions
        ):
            continue
        if i not in told.used_mentions and (
            used or not (told.opens(i) or i == results) or ("năm" not in mention.text and mention.kind == "year")
        ):
            continue
        period = _come_to(told, i, spoken, used=used)
        if period is None or not _turns(told, spoken, i, mention, period, of_results=i == results):
            continue
        if used and _is_headline(told, spoken, period):
            continue
        to_come = spoken.is_ahead(period) or (mention.offset or 0) > 0
        if not used and (first < len(told.items) or mention.kind != "year") and to_come and not _lists_aims(told, i):
            continue
        if not used and is_part(mention) and is_out_of_season(mention, period, spoken.context.published):
            continue
        if _comes_home(told, spoken, i):
            break
        _turn(told, spoken, (i, mention, of_plan), period, heads=i == results and spoken.told_in is None)
        break
    else:
        if told.implied is not None:
            _go_on_with(told.implied, spoken)
    _come_to_now(told, spoken)
    _note_day(told, spoken, leads=leads)


def _turn(
    told: ToldTimes, spoken: Spoken, one: tuple[int, PeriodMention, bool], period: Period, *, heads: bool
) -> None:
    """Speak of a period from now on; one that an aim tells inside its clause is that of the next aims alone."""
    i, mention, of_plan = one
    aimed = bool(told.statuses) and set(told.statuses.values()) == {"target"}
    apart = spoken.number != spoken.opens_paragraph and any(
        item.has("part_of") for item in told.items[:i]
    )  # "Riêng năm 2019, …"
    later = spoken.home is not None and period.year > spoken.home.year
    by_then = mention.kind == "year" and mention.until and told.tokens[-1].text not in {";", ":"}
    if aimed and later and (by_then or not told.frames(i)):
        _go_on_with(period, spoken)  # "hạ tỷ lệ hộ nghèo năm 2017 xuống dưới 2%", "Mục tiêu đến năm 2025 là đón …"
    elif mention.kind == "term" and not told.used and spoken.is_ahead(period):
        _go_on_with(period, spoken)  # "Năm năm tới, quận đặt chỉ tiêu doanh thu mỗi năm tăng 23%"
    else:
        inside = is_part(mention) and not (told.opens(i) or told.frames(i))
        for_good = told.first == len(told.items) and (mention.kind != "span" or heads)
        spoken.turn_to(period, for_good=for_good, brief=inside)
    spoken.framed = told.frames(i) and not apart
    spoken.aimed = of_plan or aimed


def _come_to(told: ToldTimes, mention: int, spoken: Spoken, *, used: bool) -> Period | None:
    """*Nếu năm 2010 chỉ có 20 triệu đồng thì năm 2016 đã là 47 triệu đồng*: a look back ends with the later year."""
    period, year = told.resolved.get(mention), spoken.context.year
    if used or period is None or year is None or period.year >= year - 1:
        return period
    years = [told.resolved.get(i) for i, m, of_plan in told.mentions if m.kind == "year" and not of_plan]
    later = [one for one in years if one is not None and period.year < one.year <= year]
    return max(later, key=lambda one: one.year, default=period)


def _come_to_now(told: ToldTimes, spoken: Spoken) -> None:
    """*Năm 2011 còn 14% hộ nghèo. Đến nay, đời sống khởi sắc. Thu nhập đạt …*: the look back is over."""
    if told.mentions and told.mentions[-1][1].kind == "now":
        end_look_back(spoken)


def end_look_back(spoken: Spoken) -> None:
    """What follows is told of the time that the article reports, where a bygone year was spoken of."""
    year, current = spoken.context.year, spoken.current
    if year is None or current is None or current.year >= year - 1:
        return
    if spoken.home is not None and spoken.home.year < year - 1:
        spoken.home = None
    spoken.current = spoken.home


def _is_headline(told: ToldTimes, spoken: Spoken, period: Period) -> bool:
    """*Phường A phấn đấu đến năm 2030 thu nhập bình quân đạt 95 triệu đồng*, a title: no time of the text."""
    year = spoken.context.year
    far = year is not None and period.year > year + 1
    if not far or spoken.number > _LEAD or len(told.tokens) > _HEADLINE:
        return False
    return told.tokens[0].text[0].isalpha() and (not spoken.number or told.tokens[-1].text not in _ENDS)


def _lists_aims(told: ToldTimes, mention: int) -> bool:
    """*Nhiệm kỳ 2025-2030, xã đề ra các chỉ tiêu: thu ngân sách tăng bình quân 9%/năm*: though no figure took it."""
    opening = told.items[: told.first]
    told_by_term = any(i == mention and m.kind == "term" for i, m, _ in told.mentions)
    colon = told_by_term or any(item.text == ":" for item in opening)
    return colon and told.frames(mention) and any(item.has("target", "plan") for item in opening)


def _go_on_with(period: Period, spoken: Spoken) -> None:
    """*Theo đó, phấn đấu thu 512 tỷ đồng. Tỷ lệ hộ nghèo còn 2%*: what follows in the paragraph is aimed at as well."""
    home = spoken.home
    spoken.turn_to(period)
    spoken.home, spoken.implied, spoken.aimed = home, True, True


def _comes_home(told: ToldTimes, spoken: Spoken, turned: int) -> bool:
    """*Quý II thu 42 tỷ đồng; 6 tháng thu 71 tỷ đồng*: the sentence ends with the report, which goes on.

    So does one that ends with the year that is reported: *9 tháng thu 71 tỷ đồng; cả năm thu 98 tỷ đồng*.
    """
    of_year = spoken.home is not None and len(spoken.home.code) == YEAR_CODE
    told_of = [(i, m) for i, m, of_plan in told.mentions if i in told.used_mentions and not of_plan]
    used = [i for i, m in told_of if is_part(m) or (of_year and m.kind == "year")]
    last = max(used, default=turned)
    if _are_parts_of_report({told.resolved.get(i) for i in used}, spoken):
        return True
    return last > turned and spoken.home is not None and told.resolved.get(last) == spoken.home


def _are_parts_of_report(periods: set[Period | None], spoken: Spoken) -> bool:
    """*Quý I xảy ra 4 vụ cháy, sang quý II còn 1 vụ*, told of six months: what follows is of all of them again."""
    home = spoken.home
    if home is None or "/" in home.code or len(periods) < _SEVERAL or home in periods:
        return False
    return all(one is not None and home.start <= one.start and one.end <= home.end for one in periods)


def is_horizon(told: ToldTimes, mention: PeriodMention, period: Period | None, spoken: Spoken) -> bool:
    """*phấn đấu trở thành quận đến năm 2025*, told years before: no time that what follows is told of."""
    year = spoken.context.year
    if any(item.text.endswith(("mục tiêu", "chỉ tiêu", ":")) for item in told.items):
        return False  # "Mục tiêu đến năm 2030"
    far = period is not None and year is not None and period.year > year + 1
    return mention.kind == "year" and mention.until and far


def _note_day(told: ToldTimes, spoken: Spoken, *, leads: bool) -> None:
    """The day that a sentence told its figures as of holds for the next, until another time is told."""
    used = [(i, m) for i, m, of_plan in told.mentions if i in told.used_mentions and not of_plan]
    if used:
        done = any(status != "target" for status in told.statuses.values())
        spoken.stock = told.resolved.get(used[-1][0]) if done and _is_point(used[-1][1], spoken) else None
    days = [i for i, m in used if (m.kind in {"day", "served", "ytd"} and m.until) or _is_run(told, i, m)]
    framed = [(i, m) for i, m, _ in told.mentions if i == told.frame]
    if not used and leads and framed and framed[0][1].kind == "day" and framed[0][1].until:
        days, used = [framed[0][0]], framed  # "đến ngày 20/9, toàn thành phố …": a figure of the city's
    if days and days[0] == told.frame and len(used) > 1 and _is_month(used[-1][1]):
        used = [one for one in used if not _is_month(one[1])]  # "Đến ngày 25/9 thu 412 tỷ đồng, riêng tháng 9 …"
    if used and _is_month(used[-1][1]):
        i, mention = used[-1]
        part = any(item.has("part_of") for item in told.items[:i])  # "Trong đó, tháng 3 thu 28 tỷ đồng"
        alone = i == told.frame and not part and not any(word in mention.text for word in ("riêng", "cuối"))
        spoken.passing = told.resolved.get(i) if alone else None
    elif used:
        spoken.passing = None
    if days and days[-1] == used[-1][0]:
        day = told.resolved.get(days[-1])
        of_month = day is not None and spoken.home is not None and is_month_of(spoken.home, day)
        leads = leads or (of_month and spoken.told_in in {None, spoken.number})
        spoken.as_of_leads = leads or (spoken.as_of_leads and day == spoken.as_of)
        spoken.as_of = day if day is not None and day.code.count("-") > 1 else None
        spoken.as_of_estimated = "estimate" in told.statuses.values()
    elif used:
        spoken.as_of, spoken.as_of_leads = None, False


def _is_month(mention: PeriodMention) -> bool:
    """Whether a mention is of a month alone, not up to its end."""
    return mention.kind in {"month", "same_month"} and not mention.until


def _is_run(told: ToldTimes, index: int, mention: PeriodMention) -> bool:
    """*Đến nay, tổng giá trị sản xuất đạt 80% kế hoạch. Thu ngân sách 421 tỷ đồng*: all of it until today."""
    first = min(told.used, default=0)
    return mention.kind == "now" and index == told.frame and first in told.flows


def _is_point(mention: PeriodMention, spoken: Spoken) -> bool:
    """*Đến nay có 12 trường*; *Cuối năm 2022 còn 1.840 hộ nghèo*, told beside the report of a later part of a year."""
    home = spoken.home
    if mention.kind == "now":
        led = spoken.context.published is None and spoken.report is None and spoken.lead_day is not None
        return led or spoken.of_term or (home is not None and "/" in home.code)
    of_part = home is not None and len(home.code) > YEAR_CODE and "/" not in home.code
    return of_part and mention.kind == "year" and any(edge in mention.text for edge in ("cuối năm", "đầu năm"))


def _turns(
    told: ToldTimes, spoken: Spoken, i: int, mention: PeriodMention, period: Period, *, of_results: bool
) -> bool:
    """Whether a mention that a sentence told is what the next ones speak of."""
    first = told.first
    if not told.used and spoken.number == 0 and spoken.reported_in:
        return False  # "Năm 2019, triển khai đề án …", the title of what reports of 2018
    published = spoken.context.published
    over = published is not None and published.year > period.year
    opens = told.opens(i) or (over and told.frames(i))  # "ông A thông tin: năm 2025, phường …", told in January
    if mention.kind == "year" and is_of_current(spoken, period) and not (opens and told.is_done(i)):
        return False  # "vốn đầu tư công năm 2023", "ước cả năm" do not end the nine months that are reported
    ends_move = told.used_mentions <= set(told.moves.told.values())  # no other time is told beside it
    behind = i > first and mention.kind == "year" and not ends_move and not _is_of_first_targets(told, spoken)
    if behind or any(low < i < high for low, high in told.closed):
        return False
    if mention.kind == "span":
        return told.frames(i) or of_results
    if mention.kind == "year" and _is_point(mention, spoken) and spoken.home is not None:
        return period.year >= spoken.home.year
    if mention.kind == "year" and "nhiệm" in mention.text:
        return False  # "đầu nhiệm kỳ 2015-2020": where a change began
    if is_part(mention) and not told.opens(i) and _is_beside_report(spoken, period):
        return False
    if i in told.inner and i != told.frame:
        later = [p.year for j in told.used_mentions if j > i and (p := told.resolved.get(j)) is not None]
        if mention.kind == "year" and any(p is not None and "/" in p.code for p in (spoken.home, spoken.current)):
            return False
        if period.year < (max(later, default=0) if spoken.home is None else spoken.home.year):
            return False  # "thu nhập năm 2013 đạt 24 triệu đồng", told of eight months of 2014
    year = spoken.context.year
    bygone = year is not None and period.year < year - 1
    return not (bygone and spoken.current is not None)  # "năm 2004, khi mới thành lập" is a look back


def _is_of_first_targets(told: ToldTimes, spoken: Spoken) -> bool:
    """*10/13 chỉ tiêu kinh tế - xã hội năm 2019 đạt và vượt. Thu ngân sách được …*: the first time that is told."""
    later = spoken.home == spoken.report and spoken.reported_in > spoken.number  # "Kỳ họp thông qua dự toán năm 2020"
    return told.of_targets and (later or spoken.home is None) and spoken.current in {None, spoken.home}


def _is_beside_report(spoken: Spoken, period: Period) -> bool:
    """*Thu ngân sách quý II được 31 tỷ đồng. Đã giải ngân …*, told of six months: what follows is of all of them.

    A time that begins as early and ends as late as what is reported, or ends later, is what the text turns to.
    """
    home = spoken.home
    if home is None or "/" in home.code or (home != spoken.report and not is_part_of_year(home)):
        return False
    return period != home and period.end <= home.end and (period.start > home.start or period.end < home.end)


def _look_ahead(told: ToldTimes, spoken: Spoken, *, used: bool) -> None:
    """*Đại hội đề ra mục tiêu trở thành đô thị loại II vào năm 2030. Cụ thể, thu nhập đạt …*: the year of the aims."""
    ahead = [
        period
        for i, mention, _ in told.mentions
        if mention.kind == "year"
        and (period := told.resolved.get(i)) is not None
        and (spoken.is_next_year(period) or (spoken.is_ahead(period) and told.aims and not used))
    ]
    if ahead and (not used or set(told.statuses.values()) == {"target"}):
        spoken.ahead = ahead[-1]
    elif told.mentions:
        spoken.ahead = None


def is_of_current(spoken: Spoken, period: Period | None) -> bool:
    """Whether a year is the one that the part of a year in hand belongs to."""
    current = spoken.current
    if period is None or current is None:
        return False
    return len(current.code) > YEAR_CODE and "/" not in current.code and period.year == current.year
