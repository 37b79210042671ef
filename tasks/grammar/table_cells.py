"""What one cell of a table holds: a number, with or without its unit; nothing; or words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tasks.grammar.numbers import parse_digits
from tasks.grammar.tokens import fold
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNIT_WORD: Final = (
    r"(?:%|tỷ|tỉ|triệu|tr|trđ|nghìn|ngàn|đồng|đ|vnđ|vnd|usd|điểm|người|hộ|vụ|lao|doanh|dn|lượt|khách|trường|xã|phường|"
    r"dự|hồ|chỉ|tiêu|công|đơn|cơ|sản|ca|em|học|bộ|khẩu|nhân)\b"
)
_DIGITS: Final = r"\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:[.,]\d+)*"
_NUMBER: Final = re.compile(
    r"(?P<open>\()?\s*(?P<bound>>=|<=|[><≥≤]|trên |hơn |dưới |gần |khoảng |từ )?\s*(?P<sign>[+-])?\s?"
    rf"(?P<digits>{_DIGITS})"
    rf"(?:\s*(?P<join>[-/]|đến)\s*(?P<second>{_DIGITS}))?\s*(?P<unit>(?:%|{_UNIT_WORD}).{{0,30}})?(?P<close>\))?\s*[;.,]?$"
)
_NOTHING: Final = re.compile(r"(?:[-–—_.…/*x ]|n/a|không)*$")
_YEAR: Final = re.compile(r"(?:năm\s+)?(?:19[5-9]\d|20[0-6]\d)$")
_BOUNDS: Final = {">": "trên", "≥": "từ", ">=": "từ", "<": "dưới", "≤": "dưới", "<=": "dưới"}
# What only one way of writing decimals allows: "36.5" and "1,234.5" against "36,5" and "1.234,5".
_POINT_DECIMAL: Final = re.compile(r"\d+\.(?:\d{1,2}|\d{4,})$|\d{1,3}(?:,\d{3})+\.\d+$|\d{1,3}(?:,\d{3}){2,}$")
_COMMA_DECIMAL: Final = re.compile(r"\d+,(?:\d{1,2}|\d{4,})$|\d{1,3}(?:\.\d{3})+,\d+$|\d{1,3}(?:\.\d{3}){2,}$")

_GROUPED: Final = re.compile(r"\d{1,3},\d{3}$")


class Cell(Record, frozen=True):
    """A cell with its span in the article; ``text`` is as written, without blanks around it."""

    text: str
    start: int
    end: int


class Value(Record, frozen=True):
    """A number in a cell. ``literal`` is what a sentence would write: decimal comma, no groups, its bound word before.

    ``number`` is ``None`` for a fraction or range, which only a sentence can carry. ``unit`` is as told in the cell.
    """

    literal: str
    number: float | None
    unit: str = ""


def is_empty(text: str) -> bool:
    return _NOTHING.match(fold(text)) is not None


def is_year(text: str) -> bool:
    return _YEAR.match(fold(text.strip())) is not None


def is_value(text: str) -> bool:
    """Whether a cell holds a number and nothing but its unit; *1. Thu ngân sách* and *9 tháng* do not."""
    return bool(text) and _NUMBER.match(fold(text)) is not None


def writes_points(texts: Iterable[str]) -> bool:
    """Whether a table writes decimal points (``1,234.5``): cells that can be read in no other way say so."""
    points = commas = 0
    for text in texts:
        match = _NUMBER.match(fold(text))
        if match is None:
            continue
        digits = match["digits"]
        points += _POINT_DECIMAL.match(digits) is not None
        commas += _COMMA_DECIMAL.match(digits) is not None
    return points > commas


def read_value(text: str, *, points: bool = False) -> Value | None:
    """The number of a cell; ``None`` where there is none, or no reading of its separators makes sense."""
    match = _NUMBER.match(fold(text))
    if match is None:
        return None
    number = _number(match["digits"], points=points)
    if number is None:
        return None
    bound = (match["bound"] or "").strip()
    lead = f"{_BOUNDS.get(bound, bound)} " if bound else ""
    unit = (match["unit"] or "").strip().rstrip(");.,").strip()
    if match["second"] is not None:
        second = _number(match["second"], points=points)
        if second is None:
            return None
        joint = "/" if match["join"] == "/" else "-"
        return Value(f"{lead}{written(number)}{joint}{written(second)}", None, unit)
    negative = match["sign"] == "-" or (match["open"] is not None and match["close"] is not None and not unit)
    grouped = not points and _GROUPED.match(match["digits"]) is not None  # "680,000 người" is no 680 of them
    literal = match["digits"] if grouped else written(number)
    return Value(f"{lead}{literal}", -number if negative else number, unit)


def written(number: float) -> str:
    """A number as a Vietnamese sentence writes it; thousands are grouped where it would look like a year."""
    if is_year(plain := f"{number:.12g}"):
        return f"{plain[0]}.{plain[1:]}"
    return plain.replace(".", ",")


def _number(digits: str, *, points: bool) -> float | None:
    digits = digits.replace(" ", "")
    if points:
        digits = digits.translate(str.maketrans(".,", ",."))
    return parse_digits(digits)
