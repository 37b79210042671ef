"""Articles to observations: join the items of each sentence into figures, and say why a figure was refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tasks.grammar.closer_look import CloserLook
from tasks.grammar.confidence import settle_confidence
from tasks.grammar.context_aims import as_compared_with, is_aimed
from tasks.grammar.context_build import build_context
from tasks.grammar.context_publisher import is_site, publisher_mentions
from tasks.grammar.figures import SentenceTrace
from tasks.grammar.idle_lines import without_idle_lines
from tasks.grammar.indicators import compile_phrases
from tasks.grammar.isolated import refuse_isolated
from tasks.grammar.items import build_items, prepare
from tasks.grammar.lexicon import load_lexicon
from tasks.grammar.made_of import as_whole
from tasks.grammar.outlook import Outlook
from tasks.grammar.places import PlaceFinder
from tasks.grammar.quantities import may_hold_quantity
from tasks.grammar.reading import SentenceReader
from tasks.grammar.respectively import SEVERAL, share_out
from tasks.grammar.retelling import same_told_twice
from tasks.grammar.screen import Screen
from tasks.grammar.state import State
from tasks.grammar.tables import Tables
from tasks.grammar.tokens import Document
from tasks.grammar.unit_lines import in_unit_told, told_scale
from tasks.grammar.version import rules_digest
from tasks.grammar.wards import read_wards
from tasks.records.issue import Issue
from tasks.records.observation import Observation, observation_id

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from tasks.catalog.load import Catalog
    from tasks.grammar.context import Context
    from tasks.grammar.figures import Figure
    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.places import PlaceMention
    from tasks.records.article import Article


@dataclass(frozen=True)
class Reading:
    """What one article yields. ``trace`` and ``figures``, refused ones among them, are filled only when asked for."""

    observations: tuple[Observation, ...]
    issues: tuple[Issue, ...]
    trace: tuple[SentenceTrace, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass
class _Output:
    observations: list[Observation] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    trace: list[SentenceTrace] = field(default_factory=list)


def _has_heading(article: Article) -> bool:
    """Whether the title is not in the text."""
    return bool(article.title) and not article.text.lstrip().startswith((article.title or "")[:24])


def _up_to_last_number(prepared: Sequence[Prepared]) -> Sequence[Prepared]:
    """The sentences that have a number or go before one: what follows tells nothing and prepares nothing."""
    last = len(prepared)
    while last and not may_hold_quantity(prepared[last - 1].tokens):
        last -= 1
    return prepared[:last]


def _times_told(published: date | None, prepared: Sequence[Prepared]) -> list[tuple[PeriodMention, bool]]:
    """The mentions of time, each with whether it is told as of an aim, where that may tell the article's own year."""
    return [
        (
            as_compared_with(mention, one.tokens, low, high),
            (published is None or mention.year == published.year) and is_aimed(one.tokens, low, high),
        )
        for one in prepared
        for low, high, mention in one.periods
    ]


