"""What is told of one day, a holiday, a festival or a season, which no period code names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.telling import Telling

_FAR: Final = 80  # items: so far back a time still belongs to the figure
_REACH: Final = 6  # words that say which day
_LEADS: Final = frozenset({"trong", "vào", "riêng", "chỉ", "tính", "qua", "dự", "kiến", "những", "các"})
_NUMBERS: Final = frozenset({"một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"})
_HAPPENS: Final = frozenset({"đón", "hút", "xảy"})  # "đón", "thu hút", "xảy ra"
_SPEAKS: Final = frozenset({"biết", "hay", "chức", "họp", "báo", "kết", "bố", "giao"})
_WITHIN: Final = tuple(
    f"{within} {span} "
    for within in ("trong", "trong một", "mỗi", "một", "/", "trong hai", "trong ba")
    for span in ("ngày", "đêm", "tối")
)
_OWN: Final = 3  # items from a second year back to a figure right before the first
_NO_TIMES: Final = frozenset({"base", "holiday", "other", "average"})
_YEARS: Final = (" năm",)


def is_of_a_day(told: Telling, index: int) -> bool:
    """*Dịp Tết 2019, Hạ Long đón 120.000 lượt khách*, *Trong đêm 21/12 xảy ra 2 vụ tai nạn*: no period's figure.

    The clauses are looked at from the figure's own backwards, up to one that tells a period.
    """
    if told.tokens[0].text == "vụ" and told.items[0].kind == "phrase":
        return True  # "Vụ tai nạn giao thông làm 2 người chết": the one that is told of
    if _closes_with_a_day(told, index):
        return True
    for start, end in _clauses(told, index):
        if _opens_with_a_day(told, start) or _opens_with_each_year(told, start):
            return True
        if _opens_with_a_date(told, start, index):
            return True
        if tells_time(told, start, end):
            return False
    return False


def is_of_several_years(told: Telling, index: int) -> bool:
    """*3 năm qua, huyện tạo việc làm cho 6.120 lao động*: a sum over years of which the text does not say which."""
    if "year" in told.times and _is_of_two_years(told, index):
        return True
    if not told.holds(_YEARS):
        return False
    for start, end in _clauses(told, index):
        times = [item.period for item in told.items[start:end] if item.period is not None]
        if any(_is_time(time) and time.kind != "term" for time in times):
            return False
        if any(_is_several(told, j) for j in range(start, end)):
            return True
    return _opens_with_several(told, index)


def _opens_with_several(told: Telling, index: int) -> bool:
    """*Sau 5 năm, thu nhập tăng 1,6 lần; số trường chuẩn tăng 11 trường*: the years hold for the list.

    Not where a base is told: *…; năm nay giảm 3 vụ so với cùng kỳ*.
    """
    if not _is_several(told, 0):
        return False
    times = (item.period for item in told.items[1:index] if item.period is not None)
    behind = told.items[index + 1 : told.clause_end(index + 1, {",", ";"})]
    based = any(item.period is not None and item.period.kind == "base" for item in behind)
    return not based and not any(_is_time(time) or time.kind == "base" for time in times)


def _is_of_two_years(told: Telling, index: int) -> bool:
    """*Năm 2021 và 2022, huyện thu ngân sách 980 tỷ đồng*: of both together, or one of each, nobody knows."""
    j = next((j for j in range(index - 1, 1, -1) if told.items[j].period is not None), None)
    if j is None or told.text_before(j) not in {"và", ","}:
        return False
    if j > _OWN and told.items[j - _OWN].quantity is not None:
        return False  # "8.840 tỷ đồng năm 2018 và năm 2019 ước 9.749 tỷ đồng": the first year is the figure's before
    last, first = told.items[j].period, told.items[j - 2].period
    if last is None or first is None or last.kind != "year" or first.kind != "year" or not last.year or not first.year:
        return False
    return last.year == first.year + 1


def _is_several(told: Telling, j: int) -> bool:
    mention = told.items[j].period
    if mention is None or mention.kind not in {"other", "term"}:
        return False
    if mention.kind == "term":
        return "5 năm" in mention.text and told.state.timing.resolve(mention, None) is None
    opens = j == 0 and told.text_after(j) == ","  # "Ba năm, huyện giảm gần 3.000 hộ nghèo"
    several = mention.text.endswith("năm") and not mention.text.endswith("cuối năm")
    return mention.text.endswith("năm qua") or (several and (opens or told.text_before(j) == "trong"))


def tells_time(told: Telling, start: int, end: int) -> bool:
    """Whether items ``start`` to ``end`` tell a period."""
    return any(_is_time(item.period) for item in told.items[start:end] if item.period is not None)


def _clauses(told: Telling, index: int) -> Iterator[tuple[int, int]]:
    """The clauses of the sentence's part before ``index``, from the last, as ranges of items."""
    first = max(told.clause_start(index, {";"}), index - _FAR)
    end = index
    for j in range(index - 1, first - 1, -1):
        if told.items[j].text == ",":
            yield j + 1, end
            end = j
    yield first, end


def _opens_with_a_day(told: Telling, start: int) -> bool:
    low = told.items[start].low
    first, begins = told.texts[low], told.lexicon.day_begins
    if not (first in begins or first in _LEADS or first in _NUMBERS or first == "dịp" or first.isdigit()):
        return False
    words = told.texts[low : low + _REACH]
    if first in begins and f"{' '.join(words)} ".startswith(told.lexicon.days):
        return True
    while words and (words[0] in _LEADS or words[0] in _NUMBERS or words[0].isdigit()):
        words = words[1:]
    if words[:1] == ["dịp"] and words[1:2] and words[1][0].isdigit():
        return True  # "dịp 2/9", "dịp 30-4 và 1-5"
    return bool(words) and words[0] in begins and f"{' '.join(words)} ".startswith(told.lexicon.days)


def _closes_with_a_day(told: Telling, index: int) -> bool:
    """*thu 2,1 tỷ đồng trong ngày*, *đón 3.000 lượt khách mỗi đêm*."""
    if not told.held(_WITHIN):
        return False
    last = max(told.items[index].high, noun_end(told, index))
    behind = f"{told.words(last, last + _REACH)} "
    return behind.startswith(_WITHIN)


def _opens_with_each_year(told: Telling, start: int) -> bool:
    """*Hằng năm, Hạ Long thu hút 4,2 triệu lượt khách*, unless the sentence says of which years."""
    mention = told.items[start].period
    spoken = told.state.timing.spoken
    of_years = spoken.term is not None or (spoken.home is not None and "/" in spoken.home.code)
    if mention is None or mention.kind != "average" or of_years:
        return False  # a term's "mỗi năm 2.400 lao động" is told of each of its years
    aims = any(item.has("target") for item in told.items)
    return not aims and not any(item.period is not None and item.period.kind in {"span", "term"} for item in told.items)


def _opens_with_a_date(told: Telling, start: int, index: int) -> bool:
    """*Ngày 1/5, Hạ Long đón 42.000 lượt khách*, but not *Ngày 5/7, quận báo cáo …*."""
    mention = told.items[start].period
    if mention is None or mention.kind != "day" or mention.until:
        return False
    words = {token.text for token in told.tokens[told.items[start].high : told.items[index].low]}
    return not words.isdisjoint(_HAPPENS) and words.isdisjoint(_SPEAKS)


def _is_time(mention: PeriodMention) -> bool:
    return mention.kind not in _NO_TIMES and (mention.kind != "day" or mention.until)
