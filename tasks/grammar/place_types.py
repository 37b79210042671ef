"""The type word before a name, written out or shortened: *thành phố*, *TP.*, *Q.*, *huyện*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.place_edges import matches
from tasks.grammar.word_lists import by_word, load_words, split_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.grammar.tokens import Token

COMMUNE_TYPES: Final = frozenset({"phường", "xã", "thị trấn"})

# Type words with their abbreviations, longest first at each place; the type says which units can be meant.
_TYPES: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("thành", "phố"), "thành phố"),
    (("thị", "xã"), "thị xã"),
    (("thị", "trấn"), "thị trấn"),
    (("đặc", "khu"), "đặc khu"),
    (("huyện", "đảo"), "huyện"),
    (("tỉnh",), "tỉnh"),
    (("quận",), "quận"),
    (("huyện",), "huyện"),
    (("phường",), "phường"),
    (("xã",), "xã"),
    (("tp", "."), "thành phố"),
    (("t", ".", "p"), "thành phố"),
    (("tp",), "thành phố"),
    (("tx", "."), "thị xã"),
    (("t", ".", "x", "."), "thị xã"),
    (("tx",), "thị xã"),
    (("tt", "."), "thị trấn"),
    (("tt",), "thị trấn"),
    (("q", "."), "quận"),
    (("h", "."), "huyện"),
    (("p", "."), "phường"),
    (("x", "."), "xã"),
    (("q",), "quận"),
    (("p",), "phường"),
)
_TYPES_BY_FIRST: Final = {
    first: tuple(entry for entry in _TYPES if entry[0][0] == first) for first in {words[0] for words, _ in _TYPES}
}
_ONE_LETTER: Final = frozenset({"q", "p"})
_DOTTED: Final = frozenset({"tp", "tx", "tt"})
_HO_CHI_MINH: Final = (
    ("tphcm",),
    ("tp", ".", "hcm"),
    ("tp", "hcm"),
    ("tp", ".", "hồ", "chí", "minh"),
    ("hcm",),
    ("tp", "-", "hcm"),
)
_HO_CHI_MINH_FIRST: Final = frozenset(phrase[0] for phrase in _HO_CHI_MINH)
_DESCRIPTORS: Final = by_word(split_phrases(load_words("places.yaml")["descriptors"]), 0)
_MOST_DESCRIPTORS: Final = 2  # "huyện nghèo biên giới Kỳ Sơn"
TYPE_BEGINS: Final = frozenset((*_HO_CHI_MINH_FIRST, *_TYPES_BY_FIRST))
"""The words that a name with its type can begin with."""


def ho_chi_minh_city(tokens: Sequence[Token], i: int) -> int | None:
    """Where the city's own abbreviation ends that begins at ``i``; ``None`` where none does."""
    if tokens[i].text not in _HO_CHI_MINH_FIRST:
        return None
    for phrase in _HO_CHI_MINH:
        if matches(tokens, i, phrase) and (tokens[i].capital or len(phrase) > 1):
            return i + len(phrase)
    return None


def types_at(tokens: Sequence[Token], i: int) -> Iterator[tuple[int, str, bool]]:
    """The type words that may stand at ``i``, longest first: their end, the type, and whether they are written out."""
    first = tokens[i].text
    if first == "xã" and i and tokens[i - 1].text == "thị":
        return
    for words, kind in _TYPES_BY_FIRST.get(first, ()):
        if matches(tokens, i, words) and not _is_something_else(tokens, i, words):
            start = i + len(words)
            described = _behind_descriptors(tokens, start)
            if described > start and described < len(tokens) and tokens[described].capital:
                yield described, kind, False
            yield start, kind, len(first) > 2


def _behind_descriptors(tokens: Sequence[Token], i: int) -> int:
    """The token behind *miền núi*, *biên giới* of *huyện miền núi Khánh Sơn*; ``i`` where there is none."""
    for _ in range(_MOST_DESCRIPTORS):
        phrases = _DESCRIPTORS.get(tokens[i].text, ()) if i < len(tokens) and not tokens[i].capital else ()
        i = next((i + len(words) for words in sorted(phrases, key=len, reverse=True) if matches(tokens, i, words)), i)
    return i


def _is_something_else(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    """An abbreviation in small letters, one that no name follows, or one whose full stop is still to come."""
    following = tokens[i + len(words)] if i + len(words) < len(tokens) else None
    if words[0] in _ONE_LETTER:
        if not tokens[i].capital:
            return True
        return words[-1] == "." and following is not None and not (following.is_number or following.capital)
    return len(words) == 1 and words[0] in _DOTTED and following is not None and following.text == "."
