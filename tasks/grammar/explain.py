"""Why a sentence was read as it was, in words: for ``solieu extract --explain`` and whoever mends a rule."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from tasks.grammar.periods import resolve
from tasks.grammar.tokens import fold
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tasks.grammar.extract import Reading
    from tasks.grammar.figures import Figure, SentenceTrace
    from tasks.grammar.items import Item
    from tasks.records.article import Article
    from tasks.records.issue import Issue
    from tasks.records.observation import Observation

LineKind = Literal["sentence", "about", "known", "figure", "why", "refused", "unread"]

_SILENT: Final = frozenset({"glue"})
"""Words that only join others."""
_NO_PERIOD: Final = frozenset({"base", "average", "other", "holiday", "same", "same_month", "term", "part"})
_TOLD_AGAIN: Final = "+told-again"
_DECIDED: Final = (("claim", "indicator"), ("measure", "measure"), ("scope", "who"), ("period", "when"))
"""The parts of a rule, and what each decides."""


class Line(NamedTuple):
    """One line for people. ``why`` lines belong to the figure or refusal before them."""

    kind: LineKind
    text: str


def explain(reading: Reading, article: Article) -> Iterator[Line]:
    """Sentence by sentence what was recognised, which rule decided each field, why a figure was refused or not read.

    Sentences without a number are left out. ``reading`` must have been read with ``explain=True``.
    """
    rest = _Rest(reading)
    spoken = None
    for trace, following in pairwise((*reading.trace, None)):
        assert trace is not None
        told = trace.figures or any(item.quantity is not None for item in trace.items)
        if told:
            sentence = " ".join(article.text[trace.sentence.start : trace.sentence.end].split())
            yield Line("sentence", sentence)
            focus = trace.focus
            if (focus.kind, focus.unit) != spoken:
                spoken = (focus.kind, focus.unit)
                who = focus.unit.name if focus.unit is not None else focus.kind
                yield Line("about", f"{who}: {in_words('scope', focus.rule)} ({focus.rule})")
            yield from _sentence(trace, article, rest)
        if following is None or following.sentence.start != trace.sentence.start:
            yield from rest.of_sentence(trace.sentence.start)


@lru_cache(maxsize=1)
def rule_words() -> Mapping[str, Mapping[str, str]]:
    """``explain.yaml``: part of a rule → its name → what it means."""
    return load_words("explain.yaml")


def in_words(part: str, name: str) -> str:
    """What one part of a rule means; the bare name where ``explain.yaml`` does not hold it.

    ``chain<after-number`` is told as its first name and where that one came from.
    """
    known = rule_words()[part]
    told = [known.get(piece, piece) for piece in name.split("<")]
    return ", where ".join(dict.fromkeys(told)) if len(told) > 1 else told[0]


class _Rest:
    """Observations and issues that no figure of the trace has told yet: counts of communes, shared-out values."""

    def __init__(self, reading: Reading) -> None:
        self._observations: dict[int, list[Observation]] = defaultdict(list)
        self._issues: dict[int, list[Issue]] = defaultdict(list)
        for row in reading.observations:
            self._observations[row.char_start].append(row)
        for issue in reading.issues:
            if issue.char_start is not None:
                self._issues[issue.char_start].append(issue)

    def take(self, figure: Figure, raw: str) -> Observation | None:
        """The observation or issue that a figure became is told now; its period may be told again elsewhere."""
        start = figure.sentence.start
        for row in self._observations[start]:
            if (row.indicator, row.measure, row.obs_value) == (figure.indicator, figure.measure, figure.value):
                self._observations[start].remove(row)
                return row
        for issue in self._issues[start]:
            if (issue.reason, issue.raw_value) == (figure.refused, raw):
                self._issues[start].remove(issue)
                break
        return None

    def waits(self, item: Item, start: int) -> bool:
        """Whether a quantity of the sentence is told by what is left."""
        values = [*(row.raw_value for row in self._observations[start]), *(i.raw_value for i in self._issues[start])]
        return any(_same(item.text, value or "") for value in values)

    def of_sentence(self, start: int) -> Iterator[Line]:
        for row in self._observations.pop(start, ()):
            told = _told(row.raw_value, row.indicator, row.measure, row.obs_value)
            yield Line("figure", _placed(told, row.district_name, row.time_period, (row.obs_status, row.bound)))
            yield from _why(row.rule)
            yield Line("why", f"{'sure':<10}{in_words('confidence', row.confidence)} ({row.confidence})")
        for issue in self._issues.pop(start, ()):
            yield Line("refused", f"{issue.raw_value}: {issue.message} ({issue.reason})")


def _sentence(trace: SentenceTrace, article: Article, rest: _Rest) -> Iterator[Line]:
    known = [told for item in trace.items if (told := _recognised(item, article)) is not None]
    if known:
        yield Line("known", "  ".join(known))
    for figure in trace.figures:
        raw = article.text[figure.raw_start : figure.raw_end]
        yield from _figure(figure, raw, rest.take(figure, raw))
    read = [article.text[figure.raw_start : figure.raw_end] for figure in trace.figures]
    for index, item in enumerate(trace.items):
        if item.quantity is None or any(_same(item.text, raw) for raw in read):
            continue
        if not rest.waits(item, trace.sentence.start):
            yield Line("unread", f"{item.text}: {_unread(trace.items, index)}")


def _same(item: str, raw: str) -> bool:
    """Whether a quantity's folded words are those that stand in the text."""
    return item.replace(" ", "") == fold("".join(raw.split()))


