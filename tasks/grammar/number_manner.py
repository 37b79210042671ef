"""In which manner a text writes its numbers: *1.234,5* or, as English does, *1,234.5*."""

from __future__ import annotations

import re
from typing import Final

_GROUP: Final = re.compile(r",\d{3}[.,]")
# Thousands and decimals told apart beyond doubt, in the English manner and in the Vietnamese one.
_ENGLISH: Final = re.compile(r"\d(?<![\d.,]\d)\d{0,2}(?:(?:,\d{3})+\.\d|(?:,\d{3}){2,}(?![\d,]))")
_VIETNAMESE: Final = re.compile(r"\d(?<![\d.,]\d)\d{0,2}(?:(?:\.\d{3})+,\d|(?:\.\d{3}){2,}(?![\d.]))")
_ENGLISH_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?$|\d+\.\d+$")
_SWAPPED: Final = str.maketrans(",.", ".,")


def tells_numbers_apart(text: str) -> bool:
    """Whether some number of a text tells beyond doubt that all of them are written in the English manner."""
    if _GROUP.search(text) is None:
        return False
    return _ENGLISH.search(text) is not None and _VIETNAMESE.search(text) is None


def may_be_english(text: str) -> bool:
    """Whether some lines of a text may tell that."""
    return _GROUP.search(text) is not None and _ENGLISH.search(text) is not None


def is_english(number: str) -> bool:
    """Whether a number may be one in the English manner."""
    return _ENGLISH_NUMBER.match(number) is not None


def swapped(number: str) -> str:
    """A number of the English manner in the Vietnamese one."""
    return number.translate(_SWAPPED)
