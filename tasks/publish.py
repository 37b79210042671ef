"""Publish: partitions, copies and docs of a release, committed by one conditional write."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from prefect import task

from tasks.catalog.load import load_catalog
from tasks.dictionary.tables import indicator_table
from tasks.lake.candidate import Context
from tasks.lake.materialise import materialise
from tasks.lake.release import publish
from tasks.reconcile import issues_of_the_whole, reconcile_observations
from tasks.retrying import NETWORK
from tasks.runs import batches
from tasks.runs.checking import Findings
from tasks.turns import turn
from tasks.validate import districts_to_judge, figures_compared, validate_rows, validate_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tasks.lake.batch import Batch
    from tasks.runs.manifests import Listing, Published, Run, ShardCounts


@task(**NETWORK)
def publish_release(
    run: Run, listing: Listing, shards: Sequence[ShardCounts], versions: batches.Versions, *, accept_volume_change: bool
) -> Published:
    """Lay what was read over the last release, and commit.

    Rows are validated, statistics reconciled and the table validated on what comes out of that. If another run commits
    first, all three are done anew on its release; that is why they are called from here, and why it does not matter
    which run read what.
    """
    batch = batches.staged_batch(run, listing, shards, versions.rules)
    lifted = "volume change accepted by hand" if accept_volume_change else ""
    note = "; ".join(part for part in (listing.note, lifted) if part)
    return _published(run, batch, versions, accept_volume_change=accept_volume_change, note=note)


@task(**NETWORK)
def withdraw(run: Run, batch: Batch, versions: batches.Versions) -> Published:
    """Publish without what was withdrawn, or let it be read again. Taking figures away by hand is no loss to stop."""
    return _published(run, batch, versions, accept_volume_change=True, note="sources withdrawn or let in again")


@task(**NETWORK)
def finish_release(run: Run) -> None:
    """Finish what a run that was killed between commit and tree has left undone; a look, if there is nothing."""
    materialise(run.store)


def _published(
    run: Run, batch: Batch, versions: batches.Versions, *, accept_volume_change: bool, note: str = ""
) -> Published:
    catalog = load_catalog()
    context = Context(
        run_id=run.id,
        code_version=versions.code,
        catalog_version=versions.catalog,
        rules_version=versions.rules,
        districts=catalog.gazetteer.publishable(),
        indicators=indicator_table(catalog),
        created_at=run.started_at,
        note=note,
    )
    findings = Findings()
    release = publish(
        run.store,
        batch,
        reconcile_observations,
        context,
        judge=partial(validate_rows, run, findings),
        compared=figures_compared,
        spread=districts_to_judge,
        note=issues_of_the_whole,
        check=partial(validate_table, run, findings, accept_volume_change=accept_volume_change),
        lock=partial(turn, run.store.uri) if run.take_turns else None,
    )
    return batches.stage_outcome(run, batch, release)
