"""Bytes to text: UTF-8, UTF-16 and Windows-1258, told apart by what makes Vietnamese sense."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from tasks.articles.cleaning import normalise_letters

Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "windows-1258", "windows-1252"]

_BOMS: Final[tuple[tuple[bytes, Encoding], ...]] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE_BYTES: Final = 65_536
_BROKEN_UTF8_SHARE: Final = 0.01
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MANY_CONTROLS: Final = 0.02
_BINARY_SIGNATURES: Final = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x7fELF",
    b"MZ\x90", b"Rar!", b"7z\xbc\xaf", b"PAR1", b"SQLite format 3", b"\x28\xb5\x2f\xfd", b"BZh", b"OggS", b"ID3",
)  # fmt: skip
_VIETNAMESE: Final = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ]"
)
_NOT_VIETNAMESE: Final = re.compile(r"[¡-©«-¯±-²´-¿×÷ÄÅÆËÏÖØÜÞäåæçëïñöøüþÿßŒœƒˆŸ\ufffd]")


class UndecodableError(ValueError):
    """The bytes are no text, or none that makes sense in an encoding known here."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read by; ``replaced`` counts bytes that had to become U+FFFD."""

    text: str
    encoding: Encoding
    replaced: int = 0


def decode(data: bytes) -> Decoded:
    """Text of ``data``, its byte order mark removed.

    UTF-8 is recognised by its form, UTF-16 by its mark or by where the zero bytes stand, Windows-1258 by sense: its
    combining tone marks must compose into Vietnamese letters. Few broken bytes in UTF-8 become U+FFFD and are counted.

    Raises:
        UndecodableError: binary content, or no encoding that gives readable text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_lenient(data[len(mark) :], encoding))
    if data.startswith(_BINARY_SIGNATURES):
        raise UndecodableError("the content is binary (its first bytes are those of another file format)")
    if (wide := _wide_encoding(data[:_SAMPLE_BYTES])) is not None:
        return _checked(_lenient(data, wide))
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        return _checked(_decode_single_byte_or_broken(data))


def _decode_single_byte_or_broken(data: bytes) -> Decoded:
    broken = _lenient(data, "utf-8")
    multibyte = len(_VIETNAMESE.findall(broken.text[:_SAMPLE_BYTES]))
    if broken.replaced <= max(4, _BROKEN_UTF8_SHARE * len(broken.text)) and multibyte > broken.replaced:
        return broken
    readings = [reading for codec in ("windows-1258", "windows-1252") if (reading := _single_byte(data, codec))]
    if not readings:
        raise UndecodableError("the bytes are neither UTF-8, UTF-16 nor Windows-1258; convert the file to UTF-8")
    return max(readings, key=lambda reading: _sense(reading.text[:_SAMPLE_BYTES]))


def _single_byte(data: bytes, encoding: Encoding | str) -> Decoded | None:
    if encoding == "windows-1258":
        return Decoded(normalise_letters(data.decode("cp1258", errors="replace")), "windows-1258")
    return Decoded(data.decode("cp1252", errors="replace"), "windows-1252")


def _sense(text: str) -> int:
    """How Vietnamese a reading looks: its letters count for it, symbols and foreign letters against it."""
    return len(_VIETNAMESE.findall(text)) - 2 * len(_NOT_VIETNAMESE.findall(text))


def _lenient(data: bytes, encoding: Encoding) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, text.count("\ufffd"))


def _wide_encoding(sample: bytes) -> Encoding | None:
    """UTF-16 without a mark: the high bytes of most letters, digits and spaces are zero, all on one side."""
    if len(sample) < 4 or b"\x00" not in sample:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.3 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _checked(decoded: Decoded) -> Decoded:
    sample = decoded.text[:_SAMPLE_BYTES]
    if len(_CONTROLS.findall(sample)) > _MANY_CONTROLS * len(sample):
        raise UndecodableError("the content is binary (too many control characters for a text)")
    if decoded.replaced > max(4, 0.05 * len(decoded.text)):
        raise UndecodableError(f"{decoded.replaced} bytes make no character of {decoded.encoding}; convert it to UTF-8")
    return decoded
