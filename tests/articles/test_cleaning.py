"""Whatever a page did to its letters, the published text has the ones that were meant."""

from __future__ import annotations

import unicodedata

import pytest

from tasks.articles.build import clean_article_text
from tasks.articles.cleaning import normalise_text

SENTENCE = "Năm 2022, quận Ninh Kiều thu ngân sách 1.350 tỷ đồng, đạt 108% dự toán được giao."


def as_cp1252(text: str) -> str:
    """What UTF-8 looks like after a program has taken it for Windows-1252."""
    return "".join(
        chr(byte) if byte in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else bytes([byte]).decode("cp1252")
        for byte in text.encode("utf-8")
    )


def test_decomposed_letters_are_composed() -> None:
    assert normalise_text(unicodedata.normalize("NFD", SENTENCE)) == SENTENCE


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("\u00d0à Nẵng, UBN\u00d0, H\u00d0ND", "Đà Nẵng, UBNĐ, HĐND"),
        ("\u00f0ồng bằng", "đồng bằng"),
        ("\u0189ông Anh và \u0256ường sắt", "Đông Anh và đường sắt"),
        ("cầu thủ Gu\u00f0mundsson", "cầu thủ Gu\u00f0mundsson"),
    ],
)
def test_d_with_stroke_is_told_from_its_lookalikes(written: str, meant: str) -> None:
    assert normalise_text(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kɦôɴɡ ᴄó ᵭồɴɡ ɴàᴏ", "không có đồng nào"),
        ("ᴛʜᴜ ɴɢᴀ̂ɴ ꜱᴀ́ᴄʜ", "thu ngân sách"),
        ("Q\u1d1c\u1eacN 7 và TP.HC\u1d0d", "QUẬN 7 và TP.HCM"),
        ("\u0442hực hiện, phá\u0442 \u0455\u03c5\u031b\u0323", "thực hiện, phát sự"),
        ("t\u033ch\u033cu\u033c h\u034fơn\u034f", "thu hơn"),
        ("ngƣời dân đƣợc", "người dân được"),
        ("đạt １２３ tỷ, 𝟹𝟾 phường", "đạt 123 tỷ, 38 phường"),
        ("T\u1fb1ng \u03c4ιền và b\u0207nh vi\u0207n", "Tăng tiền và bênh viên"),
    ],
)
def test_alphabets_of_copy_protected_pages_are_read(written: str, meant: str) -> None:
    assert normalise_text(written) == meant


@pytest.mark.parametrize(
    "foreign",
    [
        "Газета «Правда» ở Москва",
        "đảo Θήρα của Hy Lạp",
        "Müller, Škoda, Çelik, Malmö, Ñuñoa",
        "5 km², 3 m³, 36°C, ≥ 95%",
    ],
)
def test_other_languages_and_signs_stay_as_they_are(foreign: str) -> None:
    assert normalise_text(foreign) == foreign


def test_misread_utf8_is_repaired_once_and_twice_over() -> None:
    assert normalise_text(as_cp1252(SENTENCE)) == SENTENCE
    assert normalise_text(as_cp1252(as_cp1252(SENTENCE))) == SENTENCE


def test_a_single_odd_sequence_is_left() -> None:
    assert normalise_text("hãng Ã© của Pháp") == "hãng Ã© của Pháp"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hãng «Citroën» bán ®Michelin, ©Renault, 5 µm và «Müller»", None),
        (
            "QuËn Thanh Khª thu ng©n s¸ch n¨m 2006 ®¹t 310 tû ®ång, v\u00adît kÕ ho¹ch",
            "Quận Thanh Khê thu ngân sách năm 2006 đạt 310 tỷ đồng, vượt kế hoạch",
        ),
        (
            "Quaän 6 thu ngaân saùch naêm 2006 ñaït 410 tyû ñoàng, vöôït keá hoaïch ñöôïc giao",
            "Quận 6 thu ngân sách năm 2006 đạt 410 tỷ đồng, vượt kế hoạch được giao",
        ),
    ],
)
def test_texts_of_old_fonts_are_converted_where_it_makes_sense(typed: str, meant: str | None) -> None:
    assert normalise_text(typed) == (meant or typed)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Qu&#7853;n 4&nbsp;thu &#x111;&#7911; &amp; v&ocirc; t&amp;agrave;i", "Quận 4 thu đủ & vô tài"),
        ("AT&T; R&D, P&G &abc; &", "AT&T; R&D, P&G &abc; &"),
    ],
)
def test_entities_left_by_a_crawler(written: str, meant: str) -> None:
    assert normalise_text(written) == meant


def test_invisible_characters_and_blanks() -> None:
    raw = "\ufeffThu\u00a0ngân\u200b sách\u00ad \t 2022  \r\n\r\n\r\n\x07 đạt 108%\u2028hết \u3000 \n\n"
    assert normalise_text(raw) == "Thu ngân sách 2022\n\nđạt 108%\nhết"


def test_ordinary_text_is_published_as_it_is() -> None:
    text = f"Ninh Kiều vượt thu\n\n{SENTENCE}\n“Kết quả đáng mừng” – ông Nam nói…"
    assert clean_article_text(text) == text
