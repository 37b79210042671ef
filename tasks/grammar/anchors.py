"""The anchors of a sentence: its places, and the words that stand for one, each with its part in the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.anchor_joins import (
    of_areas,
    without_addresses,
    without_borders,
    without_counted,
    without_old,
)
from tasks.grammar.anchor_roles import acts_for_others, is_mean, role_of
from tasks.grammar.heads import OPENS_CLAUSE, behind_time, guest_house, head_of, opens_clause, tax_office_end
from tasks.grammar.origins import origins_at, without_origins, without_steps
from tasks.grammar.place_edges import matches
from tasks.grammar.references import CITY_WORDS, PLACE_WORDS, place_word, who_is_meant
from tasks.grammar.scope import VILLAGE_RULES, Anchor, Focus
from tasks.grammar.units_of_all import (
    LAST_WORDS,
    VILLAGES,
    of_villages,
    tells_of_some_communes,
    units_of_all,
)
from tasks.grammar.venues import without_venues
from tasks.grammar.word_lists import by_word, load_words, split_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.context import Context
    from tasks.grammar.heads import Head
    from tasks.grammar.items import Item
    from tasks.grammar.tokens import Token

_COUNTED: Final = frozenset({"quận", "huyện", "tỉnh"})
_UNITS: Final = frozenset({"quận", "huyện", "xã", "phường"})
_RANKED_AMONG: Final = frozenset(
    {"trong", "số", "thứ", "đầu", "/", "với", "nhất", "của", "so", "trên", "cả", "xếp", "hạng", "trí"}
)

_WORDS: Final = load_words("anchors.yaml")
_SOURCE: Final = 5  # items of the parentheses that name who tells it
_ADDRESS: Final = 3  # items before a place in parentheses: two words of a name, and the sign
_OPENERS: Final = frozenset({":", ";"})
_BREAKS: Final = _OPENERS | OPENS_CLAUSE
_STANDING: Final = PLACE_WORDS | LAST_WORDS | VILLAGES
_WORDS_ONLY: Final = frozenset({"word", "cue", "phrase"})
_SOME: Final = frozenset({"các", "những", "nhiều", "một"})
_WHOLE: Final = Focus("province", None, "named")
_NATION_BY_FIRST: Final = by_word(split_phrases(_WORDS["nation"]), 0)


def find_anchors(items: Sequence[Item], tokens: Sequence[Token], context: Context, carried: Focus) -> list[Anchor]:
    """The anchors of a sentence, left to right; members of a list of places stand as one of kind ``several``."""
    anchors: list[Anchor] = []
    head_ends = 0
    origins = origins_at(tokens)
    after_time = behind_time(items)
    for index in _may_stand(items, after_time):
        item = items[index]
        if item.low < head_ends:
            continue
        opens = not index or index == after_time or items[index - 1].text == ";"
        head = head_of(tokens, item.low) if opens or opens_clause(items, index) else None
        if head is not None and (opens or head.kind == "org") and not _is_place(items[index : index + 3], head):
            anchors.append(Anchor(index, head.low, head.end, "subject", Focus(head.kind, None, "head")))
            head_ends = head.end
            continue
        if opens and (end := tax_office_end(tokens, item.low)) is not None:
            anchors.append(Anchor(index, item.low, end, "subject", Focus("province", None, "head")))
            continue
        if not index and (end := guest_house(items, tokens)) is not None:
            anchors.append(Anchor(0, item.low, end, "subject", Focus("org", None, "head")))
            head_ends = end
            continue
        if (units := units_of_all(items, index, tokens)) is not None:
            if units.told and (not index or items[index - 1].quantity is None):  # the number stands for those it counts
                every = Focus("several", None, "all")
                anchors.append(Anchor(index, item.low, units.end, "subject", every, explicit=False))
            head_ends = units.end
            continue
        if item.place is not None:
            named = _WHOLE if _is_whole(items, index) else _focus_of(item)
            if _is_address(items, index, tokens):
                named = Focus("part", None, "address")
            if named is not None:
                timed = index > 0 and items[index - 1].period is not None
                role = "passing" if _is_of_source(items, index) else role_of(item, tokens, behind_time=timed)
                anchors.append(Anchor(index, item.low, item.high, role, named))
        elif (focus := _stood_for(index, items, tokens, context, (_not_merged(anchors, origins), carried))) is not None:
            explicit = focus.rule in VILLAGE_RULES
            passing = focus.kind == "province" and acts_for_others(tokens, item.high)
            anchors.append(
                Anchor(index, item.low, item.high, "passing" if passing else "subject", focus, explicit=explicit)
            )
    if not anchors:
        return anchors
    anchors = of_areas(without_venues(anchors, items, tokens, context), tokens)
    home = context.main if context.main_in_title else carried.unit
    anchors = without_counted(without_borders(without_steps(anchors, tokens), tokens), items)
    return without_addresses(without_old(without_origins(anchors, origins, context), items, context), tokens, home)


def _not_merged(anchors: Sequence[Anchor], origins: int | None) -> Sequence[Anchor]:
    """*Xã A hình thành từ việc nhập xã B và xã C; toàn xã có …*: of A, whatever was named last.

    ``origins`` is the token behind which places are what a unit was made of.
    """
    if origins is None or not anchors or not anchors[0].explicit or anchors[0].low > origins:
        return anchors
    return [anchor for anchor in anchors if anchor.low < origins]


def _may_stand(items: Sequence[Item], after_time: int) -> list[int]:
    """The items that may stand for somebody: not the words inside a clause that are no place's, as most are."""
    return [
        index
        for index, item in enumerate(items)
        if index <= 1
        or item.kind not in _WORDS_ONLY
        or item.text.rpartition(" ")[2] in _STANDING
        or items[index - 1].text in _BREAKS
        or items[index - 1].period is not None
        or index == after_time
    ]


