"""Which rows the row suite sees, and where its verdicts go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl
from pydantic import TypeAdapter

from expectations.results import VERDICT_SCHEMA, RowCheck, SuiteReport
from tasks.lake.datasets import OBSERVATIONS, QUARANTINE
from tasks.lake.errors import ObjectMissingError
from tasks.lake.snapshot import head, read_frame, read_ledger
from tasks.records.observation import OBSERVATION_SCHEMA
from tasks.runs.manifests import Verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.parameters import IndicatorRules
    from tasks.lake.candidate import Candidate
    from tasks.runs.manifests import Listing, Run, ShardCounts

_REPORT: Final = TypeAdapter(SuiteReport)
_REASONS: Final = 5
_DISTRICT: Final = ("city", "district")


def read_observations(run: Run, shards: Sequence[ShardCounts]) -> pl.DataFrame:
    """What this run has read, as often as it was told."""
    return run.staging.get_all("observations", [shard.name for shard in shards])


def observations_around(run: Run, listing: Listing, shards: Sequence[ShardCounts], read: pl.DataFrame) -> pl.DataFrame:
    """What was read, each reading once, and what the lake holds of the same districts from sources not read now.

    Figures are checked against each other within a district, so the suite must see all of them, refused ones too.
    """
    base = head(run.store)
    sources = run.staging.get_all("sources", [shard.name for shard in shards])["uri"]
    reread = pl.concat([sources, pl.Series("uri", listing.removed, pl.String())])
    holdings = read_ledger(run.store, base).holdings
    still_held = holdings.filter(~pl.col("source").is_in(reread.implode()))["article_id"]
    lake = pl.concat(
        read_frame(run.store, base, dataset).select(*OBSERVATION_SCHEMA) for dataset in (OBSERVATIONS, QUARANTINE)
    )
    kept = lake.join(read.select(_DISTRICT).unique(), on=_DISTRICT, how="semi").filter(
        pl.col("article_id").is_in(still_held.implode()) & ~pl.col("article_id").is_in(read["article_id"].implode())
    )
    told = pl.concat([read, kept])
    return told.sort("observation_id", "source_uri").unique("observation_id", keep="first", maintain_order=True)


def stage_verdicts(run: Run, read: pl.DataFrame, check: RowCheck) -> Verdicts:
    """Stage the verdicts on what was read now, and the whole check for the docs."""
    flags = check.accepted.select("observation_id", "flags")
    accepted = read.drop("flags").join(flags, on="observation_id", maintain_order="left").select(*OBSERVATION_SCHEMA)
    verdicts = check.quarantined.select("observation_id", *VERDICT_SCHEMA)
    quarantined = read.join(verdicts, on="observation_id", maintain_order="left")
    for name, frame in (("accepted", accepted), ("quarantined", quarantined)):
        run.staging.put(name, frame)
    for name in ("accepted", "quarantined", "sums"):
        run.staging.put(f"check-{name}", getattr(check, name))
    run.staging.put_record(
        "check",
        {
            "refused": dict(check.refused),
            "flagged": dict(check.flagged),
            "report": _REPORT.dump_python(check.report, mode="json"),
        },
    )
    flagged = accepted.filter(pl.col("flags").list.len() > 0).height
    reasons = tuple(quarantined["message"].unique(maintain_order=True).head(_REASONS))
    return Verdicts(accepted.height, quarantined.height, flagged, reasons)


def staged_check(run: Run, indicators: tuple[IndicatorRules, ...]) -> RowCheck | None:
    """The check as it was staged, None if there was none; ``indicators`` are those it was made with."""
    try:
        record = run.staging.get_record("check")
    except ObjectMissingError:
        return None
    frames = {name: run.staging.get(f"check-{name}") for name in ("accepted", "quarantined", "sums")}
    report = _REPORT.validate_python(record["report"])
    return RowCheck(
        **frames, refused=record["refused"], flagged=record["flagged"], report=report, indicators=indicators
    )


def stage_counts(run: Run, candidate: Candidate) -> None:
    """Stage what the release will hold by city, for those who report it: ``city``, ``districts``, ``statistics``."""
    counts = candidate.statistics.group_by(city="city_name").agg(
        districts=pl.struct("district_code", "district").n_unique(), statistics=pl.len()
    )
    run.staging.put("cities", counts.sort("statistics", "city", descending=[True, False]))
