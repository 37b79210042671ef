"""Times told behind a figure: right behind it, in parentheses, at the end of its noun, or before the next number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.timing_state import ToldTimes
    from tasks.records.observation import ObsStatus

_BRACKET_REACH: Final = 8  # items from the parenthesis to the period: "(số liệu năm 2019)"
_LIST_REACH: Final = 60  # items back to where another item of a list ended
_SERIES_ENDS: Final = frozenset({"", "(", ")", ",", ";", ".", "và", "rồi", "lên", "xuống"})
_PARTS: Final = frozenset({"months", "quarter", "half", "month"})
_IN: Final = ("vào", "trong", "năm", "cuối", "đầu")
_NOUN_REACH: Final = 6  # items from a figure to the parentheses behind its noun


def before_next(told: ToldTimes, index: int, own: Sequence[int]) -> int | None:
    """*Trong 23 chỉ tiêu, ước cả năm có 18 chỉ tiêu đạt*: the time that is told before the next number of targets."""
    told_at = None
    for j in range(index + 1, min(index + _LIST_REACH, len(told.items))):
        item = told.items[j]
        if item.kind == "quantity":
            return told_at if any("chỉ tiêu" in one.text for one in told.items[j + 1 : j + 2]) else None
        if item.text == ";":
            return None
        told_at = j if j in own else told_at
    return None


def is_span(told: ToldTimes, mention: int) -> bool:
    """*tăng trưởng 10,8% trong giai đoạn 2016-2019.*: years that close the clause are the figure's."""
    return any(i == mention and m.kind == "span" for i, m, _ in told.mentions)


def is_within(told: ToldTimes, mention: int, year: int) -> bool:
    """*Năm 2022, huyện đón 6.900 lượt khách chỉ trong 10 tháng.*: a part of the year that opened the sentence."""
    kinds = {i: m.kind for i, m, _ in told.mentions}
    part, whole = told.resolved.get(mention), told.resolved.get(year)
    if part is None or whole is None or kinds[year] != "year" or kinds[mention] not in _PARTS:
        return False
    return part.year == whole.year


def ends_noun(told: ToldTimes, index: int, right: int, left: int) -> bool:
    """*hiện có 386 doanh nghiệp, trong đó 54 doanh nghiệp thành lập mới năm 2020*: a year at the end of the noun."""
    kinds = {i: mention for i, mention, _ in told.mentions}
    quantity = told.items[index].quantity
    counted = quantity is not None and quantity.kind != "percent"
    closes = ends(told.items, right)
    if kinds[right].year is None:
        return False
    if told.of_targets:  # "trong quý I, huyện triển khai 21 chỉ tiêu theo nghị quyết năm 2024"
        return kinds[right].kind in {"year", "span"} and not kinds[right].until
    return closes and (kinds[left].kind == "now" or (counted and kinds[right].text.startswith(("trong năm", "vào "))))


def ends(items: Sequence[Item], mention: int) -> bool:
    """Whether a mention ends its clause: *lên 7.940 doanh nghiệp năm 2016.*"""
    return mention + 1 >= len(items) or items[mention + 1].text in {",", ";", ".", ")"}


def is_of_later_aim(told: ToldTimes, right: int, previous: int, status: ObsStatus) -> bool:
    """*còn 4,1%, phấn đấu còn 3,2% trong năm 2020*: an aim for a year behind the one that the sentence told of."""
    if status != "target" or not ends(told.items, right):
        return False
    before, aim = told.used.get(previous), told.resolved.get(right)
    year = any(i == right and m.kind == "year" for i, m, _ in told.mentions)
    return year and before is not None and aim is not None and aim.year > before.year


def is_of_series(told: ToldTimes, right: int) -> bool:
    """*2.840 lao động năm 2018 (103%), 3.350 lao động năm 2019 (108%)*: each behind its own number, as the first."""
    timed = any(i == right and (m.year if m.kind == "year" else m.kind in _PARTS) for i, m, _ in told.mentions)
    behind = told.items[right + 1].text if right + 1 < len(told.items) else ""
    return timed and any(other < right for other in told.right) and behind in _SERIES_ENDS


def bracketed_behind(items: Sequence[Item], index: int, own: Sequence[int]) -> int | None:
    """*38 triệu đồng (năm 2015)*: a period alone in parentheses right behind the figure is the figure's."""
    for j in range(index + 1, min(index + _NOUN_REACH, len(items) - 2)):
        if items[j].text == "(":
            told = next((k for k in range(j + 1, min(j + _BRACKET_REACH, len(items) - 1)) if k in own), None)
            closes = told is not None and items[told + 1].text == ")"
            return told if closes and all(item.quantity is None for item in items[j:told]) else None
        edge = items[j].period is not None and "nhiệm kỳ" in items[j].text  # "61,8% hồi đầu nhiệm kỳ (năm 2015)"
        if (items[j].kind not in {"word", "phrase", "cue"} and not edge) or items[j].text in {",", ";", "."}:
            return None
    return None


def right_behind(items: Sequence[Item], index: int, own: Sequence[int]) -> int | None:
    """A period right behind the figure: *đón 31.200 lượt khách trong hai tháng hè*.

    The share of a count may stand between the two: *còn 2.104 hộ nghèo (8,1%) vào cuối năm 2022*.
    """
    behind = range(index + 1, min(index + 7, len(items)))
    for j in behind:
        if j in own:
            return j
        if items[j].text == "(" and (closing := _behind_share(items, j)) is not None:
            return closing if closing in own and items[closing].text.startswith(_IN) else None
        if items[j].kind == "quantity" or items[j].text in {",", ";", ".", "(", ")", "và"}:
            break
    closing = _behind_share(items, index - 1) if index else None
    return closing if closing is not None and closing in own and items[closing].text.startswith(_IN) else None


def _behind_share(items: Sequence[Item], opening: int) -> int | None:
    """The item behind parentheses that hold one percentage alone, or the count that a percentage is of."""
    inside = items[opening : opening + 4]
    told = inside[1].quantity if len(inside) > 2 and inside[0].text == "(" else None
    if told is None or told.kind not in {"percent", "count"}:
        return None
    noun = told.kind == "count" and inside[2].text == "hộ"  # "21,3% (6.120 hộ) vào cuối năm 2021"
    closing = opening + 2 + noun
    closed = closing + 1 < len(items) and items[closing].text == ")" and (noun or told.kind == "percent")
    return closing + 1 if closed else None
