"""What a pattern of time found, and the mention that is made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

MentionKind = Literal[
    "day",
    "month",
    "months",
    "quarter",
    "half",
    "year",
    "span",
    "term",
    "served",
    "same",
    "same_month",
    "part",
    "holiday",
    "now",
    "ytd",
    "base",
    "before",
    "average",
    "other",
]

WITHIN_A_YEAR: Final = frozenset({"month", "same_month", "months", "quarter", "half"})
"""Kinds of mentions that tell a part of a year."""

_WORDS: Final[dict[str, int]] = {
    word: n
    for n, words in enumerate(
        ("", "một", "hai", "ba", "bốn tư", "năm", "sáu", "bảy bẩy", "tám", "chín", "mười", "mười một", "mười hai")
    )
    for word in (words.split() if n < 11 else [words])
    if n
}
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_UNTIL: Final = ("đến", "tới", "tính", "hết", "lũy kế", "thời điểm")


class PeriodMention(Record, frozen=True):
    """A mention of time; ``start``/``end`` are offsets into the folded text. Missing years are ``None``.

    ``offset`` is the year relative to the article's (``năm ngoái`` is -1). ``until`` marks "đến", "tính đến", "hết".
    """

    kind: MentionKind
    start: int
    end: int
    year: int | None = None
    offset: int | None = None
    number: int | None = None  # month, quarter, half, count of months, last year of a span, first of a term
    day: int | None = None
    until: bool = False
    alone: bool = False  # "trong tháng 3": that month alone
    same_year_base: bool = False  # a comparison with another base than the same period of the year before
    part: str = ""  # of a base: the part of its year, "Q1", "H1", "M03"
    text: str = ""


class Found(Record, frozen=True):
    """What a pattern found; ``groups`` are the pattern's own, a few of those that its kind has."""

    text: str
    span: tuple[int, int]
    groups: Mapping[str, str | None]

    def words(self, *names: str) -> str:
        """The first of the groups that holds words, or nothing."""
        for name in names:
            if told := self.groups.get(name):
                return told
        return ""

    def year(self, *names: str) -> int | None:
        told = self.words(*names)
        return int(told) if told else None

    @property
    def until(self) -> bool:
        return any(word in self.text for word in _UNTIL)


def number_of(text: str) -> int | None:
    text = " ".join(text.split())
    if text.isdigit():
        return int(text)
    return {"giêng": 1, "chạp": 12, "đầu": 1, "cuối": 4}.get(text) or _ROMAN.get(text) or _WORDS.get(text)


def years_off(text: str) -> int | None:
    text = " ".join(text.split())
    return {"ngoái": -1, "trước": -1, "tới": 1, "sau": 1, "sang năm": 1, "nay": 0}.get(text)
