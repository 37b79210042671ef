"""Why each sentence was read as it was, in words: what ``solieu extract --explain`` shows to whoever mends a rule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from tasks.grammar.recognised import Recognised, recognise, words_of
from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tasks.grammar.extract import Reading
    from tasks.grammar.figures import Figure, SentenceTrace
    from tasks.records.article import Article

Field = Literal["indicator", "measure", "district", "time_period", "obs_status", "bound", "confidence"]

_TOLD_AGAIN: Final = "+told-again"
_DECIDED: Final[tuple[tuple[str, Field], ...]] = (
    ("claim", "indicator"), ("measure", "measure"), ("scope", "district"), ("period", "time_period"),
)  # fmt: skip
"""The parts of a rule, and the field of the observation that each decides."""
_USUAL: Final = frozenset({"actual", "eq"})


class Why(NamedTuple):
    """What decided one field: the name of the rule or class, and what it means."""

    field: Field
    rule: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ToldFigure:
    """A figure with what decided each field of it; ``refused`` is the reason of its issue, and ``message`` says it."""

    words: str
    indicator: str
    measure: str
    obs_value: float
    district: str | None
    time_period: str | None
    obs_status: str
    bound: str
    why: tuple[Why, ...]
    refused: str | None = None
    message: str = ""


class Unread(NamedTuple):
    """A quantity that became no figure, and why."""

    words: str
    reason: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence: ``about`` is whom it speaks of at its end, ``about_rule`` and ``about_meaning`` say why."""

    sentence: str
    char_start: int
    char_end: int
    about: str
    about_rule: str
    about_meaning: str
    recognised: tuple[Recognised, ...]
    figures: tuple[ToldFigure, ...]
    unread: tuple[Unread, ...]


def explain(reading: Reading, article: Article) -> Iterator[Explained]:
    """Sentence by sentence what was recognised, what decided each field, why a figure was refused or not claimed.

    Sentences without a number are left out. ``reading`` must have been read with ``explain=True``.
    """
    figures: dict[int, list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        figures[figure.sentence.start].append(figure)
    traces: dict[int, list[SentenceTrace]] = defaultdict(list)
    for trace in reading.trace:
        traces[trace.sentence.start].append(trace)
    for start, parts in traces.items():
        told = sorted(figures[start], key=lambda figure: figure.raw_start)
        if told or any(item.quantity is not None for part in parts for item in part.items):
            yield _sentence(parts, told, article)


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


def _sentence(parts: Sequence[SentenceTrace], figures: Sequence[Figure], article: Article) -> Explained:
    """``parts`` are several where a sentence shares values out: each is read with the subject that it is given."""
    sentence, focus = parts[0].sentence, parts[-1].focus
    known = dict.fromkeys(each for part in parts for each in recognise(part, article, rule_words()["role"]))
    unread = dict.fromkeys(each for part in parts for each in _unread(part, figures, article))
    return Explained(
        sentence=" ".join(article.text[sentence.start : sentence.end].split()),
        char_start=sentence.start,
        char_end=sentence.end,
        about=focus.unit.name if focus.unit is not None else focus.kind,
        about_rule=focus.rule,
        about_meaning=in_words("scope", focus.rule),
        recognised=tuple(known),
        figures=tuple(_figure(figure, article) for figure in figures),
        unread=tuple(unread),
    )


def _figure(figure: Figure, article: Article) -> ToldFigure:
    return ToldFigure(
        words=" ".join(article.text[figure.raw_start : figure.raw_end].split()),
        indicator=figure.indicator,
        measure=figure.measure,
        obs_value=figure.value,
        district=figure.unit.name if figure.unit is not None and figure.unit.tier != "province" else None,
        time_period=figure.period.code if figure.period is not None else None,
        obs_status=figure.status,
        bound=figure.bound,
        why=tuple(_why(figure)),
        refused=figure.refused,
        message=figure.message,
    )


def _why(figure: Figure) -> Iterator[Why]:
    parts = figure.rule.removesuffix(_TOLD_AGAIN).split("/")
    if len(parts) == len(_DECIDED):  # a list of values that nobody is given has no rule of four parts
        for (part, field), name in zip(_DECIDED, parts, strict=True):
            yield Why(field, name, in_words(part, name))
    if figure.rule.endswith(_TOLD_AGAIN):
        yield Why("time_period", _TOLD_AGAIN[1:], in_words("period", _TOLD_AGAIN[1:]))
    if figure.status not in _USUAL:
        yield Why("obs_status", figure.status, in_words("status", figure.status))
    if figure.bound not in _USUAL:
        yield Why("bound", figure.bound, in_words("bound", figure.bound))
    if figure.refused is None:
        yield Why("confidence", figure.confidence, in_words("confidence", figure.confidence))


def _unread(trace: SentenceTrace, figures: Sequence[Figure], article: Article) -> Iterator[Unread]:
    """Quantities of the sentence that are part of no figure."""
    dropped = {each.at: each for each in trace.dropped}
    for index, item in enumerate(trace.items):
        if item.quantity is None:
            continue
        start = trace.tokens[item.quantity.first].start
        if any(figure.raw_start <= start < figure.raw_end for figure in figures):
            continue
        words = words_of(trace, item.quantity.first, item.high, article)
        if (drop := dropped.get(index)) is not None:
            subject = f"{drop.indicator}: " if drop.indicator else ""
            yield Unread(words, drop.reason, subject + in_words("dropped", drop.reason))
        else:
            yield Unread(words, "unclaimed", _unclaimed(trace, index))


def _unclaimed(trace: SentenceTrace, index: int) -> str:
    """What stands nearest before a quantity that no indicator took."""
    for item in reversed(trace.items[:index]):
        if item.quantity is not None:
            break
        if item.phrases:
            excluded = [phrase.name for phrase in item.phrases if phrase.role == "excluded"]
            if excluded:
                return f"no indicator's; {item.text!r} before it is not {', '.join(dict.fromkeys(excluded))}"
            names = ", ".join(dict.fromkeys(phrase.name for phrase in item.phrases))
            return f"no indicator's, though {item.text!r} before it speaks of {names}"
    return "no indicator is named beside it"
