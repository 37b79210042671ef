"""Many tellings of one figure become one statistic; the others are counted as support or dissent, and kept.

Which telling is published follows from the tellings alone, never from the order in which they arrive or the run that
brought them: reconciling the observations of a key together gives the same row as any detour. The rules, in order:

1. what happened over what was expected (``actual`` over ``estimate``);
2. exact over bounded or rounded ("8.343" over "hơn 8.300");
3. the more precise;
4. the later published, a copy counting from the day of its original;
5. the value that more independent sources tell.

Where none of these decides, the larger value stands and the statistic is ``contested``. A figure told beside another
for the same thing is mostly a part of it ("19 vụ, trong đó 9 vụ…"), and of two plan ratios the one against the plan
assigned from above, told first, is the larger: of 18 such cases in labelled articles the larger was right in 15.

A target is a key of its own. Two ratios against two plans (108 % of the assigned chỉ tiêu, 111,24 % of the dự toán)
are two tellings of one key, since few articles name the base well enough to make it part of the key: one is
published, the other is shown as dissent.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from expectations.districts import by_districts
from expectations.rounding import LOOSENESS, highest, last_place, lowest
from tasks.reconciliation.copies import with_sources
from tasks.records.observation import KEY_SCHEMA
from tasks.records.statistic import STATISTIC_KEY, STATISTIC_SCHEMA

DECISIONS: Final = (
    "only_telling",
    "agreement",
    "actual_over_estimate",
    "exact_over_bounded",
    "more_precise",
    "later",
    "more_sources",
    "undecided",
)
"""Closed list of ``decided_by``: the first rule by which the published telling beats the best telling of another
value; ``only_telling`` or ``agreement`` where every telling has that value; ``undecided`` where no rule decides, so
that the larger value stands and the statistic is ``contested``."""

COPIES_DISAGREE: Final = "copies_disagree"
"""Flag of a statistic whose published telling has a copy of the same text with another figure: one was altered."""

_RULES: Final = ("_estimate", "_inexact", "_place", "_age", "_others")
"""Rank columns in the order of the rules above, smaller is better."""

_ORDER: Final = ("city", "district", "district_code", "indicator", "measure", "period_end", "time_period", "obs_status")

_ROWS_AT_ONCE: Final = 25_000
"""Fewer than the checks take: nothing is set up anew for each part, and less memory is the faster one."""

_ROUNDING: Final = 0.5
_TOLERANCE: Final = 1e-9


def reconcile(observations: pl.DataFrame, fingerprints: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row a key, in STATISTIC_SCHEMA, sorted by district, indicator, measure, period and target.

    ``observations`` follow OBSERVATION_SCHEMA and hold every telling of each key they touch. ``fingerprints`` has
    ``article_id`` and ``fingerprint`` (see ``copies.fingerprint``); articles that are copies of each other count as
    one source. Without it every article is a source of its own. Linear in rows but for one sort.
    """
    parts = []
    for part in by_districts(observations, _ROWS_AT_ONCE):
        tellings = _tellings(part, fingerprints)
        parts.append(_collect(tellings, _choose(tellings)))
    return pl.concat(parts).sort(*_ORDER)


def _tellings(observations: pl.DataFrame, fingerprints: pl.DataFrame | None) -> pl.DataFrame:
    """Unique observations with the key, the independent source and the rank of each telling."""
    identity = [pl.col("observation_id"), pl.col("source_uri"), pl.col("article"), pl.col("publisher")]
    value, bound, place = pl.col("obs_value"), pl.col("bound"), pl.col("_place")
    key = list(STATISTIC_KEY)
    named = with_sources(
        # The same words under two addresses are one article, hence one observation.
        observations.select(*KEY_SCHEMA, "article_id", "published_at", *identity)
        .sort(identity, nulls_last=True)
        .unique("observation_id", keep="first", maintain_order=True),
        fingerprints,
    )
    return (
        named.lazy()
        .drop("source_uri", "article", "publisher")
        .with_columns(
            is_target=pl.col("obs_status") == "target",
            _place=last_place(value),
            _estimate=(pl.col("obs_status") == "estimate").cast(pl.Int8),
            _inexact=(bound != "eq").cast(pl.Int8),
            _first_told=pl.col("published_at").min().over([*key[:-1], pl.col("obs_status") == "target", "source"]),
        )
        .with_columns(
            _low=lowest(value, bound, place, share_of_place=_ROUNDING),
            _high=highest(value, bound, place, share_of_place=_ROUNDING),
            _age=-pl.col("_first_told").dt.epoch("d").cast(pl.Int64).fill_null(-(2**31)),
            _others=-pl.col("source").n_unique().over([*key, "obs_value"]).cast(pl.Int64),
        )
        .with_columns(_size=-value.abs())
        .sort(*key, *_RULES, "_size", "obs_value", "observation_id", nulls_last=True)
        .collect()
    )


