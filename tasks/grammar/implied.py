"""Indicators that a verb and a kind of plan tell, without a name: *quận thu được 402 tỷ đồng, đạt 118% dự toán*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.telling import Telling

_TARGETS: Final = frozenset({"chỉ tiêu", "chỉ tiêu pháp lệnh", "chỉ tiêu giao"})  # "chỉ tiêu thu 2.090 tỷ đồng"
_REVENUE: Final = "budget_revenue"
_SURPLUS: Final = frozenset({"vượt thu"})
_LOCATES: Final = frozenset({"ở", "tại", "của", "thuộc", "qua"})
_PARTS_REACH: Final = 5  # items from a sum to the first of its parts
_OUT_OF: Final = frozenset({"trên", "/", "trong tổng số", "trên tổng số", "trong tổng"})
_PLAN_REACH: Final = 10  # items from what was done to the plan that it is of
_ANEW: Final = frozenset({",", ";", ":", "("})
_STRIVES: Final = frozenset({"bảo", "đảm", "cố", "gắng", "để", "sao", "cho"})  # "bảo đảm cả năm thu …"
_CLOSES: Final = frozenset({"", ",", ";", ".", ")", "…", '"', "”"})
_POINTS: Final = frozenset({"này", "đó", "ấy"})  # "khoản thu này đạt …": of what was told before
_UNITS: Final = frozenset({"quận", "huyện", "xã", "phố", "phường", "phương"})  # "cả quận", "địa phương"


def implied(told: Telling, index: int) -> Claim | None:
    """*quận thu được 402,9 tỷ đồng, đạt 118% dự toán*: the verb and the kind of plan tell the indicator."""
    j = next((i for i in range(index - 1, max(-1, index - 4), -1) if told.items[i].phrases), None)
    if j is None:
        return None
    heads = {phrase.name for phrase in told.items[j].phrases if phrase.role == "head"}
    if not heads or told.text_after(j) in _POINTS or _has_other_subject(told, j):
        return None
    if (name := _of_spoken(told, index, j, heads)) is not None:
        return Claim(name, j, "implied")
    if (of_list := _of_list(told, index, j)) is not None:
        return of_list
    plans = [
        item.text for item in (*told.items[max(0, j - 6) : j], *told.items[index + 1 : index + 8]) if item.has("plan")
    ]
    alone = index + 1 >= len(told.items) or told.items[index + 1].kind not in {"word", "phrase"}  # "12 tỷ đồng nợ đọng"
    plans += [item.text for item in told.items[:j] if alone and item.text.endswith("thuế") and item.kind == "cue"]
    before = told.items[max(0, j - 2) : j]  # "được giao thu", "được giao chỉ tiêu thu"
    assigned = any(item.has("assign") for item in before[-1:]) or (
        len(before) > 1 and before[0].text.startswith("được") and before[0].has("assign") and before[1].has("plan")
    )
    if alone and told.items[j].text == "thu" and told.text_before(j) in _TARGETS:
        # "hoàn thành 100% chỉ tiêu thu 2.090 tỷ đồng", but "HĐND tỉnh giao chỉ tiêu thu …" to all of its units
        assigned = assigned or not any(item.has("assign") for item in told.items[max(0, j - 3) : j - 1])
    aimed = alone and j > 0 and (told.items[j - 1].has("target") or _is_foretold(told, j))
    if told.text_after(index) == "từ":
        return None  # "huyện thu 112 tỷ đồng từ đấu giá đất"
    parts = _parts_behind(told, index)
    for name, indicator in told.phrases.indicators.items():
        if not indicator.implied_by or not any(part.head in heads for part in indicator.composed):
            continue
        aimed_at = aimed and name in told.state.told_of  # "quận phấn đấu thu 7.820 tỷ đồng"
        if (
            assigned
            or aimed_at
            or _is_out_of_its_plan(told, index, j, name)
            or name in parts
            or any(word in text for text in plans for word in indicator.implied_by)
        ):
            return Claim(name, j, "implied")
    return None


def surplus(told: Telling, index: int) -> Claim | None:
    """*Hóc Môn vượt thu 41%*: by how much the plan of what is collected was passed, where a unit is the subject."""
    if told.text_before(index) not in _SURPLUS or told.text_after(index) not in _CLOSES | {"so với", "dự toán"}:
        return None
    subject = told.items[told.clause_start(index, _ANEW) : index - 1]
    if not _is_unit_alone(subject):
        return None
    collected = (name for name, one in told.phrases.indicators.items() if one.implied_by and one.id == _REVENUE)
    return next((Claim(name, index, "implied") for name in collected), None)


def _of_spoken(told: Telling, index: int, verb: int, heads: set[str]) -> str | None:
    """*Nhờ bán đấu giá đất, xã Tân Lập thu được 46,5 tỷ đồng*: what the title is about, by its verb and a unit alone.

    What was told last goes on behind a time alone: *bảo đảm cả năm thu tối thiểu 690 tỷ đồng*.
    """
    titled = told.state.titled
    names: list[str] = [*told.state.recent, *([titled] if titled is not None else [])]
    if not names or told.text_after(index) not in _CLOSES:
        return None
    subject = told.items[told.clause_start(verb, _ANEW) : verb]
    if any(item.quantity is not None for item in subject):
        return None  # "huyện có 40 hộ trồng vải thu 12,6 tỷ đồng"
    named = next((i for i in subject if i.kind != "cue" and i.period is None and i.text not in _STRIVES), None)
    timed = named is None and any(item.period is not None for item in subject)
    owned = named.names_district if named is not None else any(_is_unit(item.text) for item in subject)
    for name in names:
        indicator = told.indicator(name)
        meant = indicator.implied_by and any(part.head in heads for part in indicator.composed)
        if meant and fits(told.quantity(index), indicator) and (timed or (owned and name == titled)):
            return name
    return None


def _is_unit(text: str) -> bool:
    """*quận*, *cả huyện*, *địa phương*: a word that stands for the unit."""
    return text.rpartition(" ")[2] in _UNITS


def _is_unit_alone(subject: Sequence[Item]) -> bool:
    """*cả quận mới*, *Hóc Môn trong năm 2025*: the unit and a time, nobody else and nothing else."""
    only = all(item.kind in {"cue", "place", "period"} and not item.has("org") for item in subject)
    return only and any(item.names_district or _is_unit(item.text) for item in subject)


def _is_foretold(told: Telling, verb: int) -> bool:
    """*Dự kiến cả năm huyện Yên Thế thu 340 tỷ đồng*: the clause says no more than who, when, and that it will."""
    before = told.items[told.clause_start(verb, {",", ";", ":"}) : verb]
    owned = any(item.names_district or _is_unit(item.text) for item in before)
    only = all(item.kind in {"cue", "place", "period"} or item.has("estimate") for item in before)
    return owned and only and any(item.has("target", "estimate") for item in before)


def _of_list(told: Telling, index: int, verb: int) -> Claim | None:
    """*Toàn tỉnh thu tiền sử dụng đất 4.520 tỷ đồng. Huyện Thọ Xuân thu 412 tỷ đồng*: the verb of what a list tells."""
    thread = told.state.thread
    if not thread.names or not thread.is_near(told.sentence.index) or not (thread.of_place or len(thread.names) == 1):
        return None
    j = verb - 1
    while j > 0 and told.items[j].has("done", "glue") and told.items[j].place is None and told.items[j].text != ",":
        j -= 1
    named = set(" ".join(told.indicator(thread.names[0]).forms).split())
    if j < 0 or not told.items[j].names_district or named.isdisjoint(told.items[verb].text.split()):
        return None
    if told.text_before(j) in _LOCATES or not fits(told.quantity(index), told.indicator(thread.names[0])):
        return None
    return Claim(thread.names[0], index, "list:place")


def _is_out_of_its_plan(told: Telling, index: int, verb: int, name: str) -> bool:
    """*Cả quận mới giải ngân 14,7 tỷ đồng trên tổng vốn 316 tỷ đồng*: the plan stands behind, a district before."""
    plan = told.indicator(name).plan
    if plan is None or any(p.role == "excluded" and p.name == name for item in told.items for p in item.phrases):
        return False
    if not _is_unit_alone(told.items[told.clause_start(verb, {",", ";", ":"}) : verb]):
        return False
    following = next((j for j in range(index + 1, len(told.items)) if told.items[j].kind == "quantity"), None)
    if following is not None and told.quantity(following).kind == "money":  # "61 tỷ đồng trên 1.180 tỷ đồng, tức 5,2%"
        of_sum = told.words(told.quantity(index).high, told.quantity(following).first) in _OUT_OF
        if of_sum and told.quantity(following).value > told.quantity(index).value:
            return True
    behind = told.items[index + 1 : told.clause_end(index + 1, {";", "."})][:_PLAN_REACH]
    return any(p.name == plan and p.role in {"form", "follow"} for item in behind for p in item.phrases) or any(
        item.has("plan") and "vốn" in item.text for item in behind
    )


def _has_other_subject(told: Telling, verb: int) -> bool:
    """*Thuế bảo vệ môi trường thu được 18 tỷ đồng*, *Khối xã, thị trấn thu đạt 112% dự toán*: one tax, or a tier."""
    start = told.clause_start(verb, {",", ";", ":", "("})
    before = told.items[start:verb]
    if told.words(told.items[0].low, told.items[0].low + 2) in {"khối xã", "khối phường"}:
        return True
    return any(item.text.startswith(("thuế", "phí", "lệ phí")) for item in before if item.place is None)


def _parts_behind(told: Telling, index: int) -> set[str]:
    """*quận thu 1.150 tỷ đồng, trong đó thuế ngoài quốc doanh 590 tỷ đồng*: what the parts told behind are parts of."""
    behind = told.items[index + 1 : index + 1 + _PARTS_REACH]
    if told.text_after(index) not in {",", "("} or not any(item.has("part_of") for item in behind[1:2]):
        return set()
    named = [phrase for item in behind[2:] for phrase in item.phrases]
    wholes = {phrase.name for phrase in named if phrase.role == "excluded"}
    own = [follow for phrase in named if phrase.role == "form" for follow in told.indicator(phrase.name).follows]
    return wholes.union(*(follow.after for follow in own))
