"""Whose growth is told: *ngành nông nghiệp tăng 3,5%* by a verb, *đạt tốc độ tăng trưởng 12%* by a word for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import has_own_noun
from tasks.grammar.figures import Claim
from tasks.grammar.surroundings import FARES, move_before_comma, says_more

if TYPE_CHECKING:
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

VERBS: Final = {"percent": ("up", "down"), "money": ("reach", "estimate")}
"""Classes of verbs right before the number, by its kind."""

_MAKES: Final = frozenset({"làm ra", "tạo ra", "làm nên", "tạo nên"})
_BRINGS: Final = _MAKES | {"mang lại", "đem lại", "mang về", "đem về", "đóng góp"}
"""Verbs of what a sector makes; of those of bringing in, what trade takes in may be meant as well."""

_RISES: Final = frozenset({"mức tăng", "tốc độ tăng", "đà tăng", "nhịp tăng", "mức tăng trưởng"})
_WITH: Final = frozenset({"với", "bằng", "nhờ", "ở"})
_UNITS: Final = frozenset({"của", "huyện", "quận", "thị xã", "địa phương", "toàn huyện", "toàn quận"})
_AT: Final = frozenset({"ở mức", "với mức", "đạt", "đạt mức"})
_OF_PLAN: Final = ("reach",)
_STOPS: Final = frozenset({";", ":", ".", "(", ")"})
_OPENERS: Final = frozenset({",", ";", ":", "-", "+", "*", "•", "và", "(", "để", "trong đó", "đó là"})
_AIMS: Final = frozenset({"đặt", "đề", "ra", "thực", "hiện", "mục", "chỉ", "tiêu", "phấn", "đấu"})
_WORDS: Final = frozenset({"tốc", "độ", "mức", "nhịp", "đà", "tăng", "trưởng", "đạt", "ước", "có", *_AIMS})
_FAMILIAR: Final = "tốc độ tăng trưởng"  # of the economy, whatever stands before it
_NAMED: Final = ("ngành", "lĩnh vực", "khu vực", "toàn ngành", "sản xuất")
_GROWTH: Final = ("tăng trưởng",)
_PRODUCTS: Final = ("grdp", "tổng sản phẩm", "giá trị tăng thêm")
_SHARED_OUT: Final = frozenset({"trong đó", "chia theo", "tính theo", "phân theo", "cụ thể"})
_JOINTS: Final = frozenset({",", ":", "và", "sang"})
_SUM_JOINT: Final = 2  # items between a sum and how it grew: ", tăng"
_MEASURED_REACH: Final = 6  # items from a sum to how it grew
_TOLERANCE: Final = 3  # unknown words between a sector and the comma behind which its growth is told
_KINDS: Final = frozenset(
    {"hoạt động", "hoạt", "động", "lĩnh vực", "tình hình", "ngành", "khu vực", "sản xuất", "sản", "xuất"}
)
"""Words of what stands before a sector as its kind: *hoạt động sản xuất công nghiệp*."""


def grown_sector(told: Telling, number: Number) -> Claim | None:
    """*Công nghiệp - xây dựng tăng 12,1%; dịch vụ tăng 13%*; *ngành nông nghiệp đạt 2.200 tỷ đồng*.

    The sector opens its clause, nothing is counted in between, and shares of sectors are none of their growth.
    """
    if not _may_be_of_sector(told, number):
        return _grown_sum(told, number) or _grown_each_year(told, number)
    kind = number.quantity.kind
    unknown, comma = 0, False
    for j in told.backwards(number.index, number.previous):
        item = told.items[j]
        if item.text in _STOPS and j < number.index - 1:
            return None
        if item.text == ",":
            if comma or unknown or kind == "money":
                return None  # what grew is named behind the comma
            comma = True
        elif item.kind == "phrase" and (name := _grows(told, item)) is not None:
            measured = _is_measured_behind(told, number.index)
            sums = item.text.startswith(_NAMED) or measured
            makes = told.text_before(number.index) in _MAKES and measured
            if unknown and not comma and not _is_of_whole_economy(told, j):
                return None  # "kinh tế trang trại phát triển với mức tăng 10%"
            whole = kind == "percent" or (sums and (makes or _only_sector(told, item)))
            return Claim(name, j, "grown-sector", unknown) if whole and _opens(told, j) else None
        elif item.kind == "phrase" and not item.cues:
            return None
        elif item.kind == "word" and not (comma and item.text in FARES):
            unknown += 1
            if unknown > (_TOLERANCE if comma or _is_with_rise(told, number.index) else 0):
                return None
    return None


def _is_with_rise(told: Telling, index: int) -> bool:
    """*Kinh tế huyện lấy lại đà với mức tăng 10,2%*: a noun of rising, told with what is said before it."""
    rise = told.items[index - 1] if index > 1 else None
    return rise is not None and rise.text in _RISES and told.text_before(index - 1) in _WITH


def _is_of_whole_economy(told: Telling, position: int) -> bool:
    """*kinh tế huyện*, *kinh tế Yên Lạc*, *kinh tế của thị xã*, not *kinh tế biển*."""
    behind = told.items[position + 1] if position + 1 < len(told.items) else None
    own = behind is not None and (behind.names_district or behind.text in _UNITS)
    return own and _grows_only(told, told.items[position]) is not None


def is_of_product(told: Telling, index: int, claim: Claim) -> bool:
    """*GRDP tăng 9,5%, trong đó công nghiệp tăng 13%*: of what a sector adds to the product, not of what it makes."""
    if not told.state.standing(_PRODUCTS) or not 0 <= claim.subject < index:
        return False
    if told.indicator(claim.indicator).is_growth:
        return False
    sector = told.items[claim.subject]
    if all(phrase.role != "sector" for phrase in sector.phrases):
        return False
    before = told.words(0, sector.low)
    if " ".join(told.texts[:2]) in _SHARED_OUT:
        last = (one for one in told.state.sentences if one.sentence.index == told.sentence.index - 1)
        before += " ".join([token.text for one in last for token in one.tokens])
    return any(product in before for product in _PRODUCTS)


def _grown_sum(told: Telling, number: Number) -> Claim | None:
    """*Tổng giá trị sản phẩm 4.000 tỷ đồng, tăng 10,7%*: the growth of a product whose sum no indicator is."""
    index, previous = number.index, number.previous
    if number.quantity.kind != "percent" or previous is None or told.claims.get(previous, ...) is not None:
        return None
    between = told.items[previous + 1 : index]
    if told.quantity(previous).kind != "money" or [item.text for item in between[:1]] not in ([","], ["("]):
        return None
    if len(between) != _SUM_JOINT or not between[1].has("up", "down"):
        return None
    for j in told.backwards(previous):
        item = told.items[j]
        if item.kind == "phrase" and not item.cues:
            name = _grows_only(told, item)
            return Claim(name, j, "grown-sector") if name is not None and _opens(told, j) else None
        if item.kind not in {"cue", "phrase", "period"}:
            return None
    return None


def _grown_each_year(told: Telling, number: Number) -> Claim | None:
    """*Kinh tế huyện Yên Thế tăng trưởng ổn định: năm 2019 là 10,06%, …*: the growth of the first of several years."""
    if number.quantity.kind != "percent" or number.previous is not None or not told.holds(_GROWTH):
        return None
    j = number.index - 1
    while j > 0 and told.items[j].has("copula", "reach", "estimate"):
        j -= 1
    time = told.items[j].period if j > 0 else None
    if time is None or time.kind != "year":
        return None
    j -= 1
    while j > 0 and not told.items[j].has("up"):
        item = told.items[j]
        if (
            item.text in {";", "("}
            or item.kind not in {"word", "cue"}
            or not (FARES.issuperset(item.text.split()) or item.text in _JOINTS)
        ):
            return None
        j -= 1
    if not told.items[j].text.startswith(_GROWTH):
        return None
    while j > 0 and (told.items[j].has("up") or told.items[j].kind == "place"):
        j -= 1
    name = _grows_only(told, told.items[j])
    return Claim(name, j, "grown-sector") if name is not None else None


def _may_be_of_sector(told: Telling, number: Number) -> bool:
    """Whether the words around a number are those of a sector's growth or sum."""
    kind, index = number.quantity.kind, number.index
    if kind not in VERBS or number.quantity.spelled or not index or told.text_before(index) == "=":
        return False
    verbs: tuple[str, ...] = VERBS[kind]
    if kind == "percent" and any(item.has("plan") for item in told.around(index).right[:3]):
        verbs = _OF_PLAN  # "công nghiệp - xây dựng đạt 72,3% kế hoạch"
    verb = index - 1
    if kind == "percent" and index > 1 and told.text_before(index) in _AT and told.items[index - 2].has(*verbs):
        verb -= 1  # "kinh tế tăng trưởng ở mức 8,9%"
    elif kind == "percent" and index > 1 and told.text_before(index) == ":" and told.items[index - 2].has("up"):
        verb -= 1  # "kinh tế tăng trưởng ở tốc độ cao: 27,5%"
    elif kind == "percent" and (back := move_before_comma(told.items[:index][::-1])) is not None:
        verb = index - 1 - back  # "công nghiệp tăng khá, hơn 17%"
    opens = told.items[verb].text == ":" and verb == 1  # "Công nghiệp - xây dựng: 1.230 tỷ đồng, tăng 10,8%"
    brings = kind == "money" and (opens or told.items[verb].text in _BRINGS) and _is_measured_behind(told, index)
    if not (brings or told.items[verb].has(*verbs)) or (kind == "percent" and has_own_noun(told, index)):
        return False
    if number.previous is not None and (kind == "money" or number.last is None):
        return False  # what is told of another sector before is no figure, and so is this
    return not any(item.has("share", "average") for item in told.items[:index])


