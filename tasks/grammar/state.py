"""What earlier sentences leave behind for later ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tasks.grammar.list_thread import Thread
from tasks.grammar.scope import NOBODY, Focus
from tasks.grammar.standing import Standing
from tasks.grammar.timing import Timing
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.context import Context
    from tasks.grammar.items import Prepared
    from tasks.grammar.sayings import Saying
    from tasks.grammar.tokens import Sentence

_REVIEWS: Final = (" tổng kết ", " sơ kết ")
_OPENING: Final = 3  # sentences, the title among them


class Announced(Record, frozen=True):
    """Where a topic was announced: *Về trật tự xây dựng* as a heading holds longer than in passing."""

    sentence: int
    paragraph: int
    heading: bool
    inside: bool = False  # only as a part of another indicator's name: "giải ngân" + "vốn đầu tư công"


@dataclass
class State:
    """The memory of one article, changed sentence by sentence in the order of the text."""

    context: Context
    timing: Timing
    focus: Focus
    home: Focus
    section: Focus | None = None  # the district whose name alone stands as a heading above
    turned_in: int = -1  # the last paragraph that turned to another district than the article's main one
    recent: tuple[str, ...] = ()  # indicators of the sentence before
    recent_told: bool = True  # whether figures of them were told, or they were only named
    named_sentence: int = -9  # the last sentence that named an indicator and told no figure
    named_moves: int = 0  # 1 where it told of a rise, -1 of a fall
    topics: dict[str, Announced] = field(default_factory=dict)
    spoken: int = -9  # the last sentence that named a district or stood for one
    spoken_paragraph: int = -1
    told_of: set[str] = field(default_factory=set)  # the indicators told so far
    wholes: dict[str, tuple[float, int]] = field(default_factory=dict)  # by indicator: its last level, the sentence
    last_level: str | None = None  # the indicator of the last level, for a sentence that goes on with it
    last_sentence: int = -9
    sector: str | None = None  # the sector that the paragraph, or the heading above it, speaks of
    sector_heads: bool = False  # a heading named it
    thread: Thread = field(default_factory=Thread)  # what a list of places goes on with
    titled: str | None = None  # the one indicator that the title names
    heading_target: bool = False  # the heading above tells of aims
    listing_target: bool = False  # "đề ra các chỉ tiêu: …" goes on
    rest_of_year: int = -9  # the last paragraph that told what is aimed at in the months left of the year
    averaged: int = -9  # the last sentence that told a yearly average
    aimed: int = -9  # the last sentence that told aims alone
    aimed_in: int = -9  # its paragraph
    estimated: int = -9  # the last sentence that told estimates alone
    of_part: int = -9  # the last sentence all of whose figures were a commune's
    grown: int = -9  # the last sentence whose last figure was a growth
    paragraph: int = -1
    gap_of_paragraphs: int = 0  # paragraphs since the last figure
    sentences: Sequence[Prepared] = ()  # all of the article; none where they are not known
    sayings: tuple[Saying, ...] | None = None  # whose words may stand in the article, once they are asked for
    absent: dict[int, tuple[str, ...]] = field(default_factory=dict)  # what rules look for and stands nowhere, by id
    _standing: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _sought: list[tuple[str, ...]] = field(default_factory=list)  # kept, so that no other takes an id
    _words: Standing | None = None

    @classmethod
    def of(cls, context: Context, prepared: Sequence[Prepared]) -> State:
        home = Focus("district", context.main, "main") if context.main is not None else NOBODY
        begun = home if context.main_in_title else NOBODY
        return cls(context, Timing.of(context, prepared), begun, home, sentences=prepared)

    @property
    def is_of_report(self) -> bool:
        """Whether the article reports of its district: the title tells both and a part of the year, or it opens so.

        *Công an TP Đà Lạt tổ chức hội nghị tổng kết công tác năm 2020*: what is counted behind it is of the whole.
        """
        return (self.context.main_in_title and self.timing.titled_report) or self._opens_with_review()

    def _opens_with_review(self) -> bool:
        main = self.context.main
        if main is None or not any(self.standing(_REVIEWS)):
            return False
        name = f" {main.short_name.lower()} "
        opening = [f" {' '.join([token.text for token in one.tokens])} " for one in self.sentences[:_OPENING]]
        return any(name in words and any(review in words for review in _REVIEWS) for words in opening)

    @property
    def listed(self) -> tuple[str, ...]:
        """The indicators that a list of places may be told of: those of the list so far, else the title's."""
        return self.thread.names or ((self.titled,) if self.titled is not None else ())

    def standing(self, phrases: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the phrases that may stand in a sentence: most stand nowhere in the article."""
        if not self.sentences:
            return phrases
        known = self._standing.get(id(phrases))
        if known is None:
            if self._words is None:
                self._words = Standing(" ".join([token.text for one in self.sentences for token in one.tokens]))
            known = self._standing[id(phrases)] = self._words.among(phrases)
            self._sought.append(phrases)
            if not known:
                self.absent[id(phrases)] = known
        return known

    def note_level(self, indicator: str, value: float, sentence: int, *, of_part: bool) -> None:
        """A level was told; behind a sentence of parts ("Trong đó, …") the next goes on with the whole before it."""
        if not (of_part and self.last_sentence >= sentence - 1):
            self.last_level = indicator
        self.wholes[indicator] = (value, sentence)
        self.last_sentence = sentence

    def enter(self, sentence: Sentence) -> None:
        """Begin a sentence. A new paragraph speaks of the article's own district again, and of no ward or company."""
        if sentence.paragraph == self.paragraph:
            return
        if self.section is not None:
            self.focus = self.section
        elif self.context.main_in_title:
            self.focus = self.home
        elif self.focus.kind in {"part", "org", "nation"}:
            self.focus = NOBODY
        self.paragraph = sentence.paragraph
        self.sector, self.sector_heads = (self.sector if self.sector_heads else None), False
        self.timing.spoken.go_back()
        self.listing_target = False
        if self.gap_of_paragraphs >= 1:
            self.recent = ()
        self.gap_of_paragraphs += 1
