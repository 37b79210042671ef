"""Why a row was refused, in a sentence for a person who has not read the code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from expectations.wording import vietnamese_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KIND_WORDS: Final = {"urban": "an urban district", "rural": "a rural district", "commune": "a commune"}

_TEMPLATES: Final = {
    "required": "nothing is given for {missing}",
    "finite": "the value is not a number",
    "measure": "the catalog has no {measure} of {indicator}",
    "unit": "the unit is {unit_measure} where {indicator} {measure} is told in {unit_expected}",
    "known_unit": "the gazetteer has no unit with this code",
    "period": "the period {time_period} does not stand for {period_start} to {period_end}, year {year}",
    "period_past": "told as done on {told_on}, too early for the period {time_period}",
    "figure_in_quote": "the quoted sentence does not contain the figure",
    "span": "the span of {span_length} characters from {span_start} is not the quote of {quote_length}",
}


def sentence(rules: Sequence[str], row: Mapping[str, Any], sums: Mapping[str, str]) -> str:
    """What is wrong with ``row`` (a row of evidence) by each of ``rules``; ``sums`` has its sum of each relation."""
    where = f"{row['district_name'] or 'a unit without name'}, {row['indicator']} {row['measure']} {row['time_period']}"
    return f"{where}: {'; '.join(_reason(rule, row, sums) for rule in rules)}."


def _reason(rule: str, row: Mapping[str, Any], sums: Mapping[str, str]) -> str:
    group, _, name = rule.partition(".")
    if group in ("possible", "sum"):
        return sums[name]
    if group == "code_list":
        return f"{name} is {row[name]!r}, which is not in the code list"
    if rule == "plausible":
        value, least, most = (vietnamese_number(row[name]) for name in ("obs_value", "least", "most"))
        return f"{value} {row['unit_measure']} is implausible: {KIND_WORDS[row['kind']]} has {least} to {most}"
    return _TEMPLATES[rule].format_map(row)


def explain(refused: pl.DataFrame, evidence: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """``refused`` (``_row``, ``rules``, a list) with ``message``."""
    concerned = pl.col("_row").is_in(refused["_row"].implode())
    facts = {row["_row"]: row for row in evidence.with_row_index("_row").filter(concerned).iter_rows(named=True)}
    sums: dict[int, dict[str, str]] = {}
    for number, relation, _, message in settled.filter(concerned).iter_rows():
        sums.setdefault(number, {})[relation] = message
    said = [
        sentence(rules, facts[row], sums.get(row, {})) for row, rules in refused.select("_row", "rules").iter_rows()
    ]
    return refused.with_columns(message=pl.Series(said, dtype=pl.String))
