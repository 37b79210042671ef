"""Anchors that belong together: a place with its address, a list of districts, a unit and what it was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.scope import Anchor, Focus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.context import Context
    from tasks.grammar.items import Item
    from tasks.grammar.tokens import Token

_NAMES_REACH: Final = 10  # items of names that no list has, behind one that is known
_CLAUSE_REACH: Final = 6  # items from what opens a clause to the place that it is about
_NEW_RURAL: Final = "nông thôn mới"

# Between two places, as tuples of words: the second says where the first lies, or it is the next of a list.
LIES_IN: Final = frozenset({(",",), ("(",), ("-",), ("của",), ("thuộc",), (), (",", "thuộc")})
_LISTS: Final = frozenset({(",",), ("và",), (";",), (",", "và"), ("cùng",), (",", "huyện"), ("-",)})
# What a place is said to be or to lie at, and the words before the larger one that it lies in.
_SAYS_WHAT: Final = frozenset({"là", "vốn", "nằm", "cách"})
_INSIDE: Final = frozenset(
    {"của", "thuộc", "ở", "tại", "nhất", "trong", "tâm", "phía", "đông", "tây", "nam", "bắc", "lỵ", "cực"}
)
_CLOSES: Final = frozenset({",", "và", ";", ".", ")"})
_BORDERS: Final = frozenset(
    {"giáp", "tiếp", "ranh", "với", "các", "phía", "đông", "tây", "nam", "bắc", "và", ",", ";", ".", "-", ":"}
)
_SAYS_REACH: Final = 16  # tokens between the two
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
_AREAS: Final = frozenset({("khu", "vực"), ("cục", "thuế"), ("đội", "thuế"), ("thuế", "liên")})
_ITSELF: Final = (["đơn", "vị", "này"], ["chi", "cục", "này"], ["đơn", "vị", "đã"], ["chi", "cục", "đã"])
_AREA_REACH: Final = 9  # tokens from "khu vực" to the last of its districts
_OF_AREA: Final = Focus("several", None, "list")


def without_counted(anchors: list[Anchor], items: Sequence[Item]) -> list[Anchor]:
    """*2 xã Tân An, Hòa Phú đạt chuẩn nông thôn mới, tỷ lệ hộ nghèo 3%*: which they are, not of whom."""
    if not any(anchor.focus.kind == "part" for anchor in anchors):
        return anchors
    out = list(anchors)
    begun: int | None = None
    for n, anchor in enumerate(anchors):
        before = items[anchor.index - 1] if anchor.index else None
        if anchor.focus.kind != "part" or before is None:
            begun = None
            continue
        if before.quantity is not None and before.quantity.kind == "count":
            begun = n
        elif begun is not None and (before.text not in {",", "và"} or anchors[n - 1].high != before.low):
            begun = None
        behind = (item for item in items[anchor.index + 1 :][:_NAMES_REACH] if item.low >= anchor.high)
        said = next((item for item in behind if item.kind != "word" and item.text not in {",", "và"}), None)
        if begun is not None and said is not None and _NEW_RURAL in said.text:
            out[begun : n + 1] = [replace(one, role="passing") for one in anchors[begun : n + 1]]
    return out


def _is_verb(tokens: Sequence[Token], i: int) -> bool:
    """*giáp*, and *Giáp các huyện …* at the head of a sentence, which is nobody's name."""
    return not tokens[i].capital or (i == 0 and not any(token.capital for token in tokens[1:2]))


def without_borders(anchors: list[Anchor], tokens: Sequence[Token]) -> list[Anchor]:
    """*Phía bắc giáp các huyện A, B; phía nam giáp C*, *Huyện X giáp huyện A, huyện B, có …*: not told of A or B."""
    at = next((i for i, token in enumerate(tokens) if token.text == "giáp" and _is_verb(tokens, i)), None)
    if at is None:
        return anchors
    out: list[Anchor] = []
    for anchor in anchors:
        if at < anchor.low and anchor.explicit and _goes_on(tokens, at, anchor):
            out.append(replace(anchor, role="passing"))
            at = anchor.high
        else:
            out.append(anchor)
    return out


def _goes_on(tokens: Sequence[Token], at: int, anchor: Anchor) -> bool:
    """Whether a place is one more that is bordered on; *giáp huyện A, huyện X giảm …* begins to speak of another."""
    closed = anchor.high >= len(tokens) or tokens[anchor.high].text in _CLOSES
    return closed and all(token.text in _BORDERS for token in tokens[at : anchor.low])