def _recognised(item: Item, article: Article) -> str | None:
    """An item and what it was taken for; ``None`` for words that say nothing of a figure."""
    if item.quantity is not None:
        meaning = _quantity(item)
    elif item.period is not None:
        meaning = _period(item, article)
    elif item.place is not None:
        unit = item.place.unit
        meaning = f"{item.place.level} {unit.name}" if unit is not None else item.place.level
    elif item.phrases:
        roles = rule_words()["role"]
        phrases = sorted(item.phrases, key=lambda phrase: phrase.role == "excluded")
        told = dict.fromkeys(f"{roles.get(phrase.role, phrase.role)} {phrase.name}" for phrase in phrases)
        cues = sorted(item.cues - _SILENT)
        meaning = ", ".join((*told, *cues))
    elif item.cues - _SILENT:
        meaning = "/".join(sorted(item.cues - _SILENT))
    else:
        return None
    return f"[{item.text} = {meaning}]"


def _quantity(item: Item) -> str:
    quantity = item.quantity
    assert quantity is not None
    whole = quantity.value == int(quantity.value)
    value = f"{quantity.value:,.0f}".replace(",", " ") if whole else f"{quantity.value:.10g}"
    parts = [f"{quantity.kind} {value}"]
    if quantity.of is not None:
        parts.append(f"of {quantity.of:g}")
    if quantity.per:
        parts.append(f"per {'/'.join(quantity.per)}")
    if quantity.bound != "eq":
        parts.append(quantity.bound)
    return " ".join(parts)


def _period(item: Item, article: Article) -> str:
    """The kind of a mention and its code; a mention without a year of its own takes it from what is spoken of."""
    mention = item.period
    assert mention is not None
    if mention.kind in _NO_PERIOD:
        return {"base": "what a change is measured against", "average": "an average over time"}.get(
            mention.kind, f"{mention.kind}, no period by itself"
        )
    if mention.year is None and mention.offset is None and mention.kind != "now":
        return f"{mention.kind} of the year that is spoken of"
    year = article.published_at.year if article.published_at is not None else None
    period = resolve(mention, year, article.published_at)
    return mention.kind if period is None else f"{mention.kind} {period.code}"


def _figure(figure: Figure, raw: str, row: Observation | None) -> Iterator[Line]:
    told = _told(raw, figure.indicator, figure.measure, figure.value)
    if figure.refused is not None:
        yield Line("refused", f"{told}: {figure.message} ({figure.refused})")
        yield from _why(figure.rule)
        return
    code = figure.period.code if figure.period is not None else "?"
    period = code if row is None else row.time_period
    whose = figure.unit.name if figure.unit is not None else "?"
    yield Line("figure", _placed(told, whose, period, (figure.status, figure.bound)))
    yield from _why(figure.rule)
    if period != code:
        yield Line("why", f"{'when':<10}not {code}: the same figure is told again, of {period}, which is more exact")
    yield Line("why", f"{'sure':<10}{in_words('confidence', figure.confidence)} ({figure.confidence})")


def _told(raw: str, indicator: str, measure: str, value: float) -> str:
    return f"{' '.join(raw.split())} = {indicator} {measure} {value:.12g}"


def _placed(told: str, whose: str, period: str, kinds: tuple[str, ...]) -> str:
    return ", ".join((told, whose, period, *(kind for kind in kinds if kind not in {"actual", "eq"})))


def _why(rule: str) -> Iterator[Line]:
    parts = rule.removesuffix(_TOLD_AGAIN).split("/")
    if len(parts) != len(_DECIDED):
        yield Line("why", rule)
        return
    for (part, subject), name in zip(_DECIDED, parts, strict=True):
        yield Line("why", f"{subject:<10}{in_words(part, name)} ({name})")


def _unread(items: tuple[Item, ...], index: int) -> str:
    """What stands nearest before a quantity that no indicator took, and behind it."""
    for j in range(index - 1, -1, -1):
        item = items[j]
        if item.quantity is not None:
            break
        if item.phrases:
            excluded = [phrase.name for phrase in item.phrases if phrase.role == "excluded"]
            if excluded:
                return f"no indicator's; {item.text!r} before it is not {', '.join(dict.fromkeys(excluded))}"
            names = ", ".join(dict.fromkeys(phrase.name for phrase in item.phrases))
            return f"no indicator's, though {item.text!r} before it speaks of {names}"
    return "no indicator is named beside it"
