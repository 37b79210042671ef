"""How each sentence of an article was read: what `solieu extract --explain` shows, for whoever mends a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from flows.figures import number
from tasks.records.article import Article
from tasks.runs.read import grammar, read_items, sources_under

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.grammar.figures import Figure, SentenceTrace
    from tasks.grammar.items import Item
    from tasks.runs.read import ReadOptions

_GLUE: Final = frozenset({"glue"})
"""Words that only join others."""


def explain_sources(patterns: Sequence[str], options: ReadOptions) -> Iterator[Text]:
    """Lines for people: article by article, sentence by sentence; sentences without any number are left out.

    Raises:
        NothingToReadError: no source can be read.
    """
    for source in sources_under(patterns, options)[0]:
        for item in read_items(source, options):
            if isinstance(item, Article):
                yield from _article(item)
            else:
                yield Text(f"{item.source_uri}: {item.message}\n", style="red")


def _article(article: Article) -> Iterator[Text]:
    dated = article.published_at.isoformat() if article.published_at else "no date"
    yield Text(
        f"{article.article}  {article.title or ''} ({dated}, {article.publisher or 'unknown publisher'})\n", "bold"
    )
    for trace in grammar().read(article, explain=True).trace:
        if any(item.quantity is not None for item in trace.items):
            yield from _sentence(article.text, trace)


def _sentence(text: str, trace: SentenceTrace) -> Iterator[Text]:
    yield Text("  " + " ".join(text[trace.sentence.start : trace.sentence.end].split()))
    about = f"{trace.focus.unit.name}, " if trace.focus.unit else ""
    yield _line("about", f"{about}{trace.focus.kind} ({trace.focus.rule})")
    known = [_item(item) for item in trace.items if item.kind != "word" and item.cues != _GLUE]
    yield _line("known", "  ".join(known))
    for figure in trace.figures:
        told = f"{text[figure.raw_start : figure.raw_end]} → {figure.indicator} {figure.measure} {number(figure.value)}"
        if figure.refused is not None:
            yield _line("refused", f"{told}: {figure.message} ({figure.refused}; {figure.rule})", "red")
        else:
            yield _line("figure", _decided(told, figure), "green")
    yield Text("")


def _decided(told: str, figure: Figure) -> str:
    whose = figure.unit.name if figure.unit else "?"
    when = figure.period.code if figure.period else "?"
    kind = " ".join(word for word in (figure.status, figure.bound) if word not in {"actual", "eq"})
    return f"{told}, {whose}, {when}{', ' + kind if kind else ''} ({figure.confidence}; {figure.rule})"


def _item(item: Item) -> str:
    """The words, and what they were taken for."""
    if item.quantity is not None:
        meaning = f"{item.quantity.kind} {number(item.quantity.value)}"
    elif item.phrases:
        meaning = "/".join(sorted({phrase.name for phrase in item.phrases}))
    elif item.place is not None:
        meaning = item.place.unit.name if item.place.unit else item.place.level
    elif item.period is not None:
        meaning = item.period.kind
    else:
        meaning = "/".join(sorted(item.cues))
    return f"[{item.text} = {meaning}]"


def _line(name: str, words: str, style: str = "") -> Text:
    return Text(f"    {name:<8} {words}", style=style)