def _is_of_source(items: Sequence[Item], index: int) -> bool:
    """*(HCM CityWeb) Sáng 2-7, …*: in the parentheses that a sentence opens with, who tells it."""
    place = items[index].place
    opens = 0 < index <= _SOURCE and items[0].text == "(" and place is not None and place.level == "province"
    if not opens or any(item.text == ")" for item in items[:index]):
        return False
    return any(item.text == ")" for item in items[index : index + _SOURCE])


def _is_address(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> bool:
    """*Cù lao Thới Sơn (TP Mỹ Tho) đón …*, *Công ty May 10 (quận Long Biên)*: where something with a name lies."""
    item = items[index]
    if index < _ADDRESS or items[index - 1].text != "(":
        return False
    closed = item.high < len(tokens) and tokens[item.high].text == ")"
    before, further = items[index - 2], items[index - 3]
    named = all(_is_name(one, tokens) for one in (before, further))
    return closed and named and item.names_district


def _is_name(item: Item, tokens: Sequence[Token]) -> bool:
    """A word of a name, or the sign inside of one: *xã Ch’Ơm*."""
    return item.text in {"’", "'"} or item.is_of_name(tokens)


def _is_whole(items: Sequence[Item], index: int) -> bool:
    """*Vĩnh Long có 2.412 doanh nghiệp, trong đó thành phố có 1.312*: the province that bears the name of its city."""
    place = items[index].place
    if place is None or place.unit is None or place.mention.type is not None or place.unit.type != "thành phố":
        return False
    if not any(unit.tier == "province" for unit in place.mention.candidates):
        return False
    parts = [j for j in range(index + 1, len(items) - 1) if items[j].has("part_of")]
    return any(items[j + 1].text == "thành phố" for j in parts)


def _stood_for(
    index: int,
    items: Sequence[Item],
    tokens: Sequence[Token],
    context: Context,
    spoken_of: tuple[Sequence[Anchor], Focus],
) -> Focus | None:
    """Whom a word that is no name stands for; ``spoken_of`` are the anchors so far and who was spoken of before."""
    item, (anchors, carried) = items[index], spoken_of
    opens = index == 0 or items[index - 1].text in _OPENERS
    if opens and _opens_with_communes(tokens, item.low, context):
        return Focus("part", None, "reference")  # "Hạn chế: một số xã ở xa …"
    if item.quantity is not None:
        if not context.communes_are_units and tells_of_some_communes(item, tokens):
            return Focus("part", None, "some-communes")
        return Focus("several", None, "counted") if _counts_places(item, tokens) else None
    if (rule := of_villages(item.low, tokens)) is not None:
        return Focus("part", None, rule)
    if index <= 1 and tokens[item.low].capital and _nation(tokens, item.low):
        return Focus("nation", None, "nation")
    word = place_word(item)
    if word is None or _is_counted(items, index) or is_mean(item, tokens):
        return None
    if _is_any(item, tokens):
        return Focus("several", None, "some")
    if word in CITY_WORDS and _names_great_city(items[:index]):
        return Focus("province", None, "reference")  # "Theo Sở Du lịch Hà Nội, thành phố đón 12,3 triệu lượt khách"
    spoken = _subject(anchors) if _points_back(item, tokens) else None
    return who_is_meant(word, item, tokens, context, spoken or _spoken(anchors, carried, context, tokens))


def _names_great_city(before: Sequence[Item]) -> bool:
    """Whether the last place that was named in a sentence is a city that is a province."""
    last = next((item.place for item in reversed(before) if item.place is not None), None)
    return last is not None and last.unit is not None and last.unit.tier == "province" and last.unit.type == "thành phố"


def _is_place(items: Sequence[Item], head: Head) -> bool:
    """*Chợ Gạo thu ngân sách …*, *Buôn Đôn còn …*, *Đảo Phú Quốc đón …*: districts with such names."""
    own = head.low + 1 if head.kind == "part" else head.low
    return any(item.place is not None and head.low <= item.low <= own for item in items)


def _counts_places(item: Item, tokens: Sequence[Token]) -> bool:
    """*12 huyện*."""
    quantity = item.quantity
    following = tokens[item.high].text if item.high < len(tokens) else ""
    before = tokens[item.low - 1].text if item.low else ""
    behind = tokens[item.high + 1].text if item.high + 1 < len(tokens) else ""
    if before in _RANKED_AMONG and behind not in {"có", "thu", "đạt"}:
        return False  # "đứng thứ 3 trong 12 huyện", but "một trong 11 quận có thu ngân sách trên 1.000 tỷ đồng"
    if quantity is not None and quantity.spelled and quantity.value == 1 and following in _COUNTED:
        # "Một huyện giải ngân được 92%": whichever it is; "Từ một huyện nghèo, …" is the one spoken of
        return quantity.first == 0
    counted = following in _COUNTED or (following, behind) == ("địa", "phương")
    return quantity is not None and counted and quantity.kind in {"count", "fraction"} and quantity.value > 1


def _is_any(item: Item, tokens: Sequence[Token]) -> bool:
    """*- 08-01-2025 Một quận thu …*: whichever it is, told in a line that links to another article."""
    behind_one = item.low > 1 and tokens[item.low - 1].text == "một"
    return behind_one and all(token.is_number or not token.text[0].isalpha() for token in tokens[: item.low - 1])


def _is_counted(items: Sequence[Item], index: int) -> bool:
    """*gồm 2 huyện*, *có 11 xã, dân số …*."""
    return index > 0 and items[index - 1].quantity is not None and items[index].text in _UNITS


def _opens_with_communes(tokens: Sequence[Token], low: int, context: Context) -> bool:
    """*Các xã có tỷ lệ hộ nghèo cao là …*: what the clause at token ``low`` tells is theirs."""
    if tokens[low].text not in _SOME:
        return False
    opening = tokens[low : low + 4]
    words = [token.text for token in opening[:3]]
    some = words[:1] in (["các"], ["những"], ["nhiều"]) or words[:2] == ["một", "số"]
    noun = words[2:3] if words[:2] == ["một", "số"] else words[1:2]
    behind = opening[3].text if len(opening) > 3 and noun == words[2:3] else words[-1]
    if context.communes_are_units or not some or noun not in (["xã"], ["phường"]):
        return False
    return behind not in {",", "và", "-"}  # "các xã, thị trấn" are all of them


def _nation(tokens: Sequence[Token], i: int) -> bool:
    """Whether the words at ``i`` name the nation or its government as the sentence's subject."""
    return any(matches(tokens, i, words) for words in _NATION_BY_FIRST.get(tokens[i].text, ()))


def _focus_of(item: Item) -> Focus | None:
    place = item.place
    assert place is not None
    if place.level == "district":
        return Focus("district", place.unit, "named")
    if place.level == "province":
        return Focus("province", place.unit, "named")
    if place.level == "part":
        return Focus("part", None, "named")
    if place.level == "ambiguous":
        return Focus("ambiguous", None, "named")
    return Focus("part", None, "unknown") if place.mention.type else None


def _spoken(anchors: Sequence[Anchor], carried: Focus, context: Context, tokens: Sequence[Token]) -> AdminUnit | None:
    """The unit that "quận", "huyện" stand for: the one named last, else the one the article is about."""
    for n in range(len(anchors) - 1, -1, -1):
        if carried.kind == "district" and _is_compared(anchors, n, tokens):
            continue
        if anchors[n].focus.kind == "district":
            return anchors[n].focus.unit
    return carried.unit if carried.kind == "district" else context.main


def _is_compared(anchors: Sequence[Anchor], n: int, tokens: Sequence[Token]) -> bool:
    """*So với quận 9 và quận 2, số thu của quận …*, *Từ khi có cầu sang Phú Lương, huyện …*: another one is meant."""
    before = tokens[anchors[n].low - 1].text if anchors[n].low else ""
    if before == "và" and n and anchors[n - 1].high == anchors[n].low - 1:
        return _is_compared(anchors, n - 1, tokens)
    return anchors[n].role == "passing" and before not in {"như", "gồm"}  # "Đơn cử như quận 10: thu của quận …"


def _points_back(item: Item, tokens: Sequence[Token]) -> bool:
    """*huyện này*, *huyện biên giới này*."""
    return "này" in [token.text for token in tokens[item.high : item.high + 4]]


def _subject(anchors: Sequence[Anchor]) -> AdminUnit | None:
    """*Đoàn Cao Lộc cảm ơn Đô Lương; huyện này …*: the first that the sentence names is the one it speaks of."""
    named = (anchor.focus.unit for anchor in anchors if anchor.explicit and anchor.focus.kind == "district")
    return next(named, None)
