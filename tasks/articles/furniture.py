"""Lines of a page that are no part of its article."""

from __future__ import annotations

import re
from typing import Final

from tasks.articles.dates import date_lines

_SURE: Final = re.compile(
    r"(?:print|in bài(?: viết)?|chia sẻ(?: bài viết)?|share|tweet|trang chủ|raddatepicker|open the calendar popup\.?"
    r"|ý kiến của bạn:?|bình luận|\(?\d*\)? ?bình luận|nổi bật|đừng bỏ lỡ|xem bài viết theo ngày|theo dõi báo trên"
    r"|[|/•.;,\-–—_*]+|[\w\-]+\.(?:jpe?g|png|gif|webp))",
    re.IGNORECASE,
)


def strip_furniture(text: str) -> str:
    """``text`` (normalised) without the lines that are surely page furniture; anything else stays."""
    lines = text.split("\n")
    for found in list(date_lines(lines)):
        lines[found.line] = (lines[found.line][: found.start] + lines[found.line][found.end :]).strip(" |-–—")
    kept = [line for line in lines if not _SURE.fullmatch(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")
