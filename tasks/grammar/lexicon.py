"""The lexicon: word classes read from ``lexicon.yaml`` once and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tasks.grammar.phrases import PhraseTrie
from tasks.grammar.tokens import fold
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tasks.records.observation import Bound


@dataclass(frozen=True)
class Lexicon:
    """``cues`` maps phrases to their classes, ``verbs`` some classes to theirs; the others are small closed sets."""

    bounds: Mapping[str, Bound]
    bounds_after: Mapping[str, Bound]
    bound_ends: frozenset[str]
    bound_after_begins: frozenset[str]
    name_heads: frozenset[str]
    glued_units: frozenset[str]
    code_words: frozenset[str]
    count_nouns: frozenset[str]
    recurring: tuple[str, ...]
    days: tuple[str, ...]
    day_begins: frozenset[str]
    bygone: tuple[str, ...]
    pronouns: tuple[str, ...]
    assigns: tuple[str, ...]
    verbs: Mapping[str, tuple[str, ...]]
    cues: PhraseTrie[str]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read ``lexicon.yaml`` beside this module."""
    data = load_words("lexicon.yaml")
    cues = PhraseTrie((phrase, kind) for kind, phrases in data["cues"].items() for phrase in phrases)
    return Lexicon(
        bounds=_inverted(data["bounds"]),
        bounds_after=_inverted(data["bounds_after"]),
        bound_ends=frozenset(phrase.split()[-1] for phrase in _inverted(data["bounds"])),
        bound_after_begins=frozenset(phrase.split()[0] for phrase in _inverted(data["bounds_after"])),
        name_heads=frozenset(fold(word) for word in data["name_heads"]),
        glued_units=frozenset(data["glued_units"]),
        code_words=frozenset(data["code_words"]),
        count_nouns=frozenset(fold(noun).split()[0] for noun in data["count_nouns"]),
        pronouns=tuple(fold(phrase) for phrase in data["pronouns"]),
        recurring=tuple(fold(phrase) for phrase in data["recurring"]),
        bygone=tuple(fold(phrase) for phrase in data["bygone"]),
        days=tuple(f"{fold(phrase)} " for phrase in data["days"]),
        day_begins=frozenset(fold(phrase).split()[0] for phrase in data["days"]),
        assigns=tuple(data["cues"]["assign"]),
        verbs={
            name: tuple(word for word in data["cues"][name] if word[0].isalpha())
            for name in ("up", "down", "reach", "estimate")
        },
        cues=cues,
    )


def _inverted(classes: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    return {fold(phrase): name for name, phrases in classes.items() for phrase in phrases}
