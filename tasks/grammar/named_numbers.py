"""Numbers that name something and count nothing: ``Nghị quyết 98``, ``24/7``, ``0903 123 456``, ``Covid-19``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tasks.grammar.ordinals import is_ordinal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.grammar.lexicon import Lexicon
    from tasks.grammar.tokens import Token

_ALWAYS: Final = ["24", "/", "7"]
_NO_NAMES: Final = frozenset(
    {
        ("biên", "bản"),
        ("cơ", "bản"),
        ("văn", "bản"),
        ("căn", "bản"),
        *((verb, "mốc") for verb in ("cán", "chạm", "cận", "đạt", "đến", "đụng", "lập", "lên", "qua", "sát", "tới")),
        ("vượt", "mốc"),
    }
)
_UNITS: Final = frozenset(
    {
        "bến cầu", "bình ca", "ea trang", "hiền kiệt", "kim bảng", "lạc thôn", "nậm dịch", "ngọc đường", "ngọc hồi",
        "nha trang", "nông trang", "phố bảng", "sông cầu", "sông lô", "tam đường", "tân tập", "tiên trang", "trà tập",
        "trung kênh", "vĩnh điều", "vụ bản", "xuân đường", "đất mũi",
    }
)  # fmt: skip
"""The ends of units' names whose last syllable is a word that a number names otherwise: *cầu 3*, *đường 5*."""
_PLACES: Final = frozenset({"xã", "huyện", "quận", "phường", "phố", "trấn"})
_NUMBERED: Final = frozenset({"quận", "phường", "q", "p"})  # places that a number names
_SYLLABLES: Final = frozenset({"pa", "ka"})  # of names: "Sa Pa", "Ia Ka"
_GRANTED: Final = frozenset({"giấy", "thẻ", "sổ", "phép", "chứng"})
_SCALES: Final = frozenset({"triệu", "nghìn", "ngàn", "vạn"})
_ROW_REACH: Final = 8  # tokens from one number of a list to the next
_NAME: Final = 2  # syllables of a name at least
_AREAS: Final = frozenset({"m", "km", "cm", "dm"})  # whose square or cube is written behind: "m2"


def names_something(tokens: Sequence[Token], i: int, lexicon: Lexicon) -> bool:
    """True for numbers that name something: ``Nghị quyết 98``, ``số 45``, ``mũi 2``, ``khóa 12``, ``Covid-19``."""
    if _counts_communes(tokens, i) or is_ordinal(tokens, i):
        return False
    if _counts_sides(tokens, i) or _is_one_stop(tokens, i):
        return True
    if _is_dialled(tokens, i) or _ends_a_name(tokens, i) or _is_next_grade(tokens, i):
        return True
    if i + 1 < len(tokens) and tokens[i].end == tokens[i + 1].start and tokens[i + 1].text[0].isalpha():
        return tokens[i + 1].text in lexicon.glued_units or len(tokens[i + 1].text) < 3
    if i and tokens[i - 1].capital and 2 <= len(tokens[i - 1].text) <= 4 and tokens[i - 1].text in lexicon.code_words:
        return not _closes_place(tokens, i - 1)
    if (
        i > 1
        and tokens[i - 1].text == "số"
        and tokens[i - 2].text in {"dân", "tổng", "con", "nhân", "hộ", "vụ", "trong"}
    ):
        return False
    if i > 1 and (tokens[i - 2].text, tokens[i - 1].text) in _NO_NAMES:
        return False  # "lập biên bản 318 trường hợp"
    if i > 1 and tokens[i - 2].capital and f"{tokens[i - 2].text} {tokens[i - 1].text}" in _UNITS:
        return False  # "Nha Trang 412 vụ", "Sông Cầu 812 người"
    if i and tokens[i - 1].text == "mốc" and i + 1 < len(tokens) and tokens[i + 1].text in _SCALES:
        return False  # "cán mốc 1,4 triệu lượt khách"
    if i and tokens[i - 1].text == "cấp" and i + 1 < len(tokens) and tokens[i + 1].text in _GRANTED:
        return False  # "cấp 640 giấy phép"
    before = i - 1 if i and tokens[i - 1].text == "-" else i  # "COVID - 19"
    if not before:
        return False
    last = tokens[before - 1].text
    return last in lexicon.name_heads or (before > 1 and f"{tokens[before - 2].text} {last}" in lexicon.name_heads)


def _closes_place(tokens: Sequence[Token], i: int) -> bool:
    """*thị xã Ayun Pa 910 lao động*, *Sa Pa 33 vụ*: the word at ``i`` closes the name of a place and is no code."""
    if tokens[i].text in _SYLLABLES and i and tokens[i - 1].capital and tokens[i - 1].text.isalpha():
        return True
    typed = [token.text for token in tokens[max(0, i - 3) : i]]
    return bool(typed) and tokens[i - 1].capital and any(word in _PLACES for word in typed[:-1])


def _ends_a_name(tokens: Sequence[Token], i: int) -> bool:
    """*dự án Trương Đình Hội 2, …*, *xã Hố Nai 3*: a small number that closes a capitalised name counts nothing."""
    if i < 2 or len(tokens[i].text) > 2 or not (tokens[i - 1].capital and tokens[i - 2].capital):
        return False
    named = tokens[i - 1].text.isalpha() and tokens[i - 2].text.isalpha()
    closed = i + 1 >= len(tokens) or tokens[i + 1].text in {",", ")", ".", ";", "-", "“", "”", '"'}
    return named and closed and not _is_in_row(tokens, i)


