"""A figure that each of several named districts has: *hai quận thu trên 1.000 tỷ đồng là quận 1 và quận 10*.

So have *Quế Sơn và Nông Sơn, mỗi huyện 4 vụ*, or *Quế Sơn và Nông Sơn cùng đạt 98%*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.marks import counted_before, is_listed_mark, listed_behind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.figures import Figure
    from tasks.grammar.scope import Anchor
    from tasks.grammar.telling import Telling

_FEWEST: Final = 2  # districts that make a list
_EACH: Final = frozenset({"mỗi", "cùng", "đều"})
_EACH_REACH: Final = 12  # tokens between the last of the districts and their number
_SUMS: Final = frozenset({"tổng", "cộng", "gộp", "chung", "cả"})  # words of what several have together
_MARK: Final = 100  # the least that is a mark
_OTHERS: Final = frozenset({";", ".", ":", "với"})


def each_named(told: Telling, anchors: Sequence[Anchor], figures: Iterable[Figure]) -> list[Figure]:
    """The figures, where one of counted districts that the sentence then names has become one of each of them.

    An exact sum of several is their total, unless words say that each of them has it.
    """
    out: list[Figure] = []
    for figure in figures:
        units = _members(told, figure) or _shared(told, anchors, figure)
        out += [_given_to(unit, figure) for unit in units] or [figure]
    return out


def _members(told: Telling, figure: Figure) -> tuple[AdminUnit, ...]:
    if figure.refused is None or figure.measure == "change" or figure.period is None:
        return ()
    index = next(j for j in told.quantities() if told.tokens[told.quantity(j).first].start == figure.raw_start)
    if not is_listed_mark(told, index):
        return ()
    counted = counted_before(told, index)
    named = listed_behind(told, index)
    return named if len(named) >= _FEWEST and counted in {None, len(named)} else ()


def _shared(told: Telling, anchors: Sequence[Anchor], figure: Figure) -> tuple[AdminUnit, ...]:
    """*Quế Sơn và Nông Sơn, mỗi huyện 4 vụ*: the districts right before a number that each of them has."""
    if figure.refused != "several_districts" or figure.period is None:
        return ()
    before = [anchor for anchor in anchors if anchor.members and told.tokens[anchor.high - 1].end <= figure.raw_start]
    if not before:
        return ()
    between = [token for token in told.tokens[before[-1].high :] if token.start < figure.raw_start]
    words = " ".join([token.text for token in between]).replace("cùng kỳ", "").split()
    told_of_each = not _EACH.isdisjoint(words) or _is_passed(told, figure)
    shares = len(words) <= _EACH_REACH and told_of_each and _OTHERS.isdisjoint(words)
    return before[-1].members if shares and not any(token.is_number for token in between) else ()


def _is_passed(told: Telling, figure: Figure) -> bool:
    """*quận 1, quận 3 và quận 5 thu trên 1.000 tỷ đồng*: a round mark is what each has passed, not their sum."""
    if figure.measure != "level" or not _SUMS.isdisjoint(told.texts):
        return False
    if figure.bound in {"gt", "lt"} and told.indicator(figure.indicator).is_rate:
        return True  # "Na Hang và Lâm Bình còn tỷ lệ hộ nghèo trên 30%": a rate is no sum
    if figure.bound != "gt":
        return False
    digits = f"{figure.value:.0f}"
    return figure.value >= _MARK and len(digits.rstrip("0")) == 1


def _given_to(unit: AdminUnit, figure: Figure) -> Figure:
    claim, measure, _, period = figure.rule.rsplit("/", 3)
    bound = "gt" if measure == "level:from" else figure.bound  # "từ 500 tỷ đồng"
    return replace(figure, unit=unit, refused=None, message="", bound=bound, rule=f"{claim}/{measure}/each/{period}")
