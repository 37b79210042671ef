"""Chỉ tiêu: how many targets were set, met, exceeded. The number stands before the word, the verb on either side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.tokens import Token
    from tasks.records.observation import ObsStatus

_NOUN: Final = ("chỉ", "tiêu")
_GROUP_WORDS: Final = frozenset({"lĩnh", "về", "thuộc", "nhóm", "thành"})
_SET: Final = frozenset(
    {"ra", "giao", "gồm", "qua", "với", "dựng", "nghị", "số", "định", "trong", "có", "trên", "hiện", "kế"}
)
_MET_REACH: Final = 8  # words from the targets to what was done of them
_STOPS: Final = frozenset({";", ".", "("})


@dataclass(frozen=True, slots=True)
class TargetReading:
    indicator: str
    value: float
    status: ObsStatus
    rule: str


def read_targets(  # noqa: C901, PLR0912, PLR0915 - one rule after the other, the first that holds
    items: Sequence[Item], index: int, tokens: Sequence[Token], status: ObsStatus
) -> list[TargetReading] | None:
    """The readings of the quantity at ``index`` if it counts targets; ``None`` if it does not."""
    item = items[index]
    quantity = item.quantity
    assert quantity is not None
    if quantity.kind not in {"count", "fraction", "percent"}:
        return None
    noun = _noun_at(tokens, quantity.high)
    if noun is None:
        return None
    smaller = _smaller_told_on(items, index, tokens)
    if smaller is not None:  # "19 trên tổng số 21 chỉ tiêu"
        index, value = smaller
        quantity = replace(quantity, kind="fraction", value=value, of=quantity.value)
    left = _words(tokens, items, index, back=True)
    right = _words(tokens, items, index, back=False, start=noun)
    admitted = "tuyển" in left or {"tuyển", "biên", "ngành"} & set(right[:3])  # places for pupils or staff
    if admitted or any(word in {"chưa", "không"} for word in (*left[-3:], *right[:2])):
        return []
    if {"chương", "trình"} <= set(left) or {"đề", "án"} <= set(left) or "tiêu" in left[:1]:
        return []  # the targets of one programme, not the district's
    exceeded_right, exceeded_left = "vượt" in right[:5], "vượt" in left[-3:]
    near = " ".join(left[-7:])
    met_left = "đạt" in left[-7:] or "hoàn thành" in near
    if near.endswith(("hoàn thành vượt mức", "hoàn thành vượt", "đạt vượt", "vượt mức")) and "và" not in left[-6:]:
        met_left = False  # "đạt và vượt 22/22" are the met ones
    if "đã" in left and status == "target":
        status = "actual"
    met_right = any(word in {"đạt", "hoàn"} for word in right[:_MET_REACH])
    if " ".join(right[:4]).startswith(("hoàn thành vượt", "đạt vượt")):
        met_right = False  # "8 chỉ tiêu hoàn thành vượt mức"
    if quantity.kind == "percent":
        if exceeded_right and not any(w in {"đạt", "bằng", "tăng", "vượt"} for w in left[-2:]):
            return [TargetReading("targets_exceeded_rate", quantity.value, status, "targets:exceeded-share")]
        return None
    only_exceeded = (
        (exceeded_right and not met_right and not met_left)
        or (exceeded_left and not met_left)
        or (
            exceeded_right
            and not met_right
            and "đạt" not in right[: right.index("vượt")]
            and quantity.kind == "count"
            and not met_left
        )
    )
    if quantity.kind == "fraction":
        assert quantity.of is not None
        if quantity.of < quantity.value:
            return []
        total = TargetReading("targets_total", quantity.of, status, "targets:fraction")
        if only_exceeded:
            return [TargetReading("targets_exceeded", quantity.value, status, "targets:fraction"), total]
        if met_right and not exceeded_right and not exceeded_left and _others_exceed(items, index, tokens):
            return [total]  # "10/24 chỉ tiêu vượt, 11/24 chỉ tiêu đạt": the met ones are both together
        return [TargetReading("targets_met", quantity.value, status, "targets:fraction"), total]
    if quantity.spelled and quantity.value < 4:
        return []
    of_group = bool(right) and right[0] in _GROUP_WORDS and not (exceeded_right or exceeded_left)
    if of_group and not set(left[-4:]) & {"ra", "giao", "tổng"}:
        return []  # "7 chỉ tiêu về kinh tế"
    if left[-2:] in (["trong", "số"], ["tổng", "số"]) or left[-3:] == ["trong", "tổng", "số"]:
        return [TargetReading("targets_total", quantity.value, status, "targets:of-all")]
    if only_exceeded:
        return [TargetReading("targets_exceeded", quantity.value, status, "targets:exceeded")]
    if met_right and not met_left:
        groups = sum(
            1 for other in items if other.quantity is not None and _noun_at(tokens, other.quantity.high) is not None
        )
        alone = exceeded_right or groups == 1 or all(token.text != "vượt" for token in tokens)
        return [TargetReading("targets_met", quantity.value, status, "targets:met")] if alone else []
    if status == "target" and (exceeded_left or met_left):
        return [TargetReading("targets_total", quantity.value, "target", "targets:to-meet")]
    if met_left and set(left[-2:]) & {"bộ", "cả"}:  # "hoàn thành toàn bộ 17 chỉ tiêu"
        met = TargetReading("targets_met", quantity.value, status, "targets:met-all")
        return [met, TargetReading("targets_total", quantity.value, status, "targets:met-all")]
    if (exceeded_left and met_left) or (met_left and not set(left[-2:]) & {"số", "tổng"}):
        return [TargetReading("targets_met", quantity.value, status, "targets:met")]
    if set(left[-4:]) & {"nhất", "quyết", "trình"}:
        return [TargetReading("targets_total", quantity.value, status, "targets:set")]
    set_left = bool(set(left[-4:]) & _SET)
    has_only = left[-1:] in (["có"], ["với"]) and not (
        not right or right[0] in {"chủ", "đề", "được", "cơ", "kinh", "thì"}
    )
    if (set_left and not has_only) or set(right[:7]) & {"ra", "giao", "yếu", "cơ", "thì", "nghị"}:
        return [TargetReading("targets_total", quantity.value, status, "targets:set")]
    return []


def _others_exceed(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> bool:
    """Whether another fraction of targets in the sentence is of those that were only exceeded."""
    for j, item in enumerate(items):
        noun = _noun_at(tokens, item.quantity.high) if item.quantity is not None and j != index else None
        if noun is not None and item.quantity is not None and item.quantity.kind == "fraction":
            right = _words(tokens, items, j, back=False, start=noun)
            if "vượt" in right[:3] and "đạt" not in right[:5]:
                return True
    return False


def _smaller_told_on(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> tuple[int, float] | None:
    """Where the smaller number stands, and the number, of *19 trên (tổng số) 21 chỉ tiêu*, told before the larger."""
    previous = next((i for i in range(index - 1, -1, -1) if items[i].kind == "quantity"), None)
    quantity = items[previous].quantity if previous is not None else None
    if previous is None or quantity is None or quantity.kind != "count":
        return None
    larger = items[index].quantity
    end = larger.first if larger is not None else items[index].low  # "trên" is no bound here
    words = " ".join(token.text for token in tokens[items[previous].high : end])
    return (previous, quantity.value) if words in {"trên", "trên tổng", "trên tổng số", "trong tổng số"} else None


def counts_targets(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether *chỉ tiêu* stands behind a quantity."""
    return _noun_at(tokens, quantity.high) is not None


