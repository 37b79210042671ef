"""Picture captions: dropped only where they tell no figure that the article does not tell elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_CHARS: Final = 320
_CREDIT_CHARS: Final = 110
_IMAGE_FILE: Final = re.compile(r"\S{1,120}\.(?:jpe?g|png|gif|webp|bmp|mp4)", re.IGNORECASE)
_CREDIT: Final = re.compile(
    r"(?:[Ảả]nh(?: minh h[oọ][aạ]| tư liệu| chụp màn hình| cắt từ (?:clip|video))?|ẢNH|[Nn]guồn ảnh|Photo)"
    r" ?:[^:\n]{0,60}$"
    r"|[-–] ?[Ảả]nh \d{1,2}\.?$|\bảnh \d{1,2}$"
    r"|\([Nn]guồn ?: ?[^()\n]{2,40}\)$"
    r"|[Ảả]nh minh h[oọ][aạ]\.?\)?$"
)
_FIGURE: Final = re.compile(r"(?<![\d.,])(\d+(?:[.,]\d+)*)(?: ?(%)| ([^\W\d_]+))?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def is_image_file(line: str) -> bool:
    """A line that is the name of a picture's file and nothing else."""
    return "." in line[-5:-2] and " " not in line and _IMAGE_FILE.fullmatch(line) is not None


def has_credit(line: str) -> bool:
    """A line that ends in a picture's credit ("Ảnh: …", "(Nguồn: …)", "ảnh 2")."""
    if not 0 < len(line) <= _MAX_CHARS:
        return False
    tail = line[-_CREDIT_CHARS:]
    if not ("Ảnh" in tail or "ảnh" in tail or "ẢNH" in tail or "guồn" in tail or "Photo" in tail):
        return False
    return _CREDIT.search(tail) is not None


def caption_lines(lines: Sequence[str], credited: set[int], images: set[int], gone: set[int]) -> set[int]:
    """Numbers of the lines that are captions and repeat the article's figures or tell none.

    A caption is known by its credit, or by the name of a picture's file above it. What lines that are ``gone`` tell
    does not count.
    """
    captions = credited | _below(images, lines)
    if not captions:
        return captions
    figures = {at: _figures(_CREDIT.sub("", lines[at])) for at in captions}
    if not any(figures.values()):
        return captions
    apart = captions | gone
    told = {figure for at, line in enumerate(lines) if at not in apart for figure in _figures(line)}
    return {at for at in captions if told.issuperset(figures[at])}


def _figures(line: str) -> set[str]:
    """Numbers with the word behind them, which is their unit where they have one; years alone."""
    return {
        number if _YEAR.fullmatch(number) else f"{number} {percent or word.casefold().replace('tỉ', 'tỷ')}"
        for number, percent, word in _FIGURE.findall(line)
    }


def _below(images: set[int], lines: Sequence[str]) -> set[int]:
    below: set[int] = set()
    for image in images:
        for at in range(image + 1, len(lines)):
            if not 0 < len(lines[at]) <= _MAX_CHARS // 2 or at in images:
                break
            below.add(at)
    return below
