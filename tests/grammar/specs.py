"""The specs of the grammar: YAML cases to checked records, and what the grammar reads of each, in the same words.

``tests/specs/README.md`` documents every key. A key that is not documented there is refused here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader
from tasks.grammar.period_resolution import resolve
from tasks.records.article import Article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tasks.grammar.extract import Reading
    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.records.issue import Issue
    from tasks.records.observation import Observation

FOLDER: Final = Path(__file__).parent.parent / "specs"
CONTEXT: Final = frozenset({"published", "province", "title", "below", "frame"})
FIGURE: Final[dict[str, str]] = {
    "indicator": "indicator",
    "measure": "measure",
    "value": "obs_value",
    "status": "obs_status",
    "period": "time_period",
    "district": "district_name",
    "city": "city_name",
    "bound": "bound",
}
"""Key of an expected figure → field of the observation."""

EXPECTATIONS: Final[dict[str, frozenset[str]]] = {
    "numbers": frozenset({"value", "values"}),
    "quantities": frozenset({"quantity", "quantities"}),
    "bounds": frozenset({"bound", "value"}),
    "periods": frozenset({"period", "periods"}),
    "places": frozenset({"place", "places"}),
    "figures": frozenset({"figure", "figures", "refused"}),
}
"""Kind of reading → keys that say what is expected of it."""

_SCALES: Final = {"VND": 1.0, "VND_MN": 1e6, "VND_BN": 1e9, "USD": 1.0, "USD_MN": 1e6}
_NO_PERIOD: Final = frozenset({"base", "average", "other"})


class SpecError(ValueError):
    """A spec that is not written as the README says; the message names file, case and remedy."""


@dataclass(frozen=True)
class Case:
    """One case. ``expected`` holds the keys that say what must be read; it is empty where nothing must be."""

    file: str
    reads: str
    text: str
    context: Mapping[str, Any]
    expected: Mapping[str, Any]
    nothing: bool
    why: str = ""
    line: int = 0

    @property
    def id(self) -> str:
        return f"{self.file}:{self.line}"


class Told(NamedTuple):
    """What an article told: its trace would be too large to be kept for every case."""

    observations: tuple[Observation, ...]
    issues: tuple[Issue, ...]
    dropped: frozenset[str]  # why numbers became no figures

    @classmethod
    def of(cls, reading: Reading) -> Told:
        """What a reading with its trace told."""
        dropped = frozenset(one.reason for sentence in reading.trace for one in sentence.dropped)
        return cls(reading.observations, reading.issues, dropped)


_TOLD: Final[dict[str, Told]] = {}


@dataclass(frozen=True)
class Outcome:
    """What was expected and what was read, as plain values that pytest can show side by side."""

    expected: Any
    read: Any


@dataclass
class _File:
    name: str
    reads: str
    context: dict[str, Any] = field(default_factory=dict)


@cache
def load_specs() -> tuple[Case, ...]:
    """Every case of every file, in the order of the files.

    Raises:
        SpecError: a file or case with unknown or missing keys, not NFC, or told twice.
    """
    return tuple(case for path in sorted(FOLDER.glob("*.yaml")) for case in read_specs(path))


def read_specs(path: Path) -> list[Case]:
    source = path.read_text(encoding="utf-8")
    if not unicodedata.is_normalized("NFC", source):
        raise SpecError(f"{path.name} is not in Unicode normal form C; save it as NFC")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(source, Loader=loader)
    if set(data) - {"reads", "context", "cases"} or data.get("reads") not in EXPECTATIONS:
        raise SpecError(f"{path.name}: write `reads` (one of {', '.join(EXPECTATIONS)}), `context` and `cases`")
    file = _File(path.stem, data["reads"], _context(data.get("context") or {}, path.name))
    tree: Any = yaml.compose(source, Loader=loader)
    listed = next(value for key, value in tree.value if key.value == "cases")
    lines = [node.start_mark.line + 1 for node in listed.value]
    cases = [_case(raw, file, line) for raw, line in zip(data["cases"], lines, strict=True)]
    twice = [key for key, count in Counter((case.text, str(case.context)) for case in cases).items() if count > 1]
    if twice:
        raise SpecError(f"{path.name}: told twice: {twice[0][0]!r}")
    return cases


def _context(raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    if unknown := set(raw) - CONTEXT:
        raise SpecError(f"{where}: no context key {sorted(unknown)}; use {sorted(CONTEXT)}")
    if raw.get("published") is not None and not isinstance(raw["published"], date):
        raise SpecError(f"{where}: write `published` as a date, 2023-07-05")
    return dict(raw)


def _case(raw: Mapping[str, Any], file: _File, line: int) -> Case:
    where = f"{file.name}.yaml:{line}: {raw.get('text')!r}"
    wanted = EXPECTATIONS[file.reads]
    if unknown := set(raw) - CONTEXT - wanted - {"text", "why", "nothing"}:
        raise SpecError(f"{where}: no key {sorted(unknown)} in a file that reads {file.reads}")
    expected = {key: raw[key] for key in wanted if key in raw}
    nothing = raw.get("nothing", False)
    if not isinstance(raw.get("text"), str) or nothing not in {True, False}:
        raise SpecError(f"{where}: write `text` in quotes, and `nothing: true` where nothing must be read")
    if bool(set(expected) - {"refused"}) == nothing:
        raise SpecError(f"{where}: say what must be read ({', '.join(sorted(wanted))}) or `nothing: true`, not both")
    for figure in _many(expected, "figure", "figures"):
        if unknown := set(figure) - set(FIGURE):
            raise SpecError(f"{where}: no key {sorted(unknown)} in a figure; use {sorted(FIGURE)}")
    own = _context({key: raw[key] for key in CONTEXT if key in raw}, where)
    return Case(
        file.name, file.reads, raw["text"], {**file.context, **own}, expected, nothing, raw.get("why", ""), line
    )


@cache
def reader() -> Reader:
    """The reader of the shipped catalog; an article's publisher is the short name of its province."""
    return Reader(load_catalog(), lambda publisher: publisher)


