"""Figures of one place or thing of a district: the guests of a waterfall, what *riêng* takes out of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import noun_end
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.telling import Telling

_WORDS: Final = load_words("narrowing.yaml")
_STOPS: Final = frozenset({",", ";", ":", "(", ")"})
_AT_SITES: Final = tuple(f"{site} " for site in _WORDS["sites"])
_SINGLES: Final = tuple(f"{word} " for word in sorted(_WORDS["singles"], key=len, reverse=True))
_GUEST_KINDS: Final = tuple(_WORDS["guest_kinds"])
_TURNS: Final = ("với", "về", "riêng", "riêng về", "đối với", "còn")
_TURNS_BEGIN: Final = frozenset({"với", "về", "riêng", "đối", "còn"})
_TO_SITES: Final = frozenset({"đến", "tới", "lên", "về", "tham", "thăm", "quan", "tại", "ở"})
_KIND_REACH: Final = 8
_LIST_REACH: Final = 24  # tokens of a list of places that guests came to
_ALL_OTHERS: Final = ("và các điểm", "và nhiều điểm", "cùng các điểm", "và các khu", "và các di tích", "và những điểm")
_SITE_REACH: Final = 4  # tokens from the word for a site to its name


def is_of_site(told: Telling, index: int, claim: Claim) -> bool:
    """*Núi Bà Đen đón 3,1 triệu lượt khách*, *riêng làng gốm Bàu Trúc …*: the guests of one place."""
    if not any("khách" in noun for noun in told.indicator(claim.indicator).counts):
        return False
    if _turns_to_kind(told, told.clause_start(min(claim.subject, index), {";"})):
        return True
    starts = {told.clause_start(min(claim.subject, index), _STOPS)}
    starts |= {0} if told.texts[0] in {"tại", "ở"} else set()  # "Tại làng cổ Phước Tích, lượng khách đạt 12.000 lượt"
    if _is_behind(told, noun_end(told, index)):
        return True
    return any(_opens_with_site(told, told.items[start].low, told.items[index].low) for start in starts)


def goes_on_to_all(told: Telling, low: int) -> bool:
    """*thăm hang Chùa, động Tiên và các điểm khác*: behind the places that are named stand all the others."""
    clause = told.words(low, min(low + _LIST_REACH, len(told.texts))).partition(" ; ")[0]
    return any(others in clause for others in _ALL_OTHERS)


def _is_behind(told: Telling, low: int) -> bool:
    """*6.800 lượt khách tham quan khu phố cổ Đồng Văn*: the place stands right behind those that are counted."""
    while low < len(told.texts) and told.texts[low] in _TO_SITES:
        low += 1
    if not _opens_with_site(told, low, min(low + _KIND_REACH, len(told.texts))):
        return False
    return not goes_on_to_all(told, low)


def _turns_to_kind(told: Telling, start: int) -> bool:
    """*Với khách quốc tế, tháng 11 Phú Quốc đón 242.000 lượt*: the guests of one kind."""
    low = told.items[start].low
    if told.texts[low] not in _TURNS_BEGIN:
        return False
    words = told.words(low, min(low + _KIND_REACH, len(told.texts)))
    return any(words.startswith(f"{turn} {kind} ,") for turn in _TURNS for kind in _GUEST_KINDS)


def _opens_with_site(told: Telling, low: int, high: int) -> bool:
    words = f"{told.words(low, high)} "
    opening = next((single for single in _SINGLES if words.startswith(single)), "")
    site = next((site for site in _AT_SITES if words.removeprefix(opening).startswith(site)), None)
    if site is None:
        return False
    low += len(opening.split()) + len(site.split())
    return any(token.capital for token in told.tokens[low : min(low + _SITE_REACH, high)])


def is_apart(told: Telling, index: int, claim: Claim) -> bool:
    """*Riêng phà Vàm Cống phục vụ 45.000 lượt khách*: behind *riêng* stands neither an indicator nor a place."""
    if "part_of" not in told.classes or claim.rule == "before-number:form":  # "riêng phần thu trên địa bàn"
        return False
    end = min(claim.subject, index)
    for j in range(end - 1, -1, -1):
        item = told.items[j]
        if item.quantity is not None or item.text == ";":
            return False
        if item.text.endswith("riêng") and j + 1 < end and told.items[j + 1].kind == "word":
            return all(phrase.role == "excluded" for between in told.items[j + 1 : end] for phrase in between.phrases)
    return False
