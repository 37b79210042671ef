"""Ways to damage an article: one thing changed about one of its figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from tasks.records.article import Article
    from tasks.records.observation import Observation

KINDS = ("digit", "lost digit", "decimal mark", "unit", "district", "period", "copy with another figure")

_UNITS = (("tỷ đồng", "triệu đồng"), ("triệu đồng", "tỷ đồng"), ("nghìn tỷ", "tỷ"), ("tỷ", "triệu"), ("triệu", "tỷ"))
_PERIODS = (
    (r"\b(20[012]\d)\b", lambda year: str(int(year) - 1)),
    (r"\bquý (I{1,3}|IV)\b", lambda quarter: "IV" if quarter != "IV" else "I"),
    (r"\b(\d{1,2}) tháng\b", lambda months: "3" if months != "3" else "9"),
)


def damaged(
    kind: str, article: Article, target: Observation, chance: random.Random, read: dict[str, tuple[Observation, ...]]
) -> str | None:
    """The article's text with one thing changed about the figure ``target``, or None where that cannot be done."""
    if kind == "district":
        return _moved(article, target, chance, read)
    start = article.text.find(target.raw_value, target.char_start, target.char_end)
    if start < 0:
        return None
    end = start + len(target.raw_value)
    if kind == "period":
        return _redated(article.text, target, chance)
    if kind == "unit":
        return _rescaled(article.text, start, min(end + 12, target.char_end))
    number = {
        "digit": _other_digit,
        "copy with another figure": _other_digit,
        "lost digit": _lost_digit,
        "decimal mark": _lost_mark,
    }[kind](target.raw_value, chance)
    if number is None:
        return None
    text = article.text[:start] + number + article.text[end:]
    return f"Theo tin địa phương.\n{text}" if kind == "copy with another figure" else text


def _other_digit(number: str, chance: random.Random) -> str | None:
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    if not places:
        return None
    place = chance.choice(places)
    digits = [digit for digit in "123456789" if digit != number[place]]
    return number[:place] + chance.choice(digits) + number[place + 1 :]


def _lost_digit(number: str, chance: random.Random) -> str | None:
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    if len(places) < 3:
        return None
    place = chance.choice(places)
    return re.sub(r"[.,](?=\D|$)", "", number[:place] + number[place + 1 :])


def _lost_mark(number: str, _: random.Random) -> str | None:
    return re.sub(r"(?<=\d),(?=\d)", "", number, count=1) if re.search(r"\d,\d", number) else None


def _rescaled(text: str, start: int, end: int) -> str | None:
    for unit, other in _UNITS:
        if (place := text.find(unit, start, end)) >= 0:
            return text[:place] + other + text[place + len(unit) :]
    return None


def _redated(text: str, target: Observation, chance: random.Random) -> str | None:
    quote = text[target.char_start : target.char_end]
    found = [(match, other) for pattern, other in _PERIODS for match in re.finditer(pattern, quote)]
    if not found:
        return None
    match, other = chance.choice(found)
    quote = quote[: match.start(1)] + other(match[1]) + quote[match.end(1) :]
    return text[: target.char_start] + quote + text[target.char_end :]


def _moved(
    article: Article, target: Observation, chance: random.Random, read: dict[str, tuple[Observation, ...]]
) -> str | None:
    """Every mention of the district turned into another district that the goldens tell about, of the same province."""
    others = sorted(
        {
            each.district_name
            for rows in read.values()
            for each in rows
            if each.tier == target.tier and each.district_code != target.district_code and each.city == target.city
        }
    )
    name = target.district_name
    return re.sub(re.escape(name), chance.choice(others), article.text, flags=re.IGNORECASE) if others else None
