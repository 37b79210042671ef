"""When an article was written, as far as its text tells: its year, the day it reports of, the map that it goes by."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import TYPE_CHECKING, Final

from tasks.catalog.units import TWO_TIERS
from tasks.grammar.context_years import TERM, YearsTold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.places import PlaceMention
    from tasks.grammar.tokens import Token

_DISTRICT_TYPES: Final = frozenset({"quận", "huyện", "thị xã"})
_COMMUNE_TYPES: Final = frozenset({"phường", "xã", "đặc khu"})
_AIMS: Final = frozenset({"toán", "vụ", "hướng", "tiêu", "hoạch", "sang", "phấn", "đấu", "cho", "vào", "trình"})
_SAYS: Final = frozenset(("cho", says) for says in ("biết", "hay", "thấy", "rằng"))
_AIMS_RIGHT_BEHIND: Final = ("sẽ", "quyết tâm", "triển khai")
_AIM_VERBS: Final = frozenset(
    {("đề", "ra"), ("phấn", "đấu"), ("mục", "tiêu"), ("dự", "kiến"), ("tập", "trung"), ("tiếp", "tục")}
    | {("đặt", what) for what in ("kế", "chỉ", "ra", "đích")}
    | {("quyết", "tâm"), ("nhắm", "tới"), ("nhắm", "đến"), ("hướng", "tới"), ("hướng", "đến"), ("kỳ", "vọng")}
)
_CALLS: Final = ("phát động",)
_SOON: Final = frozenset({"sắp", "sẽ"})
_LOOKS_BACK: Final = ("tổng kết", "sơ kết", "đánh giá kết quả", "kiểm điểm")
_AIM_LISTS: Final = frozenset({("chỉ", "tiêu"), ("mục", "tiêu"), ("phấn", "đấu")})
_AIM_OPENINGS: Final = frozenset({("mục", "tiêu"), ("phấn", "đấu"), ("đích", "đến")})
_FOR: Final = "cho"
_DONE: Final = frozenset({"đạt", "hoàn", "vượt", "quả", "đã"})
_JOINTS: Final = frozenset({",", ";", ":", "và"})
_MEASURED: Final = frozenset({"%", "so", "trăm"})
_AIM_REACH: Final = 9  # tokens before a year that say that it is planned for
_AIM_REACH_BEHIND: Final = 8
_EARLY: Final = 3  # March
_OPENING_MONTHS: Final = 2  # February
_LATE: Final = 11  # November
_TERM_TOLD: Final = re.compile(r"nhiệm kỳ (20\d[05]) ?[-–] ?20\d[05]")
_FIRST_CONGRESS: Final = re.compile(
    r"\b(?:phường|xã|đặc khu)\b.*lần thứ (?:nhất|i|1)\b|lần thứ (?:nhất|i|1)\b.*\b(?:phường|xã|đặc khu)\b"
)
_TERM_AIMED_AT: Final = re.compile(
    r"(?:đề ra|đặt ra|xác định|phấn đấu|mục tiêu|chỉ tiêu)[^.;\n]{0,60}?nhiệm kỳ (20\d[05]) ?[-–] ?20\d[05]"
)
_DAY: Final = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(20\d\d)(?!\d)"
_HELD: Final = r"(?:tổ chức|họp|khai mạc|bế mạc|diễn ra|làm việc|tổng kết|sơ kết)"
_SESSION: Final = re.compile(rf"\b{_HELD}\b[^.;\n]{{0,80}}?\b{_DAY}|\b{_DAY}[^.;\n]{{0,80}}?\b{_HELD}\b")
_NOT_HELD: Final = (
    "nghị quyết",
    "chuẩn bị",
    "tiến tới",
    "hướng tới",
    "chào mừng",
    "trước thềm",
    "mục tiêu",
    "chỉ tiêu",
)
_CONGRESS_REACH: Final = 1500  # characters: an opening
_YEARS_MET: Final = re.compile(
    r"(?:tổng kết|đánh giá|kết quả|tình hình)[^.;\n]{0,120}?năm (20\d\d)[^.;\n]{0,80}?"
    r"(?:nhiệm vụ|phương hướng|kế hoạch|chương trình|mục tiêu)[^.;\n]{0,60}?năm (20\d\d)"
)
_DATA_OF: Final = re.compile(r"số liệu (?:của |thống kê |tính đến )*(?:cuối |hết )?năm (20\d\d)")
_ANNIVERSARY: Final = re.compile(
    r"\b(\d\d) năm\b[^.;()\n]{0,70}\((?:[\d/.-]+[/.-])?((?:19|20)\d\d) ?[-–] ?(?:[\d/.-]+[/.-])?(20\d\d)\)"
)
_SCHOOL_YEAR: Final = re.compile(r"năm học (20\d\d) ?[-–] ?20\d\d")
_YEAR_TO_COME: Final = re.compile(r"(?<!các )(?<!những )\bnăm tới\b(?! (?:giờ|nay|hiện|thời))")
_TWO_TIERS_TOLD: Final = tuple(
    f"{what} {two} cấp" for what in ("chính quyền địa phương", "chính quyền", "mô hình") for two in ("2", "hai")
)
_MONTH_OF_NEW_MAP: Final = re.compile(rf"tháng (?:0?[7-9]|1[0-2])\s*[-/]\s*{TWO_TIERS.year}")
_PART_OF_NEW_MAP: Final = re.compile(
    rf"\b(?:[7-9]|1[01]|bảy|tám|chín|mười|mười một) tháng (?:đầu |của )?năm(?: {TWO_TIERS.year}| nay)?"
    r"(?! (?:20|trước|ngoái))"
)
"""Months of a year that end behind the 1st of July: the figures of such a part are told by the new map."""
_CLAUSE_END: Final = re.compile(r"[.;\n]")
_NEW_ORDER: Final = (*_TWO_TIERS_TOLD, "đặc khu", "sau sáp nhập", "2025-2030", "2025 - 2030")


def is_aimed(tokens: Sequence[Token], low: int, high: int) -> bool:
    """Whether a mention, tokens ``low`` to ``high``, is told as of an aim: *nhiệm vụ năm 2026*, *dự toán năm 2026*."""
    joined = low > 0 and tokens[low - 1].text == "và"  # "nhiệm vụ 6 tháng cuối năm 2017 và năm 2018"
    before = [token.text for token in tokens[max(0, low - _AIM_REACH * (1 + joined)) : low]]
    own = next((n for n in range(len(before), 0, -1) if before[n - 1] in _JOINTS), 0)
    clause = " ".join(before[own:])
    if any(verb in clause for verb in _CALLS) or not _SOON.isdisjoint(before[own:]):
        return True  # "sắp lên thành phố năm 2025"
    if any(verb in clause for verb in _LOOKS_BACK):
        return False  # "tổng kết nhiệm vụ năm 2017, triển khai …"
    if before[-1:] == ["trước"]:
        return True  # "lên thị xã trước năm 2025"
    behind = " ".join(token.text for token in tokens[high : high + 4]).lstrip(", ")
    if behind.startswith(_AIMS_RIGHT_BEHIND) or _aims_behind(tokens, high) or _is_in_list_of_aims(tokens, low):
        return True
    if _opens_with_aim(tokens, low):
        return True
    before_it = (*before, *([_FOR] if tokens[low].text == _FOR else []), "")  # "đặt ra cho năm 2025"
    planned = {word for word, following in itertools.pairwise(before_it) if (word, following) not in _SAYS}
    return not _AIMS.isdisjoint(planned) and _MEASURED.isdisjoint(before)  # "đạt 52% kế hoạch năm 2023": told of 2023


def _opens_with_aim(tokens: Sequence[Token], low: int) -> bool:
    """*Mục tiêu mà huyện đặt ra là đạt chuẩn nông thôn mới vào năm 2025*: before any number."""
    opening = [token.text for token in tokens[:2]]
    return tuple(opening) in _AIM_OPENINGS and not any(token.is_number for token in tokens[:low])


def is_compared_with(tokens: Sequence[Token], low: int, high: int) -> bool:
    """*1.278 tỷ đồng (năm 2011: 907 tỷ đồng)*: a year in parentheses with the figure that another is compared with."""
    opened = low > 0 and tokens[low - 1].text == "("
    return opened and high < len(tokens) and tokens[high].text in {":", "là", "đạt"}


def _aims_behind(tokens: Sequence[Token], high: int) -> bool:
    """*Năm 2019, phấn đấu thu …*, *Năm 2019 huyện sẽ đề ra 18 chỉ tiêu*: an aim's verb before the first number."""
    before = ""
    for token in tokens[high : high + _AIM_REACH_BEHIND]:
        if token.is_number or token.text in {".", ";"}:
            return False
        if (before, token.text) in _AIM_VERBS or token.text == "sẽ":
            return True
        before = token.text
    return False


