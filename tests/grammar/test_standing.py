"""What stands in an article is told alike whether a phrase was asked for before or never."""

from __future__ import annotations

import pytest

from tasks.grammar.standing import Standing


@pytest.mark.parametrize("asked_before", [0, 1, 2])
def test_phrases_are_found_as_parts_of_words_and_inside_of_others(asked_before: int) -> None:
    phrases = ("vốn kéo dài", "kéo dài", "cấp xã", " năm", f"lần thứ {asked_before}")
    for _ in range(asked_before):
        Standing("các xã").among(phrases)
    text = "vốn kéo dài sang năm sau , cấp xãng"
    assert Standing(text).among(phrases) == ("vốn kéo dài", "kéo dài", "cấp xã", " năm")


def test_what_is_first_asked_for_in_the_middle_of_an_article_is_found_there() -> None:
    standing = Standing("trở về trước , ngày trước")
    other = Standing("không có gì")
    assert other.among(("ngày trước", "trước kia")) == ()
    assert standing.among(("ngày trước", "trước kia")) == ("ngày trước",)
