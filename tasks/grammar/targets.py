"""Chỉ tiêu: how many targets were set, met, exceeded. The number stands before the word, the verb on either side."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.targets_told import TargetReading, counted_before, counts_targets, noun_at, of_share_behind, told_on
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.tokens import Token
    from tasks.records.observation import ObsStatus

_GROUP_WORDS: Final = frozenset({"lĩnh", "về", "thuộc", "nhóm", "thành"})
_SET: Final = frozenset(
    {"ra", "giao", "gồm", "qua", "với", "dựng", "nghị", "số", "định", "trong", "có", "trên", "hiện", "kế", "đặt"}
)
_MET_REACH: Final = 8  # words from the targets to what was done of them
_ALL_REACH: Final = 6  # words from the targets to "đều"
_STOPS: Final = frozenset({";", ".", "("})
_DECIDED: Final = frozenset({"nhất", "quyết", "trình", "chốt"})
_SET_BEHIND: Final = frozenset({"ra", "giao", "yếu", "cơ", "thì", "nghị"})
_WHOLE: Final = frozenset({"chủ", "cụ", "đề", "được", "cơ", "kinh", "thì"})  # behind "có 17 chỉ tiêu": all of them
_OUT_OF: Final = frozenset({"trên", "trên tổng", "trên tổng số", "trong tổng số", "trong số", "trong tổng"})
_MORE_THAN_SET: Final = 1.2  # "27/25 chỉ tiêu": more were reached than had been set
_ALL: Final = 100  # percent
_OF_ALL: Final = frozenset(
    {"kinh", "tế", "-", "xã", "hội", "kt", "xh", "chủ", "yếu", "chính", "cơ", "bản", "được", "giao", "đã", "năm"}
)
_HALF_WAY: Final = frozenset(
    {"đạt", "thực", "hiện", "đến", "trên", "từ", "hơn", "gần", "khoảng", "dưới", "được", "tỷ", "lệ"}
)
_TO: Final = frozenset({"đến", "-", "tới"})
_ALMOST: Final = frozenset({"cận", "gần", "xấp"})
_TOLD_REACH: Final = 14  # tokens from a fraction back to the targets that it is of
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
        if quantity.kind == "fraction" and _are_told_before(tokens, quantity):
            return _both(quantity, status)
        return told_on(items, index, tokens, status) if quantity.kind == "count" else None
    smaller = _smaller_told_on(items, index, tokens)
    if smaller is not None:  # "19 trên tổng số 21 chỉ tiêu"
        index, value = smaller
        quantity = replace(quantity, kind="fraction", value=value, of=quantity.value)
    said = _Said.around(items, index, tokens, noun)
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
    if quantity.kind == "fraction" and _is_of_field(tokens, quantity):
        return []
    if quantity.kind == "fraction":
        read = _of_fraction(quantity, said, status, together=_others_exceed(items, index, tokens))
        return [one for one in read if not half_way or one.indicator == "targets_total"]
    if (quantity.spelled and quantity.value < _FEW) or said.is_of_group:
        return []
    groups = sum(other.quantity is not None and counts_targets(tokens, other.quantity) for other in items)
    alone = said.exceeded_right or groups == 1 or all(token.text != "vượt" for token in tokens)
    return _of_count(quantity, said, status, alone=alone)


def _are_told_before(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """*Chỉ tiêu đạt và vượt kế hoạch là 15/15*, *đề ra 19 chỉ tiêu thì đạt và vượt 19/19*: told before the number."""
    words = [token.text for token in tokens[max(0, quantity.first - _TOLD_REACH) : quantity.first]]
    nouns = [n for n in range(len(words)) if words[n : n + 2] == ["chỉ", "tiêu"]]
    if words[-1:] not in (["là"], [":"], ["đạt"], ["vượt"]) or not nouns:
        return False
    done = words[nouns[-1] + 2 :]
    return ("đạt" in done or "hoàn" in done) and not {"không", "chưa", ",", ";"} & set(done)


def _is_of_field(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """*ở lĩnh vực kinh tế, 15/16 chỉ tiêu đạt*: those of one field, named before a comma."""
    words = [token.text for token in tokens[max(0, quantity.first - _TOLD_REACH) : quantity.first]]
    starts = (n for n in range(len(words) - 1, -1, -1) if words[n] in _STOPS)
    clause = words[next(starts, -1) + 1 :]
    opened = next((n for n, pair in enumerate(pairwise(clause)) if pair == ("lĩnh", "vực")), None)
    return opened is not None and "," in clause[opened:] and not {"các", "mọi", "nhiều"} & set(clause[:opened])


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
    if "đạt" in between and _OF_ALL.issuperset(between[: between.index("đạt")]):
        between = between[between.index("đạt") :]  # "21/24 chỉ tiêu kinh tế - xã hội đạt từ 95% kế hoạch"
    return between[:1] in (["đạt"], ["thực"]) and _HALF_WAY.issuperset(between)


def _of_share(quantity: Quantity, said: _Said, status: ObsStatus) -> list[TargetReading] | None:
    """*40% chỉ tiêu vượt mức*."""
    if said.exceeded_right and not any(word in {"đạt", "bằng", "tăng", "vượt"} for word in said.left[-2:]):
        return [TargetReading("targets_exceeded_rate", quantity.value, status, "targets:exceeded-share")]
    return None


def _of_fraction(quantity: Quantity, said: _Said, status: ObsStatus, *, together: bool) -> list[TargetReading]:
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


def _of_count(quantity: Quantity, said: _Said, status: ObsStatus, *, alone: bool) -> list[TargetReading]:
    """*hoàn thành 15 chỉ tiêu*, *đề ra 17 chỉ tiêu*; ``alone`` where those met are not told in two groups."""
    left, right = said.left, said.right
    if left[-2:] in (["trong", "số"], ["tổng", "số"]) or left[-3:] == ["trong", "tổng", "số"]:
        return [TargetReading("targets_total", quantity.value, status, "targets:of-all")]
    if said.only_exceeded:
        return [TargetReading("targets_exceeded", quantity.value, status, "targets:exceeded")]
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


class _Said(Record, frozen=True):
    """The words around a number of targets, and what they say was done of them."""

    left: list[str]
    right: list[str]
    exceeded_left: bool
    exceeded_right: bool
    met_left: bool
    met_right: bool

    @classmethod
    def around(cls, items: Sequence[Item], index: int, tokens: Sequence[Token], noun: int) -> _Said:
        """``noun`` is the token behind *chỉ tiêu*."""
        left = _words(tokens, items, index, back=True)
        if left and left[0] in {"vượt", "hoàn"} and "vượt" in left and _is_met_before(items, index, tokens, len(left)):
            left = ["đạt", "và", *left]  # "đã đạt, vượt 20/22 chỉ tiêu"
        if left[-1:] == ["và"] and counted_before(items, index, tokens):
            left = []  # "10 chỉ tiêu đạt kế hoạch và 1 chỉ tiêu đúng hướng": the verb is the first group's
        if left[-1:] == ["là"] and "vượt" in left[-5:]:
            left = left[:-1]  # "số vượt kế hoạch là 13 chỉ tiêu"
        if left[-2:] == ["kế", "hoạch"] and "vượt" in left[-4:-2]:
            left = left[:-2]  # "hoàn thành vượt mức kế hoạch 8 chỉ tiêu"
        right = _words(tokens, items, index, back=False, start=noun)
        near = " ".join(left[-7:])
        # "đạt và vượt 22/22" are the met ones
        beyond = near.endswith(("hoàn thành vượt mức", "hoàn thành vượt", "đạt vượt", "vượt mức"))
        met_left = ("đạt" in left[-7:] or "hoàn thành" in near or "về đích" in near) and not (
            beyond and "và" not in left[-6:]
        )
        # "16 chỉ tiêu kinh tế - xã hội …"
        which = next((n for n, word in enumerate(right) if word not in _OF_ALL and not _is_year(word)), 0)
        done = right[which : right.index("thì")] if "thì" in right[which:] else right[which:]
        all_beyond = " ".join(done[:4]).startswith(("hoàn thành vượt", "đạt vượt"))  # "8 chỉ tiêu hoàn thành vượt mức"
        met_right = not all_beyond and any(word in {"đạt", "hoàn", "đích"} for word in done[:_MET_REACH])
        own = right[: right.index("thì")] if "thì" in right else right  # "đề ra 19 chỉ tiêu thì xã đạt và vượt 19/19"
        together = 6 if own[:3] == ["hoàn", "thành", "và"] else 5  # "hoàn thành và hoàn thành vượt kế hoạch"
        exceeded = (
            all_beyond or "vượt" in own[:together] or "vượt" in own[which : which + 2]
        )  # "chỉ tiêu kinh tế - xã hội đều vượt"
        return cls(left, right, "vượt" in left[-3:], exceeded, met_left, met_right)

    @property
    def is_denied(self) -> bool:
        """*2 chỉ tiêu không đạt*, *1 chỉ tiêu cơ bản hoàn thành*, *đã đánh giá 13/15 chỉ tiêu*."""
        if any(word in {"chưa", "không"} for word in (*self.left[-3:], *self.right[:2])):
            return True
        if any(low in self.right[:2] for low in ("thấp", "dưới")) or self.right[:3] == ["cơ", "bản", "hoàn"]:
            return True
        assessed = "đánh giá" in (" ".join(self.left[-2:]), " ".join(self.left[-3:-1]))
        assessed = assessed or "đánh giá" in " ".join(self.right[:4])
        return assessed or any(word in _ALMOST for word in self.right[:2]) or self.right[:1] == ["khó"]

    @property
    def is_of_others(self) -> bool:
        """Places for pupils or staff; the targets of one programme, not the district's."""
        if {"đô", "thị", "loại"} <= set(self.right[:6]):
            return True  # "42/59 chỉ tiêu của đô thị loại I"
        programme = self.right[1:] if self.right[:1] in (["xây"], ["về"]) else self.right
        if ["nông", "thôn"] in (programme[:2], programme[1:3]) or self.left[:2] == ["bổ", "sung"]:
            return True  # "9/9 chỉ tiêu xây dựng nông thôn mới", "nhóm chỉ tiêu bổ sung có 10 chỉ tiêu"
        admitted = "tuyển" in self.left or {"tuyển", "biên", "ngành"} & set(self.right[:3])
        words = set(self.left)
        return bool(admitted) or {"chương", "trình"} <= words or {"đề", "án"} <= words or "tiêu" in self.left[:1]

    @property
    def is_of_group(self) -> bool:
        """*7 chỉ tiêu về kinh tế*."""
        grouped = bool(self.right) and self.right[0] in _GROUP_WORDS and self.right[:2] != ["thành", "phố"]
        done = self.exceeded_right or self.exceeded_left
        return grouped and not done and not set(self.left[-4:]) & {"ra", "giao", "tổng"}

    @property
    def only_exceeded(self) -> bool:
        """*vượt 7 chỉ tiêu*, *7 chỉ tiêu vượt kế hoạch*."""
        return not self.met_left and (self.exceeded_left or (self.exceeded_right and not self.met_right))


