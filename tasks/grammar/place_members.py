"""Lists of districts whose first member names what the numbers of the others tell, each in its turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling


def like_the_first(told: Telling, number: Number) -> Claim | None:
    """*Vũng Liêm có tỷ lệ hộ nghèo 7,4% (3.084 hộ); Tam Bình 10,2% (2.276 hộ)*: the first member says what is told.

    The numbers of a member stand right behind its district, one after the other; each is what the number in the same
    place of the first member is, or the first of its kind there.
    """
    places = [j for j, item in enumerate(told.items[: number.index]) if _is_district(item)]
    if len(places) < 2 or not _bare(told, places[-1], number.index):
        return None
    first = next((place for n, place in enumerate(places[:-1]) if _figures(told, place, places[n + 1])), None)
    if first is None:
        return None
    told_first = _figures(told, first, places[places.index(first) + 1])
    own = _figures(told, places[-1], number.index, all_of_them=True)
    turn = len(own)
    alike = [index for index in told_first if _is_alike(told, number, index)]
    if not alike:
        return None
    before = {claim.indicator for index in own if (claim := told.claims.get(index)) is not None}
    in_turn = told_first[turn] if turn < len(told_first) and told_first[turn] in alike else alike[0]
    claim = told.claims[in_turn]
    assert claim is not None
    return None if claim.indicator in before else Claim(claim.indicator, number.index, "list:place")


def _is_district(item: Item) -> bool:
    return item.place is not None and item.place.level == "district"


def _bare(told: Telling, place: int, index: int) -> bool:
    """Whether nothing but small words and numbers stands between a district and a number of its member."""
    if told.text_before(place) not in {",", ";", "và", "là", ":", "huyện", "đến", "với"}:
        return False
    return all(
        item.quantity is not None or item.has("copula", "reach") or item.text in {"(", ")", ",", "hộ", "còn"}
        for item in told.items[place + 1 : index]
    )


def _figures(told: Telling, low: int, high: int, *, all_of_them: bool = False) -> list[int]:
    """The numbers between two items that an indicator claimed; ``all_of_them`` also those that none did."""
    return [
        j
        for j in range(low + 1, high)
        if told.items[j].quantity is not None and (all_of_them or told.claims.get(j) is not None)
    ]


def _is_alike(told: Telling, number: Number, index: int) -> bool:
    """Whether two numbers are of a kind, and count the same where they count."""
    other, claim = told.quantity(index), told.claims[index]
    if other.kind != number.quantity.kind or claim is None or claim.chained:
        return False
    if number.is_count:
        return claim.indicator in number.nouns or not number.has_noun
    return True
