"""Time in the text: mentions of years, months, quarters, days and spans, and the period code that each stands for."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from tasks.grammar.starts import Patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MentionKind = Literal[
    "day",
    "month",
    "months",
    "quarter",
    "half",
    "year",
    "span",
    "term",
    "same",
    "same_month",
    "part",
    "holiday",
    "now",
    "ytd",
    "base",
    "average",
    "other",
]

_WORDS: Final[dict[str, int]] = {
    word: n
    for n, words in enumerate(
        ("", "một", "hai", "ba", "bốn tư", "năm", "sáu", "bảy bẩy", "tám", "chín", "mười", "mười một", "mười hai")
    )
    for word in (words.split() if n < 11 else [words])
    if n
}
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_Y: Final = r"(?:19[5-9]\d|20[0-6]\d)"
_SEP: Final = r"\s*[/.\-]\s*"
_N: Final = r"(?:\d{1,2}|mười hai|mười một|mười|chín|tám|bảy|bẩy|sáu|năm|bốn|ba|hai|một)"
_UNTIL: Final = (
    r"(?:(?:tính|ước|cập nhật|lũy kế|lũy kế|cộng dồn|chốt)\s+)?(?:(?:cho\s+)?(?:đến|tới)\s+)?"
    r"(?:(?:hết|cuối|đầu|thời điểm|trước|giữa|nay là)\s+)*"
)
_PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    ("since", r"từ\s+(?:ngày\s+)?0?1\s*[/-]\s*0?7(?:\s*[/-]\s*2025)?\s+(?:đến|tới)\s+(?:nay|cuối\s+năm|hết\s+năm)"),
    # What a change is measured against: never the period of a figure.
    (
        "base",
        (
            r"(?:bằng\s+)?(?:so\s*(?:với)?|cao\s+hơn|thấp\s+hơn|nhiều\s+hơn|ít\s+hơn|hơn|kém|với)?\s*(?:cùng\s+(?:thời\s+)?kỳ|cùng\s+(?:thời\s+)?kì|cùng\s+thời\s+điểm|cùng\s+giai\s+đoạn|cùng\s+tháng|cùng\s+quý)"
            rf"(?:\s+(?:của\s+)?(?:các\s+)?(?:năm)\s*(?P<by1>{_Y}|trước(?:\s+đó)?|ngoái|trước\s+liền\s+kề)?|\s+(?P<by5>{_Y})|\s+tháng\s+trước|\s+nhiệm\s+kỳ\s+trước)?"
            r"|cùng\s+năm\s+trước"
        ),
    ),
    (
        "base",
        (
            r"(?:so\s*(?:với)?|cao\s+hơn|nhiều\s+hơn|ít\s+hơn|thấp\s+hơn|hơn|kém)\s+(?:mức\s+|con\s+số\s+|thực\s+hiện\s+|kết\s+quả\s+|số\s+liệu\s+)?(?:của\s+)?(?P<bq>cuối\s+|đầu\s+|ngày\s+|thời\s+điểm\s+|thời\s+điểm\s+đầu\s+|thời\s+điểm\s+cuối\s+)?"
            rf"(?:năm\s+(?P<by2>{_Y}|trước(?:\s+đó)?|ngoái|liền\s+trước)|(?P<by3>{_Y})(?!\s*[-/.]\s*\d)|(?P<bx>nhiệm\s+kỳ(?:\s+trước)?|giai\s+đoạn(?:\s+trước)?|đầu\s+nhiệm\s+kỳ|đầu\s+kỳ|tháng\s+trước|quý\s+trước|tháng\s+\d{{1,2}}(?:\s*[/-]\s*{_Y})?|quý\s+[ivx\d]+|trước\s+(?:khi\s+)?(?:sáp\s+nhập|sắp\s+xếp|hợp\s+nhất|đại\s+hội|đó|dịch)|trước\s+đây|trước\s+đó|năm))"
        ),
    ),
    (
        "base",
        rf"(?:so\s+với|cao\s+hơn|thấp\s+hơn|kém|hơn(?=[^.]{{0,24}}năm\s+(?:trước|ngoái)))\s+(?:\d{{1,2}}|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+tháng(?:\s+đầu)?(?:\s+(?:của\s+)?năm)?\s+(?P<by7>{_Y}|trước|ngoái)",
    ),
    (
        "base",
        rf"(?:so\s+với|hơn|cao\s+hơn|thấp\s+hơn|kém)\s+(?:nửa\s+(?:đầu|cuối)|quý\s+(?:iv|iii|ii|i|[1-4]))\s*(?:năm|/|-|\s)\s*(?P<by8>{_Y}|trước|ngoái)",
    ),
    ("base", r"so\s+với\s+(?P<bz>(?:\d{1,2}|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+tháng(?:\s+đầu)?(?:\s+năm)?)"),
    # Streets and houses named after a day.
    ("other", r"cách\s+mạng\s+tháng\s+(?:tám|8|mười)"),
    (
        "other",
        r"(?:đường|phố|bệnh\s+viện|trường|chợ)\s+(?:\d{1,2}\s*[/-]\s*(?:1[0-2]|0?[1-9])(?!\d|\s*[/-])|\d{1,2}\s+tháng\s+\d{1,2})",
    ),
    ("other", rf"(?:theo\s+)?giá\s+(?:so\s+sánh|cố\s+định|hiện\s+hành)?(?:\s*năm)?\s*{_Y}"),
    (
        "other",  # the name of a standard
        (
            r"(?:theo\s+)?(?:chuẩn|tiêu\s+chí)(?:\s+(?:hộ|nghèo|mới|quốc\s+gia|đa\s+chiều|tiếp\s+cận|về|nông\s+thôn))*"
            rf"\s*\(?(?:áp\s+dụng\s+)?(?:cho\s+)?giai\s+đoạn\s+{_Y}\s*[-–/]\s*{_Y}"
        ),
    ),
    # Averages over years are not figures of a period.
    (
        "average",
        r"(?:tăng\s+)?(?:bình\s+quân|trung\s+bình)\s+(?:mỗi|hàng|hằng|hàng\s+|trong)?\s*(?:\d{1,2}\s+)?năm|(?:mỗi|hàng|hằng)\s+năm|(?:bình\s+quân|trung\s+bình)\s+(?:giai\s+đoạn|\d+\s+năm)|/năm\s+giai\s+đoạn|(?:bình\s+quân|trung\s+bình)\s+(?:mỗi|một)\s+(?:ngày|tháng)|(?:mỗi|một)\s+ngày|mỗi\s+tháng|hàng\s+(?:tháng|ngày)|(?:những|các|nhiều|mấy)\s+năm\s+(?:gần\s+đây|qua|liền|trở\s+lại\s+đây)",
    ),
    (
        "holiday",
        (
            r"(?:trong\s+)?(?:dịp|kỳ|đợt)\s+(?:nghỉ\s+)?(?:lễ|tết)[^,.;:()\d]{0,24}"
            r"|(?:trong|qua|sau)\s+(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|chín)\s+ngày(?!\s+\d)(?:\s+(?:nghỉ|lễ|tết))*"
            r"|(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|chín)\s+ngày\s+(?:nghỉ|tết|lễ)[^,.;:()\d]{0,16}"
            r"|(?:tuần|cuối\s+tuần)\s+(?:qua|này|lễ)"
        ),
    ),
    (
        "part",
        r"(?:lũy\s+kế|cộng\s+dồn)(?!\s+(?:\d{1,2}\s+(?:tháng|quý)|từ|đến|trong|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|đầu|các|cả))",
    ),
    (
        "same_month",
        r"trong\s+tháng(?!\s+\d)(?=\s*[,;:.]|\s+(?:đã|có|cấp|tiếp|xảy|phát|qua|này|toàn|công|phường|quận|huyện|xã|các))",
    ),
    (
        "part",
        r"trong\s+(?:quý|kỳ)(?=\s*[,;]|\s+(?:trung|cả|toàn|đã|có|công|phường|quận|huyện|xã))",
    ),
    (
        "same",
        r"cùng\s+(?:thời\s+gian|thời\s+điểm|khoảng\s+thời\s+gian)\s+(?:này|trên|đó)|cũng\s+trong\s+thời\s+gian\s+(?:này|trên)",
    ),
    ("term", r"nhiệm\s+k[ỳì]\s+(?P<tp>vừa\s+qua|qua|vừa\s+rồi|trước|này|mới|tới)|(?:5|năm)\s+năm\s+qua"),
    # Spans of years.
    (
        "span",
        rf"(?:(?:giai\s+đoạn|nhiệm\s+kỳ|thời\s+kỳ|nhiệm\s+kì|trong\s+\d\s+năm|(?:\d|hai|ba|bốn|năm|sáu)\s+năm|niên\s+khóa|năm\s+học)\s*(?:\d\s+năm\s*)?\(?\s*(?:từ\s+)?(?:năm\s+)?)(?P<y1>{_Y})(?:\s*[-/]\s*|\s+đến\s+(?:năm\s+)?)(?P<y2>{_Y}|\d{{2}}(?!\d))",
    ),
    (
        "span",
        rf"từ\s+(?:đầu\s+)?(?:năm\s+)?(?P<y3>{_Y})\s+(?:đến|tới)\s+(?:cuối\s+|hết\s+)?(?:năm\s+)?(?P<y4>{_Y})(?!\s*[-/])",
    ),
    ("span", rf"(?P<y5>{_Y})\s*-\s*(?P<y6>{_Y})(?![-/]?\d)"),
    # Ranges inside a year.
    (
        "range",
        rf"từ\s+(?:ngày\s+)?(?P<d1>\d{{1,2}}){_SEP}(?P<m1>\d{{1,2}})(?:{_SEP}(?P<ry1>{_Y}))?\s*(?:đến|tới|-)\s*(?:hết\s+)?(?:ngày\s+)?(?P<d2>\d{{1,2}}){_SEP}(?P<m2>\d{{1,2}})(?:{_SEP}(?P<ry2>{_Y}))?",
    ),
    (
        "mrange",
        rf"(?:từ\s+)?tháng\s+(?P<mm1>\d{{1,2}})(?:\s*[-/]\s*(?P<mry1>{_Y}))?\s*(?:-|đến|tới)\s*(?:hết\s+)?(?:cuối\s+)?(?:tháng\s+)?(?P<mm2>\d{{1,2}})(?:\s*(?:[-/.]|năm)\s*(?P<mry2>{_Y}))?(?!\s*%|\d|[.,]\d)",
    ),
    (
        "ytdm",
        rf"từ\s+đầu\s+năm\s+(?:(?P<ty>{_Y})\s+)?(?:đến|tới)\s+(?:hết\s+|cuối\s+|giữa\s+)*tháng\s+(?P<tm>\d{{1,2}})(?:\s*(?:[-/.]|năm)\s*(?P<ty2>{_Y}))?(?!\d)",
    ),
    (
        "ytd",
        rf"(?:tính\s+|kể\s+|cộng\s+dồn\s+|lũy\s+kế\s+)?(?:từ\s+)?đầu\s+năm\s+(?:(?P<ty3>{_Y})\s+)?(?:đến|tới)\s+(?:nay|thời\s+điểm\s+(?:này|hiện\s+tại|hiện\s+nay))|(?:tính\s+|kể\s+|cộng\s+dồn\s+|lũy\s+kế\s+)?từ\s+đầu\s+năm",
    ),
    # Days.
    ("day", rf"{_UNTIL}(?:ngày\s+)?(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>{_Y})(?!\d)"),
    ("day", rf"{_UNTIL}ngày\s+(?P<dd>\d{{1,2}})\s+tháng\s+(?P<dm>\d{{1,2}})(?:\s+năm\s+(?P<dy>{_Y})|\s+này)?"),
    (
        "dm",
        rf"{_UNTIL}(?P<ddw>ngày|sáng|chiều|tối|trưa|hôm|đêm|qua|nay|đến|hết|từ)\s+(?:ngày\s+|nay\s+)?\(?(?:\d{{1,2}}\s*(?:và|,|-)\s*)?(?P<dd2>\d{{1,2}})\s*[/.-]\s*(?P<dm2>1[0-2]|0?[1-9])(?![\d%]|\s*[/\-]\s*\d|\s*%|[.,]\d|\s*(?:tỷ|tỉ|triệu|nghìn|ngàn|điểm|xã|phường|thị\s+trấn|chỉ\s+tiêu|tiêu\s+chí|mục\s+tiêu|trường|dự\s+án|thôn|ấp|bản|hộ|đơn\s+vị|công\s+trình|nhóm|trạm))",
    ),
    # Quarters, halves, runs of months, months.
    (
        "quarter",
        rf"{_UNTIL}quý\s*(?P<q>iv|iii|ii|i|[1-4]|một|hai|ba|tư|bốn|đầu)(?![a-z0-9à-ỹđ])\s*(?:(?:[/,.\-]|năm|của\s+năm)?\s*(?:năm\s+)?(?P<qy>{_Y})|năm\s+(?P<qr>nay|ngoái|trước))?",
    ),
    (
        "ytdm",
        rf"(?:tính\s+)?(?:đến|tới)\s+(?:hết\s+|cuối\s+)*(?P<tm2>1[0-2]|0?[1-9])\s*[./-]\s*(?P<ty4>{_Y})(?!\s*[./-]\s*\d|\d)",
    ),
    ("quarter", rf"(?P<qe>\d)\s+quý\s+đầu\s+năm(?:\s+(?P<qey>{_Y}))?"),
    (
        "half",
        rf"(?:(?:trong|qua|hết)\s+)?(?:nửa|6\s+tháng|sáu\s+tháng)\s+(?P<h>cuối|còn\s+lại\s+của|sau|còn\s+lại)(?:\s+năm)?(?:\s+(?P<hy>{_Y})|\s+(?P<hr>nay|ngoái|trước))?",
    ),
    (
        "half",
        rf"nửa\s+(?:đầu\s+(?:của\s+)?năm|năm\s+đầu|năm(?=\s+(?:nay|qua|vừa)|\s*20))(?:\s+(?P<hy2>{_Y})|\s+(?P<hr2>nay|ngoái|trước))?(?:\s+qua)?",
    ),
    (
        "months",
        rf"{_UNTIL}(?:(?:hơn|gần|trong|qua|sau|kết\s+thúc|tròn)\s+)?(?P<n>{_N})\s+tháng(?:\s+(?:đầu|qua|vừa\s+qua|đã\s+qua|thực\s+hiện))?(?:(?:\s*(?:của\s+)?năm|\s*[-/]|\s+đầu)?\s*(?P<ny>{_Y})|\s+(?:của\s+)?năm(?:\s+(?P<nr>nay|ngoái|trước|qua))?)?(?!\s+(?:cuối|còn\s+lại|tới|sau|tuổi|tù|trước\s+đó|liên\s+tiếp|lương|nữa))",
    ),
    (
        "month",
        rf"{_UNTIL}(?P<mw>(?:riêng\s+)?(?:trong\s+)?(?:riêng\s+)?)tháng\s+(?P<mo>\d{{1,2}}|mười\s+hai|mười\s+một|mười|chín|tám|bảy|bẩy|sáu|năm(?=\s+(?:năm|{_Y}))|tư|ba|hai|giêng|chạp)(?:\s*(?:[/.\-]|năm|của\s+năm)\s*(?P<moy>{_Y})|\s+năm\s+(?P<mor>nay|ngoái|trước))?(?![\d%]|\s*%|\s*[/]\s*\d)",
    ),
    # Years.
    (
        "now",
        (
            r"(?<!trước )(?:(?:tính|cho)\s+)?(?:đến|tới)\s+(?:thời\s+điểm\s+)?(?:hôm\s+nay|nay|hiện\s+nay|hiện\s+tại"
            r"|thời\s+điểm\s+này|thời\s+điểm\s+hiện\s+nay|lúc\s+này|giờ)(?!\s+đã\s+\d+\s+năm)|"
            r"(?<!thực )(?<!thể )(?<!xuất )(?<!phát )(?<!biểu )(?<!hình )"
            r"(?:hiện\s+nay|hiện\s+tại|hiện\s+có|hiện\s+đang|hiện\s+đã|hiện\s+còn|hiện\s+trên|"
            r"hiện(?=\s*,|\s+(?:toàn|quận|huyện|thị\s+xã|thành\s+phố|địa\s+phương|phường|xã|cả|trên|số|tỷ|dân|đạt|ở|vào|khoảng|hơn|gần|là)))"
        ),
    ),
    ("now", r"(?<!hiện )(?<!hôm )(?<!năm )(?<!ngày )nay(?=\s+(?:đã|có|là|còn|đạt|lên|toàn|tổng|tỷ\s+lệ|dân\s+số|số))"),
    (
        "year",
        rf"(?P<yw>(?:(?:tính|cho|phấn\s+đấu|dự\s+kiến|ước)\s+)?(?:(?:đến|tới|vào|trong|cả|hết|của|kết\s+thúc|khép\s+lại|từ|sang|bước\s+sang|bước\s+vào|niên\s+độ)\s+)?(?:(?:hết|cuối|đầu|cả)\s+)?)(?:năm|niên\s+độ)\s+(?:tài\s+chính\s+|kế\s+hoạch\s+|ngân\s+sách\s+)?(?P<yy>{_Y})(?!\d)",
    ),
    (
        "year",
        r"(?:(?:hồi|vào|từ|đến|tới|tính\s+đến|tính\s+tới)\s+)?(?:trong\s+|cả\s+|của\s+|cuối\s+|đầu\s+)?năm\s+(?P<yr>nay|qua|vừa\s+qua|ngoái|trước|tới|sau)|(?P<yr2>sang\s+năm)(?:\s+tới)?(?!\s+(?:\d|mới))|(?P<yr3>(?:(?:ước|dự\s+kiến|phấn\s+đấu)\s+)?(?:đến|tới|tính\s+đến|rà\s+soát|rà\s+soát\s+vào)\s+cuối\s+năm(?!\s+\d)|(?:ước\s+)?cả\s+năm|trong\s+năm|một\s+năm\s+qua|năm\s+này|cùng\s+năm(?:\s+này)?|cũng\s+năm\s+này|hết\s+năm|kết\s+thúc\s+năm)",
    ),
    (
        "year",
        rf"(?<![\d/.,\-])(?P<yb>{_Y})(?![\d/.,\-]\d|\d|\s*%|\s*(?:tỷ|tỉ|triệu|nghìn|ngàn|đồng|người|hộ|doanh|vụ|lượt|m2|ha|em|cháu|con|tấn|căn|suất|trường|lao))",
    ),
    ("other", rf"(?:\d{{1,2}}|{_N})\s+năm(?:\s+(?:qua|liền|tới|trước|sau|liên\s+tiếp))?(?![a-zà-ỹđ])(?!\s+{_Y})"),
    (
        "other",
        r"(?:\d{1,2}|một|hai|ba|những|các)\s+tháng\s+(?:cuối|còn\s+lại|tới|sau)(?:\s+(?:của\s+)?năm)?(?:\s+(?:nay|20\d\d))?",
    ),
    ("other", r"\d{1,2}\s*(?:h|giờ|g)\s*\d{0,2}|\d{1,2}:\d{2}"),
)
_SCAN: Final = Patterns(_PATTERNS)
_TRIGGER: Final = re.compile(r"\d|năm|tháng|quý|kỳ|kì|nay|hiện|nửa|ngày")


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A mention of time; ``start``/``end`` are offsets into the folded text. Missing years are ``None``.

    ``offset`` is the year relative to the article's (``năm ngoái`` is -1). ``until`` marks "đến", "tính đến", "hết".
    """

    kind: MentionKind
    start: int
    end: int
    year: int | None = None
    offset: int | None = None
    number: int | None = None  # month, quarter, half, count of months, or the last year of a span
    day: int | None = None
    until: bool = False
    alone: bool = False  # "trong tháng 3": that month alone
    same_year_base: bool = False  # a comparison with another base than the same period of the year before
    text: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A resolved period: code (see ``time_period``), first and last day."""

    code: str
    start: date
    end: date

    @property
    def year(self) -> int:
        return self.end.year


def find_periods(folded: str) -> Iterator[PeriodMention]:
    """Mentions from left to right, the most specific reading at each place."""
    if _TRIGGER.search(folded) is None:
        return
    position = 0
    for kind, match in _SCAN.find(folded):
        start, end = match.span()
        if start < position or end == start:
            continue
        if end < len(folded) and folded[end].isalpha() and folded[end - 1].isalpha():
            continue
        mention = _mention(kind, match)
        if mention is not None:
            yield mention
            position = end


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    text = " ".join(text.split())
    if text.isdigit():
        return int(text)
    return {"giêng": 1, "chạp": 12, "đầu": 1}.get(text) or _ROMAN.get(text) or _WORDS.get(text)


def _relative(text: str | None) -> int | None:
    if text is None:
        return None
    text = " ".join(text.split())
    return {"ngoái": -1, "trước": -1, "tới": 1, "sau": 1, "sang năm": 1, "nay": 0}.get(text)


def _mention(kind: str, match: re.Match[str]) -> PeriodMention | None:  # noqa: C901, PLR0912, PLR0915
    group: Callable[[str], Any] = match.groupdict().get  # a pattern holds a few of the groups
    text = match.group()
    start, end = match.span()
    until = any(word in text for word in ("đến", "tới", "tính", "hết", "lũy kế", "thời điểm"))

    def year(*names: str) -> int | None:
        for name in names:
            if told := group(name):
                return int(told)
        return None

    if kind == "since":
        return PeriodMention("half", start, end, number=2, text=text)
    if kind == "base":
        told = year("by5", "by3")
        words = group("by1") or group("by2") or group("by7") or group("by8")
        offset = None
        if words and words[:4].isdigit():
            told = int(words[:4])
        elif words:
            offset = -1
        other = bool(group("bx") or group("bq") or group("bz") is not None)
        return PeriodMention("base", start, end, year=told, offset=offset, same_year_base=other, text=text)
    if kind in {"average", "other", "now", "same", "same_month", "term", "part", "holiday"}:
        return PeriodMention(kind, start, end, text=text)  # type: ignore[arg-type]
    if kind == "span":
        first = year("y1", "y3", "y5")
        last_text = group("y2") or group("y4") or group("y6")
        last = int(last_text)
        if first is not None and last < 100:
            last += first // 100 * 100
        if first is None or not first < last <= first + 30:
            return None
        return PeriodMention("span", start, end, year=first, number=last, text=text)
    if kind == "range":
        return _range(match, start, end, text)
    if kind == "mrange":
        first_month, last_month = int(group("mm1")), int(group("mm2"))
        if not 1 <= first_month < last_month <= 12:
            return None
        told = year("mry2", "mry1")
        return _months_between(first_month, last_month, told, (start, end), text)
    if kind == "ytdm":
        return _months_mention(int(group("tm") or group("tm2")), year("ty2", "ty", "ty4"), None, (start, end), text)
    if kind == "ytd":
        return PeriodMention("ytd", start, end, year=year("ty3"), offset=None, until=True, text=text)
    if kind == "day":
        day, month = int(group("d") or group("dd")), int(group("m") or group("dm"))
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        return PeriodMention("day", start, end, year=year("y", "dy"), number=month, day=day, until=until, text=text)
    if kind == "dm":
        day, month = int(group("dd2")), int(group("dm2"))
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return None
        return PeriodMention("day", start, end, number=month, day=day, until=until, text=text)
    if kind == "quarter":
        if group("qe"):
            quarters = int(group("qe"))
            return _months_mention(quarters * 3, year("qey"), None, (start, end), text) if quarters in {2, 3} else None
        quarter = _number(group("q"))
        if quarter is not None and any(word in text.split() for word in ("đến", "tới", "hết")):
            return _months_mention(3 * quarter, year("qy"), _relative(group("qr")), (start, end), text)
        return PeriodMention(
            "quarter", start, end, year=year("qy"), offset=_relative(group("qr")), number=quarter, text=text
        )
    if kind == "half":
        half = 2 if group("h") else 1
        return PeriodMention(
            "half",
            start,
            end,
            year=year("hy", "hy2"),
            offset=_relative(group("hr") or group("hr2")),
            number=half,
            text=text,
        )
    if kind == "months":
        return _months_mention(_number(group("n")), year("ny"), _relative(group("nr")), (start, end), text)
    if kind == "month":
        month_number = _number(group("mo"))
        if month_number is None or not 1 <= month_number <= 12:
            return None
        return PeriodMention(
            "month", start, end, year=year("moy"), offset=_relative(group("mor")), number=month_number, until=until,
            alone=not until, text=text,
        )  # fmt: skip
    told = year("yy", "yb")
    offset = _relative(group("yr") or group("yr2"))
    if told is None and offset is None:
        offset = 0
    return PeriodMention("year", start, end, year=told, offset=None if told else offset, until=until, text=text)


def _months_mention(
    count: int | None, year: int | None, offset: int | None, span: tuple[int, int], text: str
) -> PeriodMention | None:
    if count is None or not 1 <= count <= 12:
        return None
    return PeriodMention("months", *span, year=year, offset=offset, number=count, text=text)


def _months_between(first: int, last: int, year: int | None, span: tuple[int, int], text: str) -> PeriodMention | None:
    if first == 1:
        return _months_mention(last, year, None, span, text)
    if last - first == 2 and first % 3 == 1:
        return PeriodMention("quarter", *span, year=year, number=(first + 2) // 3, text=text)
    if (first, last) == (7, 12):
        return PeriodMention("half", *span, year=year, number=2, text=text)
    return PeriodMention("other", *span, text=text)


def _range(match: re.Match[str], start: int, end: int, text: str) -> PeriodMention | None:
    group = match.group
    day1, month1, day2, month2 = (int(group(name)) for name in ("d1", "m1", "d2", "m2"))
    year1 = int(group("ry1")) if group("ry1") else None
    year2 = int(group("ry2")) if group("ry2") else year1
    if not (1 <= month1 <= 12 and 1 <= month2 <= 12) or (year1 and year2 and year1 != year2):
        return PeriodMention("holiday", start, end, text=text)
    last_day = day2 >= calendar.monthrange(year2 or 2023, month2)[1]
    if day1 == 1 and last_day:
        return _months_between(month1, month2, year2, (start, end), text)
    if (day1, month1) == (1, 1):
        return PeriodMention("day", start, end, year=year2, number=month2, day=day2, until=True, text=text)
    return PeriodMention("holiday", start, end, text=text)


def month_period(year: int, month: int) -> Period:
    return Period(f"{year}-M{month:02d}", date(year, month, 1), _month_end(year, month))


def months_period(year: int, count: int) -> Period:
    """From January through month ``count``: 3 is the first quarter, 6 the half, 12 the year, 1 the month."""
    if count == 12:
        return year_period(year)
    code = {1: f"{year}-M01", 3: f"{year}-Q1", 6: f"{year}-H1"}.get(count, f"{year}-{count}M")
    return Period(code, date(year, 1, 1), _month_end(year, count))


def quarter_period(year: int, quarter: int) -> Period:
    return Period(f"{year}-Q{quarter}", date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter))


def half_period(year: int, half: int) -> Period:
    return Period(f"{year}-H{half}", date(year, 1 if half == 1 else 7, 1), _month_end(year, 6 * half))


def year_period(year: int) -> Period:
    return Period(str(year), date(year, 1, 1), date(year, 12, 31))


def day_period(day: date) -> Period:
    """From 1 January through ``day``, or a stock on that day."""
    return Period(day.isoformat(), date(day.year, 1, 1), day)


def span_period(first: int, last: int) -> Period:
    return Period(f"{first}/{last}", date(first, 1, 1), date(last, 12, 31))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def resolve(mention: PeriodMention, year: int | None, published: date | None) -> Period | None:  # noqa: C901, PLR0912
    """The period that a mention stands for.

    ``year`` is the year that undated mentions take (the report's), ``published`` the article's date. ``None`` where
    neither tells enough.
    """
    kind, number = mention.kind, mention.number
    told = mention.year
    if told is None and mention.offset is not None:
        anchor = published.year if published is not None else year
        told = None if anchor is None else anchor + mention.offset
        if kind == "year" and mention.offset == 0 and "nay" not in mention.text and year is not None:
            told = year  # "cả năm", "trong năm": the year that is spoken of
    if kind == "now":
        return day_period(published) if published is not None else (None if year is None else year_period(year))
    if kind in {"same", "same_month", "term", "part", "holiday"}:
        return None
    if kind == "span":
        assert mention.year is not None
        assert number is not None
        return span_period(mention.year, number)
    told = told if told is not None else year
    if told is None:
        return None
    if kind == "ytd":
        if published is not None and published.year == told:
            return day_period(published)
        return year_period(told)
    if kind == "year":
        return year_period(told)
    assert number is not None
    if kind == "day":
        assert mention.day is not None
        try:
            return day_period(date(told, number, mention.day))
        except ValueError:
            return None
    if kind == "month":
        return months_period(told, number) if mention.until else month_period(told, number)
    if kind == "months":
        return months_period(told, number)
    if kind == "quarter":
        return quarter_period(told, number)
    if kind == "half":
        return half_period(told, number)
    return None
