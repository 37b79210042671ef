"""The last of those that a district has: *xã thứ 14 của huyện đạt chuẩn nông thôn mới* tells that they are 14."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.telling import Number, Telling
    from tasks.grammar.tokens import Token

_NOUNS: Final = frozenset({"xã", "trường", "địa phương"})
_STOCKS: Final = ("new_rural_communes", "standard_schools")
_UNITS: Final = frozenset({"huyện", "quận", "thị xã", "thành phố", "toàn huyện", "toàn quận"})
_BETWEEN: Final = frozenset({"của", "trên địa bàn", "trong", "ở", "được", "đã", "chính thức", "được công nhận", ","})
_STRANGE: Final = 3  # unknown words between the number and what was reached


def is_ordinal(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number tells the place of a commune or a school in a row: *xã thứ 14*."""
    return i > 1 and tokens[i - 1].text == "thứ" and tokens[i - 2].text in _NOUNS


def of_ordinal(told: Telling, number: Number) -> Claim | None:
    """*xã thứ 14 của huyện đạt chuẩn nông thôn mới*; *xã thứ 60 của tỉnh*, *xã thứ hai … nâng cao* are others'."""
    of_unit = False
    strange = 0
    for j in range(number.index + 1, len(told.items)):
        item = told.items[j]
        if item.phrases:
            named = {phrase.name for phrase in item.phrases if phrase.role == "form"}
            excluded = {phrase.name for phrase in item.phrases if phrase.role == "excluded"}
            found = next((name for name in _STOCKS if name in named - excluded), None)
            return Claim(found, j, "ordinal") if found is not None and of_unit else None
        if item.names_district or item.text in _UNITS:
            of_unit = True
        elif item.quantity is not None or item.place is not None or item.text in {"tỉnh", "cả nước", "xã", ";"}:
            return None
        elif item.text not in _BETWEEN:
            strange += 1
            if strange > _STRANGE:
                return None
    return None
