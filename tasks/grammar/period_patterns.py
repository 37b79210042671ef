"""How the text tells time: the patterns of years, months, quarters, days and spans, and where they are found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tasks.grammar.period_base_patterns import BASES, YEAR
from tasks.grammar.starts import Patterns

if TYPE_CHECKING:
    from tasks.grammar.starts import Scan

_SEP: Final = r"\s*[/.\-]\s*"
_N: Final = r"(?:\d{1,2}|mười hai|mười một|mười|chín|tám|bảy|bẩy|sáu|năm|bốn|ba|hai|một)"
_TENS: Final = r"(?:(?:hai|ba|bốn|năm)\s+mươi(?:\s+\w+)?|mười\s+(?:ba|bốn|lăm|sáu|bảy|tám|chín))"
_UNTIL: Final = (
    r"(?:(?:tính|ước|cập nhật|lũy kế|lũy kế|cộng dồn|chốt)\s+)?(?:(?:cho\s+)?(?:đến|tới)\s+)?"
    r"(?:(?:hết|cuối|đầu|thời điểm|trước|giữa|trung tuần|thượng tuần|hạ tuần|nay là)\s+)*"
)
PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    ("since", r"từ\s+(?:ngày\s+)?0?1\s*[/-]\s*0?7(?:\s*[/-]\s*2025)?\s+(?:đến|tới)\s+(?:nay|cuối\s+năm|hết\s+năm)"),
    (
        "sincem",  # "Từ 1/7 đến hết tháng 10, có 87 doanh nghiệp mới"
        (
            r"từ\s+(?:ngày\s+)?0?1\s*[/-]\s*0?7(?:\s*[/-]\s*2025)?\s+(?:đến|tới)\s+(?:hết\s+|cuối\s+)"
            r"tháng\s+(?P<sm7>8|9|1[0-2])(?:\s*[/-]\s*2025)?(?!\s*[/-]?\s*\d)"
        ),
    ),
    *BASES,
    ("other", rf"\d{{1,2}},\d\s+tháng(?:\s+đầu)?(?:\s+(?:của\s+)?năm(?:\s+{YEAR})?)?"),  # half a month has no code
    # An event's own year: "chuẩn bị cho APEC 2027".
    (
        "other",
        rf"(?:apec|asean|seagames|(?:sea|para|asian)\s+games|world\s+cup|euro|asiad|olympic|expo|copa\s+america|aff\s+cup)\s+(?:năm\s+)?{YEAR}",
    ),
    # Streets and houses named after a day.
    ("other", r"cách\s+mạng\s+tháng\s+(?:tám|8|mười)"),
    (
        "other",
        r"(?:đường|phố|bệnh\s+viện|trường|chợ)\s+(?:\d{1,2}\s*[/-]\s*(?:1[0-2]|0?[1-9])(?!\d|\s*[/-])|\d{1,2}\s+tháng\s+\d{1,2})",
    ),
    (
        "other",
        (
            r"(?:theo\s+)?(?:(?<!đánh )giá\s+(?:so\s+sánh|cố\s+định|hiện\s+hành|gốc|ss|cđ|hh)?|gss|gcđ)"
            rf"(?:\s+(?:với|của))?(?:\s*năm)?\s*{YEAR}"
        ),
    ),
    (
        "other",  # the name of a standard
        (
            r"(?:theo\s+)?(?:chuẩn|tiêu\s+chí)(?:\s+(?:hộ|nghèo|mới|quốc\s+gia|đa\s+chiều|tiếp\s+cận|về|nông\s+thôn|của|thành\s+phố|tỉnh|tp(?:\s*\.?\s*hcm)?|tphcm))*"
            rf"\s*\(?(?:áp\s+dụng\s+)?(?:cho\s+)?(?:giai\s+đoạn\s+)?{YEAR}\s*[-–/]\s*{YEAR}"
        ),
    ),
    (
        "other",  # by how much sooner: "về đích trước 2 tháng", "sớm hơn 45 ngày so với kế hoạch"
        (
            r"(?:sớm\s+(?:hơn|trước)?|(?:trước|quá|vượt)\s+(?:thời\s+)?hạn|trước\s+(?:kế\s+hoạch|tiến\s+độ)"
            rf"|trước\s+(?:khi\s+)?(?:hết|kết\s+thúc|khép\s+lại)\s+năm(?:\s+{YEAR})?|trước|chậm(?:\s+hơn)?|muộn(?:\s+hơn)?)\s*"
            rf"(?:hơn\s+|gần\s+|khoảng\s+|đến\s+|tới\s+)?(?:\d{{1,3}}|{_TENS}|{_N}|nửa)\s+(?:tháng|tuần|ngày|quý|năm)(?:\s+rưỡi)?"
            r"(?!\s*[/-]?\s*\d|\s+(?:đầu|cuối|tháng))"
            r"(?:\s+so\s+với\s+(?:kế\s+hoạch|dự\s+toán|quy\s+định|thời\s+hạn|lộ\s+trình|mục\s+tiêu)(?=\s*[,.;]))?"
        ),
    ),
    # Averages over years are not figures of a period.
    (
        "average",
        r"(?:tăng\s+)?(?:bình\s+quân|trung\s+bình)\s+(?:mỗi|hàng|hằng|hàng\s+|trong)?\s*(?:\d{1,2}\s+)?năm(?!\s+(?:19|20)\d\d)|(?:mỗi|hàng|hằng)\s+năm|(?:bình\s+quân|trung\s+bình)\s+(?:giai\s+đoạn|\d+\s+năm)|/năm\s+giai\s+đoạn|(?:bình\s+quân|trung\s+bình)\s+(?:mỗi|một)\s+(?:ngày|tháng)|(?:mỗi|một)\s+ngày|mỗi\s+tháng|hàng\s+(?:tháng|ngày)|(?:những|các|nhiều|mấy)\s+năm\s+(?:gần\s+đây|qua|liền|trở\s+lại\s+đây)|(?:\d|hai|ba|bốn|năm)\s+năm\s+gần\s+(?:nhất|đây)",
    ),
    (
        "holiday",
        (
            r"(?:trong\s+)?(?:dịp|kỳ|đợt)\s+(?:nghỉ\s+)?(?:lễ|tết)[^,.;:()\d]{0,24}(?:20\d\d(?!\d))?"
            r"|(?:trong|qua|sau)\s+(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|chín)\s+(?:ngày|tuần)(?!\s+\d)(?:\s+(?:nghỉ|lễ|tết))*"
            r"|(?:(?:sau|qua|trong)\s+)?(?:hơn\s+|gần\s+|tròn\s+)?(?:1|một)\s+năm\s+(?:chính\s+thức\s+|đi\s+vào\s+|đầu\s+)*"
            r"(?:vận\s+hành|hoạt\s+động|sáp\s+nhập|hợp\s+nhất|sắp\s+xếp|(?:thực\s+hiện|triển\s+khai)\s+(?:mô\s+hình|chính\s+quyền)|kể\s+từ)"
            r"|(?:trong\s+)?nửa\s+(?:đầu\s+|cuối\s+)?nhiệm\s+k[ỳì](?:\s+(?:đầu|qua|cuối))?"
            r"|(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|chín)\s+ngày\s+(?:nghỉ|tết|lễ)[^,.;:()\d]{0,16}(?:20\d\d(?!\d))?"
            r"|(?:tuần|cuối\s+tuần)\s+(?:qua|này|lễ)"
            r"|(?:\d|hai|ba)\s+tháng\s+(?:mùa\s+)?hè"
        ),
    ),
    (
        "part",
        r"(?:lũy\s+kế|cộng\s+dồn)(?!\s+(?:\d{1,2}\s+(?:tháng|quý)|từ|đến|trong|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|đầu|các|cả))",
    ),
    (
        "same_month",
        r"trong\s+tháng(?=\s+\d[\d.,]*\s*(?:tỷ|tỉ|triệu)\s)|trong\s+tháng(?!\s+\d)(?=\s*[,;:.]|\s+(?:đã|có|cấp|tiếp|xảy|phát|qua|này|toàn|công|phường|quận|huyện|xã|các|đón|thu|chi|giải|tạo|xử|thành\s+lập|đăng|tổng|số|là|đạt|ước))",
    ),
    (
        "part",
        r"(?:tính\s+)?(?:chung\s+)?cả\s+(?:quý|kỳ)(?=\s*[,;.]|\s+(?:là|đạt|có|ước|được|thu|chi|đón|số|tổng|toàn|quận|huyện|phường|xã|thị))|trong\s+(?:quý|kỳ)(?=\s*[,;]|\s+(?:trung|cả|toàn|đã|có|công|phường|quận|huyện|xã))",
    ),
    (
        "same",
        (
            r"(?:(?:tính|lũy\s+kế)\s+)?(?:đến|tới|vào|tại|trong)\s+cùng\s+(?:thời\s+điểm|thời\s+gian|thời\s+kỳ|kỳ|ngày|mốc)(?:\s+(?:này|trên|đó))?(?!\s+(?:năm|20\d\d|trước))"
            r"|cùng\s+(?:thời\s+gian|thời\s+điểm|khoảng\s+thời\s+gian)\s+(?:này|trên|đó)|cũng\s+trong\s+thời\s+gian\s+(?:này|trên)"
        ),
    ),
    (
        "term",
        (
            rf"(?:(?:trong|suốt|cả|toàn)\s+)*nhiệm\s+k[ỳì]\s+(?P<tp>vừa\s+qua|qua|vừa\s+rồi|trước|này|mới|tới)"
            rf"|(?:(?:trong|suốt|cả|toàn)\s+)+nhiệm\s+k[ỳì](?!\s+(?:\(?{YEAR}|đại))"
            r"|(?:(?:đến|tới|vào|hồi|từ)\s+)?(?:đầu|cuối|hết)\s+nhiệm\s+k[ỳì](?!\s+(?:trước|20))"
            r"|(?:(?:trong|cả|sau|qua)\s+)*(?:5|năm)\s+năm\s+(?:qua|vừa\s+qua|vừa\s+rồi|gần\s+đây|tới)(?!\s+(?:là|cũng))"
            r"|(?:trong|cả|sau|qua|nhìn\s+lại)\s+(?:5|năm)\s+năm(?=\s*,|\s+(?:huyện|quận|thị\s+xã|thành\s+phố|phường|xã|toàn|tổng|đã|giải|tạo|có|đạt|thực\s+hiện|triển\s+khai))"
            r"|(?:trong|cả|sau|qua)\s+(?:5|năm)\s+năm\s+(?:này|đó|ấy)"
            r"|(?:tính\s+chung|tổng\s+cộng|cộng\s+chung|tính\s+cả)\s+(?:cả\s+)?(?:5|năm)\s+năm(?!\s+\d|\s*[,(]?\s*20\d\d)"
            r"|(?:5|năm)\s+năm(?=\s+(?:đạt|ước|là|khoảng|hơn|trên|gần|thu|chi|giải|tạo|huy\s+động)\s)"
        ),
    ),
    # Months since the two tiers of July 2025, or since a town was made, are told as "sau 3 tháng vận hành".
    (
        "served",
        (
            rf"(?:(?:sau|qua|trong|tròn|kết\s+thúc|sơ\s+kết)\s+)*(?P<sa>(?:gần|hơn|tròn)\s+)?(?:(?P<sn>{_N})\s+tháng(?:\s+đầu)?|(?P<sq>quý\s+đầu)|(?P<sm>tháng\s+đầu))(?:\s+tiên)?\s+"
            r"(?:chính\s+thức\s+|đi\s+vào\s+)*(?:vận\s+hành|hoạt\s+động|sau\s+(?:khi\s+)?(?:sáp\s+nhập|sắp\s+xếp|hợp\s+nhất|thành\s+lập))"
            rf"|sau\s+(?P<sa2>(?:gần|hơn|tròn)\s+)?(?P<sn2>{_N})\s+tháng\s+(?:lên|trở\s+thành|sáp\s+nhập|sắp\s+xếp|hợp\s+nhất|thành\s+lập|áp\s+dụng|(?:thực\s+hiện|triển\s+khai)\s+(?:mô\s+hình|chính\s+quyền))"
        ),
    ),
    (
        "edge",
        (
            r"(?<!mở )(?:(?:đến|tới|vào|hồi|từ)\s+)?(?P<eb>đầu|cuối|hết)\s+nhiệm\s+k[ỳì]\s+"
            rf"\(?(?P<ey1>{YEAR})\s*[-/]\s*(?P<ey2>{YEAR})\)?"
        ),
    ),
    # Spans of years.
    (
        "span",
        rf"(?:(?:giai\s+đoạn|nhiệm\s+kỳ|thời\s+kỳ|nhiệm\s+kì|trong\s+\d\s+năm|(?:\d|hai|ba|bốn|năm|sáu)\s+năm|niên\s+khóa|năm\s+học)\s*(?:\d\s+năm\s*)?\(?\s*(?:từ\s+)?(?:năm\s+)?)(?P<y1>{YEAR})(?:\s*[-/]\s*|\s+đến\s+(?:năm\s+)?)(?P<y2>{YEAR}|\d{{2}}(?!\d))",
    ),
    (
        "span",
        (
            rf"từ\s+(?:đầu\s+|tháng\s+\d{{1,2}}\s*[-/]\s*)?(?:năm\s+)?(?P<y3>{YEAR})\s+(?:đến|tới)\s+(?:cuối\s+|hết\s+|giữa\s+)*"
            rf"(?:(?:ngày\s+)?\d{{1,2}}\s*[-/]\s*\d{{1,2}}\s*[-/]\s*|tháng\s+\d{{1,2}}\s*(?:[-/]|năm)\s*|năm\s+)?(?P<y4>{YEAR})(?!\s*[-/])"
        ),
    ),
    ("span", rf"từ\s+(?:đầu\s+)?(?:năm\s+)?(?P<y7>{YEAR})\s+(?:đến|tới)\s+nay"),
    ("span", rf"(?:(?:từ\s+|trong\s+|các\s+)?năm\s+)?(?P<y5>{YEAR})\s*-\s*(?P<y6>{YEAR})(?![-/]?\d)"),
    # Ranges inside a year.
    (
        "range",
        rf"từ\s+(?:ngày\s+)?(?P<d1>\d{{1,2}}){_SEP}(?P<m1>\d{{1,2}})(?:{_SEP}(?P<ry1>{YEAR}))?\s*(?:đến|tới|-)\s*(?:hết\s+)?(?:ngày\s+)?(?P<d2>\d{{1,2}}){_SEP}(?P<m2>\d{{1,2}})(?:{_SEP}(?P<ry2>{YEAR}))?",
    ),
    (
        "mlist",  # "trong hai tháng 4 và 5"
        (
            r"(?:trong\s+)?(?P<mln>các|\d|hai|ba|bốn|năm|sáu)\s+tháng\s+(?P<ml1>1[0-2]|0?[1-9])"
            r"(?P<ml2>(?:\s*(?:,|và)\s*(?:tháng\s+)?(?:1[0-2]|0?[1-9]))+)"
            rf"(?:\s*(?:[-/.]|năm)\s*(?P<mly>{YEAR}))?(?!\s*%|\d|[.,/]\d|\s+tháng)"
        ),
    ),
    (
        "mrange",
        rf"(?:từ\s+)?tháng\s+(?P<mm1>\d{{1,2}})(?:\s*[-/]\s*(?P<mry1>{YEAR}))?\s*(?:-|đến|tới)\s*(?:hết\s+)?(?:cuối\s+)?(?:tháng\s+)?(?P<mm2>\d{{1,2}})(?:\s*(?:[-/.]|năm)\s*(?P<mry2>{YEAR}))?(?!\s*%|\d|[.,]\d)",
    ),
    (
        "ytdm",
        rf"từ\s+đầu\s+năm\s+(?:(?P<ty>{YEAR})\s+)?(?:đến|tới)\s+(?:hết\s+|cuối\s+|giữa\s+)*tháng\s+(?P<tm>\d{{1,2}})(?:\s*(?:[-/.]|năm)\s*(?P<ty2>{YEAR}))?(?!\d)",
    ),
    (
        "ytd",
        rf"(?:tính\s+|kể\s+|cộng\s+dồn\s+|lũy\s+kế\s+)?(?:từ\s+)?đầu\s+năm\s+(?:(?P<ty3>{YEAR})\s+)?(?:đến|tới)\s+(?:nay|thời\s+điểm\s+(?:này|hiện\s+tại|hiện\s+nay))|(?:tính\s+|kể\s+|cộng\s+dồn\s+|lũy\s+kế\s+)?từ\s+đầu\s+năm",
    ),
    # Days.
    ("day", rf"{_UNTIL}(?:ngày\s+)?(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>{YEAR})(?!\d)"),
    ("day", rf"{_UNTIL}ngày\s+(?P<dd>\d{{1,2}})\s+tháng\s+(?P<dm>\d{{1,2}})(?:\s+năm\s+(?P<dy>{YEAR})|\s+này)?"),
    (
        "dm",
        rf"{_UNTIL}(?P<ddw>ngày|sáng|chiều|tối|trưa|hôm|đêm|qua|nay|đến|tới|hết|từ|thời\s+điểm)\s+(?:ngày\s+|nay\s+)?\(?(?:\d{{1,2}}\s*(?:và|,|-)\s*)?(?P<dd2>\d{{1,2}})\s*[/.-]\s*(?P<dm2>1[0-2]|0?[1-9])(?![\d%]|\s*[/\-]\s*\d|\s*%|[.,]\d|\s*(?:tỷ|tỉ|triệu|nghìn|ngàn|điểm|xã|phường|thị\s+trấn|chỉ\s+tiêu|tiêu\s+chí|mục\s+tiêu|trường|dự\s+án|thôn|ấp|bản|hộ|đơn\s+vị|công\s+trình|nhóm|trạm))",
    ),
    # Quarters, halves, runs of months, months.
    (
        "quarter",
        (
            rf"(?:(?:trong|qua|sau|hết)\s+(?P<qe2>[23]|hai|ba)\s+quý(?=\s*,|\s+(?:năm|đầu|của))|(?P<qe>[23]|hai|ba)\s+quý(?=\s*[,/]|\s+(?:đầu|qua|năm|của)))"
            rf"(?:\s+qua|\s+đầu)?(?:(?:\s*/|\s+(?:của\s+)?năm)(?:\s*(?P<qey>{YEAR})|\s+nay)?)?"
        ),
    ),
    (
        "quarter",
        (
            r"(?<!vụ )(?<!pháp )(?<!hướng )(?<!tâm )(?<!vụ trong )(?:trong\s+|(?:bước\s+)?sang\s+|riêng\s+)?"
            rf"(?:3|ba)\s+tháng\s+(?P<q>cuối)\s+(?:của\s+)?năm(?:\s+(?P<qy>{YEAR})|\s+(?P<qr>nay|ngoái|trước))?"
        ),
    ),
    (
        "quarter",
        rf"(?:kết\s+thúc\s+|khép\s+lại\s+|(?:bước\s+)?sang\s+)?{_UNTIL}quý\s*(?P<q>iv|iii|ii|i|[1-4]|một|hai|ba|tư|bốn|đầu)(?![a-z0-9à-ỹđ])\s*(?:(?:[/,.\-]|năm|của\s+năm)?\s*(?:năm\s+)?(?P<qy>{YEAR})|năm\s+(?P<qr>nay|ngoái|trước))?",
    ),
    (
        "ytdm",
        rf"(?:tính\s+)?(?:đến|tới)\s+(?:hết\s+|cuối\s+)*(?P<tm2>1[0-2]|0?[1-9])\s*[./-]\s*(?P<ty4>{YEAR})(?!\s*[./-]\s*\d|\d)",
    ),
    (
        "half",
        rf"(?:(?:trong|qua|hết|(?:bước\s+)?sang)\s+)?(?:nửa|6\s+tháng|sáu\s+tháng)\s+(?P<h>cuối|còn\s+lại\s+của|sau|còn\s+lại)(?:\s+năm)?(?:\s+(?P<hy>{YEAR})|\s+(?P<hr>nay|ngoái|trước))?",
    ),
    (
        "half",
        rf"(?:(?:hơn\s+|quá\s+)?nửa\s+(?:đầu\s+(?:của\s+)?năm|năm\s+đầu|năm(?=\s+(?:nay|qua|vừa|của)|\s*,|\s*20)|năm(?<=trong\snửa\snăm)(?!\s+(?:tới|trước|nữa))|chặng\s+đường\s+(?:của\s+|đầu\s+)?năm)|bán\s+niên(?:\s+đầu)?(?:\s+năm)?|(?:tính\s+)?(?:đến|tới|vào)\s+giữa\s+năm(?=\s+(?:nay|ngoái|{YEAR})|\s*,))(?:\s+(?P<hy2>{YEAR})|\s+(?P<hr2>nay|ngoái|trước))?(?:\s+qua)?",
    ),
    ("months", rf"(?<![\w.,/-])(?P<n2>1[0-2]|0?[1-9])t\s*[/-]?\s*(?P<ny2>{YEAR})(?!\d)"),  # "9T/2018"
    (
        "begun",  # "Sau bốn tháng ra quân": months since something began
        (
            rf"(?:sau|qua)\s+(?:hơn\s+|gần\s+|tròn\s+)?(?P<bn>{_N})\s+tháng(?=\s+(?:ra\s+quân|triển\s+khai|thực\s+hiện|phát\s+động"
            r"|thi\s+công|thí\s+điểm|thử\s+nghiệm|chạy\s+thử|áp\s+dụng|tổ\s+chức|tuyên\s+truyền|cao\s+điểm|kể\s+từ|nỗ\s+lực|vào\s+cuộc)(?!\w))"
        ),
    ),
    (
        "months",
        rf"{_UNTIL}(?:(?:hơn|gần|trong|qua|sau|kết\s+thúc|tròn)\s+)?(?<!\d,)(?P<n>{_N})\s+tháng(?:\s+(?:đầu|qua|vừa\s+qua|đã\s+qua|thực\s+hiện))?(?:(?:\s*(?:của\s+)?năm|\s*[-/]|\s+đầu)?\s*(?P<ny>{YEAR})|\s+(?:của\s+)?năm(?:\s+(?P<nr>nay|ngoái|trước|qua))?)?(?!\s+(?:hè|mùa|cuối|còn\s+lại|tới|sau|tuổi|tù|trước\s+đó|liên\s+tiếp|lương|nữa|để|mới\s+(?:hết|kết)|gần\s+(?:đây|nhất|nay)|trở\s+lại\s+đây))",
    ),
    (
        "month",
        rf"{_UNTIL}(?:(?<!đến\s)(?<!tới\s)|(?!trong))(?P<mw>(?:(?:bước\s+)?sang\s+)?(?:riêng\s+)?(?:trong\s+)?(?:riêng\s+)?)tháng\s+(?P<mo>\d{{1,2}}|mười\s+hai|mười\s+một|mười|chín|tám|bảy|bẩy|sáu|năm(?=\s+(?:năm|{YEAR}))|tư|ba|hai|giêng|chạp)(?:\s*(?:[/.\-]|năm|của\s+năm)\s*(?P<moy>{YEAR})|\s+năm\s+(?P<mor>nay|ngoái|trước))?(?![\d%]|\s*%|\s*[/]\s*\d)",
    ),
    (
        "month",  # "Ngay tháng đầu năm 2021", but "những tháng đầu năm"
        (
            r"(?<!những )(?<!các )(?<!mấy )(?<!vài )(?<!nhiều )(?<!mỗi )(?:ngay\s+)?(?P<mw>(?:trong\s+)?)"
            rf"tháng\s+(?P<mo>đầu)(?:\s+tiên)?\s+(?:của\s+)?năm(?:\s+(?P<moy>{YEAR})|\s+(?P<mor>nay|ngoái|trước))?"
        ),
    ),
    # Years.
    ("year", r"(?:bước\s+)?(?:sang|vào)\s+năm\s+mới(?=\s*,|\s+(?:quận|huyện|thị|thành|phường|xã|địa))"),
    ("holiday", r"nửa\s+năm\s+trước(?:\s+đó)?|quý\s+trước\s+đó"),
    ("other", r"(?:cứ\s+)?năm\s+sau\s+(?:luôn\s+|đều\s+)?(?:cao|nhiều|lớn|tăng|khá)\s+(?:hơn\s+)?năm\s+trước"),
    (
        "now",
        (
            r"(?<!trước )(?:(?:tính|cho)\s+)?(?:đến|tới)\s+(?:thời\s+điểm\s+)?(?:hôm\s+nay|nay|hiện\s+nay|hiện\s+tại"
            r"|thời\s+điểm\s+này|thời\s+điểm\s+hiện\s+nay|lúc\s+này|giờ)(?!\s+đã\s+\d+\s+năm)|"
            r"(?<!thực )(?<!thể )(?<!xuất )(?<!phát )(?<!biểu )(?<!hình )(?<!tái )"
            r"(?:hiện\s+(?:nay|tại|có|đang|đã|còn|trên)|đang\s+có(?=\s+(?:hơn\s+|gần\s+|khoảng\s+|trên\s+)?\d)|"
            r"lúc\s+này(?=\s+(?:có|còn|đã|gồm|đang|là|ở|với))|"
            r"hiện(?=\s*,|\s+\w)(?!\s+(?:đại|hữu|trạng|thực|vật|trường|tượng|diện|hành|thân|hình|hóa)))"
        ),
    ),
    (
        "now",
        (
            r"(?<![\w%)(] )(?<![(\"“])nay(?=\s+\w|\s*,)|"
            r"(?<!hiện )(?<!hôm )(?<!năm )(?<!ngày )(?<!lâu )(?<!xưa )(?<!trước )(?<!bấy )nay"
            r"(?=\s+(?:đã|hơn\s+\d|trên\s+\d|gần\s+\d|khoảng\s+\d|ở\s+mức|có|là|còn|chỉ|đạt|lên|giảm|tăng|xuống|toàn|tổng|con\s+số|tỷ\s+lệ|dân\s+số|số|đều|(?:phường|xã|quận|huyện)\s+(?:có|còn|đã)))"
        ),
    ),
    (
        "year",
        rf"(?P<yw>(?:(?:tính|cho|phấn\s+đấu|dự\s+kiến|ước)\s+)?(?:(?:đến|tới|vào|trong|cả|hết|của|kết\s+thúc|khép\s+lại|từ|sang|bước\s+sang|bước\s+vào|niên\s+độ)\s+)?(?:(?:hết|cuối|đầu|cả)\s+)?)(?:năm|niên\s+độ)\s+(?:tài\s+chính\s+|kế\s+hoạch\s+|ngân\s+sách\s+)?(?P<yy>{YEAR})(?!\d)",
    ),
    (
        "year",
        r"từ\s+nay\s+(?:cho\s+)?(?:đến|tới)\s+(?:cuối|hết)\s+năm(?!\s+\d)|(?:(?:hồi|vào|từ|đến|tới|tính\s+đến|tính\s+tới|(?:bước\s+)?sang|bước\s+vào)\s+)?(?:trong\s+|cả\s+|của\s+|cuối\s+|đầu\s+|hết\s+|kết\s+thúc\s+)?năm\s+(?P<yr>nay|qua|vừa\s+qua|ngoái|trước|tới(?!\s+(?:giờ|nay|hiện|thời))|sau)|(?P<yr2>sang\s+năm)(?:\s+tới)?(?!\s+(?:\d|mới|nay|thứ|học|đầu))|(?P<yr3>(?:(?:ước|dự\s+kiến|phấn\s+đấu)\s+)?(?:đến|tới|vào|tính\s+đến|rà\s+soát|rà\s+soát\s+vào)\s+cuối\s+năm(?!\s+\d)|(?:dự\s+)?(?:ước|kiến|báo)\s+cuối\s+năm(?!\s+\d)|(?:(?:dự\s+)?ước\s+)?cả\s+năm|trong\s+năm|cuối\s+năm(?=\s+(?:còn|chỉ\s+còn|là|đạt|giảm|chiếm|có|con\s+số|tỷ\s+lệ|đã|mới|lên|tăng|xuống|ước|phấn\s+đấu|dự\s+kiến|sẽ)\s|\s+\d{1,2}(?:[.,]\d+)?\s*%|\s+\d[\d.]*\s+hộ)|(?<=%\s)cuối\s+năm(?=\s*[.,;])|(?<=hộ\s)cuối\s+năm(?=\s*[.,;])|đầu\s+năm(?=\s+(?:là|còn|chiếm)\s|\s+\d{1,2}(?:[.,]\d+)?\s*%|\s+(?:có\s+)?\d[\d.]*\s+hộ)|một\s+năm\s+qua|năm\s+này|cùng\s+năm(?:\s+này)?|cũng\s+năm\s+này|(?<!mới\s)(?<!là\s)(?<!khi\s)(?:hết|kết\s+thúc)\s+năm|(?:(?:ước|dự\s+kiến|đến|tới|khi|lúc)\s+)*(?:(?:khép|khép\s+lại|chốt)\s+năm|(?:khóa|chốt|khép)\s+sổ(?:\s+(?:cuối\s+)?năm)?)(?!\s+(?:\d|cũ|học|tài|ngân|tiết))|(?<=[,;]\s)cuối\s+năm(?=\s*,)|về\s+cuối\s+năm(?=\s*[,;])|(?:(?:ước|dự\s+kiến|đến|tới)\s+)*(?:hết|kết\s+thúc|khép|cuối|khóa\s+sổ)\s+niên\s+độ(?:\s+(?:ngân\s+sách|tài\s+chính|kế\s+hoạch))?(?!\s+(?:năm|20\d\d|ngân|tài)))",
    ),
    (
        "year",
        rf"(?<![\d/.,\-])(?P<yb>{YEAR})(?![\d/.,\-]\d|\d|/[a-zđ]|\s*%|\s*(?:tỷ|tỉ|triệu|nghìn|ngàn|đồng|người|hộ|doanh|vụ|lượt|m2|ha|em|cháu|con|tấn|căn|suất|trường|lao))",
    ),
    (
        "other",
        (
            rf"(?<!quận )(?<!phường )(?:\d{{1,2}}|{_TENS}|{_N}|nửa)\s+năm(?:\s+(?:qua|liền|tới|trước|sau|liên\s+tiếp))?"
            rf"(?![a-zà-ỹđ])(?!\s+{YEAR})"
        ),
    ),
    (
        "other",
        r"(?:\d{1,2}|một|hai|ba|những|các)\s+tháng\s+(?:cuối|còn\s+lại|tới|sau)(?:\s+(?:của\s+)?năm)?(?:\s+(?:nay|20\d\d))?",
    ),
    ("other", r"\d{1,2}\s*(?:h|giờ|g)\s*\d{0,2}|\d{1,2}:\d{2}"),
)
_SCAN: Final = Patterns(PATTERNS)
_TRIGGER: Final = re.compile(r"\d|năm|tháng|quý|kỳ|kì|nay|hiện|nửa|ngày")


def find_patterns(folded: str) -> Scan:
    """Name and match of the first pattern at each place that one matches, from left to right; they may overlap."""
    return _SCAN.find(folded if _TRIGGER.search(folded) is not None else "")
