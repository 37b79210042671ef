"""What the words of a sentence were taken for, told to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from tasks.grammar.period_resolution import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tasks.grammar.figures import SentenceTrace
    from tasks.grammar.items import Item
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.quantities import Quantity
    from tasks.records.article import Article

Kind = Literal["place", "period", "indicator", "quantity", "word"]

_SILENT: Final = frozenset({"glue"})
"""Words that only join others."""
_NO_PERIOD: Final = frozenset({"base", "average", "other", "holiday", "same", "same_month", "term", "part"})
_LENT: Final = 2  # characters that may stand between two tokens of one phrase


class Recognised(NamedTuple):
    """Words of the sentence and what they were taken for."""

    kind: Kind
    words: str
    meaning: str


def recognise(trace: SentenceTrace, article: Article, roles: Mapping[str, str]) -> Iterator[Recognised]:
    """The items of a sentence in its order, without words that say nothing of a figure.

    ``roles`` says in words what a phrase of the catalog does (``explain.yaml``).
    """
    for item in trace.items:
        kind: Kind
        if item.quantity is not None:
            kind, meaning = "quantity", _quantity(item.quantity)
        elif item.period is not None:
            kind, meaning = "period", _period(item.period, article)
        elif item.place is not None:
            unit = item.place.unit
            kind, meaning = "place", item.place.level if unit is None else f"{item.place.level} {unit.name}"
        elif item.phrases:
            kind, meaning = "indicator", _phrase(item, roles)
        elif item.cues - _SILENT:
            kind, meaning = "word", "/".join(sorted(item.cues - _SILENT))
        else:
            continue
        yield Recognised(kind, words_of(trace, item.low, item.high, article), meaning)


def words_of(trace: SentenceTrace, low: int, high: int, article: Article) -> str:
    """Tokens ``low`` to ``high`` as the article writes them, blanks made one.

    Where values were shared out, tokens from different places stand side by side; those are told one by one.
    """
    tokens = trace.tokens[low:high]
    out = ""
    for before, token in zip((None, *tokens), tokens, strict=False):
        joined = before is not None and 0 <= token.start - before.end <= _LENT
        between = article.text[before.end : token.start] if before is not None and joined else " "
        out += between + article.text[token.start : token.end]
    return " ".join(out.split())


def _phrase(item: Item, roles: Mapping[str, str]) -> str:
    phrases = sorted(item.phrases, key=lambda phrase: phrase.role == "excluded")
    told = dict.fromkeys(f"{roles.get(phrase.role, phrase.role)} {phrase.name}" for phrase in phrases)
    return ", ".join((*told, *sorted(item.cues - _SILENT)))


def _quantity(quantity: Quantity) -> str:
    whole = quantity.value == int(quantity.value)
    value = f"{quantity.value:,.0f}" if whole else f"{quantity.value:.10g}"
    parts = [f"{quantity.kind} {value}"]
    if quantity.of is not None:
        parts.append(f"of {quantity.of:g}")
    if quantity.per:
        parts.append(f"per {'/'.join(quantity.per)}")
    if quantity.bound != "eq":
        parts.append(quantity.bound)
    return " ".join(parts)


def _period(mention: PeriodMention, article: Article) -> str:
    """The kind of a mention and its code; a mention without a year of its own takes it from what is spoken of."""
    if mention.kind in _NO_PERIOD:
        return {"base": "what a change is measured against", "average": "an average over time"}.get(
            mention.kind, f"{mention.kind}, no period by itself"
        )
    if mention.year is None and mention.offset is None and mention.kind != "now":
        return f"{mention.kind} of the year that is spoken of"
    year = article.published_at.year if article.published_at is not None else None
    period = resolve(mention, year, article.published_at)
    return mention.kind if period is None else f"{mention.kind} {period.code}"
