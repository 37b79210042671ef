"""Chỉ tiêu: how many targets were set, met, exceeded. The number stands before the word, the verb on either side."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.targets_behind import named_before
from tasks.grammar.targets_fields import are_of_field
from tasks.grammar.targets_said import OF_ALL, Said, words_beside
from tasks.grammar.targets_told import TargetReading, counts_targets, noun_at, of_share_behind, told_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.tokens import Token
    from tasks.records.observation import ObsStatus

_SET: Final = frozenset(
    {"ra", "giao", "gồm", "qua", "với", "dựng", "nghị", "số", "định", "trong", "có", "trên", "hiện", "kế", "đặt"}
    | {"nêu"}
)
_ALL_REACH: Final = 6  # words from the targets to "đều"
_DECIDED: Final = frozenset({"nhất", "quyết", "trình", "chốt"})
_SET_BEHIND: Final = frozenset({"ra", "giao", "yếu", "cơ", "thì", "nghị"})
_WHOLE: Final = frozenset({"chủ", "cụ", "đề", "được", "cơ", "kinh", "thì"})  # behind "có 17 chỉ tiêu": all of them
_OUT_OF: Final = frozenset({"trên", "trên tổng", "trên tổng số", "trong tổng số", "trong số", "trong tổng"})
_IN_ALL: Final = (["tổng", "cộng"], ["cả", "thảy"])
_MORE_THAN_SET: Final = 1.2  # "27/25 chỉ tiêu": more were reached than had been set
_ALL: Final = 100  # percent
_HALF_WAY: Final = frozenset(
    {"đạt", "thực", "hiện", "đến", "trên", "từ", "hơn", "gần", "khoảng", "dưới", "được", "tỷ", "lệ"}
)
_TO: Final = frozenset({"đến", "-", "tới"})
_CRITERIA_REACH: Final = 9  # tokens from the targets to how many each commune met
_FEW: Final = 4  # spelled numbers below it are mostly articles


def read_targets(
    items: Sequence[Item], index: int, tokens: Sequence[Token], status: ObsStatus
) -> list[TargetReading] | None:
    """The readings of the quantity at ``index`` if it counts targets; ``None`` if it does not."""
    quantity = items[index].quantity
    assert quantity is not None
    noun = noun_at(tokens, quantity.high) if quantity.kind in {"count", "fraction", "percent"} else None
    if noun is None:
        if quantity.kind == "percent":
            return of_share_behind(items, index, tokens, status)
        if quantity.kind not in {"fraction", "count"}:
            return None
        before = named_before(items, index, tokens, status)
        return told_on(items, index, tokens, status) if before is None and quantity.kind == "count" else before
    in_brackets = _whole_in_brackets(items, index, tokens, noun)
    if in_brackets is not None:  # "22 chỉ tiêu (trên tổng số 24) đã hoàn thành"
        noun, of = in_brackets
        quantity = replace(quantity, kind="fraction", of=of)
    smaller = _smaller_told_on(items, index, tokens)
    if smaller is not None:  # "19 trên tổng số 21 chỉ tiêu"
        index, value = smaller
        quantity = replace(quantity, kind="fraction", value=value, of=quantity.value)
    said = Said.around(items, index, tokens, noun)
    half_way = _is_half_way(items, index, tokens, noun)
    if (
        said.is_of_others
        or _are_criteria(tokens, noun)
        or ((said.is_denied or half_way) and quantity.kind != "fraction")
    ):
        return []
    has_met = said.met_right and said.left[-1:] == ["có"] and "đấu" not in said.left  # "…, có 21 chỉ tiêu đạt, vượt"
    if status == "target" and ("đã" in said.left or has_met):
        status = "actual"
    if quantity.kind == "percent":
        return _of_share(quantity, said, status)
    if are_of_field(tokens, quantity.first):
        return []
    if quantity.kind == "fraction":
        read = _of_fraction(quantity, said, status, together=_others_exceed(items, index, tokens))
        return [one for one in read if not half_way or one.indicator == "targets_total"]
    if (quantity.spelled and quantity.value < _FEW) or said.is_of_group or _is_rest(items, index, tokens, said):
        return []
    groups = sum(other.quantity is not None and counts_targets(tokens, other.quantity) for other in items)
    others = [token.text for token in tokens].count("vượt") > [*said.left, *said.right].count("vượt")
    alone = said.exceeded_right or groups == 1 or not others
    return _of_count(quantity, said, status, alone=alone)


def _is_rest(items: Sequence[Item], index: int, tokens: Sequence[Token], said: Said) -> bool:
    """*vượt 15 chỉ tiêu, đạt 8 chỉ tiêu*: those that were met and no more, told behind those exceeded."""
    if not said.met_left or said.exceeded_left or not {"tổng", "hoàn"}.isdisjoint(said.left):
        return False
    before = next((j for j in range(index - 1, -1, -1) if items[j].quantity is not None), None)
    quantity = items[before].quantity if before is not None else None
    noun = noun_at(tokens, quantity.high) if quantity is not None and quantity.kind == "count" else None
    return before is not None and noun is not None and Said.around(items, before, tokens, noun).only_exceeded


def _whole_in_brackets(
    items: Sequence[Item], index: int, tokens: Sequence[Token], noun: int
) -> tuple[int, float] | None:
    """*22 chỉ tiêu (trên tổng số 24) đã hoàn thành*: the token behind the brackets, and the whole that they tell."""
    whole = next((item.quantity for item in items[index + 1 :] if item.quantity is not None), None)
    quantity = items[index].quantity
    if whole is None or quantity is None or {whole.kind, quantity.kind} != {"count"} or whole.value < quantity.value:
        return None
    opening = [token.text for token in tokens[noun : whole.first]]
    closing = [token.text for token in tokens[whole.high : whole.high + 3]]
    end = next((n for n in (0, 2) if closing[:n] == ["chỉ", "tiêu"][:n] and closing[n : n + 1] == [")"]), None)
    if opening[:1] != ["("] or " ".join(opening[1:]) not in _OUT_OF or end is None:
        return None
    return whole.high + end + 1, whole.value


def _both(quantity: Quantity, status: ObsStatus) -> list[TargetReading]:
    assert quantity.of is not None
    met = TargetReading("targets_met", quantity.value, status, "targets:fraction")
    return [met, TargetReading("targets_total", quantity.of, status, "targets:fraction")]


def _is_half_way(items: Sequence[Item], index: int, tokens: Sequence[Token], noun: int) -> bool:
    """*14/21 chỉ tiêu đạt trên 50% kế hoạch năm*: that far and not met."""
    behind = (item.quantity for item in items[index + 1 :] if item.quantity is not None)
    following = next(behind, None)
    if following is None or following.value >= _ALL:
        return False
    if following.kind != "percent":
        end = next(behind, None)  # "từ 80 đến trên 100%"
        if end is None or end.kind != "percent" or tokens[following.high].text not in _TO:
            return False
    between = [token.text for token in tokens[noun : following.first]]
    if "đạt" in between and OF_ALL.issuperset(between[: between.index("đạt")]):
        between = between[between.index("đạt") :]  # "21/24 chỉ tiêu kinh tế - xã hội đạt từ 95% kế hoạch"
    return between[:1] in (["đạt"], ["thực"]) and _HALF_WAY.issuperset(between)


def _of_share(quantity: Quantity, said: Said, status: ObsStatus) -> list[TargetReading] | None:
    """*40% chỉ tiêu vượt mức*."""
    if said.exceeded_right and not any(word in {"đạt", "bằng", "tăng", "vượt"} for word in said.left[-2:]):
        return [TargetReading("targets_exceeded_rate", quantity.value, status, "targets:exceeded-share")]
    return None


def _of_fraction(quantity: Quantity, said: Said, status: ObsStatus, *, together: bool) -> list[TargetReading]:
    """*23/25 chỉ tiêu*; ``together`` where another fraction of the sentence is of the exceeded ones alone."""
    assert quantity.of is not None
    if quantity.of * _MORE_THAN_SET < quantity.value:
        return []
    total = TargetReading("targets_total", quantity.of, status, "targets:fraction")
    if said.is_denied:
        return [total]  # "7 trong tổng số 25 chỉ tiêu không hoàn thành"
    if said.only_exceeded:
        return [TargetReading("targets_exceeded", quantity.value, status, "targets:fraction"), total]
    if said.met_right and not said.exceeded_right and not said.exceeded_left and together:
        return [total]  # "10/24 chỉ tiêu vượt, 11/24 chỉ tiêu đạt": the met ones are both together
    return _both(quantity, status)


def _of_count(quantity: Quantity, said: Said, status: ObsStatus, *, alone: bool) -> list[TargetReading]:
    """*hoàn thành 15 chỉ tiêu*, *đề ra 17 chỉ tiêu*; ``alone`` where those met are not told in two groups."""
    left, right = said.left, said.right
    if left[-2:] in (["trong", "số"], ["tổng", "số"]) or left[-3:] == ["trong", "tổng", "số"]:
        return [TargetReading("targets_total", quantity.value, status, "targets:of-all")]
    if said.only_exceeded:
        return [TargetReading("targets_exceeded", quantity.value, status, "targets:exceeded")]
    if left[-2:] in _IN_ALL and not (said.met_left or said.met_right or said.exceeded_right):
        return [TargetReading("targets_total", quantity.value, status, "targets:of-all")]  # "…; tổng cộng 24 chỉ tiêu"
    whole = bool(set(left[-2:]) & {"bộ", "cả"})  # "hoàn thành toàn bộ 17 chỉ tiêu", "cả 17 chỉ tiêu đều đạt"
    if left[-2:] == ["còn", "lại"]:
        return []  # "Còn lại 3 chỉ tiêu đạt", behind those exceeded
    if said.met_right and not said.met_left:
        if (whole or "đều" in right[:_ALL_REACH]) and left[-1:] != ["có"]:
            return _all_met(quantity, status)
        return [TargetReading("targets_met", quantity.value, status, "targets:met")] if alone else []
    if status == "target" and (said.exceeded_left or said.met_left):
        return [TargetReading("targets_total", quantity.value, "target", "targets:to-meet")]
    if said.met_left and whole:
        return _all_met(quantity, status)
    if said.met_left and (said.exceeded_left or not set(left[-2:]) & {"số", "tổng"}):
        return [TargetReading("targets_met", quantity.value, status, "targets:met")]
    has_only = left[-1:] in (["có"], ["với"]) and bool(right) and right[0] not in _WHOLE
    if " ".join(left[-4:]).endswith(("đưa ra", "đưa ra hệ thống")):
        status = "target"  # "phường đưa ra hệ thống 26 chỉ tiêu" says as much as "đề ra"
    if left[-2:] == ["tất", "cả"] and any(pair in {("đề", "ra"), ("đặt", "ra")} for pair in pairwise(left)):
        return [TargetReading("targets_total", quantity.value, status, "targets:set")]  # "đề ra cho nhiệm kỳ tất cả 16"
    is_set = set(left[-4:]) & _DECIDED or (set(left[-4:]) & _SET and not has_only) or set(right[:7]) & _SET_BEHIND
    return [TargetReading("targets_total", quantity.value, status, "targets:set")] if is_set else []


def _all_met(quantity: Quantity, status: ObsStatus) -> list[TargetReading]:
    names = ("targets_met", "targets_total")
    return [TargetReading(name, quantity.value, status, "targets:met-all") for name in names]


def _are_criteria(tokens: Sequence[Token], noun: int) -> bool:
    """*cả huyện đạt 177 chỉ tiêu, bình quân 16,1 tiêu chí/xã*: all of those that the communes met."""
    return "tiêu chí / xã" in " ".join([token.text for token in tokens[noun : noun + _CRITERIA_REACH]])


def _others_exceed(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> bool:
    """Whether another fraction of targets in the sentence is of those that were only exceeded."""
    for j, item in enumerate(items):
        noun = noun_at(tokens, item.quantity.high) if item.quantity is not None and j != index else None
        if noun is not None and item.quantity is not None and item.quantity.kind == "fraction":
            right = words_beside(tokens, items, j, back=False, start=noun)
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
    return (previous, quantity.value) if words in _OUT_OF else None
