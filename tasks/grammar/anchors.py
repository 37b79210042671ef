"""The anchors of a sentence: its places, and the words that stand for one, each with its part in the sentence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tasks.grammar.heads import head_of
from tasks.grammar.references import place_word, who_is_meant
from tasks.grammar.scope import Anchor, Focus
from tasks.grammar.word_lists import load_words, split_phrases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.context import Context
    from tasks.grammar.heads import Head
    from tasks.grammar.items import Item
    from tasks.grammar.scope import Role
    from tasks.grammar.tokens import Token

_COUNTED: Final = frozenset({"quận", "huyện", "tỉnh"})
_RANKED_AMONG: Final = frozenset({"trong", "số", "thứ", "đầu", "/", "với", "nhất", "của", "so", "trên", "cả"})
_BEFORE_ASSIGNER: Final = frozenset(
    {"toán", "hoạch", "tiêu", "lệnh", "kh", "hđnd", "ubnd", "do", "được", "mà", "quyết"}
)
_ASSIGNS: Final = frozenset({"giao", "phân", "đề"})

# Between two places, as tuples of words: the second says where the first lies, or it is the next of a list.
_LIES_IN: Final = frozenset({(",",), ("(",), ("-",), ("của",), ("thuộc",), (), (",", "thuộc")})
_LISTS: Final = frozenset({(",",), ("và",), (";",), (",", "và"), ("cùng",), (",", "huyện"), ("-",)})
_RANK: Final = {
    "part": 0,
    "org": 0,
    "district": 1,
    "several": 1,
    "ambiguous": 1,
    "province": 2,
    "nation": 3,
    "none": 3,
}


def _by_word(phrases: Sequence[tuple[str, ...]], position: int) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        found[phrase[position]].append(phrase)
    return {word: tuple(with_word) for word, with_word in found.items()}


_WORDS: Final = load_words("anchors.yaml")
_OFFICES_BY_LAST: Final = _by_word(split_phrases(_WORDS["offices"]), -1)
_PASSING_BY_LAST: Final = _by_word(split_phrases(_WORDS["passing"]), -1)
_MERGED_BY_FIRST: Final = _by_word(split_phrases(_WORDS["merged"]), 0)
_BODIES: Final = frozenset(_WORDS["bodies"])
_BODY_REACH: Final = 6  # tokens from a body's first word to the place that ends its name
_ENDS_NAME: Final = frozenset({"tại", "ở", "trên", "cho", "của", "về", "đã", "và", "đến", "từ"})
_MEAN_REACH: Final = 7
_MEANS: Final = frozenset({"quân", "mức", "chung"})
_COMPARES: Final = frozenset({"hơn", "với", "bằng", "vượt"})
_GONE_TO: Final = frozenset({"tới", "về"})
_VISITORS: Final = frozenset({"khách", "lượt"})
_VISITORS_REACH: Final = 6
_NATION_BY_FIRST: Final = _by_word(split_phrases(_WORDS["nation"]), 0)


def find_anchors(items: Sequence[Item], tokens: Sequence[Token], context: Context, carried: Focus) -> list[Anchor]:
    """The anchors of a sentence, left to right; members of a list of places stand as one of kind ``several``."""
    anchors: list[Anchor] = []
    head = head_of(tokens)
    if head is not None and _is_place(items, head):
        head = None
    if head is not None:
        anchors.append(Anchor(0, head.low, head.end, "subject", Focus(head.kind, None, "head")))
    for index, item in enumerate(items):
        if head is not None and item.low < head.end:
            continue
        if item.place is not None:
            focus = _focus_of(item)
            if focus is not None:
                anchors.append(Anchor(index, item.low, item.high, _role(item, tokens), focus))
        elif item.quantity is not None:
            if _counts_places(item, tokens):
                anchors.append(Anchor(index, item.low, item.high, "subject", Focus("several", None, "counted"), False))
        elif index == 0 and _opens_with_communes(tokens, context):
            anchors.append(Anchor(index, item.low, item.high, "subject", Focus("part", None, "reference"), False))
        elif index <= 1 and (nation := _nation(tokens, item.low)):
            anchors.append(
                Anchor(index, item.low, item.low + nation, "subject", Focus("nation", None, "nation"), False)
            )
        elif (word := place_word(item)) is not None and not (_is_counted(items, index) or _is_mean(item, tokens)):
            focus = who_is_meant(word, item, tokens, context, _spoken(anchors, carried, context))
            if focus is not None:
                anchors.append(Anchor(index, item.low, item.high, "subject", focus, explicit=False))
    return _without_addresses(_without_old(_without_origins(anchors, tokens), items, context), tokens)


def _is_place(items: Sequence[Item], head: Head) -> bool:
    """*Chợ Gạo thu ngân sách …*, *Buôn Đôn còn …*: districts with such names."""
    return any(item.place is not None and item.low == head.low for item in items[:3])


def _counts_places(item: Item, tokens: Sequence[Token]) -> bool:
    """*12 huyện*."""
    quantity = item.quantity
    following = tokens[item.high].text if item.high < len(tokens) else ""
    before = tokens[item.low - 1].text if item.low else ""
    behind = tokens[item.high + 1].text if item.high + 1 < len(tokens) else ""
    if before in _RANKED_AMONG and behind not in {"có", "thu", "đạt"}:
        return False  # "đứng thứ 3 trong 12 huyện", but "một trong 11 quận có thu ngân sách trên 1.000 tỷ đồng"
    if quantity is not None and quantity.spelled and quantity.value == 1 and following in _COUNTED and item.low == 0:
        return True  # "Một huyện giải ngân được 92%": whichever it is
    return quantity is not None and following in _COUNTED and quantity.kind == "count" and quantity.value > 1


def _is_counted(items: Sequence[Item], index: int) -> bool:
    return index > 0 and items[index - 1].quantity is not None and items[index].text in {"quận", "huyện"}


def _opens_with_communes(tokens: Sequence[Token], context: Context) -> bool:
    """*Các xã có tỷ lệ hộ nghèo cao là …*: what the sentence tells is theirs."""
    words = [token.text for token in tokens[:3]]
    some = words[:1] in (["các"], ["những"], ["nhiều"]) or words[:2] == ["một", "số"]
    noun = words[2:3] if words[:2] == ["một", "số"] else words[1:2]
    behind = tokens[3].text if len(tokens) > 3 and noun == words[2:3] else words[-1]
    if context.communes_are_units or not some or noun not in (["xã"], ["phường"]):
        return False
    return behind not in {",", "và", "-"}  # "các xã, thị trấn" are all of them


def _nation(tokens: Sequence[Token], i: int) -> int:
    """How many tokens at ``i`` name the nation or its government as the sentence's subject."""
    if not tokens[i].capital:
        return 0
    phrases = _NATION_BY_FIRST.get(tokens[i].text, ())
    return next((len(words) for words in phrases if _starts_with(tokens, i, words)), 0)


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


