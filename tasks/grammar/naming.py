"""What a phrase before a number names: which of its meanings the number can be a figure of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import has_own_noun
from tasks.grammar.following import OPENING, followed
from tasks.grammar.frames import framed, is_whole_sum
from tasks.grammar.grown import subject_of_growth
from tasks.grammar.indicators import Phrase, fits
from tasks.grammar.sectors import EXCLUDED_PART, SO, composed, names_sector, sector_before, total_of_sectors
from tasks.grammar.surroundings import base_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tasks.catalog.indicators import Indicator
    from tasks.grammar.indicators import Role
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_ABOUT: Final = frozenset(
    {
        *("riêng", "về", "trong", "hoạt", "động", "hoạt động", "ở", "trên", "với", "đối", "đối với"),
        *("lĩnh vực", "ngành", "khu vực"),
    }
)
"""What a clause about a sector opens with, before it names the sector."""
_UNIT: Final = ("đơn", "vị")
_WHOSE: Final = frozenset({"của", "quận", "huyện", "thị", "xã", "phường", "thành", "phố", "toàn"})
_RISES: Final = frozenset({"mức", "tốc", "độ", "nhịp", "đà", "tăng", "trưởng"})
_TOTALS: Final = ("số", "tổng số")


def named_by(told: Telling, number: Number, position: int, blocked: set[str]) -> Phrase | None:
    """The meaning of the phrase at ``position`` that the number is a figure of; more exact roles go before others.

    ``blocked`` are the indicators that something nearer to the number excludes.
    """
    item = told.items[position]
    if not item.text.startswith("tổng") or item.text.endswith("toàn ngành") or _has_subject(told, position):
        for phrase in item.phrases:
            if phrase.role == "head" and (name := sector_before(told, position, phrase)) is not None:
                if name == EXCLUDED_PART:
                    return None
                if name not in blocked and fits(number.quantity, told.indicator(name)):
                    return None if _opens_excluded(told, position, name) else Phrase("form", name)
    if (grown := _growth_of_sector(told, number, position)) is not None and grown not in blocked:
        return Phrase("form", grown)
    for role, meaning in _MEANINGS:
        for phrase in item.phrases:
            if role == "form" and _stands_for_last(number, phrase.name, item):
                continue
            if phrase.role == role and (found := meaning(told, number, position, phrase, blocked)) is not None:
                return found
    return None


def _growth_of_sector(told: Telling, number: Number, position: int) -> str | None:
    """*Thương mại - dịch vụ của huyện có mức tăng giá trị sản xuất 15,2%*: of the sector that is the subject."""
    item = told.items[position]
    words = item.text.split()
    if number.quantity.kind != "percent" or words[0] not in _RISES or not any(p.role == "form" for p in item.phrases):
        return None
    low = next((n for n in range(1, len(words)) if words[n] not in _RISES), len(words))
    match = told.phrases.trie.longest(told.tokens[item.low + low : item.high], 0)
    heads = [phrase for phrase in match[1] if phrase.role == "head"] if match is not None else []
    if not heads or match is None or match[0] != item.high - item.low - low:
        return None
    named = sector_before(told, position, heads[0])
    return named if named and "growth" in told.indicator(named).measures else None


def _stands_for_last(number: Number, name: str, item: Item) -> bool:
    """*đón 120.000 lượt khách, tổng thu 215 tỷ đồng*: behind guests, *tổng thu* is theirs and not the budget's."""
    last = number.last.indicator if number.last is not None else None
    if last is None or last == name:
        return False
    return any(phrase.role == "follow" and last in phrase.after and phrase.name != last for phrase in item.phrases)


