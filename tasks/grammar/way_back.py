"""The way back from a number to the phrase that names its indicator, and what it meets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tasks.grammar.causes import cause_before
from tasks.grammar.counted import excluded_behind, has_own_noun, noun_end, object_end
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.naming import named_by

if TYPE_CHECKING:
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

TOLERANCE: Final = 5  # unknown words between an indicator and its first figure
_BODY: Final = TOLERANCE + 1  # a company or a body between the two is one too many
_SHARE: Final = 3  # "chiếm 12%": a share is not the indicator's own rate, unless little else is said
_THESE: Final = ("khoản này", "khoản thu này", "nguồn thu này", "nguồn này", "sắc thuế này")
_NOUN: Final = 4  # items of a noun that no indicator counts, with the sign behind it
_CLAUSE_ENDS: Final = frozenset({",", ";", ":", "("})
_JOINTS: Final = frozenset({",", ";", "và", "(", ")"})
_DENIALS: Final = frozenset({"chưa", "không"})  # "chưa đạt mục tiêu 95%"
_TOWARD: Final = frozenset({"với", "về"})
_TURNS: Final = frozenset({";", ":", "("})
_ALTHOUGH: Final = ("tuy", "dù", "mặc dù", "cho dù", "dẫu", "bất chấp", "mặc cho")
_OPENED: Final = tuple(f"{words} " for words in _ALTHOUGH)
_YET: Final = frozenset({"nhưng", "song", "vẫn"})
_PEOPLE: Final = frozenset({"tổ chức", "cá nhân", "doanh nghiệp", "người dân", "công dân", "đơn vị", "cơ quan"})
_WHOSE_REACH: Final = 6  # items of those who are satisfied, before with what
_ABOUT: Final = frozenset({"về", "trong", "đối với", "với", "việc"})


@dataclass(slots=True)
class Gap:
    """What the way back from a number met before it found an indicator's phrase."""

    blocked: set[str]  # indicators that something on the way excludes
    unknown: int = 0
    near: int = 0  # unknown words up to the first comma
    comma: bool = False
    crossed: bool = False  # a semicolon
    ended: bool = False  # a phrase was found, but too much stands between it and the number
    found: Claim | None = None


def walk_back(told: Telling, number: Number, excluded: frozenset[str]) -> Gap:
    """Go back from the number to the quantity before, up to the first phrase that names its indicator."""
    gap = Gap(set(excluded))
    if number.is_count:
        gap.blocked |= excluded_behind(told, number.index)
    counted_end = max(noun_end(told, number.previous), _other_noun_end(told, number))
    owned_end = object_end(told, number.index, number.previous) if number.last is not None else 0
    owned_end = owned_end or _plan_end(told, number)
    of_rate = number.last is not None and told.indicator(number.last.indicator).is_rate
    meant = _stands_for_named(told, number)
    last = told.indicator(number.last.indicator) if number.last is not None else None
    heads = frozenset([part.head for part in last.composed]) if last is not None and last.composed else None
    aside = _concession(told, number) or cause_before(told, number)
    for j in told.backwards(number.index, number.previous):
        item = told.items[j]
        if item.text == ";" and not told.in_parentheses(number.index):
            gap.crossed = True
        gap.comma = gap.comma or item.text == ","
        if j in aside or ("part_of" in item.cues and not told.opens_parts(j, number.index)):
            continue  # "riêng năm 2022 đạt 8,2%"
        if item.text == "lần" and j and told.items[j - 1].quantity is not None:
            continue  # "gấp 2,4 lần cùng kỳ, vượt 12% kế hoạch"
        if item.high <= counted_end or j < owned_end or (j - 1 == number.previous and _is_amount_of(told, number, j)):
            continue  # what the figure before counted: "168 tỷ đồng vốn đầu tư công, …"
        if number.is_count and last is not None and _is_object(told, number, j, crossed=gap.crossed):
            continue  # "… lao động được giải quyết việc làm; 58.400 người tham gia bảo hiểm y tế"
        if item.phrases:
            gap.blocked.update(phrase.name for phrase in item.phrases if phrase.role == "excluded")
            phrase = named_by(told, number, j, gap.blocked)
            another = gap.comma and _is_of_another(told, number, j)
            if phrase is not None and (another or _is_whole_of_share(told, number, j)):
                return gap  # "hầu như hết hộ nghèo, 100% xã đạt chuẩn"
            if phrase is not None and phrase.role == "follow" and _is_of_excluded(told, number, j, phrase.name):
                return gap
            if phrase is not None:
                apart = gap.unknown > 0 or _has_own_subject(told, number, phrase.name)
                far = gap.unknown > TOLERANCE and not _is_toward(told, number, j, phrase.name)
                gap.ended = far or (gap.crossed and apart)
                if not gap.ended:
                    gap.found = Claim(_as_last(number, j, phrase.name), j, f"before-number:{phrase.role}", gap.unknown)
                return gap
        strange = (
            0
            if meant
            or (item.phrases and _completes(told, j))
            or (j and told.items[j - 1].text in _ABOUT and _is_what_about(told, number, j))
            or (item.text in _DENIALS and told.items[j + 1].has("reach"))
            else _strangeness(item, number, heads, of_rate=of_rate)
        )
        gap.unknown += strange
        gap.near += 0 if gap.comma else strange
    return gap


