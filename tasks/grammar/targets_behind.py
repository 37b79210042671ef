"""Targets named before their numbers: *các chỉ tiêu của huyện hoàn thành 23/24*, *số chỉ tiêu vượt: 18 trên 25*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.targets_fields import are_of_field
from tasks.grammar.targets_told import CLOSES, TargetReading, noun_at
from tasks.grammar.targets_words import plainly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.tokens import Token
    from tasks.records.observation import ObsStatus

_REACH: Final = 24  # tokens from a fraction back to the targets that it is of
_STOPS: Final = frozenset({";", "."})
_BETWEEN: Final = frozenset(
    {"kinh", "tế", "-", "xã", "hội", "kt", "xh", "chủ", "yếu", "chính", "cơ", "bản", "phát", "triển", "pháp", "lệnh"}
    | {"của", "huyện", "quận", "thị", "thành", "phố", "phường", "địa", "phương", "tỉnh", "hđnd", "toàn", "cả", "do"}
    | {"nghị", "quyết", "đề", "ra", "đặt", "giao", "số", "tỷ", "lệ", "mức", "kết", "quả", "con", "kế", "hoạch", "năm"}
    | {
        "đạt",
        "hoàn",
        "thành",
        "vượt",
        "về",
        "đích",
        "và",
        "hoặc",
        "thực",
        "hiện",
        "được",
        "đã",
        "có",
        "mới",
        "đều",
        "thì",
    }
    | {
        "là",
        ":",
        "(",
        "tới",
        "lên",
        "đến",
        "chiếm",
        "này",
        "nay",
        "lại",
        "nhiều",
        "như",
        "vậy",
        "cũng",
        "dừng",
        "ở",
        "%",
    }
)
_ENDS: Final = frozenset({"là", ":", "đạt", "vượt", "thành", "(", "đích", "hiện", "lên", "tới", "đến", "ở", "được"})
_AGAIN: Final = frozenset(
    {
        "con",
        "số",
        "tỷ",
        "lệ",
        "kết",
        "quả",
        "ấy",
        "này",
        "đó",
        "đã",
        "mới",
        "chỉ",
        "cũng",
        "là",
        "đạt",
        "lên",
        "tới",
        ":",
    }
    | {"tính", "chung", "toàn", "cả", "huyện", "quận", "thị", "xã", "thành", "phố", "trong", "khi", "còn", "của", "thì"}
)
_POINTS: Final = frozenset({"ấy", "này", "đó", "chung", "toàn", "cả"})
_OUT_OF: Final = ("trên", "trên tổng số", "trong tổng số", "trong số", "trong")


def named_before(
    items: Sequence[Item], index: int, tokens: Sequence[Token], status: ObsStatus
) -> list[TargetReading] | None:
    """A number and its whole that stand behind *chỉ tiêu*, and not before it."""
    quantity = items[index].quantity
    assert quantity is not None
    whole, high = _whole_of(items, index, tokens)
    if whole is None or not (high >= len(tokens) or tokens[high].text in CLOSES):
        return None
    done = _told_of(items, index, tokens, quantity)
    if done is None or are_of_field(tokens, quantity.first):
        return None
    name = "targets_exceeded" if done == "vượt" else "targets_met"
    part = TargetReading(name, quantity.value, status, "targets:fraction")
    return [part, TargetReading("targets_total", whole, status, "targets:fraction")]


def _whole_of(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> tuple[float | None, int]:
    """The whole of a fraction, or of *18 trên 25*, and the token where it ends."""
    quantity = items[index].quantity
    assert quantity is not None
    if quantity.kind == "fraction":
        return quantity.of, quantity.high
    behind = items[index + 1].quantity if index + 1 < len(items) else None
    if behind is None or behind.kind != "count" or behind.value < quantity.value:
        return None, 0
    joint = " ".join([token.text for token in tokens[quantity.high : behind.first]])
    return (behind.value, behind.high) if joint in _OUT_OF else (None, 0)


def _told_of(items: Sequence[Item], index: int, tokens: Sequence[Token], quantity: Quantity) -> str | None:
    """What was done of the targets that are named before: *đạt* or *vượt*."""
    low = max(0, quantity.first - _REACH)
    words = [token.text for token in tokens[low : quantity.first]]
    low = next((n + 1 for n in range(len(words) - 1, -1, -1) if words[n] in _STOPS), 0)
    nouns = [n for n in range(low, len(words) - 1) if words[n : n + 2] == ["chỉ", "tiêu"]]
    if nouns and words[-1] in _ENDS:
        between = words[nouns[-1] + 2 :]
        if between == ["("] and words[max(low, nouns[-1] - 1) : nouns[-1]] == ["%"]:
            return _done_in(plainly(words[low : nouns[-1]]))  # "hoàn thành 100% chỉ tiêu (26/26)"
        known = _BETWEEN.issuperset(word for word in between if not word[0].isdigit())
        digits = [word for word in between if word[0].isdigit()]
        # "tỷ lệ chỉ tiêu vượt chiếm 45,8% (11/24)": the share that the fraction says once more
        counted = [word for word in digits if not (len(word) == len("2022") and word.isdigit())]
        if known and (not counted or (words[-1] == "(" and between[-2:-1] == ["%"] and len(counted) == 1)):
            return _done_in(plainly(between))
    again = words[max((n + 1 for n, word in enumerate(words) if word in {",", ";", "."}), default=0) :]
    if not again or again[-1] not in _ENDS or not _AGAIN.issuperset(again) or _POINTS.isdisjoint(again):
        return None
    return _of_last(items, index, tokens)


def _done_in(words: Sequence[str]) -> str | None:
    if "đạt" in words or "hoàn" in words or "đích" in words:
        return "vượt" if words[:1] == ["vượt"] else "đạt"
    return "vượt" if "vượt" in words else None


def _of_last(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> str | None:
    """*xã hoàn thành 18/19 chỉ tiêu, trong khi toàn huyện là 22/25*: what was told of the fraction before."""
    before = [item.quantity for item in items[:index] if item.quantity is not None]
    last = next((quantity for quantity in reversed(before) if noun_at(tokens, quantity.high) is not None), None)
    noun = noun_at(tokens, last.high) if last is not None else None
    if last is None or noun is None or last.kind not in {"fraction", "count"}:
        return None
    around = plainly([token.text for token in (*tokens[max(0, last.first - 4) : last.first], *tokens[noun : noun + 4])])
    return _done_in(around) or "đạt"
