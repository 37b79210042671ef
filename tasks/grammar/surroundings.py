"""What is said right around a quantity: the words that are its own, its verb, and what it is measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from tasks.grammar.word_lists import load_words
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.items import Item
    from tasks.grammar.periods import PeriodMention

Direction = Literal["down_to", "up_to", "up", "down", "exceed", "reach", "share"]
Base = Literal["plan", "prev", "other"]

_DIRECTIONS: Final[tuple[Direction, ...]] = ("down_to", "up_to", "up", "down", "exceed", "reach", "share")
_TELLING: Final = frozenset(
    {"là", "xảy ra", "phát hiện", "ghi nhận", "có", "gồm", ":", "cụ thể", "đã xảy ra", "cụ thể là", "thu được", "đón"}
)
_BREAKS: Final = frozenset({",", ";", "(", ")", "và", ".", "còn", "-"})
_BASE_REACH: Final = 11  # items from a quantity to what it is measured against
_PLAN_REACH: Final = 6  # items from a figure back to the verb that sets it against a plan
_ALL_OF: Final = frozenset({"cả", "trên cả", "ở cả"})
_YET: Final = frozenset({"nhưng", "song"})
_REST_OF_YEAR: Final = ("còn lại", "cuối", "cuối năm", "cuối của năm", "tới", "còn lại của năm")
_BY: Final = frozenset({"là", "có", "chỉ có", "được"})
_STANDS_AT: Final = frozenset({"với", "với con số"})
_STANDS: Final = frozenset(
    {
        "là",
        "đạt",
        "chỉ",
        "có",
        "chỉ có",
        "mới",
        "ở mức",
        "con số này",
        "con số đó",
        "con số ấy",
        "tỷ lệ này",
        "tỷ lệ ấy",
        "con số",
    }
)
_STAND_REACH: Final = 4  # items between *cùng kỳ* and what it was then
_MORE_THAN: Final = ("hơn", "cao hơn", "nhiều hơn", "nhỉnh hơn", "lớn hơn", "tăng hơn", "trội hơn")
_LESS_THAN: Final = ("thấp hơn", "ít hơn", "kém", "giảm hơn", "thua")
_AMOUNTS: Final = ("số", "tổng số", "tỷ lệ", "tỉ lệ")
_LABEL_REACH: Final = 4  # items back from the move in a label
_BEGINNINGS: Final = (
    *("thành lập", "tái lập", "chia tách", " lúc ", " khi ", "hồi ", "trước kia", "đầu thực", "ngày đầu", "ban đầu"),
    *("khởi điểm", "xuất phát"),
    *(f"thời điểm {begun}" for begun in ("bắt", "mới", "chưa", "khởi", "triển", "bước", "đầu t")),
)


MORE: Final = frozenset({"thêm", "có thêm"})
"""What stands right before a sum by which there is more than before."""
_UP_TO: Final = frozenset({"tới", "đến", "mức"})
FARES: Final = frozenset(load_words("lists.yaml")["fares"])
"""Words that only tell how a sector fares, however many: *công nghiệp có sự phát triển mạnh nhất, tăng 18%*."""


class Surroundings(Record, frozen=True):
    """The items that speak of one quantity: ``left`` and ``right`` of it, nearest first."""

    left: tuple[Item, ...]
    right: tuple[Item, ...]
    before_break: tuple[Item, ...] = ()  # what stands on the far side of the break on the left, nearest first
    follows: bool = False  # another quantity stands before it

    def left_has(self, *classes: str) -> bool:
        """Whether a word of one of the classes stands on the left."""
        return any(not item.cues.isdisjoint(classes) for item in self.left if item.cues)


def surroundings(items: Sequence[Item], index: int) -> Surroundings:
    """Cut the gaps on both sides at the first break; a gap without one serves both of its quantities."""
    start, end = index, index + 1
    while start and items[start - 1].kind != "quantity":
        start -= 1
    while end < len(items) and items[end].kind != "quantity":
        end += 1
    gap_before, gap_after = items[start:index], items[index + 1 : end]
    beyond: Sequence[Item] = ()
    if start and (cut := _first_break(gap_before)) is not None:
        beyond, gap_before = gap_before[:cut], gap_before[cut:]
    if (cut := _first_break(gap_after)) is not None:
        gap_after = gap_after[:cut]
    return Surroundings(tuple(reversed(gap_before)), tuple(gap_after), tuple(reversed(beyond)), start > 0)


def _first_break(gap: Sequence[Item]) -> int | None:
    for i, item in enumerate(gap):
        if item.text in _BREAKS:
            return i
        if i and item.kind == "phrase" and any(phrase.role in {"form", "follow"} for phrase in item.phrases):
            return i
    return None


def moves_told(items: Sequence[Item]) -> int:
    """1 where words tell of a rise, -1 of a fall, 0 of neither or of both, or of a plan."""
    rises, falls, plans = (any(item.has(verb) for item in items) for verb in ("up", "down", "plan"))
    return 0 if plans else rises - falls


def says_more(item: Item) -> bool:
    """*cao hơn cùng kỳ 12,3%*: what a figure is measured against says by itself that it is more."""
    return item.period is not None and item.period.kind == "base" and "hơn" in item.period.text.split()[:2]


def base_in(items: Sequence[Item]) -> Base | None:
    """What a figure is of: ``plan``, ``prev`` (the same period before), ``other`` (another base), or nothing."""
    for item in items[:_BASE_REACH]:
        if item.kind == "word":
            continue
        if "plan" in item.cues:
            return "plan"
        if item.period is not None and item.period.kind == "base":
            return "other" if item.period.same_year_base else "prev"
        if item.kind == "quantity":
            return None
    return None


def move_before_comma(before: Sequence[Item]) -> int | None:
    """*tăng khá, hơn 17%*, *tăng cao, đạt 17%*: how many items back the verb stands, of those before, nearest first."""
    n = 1 if before and (before[0].has("reach") or before[0].text in _UP_TO) else 0
    if n >= len(before) or before[n].text != ",":
        return None
    n += 1
    while n < len(before) and before[n].text in FARES and not before[n].has("up", "down"):
        n += 1
    return n if n < len(before) and before[n].has("up", "down") else None


def is_more_than_before(around: Surroundings) -> bool:
    """*7 vụ cháy, thêm 2 vụ so với năm trước*: so many more than the period before."""
    return bool(around.left) and around.left[0].text in MORE and base_in(around.right) == "prev"


def began_long_ago(base: str) -> bool:
    """*so với lúc mới thành lập*, *so với ngày đầu thực hiện*: the words of a base that tell when something began."""
    return any(since in base for since in _BEGINNINGS)


def is_off_plan(left: Sequence[Item]) -> bool:
    """*vượt dự toán 32 tỷ đồng*, *thấp hơn kế hoạch 5 tỷ đồng*: by how much, with the plan in between.

    Of *vượt kế hoạch với 2.310 lao động* the number is how many there are.
    """
    if left and left[0].text in _STANDS_AT:
        return False
    for n, item in enumerate(left[:_PLAN_REACH]):
        if item.has("exceed") and [one.text for one in left[n + 1 : n + 3]] == ["và", "đạt"]:
            return False  # "đạt và vượt dự toán 743 tỷ đồng"
        if item.has("up", "down", "exceed") or _is_more_than_plan(left, n):
            return any(other.has("plan") for other in left[:n])
        if item.kind == "quantity" or item.names_district or item.text in {",", ";", "là", ":"}:
            return False  # "nhiều huyện vượt dự toán như Lâm Thao ước thực hiện 75 tỷ đồng"
    return False


def base_of(around: Surroundings) -> PeriodMention | None:
    """What a change is told against: *tăng 8% so với năm 2019*."""
    for side in (around.right, around.left):
        for item in side[:6]:
            if item.kind == "quantity":
                break
            if item.period is not None and item.period.kind == "base":
                return item.period
    return None


def is_of_period_before(left: Sequence[Item]) -> bool:
    """*tăng 12 vụ (cùng kỳ 108 vụ)*, *cùng kỳ năm trước là 410 tỷ đồng*, *cùng kỳ năm trước con số này mới là 410*."""
    n = 0
    while n < min(len(left) - 1, _STAND_REACH) and (left[n].text in _STANDS or left[n].text.endswith("đạt")):
        n += 1
    before = left[n].period if left else None
    return before is not None and before.kind == "base" and before.text.lstrip().startswith("cùng")


def is_of_rest(gap: Sequence[Item]) -> bool:
    """*5 tháng xảy ra 14 vụ, 7 tháng còn lại 12 vụ*: of a time that has no code."""
    times = [item.period for item in gap if item.period is not None and item.period.kind != "base"]
    return bool(times) and times[-1].kind == "other" and times[-1].text.endswith(_REST_OF_YEAR)


def direction_of(left: Sequence[Item], *, past_copula: bool = False) -> Direction | None:
    """The verb nearest to the figure; a verb of telling ends the search, "là" only where it is not passed over."""
    return _moved_by_label(left) or _verb_before(left, past_copula=past_copula)


def _verb_before(left: Sequence[Item], *, past_copula: bool) -> Direction | None:
    named = False  # the subject stands between the verb and the figure
    for n, item in enumerate(left):
        if item.text == "(" and (n or not any(other.has(*_DIRECTIONS) for other in left[1:2])):
            return None  # "trật tự xây dựng được tăng cường (xử lý 14 vụ)", but "tăng nhẹ (2,1%)"
        if item.text in _YET or (named and item.text == "với"):
            # "tuy đơn hàng sụt giảm nhưng vẫn làm ra 4.310 tỷ đồng"
            return None  # "thương mại tăng trưởng với tổng mức bán lẻ 3.215 tỷ đồng"
        if item.phrases:
            if not n and item.text.endswith((" còn", " chỉ còn")):
                return "down_to"  # "kéo giảm hộ nghèo còn 9%"
            named = named or any(phrase.role in {"form", "follow", "head"} for phrase in item.phrases)
        if item.period is not None and (compared := _compared(item.period)) is not None:
            return compared
        if n > 1 and left[n - 1].text in _ALL_OF and item.has("up", "down"):
            return None  # "tai nạn giao thông giảm cả 3 tiêu chí với 11 vụ": the verb has its object
        if item.cues and (told := _told_by(left, n)) is not None:
            return told
        if item.has("estimate") and item.text.endswith(("đạt", "thực hiện", "được")):
            return "reach"
        if (item.text == "là" and past_copula) or (item.text in _BY and _is_behind_compared(left, n)):
            continue
        if item.kind == "quantity" or item.text in _TELLING or item.text in {",", ";"}:
            return None
    return None


def _told_by(left: Sequence[Item], n: int) -> Direction | None:
    """The direction that a word tells by itself, or with the plan that it stands before."""
    for name in _DIRECTIONS:
        if name in left[n].cues:
            return name
    return "exceed" if _is_more_than_plan(left, n) else None


def _is_more_than_plan(left: Sequence[Item], n: int) -> bool:
    """*hơn dự toán 12%*: a bound right before a plan says by how much it was exceeded."""
    return left[n].text == "hơn" and n > 0 and left[n - 1].has("plan")


def _moved_by_label(left: Sequence[Item]) -> Direction | None:
    """*Số hộ nghèo giảm trong năm 2023: 512*: by how much, where the amount itself moves and nothing says to what.

    Of *Trật tự xây dựng giảm rõ: 214 vụ* the number is how many there are.
    """
    if not left or left[0].text not in {":", "là"}:
        return None
    behind = [item for item in left[1:] if item.period is None and item.text not in {"trong", "của", "so với"}]
    if len(behind) < 2 or behind[0].text.removesuffix(" được") not in {"giảm", "tăng", "tăng thêm"}:
        return None
    for item in behind[1:_LABEL_REACH]:
        if item.text.startswith(_AMOUNTS):
            return "down" if behind[0].has("down") else "up"
        if item.kind == "quantity" or item.text in _BREAKS:
            break
    return None


def _is_behind_compared(left: Sequence[Item], n: int) -> bool:
    """*ít hơn năm 2018 là 7 vụ*, *kém năm 2021 có 3%*: the word only joins by how much to the base that says less."""
    base = left[n + 1].period if n + 1 < len(left) else None
    return base is not None and _compared(base) is not None


def _compared(mention: PeriodMention) -> Direction | None:
    """*hơn cùng kỳ 12%*: the base itself says more or less."""
    if mention.kind != "base":
        return None
    text = mention.text.lower()  # "Nhiều hơn năm trước 42 tỷ đồng, …" opens a sentence
    if text.startswith(_MORE_THAN):
        return "up"
    return "down" if text.startswith(_LESS_THAN) else None
