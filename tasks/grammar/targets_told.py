"""Numbers that tell of targets: *23/25 chỉ tiêu*, and behind those, what shares or parts of them were exceeded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.targets_fields import are_of_field
from tasks.grammar.targets_words import plainly
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
_NUMBER_REACH: Final = 16  # tokens from a number back to what it is the number of
_LEADS_TO_NUMBER: Final = frozenset(
    {"mức", "kế", "hoạch", "là", "lên", "đến", "tới", "có", ":", "gồm", "đạt", "dừng", "ở", "đã", "được", "nâng"}
    | {"của", "huyện", "quận", "xã", "phường", "thị", "địa", "phương", "toàn", "cả", "năm", "nay", "này", "lại", "chỉ"}
    | {"mới", "tăng", "con", "số", "đề", "ra", "giao", "so", "với", "chính", "thức", "ước", "cũng", "vẫn"}
)
_NUMBERED: Final = (
    "đạt và vượt",
    "đạt , vượt",
    "đạt hoặc vượt",
    "hoàn thành vượt",
    "vượt",
    "hoàn thành",
    "đạt",
    "về đích",
)
_RULES: Final = {"targets_exceeded": "targets:exceeded", "targets_met": "targets:met"}
_NEAR: Final = 30  # items to either side of a number
_BEFORE_REACH: Final = 6
_BEHIND_REACH: Final = 8
_OF_THESE: Final = tuple(
    f"trong {these}" for these in ("số đó", "số này", "số ấy", "đó", "số các chỉ tiêu đó", "số chỉ tiêu đó")
)
_PASSIVE: Final = frozenset({"đã", "được", "đều", "lại", "thì"})
_OUT_OF: Final = ("trên tổng số", "trong tổng số", "trên tổng", "trong tổng cộng", "trên tổng cộng")
_IN_BRACKETS: Final = tuple(f"( {words}" for words in _OUT_OF)
_MET: Final = ("thì hoàn thành", ", hoàn thành", "đã hoàn thành", "hoàn thành được", "và hoàn thành", "đạt và vượt")
_MET_BY: Final = tuple(f"{unit} hoàn thành" for unit in ("quận", "huyện", "xã", "phường", "phố"))
CLOSES: Final = frozenset({",", ";", ".", ")", "(", "và"})
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
    assert quantity is not None
    told = number_of_done(tokens, quantity)
    if told is not None:
        return [TargetReading(told, quantity.value, status, _RULES[told])]
    if not counted_before(items, index, tokens):
        return None
    low = items[index].high
    before = " ".join(
        plainly([token.text for token in tokens[max(0, quantity.first - _BEFORE_REACH) : quantity.first]])
    )
    done = plainly([token.text for token in tokens[low : low + _BEHIND_REACH]])
    of_these = next((len(words.split()) for words in _OF_THESE if " ".join(done).startswith(words)), 0)
    done = done[of_these:]  # "12 trong số ấy vượt mức"
    closes = low >= len(tokens) or tokens[low].text in CLOSES
    if before.endswith(_IN_BRACKETS):
        return []  # the whole that "22 chỉ tiêu (trên tổng số 24)" was read with
    if closes and before.endswith(_OUT_OF):  # "hoàn thành 22 chỉ tiêu trên tổng số 24"
        return [TargetReading("targets_total", quantity.value, status, "targets:of-all")]
    subset = _tells_one(tokens) or _is_more_than_rest(items, index, tokens)
    if _is_done_of_all(before, done, tokens, low) and subset and not are_of_field(tokens, quantity.first):
        return [TargetReading("targets_met", quantity.value, status, "targets:met")]
    exceeded = (closes or of_these) and before.endswith(_OF_THEM)  # "vượt 6 trong số đó"
    exceeded = exceeded or (low < len(tokens) and (_exceeds(done) or " ".join(done).startswith(_DONE_BEYOND)))
    beyond = any(token.is_number for token in tokens[low : low + 2])  # "5 vượt 12%"
    if not exceeded or beyond or are_of_field(tokens, quantity.first):
        return None
    return [TargetReading("targets_exceeded", quantity.value, status, "targets:exceeded")]


def _exceeds(done: Sequence[str]) -> bool:
    return next((word for word in done if word not in _PASSIVE), "") == "vượt"


def _is_done_of_all(before: str, done: Sequence[str], tokens: Sequence[Token], low: int) -> bool:
    """*22 chỉ tiêu được giao thì hoàn thành 20*, *… thì 24 đã hoàn thành, 13 vượt*, *có 8 đạt và vượt*."""
    ends = low >= len(tokens) or tokens[low].text in {";", ".", ","}
    if ends and before.endswith((*_MET, *_MET_BY)):
        return True
    if _tells_all_met(before, done):
        return True
    done = [word for n, word in enumerate(done) if word not in _PASSIVE or n > 1]  # "24 đã hoàn thành"
    met = list(done[:2]) == ["hoàn", "thành"] or list(done[:2]) == ["về", "đích"]
    return met and (len(done) == 2 or done[2] in CLOSES)


def _is_more_than_rest(items: Sequence[Item], index: int, tokens: Sequence[Token]) -> bool:
    """*26 chỉ tiêu thì 24 đã hoàn thành, 13 vượt*: both groups cannot stand beside each other in so few."""
    near = range(max(0, index - _NEAR), min(index + _NEAR, len(items)))
    numbers = [(j, quantity) for j in near if (quantity := items[j].quantity) is not None]
    counts = [quantity.value for j, quantity in numbers if j != index and quantity.kind == "count"]
    quantity = items[index].quantity
    assert quantity is not None
    total = max((other.value for _, other in numbers if counts_targets(tokens, other)), default=0)
    others = [value for value in counts if value < total]
    return quantity.value < total and bool(others) and quantity.value + max(others) > total


def number_of_done(tokens: Sequence[Token], quantity: Quantity) -> str | None:
    """*Số chỉ tiêu vượt lên đến 14*, *số chỉ tiêu hoàn thành đã là 23*: a number behind its own name, at an end."""
    low = max(0, quantity.first - _NUMBER_REACH)
    words = " ".join(plainly([token.text for token in tokens[low : quantity.first]]))
    _, named, rest = words.rpartition("số chỉ tiêu ")
    done = next((done for done in _NUMBERED if f"{rest} ".startswith(f"{done} ")), None)
    closed = quantity.high >= len(tokens) or tokens[quantity.high].text in CLOSES
    if not named or done is None or not closed:
        return None
    if not _LEADS_TO_NUMBER.issuperset(rest.removeprefix(done).split()) or are_of_field(tokens, quantity.first):
        return None
    if done == "đạt" and not _tells_one(tokens):
        return None  # "Số chỉ tiêu đạt là 12, vượt là 9": two groups
    return "targets_exceeded" if done in {"vượt", "hoàn thành vượt"} else "targets_met"


def _tells_all_met(before: str, done: Sequence[str]) -> bool:
    """*Trong 10 chỉ tiêu có 8 đạt và vượt*, *cả 22 đều đạt*: with the word for them left out."""
    if before.split(" ")[-1:] not in (["có"], ["cả"], ["thì"]):
        return False
    return list(done[:3]) == ["đạt", "và", "vượt"] or list(done[:2]) in (["đều", "đạt"], ["đều", "hoàn"])


def _tells_one(tokens: Sequence[Token]) -> bool:
    """Whether those met are told as one group: *đạt 14, vượt 8* are two."""
    words = [token.text for token in tokens]
    return "vượt" not in words or "đạt và vượt" in " ".join(words)
