"""Figures of bodies beside the district's own: dossiers of one office, a range that several sectors share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.word_lists import load_words

if TYPE_CHECKING:
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.telling import Telling

_WORDS: Final = load_words("narrowing.yaml")
_OWN_OFFICES: Final = tuple(_WORDS["own_offices"])
_ON_DOSSIERS: Final = tuple(_WORDS["on_dossiers"])
_TIERS: Final = (*_WORDS["tiers"], *_WORDS["communes"])
_OPENS: Final = (";", "trong đó", "trong đó ,", "riêng", "hồ sơ ,")
_AT: Final = (" tại", " ở", " ubnd")
_ALL_OFFICES: Final = tuple(_WORDS["all_offices"])


def is_shared_range(told: Telling, index: int, reading: MeasureReading) -> bool:
    """*Nông nghiệp, dịch vụ đạt từ 91% đến 104% kế hoạch*: each of them has its own."""
    return reading.measure == "plan_ratio" and told.quantity(index).is_range and not reading.target


def is_of_own_office(told: Telling, index: int, subject: int) -> bool:
    """*Bộ phận tiếp dân của Công an quận giải quyết 9.450 hồ sơ, …*: dossiers of one office, not the district's."""
    if not 0 <= subject < len(told.items):
        return False
    if told.held(_TIERS) and _is_of_tier(told, index, subject):
        return True
    if not told.held(_OWN_OFFICES):
        return False
    low, high = sorted((told.items[subject].low, told.items[index].low))
    spoken = told.words(min(low, high), max(told.items[subject].high, told.items[index].high + 2))
    before = told.words(0, low)
    last = max((before.rfind(office) for office in told.held(_OWN_OFFICES)), default=-1)
    if last < 0 or not any(word in spoken for word in _ON_DOSSIERS):
        return False
    return ";" not in before[last:] and not any(whole in before[last:] for whole in _ALL_OFFICES)


def _is_of_tier(told: Telling, index: int, subject: int) -> bool:
    """*…; cấp xã tiếp nhận 21.000 hồ sơ; tỷ lệ hồ sơ trực tuyến 85,7%*: the communes' dossiers, up to the next tier."""
    if told.state.context.communes_are_units:
        return False
    previous = told.previous_quantity(index)
    if previous is not None and subject < previous:  # "ở cấp quận đạt 98%, ở các phường đạt 99%"
        between = told.words(told.quantity(previous).high, told.items[index].low)
        named = told.words(told.items[subject].low, told.items[subject].high)
        opens = between.startswith(tuple(f", {at}{tier}" for at in ("", "ở ", "tại ") for tier in told.held(_TIERS)))
        return opens and any(word in named for word in _ON_DOSSIERS)
    low = min(told.items[subject].low, told.items[index].low)
    before = told.words(0, low)
    tier, last = max((before.rfind(tier), tier) for tier in told.held(_TIERS))[::-1]
    spoken = told.words(low, max(told.items[subject].high, told.items[index].high + 2))
    if last < 0 or not any(word in spoken for word in _ON_DOSSIERS):
        return False
    if ")" in before[last:] and "(" not in before[last:]:
        return False  # "62.400 hồ sơ (cấp huyện 8.904; cấp xã 53.514), tỷ lệ đúng hạn 98,9%": of both
    opening, rest = f" {before[:last].rstrip()}", before[last + len(tier) :]
    opening = next((opening.removesuffix(at) for at in _AT if opening.endswith(at)), opening).strip()
    opens = not opening or opening.endswith(_OPENS)
    return opens and not any(whole in rest for whole in (*_ALL_OFFICES, "cấp huyện", "cấp quận"))