def _as_last(number: Number, j: int, name: str) -> str:
    """*nông nghiệp đóng góp 1.930 tỷ đồng giá trị sản xuất và đạt 99% kế hoạch*: what its words were taken for."""
    last = number.last
    return last.indicator if last is not None and last.rule == "after-number" and last.subject == j else name


def _concession(told: Telling, number: Number) -> range:
    """*Nông nghiệp tuy chịu ảnh hưởng của rét đậm nhưng vẫn thu về 412 tỷ đồng*: what stands against it, in between."""
    if not told.holds(_ALTHOUGH):
        return range(0)
    low = -1 if number.previous is None else number.previous
    backwards = range(number.index - 1, low, -1)
    opened = next(
        (j for j in backwards if f"{told.words(told.items[j].low, told.items[j].low + 2)} ".startswith(_OPENED)), None
    )
    if opened is None or opened == low + 1:
        return range(0)
    signs = {","} if told.text_before(opened) == "," else _YET
    closed = next((j for j in range(opened + 1, number.index) if told.items[j].text in signs), None)
    between = told.items[opened:closed]
    if closed is None or any(item.text in _TURNS or item.period is not None for item in between):
        return range(0)
    return range(opened - (signs != _YET), closed + 1)


def _stands_for_named(told: Telling, number: Number) -> bool:
    """*nhờ tiền sử dụng đất của các dự án ở Sở Dầu: riêng khoản này được 684 tỷ đồng*: what was named before."""
    if number.quantity.kind != "money" or not told.holds(_THESE):
        return False
    start = told.clause_start(number.index, _CLAUSE_ENDS)
    words = told.words(told.items[start].low, number.quantity.first)
    return any(these in words for these in _THESE)


def _other_noun_end(told: Telling, number: Number) -> int:
    """*31 vụ/48 đối tượng (giảm 4 vụ)*: where the noun ends that a count of no indicator has, before how that moved."""
    previous = number.previous
    if previous is None or number.last is not None or not number.is_count or told.quantity(previous).kind != "count":
        return 0
    for j in range(previous + 1, min(previous + 1 + _NOUN, number.index)):
        if told.items[j].text in {",", "("}:
            moves = j + 1 < number.index and told.items[j + 1].has("up", "down")
            return told.items[j].low if moves else 0
        if told.items[j].kind != "word":
            return 0
    return 0


def _plan_end(told: Telling, number: Number) -> int:
    """*đạt 101% so với dự toán bổ sung lần hai, 148% dự toán đầu năm*: where what names the plan of a ratio ends."""
    previous = number.previous
    if previous is None or number.last is None or told.quantity(previous).kind != "percent":
        return 0
    planned = False
    for j in range(previous + 1, number.index):
        item = told.items[j]
        if item.text in _JOINTS:
            return j if planned else 0
        if item.kind not in {"word", "cue"} or item.has("up", "down", "reach", "exceed"):
            return 0
        planned = planned or item.has("plan")
        if not planned and item.kind == "word":
            return 0
    return 0


def _is_object(told: Telling, number: Number, j: int, *, crossed: bool) -> bool:
    """Whether the item at ``j``, behind a break, is what the figure before counted."""
    if number.last is None or number.last.subject != j:
        return False
    if number.last.rule == "counted-then-named":
        return told.text_before(number.index) == ","  # "36 xã được công nhận đạt chuẩn NTM, 2 xã Bình An, Hòa Lợi …"
    return crossed and number.last.first_rule == "after-number"


