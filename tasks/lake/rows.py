"""The rows of one table, wherever they lie, read cut by cut."""

from __future__ import annotations

from itertools import accumulate, compress
from typing import TYPE_CHECKING, Any, Final, Protocol

import polars as pl

from tasks.lake.parquet import conformed, slice_of
from tasks.lake.slices import COUNT_SCHEMA, DISTRICT, Cuts, cut_frame, runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tasks.lake.datasets import Dataset
    from tasks.lake.scratch import Scratch

_COUNTED_AT_ONCE: Final = 200_000
"""Rows of a stored table whose districts are decoded at once."""


class Rows(Protocol):
    """A table that holds ``city`` and ``district``."""

    def counts(self) -> pl.DataFrame:
        """How many rows there are of each district (COUNT_SCHEMA)."""

    def read(self, cuts: Cuts, only: Sequence[int] | None = None) -> Iterator[pl.DataFrame]:
        """The rows of each cut, or of those ``only`` names, in order, one frame a cut; may be called again."""


class HeldRows:
    """A frame in memory."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame
        self._counts = runs(frame)

    def counts(self) -> pl.DataFrame:
        return self._counts

    def read(self, cuts: Cuts, only: Sequence[int] | None = None) -> Iterator[pl.DataFrame]:
        frames = cut_frame(self._frame, self._counts, cuts)
        return frames if only is None else compress(frames, (number in only for number in range(cuts.count)))


class StoredRows:
    """A one-file copy on this machine's disk: a Parquet file in order of city and district."""

    def __init__(self, path: Path, dataset: Dataset, version: int) -> None:
        """``version`` is that of the schema it was written with."""
        self._path, self._dataset, self._version = path, dataset, version
        self._counts: pl.DataFrame | None = None

    def counts(self) -> pl.DataFrame:
        if self._counts is None:
            found, start = [pl.DataFrame(schema=COUNT_SCHEMA)], 0
            while (rows := slice_of(self._path, start, _COUNTED_AT_ONCE, DISTRICT)).height:
                found.append(runs(rows))
                start += rows.height
            self._counts = pl.concat(found)
        return self._counts

    def read(self, cuts: Cuts, only: Sequence[int] | None = None) -> Iterator[pl.DataFrame]:
        lengths = cuts.lengths(self.counts())
        starts = list(accumulate(lengths, initial=0))
        for number in range(cuts.count) if only is None else only:
            rows = slice_of(self._path, starts[number], lengths[number])
            yield conformed(self._dataset, rows, self._version)


class LooseRows:
    """Rows in no order that come piece by piece; those of each cut are put together on disk.

    ``pieces`` gives them as often as it is called, all columns or those that it is asked for.
    """

    def __init__(
        self, name: str, pieces: Callable[..., Iterable[pl.DataFrame]], empty: pl.DataFrame, scratch: Scratch
    ) -> None:
        self._name, self._pieces, self._empty, self._scratch = name, pieces, empty, scratch
        self._shares: list[list[str]] | None = None

    def counts(self) -> pl.DataFrame:
        found = [runs(piece) for piece in self._pieces(*DISTRICT)]
        return pl.concat([pl.DataFrame(schema=COUNT_SCHEMA), *found])

    def read(self, cuts: Cuts) -> Iterator[pl.DataFrame]:
        if cuts.count == 1:
            yield pl.concat([self._empty, *self._pieces()])
            return
        if self._shares is None:
            self._shares = self._shared_out(cuts)
        for names in self._shares:
            yield pl.concat([self._empty, *(self._scratch.get(name) for name in names)])

    def _shared_out(self, cuts: Cuts) -> list[list[str]]:
        shares: list[list[str]] = [[] for _ in range(cuts.count)]
        for number, piece in enumerate(self._pieces()):
            placed = piece.join(cuts.districts, on=DISTRICT, nulls_equal=True, maintain_order="left")
            by_cut: dict[tuple[Any, ...], pl.DataFrame] = placed.partition_by("cut", as_dict=True, include_key=False)
            for (cut,), rows in by_cut.items():
                name = f"{self._name}-{number}-{cut}"
                self._scratch.put(name, rows)
                shares[cut].append(name)
        return shares
