"""From the last release and a batch to the next candidate: merge, judge, reconcile, in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import polars as pl

from tasks.lake.candidate import DERIVED, Candidate
from tasks.lake.datasets import DECISIONS, ISSUES, OBSERVATIONS, QUARANTINE, STATISTICS
from tasks.lake.ledger import TABLES, Ledger
from tasks.lake.merge import BATCH_QUARANTINE_SCHEMA, State, merge
from tasks.lake.quarantine import SEEN, dated
from tasks.lake.snapshot import read_tables
from tasks.records.observation import OBSERVATION_SCHEMA

if TYPE_CHECKING:
    from tasks.lake.base import Store
    from tasks.lake.candidate import Context, Judge, Note, Reconcile, Spread
    from tasks.lake.manifest import Manifest
    from tasks.lake.merge import Batch, Merged

_DISTRICT: Final = ("city", "district")


def build(
    store: Store,
    base: Manifest | None,
    batch: Batch,
    context: Context,
    *,
    reconcile: Reconcile,
    judge: Judge | None,
    spread: Spread | None = None,
    note: Note | None = None,
) -> Candidate | None:
    """What the batch makes of the last release, or None if it makes no difference."""
    old, observations, held_back, issues, decisions, *ledger = read_tables(
        store, base, (STATISTICS, OBSERVATIONS, QUARANTINE, ISSUES, DECISIONS, *TABLES)
    )
    before = State(observations, held_back, issues, Ledger(*ledger), decisions)
    number = base.release + 1 if base else 1
    merged = merge(before, batch, number)
    if base is not None and base.code_version != context.code_version:
        held = (old, merged.state.observations, merged.state.quarantine, merged.touched)
        everywhere = pl.concat([frame.select(_DISTRICT) for frame in held]).unique().sort(_DISTRICT)
        merged = replace(merged, touched=everywhere)
    elif spread is not None and not merged.touched.is_empty():
        merged = replace(merged, touched=spread(merged.touched, before, merged.state))
    if judge is not None:
        merged = _judged(before, merged, judge, number)
    statistics = _statistics(old, merged, reconcile)
    if note is not None:
        merged = _noted(merged, note(merged.state, statistics))
    candidate = Candidate(base, context, batch, before, merged, old, statistics, store)
    return candidate if candidate.is_new() else None


def _judged(before: State, merged: Merged, judge: Judge, release: int) -> Merged:
    """Every telling of the touched districts judged anew, for figures are judged against each other."""
    if merged.touched.is_empty():
        return merged
    state, on = merged.state, list(_DISTRICT)
    told = state.tellings
    mine = OBSERVATIONS.ordered(told.join(merged.touched, on=on, how="semi", maintain_order="left"))
    elsewhere = told.join(merged.touched, on=on, how="anti", maintain_order="left")
    accepted, refused = judge(mine, elsewhere, state.decisions)
    undated = refused.select(*BATCH_QUARANTINE_SCHEMA).with_columns(pl.lit(None, pl.Int64).alias(name) for name in SEEN)
    held_back = pl.concat([state.quarantine.join(merged.touched, on=on, how="anti"), undated])
    others = state.observations.join(merged.touched, on=on, how="anti")
    judged = replace(
        state,
        observations=OBSERVATIONS.ordered(pl.concat([others, accepted.select(*OBSERVATION_SCHEMA)])),
        quarantine=dated(before.quarantine, held_back, release),
    )
    return replace(merged, state=judged)


def _noted(merged: Merged, derived: pl.DataFrame) -> Merged:
    """With the issues that follow from the whole in place of those that followed from the last release."""
    state = merged.state
    source = dict(state.ledger.holdings.sort("source").select("source_uri", "source").iter_rows())
    sourced = derived.with_columns(
        source=pl.col("source_uri").replace_strict(source, default=pl.col("source_uri"), return_dtype=pl.String)
    )
    read = state.issues.filter(~pl.col("reason").is_in(DERIVED))
    return replace(merged, state=replace(state, issues=ISSUES.ordered(pl.concat([read, sourced]))))


def _statistics(old: pl.DataFrame, merged: Merged, reconcile: Reconcile) -> pl.DataFrame:
    if merged.touched.is_empty():
        return old
    told = merged.state.observations.join(merged.touched, on=_DISTRICT, how="semi", maintain_order="left")
    prints = (
        merged.state.ledger.holdings.select("article_id", "fingerprint")
        .drop_nulls()
        .unique("article_id", keep="first", maintain_order=True)
        .join(told, on="article_id", how="semi", maintain_order="left")
    )
    place = pl.struct(_DISTRICT)  # a filter, since a join would copy what is kept, which is nearly all
    others = old.filter(~place.is_in(merged.touched.select(place).to_series().implode()))
    renewed = STATISTICS.ordered(reconcile(told, prints))
    if others.is_empty():
        return renewed
    # No district is in both, and rows are ordered by district first: within one they are in order already.
    return pl.concat([others, renewed]).sort(_DISTRICT, nulls_last=True, maintain_order=True)
