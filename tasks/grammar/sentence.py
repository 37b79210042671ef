"""The row of a sentence's items, and the ways through it that the rules share."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.tokens import Token


_THRESHOLD_REACH: Final = 10  # tokens from an income that defines a group to the group
_BRACKET_REACH: Final = 5  # items between a place and the parentheses that tell its figure


class Row:
    """The items of one sentence over its tokens."""

    def __init__(self, items: tuple[Item, ...], tokens: tuple[Token, ...]) -> None:
        self.items = items
        self.tokens = tokens
        self.texts = [token.text for token in tokens]
        """The folded words, signs and numbers of the sentence."""
        self._quantities = [i for i, item in enumerate(items) if item.kind == "quantity"]
        self._openings: dict[int, int] = {}
        if "(" in self.texts:
            self._openings = {closing: opening for opening, closing in parentheses(items)}
        self._closings = {opening: closing for closing, opening in self._openings.items()}
        self._bracketed_places: dict[int, int] | None = None
        self._leading: list[int] | None = None

    @cached_property
    def classes(self) -> frozenset[str]:
        """All that the words of the sentence say of its figures."""
        return frozenset().union(*[item.cues for item in self.items if item.cues])

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of the sentence, folded, in no order."""
        return frozenset(self.texts)

    @cached_property
    def names_districts(self) -> bool:
        """Whether the sentence names a district."""
        return any(item.names_district for item in self.items if item.place is not None)

    @cached_property
    def times(self) -> frozenset[str]:
        """The kinds of the sentence's mentions of time."""
        return frozenset([item.period.kind for item in self.items if item.period is not None])

    @cached_property
    def text(self) -> str:
        """The folded text of the sentence, a blank between words, signs and numbers."""
        return " ".join(self.texts)

    def quantity(self, index: int) -> Quantity:
        """The quantity of an item that is one."""
        quantity = self.items[index].quantity
        assert quantity is not None
        return quantity

    def quantities(self) -> list[int]:
        """The indexes of the items that are quantities, left to right."""
        return self._quantities

    def previous_quantity(self, index: int) -> int | None:
        """The quantity before this one that it can go on from.

        What closed parentheses hold is passed over, and *một số*, which counts nothing.
        """
        if self._leading is None:
            self._leading = [j for j in self._quantities if self._leads(j)]
        for j in reversed(self._leading):
            if j < index and not self._is_closed_off(j, index):
                return j
        return None

    def _leads(self, j: int) -> bool:
        """Whether a later quantity can go on from the one at ``j``, as far as it tells by itself."""
        if self.is_multiple(j) or self._is_threshold(j):
            return False
        return not (self.quantity(j).spelled and self.text_after(j) in {"số", "vài"})

    def _is_threshold(self, j: int) -> bool:
        """*Hộ nghèo có thu nhập dưới 16 triệu đồng/người/năm còn 1.812 hộ*: who is meant, before how many there are."""
        quantity = self.quantity(j)
        if quantity.kind != "money" or quantity.bound not in {"lt", "gt"} or "năm" not in quantity.per:
            return False
        words = self.words(max(0, quantity.low - _THRESHOLD_REACH), quantity.first)
        return "hộ" in words.split() and "có" in words.split() and "thu nhập" in words

    def _is_closed_off(self, j: int, index: int) -> bool:
        """Whether parentheses around the item at ``j`` close before ``index``."""
        return bool(self._openings) and any(low < j < high < index for high, low in self._openings.items())

    def is_multiple(self, index: int) -> bool:
        """*gấp 1,3 lần*, *tăng 2 lần so với*, *tăng gấp 3 so với đầu nhiệm kỳ*."""
        following = self.text_after(index)
        if following == "lần" or following.startswith("lần "):
            return True
        bare = index > 0 and self.items[index - 1].has("times") and self.quantity(index).kind == "count"
        return bare and index + 1 < len(self.items) and self.items[index + 1].kind != "word"

    def take_as_money(self, index: int) -> Quantity:
        """*tăng 3,2 triệu* after a sum of money is a sum, too. The items that were handed in stay as they are."""
        item = self.items[index]
        quantity = replace(self.quantity(index), kind="money")
        self.items = (*self.items[:index], replace(item, quantity=quantity), *self.items[index + 1 :])
        self._leading = None
        return quantity

    def backwards(self, index: int, stop: int | None = None) -> Iterator[int]:
        """Item indexes before ``index`` down to ``stop`` (exclusive; else to the first), without closed parentheses."""
        last = -1 if stop is None else stop
        j = index - 1
        while j > last:
            opening = self._openings.get(j)
            if opening is not None and opening > last:
                j = opening - 1
                continue
            yield j
            j -= 1

    def first_district(self, stop: int, start: int = 0) -> int | None:
        """The first item from ``start`` on and before ``stop`` that names a district."""
        return next((j for j in range(start, stop) if self.items[j].names_district), None)

    def forwards(self, index: int) -> Iterator[int]:
        """Item indexes behind ``index`` up to the last, without what parentheses hold."""
        j = index + 1
        while j < len(self.items):
            closing = self._closings.get(j)
            j = j + 1 if closing is None else closing + 1
            if closing is None:
                yield j - 1

    def in_parentheses(self, index: int) -> bool:
        """Whether an item stands inside parentheses, where a semicolon only lists."""
        return bool(self._openings) and any(low < index < high for high, low in self._openings.items())

    def clause_start(self, index: int, stops: Collection[str]) -> int:
        """The first item behind the last stop before ``index``."""
        items = self.items
        for j in range(index - 1, -1, -1):
            if items[j].text in stops:
                return j + 1
        return 0

    def clause_end(self, index: int, stops: Collection[str]) -> int:
        """The first stop from ``index`` on, or the row's end."""
        items = self.items
        for j in range(index, len(items)):
            if items[j].text in stops:
                return j
        return len(items)

    def text_after(self, index: int) -> str:
        """The text of the item behind ``index``; empty at the row's end."""
        return self.items[index + 1].text if index + 1 < len(self.items) else ""

    def opens_parts(self, j: int, index: int) -> bool:
        """Whether the item at ``j`` says that parts follow; before a period, "trong" and "riêng" only say when."""
        if "part_of" not in self.items[j].cues:
            return False
        if self.items[j].text == "còn lại" and self.text_before(j) not in {"", ",", ";", "(", "và"}:
            return False  # "số hộ nghèo còn lại 250 hộ"
        following = self.items[j + 1] if j + 1 < index else None
        if following is not None and following.names_district:
            return False  # "riêng huyện Thạch Hà đạt 486 tỷ đồng": a part of the province is a district's whole
        return not (following is not None and following.period is not None)

    def text_before(self, index: int) -> str:
        """The text of the item before ``index``; empty at the row's beginning."""
        return self.items[index - 1].text if index else ""

    def bracketed_places(self) -> dict[int, int]:
        """The quantities that open parentheses behind a district, or stand right behind one, each with its district."""
        if self._bracketed_places is None:
            self._bracketed_places = {}
            for index in self.quantities():
                before = self.items[index - 1] if index else None
                opening = index - 1
                if before is not None and before.has("reach"):
                    opening -= 1  # "Ngã Năm (đạt 104%)"
                opens = opening >= 0 and self.items[opening].text == "("
                place = self._district_before(opening) if opens else None
                if before is not None and before.names_district:
                    place = index - 1
                if place is not None:
                    self._bracketed_places[index] = place
        return self._bracketed_places

    def place_of_bracket(self, index: int) -> int | None:
        """The item of the district whose parentheses the quantity at ``index`` stands in, if it is one of a list."""
        places = self.bracketed_places()
        opening = next((low for high, low in self._openings.items() if low < index < high), None)
        if opening is None:
            return None
        listed = places.get(opening + 1, places.get(opening + 2))
        if listed is None and opening and self.items[opening - 1].names_district:
            named = any(item.place is not None for item in self.items[opening:index])
            return None if named else opening - 1  # "quận 2 (dân số 180.000 người)"
        return listed

    def _district_before(self, index: int) -> int | None:
        for j in range(index - 1, max(-1, index - _BRACKET_REACH), -1):
            item = self.items[j]
            if item.place is not None and item.place.level == "province" and self.text_before(j) == "của":
                continue  # "Thủ Đức của TP.HCM (20.071 tỷ đồng)"
            if item.place is not None:
                return j if item.names_district else None
            if item.kind == "quantity" or item.text in {",", ";", ".", ")"}:
                return None
        return None

    def words(self, low: int, high: int) -> str:
        """The folded text of tokens ``low`` to ``high``."""
        return " ".join(self.texts[low:high])


def parentheses(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Each pair of an opening and its closing parenthesis, in the order in which they close."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for i, item in enumerate(items):
        if item.text == "(":
            opened.append(i)
        elif item.text == ")" and opened:
            pairs.append((opened.pop(), i))
    return pairs