def of_areas(anchors: list[Anchor], tokens: Sequence[Token]) -> list[Anchor]:
    """*Chi cục Thuế khu vực Hòa Bình - Đà Bắc thu 650 tỷ đồng*: an office of several speaks for none of them alone."""
    words = [token.text for token in tokens]
    if words[:1] == ["theo"] and not any(words[n : n + len(one)] == one for n in range(len(words)) for one in _ITSELF):
        return anchors  # only who tells it
    return [
        replace(anchor, focus=_OF_AREA, role="subject")
        if anchor.focus.kind == "district" and _is_of_area(anchor, tokens)
        else anchor
        for anchor in anchors
    ]


def _is_of_area(anchor: Anchor, tokens: Sequence[Token]) -> bool:
    before, behind = tokens[max(0, anchor.low - _AREA_REACH) : anchor.low], tokens[anchor.high : anchor.high + 2]
    start = next((n for n in range(len(before), 1, -1) if (before[n - 2].text, before[n - 1].text) in _AREAS), None)
    if start is None or not all(token.capital or token.is_number or token.text == "-" for token in before[start:]):
        return False
    joined = any(token.text == "-" for token in before[start:])
    return joined or (len(behind) > 1 and behind[0].text == "-" and behind[1].capital)


def without_old(anchors: list[Anchor], items: Sequence[Item], context: Context) -> list[Anchor]:
    """Drop abolished districts that only say where a commune of today came from: *(huyện Tân Phú cũ)*.

    One that opens a clause is what it is about: *Xã thu 96 tỷ đồng; năm 2024, huyện Tân Phú cũ thu 1.900 tỷ đồng*.
    """

    def is_old(anchor: Anchor) -> bool:
        place = items[anchor.index].place
        past = place is not None and (place.mention.old or (place.unit is not None and place.unit.tier == "district"))
        return past and not _has_own_clause(anchor, items)

    if not context.communes_are_units or all(is_old(anchor) for anchor in anchors if anchor.focus.kind == "district"):
        return anchors
    return [anchor for anchor in anchors if anchor.focus.kind != "district" or not is_old(anchor)]


def _has_own_clause(anchor: Anchor, items: Sequence[Item]) -> bool:
    """Whether a place stands first behind ``;``, maybe with a time between them, or behind a time and an indicator."""
    if anchor.role != "subject":
        return False
    before = [item for item in items[max(0, anchor.index - _CLAUSE_REACH) : anchor.index] if item.text != ","]
    if before and before[-1].phrases and any(phrase.role == "form" for phrase in before[-1].phrases):
        before.pop()  # "năm 2024 thu ngân sách huyện Tân Phú cũ là …"
        return bool(before) and before[-1].period is not None
    timed = bool(before) and before[-1].period is not None
    opens = before[-2:-1] if timed else before[-1:]
    return bool(opens) and opens[0].text == ";"


def without_addresses(anchors: list[Anchor], tokens: Sequence[Token], home: AdminUnit | None = None) -> list[Anchor]:
    """Drop what only says where the place before lies, and join lists of districts into one anchor.

    ``home`` is the unit that is spoken of: behind *Học tập kinh nghiệm của huyện Phú Bình,* it begins anew.
    """
    out: list[Anchor] = []
    for anchor in anchors:
        if out and _begins_anew(out[-1], anchor, tokens, home):
            out[-1] = replace(out[-1], role="passing")
            out.append(anchor)
            continue
        if out and _says_what(out[-1], anchor, tokens):
            continue
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
    if between in LIES_IN and _RANK[anchor.focus.kind] > _RANK[previous.focus.kind]:
        if between == ("-",) and anchor.focus.kind == "province" and _is_bare_city(previous, tokens):
            return replace(anchor, low=previous.low)
        return replace(previous, high=anchor.high)
    if between == (",",) and _opens_with_whole(previous, anchor, tokens):
        return replace(anchor, low=previous.low)
    behind = [token.text for token in tokens[anchor.high : anchor.high + 2]]
    if _says_where(previous, anchor, between) and not _is_told_of_larger(between, behind):
        return replace(previous, high=anchor.high)
    both = previous.focus.kind == anchor.focus.kind == "province"  # "khách đến từ Hà Nội, Hải Phòng, Bắc Ninh"
    if previous.role == "passing" and (between == ("và",) or (both and between == (",",))):
        return replace(previous, high=anchor.high)  # "Cùng với xã A và xã B, xã C …"
    if previous.role == "passing" and between in _LISTS and _is_companion(previous, anchor, tokens):
        return replace(previous, high=anchor.high)
    # "TP.HCM - quận 1", "tỉnh Hải Dương, huyện …": the larger one first is furniture, the smaller is meant.
    if previous.role == "passing" or between not in _LISTS or anchor.focus.kind != "district":
        return None
    members = (*previous.members, *_units(previous), *_units(anchor))
    if previous.focus.kind == "district":
        return replace(previous, high=anchor.high, focus=Focus("several", None, "list"), members=members)
    return replace(previous, high=anchor.high, members=members) if previous.focus.kind == "several" else None


