"""Bytes are read in the encoding in which they make sense, or refused."""

from __future__ import annotations

import unicodedata

import pytest

from tasks.articles.decoding import UndecodableError, decode

TEXT = "Năm 2010, quận Hải Châu thu ngân sách 1.480 tỷ đồng, đạt 106% kế hoạch; số hộ nghèo giảm còn 2,3%."
TONES = "\u0300\u0301\u0303\u0309\u0323"


def in_windows_1258(text: str) -> bytes:
    """Base letters with their shape, tones as combining marks: the only way that code page can write Vietnamese."""
    encoded = b""
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        encoded += (base + "".join(part for part in parts if part in TONES)).encode("cp1258")
    return encoded


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (in_windows_1258(TEXT), "windows-1258"),
    ],
)
def test_encodings_are_told_apart(data: bytes, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.encoding, decoded.text, decoded.replaced) == (encoding, TEXT, 0)


def test_old_fonts_in_single_bytes() -> None:
    tcvn3 = "n\xa8m 2006 qu\xcbn thu ng\xa9n s\xb8ch \xae\xb9t 310 t\xfb \xae\xe5ng".encode("latin-1")
    vni = "naêm 2006 quaän thu ngaân saùch ñaït 310 tyû ñoàng".encode("cp1252")
    meant = "năm 2006 quận thu ngân sách đạt 310 tỷ đồng"
    assert (decode(tcvn3).text, decode(vni).text) == (meant, meant)


def test_a_text_cut_inside_a_letter_is_read_and_the_loss_counted() -> None:
    data = TEXT.encode()
    decoded = decode(data[1 : data.index("đ".encode()) + 1] + b" ...")
    assert decoded.encoding == "utf-8"
    assert decoded.replaced == 1


def test_western_text_is_read_as_such() -> None:
    assert decode("Le café est fermé, à bientôt".encode("cp1252")).text == "Le café est fermé, à bientôt"


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.4 abc", b"PK\x03\x04zip", bytes(range(256)) * 4, b"\x00" * 100, b"\xff\xfe" + bytes(range(32)) * 8],
)
def test_binary_content_is_refused(data: bytes) -> None:
    with pytest.raises(UndecodableError):
        decode(data)