def subject_of_growth(told: Telling, number: Number, position: int, own: str) -> str | None:
    """The indicator of which the phrase at ``position`` tells the growth: *GTSX công nghiệp đạt mức tăng trưởng 12%*.

    ``own`` is the phrase's indicator, which it means where the clause has no other subject; ``None`` where it has one
    that no indicator knows.
    """
    text = told.items[position].text
    if not _WORDS.issuperset(text.split()):
        return own  # it says itself what grows
    if not _AIMS.isdisjoint(text.split()) and any(
        item.kind == "word" or (item.kind == "phrase" and not item.cues)
        for item in told.items[position + 1 : number.index]
    ):
        return None  # "mục tiêu tăng trưởng dư nợ 14%"
    unknown, comma = 0, False
    for j in told.backwards(position):
        item = told.items[j]
        if item.kind == "quantity" and comma and text != _FAMILIAR:
            beside = j == position - 2  # "Tổng giá trị sản xuất 11.105 tỷ đồng, mức tăng trưởng 12,8%"
            if (name := _of_sum(told, j) if beside else _sum_of_sector(told, j)) is not None:
                return name
        if item.kind == "quantity" or item.text in _STOPS:
            break
        comma = comma or item.text == ","
        name = _measured(told, item) if item.kind == "phrase" else None
        if name is not None:
            return name
        strange = item.kind == "word" or (item.kind == "phrase" and not item.cues)
        unknown += strange and not comma
    return own if text == _FAMILIAR or not unknown else None


