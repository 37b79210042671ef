"""Bytes to text: UTF-8, UTF-16 and the single-byte encodings of Vietnamese, told apart by what makes sense."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from tasks.articles.alphabet import sense
from tasks.articles.fonts import from_tcvn3, from_vni

Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "windows-1258", "windows-1252", "tcvn3", "vni"]

_BOMS: Final[tuple[tuple[bytes, Encoding], ...]] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SIGNATURES: Final = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x7fELF",
    b"MZ\x90", b"Rar!", b"7z\xbc\xaf", b"PAR1", b"SQLite format 3", b"\x28\xb5\x2f\xfd", b"BZh", b"OggS", b"ID3",
)  # fmt: skip
_SAMPLE: Final = 65_536
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE: Final = 0.02
_MAX_BROKEN_SHARE: Final = 0.02
_LATIN: Final = re.compile("[\t\n\r -\u024f\u0300-\u0323\u1e00-\u1eff\u2010-\u2026]")
_MIN_LATIN_SHARE: Final = 0.5
_META: Final = re.compile(rb"<meta\b[^<>]{0,300}?\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_HEAD: Final = 4096
_UNTRUSTED: Final = frozenset({
    "utf-8", "ascii", "iso8859-1", "cp1252", "cp1258", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "hz",
})  # fmt: skip
"""Codecs by whose name pages go that are in another encoding, or under which Vietnamese fonts hide."""
_FORGIVEN: Final = 4
"""So many broken bytes are always forgiven: a text cut by bytes has one at each end."""


class UndecodableError(ValueError):
    """The bytes are no text, or none that makes sense in an encoding known here."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read by; ``replaced`` counts places where bytes had to become U+FFFD."""

    text: str
    encoding: Encoding | str
    replaced: int = 0


def declared_charset(markup: bytes) -> str | None:
    """The encoding that a page names in its own head."""
    match = _META.search(markup[:_HEAD])
    return match.group(1).decode("ascii", "replace") if match else None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Text of ``data``, its byte order mark removed.

    UTF-8 is recognised by its form, UTF-16 by its mark or by where the zero bytes stand. What is neither is read as
    Windows-1258, TCVN3, VNI and Windows-1252, and the reading that gives the most Vietnamese words wins; a few broken
    bytes in UTF-8 become U+FFFD and are counted. What is not UTF-8 and is ``declared`` to be in an encoding of another
    language is read by that.

    Raises:
        UndecodableError: binary content, or no encoding that gives readable text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(_lenient(data[len(mark) :], encoding))
    if data.startswith(_SIGNATURES):
        raise UndecodableError("the content is binary (its first bytes are those of another file format)")
    if (wide := _wide_encoding(data[:_SAMPLE])) is not None:
        return _checked(_lenient(data, wide))
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        return _checked(_foreign(data, declared) or _by_sense(data))


def _foreign(data: bytes, declared: str | None) -> Decoded | None:
    try:
        codec = codecs.lookup(declared or "utf-8").name
        if codec in _UNTRUSTED:
            return None
        return Decoded(data.decode(codec), codec)
    except (LookupError, ValueError):  # unknown, no encoding of texts, or not what these bytes are in
        return None


def _by_sense(data: bytes) -> Decoded:
    western = data.decode("cp1252", errors="replace")
    readings = (
        _lenient(data, "utf-8"),
        Decoded(unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")), "windows-1258"),
        Decoded(from_tcvn3(_latin(data)), "tcvn3"),
        Decoded(from_vni(western), "vni"),
    )
    best = max(readings, key=lambda reading: sense(reading.text))
    if sense(best.text):
        return best
    utf8 = readings[0]
    whole_letters = sum(1 for letter in utf8.text[:_SAMPLE] if not letter.isascii() and letter != "\ufffd")
    if utf8.replaced < whole_letters:
        return utf8
    if b"\x00" in data or western.count("\ufffd"):
        raise UndecodableError("the bytes are neither UTF-8, UTF-16 nor Windows-1258; convert the file to UTF-8")
    return Decoded(western, "windows-1252")


def _latin(data: bytes) -> str:
    """Every byte a character, as the TCVN3 table expects them."""
    return data.decode("latin-1")


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
    sample = decoded.text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > _MAX_CONTROL_SHARE * len(sample):
        raise UndecodableError("the content is binary (too many control characters for a text)")
    if decoded.encoding.startswith("utf-16") and len(_LATIN.findall(sample)) < _MIN_LATIN_SHARE * len(sample):
        raise UndecodableError("the content is binary, or UTF-16 in another script than Latin")
    if decoded.replaced > max(_FORGIVEN, _MAX_BROKEN_SHARE * len(decoded.text)):
        message = f"{decoded.replaced} places hold no character of {decoded.encoding}; convert the file to UTF-8"
        raise UndecodableError(message)
    return decoded
