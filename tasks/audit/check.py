"""Proves the catalog: what loading it cannot see, because it takes the grammar, or a sense of what is prudent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tasks.audit.examples import failures
from tasks.catalog.forms import expand
from tasks.grammar.extract import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tasks.catalog.indicators import Indicator
    from tasks.catalog.load import Catalog

MAX_TOTAL_READINGS: Final = 28_000
"""Of all phrases together; loading takes time in proportion, once in every process."""

MUST_MATCH: Final = 2
MUST_NOT_MATCH: Final = 1

_VOWEL: Final = re.compile(r"[aăâeêioôơuưyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend; ``place`` is a file and line of the catalog's data."""

    place: str
    indicator: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.indicator}: {self.message}"


def check_catalog(catalog: Catalog, reader: Reader | None = None) -> list[Problem]:
    """All problems, in the catalog's order; none where the catalog is sound.

    Schema, NFC, unknown references and forms of two indicators are refused when the catalog is loaded. Here follow
    counted nouns, frames, ranges, forms that ordinary prose is full of, and the examples, each read in an article.
    """
    reader = reader if reader is not None else Reader(catalog)
    problems = [
        Problem(catalog.places[name], name, message)
        for name, indicator in catalog.indicators.items()
        for message in (*_phrases(indicator), *_ranges(indicator), *_examples(indicator), *failures(indicator, reader))
    ]
    total = sum(readings(indicator) for indicator in catalog.indicators.values())
    if total > MAX_TOTAL_READINGS:
        message = (
            f"all phrases together have {total} readings, more than {MAX_TOTAL_READINGS}: shorten the longest lists"
        )
        problems.append(Problem("phrases.yaml:1", "all", message))
    return problems


def readings(indicator: Indicator) -> int:
    """How many word sequences the indicator's phrases stand for."""
    phrases = [*indicator.forms, *indicator.lead, *indicator.counts, *indicator.topics, *indicator.excluded]
    phrases += [form for follow in indicator.follows for form in follow.forms]
    phrases += [part for frame in indicator.frames for part in frame.split("#")]
    return sum(len(expand(phrase)) for phrase in phrases)


def _phrases(indicator: Indicator) -> Iterator[str]:
    if indicator.is_count and not indicator.counts:
        yield "a count needs `counts`: the nouns that may stand right after its number"
    if not indicator.is_count and indicator.counts and indicator.forms:
        yield "only what is counted has `counts`"
    nouns = {_unjoined(reading) for noun in indicator.counts for reading in expand(noun)}
    for field, words in (("named_later", indicator.named_later), ("self_named", indicator.self_named)):
        missing = [word for noun in words for word in expand(noun) if _unjoined(word) not in nouns]
        if missing:
            yield f"`{field}` has {', '.join(missing)}, which `counts` does not have"
    for frame in indicator.frames:
        if frame.count("#") != 1 or not frame.split("#")[0].strip():
            yield f"frame {frame!r} must be words, one # for the number, and the words behind it"
    for form in indicator.forms:
        for reading in expand(form):
            if " " not in reading and _VOWEL.search(reading):
                yield f"form {reading!r} is one word, which any sentence may hold: say more, or make it `follows`"


def _unjoined(noun: str) -> str:
    """*xã, thị trấn* and *xã và thị trấn* are what ``xã - thị trấn`` counts."""
    return " ".join(word for word in noun.replace(",", " ").split() if word not in {"-", "và"})


def _ranges(indicator: Indicator) -> Iterator[str]:
    plausible = indicator.plausible
    if "level" in indicator.measures and plausible.district is None:
        yield "`plausible.district` is missing: [lowest, highest] believable level, in the indicator's unit"
    for tier in ("district", "urban", "rural", "commune"):
        interval = getattr(plausible, tier)
        if interval is None:
            continue
        if interval[0] < 0:
            yield f"`plausible.{tier}` begins below 0"
        if indicator.is_rate and interval[1] > 100:
            yield f"`plausible.{tier}` ends above 100 percent"
    highest = [interval[1] for interval in (plausible.district, plausible.urban, plausible.rural) if interval]
    commune = plausible.commune
    if highest and commune is not None and not indicator.is_rate and commune[1] > max(highest):
        yield "a commune's highest level lies above a district's"


def _examples(indicator: Indicator) -> Iterator[str]:
    told = sum(not example.nothing for example in indicator.examples)
    silent = len(indicator.examples) - told
    if told < MUST_MATCH:
        yield f"needs {MUST_MATCH} examples that must be read, in different words; it has {told}"
    if silent < MUST_NOT_MATCH:
        yield "needs an example with `nothing: true`: a sentence that sounds alike and tells another thing"
    for number, example in enumerate(indicator.examples, start=1):
        if example.nothing == (example.value is not None):
            yield f"example {number} has either a `value` or `nothing: true`"
        if not example.nothing and example.measure not in indicator.measures:
            yield f"example {number} tells a {example.measure}, which `measures` does not have"
