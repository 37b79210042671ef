"""Targets of one field, branch or office: some of the unit's, and so no number of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.tokens import Token

_STOPS: Final = frozenset({";", ".", "("})
_FIELDS: Final = frozenset({("lĩnh", "vực"), ("mảng",), ("khối",), ("nhóm",), ("ngành",)})
_OFFICES: Final = frozenset(
    {("phòng",), ("trung", "tâm"), ("công", "an"), ("ban", "chỉ", "huy"), ("chi", "cục"), ("trạm", "y", "tế")}
)
_TOPICS: Final = frozenset(
    {("kinh", "tế"), ("văn", "hóa"), ("xã", "hội"), ("môi", "trường"), ("quốc", "phòng"), ("xây", "dựng", "đảng")}
)
_NO_KIND: Final = frozenset({"chống", "trừ", "ngừa", "là", "của", "lượng"})  # "phòng chống dịch tốt", "khối lượng lớn"
_BEFORE: Final = frozenset(
    {
        "riêng",
        "còn",
        "trong",
        "đó",
        "ở",
        "trên",
        "về",
        "với",
        "thuộc",
        "đối",
        "cụ",
        "thể",
        "tính",
        "chỉ",
        "số",
        ":",
        "-",
    }
)
_WITHIN: Final = frozenset({"trong", "ở", "trên", "về", "với", "thuộc", "đối"})  # what says that a field is only where
_ALL: Final = frozenset({"các", "mọi", "nhiều", "cả", "tất", "hầu", "những", "toàn"})
_UNITS: Final = frozenset({"huyện", "quận", "thị", "thành", "phường", "địa", "đơn", "toàn"})
_TURNS: Final = frozenset({",", "nhưng", "song", "nên", "giúp", "mà"})
_REACH: Final = 40  # tokens from a number back to the field that its clause opens with
_LONGEST_NAME: Final = 12  # tokens of a field and what it did


def are_of_field(tokens: Sequence[Token], first: int) -> bool:
    """*riêng nhóm kinh tế có 10/11 chỉ tiêu*, *ngành y tế huyện hoàn thành 7/8 chỉ tiêu*, *lĩnh vực xã hội vượt 4*.

    ``first`` is the token of the number. A unit behind a comma is the subject itself, unless the field is where:
    *ngành nông nghiệp phục hồi, huyện hoàn thành 23/25 chỉ tiêu*, but *ở lĩnh vực kinh tế, huyện hoàn thành 8/9*.
    """
    low = max(0, first - _REACH)
    start = next((n for n in range(first - 1, low - 1, -1) if tokens[n].text in _STOPS), low - 1) + 1
    words = [token.text for token in tokens[start:first]]
    begins = [0, *(n + 1 for n, word in enumerate(words) if word == ",")]
    for begin in begins:
        opened = begin
        while opened < len(words) and words[opened] in _BEFORE:
            opened += 1
        where = not _WITHIN.isdisjoint(words[begin:opened])
        if not (_names_field(words, opened) or (where and _names_topic(words, opened))):
            continue
        if not _ALL.isdisjoint(words[begin:opened]) or len(words) - opened > _LONGEST_NAME:
            continue
        turns = any(word in _TURNS and words[n] in _UNITS for n, word in enumerate(words[opened:-1], opened + 1))
        if where or not turns:
            return True
    return False


def _names_field(words: Sequence[str], at: int) -> bool:
    named = any(_stands(words, at, name) for name in (*_FIELDS, *_OFFICES))
    return named and _NO_KIND.isdisjoint(words[at + 1 : at + 3])


def _names_topic(words: Sequence[str], at: int) -> bool:
    """*về kinh tế, có 8/9 chỉ tiêu đạt*, but *về kinh tế - xã hội, …* are all that there are."""
    name = next((name for name in _TOPICS if _stands(words, at, name)), None)
    return (
        name is not None
        and words[at + len(name) : at + len(name) + 1] == [","]
        and words[at + len(name) + 1 :][:1] != ["xã"]
    )


def _stands(words: Sequence[str], at: int, name: tuple[str, ...]) -> bool:
    return tuple(words[at : at + len(name)]) == name
