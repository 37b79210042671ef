"""The table of publishers: by domain, by dateline abbreviation, by name; and which province a publisher belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

_HOST: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@]*@)?([^/:?#]+)|^([\w-]+(?:\.[\w-]+)+)(?:[/:?#]|$)", re.I)


@dataclass(frozen=True, slots=True)
class Publisher:
    name: str
    domains: tuple[str, ...] = ()
    datelines: tuple[str, ...] = ()
    province: str | None = None


@cache
def publishers() -> tuple[Publisher, ...]:
    import yaml  # noqa: PLC0415  kept out of start-up

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load(files("tasks.articles").joinpath("data/publishers.yaml").read_bytes(), Loader=loader)  # noqa: S506
    return tuple(
        Publisher(row["name"], tuple(row.get("domains", ())), tuple(row.get("datelines", ())), row.get("province"))
        for row in rows
    )


@cache
def _by_domain() -> dict[str, Publisher]:
    return {domain: publisher for publisher in publishers() for domain in publisher.domains}


@cache
def _by_dateline() -> dict[str, Publisher]:
    return {code: publisher for publisher in publishers() for code in publisher.datelines}


@cache
def _by_name() -> dict[str, Publisher]:
    return {publisher.name.casefold(): publisher for publisher in publishers()}


def publisher_of_url(url: str) -> str | None:
    """Name of the publisher whose domain ``url`` stands under, None where the table has none."""
    match = _HOST.match(url)
    labels = (match.group(1) or match.group(2)).casefold().split(".") if match else []
    for start in range(len(labels) - 1):
        if (publisher := _by_domain().get(".".join(labels[start:]))) is not None:
            return publisher.name
    return None


def publisher_of_dateline(code: str) -> str | None:
    """Name behind an abbreviation such as ``HTV`` or ``ĐCSVN``."""
    publisher = _by_dateline().get(code)
    return publisher.name if publisher else None


def publisher_province(name: str) -> str | None:
    """Short name of the province a publisher belongs to ("Báo Nghệ An" → "Nghệ An"); None for national ones."""
    publisher = _by_name().get(name.casefold())
    return publisher.province if publisher else None
