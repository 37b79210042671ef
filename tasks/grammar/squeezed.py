"""Texts and phrases as bytes in which a phrase is found however it is written: spaced, joined, in capitals."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

from tasks.grammar.phrases import WORD
from tasks.grammar.tokens import fold, other_spellings, plain_signs, spelling
from tasks.spelling.tones import other_placements

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT_OUT: Final = b" \n\r\t\v\f-,&+"
"""Blanks, and the joiners that a phrase may have or lack."""
_JOINED: Final = frozenset("-&+")


def _table() -> bytes:
    """Bytes by which a capital differs from its small letter, as one; all digits as one.

    In UTF-8 the letters of Vietnamese differ from their capitals by one in the last byte, or by 32 (À, à), or stand in
    the neighbours AF and B0 (Ư, ư). BB, the second byte of many letters, is left: ẻ alone ends in it.
    """
    table = bytearray(range(256))
    for byte in range(0x80, 0xC0):
        table[byte] = 0x80 | (byte & 0x1E)
    table[0x90] = table[0x91] = table[0xB0] = table[0xB1] = table[0xAF]
    table[0xBB] = 0xBB
    for digit in b"123456789":
        table[digit] = ord("0")
    for capital in range(ord("A"), ord("Z") + 1):
        table[capital] = capital + ord("a") - ord("A")
    return bytes(table)


_TABLE: Final = _table()


def squeezed(text: str) -> bytes:
    """The bytes by which words and articles are compared."""
    return plain_signs(text).encode("utf-8", "replace").translate(_TABLE, _LEFT_OUT)


def patterns_of(phrase: str) -> Iterator[bytes]:
    """A phrase without choices in all the bytes that an article can write it in; one in parentheses keeps them."""
    if phrase.startswith("("):
        yield from (b"(" + pattern + b")" for pattern in patterns_of(phrase[1:-1]))
        return
    parts = [_JOINTS if word in _JOINED else _writings(spelling(word)) for word in WORD.findall(fold(phrase))]
    if all(len(part) == 1 for part in parts):
        yield b"".join([part[0] for part in parts])
    else:
        yield from map(b"".join, product(*parts))


@lru_cache(maxsize=1 << 12)
def _writings(word: str) -> tuple[bytes, ...]:
    """A folded word in every spelling that folds to it."""
    spelled = [word, *other_spellings(word)]
    spelled += [other for one in spelled for other in other_placements(one)]
    spelled += [one.replace("ẻ", "Ẻ") for one in spelled if "ẻ" in one]
    return tuple(dict.fromkeys(map(squeezed, spelled)))


_JOINTS: Final = (b"", *_writings("và"), b"/")
