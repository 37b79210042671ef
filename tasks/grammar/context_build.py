"""Reading the context of an article: its mentions once over, each name's meaning, and what the article is about."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from tasks.catalog.names import fold_name
from tasks.catalog.units import TWO_TIERS
from tasks.grammar.anchor_joins import LIES_IN
from tasks.grammar.context import Context
from tasks.grammar.context_dates import (
    anniversary_year,
    article_year,
    assumed_day,
    congress_year,
    event_day,
    is_early,
    is_of_new_map,
    session_year,
)
from tasks.grammar.context_main import find_main, is_spoken_of
from tasks.grammar.context_publisher import authority_told, take_publisher
from tasks.grammar.place_homonyms import cities_among_others, holds_units

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tasks.catalog.gazetteer import Gazetteer
    from tasks.catalog.units import AdminUnit
    from tasks.grammar.periods import PeriodMention
    from tasks.grammar.places import PlaceMention
    from tasks.grammar.tokens import Token

_LEAD: Final = 3  # sentences behind the title
_PROVINCE_HAS: Final = frozenset({"có", "còn", "đã", "xảy", "đón", "thu", "giải", "đạt", "hiện", "ước", "cấp", "tạo"})

_BODIES: Final = ("đảng bộ", "đảng ủy", "đảng uỷ", "ubnd", "hđnd", "mttq")


def build_context(
    gazetteer: Gazetteer,
    published: date | None,
    periods: Sequence[tuple[PeriodMention, bool]],
    sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]],
    *,
    title_sentences: int,
    publisher_province: str | None,
    publisher: tuple[Sequence[PlaceMention], bool] = ((), False),
    folded: str,
    opening: Sequence[Sequence[tuple[int, int, PeriodMention]]] = (),
) -> Context:
    """Read the whole article's mentions once and decide what its names mean.

    ``periods`` are its mentions of time, each with whether it is told as of an aim; ``publisher`` are the places that
    the publisher's name names, and whether that is the host of a site.
    """
    year = article_year(published, periods, opening, folded)
    mentions = [mention for _, found in sentences for mention in found]
    if published is None and year is None and _tells_first_term(periods) and is_of_new_map(mentions, folded):
        year = TWO_TIERS.year
    of_new_map = published is None and year == TWO_TIERS.year and is_of_new_map(mentions, folded)
    if of_new_map and is_early(opening):
        year = TWO_TIERS.year + 1  # what a commune holds in January is of the year after
    told = published or event_day(year, opening)
    in_reform = told is not None and told.year == TWO_TIERS.year  # its day tells on which side of July it stands
    day = told if told is not None and in_reform else published or assumed_day(year, of_new_map=of_new_map)
    context = Context(gazetteer, told, year, day)
    context.dated = published is not None or of_new_map or congress_year(folded) is not None
    context.dated = context.dated or (year is not None and session_year(folded) == year)
    context.year_told = year is not None and year == anniversary_year(folded)
    context.year_told = context.year_told or any(
        m.kind == "year" and m.year == year and not aimed for m, aimed in periods
    )
    context.authority = authority_told(folded)
    context.titled = {mention.name for _, found in sentences[:title_sentences] for mention in found}
    context.of_province = _tells_of_province(sentences[: title_sentences + _LEAD])
    opening_tokens = [tokens for tokens, _ in sentences[: title_sentences + _LEAD]]
    context.spoken_types = {
        kind for kind in context.unit_types if any(is_spoken_of(tokens, kind.split()) for tokens in opening_tokens)
    }
    of_provinces = {
        mention.name for _, found in sentences[:title_sentences] for mention in found if mention.type == "tỉnh"
    }
    for mention in (mention for _, found in sentences[: title_sentences + _LEAD] for mention in found):
        if mention.type not in {None, "tỉnh"} and mention.name not in of_provinces:
            context.titled_cities.add(mention.name)
    for mention in mentions:
        if mention.type == "tỉnh" and any(u.tier == "province" and u.valid_at(day) for u in mention.candidates):
            context.typed_provinces.add(mention.name)
    for tokens, found in sentences:
        context.typed_provinces |= {one.name for one in found if one.type is None and holds_units(tokens, one, day)}
        among_others = cities_among_others(found, day) - context.titled
        context.typed_provinces |= among_others
        context.titled_cities -= among_others
    if publisher_province:
        named = gazetteer.provinces_named(fold_name(publisher_province))
        for province in [province for province in named if province.valid_at(day)] or named:
            context.provinces[province.code] += 2
    _weigh_provinces(context, mentions)
    _decide_names(context, mentions, _adjacent(context, sentences))
    context.main, context.main_in_title = find_main(context, sentences, title_sentences)
    if context.main is not None and not context.main_in_title and congress_year(folded) is not None:
        context.main_in_title = _holds_congress(context, sentences[title_sentences : title_sentences + _LEAD])
    body = sentences[title_sentences : title_sentences + 1]
    titled = bool(title_sentences and sentences)
    context.of_part = titled and (_opens_with_part(context, *sentences[0]) or _is_of_part(context, body))
    if context.of_part:
        context.main_in_title = False  # what is told without a name is the commune's
    places = [context.place(mention) for _, found in sentences[:title_sentences] for mention in found]
    levels = {place.level for place in places if place is not None}
    context.titled_by_province = "province" in levels and "district" not in levels
    if publisher[0] and not (context.titled_by_province or context.of_province):
        take_publisher(context, publisher[0], of_site=publisher[1])
    return context


def _tells_first_term(periods: Sequence[tuple[PeriodMention, bool]]) -> bool:
    """*Nhiệm kỳ 2020 - 2025, xã …*: the term that ended as the communes of today began, told of as done."""
    spans = [mention for mention, aimed in periods if mention.kind == "span" and not aimed]
    return any((mention.year, mention.number) == (TWO_TIERS.year - 5, TWO_TIERS.year) for mention in spans)


def _opens_with_part(context: Context, tokens: Sequence[Token], mentions: Sequence[PlaceMention]) -> bool:
    """*Xã Thành Lợi (Bình Tân): Hộ nghèo …*, *Đại hội Đảng bộ xã Thành Lợi, huyện Bình Tân*, before July 2025.

    The title is about a commune, and says where it lies.
    """
    if not mentions or mentions[0].type is None:
        return False
    before = " ".join(token.text for token in tokens[: mentions[0].low])
    if before and not before.endswith(_BODIES):
        return False
    place = context.place(mentions[0])
    behind = mentions[1] if len(mentions) > 1 else None
    between = tuple(token.text for token in tokens[mentions[0].high : behind.low]) if behind is not None else (",",)
    return place is not None and place.level == "part" and between in LIES_IN


def _is_of_part(context: Context, lead: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]]) -> bool:
    """*Xã Hồng Hà đã …*, below *Huyện Đan Phượng: xã Hồng Hà khởi sắc*: the commune of the title opens the text."""
    first = next((mention for _, mentions in lead for mention in mentions), None)
    if first is None or first.low or first.type is None or first.name not in context.titled:
        return False
    place = context.place(first)
    return place is not None and place.level == "part"


def _holds_congress(context: Context, sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]]) -> bool:
    """*Đại hội đại biểu Đảng bộ thị xã Nghĩa Lộ vừa diễn ra*: the lead says whom the article is about.

    So does *250 đại biểu của toàn xã Mường Xén dự Đại hội Đảng bộ nhiệm kỳ 2025-2030*, which names no other unit, nor a
    commune of it.
    """
    for tokens, mentions in sentences:
        words = [token.text for token in tokens]
        text = " ".join(words)
        if "đại hội điểm" in text:
            continue  # "Đảng bộ huyện chọn xã Hải Dương tổ chức đại hội điểm"
        places = [(mention, place) for mention in mentions if (place := context.place(mention)) is not None]
        alone = {place.unit for _, place in places if place.level != "province"} == {context.main}
        for mention, place in places:
            of_party = words[max(0, mention.low - 2) : mention.low] == ["đảng", "bộ"]
            of_party = of_party or (
                alone and "đại hội đảng bộ" in text and "nghị quyết đại hội" not in text and "nhiệm kỳ" in text
            )
            if of_party and "đại hội" in text and place.unit == context.main:
                return True
    return False


def _tells_of_province(sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]]) -> bool:
    """*Toàn tỉnh xảy ra 96 vụ cháy, gồm 31 vụ tại TP Thái Nguyên*, under the title *Thái Nguyên: 96 vụ cháy*."""
    for tokens, mentions in sentences:
        named = [mention.low for mention in mentions if mention.type not in {None, "tỉnh"}]
        for i in range(len(tokens) - 2):
            whole = tokens[i].text in {"toàn", "cả"} and tokens[i + 1].text == "tỉnh"
            opens = i == 0 or tokens[i - 1].text == ","
            if whole and opens and tokens[i + 2].text in _PROVINCE_HAS:
                return not named or i < named[0]
        if named:
            return False
    return False


def _decide_names(context: Context, mentions: Sequence[PlaceMention], near: Mapping[int, str]) -> None:
    """Settle what names with a type word mean; ``near`` has the province told beside a mention, by its identity."""
    typed = [mention for mention in mentions if mention.type is not None]
    for mention in typed:
        if near.get(id(mention)):
            level, unit = context.meaning(mention, near[id(mention)])
            if level == "district" and unit is not None:
                _settle(context, mention, unit)
    for _ in range(2):  # the second time with the neighbours that the first has settled
        for mention in typed:
            if (mention.type, mention.name) in context.decided:
                continue
            level, unit = context.meaning(mention, None)
            if level == "district" and unit is not None:
                _settle(context, mention, unit)
            elif level == "part" and not mention.name.isdigit():
                (context.town_names if mention.type == "thị trấn" else context.part_names).add(mention.name)
                words = tuple(mention.name.split())
                context.part_words.setdefault(words[0], words)


def _settle(context: Context, mention: PlaceMention, unit: AdminUnit) -> None:
    context.decided.setdefault((mention.type, mention.name), unit)
    context.provinces[unit.province_code] += 1
    if context.communes_are_units and unit.tier == "district":
        context.divided.update(heir.key for heir in context.gazetteer.successors(unit))


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
        if context.communes_are_units:  # "tỉnh Hà Tây (cũ)": its communes lie in the province of today
            past = [u for u in provinces if not u.valid_at(context.day)]
            for code in {heir.code for u in past for heir in context.gazetteer.successors(u)}:
                context.provinces[code] += weight


def _adjacent(context: Context, sentences: Sequence[tuple[Sequence[Token], Sequence[PlaceMention]]]) -> dict[int, str]:
    """Mentions with a province right behind them: *huyện Châu Thành, tỉnh Tây Ninh*; *Kỳ Anh (Hà Tĩnh)*."""
    near: dict[int, str] = {}
    for tokens, mentions in sentences:
        for mention, following in pairwise(mentions):
            if tuple(token.text for token in tokens[mention.high : following.low]) not in LIES_IN:
                continue
            provinces = [
                u for u in following.candidates if u.tier == "province" and (u.valid_at(context.day) or following.old)
            ]
            if provinces:
                near[id(mention)] = provinces[0].code
    return near
