"""The table of publishers: by domain, by dateline mark, by name; and which province a publisher belongs to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from tasks.articles.data_files import read_table
from tasks.spelling.tones import place_tones

_URL: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@\s]*@)?([^/:?#\s]+)", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}", re.IGNORECASE)
_HOST_PREFIXES: Final = ("", "bao", "dai", "tinh", "thanhpho", "tp", "ubnd", "truyenhinh")
_MIN_BARE_MARK: Final = 3
"""A mark without brackets must be as long, "TP - " excepted: shorter ones are abbreviations of much else."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """One row of ``data/publishers.yaml``; ``province`` is a short name by the map of 63 provinces."""

    name: str
    domains: tuple[str, ...] = ()
    datelines: tuple[str, ...] = ()
    province: str | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    by_domain: dict[str, Publisher] = field(default_factory=dict)
    by_mark: dict[str, Publisher] = field(default_factory=dict)
    by_name: dict[str, Publisher] = field(default_factory=dict)
    provinces: tuple[tuple[str, str], ...] = ()
    slugs: dict[str, str] = field(default_factory=dict)


class AmbiguousPublisherError(ValueError):
    """The table gives one domain, mark or name to two publishers, or names a province it does not list."""


def publisher_of_url(url: str) -> str | None:
    """Name of the publisher of a page; the bare host where the table has none, None when ``url`` names no host."""
    host = _host(url)
    if host is None:
        return None
    publisher = _of_host(host)
    return publisher.name if publisher else host


def is_known_host(url: str) -> bool:
    """Whether the table knows the publisher of ``url``."""
    host = _host(url)
    return host is not None and _of_host(host) is not None


def publisher_of_mark(mark: str, *, bracketed: bool) -> str | None:
    """Name behind a dateline's mark such as ``NTO`` in "(NTO) - …" or ``GLO`` in "GLO - …"."""
    publisher = _table().by_mark.get(mark)
    if publisher is None or not (bracketed or len(mark) >= _MIN_BARE_MARK or mark == "TP"):
        return None
    return publisher.name


def known_publisher(name: str) -> str:
    """``name`` as the table spells it; a host becomes its publisher's name, an unknown name stays as it is."""
    if _HOST.fullmatch(name) and (of_host := _of_host(name.casefold())) is not None:
        return of_host.name
    known = _table().by_name.get(_fold(name)) or _table().by_mark.get(name)
    return known.name if known else name


@lru_cache(maxsize=4096)
def publisher_province(name: str) -> str | None:
    """Short name of the province a publisher belongs to ("Báo Nghệ An" gives "Nghệ An"); None for national ones.

    ``name`` is what the column ``publisher`` holds, a name or a host. A name that the table lacks is read for the name
    of a province ("Đài PT-TH Kiên Giang", "Sở Du lịch Khánh Hòa"), a host for its slug ("quan3.hochiminhcity.gov.vn").
    Short names are those of the 63 provinces until 2025-06-30, whatever the day of the article.
    """
    table = _table()
    if (known := table.by_name.get(_fold(name))) is not None:
        return known.province
    if _HOST.fullmatch(name):
        host = name.casefold()
        if (of_host := _of_host(host)) is not None:
            return of_host.province
        found = (table.slugs.get(label) for label in host.split(".")[:-1])
        return next((province for province in found if province), None)
    folded = f" {_fold(name)} "
    return next((province for words, province in table.provinces if f" {words} " in folded), None)


def _of_host(host: str) -> Publisher | None:
    labels = host.split(".")
    for start in range(len(labels) - 1):
        if (publisher := _table().by_domain.get(".".join(labels[start:]))) is not None:
            return publisher
    return None


def _host(url: str) -> str | None:
    match = _URL.match(url)
    host = (match.group(1) if match else url.partition("/")[0]).casefold().removeprefix("www.")
    return host if _HOST.fullmatch(host) else None


def _fold(name: str) -> str:
    words = re.findall(r"[\w.]+", place_tones(unicodedata.normalize("NFC", name).casefold()))
    return " ".join(word.strip(".") or word for word in words)


def _slug(words: str) -> str:
    """ASCII letters as domains write a place's name ("Đắk Lắk" gives "daklak"); for hosts alone, never for text."""
    plain = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isascii() and (letter.isalnum() or letter == "-"))


@cache
def _table() -> _Table:
    data = read_table("publishers.yaml")
    names = {province: (province, *others) for province, others in data["provinces"].items()}
    words = {_fold(name): province for province, others in names.items() for name in others}
    slugs = {
        prefix + slug: province
        for province, others in names.items()
        for slug in {_slug(name) for name in others} | {_slug(province).replace("-", "")}
        for prefix in _HOST_PREFIXES
    }
    table = _Table(provinces=tuple(sorted(words.items(), key=lambda item: (-len(item[0]), item[0]))), slugs=slugs)
    for row in data["publishers"]:
        publisher = Publisher(
            row["name"], tuple(row.get("domains", ())), tuple(row.get("datelines", ())), row.get("province")
        )
        if publisher.province is not None and publisher.province not in names:
            raise AmbiguousPublisherError(f"publishers.yaml: {publisher.name} names no province: {publisher.province}")
        _add(table.by_domain, publisher, publisher.domains)
        _add(table.by_mark, publisher, publisher.datelines)
        _add(table.by_name, publisher, (_fold(publisher.name),))
    return table


def _add(index: dict[str, Publisher], publisher: Publisher, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in index:
            raise AmbiguousPublisherError(f"publishers.yaml: {key} belongs to {index[key].name} and {publisher.name}")
        index[key] = publisher
