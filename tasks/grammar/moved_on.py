"""Sentences that only tell how the figure of the one before moved, or how much of its plan it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import has_own_noun
from tasks.grammar.figures import Claim
from tasks.grammar.surroundings import base_in, says_more
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_VERBS: Final = ("reach", "exceed", "up", "down")
_WORDS: Final = load_words("lists.yaml")
_POINTS: Final = (
    *_WORDS["points_back"],
    *(f"{points} {noun}" for points in _WORDS["points"] for noun in _WORDS["pointed_to"]),
)
"""What a sentence opens with that speaks of the figure before it: *Đây là mức cao nhất, vượt 12% dự toán*."""
_CLAUSES: Final = frozenset({",", "khi", "vì", "do", "nhờ", "dù", "mặc dù", "tuy", "và", "nhưng", "song", "bởi", "("})
_POINTER_REACH: Final = 8  # tokens of an opening in which it stands
_REACH: Final = 24  # items from the sentence's beginning to its number
_VERB_REACH: Final = 3  # items between the verb and the number
_MOST_UNKNOWN: Final = 14  # unknown words behind what points back
_NAMES: Final = frozenset({"form", "lead", "follow", "sector", "topic", "frame"})


def moved_on(told: Telling, number: Number) -> Claim | None:
    """*So với cùng kỳ, tăng 11,6%.*, *Đây là kết quả đáng mừng khi bằng tới 58% dự toán*: of the figure before it.

    The sentence before told one indicator alone, this one names none, and what the percentage is of is told.
    """
    state, index = told.state, number.index
    name = state.last_level
    if number.quantity.kind != "percent" or number.previous is not None or name is None or index > _REACH:
        return None
    if state.last_sentence != told.sentence.index - 1 or state.recent != (name,) or not state.recent_told:
        return None
    around = told.around(index)
    verbs = [n for n, item in enumerate(around.left[:_VERB_REACH]) if item.has(*_VERBS, "done") or says_more(item)]
    # "So với cùng kỳ, tăng 11,6%": the base may stand on the far side of the comma
    base = base_in(around.right) or base_in(around.left) or base_in(around.before_break)
    before = told.items[:index]
    if not verbs and not _names_move(before):
        return None
    if base not in {"plan", "prev"} or has_own_noun(told, index) or not _is_measured(told, name, base):
        return None
    if any(_is_of_other(told, item, name) for item in before):
        return None
    unknown = sum(_is_strange(item) for item in before)
    clause = told.items[told.clause_start(index, _CLAUSES) : index]
    if unknown > (_MOST_UNKNOWN if _points_back(told) else 0) or any(map(_is_strange, clause)):
        return None  # "Đây là kết quả đáng mừng khi đàn lợn tăng 12% so với năm trước"
    # "Tốc độ tăng so với cùng kỳ đạt 8,4%": the movement is what the percentage is of
    subject = next((j for j in range(min(2, index)) if before[j].has("up", "down")), index)
    return Claim(name, subject, "moved-on", unknown)


def only_moves(clause: Sequence[Item]) -> bool:
    """*còn so với năm trước thì tăng 11,6%*, *mức tăng so với cùng kỳ là 8,4%*: a verb and a base, and no subject."""
    if not any(item.has(*_VERBS) for item in clause) or base_in(clause) is None:
        return False
    return all(
        ((item.kind == "cue" or item.has("pronoun")) and not item.has("org", "part_of", "share"))
        or (item.period is not None and item.period.kind == "base")
        for item in clause
    )


def _is_strange(item: Item) -> bool:
    return item.kind == "word" or (item.kind == "phrase" and not item.cues)


def _names_move(before: Sequence[Item]) -> bool:
    """*Mức tăng so với năm ngoái là 8,4%*: the movement is the subject."""
    return bool(before) and any(item.has("up", "down") for item in before[:2]) and before[-1].has("copula", "reach")


def _is_measured(told: Telling, name: str, base: str) -> bool:
    indicator = told.indicator(name)
    if indicator.is_rate:
        return base == "prev" and told.around(told.quantities()[0]).left_has("up", "down")
    return ("plan_ratio" if base == "plan" else "growth") in indicator.measures


def _is_of_other(told: Telling, item: Item, name: str) -> bool:
    """Whether an item speaks of something else: another indicator, a part, a body, a province."""
    if item.has("org", "part_of", "share", "average", "remaining"):
        return True
    if item.place is not None and item.place.level != "district":
        return True
    moves = item.has("up", "down") and " " not in item.text  # "giảm", which households may follow, too
    meant = [p for p in item.phrases if p.role != "follow" or not told.indicator(p.name).is_count]  # "đã về đích sớm"
    return not moves and any(phrase.role in _NAMES or phrase.name == name for phrase in meant)


def _points_back(told: Telling) -> bool:
    opening = f" {told.words(0, _POINTER_REACH)} "
    return any(f" {words} " in opening for words in _POINTS)
