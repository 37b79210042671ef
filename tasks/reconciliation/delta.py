"""What a release changed, key by key, and why."""

from __future__ import annotations

from typing import Final

import polars as pl

from tasks.reconciliation.labels import DECISION_LABELS
from tasks.records.statistic import STATISTIC_KEY

CHANGES: Final = ("added", "changed", "removed", "quarantined")

DELTA_SCHEMA: Final[dict[str, pl.DataType]] = {
    "change": pl.String(),
    "city": pl.String(),
    "district": pl.String(),
    "district_code": pl.String(),
    "city_name": pl.String(),
    "district_name": pl.String(),
    "indicator": pl.String(),
    "measure": pl.String(),
    "time_period": pl.String(),
    "is_target": pl.Boolean(),
    "unit_measure": pl.String(),
    "old_value": pl.Float64(),
    "new_value": pl.Float64(),
    "reason": pl.String(),
    "observation_ids": pl.List(pl.String()),
}
"""``observation_ids`` are the tellings that came (added, changed) or went (removed, quarantined)."""

_SHOWN: Final = ("city_name", "district_name", "unit_measure")
_COMPARED: Final = ("obs_value", "obs_status", "bound", "contested", "flags", "observation_ids")

_REASONS: Final = {name: english for name, (_, english) in DECISION_LABELS.items()}


def delta(old: pl.DataFrame, new: pl.DataFrame, quarantined: pl.DataFrame | None = None) -> pl.DataFrame:
    """DELTA_SCHEMA, sorted by key: every statistic added, changed (in value or in what supports it) or removed.

    ``quarantined`` are rows of quarantine that are new in this release. A statistic that went because its tellings are
    refused counts as quarantined, with their sentence; so does a refused telling whose statistic never was.
    """
    refused = _refused(quarantined) if quarantined is not None else _refused(_NO_ROWS)
    before, after = _side(old, "old"), _side(new, "new")
    joined = before.join(after, on=STATISTIC_KEY, how="full", coalesce=True, nulls_equal=True).join(
        refused, on=STATISTIC_KEY, how="full", coalesce=True, nulls_equal=True
    )
    was, is_now, is_refused = pl.col("old_there"), pl.col("new_there"), pl.col("refused_there")
    differs = ~pl.all_horizontal(pl.col(f"old_{name}").eq_missing(pl.col(f"new_{name}")) for name in _COMPARED)
    change = (
        pl.when(was & is_now)
        .then(pl.when(differs).then(pl.lit("changed")))
        .when(is_now)
        .then(pl.lit("added"))
        .when(is_refused)
        .then(pl.lit("quarantined"))
        .otherwise(pl.lit("removed"))
    )
    return (
        joined.with_columns(pl.col("old_there", "new_there", "refused_there").fill_null(value=False))
        .with_columns(change=change, came=_minus("new", "old"), went=_minus("old", "new"))
        .drop_nulls("change")
        .with_columns(
            reason=_reason(),
            observation_ids=pl.when(pl.col("change").is_in(["added", "changed"]))
            .then(pl.col("came"))
            .when(pl.col("change") == "removed")
            .then(pl.col("went"))
            .otherwise(pl.col("refused_ids")),
            old_value=pl.col("old_obs_value"),
            new_value=pl.col("new_obs_value"),
            **{name: pl.coalesce(f"new_{name}", f"old_{name}", f"refused_{name}") for name in _SHOWN},
        )
        .select(pl.col(name).cast(kind) for name, kind in DELTA_SCHEMA.items())
        .sort("city", "district", "district_code", "indicator", "measure", "time_period", "is_target", nulls_last=True)
    )


def _side(statistics: pl.DataFrame, side: str) -> pl.DataFrame:
    return (
        statistics.with_columns(is_target=pl.col("obs_status") == "target", there=pl.lit(value=True))
        .select(*STATISTIC_KEY, "there", "decided_by", *_COMPARED, *_SHOWN)
        .rename(lambda name: name if name in STATISTIC_KEY else f"{side}_{name}")
    )


def _refused(quarantined: pl.DataFrame) -> pl.DataFrame:
    """Newly refused tellings by key."""
    return (
        quarantined.with_columns(is_target=pl.col("obs_status") == "target")
        .sort("observation_id")
        .group_by(STATISTIC_KEY)
        .agg(
            refused_there=pl.lit(value=True).first(),
            refused_ids=pl.col("observation_id"),
            refused_message=pl.col("message").first(),
            **{f"refused_{name}": pl.col(name).first() for name in _SHOWN},
        )
    )


_NO_ROWS: Final = pl.DataFrame(
    schema={
        **dict.fromkeys(STATISTIC_KEY[:-1], pl.String()),
        **dict.fromkeys(("obs_status", "observation_id", "message", *_SHOWN), pl.String()),
    }
)


def _minus(side: str, other: str) -> pl.Expr:
    ids, others = pl.col(f"{side}_observation_ids").fill_null([]), pl.col(f"{other}_observation_ids").fill_null([])
    return ids.list.set_difference(others).list.sort()


def _reason() -> pl.Expr:
    decided = pl.col("new_decided_by").replace_strict(
        _REASONS, default=pl.col("new_decided_by"), return_dtype=pl.String
    )
    same_value = pl.col("old_obs_value").eq_missing(pl.col("new_obs_value"))
    came, went = pl.col("came").list.len(), pl.col("went").list.len()
    support = pl.format("the value stands; {} tellings came, {} went", came, went)
    return (
        pl.when(pl.col("change") == "quarantined")
        .then(pl.col("refused_message"))
        .when(pl.col("change") == "removed")
        .then(pl.format("none of its {} tellings is told any more", went))
        .when((pl.col("change") == "changed") & same_value)
        .then(support)
        .when(pl.col("change") == "changed")
        .then(pl.format("{}; {} tellings came, {} went", decided, came, went))
        .otherwise(decided)
    )
