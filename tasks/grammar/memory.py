"""What a sentence that was read leaves for the next ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.catalog.names import fold_name
from tasks.grammar.aims_ahead import adopts_aims, aims_for_rest
from tasks.grammar.figure_periods import DATED
from tasks.grammar.scope import NOBODY, next_focus
from tasks.grammar.sectors import opening_sector
from tasks.grammar.status import does_well
from tasks.grammar.surroundings import moves_told
from tasks.grammar.topics import remember_topics

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tasks.grammar.figures import Claim
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.period_codes import Period
    from tasks.grammar.scope import Anchor, Focus
    from tasks.grammar.telling import Telling

_OF_ALL: Final = frozenset({"province", "several", "none"})
_SEVERAL: Final = frozenset({"các", "nhiều", "những", "một số", "số", "giữa các", "mỗi", "hai", "ba"})
_SHORT: Final = 14  # tokens of a line that announces a topic as a heading does
_HEADING: Final = 18
_BULLETS: Final = frozenset({"*", "-", "+", "•"})
_TITLE: Final = 36
_TURNS: Final = frozenset({"còn", "riêng", "trong khi đó", "tương tự"})
_TURN_REACH: Final = 3  # items from the head of a sentence to the district that it turns to
_WITH_SHARE: Final = 2  # a count and the rate that is its share
_TIMES: Final = frozenset({"year", "months", "quarter", "half"})
_UNITS: Final = frozenset({"quận", "huyện", "thị xã", "thành phố", "phường", "xã", "địa phương", "đơn vị"})
_ENDS: Final = frozenset({".", "!", "?"})
_BODIES: Final = frozenset({"sở", "ban", "trường", "viện", "đài", "cục"})
_NAMED_AIMS: Final = ("mục tiêu", "chỉ tiêu", "các chỉ tiêu", "nhiệm", "phương", "kế hoạch", "dự toán", "một số", "năm")
"""What a heading of aims opens with; "Phấn đấu lên quận vào năm 2025" is a title's second line."""
_NO_HEADING: Final = (*_ENDS, ",", ";")


def remember(told: Telling, anchors: Sequence[Anchor], owners: Collection[Focus]) -> None:
    """Leave the sentence: who and what it spoke of, its topics and its time. ``owners`` are those of its figures."""
    state = told.state
    home = state.home.unit if state.context.main_in_title else None
    leading = anchors
    if state.context.of_part:  # "Dự đại hội có Bí thư Huyện ủy": what follows is still the commune's
        leading = [anchor for anchor in anchors if anchor.explicit or anchor.focus.kind != "district"]
    state.focus = next_focus(leading, told.items, state.focus, owners, home)
    state.of_part = told.sentence.index if {owner.kind for owner in owners} == {"part"} else state.of_part
    if any(anchor.focus.kind == "district" for anchor in anchors):
        state.spoken, state.spoken_paragraph = told.sentence.index, told.sentence.paragraph
    last = told.items[-1].text if told.items else ""
    named = _named(told)
    claimed = [claim.indicator for claim in told.claimed()]
    subject = _one_subject(told, set(named))
    if claimed:
        state.recent, state.recent_told = tuple(dict.fromkeys(claimed)), True
        state.gap_of_paragraphs = 0
    elif named:
        state.recent, state.recent_told = subject or (named[-1],), False
        state.named_sentence = told.sentence.index if len(set(named)) == 1 else -9
        state.named_moves = moves_told(told.items)
        if subject and any(_speaks_of_units(told, j) for j in range(len(told.items))):
            state.thread.announce(subject, told.sentence.index)
        state.gap_of_paragraphs = 0 if last in {":", "?"} else state.gap_of_paragraphs  # an answer goes on with it
    sector = opening_sector(told)
    if sector is not None:
        state.sector, state.sector_heads = sector, _is_heading(told, last)
    elif state.sector is not None and not all(_is_of_sector(told, name) for name in claimed):
        state.sector = None
    if told.sentence.index == 0 and last != "." and len(told.tokens) <= _TITLE:
        state.titled = subject[0] if subject else None if named else _done_in_title(told)
    if _is_heading(told, last):
        _remember_section(told, anchors)
        _remember_heading(told, last, subject, named=bool(named))
    _remember_turn(told, anchors)
    heading = len(told.tokens) <= _SHORT and last not in _ENDS
    remember_topics(told, heading=heading)
    _remember_list_head(told, last, named=bool(named))
    _remember_data(told)
    spoken = state.timing.spoken
    before = spoken.current
    state.timing.leave()
    if spoken.current != before and state.thread.sentence < told.sentence.index:
        state.thread.period = (
            None  # "Năm 2019, tỉnh được giao 90,5%. Đến hết tháng 9, toàn tỉnh … Cao nhất là quận 3 (94%)"
        )


