"""What an article as a whole tells: its day and year, its province, and which units its place names mean."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from tasks.catalog.names import fold_name
from tasks.catalog.units import TWO_TIERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tasks.catalog.gazetteer import Gazetteer
    from tasks.catalog.units import AdminUnit
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.places import PlaceMention
    from tasks.grammar.tokens import Token

PlaceLevel = Literal["district", "part", "province", "ambiguous", "unknown"]

_DISTRICT_TYPES: Final = frozenset({"quận", "huyện", "thị xã"})
_COMMUNE_TYPES: Final = frozenset({"phường", "xã", "thị trấn"})
_YEAR: Final = re.compile(r"20\d\d")
_SPEAKERS: Final = frozenset({"ubnd", "hđnd", "bàn", "toàn", "của", "an", "bộ", "đạo", "dân", "thuế", "cả", "ủy"})
_NEW_ORDER: Final = ("chính quyền địa phương 2 cấp", "mô hình 2 cấp", "chính quyền 2 cấp", "đặc khu", "sau sáp nhập")


@dataclass(frozen=True, slots=True)
class Place:
    """A mention with its meaning. ``unit`` is set for districts (the tier of the day) and provinces."""

    low: int
    high: int
    level: PlaceLevel
    unit: AdminUnit | None
    mention: PlaceMention


@dataclass
class Context:
    """Facts of one article, decided once."""

    gazetteer: Gazetteer
    published: date | None
    year: int | None
    day: date
    provinces: Counter[str] = field(default_factory=Counter)  # province code → weight
    decided: dict[tuple[str | None, str], AdminUnit] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    part_names: set[str] = field(default_factory=set)
    titled: set[str] = field(default_factory=set)  # names in the title
    part_words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    main: AdminUnit | None = None
    main_in_title: bool = False

    @property
    def communes_are_units(self) -> bool:
        return self.day >= TWO_TIERS

    def place(self, mention: PlaceMention, near: str | None = None) -> Place | None:
        """What a mention means in this article; ``near`` is the code of a province told right beside it."""
        level, unit = self._meaning(mention, near)
        return None if level is None else Place(mention.low, mention.high, level, unit, mention)

    def _meaning(self, mention: PlaceMention, near: str | None) -> tuple[PlaceLevel | None, AdminUnit | None]:
        if mention.type is None:
            return self._bare(mention, near)
        if mention.type in _COMMUNE_TYPES:
            if not self.communes_are_units or mention.old or mention.type == "thị trấn":
                return "part", None
            return self._choose([u for u in mention.candidates if u.valid_at(self.day)], mention, near, default="part")
        provinces = [u for u in mention.candidates if u.tier == "province"]
        if mention.type == "tỉnh":
            return self._province(provinces)
        if mention.type == "thành phố":
            cities = [u for u in provinces if u.type == "thành phố" and u.valid_at(self.day)]
            if cities and not (mention.old and any(u.tier == "district" for u in mention.candidates)):
                return "province", cities[0]
        units = [u for u in mention.candidates if u.tier == "district" or mention.type == "đặc khu"]
        return self._choose(self._dated(units, mention), mention, near, default="unknown")

    def _dated(self, units: Sequence[AdminUnit], mention: PlaceMention) -> list[AdminUnit]:
        """Units of the article's day and the type told; else those of the type at another time; else of the day."""
        typed = [u for u in units if u.type == mention.type]
        for group in (
            [u for u in typed if u.valid_at(self.day)],
            _nearest(typed, self.day),
            [u for u in units if u.valid_at(self.day)],
        ):
            if group:
                return group
        return []

    def _bare(self, mention: PlaceMention, near: str | None) -> tuple[PlaceLevel | None, AdminUnit | None]:
        communes = ("phường", "xã", "đặc khu")
        districts = ("quận", "huyện", "thị xã", "thành phố")
        for kind in communes if self.communes_are_units else districts:
            unit = self.decided.get((kind, mention.name))
            if unit is not None:
                return "district", unit
        province_named = any(u.tier == "province" and u.valid_at(self.day) for u in mention.candidates)
        if self.communes_are_units and mention.name in self.titled and not province_named:
            here = [u for u in mention.candidates if u.tier == "commune" and u.valid_at(self.day)]
            known = [u for u in here if self.provinces[u.province_code] or self.provinces[self._heir(u)]]
            if len(known) == 1:
                return "district", known[0]
        for kind in districts if self.communes_are_units else communes:
            unit = self.decided.get((kind, mention.name))
            if unit is not None:
                return "district", unit
        if mention.name in self.part_names:
            return "part", None
        provinces = [u for u in mention.candidates if u.tier == "province" and u.valid_at(self.day)]
        if provinces:
            return "province", provinces[0]
        tier = "commune" if self.communes_are_units else "district"
        units = [u for u in mention.candidates if u.tier == tier and u.valid_at(self.day)]
        if self.communes_are_units or " " not in mention.name or not units:
            past = [u for u in mention.candidates if u.tier == "province"]
            return ("province", past[-1]) if past and not units else (None, None)
        level, unit = self._choose(units, mention, near, default="unknown")
        return (level, unit) if level == "district" else (None, None)

    def _province(self, provinces: Sequence[AdminUnit]) -> tuple[PlaceLevel, AdminUnit | None]:
        return "province", next((u for u in provinces if u.valid_at(self.day)), next(iter(provinces), None))

    def _choose(
        self, units: Sequence[AdminUnit], mention: PlaceMention, near: str | None, default: PlaceLevel
    ) -> tuple[PlaceLevel, AdminUnit | None]:
        """The one candidate that the context allows; refused (``ambiguous``) where it cannot decide."""
        known = self.decided.get((mention.type, mention.name))
        if known is not None:
            return "district", known
        if not units:
            return default, None
        if near is not None:
            close = [u for u in units if u.province_code == near or self._heir(u) == near]
            if len(close) == 1:
                return "district", close[0]
            units = close or units
        if len(units) == 1:
            only = units[0]
            known_here = not self.provinces or self.provinces[only.province_code] or self.provinces[self._heir(only)]
            if only.tier == "commune" and not known_here:
                return default, None  # a name that some other province also has
            return "district", only
        weights = {u.key: 2 * self.provinces[u.province_code] + self._heir_weight(u) for u in units}
        best = max(weights.values())
        top = [u for u in units if weights[u.key] == best]
        if best > 0 and len(top) == 1:
            return "district", top[0]
        return "ambiguous", None

    def _heir_weight(self, unit: AdminUnit) -> int:
        heir = self._heir(unit)
        return 0 if heir == unit.province_code else self.provinces[heir]

    def _heir(self, unit: AdminUnit) -> str:
        """The province of today for a unit of the old map, so that *Gia Lai* helps to find a huyện of Bình Định."""
        successors = self.gazetteer.successors(unit)
        return successors[0].province_code if successors else unit.province_code


