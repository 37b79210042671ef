"""What a release changed, key by key, and why."""

from __future__ import annotations

from typing import Final

import polars as pl

from tasks.lake.slices import district_slices
from tasks.records.delta import DELTA_SCHEMA
from tasks.records.labels import DECISION_LABELS
from tasks.records.statistic import STATISTIC_KEY, STATISTIC_SCHEMA

_SHOWN: Final = ("city_name", "district_name", "unit_measure")
_COMPARED: Final = tuple(name for name in STATISTIC_SCHEMA if name not in (*STATISTIC_KEY, *_SHOWN))

_REASONS: Final = {name: english for name, (_, english) in DECISION_LABELS.items()}


def delta(
    old: pl.DataFrame,
    new: pl.DataFrame,
    quarantined: pl.DataFrame | None = None,
    published: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """DELTA_SCHEMA, sorted by key: every statistic added, changed (in value or in what supports it) or removed.

    ``quarantined`` are rows of quarantine that are new in this release. A statistic that went because its tellings are
    refused counts as quarantined, with their sentence; so does a refused telling whose statistic never was.
    ``published`` are the observations of the release; a statistic that went although they tell it is withheld.
    """
    given = (
        old,
        new,
        _NO_ROWS if quarantined is None else quarantined,
        _NO_ROWS if published is None else published.select("city", "district", "observation_id"),
    )
    return pl.concat([_of_districts(*slices) for slices in district_slices(*given)])


def _of_districts(
    old: pl.DataFrame, new: pl.DataFrame, quarantined: pl.DataFrame, published: pl.DataFrame
) -> pl.DataFrame:
    """The same for all statistics of some districts."""
    before, after, refused = _side(old, "old"), _side(new, "new"), _refused(quarantined)
    key = list(STATISTIC_KEY)
    added = after if before.is_empty() else after.join(before, on=key, how="anti", nulls_equal=True)
    rows = [_added(added)]
    if not (before.is_empty() and refused.is_empty()):
        rows.append(_changed(_others(before, after, refused), published["observation_id"]))
    return pl.concat(rows).sort(
        "city", "district", "district_code", "indicator", "measure", "time_period", "is_target", nulls_last=True
    )


def _others(before: pl.DataFrame, after: pl.DataFrame, refused: pl.DataFrame) -> pl.DataFrame:
    """Both sides of what was there before, and what is refused of what is not there now."""
    key = list(STATISTIC_KEY)
    joined = before.join(after, on=key, how="left", nulls_equal=True).join(
        refused.join(after, on=key, how="anti", nulls_equal=True), on=key, how="full", coalesce=True, nulls_equal=True
    )
    was, is_now, is_refused = (pl.col(f"{side}_there").fill_null(value=False) for side in ("old", "new", "refused"))
    differs = ~pl.all_horizontal(pl.col(f"old_{name}").eq_missing(pl.col(f"new_{name}")) for name in _COMPARED)
    change = (
        pl.when(was & is_now)
        .then(pl.when(differs).then(pl.lit("changed")))
        .when(is_refused)
        .then(pl.lit("quarantined"))
        .otherwise(pl.lit("removed"))
    )
    return joined.with_columns(change=change).drop_nulls("change")


def _added(after: pl.DataFrame) -> pl.DataFrame:
    """What was not there before, in DELTA_SCHEMA: most of a large release, so nothing is worked out that is known."""
    by_hand = [_words_if(_has("new", flag), words) for flag, words in _BY_HAND.items()]
    shown = {name: pl.col(f"new_{name}") for name in _SHOWN}
    return _fitted(
        after.with_columns(
            change=pl.lit("added"),
            old_value=pl.lit(None),
            new_value=pl.col("new_obs_value"),
            reason=pl.concat_str(_decided(), *by_hand),
            observation_ids=pl.col("new_observation_ids").fill_null([]),  # unique and in order, as they are reconciled
            **shown,
        )
    )


def _changed(joined: pl.DataFrame, told: pl.Series) -> pl.DataFrame:
    """All other changes, both sides in a row, in DELTA_SCHEMA."""
    return _fitted(
        joined.with_columns(came=_minus("new", "old"), went=_minus("old", "new")).with_columns(
            reason=_reason(told),
            observation_ids=pl.when(pl.col("change") == "changed")
            .then(pl.col("came"))
            .when(pl.col("change") == "removed")
            .then(pl.col("went"))
            .otherwise(pl.col("refused_ids")),
            old_value=pl.col("old_obs_value"),
            new_value=pl.col("new_obs_value"),
            **{name: pl.coalesce(f"new_{name}", f"old_{name}", f"refused_{name}") for name in _SHOWN},
        )
    )


def _fitted(changes: pl.DataFrame) -> pl.DataFrame:
    return changes.select(pl.col(name).cast(kind) for name, kind in DELTA_SCHEMA.items())


def _side(statistics: pl.DataFrame, side: str) -> pl.DataFrame:
    return (
        statistics.with_columns(is_target=pl.col("obs_status") == "target", there=pl.lit(value=True))
        .select(*STATISTIC_KEY, "there", *_COMPARED, *_SHOWN)
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


_BY_HAND: Final = {"corrected_by_hand": "corrected by hand", "accepted_by_hand": "accepted by hand"}

_NO_ROWS: Final = pl.DataFrame(
    schema={
        **dict.fromkeys(STATISTIC_KEY[:-1], pl.String()),
        **dict.fromkeys(("obs_status", "observation_id", "message", *_SHOWN), pl.String()),
    }
)


def _minus(side: str, other: str) -> pl.Expr:
    ids, others = pl.col(f"{side}_observation_ids").fill_null([]), pl.col(f"{other}_observation_ids").fill_null([])
    return ids.list.set_difference(others).list.sort()


def _has(side: str, flag: str) -> pl.Expr:
    return pl.col(f"{side}_flags").fill_null([]).list.contains(flag)


def _words_if(condition: pl.Expr, words: str) -> pl.Expr:
    return pl.when(condition).then(pl.lit(f"; {words}")).otherwise(pl.lit(""))


def _decided() -> pl.Expr:
    return pl.col("new_decided_by").replace_strict(_REASONS, default=pl.col("new_decided_by"), return_dtype=pl.String)


def _reason(told: pl.Series) -> pl.Expr:
    """Why a statistic changed or went; ``told`` are the observations that are published."""
    same_value = pl.col("old_obs_value").eq_missing(pl.col("new_obs_value"))
    came, went = pl.col("came").list.len(), pl.col("went").list.len()
    support = (
        pl.when((came > 0) | (went > 0))
        .then(pl.format("the value stands; tellings: {} came, {} went", came, went))
        .otherwise(pl.lit("the value stands; what is known of it differs"))
    )
    by_hand = [_words_if(_has("new", flag) & ~_has("old", flag), words) for flag, words in _BY_HAND.items()]
    withheld = pl.col("old_observation_ids").list.eval(pl.element().is_in(told.implode())).list.any()
    why = (
        pl.when(pl.col("change") == "quarantined")
        .then(pl.col("refused_message"))
        .when((pl.col("change") == "removed") & withheld)
        .then(pl.lit("its tellings disagree and no rule decides: withheld"))
        .when(pl.col("change") == "removed")
        .then(pl.format("told no more (tellings: {} went)", went))
        .when(same_value)
        .then(support)
        .otherwise(pl.format("{}; tellings: {} came, {} went", _decided(), came, went))
    )
    return pl.concat_str(why, *by_hand)
