"""Whether a figure is told as done, as estimated or as an aim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.aims_ahead import aims_for_rest, goes_on_with_aims, tells_resolution
from tasks.grammar.out_of import CARRIED_OUT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.grammar.figures import Claim
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Telling
    from tasks.records.observation import ObsStatus

_OPENING_REACH: Final = 9  # items in which a colon opens a list
_HEADING_REACH: Final = 6  # items before a colon that say what the list behind it is
_FORETOLD: Final = ("ước", "dự")  # "dự kiến hết năm 2018", "ước cả năm"
_NOUNS: Final = ("mục tiêu", "chỉ tiêu chủ yếu", "nhiệm vụ thu")
_SET: Final = frozenset({"đã", "được", "năm"})
_WHEN_SET: Final = ("từ đầu", "đầu năm", "đầu nhiệm kỳ", "hồi đầu")
_OVERCOME: Final = ("vượt khó", "vượt qua", "khắc phục", "tháo gỡ")  # "quyết tâm vượt khó nên thu đạt 32 tỷ đồng"
_OF_WHOM: Final = frozenset({"của", "cao", "lớn", ",", "và"})
_SETTERS: Final = ("nghị quyết", "đại hội", "nq", "hđnd", "mà đại hội", "mà nghị quyết")
_BODY_REACH: Final = 12  # words
_LISTED: Final = ("chỉ tiêu chủ yếu", "chỉ tiêu cụ thể")
_ALL: Final = ("đều", "cơ bản")
_MET: Final = ("thực hiện", "hoàn thành", "đạt", "so với", "với")
_REACHED: Final = ("reach", "done", "estimate", "exceed", "up", "down", "plan")
_PLANS: Final = frozenset({"kế hoạch", "kế hoạch năm"})
_PLANNED: Final = frozenset({"thu", "chi", "đón", "thu ngân sách", "giải quyết việc làm cho", "tạo việc làm cho"})
_DONE: Final = ("reach", "done", "exceed", "estimate")
_NOUN_REACH: Final = 3  # items before an aim
_REACHED_BY: Final = 6  # items from aims to what says that they were reached
_BREAKS: Final = frozenset({",", ";", ")", "và"})
SAYS: Final = frozenset({"cho biết", "cho hay", "nêu rõ"})
"""Words behind which is told what was done, whatever tasks stand before them."""
_IN_DETAIL: Final = "cụ thể"
_ALONE: Final = frozenset({"riêng", "chỉ riêng"})  # what is told apart, as it may have been counted apart
_SEVERAL: Final = frozenset({"nhiều", "một số", "số", "các", "hầu hết", "đa số", "những", "phần lớn"})
_SIGNS: Final = frozenset({":", ";"})
_MUST: Final = frozenset({"phải", "cần", "cần phải"})
_NOT_ASKED: Final = frozenset({"không", "đã", "chưa", "từng", "bên", "trước"})
_VERB_REACH: Final = 8  # items from a sum back to the verb of what was done with it
_DONE_REACH: Final = 4  # items from the name of a sum to that verb behind it
_COMPARES: Final = frozenset({"so", "so với"})  # "có tỷ lệ thu cao so với dự toán: …"


def status_of(told: Telling, index: int) -> ObsStatus:
    """The status of the quantity at ``index``, by the words before it, the nearest last."""
    before = told.statuses_where_aimed if _is_aimed(told) else told.statuses
    if len(before) == 1 and before[0] == "actual" and _goes_on_with_estimates(told):
        before[0] = "estimate"
    for j in range(len(before) - 1, index):
        before.append(_after(told, j, before[-1]))
    status = before[index]
    return "estimate" if status == "actual" and _is_estimated(told, told.items[index]) else status


def _is_aimed(told: Telling) -> bool:
    """Whether a heading, a list or the year spoken of says that all figures of the sentence are aims."""
    state = told.state
    if state.listing_target or state.heading_target:
        return True
    if told.opens_list_of_aims is None:
        told.opens_list_of_aims = _opens_list_of_aims(told) or tells_resolution(told) or aims_for_rest(told)
    if told.opens_list_of_aims or goes_on_with_aims(told):
        return True
    current, year = state.timing.spoken.current, state.context.year
    return current is not None and year is not None and current.year > year and not state.timing.told


def _opens_list_of_aims(told: Telling) -> bool:
    """*Chỉ tiêu năm nay: giảm nghèo 1%, …*, but not *Kế hoạch vốn năm 2022: 196 tỷ đồng; giải ngân 104 tỷ đồng*."""
    opening = next((n for n, item in enumerate(told.items[:_OPENING_REACH]) if item.text == ":"), None)
    if opening is None or any(item.quantity is not None for item in told.items[opening + 1 : opening + 2]):
        return False
    if any(item.text in CARRIED_OUT for item in told.items[opening + 1 :]):
        return False  # "Chỉ tiêu thu ngân sách: Nghị quyết 68 tỷ đồng, thực hiện 81,5 tỷ đồng"
    return any(
        item.has("plan", "target")
        and not (
            is_resolve(told.items, j) or does_well(told, j) or _is_measured_on(told, j) or _went_well(told, j, opening)
        )
        for j, item in enumerate(told.items[:opening])
    )


def _is_measured_on(told: Telling, j: int) -> bool:
    """*Nhiều khoản thu vượt dự toán, cụ thể: …*, *dưới 40% kế hoạch gồm: …*: what is listed was held against a plan."""
    of_ratio = j > 0 and told.items[j - 1].quantity is not None and told.quantity(j - 1).kind == "percent"
    return of_ratio or any(map(_is_held, told.items[max(0, j - 2) : j]))


def _went_well(told: Telling, j: int, opening: int) -> bool:
    """*Hầu hết chỉ tiêu đạt cao như: …*, *một số chỉ tiêu tăng khá: …*: what was done follows."""
    clause = told.items[told.clause_start(j, {",", ";"}) : opening]
    nouns = clause[:_NOUN_REACH]
    several = any(item.text in _SEVERAL for item in nouns) or "không ít" in " ".join([item.text for item in nouns])
    aims = any(item.has("target") for item in clause)
    done = any(item.has("reach", "exceed", "done", "up") or "tăng trưởng" in item.text for item in clause)
    return several and done and not aims


def _is_held(item: Item) -> bool:
    """*đạt*, *hoàn thành*, *nhiều khoản thu vượt*, *so với*: behind it, a plan is what figures are measured on."""
    held = item.has("done", "reach", "exceed") or item.text in _COMPARES or item.text.endswith(" vượt")
    return held or item.text.startswith("hoàn thành")


def _after(told: Telling, j: int, status: ObsStatus) -> ObsStatus:
    """The status after the item at ``j``: an aim outlasts estimates and most of what is done."""
    item = told.items[j]
    if item.text in _MUST and _demands(told, j):
        return "target"
    if item.kind == "word" and item.text not in _SIGNS:
        return status
    if status == "target" and item.text in SAYS and any(one.has("target") for one in told.items[:j]):
        return "actual"  # "Báo cáo kết quả, phương hướng nhiệm vụ năm tới, bà A cho biết: …"
    if ("target" in item.cues and not _is_met(told, j)) or (item.text == ":" and _opens_aims(told, j)):
        return "target"
    if item.text in _PLANS and _opens_plan(told, j):
        return "target"
    foretold = item.period is not None and item.period.text.startswith(_FORETOLD)
    if "estimate" in item.cues or foretold or _is_estimated(told, item):
        return "target" if status == "target" else "estimate"
    if "done" in item.cues:
        return "target" if status == "target" and item.text.split()[0] != "đã" else "actual"
    if status == "estimate" and (item.text == ";" or _names_another(told, j, item)):
        return status if _tells_parts(told, j) else "actual"
    return status


def _is_estimated(told: Telling, item: Item) -> bool:
    """*ngân sách ước thu 18 tỷ đồng, tăng 4%*, *đạt ước 520 tỷ đồng*: the word is part of a name or of a quantity."""
    if item.kind == "phrase":
        return "ước" in item.text.split()
    return item.quantity is not None and "ước" in told.texts[item.quantity.low : item.quantity.first]


def _tells_parts(told: Telling, j: int) -> bool:
    """*ước tăng 9%, trong đó công nghiệp tăng 11%; …*, *…; cụ thể, dịch vụ tăng 12%*: parts of what is estimated."""
    if _goes_on_with_estimates(told):
        return True
    first = told.statuses.index("estimate") if "estimate" in told.statuses else j
    if any(item.has("part_of") and item.text not in _ALONE for item in told.items[first : j + 2]):
        return True
    return _IN_DETAIL in told.words(told.items[min(first, j)].low, told.items[j].high + 2)


def _goes_on_with_estimates(told: Telling) -> bool:
    """*Trong đó, nông nghiệp tăng 4%*, *Cụ thể: …*, behind a sentence that told estimates alone."""
    if told.state.estimated != told.sentence.index - 1 or "ước" in told.vocabulary:
        return False
    first = told.items[0]
    return (first.has("part_of") and first.text not in _ALONE) or told.words(0, 2) == _IN_DETAIL


def _demands(told: Telling, j: int) -> bool:
    """*quận phải giải ngân ít nhất 93%*, *cần thu thêm …*: what is yet to be done; *không phải*, *đã phải* is not."""
    if told.text_before(j) in _NOT_ASKED or j + 1 >= len(told.items):
        return False
    following = told.items[j + 1]
    return following.has("reach", "exceed") or any(phrase.role == "head" for phrase in following.phrases)


def _opens_plan(told: Telling, j: int) -> bool:
    """*chiếm 6,7%; kế hoạch năm nay giảm 1,5%*: a clause that tells the plan itself, not what is measured on it.

    It may open the sentence: *Kế hoạch cả năm 2021 thu 1.450 tỷ đồng, …*, where nothing is told as done.
    """
    behind = told.items[j + 1 : j + 3]
    if len(behind) < 2 or behind[0].period is None:
        return False
    if j and told.items[j - 1].text in {",", ";"}:
        return behind[1].has("up", "down", "reach")
    opens = not any(item.text[0].isalpha() for item in told.items[:j])
    done = any(item.has("done", "estimate", "exceed") or item.has("plan") for item in told.items[j + 1 :])
    if not opens or done:
        return False
    return behind[1].has("up", "down", "up_to", "down_to") or behind[1].text in _PLANNED


def is_resolve(items: Sequence[Item], j: int) -> bool:
    """*bằng quyết tâm của toàn thể cán bộ*, *nỗ lực phấn đấu và đạt …*: how it was done, no aim."""
    text = items[j].text
    if text not in {"quyết tâm", "phấn đấu"} or j + 1 >= len(items):
        return False
    if text == "phấn đấu" and (not j or not items[j - 1].text.endswith("lực")):
        return False
    behind = " ".join([item.text for item in items[j + 1 : j + 4]])
    return behind.split()[0] in _OF_WHOM or behind.startswith(_OVERCOME)


def _is_met(told: Telling, j: int) -> bool:
    """*thực hiện các mục tiêu nghị quyết*, *so với mục tiêu*, *vượt mục tiêu*: an aim that figures are told of."""
    behind = told.items[j + 1 : j + 3]
    if is_resolve(told.items, j) or does_well(told, j) or _is_number_of_all(told, j):
        return True
    if told.items[j].text in {"đề ra", "đặt ra"}:  # "hoàn thành các chỉ tiêu đề ra, …"
        if behind and behind[0].text.startswith(_WHEN_SET):
            behind = behind[1:]  # "theo kế hoạch đề ra từ đầu năm, …"
        ends = not behind or behind[0].text in {",", ";", ".", ")", "(", "-"}
        named = told.items[j - 2 : j - 1] if told.text_before(j) in _SET else told.items[max(0, j - 1) : j]
        if j > 1 and told.text_before(j) == "theo kế hoạch":  # but not "Theo kế hoạch đề ra, thu 520 tỷ đồng"
            return ends
        if ends and _set_by_body(told, j):
            return True
        if not any(item.has("plan", "target") for item in named):
            return False
        return ends or _lists_met(told, j, behind[0])
    before = told.items[max(0, j - _NOUN_REACH) : j]
    if before and before[-1].quantity is not None and before[-1].quantity.kind == "percent":
        return True  # "bằng 131% nhiệm vụ thu được giao"
    end = next((n for n, item in enumerate(behind) if item.text == ";"), len(behind))
    sums = (item.quantity for item in behind[:end] if item.quantity is not None)
    beyond = any(item.has("exceed") for item in before[-1:])
    if not told.items[j].text.endswith(_NOUNS) or any(q.kind != "percent" or not beyond for q in sums):
        return False  # "vượt mục tiêu 500 tỷ đồng" tells the aim itself, "vượt mục tiêu năm gần 5%" by how much
    return any(item.text.endswith(_MET) or item.has("exceed") for item in before)


def _set_by_body(told: Telling, j: int) -> bool:
    """*chỉ tiêu Nghị quyết Đại hội đề ra, …*, *15/17 chỉ tiêu Đại hội lần thứ XXIV đề ra; …*: by whom they were set."""
    words = told.words(max(0, told.items[j].low - _BODY_REACH), told.items[j].low)
    tail = words.rpartition("chỉ tiêu ")[2] if "chỉ tiêu " in words else words.rpartition("mục tiêu ")[2]
    return tail != words and tail.startswith(_SETTERS) and not any(sign in tail for sign in (",", ";", ":"))


def _lists_met(told: Telling, j: int, behind: Item) -> bool:
    """*Một số khoản vượt dự toán đề ra như …*: what is listed was reached; *vượt dự toán đề ra là …* is not."""
    reached = j > 1 and told.items[j - 2].has("reach", "exceed", "done")
    return reached and behind.quantity is None and not behind.has("copula", "reach", "up", "down")


def _is_number_of_all(told: Telling, j: int) -> bool:
    """*Trong tổng số 23 chỉ tiêu chủ yếu, có 8 chỉ tiêu vượt*: how many there are."""
    if not told.items[j].text.endswith(_LISTED) or not j or told.items[j - 1].quantity is None:
        return False
    return " ".join(item.text for item in told.items[max(0, j - 4) : j - 1]).endswith(("tổng số", "trong số", "trong"))


def does_well(told: Telling, j: int) -> bool:
    """*Các chỉ tiêu chủ yếu đều đạt và vượt, trong đó …*, *chỉ tiêu chủ yếu đạt khá: …*: what was reached follows.

    Of other aims words say that it was all of them: *Các chỉ tiêu Đại hội đề ra đều đạt: …*.
    """
    all_of_them = told.items[j].text.endswith(_LISTED)
    for n, item in enumerate(told.items[j + 1 : j + _REACHED_BY], j + 1):
        if item.quantity is not None or item.text in {":", ",", ";"}:
            return False
        all_of_them = all_of_them or item.text.startswith(_ALL)  # "đều tăng"
        if item.has("reach", "exceed", "up", "done"):
            return all_of_them and all(other.quantity is None for other in told.items[n + 1 : n + 3])
    return False


def _opens_aims(told: Telling, j: int) -> bool:
    """*…, trong đó có chỉ tiêu năm 2026: thu ngân sách 9,5 tỷ đồng; …*: a list of aims behind a colon."""
    if any(item.quantity is not None for item in told.items[j + 1 : j + 2]):
        return False
    if any(item.text in CARRIED_OUT for item in told.items[j + 1 :]):
        return False
    before = told.items[max(0, j - _HEADING_REACH) : j]
    planned = any(item.has("plan", "target") for item in before[-2:])
    return planned and not any(map(_is_held, before))


def _names_another(told: Telling, j: int, item: Item) -> bool:
    """A new indicator behind a break ends an estimate: *ước thu 520 tỷ đồng, tổng chi 410 tỷ đồng*."""
    if item.kind != "phrase" or "ước" in item.text or all(phrase.role != "form" for phrase in item.phrases):
        return False
    if all(before.quantity is None for before in told.items[:j]):
        return False  # "Ước cả năm, thu ngân sách 520 tỷ đồng"
    return any(before.text in _BREAKS for before in told.items[max(0, j - 3) : j])


def is_assigned(told: Telling, index: int, claim: Claim) -> bool:
    """*Quận được giao thu ngân sách 520 tỷ đồng*: an assignment right before the subject, nothing reached since."""
    subject = min(claim.subject, index)
    before = told.items[max(0, subject - 4) : subject]
    assigned = next((n for n, item in enumerate(before) if item.has("assign") and "giao" in item.text), None)
    if assigned is None or any(item.text in {",", ";", "("} or item.kind == "word" for item in before[assigned:]):
        return False
    return not any(item.has("reach", "done", "estimate") for item in told.items[subject:index])


def is_part_of_plan(told: Telling, index: int, plans: Mapping[int, str]) -> bool:
    """*được giao dự toán thu 214 tỷ đồng, trong đó tiền sử dụng đất 90 tỷ đồng*: a part of the plan is planned, too.

    What is behind a ratio is a part of what was reached: *đạt 60% dự toán 214 tỷ đồng, trong đó …*.
    """
    previous = told.previous_quantity(index)
    if previous is None or (previous not in plans and not _is_bare_plan(told, previous)):
        return False
    between = told.items[previous + 1 : index]
    if any(item.text == ";" or item.period is not None or item.has(*_REACHED) for item in between):
        return False
    if plans.get(previous) == "level:part-of-plan":
        return True
    before = told.previous_quantity(previous)
    alone = before is None or before < told.clause_start(previous, {";"})
    return alone and any(item.has("part_of") for item in between)


def _is_bare_plan(told: Telling, previous: int) -> bool:
    """*dự toán năm nay của quận là 533 tỷ đồng*: the plan's sum, though no words say what it is a plan of."""
    low = told.clause_start(previous, {",", ";", ":"})
    before = told.items[low:previous]
    if told.quantity(previous).kind != "money" or not before or before[-1].text not in {"là", "ở mức"}:
        return False
    plans = [n for n, item in enumerate(before) if item.has("plan")]
    return bool(plans) and not any(item.has(*_DONE) or item.quantity is not None for item in before)


