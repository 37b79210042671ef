"""Numbers that tell of targets: *23/25 chỉ tiêu*, and behind those, what shares or parts of them were exceeded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.quantities import Quantity
    from tasks.grammar.tokens import Token
    from tasks.records.observation import ObsStatus

_NOUN: Final = ("chỉ", "tiêu")
_LEADS: Final = frozenset({"nhóm", "các", "trên", "trong", "tổng", "số", ")"})  # "100% (25/25) chỉ tiêu"
_SHARE_REACH: Final = 14  # tokens from a share back to "chỉ tiêu"
_SHARES: Final = frozenset(
    {"chiếm", "chiếm tỷ lệ", "chiếm tỉ lệ", "đạt tỷ lệ", "tỷ lệ", "tỉ lệ", "tương ứng", "tương đương", "là"}
)
_EXCEEDED: Final = frozenset(
    {
        f"{done}{plan}"
        for done in ("vượt", "vượt mức", "hoàn thành vượt mức", "hoàn thành vượt", "đạt vượt", "thực hiện vượt")
        for plan in ("", " kế hoạch", " đề ra", " kế hoạch đề ra", " mức đề ra", " kế hoạch năm", " so với kế hoạch")
    }
)
_DONE_BEYOND: Final = ("hoàn thành vượt", "đạt vượt", "thực hiện vượt", "đã vượt", "chỉ tiêu vượt")
_ALL: Final = 100  # percent
_NUMBER_REACH: Final = 8  # tokens from a number back to what it is the number of
_LEADS_TO_NUMBER: Final = frozenset({"mức", "kế", "hoạch", "là", "lên", "đến", "tới", "có", ":", "gồm", "đạt"})
_MET: Final = ("thì hoàn thành", ", hoàn thành", "đã hoàn thành", "hoàn thành được", "và hoàn thành", "đạt và vượt")
_MET_BY: Final = tuple(f"{unit} hoàn thành" for unit in ("quận", "huyện", "xã", "phường", "phố"))
_CLOSES: Final = frozenset({",", ";", ".", ")", "(", "và"})
_OF_THEM: Final = (
    "trong đó vượt",
    "trong đó có vượt",
    "trong đó vượt mức",
    "số đó vượt",
    ", vượt",
    "số vượt là",
    *(f"{whose} vượt" for whose in ("quận", "huyện", "phường", "xã", "phố", "đã", "có")),
)


class TargetReading(Record, frozen=True):
    indicator: str
    value: float
    status: ObsStatus
    rule: str


def counts_targets(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether *chỉ tiêu* stands behind a quantity."""
    return noun_at(tokens, quantity.high) is not None


def counted_before(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> bool:
    return any(item.quantity is not None and counts_targets(tokens, item.quantity) for item in items[:index])


def noun_at(tokens: Sequence[Token], i: int) -> int | None:
    if "chỉ" not in [token.text for token in tokens[i : i + 3]]:
        return None
    for skip in (0, 1, 2):
        words = [token.text for token in tokens[i : i + skip + 2]]
        if tuple(words[-2:]) == _NOUN and len(words) == skip + 2 and not any(word.isdigit() for word in words):
            return i + skip + 2 if skip == 0 or words[0] in _LEADS else None
    return None


def of_share_behind(
    items: Sequence[Item], index: int, tokens: Sequence[Token], status: ObsStatus
) -> list[TargetReading] | None:
    """*số chỉ tiêu vượt chiếm 40%*, *9 chỉ tiêu vượt kế hoạch (đạt tỷ lệ 37,5%)*: the share of those exceeded."""
    quantity = items[index].quantity
    assert quantity is not None
    words = [token.text for token in tokens[max(0, quantity.first - _SHARE_REACH) : quantity.first]]
    closes = next((n for n in range(1, 5) if " ".join(words[-n:]) in _SHARES), None)
    if closes is None or quantity.value > _ALL:
        return None
    before = " ".join(word for word in words[:-closes] if word not in {",", "("})
    named = before.rpartition("chỉ tiêu ")[2] if "chỉ tiêu " in before else ""
    if named not in _EXCEEDED:
        return None
    return [TargetReading("targets_exceeded_rate", quantity.value, status, "targets:exceeded-share")]


def told_on(
    items: Sequence[Item], index: int, tokens: Sequence[Token], status: ObsStatus
) -> list[TargetReading] | None:
    """*Trong 25 chỉ tiêu, 14 đạt và 8 vượt*: behind a number of targets the word is left out; those exceeded.

    So are those of *17/17 chỉ tiêu đạt, trong đó vượt 11*; where no group was exceeded, those met of all:
    *22 chỉ tiêu được giao thì hoàn thành 20*.
    """
    quantity = items[index].quantity
    if quantity is not None and _is_number_exceeded(tokens, quantity):
        return [TargetReading("targets_exceeded", quantity.value, status, "targets:exceeded")]
    if quantity is None or not counted_before(items, index, tokens):
        return None
    low = items[index].high
    before = " ".join([token.text for token in tokens[max(0, quantity.first - 4) : quantity.first]])
    if (
        before.endswith((*_MET, *_MET_BY))
        and (low >= len(tokens) or tokens[low].text in {";", ".", ","})
        and _tells_one(tokens)
    ):
        return [TargetReading("targets_met", quantity.value, status, "targets:met")]
    done = [token.text for token in tokens[low : low + 4]]
    if _tells_all_met(before, done) and _tells_one(tokens):
        return [TargetReading("targets_met", quantity.value, status, "targets:met")]
    alone = low >= len(tokens) or tokens[low].text in _CLOSES
    alone = alone or " ".join(done).startswith(("trong số đó", "trong số này"))  # "vượt 6 trong số đó"
    if alone and before.endswith(_OF_THEM):
        return [TargetReading("targets_exceeded", quantity.value, status, "targets:exceeded")]
    if low >= len(tokens) or not (done[:1] == ["vượt"] or " ".join(done).startswith(_DONE_BEYOND)):
        return None
    beyond = any(token.is_number for token in tokens[low : low + 2])  # "5 vượt 12%"
    if beyond:
        return None
    return [TargetReading("targets_exceeded", quantity.value, status, "targets:exceeded")]


def _is_number_exceeded(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """*Số chỉ tiêu vượt lên đến 14*: the number behind its own name, and nothing behind it."""
    words = " ".join([token.text for token in tokens[max(0, quantity.first - _NUMBER_REACH) : quantity.first]])
    _, named, between = words.rpartition("số chỉ tiêu vượt")
    closed = quantity.high >= len(tokens) or tokens[quantity.high].text in _CLOSES
    return bool(named) and closed and _LEADS_TO_NUMBER.issuperset(between.split())


def _tells_all_met(before: str, done: Sequence[str]) -> bool:
    """*Trong 10 chỉ tiêu có 8 đạt và vượt*, *cả 22 đều đạt*: with the word for them left out."""
    if before.split(" ")[-1:] not in (["có"], ["cả"], ["thì"]):
        return False
    return list(done[:3]) == ["đạt", "và", "vượt"] or list(done[:2]) in (["đều", "đạt"], ["đều", "hoàn"])


def _tells_one(tokens: Sequence[Token]) -> bool:
    """Whether those met are told as one group: *đạt 14, vượt 8* are two."""
    words = [token.text for token in tokens]
    return "vượt" not in words or "đạt và vượt" in " ".join(words)