def _of_sum(told: Telling, index: int) -> str | None:
    """The indicator of a sum, where that can grow."""
    claim = told.claim_of(index) if told.quantity(index).kind == "money" else None
    return claim.indicator if claim is not None and "growth" in told.indicator(claim.indicator).measures else None


def _sum_of_sector(told: Telling, index: int) -> str | None:
    """*GTSX công nghiệp 2.010 tỷ đồng, đạt mức tăng trưởng 12%*: the indicator of the sector's sum."""
    claim = told.claim_of(index)
    return claim.indicator if claim is not None and claim.indicator in told.phrases.grown.values() else None


def _measured(told: Telling, item: Item) -> str | None:
    """The indicator that a phrase names, where it can grow, or whose growth is that of its sector."""
    for phrase in item.phrases:
        if phrase.role == "form" and "growth" in told.indicator(phrase.name).measures:
            return phrase.name
    return _grows(told, item)


def _grows(told: Telling, item: Item) -> str | None:
    """The indicator whose growth is that of the sector which a phrase names."""
    for phrase in item.phrases:
        if phrase.role == "sector" and phrase.name in told.phrases.grown:
            return told.phrases.grown[phrase.name]
    return None


def _grows_only(told: Telling, item: Item) -> str | None:
    """The indicator of growth itself that a phrase means: of the whole product, whose sum no indicator is."""
    name = _grows(told, item)
    return name if name is not None and told.indicator(name).is_growth else None


def _is_measured_behind(told: Telling, index: int) -> bool:
    """*Công nghiệp - TTCN ước 315 tỷ đồng, tăng 12,3%*: a sum that goes on with how it grew is what the sector made."""
    if told.text_after(index) not in {",", "("}:
        return False
    behind = told.items[index + 2 : index + 1 + _MEASURED_REACH]
    end = next((n for n, item in enumerate(behind) if item.quantity is not None or item.text in _STOPS), len(behind))
    moves = any(item.has("up", "down") or says_more(item) for item in behind[:end])
    return moves and end < len(behind)


def _only_sector(told: Telling, item: Item) -> bool:
    """Whether a sector has sums of one kind only: those of trade are its production or its turnover."""
    sectors = {phrase.name for phrase in item.phrases if phrase.role == "sector"}
    return sum(sector in sectors for sector, _ in told.phrases.composed) == 1


def _opens(told: Telling, index: int) -> bool:
    """Whether an item is the subject of its clause."""
    while index and told.text_before(index) in _KINDS:
        index -= 1
    if told.words(max(0, told.items[index].low - 2), told.items[index].low) == "phần của":
        return True  # "Trong số này, phần của công nghiệp ước 1.655 tỷ đồng"
    if not index:
        return True
    before = told.items[index - 1]
    if (before.has("target") or before.text == "có") and _grows_only(told, told.items[index]) is not None:
        return True  # "huyện phấn đấu tổng giá trị sản phẩm tăng 7,8%", "phường có tổng giá trị sản phẩm …"
    return before.text in _OPENERS or before.period is not None or before.has("part_of")
