"""Whom a figure is about: the place that governs it in the sentence, or the one that was spoken of before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.context import Context
    from tasks.grammar.items import Item
    from tasks.grammar.tokens import Token

FocusKind = Literal["district", "province", "part", "several", "ambiguous", "org", "nation", "none"]
Role = Literal["subject", "office", "address", "passing", "assigner"]

_OFFICES: Final = frozenset(
    [
        "ubnd",
        "hđnd",
        "ủy",
        "uỷ",
        "thành",
        "huyện",
        "quận",
        "thị",
        "tỉnh",
        "đảng",
        "công",
        "bí",
        "chủ",
        "phó",
        "chi",
        "cục",
        "hội",
        "đoàn",
        "ban",
        "phòng",
        "mttq",
        "bch",
        "bcđ",
        "tòa",
        "viện",
        "đài",
        "trung",
    ]
)
_BEFORE_OFFICE: Final = (
    ("ubnd",), ("hđnd",), ("ủy", "ban"), ("ủy", "ban", "nhân", "dân"), ("hội", "đồng", "nhân", "dân"), ("chủ", "tịch"), ("bí", "thư"),
    ("quận", "ủy"), ("huyện", "ủy"), ("thị", "ủy"), ("thành", "ủy"), ("tỉnh", "ủy"), ("đảng", "ủy"), ("công", "an"), ("đảng", "bộ"), ("lãnh", "đạo"), ("chính", "quyền"),
    ("thuế", "khu", "vực"), ("cục", "thuế"), ("chi", "cục", "thuế"), ("phòng",), ("ban", "chấp", "hành"), ("mttq",), ("mttq", "việt", "nam"), ("hội",), ("nhân", "dân"), ("cơ", "quan"),
    ("sở",), ("phó", "chủ", "tịch"), ("đồng", "chí"), ("cán", "bộ"), ("tòa", "án"), ("viện", "kiểm", "sát"), ("liên", "đoàn", "lao", "động"), ("đoàn", "đại", "biểu"),
    ("cục", "thống", "kê"), ("chi", "cục", "thống", "kê"), ("trung", "tâm", "văn", "hóa"), ("ủy", "viên"), ("trưởng", "công", "an"), ("bộ", "chỉ", "huy"), ("ban", "chỉ", "đạo"), ("ban", "an", "toàn", "giao", "thông"),
)  # fmt: skip
_PASSING: Final = (
    ("so", "với"), ("giáp",), ("từ",), ("sau",), ("hơn",), ("như",), ("khỏi",), ("giữa",), ("nối",), ("qua",), ("với",), ("ngay", "sau"), ("kế",), ("tới",),
    ("nhất",),
    ("giáp", "ranh"), ("hướng",), ("về",), ("đi",), ("quê",), ("sang",), ("gồm",), ("và", "các"), ("tiếp", "giáp"), ("ngụ",), ("trú",), ("thường", "trú"), ("tách", "từ"), ("tách", "ra", "từ"), ("sáp", "nhập"), ("nhập",), ("bằng",), ("cùng", "với"), ("gần",), ("cách",), ("hợp", "nhất"),
)  # fmt: skip
_ASSIGNED: Final = frozenset(
    {"giao", "phân", "đề", "phê", "duyệt", "hỗ", "cấp", "chỉ", "cho", "bố", "yêu", "công", "ủy"}
)
_PLAN_WORDS: Final = frozenset({"toán", "hoạch", "tiêu", "lệnh", "kh", "hđnd", "ubnd", "do", "được", "mà", "quyết"})
_REFERENCES: Final = {
    "quận": "quận", "huyện": "huyện", "thị xã": "thị xã", "huyện đảo": "huyện", "toàn quận": "quận", "toàn huyện": "huyện", "toàn thị xã": "thị xã",
    "đặc khu": "đặc khu", "đảo": "đặc khu",
}  # fmt: skip
_CITY_WORDS: Final = frozenset(
    {"toàn tỉnh", "cả tỉnh", "cả nước", "toàn quốc", "tỉnh"}
)


_REFERENCE_ENDS: Final = frozenset({"quận", "huyện", "xã", "phố", "phường", "đảo", "khu", "trấn", "tỉnh", "nước", "quốc"})
_NATION: Final = (
    ("việt", "nam"), ("chính", "phủ"), ("thủ", "tướng"), ("quốc", "hội"), ("bộ", "trưởng"), ("cả", "nước"), ("ngân", "hàng", "nhà", "nước"),
    ("toàn", "quốc"), ("bộ", "y", "tế"), ("bộ", "công", "thương"), ("bộ", "tài", "chính"), ("bộ", "kế", "hoạch"), ("bộ", "giáo", "dục"), ("bộ", "giao", "thông"), ("bộ", "công", "an"), ("bộ", "văn", "hóa"), ("bộ", "nông", "nghiệp"), ("tổng", "cục"), ("thế", "giới"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Focus:
    """Who is spoken of. ``unit`` is set for a district; ``rule`` names how it was decided."""

    kind: FocusKind
    unit: AdminUnit | None = None
    rule: str = ""


NOBODY: Final = Focus("none", None, "nobody")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place, or a word that stands for one, with its part in the sentence."""

    index: int  # of the item
    low: int
    high: int
    role: Role
    focus: Focus
    explicit: bool = True


