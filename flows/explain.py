"""How each sentence was read: what `solieu extract --explain` and `--sentence` show to whoever mends a rule."""

from __future__ import annotations

import json
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.text import Text

from tasks.articles.build import clean_article_text
from tasks.audit.examples import CLOSING
from tasks.grammar.explain import explain
from tasks.records.article import Article
from tasks.runs.read import grammar, read_items, sources_under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from tasks.grammar.explain import Explained, ToldFigure
    from tasks.records.issue import Issue
    from tasks.runs.read import ReadOptions

_KINDS: Final = {
    "place": "places", "period": "periods", "indicator": "indicators", "quantity": "quantities", "word": "words",
}  # fmt: skip
_LABEL: Final = 13
_NARROWEST: Final = 40


class ExplainedArticle(NamedTuple):
    """An article with its sentences, or what could not be read of a source."""

    article: Article | None
    issue: Issue | None
    sentences: tuple[Explained, ...] = ()


def explain_sources(patterns: Sequence[str], options: ReadOptions) -> Iterator[ExplainedArticle]:
    """Article by article; sentences without any number are left out.

    Raises:
        NothingToReadError: no source can be read.
    """
    for source in sources_under(patterns, options)[0]:
        for item in read_items(source, options):
            if isinstance(item, Article):
                reading = grammar().read(item, explain=True)
                yield ExplainedArticle(item, None, tuple(explain(reading, item)))
            else:
                yield ExplainedArticle(None, item)


def explain_sentence(text: str, title: str | None, published_at: date | None) -> ExplainedArticle:
    """``text`` as part of a short report under that title, so that a count is not refused for standing alone.

    Without a title it has to name its district itself.
    """
    heading = clean_article_text(title).replace("\n", " ") if title else None
    above = f"{heading}\n\n" if heading else ""
    told = f"{above}{clean_article_text(text)}"
    article = Article("sentence", "--sentence", f"{told}\n\n{CLOSING}\n", heading, None, published_at)
    sentences = explain(grammar().read(article, explain=True), article)
    return ExplainedArticle(article, None, tuple(one for one in sentences if len(above) <= one.char_start < len(told)))


def explanation_json(articles: Iterable[ExplainedArticle]) -> Iterator[str]:
    """For machines: a line of JSON for each sentence, with the article that it stands in."""
    for each in articles:
        if each.article is None:
            continue
        day = each.article.published_at
        head = {
            "source_uri": each.article.source_uri,
            "article": each.article.article,
            "published_at": day.isoformat() if day else None,
        }
        for told in each.sentences:
            row = asdict(told)
            row["recognised"] = [known._asdict() for known in told.recognised]
            row["unread"] = [unread._asdict() for unread in told.unread]
            for figure, shown in zip(told.figures, row["figures"], strict=True):
                shown["why"] = [why._asdict() for why in figure.why]
            yield json.dumps({**head, **row}, ensure_ascii=False) + "\n"


def explanation_lines(articles: Iterable[ExplainedArticle], width: int) -> Iterator[Text]:
    """For people, in lines of ``width`` characters."""
    width = max(width, _NARROWEST)
    for each in articles:
        if each.article is None:
            assert each.issue is not None
            yield from _wrapped(f"{each.issue.source_uri}: {each.issue.message}", width, style="red")
            yield Text("")
            continue
        day = each.article.published_at
        yield from _wrapped(f"{each.article.article}: {each.article.title or 'no title'}", width, style="bold")
        who = each.article.publisher or "an unknown publisher"
        yield from _wrapped(f"published {day.isoformat() if day else 'on an unknown day'} by {who}", width)
        if not each.sentences:
            yield Text("no sentence holds a number")
        for told in each.sentences:
            yield Text("")
            yield from _sentence(told, width)
        yield Text("")


def _sentence(told: Explained, width: int) -> Iterator[Text]:
    yield from _wrapped(told.sentence, width, style="bold")
    yield from _labelled("about", f"{told.about}: {told.about_meaning} ({told.about_rule})", width)
    for kind, label in _KINDS.items():
        known = [f"{one.words} = {one.meaning}" for one in told.recognised if one.kind == kind]
        if known:
            yield from _labelled(label, "; ".join(known), width)
    for figure in told.figures:
        yield from _figure(figure, width)
    for unread in told.unread:
        yield from _wrapped(f"  not read: {unread.words}", width, style="yellow")
        yield from _labelled("because", f"{unread.meaning} ({unread.reason})", width)


def _figure(figure: ToldFigure, width: int) -> Iterator[Text]:
    value = f"{figure.indicator} {figure.measure} {figure.obs_value:.12g}"
    if figure.refused is None:
        kinds = [kind for kind in (figure.obs_status, figure.bound) if kind not in {"actual", "eq"}]
        told = ", ".join([value, figure.district or "?", figure.time_period or "?", *kinds])
        yield from _wrapped(f"  {figure.words} → {told}", width, style="green")
    else:
        taken = f" → {value}" if figure.why else ""  # a list or a cell that was taken for nothing yet
        yield from _wrapped(f"  refused: {figure.words}{taken}", width, style="red")
        yield from _labelled("because", f"{figure.message} ({figure.refused})", width)
    for why in figure.why:
        yield from _labelled(why.field, f"{why.meaning} ({why.rule})", width)


def _labelled(label: str, words: str, width: int) -> Iterator[Text]:
    indent = " " * (4 + _LABEL)
    lines = textwrap.wrap(words, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    for number, line in enumerate(lines):
        yield Text(f"    {label:<{_LABEL}}{line[len(indent) :]}" if number == 0 else line)


def _wrapped(words: str, width: int, style: str = "") -> Iterator[Text]:
    lead = words[: len(words) - len(words.lstrip())]
    for line in textwrap.wrap(words, width, subsequent_indent=f"{lead}  " if lead else "", break_on_hyphens=False):
        yield Text(line, style=style)
