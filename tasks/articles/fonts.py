"""Texts typed for the fonts of the years before Unicode, TCVN3 (ABC, ".VnTime") and VNI: valid but senseless letters.

Such a text looks like ``QuËn 1 thu ng©n s¸ch`` or ``Quaän 1 thu ngaân saùch``. It is converted only when the result
makes sense in Vietnamese and the original does not.
"""

from __future__ import annotations

import re
from typing import Final

from tasks.articles.alphabet import UNUSUAL, sense

# TCVN 5712:1993 VN3 by code point of Latin-1; the sharp capital letters of .VnTimeH share the small letters' codes.
_TCVN3: Final = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3_TABLE: Final = str.maketrans(_TCVN3)
_TCVN3_MARK: Final = "¨©ª«¬\u00ad®µ¶·¸¹»¼½¾"
_TCVN3_SIGN: Final = re.compile(f"[A-Za-z][{_TCVN3_MARK}]|[{_TCVN3_MARK}][A-Za-z]")

_MARKS: Final = "ùøûõï"
_VNI_TONED: Final = {
    **{base + mark: toned for base, row in (
        ("a", "áàảãạ"), ("e", "éèẻẽẹ"), ("o", "óòỏõọ"), ("u", "úùủũụ"), ("y", "ýỳỷỹỵ"),
        ("ô", "ớờởỡợ"), ("ö", "ứừửữự"),
    ) for mark, toned in zip(_MARKS, row, strict=True)},
    **{base + mark: toned for base, row in (("a", "âấầẩẫậ"), ("e", "êếềểễệ"), ("o", "ôốồổỗộ"))
       for mark, toned in zip("âáàåãä", row, strict=True)},
    **{"a" + mark: toned for mark, toned in zip("êéèúüë", "ăắằẳẵặ", strict=True)},
}  # fmt: skip
_VNI_ALONE: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI: Final = {
    **_VNI_TONED,
    **{pair.upper(): toned.upper() for pair, toned in _VNI_TONED.items()},
    **{pair[0].upper() + pair[1]: toned.upper() for pair, toned in _VNI_TONED.items()},
    **_VNI_ALONE,
    **{letter.upper(): proper.upper() for letter, proper in _VNI_ALONE.items()},
}
_VNI_LETTER: Final = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
_VNI_SIGN: Final = re.compile("[aeouyôöAEOUYÔÖ][äåïøûüëÄÅÏØÛÜË]|[aeoAEO][âÂ]|[aoôöuyAOÔÖUY][ùÙ]|ñ[aeiouyöô]|[a-z]öô")

_TCVN3_HINT: Final = re.compile(f"[{_TCVN3_MARK}]")
_VNI_HINT: Final = re.compile("[äåïøûüëâùñöÄÅÏØÛÜËÂÙÑÖ]")
"""One of these is in every sign, and searching for it takes a tenth of the time."""

_UNICODE_ONLY: Final = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_SHOUTED: Final = re.compile("[^\\W\\d_]{2,}")
_MIN_SIGNS: Final = 3
_SENSELESS_SIGNS: Final = 20


def repair_fonts(text: str) -> str:
    """``text`` in Unicode where it was typed in TCVN3 or VNI and the conversion makes sense; otherwise as it is."""
    if len(_TCVN3_SIGN.findall(text)) >= _MIN_SIGNS:
        return _better(text, "\n".join(_from_tcvn3(line) for line in text.split("\n")))
    if len(_VNI_SIGN.findall(text)) >= _MIN_SIGNS:
        return _better(text, "\n".join(_from_vni(line) for line in text.split("\n")))
    return text


def from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3_TABLE)


def from_vni(text: str) -> str:
    return _VNI_LETTER.sub(lambda match: _VNI[match.group()], text)


def may_be_in_a_font(text: str) -> bool:
    """Whether :func:`repair_fonts` could convert a text made of some of the lines of ``text``."""
    for hint, sign, convert in ((_TCVN3_HINT, _TCVN3_SIGN, from_tcvn3), (_VNI_HINT, _VNI_SIGN, from_vni)):
        if hint.search(text) and len(sign.findall(text)) >= _MIN_SIGNS:
            lines = (line for line in text.split("\n") if not line.isascii() and not _UNICODE_ONLY.search(line))
            if sum(sense(convert(line)) for line in lines) >= _MIN_SIGNS:
                return True
    return False


def _better(text: str, converted: str) -> str:
    before, after = sense(text), sense(converted)
    return converted if after >= _MIN_SIGNS and after > 2 * before else text


def _from_tcvn3(line: str) -> str:
    if not _TCVN3_SIGN.search(line) and not _looks_converted(line, from_tcvn3(line)):
        return line
    if _UNICODE_ONLY.search(line):
        return line
    return _SHOUTED.sub(_shout, from_tcvn3(line))


def _from_vni(line: str) -> str:
    if _UNICODE_ONLY.search(line) or line.isascii():
        return line
    return from_vni(line)


def _looks_converted(line: str, converted: str) -> bool:
    return converted != line and sense(converted) > sense(line)


def _shout(match: re.Match[str]) -> str:
    """A word of the capital font: its plain letters are capitals, its marked ones came out small."""
    word = match.group()
    plain = [letter for letter in word if letter.isascii()]
    return (
        word.upper() if len(plain) >= 1 and all(letter.isupper() for letter in plain) and word != word.title() else word
    )


def is_senseless(text: str) -> bool:
    """Whether ``text`` is full of signs inside words, as an unknown font encoding leaves them, and makes no sense."""
    if UNUSUAL.search(text) is None:
        return False
    signs = _TCVN3_SIGN.findall(text)
    return len(signs) >= _SENSELESS_SIGNS and len(signs) > sense(text)