def _has_subject(told: Telling, position: int) -> bool:
    """*Công nghiệp - TTCN có tổng giá trị sản xuất …*; elsewhere a total is no sector's, whatever the subject."""
    if told.text_before(position) == ":":
        return 1 < position <= OPENING + 1  # "Công nghiệp - xây dựng: Tổng giá trị sản xuất …"
    if told.text_before(position) in SO:  # "Nông nghiệp gặp mưa lũ nên tổng giá trị sản xuất …"
        return True
    if told.text_before(position) == ",":  # "Ngành thương mại - dịch vụ khởi sắc, tổng giá trị sản xuất …"
        start = told.clause_start(position - 1, {";", "."})
        opening = next((j for j in range(start, position) if told.items[j].text not in _ABOUT), start)
        return names_sector(told, opening)
    if told.items[position - 1].has("copula", "reach"):
        # "Nông nghiệp của huyện cũng được mùa với tổng giá trị sản xuất 874 tỷ đồng"
        start = told.clause_start(position, {",", ";", ".", ":"})
        named = [j for j in range(start, position) if names_sector(told, j)]
        if named == [start]:
            return True
    if _opens_before_verb(told, position):
        return True
    opens = position == OPENING - 1 or (position > 1 and told.items[position - 3].text in {",", ";", ".", ":"})
    return opens and told.items[position - 1].has("copula", "reach")


def _opens_before_verb(told: Telling, position: int) -> bool:
    """*Cụ thể: nông nghiệp năm 2018 ước có tổng giá trị sản xuất …*: only a time and verbs stand in between."""
    j = position - 1
    if not told.items[j].has("copula", "reach") and told.items[j].text != "ước có":
        return False
    while j > 0 and (_WHOSE.issuperset(told.items[j].text.split()) or _passes(told.items[j])):
        j -= 1
    return names_sector(told, j) and (j == 0 or told.text_before(j) in {",", ";", ".", ":"})


def _passes(item: Item) -> bool:
    """Times, verbs and the owner between a sector and what it comes to."""
    return item.period is not None or item.place is not None or item.has("copula", "reach", "estimate", "done")


def _composed(told: Telling, number: Number, position: int, phrase: Phrase, blocked: set[str]) -> Phrase | None:
    """A sector with a head elsewhere in the clause, or the other way round."""
    name = composed(told, position, phrase)
    total = total_of_sectors(told, position) if phrase.role == "sector" and name is not None else None
    name = total.name if total is not None else name
    if name is None or name in blocked or not fits(number.quantity, told.indicator(name)):
        return None
    if number.quantity.kind == "money" and not is_whole_sum(told, number.index, name):
        return None
    return None if _opens_excluded(told, position, name) else Phrase("form", name)


def _opens_excluded(told: Telling, position: int, name: str) -> bool:
    """*dịch vụ lưu trú ở các điểm du lịch thu về 71 tỷ đồng*: what the clause speaks of is only a part."""
    first = told.items[told.clause_start(position, {";", ".", ":"})]
    sectors = {part.sector for part in told.indicator(name).composed}
    if any(phrase.role == "sector" and phrase.name in sectors for phrase in first.phrases):
        return False  # "Bình quân đầu người năm 2017 thu nhập 35,4 triệu đồng"
    return any(phrase.role == "excluded" and phrase.name == name for phrase in first.phrases)


def _form(told: Telling, number: Number, position: int, phrase: Phrase, blocked: set[str]) -> Phrase | None:
    """The indicator's own phrase."""
    if told.indicator(phrase.name).is_growth:
        if (about := _told_about(told, number)) is not None:
            return about if _allowed(told, number, about, blocked) else None
        name = subject_of_growth(told, number, position, phrase.name)
        if name != phrase.name:
            given = None if name is None else Phrase("form", name)
            return given if given is not None and _allowed(told, number, given, blocked) else None
    if (share := told.indicator(phrase.name).share) is not None and share not in blocked and _is_share(told, number):
        return Phrase("form", share)
    allowed = _allowed(told, number, phrase, blocked) or (
        phrase.name not in blocked and _counts_units(told, number, position, phrase)
    )
    if not allowed or _is_of_excluded(told, position, phrase):
        return None
    measured = told.phrases.plans.get(phrase.name)
    if measured is not None and position:
        before = told.items[position - 1]
        if any(other.role == "form" and other.name == measured for other in before.phrases):
            return Phrase("form", measured)  # "đã giải ngân" + "vốn đầu tư công"
    if measured is not None and number.quantity.kind == "percent":
        return Phrase("form", measured)  # "540 tỷ đồng kế hoạch vốn, tương đương 40,1%"
    if number.quantity.kind == "percent" and not _names_percentage(told, number, position, phrase):
        return None
    return phrase


