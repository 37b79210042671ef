"""Figures of districts that no indicator claimed, by the words that name them: what the catalog could grow by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tasks.grammar.extract import Reader
    from tasks.grammar.items import Item
    from tasks.grammar.tokens import Token
    from tasks.records.article import Article

_BREAKS: Final = frozenset({",", ";", ":", "(", ")", "."})
_NOUN_WORDS: Final = 3
_SUBJECT_WORDS: Final = 8
_EMPTY: Final = frozenset(
    ["đạt", "là", "có", "được", "ước", "khoảng", "hơn", "gần", "trên", "của", "với", "đã", "còn", "tăng", "giảm", "ở",
     "và", "cho", "trong", "thì", "mà", "đến", "từ", "chiếm"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gap:
    """One head phrase. ``unit`` is what its numbers are in: money, usd, percent or count."""

    head: str
    unit: str
    articles: int
    figures: int
    sample: str
    source_uri: str


@dataclass
class _Tally:
    articles: set[str] = field(default_factory=set)
    figures: int = 0
    sample: str = ""
    source_uri: str = ""


def gaps(articles: Iterable[Article], reader: Reader, *, at_least: int = 2) -> list[Gap]:
    """Heads told in ``at_least`` articles, the most widely told first; the sample is the first sentence that told it.

    Only sentences about a district count: what is said of provinces and companies is no gap of this catalog.
    """
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
    for article in articles:
        for head, unit, sentence in _unclaimed(article, reader):
            tally = tallies[head, unit]
            tally.articles.add(article.article_id)
            tally.figures += 1
            if not tally.sample:
                tally.sample, tally.source_uri = sentence, article.source_uri
    found = [
        Gap(head, unit, len(tally.articles), tally.figures, tally.sample, tally.source_uri)
        for (head, unit), tally in tallies.items()
        if len(tally.articles) >= at_least
    ]
    return sorted(found, key=lambda gap: (-gap.articles, -gap.figures, gap.head, gap.unit))


def _unclaimed(article: Article, reader: Reader) -> Iterator[tuple[str, str, str]]:
    reading = reader.read(article, explain=True)
    claimed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for figure in reading.figures:
        claimed[figure.sentence.start].append((figure.raw_start, figure.raw_end))
    for trace in reading.trace:
        if trace.focus.kind != "district":
            continue
        tokens = trace.tokens
        known = {dropped.at for dropped in trace.dropped if dropped.indicator}
        for index, item in enumerate(trace.items):
            if item.quantity is None or index in known or (item.quantity.spelled and item.quantity.value == 1):
                continue  # "một" is an article as often as a number
            start = tokens[item.quantity.first].start
            if any(low <= start < high for low, high in claimed[trace.sentence.start]):
                continue
            head = _head(trace.items, index, tokens)
            if head:
                yield head, _unit(item), " ".join(article.text[trace.sentence.start : trace.sentence.end].split())


def _unit(item: Item) -> str:
    assert item.quantity is not None
    return "count" if item.quantity.kind == "fraction" else item.quantity.kind


def _head(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> str:
    """The noun counted, for a count; for sums and shares the subject before it, without time, place and verbs."""
    quantity = items[index].quantity
    assert quantity is not None
    if quantity.kind in {"count", "fraction"}:
        noun = []
        for token in tokens[items[index].high : items[index].high + _NOUN_WORDS]:
            if not token.text[0].isalpha():
                break
            noun.append(token.text)
        return "" if noun[:1] and noun[0] in _EMPTY else " ".join(noun)
    words: list[str] = []
    named = False
    for item in reversed(items[:index]):
        if item.kind == "quantity" or item.text in _BREAKS:
            break
        trailing = not words and item.kind == "cue" and not item.cues <= {"glue"}
        if item.kind not in {"period", "place"} and not trailing:
            words = [*item.text.split(), *words]
            named = named or item.kind == "word" or (item.kind == "phrase" and not item.cues)
    while words and words[-1] in _EMPTY:
        words.pop()
    while words and words[0] in _EMPTY:
        words.pop(0)
    return " ".join(words[:_SUBJECT_WORDS]) if named else ""
