"""The unit whose own site published an article: such a site seldom says of which huyện it speaks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tasks.catalog.names import slugify
from tasks.grammar.places import PlaceMention
from tasks.grammar.tokens import Document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.catalog.gazetteer import Gazetteer
    from tasks.catalog.units import AdminUnit
    from tasks.grammar.context import Context
    from tasks.grammar.places import PlaceFinder

_SITE: Final = re.compile(r"(?P<place>[\w-]{3,40})\.[\w-]{2,30}\.gov\.vn", re.IGNORECASE)
_AUTHORITIES: Final = {
    "tỉnh": ("tỉnh ủy", "ubnd tỉnh", "hđnd tỉnh", "tỉnh giao", "của tỉnh", "toàn tỉnh"),
    "thành phố": ("thành ủy", "ubnd thành phố", "hđnd thành phố", "thành phố giao", "ubnd tp", "tp giao"),
}
"""By type of a unit of the first tier, what its bodies are called."""


def is_site(name: str) -> bool:
    """Whether a publisher is told by the host of a unit's own site."""
    return _SITE.fullmatch(name) is not None


def publisher_mentions(name: str, finder: PlaceFinder, gazetteer: Gazetteer) -> tuple[PlaceMention, ...]:
    """What a publisher's name, or the host of its site, names with a type: *Cổng TTĐT huyện Thanh Chương*.

    A host names units by letters alone, of any province: ``thanhchuong.nghean.gov.vn``.
    """
    site = _SITE.fullmatch(name)
    if site is not None:
        units = _compact(gazetteer).get(site["place"].casefold().replace("-", ""), ())
        kinds = {unit.type for unit in units}
        return tuple(
            PlaceMention(0, 1, kind, site["place"], tuple(unit for unit in units if unit.type == kind))
            for kind in sorted(kinds)
        )
    tokens = Document(name).tokens
    return tuple(one for one in finder.find(tokens, [False] * len(tokens)) if one.type not in {None, "tỉnh"})


def take_publisher(context: Context, mentions: Sequence[PlaceMention], *, of_site: bool) -> None:
    """Make the publisher's own unit the one that the article is about, unless the text is about another.

    ``of_site`` where the mentions are read from a host, so that the unit must lie in the province of the site.
    """
    units = [unit for mention in mentions if (unit := _unit(context, mention, of_site=of_site)) is not None]
    if len(units) != 1 or (context.main is not None and context.main != units[0]):
        return
    context.main, context.main_in_title = units[0], True


def _unit(context: Context, mention: PlaceMention, *, of_site: bool) -> AdminUnit | None:
    if of_site:
        here = [u for u in mention.candidates if u.valid_at(context.day) and context.provinces[u.province_code]]
        return here[0] if len(here) == 1 else None
    level, unit = context.meaning(mention, None)
    return unit if level == "district" else None


@lru_cache(maxsize=4)
def _compact(gazetteer: Gazetteer) -> Mapping[str, tuple[AdminUnit, ...]]:
    """Units by the letters of their name, with and without its type, as hosts write them."""
    out: dict[str, list[AdminUnit]] = {}
    for unit in gazetteer.units:
        for name in {unit.name} if unit.short_name.isdigit() else {unit.name, unit.short_name}:
            out.setdefault(slugify(name).replace("-", ""), []).append(unit)
    return {name: tuple(units) for name, units in out.items()}


def authority_told(folded: str) -> str | None:
    """The type of the unit above that of an article, by the bodies that its small letters name: a tỉnh, or a thành phố.

    ``None`` where both are told, or neither.
    """
    told = {kind for kind, bodies in _AUTHORITIES.items() if any(body in folded for body in bodies)}
    return told.pop() if len(told) == 1 else None
