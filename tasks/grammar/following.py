"""Phrases that mean an indicator only behind certain others: *vốn đăng ký* behind new enterprises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.chains import is_growth_of_count
from tasks.grammar.counted import noun_text
from tasks.grammar.sectors import total_of_sectors

if TYPE_CHECKING:
    from tasks.grammar.indicators import Phrase
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_SEVERAL: Final = 2
_GUESTS: Final = ("khách", "du khách", "lượt khách")
_FEWEST: Final = 2  # unknown syllables that say what a rate is of
OPENING: Final = 3  # items of a clause's opening
_UNITS: Final = frozenset({"quận", "huyện", "thị xã", "phường", "xã", "địa phương", "đơn vị"})
_WHOSE: Final = frozenset({"quận", "huyện", "thị xã", "thành phố", "toàn quận", "toàn huyện", "toàn thị xã"})
_HOW: Final = ("done", "assign", "plan", "estimate", "glue")
_SIGNS: Final = frozenset({",", ";", ":", "(", "-"})
_LEAD: Final = 2  # unknown words of what a clause is led in by: "Xét theo từng khối, …"
_KINDS: Final = frozenset({"nhóm", "nhóm ngành", "khối", "ngành", "lĩnh vực", "khu vực", "riêng", "còn", "phần"})
_AGAINST: Final = frozenset({"so với", "so"})
_BASE: Final = 5  # items from what a plan is told with to the end of its name
_JOINTS: Final = frozenset({",", ";", "và", "còn", "phần", "khi", "nhưng"})
_MUST: Final = frozenset({"phải", "đã", "lại"})
_AS_FAR: Final = frozenset({"tới", "đến", "hết"})
_SAYS: Final = frozenset({"cho biết", "cho hay", "thông tin"})


def followed(told: Telling, number: Number, position: int, phrase: Phrase) -> Phrase | None:
    """A phrase that means the indicator only behind certain others: *vốn đăng ký* after new enterprises."""
    titled = _meant_of_another(told, number, position)
    spoken_of = _follows(told, number, position, phrase) if titled is None else phrase.name == titled
    if not spoken_of or _is_rate_of_another(told, number, position):
        return None
    if told.indicator(phrase.name).is_rate and number.quantity.kind == "percent" and is_growth_of_count(told, number):
        return None
    if told.indicator(phrase.name).plan is not None and _opens_excluded(told, position, phrase.name):
        return None
    if _is_bare_verb(told.items[position]) and not _stands_alone(told, number, position):
        return None
    total = total_of_sectors(told, position)
    if total is not None:
        return total
    of_rate = any(told.indicator(name).is_rate for name in phrase.after)
    if of_rate and number.quantity.kind == "percent" and told.indicator(phrase.name).is_count:
        return None  # "giảm 4,5%" after households and their rate is the rate's
    return phrase


def _opens_excluded(told: Telling, position: int, name: str) -> bool:
    """*nguồn vốn sự nghiệp được phân bổ 48 tỷ đồng, đã giải ngân 12 tỷ đồng*: of what the clause opens with."""
    start = told.clause_start(position, {";"})
    opening = told.items[start : min(start + OPENING, position)]
    return any(phrase.role == "excluded" and phrase.name == name for item in opening for phrase in item.phrases)


def _is_rate_of_another(told: Telling, number: Number, position: int) -> bool:
    """*Tỷ lệ hộ sử dụng điện đạt 99,9%*: what unknown words behind it say that it is the rate of."""
    if told.items[position].text != "tỷ lệ":
        return False
    return sum(item.kind == "word" for item in told.items[position + 1 : number.index]) >= _FEWEST


def _is_bare_verb(item: Item) -> bool:
    """*chi*: a verb that an indicator only follows with, and that no other phrase makes one of."""
    return (
        " " not in item.text
        and item.has("copula")
        and all(phrase.role in {"follow", "frame"} for phrase in item.phrases)
    )


def _stands_alone(told: Telling, number: Number, position: int) -> bool:
    """*thu 846 tỷ đồng; chi 402 tỷ đồng, đạt 92%*: not *quận chi 12 tỷ đồng lắp đặt camera*."""
    first = position
    while told.text_before(first) in _MUST:
        first -= 1  # "…, trong khi phải chi tới 96 tỷ đồng"
    opens = told.text_before(first) in _JOINTS and all(
        i.text in _AS_FAR for i in told.items[position + 1 : number.index]
    )
    return opens and told.text_after(number.index) in {"", ",", ";", ".", "(", "…", "và"}


def _counts_others(told: Telling, index: int, phrase: Phrase) -> bool:
    """*…; 845 hộ kinh doanh, vốn 96 tỷ đồng*, *gồm 16.900 khách tham quan đền, doanh thu …*: told of those counted."""
    noun = noun_text(told, told.quantity(index)) if told.quantity(index).kind == "count" else ""
    return noun.startswith(_GUESTS) or (phrase.told and noun != "")


def _follows(told: Telling, number: Number, position: int, phrase: Phrase) -> bool:
    """Whether one of the indicators that the phrase may follow was spoken of last."""
    if _is_told_before(told, number, position, phrase):
        return True
    for j in range(position - 1, -1, -1):
        item = told.items[j]
        if item.kind == "quantity":
            claim = told.claims.get(j)
            # "27 vụ, 19 người chết; so với cùng kỳ số vụ giảm 11"
            if claim is not None and not (_are_victims(told, j) and told.items[position].text == "số vụ"):
                return claim.indicator in phrase.after
            if _counts_others(told, j, phrase):
                return False
        elif item.kind == "phrase":
            named = [other.name for other in item.phrases if other.role == "form"]
            if any(other.role == "topic" and other.name in phrase.after for other in item.phrases) and not phrase.told:
                return True  # "Trật tự xây dựng có chuyển biến, số vụ vi phạm còn 41 vụ"
            if named:
                return any(name in phrase.after for name in named) and (not phrase.told or _is_told(told, phrase, j))
            counted = told.items[j - 1].quantity is not None if j else False  # "84.000 ngày khách, doanh thu …"
            if not counted and any(other.role == "excluded" and other.name in phrase.after for other in item.phrases):
                return False
    if number.last is not None:
        return number.last.indicator in phrase.after
    if any(name in phrase.after for name in told.state.recent) and _is_of_counted_units(told, position):
        return True
    low = _behind_speaker(told, position)
    low += 2 if told.texts[:2] == ["cụ", "thể"] else 0  # "Cụ thể: Đến 30/6, số thu của huyện …"
    if ":" in told.texts:  # "Các khoản thu khá gồm: ngoài quốc doanh 38 tỷ đồng, …"
        low = max(low, told.clause_start(position, {":"}))
    strange = sum(item.kind not in {"cue", "place", "period"} for item in told.items[low:position])
    opens = position <= low + OPENING or not strange or (strange <= _LEAD and _is_subject_of_own(told, position))
    opens = opens or _is_done_by_unit(told, position)
    recent = told.state.recent if not phrase.told or told.state.recent_told else ()
    spoken_of = any(name in phrase.after for name in recent) or _is_announced(told, number, phrase)
    spoken_of = spoken_of or _is_sector_of_whole(told, number, phrase) or _is_total_of_own(told, position, phrase)
    return opens and (spoken_of or _is_titled(told, position, phrase))


def _meant_of_another(told: Telling, number: Number, position: int) -> str | None:
    """*… doanh thu du lịch 215 tỷ đồng. Huyện Quảng Ninh thu được 61 tỷ đồng*: what the title names, of another.

    Where a verb may follow several, and the sentence turns from the article's district to another.
    """
    state, names = told.state, {other.name for other in told.items[position].phrases if other.role == "follow"}
    if len(names) < _SEVERAL or number.last is not None or state.titled not in names:
        return None
    first = told.first_district(position)
    place = told.items[first].place if first is not None else None
    another = place is not None and state.context.main is not None and place.unit != state.context.main
    return state.titled if another and state.context.main_in_title else None


def _is_announced(told: Telling, number: Number, phrase: Phrase) -> bool:
    """*Về xây dựng nông thôn mới, … Số xã đạt chuẩn là 19 xã*: what is counted tells that the topic is meant."""
    topics = (told.state.topics.get(name) for name in phrase.after if phrase.name in number.nouns)
    return any(topic is not None and told.sentence.index - topic.sentence <= 1 for topic in topics)


def _is_total_of_own(told: Telling, position: int, phrase: Phrase) -> bool:
    """*Tổng chi 812 tỷ đồng*, sentences after the revenue: a total that only this indicator is called."""
    item = told.items[position]
    alone = all(other.role == "follow" and other.name == phrase.name for other in item.phrases)
    return alone and item.text.startswith("tổng") and not told.state.told_of.isdisjoint(phrase.after)


def _is_sector_of_whole(told: Telling, number: Number, phrase: Phrase) -> bool:
    """*Nông nghiệp vẫn mang về 412 tỷ đồng, tăng 1,6%*: sentences ago the whole was told that sectors make up."""
    indicator = told.indicator(phrase.name)
    if number.quantity.kind != "money" or not indicator.grown or indicator.is_growth:
        return False
    if not any(name in told.state.wholes and not told.indicator(name).grown for name in phrase.after):
        return False
    behind = told.items[number.index + 1 : number.index + 3]
    return len(behind) > 1 and behind[0].text in {",", "("} and behind[1].has("up", "down", "reach")


def _are_victims(told: Telling, j: int) -> bool:
    return told.quantity(j).kind == "count" and noun_text(told, told.quantity(j)).startswith("người")


def _is_titled(told: Telling, position: int, phrase: Phrase) -> bool:
    """*Số thu của huyện Đức Thọ*, below a title that names the revenue alone, where nothing was told yet.

    So does *toàn tỉnh giải ngân 1.920 tỷ đồng* below one that names the disbursement: the verb of what has a plan.
    """
    state, item = told.state, told.items[position]
    verb = any(other.role == "head" for other in item.phrases) and told.indicator(phrase.name).plan is not None
    return not state.recent and not phrase.told and state.titled in phrase.after and (verb or "số thu" in item.text)


def _is_told_before(told: Telling, number: Number, position: int, phrase: Phrase) -> bool:
    """*thu ngân sách 330 tỷ đồng, giải ngân 95%*: what has a plan, by its verb alone, where it was told before."""
    plan = told.indicator(phrase.name).plan
    if plan is None or told.state.told_of.isdisjoint({phrase.name, plan}):
        return False
    is_verb = any(other.role == "head" for other in told.items[position].phrases)
    between = told.items[position + 1 : number.index]  # "…, quyết tâm giải ngân cả năm đạt 95%"
    only_timed = all(item.period is not None or item.has("reach", "copula", "estimate") for item in between)
    opens = told.text_before(position) in {",", ";", "và"} or (bool(between) and told.items[position - 1].has("target"))
    return is_verb and only_timed and opens


def _behind_speaker(told: Telling, position: int) -> int:
    """*Chủ tịch UBND quận Nguyễn Minh Tâm cho biết, tháng 9 quận thu 498 tỷ đồng*: where what is said begins."""
    said = next((j for j in range(position) if told.items[j].text in _SAYS), -1)
    return 0 if any(item.has("org") for item in told.items[: said + 1]) else said + 1


def _is_told(told: Telling, phrase: Phrase, j: int) -> bool:
    """*215 doanh nghiệp thành lập mới, vốn đăng ký …*, but not *doanh nghiệp thành lập năm 2002 có vốn …*."""
    if any(claim.indicator in phrase.after for claim in told.claimed()):
        return True
    before = told.items[:j]  # "Hộ kinh doanh đăng ký mới có tổng vốn …": all of them are the subject
    return all(item.kind in {"cue", "period", "place"} and not item.has("org") for item in before)


def _is_of_counted_units(told: Telling, position: int) -> bool:
    """*khen thưởng chín quận, huyện có số thu vượt 1.000 tỷ đồng*: of units that are counted."""
    return position > 1 and told.text_before(position) == "có" and told.text_before(position - 1) in _UNITS


def _is_done_by_unit(told: Telling, position: int) -> bool:
    """*Nửa chặng đường đã qua, quận thu được …*, *Cuối bảng là huyện Vĩnh Linh mới giải ngân …*: it is the subject."""
    j = position - 1
    while j >= 0 and told.items[j].has(*_HOW) and told.items[j].text not in _SIGNS | _WHOSE:
        j -= 1
    unit = told.items[j] if j >= 0 else None
    if unit is None or not (unit.names_district or unit.text in _WHOSE):
        return False
    before = told.items[j - 1] if j else None
    return before is None or before.text in _SIGNS or before.period is not None or before.has("copula")


def _is_subject_of_own(told: Telling, position: int) -> bool:
    """*Chia theo ngành, nhóm công nghiệp …*, *Ngược lại, Đại Từ mới giải ngân …*: behind a comma, or a place there."""
    while position > 1 and (told.text_before(position) in _KINDS or _is_of_base(told, position - 1)):
        position -= 1  # "…, so với dự toán, số thu mới bằng 68%"
    before = told.items[position - 1]
    return before.text == "," or (before.place is not None and told.text_before(position - 1) == ",")


def _is_of_base(told: Telling, position: int) -> bool:
    """*so với dự toán tỉnh giao*: a word of those that tell which plan something is told against."""
    opening = next((j for j in range(position, max(-1, position - _BASE), -1) if told.items[j].text in _AGAINST), None)
    if opening is None:
        return False
    base = told.items[opening + 1 : position + 2]
    return any(item.has("plan") for item in base) and all(item.kind == "cue" for item in told.items[opening:position])
