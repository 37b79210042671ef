"""Bygone years: *Hai mươi năm sau, …* tells how many have passed since one, *Người dân khi đó …* goes back to one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tasks.grammar.numbers import spelled_number
from tasks.grammar.period_codes import day_period, year_period
from tasks.grammar.timing_memory import end_look_back
from tasks.grammar.timing_state import YEAR_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.timing_state import Spoken
    from tasks.grammar.tokens import Token

_ABOUT: Final = frozenset({"hơn", "gần", "tròn", "khoảng", "đúng", "chỉ"})
_MOST: Final = 40  # years
_FIVE: Final = 5
_REACH: Final = 8  # tokens from the head of a sentence
_BACK_REACH: Final = 3  # sentences
_THEN: Final = frozenset({"đó", "ấy"})
_TIMES: Final = frozenset({"khi", "lúc", "hồi", "điểm", "năm"})
_THAT_YEAR: Final = frozenset({"năm đó", "năm ấy"})
_FOUNDED: Final = ("mới thành lập", "mới ra đời", "mới tái lập", "mới chia tách")
_FOUNDS: Final = ("thành lập", "ra đời", "lập quận", "lập huyện", "lập thị xã", "chia tách", "tái lập", "lập phường")
_WHILE: Final = "trong"  # "trong khi đó"


def pass_years(tokens: Sequence[Token], spoken: Spoken, last: Period | None) -> bool:
    """Turn to the year that a sentence opens with, told as so many after a bygone one; the article's ends the look.

    ``last`` is the period of the last figure of the sentence before. Tells whether the sentence opens so.
    """
    year = spoken.context.year
    begun = next((one for one in (last, spoken.current) if one is not None and len(one.code) == YEAR_CODE), None)
    if year is None or begun is None or begun.year >= year:
        return False
    passed = _years_after([token.text for token in tokens[:_REACH]], tokens)
    if passed is None:
        return False
    later = begun.year + passed
    home = spoken.home
    if later < year and (home is None or later < home.year):
        spoken.turn_to(year_period(later), brief=True)
    elif home is None or home.year <= begun.year:
        spoken.home = spoken.current = None if later >= year else year_period(later)
    else:
        end_look_back(spoken)
    return True


def turn_back(tokens: Sequence[Token], spoken: Spoken, *, told: bool) -> None:
    """Turn to the bygone year that was told last, where a sentence says *khi đó*; ``told`` if it has its own time."""
    if spoken.current is not None and spoken.current == spoken.founded:
        spoken.current = spoken.since_founding  # a founding is told of in its own sentence alone
    year = spoken.looked_back
    if year is None or told:
        return
    words = [token.text for token in tokens]
    near = spoken.number - spoken.looked_back_in <= _BACK_REACH
    if (near and _goes_back(words)) or (year == spoken.founded and _goes_back_to_founding(words)):
        spoken.since_founding = spoken.current
        of_year = any(" ".join(pair) in _THAT_YEAR for pair in pairwise(words))  # "Năm ấy, quận có 78.000 dân"
        spoken.turn_to(year_period(year.year) if of_year else year, brief=True)
        spoken.looked_back_in = spoken.number


def _goes_back(words: Sequence[str]) -> bool:
    """*khi đó*, *lúc ấy*, but *trong khi đó*."""
    return any(
        noun in _TIMES and then in _THEN and words[i - 1 : i] != [_WHILE]
        for i, (noun, then) in enumerate(pairwise(words))
    )


def _goes_back_to_founding(words: Sequence[str]) -> bool:
    """*Lúc mới thành lập, dân số …*: however long ago its day was told."""
    text = " ".join(words)
    return any(f"{noun} {founded}" in text for noun in _TIMES for founded in _FOUNDED)


def note_founding(mentions: Iterable[PeriodMention], tokens: Sequence[Token], spoken: Spoken) -> None:
    """Keep the one bygone day on which a sentence says that a unit was founded: *ngày 9-11-1987, huyện ra đời*."""
    year = spoken.context.year
    days = [one for one in mentions if one.kind == "day" and one.year is not None and one.day]
    if year is None or len(days) != 1 or (days[0].year or year) >= year - 1:
        return
    words = " ".join([token.text for token in tokens])
    if not any(verb in words for verb in _FOUNDS):
        return
    try:
        day = date(days[0].year or year, days[0].number or 0, days[0].day or 0)
    except ValueError:
        return
    spoken.looked_back = spoken.founded = day_period(day)
    spoken.looked_back_in = spoken.number


def note_bygone(mentions: Iterable[tuple[PeriodMention, Period | None]], spoken: Spoken) -> None:
    """Keep the bygone year that a sentence told last."""
    year = spoken.context.year
    for mention, period in mentions:
        if mention.kind in {"year", "day"} and period is not None and year is not None and period.year < year - 1:
            spoken.looked_back, spoken.looked_back_in = period, spoken.number


def _years_after(words: Sequence[str], tokens: Sequence[Token]) -> int | None:
    """How many years have passed, where the opening words say so."""
    begun = words[:1] == ["sau"]
    i = int(begun)
    while i < len(words) and words[i] in _ABOUT:
        i += 1
    if i >= len(words):
        return None
    if words[i].isdigit():
        number, end = int(words[i]), i + 1
    else:
        spelled = spelled_number(tokens, i)
        if spelled is None:
            return None
        number, end = int(spelled.value), spelled.end
        if end > i + 1 and words[end - 1 : end] == ["năm"]:
            number, end = number - _FIVE, end - 1  # "hai mươi năm sau": no twenty-five
    behind = words[end : end + 3]
    said = behind[:1] == ["năm"] and (begun or behind[1:2] == ["sau"])
    return number if said and 0 < number <= _MOST else None
