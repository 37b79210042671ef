"""Which sector a head behind a number is of: its subject, or one that stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.sectors import JOINTS, names_sector, sector_before, whole_of

if TYPE_CHECKING:
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Telling

_JOINTS_OF: Final = frozenset(
    {"của", "toàn", "ngành", "toàn ngành", "các ngành", "khu vực", "lĩnh vực", "khối", "nhóm"}
)
_OF_REACH: Final = 4  # items from a head to the sector behind it


def of_subject(told: Telling, index: int, named: Item, name: str) -> str:
    """*Nông nghiệp làm ra 812 tỷ đồng giá trị sản xuất*: of which sector that is, where one is the subject.

    ``name`` is what the words behind the number at ``index`` name alone.
    """
    if (behind := _sector_behind(told, index, name)) is not None:
        return behind
    head = next((phrase for phrase in named.phrases if phrase.role == "head"), None)
    sector = sector_before(told, index, head) if head is not None and told.text_before(index) not in JOINTS else None
    return name if sector is None else sector


def _sector_behind(told: Telling, index: int, name: str) -> str | None:
    """*8.470 tỷ đồng giá trị sản xuất của toàn ngành công nghiệp*: the sector that stands behind the head's own words.

    ``name`` is what those name alone; of several sectors together it stays so.
    """
    if told.indicator(name).composed:
        return _whole_of_joined(told, index, name)
    heads = {head for _, head in told.phrases.composed}
    first = index + 1
    while first < len(told.items) and told.items[first].kind != "phrase":
        first += 1
    behind = range(first + 1, min(first + 1 + _OF_REACH, len(told.items)))
    at = next((j for j in behind if told.items[j].text not in _JOINTS_OF), None)
    if at is None or (told.text_after(at) in JOINTS and at + 2 < len(told.items) and names_sector(told, at + 2)):
        return None
    named = (
        told.phrases.composed.get((p.name, head))
        for p in told.items[at].phrases
        if p.role == "sector"
        for head in heads
    )
    makers = (one for one in named if one is not None and told.indicator(one).grown)
    return next((one for one in makers if not told.indicator(one).is_growth and _is_production(told, one, name)), None)


def _whole_of_joined(told: Telling, index: int, name: str) -> str | None:
    """*giá trị sản xuất của các ngành công nghiệp, nông nghiệp*: of both, which is what the head names alone."""
    at = next((j for j in range(index + 1, len(told.items)) if told.items[j].kind == "phrase"), None)
    if at is None or told.text_after(at) not in JOINTS or at + 2 >= len(told.items):
        return None
    joined = {
        told.phrases.composed.get((p.name, h)) for p in told.items[at + 2].phrases for _, h in told.phrases.composed
    }
    whole = whole_of(told, at) if any(one is not None and one != name for one in joined) else None
    return None if whole is None else whole.name


def _is_production(told: Telling, part: str, whole: str) -> bool:
    """Whether a sector's indicator is what the whole is made up of."""
    return any(whole in follow.after for follow in told.indicator(part).follows)
