"""Heads of tables under which the communes of districts are counted: *Số phường/xã*."""

from __future__ import annotations

import re
from typing import Final

COMMUNES: Final = "wards"
MOST_COMMUNES: Final = 60
"""More of them no district ever had."""
_ALL: Final = ("phường", "thị trấn", "đơn vị hành chính")  # "Số xã" leaves out the thị trấn
_WORDS: Final = re.compile(
    r"(?<!\w)(?:tổng|số|lượng|phường|xã|thị trấn|đơn vị hành chính|cấp|trực thuộc|và)(?!\w)|[\s/,()-]"
)


def heads_communes(head: str) -> bool:
    """Whether a head or label, in small letters, counts communes and nothing else: *Số đơn vị hành chính cấp xã*.

    *Số xã* and *Số xã đạt chuẩn* are of some of them, and *Phường, xã* heads their names.
    """
    counts = head.startswith(("số", "tổng số")) and any(noun in head for noun in _ALL)
    return counts and not _WORDS.sub("", head)
