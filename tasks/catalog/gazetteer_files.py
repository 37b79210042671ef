"""The gazetteer's CSV files to checked rows. Whatever is wrong is refused with the file and the line.

The CSVs are the source of truth and are edited by hand: this module is what stands between a slip of the pen and a
figure filed under the wrong district.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar, cast

from tasks.catalog.names import split_type
from tasks.catalog.units import (
    ALIAS_KINDS,
    HORIZON,
    SUCCESSION_KINDS,
    TWO_TIERS,
    AdminUnit,
    AliasKind,
    FormerCommune,
    Succession,
    UnitTier,
    UnitType,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from importlib.resources.abc import Traversable

Member = TypeVar("Member", bound=str)

_UNIT_COLUMNS: Final = ("code", "valid_from", "valid_to", "name", "slug")
_TYPES_OF_TIER: Final[dict[UnitTier, frozenset[str]]] = {
    "province": frozenset({"tỉnh", "thành phố"}),
    "district": frozenset({"quận", "huyện", "thị xã", "thành phố"}),
    "commune": frozenset({"phường", "xã", "đặc khu"}),
}
_DIGITS_OF_TIER: Final[dict[UnitTier, int]] = {"province": 2, "district": 3, "commune": 5}
_STRAY_SPACE: Final = re.compile(r"\s{2}|(?:^|,)[^\S\n]|[^\S\n](?:,|$)", re.MULTILINE)
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class GazetteerError(ValueError):
    """A data file of the gazetteer that cannot be trusted; the message names file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Row:
    """One CSV row with the place it stands at, for messages."""

    file: str
    line: int
    cells: dict[str, str]

    def refuse(self, what: str) -> NoReturn:
        raise GazetteerError(f"{self.file}:{self.line}: {what}")

    def day(self, column: str) -> date:
        try:
            return date.fromisoformat(self.cells[column])
        except ValueError:
            self.refuse(f"{column} {self.cells[column]!r} is no date; write it as 2020-01-31")


@dataclass(frozen=True, slots=True)
class Alias:
    """``alias`` is written for ``name``: a short name (spelling) or an official one (abbreviation, nickname)."""

    name: str
    alias: str
    kind: AliasKind


def read_rows(folder: Traversable, file: str, columns: Sequence[str]) -> Iterator[Row]:
    """Rows of one CSV file in order. Refuses a missing file, other columns, ragged rows and text that is not NFC."""
    try:
        text = folder.joinpath(file).read_text(encoding="utf-8")
    except OSError as error:
        raise GazetteerError(f"{file}: cannot be read ({error}); the gazetteer needs it") from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{file}: is not UTF-8 ({error}); save it as UTF-8") from error
    if not unicodedata.is_normalized("NFC", text):
        line = next(n for n, row in enumerate(text.splitlines(), 1) if not unicodedata.is_normalized("NFC", row))
        raise GazetteerError(f"{file}:{line}: the text is not NFC; normalise it")
    if stray := _STRAY_SPACE.search(text):
        line = text.count("\n", 0, stray.start()) + 1
        raise GazetteerError(f"{file}:{line}: a cell has stray spaces; remove them")
    reader = csv.reader(text.splitlines())
    head = next(reader, [])
    if head != list(columns):
        raise GazetteerError(f"{file}:1: the columns are {','.join(head)}; expected {','.join(columns)}")
    for cells in reader:
        row = Row(file, reader.line_num, dict(zip(columns, cells, strict=False)))
        if len(cells) != len(columns):
            row.refuse(f"{len(cells)} cells where the header has {len(columns)}")
        yield row


def _member(row: Row, column: str, allowed: tuple[Member, ...]) -> Member:
    found = next((member for member in allowed if member == row.cells[column]), None)
    if found is None:
        row.refuse(f"{column} {row.cells[column]!r} is none of {', '.join(allowed)}")
    return found


def read_units(folder: Traversable, file: str, tier: UnitTier) -> list[tuple[Row, AdminUnit]]:
    """Units of one tier, sorted by code and date as the file must be; no two of one code overlap in time."""
    columns = _UNIT_COLUMNS if tier == "province" else (*_UNIT_COLUMNS, "province_code")
    units = [(row, _unit(row, tier)) for row in read_rows(folder, file, columns)]
    for (_, before), (row, unit) in pairwise(units):
        if (unit.code, unit.valid_from) <= (before.code, before.valid_from):
            row.refuse(f"{unit.key} stands after {before.key}; sort by code and valid_from, each pair once")
        if unit.code == before.code and unit.overlaps(before):
            row.refuse(f"{unit.key} overlaps {before.key}; a code belongs to one unit at a time")
    return units


