"""Places in the text: units by type and name, bare names, and words that stand for the place spoken of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from tasks.grammar.phrases import PhraseTrie

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tasks.catalog.gazetteer import Gazetteer
    from tasks.catalog.units import AdminUnit
    from tasks.grammar.tokens import Token

Level = Literal["province", "district", "commune"]

# Type words with their abbreviations, longest first at each place; the type says which units can be meant.
_TYPES: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("thành", "phố"), "thành phố"),
    (("thị", "xã"), "thị xã"),
    (("thị", "trấn"), "thị trấn"),
    (("đặc", "khu"), "đặc khu"),
    (("huyện", "đảo"), "huyện"),
    (("tỉnh",), "tỉnh"),
    (("quận",), "quận"),
    (("huyện",), "huyện"),
    (("phường",), "phường"),
    (("xã",), "xã"),
    (("tp", "."), "thành phố"),
    (("t", ".", "p"), "thành phố"),
    (("tp",), "thành phố"),
    (("tx", "."), "thị xã"),
    (("t", ".", "x", "."), "thị xã"),
    (("tx",), "thị xã"),
    (("tt", "."), "thị trấn"),
    (("tt",), "thị trấn"),
    (("q", "."), "quận"),
    (("h", "."), "huyện"),
    (("p", "."), "phường"),
    (("x", "."), "xã"),
    (("q",), "quận"),
    (("p",), "phường"),
)
_TYPES_BY_FIRST: Final = {
    first: tuple(entry for entry in _TYPES if entry[0][0] == first) for first in {words[0] for words, _ in _TYPES}
}
_SHORT_TYPES: Final = frozenset({"q", "p"})
_HCM: Final = (
    ("tphcm",),
    ("tp", ".", "hcm"),
    ("tp", "hcm"),
    ("tp", ".", "hồ", "chí", "minh"),
    ("hcm",),
    ("tp", "-", "hcm"),
)
_HCM_FIRST: Final = frozenset(phrase[0] for phrase in _HCM)
_COMMUNE_TYPES: Final = frozenset({"phường", "xã", "thị trấn"})
_OFFICE_ENDS: Final = frozenset({"ủy", "ubnd", "hđnd", "an", "thuế", "đoàn", "mttq", "tỉnh", "tp"})
_SELDOM_BARE: Final = frozenset({"hoàng sa", "trường sa"})  # streets and archipelagos before they are districts
_LIST_SIGNS: Final = frozenset({",", "và", ";", "cùng", "hoặc", "-", "&"})
# What may follow the last number of "quận 1, 3 và 5": no noun that the number could count.
_AFTER_LIST: Final = frozenset(
    [",", "và", ".", ")", ";", ":", "(", "đã", "có", "đều", "là", "được", "với", "đang", "sẽ", "còn", "vẫn", "cũng", "thu",
     "chi", "đạt", "tăng", "giảm", "ước", "lần", "theo", "thực", "giải", "tiếp", "dẫn", "đứng", "hiện", "tại", "ở", "trong",
     "khi", "cùng"]
)  # fmt: skip
_OLD: Final = (("cũ",), ("trước", "đây"), ("(", "cũ", ")"), ("trước", "sáp", "nhập"), ("(", "trước", "đây", ")"))


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A named place. ``candidates`` are the units that may be meant, before the article's context has decided."""

    low: int
    high: int
    type: str | None  # the type word, None for a bare name
    name: str
    candidates: tuple[AdminUnit, ...]
    former: tuple[str, ...] = ()  # district codes where a former commune of this name lay
    old: bool = False  # "huyện Hóc Môn cũ"
    listed: bool = False  # took its type from an earlier member of a list


