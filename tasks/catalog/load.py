"""Data files to one checked catalog. It refuses to load when ambiguous, not NFC or out of schema."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import yaml
from pydantic import ValidationError

from tasks.catalog.forms import expand, joined, without_classes
from tasks.catalog.gazetteer import Gazetteer
from tasks.catalog.indicators import PHRASE_FIELDS, Indicator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

PHRASES: Final = "phrases.yaml"
INDICATORS: Final = "indicators"
_ENTRY: Final = re.compile(r"- *\{? *id: *")


class CatalogError(ValueError):
    """The catalog's files contradict themselves or their schema; the message names file, line and remedy."""


@dataclass(frozen=True)
class Catalog:
    """``sectors`` and ``heads`` are the phrase classes of compositions, all readings written out.

    ``places`` says where each indicator stands (``indicators/budget.yaml:4``); ``version`` is a hash of all data files.
    """

    indicators: Mapping[str, Indicator]
    sectors: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, tuple[str, ...]]
    gazetteer: Gazetteer
    version: str
    places: Mapping[str, str]


@lru_cache(maxsize=1)
def load_catalog() -> Catalog:
    """The catalog that ships with the package."""
    return read_catalog(files("tasks.catalog") / "data")


def read_catalog(folder: Traversable) -> Catalog:
    """Read and check ``phrases.yaml`` and ``indicators/*.yaml`` of a folder, with the shipped gazetteer.

    Raises:
        CatalogError: schema, NFC, an unknown reference, or one form that names two indicators of one unit.
    """
    sectors, heads, words = _phrase_classes(folder / PHRASES)
    classes = {**sectors, **words}
    indicators: dict[str, Indicator] = {}
    places: dict[str, str] = {}
    for item in sorted((folder / INDICATORS).iterdir(), key=lambda item: item.name):
        if not item.name.endswith(".yaml"):
            continue
        file = f"{INDICATORS}/{item.name}"
        source = _text(item, file)
        entries = _parsed(source, file, {"indicators"}).get("indicators") or []
        lines = [number for number, text in enumerate(source.splitlines(), 1) if _ENTRY.match(text)]
        for position, entry in enumerate(entries):
            place = f"{file}:{lines[position] if position < len(lines) else 1}"
            indicator = _indicator(entry, place, classes)
            if indicator.id in indicators:
                raise CatalogError(f"{place}: {indicator.id} also stands at {places[indicator.id]}; an id is used once")
            indicators[indicator.id], places[indicator.id] = indicator, place
    for problem in _contradictions(indicators, sectors, heads, places):
        raise CatalogError(problem)
    return Catalog(indicators, sectors, heads, Gazetteer.load(), _digest(folder), places)


def _text(item: Traversable, file: str) -> str:
    try:
        source = item.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{file}: not readable as UTF-8 text: {error}") from None
    if not unicodedata.is_normalized("NFC", source):
        line = next(n for n, text in enumerate(source.splitlines(), 1) if not unicodedata.is_normalized("NFC", text))
        raise CatalogError(f"{file}:{line}: not in Unicode normal form C; save the file as NFC")
    return source


def _parsed(source: str, file: str, keys: set[str]) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(source, Loader=loader) or {}  # noqa: S506 - a safe loader, in C where there is one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f":{mark.line + 1}" if mark is not None else ""
        raise CatalogError(f"{file}{place}: not readable as YAML: {getattr(error, 'problem', error)}") from None
    if not isinstance(data, dict) or not set(data) <= keys:
        raise CatalogError(f"{file}: expected {' and '.join(sorted(keys))} at the left margin")
    return data


def _phrase_classes(item: Traversable) -> tuple[dict[str, tuple[str, ...]], ...]:
    """Sectors, heads and words, each with all its readings."""
    data = _parsed(_text(item, PHRASES), PHRASES, {"sectors", "heads", "words"})
    out = []
    for kind in ("sectors", "heads", "words"):
        classes = {}
        for name, phrases in (data.get(kind) or {}).items():
            try:
                classes[name] = tuple(dict.fromkeys(reading for phrase in phrases for reading in expand(phrase)))
            except ValueError as error:
                raise CatalogError(f"{PHRASES}: {kind}.{name}: {error}") from None
        out.append(classes)
    return tuple(out)


def _indicator(entry: object, place: str, classes: Mapping[str, Sequence[str]]) -> Indicator:
    if not isinstance(entry, dict):
        raise CatalogError(f"{place}: an indicator begins with '- id: …'")
    name = entry.get("id", "entry")
    try:
        entry = {**entry, **{f: _written_out(entry[f], classes) for f in PHRASE_FIELDS if f in entry}}
        return Indicator.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise CatalogError(f"{place}: {name}.{field}: {first['msg']}") from None
    except ValueError as error:
        raise CatalogError(f"{place}: {name}: {error}") from None


def _written_out(value: object, classes: Mapping[str, Sequence[str]]) -> object:
    """Phrases, or lists of entries that hold phrases, with their classes written out."""
    if isinstance(value, str):
        return without_classes(value, classes)
    if isinstance(value, list):
        return [_written_out(item, classes) for item in value]
    if isinstance(value, dict):
        return {key: _written_out(item, classes) for key, item in value.items()}
    return value


def _contradictions(
    indicators: Mapping[str, Indicator],
    sectors: Mapping[str, tuple[str, ...]],
    heads: Mapping[str, tuple[str, ...]],
    places: Mapping[str, str],
) -> Iterator[str]:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, indicator in indicators.items():
        where = f"{places[name]}: {name}"
        for composition in indicator.composed:
            if composition.sector not in sectors or composition.head not in heads:
                yield f"{where}: composed of {composition.sector!r} and {composition.head!r}, one of which is not there"
        yield from (
            f"{where}: grown is {sector!r}, which is no sector" for sector in indicator.grown if sector not in sectors
        )
        for follow in indicator.follows:
            for other in follow.after:
                if other not in indicators:
                    yield f"{where}: follows {other!r}, which is no indicator"
        own = {joined(reading) for form in indicator.forms for reading in _readings(form, where)}
        for form in own:
            owners[form, indicator.unit].add(name)
        for phrase in indicator.excluded:
            for reading in _readings(phrase, where):
                if joined(reading) in own:
                    yield f"{where}: {reading!r} is a form and, by {phrase!r}, excluded; keep one of the two"
    for (form, _), names in owners.items():
        if len(names) > 1:
            first, second = sorted(names)[:2]
            yield f"{places[second]}: {form!r} names both {first} and {second}; give it to one of them"


def _readings(phrase: str, where: str) -> list[str]:
    try:
        return expand(phrase)
    except ValueError as error:
        raise CatalogError(f"{where}: {error}") from None


def _digest(folder: Traversable) -> str:
    digest = hashlib.sha256()
    for name, item in sorted(_files(folder, "")):
        digest.update(name.encode())
        digest.update(item.read_bytes())
    return digest.hexdigest()[:16]


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _files(item, f"{prefix}{item.name}/")
        elif item.is_file():
            yield f"{prefix}{item.name}", item