def _told_about(told: Telling, number: Number) -> Phrase | None:
    """*Các ngành kinh tế tăng 15,8% về giá trị sản xuất*: what grew is named behind the number."""
    index = number.index
    if number.quantity.kind != "percent" or told.text_after(index) != "về" or index + 2 >= len(told.items):
        return None
    named = (phrase for phrase in told.items[index + 2].phrases if phrase.role == "form")
    return next((phrase for phrase in named if "growth" in told.indicator(phrase.name).measures), None)


def _is_share(told: Telling, number: Number) -> bool:
    """*trường chuẩn quốc gia 45%*: a percentage that tells neither a move, nor a plan, nor what share has something."""
    if number.quantity.kind != "percent" or has_own_noun(told, number.index):
        return False
    around = told.around(number.index)
    moves = around.left_has("up", "down", "exceed", "plan", "part_of") or base_in(around.right) is not None
    return not moves and all(item.kind in {"cue", "phrase", "period"} for item in around.left)


def _is_of_excluded(told: Telling, position: int, phrase: Phrase) -> bool:
    """*Chăn nuôi có giá trị sản xuất …*, *Thủy sản: …*: the clause opens with a subject that the indicator excludes."""
    head = next(
        (j for j in range(position - 1, 0, -1) if told.items[j].kind != "period" and told.items[j].text != ","), 0
    )
    if head and told.items[head].text == ":" and all(item.kind == "cue" for item in told.items[: head - 1]):
        return any(other.role == "excluded" and other.name == phrase.name for other in told.items[head - 1].phrases)
    start = told.clause_start(position, {",", ";", ":"})
    between = told.items[start:position]
    if not 0 < len(between) <= OPENING or any(item.kind not in {"cue", "phrase"} for item in between):
        return False
    return any(other.role == "excluded" and other.name == phrase.name for other in between[0].phrases)


def _names_percentage(told: Telling, number: Number, position: int, phrase: Phrase) -> bool:
    """*hộ nghèo* names the rate before a percentage, the households before a count."""
    item = told.items[position]
    both = any(other.role == "form" and told.indicator(other.name).is_rate for other in item.phrases)
    if not both or not told.indicator(phrase.name).is_count:
        return True
    right = told.around(number.index).right
    against = any(other.period is not None and other.period.kind == "base" for other in right)
    return against and item.text.startswith("số")


def _follow(told: Telling, number: Number, position: int, phrase: Phrase, blocked: set[str]) -> Phrase | None:
    return followed(told, number, position, phrase) if _allowed(told, number, phrase, blocked) else None


def _lead(told: Telling, number: Number, position: int, phrase: Phrase, blocked: set[str]) -> Phrase | None:
    """Words that lead to a counted noun: *số lập mới gồm 310 doanh nghiệp*."""
    if phrase.name not in number.nouns or not _allowed(told, number, phrase, blocked):
        return None
    between = told.items[position + 1 : number.index]
    unknown = sum(item.kind == "word" for item in between)
    return None if unknown > 1 or any(_is_form(item) for item in between) else phrase


def _allowed(told: Telling, number: Number, phrase: Phrase, blocked: set[str]) -> bool:
    """Whether the number can be the indicator's by its kind and by the noun that it counts."""
    if phrase.name in blocked:
        return False
    indicator: Indicator = told.indicator(phrase.name)
    if not fits(number.quantity, indicator):
        return False
    return number.may_count(phrase.name)


def _counts_units(told: Telling, number: Number, position: int, phrase: Phrase) -> bool:
    """*Số doanh nghiệp thành lập mới 412 đơn vị*: a general noun for what the phrase has named."""
    words = tuple(token.text for token in told.tokens[number.quantity.high :][: len(_UNIT)])
    if not number.is_count or not told.indicator(phrase.name).is_count or words != _UNIT:
        return False
    between = told.items[position + 1 : number.index]
    alone = all(item.has("reach", "copula", "estimate") or item.text == "có" for item in between)
    return alone or told.items[position].text.startswith(_TOTALS)


def _is_form(item: Item) -> bool:
    return any(phrase.role == "form" for phrase in item.phrases)


_MEANINGS: Final[tuple[tuple[Role, Callable[[Telling, Number, int, Phrase, set[str]], Phrase | None]], ...]] = (
    ("frame", framed),
    ("form", _form),
    ("follow", _follow),
    ("lead", _lead),
    ("head", _composed),
    ("sector", _composed),
)