def _remember_data(told: Telling) -> None:
    """*Dưới đây là vài nét về các huyện (số liệu năm 2021)*: the year of all that follows."""
    if told.holds(DATED) and all(item.quantity is None or item.quantity.spelled for item in told.items):
        told.state.timing.heading()


def _done_in_title(told: Telling) -> str | None:
    """*Giải ngân ở Phú Yên: Đồng Xuân cao nhất*: what has a plan, by its verb alone, where nothing excludes it."""
    phrases = [phrase for item in told.items for phrase in item.phrases]
    heads = {phrase.name for phrase in phrases if phrase.role == "head"}
    excluded = {phrase.name for phrase in phrases if phrase.role == "excluded"}
    for name, indicator in told.phrases.indicators.items():
        if (
            indicator.plan is not None
            and name not in excluded
            and any(part.head in heads for part in indicator.composed)
        ):
            return name
    return None


def _named(told: Telling) -> list[str]:
    """The indicators that a sentence names, from left to right.

    *Kết quả giải ngân vốn đầu tư công* names what was paid out; the plan right behind it is only what it was paid of.
    """
    out: list[str] = []
    last = -2
    for j, phrases in [(j, item.phrases) for j, item in enumerate(told.items) if item.phrases]:
        names = [phrase.name for phrase in phrases if phrase.role == "form"]
        if last == j - 1 and out:
            names = [name for name in names if told.phrases.plans.get(name) != out[-1]]
        out += names
        last = j if names else last
    return out


def _remember_list_head(told: Telling, last: str, *, named: bool) -> None:
    """What a colon closes, or a line that names an indicator and tells none, says of the list below it."""
    state = told.state
    if last == ":":
        aims = any(item.has("target") and not does_well(told, j) for j, item in enumerate(told.items))
        state.listing_target = state.listing_target or aims
        state.thread.open(told.sentence.index)
    elif adopts_aims(told):
        state.listing_target = True
    if aims_for_rest(told):
        state.rest_of_year = told.sentence.paragraph
    heads = last == ":" or (named and last not in _NO_HEADING and len(told.tokens) <= _TITLE)
    if heads and not any(item.quantity is not None for item in told.items) and not _TIMES.isdisjoint(told.times):
        state.timing.begin_list()
        state.thread.period = None


def remember_list(
    told: Telling,
    claim: Claim,
    reading: MeasureReading,
    whose: tuple[Focus, Period | None],
    *,
    timed: bool,
    aimed: bool,
) -> None:
    """Leave a figure of a place for the list that may go on with it.

    ``whose`` is its owner and its period, no period for a plan's; ``timed`` where its words tell the period,
    ``aimed`` where it is an aim.
    """
    thread, here, (focus, period) = told.state.thread, told.sentence.index, whose
    name = told.phrases.plans.get(claim.indicator, claim.indicator)
    of_district = focus.kind == "district" and focus.rule == "named"
    parts = "part_of" in told.classes and any(told.opens_parts(j, claim.subject) for j in range(claim.subject))
    whole = thread.begun == here or not parts
    listing = of_district and whole and (reading.measure == "level" or claim.rule == "list:place")
    listing = listing and reading.rule != "level:from"  # "tăng từ 12 trường năm 2010 lên …"
    start = told.clause_start(claim.subject, {",", ";"}) if listing else 0
    listing = listing and not (told.items[start].text == "riêng" and told.items[start + 1].period is not None)
    counted = focus.rule == "counted" and reading.rule.startswith("level")
    if reading.measure == "plan_ratio":
        thread.tell_ratio(claim.indicator, here)
    share = thread.sentence == here and any(told.indicator(count).share == name for count in thread.names)
    if listing and (claim.rule == "list:place" or share):
        thread.go_on(name, here, share=share)
    elif listing or counted:
        thread.tell(name, here, of_place=listing, of_all=counted)
    elif focus.kind == "district" and whole and name in thread.names and period == thread.period is not None:
        thread.sentence = here  # "Dẫn đầu là quận 1. Trong năm, quận thu 18.900 tỷ đồng": the list goes on behind it
    elif focus.kind in _OF_ALL and whole and not claim.chained and not reading.target and not thread.of_all:
        thread.tell(name, here, of_place=False)
    if listing and period is not None:
        thread.period, thread.aimed = period, aimed
    elif focus.kind in _OF_ALL and not reading.target and timed:
        thread.period, thread.sentence, thread.aimed = period, here, aimed


