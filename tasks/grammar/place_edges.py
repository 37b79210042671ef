"""Where a place name begins and ends: whether it goes on, what stands around it, and whether it is a thing's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.tokens import Token

_WORDS: Final = load_words("places.yaml")
_AFTER_LIST: Final = frozenset(_WORDS["after_list"])
_SIGHTS: Final = frozenset(_WORDS["sights"])
_PREMISES: Final = tuple(_WORDS["premises"])
_OFFICES: Final = frozenset({"tp", "ubnd", "hđnd", "q", "h", "tx", "tphcm", "mttq"})  # capitals that go on no name
_FAMILY_NAMES: Final = frozenset(_WORDS["family_names"])
_SPEAKERS: Final = frozenset({"ủy", "ubnd", "hđnd", "bộ", "dân", "thư", "tịch", "mttq", "tổ", "an", "đốc", "trưởng"})
_TITLES: Final = frozenset({"tịch", "thư", "trưởng", "đốc"})
_TITLE_REACH: Final = 5  # tokens from the type of a place back to the title
_SAYS: Final = frozenset({"cho", "thông", "khẳng", "nhấn", "chia", "nói", "phát", "báo", "nêu", "đánh", "trao", "thừa"})
_OFFICE_REACH: Final = 3  # tokens from the name of a place back to the body
_AFTER_NUMBER: Final = frozenset({",", ".", ";", ")", "(", "và", "cũ", "thuộc", "được", "có", "là", "-"})
_OPENERS: Final = frozenset({".", ":", "-", '"', "“", "("})
_CAPITAL: Final = ("hà", "nội")
_PAPER_ENDS: Final = frozenset({"-", ")", ",", ".", "cuối", "điện", "online"})
_OLD: Final = (("cũ",), ("trước", "đây"), ("(", "cũ", ")"), ("trước", "sáp", "nhập"), ("(", "trước", "đây", ")"))
_OLD_BEGINS: Final = frozenset(words[0] for words in _OLD)


def matches(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    """Whether the words stand at token ``i``."""
    if i >= len(tokens) or tokens[i].text != words[0]:
        return False
    return [token.text for token in tokens[i : i + len(words)]] == list(words)


def is_whole(tokens: Sequence[Token], start: int, end: int) -> bool:
    """False where the name goes on: *Bình Chánh Tây* is not *Bình Chánh*, *Long Thành Trung* not *Long Thành*."""
    if end >= len(tokens):
        return True
    following = tokens[end]
    if following.text == "mới" and matches(tokens, start, _CAPITAL) and _ends_here(tokens, end + 1):
        return False  # "Hà Nội mới - Phường …": the paper's name
    if not following.capital or not following.text[0].isalpha() or following.text in _OFFICES:
        return True
    if following.text in _FAMILY_NAMES and _names_person(tokens, start, end):
        return True
    gap = following.start - tokens[end - 1].end
    return gap != 1 or (all(token.capital for token in tokens[start:end]) and _all_caps(tokens))


def _ends_here(tokens: Sequence[Token], i: int) -> bool:
    return i >= len(tokens) or tokens[i].text in _PAPER_ENDS


def _names_person(tokens: Sequence[Token], start: int, end: int) -> bool:
    """*Chủ tịch UBND xã An Phú Trần Văn Minh*: behind the body that somebody speaks for stands a person's name."""
    named = len(tokens) > end + 1 and tokens[end + 1].capital and tokens[end + 1].text[0].isalpha()
    return named and not _SPEAKERS.isdisjoint([token.text for token in tokens[max(0, start - _OFFICE_REACH) : start]])


def is_speaker(tokens: Sequence[Token], low: int, start: int) -> bool:
    """*Chủ tịch UBND phường Trần Văn Minh cho biết*: the person's name stands right behind the type word at ``low``."""
    if tokens[start].text not in _FAMILY_NAMES or not tokens[start].capital:
        return False
    end = start
    while end < len(tokens) and tokens[end].capital and tokens[end].text[0].isalpha():
        end += 1
    says = end < len(tokens) and end - start > 1 and tokens[end].text in _SAYS
    return says and not _TITLES.isdisjoint([token.text for token in tokens[max(0, low - _TITLE_REACH) : low]])


def is_numbered(tokens: Sequence[Token], end: int) -> bool:
    """*phường Đông Hải 2, …* is not *phường Đông Hải*; *xã Bình Hưng 35 hộ* is *xã Bình Hưng*."""
    if end >= len(tokens) or not tokens[end].text.isdigit() or len(tokens[end].text) > 1:
        return False
    return end + 1 >= len(tokens) or tokens[end + 1].text in _AFTER_NUMBER


def continues(tokens: Sequence[Token], i: int) -> bool:
    """Whether a name at ``i`` is the end of a longer one: a capitalised word before it that begins no sentence."""
    if not i or not tokens[i - 1].capital or not tokens[i - 1].text[0].isalpha():
        return False
    if [token.text for token in tokens[max(0, i - 2) : i]] == ["cục", "thuế"]:
        return False  # "Chi cục Thuế Thanh Chương"
    opens_anew = i == 1 or tokens[i - 2].text in _OPENERS or _all_caps(tokens)
    return not opens_anew


def is_old(tokens: Sequence[Token], i: int) -> bool:
    """Whether *cũ* or *trước đây* stands behind a name that ends at ``i``."""
    return i < len(tokens) and tokens[i].text in _OLD_BEGINS and any(matches(tokens, i, words) for words in _OLD)


def closes_list(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number of a list may end before ``i``: nothing stands there that it could count."""
    return i >= len(tokens) or tokens[i].text in _AFTER_LIST


def names_a_thing(tokens: Sequence[Token], i: int) -> bool:
    """*đường Lê Chân*, *chợ Tân Bình*, *Công ty cổ phần Bình Chánh*: a street, a market or a company bears the name."""
    before = [token.text for token in tokens[max(0, i - 4) : i]]
    if not before:
        return False
    if before[-1] in _SIGHTS:
        return True
    near = " ".join(before)
    return any(words in near for words in _PREMISES)


def _all_caps(tokens: Sequence[Token]) -> bool:
    """Whether a sentence is written in capitals throughout, as headings are."""
    capitals = sum(1 for token in tokens if token.capital)
    words = sum(1 for token in tokens if token.text[0].isalpha())
    return words > 0 and capitals >= 0.8 * words
