"""Letters that only look right: the homoglyph alphabets of copy-protected pages, and marks laid over every letter."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from tasks.articles.alphabet import LETTERS, TONES_AND_SHAPES
from tasks.articles.data_files import read_table

_OVERLAYS: Final = re.compile(
    "[\u0304-\u0305\u030d-\u030e\u0310-\u031a\u031c-\u0322\u0326\u0329-\u034f\u0360-\u036f\u20d0-\u20f0\ufe00-\ufe0f]"
)
_WIDE: Final = re.compile("[\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff\u2160-\u217f]")
_INVERTED_BREVE: Final = re.compile("[\u0311ȇȏȆȎ]")
_CIRCUMFLEX: Final = {"\u0311": "\u0302", "ȇ": "ê", "ȏ": "ô", "Ȇ": "Ê", "Ȏ": "Ô"}
_WORD: Final = re.compile(f"(?:[^\\W\\d_][{TONES_AND_SHAPES}]*)+")
_LATIN: Final = frozenset(LETTERS)
_PROTECTED_PAGE: Final = 5
"""So many words of mixed scripts make a page a copy-protected one, where a lone lookalike is no accident."""


@dataclass(frozen=True, slots=True)
class _Tables:
    always: dict[str, str]
    mixed: dict[str, str]


def repair_lookalikes(text: str) -> str:
    """``text`` with lookalike letters replaced by those meant, in NFC; words of other scripts are left as they are."""
    text = _WIDE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = unicodedata.normalize("NFC", _INVERTED_BREVE.sub(lambda match: _CIRCUMFLEX[match.group()], text))
    text = unicodedata.normalize("NFC", _OVERLAYS.sub("", text))
    tables = _tables()
    seen = set(text)
    if not seen & (tables.always.keys() | tables.mixed.keys()) and not _tone_on_foreign(seen):
        return text
    swapped = [0]
    repaired = _WORD.sub(lambda match: _repair_word(match.group(), tables, swapped, protected=False), text)
    if swapped[0] >= _PROTECTED_PAGE:
        repaired = _WORD.sub(lambda match: _repair_word(match.group(), tables, swapped, protected=True), repaired)
    return unicodedata.normalize("NFC", repaired)


def _repair_word(word: str, tables: _Tables, swapped: list[int], *, protected: bool) -> str:
    if _LATIN.issuperset(word):
        return word
    changed = "".join(_swap(letter, tables.always) for letter in word)
    if not _LATIN.issuperset(unicodedata.normalize("NFC", changed)):
        swap_all = "".join(_swap(letter, tables.mixed) for letter in changed)
        candidate = unicodedata.normalize("NFC", swap_all)
        if _LATIN.issuperset(candidate) and (protected or _is_mixed(word)):
            changed = candidate
    changed = unicodedata.normalize("NFC", changed)
    if changed == word:
        return word
    swapped[0] += 1
    return _in_case(word, changed)


def _swap(letter: str, table: dict[str, str]) -> str:
    if letter in _LATIN:
        return letter
    if (meant := table.get(letter)) is not None:
        return meant
    parts = unicodedata.normalize("NFD", letter)
    meant = table.get(parts[0])
    if meant is None or len(parts) == 1:
        return letter
    return meant + "".join(mark for mark in parts[1:] if mark in TONES_AND_SHAPES)


def _is_mixed(word: str) -> bool:
    """Letters of two scripts in one word, or the horn, breve or hook that no other script's letters carry."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in word if unicodedata.category(letter)[0] == "L"}
    return len(scripts) > 1 or bool({"\u031b", "\u0309", "\u0323"} & set(word))


def _in_case(word: str, changed: str) -> str:
    """Small capitals stand for small letters, save in a word whose own letters are all capitals ("TP.HCᴍ")."""
    own = [letter for letter in word if letter in _LATIN]
    if len(own) >= 2 and all(letter.isupper() for letter in own):
        return changed.upper()
    return changed


def _tone_on_foreign(seen: set[str]) -> bool:
    return any(letter > "\u036f" and unicodedata.decomposition(letter) for letter in seen if letter not in _LATIN)


@cache
def _tables() -> _Tables:
    data = read_table("lookalikes.yaml")
    return _Tables(
        *({sign: meant for meant, signs in data[kind].items() for sign in signs} for kind in ("always", "mixed"))
    )
