"""Whose a figure is, seen from its claim: the district that governs it, or whoever was spoken of before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.figures import REFUSALS
from tasks.grammar.place_lists import district_before
from tasks.grammar.places_behind import place_behind
from tasks.grammar.references import place_word
from tasks.grammar.scope import NOBODY, Focus, governing
from tasks.grammar.whole_of_part import owner_of_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.figures import Claim
    from tasks.grammar.items import Item
    from tasks.grammar.period_codes import Period
    from tasks.grammar.scope import Anchor
    from tasks.grammar.telling import Telling

_SPEAKS: Final = frozenset({"cho biết", "cho hay", "nêu rõ", "báo cáo", "đánh giá", "thống kê"})
_SOCIAL: Final = ("hội ", "đoàn ", "cửa khẩu")
_AT: Final = frozenset({"ở", "tại"})
_CAUSES: Final = frozenset({"nhờ", "nhờ có", "do", "vì", "bởi"})
_NOUN: Final = 3  # items from a count over its noun and a sign to the next noun
_BRANCHES: Final = frozenset({"nhà hàng", "siêu thị", "chợ"})
_PROJECT_ACTS: Final = (["giải"], ["đã"], ["mới"], ["sẽ"], ["này"])
_OWN_WORKS: Final = frozenset({"xã", "phường", "quận", "huyện", "thị xã", "thành phố", "đặc khu"})
_HELPS: Final = ("giúp", "khiến", "giúp cho")
_WHOLE_SECTOR: Final = "toàn ngành"
_OF_WHOLE: Final = frozenset({"của", "mà", "trên", "trên địa bàn", "địa bàn", "trong"})
_WHOLE_UNITS: Final = ("toàn huyện", "toàn quận", "toàn thị xã", "cả huyện", "cả quận", "cả thị xã")
_SUBJECT_REACH: Final = 3  # items from a comma to the place that is the subject
_LIES_REACH: Final = 3  # items from a district to the province that it lies in
_PROVINCE: Final = Focus("province", None, "named")
_FOUNDED_REACH: Final = 30  # words
_SPOKEN_REACH: Final = 2  # sentences of other paragraphs that a district named in passing is spoken of for


def owner_of(told: Telling, anchors: Sequence[Anchor], index: int, claim: Claim) -> Focus:
    """The focus of the figure at ``index``."""
    place = told.place_of_bracket(index)
    if place is not None:
        return next((anchor.focus for anchor in anchors if anchor.index == place), NOBODY)
    if _is_in_bracket_of_province(told, index):
        return _PROVINCE
    if claim.rule == "list:place" and (behind := place_behind(told, index)) is not None:
        return told_of(told.items[behind])
    if claim.rule == "list:place" and (place := district_before(told, index)) is not None:
        low = told.items[place].low
        over = next((anchor for anchor in anchors if anchor.low <= low < anchor.high), None)
        listed = over is not None and (over.index == place or over.focus.kind == "several")
        return over.focus if over is not None and listed else told_of(told.items[place])
    if _lies_in_unknown_place(told, claim.subject, index):
        return Focus("part", None, "unknown")
    planned = told.indicator(claim.indicator).at_founding and _is_of_plan(told, index)
    if planned or _is_of_body(told, min(claim.subject, index), index):
        return Focus("org", None, "org")
    of_communes = told.indicator(claim.indicator).counts[:1] == ("xã",)
    if claim.rule == "counted-then-named" or of_communes:
        # The communes that are counted, and what is counted with them: "98 xã và huyện Trấn Yên đạt chuẩn".
        beside = {f"{noun} và" for noun in ("xã", "phường")}
        high = told.items[index].high
        anchors = [
            anchor
            for anchor in anchors
            if (anchor.focus.kind != "part" or (anchor.index < index and not of_communes))
            and (anchor.low <= high or told.words(high, anchor.low) not in beside)
        ]
    if (led := _leads_subject(told, index)) is not None:
        return led
    if (whole := _of_whole_behind(told, anchors, index, claim)) is not None:
        return whole
    if (whole := owner_of_whole(told, anchors, index, claim, _carried(told))) is not None:
        return whole
    owner = governing(anchors, told.items, claim.subject, index, _carried(told))
    if of_communes and owner.unit is not None and owner.unit.type in {"xã", "phường"}:
        return Focus("part", None, "counted")  # "cả 2 xã", of which the commune was made
    return owner


def _is_in_bracket_of_province(told: Telling, index: int) -> bool:
    """*ngang với tỉnh Lai Châu (2.190 tỷ đồng)*, but *huyện Gò Dầu, Tây Ninh (1.200 hộ)* tells where a huyện lies."""
    before = told.items[index - 2] if index > 1 and told.text_before(index) == "(" else None
    if before is None or before.place is None or before.place.level != "province":
        return False
    return not any(item.names_district for item in told.items[max(0, index - 2 - _LIES_REACH) : index - 2])


def _of_whole_behind(told: Telling, anchors: Sequence[Anchor], index: int, claim: Claim) -> Focus | None:
    """*Trong số 2.140 tỷ đồng tiền sử dụng đất mà toàn tỉnh thu được*: whose it is stands behind the name."""
    if claim.subject <= index or claim.chained:
        return None
    end = claim.subject + 1
    plan = told.indicator(claim.indicator).plan  # "kết quả giải ngân vốn đầu tư công của tỉnh"
    while end < len(told.items) and (
        told.items[end].text in _OF_WHOLE
        or (plan is not None and any(phrase.name == plan for phrase in told.items[end].phrases))
    ):
        end += 1
    behind = [anchor.focus for anchor in anchors if anchor.index == end]
    if end < len(told.items) and told.items[end].text.startswith(_WHOLE_UNITS):
        # "xã Đồng Văn dẫn đầu với 62 tỷ đồng trong 655 tỷ đồng thu ngân sách toàn huyện"
        return next((focus for focus in behind if focus.kind == "district"), None)
    return next((focus for focus in behind if focus.kind in {"province", "nation"}), None)


def _leads_subject(told: Telling, index: int) -> Focus | None:
    """*Với 7,2 triệu lượt khách, du lịch Vĩnh Phúc đã trở lại*: the subject behind the comma has as many."""
    if told.words(0, told.quantity(index).low) != "với":
        return None
    comma = next((j for j in range(index + 1, len(told.items)) if told.items[j].text == ","), None)
    if comma is None or any(
        item.quantity is not None or item.place is not None for item in told.items[index + 1 : comma]
    ):
        return None
    behind = told.items[comma + 1 : comma + 1 + _SUBJECT_REACH]
    stops = (item for item in behind if item.place is not None or item.has("reach") or item.text in _OWN_WORKS)
    place = next(stops, None)
    return _PROVINCE if place is not None and place.place is not None and place.place.level == "province" else None


def _lies_in_unknown_place(told: Telling, subject: int, index: int) -> bool:
    """*Tỷ lệ hộ nghèo ở Thượng Trạch vẫn trên 60%*: some place that bears a name of two words and is no district's."""
    if not 0 <= subject < index - 3 or told.items[subject + 1].text not in _AT:
        return False
    named = told.items[subject + 2 : subject + 4]
    return all(item.is_of_name(told.tokens) for item in named)


