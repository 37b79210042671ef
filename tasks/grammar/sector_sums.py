"""Sums of several sectors told with nothing but their names: *nông nghiệp 232 tỷ đồng; công nghiệp 1.366 tỷ đồng*.

What each sector made is its production value, unless something else is spoken of: loans, investment, support.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

SECTORS: Final = ("industry", "agriculture", "trade")
HEAD: Final = "value"
_ALL: Final = "production_value"
_FEWEST: Final = 2  # sectors that make a list
_NAMES: Final = frozenset({"form", "head", "follow", "lead", "topic", "frame"})
_LINKS: Final = frozenset({"reach", "copula", "estimate", "done", "glue"})
_OTHERS: Final = (
    *("vốn", "vay", "dư nợ", "nợ", "đầu tư", "hỗ trợ", "doanh thu", "thuế", "nộp", "thu ngân sách", "chi ", "kinh phí"),
    *("xuất khẩu", "nhập khẩu", "giá trị tăng thêm", "thiệt hại", "dự án", "lợi nhuận", "tiền"),
)
_LEAST: Final = 1e9  # đồng: less is a field's or a household's


def sum_of_sector(told: Telling, number: Number) -> Claim | None:
    """The production value of the sector right before a sum, in a sentence that tells sums of two sectors or more."""
    if number.quantity.kind != "money" or number.quantity.per or number.quantity.value < _LEAST:
        return None
    told_of = dict(_sums(told))
    if number.index not in told_of:
        return None
    first = min(position for position, _ in told_of.values())
    if len({sector for _, sector in told_of.values()}) < _FEWEST or _is_of_another(told, first):
        return None
    position, sector = told_of[number.index]
    name = told.phrases.composed.get((sector, HEAD))
    return None if name is None else Claim(name, position, "sector-sum")


def _sums(told: Telling) -> Iterator[tuple[int, tuple[int, str]]]:
    """Each sum right behind a sector's name: its item, and the sector's item and name."""
    for j in told.quantities():
        quantity = told.quantity(j)
        if quantity.kind != "money" or quantity.per:
            continue
        position = j - 1
        while position > 0 and _links(told.items[position]):
            position -= 1
        sector = next((p.name for p in told.items[position].phrases if p.role == "sector" and p.name in SECTORS), None)
        if sector is not None:
            yield j, (position, sector)


def _links(item: Item) -> bool:
    """*công nghiệp của quận ước đạt 1.366 tỷ đồng*: small words and who it is of."""
    if item.text in {",", ";", ":", ".", "("}:
        return False
    small = bool(item.cues) and item.cues <= _LINKS and not any(phrase.role in _NAMES for phrase in item.phrases)
    return small or item.period is not None or item.names_district


def _is_of_another(told: Telling, first: int) -> bool:
    """Whether words before the first sector, or a part of what was told, make the sums something else."""
    opening = told.items[:first]
    if any(phrase.role in _NAMES and phrase.name != _ALL for item in opening for phrase in item.phrases):
        return True
    before = told.words(0, told.items[first].low)
    if any(word in f"{before} " for word in _OTHERS):
        return True
    parts = any(item.has("part_of") for item in opening)
    return parts and told.state.last_level not in {None, _ALL}
