"""From failed expectations to rows: which are refused, with what sentence, and which are published with a flag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from expectations.arithmetic import RELATION_NAMES, sums_table
from expectations.figures import AGREES
from expectations.messages import explain
from expectations.results import VERDICT_SCHEMA, RowCheck, SuiteReport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from expectations.parameters import IndicatorRules

CONFIRMING: Final = ("plan", "growth", "change")
"""Relations whose agreement says something: a wrong figure would hardly have made the sum come out."""

FLAGS: Final = (
    "before_founding",
    "after_abolition",
    *(f"{name}_disagrees" for name in RELATION_NAMES),
    *(f"{name}_agrees" for name in CONFIRMING),
)
"""Closed list of the flags that this check gives; it takes them off again when a row is checked anew."""

FAILURE_SCHEMA: Final = {"_row": pl.UInt32, "order": pl.UInt16, "rule": pl.String, "severity": pl.String}


def judge(
    observations: pl.DataFrame,
    evidence: pl.DataFrame,
    settled: pl.DataFrame,
    failures: pl.DataFrame,
    *,
    report: SuiteReport,
    indicators: tuple[IndicatorRules, ...] = (),
) -> RowCheck:
    """Part the rows by their failures (FAILURE_SCHEMA, ``order`` being the rule's place in the suite)."""
    critical = failures.filter(pl.col("severity") == "critical").sort("_row", "order")
    broken = critical.group_by("_row", maintain_order=True).agg(rules=pl.col("rule"))
    refusals = explain(broken, evidence, settled).with_columns(
        suite=pl.lit(report.suite), severity=pl.lit("critical"), expectation=pl.col("rules").list.first()
    )
    flags = _flags(evidence, settled, failures)
    numbered = observations.with_row_index("_row")
    flagged = _renewed(numbered, flags)
    refused = refusals["_row"].implode()
    accepted = flagged.filter(~pl.col("_row").is_in(refused)).drop("_row")
    quarantined = (
        flagged.filter(pl.col("_row").is_in(refused))
        .join(refusals, on="_row", how="left", maintain_order="left")
        .select(*observations.columns, *(pl.col(name).cast(kind) for name, kind in VERDICT_SCHEMA.items()))
    )
    given = flags.filter(~pl.col("_row").is_in(refused)).explode("given")
    return RowCheck(
        accepted=accepted,
        quarantined=quarantined,
        sums=sums_table(observations, settled),
        refused=_counts(quarantined["expectation"]),
        flagged=_counts(given["given"]),
        report=report,
        indicators=indicators,
    )


def _flags(evidence: pl.DataFrame, settled: pl.DataFrame, failures: pl.DataFrame) -> pl.DataFrame:
    """``_row`` and ``given``, the list of its flags, for rows that have any."""
    warned = failures.filter(pl.col("severity") == "warning")
    dated = warned.filter(pl.col("rule") == "unit_dates").select("_row")
    before = evidence.with_row_index("_row").select("_row", "before_unit")
    parts = [
        dated.join(before, on="_row").select(
            "_row", flag=pl.when("before_unit").then(pl.lit("before_founding")).otherwise(pl.lit("after_abolition"))
        ),
        warned.filter(pl.col("rule").str.starts_with("sum.")).select(
            "_row", flag=pl.col("rule").str.strip_prefix("sum.") + "_disagrees"
        ),
        settled.filter(pl.col("state") == AGREES, pl.col("relation").is_in(CONFIRMING)).select(
            "_row", flag=pl.col("relation") + "_agrees"
        ),
    ]
    return pl.concat(parts).group_by("_row").agg(given=pl.col("flag").unique().sort())


def _renewed(numbered: pl.DataFrame, flags: pl.DataFrame) -> pl.DataFrame:
    """Rows with the flags they came with, less those of an earlier check, and the new ones; sorted, each once."""
    ours = pl.lit(list(FLAGS), dtype=pl.List(pl.String))
    # Most rows have none: only the others are worked on.
    held = numbered.select("_row", "flags").filter(pl.col("flags").list.len() > 0)
    renewed = held.join(flags, on="_row", how="full", coalesce=True).select(
        "_row",
        flags=pl.concat_list(pl.col("flags").fill_null([]).list.set_difference(ours), pl.col("given").fill_null([]))
        .list.unique()
        .list.sort(),
    )
    return (
        numbered.drop("flags")
        .join(renewed, on="_row", how="left", maintain_order="left")
        .with_columns(pl.col("flags").fill_null([]))
        .select(numbered.columns)
    )


def _counts(names: pl.Series) -> dict[str, int]:
    """Occurrences by name, names sorted."""
    counted = names.drop_nulls().value_counts(name="rows").sort(names.name)
    return dict(counted.iter_rows())


def failures_frame(found: Sequence[tuple[str, str, list[int]]]) -> pl.DataFrame:
    """FAILURE_SCHEMA from (rule, severity, failed rows) in suite order."""
    frames = [
        pl.DataFrame({"_row": rows}, schema={"_row": pl.UInt32}).with_columns(
            order=pl.lit(order, dtype=pl.UInt16), rule=pl.lit(rule), severity=pl.lit(severity)
        )
        for order, (rule, severity, rows) in enumerate(found)
    ]
    return pl.concat([pl.DataFrame(schema=FAILURE_SCHEMA), *frames])
