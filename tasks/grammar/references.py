"""Words that stand for a place: *toàn quận*, *trên địa bàn huyện*, *thành phố*, *cả nước*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.scope import Focus
from tasks.grammar.word_lists import load_words
from tasks.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.catalog.units import AdminUnit
    from tasks.grammar.context import Context
    from tasks.grammar.items import Item
    from tasks.grammar.tokens import Token

_COOPERATIVE: Final = "hợp tác xã"
PLACE_WORDS: Final = frozenset(
    {"quận", "huyện", "xã", "phố", "phường", "đảo", "khu", "trấn", "tỉnh", "nước", "quốc", "tp"}
)
_ENDS_OF_PHRASES: Final = (
    " toàn tỉnh",
    " cả nước",
    " quận",
    " huyện",
    " thị xã",
    " thành phố",
    " phường",
    " xã",
)  # thị xã before xã
_WHERE: Final = "trên địa bàn "

_NATION: Final = frozenset({"cả nước", "toàn quốc"})
_PROVINCE: Final = frozenset({"toàn tỉnh", "cả tỉnh", "tỉnh"})
CITY_WORDS: Final = frozenset({"thành phố", "toàn thành phố"})
_CITY: Final = CITY_WORDS | {"tp"}
_PARTS: Final = frozenset({"phường", "xã", "thị trấn", "toàn phường", "toàn xã"})
_TYPE_MEANT: Final = {
    "quận": "quận",
    "toàn quận": "quận",
    "huyện": "huyện",
    "toàn huyện": "huyện",
    "huyện đảo": "huyện",
    "thị xã": "thị xã",
    "toàn thị xã": "thị xã",
    "đặc khu": "đặc khu",
    "toàn đặc khu": "đặc khu",
    "đảo": "đặc khu",
    "phường": "phường",
    "toàn phường": "phường",
    "xã": "xã",
    "toàn xã": "xã",
}

# Right behind the word: the place is the one that gives, orders or decides.
_GIVES: Final = frozenset({"giao", "phân", "đề", "phê", "duyệt", "hỗ", "cấp", "chỉ", "cho", "bố", "yêu", "công", "ủy"})
_BEFORE_GIVER: Final = frozenset({"bí", "hoạch", "toán", "tiêu", "của", "do", "ủy"})
_STANDARDS: Final = frozenset({"chuẩn"})
_COUNCILS: Final = frozenset({"ubnd", "hđnd"})
_COMPARES_NATION: Final = frozenset({"của", "với", "so", "bình", "nhất"})
_NO_PROVINCE_BEHIND: Final = frozenset({"nhất", "ngân", "các", "ủy", "thuộc", "ở", "cấp", "liên", "lãnh"})
_NO_PROVINCE_BEFORE: Final = frozenset({"lộ", "ta"})  # "tỉnh lộ"
_PROVINCE_ACTS: Final = frozenset({"giải", "thu", "đón", "đạt", "còn", "chi", "xuất", "có", "ước", "đã", "mới"})
_WHOLE_PROVINCE: Final = frozenset({"toàn", "của", "bàn", "cả", "trong"})
_NO_CITY_BEHIND: Final = frozenset({*_COUNCILS, "ủy", "tịch", "cấp", "các", "so", "lãnh", "sở"})
_OF_TP: Final = frozenset({"của", "bàn"})
_WHOLE_CITY: Final = frozenset({"toàn", "bàn", "của", "cả", "grdp", "gdp"})
_CITYS_OWN: Final = frozenset(
    {"giao", "toán", "hoạch", "ương", "đạo", "trương", "vốn", "sách"}
)  # "dự toán của thành phố"
_PROVINCES_OWN: Final = frozenset({"toán", "hoạch", "lệnh", "tiêu", "đạo", "trương", "quyết", "hướng", "cầu"})
_TELLS_IT: Final = frozenset({"là", "đạt", "có", "còn", "ở", "năm", "(", ":"})  # "kế hoạch của tỉnh là 4.200 tỷ đồng"
_BUDGETS: Final = (["thu", "ngân", "sách"], ["chi", "ngân", "sách"])
_BEFORE_PART: Final = frozenset({*_COUNCILS, "của", "toàn", "bàn", "tại", "ở"})
_PART_ACTS: Final = frozenset({"chỉ", "còn", "có", "đạt", "đã", "hiện", "giảm", "thu", "giải", "huy"})
_NO_PART_BEFORE: Final = frozenset({"hội", "và", "-", ",", "trong", "ngoài", "viên", "luận", "nào"})  # "xã hội"
_NO_PART_BEHIND: Final = frozenset({"các", "cấp"})
_AMONG: Final = frozenset({"của", "trong", "trên", "cả"})
_HELP_REACH: Final = 14  # tokens from a place back to the words for its help
_HELPED: Final = frozenset({"dưới", "được", "nhờ", "với", "có"})
_BEHIND_HELP: Final = frozenset({",", "và", ";"})
_WHAT_REACH: Final = 14  # tokens from a place back to the verb that says what is said to be in it
_CLAUSE_ENDS: Final = frozenset({",", ";", ".", ":", "("})
_WHATS: Final = frozenset(
    {"quận", "huyện", "thị", "một", "đơn", "địa", "trung", "cửa", "vùng", "nơi", "phường", "xã", "đô", "khu", "điểm"}
)
_RANK_REACH: Final = 10  # tokens from a place back to the rank of a unit in it
_RANKED_UNITS: Final = frozenset(load_words("places.yaml")["ranked_units"])
_LEADS: Final = frozenset({"đứng", "dẫn", "hàng", "tốp", "top"})
_BEST: Final = frozenset({"nhất", "nhì"})
_KIND_REACH: Final = 8  # tokens of attributes between a unit and whose it is
_KIND_OF: Final = frozenset({"huyện", "quận", "xã", "phường", "đảo"})
_KINDS: Final = frozenset(load_words("places.yaml")["kinds_of_unit"])
_NUMBER_OF: Final = frozenset({"hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mọi", "toàn"})
_TAKES_SHARE: Final = frozenset({"bằng", "chiếm"})
_SHARE_REACH: Final = 4  # tokens from the percentage sign back to the verb
_OTHER_UNIT: Final = frozenset({"bên", "lân", "láng", "bạn", "khác", "kề"})
_OF_BEFORE: Final = frozenset({"cùng", "cũ"})
_NO_UNIT_BEHIND: Final = frozenset({"nhất", "các", "cấp", "mỗi", "nhiều", "từng", "liên", "số", "những"})


class Neighbours(Record, frozen=True):
    """The words around an item; empty at the ends of the sentence."""

    second: str
    before: str
    following: str
    opens: bool  # nothing stands before it

    @classmethod
    def of(cls, item: Item, tokens: Sequence[Token]) -> Neighbours:
        low, high = item.low, item.high
        return cls(
            second=tokens[low - 2].text if low > 1 else "",
            before=tokens[low - 1].text if low else "",
            following=tokens[high].text if high < len(tokens) else "",
            opens=low == 0,
        )


_VERBS_BEHIND: Final = (" tăng trưởng", " tăng", " đã chi", " ước chi", " chi", " đã thu", " ước thu", " thu")


def place_word(item: Item) -> str | None:
    """The word for a place that an item is or ends in: *quận* of *thu ngân sách quận*; ``None`` where there is none.

    A verb of the phrase may stand behind it: *kinh tế huyện tăng trưởng*.
    """
    kind, text = item.kind, item.text
    if kind == "phrase" and (verb := next((one for one in _VERBS_BEHIND if text.endswith(one)), None)) is not None:
        bare = text.removesuffix(verb)
        return next((end[1:] for end in _ENDS_OF_PHRASES if bare.endswith(end)), None)
    if kind == "word":
        return text if text in PLACE_WORDS else None
    if kind not in {"cue", "phrase"} or text.rpartition(" ")[2] not in PLACE_WORDS:
        return None
    if item.kind == "phrase" and text.endswith(_COOPERATIVE):
        return None  # "32 hợp tác xã cùng 4.300 hộ kinh doanh"
    if item.kind == "phrase" and item.text not in _NATION:
        return next((end[1:] for end in _ENDS_OF_PHRASES if item.text.endswith(end)), None)
    return item.text.removeprefix(_WHERE)


def who_is_meant(
    word: str, item: Item, tokens: Sequence[Token], context: Context, spoken: AdminUnit | None
) -> Focus | None:
    """Whom the word of a place stands for; ``spoken`` is the unit that was spoken of last."""
    near = Neighbours.of(item, tokens)
    if (
        word in _PROVINCE | _CITY
        and near.before == "của"
        and any(token.text in _STANDARDS for token in tokens[max(0, item.low - 5) : item.low])
    ):
        return None  # "hộ nghèo theo chuẩn của thành phố"
    if word in _NATION | _PROVINCE | _CITY and (_is_ranked(item, tokens) or says_what_it_is(item.low, tokens)):
        return None
    if word in _NATION | _PROVINCE | _CITY and (_helps(item, tokens) or _is_base_of_share(item, tokens)):
        return None
    if word in _NATION:
        return _nation(near)
    if word in _PROVINCE:
        return _province(word, near)
    if word in _CITY:
        words = [token.text for token in tokens[max(0, item.low - 4) : item.low]]
        acts = _acts(near) and (context.main is None or context.main.type != "thành phố")
        # "thu ngân sách thành phố", told of a phường: no city but a province is left.
        acts = acts or (item.kind == "phrase" and context.communes_are_units)
        if word == "tp" and near.before in _OF_TP and (context.main is None or context.main.type != "thành phố"):
            word = "thành phố"  # "tỷ lệ chung của TP là 52%", told of a quận
        of_city = context.titled_by_province and spoken is not None and _lies_in_city(spoken, context)
        return _city(word, near, spoken, of_budget=words[:3] in _BUDGETS, acts=acts, of_province=of_city)
    if word in _PARTS and not context.communes_are_units:
        return _part(item, near)
    return _unit(word, item, near, context, spoken)


def _is_ranked(item: Item, tokens: Sequence[Token]) -> bool:
    """*đứng đầu tỉnh*, *xếp thứ hai toàn tỉnh*, *cao nhất thành phố*: whom a unit is compared with."""
    words = [token.text for token in tokens[max(0, item.low - 4) : item.low]]
    while words and words[-1] in _AMONG:
        words.pop()
    if not words:
        return False
    rank = [token.text for token in tokens[max(0, item.low - _RANK_REACH) : item.low]]
    while rank and (rank[-1] in _AMONG | _RANKED_UNITS or rank[-1].isdigit()):
        rank.pop()
    leads = rank[-1:] == ["đầu"] and rank[-2:-1] and rank[-2] in _LEADS
    if leads or rank[-1:] == ["thứ"] or (rank[-1:] and rank[-1] in _BEST):
        return True  # "đứng thứ 5/22 quận, huyện của thành phố", "cao nhất trong các huyện miền núi của tỉnh"
    first = words[-1] == "đầu" and words[-2:-1] and words[-2] in _LEADS
    return bool(first) or words[-1] in _BEST or words[-2:-1] == ["thứ"]


def says_what_it_is(low: int, tokens: Sequence[Token]) -> bool:
    """*Huyện là một trong những nơi đi đầu của tỉnh …*: whose the place at token ``low`` lies in or leads."""
    if not low or tokens[low - 1].text not in _AMONG:
        return False
    if _is_told_what_kind(low - 2, tokens):
        return True
    for j in range(low - 2, max(-1, low - _WHAT_REACH), -1):
        if tokens[j].text in _CLAUSE_ENDS or tokens[j].text.isdigit():
            return False
        if tokens[j].text == "là":
            return tokens[j + 1].text in _WHATS
        if tokens[j].text == "ngõ" and tokens[j - 1].text == "cửa":
            return True  # "Là cửa ngõ phía bắc của thành phố Cần Thơ, quận …"
    return False


def _is_told_what_kind(last: int, tokens: Sequence[Token]) -> bool:
    """*huyện miền núi của tỉnh Phú Yên*, *thành huyện nông thôn mới đầu tiên của TP.HCM*: one, and its attributes."""
    low = last
    while low >= max(1, last - _KIND_REACH) and tokens[low].text in _KINDS:
        low -= 1
    if low < 0 or low == last or tokens[low].text not in _KIND_OF:
        return False
    before = tokens[low - 1].text if low else ""
    return before not in _NO_UNIT_BEHIND | _NUMBER_OF and not before.isdigit()


def _is_base_of_share(item: Item, tokens: Sequence[Token]) -> bool:
    """*bằng trên 54% của toàn tỉnh*, *chiếm 12% cả nước*: what a share is of, not who the figures behind it are of."""
    at = item.low - 1
    if at > 0 and tokens[at].text in _AMONG:
        at -= 1
    share = at > 1 and tokens[at].text == "%"
    return share and any(token.text in _TAKES_SHARE for token in tokens[max(0, at - _SHARE_REACH) : at])


def _nation(near: Neighbours) -> Focus | None:
    if _is_giver(near) or near.before in _COMPARES_NATION or _is_no_province(near):
        return None
    return Focus("nation", None, "reference")


def _province(word: str, near: Neighbours) -> Focus | None:
    if _is_giver(near) or _is_no_province(near):
        return None
    if near.before == "của" and near.second in _PROVINCES_OWN and near.following not in _TELLS_IT:
        return None  # "bằng 160% kế hoạch của tỉnh", "làm theo chỉ đạo của tỉnh và Trung ương"
    acts = _acts(near) or (near.before == "lịch" and near.second == "du")  # "toàn ngành du lịch tỉnh"
    acts = acts or (near.before in {"đến", "tới"} and near.second in {"khách", "lịch"})  # "lượt khách đến tỉnh đạt …"
    if word == "tỉnh" and not near.opens and near.before not in _WHOLE_PROVINCE and not acts:
        return None
    return Focus("province", None, "reference")


def _helps(item: Item, tokens: Sequence[Token]) -> bool:
    """*Dưới sự chỉ đạo của tỉnh, …*, *các sở, ban, ngành của tỉnh, …*: whose help is told, not what it has."""
    low, following = item.low, tokens[item.high].text if item.high < len(tokens) else ""
    if not low or tokens[low - 1].text != "của" or following not in _BEHIND_HELP:
        return False
    before = [token.text for token in tokens[max(0, low - _HELP_REACH) : low - 1]]
    if before[-1:] == ["ngành"] and "sở" in before:
        return True
    help_at = next((n for n in range(len(before) - 1, 0, -1) if before[n] == "sự"), None)
    return help_at is not None and before[help_at - 1] in _HELPED and not any(w.isdigit() for w in before[help_at:])


def _is_giver(near: Neighbours) -> bool:
    """*tỉnh giao*, *dự toán tỉnh giao*, *UBND tỉnh*: what the province gave or said, not what it has."""
    given = near.before in _BEFORE_GIVER and near.following == "giao"
    return near.following in _GIVES or given or near.before in _COUNCILS


def _is_no_province(near: Neighbours) -> bool:
    """*các tỉnh*, *cấp tỉnh*, *tỉnh lộ*."""
    return near.before in _NO_PROVINCE_BEHIND or near.following in _NO_PROVINCE_BEFORE


def _acts(near: Neighbours) -> bool:
    """*Năm 2017, tỉnh giải ngân …*, *Cả năm 2022 thành phố thu …*: the subject right behind a time."""
    return (near.before in {",", "nay"} or near.before.isdigit()) and near.following in _PROVINCE_ACTS


def _lies_in_city(unit: AdminUnit, context: Context) -> bool:
    return context.gazetteer.province_of(unit).type == "thành phố"


def _city(
    word: str, near: Neighbours, spoken: AdminUnit | None, *, of_budget: bool, acts: bool, of_province: bool
) -> Focus | None:
    """A city below a province where one is spoken of; else the city that is a province, where the whole is meant.

    ``of_province`` where the title names such a city alone.
    """
    if word == "tp" and near.before != "toàn":
        return None  # "TP" is a city of either kind
    if near.following in _GIVES or near.before in _NO_CITY_BEHIND:
        return None
    city = spoken is not None and spoken.type == "thành phố" and spoken.tier == "district"
    if city and not (word == "toàn thành phố" and of_province):
        return Focus("district", spoken, "reference")
    whole = word == "toàn thành phố" or near.before in _WHOLE_CITY or near.opens or acts
    if not whole or (near.before == "của" and near.second in _CITYS_OWN and not of_budget):
        return None  # "dự toán của thành phố", but "thu ngân sách của thành phố"
    return Focus("province", None, "reference")


def _part(item: Item, near: Neighbours) -> Focus | None:
    """*của xã*, *toàn phường* while the districts are the units: a part of one of them."""
    is_one = near.before == "là" and near.second in {"đây", "cũng"}  # "Đây cũng là xã nghèo nhất huyện"
    alone = item.kind == "phrase" or near.before in _BEFORE_PART or near.opens or is_one or item.text.startswith("toàn")
    alone = alone or (near.before == ";" and near.following in _PART_ACTS)  # "…; xã có tỷ lệ hộ nghèo thấp nhất …"
    alone = alone or (
        near.before == "," and near.following in _PART_ACTS and near.second not in PLACE_WORDS
    )  # "Hết năm, xã chỉ còn 31 hộ nghèo"
    if not alone or near.following in _NO_PART_BEFORE or near.before in _NO_PART_BEHIND:
        return None
    return Focus("part", None, "reference")


def _unit(word: str, item: Item, near: Neighbours, context: Context, spoken: AdminUnit | None) -> Focus | None:
    """The unit spoken of, or the one the article is about, where its type is the one told."""
    kind = _TYPE_MEANT.get(word)
    if kind is None or spoken is None:
        return None
    if kind != spoken.type and near.following in _OF_BEFORE:
        return None  # "Thị xã Hoài Nhơn: hình thành từ nguyên trạng huyện cùng tên", "lấy nguyên trạng huyện cũ"
    if near.following in _OTHER_UNIT and near.before not in _NO_UNIT_BEHIND:
        return Focus("several", None, "other")  # "Xã bên cạnh còn 8,4% hộ nghèo"
    unit = spoken
    if kind != unit.type and context.main is not None and kind == context.main.type:
        unit = context.main
    if kind != unit.type and not (kind == "huyện" and unit.type == "đặc khu"):
        others = {one.key: one for one in context.decided.values() if one.type == kind and one.tier == unit.tier}
        if len(others) != 1:
            return None
        if context.main_in_title and unit == context.main:
            return None  # an article about a thị xã that names once the huyện that it was parted from
        (unit,) = others.values()  # "Thị xã còn …, huyện còn …", where one of each was named
    if near.before in _NO_UNIT_BEHIND or (item.kind == "cue" and near.following == "giao"):
        return None
    return Focus("district", unit, "reference")