def told_of(item: Item) -> Focus:
    """The focus of an item that names a district."""
    assert item.place is not None
    return Focus("district", item.place.unit, "named")


def _is_of_plan(told: Telling, index: int) -> bool:
    """*Dự án có quy mô dân số 12.000 người*, *khu tái định cư … quy mô dân số …*: nobody's population yet."""
    words = told.words(0, told.items[index].low)
    return any(
        f" {plan} " in f" {words} " for plan in ("dự án", "quy hoạch", "tái định cư", "khu đô thị", "khu dân cư")
    )


def _is_of_body(told: Telling, low: int, index: int) -> bool:
    """*Công ty … nộp ngân sách 12 tỷ đồng*: a company or another body in the figure's own clause."""
    bodies: list[int] = []
    if _helps_unit(told, index):
        return False
    if "org" in told.classes:
        bodies = [j for j, item in enumerate(told.items[:index]) if item.has("org") and not _is_listed_body(told, j)]
        bodies = [j for j in bodies if not _is_cause(told, j) and not _is_aside(told, j, index)]
    start = told.clause_start(low, {",", ";", ":"})
    if any(j >= start for j in bodies) or _acts_as_project(told, start) or _was_founded(told, low):
        return True
    # "Công ty May … đạt doanh thu 214 tỷ đồng, giải quyết việc làm cho 1.120 lao động"
    of_sector = [
        j
        for j in range(start, index)
        if told.items[j].text == _WHOLE_SECTOR and not any(one.role == "sector" for one in told.items[j + 1].phrases)
    ]  # but "toàn ngành công nghiệp có giá trị sản xuất …"
    if any(_opens_clause(told, j) for j in of_sector):
        return not any(item.names_district for item in told.items[start:index])
    first = bodies[0] if bodies else -1
    if first != (1 if told.items[0].text in _AT else 0):
        return False
    opener = told.items[first]
    if opener.high >= len(told.tokens) or not (told.tokens[opener.high].capital or opener.text.startswith(_SOCIAL)):
        return False
    if any(item.text in _SPEAKS for item in told.items[:index]):
        return False
    # A place that opens a clause turns to it; others are part of the name or say where it lies.
    return not any(
        item.text == ";" or (item.place is not None and told.text_before(j) in {",", "và"})
        for j, item in enumerate(told.items[:index])
    )


