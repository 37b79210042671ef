"""The whole that a part is told of: *thị trấn có 5 vụ cháy trong số 18 vụ của toàn huyện*, of which 18 are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.indicators import Indicator
    from tasks.grammar.figures import Claim
    from tasks.grammar.scope import Anchor, Focus
    from tasks.grammar.telling import Telling

_OUT_OF: Final = ("trong số", "trong tổng số", "trên tổng số", "trong tổng cộng", "trong")
_LAST_WORDS: Final = frozenset(words.split()[-1] for words in _OUT_OF)
_OUT_OF_REACH: Final = 4  # tokens
_STOPS: Final = frozenset({",", ";", ".", "(", ")"})
_OWNERS: Final = frozenset({"district", "province", "nation"})
_PLANNED: Final = frozenset({"theo kế hoạch", "theo dự toán"})
_BOTH: Final = "dossiers_received"  # those resolved and those received are figures of their own


def is_whole(told: Telling, index: int, name: str) -> bool:
    """Whether a number stands right behind words for *out of*, with what is out of it told before.

    Not *bảy trong số mười xã đã đạt chuẩn*: what is said of the part makes it the indicator's.
    """
    low = told.quantity(index).low
    if not low or told.texts[low - 1] not in _LAST_WORDS:
        return False
    indicator = told.indicator(name)
    if indicator.is_count and not (_counts_all(indicator) or indicator.of_whole):
        return False
    before = told.words(max(0, low - _OUT_OF_REACH), low)
    out_of = next((words for words in _OUT_OF if before == words or before.endswith(f" {words}")), None)
    if out_of is None:
        return False
    first = low - len(out_of.split(" "))
    return first > 0 and told.texts[first - 1] not in _STOPS


def is_part_out_of(told: Telling, index: int, claim: Claim) -> bool:
    """*8 trong số 21 vụ tai nạn xảy ra trên đường tỉnh*: what happened is all of them; some of them did so there.

    A stock such as schools counts those that have reached what is said of them.
    """
    indicator, quantity = told.indicator(claim.indicator), told.quantity(index)
    if quantity.kind != "fraction" or "trong" not in told.texts[quantity.first : quantity.high]:
        return False
    behind = told.around(index).right[:4]
    planned = any(item.has("plan", "target") or item.text in _PLANNED for item in behind)
    return _counts_all(indicator) and not planned and claim.indicator != _BOTH


def is_all_of_rate(told: Telling, index: int, claim: Claim) -> bool:
    """*1,6% trong tổng số 43.800 hộ thuộc diện nghèo*: all households, of which the poor are the share before."""
    previous = told.previous_quantity(index)
    rate = told.claim_of(previous)
    share = told.indicator(claim.indicator).share
    if previous is None or rate is None or share is None or rate.indicator != share:
        return False
    return told.words(told.quantity(previous).high, told.quantity(index).low) in _OUT_OF


def _counts_all(indicator: Indicator) -> bool:
    """Whether the noun alone names what is counted, as of *vụ cháy* and *hộ nghèo*: nothing has to be said of them."""
    return indicator.flow or (indicator.share is not None and not indicator.named_later)


def owner_of_whole(told: Telling, anchors: Sequence[Anchor], index: int, claim: Claim, home: Focus) -> Focus | None:
    """*trong số 598 hộ nghèo của toàn huyện*: whose all of them are stands behind; else the article's district.

    ``home`` is who was spoken of before.
    """
    if not is_whole(told, index, claim.indicator) and not is_part_out_of(told, index, claim):
        return None
    end = told.clause_end(index + 1, _STOPS)
    for anchor in anchors:
        if index < anchor.index < end and anchor.focus.kind in _OWNERS:
            return anchor.focus
    parts = any(anchor.focus.kind == "part" and anchor.index < index for anchor in anchors)
    return home if parts and home.kind == "district" else None
