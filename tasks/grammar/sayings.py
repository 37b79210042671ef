"""The words of ``said_of.yaml``: ways of telling an indicator by what stands before and behind a number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tasks.grammar.tokens import fold
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Words:
    """Phrases of which one has to stand in a place, by their first and by their last word, the longest first."""

    by_first: Mapping[str, tuple[tuple[str, ...], ...]]
    by_last: Mapping[str, tuple[tuple[str, ...], ...]]
    phrases: tuple[str, ...]

    def end(self, texts: Sequence[str], low: int) -> int | None:
        """Where the longest phrase that begins at ``low`` ends."""
        for words in self.by_first.get(texts[low], ()) if low < len(texts) else ():
            if tuple(texts[low : low + len(words)]) == words:
                return low + len(words)
        return None

    def start(self, texts: Sequence[str], high: int) -> int | None:
        """Where the longest phrase that ends at ``high`` begins."""
        for words in self.by_last.get(texts[high - 1], ()) if high > 0 else ():
            if high >= len(words) and tuple(texts[high - len(words) : high]) == words:
                return high - len(words)
        return None


@dataclass(frozen=True)
class Saying:
    """One way of telling an indicator: ``before`` the number, the ``noun`` right behind it, and ``behind`` that.

    Without a noun of its own it is one that the indicator counts. ``but`` may not stand right behind, one of ``then``
    must; one of ``topic`` has to stand somewhere; ``all`` says that no group of people may be spoken of before,
    ``opens`` that it opens its clause, ``head`` that the number is told for each person, ``home`` that a district's
    name follows; ``strange`` is how many unknown words may tell by whom it is done. ``needs`` are the phrases of
    which one has to stand for any of it, ``begins`` their first words.
    """

    indicator: str
    before: tuple[Words, ...]
    noun: Words | None
    behind: tuple[Words, ...]
    but: Words
    then: frozenset[str] = frozenset()
    topic: tuple[str, ...] = ()
    all: bool = False
    opens: bool = False
    head: bool = False
    home: bool = False
    strange: int = 0
    needs: tuple[str, ...] = ()
    begins: frozenset[str] = frozenset()


def as_words(phrases: Sequence[str]) -> Words:
    """A list of phrases as they are looked for."""
    split = sorted({tuple(fold(phrase).split()) for phrase in phrases}, key=lambda words: (-len(words), words))
    firsts: dict[str, list[tuple[str, ...]]] = {}
    lasts: dict[str, list[tuple[str, ...]]] = {}
    for words in split:
        firsts.setdefault(words[0], []).append(words)
        lasts.setdefault(words[-1], []).append(words)
    return Words(
        {word: tuple(found) for word, found in firsts.items()},
        {word: tuple(found) for word, found in lasts.items()},
        tuple(" ".join(words) for words in split),
    )


@lru_cache(maxsize=1)
def load_sayings() -> tuple[Saying, ...]:
    """All sayings, in the order of the file."""
    data = load_words("said_of.yaml")
    lists: dict[str, Words] = {}

    def words_of(told: Any) -> Words:
        if not isinstance(told, str):
            return as_words(told)
        return lists.setdefault(told, as_words(data["lists"][told.removeprefix(":")]))

    out: list[Saying] = []
    for name, sayings in data["said"].items():
        for one in sayings:
            before = tuple(words_of(words) for words in one.get("before", ()))
            behind = tuple(words_of(words) for words in one.get("behind", ()))
            noun = words_of(one["noun"]) if "noun" in one else None
            needed = (behind or before or (noun,))[-1]
            assert needed is not None
            out.append(
                Saying(
                    name,
                    before,
                    noun,
                    behind,
                    as_words(one.get("but", ())),
                    frozenset(one.get("then", ())),
                    tuple(one.get("topic", ())),
                    one.get("all", False),
                    one.get("opens", False),
                    one.get("head", False),
                    one.get("home", False),
                    one.get("strange", 0),
                    needed.phrases,
                    frozenset(needed.by_first),
                )
            )
    return tuple(out)
