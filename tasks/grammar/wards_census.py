"""How many communes each district had, by the lists that the gazetteer was made from."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tasks.catalog.gazetteer import Gazetteer
    from tasks.catalog.units import AdminUnit

# A list of communes, and the first and last day for which its numbers are likely.
_LISTS: Final = (
    (date(2020, 1, 31), date.min, date(2020, 12, 31)),
    (date(2023, 5, 7), date(2020, 1, 1), date.max),
    (date(2025, 6, 30), date(2023, 6, 1), date.max),
)


class Census:
    """How many communes each district had, by the lists that the gazetteer was made from."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._counts: dict[str, dict[date, Counter[str]]] = defaultdict(dict)
        for commune in gazetteer.former_communes:
            for listed, _, _ in _LISTS:
                if commune.seen_from <= listed <= commune.seen_to:
                    self._counts[commune.district_code].setdefault(listed, Counter())[commune.type] += 1

    def of(self, unit: AdminUnit, day: date) -> tuple[Counter[str], ...]:
        """Counts by type that may hold on that day; none where no list knows the district."""
        known = self._counts.get(unit.code, {})
        return tuple(known[listed] for listed, first, last in _LISTS if first <= day <= last and listed in known)


@lru_cache(maxsize=2)
def census(gazetteer: Gazetteer) -> Census:
    """Built at the first number of communes that is read: most articles have none."""
    return Census(gazetteer)