def _is_in_row(tokens: Sequence[Token], i: int) -> bool:
    """*Việt Yên 61, Hiệp Hòa 34, Yên Dũng 29*: each name of a list has its number."""
    return _names_to_number(tokens, i, 1) or _names_to_number(tokens, i, -1)


def _names_to_number(tokens: Sequence[Token], i: int, step: int) -> bool:
    """Whether a sign, a capitalised name and another number follow, or the other way round before."""
    names = signs = 0
    j = i + step if step > 0 else i - 1
    for _ in range(_ROW_REACH):
        if not 0 <= j < len(tokens):
            return False
        token = tokens[j]
        if token.is_number:
            return names >= _NAME and signs == 1
        if token.text in {",", ";"}:
            signs += 1
        elif token.capital and token.text.isalpha() and signs == (step > 0):
            names += 1
        elif step > 0 or not signs or not token.text.isalpha():
            return False  # behind the sign before, the noun of the last number may stand
        j += step
    return False


def _is_next_grade(tokens: Sequence[Token], i: int) -> bool:
    """*dịch vụ công trực tuyến mức độ 3 và 4*, *mức độ 3, 4*, *hồ sơ trực tuyến mức 3, mức 4*."""
    if len(tokens[i].text) > 1:
        return False
    if i > 1 and tokens[i - 1].text == "mức" and tokens[i - 2].text in {"tuyến", ",", "và"}:
        return i + 1 < len(tokens) and tokens[i + 1].text in {",", "và", "đạt", "là", "-", "chiếm"}
    if i < 3 or tokens[i - 1].text not in {"và", ",", "-", "/"}:
        return False
    return tokens[i - 2].is_number and tokens[i - 3].text in {"độ", "mức"}


def _is_one_stop(tokens: Sequence[Token], i: int) -> bool:
    """*bộ phận một cửa*, *cơ chế một cửa liên thông*: the one-stop office counts no doors."""
    return tokens[i].text == "một" and i + 1 < len(tokens) and tokens[i + 1].text == "cửa"


def _counts_sides(tokens: Sequence[Token], i: int) -> bool:
    """*giảm cả 3 tiêu chí*, *trên cả 3 mặt*, *tổng ba khu vực*: what the figures behind are told of."""
    if not i or tokens[i - 1].text not in {"cả", "tổng", "chung"}:
        return False
    following = [token.text for token in tokens[i + 1 : i + 3]]
    if following == ["khu", "vực"]:
        return True
    if tokens[i - 1].text != "cả":
        return False
    return following == ["tiêu", "chí"] or following[:1] == ["mặt"]


def _counts_communes(tokens: Sequence[Token], i: int) -> bool:
    """*UBND 14 phường*, *nhóm 5 huyện*, *yêu cầu 14 phường* are no document and no bridge of that number."""
    if not i or i + 1 >= len(tokens):
        return False
    if tokens[i - 1].text == "nhóm" and tokens[i + 1].text in _PLACES:
        return True
    if tokens[i + 1].text not in {"phường", "xã"}:
        return False
    asked = i > 1 and (tokens[i - 2].text, tokens[i - 1].text) == ("yêu", "cầu")
    return asked or tokens[i - 1].text in {"ubnd", "hđnd", "mttq"}


def _glued(tokens: Sequence[Token], i: int) -> bool:
    """Whether token ``i`` stands right behind the one before, without a space."""
    return 0 < i < len(tokens) and tokens[i - 1].end == tokens[i].start


def is_code(tokens: Sequence[Token], i: int) -> bool:
    """Numbers inside a sign: ``98/2023/QH15``, ``57/2010/NĐ-CP``, ``Covid-19``, ``A80``, ``35m2``, ``24/7``."""
    if _glued(tokens, i):
        sign = tokens[i - 1]
        if sign.text[0].isalpha() and (sign.capital or sign.text in _AREAS):
            return True
        if sign.text in {"-", "."} and _glued(tokens, i - 1) and tokens[i - 2].text[0].isalpha():
            return True
    if tokens[i].text in _ALWAYS:
        for start in (i - 2, i):
            if start >= 0 and [token.text for token in tokens[start : start + 3]] == _ALWAYS:
                return True
    last = i
    while _glued(tokens, last + 1) and tokens[last + 1].text == "/" and _glued(tokens, last + 2):
        last += 2
        if tokens[last].capital:
            return True
        if not tokens[last].is_number:
            return False
    return False


def _is_dialled(tokens: Sequence[Token], i: int) -> bool:
    """Numbers that are dialled or typed: ``0903 123 456``, ``1900 1234``, ``028.38221234``, ``0071000123456``."""
    digits = tokens[i].text.split(".")[0]
    if digits[0] == "0" and len(digits) > 2 and digits.isdigit():
        return True
    if i > 1 and tokens[i - 1].is_number and tokens[i - 2].text in _NUMBERED:
        return False  # "quận 12 31 vụ"
    return (i > 0 and tokens[i - 1].is_number) or (i + 1 < len(tokens) and tokens[i + 1].is_number)
