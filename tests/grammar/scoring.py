"""Observations against labels: which rows are right, and in which field the others are wrong.

A row is right when district, indicator, measure, period and value (to 0.1 %) are those of a label that no other row has
taken; a figure told twice with the same key counts once. Only labels of scope ``district`` are sought: a row that gives
a city's, ward's or company's figure to a district is wrong like any other.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tasks.articles.build import article_from_text
from tasks.articles.publishers import publisher_province
from tasks.catalog.load import load_catalog
from tasks.grammar.extract import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tasks.records.observation import Observation

TODAY: Final = date(2026, 11, 25)
"""The labelled articles are all older."""

LABELLED: Final = frozenset(
    [
        "budget_revenue", "land_use_fee_revenue", "nonstate_tax_revenue", "budget_expenditure",
        "public_investment_disbursement", "public_investment_plan", "social_investment", "production_value",
        "industry_value", "agriculture_value", "trade_services_value", "goods_services_turnover",
        "tourism_revenue", "new_enterprise_capital", "new_household_business_capital", "income_per_capita",
        "export_turnover", "economic_growth", "poverty_rate", "health_insurance_coverage",
        "trained_labour_rate", "on_time_dossier_rate", "satisfaction_rate", "online_service_rate",
        "clean_water_rate", "cultural_household_rate", "targets_total", "targets_met", "targets_exceeded",
        "targets_exceeded_rate", "new_enterprises", "new_household_businesses", "active_enterprises",
        "jobs_created", "poor_households", "population", "standard_schools", "new_rural_communes",
        "investment_projects", "construction_violations", "criminal_cases", "traffic_accidents", "fires",
        "tourist_arrivals", "dossiers_received", "wards",
    ]
)  # fmt: skip
"""The indicators that the labels were written for. Rows of others are neither right nor wrong."""

FIELDS: Final = ("district", "indicator", "measure", "period", "value")
_SAME_PERIOD: Final = {"3M": "Q1", "6M": "H1", "12M": "", "1M": "M01"}


class Row(NamedTuple):
    """One figure by its key, labelled or read."""

    district: str
    indicator: str
    measure: str
    period: str
    value: float

    def agreement(self, other: Row) -> tuple[bool, ...]:
        """Field by field, whether the two rows tell the same."""
        same_value = abs(self.value - other.value) <= 0.001 * max(abs(self.value), abs(other.value), 1e-9)
        return (*(mine == theirs for mine, theirs in zip(self[:4], other[:4], strict=True)), same_value)


@dataclass(frozen=True)
class Pair:
    """A wrong row beside the label that it comes nearest to."""

    label: Row
    read: Row

    @property
    def wrong(self) -> tuple[str, ...]:
        agree = self.label.agreement(self.read)
        return tuple(name for name, same in zip(FIELDS, agree, strict=True) if not same)


@dataclass
class Score:
    """Counts over any number of articles. ``labels``, ``read`` and ``right`` count distinct rows."""

    labels: int = 0
    read: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labels if self.labels else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.labels + self.read) if self.labels + self.read else 0.0


@dataclass
class Comparison:
    """One article: rows that are right, pairs that differ, labels that were missed, rows that stand for nothing."""

    article: str
    labels: list[Row]
    read: list[Row]
    right: list[Row] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)
    invented: list[Row] = field(default_factory=list)
    anothers: list[Row] = field(default_factory=list)  # invented: the figure of a city, ward or company


def canonical(period: str) -> str:
    """The one code of a period: three months are the first quarter, six the half."""
    year, _, rest = period.partition("-")
    if rest not in _SAME_PERIOD:
        return period
    return f"{year}-{_SAME_PERIOD[rest]}".rstrip("-")


def label_row(label: dict[str, Any]) -> Row:
    district = " ".join(str(label.get("district") or "").split()).casefold()
    value = float(f"{float(label['obs_value']):.6g}")
    return Row(district, label["indicator"], label["measure"], canonical(str(label["time_period"])), value)


def read_row(row: Observation) -> Row:
    value = float(f"{row.obs_value:.6g}")
    return Row(row.district_name.casefold(), row.indicator, row.measure, canonical(row.time_period), value)


def compare(article: str, labels: Sequence[dict[str, Any]], observations: Iterable[Observation]) -> Comparison:
    """Match rows with labels one to one; then set the rest side by side by likeness."""
    own = [label_row(label) for label in labels if label.get("scope", "district") == "district"]
    read = [read_row(row) for row in observations if row.indicator in LABELLED]
    result = Comparison(article, list(dict.fromkeys(own)), list(dict.fromkeys(read)))
    missed, wrong = list(result.labels), []
    for row in result.read:
        match = next((label for label in missed if all(label.agreement(row))), None)
        if match is None:
            wrong.append(row)
        else:
            missed.remove(match)
            result.right.append(row)
    others = [label_row(label) for label in labels if label.get("scope", "district") != "district"]
    _set_side_by_side(result, missed, wrong, others)
    return result


def _set_side_by_side(result: Comparison, missed: list[Row], wrong: list[Row], others: Sequence[Row]) -> None:
    near = sorted(
        ((sum(label.agreement(row)), label, row) for label in missed for row in wrong),
        key=lambda found: (-found[0], found[1:]),
    )
    for agreement, label, row in near:
        alike = agreement >= 4 or (agreement == 3 and label.agreement(row)[4])
        if alike and label in missed and row in wrong:
            missed.remove(label)
            wrong.remove(row)
            result.pairs.append(Pair(label, row))
    result.missed = missed
    for row in wrong:
        taken = any(other.indicator == row.indicator and other.agreement(row)[4] for other in others)
        (result.anothers if taken else result.invented).append(row)


@cache
def reader() -> Reader:
    return Reader(load_catalog(), publisher_province)


def compare_folder(folder: Path, names: Iterable[str] | None = None) -> Iterator[Comparison]:
    """Read the labelled articles of a folder (``<id>.txt`` beside ``<id>.json``), or those named, as files are read."""
    paths = sorted(folder.glob("*.json")) if names is None else [folder / f"{name}.json" for name in names]
    for path in paths:
        labels = json.loads(path.read_text(encoding="utf-8"))["observations"]
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        article = article_from_text(text, source_uri=path.name, name=path.stem, today=TODAY).article
        yield compare(path.stem, labels, () if article is None else reader().read(article).observations)


def total(comparisons: Iterable[Comparison]) -> Score:
    score = Score()
    for one in comparisons:
        score.labels += len(one.labels)
        score.read += len(one.read)
        score.right += len(one.right)
    return score


def by(comparisons: Iterable[Comparison], name: str) -> dict[str, Score]:
    """Scores by indicator or measure, those with the most wrong and missed rows first."""
    scores: dict[str, Score] = {}
    for one in comparisons:
        for rows, counter in ((one.labels, "labels"), (one.read, "read"), (one.right, "right")):
            for key, count in Counter(getattr(row, name) for row in rows).items():
                score = scores.setdefault(key, Score())
                setattr(score, counter, getattr(score, counter) + count)
    return dict(sorted(scores.items(), key=lambda item: (2 * item[1].right - item[1].labels - item[1].read, item[0])))
