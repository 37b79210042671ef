"""From the last release and a batch to the next candidate: merge, judge, reconcile, some districts at a time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake.batch import BATCH_QUARANTINE_SCHEMA
from tasks.lake.candidate import DERIVED, Candidate
from tasks.lake.datasets import DECISIONS, ISSUES, OBSERVATIONS, QUARANTINE, STATISTICS
from tasks.lake.ledger import TABLES, Ledger
from tasks.lake.merge import State, renew
from tasks.lake.parts import BY_DISTRICT, Outcome, Parts, made_name
from tasks.lake.quarantine import SEEN, judged, seen_last
from tasks.lake.rows import HeldRows, LooseRows
from tasks.lake.slices import DISTRICT, Cuts
from tasks.lake.snapshot import read_tables, stored_rows
from tasks.records.frames import compact
from tasks.records.issue import ISSUE_SCHEMA
from tasks.records.observation import OBSERVATION_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tasks.lake.base import Store
    from tasks.lake.batch import Batch
    from tasks.lake.candidate import Context, Steps
    from tasks.lake.manifest import Manifest
    from tasks.lake.merge import Renewal
    from tasks.lake.rows import Rows
    from tasks.lake.scratch import Scratch

ROWS_AT_ONCE: Final = 30_000
"""Rows of all tables together that are worked on at once, give or take a district."""


def build(
    store: Store, base: Manifest | None, batch: Batch, context: Context, steps: Steps, *, scratch: Scratch
) -> Candidate | None:
    """What the batch makes of the last release, or None if it makes no difference.

    ``scratch`` holds what the candidate consists of, and must outlive it.
    """
    issues, decisions, *ledger = read_tables(store, base, (ISSUES, DECISIONS, *TABLES))
    before = State(OBSERVATIONS.empty(), QUARANTINE.empty(), issues, Ledger(*ledger), decisions)
    number = base.release + 1 if base else 1
    renewal = renew(before, batch, number)
    stored = tuple(stored_rows(store, base, dataset, scratch) for dataset in BY_DISTRICT)
    noted = before.issues.filter(pl.col("reason").is_in(DERIVED))["article_id"]
    same_basis = base is not None and base.catalog_version == context.catalog_version
    anew = not same_basis or not renewal.decisions.equals(before.decisions)
    making = _Making(steps, scratch, before, renewal, stored, None if anew else noted)
    touched = making.merged()
    if base is not None and base.code_version != context.code_version:
        touched = making.cuts.districts.select(DISTRICT)
    elif steps.spread is not None and not touched.is_empty():
        touched = steps.spread(touched, making.compared(0), making.compared(1))
    outcomes = making.finished(touched)
    parts = Parts(making.cuts, stored, scratch, outcomes, number, making.same)
    issues = renewal.issues if steps.note is None else _noted(renewal, making.derived)
    candidate = Candidate(base, context, batch, before, replace(renewal, issues=issues), parts, store)
    return candidate if candidate.is_new() else None


@dataclass
class _Making:
    """A candidate on its way: twice through all districts, for which are touched is known only after the first time."""

    steps: Steps
    scratch: Scratch
    before: State
    renewal: Renewal
    stored: tuple[Rows, ...]
    noted: pl.Series | None  # articles that issues which followed from the whole name; None if others may now
    same: bool = True
    derived: list[pl.DataFrame] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._told = LooseRows("told", self.renewal.batch.pieces, OBSERVATIONS.empty(), self.scratch)
        self._refused = HeldRows(self.renewal.batch.quarantine)
        counts = (*(rows.counts() for rows in self.stored), self._told.counts(), self._refused.counts())
        self.cuts = Cuts.of(counts, ROWS_AT_ONCE)
        self._renewed: list[frozenset[str]] = []
        self._open: set[int] = set()  # parts to look at again even if no district of theirs is touched
        self._compared: tuple[list[pl.DataFrame], list[pl.DataFrame]] = ([], [])

    def merged(self) -> pl.DataFrame:
        """Lay the batch over the release; the districts that it touches."""
        _, observations, quarantine = self.stored
        touched = []
        tables = zip(
            *(rows.read(self.cuts) for rows in (observations, quarantine, self._told, self._refused)), strict=True
        )
        for number, (told, held_back, new, refused) in enumerate(tables):
            old = replace(self.before, observations=told, quarantine=held_back)
            state, changed = self.renewal.of(old, new, refused)
            touched.append(compact(changed))
            self._keep(number, old, state)
            if self._renewed[number] or self._may_note(old):
                self._open.add(number)
            self._compare(old, state, same=not self._renewed[number])
        return pl.concat(touched).unique(maintain_order=True)

    def _compare(self, old: State, state: State, *, same: bool) -> None:
        """Keep what is compared of some districts; ``same`` if they hold the same rows before and after."""
        if self.steps.compared is None:
            return
        before, after = self._compared
        before.append(self.steps.compared(old.tellings, old.decisions))
        same = same and state.decisions.equals(old.decisions)
        after.append(before[-1] if same else self.steps.compared(state.tellings, state.decisions))

    def compared(self, side: int) -> pl.DataFrame:
        """What is compared of all districts, before (0) or after (1)."""
        return pl.concat(self._compared[side]) if self._compared[side] else OBSERVATIONS.empty()

    def finished(self, touched: pl.DataFrame) -> tuple[Outcome, ...]:
        """Judge and reconcile the touched districts."""
        placed = touched.join(self.cuts.districts, on=DISTRICT, nulls_equal=True)
        elsewhere = self.compared(1)
        looked_at = sorted(self._open.union(placed["cut"]))
        outcomes = self._untouched()
        tables = zip(*(rows.read(self.cuts, looked_at) for rows in self.stored), strict=True)
        for number, (statistics, told, held_back) in zip(looked_at, tables, strict=True):
            mine = placed.filter(pl.col("cut") == number).select(DISTRICT)
            old = replace(self.before, observations=told, quarantine=held_back)
            outcomes[number] = self._finished(number, mine, old, statistics, elsewhere)
        if not self.same:
            outcomes = [
                replace(each, differ=each.differ | {QUARANTINE.name}) if each.undated else each for each in outcomes
            ]
        return tuple(outcomes)

    def _untouched(self) -> list[Outcome]:
        """What is known of each part in which nothing differs."""
        nowhere = self.cuts.districts.clear().select(DISTRICT)
        lengths = zip(*(self.cuts.lengths(rows.counts()) for rows in self.stored), strict=True)
        names = [dataset.name for dataset in BY_DISTRICT]
        return [Outcome(nowhere, frozenset(), dict(zip(names, each, strict=True))) for each in lengths]

    def _finished(
        self, number: int, mine: pl.DataFrame, old: State, old_statistics: pl.DataFrame, elsewhere: pl.DataFrame
    ) -> Outcome:
        state, undated = self._state(number, old), None
        if self.steps.judge is not None and not mine.is_empty():
            state, undated = self._judged(mine, old, state, elsewhere)
        elif state.quarantine.height != old.quarantine.height:
            self.same = False
        statistics = self._statistics(mine, state, old_statistics)
        if self.steps.note is not None:
            self.derived.append(self.steps.note(state, statistics))
        pairs = (
            (STATISTICS.name, old_statistics, statistics),
            (OBSERVATIONS.name, old.observations, state.observations),
            (QUARANTINE.name, old.quarantine, state.quarantine),
        )
        differ = _differing(pairs)
        for name, _, now in pairs:
            if name == QUARANTINE.name and undated is not None:
                self.scratch.put(made_name(name, number), undated)
            elif name in differ:
                self.scratch.put(made_name(name, number), now)
        rows = {name: now.height for name, _, now in pairs}
        return Outcome(compact(mine), differ, rows, undated=undated is not None)

    def _judged(
        self, mine: pl.DataFrame, old: State, state: State, elsewhere: pl.DataFrame
    ) -> tuple[State, pl.DataFrame | None]:
        """Every telling of the touched districts judged anew, for figures are judged against each other.

        Where rows are held back, they come as well without ``last_seen``.
        """
        assert self.steps.judge is not None
        told = state.tellings.join(mine, on=DISTRICT, how="semi", maintain_order="left")
        accepted, refused = self.steps.judge(OBSERVATIONS.ordered(told), elsewhere, state.decisions)
        undated = refused.select(*BATCH_QUARANTINE_SCHEMA).with_columns(
            pl.lit(None, pl.Int64).alias(name) for name in SEEN
        )
        held_back = pl.concat([state.quarantine.join(mine, on=DISTRICT, how="anti"), undated])
        rows, same = judged(old.quarantine, held_back, self.renewal.release)
        self.same = self.same and same
        others = state.observations.join(mine, on=DISTRICT, how="anti")
        now = replace(
            state,
            observations=OBSERVATIONS.ordered(pl.concat([others, accepted.select(*OBSERVATION_SCHEMA)])),
            quarantine=seen_last(rows, self.renewal.release, same=True),
        )
        return now, None if undated.is_empty() else rows

    def _statistics(self, mine: pl.DataFrame, state: State, old: pl.DataFrame) -> pl.DataFrame:
        if mine.is_empty():
            return old
        told = state.observations.join(mine, on=DISTRICT, how="semi", maintain_order="left")
        prints = (
            state.ledger.holdings.select("article_id", "fingerprint")
            .join(told, on="article_id", how="semi", maintain_order="left")
            .drop_nulls()
            .unique("article_id", keep="first", maintain_order=True)
        )
        others = old.join(mine, on=DISTRICT, how="anti", maintain_order="left")
        renewed = STATISTICS.ordered(self.steps.reconcile(told, prints))
        if others.is_empty():
            return renewed
        # No district is in both, and rows are ordered by district first: within one they are in order already.
        return pl.concat([others, renewed]).sort(DISTRICT, nulls_last=True, maintain_order=True)

    def _keep(self, number: int, old: State, state: State) -> None:
        """Put what differs where :meth:`_state` finds it."""
        pairs = (
            (OBSERVATIONS.name, old.observations, state.observations),
            (QUARANTINE.name, old.quarantine, state.quarantine),
        )
        differ = _differing(pairs)
        for name, _, now in pairs:
            if name in differ:
                self.scratch.put(f"merged-{made_name(name, number)}", now)
        self._renewed.append(differ)

    def _may_note(self, old: State) -> bool:
        """Whether an issue may follow from districts that are not touched: there was one, or more has changed."""
        if self.steps.note is None:
            return False
        if self.noted is None:
            return True
        told = pl.col("article_id").is_in(self.noted.implode())
        return any(rows.select(told.any()).item() for rows in (old.observations, old.quarantine))

    def _state(self, number: int, old: State) -> State:
        def rows(name: str, was: pl.DataFrame) -> pl.DataFrame:
            return self.scratch.get(f"merged-{made_name(name, number)}") if name in self._renewed[number] else was

        return State(
            rows(OBSERVATIONS.name, old.observations),
            rows(QUARANTINE.name, old.quarantine),
            self.renewal.issues,
            self.renewal.ledger,
            self.renewal.decisions,
        )


def _differing(pairs: Iterable[tuple[str, pl.DataFrame, pl.DataFrame]]) -> frozenset[str]:
    """Names of tables that were otherwise."""
    return frozenset(name for name, was, now in pairs if now is not was and not now.equals(was))


def _noted(renewal: Renewal, derived: list[pl.DataFrame]) -> pl.DataFrame:
    """With the issues that follow from the whole in place of those that followed from the last release."""
    told = pl.concat([pl.DataFrame(schema=ISSUE_SCHEMA), *derived])
    named = renewal.ledger.holdings.select("source_uri", "source")
    named = named.filter(pl.col("source_uri").is_in(told["source_uri"].implode())).sort("source")
    sourced = told.with_columns(
        source=pl.col("source_uri").replace_strict(
            dict(named.iter_rows()), default=pl.col("source_uri"), return_dtype=pl.String
        )
    )
    read = renewal.issues.filter(~pl.col("reason").is_in(DERIVED))
    return ISSUES.ordered(pl.concat([read, sourced]))
