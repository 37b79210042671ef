"""How the text tells what a figure is measured against: the same time of another year, another year, a mean."""

from __future__ import annotations

from typing import Final

YEAR: Final = r"(?:19[5-9]\d|20[0-6]\d)"
BASES: Final[tuple[tuple[str, str], ...]] = (
    (
        "before",  # "Cùng kỳ năm ngoái, huyện đón 18.200 lượt khách"
        (
            rf"(?:^|(?<=[.,;:(\n])|(?<=[.,;:(\n]\s)|(?<=\skhi\s)|(?<=\scòn\s))cùng\s+(?:(?:thời\s+)?k[ỳì]|thời\s+điểm)\s+(?:của\s+)?(?:năm\s+|(?=(?:19|20)\d\d))(?P<bb>{YEAR}|trước|ngoái)"
            r"(?=\s*,\s*(?!tăng|giảm|bằng|đạt|là)[^\W\d_]|\s+(?:quận|huyện|toàn|thị\s+xã|thành\s+phố|phường|xã|giải\s+ngân|đón|tỷ\s+lệ|thu|chi|chỉ\s+thu)\s)"
        ),
    ),
    (
        "before",  # "Năm ngoái, cũng thời điểm này, huyện mới đón 18.200 lượt khách"
        (
            rf"(?:vào\s+)?năm\s+(?P<bb>{YEAR}|trước|ngoái)\s*,?\s+(?:cũng|cùng|vào)\s+(?:vào\s+)?(?:khoảng\s+)?"
            r"(?:thời\s+điểm|thời\s+gian)\s+(?:này|đó)"
        ),
    ),
    (
        "before",
        (
            r"(?<!với )(?<!cùng )(?:vào\s+)?(?:cũng\s+)?(?:vào\s+)?thời\s+(?:điểm|gian)\s+này\s+(?:của\s+)?"
            rf"năm\s+(?P<bb>{YEAR}|trước|ngoái)"
        ),
    ),
    # What a change is measured against: never the period of a figure.
    (
        "base",
        (
            r"(?:bằng\s+)?(?:(?:so(?:\s+sánh)?\s*(?:với)?|(?:(?:cao|thấp|nhiều|ít|nhỉnh|lớn|tăng|giảm|trội)\s+)?hơn(?:\s+hẳn)?|kém(?:\s+hơn)?|thua|với|trên)\s*)?(?:cùng\s+(?:thời\s+)?kỳ|cùng\s+(?:thời\s+)?kì|cùng\s+thời\s+điểm|cùng\s+giai\s+đoạn|cùng\s+tháng|cùng\s+quý|ck(?!\w))"
            rf"(?:\s+(?:của\s+)?(?:các\s+)?(?:năm)\s*(?P<by1>{YEAR}|trước(?:\s+đó)?|ngoái|trước\s+liền\s+kề)?|\s+(?P<by5>{YEAR})|\s+tháng\s+trước|\s+nhiệm\s+kỳ\s+trước)?"
            r"|cùng\s+năm\s+trước"
        ),
    ),
    (
        "base",  # the same quarter, half or month of another year
        (
            r"(?:so(?:\s+sánh)?\s*(?:với)?|cao\s+hơn|thấp\s+hơn|hơn(?!\s+nửa)|kém)\s+"
            r"(?:quý\s+(?P<bpq>iv|iii|ii|i|[1-4])|nửa\s+(?P<bph>đầu|cuối)|tháng\s+(?P<bpm>\d{1,2}))"
            rf"(?:\s*năm\s+(?P<by8>{YEAR}|trước|ngoái)|\s*[/-]\s*(?P<by9>{YEAR}))"
        ),
    ),
    (
        "base",
        (
            r"(?:so(?:\s+sánh)?\s*(?:với)?|(?:(?:cao|thấp|nhiều|ít|nhỉnh|lớn|tăng|trội)\s+)?hơn(?:\s+hẳn)?|kém(?:\s+hơn)?|thua|bỏ\s+xa|vượt\s+xa)\s+(?:(?:ước\s+)?(?:mức|con\s+số|số|thực\s+hiện|kết\s+quả|số\s+liệu|số\s+thu|quyết\s+toán)\s+){0,2}(?:của\s+)?(?P<bq>cuối\s+|đầu\s+|ngày\s+|thời\s+điểm\s+|thời\s+điểm\s+đầu\s+|thời\s+điểm\s+cuối\s+)?"
            rf"(?:năm\s+(?P<by2>{YEAR}|trước(?:\s+đó)?|ngoái|liền\s+trước|liền\s+kề)|(?P<by3>{YEAR})(?!\s*[-/.]\s*\d)|(?P<bx>nhiệm\s+kỳ(?:\s+trước)?|giai\s+đoạn(?:\s+trước)?|đầu\s+nhiệm\s+kỳ|đầu\s+kỳ|tháng\s+trước|quý\s+trước|tháng\s+\d{{1,2}}(?:\s*[/-]\s*{YEAR})?|quý\s+[ivx\d]+|trước\s+(?:khi\s+)?(?:sáp\s+nhập|sắp\s+xếp|hợp\s+nhất|đại\s+hội|đó|dịch)|trước\s+đây|trước\s+đó"
            r"|(?:lúc|khi|ngày|thời\s+điểm)\s+(?:mới\s+)?(?:thành\s+lập|tái\s+lập|chia\s+tách)"
            # "so với lúc bắt đầu chương trình", "so với ngày đầu thực hiện"
            r"|(?:trước\s+)?(?:lúc|khi)\s+(?!này|đó|ấy)\w+|hồi\s+(?:mới|chưa|đó)|trước\s+kia"
            r"|(?:thời\s+điểm|thời\s+kỳ|giai\s+đoạn|buổi|những|các)?\s*(?:ngày\s+đầu|ban\s+đầu|khởi\s+điểm|xuất\s+phát(?:\s+điểm)?)"
            r"|thời\s+điểm\s+(?:bắt|mới|chưa|khởi|triển|bước|trước\s+khi|đầu\s+(?:tiên|thực|triển))|năm))"
        ),
    ),
    (
        "base",
        rf"(?:so(?:\s+sánh)?\s+với|cao\s+hơn|thấp\s+hơn|kém|hơn(?=[^.]{{0,24}}năm\s+(?:trước|ngoái)))\s+(?:\d{{1,2}}|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+tháng(?:\s+đầu)?(?:\s+(?:của\s+)?năm)?\s+(?P<by7>{YEAR}|trước|ngoái)",
    ),
    (
        "base",
        r"(?:so(?:\s+sánh)?\s*(?:với)?|cao\s+hơn|thấp\s+hơn|hơn|kém)\s+(?P<bz>(?:mức\s+)?(?:(?:bình\s+quân|trung\s+bình|mặt\s+bằng)(?:\s+chung)?|chung)\s+(?:của\s+)?(?:toàn\s+|cả\s+)?(?:tỉnh|thành\s+phố|nước|huyện|quận|vùng))",
    ),
    (
        "base",
        r"so(?:\s+sánh)?\s+với\s+(?P<bz>(?:\d{1,2}|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+tháng(?:\s+đầu)?(?:\s+năm)?)",
    ),
)
"""Tried before the patterns of the times that figures are of: a base holds words of theirs."""