def _unit(row: Row, tier: UnitTier) -> AdminUnit:
    cells = row.cells
    code, name, slug = cells["code"], cells["name"], cells["slug"]
    if len(code) != _DIGITS_OF_TIER[tier] or not (code.isascii() and code.isdigit()):
        row.refuse(f"code {code!r} is not the {_DIGITS_OF_TIER[tier]} digits of a {tier}")
    try:
        kind, short_name = split_type(name)
    except ValueError as error:
        row.refuse(str(error))
    if kind not in _TYPES_OF_TIER[tier]:
        row.refuse(f"{name!r} cannot be a {tier}; expected {', '.join(sorted(_TYPES_OF_TIER[tier]))}")
    if not _SLUG.fullmatch(slug):
        row.refuse(f"slug {slug!r} leaves the alphabet a-z, 0-9 and single dashes inside")
    valid_from, valid_to = row.day("valid_from"), row.day("valid_to") if cells["valid_to"] else None
    if valid_to is not None and valid_to <= valid_from:
        row.refuse(f"valid_to {valid_to} is not after valid_from {valid_from}; valid_to is the first day without it")
    earliest = TWO_TIERS if tier == "commune" else HORIZON
    if valid_from < earliest:
        row.refuse(f"valid_from {valid_from} lies before {earliest}, where the {tier} tier begins")
    if tier == "district" and (valid_to is None or valid_to > TWO_TIERS):
        row.refuse(f"a district ended on {TWO_TIERS} at the latest; fill in valid_to")
    province = code if tier == "province" else cells["province_code"]
    return AdminUnit(code, name, cast("UnitType", kind), short_name, tier, slug, province, valid_from, valid_to)


def check_provinces(units: Iterable[tuple[Row, AdminUnit]], provinces: Iterable[AdminUnit]) -> None:
    """Every unit lies within the days of one row of its province, so a unit has one province."""
    by_code: dict[str, list[AdminUnit]] = defaultdict(list)
    for province in provinces:
        by_code[province.code].append(province)
    for row, unit in units:
        if unit.province_code not in by_code:
            row.refuse(f"province_code {unit.province_code!r} is not in provinces.csv")
        for province in by_code[unit.province_code]:
            if province.valid_at(unit.valid_from) and (
                province.valid_to is None or (unit.valid_to is not None and unit.valid_to <= province.valid_to)
            ):
                break
        else:
            days = f"{unit.valid_from} to {unit.valid_to or 'today'}"
            row.refuse(
                f"no row of province {unit.province_code} covers {days}; end the unit where the province changes"
            )


def check_slugs(units: Iterable[tuple[Row, AdminUnit]]) -> None:
    """One path, one unit: no two units of a province that exist on the same day share a slug."""
    taken: dict[tuple[str, str], list[AdminUnit]] = defaultdict(list)
    for row, unit in units:
        place = ("" if unit.tier == "province" else unit.province_code, unit.slug)
        for other in taken[place]:
            if other.code != unit.code and other.overlaps(unit):
                row.refuse(f"slug {unit.slug!r} is taken by {other.key} {other.name}; append the code to both")
        taken[place].append(unit)


def read_successions(folder: Traversable, file: str, units: dict[str, AdminUnit]) -> Iterator[Succession]:
    """What became of what, by ``code@valid_from``; refuses unknown units, kinds, and dates that fit neither end."""
    columns = ("code", "valid_from", "successor_code", "successor_valid_from", "kind", "date")
    for row in read_rows(folder, file, columns):
        cells = row.cells
        ends = []
        for code, valid_from in (("code", "valid_from"), ("successor_code", "successor_valid_from")):
            key = f"{cells[code]}@{cells[valid_from]}"
            if key not in units:
                row.refuse(f"{key} is not among the units; check code and valid_from")
            ends.append(units[key])
        unit, successor, day = ends[0], ends[1], row.day("date")
        if day not in (unit.valid_to, successor.valid_from) or not successor.valid_at(day):
            row.refuse(f"on {day} neither does {unit.key} end nor {successor.key} begin")
        yield Succession(unit, successor, _member(row, "kind", SUCCESSION_KINDS), day)


def read_aliases(folder: Traversable, file: str, units: Iterable[AdminUnit]) -> Iterator[Alias]:
    """Other spellings and abbreviations; refuses one whose official name no unit bears or that says nothing new."""
    names, short_names = {unit.name for unit in units}, {unit.short_name for unit in units}
    seen: set[tuple[str, str]] = set()
    for row in read_rows(folder, file, ("name", "alias", "kind")):
        name, alias = row.cells["name"], row.cells["alias"]
        kind = _member(row, "kind", ALIAS_KINDS)
        if name not in (short_names if kind == "spelling" else names):
            row.refuse(f"{name!r} is no unit's {'short' if kind == 'spelling' else 'official'} name")
        if not alias or alias == name or (name, alias) in seen:
            row.refuse(f"alias {alias!r} of {name!r} is empty, the name itself, or listed twice")
        seen.add((name, alias))
        yield Alias(name, alias, kind)


def read_former_communes(folder: Traversable, file: str) -> Iterator[FormerCommune]:
    """Communes of the three-tier time, in file order."""
    columns = ("code", "name", "district_code", "province_code", "seen_from", "seen_to", "successor_codes")
    for row in read_rows(folder, file, columns):
        cells = row.cells
        try:
            kind, short_name = split_type(cells["name"])
        except ValueError as error:
            row.refuse(str(error))
        yield FormerCommune(
            code=cells["code"],
            name=cells["name"],
            type=cast("UnitType", kind),
            short_name=short_name,
            district_code=cells["district_code"],
            province_code=cells["province_code"],
            seen_from=row.day("seen_from"),
            seen_to=row.day("seen_to"),
            successor_codes=tuple(cells["successor_codes"].split()),
        )
