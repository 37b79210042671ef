"""Years told as so many after one that the sentence tells: *Năm 2015, tỷ lệ này là 58%; bảy năm sau đã là 76%*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.period_mentions import number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.tokens import Token

_YEARS: Final = re.compile(r"(?P<n>\S+(?: hai| một)?) năm(?P<behind> sau)?")
_INEXACT: Final = frozenset({"hơn", "gần", "khoảng", "chừng", "ngót"})


def with_years_after(
    periods: Sequence[tuple[int, int, PeriodMention]], tokens: Sequence[Token], year: int | None
) -> Sequence[tuple[int, int, PeriodMention]]:
    """The mentions of a sentence, those of years passed as the years that they come to, up to the article's."""
    if year is None or not any(mention.kind == "other" for _, _, mention in periods):
        return periods
    found: list[tuple[int, int, PeriodMention]] = []
    begun: int | None = None
    for low, high, mention in periods:
        if mention.kind == "year" and mention.year is not None:
            begun = mention.year
        passed = _passed(mention, tokens, low) if begun is not None else None
        later = begun + passed if begun is not None and passed is not None else None
        if later is not None and later <= year:
            told = replace(mention, kind="year", year=later, text=f"năm {later}")
            found.append((low, high, told))
        else:
            found.append((low, high, mention))
    return found


def _passed(mention: PeriodMention, tokens: Sequence[Token], low: int) -> int | None:
    """How many years have passed: *ba năm sau*, *sau hai năm*."""
    if mention.kind != "other":
        return None
    match = _YEARS.fullmatch(" ".join(mention.text.split()))
    before = tokens[low - 1].text if low else ""
    if match is None or before in _INEXACT or not (match["behind"] or before == "sau"):
        return None
    return number_of(match["n"])
