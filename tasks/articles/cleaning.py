"""Characters as they are published: NFC, one letter for one letter, nothing invisible, one space for many."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ETH: Final = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ"})
_INVISIBLE: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_BREAK: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES: Final = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_BLANK_LINES: Final = re.compile("\n{3,}")


def normalise_letters(text: str) -> str:
    """NFC, and the Icelandic and African lookalikes of Đ (U+00D0, U+0189, U+0256) as Đ; NFC alone keeps them."""
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.translate(_ETH) if any(letter in text for letter in "\u00d0\u00f0\u0189\u0256") else text


def normalise_text(raw: str) -> str:
    """Letters normalised, nothing invisible, runs of blanks one space, lines stripped, one blank line at most."""
    text = _INVISIBLE.sub("", normalise_letters(raw)) if not raw.isascii() else raw
    text = _CONTROL.sub("", _LINE_BREAK.sub("\n", text))
    lines = [line.strip() for line in _SPACES.sub(" ", text).split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