def _opens_with_whole(previous: Anchor, anchor: Anchor, tokens: Sequence[Token]) -> bool:
    """*Ở Hà Nam, huyện Thanh Liêm huy động …*: where the one that the sentence is about lies, told first."""
    opens = previous.low == 1 and tokens[0].text in {"ở", "tại"}
    return opens and previous.focus.kind == "province" and anchor.focus.kind == "district"


def _is_bare_city(anchor: Anchor, tokens: Sequence[Token]) -> bool:
    """*khách đến Đà Lạt - Lâm Đồng*: the province, known by its city."""
    unit = anchor.focus.unit
    named = tokens[anchor.low].text not in {"thành", "tp", "thị", "tx"}
    return unit is not None and unit.type == "thành phố" and named


def _says_what(previous: Anchor, anchor: Anchor, tokens: Sequence[Token]) -> bool:
    """*Sốp Cộp là huyện biên giới …*: the word says what the place before it is."""
    between = [token.text for token in tokens[previous.high : anchor.low]]
    return previous.explicit and not anchor.explicit and between in (["là"], ["vốn", "là"], ["cũng", "là"])


def _says_where(previous: Anchor, anchor: Anchor, between: tuple[str, ...]) -> bool:
    """*Sốp Cộp là huyện biên giới của tỉnh Sơn La*, *Huyện Tràng Định cách thành phố Lạng Sơn 70 km*: where it lies."""
    if previous.role != "subject" or _RANK[previous.focus.kind] > 1 or not 1 < len(between) <= _SAYS_REACH:
        return False
    if between[0] not in _SAYS_WHAT or any(sign in between for sign in (",", ";", ":", "(", "mà", "được")):
        return False
    if between[0] == "cách":
        return True
    return between[-1] in _INSIDE and _RANK[anchor.focus.kind] > _RANK[previous.focus.kind]


def _is_told_of_larger(between: tuple[str, ...], behind: list[str]) -> bool:
    """*… của Lai Châu - tỉnh có 460.000 dân*; *một trong 6 huyện của Lai Châu có hộ nghèo trên 40%*: told of others."""
    return behind in (["-", "tỉnh"], [",", "tỉnh"]) or (between[1:3] == ("một", "trong") and behind[:1] == ["có"])


def _begins_anew(previous: Anchor, anchor: Anchor, tokens: Sequence[Token], home: AdminUnit | None) -> bool:
    """*Học tập kinh nghiệm của huyện Phú Bình, Đại Từ đẩy mạnh …*: two that are no list."""
    if home is None or anchor.focus.unit != home or previous.focus.kind != "district" or previous.members:
        return False
    opened = previous.low > 0 and tokens[previous.low - 1].text in {"của", "từ", "với", "sang", "ở", "tại"}
    closed = anchor.high >= len(tokens) or tokens[anchor.high].text in {",", "và", ";"}
    between = [token.text for token in tokens[previous.high : anchor.low]]
    return previous.explicit and anchor.explicit and opened and not closed and between in ([","], [",", "huyện"])


def _is_companion(previous: Anchor, anchor: Anchor, tokens: Sequence[Token]) -> bool:
    """*Cùng với Lương Tài, Thuận Thành, Gia Bình là …*: all but the last, which the sentence is about."""
    opening = [token.text for token in tokens[max(0, previous.low - 2) : previous.low]]
    goes_on = anchor.high < len(tokens) and tokens[anchor.high].text in {",", "và"}
    return opening == ["cùng", "với"] and goes_on and anchor.focus.kind == "district"


def _units(anchor: Anchor) -> tuple[AdminUnit, ...]:
    return (anchor.focus.unit,) if anchor.focus.unit is not None else ()