def _is_done_beside(told: Telling, index: int, claim: Claim) -> bool:
    """*kho bạc đã thanh toán 298 tỷ đồng vốn đầu tư công*, *298 tỷ đồng vốn đầu tư công được chi ra*: by its verb."""
    measured = told.phrases.plans.get(claim.indicator)
    if measured is None or "kế hoạch" in told.items[claim.subject].text:
        return False
    heads = {part.head for part in told.indicator(measured).composed}
    start = told.clause_start(index, {",", ";", ":", "("})
    before = told.items[max(start, index - _VERB_REACH) : index]
    behind = told.items[claim.subject + 1 : claim.subject + 1 + _DONE_REACH]
    stop = next((n for n, item in enumerate(behind) if item.text in {",", ";", "."} or item.quantity), len(behind))
    near = (*before, *behind[:stop])
    return any(phrase.role == "head" and phrase.name in heads for item in near for phrase in item.phrases)


def is_carried_out(told: Telling, index: int, claim: Claim) -> bool:
    """*Vốn đầu tư công năm 2025 ước thực hiện 676 tỷ đồng*: what was done of the plan, not the plan."""
    if claim.rule == "after-number" and _is_done_beside(told, index, claim):
        return True
    between = told.items[claim.subject + 1 : index] if claim.subject < index else []
    planned = any("kế hoạch" in item.text for item in told.items[claim.subject : claim.subject + 1])
    return not planned and any("thực hiện" in item.text for item in between[-2:])
