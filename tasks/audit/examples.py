"""Reads an indicator's example sentences in an article of a real district, as any other sentence is read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from tasks.records.article import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tasks.catalog.indicators import Example, Indicator, UnitKind
    from tasks.grammar.extract import Reader
    from tasks.records.observation import Observation

TITLES: Final[dict[UnitKind, tuple[str, date]]] = {
    "quận": ("Quận Long Biên, Hà Nội: Kết quả năm 2023", date(2023, 12, 22)),
    "huyện": ("Huyện Thanh Trì, Hà Nội: Kết quả năm 2023", date(2023, 12, 22)),
    "thành phố": ("Thành phố Biên Hòa, Đồng Nai: Kết quả năm 2023", date(2023, 12, 22)),
    "phường": ("Phường Trấn Biên, Đồng Nai: Kết quả năm 2025", date(2025, 12, 22)),
    "xã": ("Xã Đông Anh, Hà Nội: Kết quả năm 2025", date(2025, 12, 22)),
}
"""A title of each kind of unit, and its day: communes are read of since July 2025."""

CLOSING: Final = "Thu nhập bình quân đầu người đạt 64 triệu đồng; tỷ lệ hộ nghèo còn 1,2%."
"""What makes the article a report: a count in an article that tells nothing else of its district is not believed."""


def failures(indicator: Indicator, reader: Reader) -> Iterator[str]:
    """What is wrong with each example: the figure that was not read, or was read though it is another thing's."""
    for number, example in enumerate(indicator.examples, start=1):
        read = read_example(example, reader)
        own = [row for row in read if row.indicator == indicator.id]
        if example.nothing and own:
            yield f"example {number} must tell nothing, but {_told(own)} was read: {example.text!r}"
        elif example.value is not None and not any(_same(row, example, example.value) for row in own):
            wanted, told = f"{example.measure} {example.value:g}", _told(read) or "nothing"
            yield f"example {number} must tell {wanted}, but {told} was read: {example.text!r}"


def read_example(example: Example, reader: Reader) -> tuple[Observation, ...]:
    """All observations of the sentence, which stands in a short report of a district or commune."""
    title, day = TITLES[example.unit]
    opening = f"{title}\n\n{example.text}\n\n"
    article = Article("example", "example", f"{opening}{CLOSING}\n", title, None, day)
    return tuple(row for row in reader.read(article).observations if row.char_start < len(opening))


def _same(row: Observation, example: Example, value: float) -> bool:
    return row.measure == example.measure and abs(row.obs_value - value) <= 1e-6 * max(1, abs(value))


def _told(rows: Iterable[Observation]) -> str:
    return ", ".join(f"{row.indicator} {row.measure} {row.obs_value:g}" for row in rows)