def _speaks_of_units(told: Telling, j: int) -> bool:
    """*giữa các huyện*, *của 5 quận*, *nhiều địa phương*: several units that places below may be of."""
    item = told.items[j]
    if item.text in _UNITS:
        return told.text_before(j) in _SEVERAL or (j > 0 and told.items[j - 1].quantity is not None)
    words = item.text.split()
    return len(words) > 1 and words[0] in _SEVERAL and " ".join(words[1:]) in _UNITS


def _remember_section(told: Telling, anchors: Sequence[Anchor]) -> None:
    """A name on a line of its own begins a section, which another body's name ends."""
    state = told.state
    section = next((anchor.focus for anchor in anchors if anchor.focus.kind == "district"), None)
    if section is not None and all(item.place is not None or item.text == ":" for item in told.items):
        state.section = section  # "Huyện Phú Bình"
    elif told.items and told.items[0].place is None and _names_body(told):
        state.section, state.focus = None, NOBODY  # "Sở Giao thông vận tải"


def _remember_turn(told: Telling, anchors: Sequence[Anchor]) -> None:
    """*Còn ở huyện Xuân Trường, …*, of two that no title names: what follows is told of it until another is named."""
    state, main = told.state, told.state.context.main
    if main is None or fold_name(main.short_name) in state.context.titled or told.sentence.paragraph == state.turned_in:
        return
    first = next((anchor for anchor in anchors if anchor.focus.kind == "district" and anchor.explicit), None)
    if first is None or first.focus.unit is None:
        return
    opens = first.index <= _TURN_REACH and told.items[0].text in _TURNS and told.sentence.paragraph != 0
    if opens and first.focus.unit != main:
        state.section, state.turned_in = first.focus, told.sentence.paragraph
    elif state.turned_in >= 0 and first.role == "subject" and first.focus.unit == main:
        state.section = None


def _names_body(told: Telling) -> bool:
    return told.items[0].has("org") or told.texts[0] in _BODIES


def _is_of_sector(told: Telling, name: str) -> bool:
    return any(part.sector == told.state.sector for part in told.indicator(name).composed)


def may_be_heading(line: str) -> bool:
    """Whether a line that has no figure can be a heading, by its length and its end."""
    return not line.rstrip().endswith(_NO_HEADING) and len(line.split()) <= _HEADING


def may_be_title(line: str) -> bool:
    """Whether a line can be a title whose indicator is told of places below, by its length and its end."""
    return not line.rstrip().endswith(".") and len(line.split()) <= _TITLE


def _is_heading(told: Telling, last: str) -> bool:
    """A short line without a figure and without an end, below the first."""
    if told.sentence.index == 0 or len(told.tokens) > _HEADING or last in _NO_HEADING:
        return False
    return all(item.quantity is None for item in told.items)


def _one_subject(told: Telling, named: set[str]) -> tuple[str, ...]:
    """The one indicator that is named; *số hộ nghèo* names the households and their rate, which numbers tell apart."""
    if len(named) == 1:
        return (*named,)
    counts = [name for name in named if told.indicator(name).share in named]
    return (counts[0], *(named - {counts[0]})) if len(counts) == 1 and len(named) == _WITH_SHARE else ()


def _remember_heading(told: Telling, last: str, subject: tuple[str, ...], *, named: bool) -> None:
    """A heading's aim holds for the lines below, its one indicator for a list of places."""
    state = told.state
    reached = any(item.has("reach", "exceed") or item.text.startswith("hoàn thành") for item in told.items)
    year = state.context.year or 0
    past = any(item.period is not None and item.period.year and item.period.year < year for item in told.items)
    reached = reached or past or "một số" in told.words(0, len(told.tokens))  # "Một số chỉ tiêu năm 2019"
    met = told.words(0, 2).startswith("hoàn thành")  # "Hoàn thành thắng lợi các mục tiêu năm 2017"
    aims = any(
        (item.has("target") and not met)
        or (item.has("plan") and not reached and "thực hiện" not in item.text)
        or item.text in {"nhiệm", "hướng"}
        for item in told.items
    )
    reports = any(item.text.startswith(("kết quả", "thực hiện", "tình hình")) for item in told.items)
    titles = told.sentence.index == 1 and last != ":" and not told.items[0].text.startswith(_NAMED_AIMS)
    state.heading_target = aims and not reports and not titles
    first = next((item for item in told.items if item.text not in _BULLETS), None)
    if first is not None and first.names_district:
        state.timing.begin_section()
    state.timing.heading(to_come=not titles)
    if last == ":" and subject:
        state.thread.announce(subject, told.sentence.index)
        state.thread.period = None
    elif last == ":" and not named and state.recent and any(item.text in _UNITS for item in told.items):
        state.thread.announce(state.recent[:1], told.sentence.index)  # "Nhóm quận, huyện dẫn đầu gồm:"