def _choose(tellings: pl.DataFrame) -> pl.DataFrame:
    """The best telling of each key, and the rule by which it beat the best telling of another value."""
    key = list(STATISTIC_KEY)
    best = tellings.unique(key, keep="first", maintain_order=True)
    rival = (
        tellings.lazy()
        .join(best.lazy().select(*key, _best=pl.col("obs_value")), on=key, nulls_equal=True, maintain_order="left")
        .filter(pl.col("obs_value") != pl.col("_best"))
        .unique(key, keep="first", maintain_order=True)
        .select(*key, *(pl.col(name).alias(f"_rival{name}") for name in _RULES), _rival=pl.lit(value=True))
        .collect()
    )
    won = [
        pl.when(pl.col("_rival") & (pl.col(rule) != pl.col(f"_rival{rule}"))).then(pl.lit(decision))
        for rule, decision in zip(_RULES, DECISIONS[2:-1], strict=True)
    ]
    undecided = pl.when(pl.col("_rival")).then(pl.lit(DECISIONS[-1]))
    return (
        best.join(rival, on=key, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(decided_by=pl.coalesce(*won, undecided))
        .drop(*(f"_rival{name}" for name in _RULES), "_rival")
    )


def _collect(tellings: pl.DataFrame, chosen: pl.DataFrame) -> pl.DataFrame:
    """The chosen telling of each key with the count of its support and dissent."""
    key = list(STATISTIC_KEY)
    value, published = pl.col("obs_value"), pl.col("_value")
    margin = _TOLERANCE * pl.max_horizontal(value.abs(), published.abs())
    # An estimate may miss by a little what then happened and still have foretold it.
    was_estimate = (pl.col("obs_status") == "estimate") & (pl.col("_status") != "estimate")
    loose = margin + pl.when(was_estimate).then(LOOSENESS * value.abs()).otherwise(0.0)
    agrees = published.is_between(pl.col("_low") - loose, pl.col("_high") + loose) | value.is_between(
        pl.col("_published_low") - margin, pl.col("_published_high") + margin
    )
    picked = chosen.lazy().select(
        *key,
        _value=value,
        _status="obs_status",
        _published_low=pl.col("_low"),
        _published_high=pl.col("_high"),
        _source="source",
        _article="article_id",
    )
    supports, dissents = pl.col("_agrees"), ~pl.col("_agrees")
    counted = (
        tellings.lazy()
        .join(picked, on=key, nulls_equal=True)
        .with_columns(_agrees=agrees)
        .group_by(key)
        .agg(
            n_sources=pl.col("source").n_unique().cast(pl.Int64),
            n_supporting=pl.col("source").filter(supports).n_unique().cast(pl.Int64),
            n_dissenting=pl.col("source").filter(dissents).n_unique().cast(pl.Int64),
            dissent=pl.col("obs_value").filter(dissents).unique().sort(),
            observation_ids=pl.col("observation_id").sort(),
            first_published_at=pl.col("published_at").min(),
            last_published_at=pl.col("published_at").max(),
            _tellings=pl.len(),
            _altered=(
                dissents & (pl.col("source") == pl.col("_source")) & (pl.col("article_id") != pl.col("_article"))
            ).any(),
        )
    )
    unanimous = pl.when(pl.col("_tellings") == 1).then(pl.lit("only_telling")).otherwise(pl.lit("agreement"))
    return (
        chosen.lazy()
        .join(counted, on=key, nulls_equal=True)
        .with_columns(decided_by=pl.col("decided_by").fill_null(unanimous))
        .with_columns(
            flags=pl.when("_altered")
            .then(pl.concat_list("flags", pl.lit(COPIES_DISAGREE)).list.unique().list.sort())
            .otherwise("flags"),
            contested=(pl.col("decided_by") == "undecided") & (pl.col("n_dissenting") > 0),
        )
        .select(pl.col(name).cast(kind) for name, kind in STATISTIC_SCHEMA.items())
        .collect()
    )
