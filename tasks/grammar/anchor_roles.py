"""The part that a place plays in a sentence, by the words before and behind it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tasks.grammar.place_edges import matches
from tasks.grammar.references import says_what_it_is
from tasks.grammar.word_lists import by_word, load_words, split_phrases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.scope import Role
    from tasks.grammar.tokens import Token

_WORDS: Final = load_words("anchors.yaml")
_ASSIGNS: Final = frozenset({"giao", "phân", "đề"})
_BEFORE_ASSIGNER: Final = frozenset(
    {"toán", "hoạch", "tiêu", "lệnh", "kh", "hđnd", "ubnd", "do", "được", "mà", "quyết"}
)
_OFFICES_BY_LAST: Final = by_word(split_phrases(_WORDS["offices"]), -1)
_PASSING_BY_LAST: Final = by_word(split_phrases(_WORDS["passing"]), -1)
_ACTS: Final = frozenset({("công", "nhận"), ("lãnh", "đạo"), ("chỉ", "đạo"), ("quan", "tâm"), ("phê", "duyệt")})
_DONE_WORDS: Final = frozenset({"đã", "vừa", "mới", "cũng"})
_BODIES: Final = frozenset(_WORDS["bodies"])
_BODY_REACH: Final = 6  # tokens from a body's first word to the place that ends its name
_ENDS_NAME: Final = frozenset({"tại", "ở", "trên", "cho", "của", "về", "đã", "và", "đến", "từ"})
_MEAN_REACH: Final = 7
_MEANS: Final = frozenset({"quân", "mức", "chung"})
_COMPARES: Final = frozenset({"hơn", "với", "bằng", "vượt"})
_LEADS_TO: Final = frozenset({("đối", "với"), ("thuộc", "về")})
_TURNS_TO: Final = frozenset({"với", "đối", "sang", "tới", "về", "như"})
_GONE_TO: Final = frozenset({"tới", "về"})
_EXAMPLE_REACH: Final = 12  # tokens from a plural to the first example of it
_SEVERAL: Final = frozenset({"các", "những", "nhiều", "số", "hai", "ba", "bốn", "năm"})
_KINDS_OF_PLACES: Final = frozenset({"xã", "phường", "quận", "huyện", "địa", "nơi"})
_VISITORS: Final = frozenset({"khách", "lượt"})
_VISITORS_REACH: Final = 6


def role_of(item: Item, tokens: Sequence[Token], *, behind_time: bool = False) -> Role:
    """The part that a place plays, by the words before and behind it.

    ``behind_time`` where a time ends right before it: *năm qua huyện Ninh Hải đón …* passes through no place.
    """
    following = tokens[item.high].text if item.high < len(tokens) else ""
    before = tokens[item.low - 1].text if item.low else ""
    if following in _ASSIGNS and item.low and (before in _BEFORE_ASSIGNER or following == "giao"):
        return "assigner"
    if _ends(tokens, item.low, _OFFICES_BY_LAST) or _closes_body(item, tokens):
        return "subject" if _is_collector(item, tokens) else "office"
    of_province = item.place is not None and item.place.level == "province"
    if is_mean(item, tokens):
        return "passing"
    if of_province and (says_what_it_is(item.low, tokens) or acts_for_others(tokens, item.high)):
        return "passing"
    if not behind_time and _ends(tokens, item.low, _PASSING_BY_LAST):
        meant = _opens_with(item, tokens) or _is_visited(item, tokens) or _is_example(item, tokens)
        led = (tokens[item.low - 2].text, before) if item.low > 1 else ()
        meant = meant or led in _LEADS_TO  # "đối với xã Tân Lập", "thấp nhất thuộc về TP.Hội An"
        return "subject" if meant else "passing"
    return "subject"


def acts_for_others(tokens: Sequence[Token], high: int) -> bool:
    """*Thành phố đã công nhận 28/28 xã*, *được tỉnh lãnh đạo, chỉ đạo*: behind a province, what it did for its parts.

    ``high`` is the token behind the province.
    """
    while high < len(tokens) and tokens[high].text in _DONE_WORDS:
        high += 1
    return (tokens[high].text, tokens[high + 1].text) in _ACTS if high + 1 < len(tokens) else False


def _is_collector(item: Item, tokens: Sequence[Token]) -> bool:
    """*số thu của Chi cục Thuế huyện Đức Thọ*, *thu ngân sách của UBND quận Tân Phú*: it is the district's."""
    words = [token.text for token in tokens[max(0, item.low - 4) : item.low]]
    if words[-2:] == ["của", "ubnd"] and words[:2] in (["ngân", "sách"], ["nhà", "nước"]):
        return True
    return words[1:] == ["chi", "cục", "thuế"] and words[0] in {"của", "tại", "ở"}