class PlaceFinder:
    """Finds place names in token sequences. Built once per gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._units: PhraseTrie[str] = PhraseTrie((name, name) for name in gazetteer.short_names)
        self._provinces: PhraseTrie[str] = PhraseTrie((name, name) for name in gazetteer.province_short_names)
        self._former: PhraseTrie[str] | None = None

    def find_again(
        self, tokens: Sequence[Token], taken: Sequence[bool], names: Mapping[str, tuple[str, ...]]
    ) -> list[PlaceMention]:
        """Bare mentions of parts that the article named with their type; ``names`` maps a first word to the words."""
        out: list[PlaceMention] = []
        for i, token in enumerate(tokens):
            words = names.get(token.text)
            if words is None or not token.capital or taken[i] or not _matches(tokens, i, words):
                continue
            before = tokens[i - 1] if i else None
            if before is not None and before.capital and before.text[0].isalpha() and not _opens_anew(tokens, i - 1):
                continue
            if _is_whole(tokens, i, i + len(words)):
                out.append(PlaceMention(i, i + len(words), None, " ".join(words), ()))
        return out

    def find(self, tokens: Sequence[Token], taken: Sequence[bool]) -> list[PlaceMention]:
        """Mentions from left to right in one sentence's tokens; ``taken`` tokens (dates) hold no name."""
        out: list[PlaceMention] = []
        i = 0
        while i < len(tokens):
            found = None if taken[i] else self._typed(tokens, i) or self._bare(tokens, i)
            if found is None:
                i += 1
                continue
            out.append(found)
            i = found.high
            while (following := self._listed(tokens, taken, found, i)) is not None:
                out.append(following)
                found, i = following, following.high
        return out

    def _typed(self, tokens: Sequence[Token], i: int) -> PlaceMention | None:
        first = tokens[i].text
        if first in _HCM_FIRST:
            for phrase in _HCM:
                if _matches(tokens, i, phrase) and (tokens[i].capital or len(phrase) > 1):
                    units = self._gazetteer.provinces_named("hồ chí minh")
                    return PlaceMention(i, i + len(phrase), "thành phố", "hồ chí minh", units)
        if i and tokens[i].text == "xã" and tokens[i - 1].text == "thị":
            return None
        for words, kind in _TYPES_BY_FIRST.get(first, ()):
            if _matches(tokens, i, words):
                start = i + len(words)
                if words[0] in _SHORT_TYPES and not tokens[i].capital:
                    continue
                if (
                    words[0] in _SHORT_TYPES
                    and words[-1] == "."
                    and start < len(tokens)
                    and not tokens[start].is_number
                    and not tokens[start].capital
                ):
                    continue
                if (
                    start < len(tokens)
                    and tokens[start].text == "."
                    and len(words) == 1
                    and words[0] in {"tp", "tx", "tt"}
                ):
                    continue
                mention = self._named(tokens, i, start, kind)
                if mention is not None or len(words[0]) > 2:
                    return mention
        return None

    def _named(self, tokens: Sequence[Token], low: int, start: int, kind: str) -> PlaceMention | None:
        if start >= len(tokens):
            return None
        first = tokens[start]
        if first.is_number:
            if kind not in {"quận", "phường"} or not first.text.isdigit() or len(first.text) > 2:
                return None
            name = str(int(first.text))
            following = tokens[start + 1].text if start + 1 < len(tokens) else ""
            if following in {"%", "tỷ", "triệu", "/"} and kind == "quận" and following != "/":
                return None
            return self._mention(tokens, low, start + 1, kind, name)
        if not first.capital:
            return None
        if kind in {"tỉnh", "thành phố"}:
            match = self._provinces.longest(tokens, start)
            own = self._units.longest(tokens, start) if kind == "thành phố" else None
            if match is not None and (own is None or match[0] >= own[0]) and _is_whole(tokens, start, match[0]):
                units = tuple(unit for name in match[1] for unit in self._gazetteer.provinces_named(name))
                both = self._of_type(match[1][0], kind) if kind == "thành phố" else ()
                return PlaceMention(low, match[0], kind, match[1][0], (*units, *both))
            if kind == "tỉnh":
                return None
        match = self._units.longest(tokens, start)
        if match is not None and (kind not in _COMMUNE_TYPES or _is_whole(tokens, start, match[0])):
            return self._mention(tokens, low, match[0], kind, match[1][0])
        if kind in _COMMUNE_TYPES:
            end = start
            while end < len(tokens) and tokens[end].capital and tokens[end].text[0].isalpha() and end - start < 4:
                end += 1
            name = " ".join(token.text for token in tokens[start:end])
            return PlaceMention(low, end, kind, name, (), old=_is_old(tokens, end))
        return None

    def _of_type(self, name: str, kind: str) -> tuple[AdminUnit, ...]:
        return tuple(unit for unit in self._gazetteer.any_named(name) if unit.type == kind)

    def _mention(
        self, tokens: Sequence[Token], low: int, high: int, kind: str, name: str, *, listed: bool = False
    ) -> PlaceMention:
        found = self._gazetteer.any_named(name)
        same = tuple(unit for unit in found if unit.type == kind)
        if not same and kind not in _COMMUNE_TYPES:
            same = tuple(unit for unit in found if unit.tier == "district")
        return PlaceMention(low, high, kind, name, same, old=_is_old(tokens, high), listed=listed)

    def _bare(self, tokens: Sequence[Token], i: int) -> PlaceMention | None:
        if not tokens[i].capital or not tokens[i].text[0].isalpha():
            return None
        own = self._units.longest(tokens, i)
        province = self._provinces.longest(tokens, i)
        end = max(own[0] if own else 0, province[0] if province else 0)
        office = i > 0 and tokens[i - 1].text in _OFFICE_ENDS  # "Thành ủy Hà Nội Lê Quang …": a person's name follows
        if (
            not end
            or not (office or _is_whole(tokens, i, end))
            or not all(token.capital for token in tokens[i:end] if token.text[0].isalpha())
        ):
            return None
        if i and tokens[i - 1].capital and tokens[i - 1].text[0].isalpha() and not _opens_anew(tokens, i - 1):
            return None
        units: tuple[AdminUnit, ...] = ()
        name = ""
        if province is not None and province[0] == end:
            name = province[1][0]
            units = self._gazetteer.provinces_named(name)
        if own is not None and own[0] == end:
            name = own[1][0]
            units = (*units, *self._gazetteer.any_named(name))
        if not units or name.isdigit() or name in _SELDOM_BARE or _names_a_thing(tokens, i):
            return None
        return PlaceMention(i, end, None, name, units, old=_is_old(tokens, end))

    def _listed(
        self, tokens: Sequence[Token], taken: Sequence[bool], before: PlaceMention, i: int
    ) -> PlaceMention | None:
        """``quận Bình Tân, Bình Chánh``; ``các quận 1, 3 và 5``: the later members lend the first one's type."""
        if before.type is None or i + 1 >= len(tokens) or tokens[i].text not in _LIST_SIGNS or taken[i + 1]:
            return None
        token = tokens[i + 1]
        if token.is_number:
            following = tokens[i + 2].text if i + 2 < len(tokens) else "."
            listing = following in _AFTER_LIST
            if before.name.isdigit() and token.text.isdigit() and len(token.text) <= 2 and listing:
                return self._mention(tokens, i + 1, i + 2, before.type, str(int(token.text)), listed=True)
            return None
        if not token.capital or before.type in {"tỉnh"}:
            return None
        match = self._units.longest(tokens, i + 1)
        if match is None or not _is_whole(tokens, i + 1, match[0]):
            return None
        name = match[1][0]
        found = self._gazetteer.any_named(name)
        tier = "commune" if before.type in {"phường", "xã", "đặc khu"} else "district"
        same = tuple(unit for unit in found if unit.type == before.type) or tuple(
            unit for unit in found if unit.tier == tier
        )
        if not same:
            return None
        return PlaceMention(i + 1, match[0], before.type, name, same, old=_is_old(tokens, match[0]), listed=True)


