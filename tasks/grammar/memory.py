"""What a sentence that was read leaves for the next ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.scope import next_focus
from tasks.grammar.sectors import opening_sector
from tasks.grammar.state import Announced
from tasks.grammar.surroundings import moves_told

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tasks.grammar.figures import Claim
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.period_codes import Period
    from tasks.grammar.scope import Anchor, Focus
    from tasks.grammar.telling import Telling

_SHORT: Final = 14  # tokens of a line that announces a topic as a heading does
_HEADING: Final = 18
_TITLE: Final = 24
_UNITS: Final = frozenset({"quận", "huyện", "thị xã", "thành phố", "phường", "xã", "địa phương", "đơn vị"})
_ENDS: Final = frozenset({".", "!", "?"})
_NO_HEADING: Final = (*_ENDS, ",", ";")


def remember(told: Telling, anchors: Sequence[Anchor], owners: Collection[Focus]) -> None:
    """Leave the sentence: who and what it spoke of, its topics and its time. ``owners`` are those of its figures."""
    state = told.state
    home = state.home.unit if state.context.main_in_title else None
    state.focus = next_focus(anchors, told.items, state.focus, owners, home)
    if any(anchor.focus.kind == "district" for anchor in anchors):
        state.spoken, state.spoken_paragraph = told.sentence.index, told.sentence.paragraph
    last = told.items[-1].text if told.items else ""
    phrases = [phrase for item in told.items if item.phrases for phrase in item.phrases]
    named = [phrase.name for phrase in phrases if phrase.role == "form"]
    claimed = [claim.indicator for claim in told.claimed()]
    if claimed:
        state.recent, state.recent_told = tuple(dict.fromkeys(claimed)), True
        state.gap_of_paragraphs = 0
    elif named:
        state.recent, state.recent_told = (named[-1],), False
        state.named_sentence = told.sentence.index if len(set(named)) == 1 else -9
        state.named_moves = moves_told(told.items)
    sector = opening_sector(told)
    if sector is not None:
        state.sector, state.sector_heads = sector, _is_heading(told, last)
    elif state.sector is not None and not all(_is_of_sector(told, name) for name in claimed):
        state.sector = None
    if told.sentence.index == 0 and last not in _ENDS and len(told.tokens) <= _TITLE and len(set(named)) == 1:
        state.titled = named[0]
    if _is_heading(told, last):
        section = next((anchor.focus for anchor in anchors if anchor.focus.kind == "district"), None)
        if section is not None and all(item.place is not None or item.text == ":" for item in told.items):
            state.section = section  # "Huyện Phú Bình" on a line of its own
        _remember_heading(told, last, set(named))
    heading = len(told.tokens) <= _SHORT and last not in _ENDS
    for phrase in phrases:
        if phrase.role == "topic" or (phrase.role == "form" and told.indicator(phrase.name).topics):
            state.topics[phrase.name] = Announced(told.sentence.index, told.sentence.paragraph, heading)
    if last == ":" and any(item.has("target") for item in told.items):
        state.listing_target = True
    state.timing.leave()


def remember_list(
    told: Telling, claim: Claim, reading: MeasureReading, whose: tuple[Focus, Period | None], *, timed: bool
) -> None:
    """Leave a figure of a place for the list that may go on with it.

    ``whose`` is its owner and its period, no period for a plan's; ``timed`` where its words tell the period.
    """
    state, (focus, period) = told.state, whose
    of_district = focus.kind == "district" and focus.rule == "named"
    listing = of_district and (reading.measure == "level" or claim.rule == "list:place")
    counted = focus.rule == "counted" and reading.rule.startswith("level")
    if reading.measure == "plan_ratio":
        state.ratio_of = claim.indicator
    if listing or counted:
        state.listed = told.phrases.plans.get(claim.indicator, claim.indicator)
        state.listed_sentence, state.listed_of_all = told.sentence.index, counted
    if listing and period is not None:
        state.listed_period = period
    elif focus.kind == "province" and not reading.target and timed:
        state.listed_period, state.listed_sentence = period, told.sentence.index


def _is_of_sector(told: Telling, name: str) -> bool:
    return any(part.sector == told.state.sector for part in told.indicator(name).composed)


def may_be_heading(line: str) -> bool:
    """Whether a line that has no figure can be a heading, by its length and its end."""
    return not line.rstrip().endswith(_NO_HEADING) and len(line.split()) <= _HEADING


def may_be_title(line: str) -> bool:
    """Whether a line can be a title whose indicator is told of places below, by its length and its end."""
    return not line.rstrip().endswith(tuple(_ENDS)) and len(line.split()) <= _TITLE


def _is_heading(told: Telling, last: str) -> bool:
    """A short line without a figure and without an end, below the first."""
    if told.sentence.index == 0 or len(told.tokens) > _HEADING or last in _NO_HEADING:
        return False
    return all(item.quantity is None for item in told.items)


def _remember_heading(told: Telling, last: str, named: set[str]) -> None:
    """A heading's aim holds for the lines below, its one indicator for a list of places."""
    state = told.state
    reached = any(item.has("reach", "exceed") or item.text.startswith("hoàn thành") for item in told.items)
    aims = any(
        item.has("target")
        or (item.has("plan") and not reached and "thực hiện" not in item.text)
        or item.text in {"nhiệm", "hướng"}
        for item in told.items
    )
    reports = any(item.text.startswith(("kết quả", "thực hiện", "tình hình")) for item in told.items)
    state.heading_target = aims and not reports
    if told.items and told.items[0].names_district:
        state.timing.begin_section()
    state.timing.heading()
    if last == ":" and len(named) == 1:
        state.listed, state.listed_period = named.pop(), None
    elif last == ":" and not named and state.recent and any(item.text in _UNITS for item in told.items):
        state.listed = state.recent[0]  # "Nhóm quận, huyện dẫn đầu gồm:"