def _is_in_list_of_aims(tokens: Sequence[Token], low: int) -> bool:
    """*Chỉ tiêu chủ yếu của nhiệm kỳ: thu nhập 75 triệu đồng; năm 2027 xã đạt chuẩn*: listed with what is aimed at."""
    colon = next((n for n in range(low - 1, -1, -1) if tokens[n].text == ":"), None)
    if colon is None or all(token.text != ";" for token in tokens[colon:low]):
        return False
    opening = [token.text for token in tokens[:colon]]
    return any(pair in _AIM_LISTS for pair in itertools.pairwise(opening)) and _DONE.isdisjoint(opening)


def article_year(
    published: date | None,
    periods: Iterable[tuple[PeriodMention, bool]],
    opening: Iterable[Sequence[tuple[int, int, PeriodMention]]] = (),
    folded: str = "",
) -> int | None:
    """The year an undated mention belongs to: the publication's, else the latest that the text gives a report for.

    ``periods`` are the article's mentions, each with whether it is told as of an aim; ``opening`` those of its first
    sentences, where the day of the event stands: what is held in January looks back on the year before.
    """
    if published is not None:
        return published.year
    if (looked_back := _looks_back_on(folded)) is not None:
        return looked_back
    if (data := _DATA_OF.search(folded[:_CONGRESS_REACH])) is not None:
        return int(data[1])  # "Vài nét về các huyện (số liệu năm 2016)", above the days on which they were founded
    told = YearsTold()
    for mention, aimed in periods:
        told.add(mention, aimed=aimed)
    event = _event_month(opening)
    year = _with_school_year(told.between_terms() or told.latest(early=event is not None and event <= _EARLY), folded)
    met = _year_met(folded)
    if met is not None and year is not None and year > met + 1:
        year = met  # "Quyết lên quận vào năm 2025" over the results of 2020 and the tasks of 2021
    if (held := anniversary_year(folded)) is not None:
        year = max(year or held, held)
    earliest = congress_year(folded) or _year_of_aims(folded)
    earliest = earliest or (TWO_TIERS.year if any(text in folded for text in _TWO_TIERS_TOLD) else None)
    if earliest is not None and (year is None or not earliest <= year < earliest + TERM or year not in told.done):
        return earliest  # "Nhiệm kỳ 2025-2030 …, là đô thị động lực vào năm 2030"
    if year is None or event is None:
        return year
    if (reported := told.reported_by(event)) is not None and year == reported + 1:
        return reported  # "Chiều 3/10, … 9 tháng năm 2024, … Đại hội dự kiến trong quý I/2025"
    if event >= _LATE and year - 1 in told.ended:
        return year - 1  # "kỳ họp cuối năm 2025 … ngày 18/12"
    if event >= _LATE and told.first == year - 1:
        return year - 1  # in December what is told of another year than the first is to come
    if event <= _OPENING_MONTHS and told.is_closed(year):
        return year + 1  # in January a whole year that is done is the one before
    return year


