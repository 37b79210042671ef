"""The words around a number of targets: *đạt và vượt … chỉ tiêu*, *… chỉ tiêu về kinh tế*, and what they say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.targets_told import counted_before
from tasks.grammar.targets_words import plainly, tells_failure
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.tokens import Token

_GROUP_WORDS: Final = frozenset({"lĩnh", "về", "thuộc", "nhóm", "thành"})
_MET_REACH: Final = 8  # words from the targets to what was done of them
_STOPS: Final = frozenset({";", ".", "("})
_APPOSED: Final = ("cụ thể là", "cụ thể", "chính xác là", "chính xác", "tức là", "tức", "nghĩa là")
OF_ALL: Final = frozenset(
    {"kinh", "tế", "-", "xã", "hội", "kt", "xh", "chủ", "yếu", "chính", "cơ", "bản", "được", "giao", "đã", "năm"}
)
_ALMOST: Final = frozenset({"cận", "gần", "xấp"})


class Said(Record, frozen=True):
    """The words around a number of targets, and what they say was done of them."""

    left: list[str]
    right: list[str]
    exceeded_left: bool
    exceeded_right: bool
    met_left: bool
    met_right: bool

    @classmethod
    def around(cls, items: Sequence[Item], index: int, tokens: Sequence[Token], noun: int) -> Said:
        """``noun`` is the token behind *chỉ tiêu*."""
        left = words_beside(tokens, items, index, back=True)
        if left and left[0] in {"vượt", "hoàn"} and "vượt" in left and _is_met_before(items, index, tokens, len(left)):
            left = ["đạt", "và", *left]  # "đã đạt, vượt 20/22 chỉ tiêu"
        if left[-1:] == ["và"] and counted_before(items, index, tokens):
            left = []  # "10 chỉ tiêu đạt kế hoạch và 1 chỉ tiêu đúng hướng": the verb is the first group's
        if left[-1:] == ["là"] and "vượt" in left[-5:]:
            left = left[:-1]  # "số vượt kế hoạch là 13 chỉ tiêu"
        if left[-2:] == ["kế", "hoạch"] and "vượt" in left[-4:-2]:
            left = left[:-2]  # "hoàn thành vượt mức kế hoạch 8 chỉ tiêu"
        left = plainly(left)
        apposed = " ".join(left).endswith(_APPOSED) and [token.text for token in tokens[noun : noun + 1]] == [","]
        right = plainly(words_beside(tokens, items, index, back=False, start=noun + apposed))
        near = " ".join(left[-7:])
        # "đạt và vượt 22/22" are the met ones
        beyond = near.endswith(("hoàn thành vượt mức", "hoàn thành vượt", "đạt vượt", "vượt mức"))
        met_left = ("đạt" in left[-7:] or "hoàn thành" in near or "về đích" in near) and not (
            beyond and "và" not in left[-6:]
        )
        # "16 chỉ tiêu kinh tế - xã hội …"
        which = next((n for n, word in enumerate(right) if word not in OF_ALL and not _is_year(word)), 0)
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
        if tells_failure(self.left, self.right):
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


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()


def _is_met_before(items: Sequence[Item], index: int, tokens: Sequence[Token], count: int) -> bool:
    """Whether a comma and, before it, a verb of meeting stand before the last ``count`` words: *hoàn thành, vượt*."""
    quantity = items[index].quantity
    comma = (quantity.first if quantity is not None else items[index].low) - count - 1
    return comma > 0 and tokens[comma].text == "," and tokens[comma - 1].text in {"đạt", "thành"}


def words_beside(
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
    while which < following and tokens[which].text in OF_ALL:
        which += 1
    words = [token.text for token in tokens[begin : min(following, which + 10)]]
    for n, word in enumerate(words):
        if word in _STOPS or (word in {",", ")"} and words[max(0, n - 1) : n + 2] != ["đạt", ",", "vượt"]):
            return words[:n]
    return words
