"""All that a unit has, told with no word of which: *toàn huyện có 312 doanh nghiệp*, *rộng 133 km2, 21.000 người*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import NOTHING_MORE, ends_after_noun, fewest, next_count, next_to, noun_end, noun_text
from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from tasks.grammar.telling import Number, Telling

_PEOPLE: Final = frozenset({"người", "người dân"})
AREAS: Final = ("km 2", "km²", "km vuông", "ki lô mét vuông")
"""Of what a unit is large, beside the number of those who live there."""
HAS_NOW: Final = frozenset({"có", "hiện có", "đang có"})
_HAS_BESIDE_AREA: Final = HAS_NOW | {"với"}
WHOLES: Final = frozenset(
    {
        f"{whole} {unit}".strip()
        for whole in ("toàn", "trên địa bàn", "")
        for unit in ("quận", "huyện", "thị xã", "thành phố", "phường", "xã", "đặc khu")
    }
    | {"trên địa bàn", "hiện", "hiện nay", "đang"}
)
_ALL_OF: Final = frozenset({"toàn", "cả"})
_STOPS: Final = frozenset({",", ".", ";", ")"})
_KINDS: Final = frozenset({"trong nước", "ngoài nước", "ngoài quốc"})  # "512 doanh nghiệp trong nước đăng ký mới"
_JOINED: Final = ("tham gia", "bảo hiểm", "bhyt", "bhxh", "đảng viên", "hội viên", "tiêm", "lao động")
_UNKNOWN: Final = 3  # unknown syllables of what else is counted
_GOODS_REACH: Final = 18  # items back from a count to the verb of what a unit has
_PLAN_REACH: Final = 4  # items behind a ratio in which its plan stands


def had_by_all(told: Telling, number: Number) -> Claim | None:
    """*Trên địa bàn quận có 4.492 doanh nghiệp.*, *toàn phường có 3.120 hộ kinh doanh*: all that the unit has."""
    j = number.index - 1
    j = _opening_of_goods(told, j) if told.text_before(number.index) == "," else j
    noun, end = noun_text(told, number.quantity), noun_end(told, number.index)
    all_had = j > 0 and (
        _is_whole(told, j - 1)
        or _is_aimed_at(told, j - 1)
        or _peoples(told, j - 1, noun)
        or _is_beside_area(told, j, noun)
    )
    has = _HAS_BESIDE_AREA if told.holds(AREAS) else HAS_NOW
    if not (all_had and told.items[j].text in has) and not _is_behind_area(told, number.index, noun):
        return None
    if end < len(told.tokens) and told.tokens[end].text not in NOTHING_MORE:
        return None
    if told.words(end, end + 2) in _KINDS:
        return None
    following = next_count(told, number.index)
    shared = following is not None and next_to(told, number.index, following) and not _ends_list(told, following)
    later = {phrase.name for item in told.items[number.index + 2 :] for phrase in item.phrases if phrase.role == "form"}
    for name in sorted(number.nouns - later):  # "1.120 doanh nghiệp, trong đó 920 doanh nghiệp đang hoạt động"
        indicator = told.indicator(name)
        if shared and indicator.beside is None:
            continue  # "có 205 doanh nghiệp và 640 hộ kinh doanh gia nhập thị trường"
        if indicator.beside is not None and end < len(told.tokens) and told.tokens[end].text not in _STOPS:
            continue  # "có 12.000 người trong độ tuổi lao động", "đang hưởng trợ cấp"
        if indicator.beside is not None and (_are_some(told, following) or _is_of_plan(told, number.index)):
            continue  # "Tham gia bảo hiểm xã hội tự nguyện, huyện có 5.120 người, đạt 102% kế hoạch"
        if noun in indicator.of_whole and number.quantity.value >= fewest(told, name):
            return Claim(name, number.index, "had-by-all")
    return None


def _are_some(told: Telling, following: int | None) -> bool:
    """Whether the words up to the count that follows tell of what people joined."""
    if not told.holds(_JOINED):
        return False
    words = told.text if following is None else told.words(0, told.quantity(following).low)
    return any(joined in words for joined in _JOINED)


def _ends_list(told: Telling, index: int) -> bool:
    """*…, 62 chi nhánh, 3.328 hộ kinh doanh.*: whether a list of counts ends with nothing said of them."""
    following = next_count(told, index)
    if following is not None and next_to(told, index, following):
        return _ends_list(told, following)
    return ends_after_noun(told, index)


def _opening_of_goods(told: Telling, index: int) -> int:
    """*Xã có dân số 114.000 người, hơn 3.900 doanh nghiệp*: where it is said that all of a list is had, else -1."""
    unknown = 0
    for j in range(index, max(-1, index - _GOODS_REACH), -1):
        item = told.items[j]
        counted = item.kind == "cue" and item.has("org") and told.items[j - 1].quantity is not None
        if counted or (item.kind == "word" and unknown < _UNKNOWN):
            unknown += 1  # "có 18 trường học, 61 di tích, 4.093 doanh nghiệp"
            continue
        if unknown and item.quantity is None:
            return -1
        unknown = 0
        if item.text in HAS_NOW:
            return j
        claim = told.claims.get(j)
        if claim is not None and not told.indicator(claim.indicator).stock:
            return -1  # "62 doanh nghiệp thành lập mới, 245 hộ kinh doanh"
        named = item.kind == "phrase" or item.quantity is not None or item.text in {",", "và", "khoảng"}
        if not (named or (item.kind == "cue" and item.cues == {"glue"} and item.text[0].isalpha())):
            return -1
    return -1


def _is_whole(told: Telling, j: int) -> bool:
    """*toàn huyện có*, *hiện có*; *Đến nay có*, at the head of a sentence."""
    item = told.items[j]
    if j == 1 and item.period is not None and told.items[0].names_district:
        return True  # "Phường Phú Nhuận đến cuối năm 2025 có 3.122 doanh nghiệp"
    of_all = told.text_before(j) in _ALL_OF or (j == 1 and told.text_before(j) == "trên địa bàn")
    if item.names_district and of_all:
        return True  # "toàn huyện Hải Lăng có 130 doanh nghiệp"
    return item.text in WHOLES or (j == 0 and item.period is not None and item.period.kind == "now")


def _is_aimed_at(told: Telling, j: int) -> bool:
    """*đến năm 2030 phường muốn có 7.200 doanh nghiệp*: how many all of a unit is to have."""
    if j < 1 or not told.items[j].has("target"):
        return False
    before = told.items[j - 1]
    return before.period is not None or before.text in WHOLES or before.names_district


def _peoples(told: Telling, j: int, noun: str) -> bool:
    """*Dân số tăng nhanh, đến 1-4-2019 quận 9 có 397.006 người*: where the population is spoken of."""
    if noun != "người" or not told.items[j].names_district:
        return False
    return "dân số" in told.text or told.state.titled == "population"


def _is_beside_area(told: Telling, index: int, noun: str) -> bool:
    """*Xã rộng hơn 133 km2, gồm 23 thôn, có trên 21.000 người*: of the unit whose area was just told."""
    if noun not in _PEOPLE or not told.holds(AREAS):
        return False
    named = (j for j in range(index) if told.items[j].place is not None or told.items[j].names_district)
    low = max(named, default=0 if told.items[0].text in WHOLES else -1)
    between = told.items[low + 1 : index]
    if low < 0 or not any(area in told.words(told.items[low].high, told.items[index].low) for area in AREAS):
        return False
    return not any(
        item.text in {";", "."} or (item.has("org") and (not n or between[n - 1].quantity is None))
        for n, item in enumerate(between)
    )  # "chia làm 55 tổ dân phố, có 102.648 người dân"


def _is_behind_area(told: Telling, index: int, noun: str) -> bool:
    """*thành xã Hòa Hội với diện tích tự nhiên 136 km², 36.174 người dân*: right behind the area of a unit."""
    if noun not in _PEOPLE or told.text_before(index) not in {",", "và"} or not told.holds(AREAS):
        return False
    low = told.items[index - 1].low
    return told.words(max(0, low - 2), low).endswith(AREAS) and any(item.names_district for item in told.items[:index])


def _is_of_plan(told: Telling, index: int) -> bool:
    """Whether the number behind the one at ``index`` tells how much of a plan that is, or one of the two is an aim."""
    following = next((j for j in told.quantities() if j > index), None)
    end = len(told.items) if following is None else min(following + _PLAN_REACH, len(told.items))
    return any(item.has("plan", "target") for item in told.items[index:end])
