"""Districts in which a body of the province or the nation only meets: *Tại TP Vinh, Cục Thuế tỉnh tổ chức hội nghị*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.place_edges import matches
from tasks.grammar.scope import Anchor, Focus
from tasks.grammar.word_lists import by_word, load_words, split_phrases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.grammar.context import Context
    from tasks.grammar.items import Item
    from tasks.grammar.tokens import Token

_WORDS: Final = load_words("anchors.yaml")
_HOSTS: Final = by_word(split_phrases(_WORDS["hosts"]), 0)
_MEETS: Final = by_word(split_phrases(_WORDS["meets"]), 0)
_AT: Final = frozenset({"tại", "ở"})
_OF_DISTRICTS: Final = frozenset({"chi"})  # "Chi cục Thuế"
_OF_THE_PROVINCE: Final = Focus("province", None, "venue")


def without_venues(
    anchors: list[Anchor], items: Sequence[Item], tokens: Sequence[Token], context: Context
) -> list[Anchor]:
    """Have a district that the title does not name stand for the province where a body of that one only meets in it."""
    found = [n for n, anchor in enumerate(anchors) if _may_be_venue(anchor, items, tokens, context)]
    if not found or not _stands(tokens, _MEETS) or not _stands(tokens, _HOSTS, capital=True):
        return anchors
    return [replace(anchor, focus=_OF_THE_PROVINCE) if n in found else anchor for n, anchor in enumerate(anchors)]


def _may_be_venue(anchor: Anchor, items: Sequence[Item], tokens: Sequence[Token], context: Context) -> bool:
    place = items[anchor.index].place
    if anchor.focus.kind != "district" or not anchor.explicit or place is None or not anchor.low:
        return False
    return tokens[anchor.low - 1].text in _AT and place.mention.name not in context.titled


def _stands(tokens: Sequence[Token], phrases: Mapping[str, Sequence[Sequence[str]]], *, capital: bool = False) -> bool:
    """Whether one of the phrases stands in a sentence, with its first letter a ``capital`` one."""
    for i, token in enumerate(tokens):
        if token.text not in phrases or (capital and not token.capital) or (i and tokens[i - 1].text in _OF_DISTRICTS):
            continue
        if any(matches(tokens, i, words) for words in phrases[token.text]):
            return True
    return False
