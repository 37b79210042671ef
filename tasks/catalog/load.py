"""Data files to one checked catalog. It refuses to load when ambiguous, not NFC or out of schema."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import yaml
from pydantic import ValidationError

from tasks.catalog.gazetteer import Gazetteer
from tasks.catalog.indicators import Indicator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

_FILE: Final = "indicators.yaml"


class CatalogError(ValueError):
    """The catalog's files contradict themselves or their schema; the message names file, line and remedy."""


@dataclass(frozen=True)
class Catalog:
    """``sectors`` and ``heads`` are the phrase classes that forms refer to; ``version`` is a hash of all data files."""

    indicators: Mapping[str, Indicator]
    sectors: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, tuple[str, ...]]
    gazetteer: Gazetteer
    version: str


@lru_cache(maxsize=1)
def load_catalog() -> Catalog:
    """The catalog that ships with the package."""
    return read_catalog(files("tasks.catalog") / "data")


def read_catalog(folder: Traversable) -> Catalog:
    """Read and check ``indicators.yaml`` of a folder, with the shipped gazetteer.

    Raises:
        CatalogError: schema, NFC, an unknown reference, or one form that names two indicators of one unit.
    """
    source = (folder / _FILE).read_text(encoding="utf-8")
    if not unicodedata.is_normalized("NFC", source):
        line = next(n for n, text in enumerate(source.splitlines(), 1) if not unicodedata.is_normalized("NFC", text))
        raise CatalogError(f"{_FILE}:{line}: not in Unicode normal form C; save the file as NFC")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data: dict[str, Any] = yaml.load(source, Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}" if mark is not None else ""
        raise CatalogError(f"{_FILE}{place}: not readable as YAML: {getattr(error, 'problem', error)}") from None
    lines = _entry_lines(source)
    indicators: dict[str, Indicator] = {}
    for position, entry in enumerate(data.get("indicators") or []):
        line = lines[position] if position < len(lines) else 1
        try:
            indicator = Indicator.model_validate(entry)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise CatalogError(f"{_FILE}:{line}: {entry.get('id', 'entry')}.{field}: {first['msg']}") from None
        if indicator.id in indicators:
            raise CatalogError(f"{_FILE}:{line}: {indicator.id} stands twice; ids are never reused")
        indicators[indicator.id] = indicator
    sectors = {name: tuple(phrases) for name, phrases in (data.get("sectors") or {}).items()}
    heads = {name: tuple(phrases) for name, phrases in (data.get("heads") or {}).items()}
    places = dict(zip(indicators, lines, strict=False))
    for problem in _contradictions(indicators, sectors, heads, places):
        raise CatalogError(problem)
    return Catalog(indicators, sectors, heads, Gazetteer.load(), _digest(folder))


def _entry_lines(source: str) -> list[int]:
    return [number for number, text in enumerate(source.splitlines(), 1) if text.startswith("- id:")]


def _contradictions(
    indicators: Mapping[str, Indicator],
    sectors: Mapping[str, tuple[str, ...]],
    heads: Mapping[str, tuple[str, ...]],
    places: Mapping[str, int],
) -> Iterator[str]:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, indicator in indicators.items():
        where = f"{_FILE}:{places.get(name, 1)}: {name}"
        for composition in indicator.composed:
            if composition.sector not in sectors or composition.head not in heads:
                yield f"{where}: composed of {composition.sector!r} and {composition.head!r}, one of which is not there"
        for follow in indicator.follows:
            for other in follow.after:
                if other not in indicators:
                    yield f"{where}: follows {other!r}, which is no indicator"
        for form in indicator.forms:
            owners[" ".join(form.split()), indicator.unit].add(name)
    for (form, _), names in owners.items():
        if len(names) > 1:
            first, second = sorted(names)
            yield f"{_FILE}:{places.get(second, 1)}: {form!r} names both {first} and {second}; give it to one of them"


def _digest(folder: Traversable) -> str:
    digest = hashlib.sha256()
    for item in sorted((item for item in folder.iterdir() if item.is_file()), key=lambda item: item.name):
        digest.update(item.name.encode())
        digest.update(item.read_bytes())
    return digest.hexdigest()[:16]
