"""Years that an undated article names for what is to come or to compare with, not for what it reports."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from tasks.grammar.lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.period_mentions import PeriodMention
    from tasks.grammar.tokens import Token

_LEADS_TO: Final = frozenset({"sang", "cho", "vào", "trình", "mong", "nguyện"})
_AIM_NOUNS: Final = frozenset(
    {
        ("dự", "toán"),
        ("nhiệm", "vụ"),
        ("phương", "hướng"),
        ("định", "hướng"),
        ("chỉ", "tiêu"),
        ("mục", "tiêu"),
        ("kế", "hoạch"),
        ("phấn", "đấu"),
        ("lộ", "trình"),
        ("chương", "trình"),
        ("quy", "hoạch"),
        ("đề", "án"),
        ("kiến", "nghị"),
    }
)  # not "dịch vụ", "tiêu dùng", "thu hoạch", "đấu giá"
_SAYS: Final = frozenset(("cho", says) for says in ("biết", "hay", "thấy", "rằng"))
_AIMS_RIGHT_BEHIND: Final = ("sẽ", "quyết tâm", "triển khai")
_AIM_VERBS: Final = frozenset(
    {("đề", "ra"), ("phấn", "đấu"), ("mục", "tiêu"), ("dự", "kiến"), ("tập", "trung"), ("tiếp", "tục")}
)
_CALLS: Final = ("phát động",)
_SOON: Final = frozenset({"sắp", "sẽ"})
_LOOKS_BACK: Final = ("tổng kết", "sơ kết", "đánh giá kết quả", "kiểm điểm")
_AIM_LISTS: Final = frozenset({("chỉ", "tiêu"), ("mục", "tiêu"), ("phấn", "đấu")})
_AIM_OPENINGS: Final = frozenset({("mục", "tiêu"), ("phấn", "đấu"), ("đích", "đến")})
_FOR: Final = "cho"
_DONE: Final = frozenset({"đạt", "hoàn", "vượt", "quả", "đã"})
_TOLD_OF_BASE: Final = frozenset({":", "là", "đạt", "tăng", "giảm", "chỉ", "có", "còn"})
_JOINTS: Final = frozenset({",", ";", ":", "và"})
_MEASURED: Final = frozenset({"%", "so", "trăm"})
_AIM_REACH: Final = 9  # tokens before a year that say that it is planned for
_LEAD_REACH: Final = 4  # tokens before a year that lead to it: "chuyển sang năm", "đặt ra cho năm"
_AIM_REACH_BEHIND: Final = 8
_AIM_NAMED_BEHIND: Final = 18  # "Sang năm 2023, giá trị sản xuất nông, lâm nghiệp, thủy sản được đặt ở mức …"


def is_aimed(tokens: Sequence[Token], low: int, high: int) -> bool:
    """Whether a mention, tokens ``low`` to ``high``, is told as of an aim: *nhiệm vụ năm 2026*, *dự toán năm 2026*."""
    joined = low > 0 and tokens[low - 1].text == "và"  # "nhiệm vụ 6 tháng cuối năm 2017 và năm 2018"
    before = [token.text for token in tokens[max(0, low - _AIM_REACH * (1 + joined)) : low]]
    own = next((n for n in range(len(before), 0, -1) if before[n - 1] in _JOINTS), 0)
    clause = " ".join(before[own:])
    if any(verb in clause for verb in _CALLS) or not _SOON.isdisjoint(before[own:]):
        return True  # "sắp lên thành phố năm 2025"
    if any(verb in clause for verb in _LOOKS_BACK):
        return False  # "tổng kết nhiệm vụ năm 2017, triển khai …"
    if before[-1:] == ["trước"]:
        return True  # "lên thị xã trước năm 2025"
    if _names_aim(tokens[max(0, low - len(before) + own) : high]):
        return True  # "huyện phấn đấu năm 2023 có …"
    behind = " ".join(token.text for token in tokens[high : high + 4]).lstrip(", ")
    if behind.startswith(_AIMS_RIGHT_BEHIND) or _aims_behind(tokens, high) or _is_in_list_of_aims(tokens, low):
        return True
    if _opens_with_aim(tokens, low):
        return True
    before_it = (*before, *([_FOR] if tokens[low].text == _FOR else []), "")  # "đặt ra cho năm 2025"
    pairs = list(itertools.pairwise(before_it))
    near = {word for word, following in pairs[-_LEAD_REACH:] if (word, following) not in _SAYS}
    aims = not _LEADS_TO.isdisjoint(near) or not _AIM_NOUNS.isdisjoint(pairs)
    return aims and _MEASURED.isdisjoint(before)  # "đạt 52% kế hoạch năm 2023": told of 2023


def _opens_with_aim(tokens: Sequence[Token], low: int) -> bool:
    """*Mục tiêu mà huyện đặt ra là đạt chuẩn nông thôn mới vào năm 2025*: before any number."""
    opening = [token.text for token in tokens[:2]]
    return tuple(opening) in _AIM_OPENINGS and not any(token.is_number for token in tokens[:low])


def as_compared_with(mention: PeriodMention, tokens: Sequence[Token], low: int, high: int) -> PeriodMention:
    """A year in parentheses as the base that it is: *12,7 tỷ đồng (năm 2011: 9 tỷ đồng)*, *(cả năm 2019 tăng 9%)*."""
    opened = low > 0 and tokens[low - 1].text == "("
    told = opened and high < len(tokens) and tokens[high].text in _TOLD_OF_BASE
    return replace(mention, kind="base") if told and mention.kind == "year" else mention


def _aims_behind(tokens: Sequence[Token], high: int) -> bool:
    """*Năm 2019, phấn đấu thu …*, *Năm 2019 huyện sẽ đề ra 18 chỉ tiêu*: an aim's verb before the first number."""
    reach = tokens[high : high + _AIM_NAMED_BEHIND]
    clause = tuple(itertools.takewhile(lambda token: not (token.is_number or token.text in {".", ";"}), reach))
    words = [token.text for token in clause[:_AIM_REACH_BEHIND]]
    return "sẽ" in words or any(pair in _AIM_VERBS for pair in itertools.pairwise(words)) or _names_aim(clause)


def _names_aim(tokens: Sequence[Token]) -> bool:
    """*huyện nhắm tới*, *xã cam kết*: words of an aim, nothing of which is said to be reached."""
    if not _DONE.isdisjoint(token.text for token in tokens):
        return False
    return any("target" in kinds for _, _, kinds in load_lexicon().cues.find(tokens))


def _is_in_list_of_aims(tokens: Sequence[Token], low: int) -> bool:
    """*Chỉ tiêu chủ yếu của nhiệm kỳ: thu nhập 75 triệu đồng; năm 2027 xã đạt chuẩn*: listed with what is aimed at."""
    colon = next((n for n in range(low - 1, -1, -1) if tokens[n].text == ":"), None)
    if colon is None or all(token.text != ";" for token in tokens[colon:low]):
        return False
    opening = [token.text for token in tokens[:colon]]
    return any(pair in _AIM_LISTS for pair in itertools.pairwise(opening)) and _DONE.isdisjoint(opening)
