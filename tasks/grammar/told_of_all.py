"""What is told of all behind what is told of some: *Riêng hộ tịch đạt 91,2%, tính chung các lĩnh vực là 97%*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_text
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

RULE: Final = "of-whole"
_IN_ALL: Final = (
    *(
        "tính chung",
        "tính gộp",
        "gộp chung",
        "gộp lại",
        "cộng chung",
        "xét chung",
        "tính đủ",
        "tính trên toàn",
        "tính toàn",
    ),
    *(f"{mean} {whole}" for mean in ("bình quân", "trung bình") for whole in ("cả huyện", "toàn huyện", "cả quận")),
    *("bình quân toàn quận", "bình quân toàn thị xã", "bình quân toàn thành phố"),
)
_MEANS: Final = ("bình quân chung", "mặt bằng chung", "kết quả chung", "mức chung", "con số chung", "tỷ lệ chung")
"""These may be of others, too, so the unit has to be told beside them: *mặt bằng chung toàn huyện*."""
_UNITS: Final = frozenset({"huyện", "quận", "xã", "phố", "phường", "khu"})
_NO_UNITS: Final = frozenset({"tỉnh", "nước", "quốc", "vùng"})
_STOPS: Final = frozenset({",", ";", ":", "(", ")"})
_VERBS: Final = frozenset({"ở mức", "đạt", "là", "ở", "mức", "chỉ", "còn", "mới"})
_UNKNOWN: Final = 3  # unknown words beside those for all, as of "các lĩnh vực" and "thấp hơn đôi chút"


def told_of_all(told: Telling, number: Number) -> Claim | None:
    """The indicator of the figure before, where the clause says no more than that now all are meant."""
    previous, last = number.previous, number.last
    if previous is None or last is None or not is_of_all(told, number.index):
        return None
    same = told.quantity(previous).kind == number.quantity.kind
    if not same or not fits(number.quantity, told.indicator(last.indicator)):
        return None
    if number.is_count and noun_text(told, number.quantity) not in {"", noun_text(told, told.quantity(previous))}:
        return None
    return Claim(last.indicator, number.index, RULE)


def is_of_all(told: Telling, index: int) -> bool:
    """Whether the clause of a number says that it is of the whole district; not of all of a year."""
    if not (told.holds(_IN_ALL) or told.holds(_MEANS)):
        return False
    start = told.clause_start(index, _STOPS)
    clause = told.items[start:index]
    if start > 1 and all(item.text in _VERBS for item in clause):  # "…, thấp hơn đôi chút, ở mức 98,7%"
        start = told.clause_start(start - 1, _STOPS)
        clause = told.items[start:index]
    words = " ".join(item.text for item in clause)
    known = _IN_ALL if _UNITS.isdisjoint(words.split()) else (*_IN_ALL, *_MEANS)
    if not any(f" {phrase} " in f" {words} " for phrase in known) or not _NO_UNITS.isdisjoint(words.split()):
        return False
    return _says_no_more(clause)


def _says_no_more(clause: Sequence[Item]) -> bool:
    """Whether nothing but small words and a few unknown ones stands beside those for all."""
    if any(item.quantity is not None or item.has("plan", "target", "exceed") for item in clause):
        return False
    if any(item.period is not None for item in clause):
        return False  # "tính chung cả năm là 2.380 lao động": of another time
    return sum(item.kind in {"word", "phrase"} for item in clause) <= _UNKNOWN


def is_of_some_before(told: Telling, index: int) -> bool:
    """*Ở nhóm hộ chính sách, tỷ lệ nghèo là 0,2%; tính chung toàn huyện là 1,4%*: what stands before is of some."""
    following = next((j for j in told.quantities() if j > index), None)
    if following is None or told.quantity(following).kind != told.quantity(index).kind:
        return False
    return is_of_all(told, following) and not is_of_all(told, index)