def read_case(case: Case, text: str | None = None) -> Reading:
    """Read the case's text as an article of its own, with its trace.

    What stands above and below it belongs to the article, not to the reading.
    """
    article = article_of(case, text)
    first = len(f"{title}\n\n") if (title := case.context.get("title")) is not None else 0
    last = first + len(case.text if text is None else text)
    reading = reader().read(article, explain=True)
    if text is None:
        _TOLD[case.id] = Told.of(reading)
    return replace(
        reading,
        observations=tuple(row for row in reading.observations if row.char_start < last),
        issues=tuple(issue for issue in reading.issues if (issue.char_start or 0) < last),
        trace=tuple(one for one in reading.trace if first <= one.sentence.start < last),
    )


def told_by(case: Case) -> Told:
    """What the whole article of a case told, read once for all tests of a process."""
    if case.id not in _TOLD:
        read_case(case)
    return _TOLD[case.id]


def article_of(case: Case, text: str | None = None) -> Article:
    """The case's text, or another, as an article of its own."""
    title, below = case.context.get("title"), case.context.get("below")
    above = "" if title is None else f"{title}\n\n"
    body = above + (case.text if text is None else text)
    return Article(
        article="spec",
        source_uri="spec.txt",
        text=body if below is None else f"{body}\n\n{below}",
        title=title,
        publisher=_short(case.context.get("province")),
        published_at=case.context.get("published"),
    )


def _short(province: str | None) -> str | None:
    return None if province is None else province.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def check(case: Case) -> Outcome:
    """Read a case and put what was expected beside what was read."""
    return _CHECKS[case.reads](case)


def _items(case: Case) -> Iterator[Item]:
    for sentence in read_case(case).trace:
        yield from sentence.items


def _quantities(case: Case) -> list[Quantity]:
    return [item.quantity for item in _items(case) if item.quantity is not None]


def _many(expected: Mapping[str, Any], one: str, several: str) -> list[Any]:
    return list(expected[several]) if several in expected else [expected[one]] if one in expected else []


def _numbers(case: Case) -> Outcome:
    read = [_tidy(quantity.value) for quantity in _quantities(case)]
    return Outcome([_tidy(value) for value in _many(case.expected, "value", "values")], read)


def _quantity_rows(case: Case) -> Outcome:
    expected = [dict(row) for row in _many(case.expected, "quantity", "quantities")]
    read = []
    for position, quantity in enumerate(_quantities(case)):
        told = expected[position] if position < len(expected) else {}
        read.append(_told_like(quantity, told))
    for row in expected:
        row["value"] = _tidy(row["value"])
    return Outcome(expected, read)


