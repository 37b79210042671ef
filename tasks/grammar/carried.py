"""Indicators that were named elsewhere: announced as a topic, told in the sentence before, or implied by a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.counted import ends_after_noun, has_own_noun
from tasks.grammar.figures import Claim
from tasks.grammar.indicators import fits
from tasks.grammar.surroundings import base_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

EACH_HAS: Final = ("thu nhập", "bình quân đạt", "bình quân thu nhập", "mức thu nhập", "nâng thu nhập", "đưa thu nhập")
_EVERYBODY: Final = frozenset(
    {
        f"{who}{where}{has}"
        for who in ("người dân ", "mỗi người dân ", "nhân dân ")
        for where in ("", "trong xã ", "xã ", "phường ", "địa phương ", "toàn xã ", "toàn phường ", "trên địa bàn ")
        for has in ("có ", "có mức ", "hiện có ", "hiện có mức ", "đạt mức ", "")
    }
)
_BRIEF: Final = frozenset(
    {"đạt", "ước", "ước đạt", "là", "khoảng", "trên", "hơn", "gần", "bình", "quân", "tới", "đến", "mới", "chỉ", "còn"}
)
_NO_EARNERS: Final = frozenset({"xã", "phường", "trường", "chỉ", "vụ", "thôn", "dự", "doanh", "sản"})
_WE: Final = frozenset({"chúng", "tôi", "ta"})
_ENDS: Final = frozenset({"", ".", ",", ";", "kế hoạch", "trở lên"})


def per_head(told: Telling, number: Number, unknown: int) -> Claim | None:
    """*Đời sống được nâng lên, thu nhập đạt 53,4 triệu đồng/người/năm*: by what the sum is told for."""
    per = set(number.quantity.per)
    if number.quantity.kind != "money" or not per or not per <= {"người", "năm"}:
        return None
    start = told.clause_start(number.index, {",", ";", ":"})
    if start and told.items[start - 1].text == "," and _counts_some(told, start):
        return None  # "Có 21 lao động đi Nhật Bản, thu nhập 300 triệu đồng/người/năm"
    while start < number.index and (
        told.items[start].period is not None or told.items[start].has("target") or told.items[start].text == "trong đó"
    ):
        start += 1  # "đến năm 2025 thu nhập đạt 95 triệu đồng/người/năm"
    start = next((j + 1 for j in range(number.index - 1, start, -1) if told.items[j].has("target")), start)
    words = told.words(told.items[start].low, number.quantity.first)
    if per == {"người", "năm"} and _BRIEF.issuperset(words.split()) and _tells_income_before(told, start):
        words = f"thu nhập {words}"
    named, income, rest = words.partition("thu nhập")
    brief = income != "" and (named in _EVERYBODY or not named) and _BRIEF.issuperset(rest.split())
    of_all = brief and named != ""  # "Người dân có mức thu nhập 72 triệu đồng/năm"
    strange = unknown or any(item.kind == "word" for item in told.items[start : number.index])
    if not of_all and ("người" not in per or not (brief or (not strange and words.startswith(EACH_HAS)))):
        return None
    names = [name for name, indicator in told.phrases.indicators.items() if indicator.per_head]
    return Claim(names[0], start, "per-head") if len(names) == 1 else None


def _tells_income_before(told: Telling, start: int) -> bool:
    """*thu nhập còn thấp, bình quân mới 25 triệu đồng/người/năm*: what the clause before speaks of."""
    if not start or told.items[start - 1].text != ",":
        return False
    before = told.items[told.clause_start(start - 1, {",", ";", ":"}) : start]
    text = " ".join([item.text for item in before])
    return "thu nhập" in text and all(item.quantity is None for item in before)


def _counts_some(told: Telling, start: int) -> bool:
    before = told.items[told.clause_start(start - 1, {";"}) : start]
    return any(
        item.quantity is not None and item.quantity.kind == "count" and told.texts[item.high] not in _NO_EARNERS
        for item in before
        if item.high < len(told.texts)
    )


def remaining_rate(told: Telling, number: Number) -> Claim | None:
    """*Công tác giảm nghèo được quan tâm, đến nay toàn huyện chỉ còn 3,2%*: the rate of the topic's households."""
    if number.quantity.kind != "percent" or not told.around(number.index).left_has("down_to"):
        return None
    here = told.sentence
    topics = {phrase.name for item in told.items[: number.index] for phrase in item.phrases if phrase.role == "topic"}
    for name, indicator in told.phrases.indicators.items():
        if indicator.share is None or not indicator.topics:
            continue
        topic = told.state.topics.get(name)
        before = topic is not None and (topic.sentence, topic.paragraph) == (here.index - 1, here.paragraph)
        if (name in topics or before) and told.indicator(indicator.share).is_rate:
            return Claim(indicator.share, number.index, "remaining-rate")
    return None


def _has_base(told: Telling, index: int) -> bool:
    """*Con số đó bằng 58% dự toán*: what a percentage is of is told right behind it."""
    return base_in(told.around(index).right[:3]) in {"plan", "prev"}


def _names_sector(item: Item) -> bool:
    """*Kế hoạch vốn xây dựng cơ bản …*: a sector of another indicator, though it has no head here."""
    return any(phrase.role == "sector" for phrase in item.phrases)


