"""Averages over several years, and means of several places: no figures of a period, nor what goes on from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.compared_with import RULE as COMPARED
from tasks.grammar.days import tells_time
from tasks.grammar.restated import OF_ALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.indicators import Indicator
    from tasks.grammar.figures import Claim
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.telling import Telling

_AVERAGES: Final = ("bình quân", "trung bình")
_MEANS: Final = ("bình quân", "trung bình", "mức chung", "chung", "toàn tỉnh", "cả tỉnh", "cả nước", "toàn thành phố")


def is_average(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> bool:
    """Averages over several years are no figure of a period; *thu nhập bình quân* is no average of that kind."""
    indicator = told.indicator(claim.indicator)
    if claim.rule in {OF_ALL, COMPARED}:
        return False  # "chín xã đạt trên 95%, bình quân toàn huyện là 93,7%", "gấp đôi con số 41 tỷ đồng của năm 2021"
    named = told.items[claim.subject].text if 0 <= claim.subject < len(told.items) else ""
    if indicator.is_growth and "bình quân" in named and not _is_dated_again(told, index, claim):
        return True
    if "average" in told.times or "times" in told.classes:
        averaged = _is_told_as_average(told, index, claim, reading)
        if averaged is not None:
            return averaged
    around = told.around(index)
    behind = [item.period.text for item in around.right[:3] if item.period and item.period.kind == "average"]
    if (behind and not _is_of_each_year(told, reading, indicator, behind[0])) or _is_of_mean(told, index):
        return True
    if "bình quân" in told.text and any(
        item.has("up", "down") and "bình quân" in item.text for item in around.left[:3]
    ):
        return True  # "tăng bình quân 9,5%"
    return "average" in told.classes and any(item.has("average") for item in around.left[:3]) and not indicator.per_head


def _is_dated_again(told: Telling, index: int, claim: Claim) -> bool:
    """*tăng trưởng bình quân 9%/năm cả nhiệm kỳ; riêng năm 2022, huyện đạt 9,25%*: a year of its own."""
    previous = told.previous_quantity(index)
    if not claim.chained or previous is None:
        return False
    between = told.items[previous + 1 : index]
    own = next((n for n, item in enumerate(between) if item.text == ";"), None)
    return own is not None and any(i.period is not None and i.period.kind == "year" for i in between[own:])


def _is_told_as_average(told: Telling, index: int, claim: Claim, reading: MeasureReading) -> bool | None:
    """Whether what stands before a figure in its clause tells an average; ``None`` where nothing there says so."""
    indicator = told.indicator(claim.indicator)
    low = told.clause_start(min(claim.subject, index), {",", ";", ":"})
    if reading.measure == "level" and told.in_parentheses(index):  # "hàng năm vượt dự toán (512 tỷ đồng năm 2021)"
        low = max(low, told.clause_start(index, {"("}))
    own = told.clause_start(index, {";"}) if claim.chained else 0  # "mỗi năm tăng 8%; năm 2020 đạt 310 tỷ đồng"
    previous = told.previous_quantity(index)
    of_time = reading.measure == "level" or indicator.is_growth
    if of_time and claim.chained and previous is not None and tells_time(told, previous, index):
        own = max(own, previous + 1)  # "mỗi năm giảm bình quân 1,7%, cuối kỳ còn 2,8%"
    near = told.clause_start(index, {",", ";", ":", "(", "và"})  # "gấp 2 lần cùng kỳ và vượt 5,6% dự toán"
    for j, item in enumerate(told.items[max(low, own) : index], max(low, own)):
        if item.kind == "word":
            continue
        if item.period is not None and item.period.kind == "average" and not _is_dated_since(told, j, index):
            means = told.text_after(j) in {"bình quân", "trung bình"}  # "mỗi năm bình quân vượt 19,6%"
            return (
                means or _is_opened_by_mean(told, j) or not _is_of_each_year(told, reading, indicator, item.period.text)
            )
        if "times" in item.cues and j >= near:
            return True
    return None


def _is_opened_by_mean(told: Telling, average: int) -> bool:
    """*Bình quân ba năm 2019-2021, mỗi năm huyện có 29 vụ*: nothing but a time and a comma before *mỗi năm*."""
    j = average - 1
    while j > 0 and (told.items[j].period is not None or told.items[j].text in {",", "của", "trong"}):
        j -= 1
    return j >= 0 and j < average - 1 and told.items[j].has("average")


def _is_dated_since(told: Telling, average: int, index: int) -> bool:
    """*Số vụ hằng năm đều giảm, năm 2021 là 268 vụ*: behind a comma, a year of its own."""
    between = told.items[average + 1 : index]
    comma = next((n for n, item in enumerate(between) if item.text == ","), None)
    if comma is None or any(item.quantity is not None for item in between[:comma]):
        return False
    return any(item.period is not None and item.period.kind == "year" for item in between[comma : comma + 3])


def _is_of_mean(told: Telling, index: int) -> bool:
    """*…, thấp hơn bình quân các huyện (1,62%)*: what the district is compared with."""
    if told.text_before(index) != "(":
        return False
    low = told.clause_start(index - 1, {",", ";", ":", "("})
    compares = mean = False
    for item in told.items[low : index - 1]:
        if mean and item.names_district:
            return False  # "thấp hơn mức bình quân là huyện Bố Hạ (48%)": those that are so
        compares = compares or "hơn" in item.text.split() or item.text in {"so với", "với", "vượt"}
        mean = mean or (compares and any(word in item.text for word in _MEANS))
    return mean


def goes_on_of_average(told: Telling, index: int, reading: MeasureReading, averages: Sequence[int]) -> bool:
    """*tăng bình quân 12,5%/năm; trong đó công nghiệp tăng 15,2%, dịch vụ tăng 14,1%*: all of them are averages.

    ``averages`` are the quantities of the sentence that were refused as such.
    """
    beside = bool(averages) and averages[-1] == told.previous_quantity(index)
    if (
        beside
        and reading.rule == "plan_ratio:exceed"
        and not any(item.text == ";" or item.phrases for item in told.items[averages[-1] : index])
    ):
        return True  # "tăng bình quân 13%, hơn Nghị quyết 0,36%"
    if reading.rule not in {"growth:bare", "growth:rate-of-growth", "plan_ratio:reach-bare"}:
        return False
    if averages and told.quantity(averages[-1]).kind == "percent":
        return not tells_time(told, averages[-1], index)
    goes_on = told.state.averaged == told.sentence.index - 1 and told.items[0].has("part_of")
    return goes_on and not tells_time(told, 0, index)


def _is_of_each_year(told: Telling, reading: MeasureReading, indicator: Indicator, text: str) -> bool:
    """*mỗi năm 5.000 lao động*, told of a term: of each of its years.

    *bình quân mỗi năm* is only where the term's own sum is one, too.
    """
    alike = (indicator.is_count and reading.measure == "level") or reading.measure == "plan_ratio"
    aimed = not indicator.over_term and reading.measure == "level" and _is_aimed_by_then(told)
    yearly = alike and (aimed or _names_years(told))  # "hằng năm thu ngân sách vượt dự toán từ 5% trở lên"
    averaged = text.startswith(_AVERAGES) or told.words(0, 2) in _AVERAGES  # "Bình quân ba năm 2019-2021, mỗi năm …"
    return yearly and text.endswith("năm") and (indicator.over_term or not averaged)


def _is_aimed_by_then(told: Telling) -> bool:
    """*Đến năm 2030 đón khoảng 300.000 lượt khách mỗi năm*: so many in the year by which it is aimed at."""
    year = told.state.context.year
    times = [item.period for item in told.items if item.period is not None and item.period.until]
    return year is not None and any(time.kind == "year" and time.year and time.year > year for time in times)


def _names_years(told: Telling) -> bool:
    """Whether a sentence tells of a term, or of the last year of one that is aimed at: *đến năm 2025, mỗi năm …*."""
    spoken = told.state.timing.spoken
    term, current = spoken.next_term, spoken.current
    if any(p is not None and "/" in p.code for p in (current, spoken.home)) or (spoken.of_term and current is None):
        return True
    terms = [one for one in (spoken.term, term) if one is not None]
    within = current is None or any(one.start.year <= current.year <= one.end.year for one in terms)
    if terms and within and not any(item.period is not None and item.period.year for item in told.items):
        return True  # "Cuối năm 2014, có 4 xã đạt chuẩn. Mỗi năm tạo việc làm cho …", in the report of a term
    times = [item.period for item in told.items if item.period is not None]
    aimed = term is not None and any(time.until and time.year == term.end.year for time in times)
    return aimed or any(time.kind in {"span", "term"} for time in times)
