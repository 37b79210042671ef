"""Which of a stock are meant: those above the standard, schools of one level, or all that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.narrowed_owners import OUT_OF
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.telling import Telling

_WORDS: Final = load_words("narrowing.yaml")
_GRADES: Final = tuple(_WORDS["grades"])
_SCHOOLS: Final = tuple(_WORDS["schools"])
_GRADE_REACH: Final = 12  # words behind a count in which its grade stands
_SUBJECT_REACH: Final = 2  # words behind the name of those that are counted in which their grade stands
_OF_A_WHOLE: Final = frozenset({"trên tổng số", "trong tổng số", "trên tổng cộng"})
_WHOLE_REACH: Final = 3  # words that say that the number behind them is the whole


def is_of_other_grade(told: Telling, index: int, subject: str) -> bool:
    """*Huyện đã đạt chuẩn nông thôn mới, có thêm 2 xã hoàn thành tiêu chí nâng cao*: a grade that was not named."""
    grades = [grade for grade in told.held(_GRADES) if grade not in subject]
    reach = _GRADE_REACH if told.items[index].quantity is not None else _SUBJECT_REACH
    high = told.items[index].high
    behind = f" {told.words(high, high + reach).split(' ,')[0]} "
    return bool(grades) and any(f" {grade} " in behind for grade in grades)


def is_of_one_level(told: Telling, index: int, between: str) -> bool:
    """*12 trường tiểu học đạt chuẩn quốc gia*, *18 trường THCS, trong đó 9 trường đạt chuẩn*: schools of one level."""
    schools = told.held(_SCHOOLS)
    if schools and told.text_before(index) == "trong đó":
        between = f"{told.words(0, told.items[index].low)} {between}"
    return sum(f" {school} " in f" {between} " for school in schools) == 1


def is_whole_of_stock(told: Telling, index: int, claim: Claim) -> bool:
    """*Bảy trong số mười xã đã đạt chuẩn*: ten is how many there are; *118 trong số 156 vụ* tells all that happened."""
    if index < 2 or not told.indicator(claim.indicator).stock:
        return False
    low = told.quantity(index).first
    again = any(one.indicator == claim.indicator for j, one in told.claims.items() if j < index and one)
    if again and told.words(max(0, low - _WHOLE_REACH), low) in _OF_A_WHOLE:
        return True  # "41 trường đạt chuẩn trên tổng số 68 trường"
    if told.text_before(index) == "trong" and _is_counted_again(told, index):
        return True  # "Đến nay, trong 69 trường học của huyện đã có 67 trường đạt chuẩn"
    return told.text_before(index) in OUT_OF and told.items[index - 2].quantity is not None


def _is_counted_again(told: Telling, index: int) -> bool:
    """Whether some of what is counted at ``index`` are counted behind it."""
    nouns = [told.texts[told.items[j].high : told.items[j].high + 1] for j in told.quantities() if j >= index]
    return bool(nouns[0]) and nouns[0] in nouns[1:]