def find_anchors(items: Sequence[Item], tokens: Sequence[Token], context: Context, carried: Focus) -> list[Anchor]:
    """The anchors of a sentence, left to right; members of a list of places stand as one of kind ``several``."""
    anchors: list[Anchor] = []
    for index, item in enumerate(items):
        if item.place is not None:
            focus = _focus_of(item, context)
            if focus is not None:
                anchors.append(Anchor(index, item.low, item.high, _role(items, index, tokens), focus))
        elif item.quantity is not None:
            following = tokens[item.high].text if item.high < len(tokens) else ""
            if following in {"quận", "huyện", "tỉnh"} and item.quantity.kind == "count" and item.quantity.value > 1:
                anchors.append(Anchor(index, item.low, item.high, "subject", Focus("several", None, "counted"), False))
        elif index <= 1 and (nation := _nation(tokens, item.low)):
            anchors.append(Anchor(index, item.low, item.low + nation, "subject", Focus("nation", None, "nation"), False))
        elif not (index and items[index - 1].quantity is not None and item.text in {"quận", "huyện"}):
            reference = _reference(items, index, tokens, context, _spoken(anchors, carried, context))
            if reference is not None:
                anchors.append(reference)
    return _without_addresses(_without_old(anchors, items, context), tokens)


def _nation(tokens: Sequence[Token], i: int) -> int:
    """How many tokens at ``i`` name the nation or its government as the sentence's subject."""
    return next((len(words) for words in _NATION if _starts_with(tokens, i, words) and tokens[i].capital), 0)


def _focus_of(item: Item, context: Context) -> Focus | None:
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
    return Focus("part", None, "unknown") if item.place and place.mention.type else None


