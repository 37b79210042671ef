"""One sentence: which quantity is a figure of which indicator, of what measure, when, and whose."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tasks.grammar.indicators import Phrase, Phrases, fits
from tasks.grammar.measures import (
    MeasureReading,
    Surroundings,
    in_unit,
    read_amount,
    read_percent,
    surroundings,
)
from tasks.grammar.scope import NOBODY, Focus, find_anchors, governing, next_focus
from tasks.grammar.targets import read_targets
from tasks.grammar.periods import year_period
from tasks.grammar.timing import Timing, earlier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tasks.catalog.indicators import Indicator
    from tasks.catalog.units import AdminUnit
    from tasks.grammar.context import Context
    from tasks.grammar.items import Item, Prepared
    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.periods import Period
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.scope import Anchor
    from tasks.grammar.tokens import Sentence
    from tasks.records.observation import Bound, Confidence, Measure, ObsStatus

_FIRST_TOLERANCE: Final = 5  # unknown words between an indicator and its first figure
_CHAIN_TOLERANCE: Final = 0  # and between one figure and the next of the same indicator
_STOPS: Final = frozenset({";"})

REFUSALS: Final = {
    "province": ("scope_province", "the figure is the province's or city's, not a district's"),
    "nation": ("scope_nation", "the figure is the nation's"),
    "part": ("scope_part", "the figure is a part's (a ward, commune or unknown place) of a district"),
    "several": ("several_districts", "several districts are named together, and the text gives them one figure"),
    "ambiguous": ("ambiguous_district", "several districts bear this name and the article does not say which is meant"),
    "org": ("scope_other", "the figure is a company's, project's or other body's"),
    "none": ("no_district", "no district is named that the figure could be about"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity taken as a figure of an indicator. ``subject`` is the index of the item that says so."""

    indicator: str
    subject: int
    rule: str
    unknown: int = 0
    chained: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure read, or refused with a reason. Spans are offsets into the article."""

    sentence: Sentence
    raw_start: int
    raw_end: int
    indicator: str
    measure: Measure
    value: float
    status: ObsStatus
    bound: Bound
    rule: str
    confidence: Confidence
    unit: AdminUnit | None = None
    period: Period | None = None
    refused: str | None = None
    message: str = ""


@dataclass(frozen=True)
class SentenceTrace:
    """What was recognised in a sentence and what came of it, for ``--explain``."""

    sentence: Sentence
    items: tuple[Item, ...]
    focus: Focus
    figures: tuple[Figure, ...]


@dataclass
class State:
    """What earlier sentences leave behind for later ones."""

    context: Context
    timing: Timing
    focus: Focus
    home: Focus
    recent: tuple[str, ...] = ()  # indicators of the sentence before
    topics: dict[str, tuple[int, int, bool]] = field(default_factory=dict)  # indicator → sentence, paragraph, heading
    spoken: int = -9  # the last sentence that named a district or stood for one
    listed_period: Period | None = None
    last_level: str | None = None  # the indicator of the last level, for a sentence that goes on with it
    last_sentence: int = -9
    listed: str | None = None  # the indicator last told of a place by name, for lists that go on
    heading_target: bool = False  # the heading above tells of aims
    listing_target: bool = False  # "đề ra các chỉ tiêu: …" goes on
    paragraph: int = -1
    gap_of_paragraphs: int = 0  # paragraphs since the last figure

    @classmethod
    def of(cls, context: Context, prepared: Sequence[Prepared]) -> State:
        home = Focus("district", context.main, "main") if context.main is not None else NOBODY
        return cls(context, Timing.of(context, prepared), home if context.main_in_title else NOBODY, home)


class SentenceReader:
    """Reads one sentence; :meth:`read` also leaves the state for the next."""

    def __init__(
        self, prepared: Prepared, items: Sequence[Item], context: Context, phrases: Phrases, lexicon: Lexicon, state: State
    ) -> None:
        self._prepared = prepared
        self._tokens = prepared.tokens
        self._items = items
        self._context = context
        self._phrases = phrases
        self._lexicon = lexicon
        self._state = state
        self._anchors: list[Anchor] = []
        self.carried = NOBODY  # who was spoken of when the sentence began
        self._openings: dict[int, int] = {}
        self._claims: dict[int, Claim | None] = {}
        self._levels: dict[int, MeasureReading] = {}
        self._figures: list[Figure] = []

    def read(self) -> tuple[Figure, ...]:
        sentence, state = self._prepared.sentence, self._state
        if sentence.paragraph != state.paragraph:
            if self._context.main_in_title:
                state.focus = state.home
            elif state.focus.kind in {"part", "org", "nation"}:
                state.focus = NOBODY
            state.paragraph = sentence.paragraph
            state.timing.as_of = None
            state.listing_target = False
            state.recent = state.recent if state.gap_of_paragraphs < 1 else ()
            state.gap_of_paragraphs += 1
        self.carried = state.focus
        self._anchors = find_anchors(self._items, self._tokens, self._context, state.focus)
        state.timing.enter(self._items, self._tokens)
        quantities = [i for i, item in enumerate(self._items) if item.kind == "quantity"]
        self._openings = _openings(self._items)
        for index in quantities:
            if self._is_multiple(index):
                self._read_multiple(index)
                continue  # "thấp hơn 11 lần": the figures around it go on
            self._read_quantity(index, self._previous(index))
        self._leave()
        return tuple(self._figures)

    def _previous(self, index: int) -> int | None:
        """The quantity before this one that it can go on from: what closed parentheses hold is passed over."""
        for j in self._backwards(index, -1):
            if self._items[j].kind == "quantity" and not self._is_multiple(j):
                return j
        return None

    def _within(self, index: int) -> bool:
        """Whether an item stands inside parentheses, where a semicolon only lists."""
        return any(low < index < high for high, low in self._openings.items())

    def _backwards(self, index: int, stop: int) -> Iterator[int]:
        """Item indexes before ``index`` down to ``stop`` (exclusive), without closed parentheses."""
        j = index - 1
        while j > stop:
            opening = self._openings.get(j)
            if opening is not None and opening > stop:
                j = opening - 1
                continue
            yield j
            j -= 1

    def trace(self) -> SentenceTrace:
        return SentenceTrace(self._prepared.sentence, tuple(self._items), self._state.focus, tuple(self._figures))

    # Which indicator

    def _read_quantity(self, index: int, previous: int | None) -> None:
        quantity = self._quantity(index)
        status = self._status(index)
        targets = read_targets(self._items, index, self._tokens, status)
        if targets is not None:
            self._claims[index] = None
            for reading in targets:
                claim = Claim(reading.indicator, index, reading.rule)
                self._emit(index, claim, MeasureReading("level", reading.value, reading.rule), reading.status)
            return
        claim = self._claim(index, previous)
        if claim is not None:
            claim = self._aspect(index, claim)
        self._claims[index] = claim
        if claim is None:
            return
        indicator = self._phrases.indicators[claim.indicator]
        around = surroundings(self._items, index)
        if quantity.kind == "percent":
            around = self._with_base(index, around)
            level_before = self._levels.get(previous) if previous is not None else None
            reading_of = read_percent(
                quantity, around, indicator, chained=claim.chained,
                after_plan_level=level_before is not None and level_before.target,
                of_growth=self._of_growth(index, claim, previous),
                year=self._state.timing.current.year if self._state.timing.current is not None else None,
            )  # fmt: skip
        else:
            quantity = self._quantity(index)
            reading_of = read_amount(quantity, around, indicator, of_all=claim.rule == "of-all")
        before = self._levels.get(previous) if previous is not None else None
        if reading_of is not None and quantity.kind == "percent" and before is not None:
            reading_of = self._after(reading_of, before, around, claim)
        if reading_of is None or reading_of.measure not in indicator.measures:
            return
        if self._is_average(index, claim, reading_of):
            return
        if quantity.per and not self._per_allowed(quantity, indicator):
            return
        if quantity.kind == "count" and self._is_recurring(index):
            return
        if quantity.kind == "count" and reading_of.measure == "level" and self._is_too_few(reading_of.value, indicator):
            return
        if claim.indicator in self._phrases.plans:
            after = self._items[index + 1].text if index + 1 < len(self._items) else ""
            if after == "/":
                claim = replace(claim, indicator=self._phrases.plans[claim.indicator])
            elif reading_of.measure == "level":
                reading_of = replace(reading_of, target=True)
            self._claims[index] = claim
        self._levels[index] = reading_of
        if reading_of.target and indicator.plan is not None:
            claim = replace(claim, indicator=indicator.plan)  # the sum that disbursement is measured against
        if quantity.kind == "percent" and reading_of.measure != "level" and status == "target" and not claim.chained:
            pass
        if reading_of.rule == "level" and self._assigned(index, claim):
            reading_of = replace(reading_of, target=True, rule="level:assigned")
        final: ObsStatus = "target" if reading_of.target else status
        self._emit(index, claim, reading_of, final)

    def _with_base(self, index: int, around: Surroundings) -> Surroundings:
        """*So với dự toán tỉnh giao, thu đạt 103%, chi đạt 118%*: a base that opens the clause holds for all of it."""
        start = next((j + 1 for j in range(index - 1, -1, -1) if self._items[j].text == ";"), 0)
        for j in range(start, min(index, start + 6)):
            item = self._items[j]
            period_base = item.period is not None and item.period.kind == "base"
            plan_base = item.has("plan") and any("so" in other.text.split() for other in self._items[start:j])
            if (period_base or plan_base) and any(other.text == "," for other in self._items[j + 1 : j + 4]):
                return replace(around, left=(*around.left, item))
            if item.kind == "quantity":
                break
        return around

    def _of_growth(self, index: int, claim: Claim, previous: int | None) -> bool:
        """*Tốc độ tăng giá trị sản xuất đạt 8,15%; nông nghiệp 4,02%*: the subject is the growth itself."""
        if claim.chained or not 0 <= claim.subject < len(self._items):
            return False
        words = " ".join(
            token.text
            for token in self._tokens[max(0, self._items[claim.subject].low - 4) : self._items[claim.subject].high]
        )
        if "tốc độ tăng" in words or "tăng trưởng" in words or "mức tăng" in words:
            return True
        before = self._levels.get(previous) if previous is not None else None
        return claim.rule.endswith("follow") and before is not None and before.measure == "growth"

    def _read_multiple(self, index: int) -> None:
        """*gấp 1,3 lần dự toán* is 130 percent of the plan; multiples of another year are left out."""
        right = surroundings(self._items, index).right
        previous = self._previous(index)
        if not any(item.has("plan") for item in right[:4]):
            return
        claim = self._behind(index, previous, replace(self._quantity(index), kind="percent"), frozenset())
        if claim is not None and "plan_ratio" in self._phrases.indicators[claim.indicator].measures:
            self._claims[index] = claim
            ratio = MeasureReading("plan_ratio", 100 * self._quantity(index).value, "plan_ratio:times")
            self._emit(index, claim, ratio, self._status(index))

    def _after(
        self, reading: MeasureReading, before: MeasureReading, around: Surroundings, claim: Claim
    ) -> MeasureReading:
        """A bare percentage that goes on with the measure before: *tăng 25% về số lượng, 27% về vốn*, *tăng 2 vụ (50%)*."""
        if reading.rule != "plan_ratio:bare" and not (reading.rule == "level:rate" and before.measure == "change"):
            return reading
        bracketed = bool(around.left) and around.left[0].text == "("
        if (claim.rule.startswith("aspect") and before.measure == "growth") or (bracketed and before.measure == "change"):
            signed = abs(reading.value) if before.value >= 0 else -abs(reading.value)
            return MeasureReading("growth", signed, "growth:goes-on", base_year=before.base_year)
        return reading

    def _assigned(self, index: int, claim: Claim) -> bool:
        """*Quận được giao thu ngân sách 520 tỷ đồng*: an assignment right before the subject, nothing reached since."""
        subject = min(claim.subject, index)
        before = self._items[max(0, subject - 4) : subject]
        assigned = next((n for n, item in enumerate(before) if item.has("assign") and "giao" in item.text), None)
        if assigned is None or any(item.text in {",", ";", "("} or item.kind == "word" for item in before[assigned:]):
            return False
        return not any(item.has("reach", "done", "estimate") for item in self._items[subject:index])

    def _aspect(self, index: int, claim: Claim) -> Claim:
        """*tăng 6,25% về số lượng, 27,21% về vốn*: the aspect told behind the figure decides between the two."""
        if self._quantity(index).kind != "percent":
            return claim
        for item in surroundings(self._items, index).right:
            if item.has("by_number") and not self._phrases.indicators[claim.indicator].is_count:
                counts = [
                    c for c in self._claims.values() if c is not None and self._phrases.indicators[c.indicator].is_count
                ]
                if counts:
                    return replace(claim, indicator=counts[-1].indicator, rule="aspect<" + claim.rule)
            if item.kind == "phrase" and item.text.startswith("về"):
                for phrase in item.phrases:
                    if phrase.role == "follow" and claim.indicator in phrase.after:
                        return replace(claim, indicator=phrase.name, rule="aspect<" + claim.rule)
        return claim

    def _is_multiple(self, index: int) -> bool:
        following = self._items[index + 1].text if index + 1 < len(self._items) else ""
        return following == "lần" or following.startswith("lần ")

    def _quantity(self, index: int) -> Quantity:
        quantity = self._items[index].quantity
        assert quantity is not None
        return quantity

    def _claim(self, index: int, previous: int | None) -> Claim | None:
        quantity = self._quantity(index)
        if quantity.spelled and quantity.value == 1:
            return None  # "một" is an article as often as a number
        ahead, barred = self._ahead(index, quantity)
        if quantity.kind in {"count", "fraction"}:
            if ahead is None:
                ahead = self._further_ahead(index, quantity, barred)
            if ahead is not None:
                if self._excluded_right_before(index, ahead.indicator):
                    return replace(ahead, rule="of-all") if quantity.kind == "fraction" else None
                return None if self._is_part(index, ahead.indicator) else ahead
        behind = self._behind(index, previous, quantity, barred)
        claim = behind if behind is not None else ahead
        if claim is not None and quantity.kind == "percent" and self._is_share(index, claim):
            return None
        if claim is not None and not claim.chained and self._is_part(index, claim.indicator, claim.subject):
            return None
        return claim

    def _excluded_right_before(self, index: int, name: str) -> bool:
        """*Trễ hạn 11 hồ sơ*, *làm rõ 9/11 vụ*: what stands right before the number excludes it."""
        for j in self._backwards(index, -1):
            item = self._items[j]
            if any(phrase.role == "excluded" and phrase.name == name for phrase in item.phrases):
                return True
            if item.kind == "quantity" or item.text in {",", ";", ":", "("}:
                return False
            if any(phrase.role == "form" for phrase in item.phrases):
                return False
        return False

    def _is_share(self, index: int, claim: Claim) -> bool:
        """*cơ cấu kinh tế: dịch vụ 59,8%; công nghiệp 39,7%*: shares of sectors are no figures of them."""
        if not self._phrases.indicators[claim.indicator].composed or claim.chained:
            return False
        if any(item.has("up", "down", "reach", "plan") for item in self._items[min(claim.subject, index) : index]):
            return False
        return any(item.has("share") for item in self._items[:index])

    def _is_part(self, index: int, name: str, subject: int | None = None) -> bool:
        """*98 dự án, gồm 10 dự án của thành phố*: after "gồm", "trong đó" the same indicator tells its parts."""
        told = next(
            (j for j in range(index - 1, -1, -1) if (c := self._claims.get(j)) is not None and c.indicator == name),
            None,
        )
        parts = [
            j
            for j in range(index)
            if self._items[j].has("part_of") and not (j + 1 < index and self._items[j + 1].period is not None)
        ]
        if told is not None and any(0 < told - j <= 2 for j in parts):
            return True  # "trong số 19 vụ, có 9 vụ …"
        if told is not None and any(told < j for j in parts):
            explicit = (
                subject is not None and subject < index and self._items[subject].text.startswith(("thu", "tổng", "số"))
            )
            return not explicit
        if parts and any(
            phrase.role == "excluded" and phrase.name == name
            for item in self._items[parts[0] : index]
            for phrase in item.phrases
        ):
            return name in self._state.recent or told is not None
        return False

    def _further_ahead(self, index: int, quantity: Quantity, barred: frozenset[str]) -> Claim | None:
        """*9/9 xã của huyện đã được công nhận đạt chuẩn nông thôn mới*: the noun is counted, the phrase comes later."""
        noun_ids, _ = self._noun(index, quantity)
        end, _ = self._phrases.counted_by(self._tokens, quantity.high)
        noun = " ".join(token.text for token in self._tokens[quantity.high : end])
        names = frozenset(
            name for name in noun_ids - barred if noun in self._phrases.indicators[name].named_later
        )
        if not names:
            return None
        unknown = 0
        for j in range(index + 1, len(self._items)):
            item = self._items[j]
            if item.kind == "quantity" or item.text in {";", "."}:
                return None
            if item.text in {",", "và"} and j + 1 < len(self._items):
                following = self._items[j + 1]
                if following.place is None and not self._tokens[following.low].capital:
                    return None
            if item.kind == "phrase":
                if any(phrase.role == "excluded" and phrase.name in names for phrase in item.phrases):
                    return None
                for phrase in item.phrases:
                    if phrase.role == "form" and phrase.name in names and j > index + 1:
                        return Claim(phrase.name, j, "counted-then-named", unknown)
            if item.kind == "word":
                unknown += 1
            if unknown > _FIRST_TOLERANCE + 3:
                return None
        return None

    def _ahead(self, index: int, quantity: Quantity) -> tuple[Claim | None, frozenset[str]]:
        """The indicator whose phrase follows the number: *534 doanh nghiệp phát triển mới*, *98% hộ dùng nước sạch*."""
        if quantity.kind in {"count", "fraction"} and (own := self._self_named(quantity)) is not None:
            return own, frozenset()
        j = index + 1
        while (
            j < len(self._items)
            and self._items[j].kind == "cue"
            and self._items[j].text in {"số", "các", "tổng số", "trong", "lượng"}
        ):
            j += 1
        if j >= len(self._items) or self._items[j].kind != "phrase":
            if quantity.kind == "percent":
                return self._after_plan(index), frozenset()
            return None, frozenset()
        item = self._items[j]
        barred = frozenset(phrase.name for phrase in item.phrases if phrase.role == "excluded")
        direct = j == index + 1
        for phrase in item.phrases:
            if phrase.role != "form" or phrase.name in barred:
                continue
            indicator = self._phrases.indicators[phrase.name]
            if quantity.kind in {"count", "fraction"} and indicator.is_count and direct:
                return Claim(phrase.name, j, "after-number"), barred
            if quantity.kind == "percent" and indicator.is_rate and indicator.id != "economic_growth":
                return Claim(phrase.name, j, "after-number"), barred
            if quantity.kind == "percent" and indicator.is_count and item.text.startswith("số"):
                if surroundings(self._items, index).left_has("up", "down"):
                    return Claim(phrase.name, j, "after-number"), barred  # "giảm 5% số vụ phạm pháp hình sự"
            if quantity.kind in {"money", "usd"} and fits(quantity, indicator) and direct:
                return Claim(phrase.name, j, "after-number"), barred
        return None, barred

    def _self_named(self, quantity: Quantity) -> Claim | None:
        """*94.720 nhân khẩu*: a noun that names the indicator by itself, with nothing said of those counted."""
        match = self._phrases.self_named.longest(self._tokens, quantity.high)
        if match is None:
            return None
        following = self._tokens[match[0]].text if match[0] < len(self._tokens) else "."
        if following in {",", ".", ";", ")", "(", "và", "sinh", "với", "trên", "trong", ":", "đang", "-"}:
            before = next((item for item in reversed(self._items) if item.high <= quantity.low), None)
            if before is None or not (before.has("copula", "part_of") or before.period is not None or before.text in {",", "và", ";", "(", "chỉ có", "nay có"}):
                return None  # "Hơn 2.000 nhân khẩu sống tạm bợ": some of them
            index = next((i for i, item in enumerate(self._items) if item.low >= quantity.high), len(self._items))
            return Claim(match[1][0], min(index, len(self._items) - 1), "self-named")
        return None

    def _barred_behind(self, index: int) -> set[str]:
        """Indicators that a phrase shortly behind the number excludes: *1.912 người đi xuất khẩu lao động*."""
        out: set[str] = set()
        for item in self._items[index + 1 : index + 5]:
            if item.kind == "quantity" or item.text in {",", ";", ".", "(", ")"} or item.has("done", "copula", "part_of"):
                break
            out.update(phrase.name for phrase in item.phrases if phrase.role == "excluded")
        return out

    def _after_plan(self, index: int) -> Claim | None:
        """*đạt 105% dự toán thu ngân sách*: the indicator follows the plan."""
        seen_plan = False
        for j in range(index + 1, min(index + 6, len(self._items))):
            item = self._items[j]
            if item.has("plan"):
                seen_plan = True
            elif item.kind == "phrase" and seen_plan:
                for phrase in item.phrases:
                    if phrase.role == "form" and self._phrases.indicators[phrase.name].unit != "PERCENT":
                        return Claim(phrase.name, j, "after-plan")
                return None
            elif not item.has("glue", "assign") or item.text == ",":
                return None
        return None

    def _behind(  # noqa: C901, PLR0912
        self, index: int, previous: int | None, quantity: Quantity, barred: frozenset[str]
    ) -> Claim | None:
        """The indicator whose phrase stands before the number, or whose figure the one before was."""
        noun_ids, noun_told = self._noun(index, quantity)
        last = self._claims.get(previous) if previous is not None else None
        unknown = 0
        blocked: set[str] = set(barred)
        if quantity.kind in {"count", "fraction"}:
            blocked |= self._barred_behind(index)
        crossed = False
        counted_end = self._noun_end(previous)
        object_end = self._object_end(index, previous)
        for j in self._backwards(index, previous if previous is not None else -1):
            item = self._items[j]
            if item.text in _STOPS and not self._within(index):
                crossed = True
            if item.high <= counted_end or (last is not None and j < object_end):
                continue  # what the figure before counted: "168 tỷ đồng vốn đầu tư công, …"
            if item.phrases:
                found = self._from_phrase(item, j, index, quantity, noun_ids, noun_told, blocked, last)
                if found is not None:
                    if unknown > _FIRST_TOLERANCE or (crossed and unknown):
                        return None
                    return Claim(found.name, j, f"before-number:{found.role}", unknown)
                if any(phrase.role == "excluded" for phrase in item.phrases):
                    blocked.update(phrase.name for phrase in item.phrases if phrase.role == "excluded")
                if not item.cues and not any(phrase.role == "head" for phrase in item.phrases):
                    unknown += item.high - item.low
            elif item.kind == "cue" and item.has("share") and quantity.kind == "percent":
                if not (last is not None and self._phrases.indicators[last.indicator].is_rate):
                    unknown += 3
            elif item.kind == "cue" and item.has("org"):
                unknown += _FIRST_TOLERANCE + 1
            elif (item.kind == "cue" and item.has("part_of")) or item.kind == "word":
                unknown += 1
        if crossed and unknown == 0 and last is not None:
            around = surroundings(self._items, index)
            # "…; kế hoạch năm nay giảm 4,5%", "…; đến tháng 6/2020 đã lên 53,5 triệu đồng"
            crossed = not around.left_has("plan", "target") and not self._retold(index, previous or 0)
        if previous is not None and last is not None and not crossed and last.indicator not in blocked:
            chained = self._chain(index, previous, last, quantity, unknown, noun_ids, noun_told)
            if chained is None and quantity.kind == "count" and unknown == 0:
                chained = self._again(index, noun_ids - blocked)
            if chained is None and quantity.kind in {"count", "fraction"}:
                return self._from_topic(index, previous, noun_ids - blocked)
            return chained
        if crossed and last is not None and previous is not None and unknown <= 1 and last.indicator not in blocked:
            gap = self._items[previous + 1 : index]
            place = any(item.place is not None for item in gap[-3:])
            if place and (
                last.indicator in noun_ids or quantity.kind == self._quantity(previous).kind in {"money", "percent"}
            ):
                return Claim(last.indicator, index, "list:place", unknown)
        if quantity.kind == "count" and unknown == 0 and (again := self._again(index, noun_ids - blocked)) is not None:
            return again
        if quantity.kind in {"count", "fraction"} and (previous is None or last is None):
            return self._from_topic(index, previous, noun_ids - blocked)
        if quantity.kind == "money" and (implied := self._implied(index)) is not None:
            return implied
        if previous is None and unknown <= 4 and (continued := self._continued(index, quantity, unknown)) is not None:
            return continued
        if previous is None and unknown <= 1:
            return self._from_sentence_before(index, quantity)
        return None

    def _continued(self, index: int, quantity: Quantity, unknown: int) -> Claim | None:
        """*Lũy kế 5 tháng ước đạt 109 tỷ đồng*: a sentence that only tells another period of the figure before it."""
        state = self._state
        if state.last_level is None or state.last_sentence != self._prepared.sentence.index - 1:
            return None
        indicator = self._phrases.indicators[state.last_level]
        pronoun = any(phrase in " ".join(i.text for i in self._items[:index]) for phrase in self._lexicon.pronouns)
        if not fits(quantity, indicator) or (quantity.kind == "percent" and not (pronoun and indicator.is_rate)):
            return None
        if pronoun:
            return Claim(state.last_level, index, "pronoun")
        if unknown:
            return None
        if indicator.is_count or not any(item.period is not None and item.period.kind not in {"base", "average"} for item in self._items[:index]):
            return None
        if any(item.place is not None for item in self._items[:index]):
            return None
        return Claim(state.last_level, index, "continued")

    def _implied(self, index: int) -> Claim | None:
        """*quận thu được 402,9 tỷ đồng, đạt 118% dự toán*: the verb and the kind of plan tell the indicator."""
        j = next((i for i in range(index - 1, max(-1, index - 4), -1) if self._items[i].phrases), None)
        if j is None:
            return None
        heads = {phrase.name for phrase in self._items[j].phrases if phrase.role == "head"}
        near = (*self._items[max(0, j - 6) : j], *self._items[index + 1 : index + 8])
        for name, indicator in self._phrases.indicators.items():
            if not indicator.implied_by or not any(part.head in heads for part in indicator.composed):
                continue
            planned = any(item.has("plan") and any(word in item.text for word in indicator.implied_by) for item in near)
            if planned or (j and self._items[j - 1].has("assign")):
                return Claim(name, j, "implied")
        return None

    def _object_end(self, index: int, previous: int | None) -> int:
        """Where the object of the quantity before ends: *312,7 tỷ đồng vốn xây dựng cơ bản*, up to its comma."""
        if previous is None:
            return 0
        for j in range(previous + 1, index):
            item = self._items[j]
            if item.text in {",", "(", ")"}:
                return j
            if item.kind not in {"word", "phrase", "cue"} or item.has("up", "down", "reach", "exceed", "plan", "copula"):
                return 0
        return 0

    def _noun_end(self, index: int | None) -> int:
        """The token where the noun counted by an earlier quantity ends: those words are no new subject."""
        if index is None:
            return 0
        quantity = self._quantity(index)
        if quantity.kind not in {"count", "fraction"}:
            return 0
        return self._phrases.counted_by(self._tokens, quantity.high)[0]

    def _noun(self, index: int, quantity: Quantity) -> tuple[frozenset[str], bool]:
        """Indicators that count the noun after a count, and whether a noun stands there at all."""
        if quantity.kind not in {"count", "fraction"}:
            return frozenset(), False
        _, ids = self._phrases.counted_by(self._tokens, quantity.high)
        if ids:
            return ids, True
        following = self._items[index + 1] if index + 1 < len(self._items) else None
        told = following is not None and (
            following.kind in {"word", "phrase"}
            or following.has("org")
            or following.text.split()[0] in self._lexicon.count_nouns
        )
        return frozenset(), told

    def _from_phrase(  # noqa: PLR0912
        self,
        item: Item,
        position: int,
        index: int,
        quantity: Quantity,
        noun_ids: frozenset[str],
        noun_told: bool,
        blocked: set[str],
        last: Claim | None,
    ) -> Phrase | None:
        for phrase in item.phrases:
            if phrase.role == "excluded":
                blocked.add(phrase.name)
        recent = (last.indicator,) if last is not None else ()
        if not item.text.startswith("tổng"):
            for phrase in item.phrases:
                if phrase.role == "head":
                    name = self._sector_before(position, phrase)
                    if name == "":
                        return None
                    if name is not None and name not in blocked and fits(quantity, self._phrases.indicators[name]):
                        return Phrase("form", name)
        for role in ("frame", "form", "follow", "lead", "head", "sector"):
            for phrase in item.phrases:
                if phrase.role != role:
                    continue
                if role == "frame":
                    fitting = fits(quantity, self._phrases.indicators[phrase.name]) and phrase.name not in blocked
                    if fitting and self._frame_closes(position, index, phrase):
                        return phrase
                    continue
                if role in {"head", "sector"}:
                    name = self._composed(position, phrase)
                    if name is None or name in blocked:
                        continue
                    if fits(quantity, self._phrases.indicators[name]):
                        return Phrase("form", name)
                    continue
                if phrase.name in blocked:
                    continue
                indicator = self._phrases.indicators[phrase.name]
                if not fits(quantity, indicator) or not self._counts(quantity, indicator, noun_ids, noun_told):
                    continue
                if role == "follow" and not self._follows(phrase, position, recent):
                    continue
                if role == "follow" and quantity.kind == "percent" and indicator.is_count and any(
                    self._phrases.indicators[name].is_rate for name in phrase.after
                ):
                    continue  # "giảm 4,5%" after households and their rate is the rate's
                if role == "lead" and (
                    phrase.name not in noun_ids
                    or sum(other.kind == "word" for other in self._items[position + 1 : index]) > 1
                    or any(p.role == "form" for other in self._items[position + 1 : index] for p in other.phrases)
                ):
                    continue
                if role == "form" and phrase.name in self._phrases.plans and position:
                    measured = self._phrases.plans[phrase.name]
                    if any(p.role == "form" and p.name == measured for p in self._items[position - 1].phrases):
                        return Phrase("form", measured)  # "đã giải ngân" + "vốn đầu tư công"
                if role == "form" and quantity.kind == "percent" and not self._percent_form(item, indicator, index):
                    continue
                return phrase
        return None

    def _frame_closes(self, position: int, index: int, phrase: Phrase) -> bool:
        """Whether *A # B* holds: only small words from A to the number, and B right behind it."""
        for item in self._items[position + 1 : index]:
            if item.kind in {"word", "quantity"} or item.text in {",", ";"}:
                return False
            if any(other.role == "form" for other in item.phrases):
                return False
        high = self._quantity(index).high
        while high < len(self._tokens) and self._tokens[high].text in {"số", "các", "lượng"}:
            high += 1
        return any(
            [token.text for token in self._tokens[high : high + len(words)]] == words
            for words in (reading.split() for reading in phrase.after)
        )

    def _percent_form(self, item: Item, indicator: Indicator, index: int) -> bool:
        """*hộ nghèo* names the rate before a percentage, the households before a count."""
        if indicator.is_count and any(
            phrase.role == "form" and self._phrases.indicators[phrase.name].is_rate for phrase in item.phrases
        ):
            around = surroundings(self._items, index)
            against = any(i.period is not None and i.period.kind == "base" for i in around.right)
            return against and item.text.startswith("số")
        return True

    def _counts(self, quantity: Quantity, indicator: Indicator, noun_ids: frozenset[str], noun_told: bool) -> bool:
        if quantity.kind not in {"count", "fraction"}:
            return True
        return indicator.id in noun_ids or not noun_told

    def _follows(self, phrase: Phrase, position: int, recent: tuple[str, ...]) -> bool:
        """Whether one of the indicators that the phrase may follow was spoken of last."""
        for j in range(position - 1, -1, -1):
            item = self._items[j]
            if item.kind == "quantity":
                claim = self._claims.get(j)
                if claim is not None:
                    return claim.indicator in phrase.after
            elif item.kind == "phrase":
                named = [p.name for p in item.phrases if p.role == "form"]
                if named:
                    return any(name in phrase.after for name in named)
                if any(p.role == "excluded" and p.name in phrase.after for p in item.phrases):
                    return False
        if recent:
            return recent[-1] in phrase.after
        opens = all(item.kind in {"cue", "place", "period"} for item in self._items[:position])
        return (opens or position <= 3) and any(name in phrase.after for name in self._state.recent)

    def _sector_before(self, position: int, head: Phrase) -> str | None:
        """The indicator of a sector that is the head's subject: *Ngành nông nghiệp làm ra giá trị sản xuất …*.

        An empty string where the subject is a part of a sector that the catalog excludes.
        """
        unknown = 0
        for j in range(position - 1, max(-1, position - 9), -1):
            item = self._items[j]
            if item.kind == "quantity" or item.text in _STOPS:
                return None
            if item.text == "," and not (j and self._items[j - 1].kind == "phrase" and j - 1 <= 3):
                return None
            if item.kind == "phrase":
                for phrase in item.phrases:
                    if phrase.role == "sector":
                        name = self._phrases.composed.get((phrase.name, head.name))
                        if name is not None:
                            return name
                    if (
                        phrase.role == "excluded"
                        and any(
                            part.head == head.name
                            and self._phrases.composed.get((part.sector, part.head)) == phrase.name
                            for part in self._phrases.indicators[phrase.name].composed
                        )
                        and unknown <= 2
                        and not item.has("glue")
                    ):
                        return ""
                if any(phrase.role == "form" for phrase in item.phrases):
                    return None
            if item.kind == "word":
                unknown += 1
                if unknown > 3:
                    return None
        return None

    def _composed(self, position: int, phrase: Phrase) -> str | None:
        """The indicator of a sector and a head that stand in one clause with nothing counted between."""
        other_role = "sector" if phrase.role == "head" else "head"
        for step in (-1, 1):
            j = position + step
            distance = 0
            while 0 <= j < len(self._items) and distance <= 9:
                item = self._items[j]
                if item.kind == "quantity" or item.text in _STOPS or (step == 1 and item.text == ","):
                    break
                if item.kind == "phrase":
                    for other in item.phrases:
                        if other.role == other_role:
                            key = (other.name, phrase.name) if other_role == "sector" else (phrase.name, other.name)
                            name = self._phrases.composed.get(key)
                            if name is not None:
                                return name
                    if any(p.role == "form" for p in item.phrases):
                        break
                distance += 1
                j += step
        return None

    def _chain(  # noqa: PLR0911, PLR0912
        self,
        index: int,
        previous: int,
        last: Claim,
        quantity: Quantity,
        unknown: int,
        noun_ids: frozenset[str],
        noun_told: bool,
    ) -> Claim | None:
        """A figure that goes on with the indicator of the one before, over words that name no other subject."""
        indicator = self._phrases.indicators[last.indicator]
        if unknown > _CHAIN_TOLERANCE:
            return None
        if indicator.share is not None and quantity.kind == "percent" and not quantity.sign:
            near = surroundings(self._items, index)
            if not near.left_has("up", "down", "exceed", "plan") and not any(item.has("plan") for item in near.right[:2]):
                return Claim(indicator.share, last.subject, "share-of-count", unknown)
        if quantity.kind == "count" and quantity.scaled and not noun_told and not noun_ids and indicator.unit in {"VND_BN", "VND_MN"}:
            item = self._items[index]
            quantity = replace(quantity, kind="money")  # "tăng 3,2 triệu" after a sum of money
            self._items = [*self._items[:index], replace(item, quantity=quantity), *self._items[index + 1 :]]
        gap = [self._items[j] for j in self._backwards(index, previous)][::-1]
        place_between = any(item.place is not None for item in gap)
        around = surroundings(self._items, index)
        if quantity.kind in {"count", "fraction"}:
            sibling = self._sibling(last, noun_ids)
            if sibling is not None and sibling != last.indicator:
                return Claim(sibling, last.subject, "sibling", unknown)
            if not fits(quantity, indicator):
                return None
            moved = around.left_has("up", "down")
            counted = last.indicator in noun_ids
            if place_between and counted:
                return Claim(last.indicator, index, "list:place", unknown)
            if not counted and not (moved and not noun_told):
                return None
            if (
                not moved
                and self._quantity(previous).kind in {"count", "fraction"}
                and not self._retold(index, previous)
            ):
                return None
        elif not fits(quantity, indicator):
            return None
        elif quantity.kind in {"money", "usd"} and self._quantity(previous).kind in {"money", "usd"}:
            slash = any(item.text == "/" for item in around.left[:1])
            based = any(item.period is not None and item.period.kind == "base" for item in gap) or any(
                phrase.role == "head" and any(part.head == phrase.name for part in indicator.composed)
                for item in gap
                for phrase in item.phrases
            )  # "được giao thu 1.866 tỷ, thực thu 2.214 tỷ"
            if place_between and any(item.text in {"(", ":", "có", "đạt", "với", "là", "thu"} for item in gap):
                return Claim(last.indicator, index, "list:place", unknown)
            if not (
                slash
                or based
                or around.left_has("plan", "up", "down", "estimate", "target", "assign")
                or self._retold(index, previous)
            ):
                return None
        elif quantity.kind == "percent" and indicator.is_rate and place_between:
            return Claim(last.indicator, index, "list:place", unknown)
        elif quantity.kind == "percent" and self._has_own_noun(index):
            return None  # "50% xã đạt chuẩn …": a share of something else
        elif quantity.kind == "percent" and indicator.is_rate and self._quantity(previous).kind == "percent":
            tied = around.left_has("up", "down", "exceed", "reach", "target", "estimate", "up_to", "down_to")
            told = any(item.period is not None or item.has("plan") for item in (*gap, *around.right))
            if not tied and not told:
                return None
        return Claim(last.indicator, last.subject, f"chain<{last.rule.split('<')[0]}", unknown, chained=True)

    def _has_own_noun(self, index: int) -> bool:
        if index + 1 >= len(self._items):
            return False
        item = self._items[index + 1]
        if not item.text[0].isalpha() or self._is_multiple(index):
            return False
        if item.kind == "word" or (item.kind == "phrase" and not item.cues):
            return not any(phrase.role == "follow" for phrase in item.phrases)
        return item.cues == {"glue"} and item.text.split()[0] in self._lexicon.count_nouns - {"năm", "kỳ", "mức"}

    def _again(self, index: int, noun_ids: frozenset[str]) -> Claim | None:
        """*14 vụ, làm chết 13 người; so với năm trước giảm 3 vụ*: the noun goes back to what was counted before."""
        around = surroundings(self._items, index)
        told = any(item.period is not None and item.period.kind != "base" for item in around.left)
        if not (around.left_has("up", "down") or told) or self._within(index):
            return None
        for j in sorted(self._claims, reverse=True):
            claim = self._claims[j]
            if j < index and claim is not None and claim.indicator in noun_ids:
                return Claim(claim.indicator, claim.subject, f"again<{claim.rule.split('<')[0]}", 0, chained=True)
        return None

    def _sibling(self, last: Claim, noun_ids: frozenset[str]) -> str | None:
        """*số cấp mới là 948 doanh nghiệp và 1.169 hộ*: one lead phrase for two counted nouns."""
        if not 0 <= last.subject < len(self._items):
            return None
        return next(
            (p.name for p in self._items[last.subject].phrases if p.role in {"lead", "form"} and p.name in noun_ids),
            None,
        )

    def _retold(self, index: int, previous: int) -> bool:
        """*trong tháng 470 tỷ đồng, cộng 3 tháng được 1.550 tỷ đồng*: a new period, the same indicator."""
        return any(item.period is not None and item.period.kind != "base" for item in self._items[previous + 1 : index])

    def _from_topic(self, index: int, previous: int | None, noun_ids: frozenset[str]) -> Claim | None:
        """*Về trật tự xây dựng … 192 vụ*: the topic was announced, the number counts its noun."""
        end, _ = self._phrases.counted_by(self._tokens, self._quantity(index).high)
        specific = end - self._quantity(index).high > 1
        claimed = {claim.indicator for claim in self._claims.values() if claim is not None}
        unknown = 0
        for j in self._backwards(index, previous if previous is not None else -1):
            item = self._items[j]
            for phrase in item.phrases:
                if phrase.role in {"topic", "form"} and phrase.name in noun_ids and phrase.name not in claimed:
                    return Claim(phrase.name, index, "topic:here", unknown) if unknown <= _FIRST_TOLERANCE else None
            if item.kind == "word" or (item.kind == "phrase" and not item.cues):
                unknown += item.high - item.low
        if previous is not None and self._claims.get(previous) is not None:
            return None
        quantity = self._quantity(index)
        end, _ = self._phrases.counted_by(self._tokens, quantity.high)
        noun = " ".join(token.text for token in self._tokens[quantity.high : end])
        if quantity.spelled or not self._ends_after_noun(index) or not (specific or noun == "vụ"):
            return None
        before = self._prepared.sentence
        for name in sorted(noun_ids - claimed):
            announced = self._state.topics.get(name)
            near = announced is not None and before.index - announced[0] <= (4 if specific else 1)
            if near and announced is not None and (specific or announced[1] == before.paragraph or announced[2]):
                return Claim(name, index, "topic:before", unknown) if unknown <= (10 if specific else 0) else None
        return None

    def _ends_after_noun(self, index: int) -> bool:
        """Nothing behind the counted noun says which of them are meant: *192 vụ (129 vụ không phép …)*."""
        end, _ = self._phrases.counted_by(self._tokens, self._quantity(index).high)
        following = next((item for item in self._items[index + 1 :] if item.low >= end), None)
        return following is None or following.kind in {"cue", "period", "place"}

    def _from_sentence_before(self, index: int, quantity: Quantity) -> Claim | None:
        """*Xếp sau là Quận 3 (4.910 tỷ đồng)*: a list of places goes on with the indicator told of places before."""
        listed = self._state.listed
        if listed is None or quantity.kind not in {"money", "percent"}:
            return None
        if not fits(quantity, self._phrases.indicators[listed]) or (
            quantity.kind == "percent" and not self._phrases.indicators[listed].is_rate
        ):
            return None
        before = self._items[index - 1] if index else None
        if before is not None and before.text in {"(", ":"} and index > 1 and self._items[index - 2].place is not None:
            return Claim(listed, index, "list:place")
        return None

    def _is_average(self, index: int, claim: Claim, reading: MeasureReading) -> bool:
        """Averages over several years are no figure of a period; *thu nhập bình quân* is no average of that kind."""
        low = min(claim.subject, index)
        start = next((j + 1 for j in range(low - 1, -1, -1) if self._items[j].text in {",", ";", ":"}), 0)
        if claim.indicator == "economic_growth" and 0 <= claim.subject < len(self._items):
            if "bình quân" in self._items[claim.subject].text:
                return True
        yearly = reading.measure == "level" and self._phrases.indicators[claim.indicator].is_count and any(
            item.period is not None and item.period.kind in {"span", "term"} for item in self._items
        )
        for item in self._items[start:index]:
            if item.period is not None and item.period.kind == "average":
                return not (yearly and item.period.text.endswith("năm"))  # "mỗi năm 5.000 lao động" of a term
            if item.has("times"):
                return True
        around = surroundings(self._items, index)
        for item in around.right[:3]:
            if item.period is not None and item.period.kind == "average":
                return True
        return any(item.has("average") for item in around.left[:3]) and claim.indicator != "income_per_capita"

    def _is_too_few(self, value: float, indicator: Indicator) -> bool:
        """*Hai du khách*, *60 hồ sơ đề cử*: so few of them that something else is counted."""
        lowest = indicator.plausible.district
        return lowest is not None and value < lowest[0]

    def _is_recurring(self, index: int) -> bool:
        """*ngày nào cũng có 3.000 người*, *một lần*, *cùng lúc*: what recurs or stands at once is no flow."""
        end = next((j for j in range(index, len(self._items)) if self._items[j].text in {",", ";", "."}), len(self._items))
        start = next((j + 1 for j in range(index - 1, -1, -1) if self._items[j].text in {",", ";"}), 0)
        words = " ".join(item.text for item in self._items[start:end])
        return any(phrase in words for phrase in self._lexicon.recurring)

    def _per_allowed(self, quantity: Quantity, indicator: Indicator) -> bool:
        if indicator.id == "income_per_capita":
            return "tháng" not in quantity.per and "ngày" not in quantity.per
        return quantity.per in {("năm",), ("người",)} and indicator.unit == "COUNT" and quantity.per == ("năm",)

    # Status

    def _status(self, index: int) -> ObsStatus:
        current, year = self._state.timing.current, self._context.year
        ahead = current is not None and year is not None and current.year > year and not self._state.timing.told
        opening = next((n for n, item in enumerate(self._items[:6]) if item.text == ":"), None)
        if opening is not None and any(item.has("plan", "target") for item in self._items[:opening]):
            ahead = True  # "Chỉ tiêu năm nay: giảm nghèo 1%, …"
        aims = self._state.listing_target or self._state.heading_target or ahead
        status: ObsStatus = "target" if aims else "actual"
        start = 0
        for j in range(start, index):
            item = self._items[j]
            if item.has("target"):
                status = "target"
            elif item.has("estimate") or (item.period is not None and item.period.text.startswith("ước")):
                status = "estimate" if status != "target" else status
            elif item.has("done"):
                status = (
                    "actual"
                    if status != "target" or item.text in {"đã đạt", "đã thu", "đã giải ngân", "đã"}
                    else status
                )
            elif item.kind == "phrase" and status == "estimate" and any(p.role == "form" for p in item.phrases):
                if "ước" not in item.text:
                    status = "actual" if self._after_break(j) else status
            elif item.text == ";" and status == "estimate":
                status = "actual"
        quantity = self._quantity(index)
        if any(token.text == "ước" for token in self._tokens[quantity.low : quantity.first]) and status == "actual":
            return "estimate"
        phrase_estimates = any(
            "ước" in item.text.split() for item in self._items[max(0, index - 4) : index] if item.kind == "phrase"
        )
        return "estimate" if phrase_estimates and status == "actual" else status

    def _after_break(self, j: int) -> bool:
        return any(item.text in {",", ";", ")", "và"} for item in self._items[max(0, j - 3) : j])

    # Whole figures

    def _emit(self, index: int, claim: Claim, reading: MeasureReading, status: ObsStatus) -> None:
        item = self._items[index]
        quantity = self._quantity(index)
        subject = claim.subject
        focus = self._focus(index, subject, claim)
        period, period_rule = self._state.timing.of_figure(
            self._items, index, subject, chained=claim.chained, status=status, plan_level=reading.target,
            of_targets=claim.indicator.startswith("targets_"),
        )  # fmt: skip
        if claim.rule == "list:place" and self._state.listed_period is not None and period_rule == "carried":
            period, period_rule = self._state.listed_period, "listed"
        if focus.kind == "district" and focus.rule == "named" and reading.measure == "level":
            self._state.listed, self._state.listed_period = claim.indicator, period
        if reading.rule == "level:from" and period_rule not in {"in-parentheses", "between", "right"}:
            return  # "giảm từ 5,9%": where it began is told without its time
        if period is not None and self._context.year is not None and period.start.year > self._context.year:
            status = "target"
        if claim.indicator in {"population", "wards"} and period_rule == "carried" and self._context.year is not None:
            words = " ".join(token.text for token in self._tokens)
            if any(verb in words for verb in ("ra đời", "thành lập", "sáp nhập", "hợp nhất")):
                period, period_rule = year_period(self._context.year), "founding"
        if reading.base_year is not None and period is not None and "/" not in period.code:
            if reading.base_year != period.year - 1:
                return  # a change against another base year has no measure
        if reading.shift and period is not None:
            period = earlier(period, reading.shift)
        refused, message = None, ""
        if focus.kind != "district" or focus.unit is None:
            refused, message = REFUSALS.get(focus.kind, REFUSALS["none"])
        elif period is None and period_rule == "holiday":
            refused, message = "no_period_code", "the figure is told of some days or a holiday, which no period code names"
        elif period is None:
            refused, message = "no_period", "neither the text nor the article's date tells the year of the figure"
        if reading.measure == "level" and status != "target":
            self._state.last_level, self._state.last_sentence = claim.indicator, self._prepared.sentence.index
        first, last = self._tokens[quantity.first], self._tokens[item.high - 1]
        rule = f"{claim.rule}/{reading.rule}/{focus.rule}/{period_rule}"
        self._figures.append(
            Figure(
                self._prepared.sentence,
                first.start,
                last.end,
                claim.indicator,
                reading.measure,
                _clean(reading.value),
                status,
                "gt" if reading.rule == "level:exceed" and quantity.bound == "eq" else quantity.bound,
                rule,
                self._confidence(claim, reading, focus, period_rule),
                focus.unit,
                period,
                refused,
                message,
            )  # fmt: skip
        )

    def _focus(self, index: int, subject: int, claim: Claim) -> Focus:
        if self._org_governs(index, subject):
            return Focus("org", None, "org")
        anchors = self._anchors
        if claim.rule == "counted-then-named" or self._phrases.indicators[claim.indicator].counts[:1] == ("xã",):
            anchors = [anchor for anchor in anchors if anchor.focus.kind != "part"]  # the communes that are counted
        carried = self._state.focus
        if carried.kind == "part" and self._context.main_in_title:
            carried = self._state.home  # a ward named in passing does not take the report over
        at_home = self._context.main_in_title and carried.unit == self._context.main
        if carried.kind == "district" and not at_home and self._prepared.sentence.index - self._state.spoken > 2:
            carried = NOBODY  # named in passing, some sentences ago
        return governing(anchors, self._items, subject, index, carried)

    def _org_governs(self, index: int, subject: int) -> bool:
        low = min(subject, index)
        start = next((j + 1 for j in range(low - 1, -1, -1) if self._items[j].text in {",", ";", ":"}), 0)
        return any(item.has("org") for item in self._items[start:index])

    def _confidence(self, claim: Claim, reading: MeasureReading, focus: Focus, period_rule: str) -> Confidence:
        doubts = 0
        if claim.unknown > 2:
            doubts += 1
        if claim.rule.startswith(("topic:before", "list:")):
            doubts += 1
        if focus.rule == "main" and not self._context.main_in_title:
            doubts += 1
        if period_rule in {"year-of-article"}:
            doubts += 1
        if reading.rule in {"plan_ratio:reach-bare", "growth:bare"} and not claim.chained:
            doubts += 1
        return ("high", "medium", "low")[min(doubts, 2)]

    # What is left for the next sentence

    def _leave_heading(self, last: str) -> None:
        """A short line without a figure: its aim holds for the lines below, its one indicator for a list of places."""
        state = self._state
        if self._prepared.sentence.index == 0 or len(self._tokens) > 18 or last in {".", "!", "?", ",", ";"} or any(i.quantity is not None for i in self._items):
            return
        state.heading_target = any(
            item.has("target") or (item.has("plan") and "thực hiện" not in item.text) or item.text in {"nhiệm", "hướng"}
            for item in self._items
        ) and not any(item.text.startswith(("kết quả", "thực hiện", "tình hình")) for item in self._items)
        state.timing.heading()
        named = {p.name for item in self._items for p in item.phrases if p.role == "form"}
        if last == ":" and len(named) == 1:
            state.listed, state.listed_period = named.pop(), None

    def _leave(self) -> None:
        state = self._state
        state.focus = next_focus(self._anchors, self._items, state.focus)
        if any(anchor.focus.kind == "district" for anchor in self._anchors):
            state.spoken = self._prepared.sentence.index
        claimed = [claim.indicator for claim in self._claims.values() if claim is not None]
        named = [p.name for item in self._items for p in item.phrases if p.role == "form"]
        if claimed:
            state.recent = tuple(dict.fromkeys(claimed))
            state.gap_of_paragraphs = 0
        elif named:
            state.recent = (named[-1],)
        last = self._items[-1].text if self._items else ""
        self._leave_heading(last)
        for item in self._items:
            for phrase in item.phrases:
                if phrase.role == "topic" or (phrase.role == "form" and self._phrases.indicators[phrase.name].topics):
                    sentence = self._prepared.sentence
                    heading = len(self._tokens) <= 14 and last not in {".", "!", "?"}
                    state.topics[phrase.name] = (sentence.index, sentence.paragraph, heading)
        if last == ":" and any(item.has("target") for item in self._items):
            state.listing_target = True
        state.timing.leave([index for index, claim in self._claims.items() if claim is not None])


def _openings(items: Sequence[Item]) -> dict[int, int]:
    """Each closing parenthesis with its opening one."""
    stack: list[int] = []
    pairs: dict[int, int] = {}
    for i, item in enumerate(items):
        if item.text == "(":
            stack.append(i)
        elif item.text == ")" and stack:
            pairs[i] = stack.pop()
    return pairs


def _clean(value: float) -> float:
    """124.2 - 100 is 24.2, not 24.200000000000003."""
    return float(f"{value:.10g}")


__all__ = ["Claim", "Figure", "Iterator", "SentenceReader", "SentenceTrace", "State", "Surroundings", "in_unit"]
