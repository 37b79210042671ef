"""Characters as they are published: NFC, one letter for one letter, nothing invisible, one space for many."""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import html5
from typing import Final

from tasks.articles.alphabet import UNUSUAL
from tasks.articles.fonts import repair_fonts
from tasks.articles.lookalikes import repair_lookalikes
from tasks.articles.mojibake import repair_mojibake

MAX_ROUNDS: Final = 6
"""Repairs are repeated until nothing changes; no text but one built to waste time needs so many rounds."""

_STROKED_D: Final = (("\u00d0", "Đ"), ("\u0189", "Đ"), ("\u0256", "đ"), ("\u1d6d", "đ"))
_SMALL_ETH: Final = re.compile(r"(?<![^\W\d_])ð")
_ZERO_WIDTH: Final = re.compile("[\u200b-\u200f\u2060\ufeff]")
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffe\uffff\ud800-\udfff]")
_LINE_BREAK: Final = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_ENTITY: Final = re.compile("&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|([a-zA-Z]{2,8};))")
_AMPERSANDS: Final = re.compile("&(?:(?:amp|AMP|#0{0,5}38|#[xX]0{0,4}26);)+")
"""However often a page was escaped, its ampersands come back in one step."""
_UNEVEN: Final = ("  ", "\t", "\u00a0", " \n", "\n ")
"""What no line has that is as it should be, where all its characters are ordinary."""
_ODD_SPACE: Final = re.compile("[\u1680\u2000-\u200a\u202f\u205f\u3000]")


def normalise_letters(text: str) -> str:
    """NFC, and the Icelandic and African lookalikes of Đ (U+00D0, U+0189, U+0256) as Đ; NFC alone keeps them.

    A small ð is Vietnamese only where it opens a word; Icelandic names never open with one.
    """
    text = unicodedata.normalize("NFC", text)
    for lookalike, letter in _STROKED_D:
        text = text.replace(lookalike, letter)
    return _SMALL_ETH.sub("đ", text) if "ð" in text else text


def normalise_text(raw: str) -> str:
    """``raw`` with every letter the one that is meant, in lines without blanks around them, one blank line at most.

    Repairs what stands between a page and its letters, in this order: entities, UTF-8 misread as Windows-1252, TCVN3
    and VNI fonts, decomposed and lookalike letters, invisible characters. Text in which all characters are ordinary,
    as most is, costs one scan. Nothing visible is dropped.
    """
    return normalised(raw)[0]


def normalised(raw: str) -> tuple[str, bool]:
    """What :func:`normalise_text` tells, and whether all characters are known to be ordinary."""
    text = _without_entities(raw) if "&" in raw else raw
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    is_usual = UNUSUAL.search(text) is None
    if not is_usual:
        text = repair_characters(text)
    elif not any(blank in text for blank in _UNEVEN):
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return text.strip(), True
    text = text.replace("\t", " ").replace("\u00a0", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    lines: list[str] = []
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped or (lines and lines[-1]):
            lines.append(stripped)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines), is_usual


def holds_entities(normal: str) -> bool:
    """Whether a normalised text would lose an entity if it were normalised once more, in whatever line it stands."""
    return "&" in normal and _without_entities(normal) != normal


def _without_entities(text: str) -> str:
    """``text`` with the entities of HTML that a crawler left in it ("Qu&#7853;n", "&amp;nbsp;") as characters."""
    for _ in range(MAX_ROUNDS):
        plain = _ENTITY.sub(_entity, _AMPERSANDS.sub("&", text)) if "&" in text else text
        if plain == text:
            break
        text = plain
    return text


def _entity(match: re.Match[str]) -> str:
    return html.unescape(match.group()) if match.group(1) is None else html5.get(match.group(1), match.group())


def repair_characters(raw: str) -> str:
    """The repairs of :func:`normalise_text` that concern letters; lines and blanks stay as they are.

    Decomposed letters and zero-width characters are what is wrong nearly always, so they go first; only when
    something odd is left do the rarer repairs look at the text. A soft hyphen is not dropped then: in TCVN3 it is ư.
    """
    text = _ZERO_WIDTH.sub("", unicodedata.normalize("NFC", raw))
    if "&" not in text and not UNUSUAL.search(text):
        return text
    for _ in range(MAX_ROUNDS):  # one repair can lay bare another; a text that no repair changes is the end
        repaired = _repair_once(text)
        if repaired == text:
            break
        text = repaired
    return text


def _repair_once(raw: str) -> str:
    text = _LINE_BREAK.sub("\n", repair_mojibake(raw))  # U+0085 can be a part of what was misread
    text = repair_fonts(text)
    text = _ODD_SPACE.sub(" ", text)
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    return _without_entities(normalise_letters(repair_lookalikes(text)))