def _noun_at(tokens: Sequence[Token], i: int) -> int | None:
    for skip in (0, 1, 2):
        words = [token.text for token in tokens[i : i + skip + 2]]
        if tuple(words[-2:]) == _NOUN and len(words) == skip + 2:
            return i + skip + 2 if skip == 0 or words[0] in {"nhóm", "trên", "trong", "tổng", "số"} else None
    return None


def _words(
    tokens: Sequence[Token], items: Sequence[Item], index: int, *, back: bool, start: int | None = None
) -> list[str]:
    """Up to ten words on one side, to the next quantity or stop; a comma is passed once."""
    if back:
        quantity = items[index].quantity
        end = quantity.first if quantity is not None else items[index].low
        begin = max((other.high for other in items[:index] if other.kind == "quantity"), default=0)
        words = [token.text for token in tokens[max(begin, end - 16) : end]]
        for n in range(len(words) - 1, -1, -1):
            if words[n] in _STOPS or words[n] == ",":
                return words[n + 1 :]
            if n and words[n] == "tiêu" and words[n - 1] == "chỉ":
                return words[n + 1 :]
        return words
    begin = start if start is not None else items[index].high
    following = min((other.low for other in items[index + 1 :] if other.kind == "quantity"), default=len(tokens))
    words = [token.text for token in tokens[begin : min(following, begin + 10)]]
    for n, word in enumerate(words):
        if word in _STOPS or word in {",", ")"}:
            return words[:n]
    return words
