"""Provinces, districts and communes of Vietnam since 2008, by name and day.

A unit is looked up for the day of the article that names it and is never relabelled to a later one; what became of it
is a question of its own (:meth:`Gazetteer.successors`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, TypeVar

import polars as pl
import pyarrow as pa

from tasks.catalog.gazetteer_files import (
    Alias,
    GazetteerError,
    check_provinces,
    check_slugs,
    read_aliases,
    read_former_communes,
    read_successions,
    read_units,
)
from tasks.catalog.names import fold_name
from tasks.catalog.units import HORIZON, AdminUnit, FormerCommune, Succession

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from importlib.resources.abc import Traversable

__all__ = ["DISTRICTS_SCHEMA", "Gazetteer", "GazetteerError"]

Key = TypeVar("Key")
Value = TypeVar("Value")

DISTRICTS_SCHEMA: Final[dict[str, pl.DataType]] = {
    "city": pl.String(),
    "city_name": pl.String(),
    "city_code": pl.String(),
    "district": pl.String(),
    "district_name": pl.String(),
    "district_code": pl.String(),
    "tier": pl.String(),
    "type": pl.String(),
    "kind": pl.String(),
    "valid_from": pl.Date(),
    "valid_to": pl.Date(),
    "predecessors": pl.List(pl.String()),
    "predecessor_names": pl.List(pl.String()),
    "successors": pl.List(pl.String()),
    "successor_names": pl.List(pl.String()),
    "successor_kinds": pl.List(pl.String()),
    "successor_dates": pl.List(pl.Date()),
}
"""Columns of districts.parquet. The four successor lists run in step; so do the two of the predecessors."""


class Gazetteer:
    """Every unit of every day, indexed. Treat it as frozen: it is shared by whoever calls :meth:`load`."""

    def __init__(
        self,
        provinces: Sequence[AdminUnit],
        units: Sequence[AdminUnit],
        successions: Sequence[Succession],
        aliases: Sequence[Alias],
        folder: Traversable,
    ) -> None:
        self.provinces: tuple[AdminUnit, ...] = tuple(provinces)
        self.units: tuple[AdminUnit, ...] = tuple(units)
        self.successions: tuple[Succession, ...] = tuple(successions)
        self.aliases: tuple[Alias, ...] = tuple(aliases)
        self._folder = folder
        self._by_code = _grouped((unit.code, unit) for unit in (*self.provinces, *self.units))
        self._after = _grouped((_key(edge.unit), edge) for edge in self.successions)
        self._before = _grouped((_key(edge.successor), edge) for edge in self.successions)
        spellings = _grouped((fold_name(a.name), fold_name(a.alias)) for a in self.aliases if a.kind == "spelling")
        written = _grouped((fold_name(a.name), fold_name(a.alias)) for a in self.aliases if a.kind == "abbreviation")
        by_name = _grouped((unit.name, unit) for unit in (*self.provinces, *self.units))
        self._named = _index(((unit, fold_name(unit.short_name)) for unit in self.units), spellings)
        self._provinces_named = _index(((unit, fold_name(unit.short_name)) for unit in self.provinces), spellings)
        self._called = _index(((unit, fold_name(unit.name)) for unit in (*self.provinces, *self.units)), written)
        self._nicknamed = _grouped(
            (fold_name(a.alias), unit) for a in self.aliases if a.kind == "nickname" for unit in by_name[a.name]
        )
        self._periods: dict[bool, _Periods] = {True: _Periods(self.provinces), False: _Periods(self.units)}

    @classmethod
    def load(cls, folder: Traversable | None = None) -> Gazetteer:
        """The gazetteer shipped with the package, read once a process; or another folder of the same files.

        Raises GazetteerError, naming file and line, for anything doubtful in the data.
        """
        return _load_shipped() if folder is None else _load(folder)

    def provinces_at(self, day: date) -> tuple[AdminUnit, ...]:
        """The provinces and centrally run cities of that day, by code. Days before 2008 count as its first day."""
        return self._periods[True].at(day)

    def units_at(self, day: date) -> tuple[AdminUnit, ...]:
        """The units one level below the province: districts until 2025-06-30, communes from 2025-07-01."""
        return self._periods[False].at(day)

    def named(self, folded_short_name: str, day: date) -> tuple[AdminUnit, ...]:
        """Units below the province with that short name or a spelling of it on that day, by code.

        ``folded_short_name`` went through :func:`fold_name`: ``kỳ anh`` finds a huyện and a thị xã in 2016.
        """
        return tuple(unit for unit in self._named.get(folded_short_name, ()) if unit.valid_at(day))

    def any_named(self, folded_short_name: str) -> tuple[AdminUnit, ...]:
        """As :meth:`named`, of all days and both tiers, by code and date: for "huyện Hóc Môn cũ" in a later article."""
        return self._named.get(folded_short_name, ())

    def provinces_named(self, folded_short_name: str, day: date | None = None) -> tuple[AdminUnit, ...]:
        """Provinces with that short name or a spelling of it, on that day or ever."""
        found = self._provinces_named.get(folded_short_name, ())
        return found if day is None else tuple(province for province in found if province.valid_at(day))

    def called(self, folded_name: str, day: date | None = None, *, nicknames: bool = False) -> tuple[AdminUnit, ...]:
        """Provinces and units with that whole name (``quận 1``) or an abbreviation of it (``tp.hcm``).

        With ``nicknames`` also by names that are not official and mean something else as well (``sài gòn``).
        """
        found = self._called.get(folded_name, ())
        if nicknames:
            found += self._nicknamed.get(folded_name, ())
        return found if day is None else tuple(unit for unit in found if unit.valid_at(day))

    @property
    def short_names(self) -> frozenset[str]:
        """Every folded short name below the province, with its spellings: what :meth:`any_named` answers to."""
        return frozenset(self._named)

    @property
    def province_short_names(self) -> frozenset[str]:
        """Every folded short name of a province: what :meth:`provinces_named` answers to."""
        return frozenset(self._provinces_named)

    @property
    def abbreviations(self) -> Mapping[str, tuple[AdminUnit, ...]]:
        """Folded abbreviations that stand for a whole official name, with the units that bore it."""
        folded = (fold_name(alias.alias) for alias in self.aliases if alias.kind == "abbreviation")
        return {alias: self._called[alias] for alias in folded}

    def unit(self, code: str, day: date) -> AdminUnit | None:
        """The unit or province that had this GSO code on that day."""
        return next((unit for unit in self._by_code.get(code, ()) if unit.valid_at(day)), None)

    def province_of(self, unit: AdminUnit) -> AdminUnit:
        """The province of a unit, under the name it had while the unit existed; a province is its own."""
        province = self.unit(unit.province_code, unit.valid_from)
        if province is None:
            raise GazetteerError(f"{unit.key} {unit.name} lies in no known province; it is not of this gazetteer")
        return province

    def successions_of(self, unit: AdminUnit) -> tuple[Succession, ...]:
        """What became of the unit, with kind and date, by date and code. Splits it survived are among them."""
        return self._after.get(_key(unit), ())

    def successors(self, unit: AdminUnit) -> tuple[AdminUnit, ...]:
        """The units that took over from it, one step on: districts lead to the communes of 2025."""
        return tuple(edge.successor for edge in self.successions_of(unit))

    def predecessors(self, unit: AdminUnit) -> tuple[AdminUnit, ...]:
        """The units it took over from, one step back: a commune of 2025 leads to the districts that held its land."""
        return tuple(edge.unit for edge in self._before.get(_key(unit), ()))

    @cached_property
    def former_communes(self) -> tuple[FormerCommune, ...]:
        """Phường, xã and thị trấn of 2020 to 2025-06-30 with their districts; read on first use."""
        return tuple(read_former_communes(self._folder, "former_communes.csv"))

    @cached_property
    def _former_named(self) -> dict[str, tuple[FormerCommune, ...]]:
        return _grouped((fold_name(commune.short_name), commune) for commune in self.former_communes)

    def former_named(self, folded_short_name: str) -> tuple[FormerCommune, ...]:
        """Former communes with that short name, by code."""
        return self._former_named.get(folded_short_name, ())

    def publishable(self) -> pl.DataFrame:
        """districts.parquet: every unit below the province, of both tiers and all days, by city code, tier and code."""
        tiers = {"district": 0, "commune": 1}
        units = sorted(self.units, key=lambda u: (u.province_code, tiers[u.tier], u.code, u.valid_from))
        provinces = [self.province_of(unit) for unit in units]
        before = [self._before.get(_key(unit), ()) for unit in units]
        after = [self._after.get(_key(unit), ()) for unit in units]
        columns: dict[str, list[object]] = {
            "city": [province.slug for province in provinces],
            "city_name": [province.name for province in provinces],
            "city_code": [province.code for province in provinces],
            "district": [unit.slug for unit in units],
            "district_name": [unit.name for unit in units],
            "district_code": [unit.code for unit in units],
            "tier": [unit.tier for unit in units],
            "type": [unit.type for unit in units],
            "kind": [unit.kind for unit in units],
            "valid_from": [unit.valid_from for unit in units],
            "valid_to": [unit.valid_to for unit in units],
        }
        lists: dict[str, list[list[object]]] = {
            "predecessors": [[edge.unit.key for edge in edges] for edges in before],
            "predecessor_names": [[edge.unit.name for edge in edges] for edges in before],
            "successors": [[edge.successor.key for edge in edges] for edges in after],
            "successor_names": [[edge.successor.name for edge in edges] for edges in after],
            "successor_kinds": [[edge.kind for edge in edges] for edges in after],
            "successor_dates": [[edge.day for edge in edges] for edges in after],
        }
        # Polars makes a series of each list, which takes most of the time of a small release.
        arrays = {name: pl.from_arrow(pa.array(rows)) for name, rows in lists.items()}
        return pl.DataFrame({**columns, **arrays}, schema=DISTRICTS_SCHEMA)


class _Periods:
    """The units of a day, found by the stretch between two changes that the day falls into."""

    def __init__(self, units: Sequence[AdminUnit]) -> None:
        changes = {unit.valid_from for unit in units} | {unit.valid_to for unit in units if unit.valid_to is not None}
        self._units = units
        self._starts = sorted(changes | {HORIZON})
        self._found: dict[int, tuple[AdminUnit, ...]] = {}

    def at(self, day: date) -> tuple[AdminUnit, ...]:
        period = max(bisect_right(self._starts, day) - 1, 0)
        if period not in self._found:
            start = self._starts[period]
            self._found[period] = tuple(unit for unit in self._units if unit.valid_at(start))
        return self._found[period]


def _key(unit: AdminUnit) -> tuple[str, date]:
    return unit.code, unit.valid_from


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, tuple[Value, ...]]:
    groups: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _index(
    names: Iterable[tuple[AdminUnit, str]], aliases: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[AdminUnit, ...]]:
    """Units by their folded names and the aliases of those, each once, in the order given."""
    index: dict[str, dict[tuple[str, date], AdminUnit]] = defaultdict(dict)
    for unit, folded in names:
        for form in (folded, *aliases.get(folded, ())):
            index[form][_key(unit)] = unit
    return {form: tuple(found.values()) for form, found in index.items()}


def _load(folder: Traversable) -> Gazetteer:
    provinces = read_units(folder, "provinces.csv", "province")
    below = [*read_units(folder, "districts.csv", "district"), *read_units(folder, "communes.csv", "commune")]
    plain_provinces = [province for _, province in provinces]
    check_provinces(below, plain_provinces)
    check_slugs([*provinces, *below])
    units = [unit for _, unit in below]
    by_key = {unit.key: unit for unit in (*plain_provinces, *units)}
    successions = list(read_successions(folder, "unit_successors.csv", by_key))
    successions.sort(key=lambda edge: (edge.day, edge.unit.code, edge.successor.code))
    aliases = list(read_aliases(folder, "unit_aliases.csv", by_key.values()))
    return Gazetteer(plain_provinces, units, successions, aliases, folder)


@lru_cache(maxsize=1)
def _load_shipped() -> Gazetteer:
    return _load(files("tasks.catalog").joinpath("data"))
