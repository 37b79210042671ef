"""What is known of time while an article is read: the periods spoken of, and the mentions of the sentence in hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tasks.grammar.timing_moves import Moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tasks.grammar.context import Context
    from tasks.grammar.items import Item
    from tasks.grammar.period_codes import Period
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.tokens import Token
    from tasks.records.observation import ObsStatus

_WHEN: Final = frozenset({"lúc", "khi", "hồi", "thời", "ngày"})
_HEAD: Final = 8  # items at the head of a sentence
_UP_TO: Final = ("đến", "tới", "tính")
_OPENING: Final = 3  # small words before the time that a sentence opens with
_REPORT_REACH: Final = 8  # items of "Theo báo cáo của UBND xã tại kỳ họp, "
_REPORTED: Final = ("theo báo cáo", "theo đánh giá", "báo cáo", "về ", "trong lĩnh vực", "ở lĩnh vực", "trên lĩnh vực")
_RESOLUTION_REACH: Final = 1  # sentences behind a resolution that go on with its aims
YEAR_CODE: Final = 4  # characters of "2023"
DECEMBER: Final = 12
FORETOLD: Final = ("ước", "dự kiến", "phấn đấu")
PARTS_OF_YEAR: Final = frozenset({"months", "quarter", "half"})


@dataclass
class Spoken:
    """The periods that an article reports and speaks of, from its opening and the sentences so far."""

    context: Context
    report: Period | None = None
    reported_in: int = 0  # the number of the sentence that announces it
    planned: Period | None = None  # the year whose tasks title and lead announce beside it
    part: Period | None = None  # the part of the year that the article reports, wherever it says so
    term: Period | None = None
    next_term: Period | None = None
    five_years: Period | None = None  # the last plan of five years that is over
    of_term: bool = False  # a congress looks back on its term: what it tells without a year is the term's
    current: Period | None = None
    dates_event: bool = False  # title and lead tell a day of the article's year: that of what they report
    home: Period | None = None  # what a new paragraph speaks of again after an excursion
    before: Period | None = None  # what was spoken of before the current one
    month: Period | None = None  # the month alone that was spoken of last
    looked_back: Period | None = None  # the bygone year that was told last
    looked_back_in: int = -9  # the sentence that told it
    founded: Period | None = None  # the bygone day on which the text says that a unit was founded
    since_founding: Period | None = None  # what was spoken of before that day was gone back to
    ahead: Period | None = None  # the year to come that was spoken of last; one that is far, in the paragraph alone
    lead_day: Period | None = None  # the day that the lead tells its figures as of
    lead_day_told: bool = False  # a figure was
    as_of: Period | None = None  # a day that the paragraph's figures are told as of
    stock: Period | None = None  # the time that the paragraph's last figures were told as of, for what there is
    as_of_estimated: bool = False  # what was told as of that day was estimated
    as_of_leads: bool = False  # that day was told before any report: the whole article is told as of it
    estimated: Period | None = None  # the whole year, estimated beside the part that is reported
    aimed: bool = False  # the paragraph turned to the current period with aims alone
    passing: Period | None = None  # a month alone that the paragraph tells of, beside the report
    last_told: dict[str, tuple[Period, int]] = field(default_factory=dict)  # by indicator: the period, the sentence
    next_term_in: int = -9  # the last sentence that tells what a resolution for the next term aims at
    resolved_in: int | None = None  # the last sentence of December that says that something was resolved on
    told_in: int | None = None  # the first sentence that told a figure
    number: int = -1  # of the sentence in hand
    opens_paragraph: int = 0  # the number of the first sentence of the paragraph
    implied: bool = False  # the paragraph speaks of the year to come because its aims are
    brief: bool = False  # the current period stood inside a sentence, no heading and no frame: the paragraph's alone
    framed: bool = False  # a sentence of the paragraph opened with the current period
    new_paragraph: bool = False  # no sentence of the paragraph turned to another time yet
    holiday: bool = False  # a span of days that has no code was spoken of last
    of_days: set[str] = field(default_factory=set)  # the indicators told of those days
    days_lead: bool = False  # such days were told before any report: the whole article is about them

    @property
    def resolves_next(self) -> bool:
        """Whether the sentence, or the one before, tells what a resolution for the next term aims at."""
        return self.number - self.next_term_in <= _RESOLUTION_REACH

    def is_ahead(self, period: Period) -> bool:
        """Whether a period ends in a later year than the article's."""
        return self.context.year is not None and period.year > self.context.year

    def turn_to(self, period: Period, *, for_good: bool = False, brief: bool = False) -> None:
        """Speak of ``period`` from now on; ``for_good`` where a heading says so and no paragraph goes back."""
        if self.current is not None and period != self.current:
            self.before = self.current
        self.current = period
        self.brief = brief and self.home is None
        self.new_paragraph = self.implied = self.framed = False
        self.passing = None
        self.holiday = False
        self.of_days = set()
        year = self.context.year
        to_come = year is not None and period.year > year
        if self.brief or ("/" in period.code and not for_good):
            return  # "giai đoạn 2016 - 2020, huyện …": no more than the paragraph
        back = self.home is not None and self.is_ahead(self.home) and period == self.report
        later = self.home is not None and period.year > self.home.year and not to_come
        if for_good or back or self.home is None or (later and not self._is_within_home(period)):
            self.home = period

    def _is_within_home(self, period: Period) -> bool:
        """*Thành tựu nhiệm kỳ 2015-2020*, then *Năm 2020, …*: a year of the term that is reported."""
        home = self.home
        return home is not None and "/" in home.code and home == self.report and period.year <= home.end.year

    def tell_days(self, indicators: Iterable[str]) -> None:
        """Figures of days without a code were told: what follows without a time is told of the same days."""
        self.holiday = True
        self.of_days |= set(indicators)
        self.days_lead = self.days_lead or self.told_in is None

    def is_of_days(self, indicator: str) -> bool:
        """Whether what is told without a time is told of days that were spoken of."""
        return self.holiday or indicator in self.of_days

    def note(self, status: ObsStatus, period: Period) -> None:
        """Note that a figure was told: the first below the title, and the year that a part of it is estimated for."""
        if self.told_in is None and self.number > 0:
            self.told_in = self.number
        self.lead_day_told = self.lead_day_told or period == self.lead_day
        current = self.current
        if status == "estimate" and current is not None and len(period.code) == YEAR_CODE < len(current.code):
            self.estimated = period

    def go_back(self) -> None:
        """Begin a paragraph: after a quarter of the half-year, or a look at the year before, the report goes on."""
        self.passing = self.estimated = self.stock = None
        self.aimed = False
        self.new_paragraph = True
        self.opens_paragraph = self.number + 1
        if self.home is not None and not self.days_lead:
            self.holiday = False  # "Riêng dịp 2/9, …" in a report of nine months: only the guests go on
        if not self.as_of_leads:
            self.as_of = None
        if self.current is not None and (self.implied or self.brief or self._is_excursion(self.current, self.home)):
            self.current = self.home
        self.brief = self.implied = self.framed = False
        if not self.is_next_year(self.ahead):
            self.ahead = None  # "trở thành đô thị loại II vào năm 2030": the paragraph's alone

    def is_next_year(self, period: Period | None) -> bool:
        """Whether a period ends in the year after the article's."""
        return period is not None and self.context.year is not None and period.year - 1 == self.context.year

    def _is_excursion(self, period: Period, home: Period | None) -> bool:
        year = self.context.year
        if "/" in period.code and year is not None and period.year <= year:
            return True
        if year is not None and period.year > year + 1 and not self.of_term and (home is None or home.year <= year):
            return True  # "đến năm 2030 …", told in 2025: the next paragraph is not of that time
        if self._is_within_home(period):
            return True
        if (
            home is None
            or period.code == home.code
            or "/" in period.code
            or "/" in home.code
            or period.year > home.year
        ):
            return False
        if len(home.code) > YEAR_CODE or period.year < home.year:
            return True
        published = self.context.published
        return published is not None and (published.year > home.year or published.month == DECEMBER)


