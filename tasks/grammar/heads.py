"""What a sentence opens with that is no district: a school, a company, a village, which then has its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tasks.grammar.place_edges import matches
from tasks.grammar.word_lists import load_words, split_phrases
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.tokens import Token

_WORDS: Final = load_words("anchors.yaml")
_KINDS: Final[dict[tuple[str, ...], Literal["org", "part"]]] = {
    **dict.fromkeys(split_phrases(_WORDS["heads"]), "org"),
    **dict.fromkeys(split_phrases(_WORDS["village_heads"]), "part"),
}
_LONGEST: Final = max(len(words) for words in _KINDS)
_BEGINS: Final = frozenset(words[0] for words in _KINDS)
_VERBS: Final = frozenset(_WORDS["head_verbs"])
_SIGNS: Final = frozenset({"-", "+", "*", "•"})
_ENDS: Final = frozenset({",", ";", ":", ".", "("})
_WHERE: Final = frozenset({"ở", "tại"})
_LEADS: Final = frozenset({"riêng", "còn", "như", "chỉ", "tính", "các", "những"})
_WORKS: Final = frozenset({"nghiệp", "xuất", "tế", "ty", "án", "máy"})  # "khu công nghiệp", "công ty"
_RECEIVES: Final = frozenset({"đón", "thu hút", "phục vụ", "đã đón"})
_NAME_ITEMS: Final = 7  # of a name that a sentence opens with, with its verb
_PROJECTS: Final = ("dự", "án")
_SEVERAL: Final = frozenset({"các", "những"})
_UNITS: Final = frozenset({"quận", "huyện", "phường", "xã", "thị", "thành", "địa"})  # "do địa phương làm chủ đầu tư"
_HERE: Final = ("trên", "địa", "bàn")
_TIME_ITEMS: Final = 6  # of a time that opens a sentence, with its comma
OPENS_CLAUSE: Final = frozenset({",", "biết", "cho biết", "rằng"})
_TAX_OFFICES: Final = (
    ("cục", "thuế"),
    ("chi", "cục", "thuế", "khu", "vực"),
    ("chi", "cục", "thuế", "liên", "huyện"),
    ("thuế", "khu", "vực"),
    ("thuế", "liên", "huyện"),
    ("toàn", "chi", "cục"),
)
_TAX_OFFICES_BEGIN: Final = frozenset(words[0] for words in _TAX_OFFICES)
_OF_PROVINCE: Final = frozenset({"tỉnh", "thành", "phố", "tp", ".", "-", "liên", "huyện"})
_ACTS: Final = frozenset(
    {"phấn", "thu", "đã", "được", "ước", "dự", "đặt", "đề", "quản", "mới", "cần", "phải", "sẽ", "hiện", "đang", "có"}
)
_OFFICE_REACH: Final = 8
_REACH: Final = 14  # tokens of a name, up to the verb


class Head(Record, frozen=True):
    """A body or a part of a commune that is the subject of its sentence; ``end`` is the token behind its name."""

    kind: Literal["org", "part"]
    low: int
    end: int


def head_of(tokens: Sequence[Token], start: int) -> Head | None:
    """*Trường Tiểu học Kim Đồng có …*, *Thôn 5 còn …*: the subject of the clause at ``start``, where a verb follows."""
    low = start + 1 if start < len(tokens) and tokens[start].text in _SIGNS else start
    while low < len(tokens) and tokens[low].text in _LEADS:
        low += 1
    inside = low < len(tokens) and tokens[low].text in _WHERE  # "Ở buôn Puăn A, …", but "Tại Trường Chính trị, …"
    low += inside
    if low >= len(tokens) or tokens[low].text not in _BEGINS:
        return None
    for length in range(_LONGEST, 0, -1):
        words = tuple([token.text for token in tokens[low : low + length]])
        kind = _KINDS.get(words)
        if kind is None or len(words) < length:
            continue  # at the end of a sentence fewer words stand than were asked for
        named = low + length < len(tokens) and (tokens[low + length].capital or tokens[low + length].is_number)
        if (kind == "part" and not named) or (kind == "org" and inside):
            continue
        if length == len(_PROJECTS) and tokens[low - 1].text in _SEVERAL and _is_of_unit(tokens, low):
            continue  # "Các dự án do phường làm chủ đầu tư đã giải ngân 81%"
        behind = tuple([token.text for token in tokens[low + length : low + length + 3]])
        if words[-1] == "đoàn" and behind[:1] == ("kết",):
            continue  # "Huyện đoàn kết, vượt khó"
        if behind == _HERE and words[-1] not in _WORKS:
            continue  # "…, điểm du lịch trên địa bàn đón 612.000 lượt khách": all of them
        end = _end_of_name(tokens, low + length, named=named)
        return Head(kind, low, end) if end is not None else None
    return None


def guest_house(items: Sequence[Item], tokens: Sequence[Token]) -> int | None:
    """*Phong Nha - Kẻ Bàng đón 148.000 lượt khách*: the token behind a name that is no unit's, where it acts."""
    end = next((n for n, item in enumerate(items[:_NAME_ITEMS]) if item.text in _RECEIVES), None)
    if end is None or end + 1 >= len(items) or items[end + 1].quantity is None:
        return None
    name = [item for item in items[:end] if item.text != "-"]
    return items[end].low if len(name) > 1 and all(item.is_of_name(tokens) for item in name) else None


def _is_of_unit(tokens: Sequence[Token], low: int) -> bool:
    """*dự án do quận làm chủ đầu tư*, *dự án của huyện*: what a unit invests in is its own."""
    words = [token.text for token in tokens[low : low + 4]]
    return tuple(words[:2]) == _PROJECTS and words[2:3] in (["do"], ["của"]) and not _UNITS.isdisjoint(words[3:])


def _end_of_name(tokens: Sequence[Token], start: int, *, named: bool) -> int | None:
    """Where the name ends: at the verb, or at the comma before where it lies."""
    for i in range(start, min(start + _REACH, len(tokens))):
        if tokens[i].text in _ENDS:
            return i if named and i > start else None
        if tokens[i].text in _VERBS and not tokens[i].capital:
            return i
    return None


def tax_office_end(tokens: Sequence[Token], start: int) -> int | None:
    """*Cục Thuế phấn đấu thu 8.700 tỷ đồng*: the token behind the name of an office of several units, where it acts.

    So do *Chi cục Thuế khu vực Bắc Đắk Lắk* and *toàn chi cục*.
    """
    if tokens[start].text not in _TAX_OFFICES_BEGIN:
        return None
    office = next((words for words in _TAX_OFFICES if matches(tokens, start, words)), None)
    if office is None:
        return None
    end = start + len(office)
    while end < min(start + _OFFICE_REACH, len(tokens)) and (
        tokens[end].capital or tokens[end].text in _OF_PROVINCE or tokens[end].is_number
    ):
        end += 1
    return end if end < len(tokens) and tokens[end].text in _ACTS else None


def behind_time(items: Sequence[Item]) -> int:
    """The item behind the comma of *Cũng trong 8 tháng, khách sạn …*; 0 where nothing but a time opens no sentence."""
    for index, item in enumerate(items[:_TIME_ITEMS]):
        if item.text == ",":
            return index + 1
        if item.kind not in {"period", "cue"}:
            break
    return 0


def opens_clause(items: Sequence[Item], index: int) -> bool:
    """*Đóng tại huyện Kim Bảng, năm 2018 công ty nộp …*, *UBND huyện cho biết dự án có …*."""
    before = items[index - 1]
    if before.period is not None and index > 1:
        before = items[index - 2]
    return before.text in OPENS_CLAUSE