def _told_like(quantity: Quantity, told: Mapping[str, Any]) -> dict[str, Any]:
    """The quantity in the unit that the spec tells, with the further keys that it tells."""
    unit = {"money": "VND", "usd": "USD", "percent": "PERCENT", "count": "COUNT", "fraction": "COUNT"}[quantity.kind]
    if quantity.points:
        unit = "POINTS"
    scale = 1.0
    wanted = str(told.get("unit", unit))
    if wanted != unit and wanted.startswith(unit):
        unit, scale = wanted, _SCALES[wanted]
    row: dict[str, Any] = {"value": _tidy(quantity.value / scale), "unit": unit}
    if "of" in told or quantity.of is not None:
        row["of"] = quantity.of
    if "per" in told or quantity.per:
        row["per"] = list(quantity.per)
    if "sign" in told or quantity.sign:
        row["sign"] = quantity.sign
    if "range" in told or quantity.is_range:
        row["range"] = quantity.is_range
    return row


def _bounds(case: Case) -> Outcome:
    read: list[Any] = [quantity.bound for quantity in _quantities(case)]
    expected = [case.expected["bound"]] if "bound" in case.expected else []
    if "value" in case.expected:
        read = [(bound, _tidy(q.value)) for bound, q in zip(read, _quantities(case), strict=True)]
        expected = [(case.expected["bound"], _tidy(case.expected["value"]))]
    return Outcome(expected, read)


def _periods(case: Case) -> Outcome:
    if case.nothing:
        on = case.context.get("published")
        year = None if on is None else on.year
        mentions = [item.period for item in _items(case) if item.period is not None]
        periods = [resolve(mention, year, on) for mention in mentions if mention.kind not in _NO_PERIOD]
        return Outcome([], [period.code for period in periods if period is not None])
    framed = "period" in case.expected
    text = case.context["frame"].format(text=case.text) if framed else None
    read = [row.time_period for row in read_case(case, text).observations]
    return Outcome([str(code) for code in _many(case.expected, "period", "periods")], read)


def _places(case: Case) -> Outcome:
    expected = [
        {"place": row} if isinstance(row, str) else dict(row) for row in _many(case.expected, "place", "places")
    ]
    gazetteer = reader().catalog.gazetteer
    read: list[dict[str, Any]] = []
    for item in _items(case):
        if item.place is None:
            continue
        unit, told = item.place.unit, expected[len(read)] if len(read) < len(expected) else {}
        row: dict[str, Any] = {}
        if "place" in told or unit is not None:
            row["place"] = None if unit is None else unit.name
        if "city" in told:
            row["city"] = None if unit is None else gazetteer.province_of(unit).name
        if "level" in told or unit is None:
            row["level"] = item.place.level
        read.append(row)
    return Outcome(expected, read)


def _figures(case: Case) -> Outcome:
    reading = read_case(case)
    expected = [dict(figure) for figure in _many(case.expected, "figure", "figures")]
    for figure in expected:
        figure["value"] = _tidy(figure["value"])
        if "period" in figure:
            figure["period"] = str(figure["period"])
    left = list(reading.observations)
    read = []
    for figure in expected:  # each with the reading that answers it, so that a failure shows the nearest one
        best = max(left, key=lambda row: _likeness(row, figure), default=None)
        if best is not None and _likeness(best, figure) > 0:
            left.remove(best)
            read.append(_row(best, figure))
    read.extend(_row(row, FIGURE) for row in left)
    if "refused" not in case.expected:
        return Outcome(expected, read)
    refused = sorted(issue.reason for issue in reading.issues)
    return Outcome([*expected, *sorted(case.expected["refused"])], [*read, *refused])


def _row(row: Observation, keys: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _tidy(row.obs_value) if key == "value" else getattr(row, FIGURE[key]) for key in keys}


def _likeness(row: Observation, figure: Mapping[str, Any]) -> int:
    told = _row(row, figure)
    return sum(told[key] == value for key, value in figure.items())


def _tidy(value: float) -> float:
    return float(f"{float(value):.9g}")


_CHECKS: Final = {
    "numbers": _numbers,
    "quantities": _quantity_rows,
    "bounds": _bounds,
    "periods": _periods,
    "places": _places,
    "figures": _figures,
}