def _nearest(units: Sequence[AdminUnit], day: date) -> list[AdminUnit]:
    """For each province the unit whose life lies nearest to the day."""
    best: dict[str, tuple[int, AdminUnit]] = {}
    for unit in units:
        end = unit.valid_to or date.max
        distance = (unit.valid_from - day).days if unit.valid_from > day else max((day - end).days, 0)
        if unit.province_code not in best or distance < best[unit.province_code][0]:
            best[unit.province_code] = (distance, unit)
    return [unit for _, unit in best.values()]


def article_year(published: date | None, periods: Iterable[PeriodMention]) -> int | None:
    """The year an undated mention belongs to: the publication's, else the latest that the text gives a report for."""
    if published is not None:
        return published.year
    reports: list[int] = []
    years: list[int] = []
    aims: list[int] = []
    for mention in periods:
        if mention.kind == "other" and "tháng" in mention.text and (told := _YEAR.search(mention.text)) is not None:
            reports.append(int(told.group()))  # "3 tháng cuối năm 2010"
        if mention.year is None or mention.kind == "span" or mention.year < 2000:
            continue
        if mention.kind == "base":
            years.append(mention.year + 1)  # "so với cùng kỳ năm 2014" is written of 2015
        else:
            aim = mention.kind == "year" and mention.until  # "đến năm 2030"
            (aims if aim else years if mention.kind == "year" else reports).append(mention.year)
    if reports:
        return max(reports)
    years = years or aims
    if not years:
        return None
    counted = Counter(years)
    # A plan for a far year is told less often than the year of the report.
    most = max(counted.values())
    return max(year for year, count in counted.items() if count * 2 >= most)


