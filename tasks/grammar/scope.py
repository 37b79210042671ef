"""Whom a figure is about: the place that governs it in the sentence, or the one that was spoken of before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.context import Place
    from tasks.grammar.items import Item

FocusKind = Literal["district", "province", "part", "several", "ambiguous", "org", "nation", "none"]
Role = Literal["subject", "office", "address", "passing", "assigner"]

_TURNS: Final = frozenset({"còn", "riêng", "trong khi", "và", "nhưng", "song"})
_LIES_AT: Final = frozenset({"tại", "ở", "trên địa bàn", "của", "trên", "trong", "toàn"})

VILLAGE_RULES: Final = frozenset({"whole-village", "villages"})
_GONE_TO: Final = frozenset({"tới", "đến", "về"})  # "2,5 triệu lượt khách tới Cần Giờ"


class Focus(Record, frozen=True):
    """Who is spoken of. ``unit`` is set for a district; ``rule`` names how it was decided."""

    kind: FocusKind
    unit: AdminUnit | None = None
    rule: str = ""


NOBODY: Final = Focus("none", None, "nobody")


class Anchor(Record, frozen=True):
    """A place, or a word that stands for one, with its part in the sentence."""

    index: int  # of the item
    low: int
    high: int
    role: Role
    focus: Focus
    explicit: bool = True
    members: tuple[AdminUnit, ...] = ()  # of a list of districts


def governing(anchors: Sequence[Anchor], items: Sequence[Item], subject: int, value: int, carried: Focus) -> Focus:
    """The focus of a figure: ``subject`` is its indicator's item, ``value`` its quantity's."""
    low, high = min(subject, value), max(subject, value)
    usable = [anchor for anchor in anchors if anchor.role not in {"assigner", "passing"}]
    owner = _owner(usable, items, value)
    if owner is not None:
        return owner
    inside = [anchor for anchor in usable if low <= anchor.index <= high and anchor.role != "office"]
    if inside:
        return inside[-1].focus
    clause = _clause(usable, items, low)
    before = [
        anchor
        for anchor in usable
        if anchor.index < low and (anchor.index >= clause or not _is_of_its_clause(anchor, items))
    ]
    if before:
        return _nearest_before(before, items)
    behind = _first_behind(usable, items, value)
    if behind is not None and any(item.text.endswith("nhất") for item in items[value + 1 : behind.index]):
        behind = None  # "tỷ lệ hộ nghèo là 63,6%, cao nhất ở huyện Mường Tè 77,4%": of all of them
    if behind is not None and (carried.kind != "district" or behind.explicit):
        return behind.focus
    if carried.kind == "none":
        offices = [anchor for anchor in anchors if anchor.role == "office" and anchor.focus.kind == "district"]
        if offices:
            return offices[0].focus
    # Named in passing, it is still named: "Đơn cử như quận 10 …".
    named = (a.focus for a in anchors if a.role == "passing" and a.focus.unit == carried.unit and a.index < low)
    return next(named, carried) if carried.unit is not None else carried


def _clause(usable: Sequence[Anchor], items: Sequence[Item], low: int) -> int:
    """Where the clause before ``low`` begins; *Đời sống 2 xã đổi thay: thu nhập …; hộ nghèo …* is one of them."""
    some = next((anchor.index for anchor in usable if anchor.focus.rule == "some-communes"), None)
    if some is not None and some < low:
        frames = some > 0 and items[some - 1].text in _LIES_AT  # "Tại 4 xã, thu nhập …; hộ nghèo …"
        if frames or ":" in [item.text for item in items[some:low]]:
            return some
    return next((i + 1 for i in range(low - 1, -1, -1) if items[i].text == ";"), 0)


def _is_of_its_clause(anchor: Anchor, items: Sequence[Item]) -> bool:
    """*…, sớm hơn đề án của thành phố; giải quyết việc làm …*: a part, or an owner in passing, is its clause's."""
    owns = not anchor.explicit and anchor.index > 0 and items[anchor.index - 1].text == "của"
    if anchor.focus.rule == "whole-village":
        return False  # "Cả buôn làm du lịch; năm 2019 đón 12.000 lượt khách"
    return anchor.focus.kind in {"part", "org"} or (owns and anchor.focus.kind == "province")