def _helps_unit(told: Telling, index: int) -> bool:
    """*Phố cổ, phố đi bộ giúp quận đón 9,8 triệu lượt khách*: what a body did for the unit is the unit's."""
    if not told.holds(_HELPS):
        return False
    start = told.clause_start(index, {";", ":"})
    return any(
        told.items[j].text in _HELPS
        and (told.items[j + 1].names_district or place_word(told.items[j + 1]) in _OWN_WORKS)
        for j in range(start, index - 1)
    )


def _opens_clause(told: Telling, j: int) -> bool:
    """*Quý IV toàn ngành phấn đấu …*: the first words of a clause, behind a time."""
    return j == 0 or told.items[j - 1].period is not None or told.items[j - 1].text in {",", ";", ":"}


def _acts_as_project(told: Telling, start: int) -> bool:
    """*…, dự án giải ngân được 95% vốn*: one project, told of as known."""
    low = told.items[start].low
    return told.texts[low : low + 2] == ["dự", "án"] and told.texts[low + 2 : low + 3] in _PROJECT_ACTS


def _was_founded(told: Telling, low: int) -> bool:
    """*doanh nghiệp được thành lập từ năm 2002, hiện có vốn điều lệ 200 tỷ đồng*: one company."""
    if "doanh nghiệp" not in told.text or "thành lập" not in told.text:
        return False
    words = told.words(max(0, told.items[low].low - _FOUNDED_REACH), told.items[low].low)
    return "doanh nghiệp" in words and ("thành lập từ năm" in words or "thành lập vào năm" in words)


def _is_cause(told: Telling, index: int) -> bool:
    """*Xã Lao Bảo nhờ cửa khẩu thông suốt thu được …*: only why the district behind whose name it stands did so."""
    return index > 1 and told.text_before(index) in _CAUSES and told.items[index - 2].names_district


def _is_aside(told: Telling, body: int, index: int) -> bool:
    """*Thu ngân sách huyện (chưa kể số thu của hải quan) đạt …*: in parentheses that close before the figure."""
    opened = next((j for j in range(body, -1, -1) if told.items[j].text in {"(", ")"}), None)
    closed = any(item.text == ")" for item in told.items[body:index])
    return opened is not None and told.items[opened].text == "(" and closed


def _is_listed_body(told: Telling, index: int) -> bool:
    """*224 tổ dân phố*; *doanh thu thương mại, khách sạn, nhà hàng*: counted, or a branch of trade.

    Nor is *do xã làm chủ đầu tư* about anybody else than the xã.
    """
    if index > 1 and told.text_before(index) == "làm" and told.items[index].text == "chủ đầu tư":
        by = told.items[index - 2]
        if by.names_district or place_word(by) in _OWN_WORKS:
            return True
    if index and told.items[index - 1].quantity is not None:
        return True
    if index > _NOUN and told.text_before(index) in {",", "và", "-"} and told.items[index - _NOUN].quantity is not None:
        return True  # "87% thôn, tổ dân phố và 85% hộ gia đình …"
    if told.items[index].text == "chủ đầu tư" and told.text_before(index) in {"các", "từng"}:
        return True  # "các chủ đầu tư phải giải ngân 93%": all of them together
    return told.items[index].text in _BRANCHES and told.text_before(index) in {",", "và", "-"}


def _carried(told: Telling) -> Focus:
    """Who was spoken of before, as far as it still holds."""
    state = told.state
    context, carried = state.context, state.focus
    # "Xã A thu 3 tỷ đồng. Hộ nghèo còn 2%"
    goes_on = state.of_part == told.sentence.index - 1 and not context.communes_are_units
    if carried.kind == "part" and context.main_in_title and not goes_on:
        carried = state.home  # a ward named in passing does not take the report over
    at_home = (context.main_in_title and carried.unit == context.main) or carried == state.section
    away = told.sentence.index - state.spoken > _SPOKEN_REACH and told.sentence.paragraph != state.spoken_paragraph
    if carried.kind == "district" and not at_home and away:
        return NOBODY
    return carried


def refusal(focus: Focus, period: Period | None, period_rule: str) -> tuple[str | None, str]:
    """The code and message of what keeps a figure from being published; ``(None, "")`` where nothing does."""
    if focus.kind != "district" or focus.unit is None:
        return REFUSALS.get(focus.kind, REFUSALS["none"])
    if period is not None:
        return None, ""
    if period_rule == "holiday":
        return "no_period_code", "the figure is told of some days or a holiday, which no period code names"
    return "no_period", "neither the text nor the article's date tells the year of the figure"
