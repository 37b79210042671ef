"""One placement of the tone mark, letter by letter."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.spelling.tones import place_tones

LETTERS = "aàáảãạeèéẻẽẹoòóỏõọuùúủũụyỳýỷỹỵqhcimnptx "


@pytest.mark.parametrize(
    ("written", "placed"),
    [
        ("hoà thuận, hoè", "hòa thuận, hòe"),
        ("thuỷ lợi, uỷ ban, sức khoẻ", "thủy lợi, ủy ban, sức khỏe"),
        ("hòan thành, hoàn thành, tòan quận", "hoàn thành, hoàn thành, toàn quận"),
        ("quý I, quí II, quỹ, quả, quà, quỳ hợp", "quý I, quí II, quỹ, quả, quà, quỳ hợp"),
        ("huỳnh, hùynh, khuỷu", "huỳnh, huỳnh, khuỷu"),
        ("mùa, của, giá, tỷ, tỉ", "mùa, của, giá, tỷ, tỉ"),
    ],
)
def test_the_tone_stands_where_the_common_spelling_has_it(written: str, placed: str) -> None:
    assert place_tones(written) == placed
    assert place_tones(placed) == placed


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(alphabet=LETTERS), st.text().map(lambda text: unicodedata.normalize("NFC", text).lower())))
def test_every_letter_keeps_its_place(text: str) -> None:
    placed = place_tones(text)
    assert len(placed) == len(text)
    assert all(before == after or before.isalpha() for before, after in zip(text, placed, strict=True))
