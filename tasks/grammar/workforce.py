"""Jobs that enterprises, projects and models have, which are no jobs that the district made in a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.had import HAS_NOW
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling

_MAKERS: Final = tuple(load_words("narrowing.yaml")["makers"])
_PLAN_REACH: Final = 7  # items behind the jobs in which a plan stands


def is_of_those_employed(told: Telling, index: int, subject: int) -> bool:
    """Whether the jobs at ``index``, named at ``subject``, are those that bodies counted before have."""
    return _is_workforce(told, index, subject) or _is_made_by(told, subject)


def _is_workforce(told: Telling, index: int, subject: int) -> bool:
    """*Thị xã có 1.482 doanh nghiệp, trong đó 412 doanh nghiệp FDI, giải quyết việc làm cho 120.000 lao động*.

    All who work where they are is no figure of a year's jobs, unless those are said to be new or planned.
    """
    item = told.items[subject]
    if not item.text.startswith(("tạo", "giải quyết")) or told.text_before(subject) not in {",", "và"}:
        return False
    if "mới" in item.text.split() or any(one.has("plan") for one in told.items[index : index + _PLAN_REACH]):
        return False
    start = told.clause_start(subject - 1, {";", ":"})
    counted = [j for j in range(start, subject) if told.items[j].quantity is not None]
    if not counted or told.text_before(counted[0]) not in HAS_NOW:
        return False
    if any(item.has("org") for item in told.items[start : counted[0]]):
        return False  # "Các khu công nghiệp có 412 doanh nghiệp": of a body, whatever it is
    nouns = (told.words(told.items[j].high, told.items[j].high + 3) for j in counted)
    return all(noun.startswith(_MAKERS) for noun in nouns) and all(
        (claim := told.claims.get(j)) is None or told.indicator(claim.indicator).stock for j in counted
    )


def _is_made_by(told: Telling, subject: int) -> bool:
    """*Đã có 8 dự án đi vào hoạt động, tạo việc làm cho 1.450 lao động*: theirs, where no district is spoken of."""
    item = told.items[subject]
    if not item.text.startswith(("tạo", "giải quyết")) or told.text_before(subject) != ",":
        return False
    start = told.clause_start(subject - 1, {";", ":", ","})
    for j in range(start, subject):
        if told.items[j].place is not None or told.items[j].text in {"huyện", "quận", "thị xã", "thành phố", "xã"}:
            return False
    counted = next((j for j in range(start, subject) if told.items[j].quantity is not None), None)
    if counted is None or told.text_before(counted) not in {"có", "hiện có", "đã có", ""}:
        return False
    return told.words(told.items[counted].high, told.items[counted].high + 3).startswith(_MAKERS)
