"""The whole way from articles to statistics, on articles that people wrote."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from expectations.run import check_observations
from tasks.articles.build import article_from_text
from tasks.catalog.load import load_catalog
from tasks.dictionary.suites import observation_parameters
from tasks.grammar.extract import Reader
from tasks.reconciliation.resolve import reconcile
from tasks.records.frames import to_frame
from tasks.records.observation import OBSERVATION_SCHEMA

TODAY = date(2026, 11, 1)
GOLDENS = Path(__file__).parent.parent / "golden"
SEEDS = Path(__file__).parents[3] / "shared" / "gold" / "seeds"


def checked(folder: Path):
    """The row check of all articles of a folder, and the statistics that follow."""
    catalog = load_catalog()
    reader = Reader(catalog)
    built = [
        article_from_text(path.read_text(encoding="utf-8"), source_uri=path.name, name=path.stem, today=TODAY)
        for path in sorted(folder.glob("*.txt"))
    ]
    articles = [one.article for one in built if one.article]
    observations = [row for article in articles for row in reader.read(article).observations]
    texts = pl.DataFrame({"article_id": [one.article_id for one in articles], "text": [one.text for one in articles]})
    frame = to_frame(observations, OBSERVATION_SCHEMA)
    check = check_observations(frame, observation_parameters(catalog, TODAY), texts=texts, elsewhere=frame)
    return check, reconcile(check.accepted)


def test_hardly_a_figure_of_the_golden_articles_is_refused():
    check, _ = checked(GOLDENS)
    read = check.accepted.height + check.quarantined.height
    assert read > 500
    assert check.quarantined.height <= 0.02 * read
    assert check.flagged["plan_agrees"] >= 20


@pytest.mark.shared
@pytest.mark.skipif(not SEEDS.is_dir(), reason="the labelled articles lie beside the development checkout only")
def test_the_seeds_end_as_a_careful_reader_would_have_them():
    check, statistics = checked(SEEDS)
    refused = check.quarantined.select("district_name", "indicator", "obs_value", "expectation").rows()
    assert refused == [("Quận 1", "public_investment_disbursement", 32000, "plausible")]
    assert "2,06 times the district's revenue" in check.quarantined["message"].item()
    assert "1.390,9 / 5.208 = 26,7 %: agrees" in check.sums["message"].to_list()

    def told(district, **key):
        return statistics.filter(pl.col("district_name") == district).filter(**key).row(0, named=True)

    revenue = told("Quận Bình Thạnh", indicator="budget_revenue", measure="level")
    assert (revenue["obs_value"], revenue["decided_by"], revenue["dissent"]) == (8343, "exact_over_bounded", [])
    ratio = told("Quận Bình Thạnh", indicator="budget_revenue", measure="plan_ratio")
    assert (ratio["obs_value"], ratio["dissent"]) == (111.24, [108])
    targets = statistics.filter(pl.col("district_name") == "Quận 1", pl.col("indicator").str.starts_with("targets_"))
    assert targets.filter(pl.col("measure") == "level").sort("time_period", "indicator").select(
        "time_period", "indicator", "obs_value"
    ).rows() == [
        ("2020", "targets_exceeded_rate", 40),
        ("2020", "targets_met", 23),
        ("2020", "targets_total", 25),
        ("2021", "targets_total", 37),
    ]
