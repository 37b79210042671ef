"""Months of publication, and which sources of a lake are to be read again for one of them."""

from __future__ import annotations

import calendar
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tasks.articles.sources import list_sources
from tasks.lake.errors import ObjectMissingError
from tasks.lake.layout import STATE
from tasks.lake.store import open_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.articles.sources import Source
    from tasks.lake.base import Store
    from tasks.runs.read import ReadOptions

_SHORT: Final = 16


class MonthError(ValueError):
    """What should be a month is none, or the range has no month; the message says how to write it."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """From ``2024-03``; raises :class:`MonthError`."""
        try:
            day = date.fromisoformat(f"{text}-01")
        except ValueError:
            raise MonthError(f"{text!r} is no month; write it as 2024-03") from None
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def next(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)


def months(first: str, last: str) -> list[Month]:
    """The months from one to another, both included; raises :class:`MonthError` where there is none."""
    month, end = Month.parse(first), Month.parse(last)
    if month > end:
        raise MonthError(f"{first} comes after {last}; name the earlier month first")
    found = [month]
    while found[-1] < end:
        found.append(found[-1].next())
    return found


class Reading:
    """A reading again of a range of months, as the lake remembers it while it is unfinished.

    Which sources it has read stands in the ledger, under its name, and so in the release that their rows are in: what
    was not committed, or was rolled back, counts as unread. All that is kept beside the releases is the name, so that
    whoever starts the same again goes on under it.
    """

    def __init__(self, store: Store, first: str, last: str, versions: Sequence[str]) -> None:
        """``versions``: of code and rules; with others it is another reading."""
        digest = hashlib.sha256(json.dumps([first, last, *versions]).encode()).hexdigest()[:_SHORT]
        self._store = store
        self._key = f"{STATE}/backfill/{first}-{last}-{digest}.json"

    def name(self, proposed: str) -> str:
        """What it is called: as it was when it began, ``proposed`` if it begins now."""
        try:
            return str(json.loads(self._store.read(self._key))["name"])
        except (ObjectMissingError, ValueError, KeyError, TypeError):
            self._store.write(self._key, json.dumps({"name": proposed}).encode())
            return proposed

    def finish(self) -> None:
        """Forget it: the next time it begins anew."""
        self._store.delete(self._key)


def sources_named(uris: Sequence[str], options: ReadOptions) -> list[Source]:
    """Those of the sources that are there, as they are now. A bucket is listed once, from what their keys share."""
    local = [uri for uri in uris if "://" not in uri and Path(uri).exists()]
    remote: dict[str, list[str]] = {}
    for uri in uris:
        if "://" in uri:
            remote.setdefault("/".join(uri.split("/", 3)[:3]), []).append(uri)
    patterns = [*local, *(_shared(group) for group in remote.values())]
    found, _ = list_sources(patterns, lambda uri: open_store(uri, options.store))
    wanted = set(uris)
    return [source for source in found if source.uri in wanted]


def _shared(uris: Sequence[str]) -> str:
    """The longest prefix of all; two ends of a sorted list share what all share."""
    low, high = min(uris), max(uris)
    length = next((at for at, (one, other) in enumerate(zip(low, high, strict=False)) if one != other), len(low))
    return low[:length] if low == high else low[: low.rfind("/", 0, length) + 1]