def _owner(usable: Sequence[Anchor], items: Sequence[Item], value: int) -> Focus | None:
    """*dân số 152.600 người của huyện Phù Cát*: a place told as the owner right behind the figure and its noun."""
    for anchor in usable:
        whole = anchor.focus.kind in {"province", "nation"}  # "cao hơn mức 31% của toàn thành phố"
        if value < anchor.index <= value + 4 and (anchor.explicit or whole) and items[anchor.index - 1].text == "của":
            between = items[value + 1 : anchor.index - 1]
            if all(item.kind in {"word", "cue", "phrase"} and item.text not in {",", ";", "("} for item in between):
                return anchor.focus
        around = [item.text for item in (*items[value + 1 : value + 2], *items[value + 3 : value + 4])]
        if anchor.explicit and anchor.index == value + 2 and around == ["(", ")"]:
            return anchor.focus  # "640 tỷ đồng (Đại Từ), 388 tỷ đồng (Phú Bình)"
    return None


def _nearest_before(before: Sequence[Anchor], items: Sequence[Item]) -> Focus:
    last = before[-1]
    if not last.explicit and last.index and items[last.index - 1].text == "của":
        # "Tà Mung là xã vùng cao của huyện": the place that the sentence opened with is the one it speaks of.
        named = [anchor for anchor in before if anchor.explicit and anchor.focus.kind in {"part", "district"}]
        if named and named[0].role == "subject" and named[0].index == 0:
            return named[0].focus
    if last.role == "office" and last.focus.kind != "district":
        others = [anchor for anchor in before if anchor.focus.kind == "district"]
        return others[-1].focus if others else last.focus
    return last.focus


def _first_behind(usable: Sequence[Anchor], items: Sequence[Item], value: int) -> Anchor | None:
    """*đạt 307 tỷ đồng trên địa bàn huyện*: the first place that lies shortly behind the figure, in its clause."""
    clause_end = next(
        (i for i in range(value + 1, len(items)) if items[i].kind == "quantity" or items[i].text in {";", ".", "("}),
        len(items),
    )
    for anchor in usable:
        near = value < anchor.index < min(clause_end, value + 6)
        if not near or anchor.role != "subject":
            continue
        at = anchor.index - (2 if anchor.focus.rule == "villages" else 1)  # "54 hộ nghèo của các thôn 1, 2 và 4"
        word, between = items[at].text, items[value : anchor.index]
        gone_to = word.rpartition(" ")[2] in _GONE_TO
        if word in _LIES_AT or (gone_to and any("khách" in item.text for item in between)):
            return anchor
    return None


def _is_of_the_past(place: Place | None, carried: Focus) -> bool:
    """*Quận Ba Đình cũ thu …*, told of in passing where a commune of today is spoken of."""
    commune = carried.unit is not None and carried.unit.tier == "commune"
    return commune and place is not None and place.unit is not None and place.unit.tier == "district"


def next_focus(
    anchors: Sequence[Anchor],
    items: Sequence[Item],
    carried: Focus,
    owners: Collection[Focus] = (),
    home: AdminUnit | None = None,
) -> Focus:
    """Who is spoken of after a sentence: its first subject that is a place, else whoever was before.

    ``home`` is the unit that the title names; a word from another one's office does not lead away from it.

    Where all its figures are one district's, named in it, that district is (``owners`` are those of the figures).
    A bare name behind "ở" or "tại", or in a sentence about a company, is only where something lies.
    """
    # "mô hình chính quyền hai cấp" tells no figure
    told_first = (i for i, item in enumerate(items) if item.quantity is not None and not item.quantity.spelled)
    first = next(told_first, len(items))
    districts = [anchor for anchor in anchors if anchor.role == "subject" and anchor.focus.kind == "district"]
    if len(districts) > 1 and any(anchor.index > first for anchor in districts):
        named = {anchor.focus.unit.key for anchor in districts if anchor.focus.unit is not None}
        if len(named) > 1 and (carried.unit is None or carried.unit.key not in named):
            return Focus("several", None, "list")  # each figure had its own district; what follows is of none of them
    if len(owners) == 1 and (owner := next(iter(owners))).kind == "district" and owner.rule == "named":
        past = {anchor.focus.unit for anchor in anchors if _is_of_the_past(items[anchor.index].place, carried)}
        return carried if owner.unit in past else owner
    for anchor in anchors:
        if (
            anchor.role != "subject"
            or anchor.focus.kind == "nation"
            or anchor.index > first
            or anchor.focus.rule in {"head", "all"}
        ):
            continue
        opening = 2 if items[0].text in _TURNS else 1  # "Còn tại Định Hóa (Thái Nguyên), bà con …" turns to it
        inside = anchor.index > opening and items[anchor.index - 1].text in {"ở", "tại", "("}
        place = items[anchor.index].place
        bare = place is not None and place.mention.type is None
        if (inside and bare) or any(item.has("org") for item in items[: anchor.index]):
            continue
        if _is_of_the_past(place, carried):
            continue
        return anchor.focus
    for anchor in anchors:
        if anchor.role == "office" and anchor.focus.kind == "district":
            return carried if home is not None and carried.unit == home else anchor.focus
    return carried
