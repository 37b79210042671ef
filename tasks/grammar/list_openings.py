"""What a list of places opens with: words of a list, or something else that its sums are then told of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling

_WORDS: Final = load_words("lists.yaml")
_SMALL: Final = frozenset(_WORDS["small"])
_OTHERS: Final = frozenset(_WORDS["others"])
_FEWEST: Final = 2  # unknown syllables that make a subject: one is a small word that no list has


def opens_with_another(told: Telling, place: int, name: str) -> bool:
    """*Dự án qua quận 8 412 tỷ đồng*, *Thiệt hại tại quận 8 …*, where revenues were told of places before.

    ``place`` is a district of the list, ``name`` the indicator that the list is about. The words before the first
    district of the clause say what it is, unless they name that indicator.
    """
    start = told.clause_start(place, {";"})
    first = told.first_district(place, start)
    first = place if first is None else first
    near = told.clause_start(first - 1 if told.text_before(first) == ":" else first, {",", ";", ":"})
    named = (phrase for item in told.items[near:first] for phrase in item.phrases)
    if start < near and any(phrase.role == "form" and phrase.name == name for phrase in named):
        return False  # "thu nội địa 11.400 tỷ đồng, các huyện có số thu ngân sách khá như: …"
    strange = 0
    if told.texts[0] == "theo":  # "Theo Bảo hiểm xã hội tỉnh, …"
        start = next((j + 1 for j in range(start, first) if told.items[j].text == ","), start)
    for item in told.items[start:first]:
        roles = {phrase.role for phrase in item.phrases if phrase.name == name}
        its_own = {phrase.name for phrase in item.phrases} == {name}  # "tỷ lệ bao phủ"; "tỷ lệ" is any rate's
        if its_own or not roles.isdisjoint({"form", "excluded"}):
            return "excluded" in roles  # "tiền thuê đất" is no sum of revenues
        if item.quantity is not None:
            return False  # a figure stands before the list, which the rules of chains ask about
        for word in item.text.split(" ") if item.kind in {"word", "phrase"} or item.has("org") else ():
            if word in _OTHERS:
                return True
            strange += word[0].isalpha() and word not in _SMALL
    return strange >= _FEWEST


def says_only_list(told: Telling, start: int, end: int) -> bool:
    """*Cụ thể các huyện*, *Các địa phương khác như sau*: words before a colon that say nothing of what is listed."""
    words = [word for item in told.items[start:end] for word in item.text.split(" ")]
    return bool(words) and all(word in _SMALL for word in words)