def _with_school_year(year: int | None, folded: str) -> int | None:
    """*cuối năm 2014, … Năm học 2015-2016, toàn huyện có 38 trường*: a school year that has begun since is told."""
    begun = [int(found[1]) for found in _SCHOOL_YEAR.finditer(folded)]
    return year + 1 if year is not None and year + 1 in begun else year


def _looks_back_on(folded: str) -> int | None:
    """*tổng kết năm 2018, triển khai nhiệm vụ năm 2019. Trong năm tới …*: written before the year to come began."""
    return None if _YEAR_TO_COME.search(folded) is None else _year_met(folded)


def _year_met(folded: str) -> int | None:
    """The year of which an opening tells the results, and the tasks of the next."""
    pair = _YEARS_MET.search(folded[:_CONGRESS_REACH])
    return int(pair[1]) if pair is not None and int(pair[2]) == int(pair[1]) + 1 else None


def anniversary_year(folded: str) -> int | None:
    """*Nhân 12 năm lên thị xã (2008 - 2020)*: written in the year that so many years end with."""
    told = _ANNIVERSARY.search(folded[:_CONGRESS_REACH])
    return int(told[3]) if told is not None and int(told[3]) - int(told[2]) == int(told[1]) else None


def congress_year(folded: str) -> int | None:
    """The year of the party congress that an article, in small letters, reports in its opening; ``None`` for others.

    *Đại hội đại biểu Đảng bộ huyện, nhiệm kỳ 2020-2025* was held in 2020. The communes of July 2025 held their first
    ones in that summer.
    """
    opening = folded[:_CONGRESS_REACH]
    if "đại hội" not in opening:
        return None
    for clause in _CLAUSE_END.split(opening):
        before, congress, behind = clause.partition("đại hội")
        if not congress or any(word in before for word in _NOT_HELD):
            continue
        if _FIRST_CONGRESS.search(clause) is not None and ("đảng" in clause or "đại biểu" in behind):
            return TWO_TIERS.year
        if (term := _TERM_TOLD.search(clause)) is not None:
            return int(term.group(1))
    return None


