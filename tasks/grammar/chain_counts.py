"""Counts that go on from the figure before: *310 doanh nghiệp và 845 hộ*, *12 vụ, giảm 3 vụ*, *đạt 45 trường*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.aspects import is_plan_beside
from tasks.grammar.chain_links import goes_on, has_place, tells_period
from tasks.grammar.counted import ends_after_noun
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.out_of import carries_out
from tasks.grammar.surroundings import direction_of, is_more_than_before, is_of_period_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_ESCAPED: Final = "escaped_poverty_households"
_POOR: Final = "poor_households"
_COUNTS_SHARE: Final = frozenset(
    {
        *("(", "( còn", "với", "( tương đương", "( tương ứng", ", tương đương", ", tương ứng", "( với", ", với"),
        *(", tức", ", tức là", "( tức", ", tương ứng với", ", tương đương với", "tương ứng", "tương đương"),
        *("ứng với", ", ứng với", "( ứng với", "tương ứng với", "tương đương với", ", hay", "( hay", ", nghĩa là"),
        ", tức còn",
    }
)
_THAT_IS: Final = frozenset({",", "tức", "tức là", "nghĩa là", "như vậy là"})
_OF_THEM: Final = frozenset({"trong số", "trong số đó", "trong số này", "trong đó"})


def counted_on(told: Telling, number: Number, previous: int, last: Claim, gap: Sequence[Item]) -> Claim | None:
    """*310 doanh nghiệp và 845 hộ*, *12 vụ, giảm 3 vụ*: a count behind another figure of its indicator."""
    counted_of = _counted_of_share(told, number, previous, last)
    if counted_of is not None:
        return Claim(counted_of, last.subject, "count-of-share")
    sibling = _sibling(told, last, number.nouns)
    if sibling is not None and sibling != last.indicator:
        so_far = any(item.has("up_to") or (item.period is not None and item.period.kind == "part") for item in gap)
        return None if so_far else Claim(sibling, last.subject, "sibling")
    if not fits(number.quantity, told.indicator(last.indicator)):
        return None
    counted = last.indicator in number.nouns
    if counted and has_place(gap):
        return Claim(last.indicator, number.index, "list:place")
    around = told.around(number.index)
    if (counted or not number.has_noun) and is_plan_beside(told, number.index):
        return goes_on(last)  # "5.120 lao động (kế hoạch 5.000)"
    moved = around.left_has("up", "down") or direction_of(around.left) in {"up", "down"}  # "ít hơn năm trước 9 vụ"
    moved = moved or is_more_than_before(around) or number.quantity.sign != 0  # "21 vụ (-3 vụ)"
    moved = moved or _says_how_many_more(told, number)
    turned = told.text_before(number.index) == "về" or around.left_has("down_to", "up_to")
    if told.quantity(previous).from_ and turned:
        return goes_on(last)  # "giảm từ 7.412 hộ xuống còn 6.235 hộ", "rút từ 776 về 601"
    moved = moved or _comes_to(told, number, previous, counted=counted)
    if not counted and (number.has_noun or not moved):
        return None
    if carries_out(told, number.index, previous):
        return goes_on(last)
    if told.text_before(number.index) == "có" and not moved and not ends_after_noun(told, number.index):
        return None  # "4.215 lao động có việc làm, vượt 20% kế hoạch, có 96 lao động đi Nhật": some of them
    after_count = told.quantity(previous).kind in {"count", "fraction"}
    of_before = is_of_period_before(around.left)
    if after_count and not moved and not of_before:
        some = previous > 0 and told.items[previous - 1].text in _OF_THEM  # "trong số 38 công trình năm 2022, … 12"
        if some or not tells_period(told, number.index, previous):
            return None
    return goes_on(last)


def _comes_to(told: Telling, number: Number, previous: int, *, counted: bool) -> bool:
    """*giảm 3 vụ, còn 16*, *giảm 310 hộ, từ 1.420 hộ xuống 1.110*, *tăng 11 trường, đạt 46 trường*: what it is now."""
    before, around = told.reading_of(previous), told.around(number.index)
    changed = before is not None and before.measure == "change"
    if changed and (counted or not number.has_noun) and (number.quantity.from_ or around.left_has("down_to", "up_to")):
        return True
    changed = changed or (before is None and told.around(previous).left_has("up", "down"))
    return changed and counted and around.left_has("reach") and ends_after_noun(told, number.index)


def _says_how_many_more(told: Telling, number: Number) -> bool:
    """*có 48 trường đạt chuẩn, tức thêm 2 trường*: so many more of the stock that was just told."""
    index = number.index
    if told.text_before(index) != "thêm" or told.text_before(index - 1) not in _THAT_IS:
        return False
    return all(told.indicator(name).stock for name in number.nouns) and ends_after_noun(told, index)


def left_of_poor(told: Telling, number: Number, last: Claim, gap: Sequence[Item]) -> Claim | None:
    """*đưa 1.012 hộ thoát nghèo, cuối năm còn 1.230 hộ (3,9%)*: those that are still poor."""
    if last.indicator != _ESCAPED or _POOR not in number.nouns or not ends_after_noun(told, number.index):
        return None
    still = any(item.has("down_to") and item.text.endswith("còn") for item in gap)
    return Claim(_POOR, number.index, "remaining") if still else None


def _counted_of_share(told: Telling, number: Number, previous: int, last: Claim) -> str | None:
    """*tỷ lệ hộ nghèo 7,4% (3.084 hộ)*, *còn 0,5% với 154 hộ*: what the rate is the share of."""
    words = " ".join(item.text for item in told.items[previous + 1 : number.index] if item.period is None)
    before = told.reading_of(previous)
    if words not in _COUNTS_SHARE or before is None or before.measure not in {"level", "change"}:
        return None
    owners = (name for name in sorted(number.nouns) if told.indicator(name).share == last.indicator)
    return next(owners, None)


def _sibling(told: Telling, last: Claim, nouns: frozenset[str]) -> str | None:
    """*số lập mới gồm 310 doanh nghiệp và 845 hộ*: one lead phrase for two counted nouns."""
    if not 0 <= last.subject < len(told.items):
        return None
    phrases = told.items[last.subject].phrases
    return next((phrase.name for phrase in phrases if phrase.role in {"lead", "form"} and phrase.name in nouns), None)