@dataclass
class ToldTimes:
    """The mentions of time in one sentence, by item index, and which figures have taken them."""

    items: Sequence[Item] = ()
    tokens: Sequence[Token] = ()
    first: int = 0  # the sentence's first quantity
    aims: bool = False  # the sentence tells an aim: its dates lie ahead
    closed: Sequence[tuple[int, int]] = ()  # its parentheses
    mentions: list[tuple[int, PeriodMention, bool]] = field(default_factory=list)  # the last: whether of a plan
    resolved: dict[int, Period | None] = field(default_factory=dict)
    used: dict[int, Period] = field(default_factory=dict)  # by figure
    statuses: dict[int, ObsStatus] = field(default_factory=dict)  # by figure
    used_mentions: set[int] = field(default_factory=set)
    planned: set[int] = field(default_factory=set)  # figures whose time says nothing of those that follow
    last: Period | None = None
    inner: set[int] = field(default_factory=set)  # mentions between a figure and the words that name it
    plans: set[int] = field(default_factory=set)  # figures that are a plan's own sums
    implied: Period | None = None  # the year to come that an aim took from the sentences before
    right: set[int] = field(default_factory=set)  # mentions right behind the figure that took them
    frame: int | None = None  # the mention that frames the sentence
    starts: set[int] = field(default_factory=set)  # figures that a change began with
    flows: set[int] = field(default_factory=set)  # figures of what adds up through the year
    moves: Moves = field(default_factory=Moves.none)
    points: set[int] = field(default_factory=set)  # mentions that only what there is can be told of
    chosen_holiday: bool = False
    of_targets: bool = False  # the figure in hand is a number of targets
    of_plan: bool = False  # the figure in hand is a plan's own sum
    beside: bool = False  # a plan is told of what the sentence before told

    def says(self, *pairs: tuple[str, str]) -> bool:
        """Whether the sentence holds one of the pairs of words."""
        return any((one.text, two.text) in pairs for one, two in pairwise(self.tokens))

    def take(self, index: int) -> Period | None:
        """The period of a mention, which a figure has taken."""
        self.used_mentions.add(index)
        self.chosen_holiday = any(i == index and m.kind == "holiday" for i, m, _ in self.mentions)
        return self.resolved.get(index)

    def opens(self, index: int) -> bool:
        """Whether a mention opens its sentence: nothing but small words before it, or whose report it is."""
        before = self.items[:index]
        if index <= _OPENING and all(item.kind in {"cue", "word"} for item in before):
            return True
        period = self.items[index].period
        if period is None or period.kind != "year" or index > _REPORT_REACH:
            return False  # "Báo cáo chính trị khẳng định, 5 năm qua, …"
        if not " ".join(item.text for item in before).startswith(_REPORTED):
            return False  # "Theo báo cáo tại kỳ họp, năm 2025, …"
        opened = all(item.quantity is None and item.period is None and item.text != "," for item in before[:-1])
        return opened and before[-1].text == ","

    def frames(self, index: int) -> bool:
        """Whether a mention frames the figures behind it: before them all, at the head or behind a comma."""
        if index > self.first:
            return False
        if self.opens(index):
            return True
        before = self.items[index - 2] if self.items[index - 1].has("estimate") else self.items[index - 1]
        return before.text in {",", ":"}  # "Theo báo cáo, ước tính đến ngày 30/9, …"

    def is_done(self, index: int) -> bool:
        """Whether what follows a mention is told as done: no estimate of the year's end, no aim."""
        text, year = next((m.text, m.year) for i, m, _ in self.mentions if i == index)
        foretold = text.startswith(FORETOLD) or ("cả năm" in text and year is None) or "cuối năm" in text
        behind = sorted(i for i in self.statuses if i > index)
        return not foretold and (not behind or self.statuses[behind[0]] == "actual")

    def is_inner_now(self, mention: int) -> bool:
        """*Huyện hiện còn 612 hộ nghèo; thu ngân sách …*: a word for today inside a clause is that clause's.

        It is none inside where it comes to today behind who speaks: *UBND huyện cho biết, đến nay …; …*.
        """
        opens = not any(item.text[0].isalpha() for item in self.items[:mention])
        if not opens and self.items[mention].text.startswith(_UP_TO) and self.frames(mention):
            opens = all(i >= mention for i, _, _ in self.mentions)
        return not opens and any(i == mention and m.kind == "now" for i, m, _ in self.mentions)

    def is_aside(self, index: int) -> bool:
        """*tăng 4,1% (cả năm 2021 tăng 9,2%)*: parentheses with a time of their own say nothing of what follows."""
        around = next(((low, high) for low, high in self.closed if low < index < high), None)
        return around is not None and any(around[0] < i < around[1] for i in self.used_mentions)

    def inside(self, index: int) -> bool:
        """Whether a figure stands in parentheses."""
        return any(low < index < high for low, high in self.closed)

    def _tells_when(self, item: Item) -> bool:
        """Of the words before the parentheses: *Lúc bắt đầu xây dựng nông thôn mới (2011), …*, *Đầu kỳ (2015), …*."""
        if item.period is not None:
            return item.period.year is None
        return item.text != "," and (item.kind in {"cue", "word"} or self.tokens[0].text in _WHEN)

    def inside_other(self, mention: int, index: int) -> bool:
        """Whether a mention stands in parentheses that the figure is not in, but *Đầu nhiệm kỳ (2021), huyện có …*."""
        opened = self.closed and mention <= _HEAD and self.closed[0][1] == mention + 1 < len(self.items) - 1
        if opened and all(self._tells_when(item) for item in self.items[: mention - 1]):
            return self.items[mention + 2].text != ","
        return any(low < mention < high and not low < index < high for low, high in self.closed)


def is_part(mention: PeriodMention) -> bool:
    """Whether a mention is a part of the year: *9 tháng*, *quý III*, *đến hết tháng 9*."""
    return mention.kind in PARTS_OF_YEAR or (mention.kind == "month" and mention.until)