def _are_criteria(tokens: Sequence[Token], noun: int) -> bool:
    """*cả huyện đạt 177 chỉ tiêu, bình quân 16,1 tiêu chí/xã*: all of those that the communes met."""
    return "tiêu chí / xã" in " ".join([token.text for token in tokens[noun : noun + _CRITERIA_REACH]])


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()


def _is_met_before(items: Sequence[Item], index: int, tokens: Sequence[Token], count: int) -> bool:
    """Whether a comma and, before it, a verb of meeting stand before the last ``count`` words: *hoàn thành, vượt*."""
    quantity = items[index].quantity
    comma = (quantity.first if quantity is not None else items[index].low) - count - 1
    return comma > 0 and tokens[comma].text == "," and tokens[comma - 1].text in {"đạt", "thành"}


def _others_exceed(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> bool:
    """Whether another fraction of targets in the sentence is of those that were only exceeded."""
    for j, item in enumerate(items):
        noun = noun_at(tokens, item.quantity.high) if item.quantity is not None and j != index else None
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
    return (previous, quantity.value) if words in _OUT_OF else None


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
    following = min(
        (other.low for other in items if other.kind == "quantity" and other.low >= begin), default=len(tokens)
    )
    which = begin
    while which < following and tokens[which].text in _OF_ALL:
        which += 1
    words = [token.text for token in tokens[begin : min(following, which + 10)]]
    for n, word in enumerate(words):
        if word in _STOPS or (word in {",", ")"} and words[max(0, n - 1) : n + 2] != ["đạt", ",", "vượt"]):
            return words[:n]
    return words
