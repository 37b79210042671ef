"""The words around a figure, as the rules of what narrows it ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tasks.grammar.telling import Telling

BEHIND_REACH: Final = 2  # words behind a figure that say what it was for
REST_REACH: Final = 4  # words behind a count that say which of them are meant
_RECEIVING: Final = tuple(f" {verb}" for verb in load_words("narrowing.yaml")["receiving"])


def opening(phrases: Iterable[str]) -> tuple[str, ...]:
    """Phrases as words open with them, each with the blank behind it."""
    return tuple(f"{phrase} " for phrase in phrases)


def behind(told: Telling, index: int, reach: int = BEHIND_REACH) -> str:
    """The words right behind an item."""
    high = told.items[index].high
    return told.words(high, high + reach)


def has(words: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands among some words, which begin and end with a blank."""
    return any(f" {phrase} " in words for phrase in phrases)


def begins(words: str, phrases: tuple[str, ...]) -> bool:
    """Whether some words open with one of the phrases, each of which ends with a blank."""
    return f"{words} ".startswith(phrases)


def receives(told: Telling, low: int) -> bool:
    """*hỗ trợ 120 hộ nghèo*, *cho 20% số hộ nghèo*: whether the words before a token give something to some."""
    return f" {told.words(max(0, low - REST_REACH), low)}".endswith(_RECEIVING)


def without_leads(words: str, leads: Iterable[str]) -> str:
    """Some words without what may lead to them, each lead taken off once, in their order."""
    for lead in leads:
        words = words.removeprefix(lead)
    return words