def _names_a_thing(tokens: Sequence[Token], i: int) -> bool:
    """*đường Lê Chân*, *chợ Tân Bình*, *Công ty cổ phần Bình Chánh*: a street, a market or a company bears the name."""
    before = [token.text for token in tokens[max(0, i - 5) : i]]
    if not before:
        return False
    if before[-1] in {"đường", "phố", "cầu", "chợ", "sông", "hồ", "ga", "bến", "cảng", "hầm", "kênh", "rạch", "đèo", "chùa", "đền"}:
        return True
    near = " ".join(before[-4:])
    return any(word in near for word in ("công ty", "xí nghiệp", "nhà máy", "khu công nghiệp", "cụm công nghiệp", "kcn", "bệnh viện", "ngã tư", "ngã ba", "bến xe", "nhà ga"))


def _matches(tokens: Sequence[Token], i: int, words: Sequence[str]) -> bool:
    return i + len(words) <= len(tokens) and all(tokens[i + n].text == word for n, word in enumerate(words))


def _is_whole(tokens: Sequence[Token], start: int, end: int) -> bool:
    """False where the name goes on: *Bình Chánh Tây* is not *Bình Chánh*, *Long Thành Trung* not *Long Thành*."""
    if end >= len(tokens):
        return True
    following = tokens[end]
    if (
        not following.capital
        or not following.text[0].isalpha()
        or following.text in {"tp", "ubnd", "hđnd", "q", "h", "tx", "tphcm", "mttq"}
    ):
        return True
    gap = following.start - tokens[end - 1].end
    shouting = all(token.capital for token in tokens[start:end]) and _all_caps(tokens, end)
    return gap != 1 or shouting


def _all_caps(tokens: Sequence[Token], i: int) -> bool:
    capitals = sum(1 for token in tokens if token.capital)
    words = sum(1 for token in tokens if token.text[0].isalpha())
    return words > 0 and capitals >= 0.8 * words


def _opens_anew(tokens: Sequence[Token], i: int) -> bool:
    """True where the word before a name is capitalised only because a sentence or title begins with it."""
    return i == 0 or tokens[i - 1].text in {".", ":", "-", '"', "“", "("} or _all_caps(tokens, i)


def _is_old(tokens: Sequence[Token], i: int) -> bool:
    return any(_matches(tokens, i, words) for words in _OLD)
