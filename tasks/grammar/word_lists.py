"""The word lists of the grammar: YAML beside the code, so that who speaks the language can review it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@cache  # several modules take their words from one file
def load_words(name: str) -> Mapping[str, Any]:
    """The content of one list, by its file's name; not to be changed."""
    source = (files("tasks.grammar") / name).read_text(encoding="utf-8")
    # Built without its C library, the package still has the slower loader.
    data: Mapping[str, Any] = (
        yaml.load(source, Loader=yaml.CSafeLoader) if yaml.__with_libyaml__ else yaml.safe_load(source)
    )
    return data


def split_phrases(phrases: list[str]) -> tuple[tuple[str, ...], ...]:
    """Phrases as the words that they are matched by, in their order."""
    return tuple(tuple(phrase.split()) for phrase in phrases)


def by_word(phrases: Sequence[tuple[str, ...]], position: int) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases by the word at one position: 0 for the first, -1 for the last."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        found[phrase[position]].append(phrase)
    return {word: tuple(with_word) for word, with_word in found.items()}
