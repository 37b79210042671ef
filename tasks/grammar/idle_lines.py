"""Lines between the paragraphs that tell nothing: captions, bylines. What goes on across them is not parted by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.unit_lines import told_scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.indicators import Phrases
    from tasks.grammar.items import Prepared
    from tasks.grammar.lexicon import Lexicon

_LINE: Final = 24  # tokens
_STOPS: Final = frozenset({".", "!", "?", "…", "...", ";", ":", ","})
_SAYS_NOTHING: Final = frozenset({"glue", "org", "copula"})
_SIGNS: Final = frozenset({"-", "–", "+", "*", "•"})


def without_idle_lines(prepared: Sequence[Prepared], phrases: Phrases, lexicon: Lexicon) -> Sequence[Prepared]:
    """The sentences of an article, numbered anew, but for *Quang cảnh hội nghị* between two paragraphs.

    A line stays that ends as a sentence does, or that has a number, a time, a place, a unit, a word of an indicator or
    of an aim: it may be a heading. So does the title.
    """
    idle = [n for n in range(1, len(prepared)) if _is_idle(prepared, n, phrases, lexicon)]
    if not idle:
        return prepared
    gone = set(idle)
    kept = [one for n, one in enumerate(prepared) if n not in gone]
    return [
        one if one.sentence.index == n else replace(one, sentence=replace(one.sentence, index=n))
        for n, one in enumerate(kept)
    ]


def may_be_idle(line: str) -> bool:
    """Whether a line may be one that is left out, as far as its end tells."""
    return line.rstrip()[-1:] not in _STOPS


def _is_idle(prepared: Sequence[Prepared], n: int, phrases: Phrases, lexicon: Lexicon) -> bool:
    one = prepared[n]
    tokens = one.tokens
    if not tokens or len(tokens) > _LINE or tokens[-1].text in _STOPS or tokens[0].text in _SIGNS:
        return False
    if one.periods or one.mentions or any(token.is_number for token in tokens) or told_scale(tokens):
        return False
    paragraph = one.sentence.paragraph
    if prepared[n - 1].sentence.paragraph == paragraph:
        return False
    if n + 1 < len(prepared) and prepared[n + 1].sentence.paragraph == paragraph:
        return False
    if any(phrase.role != "excluded" for _, _, found in phrases.trie.find(tokens) for phrase in found):
        return False
    return all(_SAYS_NOTHING.issuperset(kinds) for _, _, kinds in lexicon.cues.find(tokens))
