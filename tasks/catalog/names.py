"""Vietnamese names of places: folded for comparison, spelled as a path, parted into type word and short name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from tasks.spelling.tones import place_tones

TYPE_WORDS: Final = ("thành phố", "tỉnh", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu")

_DASHES: Final = re.compile(r"\s*[-‐‑‒–—−]\s*")
_APOSTROPHES: Final = re.compile(r"(?<=[^\W\d_]) ?' ?(?=[^\W\d_])")
_ALIKE: Final = str.maketrans({"Ð": "Đ", "ð": "đ", "’": "'", "‘": "'", "ʼ": "'", "ʹ": "'", "`": "'", "´": "'"})
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=1 << 16)
def fold_name(text: str) -> str:
    """A name as it is compared: NFC, casefolded, one tone placement, one dash and one apostrophe without spaces.

    ``Hoà Thành`` and ``HÒA THÀNH`` fold alike, so do ``Bà Rịa – Vũng Tàu`` and ``Bà Rịa-Vũng Tàu``. Diacritics stay:
    Tính, tình and tỉnh are three words. Spellings with y for i (``Mĩ`` for ``Mỹ``) are aliases, not foldings, because
    the two letters differ elsewhere (``hai``, ``hay``).
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_ALIKE).casefold())
    return _APOSTROPHES.sub("'", _DASHES.sub("-", " ".join(place_tones(folded).split())))


def slugify(name: str) -> str:
    """A path value in [a-z0-9-]: ``Huyện Ia H'Drai`` is ``huyen-ia-hdrai``."""
    decomposed = unicodedata.normalize("NFD", name.translate(_ALIKE).replace("'", "").casefold().replace("đ", "d"))
    ascii_only = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_SLUG.sub("-", ascii_only).strip("-")


def split_type(name: str) -> tuple[str, str]:
    """``Thị xã Kỳ Anh`` into ``("thị xã", "Kỳ Anh")``; raises ValueError where no type word opens the name."""
    for word in TYPE_WORDS:
        if name[: len(word) + 1].casefold() == word + " " and name[:1].isupper() and name[1 : len(word)].islower():
            return word, name[len(word) + 1 :]
    raise ValueError(f"{name!r} does not open with a type word, capitalised: {', '.join(TYPE_WORDS)}")
