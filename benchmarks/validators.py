"""The same row rules over the same million rows in Great Expectations, pandera and pointblank.

    uv run --with "pandera[polars]" --with pointblank python -m benchmarks.validators [--rows 1000000]

Each library gets the columns that ``expectations.evidence`` has put side by side and must say which rows break which
rule. pandera and pointblank read Polars frames, Great Expectations pandas ones, conversion included. Each runs in a
process of its own, so that peak memory can be told apart.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.figures import observations, parameters
from expectations.arithmetic import FLAG_ONLY, RELATION_NAMES, check_sums
from expectations.evidence import evidence
from expectations.figures import DISAGREES, IMPOSSIBLE
from expectations.library import failed_rows, validate

if TYPE_CHECKING:
    from collections.abc import Callable

CODES = parameters().codes
SETS = {
    name: list(getattr(CODES, name))
    for name in ("tier", "measure", "obs_status", "bound", "confidence", "unit_measure")
}

# Every rule as an expression that is true where the row obeys it; what is empty obeys.
RULES: dict[str, pl.Expr] = {
    "required": pl.col("missing").is_null(),
    "finite": pl.col("finite"),
    **{f"code_list.{name}": pl.col(name).is_in(values) for name, values in SETS.items()},
    "measure": pl.col("measure_allowed"),
    "unit": pl.col("unit_measure") == pl.col("unit_expected"),
    "known_unit": pl.col("unit_known"),
    "period": pl.col("period_valid"),
    "period_past": (pl.col("obs_status") != "actual") | (pl.col("told_from") <= pl.col("told_on")),
    "figure_in_quote": pl.col("figure_in_quote"),
    "span": (pl.col("span_start") >= 0) & (pl.col("span_length") == pl.col("quote_length")),
    "plausible": (pl.col("obs_value") >= pl.col("least")) & (pl.col("obs_value") <= pl.col("most")),
    **{f"possible.{name}": pl.col(f"sum_{name}") < IMPOSSIBLE for name in RELATION_NAMES if name not in FLAG_ONLY},
    "unit_dates": ~(pl.col("before_unit") | pl.col("after_unit")),
    **{f"sum.{name}": pl.col(f"sum_{name}") < DISAGREES for name in RELATION_NAMES},
}


def with_great_expectations(frame: pl.DataFrame) -> int:
    from expectations.observations import observation_suite  # noqa: PLC0415 - after its imports are quieted

    return sum(len(failed_rows(outcome)) for outcome in validate(frame, observation_suite(parameters())))


def with_pandera(frame: pl.DataFrame) -> int:
    import pandera.polars as pa  # noqa: PLC0415 - not among the project's dependencies

    def check(rule: pl.Expr) -> Callable[[pa.PolarsData], pl.LazyFrame]:
        return lambda data: data.lazyframe.select(rule.fill_null(value=True))

    schema = pa.DataFrameSchema(checks=[pa.Check(check(rule), name=name) for name, rule in RULES.items()])
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return errors.failure_cases.height
    return 0


def with_pointblank(frame: pl.DataFrame) -> int:
    import pointblank as pb  # noqa: PLC0415

    plan = pb.Validate(data=frame)
    for rule in RULES.values():
        plan = plan.col_vals_expr(expr=rule.fill_null(value=True))
    done = plan.interrogate(get_first_n=None)
    return sum(int(count) for count in done.n_failed().values())


LIBRARIES = {
    "great_expectations": with_great_expectations,
    "pandera": with_pandera,
    "pointblank": with_pointblank,
}


def measure(library: str, rows: int) -> None:
    """Print seconds, processor seconds, peak memory above the frame's own (GB), and the number of failures found."""
    told = observations(rows)
    frame = evidence(told, parameters(), check_sums(told, parameters().arithmetic))
    del told
    LIBRARIES[library](frame.head(1000))
    base = _peak()
    start = time.perf_counter(), time.process_time()
    failures = LIBRARIES[library](frame)
    seconds, processor = time.perf_counter() - start[0], time.process_time() - start[1]
    print(f"{seconds:.1f} {processor:.1f} {max(0.0, _peak() - base):.2f} {failures}")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--library", choices=list(LIBRARIES))
    given = parser.parse_args()
    if given.library:
        measure(given.library, given.rows)
        return
    print("| | seconds | processor seconds | memory above the frame (GB) | failures |\n|---|---:|---:|---:|---:|")
    for library in LIBRARIES:
        command = [sys.executable, "-m", "benchmarks.validators", "--rows", str(given.rows), "--library", library]
        said = subprocess.run(command, capture_output=True, text=True, check=False)
        figures = said.stdout.split() if said.returncode == 0 else [said.stderr.strip().splitlines()[-1]]
        print(f"| {library} |", " | ".join(figures), "|")


if __name__ == "__main__":
    main()