def is_mean(item: Item, tokens: Sequence[Token]) -> bool:
    """*Cao hơn bình quân chung của tỉnh*: what the district is compared with."""
    words = [token.text for token in tokens[max(0, item.low - _MEAN_REACH) : item.low]]
    mean = next((n for n in range(len(words) - 1, -1, -1) if words[n] in _MEANS), None)
    if mean is None or not all(word.isalpha() for word in words[mean:]) or _COMPARES.isdisjoint(words[:mean]):
        return False
    for token in tokens[item.high : item.high + _MEAN_REACH]:
        if token.is_number:
            return False  # "cao hơn bình quân của tỉnh là 52%": the number is the tỉnh's
        if token.text in {",", ";", "."}:
            break
    return True


def _opens_with(item: Item, tokens: Sequence[Token]) -> bool:
    """*Với huyện Duy Tiên, …*, *Sang xã Tân Lập, thu ngân sách …*: the sentence turns to the place."""
    closed = item.high < len(tokens) and tokens[item.high].text == ","
    return item.low == 1 and tokens[0].text in _TURNS_TO and closed


def _is_example(item: Item, tokens: Sequence[Token]) -> bool:
    """*Các phường lân cận như Trấn Biên …*, *một số huyện gồm …*: what is told of the several is told of these."""
    if tokens[item.low - 1].text not in {"như", "gồm"}:
        return False
    if item.low > 1 and tokens[item.low - 2].text == "," and tokens[item.high : item.high + 1]:
        return tokens[item.high].text.isalpha()  # "số còn lại khó về đích, như huyện Triệu Sơn mới thu 205 tỷ đồng"
    words = [token.text for token in tokens[max(0, item.low - _EXAMPLE_REACH) : item.low]]
    return any((one in _SEVERAL or one.isdigit()) and other in _KINDS_OF_PLACES for one, other in pairwise(words))


def _is_visited(item: Item, tokens: Sequence[Token]) -> bool:
    """*913.000 lượt khách tới Phú Quốc*: the place is the one that they are counted in."""
    if item.low < 2 or tokens[item.low - 1].text not in _GONE_TO:
        return False
    return any(token.text in _VISITORS for token in tokens[max(0, item.low - _VISITORS_REACH) : item.low - 1])


def _closes_body(item: Item, tokens: Sequence[Token]) -> bool:
    """*Sở Du lịch tỉnh Kiên Giang*, *Chi cục Thuế huyện Đức Thọ*: the place ends the name of a body."""
    if item.place is None or item.place.mention.type is None:
        return False
    for j in range(item.low - 1, max(-1, item.low - _BODY_REACH), -1):
        if not tokens[j].text.isalpha() or tokens[j].text in _ENDS_NAME:
            return False
        if tokens[j].capital and tokens[j].text in _BODIES:
            return True
    return False


def _ends(tokens: Sequence[Token], i: int, phrases: Mapping[str, Sequence[Sequence[str]]]) -> bool:
    if not i:
        return False
    ending = phrases.get(tokens[i - 1].text, ())
    return any(i >= len(words) and matches(tokens, i - len(words), words) for words in ending)
