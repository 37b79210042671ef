"""Aims that no word of their own sentence calls so: of the months left, of a resolution, of what came before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.period_codes import is_part_of_year, year_period
from tasks.grammar.timing_terms import LOOKS_BACK

if TYPE_CHECKING:
    from tasks.grammar.figures import Claim
    from tasks.grammar.measures import MeasureReading
    from tasks.grammar.period_codes import Period
    from tasks.grammar.telling import Telling

_OPENING: Final = 12  # tokens
_REST: Final = ("tháng cuối năm", "tháng còn lại", "còn lại của năm", "quý cuối năm", "tháng cuối của năm")
_OVER: Final = frozenset({"đã", "qua", "vừa", "ước", "báo", "kết"})  # "đã qua", "ước", "báo cáo", "kết quả"
_DONE: Final = ("done", "estimate", "exceed", "assign")
_LAST: Final = 11  # the month from which on those months may be told of as over
_RESOLVED: Final = ("theo đó", "theo nghị quyết", "theo kế hoạch", "theo dự toán", "theo quyết định")
_IN_DETAIL: Final = ("cụ thể", "trong đó", "theo đó")
_EXPECTED: Final = "dự kiến"
_UNDER_WAY: Final = 10  # the last month in which a year is surely not told of as over
_TASKS: Final = ("nhiệm vụ", "tập trung", "giải pháp", "yêu cầu", "đẩy mạnh", "tiếp tục", "đôn đốc", "chỉ đạo", " sẽ ")
_GOES_ON: Final = (
    "duy trì ", "giữ vững ", "giữ ", "bảo đảm ", "đảm bảo ", "nâng ", "đưa ", "hạ ", "kéo ", "mỗi năm ",
    "chia theo ", "tính theo ", "phân theo ", "chia ra ",
)  # fmt: skip
"""What a sentence opens with that goes on with a list of aims: verbs without a subject, or how an aim is divided."""
_HAS: Final = frozenset({"có", "hiện có", "đang có", "vẫn"})
_WHO: Final = frozenset({"toàn", "cả", "huyện", "quận", "xã", "phường", "thị", "thành", "hiện", "ông", "bà"})
_SAME_TIME: Final = "cùng kỳ"
_ADOPTS: Final = ("thông qua", "biểu quyết")
_ADOPTED: Final = ("chỉ tiêu", "chỉ tiêu chủ yếu", "chỉ tiêu cụ thể", "mục tiêu", "mục tiêu chủ yếu", "mục tiêu cụ thể")
_HALF_TOLD: Final = 1.5  # times what half a year brought: what is more is the year's


def aims_for_rest(told: Telling) -> bool:
    """*Nhiệm vụ 3 tháng cuối năm: thu ngân sách đạt 650 tỷ đồng*, *Trong những tháng còn lại, huyện tập trung …*."""
    context, report = told.state.context, told.state.timing.spoken.report
    if not told.holds(_REST):
        return False
    words = told.words(0, _OPENING)
    at = next((words.index(rest) for rest in _REST if rest in words), None)
    if at is None or not _OVER.isdisjoint(words.split()):
        return False
    if not words.startswith("để ") and any(back in words for back in LOOKS_BACK):
        return False
    if not any(item.has("target") for item in told.items) and not any(task in told.text for task in _TASKS):
        return False  # "Những tháng cuối năm có nhiều mưa"
    published = context.published
    if published is not None and not 1 < published.month < _LAST:
        return False
    named = (item.period.year for item in told.items if item.period is not None and item.period.year is not None)
    if any(year != context.year for year in named) or not (report is None or is_part_of_year(report)):
        return False
    first = next((j for j, item in enumerate(told.items) if item.quantity is not None), 0)
    return not any(item.has(*_DONE) for item in told.items[:first])


def of_whole_year(told: Telling, claim: Claim, reading: MeasureReading, period: Period) -> Period:
    """*6 tháng cuối năm, huyện phấn đấu giải ngân 100% kế hoạch*: by the end of the year, of all of it.

    A sum or count is so only where it is far more than the first half brought; else the second half shall bring it.
    By how much one is to rise or fall is told of the half.
    """
    if not period.code.endswith("-H2"):
        return period
    indicator, before = told.indicator(claim.indicator), told.state.wholes.get(claim.indicator)
    flows = not (indicator.stock or indicator.is_rate or indicator.per_head)
    alone = reading.measure == "level" and (before is None or reading.value < _HALF_TOLD * before[0])
    moves = reading.measure in {"growth", "change"}
    return period if flows and (alone or moves) else year_period(period.year)


def goes_on_with_aims(told: Telling) -> bool:
    """*Thị xã phấn đấu đón 3,4 triệu lượt khách. Trong đó, có 1,2 triệu lượt khách lưu trú*: parts of what is aimed at.

    So is *Duy trì 100% hộ dùng nước sạch*, *Tạo việc làm cho 2.500 lao động*, which name nobody, and what follows on
    the year before, in a year that is under way: *Doanh thu đạt 2.870 tỷ đồng, tăng 9% so với năm 2022*.
    """
    if not told.state.timing.tells_ahead_alone:
        return False
    if told.state.rest_of_year == told.sentence.paragraph:
        return not any(item.has("done", "estimate", "exceed") for item in told.items)
    if told.state.aimed != told.sentence.index - 1:
        return False
    goes_on = told.items[0].has("part_of") or f"{told.words(0, 2)} ".startswith(_GOES_ON) or _has_no_subject(told)
    if not goes_on and not _is_of_year_under_way(told):
        return False
    return not any(item.has("done", "estimate", "exceed", "plan") for item in told.items)


def _has_no_subject(told: Telling) -> bool:
    """*Tạo việc làm cho 2.500 lao động. Tỷ lệ hộ nghèo còn 3%*, within a paragraph: nobody who has or does it.

    *Toàn huyện có 9 xã đạt chuẩn* tells what there is, *so với cùng kỳ* of what came out.
    """
    state = told.state
    if state.aimed_in != told.sentence.paragraph or _SAME_TIME in told.text:
        return False
    first = next((j for j, item in enumerate(told.items) if item.quantity is not None), 0)
    opening = told.items[:first]
    if any(item.names_district or item.text in _HAS or item.period is not None for item in opening):
        return False
    return _WHO.isdisjoint(told.texts[: told.items[first].low])


def _is_of_year_under_way(told: Telling) -> bool:
    """Whether a year that is not over is compared with all of the one before."""
    current, published = told.state.timing.spoken.current, told.state.context.published
    if current is None or published is None or published.month > _UNDER_WAY or current.code != str(published.year):
        return False
    bases = [item.period for item in told.items if item.period is not None and item.period.kind == "base"]
    return any(base.year == published.year - 1 and _SAME_TIME not in base.text for base in bases)


def adopts_aims(told: Telling) -> bool:
    """*Nghị quyết Đại hội được thông qua, trong đó có các chỉ tiêu: …*: what the paragraph goes on with is aimed at."""
    if not told.holds(_ADOPTS):
        return False
    words = told.text
    return "nghị quyết" in words and any(f"{aims} :" in words for aims in _ADOPTED)


def tells_resolution(told: Telling) -> bool:
    """*HĐND thông qua nghị quyết năm 2026. Theo đó, tổng thu ngân sách 912 tỷ đồng*: what it asks for.

    So is what an aim for a far year comes to: *… trở thành thị xã vào năm 2030. Cụ thể, thu nhập đạt 120 triệu đồng*.
    """
    timing = told.state.timing
    spoken = timing.spoken
    if timing.told or (spoken.ahead is None and (spoken.planned is None or spoken.report is not None)):
        return False
    opening, ahead = " ".join(told.texts[:3]), spoken.ahead
    if opening.startswith(_IN_DETAIL) and ahead is not None and not spoken.is_next_year(ahead):
        return not any(item.has("done", "estimate", "exceed") for item in told.items)  # "đạt" as well is yet to come
    if not opening.startswith(_RESOLVED):
        return False
    done = any(item.has("reach", "done", "estimate", "exceed") and item.text != _EXPECTED for item in told.items)
    return not done