def continued(told: Telling, number: Number, unknown: int) -> Claim | None:
    """*Lũy kế 5 tháng ước đạt 109 tỷ đồng*: a sentence that only tells another period of the figure before it."""
    before = told.items[: number.index]
    text = " ".join(item.text for item in before)
    pronoun = any(phrase in text for phrase in told.lexicon.pronouns)  # "con số này", "trong đó"
    name = told.state.last_level if told.state.last_sentence == told.sentence.index - 1 else None
    name = _meant(told, number) if name is None and pronoun else name
    only_named = name is None and told.state.named_sentence == told.sentence.index - 1 and bool(told.state.recent)
    if only_named:
        name = told.state.recent[-1]  # "Tỷ lệ hộ nghèo giảm nhanh. Đầu năm là 5,1%, cuối năm còn 3,2%."
    if (of_plan := _of_plan_told(told, number)) is not None:
        return of_plan
    if name is None or told.text_before(number.index) == "tăng trưởng":
        return None  # "Sang năm 2020: tăng trưởng 9,3%": of the economy, which was told sentences ago
    name = _of_verb(told, before, name) or name
    indicator = told.indicator(name)
    if number.quantity.kind == "percent" and not unknown and _only_moves(before):
        rate = name if indicator.is_rate else indicator.share
        if rate is not None and not told.indicator(rate).is_growth:
            return Claim(rate, number.index, "continued")
    if not fits(number.quantity, indicator):
        return None
    if only_named and (indicator.is_growth or (indicator.is_rate and has_own_noun(told, number.index))):
        return None
    if number.quantity.kind == "percent" and not (
        (only_named and indicator.is_rate)
        or (pronoun and (indicator.is_rate or (not unknown and _has_base(told, number.index))))
    ):
        return None
    if pronoun:
        return Claim(name, number.index, "pronoun")
    others = (
        item.place is not None or _names_sector(item) or _is_done_with_another(told, item, name) for item in before
    )
    if unknown or any(others):
        return None
    if indicator.is_count and not (name in number.nouns and ends_after_noun(told, number.index)):
        return None
    if any(item.period is not None and item.period.kind not in {"base", "average"} for item in before):
        return Claim(name, number.index, "continued")
    return None


def named_in_sentence(told: Telling, number: Number) -> Claim | None:
    """*Doanh thu dịch vụ năm nào cũng tăng; riêng năm 2013, con số này ước 161.000 tỷ đồng*: what was named, untold."""
    if number.previous is not None or not told.holds(told.lexicon.pronouns):
        return None
    at = next((j for j in told.backwards(number.index) if told.items[j].text in told.lexicon.pronouns), None)
    if at is None or any(item.kind == "word" or item.text in {",", ";"} for item in told.items[at + 1 : number.index]):
        return None
    for j in told.backwards(at):
        if told.items[j].quantity is not None:
            return None
        names = [phrase.name for phrase in told.items[j].phrases if phrase.role == "form"]
        if names:
            named = [name for name in names if fits(number.quantity, told.indicator(name))]
            return Claim(named[0], j, "pronoun") if named else None
    return None


def _meant(told: Telling, number: Number) -> str | None:
    """What *con số này* is where the sentence before told no level: what it named, or counted as a time's beginning."""
    recent = told.state.recent[::-1]
    if number.is_count:
        return next((name for name in recent if name in number.nouns), None)
    return recent[0] if recent and number.quantity.kind == "percent" else None


def _of_plan_told(told: Telling, number: Number) -> Claim | None:
    """*… mới giải ngân được 37%. Chúng tôi phấn đấu đến 31-1 đạt 90%*: of its plan again, at another time."""
    thread, before = told.state.thread, told.items[: number.index]
    if number.quantity.kind != "percent" or thread.ratios_sentence != told.sentence.index - 1 or not thread.ratios:
        return None
    name = thread.ratios[-1]
    if told.indicator(name).plan is None or any(item.phrases or item.has("org") for item in before):
        return None
    if (
        any(item.kind == "word" and item.text not in _WE for item in before)
        or told.text_after(number.index) not in _ENDS
    ):
        return None
    timed = any(item.period is not None and item.period.kind in {"day", "month", "year", "quarter"} for item in before)
    aimed = any(item.has("target", "estimate") for item in before) and any(item.has("reach") for item in before)
    return Claim(name, number.index, "continued") if timed and aimed else None


def _is_done_with_another(told: Telling, item: Item, name: str) -> bool:
    """*Thu ngân sách đạt 590 tỷ đồng. Đến 30/11, quận đã giải ngân 402 tỷ đồng*: the verb of another indicator."""
    meant = [phrase for phrase in item.phrases if phrase.role in {"form", "follow", "frame", "lead", "head"}]
    if not meant or item.has("glue"):
        return False
    own = {name, *(part.head for part in told.indicator(name).composed)}
    return all(phrase.name not in own for phrase in meant)


def _of_verb(told: Telling, before: Sequence[Item], name: str) -> str | None:
    """*Tiền sử dụng đất mới đạt 61 tỷ đồng. Cùng kỳ năm trước, huyện thu được 188 tỷ đồng*: of the whole, not its part.

    The verb right before the number stands for another indicator that was told, whose part ``name`` is.
    """
    verb = before[-1] if before else None
    if verb is None or not any(phrase.role == "head" for phrase in verb.phrases):
        return None
    meant = {phrase.name for phrase in verb.phrases if phrase.role == "follow"} & told.state.told_of
    return meant.pop() if len(meant) == 1 and name not in meant else None


def _only_moves(before: Sequence[Item]) -> bool:
    """*Kế hoạch năm 2024 giảm 5,3%*, behind a sentence on the poverty rate: a time and a verb, and nothing else."""
    if not before or not before[-1].has("up", "down", "up_to", "down_to"):
        return False
    if any(item.kind not in {"period", "cue"} or item.text in {";", ":", "("} for item in before[:-1]):
        return False
    return any(item.period is not None and item.period.kind not in {"base", "average"} for item in before)
