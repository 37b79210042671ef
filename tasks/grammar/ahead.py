"""Indicators named behind the number: *275 doanh nghiệp lập mới*, *đạt 105% dự toán thu ngân sách*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.asides import behind_aside
from tasks.grammar.counted import named_beside, noun_end, noun_text, self_named
from tasks.grammar.done_of_plans import done_of_plan
from tasks.grammar.figures import Claim
from tasks.grammar.had import had_by_all
from tasks.grammar.indicators import fits, unjoined
from tasks.grammar.sectors import EXCLUDED_PART, sector_before
from tasks.grammar.sectors_behind import of_subject
from tasks.grammar.shared_words import shared_predicate
from tasks.grammar.stages import whole_of_stages

if TYPE_CHECKING:
    from tasks.catalog.indicators import Indicator
    from tasks.grammar.indicators import Phrase
    from tasks.grammar.items import Item
    from tasks.grammar.telling import Number, Telling

_WITH: Final = frozenset({"với", "đạt", "thu"})
_FIRST: Final = frozenset({"nhất", "đầu", "bảng"})  # "cao nhất", "dẫn đầu", "đầu bảng"
_CAUSES: Final = frozenset({"do", "vì", "nhờ", "bởi", "khi", "nếu", "trong khi"})
_PASSIVE: Final = frozenset({"được", "đã", "đã được", "đều", "đều được"})
_SMALL: Final = frozenset({"số", "các", "tổng số", "trong", "lượng"})
_ENDS: Final = frozenset({",", ";", ".", ":", "(", ")", "!", "?", "và"})
_CLAUSES: Final = frozenset({",", ";", ":"})
_NUMBER_OF: Final = frozenset(
    {"con số", "mức", "số", "kết quả", "ước", "ước tính", "của", "cho", "về", "mà", "tổng số"}
)
_TAKES: Final = frozenset({"có", "được", "có được", "thu", "ước có"})
_POINTERS: Final = frozenset({"đó", "đây", "ấy", "đó là", "đây là", "ấy là", "là"})
_ALL: Final = 100  # percent
_NEGATIONS: Final = frozenset({"không", "chưa", "chẳng"})
_TOLERANCE: Final = 8  # unknown words between a counted noun and the phrase that names its indicator


def right_ahead(told: Telling, number: Number) -> tuple[Claim | None, frozenset[str]]:
    """The indicator whose phrase follows the number, and those that the phrase excludes.

    *275 doanh nghiệp lập mới*, *98% hộ dùng nước sạch*.
    """
    if number.is_count:
        own = self_named(told, number.quantity) or named_beside(told, number) or _had_by_all(told, number)
        own = own or _led_from_behind(told, number) or whole_of_stages(told, number)
        if own is not None:
            return own, frozenset()
    j = number.index + 1
    between = _SMALL | _PASSIVE if number.quantity.kind == "percent" else _SMALL  # "99,2% được trả đúng hạn"
    while j < len(told.items) and told.items[j].kind == "cue" and told.items[j].text in between:
        j += 1
    reach = _gives(told, number) or _named_after_all(told, number, j) or _taken_from(told, number)
    j += reach
    done = _done_behind(told, number, j)
    if done is not None:
        return done, frozenset()
    if j >= len(told.items) or told.items[j].kind != "phrase":
        return (_behind_plan(told, number.index) if number.quantity.kind == "percent" else None), frozenset()
    item = told.items[j]
    excluded = frozenset(phrase.name for phrase in item.phrases if phrase.role == "excluded")
    for phrase in item.phrases:
        if phrase.name in excluded or phrase.role not in {"form", "follow"}:
            continue
        if phrase.role == "follow":
            counted = number.is_count and phrase.name in number.nouns
            counted = counted or (number.quantity.kind == "percent" and told.indicator(phrase.name).is_rate)
            counted = counted or _is_sum_of_last(told, number, phrase) or _moves_number_of(told, number, item, phrase)
            spoken_of = _spoken_of(told, j, phrase) and (not phrase.told or _was_told(told, phrase))
            if counted and j == number.index + 1 and spoken_of:
                return Claim(phrase.name, j, "after-number:follow"), excluded
        elif (measured := done_of_plan(told, number, phrase.name, j)) is not None:
            return Claim(measured, j, "after-plan"), excluded
        elif reach and number.quantity.kind == "percent" and _is_percentage_of(told.indicator(phrase.name)):
            return Claim(phrase.name, j, "after-number"), excluded
        elif _named_by(told, number, item, told.indicator(phrase.name), direct=reach > 0 or j == number.index + 1):
            name = of_subject(told, number.index, item, phrase.name)
            return (Claim(name, j, "after-number") if name else None), excluded
    return None, excluded


def _is_percentage_of(indicator: Indicator) -> bool:
    """*76% là tỷ lệ giải ngân*, *9,4% là tốc độ tăng trưởng kinh tế*: what is told in percent, though it is no rate."""
    return indicator.is_growth or indicator.plan is not None


def _named_after_all(told: Telling, number: Number, j: int) -> int:
    """*Gần 12.000 tỷ đồng là (con số ước của) tổng mức bán lẻ*: items from what opens a clause to its name."""
    start = told.clause_start(number.index, _CLAUSES)
    opens = all(item.has("part_of") for item in told.items[start : number.index])  # "trong đó 12 tỷ đồng là …"
    if not opens or (number.is_count and number.has_noun) or j + 2 >= len(told.items):
        return 0
    skipped = 1
    if told.items[j].text == "," and told.items[j + 1].text in _POINTERS:
        skipped = 2 + (told.items[j + 2].text == "là")  # "Gần 12.000 tỷ đồng, đó là tổng mức bán lẻ"
    elif told.items[j].text != "là":
        return 0
    while j + skipped < len(told.items) and told.items[j + skipped].text in _NUMBER_OF:
        skipped += 1
    return skipped


def _gives(told: Telling, number: Number) -> bool:
    """*Công nghiệp đóng góp 1.310 tỷ đồng vào giá trị sản xuất*: what it gives to the whole is its own."""
    index = number.index
    gives = number.quantity.kind == "money" and told.text_after(index) == "vào" and index + 2 < len(told.items)
    if not gives or not told.text_before(index).endswith("góp"):
        return False
    heads = (phrase for phrase in told.items[index + 2].phrases if phrase.role == "head")
    return any(sector_before(told, index, head) not in {None, EXCLUDED_PART} for head in heads)


def _taken_from(told: Telling, number: Number) -> int:
    """*huyện đã thu 450 tỷ đồng từ tiền sử dụng đất*: from the sum to the source that is an indicator of its own."""
    index = number.index
    if number.quantity.kind != "money" or told.text_after(index) != "từ" or not index or index + 2 >= len(told.items):
        return 0
    verb = told.items[index - 1]
    takes = verb.text in _TAKES or any(phrase.role == "head" and phrase.name == "collected" for phrase in verb.phrases)
    return int(takes)


def _is_sum_of_last(told: Telling, number: Number, phrase: Phrase) -> bool:
    """*412 doanh nghiệp đăng ký mới với 3.120 tỷ đồng vốn đăng ký*: the capital of those that were just counted."""
    last = number.last
    if number.quantity.kind != "money" or last is None or not told.indicator(last.indicator).is_count:
        return False
    return last.indicator in phrase.after and fits(number.quantity, told.indicator(phrase.name))


def _moves_number_of(told: Telling, number: Number, item: Item, phrase: Phrase) -> bool:
    """*Quận 4 tăng 31,2% số vụ, 50% số người chết*: by how much what was spoken of has moved."""
    if number.quantity.kind != "percent" or not item.text.startswith("số "):
        return False
    return _named_by(told, number, item, told.indicator(phrase.name), direct=True)


def _named_by(told: Telling, number: Number, item: Item, indicator: Indicator, *, direct: bool) -> bool:
    """Whether a phrase behind the number names its indicator; ``direct`` where nothing stands between the two."""
    quantity = number.quantity
    if number.is_count:
        return indicator.is_count and direct
    if quantity.kind != "percent":
        return direct and fits(quantity, indicator)
    if indicator.is_rate:
        highest = indicator.plausible.district
        all_of_them = quantity.value >= _ALL and highest is not None and highest[1] < _ALL  # "xóa 100% hộ nghèo"
        return not indicator.is_growth and not all_of_them
    # "giảm 5% số vụ phạm pháp hình sự"
    based = any(other.period is not None and other.period.kind == "base" for other in told.around(number.index).right)
    named = item.text.startswith(("số", "vụ")) or (direct and based)  # "kéo giảm 12% vụ tai nạn giao thông"
    return (
        indicator.is_count and named and (told.around(number.index).left_has("up", "down") or _moves_too(told, number))
    )


def _moves_too(told: Telling, number: Number) -> bool:
    """*Kéo giảm 4% số vụ phạm pháp hình sự, 9% số vụ tai nạn giao thông*: the verb stands before the first."""
    before = told.reading_of(number.previous)
    return told.text_before(number.index) in {",", "và"} and before is not None and before.measure == "growth"


def _had_by_all(told: Telling, number: Number) -> Claim | None:
    """All that the unit has; not *toàn quận có 112 doanh nghiệp và 845 hộ kinh doanh thành lập mới*."""
    had = had_by_all(told, number)
    return None if had is None else shared_predicate(told, number) or had


def _led_from_behind(told: Telling, number: Number) -> Claim | None:
    """*312 hộ cấp mới giấy đăng ký kinh doanh*, *75 doanh nghiệp cấp mới*: the lead stands right behind the noun."""
    noun, end = noun_text(told, number.quantity), noun_end(told, number.index)
    position = next((j for j in range(number.index + 1, len(told.items)) if told.items[j].low >= end), None)
    if position is None or not noun or told.items[position].low != end:
        return None
    lead = told.items[position]
    sure = " " in noun or "kinh doanh" in lead.text or "đkkd" in lead.text
    for phrase in lead.phrases:
        if phrase.role == "lead" and phrase.name in number.nouns and sure:
            return Claim(phrase.name, position, "after-number:lead")
    return None


def _spoken_of(told: Telling, position: int, phrase: Phrase) -> bool:
    """*Trong xây dựng nông thôn mới, huyện có 12/14 xã đạt chuẩn*: what the phrase may follow was spoken of."""
    named = {other.name for item in told.items[:position] for other in item.phrases if other.role in {"form", "topic"}}
    named.update(claim.indicator for claim in told.claimed())
    if not named.isdisjoint(phrase.after):
        return True
    lasting = told.indicator(phrase.name).is_rate or told.items[position].text.startswith("số ")
    if lasting and not set(phrase.after).isdisjoint(told.state.recent):
        return True
    topics = (told.state.topics.get(name) for name in phrase.after)
    return any(topic is not None and told.sentence.index - topic.sentence <= 1 for topic in topics)


def _was_told(told: Telling, phrase: Phrase) -> bool:
    """*xảy ra 29 vụ tai nạn giao thông, 9 người chết*, not *một vụ tai nạn khiến 1 người tử vong*: behind a figure."""
    here = {claim.indicator for claim in told.claimed()}
    before = set(told.state.recent) if told.state.recent_told else set()
    return not (here | before).isdisjoint(phrase.after)


def _ends_spoken_of(told: Telling, position: int, phrase: Phrase) -> bool:
    """*đưa thêm 4 xã (Cổ Đô, Tản Hồng) về đích*: nothing more is said of what is reached, for it was spoken of."""
    if phrase.role != "follow" or not _spoken_of(told, position, phrase):
        return False
    return position + 1 == len(told.items) or told.items[position + 1].kind in {"cue", "period"}


def _done_behind(told: Telling, number: Number, position: int) -> Claim | None:
    """*Về đầu tư công, có 112 tỷ đồng được giải ngân*: the verb of what is measured stands behind the sum."""
    position += position < len(told.items) and told.items[position].text == "đã"
    if number.quantity.kind != "money" or position >= len(told.items):
        return None
    heads = {phrase.name for phrase in told.items[position].phrases if phrase.role == "head"}
    if not heads:
        return None
    named = {
        phrase.name for item in told.items[:position] for phrase in item.phrases if phrase.role in {"sector", "form"}
    }
    for name, indicator in told.phrases.indicators.items():
        parts = [part for part in indicator.composed if part.head in heads] if indicator.plan is not None else ()
        if not parts:
            continue
        spoken = {name, indicator.plan, *(part.sector for part in parts)}
        if not spoken.isdisjoint({*named, *told.state.recent}):
            return Claim(name, position, "after-number:head")
    return None


def _behind_plan(told: Telling, index: int) -> Claim | None:
    """*đạt 105% dự toán thu ngân sách*: the indicator follows the plan."""
    seen_plan = False
    for j in range(index + 1, min(index + 6, len(told.items))):
        item = told.items[j]
        if item.has("plan"):
            seen_plan = True
        elif item.kind == "phrase" and seen_plan:
            for phrase in item.phrases:
                if phrase.role == "form" and not told.indicator(phrase.name).is_rate:
                    return Claim(phrase.name, j, "after-plan")
            return None
        elif not item.has("glue", "assign") or item.text in _ENDS or item.text in _CAUSES:
            return None
    return None


def of_leader(told: Telling, number: Number) -> Claim | None:
    """*Với hơn 4.180 tỷ đồng, huyện tiếp tục là nơi thu ngân sách cao nhất tỉnh*: with how much it leads."""
    if number.quantity.kind != "money" or told.text_before(number.index) not in _WITH:
        return None
    if told.text_after(number.index) != "," or told.text_before(number.index - 1) not in {"", ",", ";"}:
        return None
    end = told.clause_end(number.index + 2, {",", ";", "("})
    behind = told.items[number.index + 2 : end]
    first = next((n for n, item in enumerate(behind) if item.quantity is not None), len(behind))
    subject = behind[:2]  # "Với 18.640 tỷ đồng, thu ngân sách của Cẩm Phả cao hơn 47 tỉnh, thành"
    named = any(phrase.role == "form" for item in subject for phrase in item.phrases)
    behind = behind[:first]
    if not named and not any(item.text.split()[-1] in _FIRST for item in behind):
        return None
    for j, item in enumerate(behind, number.index + 2):
        for phrase in item.phrases:
            if phrase.role == "form" and fits(number.quantity, told.indicator(phrase.name)):
                return Claim(phrase.name, j, "after-number")
    return None


def further_ahead(told: Telling, number: Number, excluded: frozenset[str]) -> Claim | None:
    """*9/9 xã của huyện đã được công nhận đạt chuẩn nông thôn mới*: the noun is counted, the phrase comes later."""
    if number.nouns <= excluded:
        return None
    noun, end = unjoined(noun_text(told, number.quantity)), noun_end(told, number.index)
    names = frozenset(name for name in number.nouns - excluded if noun in told.phrases.named_later[name])
    if not names:
        return None
    unknown = 0
    behind = behind_aside(told, number.index, end)
    for j in told.forwards(number.index):
        item = told.items[j]
        if (item.high <= end and item.kind != "phrase") or j < behind:
            continue  # the noun itself: *18/18 xã, thị trấn*
        if item.kind == "quantity" or item.text in {";", "."} or _begins_clause(told, j):
            return None
        meant = [phrase for phrase in item.phrases if phrase.name in names] if item.kind == "phrase" else []
        names -= {phrase.name for phrase in meant if phrase.role == "excluded"}
        if not names:
            return None
        meant = [phrase for phrase in meant if phrase.name in names]
        named = next((one.name for one in meant if one.role == "form" or _ends_spoken_of(told, j, one)), None)
        if named is not None and j > number.index + 1:
            return Claim(named, j, "counted-then-named", unknown)
        unknown += item.kind == "word"
        if unknown > _TOLERANCE or item.text in _NEGATIONS:
            return None
    return None


def _begins_clause(told: Telling, index: int) -> bool:
    """A comma or "và" that does not go on with a list of names: *9/9 xã (An Bình, Bình Thành và Hòa Phú) đạt chuẩn*."""
    if told.items[index].text not in {",", "và"} or index + 1 >= len(told.items):
        return False
    following = told.items[index + 1]
    return following.place is None and not told.tokens[following.low].capital
