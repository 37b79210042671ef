"""Sums and ratios of a plan that was told before: assigned, set aside for a sector, or that of what the title names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import ends_after_noun
from tasks.grammar.figures import Claim

if TYPE_CHECKING:
    from tasks.grammar.telling import Telling

_ASSIGNED_REACH: Final = 4  # items from what was assigned to what was done of it
_OUT_OF: Final = frozenset({"trong", "trên", "/", "trong tổng số", "trên tổng số", "trong số", "trong tổng", "của"})
FOR: Final = frozenset(
    {"với", "cho", "gồm", ", gồm", ", với", "để thực hiện", "bố trí cho", ", bố trí cho", ", phân bổ cho"}
)
_SET_ASIDE: Final = frozenset({"bố trí", "phân bổ", "được phân bổ", "được bố trí", "dành", "cân đối"})
_FOR_COUNTED: Final = 3  # items behind a sum: "cho", a number, what it counts
_CLOSES: Final = frozenset({"", ",", ";", ".", "("})
_SUM_REACH: Final = 5  # items from a sum to what it is for
_PLAN_REACH: Final = 8  # items from a sum back to the plan that it is


def out_of_plan(told: Telling, index: int) -> Claim | None:
    """*đã giải ngân 368 tỷ đồng trong tổng số 512 tỷ đồng vốn đầu tư công*: the plan told behind says what of it is."""
    following = next((j for j in range(index + 1, len(told.items)) if told.items[j].kind == "quantity"), None)
    if following is None or following + 1 >= len(told.items) or told.quantity(following).kind != "money":
        return None
    if told.words(told.quantity(index).high, told.quantity(following).low) not in _OUT_OF:
        return None
    behind = following + 1
    if told.items[behind].text == "(":  # "112/248 tỷ đồng (45,2%) vốn đầu tư công"
        behind = next((j + 1 for j in range(behind, len(told.items) - 1) if told.items[j].text == ")"), behind)
    plans = {phrase.name for phrase in told.items[behind].phrases if phrase.role == "form"}
    heads = {phrase.name for phrase in told.items[index - 1].phrases if phrase.role == "head"} if index else set()
    for name, indicator in told.phrases.indicators.items():
        if indicator.plan in plans and any(part.head in heads for part in indicator.composed):
            return Claim(name, index - 1, "out-of-plan")
    return None


def assigned(told: Telling, index: int) -> Claim | None:
    """*huyện được giao 612 tỷ đồng, đã giải ngân 511 tỷ đồng*: a plan, by what is measured against it.

    What the verb alone leaves open, the sentence or the one before must tell: a bank disburses, too.
    """
    verb = index - 1 - (told.text_before(index) == "là")
    if verb > 0 and any(phrase.role == "sector" for phrase in told.items[verb].phrases):
        verb -= 1  # "được giao vốn xây dựng cơ bản 164 tỷ đồng"
    if verb < 0 or not (told.items[verb].has("assign") or told.items[verb].text in _SET_ASIDE):
        return None
    received = told.items[verb].text in _SET_ASIDE or told.items[verb].text.startswith("được")
    if received and (of_sector := _of_sector(told, index)) is not None:
        return of_sector
    if (of_subject := _set_aside_for(told, index, verb)) is not None:
        return of_subject
    behind = [phrase for item in told.items[index + 1 : index + 1 + _ASSIGNED_REACH] for phrase in item.phrases]
    heads = {phrase.name for phrase in behind if phrase.role == "head"}
    measured = {phrase.name for phrase in behind if phrase.role in {"follow", "frame"}}  # "mới giải ngân 12,1 tỷ đồng"
    if not heads and not measured:
        return None
    sectors = {phrase.name for item in told.items[:index] for phrase in item.phrases if phrase.role == "sector"}
    for name, indicator in told.phrases.indicators.items():
        plan = indicator.plan
        parts = [part for part in indicator.composed if part.head in heads] if plan is not None else []
        spoken = name in told.state.recent or plan in told.state.recent
        by_sector = any(part.sector in sectors for part in parts)
        if plan is not None and ((parts and (spoken or by_sector)) or (name in measured and spoken)):
            return Claim(plan, index, "assigned")
    return None


def planned_of_title(told: Telling, index: int) -> Claim | None:
    """*Dự toán năm 2023 của huyện là 412 tỷ đồng*, below a title that names the revenue: the plan of it."""
    name = told.state.titled
    if name is None or not told.indicator(name).implied_by:
        return _assigned_of_spoken(told, index)
    for j in range(index - 1, max(-1, index - _PLAN_REACH), -1):
        item = told.items[j]
        if item.has("plan") and item.kind == "cue":
            compared = j > 0 and told.items[j - 1].has("reach", "exceed", "up", "down", "share")
            of_plan = any(word in item.text for word in told.indicator(name).implied_by)
            return Claim(name, j, "planned-of-title") if of_plan and not compared else None
        if item.kind not in {"cue", "period", "place"} or item.text in {",", ";", "so với", "so"} or item.phrases:
            return None
    return None


def _assigned_of_spoken(told: Telling, index: int) -> Claim | None:
    """*Năm 2025, Chi cục được giao dự toán 3.160 tỷ đồng*, where the revenue was told of: what its plans are called."""
    before = told.items[max(0, index - _ASSIGNED_REACH) : index]
    plan = next((n for n, item in enumerate(before) if item.has("plan") and item.kind == "cue"), None)
    if plan is None or not plan or told.text_after(index) not in _CLOSES:
        return None
    given = before[plan - 1]
    if not (given.has("assign") and given.text.startswith("được")) or any(item.phrases for item in before[plan:]):
        return None
    if any(not item.has("glue", "copula") for item in before[plan + 1 :]):
        return None
    for name, indicator in told.phrases.indicators.items():
        if name in told.state.told_of and any(word in before[plan].text for word in indicator.implied_by):
            return Claim(name, index, "assigned")
    return None


def _set_aside_for(told: Telling, index: int, verb: int) -> Claim | None:
    """*Về vốn xây dựng cơ bản, quận được phân bổ 620 tỷ đồng; …*: the plan of what the clause is about, and no more."""
    start = told.clause_start(index, {";", ":"})
    if told.text_after(index) not in _CLOSES or not told.items[verb].text.startswith("được"):
        return None
    subject = (*told.items[start:verb], *told.items[verb + 1 : index])
    if any(item.quantity is not None for item in subject):
        return None
    sectors = {phrase.name for item in subject for phrase in item.phrases if phrase.role == "sector"}
    for indicator in told.phrases.indicators.values():
        if indicator.plan is not None and any(part.sector in sectors for part in indicator.composed):
            return Claim(indicator.plan, index, "assigned")
    return None


def _of_sector(told: Telling, index: int) -> Claim | None:
    """*quận bố trí 512 tỷ đồng vốn đầu tư xây dựng cơ bản*: the plan of what the sum is set aside for."""
    following = told.items[index + 1] if index + 1 < len(told.items) else None
    sectors = {phrase.name for phrase in following.phrases if phrase.role == "sector"} if following is not None else ()
    for indicator in told.phrases.indicators.values():
        if indicator.plan is None:
            continue
        if any(part.sector in sectors for part in indicator.composed) or _is_for_counted(told, index, indicator.plan):
            return Claim(indicator.plan, index + 1, "assigned")
    return None


def _is_for_counted(told: Telling, index: int, plan: str) -> bool:
    """*bố trí 620 tỷ đồng cho 85 dự án xây dựng cơ bản*: for what the plan is a plan of.

    Where that, or what was paid of it, was told before, *được giao 412 tỷ đồng cho 52 công trình* says enough.
    """
    behind = told.items[index + 1 : index + _SUM_REACH]
    if len(behind) < _FOR_COUNTED or behind[0].text not in FOR or behind[1].quantity is None:
        return False
    named = {phrase.name for phrase in behind[2].phrases if phrase.role == "form"}
    spoken = {*told.state.told_of, told.state.titled}
    if not spoken.isdisjoint((plan, told.phrases.plans.get(plan))) and ends_after_noun(told, index + 2):
        named |= told.counted_by(behind[1].quantity.high)[1]
    return any(not named.isdisjoint(follow.after) for follow in told.indicator(plan).follows)