def _starts_with(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    return i >= 0 and i + len(words) <= len(tokens) and all(tokens[i + n].text == w for n, w in enumerate(words))


def _ends(tokens: Sequence[Token], i: int, phrases: Mapping[str, Sequence[Sequence[str]]]) -> bool:
    if not i:
        return False
    return any(_starts_with(tokens, i - len(words), words) for words in phrases.get(tokens[i - 1].text, ()))


def _role(item: Item, tokens: Sequence[Token]) -> Role:
    """The part that a place plays, by the words before and behind it."""
    following = tokens[item.high].text if item.high < len(tokens) else ""
    before = tokens[item.low - 1].text if item.low else ""
    if following in _ASSIGNS and item.low and (before in _BEFORE_ASSIGNER or following == "giao"):
        return "assigner"
    if _ends(tokens, item.low, _OFFICES_BY_LAST) or _closes_body(item, tokens):
        return "office"
    if _is_mean(item, tokens):
        return "passing"
    if _ends(tokens, item.low, _PASSING_BY_LAST) and not _opens_with(item, tokens) and not _is_visited(item, tokens):
        return "passing"
    return "subject"


def _is_mean(item: Item, tokens: Sequence[Token]) -> bool:
    """*Cao hơn bình quân chung của tỉnh*: what the district is compared with."""
    words = [token.text for token in tokens[max(0, item.low - _MEAN_REACH) : item.low]]
    mean = next((n for n in range(len(words) - 1, -1, -1) if words[n] in _MEANS), None)
    if mean is None or not all(word.isalpha() for word in words[mean:]) or _COMPARES.isdisjoint(words[:mean]):
        return False
    for token in tokens[item.high : item.high + _MEAN_REACH]:
        if token.is_number:
            return False  # "cao hơn bình quân của tỉnh là 52%": the number is the tỉnh's
        if token.text in {",", ";", "."}:
            break
    return True


def _opens_with(item: Item, tokens: Sequence[Token]) -> bool:
    """*Với huyện Duy Tiên, …*: the sentence turns to the place."""
    closed = item.high < len(tokens) and tokens[item.high].text == ","
    return item.low == 1 and tokens[0].text in {"với", "đối"} and closed


def _is_visited(item: Item, tokens: Sequence[Token]) -> bool:
    """*913.000 lượt khách tới Phú Quốc*: the place is the one that they are counted in."""
    if item.low < 2 or tokens[item.low - 1].text not in _GONE_TO:
        return False
    return any(token.text in _VISITORS for token in tokens[max(0, item.low - _VISITORS_REACH) : item.low - 1])


def _closes_body(item: Item, tokens: Sequence[Token]) -> bool:
    """*Sở Du lịch tỉnh Kiên Giang*, *Chi cục Thuế huyện Đức Thọ*: the place ends the name of a body."""
    if item.place is None or item.place.mention.type is None:
        return False
    for j in range(item.low - 1, max(-1, item.low - _BODY_REACH), -1):
        if not tokens[j].text.isalpha() or tokens[j].text in _ENDS_NAME:
            return False
        if tokens[j].capital and tokens[j].text in _BODIES:
            return True
    return False


def _without_origins(anchors: list[Anchor], tokens: Sequence[Token]) -> list[Anchor]:
    """*Xã A thành lập trên cơ sở sáp nhập các xã B, C*: the units that were merged are only where it came from."""
    first = next((anchor.low for anchor in anchors if anchor.focus.kind == "district"), None)
    if first is None:
        return anchors
    merged = _MERGED_BY_FIRST
    start = next(
        (
            i
            for i, token in enumerate(tokens)
            if token.text in merged and any(_starts_with(tokens, i, words) for words in merged[token.text])
        ),
        None,
    )
    if start is None or first >= start:
        return anchors
    return [replace(anchor, role="passing") if anchor.low > start and anchor.explicit else anchor for anchor in anchors]


def _spoken(anchors: Sequence[Anchor], carried: Focus, context: Context) -> AdminUnit | None:
    """The unit that "quận", "huyện" stand for: the one named last, else the one the article is about."""
    for anchor in reversed(anchors):
        if anchor.focus.kind == "district":
            return anchor.focus.unit
    return carried.unit if carried.kind == "district" else context.main


def _without_old(anchors: list[Anchor], items: Sequence[Item], context: Context) -> list[Anchor]:
    """Drop abolished districts that only say where a commune of today came from: *(huyện Tân Phú cũ)*."""

    def is_old(anchor: Anchor) -> bool:
        place = items[anchor.index].place
        return place is not None and (place.mention.old or (place.unit is not None and place.unit.tier == "district"))

    if not context.communes_are_units or all(is_old(anchor) for anchor in anchors if anchor.focus.kind == "district"):
        return anchors
    return [anchor for anchor in anchors if anchor.focus.kind != "district" or not is_old(anchor)]


def _without_addresses(anchors: list[Anchor], tokens: Sequence[Token]) -> list[Anchor]:
    """Drop what only says where the place before lies, and join lists of districts into one anchor."""
    out: list[Anchor] = []
    for anchor in anchors:
        both = _joined(out[-1], anchor, tokens) if out else None
        if both is None:
            out.append(anchor)
        else:
            out[-1] = both
    return [anchor for anchor in out if not (anchor.focus.kind == "several" and anchor.role == "office")]


def _joined(previous: Anchor, anchor: Anchor, tokens: Sequence[Token]) -> Anchor | None:
    """One anchor for two that belong together: a place with its address, or a list; ``None`` where they do not."""
    if not (previous.explicit and anchor.explicit):
        return None
    between = tuple(token.text for token in tokens[previous.high : anchor.low])
    if between in _LIES_IN and _RANK[anchor.focus.kind] > _RANK[previous.focus.kind]:
        return replace(previous, high=anchor.high)
    # "TP.HCM - quận 1", "tỉnh Hải Dương, huyện …": the larger one first is furniture, the smaller is meant.
    if previous.role == "passing" or between not in _LISTS or anchor.focus.kind != "district":
        return None
    if previous.focus.kind == "district":
        return replace(previous, high=anchor.high, focus=Focus("several", None, "list"))
    return replace(previous, high=anchor.high) if previous.focus.kind == "several" else None