def _starts_with(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    return i >= 0 and i + len(words) <= len(tokens) and all(tokens[i + n].text == w for n, w in enumerate(words))


def _by_last(phrases: Sequence[tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    return {last: tuple(p for p in phrases if p[-1] == last) for last in {phrase[-1] for phrase in phrases}}


_OFFICES_BY_LAST: Final = _by_last(_BEFORE_OFFICE)
_PASSING_BY_LAST: Final = _by_last(_PASSING)


def _ends(tokens: Sequence[Token], i: int, phrases: Mapping[str, Sequence[Sequence[str]]]) -> bool:
    if not i:
        return False
    return any(_starts_with(tokens, i - len(words), words) for words in phrases.get(tokens[i - 1].text, ()))


def _role(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> Role:
    item = items[index]
    low, high = item.low, item.high
    following = tokens[high].text if high < len(tokens) else ""
    before = tokens[low - 1].text if low else ""
    if following in {"giao", "phân", "đề"} and low and (before in _PLAN_WORDS or following == "giao"):
        return "assigner"
    if _ends(tokens, low, _OFFICES_BY_LAST):
        return "office"
    if _ends(tokens, low, _PASSING_BY_LAST):
        return "passing"
    return "subject"


def _without_old(anchors: list[Anchor], items: Sequence[Item], context: Context) -> list[Anchor]:
    """Drop abolished districts that only say where a commune of today came from: *(huyện Tân Phú cũ)*."""

    def is_old(anchor: Anchor) -> bool:
        place = items[anchor.index].place
        return place is not None and (place.mention.old or (place.unit is not None and place.unit.tier == "district"))

    if not context.communes_are_units or all(is_old(anchor) for anchor in anchors if anchor.focus.kind == "district"):
        return anchors
    return [anchor for anchor in anchors if anchor.focus.kind != "district" or not is_old(anchor)]


def _spoken(anchors: Sequence[Anchor], carried: Focus, context: Context) -> AdminUnit | None:
    """The unit that "quận", "huyện" stand for: the one named last, else the one the article is about."""
    for anchor in reversed(anchors):
        if anchor.focus.kind == "district":
            return anchor.focus.unit
    return carried.unit if carried.kind == "district" else context.main


def _reference(
    items: Sequence[Item], index: int, tokens: Sequence[Token], context: Context, spoken: AdminUnit | None
) -> Anchor | None:
    item = items[index]
    if item.kind not in {"cue", "phrase", "word"} or item.text.rpartition(" ")[2] not in _REFERENCE_ENDS:
        return None
    last = item.text
    if item.kind == "phrase":
        last = next(
            (
                word
                for word in ("quận", "huyện", "thị xã", "thành phố", "phường", "xã")
                if item.text.endswith(" " + word)
            ),
            "",
        )
        if not last:
            return None
    elif item.text.startswith("trên địa bàn "):
        last = item.text.removeprefix("trên địa bàn ")
    low, high = item.low, item.high
    following = tokens[high].text if high < len(tokens) else ""
    before = tokens[low - 1].text if low else ""
    if last in _CITY_WORDS and not (item.kind == "phrase"):
        if (
            following in _ASSIGNED
            or (before in {"ubnd", "hđnd", "ủy", "bí", "hoạch", "toán", "tiêu", "của", "do"} and following == "giao")
            or before in {"ubnd", "hđnd"}
        ):
            return None
        kind: FocusKind = "nation" if last in {"cả nước", "toàn quốc"} else "province"
        if before in {"của", "với", "so", "bình", "nhất"} and kind == "nation":
            return None
        if before in {"nhất", "ngân", "các", "ủy", "thuộc", "ở", "cấp", "liên", "lãnh"} or following in {"lộ", "ta"}:
            return None
        if last == "tỉnh" and low and before not in {"toàn", "của", "bàn", "cả", "trong"}:
            return None
        return Anchor(index, low, high, "subject", Focus(kind, None, "reference"), explicit=False)
    main = spoken
    if last == "thành phố" or last == "toàn thành phố":
        if following in _ASSIGNED or before in {"ubnd", "hđnd", "ủy", "tịch", "cấp", "các", "so", "lãnh", "sở"}:
            return None
        if main is not None and main.type == "thành phố" and main.tier == "district":
            return Anchor(index, low, high, "subject", Focus("district", main, "reference"), explicit=False)
        if last == "toàn thành phố" or before in {"toàn", "bàn", "của", "cả"} or low == 0:
            if (
                before == "của"
                and low > 1
                and tokens[low - 2].text in {"giao", "toán", "hoạch", "ương", "đạo", "trương", "vốn", "sách"}
            ):
                return None
            return Anchor(index, low, high, "subject", Focus("province", None, "reference"), explicit=False)
        return None
    kind_told = _REFERENCES.get(last)
    if kind_told is None and last in {"phường", "xã"} and context.communes_are_units:
        kind_told = last
    if kind_told is None and last in {"phường", "xã", "thị trấn"} and not context.communes_are_units:
        alone = item.kind == "phrase" or before in {"của", "toàn", "bàn", "tại", "ở", "ubnd", "hđnd"} or low == 0
        if alone and following not in {"hội", "và", "-", ",", "trong", "ngoài", "viên", "luận"} and before not in {"các", "cấp"}:
            return Anchor(index, low, high, "subject", Focus("part", None, "reference"), explicit=False)
    if kind_told is None or main is None:
        return None
    if kind_told != main.type and context.main is not None and kind_told == context.main.type:
        main = context.main
    if kind_told != main.type and not (kind_told == "huyện" and main.type == "đặc khu"):
        if kind_told in {"phường", "xã"}:
            return None
        if main.tier == "district" and kind_told in {"quận", "huyện", "thị xã"}:
            return None
        return None
    if before in {"các", "cấp", "mỗi", "nhiều", "từng", "liên", "số", "những"} or (
        following in {"ủy", "khác", "lân", "trực", ","} and before in {"cấp", "các"}
    ):
        return None
    if item.kind == "cue" and following == "giao":
        return None
    return Anchor(index, low, high, "subject", Focus("district", main, "reference"), explicit=False)


def _without_addresses(anchors: list[Anchor], tokens: Sequence[Token]) -> list[Anchor]:
    """Drop what only says where the place before lies, and join lists of districts into one anchor."""
    out: list[Anchor] = []
    rank = {"part": 0, "org": 0, "district": 1, "several": 1, "ambiguous": 1, "province": 2, "nation": 3, "none": 3}
    for anchor in anchors:
        if out and anchor.explicit:
            previous = out[-1]
            between = [token.text for token in tokens[previous.high : anchor.low]]
            joined = between in ([","], ["("], ["-"], ["của"], ["thuộc"], [], [",", "thuộc"], ["("])
            if joined and previous.explicit and rank[anchor.focus.kind] > rank[previous.focus.kind]:
                out[-1] = Anchor(
                    previous.index, previous.low, anchor.high, previous.role, previous.focus, previous.explicit
                )
                continue
            # "TP.HCM - quận 1", "tỉnh Hải Dương, huyện …": the larger one first is furniture, the smaller is meant.
            listing = previous.role != "passing" and between in ([","], ["và"], [";"], [",", "và"], ["cùng"], [",", "huyện"], ["-"])
            if listing and previous.explicit and anchor.focus.kind == previous.focus.kind == "district":
                out[-1] = Anchor(
                    previous.index, previous.low, anchor.high, previous.role, Focus("several", None, "list"), True
                )
                continue
            if listing and previous.explicit and previous.focus.kind == "several" and anchor.focus.kind == "district":
                out[-1] = Anchor(previous.index, previous.low, anchor.high, previous.role, previous.focus, True)
                continue
        out.append(anchor)
    return [anchor for anchor in out if not (anchor.focus.kind == "several" and anchor.role == "office")]


def governing(anchors: Sequence[Anchor], items: Sequence[Item], subject: int, value: int, carried: Focus) -> Focus:
    """The focus of a figure: ``subject`` is its indicator's item, ``value`` its quantity's."""
    low, high = min(subject, value), max(subject, value)
    usable = [anchor for anchor in anchors if anchor.role not in {"assigner", "passing"}]
    owner = _owner(usable, items, value)
    if owner is not None:
        return owner
    inside = [anchor for anchor in usable if low <= anchor.index <= high and anchor.role != "office"]
    if inside:
        last = inside[-1]
        return last.focus
    clause = next((i + 1 for i in range(low - 1, -1, -1) if items[i].text == ";"), 0)
    before = [
        anchor
        for anchor in usable
        if anchor.index < low and (anchor.index >= clause or anchor.focus.kind not in {"part", "org"})
    ]
    if before:
        return _nearest_before(before, items, low)
    clause_end = next(
        (i for i in range(value + 1, len(items)) if items[i].kind == "quantity" or items[i].text in {";", ".", "("}),
        len(items),
    )
    after = [
        anchor
        for anchor in usable
        if value < anchor.index < min(clause_end, value + 6)
        and anchor.role == "subject"
        and items[anchor.index - 1].text in {"tại", "ở", "trên địa bàn", "của", "trên", "trong", "toàn"}
    ]
    if after and (carried.kind != "district" or after[0].explicit):
        return after[0].focus
    if carried.kind == "none":
        offices = [anchor for anchor in anchors if anchor.role == "office" and anchor.focus.kind == "district"]
        if offices:
            return offices[0].focus
    return carried


def _owner(usable: Sequence[Anchor], items: Sequence[Item], value: int) -> Focus | None:
    """*307.304 người của huyện Tĩnh Gia*: a place told as the owner right behind the figure and its noun."""
    for anchor in usable:
        if value < anchor.index <= value + 4 and anchor.explicit and items[anchor.index - 1].text == "của":
            between = items[value + 1 : anchor.index - 1]
            if all(item.kind in {"word", "cue", "phrase"} and item.text not in {",", ";", "("} for item in between):
                return anchor.focus
    return None


def _nearest_before(before: Sequence[Anchor], items: Sequence[Item], low: int) -> Focus:
    last = before[-1]
    if not last.explicit and items[last.index - 1].text == "của" and last.index:
        # "Nậm Tha là xã nghèo của huyện": the place that the sentence opened with is the one it speaks of.
        named = [anchor for anchor in before if anchor.explicit and anchor.focus.kind in {"part", "district"}]
        if named and named[0].role == "subject" and named[0].index == 0:
            return named[0].focus
    if last.role == "office" and last.focus.kind != "district":
        others = [anchor for anchor in before if anchor.focus.kind == "district"]
        return others[-1].focus if others else last.focus
    if last.focus.kind == "district" or last.role != "office":
        return last.focus
    return last.focus


def next_focus(anchors: Sequence[Anchor], items: Sequence[Item], carried: Focus) -> Focus:
    """Who is spoken of after a sentence: its first subject that is a place, else whoever was before.

    A bare name behind "ở" or "tại", or in a sentence about a company, is only where something lies.
    """
    first = next((i for i, item in enumerate(items) if item.kind == "quantity"), len(items))
    named = {anchor.focus.unit.key for anchor in anchors if anchor.role == "subject" and anchor.focus.unit is not None}
    told = carried.unit is not None and carried.unit.key in named
    if len(named) > 1 and not told and any(anchor.index > first for anchor in anchors):
        return Focus("several", None, "list")  # each figure had its own district; what follows is of none of them
    for anchor in anchors:
        if anchor.role != "subject" or anchor.focus.kind == "nation" or anchor.index > first:
            continue
        inside = anchor.index and items[anchor.index - 1].text in {"ở", "tại"} and anchor.index > 1
        org = any(item.has("org") for item in items[: anchor.index])
        if (inside and items[anchor.index].place is not None and items[anchor.index].place.mention.type is None) or org:
            continue
        return anchor.focus
    for anchor in anchors:
        if anchor.role == "office" and anchor.focus.kind == "district":
            return anchor.focus
    return carried