def event_day(year: int | None, sentences: Iterable[Sequence[tuple[int, int, PeriodMention]]]) -> date | None:
    """The day of the event that an undated article reports ("chiều 17/11"), in the article's year."""
    if year is None:
        return None
    for periods in sentences:
        for _, _, mention in periods:
            if mention.kind == "day" and not mention.until and mention.year in {None, year} and mention.day:
                try:
                    return date(year, mention.number or 0, mention.day)
                except ValueError:
                    continue
    return None


def build_context(
    gazetteer: Gazetteer,
    published: date | None,
    periods: Sequence[PeriodMention],
    sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]],
    *,
    title_sentences: int,
    publisher_province: str | None,
    folded: str,
    opening: Sequence[Sequence[tuple[int, int, PeriodMention]]] = (),
) -> Context:
    """Read the whole article's mentions once and decide what its names mean."""
    year = article_year(published, periods)
    mentions = [mention for _, found in sentences for mention in found]
    day = published or _assumed_day(year, mentions, folded)
    context = Context(gazetteer, published or event_day(year, opening), year, day)
    if publisher_province:
        named = gazetteer.provinces_named(fold_name(publisher_province))
        for province in [province for province in named if province.valid_at(day)] or named:
            context.provinces[province.code] += 2
    for mention in mentions:
        if mention.type is not None:
            context.typed.add(mention.name)
    context.titled = {mention.name for _, found in sentences[:title_sentences] for mention in found}
    _weigh_provinces(context, mentions)
    near = _adjacent(context, sentences)
    for mention in mentions:
        if mention.type is not None and near.get(id(mention)):
            level, unit = context._meaning(mention, near[id(mention)])
            if level == "district" and unit is not None:
                context.decided.setdefault((mention.type, mention.name), unit)
                context.provinces[unit.province_code] += 1
    for _ in range(2):  # the second time with the neighbours that the first has settled
        for mention in mentions:
            if mention.type is None or (mention.type, mention.name) in context.decided:
                continue
            level, unit = context._meaning(mention, None)
            if level == "district" and unit is not None:
                context.decided[(mention.type, mention.name)] = unit
                context.provinces[unit.province_code] += 1
            elif level == "part" and not mention.name.isdigit():
                context.part_names.add(mention.name)
                words = tuple(mention.name.split())
                context.part_words.setdefault(words[0], words)
    _find_main(context, sentences, title_sentences)
    return context


def _assumed_day(year: int | None, mentions: Sequence[PlaceMention], folded: str) -> date:
    """A day for an undated article: in 2025 the units it names tell on which side of July it stands."""
    if year is None:
        return date(2018, 1, 1)
    if year > 2025:
        return date(year, 1, 1)
    if year == 2025:
        districts = any(m.type in _DISTRICT_TYPES and not m.old for m in mentions)
        new = any(word in folded for word in _NEW_ORDER) or "2025-2030" in folded or "2025 - 2030" in folded
        return date(2025, 8, 1) if new and not districts else date(2025, 3, 1)
    return date(year, 7, 1)