class Reader:
    """Reads articles with one catalog. Build it once a process; :meth:`read` is a pure function of the article."""

    def __init__(self, catalog: Catalog, publisher_province: Callable[[str], str | None] | None = None) -> None:
        self.catalog = catalog
        self.rules_version = rules_digest(catalog.version)
        self._phrases = compile_phrases(catalog)
        self._lexicon = load_lexicon()
        self._finder = PlaceFinder(catalog.gazetteer)
        self._publisher_province = publisher_province
        self._publishers: dict[str, tuple[PlaceMention, ...]] = {}

    @cached_property
    def screen(self) -> Screen:
        """Tells articles apart that reading yields nothing of. Built when it is first asked for."""
        return Screen(self._phrases, self.catalog, self._lexicon)

    @cached_property
    def closer_look(self) -> CloserLook:
        """Tells articles apart that the screen let pass and that yield nothing all the same."""
        gazetteer = self.catalog.gazetteer
        return CloserLook(self.screen, gazetteer, self._finder, phrases=self._phrases, lexicon=self._lexicon)

    def may_tell(self, article: Article) -> bool:
        """False where it is known that an article yields nothing, before it is read."""
        return self.closer_look.may_tell(article.text, (article.title or "") if _has_heading(article) else "")

    def read_screened(self, article: Article) -> Reading:
        """What :meth:`read` tells, sooner where it is known to be nothing."""
        return self.read(article, screened=True) if self.may_tell(article) else Reading((), ())

    def read(self, article: Article, *, explain: bool = False, screened: bool = False) -> Reading:
        """Every figure of the catalog's indicators about a district, in the order of the text.

        With ``screened`` sentences are passed over that can tell nothing by their words, which is sooner done where
        there are many; nothing is explained of them.
        """
        document = Document(article.text)
        heading = self._heading(article)
        prepared = self._prepared(document)
        context = build_context(
            self.catalog.gazetteer,
            article.published_at,
            _times_told(article.published_at, [*heading, *prepared]),
            [(one.tokens, one.mentions) for one in (*heading, *prepared)],
            title_sentences=1,
            publisher_province=self._province(article.publisher),
            publisher=self._publisher(article.publisher or ""),
            folded=document.folded,
            opening=[one.periods for one in prepared[:6]],
        )
        state = State.of(context, [*heading, *prepared])
        output = _Output()
        figures: list[Figure] = []
        # Of the sums that are told without a unit.
        scale = next(filter(None, (told_scale(one.tokens) for one in heading)), None)
        tables = Tables(document, context, self._phrases, self._lexicon, finder=self._finder)
        for one in heading:  # read for whom and when it speaks of; a figure in it is the text's told again
            items = self._items(one, context)
            SentenceReader(one, items, state, phrases=self._phrases, lexicon=self._lexicon).read()
        outlook = self._outlook(article.text, prepared) if screened else None
        for one in prepared if explain else _up_to_last_number(prepared):
            index = one.sentence.index
            if outlook is not None and outlook.is_over(state, index) and not tables.remain:
                break
            rows = tables.read_at(one.sentence, state)
            if rows is not None:
                figures.extend(figure for row in rows for figure in row.figures)
                if explain:
                    output.trace.extend(SentenceTrace(row.sentence, (), (), state.focus) for row in rows)
                continue
            items = self._items(one, context)
            scale = told_scale(one.tokens) or scale
            state.enter(one.sentence)
            if outlook is not None and not outlook.may_claim(state, index):
                SentenceReader(one, items, state, phrases=self._phrases, lexicon=self._lexicon).read(claims=False)
                continue
            items = in_unit_told(items, scale, self._phrases, state.listed)
            shares = share_out(one, items, self._phrases)
            told = list(shares.refused)
            for part in shares.parts:
                if part is not one:
                    items = self._items(part, context)
                    items = in_unit_told(items, scale, self._phrases, state.listed)
                reader = SentenceReader(part, items, state, phrases=self._phrases, lexicon=self._lexicon)
                figures_read = reader.read()
                taken = {figure.raw_start for figure in figures_read if figure.rule.startswith("list:")}
                wards = read_wards(part, items, reader.carried, state)
                read = (*figures_read, *(figure for figure in wards if figure.raw_start not in taken))
                told.extend(shares.once(read, told))
                if explain:
                    output.trace.append(reader.trace())
            figures.extend(told)
            if shares.of_places:
                state.focus = SEVERAL
        indicators = self.catalog.indicators
        figures = refuse_isolated(
            same_told_twice(figures),
            indicators,
            of_report=state.is_of_report,
            in_title=state.context.main_in_title,
        )
        figures = settle_confidence(figures, indicators, day=context.day, of_province=context.titled_by_province)
        for figure in figures:
            self._emit(article, context, figure, output)
        traced = (tuple(output.trace), tuple(figures)) if explain else ((), ())
        return Reading(tuple(output.observations), tuple(output.issues), *traced)

    def _prepared(self, document: Document) -> Sequence[Prepared]:
        prepared = [
            prepare(sentence, document.words(sentence), document.folded, self._finder)
            for sentence in document.sentences
        ]
        return without_idle_lines(prepared, self._phrases, self._lexicon)

    def _items(self, one: Prepared, context: Context) -> tuple[Item, ...]:
        return as_whole(build_items(one, context, self._phrases, self._lexicon, self._finder), one.tokens, context)

    def _outlook(self, text: str, prepared: Sequence[Prepared]) -> Outlook:
        """What the words of an article's sentences can do."""
        spans = [(one.sentence.start, one.sentence.end) for one in prepared]
        return Outlook(self.screen.parts_of([text[start:end] for start, end in spans]))

    def _heading(self, article: Article) -> list[Prepared]:
        """The title as context where it is not the first line: it names the district, it yields no figure."""
        if not _has_heading(article):
            return []
        title = Document(article.title or "")
        return [prepare(one, title.words(one), title.folded, self._finder) for one in title.sentences[:1]]

    def _publisher(self, name: str) -> tuple[Sequence[PlaceMention], bool]:
        """The units that a publisher's name names, and whether it is the host of a site; each name is read once."""
        if name not in self._publishers:
            self._publishers[name] = publisher_mentions(name, self._finder, self.catalog.gazetteer)
        return self._publishers[name], is_site(name)

    def _province(self, publisher: str | None) -> str | None:
        if publisher is None or self._publisher_province is None:
            return None
        return self._publisher_province(publisher)

    def _emit(self, article: Article, context: Context, figure: Figure, output: _Output) -> None:
        sentence = figure.sentence
        start, end = sentence.start, sentence.end
        quote = article.text[start:end]
        raw = article.text[figure.raw_start : figure.raw_end]
        if figure.refused is not None:
            output.issues.append(
                Issue(
                    stage="parse",
                    reason=figure.refused,
                    message=figure.message,
                    source_uri=article.source_uri,
                    article=article.article,
                    article_id=article.article_id,
                    quote=quote,
                    char_start=start,
                    char_end=end,
                    raw_value=raw,
                )
            )
            return
        unit, period = figure.unit, figure.period
        assert unit is not None
        assert period is not None
        province = context.gazetteer.province_of(unit)
        indicator = self.catalog.indicators[figure.indicator]
        in_percent = figure.measure in {"plan_ratio", "growth"}
        output.observations.append(
            Observation(
                city=province.slug,
                district=unit.slug,
                year=period.year,
                city_name=province.name,
                city_code=province.code,
                district_name=unit.name,
                district_code=unit.code,
                tier="commune" if unit.tier == "commune" else "district",
                indicator=figure.indicator,
                measure=figure.measure,
                obs_status=figure.status,
                time_period=period.code,
                period_start=period.start,
                period_end=period.end,
                obs_value=figure.value,
                unit_measure="PERCENT" if in_percent else indicator.unit,
                bound=figure.bound,
                flags=(),
                observation_id=observation_id(
                    article.article_id, figure.raw_start, figure.indicator, figure.measure, unit.code, period.code
                ),
                article=article.article,
                article_id=article.article_id,
                source_uri=article.source_uri,
                publisher=article.publisher,
                title=article.title,
                published_at=article.published_at,
                quote=quote,
                char_start=start,
                char_end=end,
                raw_value=raw,
                rule=figure.rule,
                confidence=figure.confidence,
                rules_version=self.rules_version,
            )
        )
