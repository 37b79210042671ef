"""A release before and after, some whole districts at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tasks.lake.datasets import OBSERVATIONS, QUARANTINE, STATISTICS, Dataset
from tasks.lake.quarantine import seen_last
from tasks.lake.slices import DISTRICT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from tasks.lake.rows import Rows
    from tasks.lake.scratch import Scratch
    from tasks.lake.slices import Cuts

BY_DISTRICT: Final = (STATISTICS, OBSERVATIONS, QUARANTINE)
"""The datasets whose rows are told by district, hence read and made some districts at a time."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some whole districts: the rows of each table as they are and as they would be.

    ``touched``: city and district of those whose rows may differ, of ``districts`` in all.
    """

    touched: pl.DataFrame
    districts: int
    old: Mapping[str, pl.DataFrame]
    new: Mapping[str, pl.DataFrame]

    @property
    def statistics(self) -> pl.DataFrame:
        return self.new[STATISTICS.name]

    @property
    def old_statistics(self) -> pl.DataFrame:
        return self.old[STATISTICS.name]

    @property
    def observations(self) -> pl.DataFrame:
        return self.new[OBSERVATIONS.name]

    @property
    def quarantine(self) -> pl.DataFrame:
        return self.new[QUARANTINE.name]

    def pair(self, dataset: Dataset) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows before and after."""
        return self.old[dataset.name], self.new[dataset.name]

    def only_touched(self) -> Part:
        """The same without the rows of other districts."""
        if self.touched.height == self.districts:
            return self
        old, new = (
            {
                name: frame.join(self.touched, on=DISTRICT, how="semi", nulls_equal=True, maintain_order="left")
                for name, frame in frames.items()
            }
            for frames in (self.old, self.new)
        )
        return Part(self.touched, self.touched.height, old, new)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a part while it is not in memory: its touched districts, which tables ``differ``, how many rows
    each will have; ``undated`` if ``last_seen`` of its quarantine is still open."""

    touched: pl.DataFrame
    differ: frozenset[str]
    rows: Mapping[str, int]
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts of a release in order, each in memory only while it is looked at.

    ``same``: every row that was judged for ``release`` came out as before.
    """

    cuts: Cuts
    stored: tuple[Rows, ...]
    scratch: Scratch
    outcomes: tuple[Outcome, ...]
    release: int
    same: bool

    def __iter__(self) -> Iterator[Part]:
        tables = zip(*(rows.read(self.cuts) for rows in self.stored), strict=True)
        districts = dict(self.cuts.districts.group_by("cut").len().iter_rows())
        for number, (frames, outcome) in enumerate(zip(tables, self.outcomes, strict=True)):
            old = {dataset.name: frame for dataset, frame in zip(BY_DISTRICT, frames, strict=True)}
            new = {name: self._made(name, number, outcome) if name in outcome.differ else old[name] for name in old}
            yield Part(outcome.touched, districts.get(number, 0), old, new)

    def differs(self, dataset: Dataset) -> bool:
        return any(dataset.name in outcome.differ for outcome in self.outcomes)

    def rows(self, dataset: Dataset) -> int:
        return sum(outcome.rows[dataset.name] for outcome in self.outcomes)

    def _made(self, name: str, number: int, outcome: Outcome) -> pl.DataFrame:
        made = self.scratch.get(made_name(name, number))
        if name == QUARANTINE.name and outcome.undated:
            return seen_last(made, self.release, same=self.same)
        return made


def made_name(dataset: str, number: int) -> str:
    """Where the rows of a part that differ wait until they are published."""
    return f"{dataset}-{number}"
