"""The tables of an article among its sentences: what stands in a table is read as rows.

Every cell is read as the sentence that a reader would say of it ("Thu NSNN trên địa bàn: 83,4 tỷ đồng"), by the rules
for sentences, so that whatever the catalog knows holds here too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from tasks.grammar.items import build_items, prepare
from tasks.grammar.reading import SentenceReader
from tasks.grammar.scope import Focus
from tasks.grammar.state import State
from tasks.grammar.table_delimited import DelimitedLines
from tasks.grammar.table_grid import lines_of
from tasks.grammar.table_lines import StackedCells, inline, listed, may_hold_rows, spaced
from tasks.grammar.table_rows import GridReader
from tasks.grammar.table_rubrics import RubricLines
from tasks.grammar.tokens import Document, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.context import Context
    from tasks.grammar.figures import Figure
    from tasks.grammar.indicators import Phrases
    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.places import PlaceFinder, PlaceMention
    from tasks.grammar.table_grid import Grid
    from tasks.records.observation import Measure

_DISTRICT_TYPES: Final = ("quận", "huyện", "thị xã", "thành phố")
_COMMUNE_TYPES: Final = ("phường", "xã", "đặc khu")


def find_grids(text: str) -> list[Grid]:
    """The tables of a text, in its order. Ordinary prose costs a look at each line."""
    if not may_hold_rows(text):
        return []
    lines = lines_of(text)
    delimited, stacked, rubrics = DelimitedLines(lines), StackedCells(lines), RubricLines(lines)
    out: list[Grid] = []
    i = 0
    while i < len(lines):
        found = delimited.at(i) or inline(lines, i) or rubrics.at(i) or listed(lines, i)
        found = found or spaced(lines, i) or stacked.at(i)
        if found is None:
            i += 1
            continue
        grid, i = found
        out.append(grid)
    return out


class TableRow(NamedTuple):
    """A row as the stretch of text that it stands in, with its figures."""

    sentence: Sentence
    figures: tuple[Figure, ...]


class Tables:
    """The tables of one article."""

    def __init__(
        self, document: Document, context: Context, phrases: Phrases, lexicon: Lexicon, *, finder: PlaceFinder
    ) -> None:
        self._context, self._phrases, self._lexicon, self._finder = context, phrases, lexicon, finder
        self._grids = find_grids(document.text)
        self._next = 0
        self._rows: list[TableRow] | None = None
        self._said: dict[tuple[str, ...], Figure | None] = {}
        self._named: dict[tuple[str, ...], Focus | None] = {}

    @property
    def remain(self) -> bool:
        """Whether a table stands further down."""
        return self._next < len(self._grids)

    def read_at(self, sentence: Sentence, state: State) -> list[TableRow] | None:
        """The rows of the table that begins with this sentence; none for the others of it; ``None`` outside of tables.

        Call it for every sentence in the order of the text. A table of which nothing is a figure is left to the
        sentences.
        """
        while self._next < len(self._grids) and sentence.start >= self._grids[self._next].end:
            self._next += 1
            self._rows = None
        if self._next == len(self._grids) or sentence.end <= self._grids[self._next].start:
            return None
        if self._rows is not None:
            return [] if self._rows else None
        self._rows = []
        for row, figures in GridReader(self, self._grids[self._next], state).read():
            place = replace(sentence, start=row.start, end=row.end)
            told = tuple(replace(figure, sentence=place) for figure in figures)
            self._rows.append(TableRow(place, told))
        return self._rows or None

    def say(self, text: str, after: Sequence[str] = ()) -> Figure | None:
        """The figure of a sentence that ends in one number, read by itself; ``None`` where no indicator claims it.

        ``after`` are the indicators spoken of before.
        """
        key = (text, *after)
        if key not in self._said:
            document = Document(text)
            whole = Sentence(0, 0, 0, len(document.tokens), 0, len(text))
            one = prepare(whole, document.words(whole), document.folded, self._finder)
            items = build_items(one, self._context, self._phrases, self._lexicon, self._finder)
            state = State.of(self._context, [one])
            state.recent = tuple(after)
            figures = SentenceReader(one, items, state, phrases=self._phrases, lexicon=self._lexicon).read()
            number = text.rfind(": ")
            self._said[key] = next((figure for figure in figures if figure.raw_start > number), None)
        return self._said[key]

    def allows(self, indicator: str, measure: Measure) -> bool:
        return measure in self._phrases.indicators[indicator].measures

    def share_of(self, indicator: str) -> str | None:
        """The rate that is the share of what an indicator counts."""
        return self._phrases.indicators[indicator].share

    def place(self, text: str, types: Sequence[str] = ()) -> Focus | None:
        """Whom a cell names, if a place; ``types`` are the kinds of unit that its column lists."""
        key = (text, *types)
        if key not in self._named:
            self._named[key] = self._place(text, types)
        return self._named[key]

    def _place(self, text: str, types: Sequence[str]) -> Focus | None:
        document = Document(text)
        tokens = document.tokens
        found = self._finder.find(tokens, [False] * len(tokens))
        if not found or found[0].low or found[0].high < len(tokens) or document.folded == "xã hội":
            return None
        mention = found[0]
        if mention.type is not None:
            return self._meaning(mention)
        wanted = types or (_COMMUNE_TYPES if self._context.communes_are_units else _DISTRICT_TYPES)
        held = {unit.type for unit in mention.candidates if unit.valid_at(self._context.day)}
        meant = [self._meaning(replace(mention, type=kind)) for kind in wanted if kind in held]
        districts = {focus.unit.key: focus for focus in meant if focus and focus.kind == "district" and focus.unit}
        if len(districts) == 1:
            return next(iter(districts.values()))
        spoken = self._meaning(mention)
        if districts and spoken is not None and spoken.unit is not None and spoken.unit.key in districts:
            return spoken  # of those that bear the name, the one that the article is about or near to
        if districts or any(focus is not None and focus.kind == "ambiguous" for focus in meant):
            return Focus("ambiguous", None, "table")
        return spoken

    def places(self, text: str) -> list[Focus]:
        """Every place that a line of words names."""
        document = Document(text)
        found = self._finder.find(document.tokens, [False] * len(document.tokens))
        meant = [self._meaning(mention) for mention in found]
        return [place for place in meant if place is not None]

    def _meaning(self, mention: PlaceMention) -> Focus | None:
        place = self._context.place(mention)
        if place is None:
            return None
        if place.level in {"district", "province"}:
            return Focus("district" if place.level == "district" else "province", place.unit, "named")
        return Focus("ambiguous" if place.level == "ambiguous" else "part", None, "named")
