"""Lists of districts whose first member names what the numbers of the others tell, each in its turn."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.counted import noun_end
from tasks.grammar.figures import Claim
from tasks.grammar.list_names import may_be
from tasks.grammar.surroundings import base_in

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_OPENERS: Final = frozenset(
    {",", ";", "và", "là", ":", "huyện", "đến", "với", "còn", "riêng", "ở", "tại", "trong đó", "gồm", "như", "đó là"}
)
"""What stands before the district of a member."""
_SMALL: Final = frozenset({"(", ")", ",", "hộ", "còn"})


def like_the_first(told: Telling, number: Number) -> Claim | None:
    """*Vũng Liêm có tỷ lệ hộ nghèo 7,4% (3.084 hộ); Tam Bình 10,2% (2.276 hộ)*: the first member says what is told.

    The numbers of a member stand right behind its district, one after the other; each is what the number in the same
    place of the first member is, or the first of its kind there.
    """
    own = _district_of(told, number.index)
    if own is None:
        return None
    if (beside := _beside_count(told, number)) is not None:
        return beside
    places = [j for j, item in enumerate(told.items[: own + 1]) if item.names_district]
    members = (_claims(told, low, high) for low, high in pairwise(places))
    first = next((member for member in members if member), {})
    alike = {index: claim for index, claim in first.items() if _is_alike(told, number, index, claim)}
    if not alike:
        return None
    turn = sum(item.quantity is not None for item in told.items[own + 1 : number.index])
    in_turn = list(first)[turn] if turn < len(first) else -1
    claim = alike[in_turn] if in_turn in alike else next(iter(alike.values()))
    before = {claim.indicator for claim in _claims(told, own, number.index).values()}
    return None if claim.indicator in before else Claim(claim.indicator, number.index, "list:place")


def _beside_count(told: Telling, number: Number) -> Claim | None:
    """*Việt Yên 164 doanh nghiệp (1.820 tỷ đồng)*, *Sơn Động 412.000 lượt, 310 tỷ đồng*: a sum beside a count.

    It is what was told beside that count before: of the first place, or of all places together.
    """
    last, previous = number.last, number.previous
    if number.quantity.kind != "money" or last is None or previous is None or last.rule != "list:place":
        return None
    told_of = [claim.indicator for claim in told.claims.values() if claim is not None]
    told_of = told_of if last.indicator in told_of[:-1] else []
    listed = told.state.thread.names if last.indicator in told.state.thread.names else ()
    names = dict.fromkeys(name for name in (*told_of, *listed) if may_be(told, number, name))
    name = next(iter(names)) if len(names) == 1 else None
    return Claim(name, number.index, "list:place") if name is not None else None


def of_percentage(told: Telling, number: Number, claim: Claim) -> Claim:
    """*còn 812 hộ nghèo, gồm Phú Lộc 3,2%, Nam Đông 5,1%*: a bare percentage of a list is a rate or a ratio to a plan.

    Where the indicator of the list is neither, what was last told so in percent is meant.
    """
    indicator, around = told.indicator(claim.indicator), told.around(number.index)
    if number.quantity.kind != "percent" or indicator.is_rate or indicator.plan is not None:
        return claim
    if around.left_has("up", "down", "exceed", "reach", "plan") or base_in((*around.right[:4], *around.left[:4])):
        return claim
    if indicator.share is not None:
        return replace(claim, indicator=indicator.share)
    names = [
        name for name in (*told.state.thread.ratios, told.state.titled, *told.state.recent[::-1]) if name is not None
    ]
    meant = (name for name in names if told.indicator(name).is_rate or told.indicator(name).plan is not None)
    name = next((name for name in meant if not told.indicator(name).is_growth), None)
    moved = any(item.has("up", "down") for item in told.items[: number.index])
    return replace(claim, indicator=name) if name is not None and not moved else claim


def _district_of(told: Telling, index: int) -> int | None:
    """The district that a number's member begins with: nothing but small words and numbers stands in between."""
    if not told.names_districts:
        return None
    for j in range(index - 1, -1, -1):
        item = told.items[j]
        small = item.text in _SMALL or (item.kind != "word" and item.has("copula", "reach"))
        if (item.quantity is not None or small) and not item.names_district:
            continue
        if not _is_counted(told, j):  # "9.800 người, 39 triệu đồng"
            return j if item.names_district and told.text_before(j) in _OPENERS else None
    return None


def _is_counted(told: Telling, j: int) -> bool:
    """Whether an item is of the noun of the number before it."""
    number = told.previous_quantity(j)
    return told.items[j].quantity is None and number is not None and told.items[j].high <= noun_end(told, number)


def _claims(told: Telling, low: int, high: int) -> dict[int, Claim]:
    """What the numbers between two items are, from left to right; those that no indicator claims are left out."""
    found = ((j, told.claims.get(j)) for j in range(low + 1, high))
    return {j: claim for j, claim in found if claim is not None}


def _is_alike(told: Telling, number: Number, index: int, claim: Claim) -> bool:
    """Whether a number is of a kind with the one at ``index``, and counts the same where it counts."""
    if told.quantity(index).kind != number.quantity.kind or claim.chained or told.reading_of(index) is None:
        return False
    if number.is_count:
        return claim.indicator in number.nouns or not number.has_noun
    return True
