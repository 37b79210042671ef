"""How many phường, xã and thị trấn a district has: only where the text tells that it is all of them.

*UBND 14 phường* is all of them, *3 xã đạt chuẩn* is not. What the words leave open, the gazetteer decides: it knows how
many communes a district had, so that *gửi 11 xã* is the whole of one huyện and a part of another. Since July 2025 a
commune has nothing below it that is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.grammar.anchors import find_anchors
from tasks.grammar.figures import Figure
from tasks.grammar.period_codes import Period, day_period, year_period
from tasks.grammar.scope import Focus, governing
from tasks.grammar.ward_nouns import ONCE, CommuneNoun, counted, ends_there, strength_of
from tasks.grammar.wards_census import census
from tasks.grammar.wards_heads import COMMUNES

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence
    from datetime import date

    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.scope import Anchor
    from tasks.grammar.state import State
    from tasks.grammar.tokens import Token


def read_wards(prepared: Prepared, items: Sequence[Item], carried: Focus, state: State) -> list[Figure]:
    """The numbers of communes that a sentence tells of a district; ``carried`` is who was spoken of before it."""
    context = state.context
    if context.communes_are_units:
        return []
    tokens = prepared.tokens
    out: list[Figure] = []
    anchors: list[Anchor] | None = None
    for index, item in enumerate(items):
        quantity = item.quantity
        noun = None if quantity is None else counted(tokens, quantity)
        if quantity is None or noun is None:
            continue
        strength = strength_of(tokens, quantity.low, noun)
        if strength is None:
            continue
        anchors = find_anchors(items, tokens, context, carried) if anchors is None else anchors
        focus = _focus(tokens, items, index, noun, anchors) or governing(anchors, items, index, index, carried)
        if focus.kind != "district" or focus.unit is None or focus.unit.tier != "district":
            continue
        known = census(context.gazetteer).of(focus.unit, context.day)
        sure = strength == "told" and ends_there(tokens, noun)
        if not _is_all(int(quantity.value), noun, known, context.day, sure=sure):
            continue
        once = _was_once(tokens, items, index)
        founded = state.timing.spoken.current if once else None
        if once and (founded is None or founded != state.timing.spoken.founded):
            continue
        told = strength == "told" or not noun.kinds
        period, rule = _period(tokens, items, index, noun.end, state, told=told)
        period, rule = (founded, "founding") if founded is not None else (period, rule)
        if period is None:
            continue
        ahead = context.year is not None and period.year > context.year
        out.append(
            Figure(
                prepared.sentence,
                tokens[quantity.first].start,
                tokens[quantity.high - 1].end,
                COMMUNES,
                "level",
                quantity.value,
                "target" if ahead else "actual",
                quantity.bound,
                f"wards:{strength}/level/{focus.rule}/{rule}",
                "high" if strength == "told" else "medium",
                focus.unit,
                period,
            )
        )
    return out


def _is_all(count: int, noun: CommuneNoun, known: Sequence[Counter[str]], day: date, *, sure: bool) -> bool:
    """Whether ``count`` is the whole of a district of which the lists tell ``known``.

    ``sure`` where the words say that it is.
    """
    if not known:
        return sure
    if noun.kinds and not any(kinds.keys() >= noun.kinds for kinds in known):
        return False  # a huyện has no phường: someone else's are meant
    totals = [sum(kinds.values()) for kinds in known]
    if count in totals:
        return True
    if noun.kinds and any(count == sum(kinds[kind] for kind in noun.kinds) for kinds in known):
        return False  # all xã, but the thị trấn are not told
    if day.year < 2020 and max(totals) < count <= 1.7 * max(totals):
        return True  # before communes were merged there were more, and no part is greater than the whole
    # A district whose bounds have changed, or a list that is a year off.
    least = 0.75 if noun.kinds else 0.5  # "có 12 đơn vị hành chính" says that it is all of them
    return sure and least * min(totals) <= count <= 1.7 * max(totals)


def _was_once(tokens: Sequence[Token], items: Sequence[Item], index: int) -> bool:
    """*Lúc ấy, cả huyện có 12 xã*: how many there were, in a year that is not told."""
    if any(item.period is not None and item.period.year is not None for item in items):
        return False
    words = f" {' '.join([token.text for token in tokens[: items[index].low]])} "
    return any(f" {' '.join(once)} " in words for once in ONCE)


def _focus(
    tokens: Sequence[Token], items: Sequence[Item], index: int, noun: CommuneNoun, anchors: Sequence[Anchor]
) -> Focus | None:
    """The place named right behind the communes as theirs: *10 phường thuộc quận 1*, *9 xã của 5 huyện*."""
    for anchor in anchors:
        if anchor.low >= noun.end and anchor.explicit and anchor.focus.kind != "nation":
            between = " ".join(token.text for token in tokens[noun.end : anchor.low])
            if between in {"của", "thuộc", "trực thuộc", "ở", "tại", "trên địa bàn", "(", "( thuộc"}:
                return anchor.focus
            break
    behind = [item for item in items[index + 1 : index + 12] if item.low >= noun.end]
    if len(behind) > 1 and behind[0].text in {"của", "thuộc", "tại", "ở"} and behind[1].kind == "quantity":
        return Focus("several", None, "counted")
    return None


def _period(
    tokens: Sequence[Token], items: Sequence[Item], index: int, end: int, state: State, *, told: bool
) -> tuple[Period | None, str]:
    """A number of communes is a stock: of the day where the text says so, else of the report, else of the year.

    Where it is not ``told`` but named in passing, an earlier year of the sentence is something else's.
    """
    context, timing = state.context, state.timing
    oldest = 0 if told or context.year is None else context.year - 1
    behind = next((item for item in items[index + 1 :] if item.period is not None), None)
    if behind is not None and behind.period is not None and tokens[end : behind.low] and tokens[end].text == "(":
        period = timing.resolve(behind.period, None) if behind.low - end <= 1 else None
        if period is not None:
            return period, "in-parentheses"  # "24 xã, thị trấn (tính đến 31/12/2020)"
    if context.published is not None and any(item.text.startswith("hiện") for item in items[max(0, index - 3) : index]):
        return day_period(context.published), "now"  # "quận hiện gồm 14 phường"
    for low, mention in reversed([(item.low, item.period) for item in items[: index + 1] if item.period is not None]):
        if mention.kind == "now" and context.published is not None:
            return day_period(context.published), "now"
        if (
            mention.kind == "year"
            or (told and mention.kind in {"months", "quarter", "half"})
            or (mention.kind in {"day", "month"} and mention.until)
        ):
            period = timing.resolve(mention, None)
            if period is None or context.year is None or period.year < oldest or _is_before(tokens, low):
                continue  # "Trước năm 2021, quận có 14 phường"
            if period.year <= context.year or (told and mention.kind == "year"):
                return period, "left"  # "năm 2025 quận chỉ còn 11 phường"
    part = timing.spoken.part  # told somewhere in the text, it says at least the year
    report = timing.spoken.report or (year_period(part.year) if part is not None else None)
    # A year that the opening looks back on ("hộ nghèo từ 8,9% năm 2011") is no report's.
    if report is not None and (context.year is None or report.year >= context.year - _looks_back(context.published)):
        return report, "report"
    told_year = context.year if context.dated else None  # what an undated text tells may be another year's
    return (None, "none") if told_year is None else (year_period(told_year), "year-of-article")


def _is_before(tokens: Sequence[Token], low: int) -> bool:
    return any(token.text == "trước" for token in tokens[max(0, low - 1) : low + 1])


def _looks_back(published: date | None) -> int:
    """Years between a report and its article: in the first months of a year newspapers report the year before."""
    return 0 if published is None or published.month > 4 else 1