def _weigh_provinces(context: Context, mentions: Sequence[PlaceMention]) -> None:
    for mention in mentions:
        provinces = [u for u in mention.candidates if u.tier == "province"]
        provinces = [u for u in provinces if u.valid_at(context.day)] or provinces
        if not provinces:
            continue
        has_district = any(u.tier == "district" for u in mention.candidates)
        if mention.type == "thành phố" and has_district and not any(u.type == "thành phố" for u in provinces):
            continue
        weight = 3 if mention.type else 1
        for code in {u.code for u in provinces}:
            context.provinces[code] += weight


def _adjacent(context: Context, sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]]) -> dict[int, str]:
    """Mentions with a province right behind them: *huyện Châu Thành, tỉnh Tây Ninh*; *Kỳ Anh (Hà Tĩnh)*."""
    near: dict[int, str] = {}
    for tokens, mentions in sentences:
        for mention, following in pairwise(mentions):
            between = [token.text for token in tokens[mention.high : following.low]]
            if between not in ([","], ["("], ["-"], ["của"], ["thuộc"], [], [",", "thuộc"]):
                continue
            provinces = [
                u for u in following.candidates if u.tier == "province" and (u.valid_at(context.day) or following.old)
            ]
            if provinces:
                near[id(mention)] = provinces[0].code
    return near


def _find_main(
    context: Context, sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]], title_sentences: int
) -> None:
    """The unit the article is about: the one named most, the title and the lead counting for more.

    It stands in for an unnamed subject only where the article is plainly about it: alone in the title and named again,
    or named at least three times and twice as often as all others. A district named once in passing never does.
    """
    weights: dict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    units: dict[str, AdminUnit] = {}
    titled: set[str] = set()
    for position, (tokens, mentions) in enumerate(sentences):
        for mention in mentions:
            place = context.place(mention)
            if place is None or place.level != "district" or place.unit is None:
                continue
            key = place.unit.key
            units[key] = place.unit
            if position < title_sentences:
                titled.add(key)
            counts[key] += 1
            weights[key] += 3 if position < title_sentences else 2 if position < title_sentences + 3 else 1
        for unit in units.values():
            counts[unit.key] += _spoken_of(tokens, unit)
    if not weights:
        return
    for key in _renamed(context, units):
        heir = _heir_named(context, units, key)
        assert heir is not None
        weights[heir] += weights.pop(key)
        counts[heir] += counts.pop(key)
        titled = {heir if name == key else name for name in titled}
    best = max(weights.values())
    top = [key for key in weights if weights[key] == best]
    if len(top) == 1:
        context.main = units[top[0]]
        others = sum(weights.values()) - best
        context.main_in_title = (titled == {top[0]} and (counts[top[0]] >= 2 or len(units) == 1)) or (
            counts[top[0]] >= 3 and best >= 2 * others
        )


def _renamed(context: Context, units: Mapping[str, AdminUnit]) -> list[str]:
    """Units of the past that the article names beside their heir: a huyện that has become a thị xã."""
    return [key for key in units if _heir_named(context, units, key) is not None]


def _heir_named(context: Context, units: Mapping[str, AdminUnit], key: str) -> str | None:
    unit = units[key]
    if unit.valid_at(context.day) or unit.tier != "district":
        return None
    heirs = [
        heir.key
        for heir in context.gazetteer.successors(unit)
        if heir.key in units and heir.short_name == unit.short_name and heir.valid_at(context.day)
    ]
    return heirs[0] if len(heirs) == 1 else None


def _spoken_of(tokens: Sequence[Token], unit: AdminUnit) -> int:
    """1 where the sentence speaks of "UBND huyện", "toàn quận", "địa bàn xã" without a name, else 0."""
    words = unit.type.split()
    for i in range(1, len(tokens) - len(words) + 1):
        if tokens[i].text == words[0] and [token.text for token in tokens[i : i + len(words)]] == words:
            follows = tokens[i + len(words)] if i + len(words) < len(tokens) else None
            if tokens[i - 1].text in _SPEAKERS and (follows is None or not follows.capital):
                return 1
    return 0