def session_year(folded: str) -> int | None:
    """*HĐND huyện họp kỳ thứ 7 từ ngày 17 đến 19/12/2013*: the year of what an article reports, with its day."""
    told = _SESSION.search(folded)
    return None if told is None else int(told[1] or told[2])


def _year_of_aims(folded: str) -> int | None:
    """*Đại hội nhìn lại … Huyện đặt ra cho nhiệm kỳ 2020-2025: …*: a congress sets aims for the term that it opens."""
    aimed = _TERM_AIMED_AT.search(folded) if "đại hội" in folded[:_CONGRESS_REACH] else None
    return int(aimed[1]) if aimed is not None else None


def is_of_new_map(mentions: Sequence[PlaceMention], folded: str) -> bool:
    """Whether an article of 2025 goes by the map since July, where a commune has no district above it."""
    if congress_year(folded) == TWO_TIERS.year:
        return True
    if any(mention.type in _DISTRICT_TYPES and not mention.old for mention in mentions):
        return False
    if any(word in folded for word in _NEW_ORDER):
        return True
    if _MONTH_OF_NEW_MAP.search(folded) is not None or _PART_OF_NEW_MAP.search(folded) is not None:
        return True
    communes = any(mention.type in _COMMUNE_TYPES for mention in mentions)
    return communes and not any(word in folded for word in _DISTRICT_TYPES)


def is_early(opening: Iterable[Sequence[tuple[int, int, PeriodMention]]]) -> bool:
    """Whether the event that an article reports in its opening was held in the first months of a year."""
    month = _event_month(opening)
    return month is not None and month <= _EARLY


def _event_month(opening: Iterable[Sequence[tuple[int, int, PeriodMention]]]) -> int | None:
    days = (mention for found in opening for _, _, mention in found if mention.kind == "day" and not mention.until)
    return next((mention.number or 0 for mention in days if mention.year is None), None)


def event_day(year: int | None, sentences: Sequence[Sequence[tuple[int, int, PeriodMention]]]) -> date | None:
    """The day of the event that an undated article reports ("chiều 17/11"), in the article's year.

    None where figures are told up to a later day: the event is then not what the article was written of.
    """
    if year is None:
        return None
    told = [mention for periods in sentences for mention in _but_anniversaries(periods)]
    day = next((found for mention in told if not mention.until and (found := _day_in(mention, year))), None)
    if day is None or any(mention.until and (later := _day_in(mention, year)) and later > day for mention in told):
        return None
    return day


def _but_anniversaries(periods: Sequence[tuple[int, int, PeriodMention]]) -> Iterator[PeriodMention]:
    """All but the days of *Nhân 20 năm Ngày Doanh nhân (13/10/2004 - 13/10/2024)*."""
    stretches = {
        at
        for at, ((_, end, first), (begin, _, last)) in enumerate(itertools.pairwise(periods))
        if begin == end + 1 and first.kind == last.kind == "day" and first.year not in {None, last.year}
    }
    return (mention for at, (_, _, mention) in enumerate(periods) if not {at, at - 1} & stretches)


def _day_in(mention: PeriodMention, year: int) -> date | None:
    if mention.kind != "day" or mention.year not in {None, year} or not mention.day:
        return None
    try:
        return date(year, mention.number or 0, mention.day)
    except ValueError:
        return None


def assumed_day(year: int | None, *, of_new_map: bool) -> date:
    """A day for an undated article; in 2025 it lies on the side of July whose units the article names."""
    if year is None:
        return date(2018, 1, 1)
    if year > TWO_TIERS.year:
        return date(year, 1, 1)
    if year == TWO_TIERS.year:
        return date(year, 8, 1) if of_new_map else date(year, 3, 1)
    return date(year, 7, 1)