def _is_amount_of(told: Telling, number: Number, j: int) -> bool:
    """*tăng 15% số doanh nghiệp và tăng 22% số vốn*: what the percentage before is of, not the next one's subject."""
    if number.quantity.kind != "percent" or told.quantity(j - 1).kind != "percent":
        return False
    return told.items[j].text.startswith(("số ", "tổng số "))


def _is_whole_of_share(told: Telling, number: Number, j: int) -> bool:
    """*Nợ thuế 198 tỷ đồng, chiếm 6,1% tổng thu, giảm 4,7%*: the whole of a share that was no figure is no subject."""
    previous = number.previous
    if previous is None or number.last is not None or j != previous + 1 or told.quantity(previous).kind != "percent":
        return False
    return number.quantity.kind == "percent" and told.around(previous).left_has("share")


def _completes(told: Telling, j: int) -> bool:
    """*khối lượng giải ngân* + *vốn xây dựng cơ bản*: the sector of the indicator that was just named."""
    sectors = {phrase.name for phrase in told.items[j].phrases if phrase.role == "sector"}
    if not sectors or not j:
        return False
    named = (phrase.name for phrase in told.items[j - 1].phrases if phrase.role == "form")
    return any(part.sector in sectors for name in named for part in told.indicator(name).composed)


def _has_own_subject(told: Telling, number: Number, name: str) -> bool:
    """*…; 58.400 người tham gia bảo hiểm y tế*, *…; 50% xã*: what stands behind the number is another thing."""
    if number.quantity.kind == "percent":
        return has_own_noun(told, number.index)
    following = told.items[number.index + 1] if number.index + 1 < len(told.items) else None
    forms = {phrase.name for phrase in following.phrases if phrase.role == "form"} if following is not None else set()
    return number.is_count and bool(forms) and name not in forms


def _is_of_excluded(told: Telling, number: Number, j: int, name: str) -> bool:
    """*25 dự án đã đăng ký với tổng vốn 1.200 tỷ đồng*: what was counted right before is excluded, so is its sum."""
    if number.previous is None or number.last is not None:
        return False
    between = told.items[number.previous + 1 : j]
    return any(p.role == "excluded" and p.name == name for item in between for p in item.phrases)


def _is_of_another(told: Telling, number: Number, j: int) -> bool:
    """A share of something else behind a comma: the clause before it told no figure of what it names."""
    if (
        number.quantity.kind != "percent"
        or told.text_after(j) != ","
        or told.text_before(number.index) not in {",", "và"}
    ):
        return False
    return has_own_noun(told, number.index)


def _is_what_about(told: Telling, number: Number, j: int) -> bool:
    """*tỷ lệ hài lòng về giải quyết thủ tục hành chính đạt 95,5%*: another indicator's name, as a complement."""
    return not any(fits(number.quantity, told.indicator(p.name)) for p in told.items[j].phrases if p.role == "form")


def _is_toward(told: Telling, number: Number, j: int, name: str) -> bool:
    """*mức độ hài lòng của người dân với cách làm việc của phòng ban huyện đạt 96%*: with what, at length."""
    if not told.indicator(name).is_rate or not told.around(number.index).left_has("reach", "copula"):
        return False
    between = told.items[j + 1 : number.index]
    if any(item.quantity is not None or item.period is not None or item.text in _TURNS for item in between):
        return False
    opens = next((n for n, item in enumerate(between) if item.text in _TOWARD), None)
    if opens is None or opens > _WHOSE_REACH or between[-1].text in _TOWARD or not between[-1].has("reach", "copula"):
        return False
    commas = [n for n, item in enumerate(between) if item.text == ","]
    return all(between[n + 1].has("org") or between[n + 1].text in _PEOPLE for n in commas)


def _strangeness(item: Item, number: Number, heads: frozenset[str] | None, *, of_rate: bool) -> int:
    """How many unknown words an item counts as; ``of_rate`` where the figure before is one of a rate.

    ``heads`` are those of its indicator: *thu ngân sách 330 tỷ đồng, giải ngân 95%* goes on with another.
    """
    if item.kind == "word":
        return 1
    if item.phrases:
        known = item.cues or any(
            phrase.role == "head" and (heads is None or phrase.name in heads) for phrase in item.phrases
        )
        return 0 if known else item.high - item.low
    if item.kind != "cue":
        return 0
    if item.has("share") and number.quantity.kind == "percent":
        return 0 if of_rate else _SHARE
    if item.has("org"):
        return _BODY
    return 1 if item.has("part_of") else 0
