"""From one time to another: *giảm từ 3.870 hộ (13,4%) năm 2021 xuống còn 2.640 hộ (9,15%) năm 2023*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from tasks.grammar.items import Item

_TURNS: Final = frozenset({"xuống", "lên", "còn"})
_AT_LEAST: Final = frozenset({"trở lên", "trở xuống"})  # "từ 95% vốn đầu tư công trở lên" begins no move
_SHARES: Final = ("chiếm", "tỷ lệ", "tương ứng", "tương đương")
_STOPS: Final = frozenset({";", ".", ":"})
_START_REACH: Final = 16  # items from where it began to the word that turns to where it went
_END_REACH: Final = 4  # items from that word to the figure, and from a figure to its share or its time


class Moves(NamedTuple):
    """The moves of a sentence, by item index."""

    told: dict[int, int | None]  # by figure, the mention that it is told of; ``None`` at an end without a time
    begins: set[int]  # mentions of where one began
    untimed: set[int]  # figures of where one began, where no time is told of that
    years: dict[int, int]  # by figure, the first or last of the years within which it moved

    @classmethod
    def none(cls) -> Moves:
        """Those of a sentence that tells none."""
        return cls({}, set(), set(), {})


def told_moves(items: Sequence[Item], mentions: Container[int]) -> Moves:
    """The mention that each figure of a move is told of."""
    moves: dict[int, int | None] = {}
    begins: set[int] = set()
    untimed: set[int] = set()
    years: dict[int, int] = {}
    for index, item in enumerate(items):
        if item.quantity is None or not item.quantity.from_ or index in moves:
            continue
        start, began, turn = _start(items, index, mentions)
        span = _span_before(items, index) if began is None and turn is not None else None
        if span is not None and turn is not None:
            end, time = _end(items, turn, mentions)
            if time is None:
                years.update(dict.fromkeys(start, span[0]) | dict.fromkeys(end, span[1]))
                continue
        if began is None:
            untimed.update(start if turn is not None else _shares_behind(items, index))
        else:
            moves.update(dict.fromkeys(start, began))
            begins.add(began)
        if turn is not None and (began is not None or turn in mentions):
            end, time = _end(items, turn, mentions)
            moves.update(dict.fromkeys(end, time))
    return Moves(moves, begins, untimed, years)


def _span_before(items: Sequence[Item], index: int) -> tuple[int, int] | None:
    """*Từ năm 2016 đến hết năm 2019, huyện kéo tỷ lệ hộ nghèo từ 16,3% xuống còn 6,4%*: the first and the last year."""
    for j in range(index - 1, -1, -1):
        told = items[j].period
        if items[j].quantity is not None or items[j].text in _STOPS:
            return None
        if told is not None:
            spans = told.kind == "span" and told.text.startswith("từ")
            return (told.year, told.number) if spans and told.year and told.number else None
    return None


def _start(items: Sequence[Item], index: int, mentions: Container[int]) -> tuple[list[int], int | None, int | None]:
    """The figures of where it began, their time behind them, and the word that turns from them."""
    figures, began = [index], None
    for j in range(index + 1, min(index + _START_REACH, len(items))):
        item = items[j]
        if item.text in _STOPS or (began is not None and (item.text == "," or item.quantity is not None)):
            break
        if item.text == "," and any(map(_is_now, items[j + 1 : j + 2])):
            continue  # "Từ 2.410 hộ nghèo, nay toàn huyện còn 1.980 hộ"
        if item.text in _AT_LEAST or (item.text == "," and not _is_share(items[j + 1 : j + 2])):
            break
        if _is_now(item):
            return figures, began, j
        if _turns(items, j) and item.quantity is None and item.period is None:
            return figures, began, j
        if item.quantity is not None:
            figures.append(j)
        elif j in mentions:
            if began is not None:
                break
            began = j
    return figures, began, None


def _end(items: Sequence[Item], turn: int, mentions: Container[int]) -> tuple[list[int], int | None]:
    """The figures of where it went, and the time behind them, or the one that turns to it."""
    figures: list[int] = []
    since = turn
    led = turn if turn in mentions else None
    for j in range(turn + 1, len(items)):
        item = items[j]
        if j - since > _END_REACH or item.text in _STOPS:
            break
        if j in mentions:
            return figures, j
        if item.text == "," and not _is_share(items[j + 1 : j + 2]):
            break
        if item.quantity is not None:
            figures.append(j)
            since = j
    return figures, led


def _turns(items: Sequence[Item], j: int) -> bool:
    """*xuống còn*, *lên*; *về* where the number stands right behind it: *rút từ 776 hộ về 601*."""
    if items[j].text == "về":
        return any(item.quantity is not None for item in items[j + 1 : j + 2])
    return not _TURNS.isdisjoint(items[j].text.split())


def _is_now(item: Item) -> bool:
    return item.period is not None and item.period.kind == "now"


def _shares_behind(items: Sequence[Item], index: int) -> set[int]:
    """*còn 1.980 hộ (7,64%), giảm từ 2.410 hộ (9,31%)*: the share of where it began, told behind where it went."""
    behind = range(index + 1, min(index + 1 + _END_REACH, len(items)))
    share = next((j for j in behind if items[j].quantity is not None or items[j].text in _STOPS), None)
    if share is None or items[share].quantity is None or not index or not items[index - 1].has("up", "down"):
        return set()
    opened = items[share - 1].text == "(" or _is_share(items[share - 1 : share])
    return {share} if opened else set()


def _is_share(behind: Sequence[Item]) -> bool:
    return bool(behind) and behind[0].text.startswith(_SHARES)
