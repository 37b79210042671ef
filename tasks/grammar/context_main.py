"""The unit that an article is about."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tasks.grammar.origins import origins_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.context import Context
    from tasks.grammar.places import PlaceMention
    from tasks.grammar.tokens import Token

_PARTNERS: Final = (
    *("phối hợp với", "phối hợp cùng", "kết nghĩa với", "ký kết với", "liên kết với"),
    *("cùng ubnd", "cùng ủy ban nhân dân", "cùng các quận", "cùng các huyện"),
)
_TIERS: Final = frozenset({"quận", "huyện", "thị", "thành"})
_BODIES: Final = frozenset({("ubnd",), ("hđnd",), ("cục", "thuế"), ("công", "an"), ("kho", "bạc"), ("đảng", "bộ")})
_UNIT_TYPES: Final = frozenset({"quận", "huyện", "thị xã"})
_SPOKEN: Final = 2  # times that the one unit of an article is spoken of
_PARTNER_REACH: Final = 18  # tokens from such words to the units that they name
_RISES: Final = frozenset({"lên", "thành", "là"})
_SPEAKERS: Final = frozenset({"ubnd", "hđnd", "bàn", "toàn", "của", "an", "bộ", "đạo", "dân", "thuế", "cả", "ủy"})


@dataclass
class _Tally:
    """How often each unit was named, by its key, and how much that weighs."""

    weights: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    counts: Counter[str] = field(default_factory=Counter)
    meant: Counter[str] = field(default_factory=Counter)  # sentences that a word for its type may stand for it in
    units: dict[str, AdminUnit] = field(default_factory=dict)
    titled: set[str] = field(default_factory=set)
    typed: set[str] = field(default_factory=set)  # named at least once with the type word
    first: int = 0  # the number of the first sentence that names a unit
    unknown_in_title: bool = False  # a unit whose name several bear

    def give_to_heir(self, key: str, heir: str) -> None:
        """Count what was said of a unit of the past as said of the one that it has become."""
        self.weights[heir] += self.weights.pop(key)
        self.counts[heir] += self.counts.pop(key)
        self.typed = {heir if name == key else name for name in self.typed}
        self.titled = {heir if name == key else name for name in self.titled}


def find_main(
    context: Context, sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]], title_sentences: int
) -> tuple[AdminUnit | None, bool]:
    """The unit named most, the title and the lead counting for more, and whether the article is plainly about it.

    It stands in for an unnamed subject only where that is plain: alone in the title and named again, or named at least
    three times and twice as often as all others. A district named once in passing never does.
    """
    tally = _tally(context, sentences, title_sentences)
    if not tally.weights:
        return None, False
    heirs = {key: _heir_named(context, tally, key) for key in tally.units}
    for key, unit in list(tally.units.items()):
        if heirs[key] is None and (risen := _risen(context, unit, sentences)) is not None:
            heirs[key] = risen.key
            tally.units[risen.key] = risen
            context.decided.update({told: risen for told, one in context.decided.items() if one == unit})
    for key, heir in heirs.items():
        if heir is not None:
            tally.give_to_heir(key, heir)
    best = max(tally.weights.values())
    top = [key for key, weight in tally.weights.items() if weight == best]
    if len(top) > 1:
        return None, False
    (main,) = top
    if tally.unknown_in_title and not tally.titled:
        return None, False  # the article is about that one
    others = sum(tally.weights.values()) - best
    alone_in_title = tally.titled == {main} and (
        tally.counts[main] >= 2 or (len(tally.units) == 1 and main in tally.typed)  # "xây dựng trên Sơn Trà": a place
    )
    # No other district is named at all, and "UBND quận" speaks: the title may be "Các chỉ tiêu chủ yếu năm 2011".
    alone = len(tally.units) == 1 and main in tally.typed
    if alone:
        before = _spoken_before(sentences[: tally.first], tally.units[main].type)
        alone = max(tally.counts[main], tally.meant[main]) + before >= _SPOKEN
    return tally.units[main], alone_in_title or alone or (tally.counts[main] >= 3 and best >= 2 * others)


def _spoken_before(sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]], kind: str) -> int:
    """In how many sentences before its name a unit is spoken of by its type: *toàn quận*."""
    words = kind.split()
    return sum(is_spoken_of(tokens, words) for tokens, _ in sentences) if kind in _UNIT_TYPES else 0


def _tally(
    context: Context, sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]], title_sentences: int
) -> _Tally:
    tally = _Tally()
    for position, (tokens, mentions) in enumerate(sentences):
        in_title = position < title_sentences
        weight = 3 if in_title else 2 if position < title_sentences + 3 else 1
        origins = origins_at(tokens) if mentions and context.communes_are_units else None
        for mention in mentions:
            if origins is not None and mention.low > origins:
                continue  # "thành lập trên cơ sở sáp nhập các xã …": none of these
            place = context.place(mention)
            tally.unknown_in_title |= in_title and place is not None and place.level == "ambiguous"
            if place is None or place.level != "district" or place.unit is None or _is_partner(tokens, mention.low):
                continue
            key = place.unit.key
            tally.units[key] = place.unit
            tally.counts[key] += 1
            tally.weights[key] += weight
            if in_title:
                tally.titled.add(key)
            if mention.type is not None or (in_title and _heads(tokens, mention)) or _is_of_body(tokens, mention.low):
                tally.typed.add(key)
        if not tally.units:
            tally.first = position + 1
        told = {kind: _stand_at(tokens, kind.split()) for kind in {unit.type for unit in tally.units.values()}}
        spoken = {kind for kind, at in told.items() if any(_is_spoken_of(tokens, low, high) for low, high in at)}
        meant = spoken | {kind for kind, at in told.items() if any(_is_meant(tokens, low, high) for low, high in at)}
        for key, unit in tally.units.items():
            tally.counts[key] += unit.type in spoken
            tally.meant[key] += unit.type in meant
    return tally


def _heir_named(context: Context, tally: _Tally, key: str) -> str | None:
    """The heir, where the article names it beside a unit of the past: a huyện that has become a thị xã."""
    unit = tally.units[key]
    if unit.valid_at(context.day) or unit.tier != "district":
        return None
    if not context.dated and key in tally.titled:
        return None  # the day is assumed; the title knows better what the unit was
    heirs = [
        heir.key
        for heir in context.gazetteer.successors(unit)
        if heir.key in tally.units and heir.short_name == unit.short_name and heir.valid_at(context.day)
    ]
    return heirs[0] if len(heirs) == 1 else None


def _risen(
    context: Context, unit: AdminUnit, sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]]
) -> AdminUnit | None:
    """*Tháng 1/2011, huyện Dĩ An trở thành thị xã. Năm 2015, thị xã thu …*: what a unit of the past has become since.

    Its new name is told nowhere, only its new kind.
    """
    if unit.valid_at(context.day) or unit.tier != "district" or context.year is None:
        return None
    heirs = [
        heir
        for heir in context.gazetteer.successors(unit)
        if heir.short_name == unit.short_name and heir.tier == "district" and heir.valid_at(context.day)
    ]
    if len(heirs) != 1:
        return None
    kind = heirs[0].type.split()
    for tokens, _ in sentences:
        for low, high in _stand_at(tokens, kind):
            raised = low > 0 and tokens[low - 1].text in _RISES
            if raised and (high >= len(tokens) or not tokens[high].capital):
                return heirs[0]
    return None


def _heads(tokens: Sequence[Token], mention: PlaceMention) -> bool:
    """*Phú Vang: Thu ngân sách vượt dự toán*: the name that a title opens with, before a colon."""
    return not mention.low and mention.high < len(tokens) and tokens[mention.high].text == ":"


def _is_of_body(tokens: Sequence[Token], low: int) -> bool:
    """*Huyện ủy Phú Vang*, *Chi cục Thuế Phú Vang*: a body of a unit, as good as its type word."""
    before = tuple(token.text for token in tokens[max(0, low - 2) : low])
    return before[-1:] in _BODIES or before in _BODIES or (before[-1:] == ("ủy",) and before[0] in _TIERS)


def _is_partner(tokens: Sequence[Token], low: int) -> bool:
    """*Phối hợp với UBND các quận 5, 6 tổ chức lễ ký kết*: those that something is done with."""
    words = [token.text for token in tokens[max(0, low - _PARTNER_REACH) : low]]
    ends = max((n for n, word in enumerate(words) if word in {";", ".", ":"}), default=-1)
    clause = " ".join(words[ends + 1 :])
    return any(partner in clause for partner in _PARTNERS)


def _stand_at(tokens: Sequence[Token], words: Sequence[str]) -> list[tuple[int, int]]:
    """Where some words stand among the tokens: the first, and the one behind the last."""
    first, count = words[0], len(words)
    found = [(i, i + count) for i, token in enumerate(tokens) if token.text == first]
    if count == 1:
        return found
    return [(low, high) for low, high in found if [token.text for token in tokens[low:high]] == words]


def _is_meant(tokens: Sequence[Token], low: int, high: int) -> bool:
    """*Quận hoàn chỉnh phương án …*, *Thu ngân sách quận …*: the type alone, for the one unit of an article."""
    if high >= len(tokens) or (low and tokens[low - 1].text != "sách"):
        return False
    return not (tokens[high].capital or tokens[high].is_number)


def _is_spoken_of(tokens: Sequence[Token], low: int, high: int) -> bool:
    if not low or tokens[low - 1].text not in _SPEAKERS:
        return False
    return high >= len(tokens) or not tokens[high].capital


def is_spoken_of(tokens: Sequence[Token], words: Sequence[str]) -> bool:
    """Whether the sentence speaks of "UBND huyện", "toàn quận", "địa bàn xã" without a name."""
    return any(_is_spoken_of(tokens, low, high) for low, high in _stand_at(tokens, words))
